"""The sample inbox through the doors that mail and WhatsApp come in by.

What is older is worked on here, in the order in which it came, by the worker's own tasks: the staff's steps need it.
The newest is left to the worker: its rows are due and rung for, as they would be for any message of the last minutes.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from inquiries import addresses
from inquiries.models import Contact, Identity
from inquiries.work import sweeper
from mailsync import ingest as mail
from messaging import events
from messaging import ingest as whatsapp
from messaging.models import WebhookEvent, WhatsAppNumber
from travelhub import demo
from travelhub.demo import acts, manifest, saved, staff, templates

MAILBOX = "desk@halden.example"
PHONE_NUMBER_ID, DISPLAY_NUMBER = "106540352242977", "+44 20 7946 0177"
FOR_THE_WORKER = timedelta(minutes=30)

type Report = Callable[[str], object]


@dataclass(frozen=True, kw_only=True)
class Loaded:
    messages: int
    acts: int
    left: int
    logins: list[str]


def load(report: Report) -> Loaded:
    """Load everything into an empty database; `report` is told in lines how it goes."""
    now = timezone.localtime(timezone.now(), timezone.get_default_timezone()).replace(microsecond=0)
    plan = manifest.read()
    hired = staff.hire(passwords=demo.may_sign_in())
    _prepare(plan)
    saved.load(hired.users["agent"])
    items = sorted(plan.items, key=lambda item: item.sent_at(now))
    old = [item for item in items if now - item.sent_at(now) > FOR_THE_WORKER]
    new = items[len(old) :]
    report(f"Taking in {len(old)} sample mails and WhatsApp webhooks of the last days ...")
    for item in old:
        _take_in(item, now)
    sweeper.run()
    report(f"Playing {len(plan.acts)} steps of the staff: assigned, answered, noted, snoozed ...")
    for act in plan.acts:
        acts.perform(act, hired.users)
    sweeper.run()
    for item in new:
        _hand_over(item, now)
    return Loaded(messages=len(old) + len(new), acts=len(plan.acts), left=len(new), logins=hired.logins)


def _prepare(plan: manifest.Manifest) -> None:
    """Our WhatsApp number with its templates, and customers whose addresses are known from an earlier trip."""
    WhatsAppNumber.objects.get_or_create(
        phone_number_id=PHONE_NUMBER_ID,
        defaults={
            "display_number": DISPLAY_NUMBER,
            "name": f"{settings.AGENCY_NAME} (sample)",
            "business_account_id": templates.BUSINESS_ACCOUNT,
        },
    )
    templates.load()
    for known in plan.known:
        with transaction.atomic():
            contact = Contact.objects.create(name=known.name)
            for kind, display in (("email", known.email), ("wa_id", known.wa_id)):
                value = addresses.normalise(kind, display)
                Identity.objects.create(contact=contact, kind=kind, value=value, display=display)


def _take_in(item: manifest.Item, now: datetime) -> None:
    if item.kind != "webhook":
        _take_in_mail(item, now)
        return
    pk = events.keep_claimed(item.raw(now), lease=settings.WORK_LEASE)
    if pk is not None:
        # Without a token no file can be fetched from Meta; those of most sample messages lie in a folder.
        whatsapp.ingest_claimed(WebhookEvent.objects.get(pk=pk), live=False, media=manifest.MEDIA)


def _hand_over(item: manifest.Item, now: datetime) -> None:
    if item.kind == "webhook":
        events.keep(item.raw(now))
    else:
        _take_in_mail(item, now)


def _take_in_mail(item: manifest.Item, now: datetime) -> None:
    mail.take_in(
        item.raw(now),
        account=MAILBOX,
        external_id=f"sample:{item.name}",
        received_at=item.sent_at(now),
        outgoing=item.kind == "sent",
    )
