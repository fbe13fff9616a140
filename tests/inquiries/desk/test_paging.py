"""Paging by key: every row once in either direction, and nothing shifts when rows come in above."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from inquiries.desk.views_queue import PAGE_SIZE
from inquiries.models import Inquiry
from tests.factories import ContactFactory, InquiryFactory
from tests.inquiries.desk.pages import has_link, link, pks

pytestmark = pytest.mark.django_db

ORDERS = ["urgent", "newest", "waiting", "window", "departure"]
TOTAL = 2 * PAGE_SIZE + 7


@pytest.fixture(params=["whole seconds, as in mails", "microseconds"])
def many(db: None, request: pytest.FixtureRequest) -> list[Inquiry]:
    """Rows with and without a value in each order's column, and with many alike."""
    now, contact = timezone.now(), ContactFactory.create()
    now = now.replace(microsecond=0 if request.param.startswith("whole") else 123_456)
    return [
        InquiryFactory.create(
            contact=contact,
            last_message_at=now - timedelta(minutes=number // 3),
            needs_reply_since=now - timedelta(minutes=number // 4) if number % 3 else None,
            # Half a minute off, so that none closes while the test walks.
            window_closes_at=now + timedelta(minutes=number // 2 - 10, seconds=30) if number % 2 else None,
            depart_on=timezone.localdate() + timedelta(days=number // 5 - 3) if number % 4 else None,
        )
        for number in range(TOTAL)
    ]


def walk(client: Client, address: str, label: str) -> list[list[int]]:
    """The pages from an address on, by the links that people press."""
    pages = []
    response = client.get(address)
    while True:
        pages.append(pks(response))
        if not has_link(response, label):
            return pages
        assert len(pages) < 10, "the links lead in a circle"
        response = client.get(f"/{link(response, label)}")


def flat(pages: list[list[int]]) -> list[int]:
    return [pk for page in pages for pk in page]


@pytest.mark.parametrize("order", ORDERS)
def test_forwards_every_row_comes_once(order: str, many: list[Inquiry], agent_client: Client) -> None:
    pages = walk(agent_client, f"/?tab=all&order={order}", "Next")
    assert [len(page) for page in pages] == [PAGE_SIZE, PAGE_SIZE, 7]
    assert sorted(flat(pages)) == sorted(row.pk for row in many)


@pytest.mark.parametrize("order", ORDERS)
def test_backwards_is_forwards_turned_round(order: str, many: list[Inquiry], agent_client: Client) -> None:
    forwards = flat(walk(agent_client, f"/?tab=all&order={order}", "Next"))
    back = walk(agent_client, f"/?tab=all&order={order}&last=1", "Previous")
    assert flat(back[:2][::-1]) == forwards[-2 * PAGE_SIZE :]
    assert back[-1] == forwards[:PAGE_SIZE]  # the top is a whole page


def test_the_ends_lead_to_each_other(many: list[Inquiry], agent_client: Client) -> None:
    first = agent_client.get("/?tab=all")
    last = agent_client.get(f"/{link(first, 'Last')}")
    assert not has_link(first, "Previous")
    assert not has_link(last, "Next")
    assert pks(agent_client.get(f"/{link(last, 'First')}")) == pks(first)


def test_a_new_row_on_top_moves_no_later_page(many: list[Inquiry], agent_client: Client) -> None:
    second = f"/{link(agent_client.get('/?tab=all'), 'Next')}"
    before = pks(agent_client.get(second))
    InquiryFactory.create(last_message_at=timezone.now())
    assert pks(agent_client.get(second)) == before


def test_where_all_that_came_after_has_gone_the_last_page_is_shown(many: list[Inquiry], agent_client: Client) -> None:
    second = f"/{link(agent_client.get('/?tab=all'), 'Next')}"
    Inquiry.objects.exclude(pk__in=pks(agent_client.get("/?tab=all"))).delete()
    assert len(pks(agent_client.get(second))) == PAGE_SIZE


@pytest.mark.parametrize(
    "key", ["", "x", "_", "_1", "2026-11-24_", "yesterday_1", "2026-11-24T10:00:00_1", "1_2_3", f"_{'9' * 40}", "_١"]
)
@pytest.mark.parametrize("side", ["after", "before"])
def test_a_key_that_makes_no_sense_shows_a_page(side: str, key: str, many: list[Inquiry], agent_client: Client) -> None:
    response = agent_client.get("/", {"tab": "all", side: key})
    assert response.status_code in {200, 302}  # an empty key is tidied away
    if key:
        assert len(pks(response)) in {PAGE_SIZE, 0}


def test_a_page_stays_in_its_filter(many: list[Inquiry], agent_client: Client) -> None:
    for row in many[: PAGE_SIZE + 3]:
        row.has_email = True
        row.save(update_fields=["has_email"])
    pages: list[Any] = walk(agent_client, "/?tab=all&channel=email", "Next")
    assert sorted(flat(pages)) == sorted(row.pk for row in many[: PAGE_SIZE + 3])
