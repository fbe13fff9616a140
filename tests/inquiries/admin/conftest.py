"""People at the admin, and at least one row of every model that it shows."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone
from django_celery_beat.models import ClockedSchedule, CrontabSchedule, IntervalSchedule, PeriodicTask, SolarSchedule

from inquiries import attachments, roles
from inquiries.models import (
    Acknowledgment,
    Answer,
    Assist,
    BlockedSender,
    Correction,
    DeadLetter,
    Destination,
    EarlyReport,
    Event,
    Export,
    Extraction,
    Fact,
    Heartbeat,
    Inquiry,
    Mention,
    Message,
    Notice,
    PasswordLetter,
    Promise,
    Regrouping,
    Rerun,
    RerunChange,
    SavedReply,
    SavedReplyFile,
    SavedView,
    Suggestion,
    User,
)
from mailsync.models import EmailMessage, Mailbox, MailFolder, Subscription
from messaging.models import RecipientPause, Signal, WebhookEvent, WhatsAppMessage, WhatsAppNumber, WhatsAppTemplate
from tests.conftest import person
from tests.factories import AttachmentFactory, FactFactory, IdentityFactory, InquiryFactory, MessageFactory


@pytest.fixture
def admin(db) -> User:
    return person(roles.ADMIN, first_name="Joana", last_name="Silva")


@pytest.fixture
def admin_client(admin: User) -> Client:
    client = Client()
    client.force_login(admin)
    return client


@pytest.fixture
def rows(db, agent: User) -> Inquiry:
    """Some rows of every model; the inquiry that they hang on."""
    now = timezone.now()
    inquiry = InquiryFactory.create(
        subject="Ten days on Crete", trip="Crete · 7 nights", search_text="th-1 crete anna", needs_reply_since=now
    )
    IdentityFactory.create(contact=inquiry.contact)
    for number in range(3):
        mail = MessageFactory.create(inquiry=inquiry, message_id=f"mail-{number}@post.example", sent_at=now)
        EmailMessage.objects.create(message=mail, mailbox="desk@halden.example")
        AttachmentFactory.create(message=mail)
        _together(mail)
        Notice.objects.create(person=agent, inquiry=inquiry, message=mail, kind=Notice.Kind.MENTIONED)
        run = Extraction.objects.create(message=mail, engine="rules", version="1", answer={"kind": "inquiry"})
        chat = MessageFactory.create(inquiry=inquiry, channel=Message.Channel.WHATSAPP)
        Signal.objects.create(message=chat, kind=Signal.Kind.READ)
        body = b'{"entry": %d}' % number
        event = WebhookEvent.objects.create(body=body, sha256=f"{number:064}", size=len(body))
        WhatsAppMessage.objects.create(message=chat, event=event, type="text")
        Destination.objects.create(inquiry=inquiry, position=number, name="Crete", country="GR")
        Event.objects.create(inquiry=inquiry, actor=agent, kind=Event.Kind.STATUS, data={"from": "NEW", "to": "OPEN"})
        field = (Fact.Field.NIGHTS, Fact.Field.ADULTS, Fact.Field.CHILDREN)[number]
        FactFactory.create(inquiry=inquiry, message=mail, extraction=run, field=field, evidence=[{"quote": "ten days"}])
        Assist.objects.create(inquiry=inquiry, message=mail, kind="translation", requested_by=agent, key=f"{number}")
        Correction.objects.create(inquiry=inquiry, message=mail, field=field, kind="wrong", predicted=9, corrected=10)
        Answer.objects.create(
            inquiry=inquiry, message=mail, asked_at=now, answered_at=now, seconds=0, open_seconds=0, first=not number
        )
        Export.objects.create(actor=agent, format=Export.Format.CSV, state=Export.State.DONE, query="tab=all")
        job = Rerun.objects.create(engine="rules", version="1", state=Rerun.State.DONE)
        RerunChange.objects.create(rerun=job, message=mail, field=field, before=9, after=10)
        raw = attachments.store(b"not a mail")[0]
        DeadLetter.objects.create(source="email", external_id=f"dead-{number}", raw=raw, error="No header at all.")
        BlockedSender.objects.create(value=f"offers{number}.example", created_by=agent)
        EarlyReport.objects.create(
            channel="email", message_id=f"{number}@x.example", state="PERMANENTLY_FAILED", at=now
        )
    SavedView.objects.create(owner=agent, name="Crete", query="tab=all&destination=Crete")
    Acknowledgment.objects.create(inquiry=inquiry, answers=mail, address="anna@berg.example")
    folder = MailFolder.objects.create(mailbox=Mailbox.objects.create(address="desk@halden.example"))
    Subscription.objects.create(folder=folder)
    WhatsAppNumber.objects.create(phone_number_id="106540352242922", display_number="+999 1")
    RecipientPause.objects.create(number="106540352242922", recipient="0" * 64, until=now)
    body_part = {"type": "BODY", "text": "Hola {{1}}, su propuesta está lista."}
    WhatsAppTemplate.objects.create(
        business_account_id="102290129340398", name="ready", language="es", status="APPROVED", components=[body_part]
    )
    UserSession.objects.create(user=agent, ip="203.0.113.9", session_key="gone", user_agent="Firefox/140.0")
    SocialAccount.objects.create(user=agent, provider="microsoft", uid="0", extra_data={"userPrincipalName": "nora"})
    PasswordLetter.objects.create(user=agent)
    Heartbeat.objects.create(name=Heartbeat.Name.WORKER, at=now - timedelta(seconds=3))
    _schedules()
    reply = SavedReply.objects.create(title="Deposit", shortcut="deposit", texts={"en": "Hello"})
    SavedReplyFile.objects.create(reply=reply, filename="terms.pdf", size=1, sha256="0" * 64, blob="blobs/00/0")
    return inquiry


def _schedules() -> None:
    every: Any = IntervalSchedule.objects.get_or_create(every=90, period=IntervalSchedule.SECONDS)[0]
    PeriodicTask.objects.create(name="A round", task="inquiries.sweep", interval=every)
    CrontabSchedule.objects.create(minute="5", hour="4")
    ClockedSchedule.objects.create(clocked_time=timezone.now())
    SolarSchedule.objects.create(event="sunrise", latitude=55, longitude=12)


def _together(mail: Message) -> None:
    """What was suggested and what a person did about it."""
    other = InquiryFactory.create()
    one, two = sorted((mail.inquiry, other), key=lambda row: row.pk)
    now = timezone.now()
    Promise.objects.create(message=mail, start=0, end=5, due_at=now, open_since=now)
    Mention.objects.create(message=mail, kind="phone", value="447700900582")
    reasons = [{"code": "phone", "words": "+44 7700 900582 stands in what Maria wrote", "messages": [mail.pk]}]
    asked = Suggestion.objects.create(kind="same_person", one=one, other=two, reasons=reasons)
    Regrouping.objects.create(kind="trip", source=one, target=two, suggestion=asked)
