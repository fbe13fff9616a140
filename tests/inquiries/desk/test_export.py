"""The export: exactly the filtered list, in its order, for managers, and nothing in it starts a formula."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from lxml import etree

from inquiries.models import Destination, Event, User
from tests.factories import ContactFactory, IdentityFactory, InquiryFactory
from tests.inquiries.desk.pages import has_link, link, pks, said, words

pytestmark = pytest.mark.django_db

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read_csv(response: Any) -> list[dict[str, str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def read_xlsx(response: Any) -> tuple[list[dict[str, str]], str]:
    """The cells of the sheet as text, row by row under their column ("B"), and the sheet's own markup."""
    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as book:
        markup = book.read("xl/worksheets/sheet1.xml")
        strings: list[str] = []
        if "xl/sharedStrings.xml" in book.namelist():
            strings = [words(item) for item in etree.fromstring(book.read("xl/sharedStrings.xml"))]
    rows = []
    for row in etree.fromstring(markup).iter(f"{SHEET}row"):
        texts = {cell.get("r").rstrip("0123456789"): words(cell) for cell in row}
        shared = {cell.get("r").rstrip("0123456789") for cell in row if cell.get("t") == "s"}
        rows.append({column: strings[int(text)] if column in shared else text for column, text in texts.items()})
    return rows, markup.decode()


def references(rows: list[dict[str, str]]) -> list[int]:
    return [int(row["Reference"].removeprefix("TH-")) for row in rows]


ADDRESSES = [
    "/",
    "/?tab=all",
    "/?tab=all&order=departure",
    "/?tab=all&channel=email&order=newest",
    "/?tab=parked",
    "/?tab=all&q=nothing-has-this",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_file_equals_the_screen(address: str, manager_client: Client) -> None:
    now = timezone.now()
    for number in range(12):
        InquiryFactory.create(
            last_message_at=now - timedelta(hours=number),
            needs_reply_since=now - timedelta(hours=number) if number % 2 else None,
            depart_on=timezone.localdate() + timedelta(days=20 - number) if number % 3 else None,
            has_email=number % 4 == 0,
            parked_reason="bulk" if number == 5 else "",
        )
    separator = "&" if "?" in address else "?"
    file = manager_client.get(f"/export/{address[1:]}{separator}format=csv")
    assert references(read_csv(file)) == pks(manager_client.get(address))


def test_it_holds_every_page(manager_client: Client) -> None:
    contact = ContactFactory.create()
    rows = [InquiryFactory.create(contact=contact) for _ in range(60)]
    assert len(read_csv(manager_client.get("/export/?tab=all&format=csv"))) == len(rows)


def test_a_page_of_the_list_is_no_part_of_what_is_exported(manager_client: Client) -> None:
    contact = ContactFactory.create()
    for _ in range(30):
        InquiryFactory.create(contact=contact)
    second = manager_client.get(f"/{link(manager_client.get('/?tab=all'), 'Next')}")
    address = link(second, "Text, .csv")
    assert len(read_csv(manager_client.get(address))) == 30


@pytest.fixture
def full(agent: User) -> Any:
    """An inquiry with something in every column."""
    contact = ContactFactory.create(name="Lucía Fernández")
    IdentityFactory.create(contact=contact, value="lucia@post.example")
    IdentityFactory.create(contact=contact, kind="wa_id", value="34600111222", display="+34 600 111 222")
    inquiry = InquiryFactory.create(
        contact=contact,
        status="QUOTED",
        assignee=agent,
        subject="Kreta, bitte",
        language="es",
        has_email=True,
        has_whatsapp=True,
        last_message_at=datetime(2026, 5, 4, 12, 30, tzinfo=UTC),
        last_message_text="¿Y el hotel?",
        trip="Crete · 12–19 Jul",
        origin="Sevilla",
        depart_on=date(2026, 7, 12),
        return_on=date(2026, 7, 19),
        nights=7,
        travellers=4,
        adults=2,
        children=2,
        child_ages=[4, 9],
        budget_amount="4200.50",
        budget_currency="EUR",
        budget_per="total",
    )
    for position, name in enumerate(["Crete", "Santorini"]):
        Destination.objects.create(inquiry=inquiry, position=position, name=name, country="GR")
    return inquiry


def test_what_a_csv_says(full: Any, agent: User, manager_client: Client) -> None:
    (row,) = read_csv(manager_client.get("/export/?tab=all&format=csv"))
    expected = {
        "Reference": f"TH-{full.pk}",
        "Contact": "Lucía Fernández",
        "Addresses": "lucia@post.example, +34 600 111 222",
        "Channels": "Mail, WhatsApp",
        "Status": "Quoted",
        "Assignee": str(agent),
        "Destinations": "Crete, Santorini",
        "Departure": "2026-07-12",
        "Nights": "7",
        "Ages of children": "4, 9",
        "Budget": "4200.50",
        "Currency": "EUR",
        "Last message": "2026-05-04 12:30",
        "Last words": "¿Y el hotel?",
    }
    assert {name: row[name] for name in expected} == expected


def test_what_a_workbook_says(full: Any, manager_client: Client) -> None:
    response = manager_client.get("/export/?tab=all&format=xlsx")
    (titles, values), _ = read_xlsx(response)
    row = {title: values.get(column, "") for column, title in titles.items()}
    assert (row["Contact"], row["Destinations"]) == ("Lucía Fernández", "Crete, Santorini")
    assert (row["Budget"], row["Adults"]) == ("4200.50", "2")
    assert row["Departure"] == "46215"  # a real date: days since 1900 as Excel counts them
    today = timezone.localdate()
    assert response["Content-Disposition"] == f'attachment; filename="inquiries-{today}.xlsx"'


FORMULAS = ['=HYPERLINK("http://evil.example")', "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_csv_starts_no_formula(text: str, manager_client: Client) -> None:
    InquiryFactory.create(contact=ContactFactory.create(name=text), subject=text, trip=text, last_message_text=text)
    (row,) = read_csv(manager_client.get("/export/?tab=all&format=csv"))
    assert {row[name] for name in ("Contact", "Subject", "Trip", "Last words")} == {f"'{text}"}


@pytest.mark.parametrize("text", FORMULAS)
def test_a_workbook_holds_no_formula_and_no_link(text: str, manager_client: Client) -> None:
    InquiryFactory.create(contact=ContactFactory.create(name=text), subject="https://evil.example/", trip=text)
    (_, values), markup = read_xlsx(manager_client.get("/export/?tab=all&format=xlsx"))
    assert "<f>" not in markup
    assert "hyperlink" not in markup
    assert text.strip() in [value.replace("_x000D_", "") for value in values.values()]


def test_only_managers_may(agent_client: Client, manager_client: Client) -> None:
    InquiryFactory.create()
    assert not has_link(agent_client.get("/?tab=all"), "Text, .csv")
    assert has_link(manager_client.get("/?tab=all"), "Text, .csv")
    for address in ("/export/?format=csv", "/export/?format=xlsx"):
        assert agent_client.get(address).status_code == 403
    assert agent_client.post("/export/picked/", {"pk": "1"}).status_code == 403
    assert not Event.objects.filter(kind=Event.Kind.EXPORTED).exists()


def test_who_took_what_is_kept(manager: User, manager_client: Client) -> None:
    InquiryFactory.create(has_email=True)
    InquiryFactory.create()
    manager_client.get("/export/?tab=all&channel=email&format=csv")
    event = Event.objects.get(kind=Event.Kind.EXPORTED)
    assert event.actor == manager
    assert (event.data["rows"], event.data["format"], event.data["filter"]["channel"]) == (1, "csv", ["email"])


def test_picked_rows_alone_in_the_lists_order(manager_client: Client) -> None:
    now = timezone.now()
    rows = [InquiryFactory.create(last_message_at=now - timedelta(hours=hours)) for hours in range(4)]
    picked = [rows[2].pk, rows[0].pk, rows[3].pk]
    response = manager_client.post("/export/picked/", {"pk": picked, "next": "/?tab=all&order=newest"})
    cells, _ = read_xlsx(manager_client.get(response["Location"]))
    assert [row["A"] for row in cells[1:]] == [f"TH-{rows[number].pk}" for number in (0, 2, 3)]
    response = manager_client.post("/export/picked/", {"pk": picked, "all": "on", "next": "/?tab=all&order=newest"})
    cells, _ = read_xlsx(manager_client.get(response["Location"]))
    assert [row["A"] for row in cells[1:]] == [f"TH-{row.pk}" for row in rows]


def test_no_picked_row_is_said_and_nothing_is_exported(manager_client: Client) -> None:
    """A toolbar without a pick would otherwise hand out the whole list."""
    InquiryFactory.create()
    response = manager_client.post("/export/picked/", {"next": "/?tab=all"})
    assert said(manager_client, response) == "Pick at least one inquiry."
    assert not Event.objects.filter(kind=Event.Kind.EXPORTED).exists()


def test_a_filter_that_makes_no_sense_leads_back_to_the_page_that_says_so(manager_client: Client) -> None:
    response = manager_client.get("/export/?tab=all&since=2026-13-40&format=csv")
    assert response.status_code == 302
    assert "Enter a valid date." in manager_client.get(response["Location"]).content.decode()
    assert not Event.objects.filter(kind=Event.Kind.EXPORTED).exists()


def test_the_queries_do_not_grow_with_the_rows(manager_client: Client, django_assert_max_num_queries) -> None:
    for _ in range(40):
        Destination.objects.create(inquiry=InquiryFactory.create(), position=0, name="Crete")
    with django_assert_max_num_queries(16):
        read_csv(manager_client.get("/export/?tab=all&format=csv"))
