"""What a machine wrote for staff, as its place on the page shows it: being written, written, or why not."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inquiries import care
from inquiries.desk import wording
from inquiries.desk.http import DeskRequest, number
from inquiries.models import Assist, Inquiry, Message

Kind, State = Assist.Kind, Assist.State
DELAYS = (1, 1, 2, 3, 5, 8, 15)  # seconds before the page asks again, each time longer
SLOW, STUCK = timedelta(seconds=45), timedelta(minutes=6)  # by then a worker would have ended it, whatever came
SHOWN = 60  # translations and transcripts that a page gets back at once

_WRITING = {
    Kind.DRAFT: gettext_lazy("Writing a draft …"),
    Kind.SUMMARY: gettext_lazy("Summing up …"),
    Kind.TRANSLATION: gettext_lazy("Translating …"),
    Kind.OUTGOING: gettext_lazy("Translating …"),
    Kind.TRANSCRIPT: gettext_lazy("Writing it down …"),
}
# Where it stands on the page: the id of its element and the partial that draws it.
_PLACES = {
    Kind.DRAFT: ("assist", "strip"),
    Kind.OUTGOING: ("assist", "strip"),
    Kind.SUMMARY: ("summary-body", "summary"),
    Kind.TRANSLATION: ("tr-{message}", "under"),
    Kind.TRANSCRIPT: ("ts-{file}", "under"),
}


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One as it is drawn. `place`: the id of its element. `delay`: seconds until it asks for itself; 0: it does not."""

    row: Assist
    place: str
    partial: str
    delay: int = 0
    tries: int = 0

    @property
    def waiting(self) -> bool:
        return self.row.state == State.WAITING

    @property
    def done(self) -> bool:
        return self.row.state == State.DONE

    @property
    def text(self) -> str:
        return care.masked(self.row.text)

    @property
    def writing(self) -> str:
        return str(_WRITING[Kind(self.row.kind)])

    @property
    def remark(self) -> str:
        """What to say of one that is not there yet."""
        waited = timezone.now() - (
            self.row.due_at if self.row.attempts == 0 and self.row.due_at else self.row.created_at
        )
        if waited > STUCK:
            return _("No worker has come to it yet; the Work page says how it is.")
        return _("It takes longer than usual; it comes here by itself.") if waited > SLOW else ""

    @property
    def by_openai(self) -> bool:
        return self.row.engine == Assist.Engine.OPENAI

    @property
    def language(self) -> str:
        """Its name, where it is not the desk's own."""
        return "" if self.row.language == settings.DESK_LANGUAGE else wording.language(self.row.language)

    @property
    def fields(self) -> str:
        return ",".join(self.row.asked)


def shown(row: Assist, *, tries: int = 0) -> Shown:
    """`tries`: how often the page has asked already."""
    place, name = _PLACES[Kind(row.kind)]
    waits = row.state == State.WAITING
    return Shown(
        row=row,
        place=place.format(message=row.message_id, file=row.attachment_id),
        partial=f"inquiries/partials/assist_{name}.html",
        delay=DELAYS[min(tries, len(DELAYS) - 1)] if waits else 0,
        tries=tries + 1,
    )


def written(inquiry: Inquiry) -> list[Shown]:
    """The translations and transcripts of its messages, the newest of each; not of words that were edited since."""
    edits = Message.objects.filter(reply_to=OuterRef("message"), kind="edit", created_at__gt=OuterRef("created_at"))
    rows = Assist.objects.filter(message__inquiry=inquiry, kind__in=[Kind.TRANSLATION, Kind.TRANSCRIPT])
    rows = rows.filter(~Exists(edits), state__in=[State.WAITING, State.DONE])
    rows = rows.exclude(~Q(language=settings.DESK_LANGUAGE), kind=Kind.TRANSLATION)
    latest: dict[str, Shown] = {}
    for row in rows.order_by("-pk")[: SHOWN * 2]:
        one = shown(row)
        latest.setdefault(one.place, one)
    return list(latest.values())[:SHOWN]


def prefill(request: DeskRequest, inquiry: Inquiry) -> tuple[str, dict[str, Any]] | None:
    """For a page without scripts: the channel and the fields of the composer, from the draft in ?assist=."""
    pk = number(request.GET.get("assist", ""))
    rows = inquiry.assists.filter(pk=pk, kind__in=[Kind.DRAFT, Kind.OUTGOING], state=State.DONE) if pk else ()
    row = next(iter(rows), None)
    if row is None:
        return None
    return row.channel, {"text": care.masked(row.text), "asked": ",".join(row.asked)}
