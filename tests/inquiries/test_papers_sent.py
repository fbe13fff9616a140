"""A picture of a passport is covered where its sender says what it is: in its words, or in those right beside it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inquiries import attachments
from inquiries.care import handed
from inquiries.envelope import InboundFile
from inquiries.intake import receive
from inquiries.models import Attachment, Inquiry
from tests.factories import inbound

NUMBER = "447700900417"
MRZ = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
JPEG = b"\xff\xd8\xff\xe0 picture"

SAYS = (
    "Here is my passport",
    "here's my passport, it is valid until 2031",
    "Hi Nora, here are the four passports you asked for.",
    "Here is a photo of my husband's passport",
    "Attached our passports and the form.",
    "Our passports are attached. Do you need anything else?",
    "This is my ID card",
    "sending you a scan of my passport",
    "Anbei mein Reisepass",
    "Hier sind unsere Pässe",
    "Im Anhang die Kopie vom Personalausweis",
    "Voici mon passeport",
    "Ci-joint la copie de nos passeports.",
    "Aquí está mi pasaporte",
    "Adjunto mi DNI",
    "Ecco il mio passaporto",
    "In allegato la carta d'identità",
    "Segue o meu passaporte",
    "Hierbij mijn paspoort",
    "passport attached",
    "my passport",
    "Reisepass",
)
CAPTIONS = ("Dan's passport", "passport 1/2", "Hi, new passport for my booking, the old one runs out", "Passport page")
SAYS_NOT = (
    "Do we need passports?",
    "do we need passports",
    "Here is the hotel, do we need passports?",
    "I'll send you a copy of my passport tomorrow",
    "Can you send me a photo of your passport?",
    "My passport expires in May",
    "I lost my passport",
    "We don't have passports yet.",
    "Brauchen wir einen Reisepass?",
    "Den Reisepass schicke ich morgen",
    "le passeport de ma femme expire en octobre",
    "¿Hace falta pasaporte?",
    "Serve il passaporto?",
    "Here are the passport rules",
    "Attached is what I read about passports",
    "This is the ski pass I meant",
    "The terrace last year. Something like this?",
    "Here are the hotels we like, our passports are fine",
)


@pytest.mark.parametrize("text", SAYS)
def test_who_hands_one_over_says_so(text: str) -> None:
    assert handed.says(text)


@pytest.mark.parametrize("text", CAPTIONS)
def test_a_caption_needs_no_verb(text: str) -> None:
    assert handed.says(text, caption=True)


@pytest.mark.parametrize("text", SAYS_NOT)
def test_talk_of_passports_hands_none_over(text: str) -> None:
    assert not handed.says(text)
    assert not handed.says(text, caption=True)


@pytest.mark.django_db
class TestTheConversation:
    def say(self, text: str, *, at: datetime, picture: bool = False, **more: Any) -> Inquiry:
        file = InboundFile(filename="Photo.jpg", content_type="image/jpeg", content=JPEG)
        files = (file,) if picture else ()
        kind = "image" if picture else "text"
        envelope = inbound(wa_id=NUMBER, text=text, kind=kind, files=files, sent_at=at, **more)
        return receive(envelope).message.inquiry

    def covered(self) -> list[bool]:
        return list(Attachment.objects.order_by("message__sent_at", "pk").values_list("sensitive", flat=True))

    @pytest.fixture
    def now(self) -> datetime:
        return timezone.now() - timedelta(hours=1)

    def test_by_its_own_words_and_it_is_not_drawn(self, agent_client: Client, now: datetime) -> None:
        inquiry = self.say("Here is my passport", at=now, picture=True)
        row = Attachment.objects.get()
        page = agent_client.get(inquiry.get_absolute_url()).content.decode()
        assert reverse("attachment", args=[row.pk]) not in page.replace(reverse("attachment_open", args=[row.pk]), "")
        assert agent_client.get(reverse("attachment", args=[row.pk])).status_code == 403

    def test_by_the_lines_for_machines_in_its_caption(self, now: datetime) -> None:
        self.say(MRZ, at=now, picture=True)
        assert self.covered() == [True]

    def test_by_what_is_said_right_before_or_after(self, now: datetime) -> None:
        self.say("[Photo]", at=now, picture=True)
        self.say("That's my passport", at=now + timedelta(minutes=1))
        self.say("[Photo]", at=now + timedelta(minutes=3), picture=True)
        self.say("[Photo]", at=now + timedelta(minutes=40), picture=True)
        self.say("Is this hotel still free?", at=now + timedelta(minutes=2), picture=True)
        assert self.covered() == [True, False, True, False]

    def test_not_a_hotel_after_a_question(self, agent_client: Client, now: datetime) -> None:
        self.say("Do we need passports?", at=now)
        inquiry = self.say("[Photo]", at=now + timedelta(minutes=1), picture=True)
        assert self.covered() == [False]
        row = Attachment.objects.get()
        assert agent_client.get(reverse("attachment", args=[row.pk])).status_code == 200
        assert reverse("attachment", args=[row.pk]) in agent_client.get(inquiry.get_absolute_url()).content.decode()

    def test_not_what_somebody_else_says(self, now: datetime) -> None:
        self.say("[Photo]", at=now, picture=True)
        receive(inbound(wa_id="447700900999", text="Here is my passport", sent_at=now))
        assert self.covered() == [False]

    def test_of_a_mail_its_files_but_no_logo(self, now: datetime) -> None:
        def picture(size: int, **more: Any) -> InboundFile:
            return InboundFile(filename="IMG_1.jpg", content_type="image/jpeg", content=JPEG + bytes(size), **more)

        plan = InboundFile(filename="plan.ics", content_type="text/calendar", content=b"BEGIN:VCALENDAR")
        logo, photo = (picture(size, inline=True, content_id=str(size)) for size in (100, 90_000))
        files = (picture(9), logo, photo, plan)
        receive(inbound(email="anna@post.example", text="Dear all,\nour passports are attached.\nAnna", files=files))
        assert self.covered() == [True, False, True, False]

    def test_it_stays_when_the_bytes_come_later(self, post_office: Any, now: datetime) -> None:
        file = InboundFile(filename="Photo.jpg", content_type="image/jpeg", remote_id="media-1")
        receive(inbound(wa_id=NUMBER, text="[Photo]", kind="image", files=(file,), sent_at=now))
        self.say("Here is my passport", at=now + timedelta(minutes=1))
        post_office.bytes_of = lambda _: JPEG
        attachments.fetch(Attachment.objects.get().pk)
        row = Attachment.objects.get()
        assert (row.state, row.sensitive) == ("STORED", True)
