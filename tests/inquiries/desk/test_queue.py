"""The queue: who stands in it, in which tab and order, and what a row says."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from inquiries import roles
from inquiries.desk.views_queue import PAGE_SIZE
from inquiries.models import Inquiry, User
from tests.conftest import person
from tests.factories import ContactFactory, InquiryFactory, MessageFactory, UserFactory
from tests.inquiries.desk.pages import element, has_link, lines, link, pks, tab_counts, tree, words

pytestmark = pytest.mark.django_db


def ago(**span: float) -> Any:
    return timezone.now() - timedelta(**span)


def waiting(**columns: Any) -> Inquiry:
    """An inquiry whose customer wrote an hour ago and has no answer yet."""
    return InquiryFactory.create(**{"needs_reply_since": ago(hours=1), "last_message_at": ago(hours=1), **columns})


def why(client: Client, inquiry: Inquiry, tab: str = "all") -> str:
    return next(line.why for line in lines(client.get("/", {"tab": tab})) if line.pk == inquiry.pk)


def test_a_row_says_who_where_to_by_which_way_and_who_has_it(agent_client: Client) -> None:
    owner = UserFactory.create(first_name="Malik", last_name="Adeyemi")
    InquiryFactory.create(
        contact=ContactFactory.create(name="Lucía Fernández", home="Sevilla"),
        language="es",
        trip="Crete · 12–19 Jul · 2 adults",
        has_whatsapp=True,
        has_email=True,
        status="QUOTED",
        assignee=owner,
        needs_reply_since=ago(minutes=5),
        last_message_text="¿Y el hotel?",
        last_message_direction="IN",
        sure_count=6,
        check_count=1,
        missing_count=2,
    )
    (line,) = lines(agent_client.get("/"))
    assert line.who == "Lucía Fernández Sevilla · es"
    assert line.what == "Crete · 12–19 Jul · 2 adults ¿Y el hotel?"
    assert line.channels == ["WhatsApp", "Mail"]
    assert (line.status, line.owner, line.known) == ("Quoted", "Malik Adeyemi", "1 to check, 2 missing")
    assert re.fullmatch(r"\d\d:\d\d|[A-Z][a-z]{2}", line.time)


def test_without_a_trip_the_subject_stands_for_it(agent_client: Client) -> None:
    waiting(trip="", subject="A question")
    waiting(trip="", subject="")
    assert {line.what for line in lines(agent_client.get("/"))} == {"A question", "No trip yet"}


def test_our_own_last_words_are_told_apart(agent: User, agent_client: Client) -> None:
    ours = {"last_message_direction": "OUT", "last_message_text": "Good news"}
    waiting(last_message_author=str(agent), **ours)
    waiting(last_message_author="Malik Adeyemi", **ours)
    waiting(last_message_author="", **ours)
    said = {line.what.removeprefix("Ten days on Crete ") for line in lines(agent_client.get("/"))}
    assert said == {"You: Good news", "Malik Adeyemi: Good news", "We: Good news"}


def test_what_customers_write_is_shown_as_text(agent_client: Client) -> None:
    waiting(contact=ContactFactory.create(name="<b>Bold</b>"), trip="<script>alert(1)</script>")
    page = agent_client.get("/")
    assert lines(page)[0].who == "<b>Bold</b>"
    assert "<script>alert" not in page.content.decode()


REASONS: list[tuple[dict[str, Any], str]] = [
    ({"window_closes_at": timedelta(minutes=48.5)}, "WhatsApp closes in 48 min then only a template reaches them"),
    (
        {"window_closes_at": timedelta(minutes=48.5), "needs_reply_since": timedelta(hours=-23.1)},
        "WhatsApp closes in 48 min answer is 19 h late",
    ),
    ({"window_closes_at": timedelta(minutes=48.5), "has_email": True}, "WhatsApp closes in 48 min mail reaches them"),
    ({"needs_reply_since": timedelta(hours=-5), "last_message_at": timedelta(hours=-5)}, "First answer is 60 min late"),
    ({"needs_reply_since": timedelta(hours=-6)}, "First answer is 2 h late was due"),
    ({"status": "OPEN"}, "Answer due"),
    ({"needs_reply_since": timedelta(days=-4), "last_message_at": timedelta(days=-4)}, "Needs a reply since"),
    ({"window_closes_at": timedelta(hours=-1), "needs_reply_since": timedelta(days=-2)}, "WhatsApp has closed"),
    ({"failed_count": 1, "last_message_direction": "OUT"}, "Your reply was not delivered"),
    ({"failed_count": 1, "last_message_direction": "IN"}, "A message or a file failed"),
    ({"failed_count": 3}, "3 messages failed"),
    ({"parked_reason": "bulk", "needs_reply_since": None}, "Newsletter or bulk mail parked, never answered"),
    ({"status": "BOOKED", "needs_reply_since": None}, "Booked"),
    ({"status": "LOST", "lost_reason": "Too dear", "needs_reply_since": None}, "Lost Too dear"),
    ({"snoozed_until": timedelta(days=3)}, "Snoozed until"),
    ({"snoozed_until": timedelta(days=-1), "needs_reply_since": None}, "Back from snooze since"),
    (
        {"snoozed_until": timedelta(days=-1), "needs_reply_since": None, "last_message_at": timedelta(days=-5)},
        "Back from snooze silent for 5 days, remind them?",
    ),
    ({"target_at": timedelta(minutes=48.5)}, "First answer due in 48 min"),
    ({"target_at": timedelta(hours=-3.1)}, "First answer is 3 h 06 late"),
    ({"target_at": timedelta(days=2), "status": "OPEN"}, "Answer due"),
    ({"promise_due_at": timedelta(minutes=-5)}, "Promise is overdue was due"),
    (
        {"promise_due_at": timedelta(minutes=-5), "window_closes_at": timedelta(minutes=48.5)},
        "Promise is overdue WhatsApp closes in 48 min",
    ),
    ({"promise_due_at": timedelta(minutes=48.5), "needs_reply_since": None}, "Promise due in 48 min"),
    ({"promise_due_at": timedelta(days=3), "needs_reply_since": None}, "Promised by"),
    ({"promise_due_at": timedelta(minutes=-5), "needs_reply_since": None, "status": "BOOKED"}, "Promise is overdue"),
    (
        {
            "remind_at": timedelta(hours=-1),
            "needs_reply_since": None,
            "last_message_at": timedelta(days=-10),
            "reminder_by": "Ana Souto",
        },
        "Reminder: no answer since",
    ),
    (
        {
            "remind_at": timedelta(hours=-1),
            "needs_reply_since": None,
            "remind_if_silent": False,
            "reminder_by": "Ana Souto",
        },
        "Reminder is due Ana Souto asked for it",
    ),
    ({"remind_at": timedelta(days=3), "needs_reply_since": None}, "Reminder"),
    ({"needs_reply_since": None, "last_message_at": timedelta(days=-5)}, "Silent for 5 days"),
    ({"needs_reply_since": None}, "Waiting for the customer"),
]


@pytest.mark.parametrize(("columns", "reason"), REASONS)
def test_a_row_says_why_it_is_here(columns: dict[str, Any], reason: str, agent_client: Client) -> None:
    now = timezone.now()
    moved = {name: now + value if isinstance(value, timedelta) else value for name, value in columns.items()}
    assert why(agent_client, waiting(**moved)).startswith(reason.replace("60 min", "1 h"))


@pytest.mark.parametrize(
    ("days", "reason"),
    [(0, "Departs today"), (1, "Departs tomorrow"), (9, "Departs in 9 days"), (-2, "Departed 2 days ago")],
)
def test_a_near_departure_comes_first_in_the_reason(days: int, reason: str, agent_client: Client) -> None:
    departure = timezone.localdate() + timedelta(days=days)
    assert why(agent_client, waiting(depart_on=departure)).startswith(f"{reason} answer due")
    assert not why(agent_client, waiting(depart_on=departure + timedelta(days=40))).startswith("Depart")


def test_the_most_urgent_stands_first_under_its_heading(agent_client: Client) -> None:
    later = waiting(needs_reply_since=ago(minutes=1), status="OPEN")
    window = waiting(window_closes_at=timezone.now() + timedelta(minutes=30))
    failed = waiting(failed_count=1, last_message_at=ago(days=1))
    page = agent_client.get("/")
    assert pks(page) == [failed.pk, window.pk, later.pk]
    headings = [words(heading) for heading in tree(page).find_class("hub-group")]
    assert headings[0].startswith("Answer now 2 ")
    assert words(element(page, "lead")).startswith("2 cannot wait. The first window closes in")


def test_the_heading_leads_to_the_window_that_closes_first_wherever_it_stands(agent_client: Client) -> None:
    for hours in range(PAGE_SIZE):
        waiting(needs_reply_since=ago(days=3, hours=hours))
    closing = waiting(
        needs_reply_since=ago(hours=1),
        target_at=timezone.now(),
        window_closes_at=timezone.now() + timedelta(minutes=20, seconds=40),
    )
    page = agent_client.get("/")
    assert closing.pk not in pks(page)  # late answers fill the first page
    assert pks(agent_client.get(f"/{link(page, 'The first window closes in 20 min.')}"))[0] == closing.pk


TABS: list[tuple[str, str, dict[str, Any]]] = [
    ("to_answer", "To answer", {}),
    ("mine", "Mine", {"mine": True}),
    ("unassigned", "Unassigned", {}),
    ("waiting", "Waiting", {"needs_reply_since": None}),
    ("snoozed", "Snoozed", {"snoozed_until": timedelta(days=1)}),
    ("maybe", "Maybe not a request", {"kind": "other"}),
    ("parked", "Parked mail", {"parked_reason": "bulk", "needs_reply_since": None}),
    ("same", "Same trip?", {"suggested_count": 1, "status": "CLOSED"}),
    ("failed", "Failed", {"failed_count": 1, "status": "CLOSED"}),
]


@pytest.mark.parametrize(("key", "label", "columns"), TABS)
def test_a_tab_holds_its_own_and_counts_them(
    key: str, label: str, columns: dict[str, Any], agent: User, agent_client: Client
) -> None:
    columns = {name: timezone.now() + value if name == "snoozed_until" else value for name, value in columns.items()}
    owner = agent if columns.pop("mine", False) else None
    other = UserFactory.create()
    for state in ("BOOKED", "LOST", "CLOSED"):
        waiting(status=state, assignee=other, needs_reply_since=None)
    waiting(merged_into=waiting(assignee=other), **columns)
    Inquiry.objects.filter(merged_into=None, status="NEW").update(status="BOOKED", needs_reply_since=None)
    wanted = waiting(assignee=owner, **columns)
    page = agent_client.get("/", {"tab": key})
    assert pks(page) == [wanted.pk]
    assert tab_counts(page)[label] == "1"
    assert words(tree(page).xpath("//*[@id='tabs']//a[@aria-current]")[0]) == f"{label} 1"


@pytest.mark.parametrize("status", ["BOOKED", "LOST"])
def test_who_writes_about_a_booked_or_a_lost_trip_waits_for_an_answer_too(status: str, agent_client: Client) -> None:
    inquiry = waiting(status=status)
    waiting(status="CLOSED")
    assert pks(agent_client.get("/")) == [inquiry.pk]


def test_what_we_said_we_would_do_is_to_be_answered_from_its_day_on(agent_client: Client) -> None:
    now = timezone.now()
    ours = {"status": "OPEN", "needs_reply_since": None}
    today = waiting(promise_due_at=now + timedelta(minutes=1), **ours)
    reminded = waiting(remind_at=now - timedelta(hours=1), **ours)
    waiting(promise_due_at=now + timedelta(minutes=1), snoozed_until=now + timedelta(seconds=50), **ours)
    later = [
        waiting(promise_due_at=now + timedelta(days=3), **ours),
        waiting(remind_at=now + timedelta(days=2), **ours),
    ]
    asks = waiting(promise_due_at=now + timedelta(days=3), target_at=now + timedelta(hours=9))
    assert pks(agent_client.get("/")) == [reminded.pk, today.pk, asks.pk]
    page = agent_client.get("/", {"tab": "waiting"})
    assert set(pks(page)) == {row.pk for row in later}
    assert (tab_counts(page)["To answer"], tab_counts(page)["Waiting"]) == ("3", "2")


def test_all_holds_everything_but_what_was_merged_away(agent_client: Client) -> None:
    whole = waiting()
    rows = [whole, waiting(status="LOST"), waiting(parked_reason="bounce"), waiting(kind="other")]
    waiting(merged_into=whole)
    page = agent_client.get("/", {"tab": "all"})
    assert set(pks(page)) == {row.pk for row in rows}
    assert tab_counts(page)["All"] == "4"


def test_a_tab_that_does_not_exist_is_the_first_one(agent_client: Client) -> None:
    inquiry = waiting()
    assert pks(agent_client.get("/", {"tab": "nonsense", "order": "nonsense"})) == [inquiry.pk]


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/", "No inquiries yet"),
        ("/?q=atlantis", "Nothing matches"),
    ],
)
def test_an_empty_list_says_what_that_means(address: str, heading: str, agent_client: Client) -> None:
    assert words(element(agent_client.get(address), "list").find_class("hub-empty")[0].find("h2")) == heading


@pytest.mark.parametrize("spelt", ["TH-{pk}", " th{pk} "])
def test_the_search_of_every_page_leads_to_the_inquiry_of_a_reference(spelt: str, agent_client: Client) -> None:
    inquiry = waiting()
    form = tree(agent_client.get("/")).xpath("//form[.//input[@data-jump]]")[0]
    found = agent_client.get(form.get("action"), {"q": spelt.format(pk=inquiry.pk)})
    assert (found.status_code, found["Location"]) == (302, inquiry.get_absolute_url())


@pytest.mark.parametrize(
    ("asked", "query"),
    [("TH-999999", "?tab=all&q=TH-999999"), ("Crete & more", "?tab=all&q=Crete+%26+more"), (" ", "?tab=all")],
)
def test_the_search_of_every_page_looks_in_all_inquiries(asked: str, query: str, agent_client: Client) -> None:
    assert agent_client.get("/find/", {"q": asked})["Location"] == f"/{query}"


def test_an_empty_installation_shows_an_admin_the_way_to_its_set_up() -> None:
    client = Client()
    client.force_login(person(roles.ADMIN))
    box = element(client.get("/"), "list").find_class("hub-empty")[0]
    assert "docs/microsoft-365-setup.md" in words(box)
    assert "docs/whatsapp-setup.md" in words(box)
    ways = {words(link): link.get("href") for link in box.xpath(".//a")}
    assert list(ways) == ["Set up Mail", "Set up WhatsApp", "Status"]
    assert b"Mailboxes" in client.get(ways["Set up Mail"]).content
    assert b"WhatsApp numbers" in client.get(ways["Set up WhatsApp"]).content


def test_an_empty_installation_tells_everybody_else_whom_to_ask(manager_client: Client) -> None:
    box = element(manager_client.get("/"), "list").find_class("hub-empty")[0]
    assert "Ask an admin" in words(box)
    assert not box.xpath(".//a")


def test_when_everybody_has_an_answer_it_says_so(agent_client: Client) -> None:
    InquiryFactory.create()
    page = agent_client.get("/")
    assert words(element(page, "list")).startswith("Everybody has an answer. 1 wait for the customer")
    assert not has_link(page, "Open the first ↵")


def test_open_the_first_leads_there(agent_client: Client) -> None:
    waiting(status="OPEN")
    first = waiting(failed_count=1)
    assert link(agent_client.get("/"), "Open the first ↵") == f"/inquiries/{first.pk}/"


ORDERS = [("newest", "last_message_at"), ("waiting", "needs_reply_since"), ("window", "window_closes_at")]


@pytest.mark.parametrize(("order", "column"), ORDERS)
def test_orders(order: str, column: str, agent_client: Client) -> None:
    moments = [timezone.now() + timedelta(hours=hours) for hours in (3, 1, 2)]
    rows = {moment: InquiryFactory.create(**{column: moment}) for moment in moments}
    expected = [rows[moment].pk for moment in sorted(moments, reverse=order == "newest")]
    assert pks(agent_client.get("/", {"tab": "all", "order": order})) == expected


def test_departures_that_are_over_come_last(agent_client: Client) -> None:
    today = timezone.localdate()
    none = InquiryFactory.create()
    over = InquiryFactory.create(depart_on=date(2020, 1, 1))
    late, soon = (InquiryFactory.create(depart_on=today + timedelta(days=days)) for days in (30, 3))
    page = agent_client.get("/", {"tab": "all", "order": "departure"})
    assert pks(page) == [soon.pk, late.pk, over.pk, none.pk]


class TestNews:
    """What is new waits behind a link, and a page asks for nothing else every 15 seconds."""

    def poll(self, client: Client, address: str) -> Any:
        return client.get(tree(client.get(address)).get_element_by_id("news").get("hx-get"))

    def test_nothing_new_shows_nothing(self, agent_client: Client) -> None:
        waiting()
        news = tree(self.poll(agent_client, "/"))
        assert news.get("data-new") == "0"
        assert news.find("a").get("hidden") is not None

    def test_a_message_that_came_since_is_counted(self, agent_client: Client) -> None:
        waiting()
        address = tree(agent_client.get("/")).get_element_by_id("news").get("hx-get")
        # Its own time lies before the page was drawn, as of a mail that waited in its mailbox.
        written = timezone.now() - timedelta(minutes=5)
        MessageFactory(inquiry=waiting(last_message_at=written, needs_reply_since=written), sent_at=written)
        news = tree(agent_client.get(address))
        assert news.get("data-new") == "1"
        assert words(news.find("a")) == "1 new"
        assert news.find("a").get("hidden") is None

    def test_only_what_the_list_would_show_is_counted(self, agent_client: Client) -> None:
        address = tree(agent_client.get("/?channel=whatsapp")).get_element_by_id("news").get("hx-get")
        MessageFactory(inquiry=waiting(has_email=True))
        assert tree(agent_client.get(address)).get("data-new") == "0"

    def test_what_we_sent_is_no_news(self, agent_client: Client) -> None:
        inquiry = waiting()
        address = tree(agent_client.get("/")).get_element_by_id("news").get("hx-get")
        MessageFactory(inquiry=inquiry, direction="OUT")
        assert tree(agent_client.get(address)).get("data-new") == "0"

    def test_the_refresh_of_a_later_page_stays_on_it(self, agent_client: Client) -> None:
        for _ in range(30):
            waiting()
        second = link(agent_client.get("/"), "Next")
        again = tree(agent_client.get(f"/{second}")).get_element_by_id("again").get("hx-get")
        assert again == f"/{second}"
        assert tree(self.poll(agent_client, f"/{second}")).get_element_by_id("again").get("hx-get") == again

    @pytest.mark.parametrize("seen", ["", "yesterday", "-1", "1.5", "٣", "9" * 40])
    def test_a_place_that_makes_no_sense_counts_from_now(self, seen: str, agent_client: Client) -> None:
        MessageFactory(inquiry=waiting())
        news = agent_client.get("/news/", {"seen": seen})
        assert (news.status_code, tree(news).get("data-new")) == (200, "0")


class TestCost:
    """Few queries and a light page, whatever is asked for."""

    @pytest.fixture(autouse=True)
    def many(self, agent: User) -> None:
        for number in range(60):
            inquiry = waiting(
                contact=ContactFactory.create(name="Екатерина Константинопольская", home="Санкт-Петербург"),
                trip="Крит и Санторини · 12–19 июля · 2 взрослых, 2 детей · €4,200",
                last_message_text="Здравствуйте! Подскажите, пожалуйста, есть ли семейный номер с видом на море " * 2,
                last_message_direction="IN",
                language="ru",
                has_email=True,
                has_whatsapp=True,
                assignee=agent if number % 2 else None,
                window_closes_at=timezone.now() + timedelta(hours=number % 5) if number % 3 else None,
                depart_on=timezone.localdate() + timedelta(days=number) if number % 4 else None,
                sure_count=5,
                check_count=2,
                missing_count=2,
            )
            MessageFactory.create(inquiry=inquiry)

    ADDRESSES = [
        "/",
        "/?last=1",
        "/?tab=all&q=крит",
        "/?tab=all&q=крит&last=1",
        "/?order=window",
        "/?order=departure&last=1",
        "/?tab=all&order=newest&status=NEW&channel=email&assignee=none&since=2020-01-01&destination=Крит&who=Екат",
        "/?filter=open&contact=1&departs_from=2020-01-01",
    ]

    @pytest.mark.parametrize("address", ADDRESSES)
    def test_twelve_queries_at_most(self, address: str, manager_client: Client, django_assert_max_num_queries) -> None:
        with django_assert_max_num_queries(12):
            assert manager_client.get(address).status_code == 200

    @pytest.mark.parametrize("address", ["/", "/?tab=all&status=NEW&channel=email&who=Екат"])
    def test_forty_kilobytes_at_most(self, address: str, manager_client: Client) -> None:
        page = manager_client.get(address)
        assert len(lines(page)) == PAGE_SIZE
        assert len(page.content) <= 40_000
