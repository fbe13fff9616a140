"""The two charts of the figures: what came in, and how long it waited."""

from django.utils.translation import gettext as _

from inquiries.desk import charts
from inquiries.desk.figure_links import Links
from inquiries.desk.figure_words import day_name, slice_words, times_words
from inquiries.desk.figures import Figures
from inquiries.desk.percentiles import Times
from inquiries.desk.periods import Period
from inquiries.models import Message

_MAIL, _WHATSAPP, _NOTE = Message.Channel.EMAIL, Message.Channel.WHATSAPP, Message.Channel.NOTE


def days_chart(found: Figures, links: Links) -> charts.Bars:
    slices = links.period.slices()
    came = [[found.came.get((first, way), 0) for way in (_MAIL, _WHATSAPP, _NOTE)] for first, _ in slices]
    titles = [_came_words(slice_words(*days), *row) for days, row in zip(slices, came, strict=True)]
    hrefs = [
        links.came(first=days[0], last=days[1]) if sum(row) else "" for days, row in zip(slices, came, strict=True)
    ]
    return charts.bars(came, names=[day_name(first) for first, _ in slices], titles=titles, hrefs=hrefs)


def _came_words(days: str, mail: int, chat: int, hand: int) -> str:
    said = _("%(days)s: %(mail)s by mail, %(chat)s by WhatsApp")
    if hand:
        said = _("%(days)s: %(mail)s by mail, %(chat)s by WhatsApp, %(hand)s by phone or visit")
    return said % {"days": days, "mail": mail, "chat": chat, "hand": hand}


def waits_chart(found: Figures, period: Period) -> charts.Lines:
    slices = period.slices()
    rows = [found.first_by.get(first, Times()) for first, _ in slices]
    titles = [
        _waits_words(slice_words(*days), row) if row.answers else "" for days, row in zip(slices, rows, strict=True)
    ]
    return charts.lines(
        ([row.open_p90 for row in rows], [row.open_median for row in rows]),
        names=[day_name(first) for first, _ in slices],
        titles=titles,
        goal=found.target.total_seconds(),
        unit=3600,
    )


def _waits_words(days: str, row: Times) -> str:
    median, most = times_words(row)[:2]
    return _("%(days)s: %(median)s, 9 of 10 in %(most)s") % {"days": days, "median": median, "most": most}
