"""What the figures page draws: numbers in words, each with the list that it counts, and two charts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inquiries.desk import charts, figure_demand
from inquiries.desk.figure_charts import days_chart, waits_chart
from inquiries.desk.figure_kpis import kpis
from inquiries.desk.figure_links import Links
from inquiries.desk.figure_words import Number, counted, language_name, month_words, rate, times_words
from inquiries.desk.figures import Figures, Person, Place
from inquiries.desk.filters_figures import CAME_BY, OTHER_LANGUAGE
from inquiries.desk.words import grouped, span
from inquiries.models import Inquiry

BARS, UNSOLD, PEOPLE = 6, 6, 10  # a page of 40 kB


@dataclass(frozen=True)
class Row:
    """A bar: `share` of the greatest, of 100."""

    name: str
    number: Number
    share: str
    note: str = ""


@dataclass(frozen=True)
class Wait:
    """A kind of answers and how long they took, in words; with the list of those who got one."""

    name: str
    number: Number
    times: Sequence[str]
    answers: str = ""
    booked: str = ""


def context(found: Figures, links: Links) -> dict[str, Any]:
    """All cards of the page; nothing in it asks the database."""
    return {
        "kpis": kpis(found, links),
        "days": days_chart(found, links),
        "by_channel": _by_channel(found, links),
        "waits_chart": waits_chart(found, links.period),
        "waits": _waits(found, links),
        "funnel": _funnel(found, links),
        "lost": _lost(found, links),
        "lost_all": counted(found.totals[0].lost, links.came(status=Inquiry.Status.LOST)),
        "languages": _languages(found, links),
        "months": [month_words(month).split() for month in figure_demand.months(found)],
        "asked": figure_demand.lines(found, links),
        "more_places": max(len(found.places) - figure_demand.PLACES, 0),
        "unsold": [
            Row(place.name, counted(place.asked, links.came(place=place.name)), _share(place.asked, found.unsold))
            for place in found.unsold[:UNSOLD]
        ],
        "people": [_person(person, links) for person in found.people[:PEOPLE]],
        "target": span(found.target),
        "nothing": not found.totals[0].came and not found.every.answers,
    }


def _by_channel(found: Figures, links: Links) -> list[Row]:
    sums: Counter[str] = Counter()
    for (_day, way), came in found.came.items():
        sums[way] += came
    return [Row(str(label), counted(sums[way], links.came(came_by=way)), "0") for way, label in CAME_BY]


def _waits(found: Figures, links: Links) -> list[Wait]:
    first, every = found.first[0], found.every
    waiting = found.totals[0].came - first.inquiries
    return [
        Wait(_("First answer"), counted(first.inquiries, links.came(answered="yes")), times_words(first)),
        Wait(_("Not answered yet"), counted(waiting, links.came(answered="no")), ()),
        Wait(
            _("Every answer of these days"),
            counted(every.inquiries, links.answered()),
            times_words(every),
            answers=ngettext("%(count)s answer", "%(count)s answers", every.answers) % {"count": every.answers},
        ),
    ]


def _funnel(found: Figures, links: Links) -> list[Row]:
    now, answered = found.totals[0], found.first[0].inquiries
    steps = [
        (_("New"), now.came, links.came()),
        (_("Answered"), answered, links.came(answered="yes")),
        (_("Quoted"), now.quoted, links.came(quoted="yes")),
        (_("Booked"), now.booked, links.came(status=Inquiry.Status.BOOKED)),
    ]
    return [
        Row(name, counted(number, href), charts.share(number, now.came), rate(number, now.came) if place else "")
        for place, (name, number, href) in enumerate(steps)
    ]


def _lost(found: Figures, links: Links) -> list[Row]:
    most = found.lost[0][1] if found.lost else 0
    return [
        Row(reason, counted(number, links.came(status=Inquiry.Status.LOST, lost=reason)), charts.share(number, most))
        for reason, number in found.lost[:BARS]
    ]


def _languages(found: Figures, links: Links) -> list[Row]:
    most = max((number for _code, number in found.languages), default=0)
    return [
        Row(language_name(code), counted(number, links.came(language=code)), charts.share(number, most))
        for code, number in _first_and_other(found.languages)
    ]


def _first_and_other(languages: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """The most frequent ones, and the rest that no filter names always."""
    return [row for place, row in enumerate(languages) if place < BARS or row[0] == OTHER_LANGUAGE]


def _share(number: int, places: list[Place]) -> str:
    return charts.share(number, places[0].asked)


def _person(person: Person, links: Links) -> Wait:
    row = person.times
    return Wait(
        person.name,
        counted(row.inquiries, links.answered(answered_by=person.key)),
        times_words(row),
        answers=grouped(row.answers),
        booked=rate(row.booked, row.inquiries),
    )
