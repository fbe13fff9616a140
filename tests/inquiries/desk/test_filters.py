"""Filters: what each leaves, how the address and the chips say so, and values that make no sense."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from inquiries import search
from inquiries.models import Contact, Destination, Inquiry, User
from tests.factories import ContactFactory, IdentityFactory, InquiryFactory, UserFactory
from tests.inquiries.desk.pages import element, error_beside, lines, pks, tree, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna() -> Contact:
    contact: Contact = ContactFactory.create(name="Anna Berg")
    IdentityFactory.create(contact=contact, value="anna.berg@post.example")
    IdentityFactory.create(contact=contact, kind="wa_id", value="447700900123", display="+44 7700 900123")
    return contact


@pytest.fixture
def found(anna: Contact, agent: User) -> Inquiry:
    """What every filter below finds, beside one that none does."""
    InquiryFactory.create(
        contact=ContactFactory.create(name="Ben Ode"),
        status="LOST",
        last_message_at=datetime(2026, 1, 2, 12, tzinfo=UTC),
        depart_on=date(2026, 1, 3),
        language="fr",
        has_whatsapp=True,
        assignee=UserFactory.create(),
        needs_reply_since=timezone.now(),
    )
    inquiry: Inquiry = InquiryFactory.create(
        contact=anna,
        status="QUOTED",
        last_message_at=datetime(2026, 5, 4, 23, 59, tzinfo=UTC),
        depart_on=date(2026, 8, 1),
        language="pt-br",
        has_email=True,
        assignee=agent,
        trip="Crete in August",
    )
    Destination.objects.create(inquiry=inquiry, position=0, name="Crete", country="GR")
    inquiry.search_text = search.document(inquiry)
    inquiry.save(update_fields=["search_text"])
    return inquiry


FILTERS: list[dict[str, Any]] = [
    {"status": "QUOTED"},
    {"status": ["QUOTED", "NEW"]},
    {"channel": "email"},
    {"assignee": "me"},
    {"needs_reply": "no"},
    {"language": "pt"},
    {"since": "2026-05-04"},
    {"since": "2026-02-01", "until": "2026-05-04"},
    {"departs_from": "2026-08-01"},
    {"departs_from": "2026-07-31", "departs_to": "2026-08-01"},
    {"destination": "Crete"},
    {"destination": "cre"},
    {"destination": "GR"},
    {"who": "anna"},
    {"who": "berg@post"},
    {"who": "+44 (0) 7700 900 123".replace("(0) ", "")},
    {"q": "august crete"},
    {"status": "QUOTED", "channel": "email", "destination": "GR", "who": "berg", "q": "crete"},
]


@pytest.mark.parametrize("asked", FILTERS)
def test_a_filter_leaves_what_fits(asked: dict[str, Any], found: Inquiry, agent_client: Client) -> None:
    assert pks(agent_client.get("/", {"tab": "all", **asked})) == [found.pk]


@pytest.mark.parametrize(
    "asked",
    [
        {"until": "2026-05-03", "since": "2026-02-01"},
        {"departs_from": "2026-08-02"},
        {"destination": "gr"},
        {"destination": "rete"},
        {"who": "0000000"},
        {"status": "BOOKED"},
    ],
)
def test_and_nothing_else(asked: dict[str, Any], found: Inquiry, agent_client: Client) -> None:
    assert found.pk not in pks(agent_client.get("/", {"tab": "all", **asked}))


def test_by_one_contact_and_by_one_assignee(found: Inquiry, agent: User, agent_client: Client) -> None:
    assert pks(agent_client.get("/", {"tab": "all", "contact": str(found.contact_id)})) == [found.pk]
    assert pks(agent_client.get("/", {"tab": "all", "assignee": str(agent.pk)})) == [found.pk]


def test_nobody_is_an_assignee_too(found: Inquiry, agent_client: Client) -> None:
    free = InquiryFactory.create()
    assert pks(agent_client.get("/", {"tab": "all", "assignee": "none"})) == [free.pk]


def test_filters_narrow_the_tab_and_the_count_on_the_export(found: Inquiry, manager_client: Client) -> None:
    InquiryFactory.create(needs_reply_since=timezone.now(), has_email=True)
    page = manager_client.get("/", {"channel": "email"})
    assert len(lines(page)) == 1
    assert words(element(page, "total")) == "1"


class TestChips:
    """Each filter that is set stands there in words, and goes by one click."""

    def chips(self, response: Any) -> dict[str, str]:
        chips = tree(response).xpath("//a[starts-with(@aria-label, 'Remove filter: ')]")
        return {chip.get("aria-label").removeprefix("Remove filter: "): chip.get("href") for chip in chips}

    def test_they_say_what_is_set(self, found: Inquiry, agent: User, agent_client: Client) -> None:
        asked: dict[str, Any] = {
            "status": ["NEW", "OPEN"],
            "assignee": agent.pk,
            "since": "2026-05-04",
            "contact": found.contact_id,
        }
        assert list(self.chips(agent_client.get("/", asked))) == [
            "Status New, Open",
            f"Assigned to {agent}",
            "Written from 4 May 2026",
            "Contact Anna Berg",
        ]

    def test_one_goes_and_the_others_stay(self, found: Inquiry, agent_client: Client) -> None:
        address = "/?tab=all&order=newest&status=QUOTED&channel=email&q=crete"
        left = self.chips(agent_client.get(address))["Status Quoted"]
        assert parse_qs(urlsplit(left).query) == {
            "tab": ["all"],
            "order": ["newest"],
            "channel": ["email"],
            "q": ["crete"],
        }

    def test_the_search_is_no_chip_but_stays_in_its_field(self, agent_client: Client) -> None:
        page = agent_client.get("/", {"q": 'say "hi"'})
        assert self.chips(page) == {}
        assert tree(page).xpath("//input[@data-search]")[0].get("value") == 'say "hi"'


class TestPanel:
    def test_it_opens_with_what_is_set(self, agent_client: Client) -> None:
        page = agent_client.get("/", {"filter": "open", "status": "NEW", "destination": "Crete", "channel": "email"})
        checked = tree(page).xpath("//input[@name='status'][@checked]/@value")
        assert checked == ["NEW"]
        assert tree(page).xpath("//input[@name='destination']/@value") == ["Crete"]
        assert tree(page).xpath("//select[@name='channel']/option[@selected]/@value") == ["email"]

    def test_alone_it_is_only_the_panel(self, agent_client: Client) -> None:
        panel = agent_client.get("/filters/", {"tab": "all", "destination": "Crete"})
        assert tree(panel).get("id") == "panel"
        assert tree(panel).xpath("//input[@name='tab']/@value") == ["all"]

    def test_shut_it_carries_the_filters_along(self, agent_client: Client) -> None:
        page = agent_client.get("/", {"tab": "all", "order": "newest", "status": ["NEW", "OPEN"], "after": "x_1"})
        carried = [(field.get("name"), field.get("value")) for field in element(page, "panel").iter("input")]
        assert carried == [("tab", "all"), ("order", "newest"), ("status", "NEW"), ("status", "OPEN")]

    def test_what_a_form_left_empty_leaves_the_address(self, agent_client: Client) -> None:
        response = agent_client.get("/", {"tab": "all", "q": "crete", "status": ["", "NEW"], "who": " ", "since": ""})
        assert response.status_code == 302
        assert parse_qs(urlsplit(response["Location"]).query) == {"tab": ["all"], "q": ["crete"], "status": ["NEW"]}
        assert agent_client.get("/", {"q": ""})["Location"] == "/"

    @pytest.mark.parametrize(
        ("field", "value", "error"),
        [
            ("since", "2026-13-40", "Enter a valid date."),
            ("until", "tomorrow", "Enter a valid date."),
            ("departs_from", "0", "Enter a valid date."),
            ("channel", "pigeon", "Select a valid choice."),
            ("assignee", "999999", "Select a valid choice."),
            ("assignee", "9" * 40, "Select a valid choice."),
            ("needs_reply", "maybe", "Select a valid choice."),
            ("language", "xx", "Select a valid choice."),
            ("destination", "x" * 121, "Ensure this value has at most 120"),
            ("who", "a\x00b", "Null characters are not allowed."),
        ],
    )
    def test_a_value_that_makes_no_sense(
        self, field: str, value: str, error: str, found: Inquiry, agent_client: Client
    ) -> None:
        """The panel opens with the error beside the field, nothing is lost, and the others still narrow the list."""
        page = agent_client.get("/", {"tab": "all", field: value, "status": "QUOTED"})
        assert error_beside(page, field).startswith(error)
        assert pks(page) == [found.pk]
        if not tree(page).xpath("//select[@name=$name]", name=field):
            assert tree(page).xpath("//input[@name=$name]/@value", name=field) == [value.replace("\x00", "\ufffd")]

    def test_a_status_that_does_not_exist(self, found: Inquiry, agent_client: Client) -> None:
        page = agent_client.get("/", {"tab": "all", "status": "GONE", "channel": "email"})
        assert "GONE is not one of the available choices." in words(element(page, "panel"))
        assert pks(page) == [found.pk]

    @pytest.mark.parametrize("contact", ["999999", "x", "9" * 40, "\x00"])
    def test_a_contact_that_does_not_exist(self, contact: str, found: Inquiry, agent_client: Client) -> None:
        page = agent_client.get("/", {"tab": "all", "contact": contact, "channel": "email"})
        assert "Some values make no sense" in words(element(page, "panel"))
        assert pks(page) == [found.pk]

    @pytest.mark.parametrize("pair", [("since", "until"), ("departs_from", "departs_to"), ("came_from", "came_to")])
    def test_an_end_before_its_beginning(
        self, pair: tuple[str, str], found: Inquiry, agent_client: Client, manager_client: Client
    ) -> None:
        turned = dict(zip(pair, ("2020-01-02", "2020-01-01"), strict=True))
        page = agent_client.get("/", {"tab": "all", "channel": "email", **turned})
        assert error_beside(page, pair[1]) == "This day is before the first one."
        assert pks(page) == [found.pk]
        same = dict.fromkeys(pair, "2020-01-02")
        assert not tree(agent_client.get("/", {"tab": "all", **same})).xpath("//*[@role='alert'][@data-tone]")
        assert manager_client.get("/figures/", turned).status_code == 200

    def test_a_search_that_a_database_refuses(self, found: Inquiry, agent_client: Client) -> None:
        page = agent_client.get("/", {"tab": "all", "q": "cre\x00te", "channel": "email"})
        assert "Some values make no sense" in words(element(page, "panel"))


def test_dates_are_days_of_the_desk(settings, agent_client: Client) -> None:
    settings.TIME_ZONE = "America/New_York"
    late = InquiryFactory.create(last_message_at=datetime(2026, 5, 5, 23, 30, tzinfo=ZoneInfo("America/New_York")))
    InquiryFactory.create(last_message_at=late.last_message_at + timedelta(hours=1))
    assert pks(agent_client.get("/", {"tab": "all", "since": "2026-05-05", "until": "2026-05-05"})) == [late.pk]


def test_a_place_finds_what_lies_in_it_by_any_of_its_names(agent_client: Client) -> None:
    places = {"Chania": "GR", "Crete": "GR", "Athens": "GR", "Kreta": "", "Oslo": "NO", "Barbados": "BB", "Nice": "FR"}
    rows = {}
    for name, country in places.items():
        rows[name] = InquiryFactory.create()
        Destination.objects.create(inquiry=rows[name], position=0, name=name, country=country)
    wanted = {
        "crete": {"Chania", "Crete", "Kreta"},
        "Kreta": {"Chania", "Crete", "Kreta"},
        "Grecia": {"Chania", "Crete", "Athens"},
        "GR": {"Chania", "Crete", "Athens"},
        "Karibik": {"Barbados"},
        "Scandinavia": {"Oslo"},
        "Nice": {"Nice"},  # a word as well, so it stands for itself alone
        "Chan": {"Chania"},
    }
    for words_of_it, names in wanted.items():
        page = agent_client.get("/", {"tab": "all", "destination": words_of_it})
        assert set(pks(page)) == {rows[name].pk for name in names}, words_of_it


def test_what_the_address_asks_for_and_does_not_exist_is_said(agent_client: Client) -> None:
    inquiry = InquiryFactory.create()
    page = agent_client.get("/?tab=al&order=best&destnation=Crete&status=NEW&tab=all")
    assert pks(page) == [inquiry.pk]
    page = agent_client.get("/?tab=alle&order=best&destnation=Crete&status=NEW")
    bar = tree(page).find_class("hub-bar")[-1]
    assert words(bar) == (
        "There is no tab “alle”, so this is To answer. There is no order “best”. There is no filter “destnation”. "
        "The list below is without it. Tidy the address"
    )
    assert bar.find("a").get("href") == "/?status=NEW"
    tidy = agent_client.get(bar.find("a").get("href"))
    assert not tree(tidy).find_class("hub-bar")
