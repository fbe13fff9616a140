"""Promises in our own words: found with their words and deadline in seven languages, and nothing else taken for one."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from inquiries import promises
from inquiries.week import Week
from tests.inquiries.promise_sentences import NONE, PROMISES

ZONE = ZoneInfo("Europe/Berlin")
WEEK = Week(zone=ZONE, days=(((9 * 60, 18 * 60),),) * 5 + ((), ()))
SAID_AT = datetime(2026, 11, 24, 10, tzinfo=ZONE)


def find(text: str, language: str = "", said_at: datetime = SAID_AT) -> list[promises.Promised]:
    return promises.find(text, language=language, said_at=said_at, week=WEEK)


@pytest.mark.parametrize(("language", "text", "due", "what"), PROMISES)
def test_a_promise_is_found_with_its_deadline(language: str, text: str, due: str, what: str) -> None:
    (found,) = find(text, language)

    assert (f"{found.due:%m-%d %H:%M}", found.what) == (due, what)
    assert text[found.start : found.end] == found.quote


@pytest.mark.parametrize(("language", "text"), NONE)
def test_what_only_looks_like_one_is_none(language: str, text: str) -> None:
    assert find(text, language) == []


def test_the_language_need_not_be_known() -> None:
    """What a desk writes into an inquiry of another language, or where nobody knows it."""
    lost = [text for _, text, due, _ in PROMISES if [f"{row.due:%m-%d %H:%M}" for row in find(text)] != [due]]
    wrong = [text for _, text in NONE if find(text)]

    assert len(lost) <= 2, lost
    assert wrong == []


def test_a_whole_mail() -> None:
    text = (
        "Dear Anna,\n\nthank you for your message. If the dates are fixed, tell me.\nI will send you two\noptions by "
        "Friday.\n\n> I'll pay tomorrow\n\nKind regards"
    )

    (found,) = find(text, "en")

    assert found.quote == "I will send you two\noptions by Friday"


def test_today_after_closing_means_until_midnight() -> None:
    (found,) = find("I'll call you tonight.", "en", datetime(2026, 11, 24, 19, 30, tzinfo=ZONE))

    assert f"{found.due:%d %H:%M}" == "24 23:59"
