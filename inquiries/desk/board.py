"""What the work page shows by cause: what needs a person, what mends itself, and what is parked."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy, pgettext

from inquiries import stats
from inquiries.desk import tabs
from inquiries.desk.panels import DUE_WORDS
from inquiries.desk.words import clock
from inquiries.models import Attachment, DeadLetter, Inquiry, Message, User

SHOWN = 5  # rows of an opened cause before "Show the others"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of an opened cause."""

    pk: int
    name: str
    href: str
    what: str


@dataclass(kw_only=True)
class Cause:
    """Rows that share a cause. `acts`: what a person can do (retry, leave, arrived, replay, handled, now)."""

    key: str
    title: str
    do: str
    meta: str = ""
    count: int = 0
    tone: str = "now"
    acts: tuple[str, ...] = ()
    pks: list[int] = field(default_factory=list)
    model: type[Any] | None = None
    open: bool = False
    every: bool = False  # opened with all of its rows
    main: bool = False  # the one whose action is the page's first
    href: str = ""  # elsewhere, where that is what to do
    way: str = ""  # what the button to there says
    links: bool = True  # its rows lead to where this person may look

    def objects(self) -> Any:
        """The table behind the cause."""
        if self.model is None:
            raise ValueError(f"{self.title} has no rows of its own.")
        return self.model._default_manager.all()

    @property
    def rows(self) -> list[Row]:
        if not self.open or self.model is None:
            return []
        return list(_rows(self.model, self.pks if self.every else self.pks[:SHOWN]))

    @property
    def more(self) -> int:
        return 0 if self.every else max(len(self.pks) - SHOWN, 0)


def may_open(cause: Cause, user: User) -> bool:
    """Whether a person may see what the cause's rows link to: an inquiry, or a row of the admin."""
    if cause.model is None or _path_to_message(cause.model) is not None:
        return True
    return user.has_perm(f"{cause.model._meta.app_label}.view_{cause.model._meta.model_name}")


def key_of(*parts: str) -> str:
    """Names a cause in an address: the same as long as the cause is."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]


def needs_person() -> list[Cause]:
    """The most frequent cause first."""
    failures = stats.failures()
    causes = [_cause(failure) for failure in failures]
    # One reply that did not arrive wants other words or another way more than a second try: it is opened first.
    alone = {failure.rows[0]: cause for failure, cause in zip(failures, causes, strict=True) if _one_reply(failure)}
    for message in Message.objects.filter(pk__in=alone).only("inquiry_id"):
        alone[message.pk].href, alone[message.pk].way = message.get_absolute_url(), pgettext("a button", "Open")
    return causes


def _one_reply(failure: stats.Failure) -> bool:
    undelivered = failure.outbound and failure.state == Message.State.PERMANENTLY_FAILED
    return failure.model is Message and undelivered and failure.count == 1


def _cause(failure: stats.Failure) -> Cause:
    title, meta, acts = _what_failed(failure)
    newest = ""
    if failure.newest:
        newest = _("The newest %(when)s.") % {"when": clock(failure.newest, now=timezone.now())}
    return Cause(
        key=key_of(failure.model._meta.label_lower, failure.state, failure.code or re.sub(r"\d+", "#", failure.cause)),
        title=title,
        do=failure.cause or _("Nothing was said about why."),
        meta=" ".join(filter(None, [meta, newest])),
        count=failure.count,
        acts=acts,
        pks=failure.rows,
        model=failure.model,
    )


def _what_failed(failure: stats.Failure) -> tuple[str, str, tuple[str, ...]]:
    """Title, what to know before acting, and what can be done."""
    count = failure.count
    if failure.model is DeadLetter:
        title = ngettext("An input that no parser could take", "Inputs that no parser could take", count)
        return title, _("Kept whole."), ("replay", "handled")
    if failure.model is Attachment:
        title = ngettext("A file that could not be fetched", "Files that could not be fetched", count)
        return title, _("The messages themselves are safe."), ("retry",)
    if failure.model is not Message:
        return _("%(things)s that failed") % {"things": failure.label.capitalize()}, "", ("retry",)
    if failure.state == Message.State.UNCONFIRMED:
        title = ngettext("A send with an unknown outcome", "Sends with an unknown outcome", count)
        return title, _("Never repeated by itself: look there first."), ("arrived", "retry")
    if failure.outbound:
        return (
            ngettext("A reply that was not delivered", "Replies that were not delivered", count),
            "",
            ("retry", "leave"),
        )
    return ngettext("A message that could not be read", "Messages that could not be read", count), "", ("retry",)


def mends_itself() -> list[Cause]:
    """Rows that failed and are tried again by themselves, grouped by cause, the most frequent first."""
    groups: dict[str, Cause] = {}
    now = timezone.now()
    for model, row in stats.tried_again():
        task = model.TASKS.get(row["state"], "")
        key = key_of("wait", task, re.sub(r"\d+", "#", row["last_error"]))
        if key not in groups:
            title = DUE_WORDS.get(task, str(model._meta.verbose_name_plural).capitalize())
            groups[key] = Cause(
                key=key,
                title=_("%(things)s: tried again") % {"things": title},
                do=row["last_error"],
                meta=_("Next at %(when)s.") % {"when": clock(row["due_at"], now=now)},
                tone="soon",
                acts=() if row["state"] == Message.State.SENDING else ("now",),
                model=model,
            )
        groups[key].count += 1
        groups[key].pks.append(row["pk"])
    return sorted(groups.values(), key=lambda cause: -cause.count)


def parked_rows() -> dict[str, QuerySet[Inquiry]]:
    """What `parked` counts, to be counted together with what the frame counts."""
    rows = Inquiry.objects.filter(merged_into=None)
    return {f"parked_{reason}": rows.filter(parked_reason=reason) for reason in _PARKED}


def parked(counts: Mapping[str, int]) -> list[Cause]:
    """Parked mail as a line of its own, where there is any."""
    found = {reason: counts[f"parked_{reason}"] for reason in _PARKED if counts[f"parked_{reason}"]}
    if not found:
        return []
    words = [_PARKED[reason] % {"count": count} for reason, count in found.items()]
    href = f"{reverse('queue')}?tab={tabs.BY_KEY['parked'].key}"
    total = sum(found.values())
    return [
        Cause(
            key="parked",
            title=_("Parked mail"),
            do=f"{', '.join(words)}.",
            meta=_("Never answered."),
            count=total,
            tone="mute",
            href=href,
            way=_("Look through"),
        )
    ]


_PARKED = {
    "auto_reply": ngettext_lazy("%(count)s automatic answer", "%(count)s automatic answers", "count"),
    "bounce": ngettext_lazy("%(count)s bounce", "%(count)s bounces", "count"),
    "bulk": ngettext_lazy("%(count)s newsletter", "%(count)s newsletters", "count"),
    "blocked": ngettext_lazy("%(count)s mail of a blocked sender", "%(count)s mails of blocked senders", "count"),
    "own": ngettext_lazy("%(count)s mail of our own", "%(count)s mails of our own", "count"),
    "flood": ngettext_lazy("%(count)s mail too many alike", "%(count)s mails too many alike", "count"),
    "hand": ngettext_lazy("%(count)s inquiry parked by hand", "%(count)s inquiries parked by hand", "count"),
}


def _rows(model: type[Any], pks: list[int]) -> Iterator[Row]:
    """The rows behind a cause in the order of `pks`, each with its way to the desk."""
    path = _path_to_message(model)
    queryset = model._default_manager.filter(pk__in=pks)
    if path is not None:
        prefix = f"{path}__" if path else ""
        heavy = [f"{prefix}{name}" for name in ("text", "html", "quoted_text", "search_text", "inquiry__search_text")]
        queryset = queryset.select_related(f"{prefix}inquiry__contact").defer(*heavy)
    found = queryset.in_bulk()
    for pk in pks:
        if pk in found:
            yield _row(found[pk], path)


def _path_to_message(model: type[Any]) -> str | None:
    """How a row leads to its message: "" for a message itself, None where it has none."""
    if model is Message:
        return ""
    names = {field.name for field in model._meta.fields if field.is_relation and field.related_model is Message}
    return "message" if "message" in names else None


def _row(row: Any, path: str | None) -> Row:
    now = timezone.now()
    attempts = ngettext("%(count)s attempt", "%(count)s attempts", row.attempts) % {"count": row.attempts}
    if path is None:
        admin = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
        at: datetime | None = getattr(row, "created_at", None) or getattr(row, "received_at", None)
        what = ", ".join(filter(None, [clock(at, now=now) if at else "", attempts]))
        return Row(pk=row.pk, name=str(row), href=reverse(admin, args=[row.pk]), what=what)
    message: Message = getattr(row, path) if path else row
    subject = f"{row}" if path else _kind(message)
    number = _("message %(number)s") % {"number": message.pk}  # as the lines of the log name it
    what = ", ".join(filter(None, [subject, clock(message.sent_at, now=now), attempts if row.attempts else "", number]))
    href = message.get_absolute_url()
    return Row(pk=row.pk, name=str(message.inquiry.contact), href=href, what=what)


def _kind(message: Message) -> str:
    said = _("%(channel)s to them") if message.is_out else _("%(channel)s from them")
    return said % {"channel": message.get_channel_display()}
