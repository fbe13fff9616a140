"""WhatsApp's window on the desk: counts down without a reload, is said aloud three times, shuts the way to send."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from inquiries import replies
from inquiries.envelope import Address, Sender
from inquiries.intake import receive
from inquiries.models import Identity, Inquiry, Message
from tests.factories import inbound
from tests.inquiries.desk.pages import element, link, pks, tree, words

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def chat() -> Inquiry:
    return receive(inbound(wa_id="447700900919")).message.inquiry


@pytest.fixture
def hidden() -> Inquiry:
    sender = Sender(addresses=(Address(kind="bsuid", value="ES.1"),), name="Lucía Romero", username="lucia.romero")
    return receive(inbound(channel="whatsapp", account="106540352242922", sender=sender)).message.inquiry


def closes(inquiry: Inquiry, *, minutes: float) -> None:
    """As if the customer had written so that this is left."""
    at = timezone.now() + timedelta(minutes=minutes, seconds=20)
    Message.objects.update(sent_at=at - timedelta(hours=24))
    Inquiry.objects.filter(pk=inquiry.pk).update(window_closes_at=at)


def poll(response) -> str:
    """Where the page asks next, as its own markup says."""
    return str(element(response, "poll").get("hx-get"))


class TestCountdown:
    def test_chip_and_composer_say_the_same_each_minute(self, agent_client: Client, chat: Inquiry) -> None:
        closes(chat, minutes=300)
        page = agent_client.get(chat.get_absolute_url())
        assert words(element(page, "window")) == "WhatsApp 5 h 00"
        assert words(element(page, "left-whatsapp")) == "5 h 00"
        assert agent_client.get(poll(page), headers=HTMX).status_code == 204
        closes(chat, minutes=299)
        news = agent_client.get(poll(page), headers=HTMX)
        assert words(element(news, "window")) == "WhatsApp 4 h 59"
        assert words(element(news, "left-whatsapp")) == "4 h 59"

    def test_it_is_said_aloud_at_two_hours_one_hour_and_fifteen_minutes_only(
        self, agent_client: Client, chat: Inquiry
    ) -> None:
        closes(chat, minutes=130)
        response = agent_client.get(chat.get_absolute_url())
        assert element(response, "window-said").get("role") == "status"
        heard = []
        for minutes in (121, 119, 90, 59, 30, 14, 3, 0.1):
            closes(chat, minutes=minutes)
            response = agent_client.get(poll(response), headers=HTMX)
            heard += [words(node) for node in tree(response).xpath("//*[@id='window-said']")]
        assert heard == [
            "WhatsApp closes in less than 2 hours.",
            "WhatsApp closes in less than 1 hour.",
            "WhatsApp closes in less than 15 minutes.",
            "WhatsApp has closed.",
        ]

    def test_a_page_that_was_open_meanwhile_cannot_send_any_more(self, agent_client: Client, chat: Inquiry) -> None:
        closes(chat, minutes=5)
        page = agent_client.get(chat.get_absolute_url())
        assert "whatsapp" in element(page, "comp-send").get("data-for").split()
        closes(chat, minutes=-1)
        news = agent_client.get(poll(page), headers=HTMX)
        assert "whatsapp" not in element(news, "comp-send").get("data-for").split()
        assert "Only a template reaches Anna there." in words(element(news, "comp-bars"))
        assert words(element(news, "left-whatsapp")) == "shut"
        form = {"channel": "whatsapp", "text": "Too late"}
        refused = agent_client.post(f"{chat.get_absolute_url()}reply/", form, headers=HTMX)
        assert refused.status_code == 422
        assert replies.WINDOW_SHUT in words(tree(refused))

    def test_the_way_out_is_mail_where_there_is_an_address(self, agent_client: Client, chat: Inquiry) -> None:
        Identity.objects.create(contact=chat.contact, kind="email", value="anna@post.example", display="a@post.example")
        closes(chat, minutes=-60)
        page = agent_client.get(chat.get_absolute_url())
        assert "Only a template reaches Anna there, or write mail." in words(element(page, "comp-bars"))

    def test_a_new_message_opens_it_on_the_open_page(self, agent_client: Client, chat: Inquiry) -> None:
        closes(chat, minutes=-60)
        page = agent_client.get(chat.get_absolute_url())
        receive(inbound(wa_id="447700900919"))
        news = agent_client.get(poll(page), headers=HTMX)
        assert "whatsapp" in element(news, "comp-send").get("data-for").split()
        assert words(element(news, "left-whatsapp")) == "23 h 58"

    def test_a_page_that_asks_nonsense_is_answered(self, agent_client: Client, chat: Inquiry) -> None:
        address = urlsplit(poll(agent_client.get(chat.get_absolute_url())))
        assert parse_qs(address.query, keep_blank_values=True)["told"] == [""]
        assert agent_client.get(f"{address.path}?told=%00&left=x&after=y", headers=HTMX).status_code == 200


class TestQueue:
    @pytest.fixture
    def rows(self) -> dict[str, int]:
        """Inquiries by what is left of their window."""
        found = {}
        for number, (name, minutes) in enumerate({"open": 600, "closing": 45, "shut": -60}.items()):
            inquiry = receive(inbound(wa_id=f"44770090091{number}")).message.inquiry
            closes(inquiry, minutes=minutes)
            found[name] = inquiry.pk
        found["mail"] = receive(inbound()).message.inquiry.pk
        return found

    @pytest.mark.parametrize(
        ("asked", "wanted"), [("open", ["open", "closing"]), ("closing", ["closing"]), ("shut", ["shut"])]
    )
    def test_filter(self, agent_client: Client, rows: dict[str, int], asked: str, wanted: list[str]) -> None:
        found = pks(agent_client.get(f"/?tab=all&window={asked}"))
        assert set(found) == {rows[name] for name in wanted}

    def test_order(self, agent_client: Client, rows: dict[str, int]) -> None:
        assert pks(agent_client.get("/?tab=all&order=window"))[:2] == [rows["closing"], rows["open"]]

    def test_the_main_order_knows_it(self, agent_client: Client, rows: dict[str, int]) -> None:
        found = pks(agent_client.get("/"))
        assert found.index(rows["closing"]) < found.index(rows["open"])

    def test_who_wrote_to_another_number_of_ours_is_among_the_shut(self, agent_client: Client) -> None:
        echo = inbound(wa_id="447700900919", outgoing=True)
        inquiry = receive(echo).message.inquiry
        assert pks(agent_client.get("/?tab=all&window=shut")) == [inquiry.pk]


class TestHiddenNumber:
    def card(self, client: Client, inquiry: Inquiry):
        return client.get(f"{inquiry.get_absolute_url()}contact/", headers=HTMX)

    def test_the_card_says_so_and_helps_to_ask(self, agent_client: Client, hidden: Inquiry) -> None:
        Inquiry.objects.update(language="es")
        card = self.card(agent_client, hidden)
        assert "hides the number" in words(tree(card))
        assert "@lucia.romero" in words(tree(card))
        assert "ES.1" not in words(tree(card))
        page = agent_client.get(link(card, "Ask for it").partition("#")[0])
        assert "su número de teléfono" in element(page, "reply-text").text_content()
        assert element(page, "composer").xpath(".//input[@name='channel'][@checked]/@value") == ["whatsapp"]
        assert "@lucia.romero, who hides the number" in words(element(page, "composer"))
        assert not hidden.messages.filter(direction="OUT").exists()

    def test_staff_note_the_number_and_what_comes_from_it_joins(self, agent_client: Client, hidden: Inquiry) -> None:
        form = {"name": "Lucía Romero", "home": "", "notes": "", "number": "+34 600 00 04 17"}
        agent_client.post(f"{hidden.get_absolute_url()}contact/", form, headers=HTMX)
        card = words(tree(self.card(agent_client, hidden)))
        assert "+34 600 00 04 17 Spain, as they say" in card
        assert "hides the number" not in card
        assert receive(inbound(wa_id="34600000417")).message.inquiry == hidden
        assert pks(agent_client.get("/?tab=all&q=600+000+417")) == [hidden.pk]

    @pytest.mark.parametrize(
        ("typed", "said"),
        [("no number", "This is no phone number."), ("+447700900919", "known as Anna Berg's already")],
    )
    def test_what_cannot_be_noted_is_said(
        self, agent_client: Client, hidden: Inquiry, chat: Inquiry, typed: str, said: str
    ) -> None:
        form = {"name": "Lucía Romero", "number": typed}
        refused = agent_client.post(f"{hidden.get_absolute_url()}contact/", form, headers=HTMX)
        assert refused.status_code == 422
        assert said in words(tree(refused))
        assert set(hidden.contact.identities.values_list("kind", flat=True)) == {"bsuid"}

    def test_a_number_has_its_country(self, agent_client: Client, chat: Inquiry) -> None:
        assert "+44 7700 900919 United Kingdom" in words(tree(self.card(agent_client, chat)))


@pytest.mark.parametrize(
    "typed",
    ["+55 (31) 98765-4321", "553187654321", "5531987654321", "31 98765-4321", "0055 31 9 8765 4321", "8765-4321"],
)
def test_a_number_is_found_however_it_is_typed(agent_client: Client, typed: str) -> None:
    inquiry = receive(inbound(wa_id="553187654321")).message.inquiry
    assert pks(agent_client.get("/", {"tab": "all", "q": typed})) == [inquiry.pk]


@pytest.mark.parametrize("typed", ["+44 (0)7700 900919", "07700 900919", "0044 7700 900919"])
def test_a_trunk_zero_is_no_digit_of_it(agent_client: Client, chat: Inquiry, typed: str) -> None:
    for field in ("q", "who"):
        assert pks(agent_client.get("/", {"tab": "all", field: typed})) == [chat.pk], field
