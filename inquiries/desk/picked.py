"""Which inquiries an act of the queue is for, and what it is in words: the picked ones, or all of the list."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from inquiries.desk import bulk
from inquiries.desk.http import number
from inquiries.desk.listing import Listing, listing
from inquiries.desk.words import plural
from inquiries.errors import InvalidInput
from inquiries.models import Inquiry, User

PAGE = 100  # rows that may be picked one by one
MOST = 500  # rows of one act: two seconds
ACTS = ("assignee", "status", "snooze", "park", "read", "block")


@dataclass(frozen=True)
class Asked:
    """What the form asks for. `every`: all rows of the list; `sure`: its question was answered with yes."""

    act: str
    value: str
    pks: list[int]
    every: bool
    sure: bool

    @property
    def must_be_confirmed(self) -> bool:
        return not self.sure and (self.every or self.act == "block")


def asked(data: QueryDict, user: User) -> Asked:
    """InvalidInput, in words, where nothing is picked or too much, or the list is not what somebody may think."""
    act = next((name for name in ACTS if name in data), "")
    every, sure = "all" in data, "sure" in data
    if sure:  # exactly those that the question was about
        pks = [key for text in data.get("pks", "").split(",")[:MOST] if (key := number(text)) is not None]
    elif every:
        pks = _all(listing_of(data, user))
    else:
        pks = [key for text in data.getlist("pk")[:PAGE] if (key := number(text)) is not None]
    if not pks:
        raise InvalidInput("Pick at least one inquiry.")
    value = data.get(act, "")
    if act == "snooze" and value == "day":
        value = bulk.ON_DAY + data.get("snooze_day", "")
    return Asked(act, value, pks, every, sure)


def listing_of(data: Mapping[str, Any], user: User) -> Listing:
    """The list that the form stood on, by its address in `next`."""
    query = str(data.get("next", "")).partition("#")[0].partition("?")[2]
    return listing(QueryDict(query), user)


def _all(shown: Listing) -> list[int]:
    if not shown.is_whole:
        raise InvalidInput("Some of the filters make no sense. Remove them first, so that the list is what you mean.")
    pks = list(shown.rows.order_by().values_list("pk", flat=True)[: MOST + 1])
    if len(pks) > MOST:
        raise InvalidInput(f"These are more than {MOST} inquiries. Narrow the list by a filter first.")
    return pks


def question(what: Asked, *, actor: User) -> tuple[str, str]:
    """What is about to happen, and the word on its button. InvalidInput where it makes no sense."""
    bulk.change_of({what.act: what.value} if what.act else {}, actor=actor)
    many = plural(len(what.pks), "inquiry", "inquiries")
    if what.act == "assignee":
        person = bulk.person(what.value, actor)
        return (f"Assign {many} to {person}?", "Assign") if person else (f"Give {many} back to everybody?", "Give back")
    if what.act == "status":
        return f"Set {many} to {dict(bulk.STATUSES)[what.value]}?", "Set the status"
    if what.act == "snooze":
        return f"Snooze {many}: {bulk.snooze_words(what.value)}?", "Snooze"
    if what.act == "park":
        out = what.value == "out"
        return (f"Make inquiries of what is parked among {many}?", "Unpark") if out else (f"Park {many}?", "Park")
    if what.act == "read":
        return f"Mark {many} as read?", "Mark as read"
    senders = Inquiry.objects.filter(pk__in=what.pks).order_by().values("contact").distinct().count()
    return f"Block {plural(senders, 'sender')} of {many}?", "Block"


ABOUT = {
    "block": "What they write from now on is parked and never answered, and so are their inquiries that nobody has "
    "answered. The contact card takes it back.",
    "park": "They leave the queue and are never answered; a new message of the customer in one brings it back.",
}
