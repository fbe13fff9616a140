"""The messages of a conversation as its page needs them: with all that is drawn of each, and what is said about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, Count, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from inquiries import recipients, replies
from inquiries.envelope import ABOUT
from inquiries.models import Inquiry, Message

MOST = 500  # messages of one page, however far back somebody follows a quote
_HEAVY = ("html", "quoted_text", "search_text")


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """What the page begins with. `own`: messages of the inquiry, the newest of them last. `about`: reactions, edits and
    deletions of these, also where they came into another inquiry. `reached`: the messages from the one that was asked
    for on, if it is of this inquiry; `more`: there are some above those."""

    own: list[Message]
    about: list[Message]
    reached: list[Message]
    more: bool


def rows(inquiry: Inquiry) -> QuerySet[Message]:
    """Messages without their heavy columns; `formatted` and `quoted` say whether those hold anything, `about_count`
    how many reactions, edits and deletions there are of it, `report` and `report_in` which bounce tells of it and in
    which inquiry that lies."""
    return _with_all(inquiry.messages.all())


def newest(inquiry: Inquiry, count: int, *, back_to: int | None = None, said_about: bool = True) -> Loaded:
    """The last `count`, those from the message `back_to` on, and with them, wherever they stand, those that the
    composer goes by: the last of a person on each channel, and the last mail from here. One query for all, with what
    is said about them: after a conversation was divided a reaction may lie in another inquiry than its message.

    `said_about`: False where the caller knows that nothing is said about any; that half is left out then."""
    last = Q(pk__in=inquiry.messages.order_by("-sent_at", "-pk").values("pk")[:count])
    if back_to:
        last |= _reaching(inquiry, back_to)
    sent = Q(pk__in=recipients.last_sent(inquiry.pk).values("pk"))
    found = _for_composer(inquiry.messages.filter(last | sent | replies.last_pks(inquiry)))
    if said_about:
        about = Message.objects.filter(kind__in=ABOUT, reply_to__in=inquiry.messages.filter(last).values("pk"))
        # Each with a plan of its own: one condition for both makes PostgreSQL read every message there is.
        found = found.union(_for_composer(about), all=True)
    known = {row.pk: row for row in found.order_by("sent_at", "pk")}
    mine = [row for row in known.values() if row.inquiry_id == inquiry.pk]
    reached, more = _reached(mine, back_to)
    return Loaded(own=mine, about=[row for row in known.values() if row.kind in ABOUT], reached=reached, more=more)


def _for_composer(messages: QuerySet[Message]) -> QuerySet[Message]:
    return _with_all(messages).order_by()


def _with_all(messages: QuerySet[Message]) -> QuerySet[Message]:
    bounces = Message.objects.filter(reply_to=OuterRef("pk"), automatic=Inquiry.Parked.BOUNCE).order_by("-pk")
    return (
        messages.defer(*_HEAVY, *(f"reply_to__{column}" for column in _HEAVY))
        .annotate(
            formatted=_filled("html"),
            quoted=_filled("quoted_text"),
            about_count=Coalesce(Subquery(_about_count()), 0),
            report=Subquery(bounces.values("pk")[:1]),
            report_in=Subquery(bounces.values("inquiry")[:1]),
        )
        .select_related("identity__contact", "author", "reply_to__author", "reply_to__identity__contact")
        .prefetch_related("attachments")
    )


def _filled(column: str) -> Combinable:
    return ExpressionWrapper(~Q(**{column: ""}), output_field=BooleanField())


def _about_count() -> QuerySet[Any, Any]:
    about = Message.objects.filter(reply_to=OuterRef("pk"), kind__in=ABOUT).order_by()
    return about.values("reply_to").annotate(n=Count("pk")).values("n")


def _reaching(inquiry: Inquiry, pk: int) -> Q:
    """The messages from that one on, and one above them. A reaction or an edit stands on the message it is about: that
    far back."""
    earlier = When(kind__in=ABOUT, reply_to__sent_at__lt=F("sent_at"), then=F("reply_to__sent_at"))
    place = Subquery(inquiry.messages.filter(pk=pk).annotate(place=Case(earlier, default=F("sent_at"))).values("place"))
    since = inquiry.messages.filter(sent_at__gte=place).order_by("-sent_at", "-pk")
    above = inquiry.messages.filter(sent_at__lt=place).order_by("-sent_at", "-pk")
    return Q(pk__in=since.values("pk")[: MOST + 1]) | Q(pk__in=above.values("pk")[:1])


def _reached(found: Sequence[Message], back_to: int | None) -> tuple[list[Message], bool]:
    """As _reaching asks."""
    row = next((row for row in found if row.pk == back_to), None)
    if row is None:
        return [], False
    target = row.reply_to if row.kind in ABOUT else None
    place = min(row.sent_at, target.sent_at) if target else row.sent_at
    since = [other for other in found if other.sent_at >= place][-MOST:]
    return since, len(since) < len(found)
