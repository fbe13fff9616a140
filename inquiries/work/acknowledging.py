"""Acknowledgments: a short automatic answer to who writes for the first time, where a mailbox or number is set to it.

intake.py plans one with the inquiry; here it is decided, once the message has been read: to people only, once an
inquiry, few to one address a day, and not where somebody has answered meanwhile. It is an ordinary message of ours.
"""

from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from inquiries import hours, opens_words, replies, standing
from inquiries.acknowledgment_texts import filled, find
from inquiries.errors import InvalidInput, WorkError, unexpected
from inquiries.models import Acknowledgment, Inquiry, Message

logger = structlog.get_logger(__name__)

State = Acknowledgment.State
DAY = timedelta(hours=24)
_READ_WITHIN = timedelta(minutes=10)  # a message that nobody could read by then is acknowledged all the same
_TOO_LATE = timedelta(hours=12)  # the next morning a greeting that it has arrived is no news
_LOOK_AGAIN = timedelta(minutes=1)


def acknowledge(pk: int) -> None:
    """Decide on one that is due; a ring for a missing row, or one that is not due, does nothing."""
    if not Acknowledgment.objects.claim(pk, state=State.WAITING):
        return
    row = Acknowledgment.objects.select_related("inquiry__contact", "answers").get(pk=pk)
    try:
        _decide(row)
    except Exception as error:
        logger.exception("acknowledgment_broke", inquiry=row.inquiry_id)
        Acknowledgment.objects.fail(
            pk, error if isinstance(error, WorkError) else unexpected(error), state=State.WAITING
        )


def _decide(row: Acknowledgment) -> None:
    now = timezone.now()
    if row.answers.state == Message.State.RECEIVED and now - row.created_at < _READ_WITHIN:
        Acknowledgment.objects.filter(pk=row.pk).update(due_at=now + _LOOK_AGAIN, attempts=0)
        return
    reason = why_not(row)
    if reason:
        _skip(row, reason)
        return
    inquiry = row.inquiry
    words = _words(row, now)
    if words is None:
        _skip(row, "There is no text for this language, or it is switched off.")
        return
    try:
        with transaction.atomic():
            message = replies.queue_automatic(inquiry, channel=row.answers.channel, subject=words[0], text=words[1])
            Acknowledgment.objects.finish(row.pk, state=State.SENT, message=message)
    except InvalidInput as problem:
        _skip(row, str(problem))


def _words(row: Acknowledgment, now: datetime) -> tuple[str, str] | None:
    """(subject, text) in the customer's language, by whether somebody is there; None where none is to be sent.

    Hours that never come again say nothing of when: then it is the text of open hours.
    """
    account, language = row.answers.account, _language(row)
    week = hours.of(account)
    opens_at = week.opens_at(now)
    closed = opens_at is not None and opens_at > now
    text = find(language, channel=row.answers.channel, account=account, closed=closed)
    if text is None:
        return None
    opens = opens_words.opens(opens_at, zone=week.zone, language=text.language) if opens_at else ""
    return filled(text, inquiry=row.inquiry, opens=opens)


def why_not(row: Acknowledgment) -> str:
    """Why an acknowledgment is not sent, in plain words; empty where it is."""
    inquiry, message = row.inquiry, row.answers
    if timezone.now() - row.created_at > _TOO_LATE:
        return "It would come too late."
    if inquiry.parked_reason or message.automatic or inquiry.contact.blocked:
        return "It is parked, or a machine wrote it."
    if inquiry.merged_into_id or inquiry.status not in Inquiry.ACTIVE:
        return "The inquiry is over."
    if inquiry.kind == Inquiry.Kind.OTHER:
        return "It is maybe not a request."
    return _had_enough(row)


def _had_enough(row: Acknowledgment) -> str:
    answers = row.inquiry.messages.filter(direction=Message.Direction.OUT).exclude(channel=Message.Channel.NOTE)
    if answers.exclude(standing.UNSAID).exists():
        return "Somebody has answered already."
    lately = Acknowledgment.objects.filter(address=row.address, state=State.SENT, created_at__gt=row.created_at - DAY)
    if lately.exclude(pk=row.pk).count() >= settings.ACKNOWLEDGE_PER_DAY:
        return "This address has had its acknowledgments of today."
    return ""


def _language(row: Acknowledgment) -> str:
    return row.answers.language or row.inquiry.language or row.inquiry.contact.language


def _skip(row: Acknowledgment, reason: str) -> None:
    Acknowledgment.objects.finish(row.pk, state=State.SKIPPED, reason=reason[:200])
    logger.info("acknowledgment_skipped", inquiry=row.inquiry_id, reason=reason)
