"""Saved replies as the composer offers them: whose, in which language first, and one of them filled for an inquiry."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inquiries import saved_words
from inquiries.desk import template_values, wording
from inquiries.models import Fact, Inquiry, SavedReply, SavedReplyFile, User

FALLBACK = "en"
# The blanks of saved_words.BLANKS, in the words of the editor.
BLANKS = {
    "first_name": _("First name"),
    "full_name": _("Whole name"),
    "destinations": _("Destinations"),
    "dates": _("Dates of the trip"),
    "depart_on": _("First day"),
    "return_on": _("Last day"),
    "nights": _("Nights"),
    "travellers": _("Travellers"),
    "adults": _("Adults"),
    "children": _("Children"),
    "origin": _("Where they start"),
    "budget": _("Budget"),
    "agent": _("Your first name"),
    "agency": _("Name of the agency"),
    "reference": _("Our reference"),
}
_START = 90  # characters of a text in the list


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A saved reply in the list, in the best language for the customer. `others`: (code, name) of the rest."""

    reply: SavedReply
    code: str
    language: str
    start: str
    others: list[tuple[str, str]]
    fits: bool  # it is in the customer's language
    files: int


@dataclass(frozen=True, kw_only=True)
class Filled:
    """`empty`: blanks that nobody knows a value for; they stand in the text."""

    text: str
    code: str
    empty: list[str]
    files: list[SavedReplyFile]


def visible(user: User) -> QuerySet[SavedReply]:
    """The team's and their own."""
    return SavedReply.objects.filter(Q(owner=None) | Q(owner=user))


def offers(inquiry: Inquiry, *, user: User, channel: str) -> list[Offer]:
    """What fits the channel (any of them for a note), the customer's language first, then by title."""
    rows = visible(user).prefetch_related("files")
    if channel in SavedReply.Channel.values and channel:
        rows = rows.filter(channel__in=["", channel])
    wanted = language_of(inquiry)
    found = [_offer(row, wanted) for row in rows]
    return sorted(found, key=lambda offer: not offer.fits)


def language_of(inquiry: Inquiry) -> str:
    """The two letters that the customer writes in; English where nobody knows."""
    return (inquiry.language or inquiry.contact.language or FALLBACK).replace("_", "-").split("-")[0].lower()


def best(texts: dict[str, str], wanted: str) -> str:
    """The code of the text to take: the one wanted, else English, else the first."""
    return next((code for code in (wanted, FALLBACK) if texts.get(code)), next(iter(texts), FALLBACK))


def filled(reply: SavedReply, inquiry: Inquiry, known: Sequence[Fact], *, agent: User, language: str = "") -> Filled:
    """The text of one language (as `best` chooses where it has none of that name), its blanks filled from what is
    known, and the files that go along."""
    code = language if reply.texts.get(language) else best(reply.texts, language_of(inquiry))
    text = reply.texts.get(code, "")
    values = template_values.of_sources(inquiry, saved_words.used(text), code, known, agent=agent)
    return Filled(
        text=saved_words.fill(text, {name: value.text for name, value in values.items()}),
        code=code,
        empty=[name for name, value in values.items() if not value.text],
        files=[file for file in reply.files.all() if file.language in ("", code)],
    )


def as_json(done: Filled) -> dict[str, object]:
    """For canned.js."""
    files = [
        {"name": file.filename, "type": file.content_type, "href": reverse("saved_reply_file", args=[file.pk])}
        for file in done.files
    ]
    return {"text": done.text, "language": done.code, "empty": done.empty, "files": files}


def _offer(row: SavedReply, wanted: str) -> Offer:
    code = best(row.texts, wanted)
    files = sum(file.language in ("", code) for file in row.files.all())
    start = " ".join(row.texts.get(code, "").split())
    return Offer(
        reply=row,
        code=code,
        language=wording.language(code),
        start=start if len(start) <= _START else f"{start[: _START - 1].rstrip()}…",
        others=[(other, wording.language(other)) for other in sorted(row.texts) if other != code],
        fits=code == wanted,
        files=files,
    )
