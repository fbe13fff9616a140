"""The figures page: each number is the length of its list, the times are those of a sample worked out by hand."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from inquiries.models import Answer, Destination, Inquiry, User
from tests.factories import InquiryFactory, MessageFactory, UserFactory
from tests.inquiries.desk.pages import element, has_link, tree, words

pytestmark = pytest.mark.django_db

TODAY = date(2026, 5, 20)


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def ask(ago: int, *places: str, month: str = "", **columns: Any) -> Inquiry:
    """An inquiry that came in so many days ago."""
    at = noon(TODAY - timedelta(days=ago))
    columns = {"came_by": "email", "has_email": True, "language": "de"} | columns
    row = InquiryFactory.create(came_at=at, last_message_at=at, travel_month=month, **columns)
    for position, place in enumerate(places):
        Destination.objects.create(inquiry=row, position=position, name=place)
    return row


def answer(inquiry: Inquiry, minutes: int, *, open_minutes: int | None = None, author: User | None = None) -> Answer:
    message = MessageFactory.create(inquiry=inquiry, direction="OUT", author=author)
    at = inquiry.came_at + timedelta(minutes=minutes)
    return Answer.objects.create(
        inquiry=inquiry,
        message=message,
        author=author,
        asked_at=inquiry.came_at,
        answered_at=at,
        seconds=60 * minutes,
        open_seconds=60 * (minutes if open_minutes is None else open_minutes),
        first=not inquiry.answers.exists(),
    )


@pytest.fixture
def month() -> dict[str, Inquiry]:
    """Four weeks with something of every kind, and what counts nowhere."""
    nora, ben = UserFactory(first_name="Nora"), UserFactory(first_name="Ben", last_name="Ode")
    sold = timezone.now()
    rows = {
        "crete": ask(1, "Crete", "Chania", month="2026-07", status="BOOKED", quoted_at=sold),
        "lost": ask(2, "Crete", month="2026-07", status="LOST", lost_reason="Too dear, & late", quoted_at=sold),
        "chat": ask(5, "Bali", month="2026-08", came_by="whatsapp", language="pt-br", has_whatsapp=True),
        "bali": ask(9, "Bali", language="", failed_count=1, status="OPEN"),
        "last": ask(27, "Azores", month="2027-01", language="xx"),
        "before": ask(28, "Crete"),
        "old": ask(30, "Crete", status="BOOKED", quoted_at=sold),
    }
    ask(3, "Crete", parked_reason="bulk", status="BOOKED")
    ask(3, "Crete", merged_into=rows["crete"], status="BOOKED")
    answer(rows["crete"], 10, author=nora)
    answer(rows["crete"], 60 * 5, author=nora)
    answer(rows["lost"], 30, author=ben)
    answer(rows["chat"], 66 * 60, open_minutes=120)
    answer(rows["old"], 5, author=ben)
    answer(rows["before"], 60 * 24 * 3, open_minutes=240, author=ben)  # given in the period, to what came before it
    return rows


QUERY = f"came_from={TODAY - timedelta(days=27)}&came_to={TODAY}"


def numbers(page: Any) -> dict[str, int]:
    """What each link says that its list holds; a share or a time says nothing of it."""
    found: dict[str, int] = {}
    for anchor in tree(page).xpath("//main//a[starts-with(@href, '/?')]"):
        title = anchor.find("title")
        said = words(anchor.find("b")) if anchor.find("b") is not None else words(anchor)
        if title is not None:
            found[anchor.get("href")] = sum(map(int, re.findall(r"(\d+) by", words(title))))
        elif whole := re.fullmatch(r"([\d,]+)(?: \d+ %)?", said):
            found[anchor.get("href")] = int(whole[1].replace(",", ""))
    return found


def test_every_number_is_the_length_of_its_list(month: dict[str, Inquiry], manager_client: Client) -> None:
    shown = numbers(manager_client.get(f"/figures/?{QUERY}"))
    shown |= numbers(manager_client.get(f"/figures/tables/?{QUERY}"))
    assert len(shown) >= 40
    for address, number in shown.items():
        page = manager_client.get(address)
        assert page.status_code == 200, address
        assert int(words(element(page, "total"))) == number, address


def test_filters_of_the_queue_narrow_the_figures_and_their_lists(
    month: dict[str, Inquiry], manager_client: Client
) -> None:
    page = manager_client.get(f"/figures/?{QUERY}&destination=Crete&status=BOOKED&status=LOST&lost=nothing")
    shown = numbers(page)
    assert kpi(page, "New inquiries") == "2"
    assert max(shown.values()) == 2
    for address in [href for href in shown if "place=Crete" in href or "status=" in href][:4]:
        assert int(words(element(manager_client.get(address), "total"))) == shown[address], address


def kpi(page: Any, name: str) -> str:
    return next(words(one.find("b")) for one in tree(page).find_class("hub-kpi") if words(one.find("span")) == name)


def rows_of(page: Any, name: str) -> dict[str, list[str]]:
    return {
        words(row[0]): [words(cell) for cell in row[1:]]
        for row in tree(page).find_class(name)[0].iter("tr")
        if row.xpath("ancestor::tbody")
    }


def test_times_and_shares_worked_out_by_hand(month: dict[str, Inquiry], manager_client: Client) -> None:
    page = manager_client.get(f"/figures/?{QUERY}")
    # First answers took 10 min, 30 min and, over a weekend, 66 h of which 2 h were open.
    assert kpi(page, "First answer, median") == "30 min"
    assert kpi(page, "First answer, 9 of 10 within") == "2 h"
    assert (kpi(page, "New inquiries"), kpi(page, "Quoted"), kpi(page, "Booked")) == ("5", "40 %", "20 %")
    assert rows_of(page, "fig-times") == {
        "First answer": ["3", "30 min", "2 h", "30 min", "2 days"],
        "Not answered yet": ["2", ""],
        # 10, 30, 120, 240 and 300 minutes of opening hours.
        "Every answer of these days 5 answers": ["4", "2 h", "5 h", "5 h", "3 days"],
    }
    assert rows_of(page, "fig-people") == {
        "Ben Ode": ["2", "2", "30 min", "4 h", "0 %"],
        "Nora Lindqvist": ["1", "2", "10 min", "5 h", "100 %"],
        "On the phone or in a mail program": ["1", "1", "2 h", "2 h", "0 %"],
    }
    heat = rows_of(page, "fig-heat")
    assert heat["Crete"] == ["2", "", "", "", "2", "50 %"]
    assert heat["All inquiries"] == ["2", "1", "1", "1", "5", "20 %"]


def test_each_way_in_has_a_colour_of_its_own_in_chart_and_legend(manager_client: Client) -> None:
    for came_by, count in (("email", 3), ("whatsapp", 2), ("note", 1)):
        for _ in range(count):
            ask(4, came_by=came_by)
    ask(8, came_by="note")
    page = tree(manager_client.get(f"/figures/?{QUERY}"))
    bars = [anchor.xpath("./path/@class") for anchor in page.xpath("//a[path[@class='f3']]")]
    assert bars == [["f3"], ["f1", "f2", "f3"]]
    heights = [int(re.findall(r"v(\d+)", path)[0]) for path in page.xpath("//a[count(path) = 3]/path/@d")]
    assert heights == sorted(heights, reverse=True)
    legend = {words(key).rpartition(" ")[0]: key.get("class") for key in page.find_class("hub-key")}
    assert legend == {
        "Mail": "hub-key", "WhatsApp": "hub-key hub-key--2", "By phone or visit": "hub-key hub-key--3"
    }  # fmt: skip


def test_many_more_than_before_is_said_by_the_number_before(manager_client: Client) -> None:
    for ago in [29, *range(9)]:
        ask(ago)
    page = manager_client.get(f"/figures/?{QUERY}")
    (card,) = [one for one in tree(page).find_class("hub-kpi") if words(one.find("span")) == "New inquiries"]
    assert words(card) == "New inquiries 9 1 before"


def test_days_without_anything_are_said_in_words(month: dict[str, Inquiry], manager_client: Client) -> None:
    page = manager_client.get("/figures/?came_from=2020-01-01&came_to=2020-01-31")
    assert "Nothing came in from 1 Jan to 31 Jan 2020" in words(tree(page))
    assert "Nothing came in" in words(
        tree(manager_client.get("/figures/tables/?came_from=2020-01-01&came_to=2020-01-31"))
    )
    wrong = manager_client.get("/figures/?came_from=2020-13-40&period=7")
    assert wrong.status_code == 200
    assert "Enter a valid date." in words(tree(wrong))


@pytest.mark.parametrize("days", ["came_from=0001-01-01&came_to=9999-12-31", "came_to=0001-01-01", "period=365"])
def test_any_days_can_be_asked_for(days: str, month: dict[str, Inquiry], manager_client: Client) -> None:
    assert manager_client.get(f"/figures/?{days}").status_code == 200
    assert manager_client.get(f"/figures/tables/?{days}").status_code == 200


def test_who_may_see_them(month: dict[str, Inquiry], agent_client: Client, manager_client: Client) -> None:
    for address in ("/figures/", "/figures/tables/"):
        assert agent_client.get(address).status_code == 403
    assert not has_link(agent_client.get("/"), "Figures")
    assert has_link(manager_client.get("/"), "Figures")


def test_a_full_page_stays_small_and_asks_little(manager_client: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(84):
        row = ask(
            number % 28,
            f"Place {number % 12}",
            month=f"2026-{number % 12 + 1:02}",
            came_by=("email", "whatsapp")[number % 2],
        )
        answer(row, number, author=None)
    with django_assert_max_num_queries(16):
        page = manager_client.get(f"/figures/?{QUERY}&channel=email&needs_reply=no")
    assert kpi(page, "New inquiries") == "84"
    assert len(page.content) < 40_000
    assert "style=" not in page.content.decode()
