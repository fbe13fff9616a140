"""Reading again: which messages a job takes, how it is asked for, and what it changed. work/rereading.py does it.

A job reads with one engine and without falling back to another, since a worse reading must not replace a better one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Min, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from inquiries import agency_days
from inquiries.doorbell import ring
from inquiries.errors import InvalidInput
from inquiries.extraction import runs, shapes
from inquiries.models import Extraction, Fact, Inquiry, Message, Rerun, RerunChange, User

EXAMPLES = 10
TASK = Rerun.TASKS[Rerun.State.RUNNING]


def ask(*, engine: str = "", filters: Mapping[str, Any], dry: bool = False, actor: User | None = None) -> Rerun:
    """Start a job; `engine`: that of the setting's first place where none is named. `filters`: see Rerun.

    Asked for one inquiry or message that is being read again already, gives that job. InvalidInput in words for people.
    """
    name = engine or settings.EXTRACTION_ENGINES[0]
    if name not in settings.EXTRACTION_ENGINES:
        raise InvalidInput(
            _("“%(name)s” is not among the engines that read here: %(engines)s.")
            % {"name": name, "engines": ", ".join(settings.EXTRACTION_ENGINES)}
        )
    filters = _checked(filters)
    job = Rerun(engine=name, version=runs.engine_of(name).version[:60], filters=filters, dry=dry, actor=actor)
    with transaction.atomic():
        running = Rerun.objects.filter(state=Rerun.State.RUNNING, engine=name, dry=dry, filters=filters).first()
        if running is not None:
            return running
        job.total = targets(job).count()
        if job.total:
            job.due_at = timezone.now()
        else:
            job.state, job.finished_at = Rerun.State.DONE, timezone.now()
        job.save()
        if job.total:
            ring(TASK, job.pk)
    return job


def cancel(pk: int) -> bool:
    """Stop a job after the message in hand; what it has changed stays. False where it is over already."""
    rows = Rerun.objects.filter(pk=pk, state=Rerun.State.RUNNING)
    return rows.update(state=Rerun.State.CANCELLED, due_at=None, finished_at=timezone.now()) == 1


def targets(job: Rerun) -> QuerySet[Message]:
    """The messages of a job, with the last good run's `was_engine` and `was_version`; those done are not left out."""
    last = Extraction.objects.filter(message=OuterRef("pk"), error="").order_by("-pk")
    rows = Message.objects.filter(
        direction=Message.Direction.IN, state=Message.State.PROCESSED, automatic="", inquiry__parked_reason=""
    ).annotate(was_engine=Subquery(last.values("engine")[:1]), was_version=Subquery(last.values("version")[:1]))
    if "message" in job.filters:
        return rows.filter(pk=job.filters["message"])
    if "inquiry" in job.filters:
        return rows.filter(inquiry=job.filters["inquiry"])
    if "since" in job.filters:
        rows = rows.filter(sent_at__gte=agency_days.midnight(date.fromisoformat(job.filters["since"])))
    older = job.filters.get("older_than")
    current = Q(was_engine=job.engine, was_version=older or job.version)
    if older:
        current |= Q(was_version__in=_not_older(older))
    # What no run is known of was put in by hand or its reading failed: it may be read as well.
    return rows.exclude(current & Q(was_engine__isnull=False))


def versions() -> list[tuple[str, str, datetime]]:
    """Engine, version and first use of all that has read here, the newest first."""
    rows = Extraction.objects.filter(error="").values_list("engine", "version").annotate(first=Min("created_at"))
    return sorted(rows, key=lambda row: row[2], reverse=True)


def _not_older(version: str) -> list[str]:
    """Versions carry no order of their own (a model, a digest of rules), so their first use here tells it."""
    known = versions()
    since = next((first for _, name, first in known if name == version), None)
    return [name for _, name, first in known if since is not None and first >= since]


def _checked(filters: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in filters.items() if value not in (None, "")}
    if "since" in kept:
        try:
            kept["since"] = date.fromisoformat(str(kept["since"])).isoformat()
        except ValueError:
            raise InvalidInput(_("Give the day like 2027-05-03.")) from None
    older = kept.get("older_than")
    if older and older not in {name for _, name, _ in versions()}:
        raise InvalidInput(_("No message was read by a version “%(version)s” here.") % {"version": str(older)[:60]})
    return kept


# What a reading changes


type Shown = dict[str, tuple[Any, list[Any]]]  # field: what is known, and what is proposed


def shown(inquiry: Inquiry) -> Shown:
    """What a person sees of the trip."""
    found: dict[str, tuple[Any, list[Any]]] = {}
    rows = inquiry.facts.filter(state__in=[Fact.State.CURRENT, Fact.State.PROPOSED]).order_by("pk")
    for name, state, value in rows.values_list("field", "state", "value"):
        known, proposed = found.get(name, (None, []))
        found[name] = (value, proposed) if state == Fact.State.CURRENT else (known, [*proposed, value])
    return found


def differences(before: Shown, after: Shown) -> list[RerunChange]:
    """What differs, as rows that still need their job and message."""
    changes = []
    for name in Fact.Field.values:
        (was, was_asked), (known, asked) = before.get(name, (None, [])), after.get(name, (None, []))
        if not shapes.same(name, was, known):
            changes.append(RerunChange(field=name, before=was, after=known))
            continue
        new = [value for value in asked if not any(shapes.same(name, value, other) for other in was_asked)]
        if new:
            changes.append(RerunChange(field=name, before=known, after=new[-1], proposed=True))
        elif was_asked and not asked:
            changes.append(RerunChange(field=name, before=was_asked[-1], after=None, proposed=True))
    return changes


@dataclass(kw_only=True)
class FieldChanges:
    """How many values of a field a job changed (or would), and the first of them."""

    label: str
    filled: int = 0
    dropped: int = 0
    other: int = 0
    asked: int = 0
    examples: list[RerunChange] = field(default_factory=list)

    @property
    def count(self) -> int:
        return self.filled + self.dropped + self.other + self.asked


def summary(job: Rerun) -> list[FieldChanges]:
    """By field, the most changed first, with ten examples each.

    A trial puts each message back before the next, so two messages of an inquiry may tell the same
    change: once is told.
    """
    found: dict[str, FieldChanges] = {}
    told: set[tuple[int, str]] = set()
    rows = job.changes.select_related("message").only(
        "field", "before", "after", "proposed", "was_read_by", "rerun_id", "message__inquiry_id"
    )
    for change in rows.order_by("pk").iterator(chunk_size=2000):
        key = change.message.inquiry_id, change.field
        if job.dry and key in told:
            continue
        told.add(key)
        part = found.setdefault(change.field, FieldChanges(label=change.get_field_display()))
        if change.proposed:
            part.asked += 1
        elif change.before is None:
            part.filled += 1
        elif change.after is None:
            part.dropped += 1
        else:
            part.other += 1
        if len(part.examples) < EXAMPLES:
            part.examples.append(change)
    return sorted(found.values(), key=lambda part: -part.count)
