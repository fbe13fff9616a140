"""Microsoft's change notifications, as a doorbell: a row for each folder that is read, made, renewed and made anew.

They only say that something is there; the poll runs beneath, so whatever fails here costs a minute and no mail.
https://learn.microsoft.com/en-us/graph/api/resources/subscription
"""

import hashlib
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_noop

from inquiries.doorbell import ring_now
from inquiries.due import backoff
from inquiries.errors import WorkError, unexpected
from mailsync import graph_subscriptions, mailboxes
from mailsync.graph_schemas import RemoteSubscription
from mailsync.models import MailFolder, Subscription

logger = structlog.get_logger(__name__)

State = Subscription.State
OFF = gettext_noop(
    "New mail is not told by Microsoft (PUBLIC_URL is not https, or GRAPH_NOTIFICATIONS=no): it comes with the poll."
)
_LIFETIME = timedelta(minutes=10_000)  # Microsoft refuses more than 10,070
_RENEW_AFTER = timedelta(days=1)
_TASK = "mailsync.keep_subscription"
# What Microsoft answers when its call to our address failed; the words are no promise, so the address is named.
_UNREACHABLE = {"invalidrequest", "validationerror", "extensionerror", "badrequest"}


def on() -> bool:
    return mailboxes.ready() and bool(settings.GRAPH_NOTIFICATIONS)


def address() -> str:
    """Where Microsoft posts to, news and lifecycle events alike."""
    return f"{settings.PUBLIC_URL}{reverse('graph_webhook')}"


def secret_of(row: Subscription) -> str:
    """Its clientState: from SECRET_KEY, so that no secret is a column, and the same when a lost answer is repeated."""
    return salted_hmac("mailsync.subscription", str(row.pk), algorithm="sha256").hexdigest()


def fingerprint_of(row: Subscription) -> str:
    return hashlib.sha256(secret_of(row).encode()).hexdigest()[:16]


def ensure() -> None:
    """Every folder that is read has a row, and each row that no longer fits is due; asked for with each poll."""
    if not mailboxes.ready():
        return
    if on():
        folders = MailFolder.objects.filter(mailbox__enabled=True, subscription=None)
        for folder in folders:
            Subscription.objects.get_or_create(folder=folder, defaults={"due_at": timezone.now()})
    for row in _unfit():
        first = State.ACTIVE if row.remote_id else State.WANTED
        Subscription.objects.filter(pk=row.pk).update(state=first, due_at=timezone.now(), attempts=0)
    for pk in Subscription.objects.due().values_list("pk", flat=True):
        ring_now(_TASK, pk)


def _unfit() -> list[Subscription]:
    """Rows at rest that are to end, or were made for another address or by another key."""
    at_rest: QuerySet[Subscription] = Subscription.objects.filter(Q(due_at=None) | Q(due_at__gt=timezone.now()))
    rows = at_rest.filter(Q(last_error="") | Q(state=State.PERMANENTLY_FAILED)).select_related("folder__mailbox")
    return [row for row in rows if not _is_wanted(row) or (row.state == State.ACTIVE and not _fits(row))]


def _is_wanted(row: Subscription) -> bool:
    return on() and row.folder.mailbox.enabled


def _fits(row: Subscription) -> bool:
    return row.address == address() and row.fingerprint == fingerprint_of(row)


def keep(pk: int) -> None:
    """Make the subscription, renew it, or end it, as its row asks for; a ring for one that is not due does nothing."""
    row = Subscription.objects.select_related("folder__mailbox").filter(pk=pk).first()
    if row is None or not mailboxes.ready() or not Subscription.objects.claim(pk, state=row.state):
        return
    try:
        if _is_wanted(row):
            _hold(row)
        else:
            _end(row)
    except WorkError as error:
        _failed(row, error)
    except Exception as error:
        logger.exception("subscription_broke", subscription=pk)
        _failed(row, unexpected(error))


def _hold(row: Subscription) -> None:
    mailbox, until = row.folder.mailbox, timezone.now() + _LIFETIME
    if row.remote_id and not _fits(row):
        graph_subscriptions.unsubscribe(mailbox.address, row.remote_id)
        row.remote_id = ""
    held = graph_subscriptions.renew(mailbox.address, row.remote_id, until=until) if row.remote_id else None
    renewed = held is not None
    held = held or _take_up(row, until) or _make(row, until)
    expires_at = held.expires_at or until
    Subscription.objects.filter(pk=row.pk).update(
        state=State.ACTIVE,
        remote_id=held.id,
        address=address(),
        fingerprint=fingerprint_of(row),
        expires_at=expires_at,
        due_at=_renew_at(expires_at),
        attempts=0,
        last_error="",
    )
    logger.info("subscription_held", subscription=row.pk, renewed=renewed)
    if not renewed:
        mailboxes.ring([mailbox.pk])  # what came while there was none


def _take_up(row: Subscription, until: datetime) -> RemoteSubscription | None:
    """One that an attempt whose answer was lost has made; any other of ours for the folder would ring twice."""
    mailbox = row.folder.mailbox
    resource = graph_subscriptions.resource(mailbox.address, row.folder.name).lower()
    ours = [
        found
        for found in graph_subscriptions.all_of_app(mailbox.address)
        if found.url == address() and found.resource.strip("/").lower() == resource
    ]
    kept: RemoteSubscription | None = None
    for found in ours:
        if kept is None and found.secret == secret_of(row):
            kept = graph_subscriptions.renew(mailbox.address, found.id, until=until)
        else:
            graph_subscriptions.unsubscribe(mailbox.address, found.id)
    return kept


def _make(row: Subscription, until: datetime) -> RemoteSubscription:
    mailbox = row.folder.mailbox
    try:
        return graph_subscriptions.subscribe(
            mailbox.address, row.folder.name, url=address(), secret=secret_of(row), until=until
        )
    except WorkError as error:
        if error.code.lower() not in _UNREACHABLE:
            raise
        words = f"Microsoft 365 got no right answer from {address()}. Check that it can be reached from outside."
        raise WorkError(f"{words} Until then mail comes with the poll.", code="not_reached") from error


def _renew_at(expires_at: datetime) -> datetime:
    now = timezone.now()
    return min(now + _RENEW_AFTER, now + (expires_at - now) / 2)


def _end(row: Subscription) -> None:
    if row.remote_id:
        graph_subscriptions.unsubscribe(row.folder.mailbox.address, row.remote_id)
    row.delete()
    logger.info("subscription_ended", subscription=row.pk)


def _failed(row: Subscription, error: WorkError) -> None:
    """A refusal for good needs a person; all else is tried for ever, an hour apart at last: the poll does its work."""
    if error.permanent:
        Subscription.objects.fail(row.pk, error, state=row.state)
    else:
        wait = error.retry_after or backoff(row.attempts + 1)
        Subscription.objects.filter(pk=row.pk).update(due_at=timezone.now() + wait, last_error=error.message[:2000])
    logger.warning("subscription_failed", subscription=row.pk, code=error.code, final=error.permanent)


# --- what Microsoft tells of a subscription itself


def renew_now(pk: int) -> None:
    Subscription.objects.filter(pk=pk, state=State.ACTIVE).update(due_at=timezone.now())
    ring_now(_TASK, pk)


def try_now(pk: int) -> None:
    """A person does not want to wait: whatever its state, it is due."""
    if not Subscription.objects.restart(pk, state=State.WANTED):
        Subscription.objects.filter(pk=pk).update(due_at=timezone.now())
    ring_now(_TASK, pk)


def was_removed(pk: int) -> None:
    Subscription.objects.filter(pk=pk).update(state=State.WANTED, remote_id="", due_at=timezone.now(), attempts=0)
    ring_now(_TASK, pk)
