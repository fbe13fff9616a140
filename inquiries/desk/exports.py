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
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
    names = [name for name, used in ((_("Mail"), inquiry.has_email), (_("WhatsApp"), inquiry.has_whatsapp)) if used]
    return ", ".join(names)


def _destinations(inquiry: Inquiry) -> str:
    return ", ".join(destination.name for destination in inquiry.destinations.all())


@dataclass(frozen=True)
class Column:
    """`key`: its name in addresses and rows, which stays."""

    key: str
    title: Promise
    read: Callable[[Inquiry], Cell]


COLUMNS = [
    Column("reference", gettext_lazy("Reference"), lambda row: row.reference),
    Column("contact", gettext_lazy("Contact"), lambda row: str(row.contact)),
    Column("addresses", gettext_lazy("Addresses"), _addresses),
    Column("channels", gettext_lazy("Channels"), _channels),
    Column("status", gettext_lazy("Status"), lambda row: row.get_status_display()),
    Column("assignee", gettext_lazy("Assignee"), lambda row: str(row.assignee or "")),
    Column("trip", gettext_lazy("Trip"), lambda row: row.trip),
    Column("destinations", gettext_lazy("Destinations"), _destinations),
    Column("origin", gettext_lazy("From"), lambda row: row.origin),
    Column("depart_on", gettext_lazy("Departure"), lambda row: row.depart_on),
    Column("return_on", gettext_lazy("Return"), lambda row: row.return_on),
    Column("travel_month", gettext_lazy("Month"), lambda row: row.travel_month),
    Column("nights", gettext_lazy("Nights"), lambda row: row.nights),
    Column("travellers", gettext_lazy("Travellers"), lambda row: row.travellers),
    Column("adults", gettext_lazy("Adults"), lambda row: row.adults),
    Column("children", gettext_lazy("Children"), lambda row: row.children),
    Column("child_ages", gettext_lazy("Ages of children"), lambda row: ", ".join(str(age) for age in row.child_ages)),
    Column("budget_amount", gettext_lazy("Budget"), lambda row: row.budget_amount),
    Column("budget_currency", gettext_lazy("Currency"), lambda row: row.budget_currency),
    Column("budget_per", gettext_lazy("Budget per"), lambda row: row.budget_per),
    Column("language", gettext_lazy("Language"), lambda row: row.language),
    Column("subject", gettext_lazy("Subject"), lambda row: care.masked(row.subject)),
    Column("last_message_at", gettext_lazy("Last message"), lambda row: row.last_message_at),
    Column("last_message_text", gettext_lazy("Last words"), lambda row: care.masked(row.last_message_text)),
    Column("needs_reply_since", gettext_lazy("Needs reply since"), lambda row: row.needs_reply_since),
    Column("window_closes_at", gettext_lazy("WhatsApp open until"), lambda row: row.window_closes_at),
    Column("missing_count", gettext_lazy("Facts missing"), lambda row: row.missing_count),
    Column("lost_reason", gettext_lazy("Lost reason"), lambda row: row.lost_reason),
    Column("parked", gettext_lazy("Parked"), lambda row: row.get_parked_reason_display() if row.parked_reason else ""),
    Column("came_at", gettext_lazy("Came in"), lambda row: row.came_at),
    Column("created_at", gettext_lazy("Created"), lambda row: row.created_at),
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
    yield "\ufeff" + writer.writerow([str(column.title) for column in columns])
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
        sheet = book.add_worksheet(_("Inquiries")[:31])  # a name holds no more
        bold = book.add_format({"bold": True})
        styles: dict[type, Any] = {
            datetime: book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
            date: book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        sheet.freeze_panes(1, 1)
        sheet.set_column(0, len(columns) - 1, 18)
        for number, column in enumerate(columns):
            sheet.write_string(0, number, str(column.title), bold)
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
