"""What the figures page draws: numbers in words, each with the list that it counts, and two charts."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from inquiries.desk import charts
from inquiries.desk.figure_links import Links
from inquiries.desk.figures import Figures, Person, Place
from inquiries.desk.filters import LANGUAGES
from inquiries.desk.filters_figures import CAME_BY, NO_MONTH, OTHER_LANGUAGE
from inquiries.desk.percentiles import Times
from inquiries.desk.periods import Period
from inquiries.desk.words import plural, span
from inquiries.models import Inquiry, Message

PLACES, MONTHS, BARS, UNSOLD, PEOPLE = 7, 8, 6, 6, 10  # a page of 40 kB
_MAIL, _WHATSAPP, _NOTE = Message.Channel.EMAIL, Message.Channel.WHATSAPP, Message.Channel.NOTE
_LANGUAGE = dict(LANGUAGES) | {OTHER_LANGUAGE: "Other, not known"}
_PALE = 4  # below that the greatest cell is not drawn as if it were many
_HEAT = (0.08, 0.25, 0.5, 0.75)  # shares of the greatest cell from which a cell is drawn darker


@dataclass(frozen=True)
class Number:
    """A number with its list; `href` is "" for nothing, which has none."""

    shown: str
    href: str = ""


@dataclass(frozen=True)
class Kpi:
    name: str
    number: Number
    note: str
    tone: str = ""


@dataclass(frozen=True)
class Row:
    """A bar: `share` of the greatest, of 100."""

    name: str
    number: Number
    share: str
    note: str = ""


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
        "kpis": _kpis(found, links),
        "days": days_chart(found, links),
        "by_channel": _by_channel(found, links),
        "waits_chart": waits_chart(found, links.period),
        "waits": _waits(found, links),
        "funnel": _funnel(found, links),
        "lost": _lost(found, links),
        "lost_all": _number(found.totals[0].lost, links.came(status=Inquiry.Status.LOST)),
        "languages": _languages(found, links),
        "months": [month_words(month).split() for month in _months(found)],
        "asked": _asked(found, links),
        "more_places": max(len(found.places) - PLACES, 0),
        "unsold": [
            Row(place.name, _number(place.asked, links.came(place=place.name)), _share(place.asked, found.unsold))
            for place in found.unsold[:UNSOLD]
        ],
        "people": [_person(person, links) for person in found.people[:PEOPLE]],
        "target": span(found.target),
        "nothing": not found.totals[0].came and not found.every.answers,
    }


def month_words(month: str) -> str:
    """ "May 27"; "?" where no month is known."""
    if not month:
        return "?"
    try:
        day = date.fromisoformat(f"{month}-01")
    except ValueError:
        return month
    return f"{day:%b %y}"


def _kpis(found: Figures, links: Links) -> list[Kpi]:
    now, before = found.totals
    first, was = found.first
    answered = links.came(answered="yes")
    return [
        Kpi("New inquiries", _number(now.came, links.came()), _more(now.came, before.came)),
        Kpi("First answer, median", _time(first.open_median, answered), *_faster(first.open_median, was.open_median)),
        Kpi("First answer, 9 of 10 within", _time(first.open_p90, answered), *_target(first.open_p90, found.target)),
        Kpi(
            "Quoted",
            _percent(now.quoted, now.came, links.came(quoted="yes")),
            *_points(now.quoted, now.came, before.quoted, before.came),
        ),
        Kpi(
            "Booked",
            _percent(now.booked, now.came, links.came(status=Inquiry.Status.BOOKED)),
            *_points(now.booked, now.came, before.booked, before.came),
        ),
        Kpi(
            "Failed, open now",
            _number(now.failed, links.came(tab="failed")),
            "need a person" if now.failed else "every message went through",
            "now" if now.failed else "",
        ),
    ]


def _number(number: int, href: str) -> Number:
    return Number(f"{number:,}", href if number else "")


def _time(seconds: int | None, href: str) -> Number:
    return Number("–" if seconds is None else span(timedelta(seconds=seconds)), "" if seconds is None else href)


def _rate(part: int, of: int) -> str:
    return f"{round(100 * part / of)} %" if of else "–"


def _percent(part: int, of: int, href: str) -> Number:
    return Number(_rate(part, of), href if part else "")


def _more(now: int, before: int) -> str:
    if not before:
        return "none before" if now else "none before either"
    change = round(100 * (now - before) / before)
    return f"{abs(change)} % {'more' if change > 0 else 'fewer'} than before" if change else "as many as before"


def _faster(now: int | None, before: int | None) -> tuple[str, str]:
    if now is None:
        return "nothing was answered", ""
    if before is None:
        return "nothing before to compare", ""
    if abs(now - before) < 60:
        return "as before", ""
    words = span(timedelta(seconds=abs(now - before)))
    return (f"{words} faster", "ok") if now < before else (f"{words} slower", "soon")


def _target(seconds: int | None, target: timedelta) -> tuple[str, str]:
    if seconds is None:
        return f"target {span(target)}", ""
    if seconds <= target.total_seconds():
        return f"inside the target of {span(target)}", "ok"
    return f"target {span(target)}", "soon"


def _points(now: int, of_now: int, before: int, of_before: int) -> tuple[str, str]:
    if not of_before:
        return f"{now:,} of {of_now:,}", ""
    change = round(100 * now / of_now - 100 * before / of_before) if of_now else 0
    if not change:
        return "as before", ""
    return f"{plural(abs(change), 'point')} {'more' if change > 0 else 'fewer'}", "ok" if change > 0 else ""


def slice_words(first: date, last: date) -> str:
    """ "28 Oct", "28 Oct to 3 Nov"."""
    start = f"{first.day} {first:%b}"
    return start if first == last else f"{start} to {last.day} {last:%b}"


def days_chart(found: Figures, links: Links) -> charts.Bars:
    slices = links.period.slices()
    came = [[found.came.get((first, way), 0) for way in (_MAIL, _WHATSAPP, _NOTE)] for first, _ in slices]
    parts = [(mail, chat + hand) for mail, chat, hand in came]  # few come by phone: the title tells them apart
    titles = [
        f"{slice_words(*days)}: {mail} by mail, {chat} by WhatsApp" + (f", {hand} by phone or visit" if hand else "")
        for days, (mail, chat, hand) in zip(slices, came, strict=True)
    ]
    hrefs = [
        links.came(first=days[0], last=days[1]) if sum(part) else "" for days, part in zip(slices, parts, strict=True)
    ]
    return charts.bars(parts, names=[_name(first) for first, _ in slices], titles=titles, hrefs=hrefs)


def waits_chart(found: Figures, period: Period) -> charts.Lines:
    slices = period.slices()
    rows = [found.first_by.get(first, Times()) for first, _ in slices]
    titles = [
        f"{slice_words(*days)}: {_time(row.open_median, '').shown}, 9 of 10 in {_time(row.open_p90, '').shown}"
        if row.answers
        else ""
        for days, row in zip(slices, rows, strict=True)
    ]
    return charts.lines(
        ([row.open_p90 for row in rows], [row.open_median for row in rows]),
        names=[_name(first) for first, _ in slices],
        titles=titles,
        goal=found.target.total_seconds(),
        unit=3600,
    )


def _name(day: date) -> str:
    return f"{day.day} {day:%b}"


def _by_channel(found: Figures, links: Links) -> list[Row]:
    sums: Counter[str] = Counter()
    for (_, way), came in found.came.items():
        sums[way] += came
    return [Row(str(label), _number(sums[way], links.came(came_by=way)), "0") for way, label in CAME_BY]


def _waits(found: Figures, links: Links) -> list[Wait]:
    first, every = found.first[0], found.every
    waiting = found.totals[0].came - first.inquiries
    return [
        Wait("First answer", _number(first.inquiries, links.came(answered="yes")), times_words(first)),
        Wait("Not answered yet", _number(waiting, links.came(answered="no")), ()),
        Wait(
            "Every answer of these days",
            _number(every.inquiries, links.answered()),
            times_words(every),
            answers=plural(every.answers, "answer"),
        ),
    ]


def times_words(row: Times) -> list[str]:
    """Median and nine tenths within opening hours, then by the clock."""
    return [_time(seconds, "").shown for seconds in (row.open_median, row.open_p90, row.median, row.p90)]


def _funnel(found: Figures, links: Links) -> list[Row]:
    now, answered = found.totals[0], found.first[0].inquiries
    steps = [
        ("New", now.came, links.came()),
        ("Answered", answered, links.came(answered="yes")),
        ("Quoted", now.quoted, links.came(quoted="yes")),
        ("Booked", now.booked, links.came(status=Inquiry.Status.BOOKED)),
    ]
    return [
        Row(name, _number(number, href), charts.share(number, now.came), _rate(number, now.came) if place else "")
        for place, (name, number, href) in enumerate(steps)
    ]


def _lost(found: Figures, links: Links) -> list[Row]:
    most = found.lost[0][1] if found.lost else 0
    return [
        Row(reason, _number(number, links.came(status=Inquiry.Status.LOST, lost=reason)), charts.share(number, most))
        for reason, number in found.lost[:BARS]
    ]


def _languages(found: Figures, links: Links) -> list[Row]:
    most = max((number for _, number in found.languages), default=0)
    return [
        Row(language_name(code), _number(number, links.came(language=code)), charts.share(number, most))
        for code, number in _first_and_other(found.languages)
    ]


def language_name(code: str) -> str:
    return _LANGUAGE[code]


def _first_and_other(languages: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """The most frequent ones, and the rest that no filter names always."""
    return [row for place, row in enumerate(languages) if place < BARS or row[0] == OTHER_LANGUAGE]


def _months(found: Figures) -> list[str]:
    """The months asked for most, in their order; those without one last."""
    known = sorted((month for month in found.months if month), key=lambda month: -found.months[month])
    return [*sorted(known[:MONTHS]), *([""] if "" in found.months else [])]


def _asked(found: Figures, links: Links) -> list[Asked]:
    months, places = _months(found), found.places[:PLACES]
    if not places:
        return []
    most = max([_PALE, *(place.months.get(month, 0) for place in places for month in months if month)])
    now = found.totals[0]
    cells = [_cell(month, found.months.get(month, 0), 0, links, {}) for month in months]
    total = Asked("All inquiries", cells, _number(now.came, links.came()), _rate(now.booked, now.came))
    return [*(_place(place, months, most, links) for place in places), total]


def _place(place: Place, months: list[str], most: int, links: Links) -> Asked:
    more: dict[str, Any] = {"place": place.name}
    cells = [_cell(month, place.months.get(month, 0), most, links, more) for month in months]
    return Asked(place.name, cells, _number(place.asked, links.came(**more)), _rate(place.booked, place.asked))


def _cell(month: str, number: int, most: int, links: Links, more: dict[str, Any]) -> Cell:
    heat = 1 + sum(number >= most * share for share in _HEAT) if number and most and month else 0
    return Cell(_number(number, links.came(**more, month=month or NO_MONTH)), heat)


def _share(number: int, places: list[Place]) -> str:
    return charts.share(number, places[0].asked)


def _person(person: Person, links: Links) -> Wait:
    row = person.times
    return Wait(
        person.name,
        _number(row.inquiries, links.answered(answered_by=person.key)),
        times_words(row),
        answers=f"{row.answers:,}",
        booked=_rate(row.booked, row.inquiries),
    )
