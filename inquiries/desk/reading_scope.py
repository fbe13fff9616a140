"""What the address of a reading page asks for: a scope of figures, what they are split by, and which list."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inquiries import evaluation
from inquiries.evaluation import DIMENSIONS, Line, Scope

# The lists that numbers lead to, in words.
LISTS: Mapping[str, Promise] = {
    "shown": gettext_lazy("Values that were shown"),
    "open": gettext_lazy("Nobody has decided about"),
    "judged": gettext_lazy("Decided about"),
    "confirmed": gettext_lazy("Right"),
    "edited": gettext_lazy("Corrected or thrown out"),
    "wrong": gettext_lazy("Wrong"),
    "invented": gettext_lazy("Invented"),
    "missing": gettext_lazy("Missing"),
}
DAYS = ("since", "until")


@dataclass(kw_only=True)
class Asked:
    """A scope with its words, and what of the address made no sense."""

    scope: Scope
    by: str
    params: dict[str, str]
    wrong: list[str] = field(default_factory=list)

    def address(self, what: str, **more: str) -> str:
        """Of the list behind a number."""
        return f"{reverse('reading_cases')}?{_query(self.params | more | {'what': what})}"

    def split(self, by: str) -> str:
        return f"{reverse('reading')}?{_query(self.params | {'by': by})}"


def read(query: QueryDict) -> Asked:
    """A day that is none is said and left out; an unknown word of a dimension finds nothing, as it should."""
    params = {name: query.get(name, "").strip() for name in (*DIMENSIONS, *DAYS)}
    params = {name: value for name, value in params.items() if value}
    wrong, found = [], dict[str, Any](params)
    for name in DAYS:
        if name in params:
            try:
                found[name] = date.fromisoformat(params[name])
            except ValueError:
                wrong.append(_("“%(asked)s” is no day. Give it like 2027-05-03.") % {"asked": params[name][:20]})
                del found[name], params[name]
    by = query.get("by", "")
    return Asked(scope=Scope(**found), by=by if by in DIMENSIONS else "field", params=params, wrong=wrong)


def numbers(asked: Asked, line: Line) -> list[dict[str, Any]]:
    """The counts of a line, each with the list of what it counts."""
    more = {asked.by: line.key} if line.key else {}
    return [
        {"what": what, "count": getattr(line, what), "href": asked.address(what, **more)}
        for what in ("shown", "open", "confirmed", "wrong", "invented", "missing")
    ]


def rates(asked: Asked, line: Line) -> dict[str, Any]:
    """Edit rate and score in words, each with its list, and the rate in whole percent for the bar."""
    more = {asked.by: line.key} if line.key else {}
    rate, score = line.edit_rate, line.score
    return {
        "rate": "" if rate is None else _percent(rate),
        "rate_n": 0 if rate is None else round(rate * 100),
        "rate_href": asked.address("edited", **more),
        "score": "" if score is None else number_format(f"{score:.2f}"),
        "score_href": asked.address("judged", **more),
        "cost": "" if line.cost is None else number_format(f"{line.cost:.4f}"),
    }


def _percent(rate: float) -> str:
    return _("%(number)s%%") % {"number": "<1" if 0 < rate < 0.005 else f"{100 * rate:.0f}"}


def chosen(asked: Asked) -> list[dict[str, Any]]:
    """The filters as fields: name, label, value and choices."""
    choices = evaluation.choices()
    unknown = [(evaluation.UNKNOWN, _("not known"))]
    return [
        {"name": name, "label": DIMENSIONS[name][0], "value": asked.params.get(name, ""),
         "choices": [*choices[name], *(unknown if name != "field" else [])]}
        for name in DIMENSIONS
    ]  # fmt: skip


def _query(params: Mapping[str, str]) -> str:
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in params.items() if value})
    return query.urlencode()
