"""Search finds inquiries by words of the row and of its messages, folded, all of them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inquiries import search
from inquiries.intake import receive
from inquiries.models import Inquiry
from tests.factories import InquiryFactory, inbound

pytestmark = pytest.mark.django_db


@pytest.fixture
def found():
    def found(words: str) -> list[int]:
        return sorted(search.matching(Inquiry.objects.all(), words).values_list("pk", flat=True))

    return found


@pytest.fixture
def anna() -> Inquiry:
    return receive(
        inbound(
            subject="Málaga im Mai", text="Zwei Zimmer in Straßburg, Telefon +44 7700 900 919", email="a.b@post.example"
        )
    ).message.inquiry


@pytest.fixture
def priti() -> Inquiry:
    return receive(inbound(wa_id="447700900123", text="Beach in Goa 100% sure_thing")).message.inquiry


@pytest.mark.parametrize(
    "words",
    [
        "malaga",
        "MÁLAGA mai",
        "strassburg malaga",  # one word in the message, one in the row
        "a.b@post.example",
        "anna berg",
        "7700900919",
        "+44 7700 900919",
        "07700 900 919",
        " malaga\x00 ",
    ],
)
def test_it_finds(words: str, found, anna: Inquiry, priti: Inquiry) -> None:
    assert anna.pk in found(words)


@pytest.mark.parametrize(
    ("words", "hit"),
    [
        ("goa", True),
        ("go", False),  # two letters are looked for in the row only, not in every message
        ("malaga goa", False),
        ("100%", True),
        ("1%0", False),
        ("sure_thing", True),
        ("sureXthing", False),
        ("07700 900123", True),
    ],
)
def test_every_word_must_stand_there(words: str, hit: bool, found, anna: Inquiry, priti: Inquiry) -> None:
    assert (priti.pk in found(words)) is hit


def test_a_reference_is_that_inquiry_and_no_other(found, anna: Inquiry) -> None:
    for number in range(12):
        InquiryFactory(subject=f"TH-{anna.pk}{number}")
    assert found(f"th-{anna.pk}") == [anna.pk]
    assert found(f"TH{anna.pk}") == [anna.pk]


def test_no_words_are_no_filter(found, anna: Inquiry) -> None:
    assert found("  ") == [anna.pk]


def test_endless_words_are_cut(found, anna: Inquiry) -> None:
    assert found("malaga " * 500) == [anna.pk]


def test_the_filtered_list_stays_filtered(anna: Inquiry) -> None:
    assert not search.matching(Inquiry.objects.filter(status="LOST"), "malaga").exists()


@pytest.mark.services
def test_postgresql_uses_the_trigram_indexes() -> None:
    assert connection.vendor == "postgresql"
    with CaptureQueriesContext(connection) as queries:
        search.matching(Inquiry.objects.all(), "malaga")
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
        cursor.execute(f"EXPLAIN {queries[0]['sql']}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "inquiry_search_trgm" in plan
    assert "message_search_trgm" in plan
