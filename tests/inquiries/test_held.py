"""A reply can be taken back until a worker has it, waits for its time, and goes out once whatever is pressed twice."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inquiries import held, replies, standing
from inquiries.envelope import OutboundFile
from inquiries.errors import InvalidInput
from inquiries.held import Composing
from inquiries.intake import receive
from inquiries.models import Attachment, Draft, Event, Inquiry, Message, User
from inquiries.work import delivery
from tests.factories import inbound
from tests.inquiries.desk.pages import element, lines, tree, words
from tests.inquiries.post_office import PostOffice

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
NUMBER = "447700900417"


@pytest.fixture(autouse=True)
def ten_seconds(settings) -> None:
    settings.UNDO_SECONDS = 10


@pytest.fixture
def inquiry() -> Inquiry:
    return receive(inbound(email="anna@post.example")).message.inquiry


@pytest.fixture
def chat() -> Inquiry:
    return receive(inbound(wa_id=NUMBER)).message.inquiry


def post(
    client: Client, inquiry: Inquiry, text: str = "Both weeks have rooms.", *, htmx: bool = True, **more: Any
) -> Any:
    fields = {"channel": "email", "text": text, "word": "w1"} | more
    return client.post(reverse("inquiry_reply", args=[inquiry.pk]), fields, headers=HTMX if htmx else None)


def press(client: Client, name: str, message: Message, **data: Any) -> Any:
    return client.post(reverse(name, args=[message.pk]), data, headers=HTMX)


def ours() -> list[Message]:
    return list(Message.objects.filter(direction="OUT").order_by("pk"))


def passes(**columns: Any) -> None:
    """The time that queued replies wait for has come."""
    Message.objects.filter(state="QUEUED").update(hold_until=timezone.now(), due_at=timezone.now(), **columns)


def standing_of(inquiry: Inquiry) -> dict[str, Any]:
    names = ("status", "needs_reply_since", "last_message_text", "last_message_direction", "file_count", "scheduled_at")
    return dict(Inquiry.objects.values(*names).get(pk=inquiry.pk))


class TestUndo:
    def test_it_does_not_leave_before_and_is_taken_back_whole(
        self, agent_client: Client, inquiry: Inquiry, post_office: PostOffice
    ) -> None:
        before = standing_of(inquiry)
        offer = SimpleUploadedFile("offer.pdf", b"%PDF", "application/pdf")
        post(agent_client, inquiry, files=[offer], subject="Two rooms", to="anna@post.example", cc="")
        (message,) = ours()
        delivery.deliver(message.pk)
        assert post_office.sent == []
        page = agent_client.get(reverse("inquiry", args=[inquiry.pk]))
        bubble = element(page, f"m-{message.pk}")
        assert "Goes out in" in words(bubble)
        assert bubble.xpath(".//button[@data-undo]")

        response = press(agent_client, "message_undo", message)
        assert "reply-back" in response["HX-Trigger-After-Settle"]
        assert "Taken back, not sent. Its text went back to your draft." in words(tree(response))
        assert standing_of(inquiry) == before
        draft = Draft.objects.get()
        assert (draft.text, draft.channel, draft.to) == ("Both weeks have rooms.", "email", "anna@post.example")
        assert draft.subject.startswith("Two rooms")
        assert [file.filename for file in draft.files.all()] == ["offer.pdf"]
        assert not Attachment.objects.exists()
        passes()
        delivery.deliver(message.pk)
        assert post_office.sent == []
        assert Event.objects.filter(kind="taken_back", message=message).count() == 1

        # The draft goes out as a reply of its own, file and all, and a late repeat of the first one does not.
        kept = [file.pk for file in draft.files.all()]
        late = post(agent_client, inquiry)
        assert "taken back" in words(tree(late))
        post(agent_client, inquiry, draft.text, word=draft.composed, kept=kept, version=draft.version)
        passes()
        delivery.deliver(ours()[-1].pk)
        assert [file.filename for file in post_office.sent[0].files] == ["offer.pdf"]

    def test_the_worker_may_be_faster(self, agent_client: Client, inquiry: Inquiry, post_office: PostOffice) -> None:
        post(agent_client, inquiry)
        (message,) = ours()
        passes()
        delivery.deliver(message.pk)
        response = press(agent_client, "message_undo", message)
        assert held.TOO_LATE in words(tree(response))
        assert (Message.objects.get(pk=message.pk).state, Draft.objects.exists()) == ("SENT", False)

    def test_of_a_chat_all_messages_or_none(self, agent, chat: Inquiry) -> None:
        files = [
            OutboundFile(filename=name, content_type="application/pdf", content=b"%PDF") for name in ("a.pdf", "b.pdf")
        ]
        queue = {"author": agent, "channel": "whatsapp", "attachments": files}
        first = replies.queue(chat, text="Here they are", composing=Composing(word="w1"), **queue)
        second = ours()[1]
        Message.objects.filter(pk=first.pk).update(state="SENDING")
        with pytest.raises(InvalidInput, match="on its way"):
            held.take_back(second, actor=agent)
        assert Message.objects.get(pk=second.pk).state == "QUEUED"
        Message.objects.filter(pk=first.pk).update(state="QUEUED")
        draft = held.take_back(second, actor=agent)
        assert {row.state for row in ours()} == {"CANCELLED"}
        assert draft is not None
        assert (draft.text, [file.filename for file in draft.files.all()]) == ("Here they are", ["a.pdf", "b.pdf"])

    def test_what_was_begun_since_stays_below_it(self, agent, inquiry: Inquiry) -> None:
        message = replies.queue(inquiry, author=agent, channel="email", text="First", composing=Composing(word="w1"))
        Draft.objects.create(inquiry=inquiry, author=agent, kind="reply", channel="email", text="Next", composed="w2")
        held.take_back(message, actor=agent)
        assert (Draft.objects.get().text, Draft.objects.get().version) == ("First\n\nNext", 2)

    def test_a_later_reply_does_not_wait_for_one_that_was_taken_back_nor_overtake_one_that_waits(
        self, agent, inquiry: Inquiry, post_office: PostOffice
    ) -> None:
        first, second = (replies.queue(inquiry, author=agent, channel="email", text=text) for text in ("One", "Two"))
        Message.objects.filter(pk=second.pk).update(hold_until=timezone.now(), due_at=timezone.now())
        delivery.deliver(second.pk)
        assert post_office.sent == []
        held.take_back(first, actor=agent)
        delivery.deliver(second.pk)
        assert [row.text for row in post_office.sent] == ["Two"]


class TestOnce:
    def test_a_second_press_is_the_same_reply(self, agent_client: Client, inquiry: Inquiry) -> None:
        first, second = post(agent_client, inquiry), post(agent_client, inquiry)
        assert (first.status_code, second.status_code, len(ours())) == (204, 204, 1)
        assert post(agent_client, inquiry, htmx=False)["Location"].endswith(f"#m-{ours()[0].pk}")
        other = post(agent_client, inquiry, "Other words under the same name")
        assert (other.status_code, len(ours())) == (422, 1)
        anew = element(other, "comp-word").get("value")
        assert post(agent_client, inquiry, "Other words under the same name", word=anew).status_code == 204
        post(agent_client, inquiry, "Call her", channel="note", word="n1")
        post(agent_client, inquiry, "Call her", channel="note", word="n1")
        assert [row.channel for row in ours()] == ["email", "email", "note"]

    def test_what_the_page_has_not_shown_is_read_first(
        self, agent_client: Client, manager: User, inquiry: Inquiry
    ) -> None:
        page = agent_client.get(reverse("inquiry", args=[inquiry.pk]))
        known = element(page, "comp-known").get("value")
        newer = receive(inbound(email="anna@post.example", text="We changed our minds.")).message
        assert newer.inquiry == inquiry
        stopped = post(agent_client, inquiry, known=known)
        assert (stopped.status_code, ours()) == (422, [])
        assert "Anna wrote at" in words(tree(stopped))
        assert "thread-changed" in stopped["HX-Trigger"]
        knows = element(stopped, "comp-known").get("value")
        colleague = replies.queue(inquiry, author=manager, channel="email", text="I have told them")
        stopped = post(agent_client, inquiry, known=knows)
        assert "Malik wrote at" in words(tree(stopped))
        plain = post(agent_client, inquiry, known=knows, htmx=False)
        assert "Malik wrote at" in words(element(plain, "comp-error"))
        assert element(plain, "comp-known").get("value") == str(colleague.pk)
        assert post(agent_client, inquiry, known=colleague.pk).status_code == 204
        own = post(agent_client, inquiry, "And one more", known=colleague.pk, word="w2")
        assert own.status_code == 204  # one's own is known


class TestLater:
    @pytest.fixture
    def waiting(self, agent, chat: Inquiry) -> Message:
        at = timezone.now() + timedelta(hours=5)
        told = Composing(word="w1", send_at=at)
        return replies.queue(chat, author=agent, channel="whatsapp", text="Tomorrow then", composing=told)

    def test_it_waits_holds_nobody_up_and_stands_in_no_list_as_said(
        self, agent_client: Client, agent, waiting: Message, chat: Inquiry, post_office: PostOffice
    ) -> None:
        row = Inquiry.objects.get(pk=chat.pk)
        assert (row.scheduled_at, row.needs_reply_since, row.last_message_direction) == (
            waiting.hold_until,
            None,
            "IN",
        )
        (line,) = lines(agent_client.get("/?tab=all"))
        assert "Reply goes out" in line.why
        bubble = words(element(agent_client.get(reverse("inquiry", args=[chat.pk])), f"m-{waiting.pk}"))
        assert "unless Anna writes first Send now Change" in bubble
        meanwhile = replies.queue(chat, author=agent, channel="whatsapp", text="One thing before")
        Message.objects.filter(pk=meanwhile.pk).update(hold_until=None, due_at=timezone.now())
        delivery.deliver(meanwhile.pk)
        delivery.deliver(waiting.pk)
        assert [row.text for row in post_office.sent] == ["One thing before"]
        Message.objects.filter(pk=waiting.pk).update(hold_until=timezone.now(), due_at=timezone.now())
        delivery.deliver(waiting.pk)
        row.refresh_from_db()
        sent = Message.objects.get(pk=waiting.pk)
        assert (sent.state, row.scheduled_at, row.last_message_text) == ("SENT", None, "Tomorrow then")
        assert sent.sent_at > waiting.sent_at

    def test_it_is_off_when_the_customer_writes_first(
        self, agent_client: Client, agent, waiting: Message, chat: Inquiry, post_office: PostOffice
    ) -> None:
        receive(inbound(wa_id=NUMBER, kind="reaction", text="👍"))
        assert Message.objects.get(pk=waiting.pk).state == "QUEUED"
        newer = receive(inbound(wa_id=NUMBER, text="Please wait")).message
        delivery.deliver(waiting.pk)
        assert post_office.sent == []
        row = Inquiry.objects.get(pk=chat.pk)
        assert row.not_sent == "Not sent: Anna wrote first"
        assert (row.scheduled_at, row.status, row.unread) == (None, "NEW", True)
        assert row.needs_reply_since is not None
        assert row.needs_reply_since < newer.sent_at  # since the first message that nobody has answered
        assert Draft.objects.get(author=agent).text == "Tomorrow then"
        assert "Not sent: Anna wrote first" in lines(agent_client.get("/"))[0].why
        unsent = words(element(agent_client.get(reverse("inquiry", args=[chat.pk])), f"m-{waiting.pk}"))
        assert "Not sent: Anna wrote first. Its text went back to your draft." in unsent
        assert Event.objects.get(kind="called_off").data == {"why": "Anna wrote first"}
        replies.queue(row, author=agent, channel="whatsapp", text="Of course")
        assert Inquiry.objects.get(pk=chat.pk).not_sent == ""

    def test_it_is_off_when_whatsapp_has_shut_by_its_time(
        self, waiting: Message, chat: Inquiry, post_office: PostOffice
    ) -> None:
        Message.objects.filter(direction="IN").update(sent_at=timezone.now() - timedelta(hours=25))
        passes()
        delivery.deliver(waiting.pk)
        assert (post_office.sent, Message.objects.get(pk=waiting.pk).state) == ([], "CANCELLED")
        row = Inquiry.objects.get(pk=chat.pk)
        assert row.not_sent == "Not sent: WhatsApp had closed by then"
        assert (row.needs_reply_since is not None, row.unread, Draft.objects.get().text) == (
            True,
            True,
            "Tomorrow then",
        )

    def test_send_now_another_time_and_cancel(
        self, agent_client: Client, manager_client: Client, waiting: Message, post_office: PostOffice
    ) -> None:
        sooner = timezone.localtime() + timedelta(hours=2)
        changed = press(manager_client, "message_later", waiting, send_on=f"{sooner:%Y-%m-%dT%H:%M}")
        assert f"{sooner:%H:%M}" in words(tree(changed))
        assert "reply-back" not in str(changed.headers)  # nobody's draft: what is being typed stays as it is
        assert Inquiry.objects.get().scheduled_at == sooner.replace(second=0, microsecond=0)
        for on, said in (("", "Give a day"), ("2020-01-01T09:00", "over"), ("2099-01-01T09:00", "a year away")):
            assert said in words(tree(press(agent_client, "message_later", waiting, send_on=on)))
        over = timezone.localtime() + timedelta(hours=30)
        assert "WhatsApp closes" in words(
            tree(press(agent_client, "message_later", waiting, send_on=f"{over:%Y-%m-%dT%H:%M}"))
        )
        press(manager_client, "message_now", waiting)
        delivery.deliver(waiting.pk)
        assert [row.text for row in post_office.sent] == ["Tomorrow then"]
        assert "does not wait" in words(tree(press(agent_client, "message_now", waiting)))

    def test_the_composer_reads_its_times(self, agent_client: Client, inquiry: Inquiry, chat: Inquiry) -> None:
        menu = agent_client.get(reverse("inquiry_later", args=[inquiry.pk]), headers=HTMX)
        assert "Tomorrow" in words(tree(menu))
        assert post(agent_client, inquiry, send_at="tomorrow").status_code == 204
        (message,) = ours()
        at = timezone.localtime(message.hold_until)
        assert (at.hour, at.date()) == (9, timezone.localdate() + timedelta(days=1))
        assert "Press Schedule" in words(tree(post(agent_client, inquiry, word="w2", send_on="2030-01-01T09:00")))
        assert "Give a day" in words(tree(post(agent_client, inquiry, word="w3", send_at="at")))
        day_after = timezone.localtime() + timedelta(hours=30)
        shut = post(
            agent_client, chat, channel="whatsapp", word="w4", send_at="at", send_on=f"{day_after:%Y-%m-%dT%H:%M}"
        )
        assert "WhatsApp closes" in words(tree(shut))
        assert len(ours()) == 1
        assert standing.scheduled_at(inquiry.pk) == message.hold_until


def test_who_may_not_write_moves_nothing(agent, inquiry: Inquiry, client: Client) -> None:
    message = replies.queue(inquiry, author=agent, channel="email", text="Hello", composing=Composing(word="w1"))
    client.force_login(User.objects.create_user("nobody"))
    for name in ("message_undo", "message_now", "message_later"):
        assert press(client, name, message).status_code == 403
    assert Message.objects.get(pk=message.pk).state == "QUEUED"
