"""The list as a file: the page's rows in the page's order, one row an inquiry, written while it is read.

Text of customers goes to a spreadsheet program, so nothing in it may start a formula: the workbook is written with
strings only, and in CSV a leading = + - @ (or a tab or line end before one) gets an apostrophe
(https://owasp.org/www-community/attacks/CSV_Injection).
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from inquiries import care
from inquiries.models import Identity, Inquiry

CHUNK = 500  # rows a query; their addresses and destinations come with two more
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")

type Cell = str | int | Decimal | date | datetime | None


def _addresses(inquiry: Inquiry) -> str:
    """All that they write from; who hides the number is known by user name and user id."""
    rows = [row.display for row in inquiry.contact.identities.all() if row.former_at is None]
    return ", ".join(filter(None, [*rows, inquiry.contact.handle]))


def _channels(inquiry: Inquiry) -> str:
    names = [name for name, used in (("Mail", inquiry.has_email), ("WhatsApp", inquiry.has_whatsapp)) if used]
    return ", ".join(names)


def _destinations(inquiry: Inquiry) -> str:
    return ", ".join(destination.name for destination in inquiry.destinations.all())


COLUMNS: list[tuple[str, Callable[[Inquiry], Cell]]] = [
    ("Reference", lambda row: row.reference),
    ("Contact", lambda row: str(row.contact)),
    ("Addresses", _addresses),
    ("Channels", _channels),
    ("Status", lambda row: row.get_status_display()),
    ("Assignee", lambda row: str(row.assignee or "")),
    ("Trip", lambda row: row.trip),
    ("Destinations", _destinations),
    ("From", lambda row: row.origin),
    ("Departure", lambda row: row.depart_on),
    ("Return", lambda row: row.return_on),
    ("Month", lambda row: row.travel_month),
    ("Nights", lambda row: row.nights),
    ("Travellers", lambda row: row.travellers),
    ("Adults", lambda row: row.adults),
    ("Children", lambda row: row.children),
    ("Ages of children", lambda row: ", ".join(str(age) for age in row.child_ages)),
    ("Budget", lambda row: row.budget_amount),
    ("Currency", lambda row: row.budget_currency),
    ("Budget per", lambda row: row.budget_per),
    ("Language", lambda row: row.language),
    ("Subject", lambda row: care.masked(row.subject)),
    ("Last message", lambda row: row.last_message_at),
    ("Last words", lambda row: care.masked(row.last_message_text)),
    ("Needs reply since", lambda row: row.needs_reply_since),
    ("WhatsApp open until", lambda row: row.window_closes_at),
    ("Facts missing", lambda row: row.missing_count),
    ("Lost reason", lambda row: row.lost_reason),
    ("Parked", lambda row: row.get_parked_reason_display() if row.parked_reason else ""),
    ("Created", lambda row: row.created_at),
]


def with_columns(rows: QuerySet[Inquiry]) -> QuerySet[Inquiry]:
    """The queryset with all that the columns read, and without what they do not."""
    return (
        rows.select_related("contact", "assignee")
        .prefetch_related(
            "destinations", Prefetch("contact__identities", queryset=Identity.objects.order_by("kind", "id"))
        )
        .defer("search_text", "interests", "services")
    )


def csv_lines(rows: Iterable[Inquiry]) -> Iterator[str]:
    """Lines of a CSV file. It starts with a byte order mark, without which Excel takes UTF-8 for its own code page."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([title for title, _ in COLUMNS])
    for row in rows:
        yield writer.writerow([_csv_cell(read(row)) for _, read in COLUMNS])


def workbook(rows: Iterable[Inquiry]) -> IO[bytes]:
    """An .xlsx file, built in constant memory: each row goes to disk before the next one is read."""
    import xlsxwriter

    file = TemporaryFile()  # noqa: SIM115  # handed on to the response, which closes it
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "remove_timezone": True,
    }
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet("Inquiries")
        bold = book.add_format({"bold": True})
        styles: dict[type, Any] = {
            datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            date: book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(COLUMNS) - 1, 18)
        for column, (title, _) in enumerate(COLUMNS):
            sheet.write_string(0, column, title, bold)
        for number, row in enumerate(rows, start=1):
            _write_row(sheet, number, row, styles)
    file.seek(0)
    return file


def _write_row(sheet: Any, number: int, row: Inquiry, styles: dict[type, Any]) -> None:
    for column, (_, read) in enumerate(COLUMNS):
        value = read(row)
        if isinstance(value, str):
            sheet.write_string(number, column, value[:32_767])  # a cell holds no more
        elif isinstance(value, datetime):
            sheet.write_datetime(number, column, _local(value), styles[datetime])
        elif isinstance(value, date):
            sheet.write_datetime(number, column, value, styles[date])
        elif value is not None:
            sheet.write_number(number, column, value)


class _Echo:
    """What csv.writer writes to: gives each line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def _csv_cell(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{_local(value):%Y-%m-%d %H:%M}"
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return str(value)


def _local(moment: datetime) -> datetime:
    return timezone.localtime(moment)
