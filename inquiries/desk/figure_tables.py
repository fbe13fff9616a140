"""The figures as tables: every slice of the charts, every place, language and reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from inquiries.desk.figure_links import Links
from inquiries.desk.figure_words import Number, counted, language_name, month_words, slice_words, times_words
from inquiries.desk.figures import Figures
from inquiries.desk.filters_figures import BY_HAND, NO_MONTH
from inquiries.desk.percentiles import Times
from inquiries.desk.words import grouped
from inquiries.models import Inquiry, Message

MOST = 200  # rows of a table

_MAIL, _WHATSAPP, _NOTE = Message.Channel.EMAIL, Message.Channel.WHATSAPP, Message.Channel.NOTE


@dataclass(frozen=True)
class Table:
    """`left_out`: how many rows there was no room for."""

    key: str
    title: str
    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Number]]]
    left_out: int = 0


def tables(found: Figures, links: Links) -> list[Table]:
    if not found.totals[0].came and not found.every.answers:
        return []
    made = [_days(found, links), _months(found, links), _places(found, links)]
    made += [_languages(found, links), _lost(found, links), _people(found, links)]
    return [table for table in made if table.rows]


def _cut(key: str, title: str, columns: Sequence[str], rows: Sequence[tuple[str, Sequence[Number]]]) -> Table:
    return Table(key, title, columns, rows[:MOST], max(len(rows) - MOST, 0))


def _days(found: Figures, links: Links) -> Table:
    rows = []
    for first, last in links.period.slices():
        mail, chat, hand = (found.came.get((first, channel), 0) for channel in (_MAIL, _WHATSAPP, _NOTE))
        times = [Number(words) for words in times_words(found.first_by.get(first, Times()))]
        numbers = [
            counted(mail, links.came(first=first, last=last, came_by=_MAIL)),
            counted(chat, links.came(first=first, last=last, came_by=_WHATSAPP)),
            counted(hand, links.came(first=first, last=last, came_by=_NOTE)),
        ]
        rows.append((slice_words(first, last), [*numbers, *times]))
    return _cut("days", *_by(links.period.grain.key), rows)


def _by(grain: str) -> tuple[str, list[str]]:
    """The first table's title and columns."""
    title, first = {
        "day": (_("Inquiries and first answers by day"), _("Day")),
        "week": (_("Inquiries and first answers by week"), _("Week")),
        "month": (_("Inquiries and first answers by month"), _("Month")),
        "year": (_("Inquiries and first answers by year"), _("Year")),
    }[grain]
    times = [
        _("First answer: median, open hours"),
        _("First answer: 9 of 10, open hours"),
        _("First answer: median"),
        _("First answer: 9 of 10"),
    ]
    return title, [first, _("Mail"), _("WhatsApp"), str(BY_HAND), *times]


def _months(found: Figures, links: Links) -> Table:
    rows = [
        (
            month_words(month) if month else _("Not known"),
            [counted(found.months[month], links.came(month=month or NO_MONTH))],
        )
        for month in sorted(found.months, key=lambda month: (not month, month))
    ]
    return _cut("months", _("Month of travel"), (_("Month"), _("Asked for")), rows)


def _places(found: Figures, links: Links) -> Table:
    rows = [
        (
            place.name,
            [
                counted(place.asked, links.came(place=place.name)),
                counted(place.booked, links.came(place=place.name, status=Inquiry.Status.BOOKED)),
            ],
        )
        for place in found.places
    ]
    return _cut("places", _("Places"), (_("Place"), _("Asked for"), _("Booked")), rows)


def _languages(found: Figures, links: Links) -> Table:
    rows = [(language_name(code), [counted(number, links.came(language=code))]) for code, number in found.languages]
    return _cut("languages", _("Languages"), (_("Language"), _("Inquiries")), rows)


def _lost(found: Figures, links: Links) -> Table:
    rows = [
        (reason, [counted(number, links.came(status=Inquiry.Status.LOST, lost=reason))])
        for reason, number in found.lost
    ]
    return _cut("lost", _("Why lost"), (_("Reason"), _("Inquiries")), rows)


def _people(found: Figures, links: Links) -> Table:
    rows = [
        (
            person.name,
            [
                counted(person.times.inquiries, links.answered(answered_by=person.key)),
                Number(grouped(person.times.answers)),
                *(Number(words) for words in times_words(person.times)),
            ],
        )
        for person in found.people
    ]
    times = (_("Median, open hours"), _("9 of 10, open hours"), _("Median"), _("9 of 10"))
    return _cut("people", _("Who answered"), (_("Person"), _("Inquiries"), _("Answers"), *times), rows)
