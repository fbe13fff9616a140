"""Our mailboxes as rows: who works on one, how it is, and how long Microsoft wants to be left alone."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import uuid4

import structlog
from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from inquiries.doorbell import ring_now
from inquiries.errors import WorkError
from mailsync import signature
from mailsync.models import SIGNATURE, Mailbox

logger = structlog.get_logger(__name__)

WAITING = "waiting"  # code of a call that was not made
_TURN_WAIT, _TURN_LOOK = 3.0, 0.1  # seconds; a send without large files takes about as long
_TURN_PAUSE = timedelta(seconds=5)


def ready() -> bool:
    """Whether there are credentials; the settings see to it that they are whole."""
    return bool(settings.GRAPH_CLIENT_ID)


def take(pk: int) -> str:
    """The lease of a mailbox as a token, or "" where somebody else has it, it is switched off or Microsoft's wait is
    not over. Another worker rung for the same mailbox loses here: its UPDATE matches no row."""
    now, holder = timezone.now(), uuid4().hex
    free = Q(lease_until=None) | Q(lease_until__lte=now)
    won = _open(now).filter(free, pk=pk).update(lease_until=now + settings.WORK_LEASE, lease_holder=holder)
    return holder if won else ""


def keep(pk: int, holder: str, *, page: bool = False) -> bool:
    """Move the end of our lease on. False: it ran out and somebody else works here now. `page`: one was just read."""
    now = timezone.now()
    columns = {"lease_until": now + settings.WORK_LEASE} | ({"last_page_at": now} if page else {})
    return Mailbox.objects.filter(pk=pk, lease_holder=holder).update(**columns) == 1


def leave(pk: int, holder: str) -> None:
    Mailbox.objects.filter(pk=pk, lease_holder=holder).update(lease_until=None, lease_holder="")


def waiting() -> list[int]:
    """Mailboxes that may be fetched now."""
    return list(_open(timezone.now()).values_list("pk", flat=True))


def _open(now: datetime) -> QuerySet[Mailbox]:
    return Mailbox.objects.filter(Q(blocked_until=None) | Q(blocked_until__lte=now), enabled=True)


def went_well(pk: int) -> None:
    Mailbox.objects.filter(pk=pk).update(last_synced_at=timezone.now(), last_error="", failing_since=None)


def went_wrong(pk: int, error: WorkError) -> None:
    """Write the fault on the row, in the error's plain words, for people to see; it stays until a fetch goes well."""
    now = timezone.now()
    Mailbox.objects.filter(pk=pk, failing_since=None).update(failing_since=now)
    Mailbox.objects.filter(pk=pk).update(last_error=error.message[:2000])
    logger.warning("mailbox_failed", mailbox=pk, code=error.code)


def hold_back(address: str, error: WorkError) -> None:
    """Keep the vendor's Retry-After on the row, for all processes; an earlier, longer wait stays."""
    if error.retry_after is None or error.code == WAITING or not address:
        return
    until = timezone.now() + error.retry_after
    rows = Mailbox.objects.filter(Q(blocked_until=None) | Q(blocked_until__lt=until), address__iexact=address)
    rows.update(blocked_until=until)


def check_open(mailbox: Mailbox | str) -> None:
    """Raises WorkError with what is left of the wait, before a call that Microsoft would count against us."""
    if isinstance(mailbox, str):
        rows = Mailbox.objects.filter(address__iexact=mailbox) if mailbox else Mailbox.objects.none()
        until = rows.values_list("blocked_until", flat=True).first()
    else:
        until = mailbox.blocked_until
    left = (until or timezone.now()) - timezone.now()
    if left > timedelta(0):
        raise waiting_for(left)


def waiting_for(left: timedelta) -> WorkError:
    """A call that was not made, since Microsoft's wait is not over."""
    words = f"Microsoft 365 asked us to wait; the next try is in {int(left.total_seconds()) + 1} s."
    return WorkError(words, retry_after=left, code=WAITING, postponed=True)


def ring(pks: Iterable[int]) -> None:
    """New mail may be there: note it, then ask for a fetch. One that is under way sees the note and goes on."""
    for pk in pks:
        Mailbox.objects.filter(pk=pk).update(rung_at=timezone.now())
        ring_now("mailsync.sync_mailbox", pk)


@contextmanager
def turn(mailbox: Mailbox) -> Iterator[Callable[[], None]]:
    """The right to send from a mailbox, which one worker has at a time; a moment is waited for it.

    Gives what is called between two steps to keep it. Raises WorkError, postponed, where another one is at it for
    longer, where Microsoft's wait is not over, or where we were so slow that another one took over. A wait that
    Microsoft asks for in here is kept on the row.
    """
    holder = uuid4().hex
    if not _take_turn(mailbox.pk, holder):
        words = "Another mail is on its way out of this mailbox; this one follows it."
        raise WorkError(words, retry_after=_TURN_PAUSE, code="waiting", postponed=True)
    try:
        mailbox.refresh_from_db(fields=["blocked_until"])  # whoever was at it before us may have been told to wait
        check_open(mailbox)
        yield lambda: _keep_turn(mailbox.pk, holder)
    except WorkError as error:
        if not error.postponed:
            hold_back(mailbox.address, error)
        raise
    finally:
        Mailbox.objects.filter(pk=mailbox.pk, send_holder=holder).update(send_until=None, send_holder="")


def _take_turn(pk: int, holder: str) -> bool:
    waited = 0.0
    while True:
        now = timezone.now()
        free = Mailbox.objects.filter(Q(send_until=None) | Q(send_until__lte=now), pk=pk)
        if free.update(send_until=now + _turn_lease(), send_holder=holder):
            return True
        if waited >= _TURN_WAIT:
            return False
        time.sleep(_TURN_LOOK)
        waited += _TURN_LOOK


def _turn_lease() -> timedelta:
    """Longer than the longest single call of a send; what a killed worker leaves behind is free again after it."""
    return min(timedelta(minutes=2), settings.WORK_LEASE)


def _keep_turn(pk: int, holder: str) -> None:
    if not Mailbox.objects.filter(pk=pk, send_holder=holder).update(send_until=timezone.now() + _turn_lease()):
        words = "Sending took so long that another worker took over."
        raise WorkError(words, retry_after=_TURN_PAUSE, code="waiting", postponed=True)


def closing(account: str, *, author_name: str) -> str:
    """The signature of the mailbox that sends for `account`, filled in; of a machine without any, the usual one."""
    try:
        mailbox: Mailbox | None = sender(account)
    except WorkError:
        mailbox = None
    text, address = (mailbox.signature, mailbox.address) if mailbox else (SIGNATURE, account)
    return signature.filled(text, agent=author_name, agency=settings.AGENCY_NAME, mailbox=address)


def sender(account: str) -> Mailbox:
    """The mailbox that sends: the one that was written to, else the first. Raises WorkError where there is none."""
    named = Q(address__iexact=account) if account else Q(pk=None)
    rows = list(Mailbox.objects.filter(named | Q(enabled=True)).order_by("pk"))
    mailbox = next((row for row in rows if row.address.lower() == account.lower()), None)
    mailbox = mailbox or next((row for row in rows if row.enabled), None)
    if mailbox is None:
        words = "There is no mailbox to send from. An administrator has to add one: manage.py add_mailbox ADDRESS."
        raise WorkError(words, permanent=True, code="no_mailbox")
    return mailbox


def names() -> dict[str, str]:
    """What people call each mailbox, by its address."""
    return {row.address: str(row) for row in Mailbox.objects.all()}


def sent(pk: int) -> None:
    Mailbox.objects.filter(pk=pk).update(last_sent_at=timezone.now())


def may_leave(address: str) -> bool:
    """Whether mail to this address may be read by OpenAI; False where the mailbox says never."""
    return not Mailbox.objects.filter(address__iexact=address, never_to_openai=True).exists()
