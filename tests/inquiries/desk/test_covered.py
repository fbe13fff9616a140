"""A card's number is nowhere on a screen unless a person who may asks for it, and then it is noted who did."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from inquiries import attachments, intake, search
from inquiries.envelope import InboundFile
from inquiries.models import Attachment, Event, Fact, Inquiry, Message, Suggestion, User
from inquiries.standing import lock, moved
from tests.factories import FactFactory, InquiryFactory, MessageFactory, inbound
from tests.inquiries.desk.pages import tree, words

CARD = "4242 4242 4242 4242"
SHOWN = "•••• •••• •••• 4242"
TEXT = f"Hello, please charge {CARD}, 12/27, cvv 737. We are 2 adults. My passport no. 533380006."

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["email", "whatsapp"])
def message(request: Any) -> Message:
    """A message that holds a number wherever one can stand."""
    whatsapp = {"wa_id": "447700900123"} if request.param == "whatsapp" else {}
    html = "" if whatsapp else f"<p>Charge <b>4242</b> 4242 4242 4242 please</p><p>{TEXT}</p>"
    taken = intake.receive(
        inbound(
            text=TEXT,
            subject="" if whatsapp else f"Deposit {CARD}",
            quoted_text="" if whatsapp else f"On Monday you wrote: {CARD}",
            html=html,
            files=(InboundFile(filename=f"payment {CARD}.txt", content_type="text/plain", content=b"paid"),),
            **whatsapp,
        )
    )
    message = Message.objects.get(pk=taken.message.pk if hasattr(taken, "message") else taken.pk)
    Message.objects.filter(pk=message.pk).update(state="PROCESSED", due_at=None)
    quote = {"message": message.pk, "part": "text", "start": 0, "end": len(TEXT), "quote": TEXT}
    FactFactory(inquiry=message.inquiry, message=message, field=Fact.Field.ADULTS, value=2, evidence=[quote])
    return message


def leaks(response: Any) -> list[str]:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    text = re.sub(r"<[^>]*>", "", body.decode())  # a tag between the digits hides nothing from people
    digits = re.sub(r"[^\d]", "", body.decode()) + re.sub(r"[^\d]", "", text)
    return [secret for secret in ("4242424242424242", "533380006") if secret in digits] + re.findall(r"cvv 737", text)


def grant(user: User) -> None:
    user.user_permissions.add(Permission.objects.get(codename="reveal_numbers"))


class TestNoPageShowsIt:
    def test_the_desk(self, agent_client: Client, message: Message) -> None:
        pk, inquiry = message.pk, message.inquiry_id
        MessageFactory(inquiry=message.inquiry, channel="note", direction="OUT", state="SENT", text=TEXT)
        quote = {"message": pk, "part": "text", "start": 0, "end": len(TEXT), "quote": f"charge {CARD}"}
        doubt = {"field": Fact.Field.ROOMS, "state": "PROPOSED", "value": 1, "options": [1, 2], "evidence": [quote]}
        FactFactory(inquiry=message.inquiry, message=message, **doubt)
        other = InquiryFactory()
        Suggestion.objects.create(one=message.inquiry, other=other, kind="same_trip")
        for address in (
            reverse("queue"),
            reverse("queue") + "?q=charge",
            reverse("news") + "?seen=0",
            reverse("work"),
            reverse("inquiry", args=[inquiry]),
            reverse("inquiry_trip", args=[inquiry]),
            reverse("inquiry_contact", args=[inquiry]),
            reverse("inquiry_live", args=[inquiry]) + "?after=0&events=0",
            reverse("inquiry_earlier", args=[inquiry]) + "?before=9999",
            reverse("inquiry_quote", args=[inquiry]) + f"?quote={pk}",
            reverse("inquiry", args=[inquiry]) + f"?quote={pk}",
            reverse("message", args=[pk]),
            reverse("message", args=[pk]) + "?whole=1",
            reverse("message_quoted", args=[pk]),
            reverse("inquiry_same", args=[inquiry]),
            reverse("inquiry_same", args=[other.pk]),
            reverse("inquiry_by_hand", args=[inquiry]),
            reverse("inquiry_by_hand", args=[other.pk]) + f"?q=TH-{inquiry}",
        ):
            response = agent_client.get(address)
            assert response.status_code in {200, 204}, address
            assert leaks(response) == [], address

    def test_the_bubble_says_that_something_is_covered(self, agent_client: Client, message: Message) -> None:
        page = agent_client.get(reverse("inquiry", args=[message.inquiry_id])).content.decode()
        assert SHOWN in page
        assert "Card number, card expiry date, card security code, passport or ID number covered." in page
        assert "A manager can see it." in page
        assert reverse("message_reveal", args=[message.pk]) not in page

    def test_the_marks_of_a_proof_stand_right(self, agent_client: Client, message: Message) -> None:
        at = TEXT.index("2 adults")
        quote = {"message": message.pk, "part": "text", "start": at, "end": at + 8, "quote": "2 adults"}
        Fact.objects.filter(inquiry=message.inquiry).update(evidence=[quote])
        page = agent_client.get(reverse("inquiry", args=[message.inquiry_id])).content.decode()
        assert re.search(r'<mark class="hub-ev"[^>]*>2 adults</mark>', page)

    def test_the_original(self, agent_client: Client, message: Message) -> None:
        if message.html:
            response = agent_client.get(reverse("message_html", args=[message.pk]))
            assert leaks(response) == []
            assert "<b>••••</b> •••• •••• 4242 please" in response.content.decode()

    def test_exports(self, manager_client: Client, message: Message) -> None:
        response = manager_client.get(reverse("export") + "?format=csv&tab=all")
        assert response.status_code == 200
        assert leaks(response) == []

    def test_the_admin(self, admin_client: Client, message: Message) -> None:
        file = message.attachments.get()
        fact = message.inquiry.facts.get(field="adults")
        for address in (
            reverse("admin:inquiries_message_changelist"),
            reverse("admin:inquiries_message_change", args=[message.pk]),
            reverse("admin:inquiries_inquiry_changelist"),
            reverse("admin:inquiries_inquiry_change", args=[message.inquiry_id]),
            reverse("admin:inquiries_attachment_changelist"),
            reverse("admin:inquiries_attachment_change", args=[file.pk]),
            reverse("admin:inquiries_fact_changelist"),
            reverse("admin:inquiries_fact_change", args=[fact.pk]),
        ):
            response = admin_client.get(address)
            assert response.status_code == 200, address
            assert leaks(response) == [], address
        assert Message.objects.get(pk=message.pk).text == TEXT

    def test_the_name_of_a_file(self, agent_client: Client, message: Message) -> None:
        response = agent_client.get(reverse("attachment", args=[message.attachments.get().pk]))
        assert "4242 4242 4242" not in response["Content-Disposition"]


class TestSearch:
    @pytest.mark.parametrize("asked", [CARD, CARD.replace(" ", ""), "4242", "533380006", "737"])
    def test_nobody_is_found_by_it(self, message: Message, asked: str) -> None:
        assert not search.matching(Inquiry.objects.all(), asked).exists()
        assert search.matching(Inquiry.objects.all(), "charge").exists()

    def test_the_list_has_it_covered_before_it_is_cut(self, message: Message) -> None:
        message.text = "x" * 183 + f" {CARD}"
        inquiry = lock(message.inquiry_id)
        moved(inquiry, message)
        assert "4242 4242" not in inquiry.last_message_text


class TestReveal:
    def test_who_may_sees_it_and_it_is_noted(self, agent: User, agent_client: Client, message: Message) -> None:
        grant(agent)
        address = reverse("message_reveal", args=[message.pk])
        assert address in agent_client.get(reverse("inquiry", args=[message.inquiry_id])).content.decode()
        response = agent_client.post(address, headers={"HX-Request": "true"})
        page = response.content.decode()
        assert CARD in page
        assert "cvv 737" in page
        assert "load delay:60s" in page
        assert response["Cache-Control"] == "no-store"
        event = Event.objects.get(kind="revealed")
        assert (event.actor, event.message, event.inquiry) == (agent, message, message.inquiry)
        assert "card number" in event.data["what"]
        assert "4242" not in str(event.data)
        page = agent_client.get(reverse("inquiry", args=[message.inquiry_id])).content.decode()
        assert CARD not in page
        assert "looked at the" in page

    def test_without_scripts_it_leads_back_after_a_minute(
        self, agent: User, agent_client: Client, message: Message
    ) -> None:
        grant(agent)
        response = agent_client.post(reverse("message_reveal", args=[message.pk]))
        assert CARD in response.content.decode()
        assert response["Refresh"].startswith("60; url=/inquiries/")

    def test_the_history_below_a_mail(self, agent: User, agent_client: Client, message: Message) -> None:
        grant(agent)
        if message.quoted_text:
            address = reverse("message_reveal", args=[message.pk])
            assert address in agent_client.get(reverse("message_quoted", args=[message.pk])).content.decode()
            assert CARD in agent_client.post(address, {"part": "quoted"}).content.decode()

    def test_nobody_else_and_never_by_a_link(self, agent: User, agent_client: Client, message: Message) -> None:
        address = reverse("message_reveal", args=[message.pk])
        assert agent_client.post(address).status_code == 403
        grant(agent)
        assert agent_client.get(address).status_code == 405
        assert not Event.objects.filter(kind="revealed").exists()

    def test_a_mail_as_it_came(self, agent: User, agent_client: Client, message: Message) -> None:
        name, _ = attachments.store(f"Subject: x\r\n\r\n{TEXT}".encode())
        Message.objects.filter(pk=message.pk).update(raw=name)
        address = reverse("message_raw", args=[message.pk])
        assert agent_client.get(address).status_code == 403
        grant(agent)
        assert CARD.encode() in b"".join(agent_client.get(address).streaming_content)
        assert Event.objects.filter(kind="revealed", actor=agent).count() == 1


class TestSensitiveFiles:
    @pytest.fixture
    def passport(self) -> Attachment:
        row = MessageFactory()
        file = InboundFile(filename="passport_scan.jpg", content_type="image/jpeg", content=b"\xff\xd8\xff\xe0 picture")
        return attachments.add_files(row, [file])[0]

    def test_it_is_marked_by_its_name_or_its_text(self, passport: Attachment) -> None:
        lines = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
        said = [
            InboundFile(filename="scan.txt", content_type="text/plain", content=lines.encode()),
            InboundFile(filename="plan.txt", content_type="text/plain", content=b"Day 1: Heraklion"),
            InboundFile(filename="Reisepass.pdf", content_type="application/pdf", remote_id="media-1"),
        ]
        rows = attachments.add_files(MessageFactory(), said)
        assert [passport.sensitive, *(row.sensitive for row in rows)] == [True, True, False, True]

    def test_it_opens_by_a_click_that_is_noted(self, agent: User, agent_client: Client, passport: Attachment) -> None:
        page = agent_client.get(reverse("inquiry", args=[passport.message.inquiry_id])).content.decode()
        assert "<img" not in page
        direct = reverse("attachment", args=[passport.pk])
        refused = agent_client.get(direct)
        assert refused.status_code == 403
        assert "The history of the inquiry notes" in words(tree(refused))
        assert not Event.objects.exists()
        opened = agent_client.post(reverse("attachment_open", args=[passport.pk]))
        shown = agent_client.get(opened["Location"])
        assert b"".join(shown.streaming_content).startswith(b"\xff\xd8")
        assert shown["Cache-Control"] == "no-store"
        event = Event.objects.get()
        assert (event.kind, event.actor, event.data) == ("revealed", agent, {"what": ["file passport_scan.jpg"]})

    def test_the_address_is_of_no_use_to_somebody_else(
        self, agent_client: Client, manager_client: Client, passport: Attachment
    ) -> None:
        opened = agent_client.post(reverse("attachment_open", args=[passport.pk]))
        assert manager_client.get(opened["Location"]).status_code == 403
