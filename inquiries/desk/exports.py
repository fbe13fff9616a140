"""The list as a file: the page's rows in the page's order, one row an inquiry, written while it is read.

Text of customers goes to a spreadsheet program, so nothing in it may start a formula: the workbook is written with
strings only, and in CSV a leading = + - @ (or a tab or line end before one) gets an apostrophe
(https://owasp.org/www-community/attacks/CSV_Injection).
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, Any

from django.db.models import Prefetch, QuerySet

from inquiries import agency_days, care
from inquiries.models import Identity, Inquiry

MOST_ROWS = 1_048_575  # of a workbook, below its titles
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


@dataclass(frozen=True)
class Column:
    """`key`: its name in addresses and rows, which stays."""

    key: str
    title: str
    read: Callable[[Inquiry], Cell]


COLUMNS = [
    Column("reference", "Reference", lambda row: row.reference),
    Column("contact", "Contact", lambda row: str(row.contact)),
    Column("addresses", "Addresses", _addresses),
    Column("channels", "Channels", _channels),
    Column("status", "Status", lambda row: row.get_status_display()),
    Column("assignee", "Assignee", lambda row: str(row.assignee or "")),
    Column("trip", "Trip", lambda row: row.trip),
    Column("destinations", "Destinations", _destinations),
    Column("origin", "From", lambda row: row.origin),
    Column("depart_on", "Departure", lambda row: row.depart_on),
    Column("return_on", "Return", lambda row: row.return_on),
    Column("travel_month", "Month", lambda row: row.travel_month),
    Column("nights", "Nights", lambda row: row.nights),
    Column("travellers", "Travellers", lambda row: row.travellers),
    Column("adults", "Adults", lambda row: row.adults),
    Column("children", "Children", lambda row: row.children),
    Column("child_ages", "Ages of children", lambda row: ", ".join(str(age) for age in row.child_ages)),
    Column("budget_amount", "Budget", lambda row: row.budget_amount),
    Column("budget_currency", "Currency", lambda row: row.budget_currency),
    Column("budget_per", "Budget per", lambda row: row.budget_per),
    Column("language", "Language", lambda row: row.language),
    Column("subject", "Subject", lambda row: care.masked(row.subject)),
    Column("last_message_at", "Last message", lambda row: row.last_message_at),
    Column("last_message_text", "Last words", lambda row: care.masked(row.last_message_text)),
    Column("needs_reply_since", "Needs reply since", lambda row: row.needs_reply_since),
    Column("window_closes_at", "WhatsApp open until", lambda row: row.window_closes_at),
    Column("missing_count", "Facts missing", lambda row: row.missing_count),
    Column("lost_reason", "Lost reason", lambda row: row.lost_reason),
    Column("parked", "Parked", lambda row: row.get_parked_reason_display() if row.parked_reason else ""),
    Column("came_at", "Came in", lambda row: row.came_at),
    Column("created_at", "Created", lambda row: row.created_at),
]
KEYS = [column.key for column in COLUMNS]


def chosen(keys: Iterable[str]) -> list[Column]:
    """The columns of those names, in the order of the list; all of them where none is known."""
    wanted = set(keys)
    return [column for column in COLUMNS if column.key in wanted] or COLUMNS


def with_columns(rows: QuerySet[Inquiry], columns: Sequence[Column]) -> QuerySet[Inquiry]:
    """The queryset with all that the columns read, and without what they do not."""
    keys = {column.key for column in columns}
    if "destinations" in keys:
        rows = rows.prefetch_related("destinations")
    if "addresses" in keys:
        identities = Identity.objects.order_by("kind", "id")
        rows = rows.prefetch_related(Prefetch("contact__identities", queryset=identities))
    return rows.select_related("contact", "assignee").defer("search_text", "interests", "services")


def csv_lines(rows: Iterable[Inquiry], columns: Sequence[Column]) -> Iterator[str]:
    """Lines of a CSV file. It starts with a byte order mark, without which Excel takes UTF-8 for its own code page."""
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow([column.title for column in columns])
    for row in rows:
        yield writer.writerow([_csv_cell(column.read(row)) for column in columns])


def write_csv(file: IO[bytes], rows: Iterable[Inquiry], columns: Sequence[Column]) -> None:
    for line in csv_lines(rows, columns):
        file.write(line.encode())


def workbook(rows: Iterable[Inquiry], columns: Sequence[Column]) -> IO[bytes]:
    """An .xlsx file as an open one, to be read from its start."""
    file = TemporaryFile()  # noqa: SIM115  # handed on to the response, which closes it
    write_workbook(file, rows, columns)
    file.seek(0)
    return file


def write_workbook(file: IO[bytes], rows: Iterable[Inquiry], columns: Sequence[Column]) -> None:
    """Built in constant memory: each row goes to disk before the next one is read."""
    import xlsxwriter

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
        sheet.set_column(0, len(columns) - 1, 18)
        for number, column in enumerate(columns):
            sheet.write_string(0, number, column.title, bold)
        for number, row in enumerate(rows, start=1):
            _write_row(sheet, number, [column.read(row) for column in columns], styles)


def _write_row(sheet: Any, number: int, values: list[Cell], styles: dict[type, Any]) -> None:
    for column, value in enumerate(values):
        if isinstance(value, str):
            sheet.write_string(number, column, value[:32_767])  # a cell holds no more
        elif isinstance(value, datetime):
            sheet.write_datetime(number, column, agency_days.local(value), styles[datetime])
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
        return f"{agency_days.local(value):%Y-%m-%d %H:%M}"
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return str(value)
