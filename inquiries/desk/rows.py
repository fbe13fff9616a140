"""A row of the queue as its template draws it: everything decided here, so that the markup stays small and quick."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from inquiries import care
from inquiries.desk.reasons import Reason, reason
from inquiries.desk.words import NOW_WITHIN, midnight, short_time
from inquiries.models import Inquiry, User

# Columns that a row is drawn from; the heavy ones (search text, lists) stay in the database.
COLUMNS = (
    "status", "parked_reason", "merged_into", "lost_reason", "snoozed_until", "kind", "subject", "language",
    "has_email", "has_whatsapp", "last_message_at", "last_message_text", "last_message_direction",
    "last_message_author", "needs_reply_since", "window_closes_at", "unread", "failed_count", "file_count", "answer_by",
    "suggested_count", "promise_due_at", "target_at", "remind_at", "remind_if_silent", "reminder_by",
    "suggested_count", "promise_due_at", "scheduled_at", "not_sent",
    "trip", "depart_on", "return_on", "sure_count", "check_count", "missing_count",
    "contact__name", "contact__username", "contact__phone", "contact__home",
    "assignee__first_name", "assignee__last_name", "assignee__username",
)  # fmt: skip

# As much of the last words as the widest row shows.
WORDS_SHOWN = 80


@dataclass(frozen=True)
class Row:
    inquiry: Inquiry
    reason: Reason
    words: str
    place: str
    time: str
    known: str  # the meter in words

    @property
    def name(self) -> str:
        return str(self.inquiry.contact)

    @property
    def url(self) -> str:
        return self.inquiry.get_absolute_url()

    @property
    def lang(self) -> str:
        """Of the last words, where they are the customer's."""
        return self.inquiry.language if self.inquiry.last_message_direction != "OUT" else ""

    @property
    def stamp(self) -> str:
        return timezone.localtime(self.inquiry.last_message_at).isoformat(timespec="minutes")

    @property
    def status(self) -> str:
        return _("Parked") if self.inquiry.parked_reason else self.inquiry.get_status_display()

    @property
    def title(self) -> str:
        """The trip, or the subject of what has none."""
        return self.inquiry.trip or care.masked(self.inquiry.subject) or _("No trip yet")


@dataclass(frozen=True)
class Group:
    """A heading of the list. `count`: how many rows it has on all pages, as the view has counted."""

    key: str
    label: Promise
    tone: str
    about: Promise
    count: int = 0


NOW = Group("now", gettext_lazy("Answer now"), "now", gettext_lazy("late, failed, or due within two hours"))
TODAY = Group("today", gettext_lazy("Today"), "soon", gettext_lazy("answers due before midnight"))
LATER = Group("later", gettext_lazy("Later"), "mute", gettext_lazy("nothing is lost if these wait until tomorrow"))


def present(inquiry: Inquiry, *, now: datetime, user: User) -> Row:
    return Row(
        inquiry=inquiry,
        reason=reason(inquiry, now=now),
        words=_last_words(inquiry, user),
        place=" · ".join(part for part in (inquiry.contact.home, inquiry.language) if part),
        time=short_time(inquiry.last_message_at, now=now),
        known=_known(inquiry),
    )


def groups(rows: Sequence[Row], now: datetime, counts: Mapping[str, int]) -> list[tuple[Group, list[Row]]]:
    """Rows in order of urgency under the headings by when an answer is due; `counts` by the groups' keys."""
    return [
        (replace(group, count=counts[group.key]), list(members))
        for group, members in groupby(rows, key=lambda row: group_of(row.inquiry, now))
    ]


def ungrouped(rows: Sequence[Row]) -> list[tuple[None, Sequence[Row]]]:
    return [(None, rows)] if rows else []


def group_of(inquiry: Inquiry, now: datetime) -> Group:
    due = inquiry.answer_by
    if due is None:
        return LATER
    return NOW if due <= now + NOW_WITHIN else TODAY if due < midnight(now) else LATER


def _last_words(inquiry: Inquiry, user: User) -> str:
    text = care.masked(inquiry.last_message_text)
    if inquiry.last_message_direction == "OUT":
        author = inquiry.last_message_author
        text = f"{_('You') if author == str(user) else author or _('We')}: {text}"
    return text if len(text) <= WORDS_SHOWN else f"{text[: WORDS_SHOWN - 1].rstrip()}…"


def _known(inquiry: Inquiry) -> str:
    check, missing = inquiry.check_count, inquiry.missing_count
    parts = [
        ngettext("%(count)s to check", "%(count)s to check", check) % {"count": check} if check else "",
        ngettext("%(count)s missing", "%(count)s missing", missing) % {"count": missing} if missing else "",
    ]
    words = ", ".join(part for part in parts if part)
    return words or (_("complete") if inquiry.sure_count else "")
