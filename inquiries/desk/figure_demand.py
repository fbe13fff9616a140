"""The demand board of the figures: places asked for, by month of travel."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from inquiries.desk.figure_links import Links
from inquiries.desk.figure_words import Number, counted, rate
from inquiries.desk.figures import Figures, Place
from inquiries.desk.filters_figures import NO_MONTH

PLACES, MONTHS = 9, 8  # a page of 40 kB
_PALE = 4  # below that the greatest cell is not drawn as if it were many
_HEAT = (0.08, 0.25, 0.5, 0.75)  # shares of the greatest cell from which a cell is drawn darker


@dataclass(frozen=True)
class Cell:
    number: Number
    heat: int


@dataclass(frozen=True)
class Asked:
    """A line of the demand board. `won`: the share of what was asked that is booked."""

    name: str
    cells: list[Cell]
    all: Number
    won: str


def lines(found: Figures, links: Links) -> list[Asked]:
    shown, places = months(found), found.places[:PLACES]
    if not places:
        return []
    most = max([_PALE, *(place.months.get(month, 0) for place in places for month in shown if month)])
    now = found.totals[0]
    cells = [_cell(month, found.months.get(month, 0), 0, links, {}) for month in shown]
    total = Asked(_("All inquiries"), cells, counted(now.came, links.came()), rate(now.booked, now.came))
    return [*(_place(place, shown, most, links) for place in places), total]


def _place(place: Place, months: list[str], most: int, links: Links) -> Asked:
    more: dict[str, Any] = {"place": place.name}
    cells = [_cell(month, place.months.get(month, 0), most, links, more) for month in months]
    return Asked(place.name, cells, counted(place.asked, links.came(**more)), rate(place.booked, place.asked))


def _cell(month: str, number: int, most: int, links: Links, more: dict[str, Any]) -> Cell:
    heat = 1 + sum(number >= most * share for share in _HEAT) if number and most and month else 0
    return Cell(counted(number, links.came(**more, month=month or NO_MONTH)), heat)


def months(found: Figures) -> list[str]:
    """The months asked for most, in their order; those without one last."""
    known = sorted((month for month in found.months if month), key=lambda month: -found.months[month])
    return [*sorted(known[:MONTHS]), *([""] if "" in found.months else [])]
