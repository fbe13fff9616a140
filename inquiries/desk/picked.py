"""Which inquiries an act of the queue is for, and what it is in words: the picked ones, or all of the list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from inquiries.desk import bulk
from inquiries.desk.http import number
from inquiries.desk.listing import Listing, listing
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
        raise InvalidInput(_("Pick at least one inquiry."))
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
        raise InvalidInput(
            _("Some of the filters make no sense. Remove them first, so that the list is what you mean.")
        )
    pks = list(shown.rows.order_by().values_list("pk", flat=True)[: MOST + 1])
    if len(pks) > MOST:
        said = _("These are more than %(most)s inquiries. Narrow the list by a filter first.")
        raise InvalidInput(said % {"most": MOST})
    return pks


def question(what: Asked, *, actor: User) -> tuple[str, str]:
    """What is about to happen, and the word on its button. InvalidInput where it makes no sense."""
    bulk.change_of({what.act: what.value} if what.act else {}, actor=actor)
    count = len(what.pks)
    values: dict[str, Any] = {"count": count}
    if what.act == "assignee":
        values["person"] = bulk.person(what.value, actor)
        said, button = _assigning(count, back=values["person"] is None)
    elif what.act == "status":
        values["status"] = dict(bulk.STATUSES)[what.value]
        said = ngettext("Set %(count)s inquiry to %(status)s?", "Set %(count)s inquiries to %(status)s?", count)
        button = _("Set the status")
    elif what.act == "snooze":
        values["when"] = bulk.snooze_words(what.value)
        said = ngettext("Snooze %(count)s inquiry: %(when)s?", "Snooze %(count)s inquiries: %(when)s?", count)
        button = _("Snooze")
    elif what.act == "park":
        said, button = _parking(count, out=what.value == "out")
    elif what.act == "read":
        said = ngettext("Mark %(count)s inquiry as read?", "Mark %(count)s inquiries as read?", count)
        button = _("Mark as read")
    else:
        values["senders"] = _senders(what.pks)
        said = ngettext("Block %(senders)s of %(count)s inquiry?", "Block %(senders)s of %(count)s inquiries?", count)
        button = pgettext("to a sender", "Block")
    return said % values, button


def _assigning(count: int, *, back: bool) -> tuple[str, str]:
    if back:
        said = ngettext(
            "Give %(count)s inquiry back to everybody?", "Give %(count)s inquiries back to everybody?", count
        )
        return said, _("Give back")
    return ngettext("Assign %(count)s inquiry to %(person)s?", "Assign %(count)s inquiries to %(person)s?", count), _(
        "Assign"
    )


def _parking(count: int, *, out: bool) -> tuple[str, str]:
    if not out:
        return ngettext("Park %(count)s inquiry?", "Park %(count)s inquiries?", count), pgettext(
            "to an inquiry", "Park"
        )
    said = ngettext(
        "Make inquiries of what is parked among %(count)s inquiry?",
        "Make inquiries of what is parked among %(count)s inquiries?",
        count,
    )
    return said, _("Unpark")


def _senders(pks: Iterable[int]) -> str:
    senders = Inquiry.objects.filter(pk__in=pks).order_by().values("contact").distinct().count()
    return ngettext("%(count)s sender", "%(count)s senders", senders) % {"count": senders}


ABOUT = {
    "block": gettext_lazy(
        "What they write from now on is parked and never answered, and so are their inquiries that nobody has "
        "answered. The contact card takes it back."
    ),
    "park": gettext_lazy(
        "They leave the queue and are never answered; a new message of the customer in one brings it back."
    ),
}
