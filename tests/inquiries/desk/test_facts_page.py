"""The trip card: values edited in place, proposals and doubts settled, and the contact beside it."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from inquiries import search
from inquiries.models import Event, Fact, Inquiry
from tests.factories import FactFactory, IdentityFactory, InquiryFactory, MessageFactory
from tests.inquiries.desk.pages import element, tree, words

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def inquiry() -> Inquiry:
    made: Inquiry = InquiryFactory()
    return made


def at(name: str, *args: Any) -> str:
    return reverse(name, args=args)


def card(client: Client, inquiry: Inquiry) -> Any:
    return client.get(at("inquiry_trip", inquiry.pk), headers=HTMX)


def save(client: Client, inquiry: Inquiry, field: str, value: str, *, htmx: bool = True) -> Any:
    path = at("inquiry_fact", inquiry.pk, field)
    return client.post(path, {"value": value}, headers=HTMX if htmx else None)


def current(inquiry: Inquiry, field: str) -> Any:
    return inquiry.facts.get(field=field, state="CURRENT").value


@pytest.mark.parametrize(
    ("values", "row", "said"),
    [
        (
            {"depart_on": "2027-07-12", "return_on": "2027-07-19", "nights": 7},
            "when",
            "When 12 – 19 July 2027 · 7 nights",
        ),
        ({"depart_on": "2027-05-28", "return_on": "2027-06-04"}, "when", "When 28 May – 4 June 2027"),
        ({"travellers": 2, "adults": 2}, "who", "Who 2 adults"),
        ({"travellers": 4, "adults": 2}, "who", "Who 4 travellers · 2 adults"),
    ],
)
def test_a_row_says_nothing_twice(
    agent_client: Client, inquiry: Inquiry, values: dict[str, Any], row: str, said: str
) -> None:
    for field, value in values.items():
        FactFactory(inquiry=inquiry, field=field, value=value)
    assert words(element(card(agent_client, inquiry), f"row-{row}")).startswith(said)


def test_a_new_number_of_travellers_against_the_adults(agent_client: Client, inquiry: Inquiry) -> None:
    """Card, head and queue say both numbers, and none of them that all is well, until somebody settles it."""
    for field, value in {"travellers": 4, "adults": 2, "children": 2}.items():
        FactFactory(inquiry=inquiry, field=field, value=value)
    newer = FactFactory(inquiry=inquiry, field="travellers", value=5, state="PROPOSED")
    accepted = agent_client.post(at("fact_accept", newer.pk), headers=HTMX)
    who, head = element(accepted, "row-who"), element(accepted, "brief")
    assert words(who).startswith("Who 5 travellers · 2 adults · 2 children ")
    assert "The numbers differ" in words(who)
    assert who.get("data-tone") is None
    assert "To check" in [title.text for title in who.iter("title")] + who.xpath(".//@aria-label")
    assert head.get("hx-swap-oob") == "true"
    assert words(head.xpath(".//u[@title='To check']")[0]) == "5 travellers (2 adults, 2 children)"
    inquiry.refresh_from_db()
    assert inquiry.trip == "5 travellers (2 adults, 2 children)"
    assert (inquiry.sure_count, inquiry.check_count) == (0, 1)

    settled = save(agent_client, inquiry, "adults", "3")
    assert words(element(settled, "row-who")).startswith("Who 3 adults · 2 children ")
    assert "The numbers differ" not in words(element(settled, "row-who"))
    assert "3 adults, 2 children" in words(element(settled, "brief"))
    inquiry.refresh_from_db()
    assert (inquiry.trip, inquiry.check_count) == ("3 adults, 2 children", 0)


def test_a_month_is_said_by_the_day_that_is_not_clear(agent_client: Client, inquiry: Inquiry) -> None:
    FactFactory(inquiry=inquiry, field="travel_month", value="2027-03")
    FactFactory(
        inquiry=inquiry, field="depart_on", value="2027-03-26", options=["2027-03-26", "2027-03-20"], state="PROPOSED"
    )
    assert words(element(card(agent_client, inquiry), "row-when")).startswith("When 26 March 2027? ")


class TestEditing:
    def test_a_value_in_its_place(self, agent_client: Client, inquiry: Inquiry) -> None:
        FactFactory(inquiry=inquiry, field="nights", value=10)
        link = element(card(agent_client, inquiry), "fact-nights").find("a")
        assert (words(link), link.xpath("ancestor::*/@hx-boost")) == ("10 nights", ["true"])
        form = tree(agent_client.get(link.get("href"), headers=HTMX))
        assert (form.tag, form.xpath(".//input[@name='value']/@value")) == ("form", ["10"])
        assert agent_client.get(link.get("href"), headers=HTMX)["HX-Push-Url"] == "false"  # it stays this page
        saved = save(agent_client, inquiry, "nights", "12")
        assert words(element(saved, "fact-nights")) == "12 nights"
        assert "set by you" in words(element(saved, "row-when"))
        assert element(saved, "brief").get("hx-swap-oob") == "true"
        assert (current(inquiry, "nights"), Inquiry.objects.get().nights) == (12, 12)
        assert "thread-changed" in saved["HX-Trigger-After-Settle"]

    @pytest.mark.parametrize(
        ("field", "typed", "value"),
        [
            ("depart_on", "2027-05-03", "2027-05-03"),
            ("travel_month", "2027-05", "2027-05"),
            ("child_ages", "4, 7", [4, 7]),
            ("board", "half_board", "half_board"),
            ("contact_name", "Anna Berg", "Anna Berg"),
            ("hotel_stars", "", None),
        ],
    )
    def test_what_is_typed(self, agent_client: Client, inquiry: Inquiry, field: str, typed: str, value: Any) -> None:
        assert save(agent_client, inquiry, field, typed).status_code == 200
        assert current(inquiry, field) == value
        again = tree(agent_client.get(at("inquiry_fact", inquiry.pk, field), headers=HTMX))
        shown = again.xpath(".//input[@name='value']/@value") or again.xpath(".//option[@selected]/@value")
        assert shown == [typed]

    @pytest.mark.parametrize(
        ("field", "typed"),
        [
            ("nights", "many"),
            ("adults", "-1"),
            ("depart_on", "31.31.2027"),
            ("hotel_stars", "9"),
            ("child_ages", "4, x"),
        ],
    )
    def test_a_wrong_one_comes_back_with_the_error_beside_it(
        self, agent_client: Client, inquiry: Inquiry, field: str, typed: str
    ) -> None:
        for htmx in (True, False):
            response = save(agent_client, inquiry, field, typed, htmx=htmx)
            assert response.status_code == 422
            entry = element(response, f"edit-{field}")
            assert (entry.get("value"), entry.get("aria-invalid")) == (typed, "true")
            assert words(element(response, entry.get("aria-describedby")))
        assert not inquiry.facts.exists()
        assert save(agent_client, inquiry, field, typed)["HX-Retarget"] == f"#fact-{field}"

    def test_without_scripts_it_is_a_page(self, agent_client: Client, inquiry: Inquiry) -> None:
        form = element(agent_client.get(at("inquiry_fact", inquiry.pk, "nights")), "edit-nights").xpath(
            "ancestor::form"
        )[0]
        response = agent_client.post(form.get("action"), {"value": "7"})
        assert response["Location"] == at("inquiry", inquiry.pk)
        assert current(inquiry, "nights") == 7

    def test_no_such_field(self, agent_client: Client, inquiry: Inquiry) -> None:
        assert save(agent_client, inquiry, "shoe-size", "42").status_code == 404
        assert agent_client.get(at("inquiry_fact", 999_999, "nights")).status_code == 404

    def test_what_is_missing_is_offered(self, agent_client: Client, inquiry: Inquiry) -> None:
        html = card(agent_client, inquiry)
        for link in element(html, "trip-card").xpath(".//section[@aria-label='Missing']//a"):
            asked = link.get("hx-get") or link.get("href")
            assert agent_client.get(asked, headers=HTMX).status_code in {200, 204}

    @pytest.mark.parametrize("headers", [HTMX, {}])
    def test_what_nobody_asks_for_can_be_told_too(self, agent_client: Client, inquiry: Inquiry, headers) -> None:
        more = element(card(agent_client, inquiry), "facts-else").find("a").get("href")
        links = element(agent_client.get(more, headers=headers), "facts-else").xpath(".//a")
        assert "Passport" in [words(link) for link in links]
        for link in links:
            assert agent_client.get(link.get("href"), headers=HTMX).status_code == 200
        assert element(card(agent_client, inquiry), "trip-card").xpath(".//*[@id='fact-passport']") == []


class TestKnowing:
    def test_sure_to_check_and_by_a_person(self, agent_client: Client, agent, inquiry: Inquiry) -> None:
        mail = MessageFactory(inquiry=inquiry, text="Half board, please")
        proof = {"message": mail.pk, "part": "text", "start": 0, "end": 10, "quote": "Half board"}
        FactFactory(inquiry=inquiry, field="board", value="half_board", evidence=[proof], message=mail)
        FactFactory(inquiry=inquiry, field="interests", value=["beach"])
        FactFactory(inquiry=inquiry, field="contact_name", value="Anna", source="human", author=agent)
        html = card(agent_client, inquiry)
        signs = {
            key: element(html, f"row-{key}").xpath(".//i[@role='img']/@aria-label")[-1]
            for key in ("stay", "likes", "name")
        }
        assert signs == {"stay": "Proven", "likes": "To check", "name": "Set by a person"}
        assert "Half board Mail" in words(element(html, "row-stay"))
        assert "unverified" in words(element(html, "row-likes"))

    def test_who_may_only_look_edits_nothing(self, client: Client, inquiry: Inquiry, agent) -> None:
        from django.contrib.auth.models import Permission

        agent.groups.clear()
        agent.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
        client.force_login(agent)
        FactFactory(inquiry=inquiry)
        assert card(client, inquiry).status_code == 200
        assert not tree(card(client, inquiry)).xpath("//form | //a[@hx-get or contains(@href, '/trip/')]")


class TestWords:
    def test_what_is_not_known_is_named_among_others(self, agent_client: Client, inquiry: Inquiry) -> None:
        FactFactory(inquiry=inquiry, field="origin", value=None, source="human")
        FactFactory(inquiry=inquiry, field="adults", value=None, source="human")
        assert words(element(card(agent_client, inquiry), "fact-adults")) == "not known"
        FactFactory(inquiry=inquiry, field="child_ages", value=[4])
        shown = card(agent_client, inquiry)
        assert words(element(shown, "fact-adults")) == "adults not known"
        assert words(element(shown, "fact-origin")) == "not known"

    @pytest.mark.parametrize(
        ("back", "shown"), [("2027-05-10", "3"), ("2027-06-10", "3 May"), ("2028-01-02", "3 May 2027")]
    )
    def test_a_year_and_a_month_are_said_once(
        self, agent_client: Client, inquiry: Inquiry, back: str, shown: str
    ) -> None:
        FactFactory(inquiry=inquiry, field="depart_on", value="2027-05-03")
        FactFactory(inquiry=inquiry, field="return_on", value=back)
        assert words(element(card(agent_client, inquiry), "fact-depart_on")) == shown


class TestProposals:
    @pytest.fixture
    def change(self, inquiry: Inquiry) -> Fact:
        FactFactory(inquiry=inquiry, field="nights", value=10)
        made: Fact = FactFactory(inquiry=inquiry, field="nights", value=7, state="PROPOSED")
        return made

    def test_the_change_stands_above_the_trip(self, agent_client: Client, inquiry: Inquiry, change: Fact) -> None:
        box = tree(card(agent_client, inquiry)).find_class("hub-prop")[0]
        assert words(box) == "Nights changed 10 nights 7 nights Accept Y Keep 10 nights"

    @pytest.mark.parametrize(("verb", "nights", "state"), [("accept", 7, "CURRENT"), ("reject", 10, "REJECTED")])
    def test_taken_or_kept(
        self, agent_client: Client, inquiry: Inquiry, change: Fact, verb: str, nights: int, state: str
    ) -> None:
        for _twice in range(2):  # a colleague may have been faster
            response = agent_client.post(at(f"fact_{verb}", change.pk), headers=HTMX)
            assert response.status_code == 200
            assert not tree(response).find_class("hub-prop")
        change.refresh_from_db()
        assert (current(inquiry, "nights"), change.state) == (nights, state)
        assert Event.objects.filter(kind="fact").count() == 1

    @pytest.fixture
    def moved(self, inquiry: Inquiry) -> list[Fact]:
        """Both dates changed by one message, and the party by another."""
        for field, value in {"return_on": "2027-05-10", "depart_on": "2027-05-03", "adults": 2}.items():
            FactFactory(inquiry=inquiry, field=field, value=value)
        dates, party = MessageFactory(inquiry=inquiry), MessageFactory(inquiry=inquiry)
        changes = {"return_on": ("2027-05-17", dates), "depart_on": ("2027-05-10", dates), "adults": (3, party)}
        return [
            FactFactory(inquiry=inquiry, field=field, value=value, message=message, state="PROPOSED")
            for field, (value, message) in changes.items()
        ]

    @pytest.mark.parametrize(
        ("verb", "button", "dates"),
        [
            ("accept", "data-accept", ("2027-05-10", "2027-05-17")),
            ("reject", "", ("2027-05-03", "2027-05-10")),
        ],
    )
    def test_two_dates_of_one_message_are_one_change(
        self, agent_client: Client, inquiry: Inquiry, moved: list[Fact], verb: str, button: str, dates: tuple[str, str]
    ) -> None:
        boxes = tree(card(agent_client, inquiry)).find_class("hub-prop")
        assert [words(box) for box in boxes] == [
            "Dates changed 3–10 May 10–17 May Accept Y Keep 3–10 May",
            "Adults changed 2 adults 3 adults Accept Keep 2 adults",
        ]
        form = boxes[0].xpath(".//form")[0]
        does = {button.get("hx-post", form.get("hx-post")): button for button in form.xpath(".//button")}
        address = next(address for address in does if verb in address)
        assert does[address].get("formaction", form.get("action")) == address  # the same without scripts
        assert (does[address].get("data-accept") is not None) == bool(button)
        fields = {box.get("name"): box.get("value") for box in form.xpath(".//input[@name='with']")}
        response = agent_client.post(address, fields, headers=HTMX)
        assert (current(inquiry, "depart_on"), current(inquiry, "return_on")) == dates
        assert len(tree(response).find_class("hub-prop")) == 1, "the party is another decision"

    @pytest.mark.parametrize(
        ("act", "line"),
        [
            ("fact_accept", "You accepted the change of departure, return"),
            ("fact_reject", "You kept departure, return"),
        ],
    )
    def test_the_history_says_what_became_of_the_change(
        self, agent_client: Client, inquiry: Inquiry, moved: list[Fact], act: str, line: str
    ) -> None:
        back, out, _adults = moved
        agent_client.post(at(act, out.pk), {"with": [back.pk]}, headers=HTMX)
        page = words(tree(agent_client.get(at("inquiry", inquiry.pk))))
        assert line in page
        assert "You set" not in page

    def test_the_history_tells_what_was_confirmed_from_what_was_set(
        self, agent_client: Client, inquiry: Inquiry
    ) -> None:
        FactFactory(inquiry=inquiry, field="adults", value=2)
        agent_client.post(at("inquiry_confirm", inquiry.pk), headers=HTMX)
        page = words(tree(agent_client.get(at("inquiry", inquiry.pk))))
        assert "You confirmed adults" in page
        assert "You set" not in page

    def test_what_was_confirmed_at_once_is_one_line_in_an_open_page_too(
        self, agent_client: Client, inquiry: Inquiry
    ) -> None:
        for field, value in {"adults": 2, "nights": 7, "rooms": 1}.items():
            FactFactory(inquiry=inquiry, field=field, value=value)
        poll = element(agent_client.get(at("inquiry", inquiry.pk)), "poll").get("hx-get")
        agent_client.post(at("inquiry_confirm", inquiry.pk), headers=HTMX)
        news = agent_client.get(poll, headers=HTMX)
        assert words(tree(news)).count("You confirmed") == 1

    @pytest.mark.parametrize("later", [0, 1])
    def test_a_change_of_year_is_said_in_full(self, agent_client: Client, inquiry: Inquiry, later: int) -> None:
        message = MessageFactory(inquiry=inquiry)
        for field, day in {"depart_on": 3, "return_on": 10}.items():
            FactFactory(inquiry=inquiry, field=field, value=f"2027-05-{day:02d}")
            value = f"2028-05-{day + later:02d}"
            FactFactory(inquiry=inquiry, field=field, value=value, message=message, state="PROPOSED")
        box = tree(card(agent_client, inquiry)).find_class("hub-prop__diff")[0]
        assert words(box) == f"3 May 2027, 10 May 2027 {3 + later} May 2028, {10 + later} May 2028"

    def test_only_what_the_card_showed_goes_along(
        self, agent_client: Client, inquiry: Inquiry, change: Fact, moved: list[Fact]
    ) -> None:
        strangers = FactFactory(field="adults", value=4, state="PROPOSED")
        agent_client.post(at("fact_accept", change.pk), {"with": [strangers.pk, "x", "9" * 40]}, headers=HTMX)
        assert set(Fact.objects.filter(state="PROPOSED")) == {*moved, strangers}

    def test_a_row_whose_change_waits_is_to_be_checked(
        self, agent_client: Client, inquiry: Inquiry, change: Fact
    ) -> None:
        proof = {"message": MessageFactory(inquiry=inquiry).pk, "start": 0, "end": 3, "quote": "ten"}
        inquiry.facts.filter(state="CURRENT").update(evidence=[proof])
        assert element(card(agent_client, inquiry), "row-when").xpath(".//*[@aria-label='To check']")
        agent_client.post(at("fact_reject", change.pk), headers=HTMX)
        assert element(card(agent_client, inquiry), "row-when").xpath(".//*[@aria-label='Proven']")

    def test_one_of_several_readings(self, agent_client: Client, inquiry: Inquiry) -> None:
        readings = [{"amount": 3000, "currency": "GBP", "per": per} for per in ("total", "person")]
        doubt = FactFactory(inquiry=inquiry, field="budget", value=readings[0], options=readings, state="PROPOSED")
        buttons = element(card(agent_client, inquiry), "row-budget").xpath(".//button")
        assert [button.get("value") for button in buttons] == ["0", "1"]
        response = agent_client.post(at("fact_choose", doubt.pk), {"option": "1"}, headers=HTMX)
        assert words(element(response, "fact-budget")) == words(buttons[1])
        assert current(inquiry, "budget") == readings[1]

    @pytest.mark.parametrize(("option", "status"), [("", 400), ("x", 400), ("9", 302)])
    def test_a_reading_that_is_none_changes_nothing(
        self, agent_client: Client, inquiry: Inquiry, change: Fact, option: str, status: int
    ) -> None:
        assert agent_client.post(at("fact_choose", change.pk), {"option": option}).status_code == status
        change.refresh_from_db()
        assert change.state == "PROPOSED"

    @pytest.mark.parametrize("verb", ["accept", "reject", "choose"])
    def test_no_such_fact(self, agent_client: Client, verb: str) -> None:
        assert agent_client.post(at(f"fact_{verb}", 999_999), {"option": "0"}).status_code == 404


class TestContact:
    def test_who_writes_from_where_about_what_else(self, agent_client: Client, inquiry: Inquiry) -> None:
        IdentityFactory(contact=inquiry.contact, display="Anna@post.example")
        other = InquiryFactory(contact=inquiry.contact, subject="Winter in Norway")
        for headers in (HTMX, {}):
            response = agent_client.get(at("inquiry_contact", inquiry.pk), headers=headers)
            panel = element(response, "contact")
            assert "Anna@post.example" in words(panel)
            assert at("inquiry", other.pk) in panel.xpath(".//li/a/@href")

    def test_numbers_are_grouped_and_said_once(self, agent_client: Client, inquiry: Inquiry) -> None:
        IdentityFactory(contact=inquiry.contact, kind="wa_id", value="447700900417", display="447700900417")
        path = at("inquiry_contact", inquiry.pk)
        for phone, shown in (("+447700900417", 0), ("+34600000417", 1)):
            type(inquiry.contact).objects.filter(pk=inquiry.contact_id).update(phone=phone)
            panel = words(element(agent_client.get(path, headers=HTMX), "contact"))
            assert panel.count("+44 7700 900417") == 1
            assert panel.count("+34 600 00 04 17") == shown

    def test_it_can_be_corrected(self, agent_client: Client, agent, inquiry: Inquiry) -> None:
        path = at("inquiry_contact", inquiry.pk)
        assert agent_client.get(f"{path}?edit=1", headers=HTMX).status_code == 200
        fields = {"name": "Anna Berg-Sand", "home": "Oslo", "notes": "Prefers a call"}
        response = agent_client.post(path, fields, headers=HTMX)
        assert words(element(response, "who")) == "Anna Berg-Sand"
        inquiry.contact.refresh_from_db()
        assert (inquiry.contact.name, inquiry.contact.home) == ("Anna Berg-Sand", "Oslo")
        event = Event.objects.get(kind="contact")
        assert (event.actor, event.data) == (agent, {"fields": ["name", "home", "notes"]})

    def test_a_new_name_is_found_in_all_inquiries_of_the_contact(self, agent_client: Client, inquiry: Inquiry) -> None:
        other = InquiryFactory(contact=inquiry.contact)
        path = at("inquiry_contact", inquiry.pk)
        agent_client.post(path, {"name": "Ylva Sand", "home": "", "notes": ""}, headers=HTMX)
        assert set(search.matching(Inquiry.objects.all(), "ylva")) == {inquiry, other}

    def test_not_without_a_name(self, agent_client: Client, inquiry: Inquiry) -> None:
        for headers in (HTMX, {}):
            response = agent_client.post(
                at("inquiry_contact", inquiry.pk), {"name": "", "home": "Oslo"}, headers=headers
            )
            assert (response.status_code, "A contact needs a name." in words(tree(response))) == (422, True)
            assert element(response, "id_home").get("value") == "Oslo"
        assert not Event.objects.filter(kind="contact").exists()
