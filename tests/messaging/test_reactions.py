"""A reaction of staff stands on the customer's message, at Meta and on the page, and answers nothing."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inquiries import reactions, replies
from inquiries.errors import InvalidInput
from inquiries.intake import receive
from inquiries.models import Inquiry, Message
from inquiries.work import delivery
from tests.factories import inbound
from tests.inquiries.desk.pages import element, tree, words
from tests.messaging.payloads import body_of, ingest_all, post
from tests.servers.cloud_api import NUMBER_ID, CloudApi, Fault, RefusalError

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def asked() -> Message:
    return receive(inbound(wa_id="447700900417", text="We land at noon", external_id="wamid.theirs")).message


def react(client: Client, message: Message, emoji: str, *, htmx: bool = True) -> Any:
    address = reverse("message_react", args=[message.pk])
    return client.post(address, {"emoji": emoji}, headers=HTMX if htmx else None)


def queued() -> list[Message]:
    return list(Message.objects.filter(kind="reaction", state="QUEUED").order_by("pk"))


def deliver() -> None:
    for row in queued():
        delivery.deliver(row.pk)


def states() -> list[tuple[str, str]]:
    return list(Message.objects.filter(kind="reaction").order_by("pk").values_list("text", "state"))


def bubble(client: Client, message: Message) -> Any:
    return element(client.get(reverse("inquiry", args=[message.inquiry_id])), f"m-{message.pk}")


def on_bubble(client: Client, message: Message) -> list[str]:
    return [words(node) for node in bubble(client, message).find_class("hub-react")]


class TestSending:
    def test_it_reaches_meta_and_stands_on_the_message(self, agent_client: Client, asked: Message, meta: CloudApi):
        answer = react(agent_client, asked, "👍")
        assert (answer.status_code, tree(answer).get("id")) == (200, f"m-{asked.pk}")
        assert "not sent yet" in words(tree(answer))
        deliver()
        (row,) = Message.objects.filter(kind="reaction")
        assert meta.sent() == [
            {
                "messaging_product": "whatsapp",
                "recipient_type": "individual",
                "to": "447700900417",
                "type": "reaction",
                "reaction": {"message_id": "wamid.theirs", "emoji": "👍"},
                "biz_opaque_callback_data": row.key,
            }
        ]
        assert (row.state, row.external_id) == ("SENT", "wamid.sent1")
        assert on_bubble(agent_client, asked) == ["👍 You"]

    def test_a_newer_one_replaces_it_and_an_empty_one_takes_it_back(
        self, agent_client: Client, asked: Message, meta: CloudApi
    ):
        for emoji in ("👍", "❤️", ""):
            react(agent_client, asked, emoji)
            deliver()
        assert [message["reaction"]["emoji"] for message in meta.sent()] == ["👍", "❤️", ""]
        assert on_bubble(agent_client, asked) == []

    def test_the_same_again_and_nothing_to_take_back_send_nothing(
        self, agent_client: Client, asked: Message, meta: CloudApi
    ):
        react(agent_client, asked, "")
        assert queued() == []
        for _ in range(2):
            react(agent_client, asked, "👍")
            react(agent_client, asked, "👍")
            deliver()
        assert len(meta.messages) == 1

    def test_one_that_has_not_left_is_called_off(self, agent_client: Client, asked: Message, meta: CloudApi):
        react(agent_client, asked, "👍")
        react(agent_client, asked, "🙏")
        assert states() == [("👍", "CANCELLED"), ("🙏", "QUEUED")]
        react(agent_client, asked, "")
        deliver()
        assert states() == [("👍", "CANCELLED"), ("🙏", "CANCELLED")]
        assert meta.messages == []
        assert on_bubble(agent_client, asked) == []

    def test_what_meta_knows_already_is_not_sent_again(self, agent_client: Client, asked: Message, meta: CloudApi):
        react(agent_client, asked, "👍")
        deliver()
        react(agent_client, asked, "❤️")
        react(agent_client, asked, "👍")  # changed their mind before it left
        deliver()
        assert len(meta.messages) == 1
        assert on_bubble(agent_client, asked) == ["👍 You"]

    def test_without_scripts_it_leads_back_to_the_message(self, agent_client: Client, asked: Message):
        page = agent_client.get(reverse("message_react", args=[asked.pk]))
        (form,) = [form for form in tree(page).forms if form.get("id") == "emoji"]
        assert form.get("hx-post") is None
        answer = react(agent_client, asked, "✅", htmx=False)
        assert answer["Location"].endswith(f"#m-{asked.pk}")
        assert [row.shape for row in queued()] == [{"target": "wamid.theirs", "emoji": "✅"}]

    def test_the_choice_knows_ours(self, agent_client: Client, asked: Message):
        react(agent_client, asked, "🙏")
        choice = tree(agent_client.get(reverse("message_react", args=[asked.pk]), headers=HTMX))
        offered = {button.get("aria-label"): button.get("value") for button in choice.iter("button")}
        assert offered == {
            "Thumbs up": "👍",
            "Heart": "❤️",
            "Laughing": "😂",
            "Surprised": "😮",
            "Thank you": "",
            "Done": "✅",
        }

    def test_a_hidden_number_is_reached_by_its_user_id(self, client: Client, agent_client: Client, meta: CloudApi):
        contacts = [{"profile": {"name": "Ann"}, "user_id": "GB.13491208655302741918"}]
        message = {"id": "wamid.hidden", "from": "", "from_user_id": "GB.13491208655302741918"}
        now = str(int(timezone.now().timestamp()))
        post(client, body_of(message | {"timestamp": now, "text": {"body": "Hello"}}, contacts=contacts))
        ingest_all()
        react(agent_client, Message.objects.get(), "👍")
        deliver()
        (sent,) = meta.sent()
        assert (sent["recipient"], "to" in sent) == ("GB.13491208655302741918", False)

    def test_in_the_sandbox_it_is_laid_in_the_outbox_and_says_so(self, agent_client: Client, asked: Message, settings):
        react(agent_client, asked, "👍")
        deliver()
        (row,) = Message.objects.filter(kind="reaction")
        letter = json.loads((settings.OUTBOX_DIR / f"whatsapp-{row.key}.json").read_text())
        assert letter["shape"] == {"target": "wamid.theirs", "emoji": "👍"}
        assert row.state == "SANDBOXED"
        assert "not sent: sandbox" in on_bubble(agent_client, asked)[0]


class TestItAnswersNothing:
    def test_the_customer_still_waits(self, agent_client: Client, asked: Message, meta: CloudApi):
        before = Inquiry.objects.values().get()
        react(agent_client, asked, "👍")
        deliver()
        assert Inquiry.objects.values().get() == before
        assert before["needs_reply_since"] is not None

    def test_nor_does_it_when_the_list_is_computed_anew(self, agent_client: Client, agent, asked: Message, meta):
        react(agent_client, asked, "👍")
        deliver()
        replies.queue(asked.inquiry, author=agent, channel="whatsapp", text="At noon, good.")
        answer = Message.objects.get(kind="text", direction="OUT")
        meta.closed.add("447700900417")
        delivery.deliver(answer.pk)
        assert Inquiry.objects.get().needs_reply_since == asked.sent_at

    def test_one_typed_on_the_phone_is_no_answer_either(self, asked: Message):
        echo = inbound(wa_id="447700900417", kind="reaction", text="👍", reply_to="wamid.theirs", outgoing=True)
        receive(echo)
        inquiry = Inquiry.objects.get()
        assert (inquiry.needs_reply_since, inquiry.status) == (asked.sent_at, "NEW")

    def test_an_answer_does_not_wait_for_it(self, agent_client: Client, agent, asked: Message, meta: CloudApi):
        react(agent_client, asked, "👍")
        meta.faults.append(Fault(refusal=RefusalError(131016, "Busy.", status=500)))
        deliver()  # waits for its next try now
        answer = replies.queue(asked.inquiry, author=agent, channel="whatsapp", text="At noon, good.")
        delivery.deliver(answer.pk)
        assert [message["type"] for message in meta.sent()] == ["text"]


class TestTrouble:
    def fail(self, client: Client, asked: Message, meta: CloudApi, *, code: int = 131026) -> None:
        react(client, asked, "👍")
        meta.faults.append(Fault(refusal=RefusalError(code, "No.")))
        deliver()

    def test_it_is_said_with_a_reason_and_a_way_on(self, agent_client: Client, asked: Message, meta: CloudApi):
        self.fail(agent_client, asked, meta)
        shown = bubble(agent_client, Message.objects.get(kind="reaction"))
        assert "👍" in words(shown)
        assert "Not delivered. It cannot be delivered" in words(shown)
        assert Inquiry.objects.get().failed_count == 1
        buttons = [words(button) for button in shown.find_class("hub-fail")[0].iter("button")]
        assert buttons == ["Retry", "Leave it"]
        address = reverse("message_settle", args=[Message.objects.get(kind="reaction").pk])
        assert agent_client.post(address, {"arrived": "left"}, headers={"HX-Request": "true"}).status_code == 200
        assert "Not delivered" not in words(tree(agent_client.get(reverse("inquiry", args=[asked.inquiry_id]))))
        assert Inquiry.objects.get().failed_count == 0

    @pytest.mark.parametrize(("emoji", "sent"), [("👍", ["👍"]), ("❤️", ["❤️"]), ("", [])])
    def test_a_retry_another_one_or_none_clears_it(
        self, agent_client: Client, asked: Message, meta: CloudApi, emoji: str, sent: list[str]
    ):
        self.fail(agent_client, asked, meta)
        react(agent_client, asked, emoji)
        deliver()
        assert [message["reaction"]["emoji"] for message in meta.sent()] == sent
        assert "Not delivered" not in words(tree(agent_client.get(reverse("inquiry", args=[asked.inquiry_id]))))
        assert Inquiry.objects.get().failed_count == 0

    def test_one_that_could_not_be_taken_back_stays_in_sight(
        self, agent_client: Client, asked: Message, meta: CloudApi
    ):
        react(agent_client, asked, "👍")
        deliver()
        react(agent_client, asked, "")
        meta.faults.append(Fault(refusal=RefusalError(131026, "No.")))
        deliver()
        assert on_bubble(agent_client, asked) == ["👍 You"]
        assert "Not delivered." in words(bubble(agent_client, Message.objects.latest("pk")))

    @pytest.mark.parametrize("fault", [Fault(lost=True, taken=True), Fault(page=502, taken=True)])
    def test_a_lost_answer_is_only_tried_again(self, agent_client: Client, asked: Message, meta: CloudApi, fault):
        react(agent_client, asked, "👍")
        meta.faults.append(fault)
        deliver()
        Message.objects.filter(state="QUEUED").update(due_at=timezone.now())
        deliver()
        assert states() == [("👍", "SENT")]

    def test_after_a_dead_worker_it_is_set_once_more(self, agent_client: Client, asked: Message, meta: CloudApi):
        react(agent_client, asked, "👍")
        (row,) = queued()
        Message.objects.filter(pk=row.pk).update(state="SENDING", due_at=timezone.now() - timedelta(seconds=1))
        delivery.settle(row.pk)
        assert states() == [("👍", "SENT")]

    def test_a_failed_status_shows_on_the_message(
        self, client: Client, agent_client: Client, asked: Message, meta: CloudApi
    ):
        react(agent_client, asked, "👍")
        deliver()
        problem = {"code": 131026, "title": "Message undeliverable"}
        status = {"id": "wamid.sent1", "status": "failed", "timestamp": "1795430000", "errors": [problem]}
        post(client, body_of(statuses=[status]))
        ingest_all()
        assert "Not delivered." in words(bubble(agent_client, Message.objects.get(kind="reaction")))


class TestRefused:
    def test_after_the_window(self, agent_client: Client, asked: Message):
        Message.objects.update(sent_at=timezone.now() - timedelta(hours=25))
        answer = react(agent_client, asked, "👍")
        assert "24 hours are over" in words(tree(answer).xpath("//*[@role='alert']")[0])
        assert queued() == []

    def test_it_is_not_offered_then(self, agent_client: Client, asked: Message):
        assert [words(link) for link in bubble(agent_client, asked).find_class("hub-do")] == ["React", "Reply"]
        Inquiry.objects.update(window_closes_at=timezone.now() - timedelta(hours=1))
        assert bubble(agent_client, asked).find_class("hub-do") == []

    @pytest.mark.parametrize("emoji", ["💣", "👍👍", "<b>", "x" * 5000])
    def test_another_emoji(self, agent_client: Client, asked: Message, emoji: str):
        assert "Choose one of the reactions" in words(tree(react(agent_client, asked, emoji)))
        assert queued() == []

    def test_a_mail_and_one_of_ours(self, agent, asked: Message, meta: CloudApi):
        mail = receive(inbound()).message
        ours = replies.queue(asked.inquiry, author=agent, channel="whatsapp", text="Good.")
        for message in (mail, ours):
            with pytest.raises(InvalidInput, match="Only a customer's WhatsApp message"):
                reactions.react(message, "👍", author=agent)

    def test_a_message_to_another_of_our_numbers(self, agent, asked: Message):
        Message.objects.update(account="another")
        newer = inbound(wa_id="447700900417", account=NUMBER_ID, reply_to="wamid.theirs")
        assert receive(newer).message.inquiry_id == asked.inquiry_id
        with pytest.raises(InvalidInput, match="another of our numbers"):
            reactions.react(Message.objects.get(pk=asked.pk), "👍", author=agent)

    def test_somebody_who_may_not_write(self, client: Client, asked: Message, django_user_model):
        client.force_login(django_user_model.objects.create_user(username="guest", is_staff=True))
        assert react(client, asked, "👍").status_code == 403


class TestLivePage:
    def live(self, client: Client, message: Message) -> str:
        page = client.get(reverse("inquiry", args=[message.inquiry_id]))
        return str(element(page, "poll").get("hx-get"))

    def drawn(self, client: Client, address: str) -> dict[str, str]:
        answer = client.get(address, headers=HTMX)
        if answer.status_code == 204:
            return {}
        bubbles = tree(answer).xpath("//article")
        return {str(node.get("id")): words(node) for node in bubbles}

    def test_a_colleague_sees_it_come_and_go_out(self, agent_client: Client, asked: Message, meta: CloudApi):
        address = self.live(agent_client, asked)
        react(agent_client, asked, "👍")
        drawn = self.drawn(agent_client, address)
        assert list(drawn) == [f"m-{asked.pk}"]
        assert "not sent yet" in drawn[f"m-{asked.pk}"]
        address = self.live(agent_client, asked)
        deliver()
        assert "not sent yet" not in self.drawn(agent_client, address)[f"m-{asked.pk}"]

    def test_a_bubble_that_asks_for_itself_keeps_both_sides_reactions(
        self, agent_client: Client, agent, asked: Message, meta: CloudApi
    ):
        answer = replies.queue(asked.inquiry, author=agent, channel="whatsapp", text="At noon, good.")
        delivery.deliver(answer.pk)
        receive(inbound(wa_id="447700900417", kind="reaction", text="❤️", reply_to="wamid.sent1"))
        react(agent_client, asked, "👍")
        for message, emoji in ((answer, "❤️"), (asked, "👍")):
            alone = agent_client.get(reverse("message", args=[message.pk]), headers=HTMX)
            assert emoji in words(tree(alone).find_class("hub-react")[0])

    def test_a_long_chat_with_all_of_it_stays_small(
        self, agent_client: Client, agent, asked: Message, meta: CloudApi, django_assert_max_num_queries
    ):
        for number in range(40):
            at = timezone.now() - timedelta(hours=2) + timedelta(minutes=number)
            row = receive(inbound(wa_id="447700900417", text=f"Letter {number}, it suits us.", sent_at=at)).message
            if number % 3 == 0:
                reactions.react(row, "👍", author=agent)
                Message.objects.filter(reply_to=row).update(sent_at=at + timedelta(seconds=20))
        with django_assert_max_num_queries(12):  # one for the message above, one for the number: there is a token
            page = agent_client.get(reverse("inquiry", args=[asked.inquiry_id]))
        shown = tree(page).find_class("hub-msg")
        assert (len(shown), len(tree(page).find_class("hub-react"))) == (15, 5)  # of twenty rows
        assert len(page.content) <= 40_000

    def test_one_to_a_message_further_up_is_shown_there_alone_unless_it_failed(
        self, agent_client: Client, agent, asked: Message
    ):
        Message.objects.filter(pk=asked.pk).update(sent_at=timezone.now() - timedelta(hours=2))
        for number in range(31):
            receive(inbound(wa_id="447700900417", text=f"Letter {number}"))
        reaction = reactions.react(asked, "👍", author=agent)
        assert reaction is not None
        page = reverse("inquiry", args=[asked.inquiry_id])
        line = element(agent_client.get(page), f"m-{reaction.pk}")
        assert "hub-event" in line.get("class")
        assert "reacted 👍 to" in words(line)
        Message.objects.filter(pk=reaction.pk).update(state="PERMANENTLY_FAILED", due_at=None, last_error="No.")
        alone = element(agent_client.get(page), f"m-{reaction.pk}")
        assert "Not delivered. No." in words(alone)
        back = agent_client.post(reverse("message_retry", args=[reaction.pk]), headers=HTMX)
        assert "Waiting to be sent" in words(tree(back))

    def test_an_older_stretch_has_its_reactions(self, agent_client: Client, agent, asked: Message):
        react(agent_client, asked, "👍")
        Message.objects.filter(pk=asked.pk).update(sent_at=timezone.now() - timedelta(hours=2))
        for number in range(31):
            receive(inbound(wa_id="447700900417", text=f"Letter {number}", sent_at=timezone.now()))
        page = agent_client.get(reverse("inquiry", args=[asked.inquiry_id]))
        older = agent_client.get(element(page, "earlier").find("a").get("hx-get"), headers=HTMX)
        node = tree(older).xpath(f"//*[@id='m-{asked.pk}']")[0]
        assert "👍" in words(node.find_class("hub-react")[0])
