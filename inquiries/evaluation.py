"""How well messages are read, by what people did with the values: confirmed, corrected, thrown out, added.

Only the last word about each value counts. What nobody has looked at is counted apart: it is neither right nor wrong.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inquiries.agency_days import midnight
from inquiries.models import Correction, Extraction, Fact, Message

Kind = Correction.Kind
UNKNOWN = "-"  # the key of what has no value in a dimension
# What figures can be split by, with the column of corrections, of facts and of runs that tells it.
DIMENSIONS: Mapping[str, tuple[Any, str, str, str]] = {
    "field": (gettext_lazy("Field"), "field", "field", ""),
    "engine": (gettext_lazy("Engine"), "engine", "extraction__engine", "engine"),
    "version": (gettext_lazy("Version"), "version", "extraction__version", "version"),
    "channel": (gettext_lazy("Channel"), "channel", "message__channel", "message__channel"),
    "language": (gettext_lazy("Language"), "language", "extraction__language", "language"),
}


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What is counted; an empty word is all, UNKNOWN what has none.

    Days are those of the decision, of the value and of the run; both are counted in.
    """

    field: str = ""
    engine: str = ""
    version: str = ""
    channel: str = ""
    language: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(kw_only=True)
class Line:
    """Figures of one key; of all for an empty `label`. Rates are 0 to 1, None where nothing was judged."""

    key: str = ""
    label: str = ""
    confirmed: int = 0
    wrong: int = 0
    invented: int = 0
    missing: int = 0
    open: int = 0
    cost: Decimal | None = None  # US dollars an inquiry; None where it cannot be split so

    @property
    def judged(self) -> int:
        return self.confirmed + self.wrong + self.invented

    @property
    def shown(self) -> int:
        return self.judged + self.open

    @property
    def edited(self) -> int:
        return self.wrong + self.invented

    @property
    def edit_rate(self) -> float | None:
        """Corrected or thrown out, of all values that people saw."""
        return self.edited / self.shown if self.shown else None

    @property
    def score(self) -> float | None:
        """F1 over what was judged, counted as tests/data/corpus/score.py does: a wrong value is one too many and one
        too few."""
        total = 2 * self.confirmed + 2 * self.wrong + self.invented + self.missing
        return 2 * self.confirmed / total if total else None


def judged(scope: Scope) -> QuerySet[Correction]:
    """The last word about each value."""
    return _scoped(Correction.objects.filter(latest=True), scope, 1, "created_at")


def unjudged(scope: Scope) -> QuerySet[Fact]:
    """Values of engines that people see and nobody has decided about."""
    looked_at = Correction.objects.filter(about=OuterRef("pk"), latest=True)
    rows = Fact.objects.filter(
        ~Exists(looked_at), state__in=[Fact.State.CURRENT, Fact.State.PROPOSED], extraction__isnull=False, author=None
    )
    return _scoped(rows, scope, 2, "created_at")


def costs(scope: Scope) -> QuerySet[Extraction]:
    """Runs, failed ones too: they cost as well. No field is told apart."""
    return _scoped(Extraction.objects.all(), replace(scope, field=""), 3, "created_at")


def figures(scope: Scope, *, by: str) -> list[Line]:
    """A line a key of the dimension `by`, the most values first."""
    _, correction, fact, run = DIMENSIONS[by]
    lines: dict[str, Line] = {}
    for key, kind, count in _counted(judged(scope), correction, "kind"):
        setattr(_line(lines, by, key), kind, count)
    for key, count in _counted(unjudged(scope), fact):
        _line(lines, by, key).open = count
    if run:
        for key, *spent in _spent(costs(scope).values(run).order_by(run), run):
            _line(lines, by, key).cost = _each(*spent)
    return sorted(lines.values(), key=lambda line: (-line.shown - line.missing, line.label))


def total(scope: Scope) -> Line:
    line = Line()
    for kind, count in _counted(judged(scope), "kind"):
        setattr(line, kind, count)
    line.open = unjudged(scope).count()
    spent = costs(scope).aggregate(sum=Sum("cost"), inquiries=Count("message__inquiry", distinct=True))
    line.cost = _each(spent["sum"], spent["inquiries"])
    return line


def choices() -> dict[str, list[tuple[str, str]]]:
    """What can be chosen of each dimension: (key, words)."""
    runs = Extraction.objects.order_by().filter(error="")
    found: dict[str, Iterable[str]] = {
        name: runs.values_list(name, flat=True).distinct() for name in ("engine", "version", "language")
    }
    listed = {name: [(key, key) for key in sorted(set(keys)) if key] for name, keys in found.items()}
    channels = [(key, str(words)) for key, words in Message.Channel.choices if key != Message.Channel.NOTE]
    return {"field": [(key, str(words)) for key, words in Fact.Field.choices], "channel": channels, **listed}


def label(by: str, key: str) -> str:
    if by == "field" and key in Fact.Field.values:
        return str(Fact.Field(key).label)
    if by == "channel" and key in Message.Channel.values:
        return str(Message.Channel(key).label)
    return _("not known") if key == UNKNOWN else key


def _line(lines: dict[str, Line], by: str, key: str | None) -> Line:
    name = key or UNKNOWN
    return lines.setdefault(name, Line(key=name, label=label(by, name)))


def _scoped[M: Model](rows: QuerySet[M], scope: Scope, column: int, at: str) -> QuerySet[M]:
    wanted = Q()
    for name, columns in DIMENSIONS.items():
        value, path = getattr(scope, name), columns[column]
        if value == UNKNOWN:
            wanted &= Q(**{path: ""}) | Q(**{f"{path}__isnull": True})
        elif value:
            wanted &= Q(**{path: value})
    if scope.since:
        wanted &= Q(**{f"{at}__gte": midnight(scope.since)})
    if scope.until:
        wanted &= Q(**{f"{at}__lt": midnight(scope.until, days=1)})
    return rows.filter(wanted)


def _counted(rows: QuerySet[Any], *columns: str) -> Iterable[tuple[Any, ...]]:
    found: Iterable[tuple[Any, ...]] = rows.order_by().values_list(*columns).annotate(count=Count("pk"))
    return found


def _spent(rows: QuerySet[Any, Any], column: str) -> Iterable[tuple[Any, ...]]:
    found: Iterable[tuple[Any, ...]] = rows.annotate(
        sum=Sum("cost"), inquiries=Count("message__inquiry", distinct=True)
    ).values_list(column, "sum", "inquiries")
    return found


def _each(spent: Decimal | None, inquiries: int) -> Decimal | None:
    return (spent or Decimal(0)) / inquiries if inquiries else None
