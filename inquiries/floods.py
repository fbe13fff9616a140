"""A backstop against loops that no header gives away: one address that sends too many mails alike within an hour.

Nothing is lost: what is over the limit is kept, parked and counted, in one place a sender, and somebody is told once.
"""

import re
from dataclasses import replace
from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models.functions import Left
from django.utils import timezone

from inquiries.envelope import Inbound
from inquiries.models import Contact, Identity, Inquiry, Message

logger = structlog.get_logger(__name__)

WITHIN = timedelta(hours=1)
_LOOKED_AT = 500  # the sender's last mails at most
_COMPARED = 300  # characters; machines write the same in front, and numbers or the quoted mail behind
_UNSTEADY = re.compile(r"[\d\s]+")


def marked(envelope: Inbound, identity: Identity | None) -> Inbound:
    """The envelope, parked as "flood" where its sender has sent more than settings.MAIL_SENDER_LIMIT alike.

    Alike: the same words but for numbers, or written by a machine like this one. By both clocks, ours and the
    sender's, so that an import of years of mail is no flood.
    """
    limit = settings.MAIL_SENDER_LIMIT
    if not limit or identity is None or envelope.channel != Message.Channel.EMAIL or envelope.outgoing:
        return envelope
    before = _before(envelope, identity)
    shape = _shape(envelope.text)
    alike = sum(bool(envelope.parked_reason and automatic) or _shape(text) == shape for automatic, text in before)
    if alike < limit:
        return envelope
    if all(automatic != Inquiry.Parked.FLOOD for automatic, _text in before):
        # To ALERT_RECIPIENTS (travelhub/alerts.py); after the commit, since that is a call to a mail server.
        hint = "They are parked as “too many alike”. Block the sender if it goes on, or raise MAIL_SENDER_LIMIT."
        contact, count = identity.contact_id, alike + 1
        transaction.on_commit(lambda: logger.error("one_sender_floods_us", contact=contact, mails=count, hint=hint))
    return replace(envelope, parked_reason="flood")


def home(envelope: Inbound, contact: Contact) -> Inquiry | None:
    """Where the sender's flood is kept already: a thousand mails of a loop are one line in the tray."""
    if envelope.parked_reason != "flood":
        return None
    return contact.inquiries.filter(parked_reason=Inquiry.Parked.FLOOD, merged_into=None).order_by("-pk").first()


def _before(envelope: Inbound, identity: Identity) -> list[tuple[str, str]]:
    now = timezone.now()
    sent_at = min(envelope.sent_at, now)
    if identity.last_inbound_at is None or identity.last_inbound_at < sent_at - WITHIN:
        return []  # the usual case: nothing else of them is as new as this
    rows = identity.messages.filter(channel=envelope.channel, direction=Message.Direction.IN)
    rows = rows.filter(created_at__gte=now - WITHIN, sent_at__range=(sent_at - WITHIN, sent_at + WITHIN))
    return list(rows.order_by("-pk").values_list("automatic", Left("text", _COMPARED))[:_LOOKED_AT])


def _shape(text: str) -> str:
    return _UNSTEADY.sub(" ", text[:_COMPARED]).strip().lower()
