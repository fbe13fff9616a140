"""Who has to wait before WhatsApp is called again: one of our numbers, or one person that we write to.

Kept in rows, for all processes. What waits is only postponed: it stays queued with the reason and goes on by itself.
A number that Meta has stopped is tried by one message at a time, a probe; its success opens the number for the others.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from hashlib import sha256

import structlog
from django.db import DatabaseError
from django.db.models import Q, QuerySet
from django.utils import timezone

from inquiries.envelope import Address
from inquiries.errors import WorkError, unexpected
from messaging import numbers, vendor_errors
from messaging.models import RecipientPause, WhatsAppNumber
from messaging.vendor_errors import Scope

logger = structlog.get_logger(__name__)

_PROBE = timedelta(minutes=1)  # longer than a send takes: a probe whose worker died is followed by another then
_STEP = timedelta(seconds=1)
_LONGEST = timedelta(minutes=5)  # of one person: what a burst of 45 has borrowed is paid back in 4.5 minutes
_FORGOTTEN = timedelta(days=1)
_GOES_ON = "It waits, and goes out by itself once that is mended."
_BUSY = "Meta asked our number to wait a moment."
_PERSON = "Too many messages to this person in a short time; WhatsApp makes this one wait."


@contextmanager
def turn(account: str, to: Address) -> Iterator[None]:
    """Around one send from `account`. Raises WorkError, postponed, before anything is called where one has to wait.

    What Meta says in here is remembered: an error that stops the number or this person comes out as postponed.
    """
    try:
        slowed = _check_person(account, to)
        probe = _check_number(account)
    except DatabaseError as error:  # nothing was sent, so it is no unknown outcome
        raise unexpected(error) from error
    try:
        yield
    except WorkError as error:
        raise _kept(partial(_learned, error, account, to, probe=probe)) or error from error
    _kept(partial(_went_well, account, to, slowed=slowed, probe=probe))


def _kept[T](act: Callable[[], T]) -> T | None:
    """What is noted after a call. What Meta answered counts more than whether that could be noted: None where not."""
    try:
        return act()
    except DatabaseError:
        logger.exception("whatsapp_pause_not_kept")
        return None


def _went_well(account: str, to: Address, *, slowed: bool, probe: bool) -> None:
    if slowed:
        _pair(account, to).delete()
    if probe:
        _open(account)
    numbers.sent(account)


def _check_person(account: str, to: Address) -> bool:
    """Whether this person had to wait before, and need not any more. Raises WorkError where they still have to."""
    until = _pair(account, to).values_list("until", flat=True).first()
    left = until - timezone.now() if until else timedelta(0)
    if left > timedelta(0):
        raise WorkError(_PERSON, retry_after=left, code="131056", postponed=True)
    return until is not None


def _check_number(account: str) -> bool:
    """Whether this send is the probe of a number that was stopped. Raises WorkError where the number has to wait."""
    rows = WhatsAppNumber.objects.filter(phone_number_id=account)
    until, reason = rows.values_list("paused_until", "paused_reason").first() or (None, "")
    if until is None:
        return False
    now = timezone.now()
    if until <= now and not reason:
        return False
    # Many may come at this moment; the one whose UPDATE still finds the old end is the probe.
    if until <= now and rows.filter(paused_until=until).update(paused_until=now + _PROBE):
        return True
    words = f"{reason} {_GOES_ON}" if reason else _BUSY
    raise WorkError(words, retry_after=until - now if until > now else _PROBE, code="paused", postponed=True)


def _learned(error: WorkError, account: str, to: Address, *, probe: bool) -> WorkError:
    """The error as the row of the message is to see it, after its lesson for the others has been kept."""
    known = vendor_errors.meaning(error.code)
    if known is None:
        return error
    if known.scope is Scope.PERSON:
        return _postponed(error, _slow_down(account, to))
    if known.scope is Scope.BUSY:
        wait = error.retry_after or known.wait or _PROBE
        _hold(account, wait)
        return _postponed(error, wait)
    if known.scope is Scope.STOPPED:
        wait = known.wait or _PROBE
        words = vendor_errors.words(error.code, "")
        _stop(account, wait, words)
        return WorkError(f"{words} {_GOES_ON}", retry_after=wait, code=error.code, postponed=True)
    if probe and known.scope is Scope.MESSAGE:
        _open(account)  # Meta looked at the message itself, so the number is well
    return error


def _postponed(error: WorkError, wait: timedelta) -> WorkError:
    return WorkError(error.message, retry_after=wait, code=error.code, postponed=True)


def _slow_down(account: str, to: Address) -> timedelta:
    """4 s, then four times as long at each further refusal in a row, as Meta advises."""
    now = timezone.now()
    RecipientPause.objects.filter(until__lt=now - _FORGOTTEN).delete()
    row, new = RecipientPause.objects.get_or_create(
        number=account, recipient=_digest(to), defaults={"until": now, "times": 1}
    )
    times = 1 if new else row.times + 1
    wait: timedelta = min(_STEP * 4 ** min(times, 8), _LONGEST)
    _pair(account, to).update(until=now + wait, times=times)
    return wait


def _hold(account: str, wait: timedelta) -> None:
    """Nothing goes out from the number until then; an earlier, longer wait stays."""
    until = timezone.now() + wait
    _number(account).filter(Q(paused_until=None) | Q(paused_until__lt=until)).update(paused_until=until)


def _stop(account: str, wait: timedelta, words: str) -> None:
    rows = _number(account)
    rows.update(paused_until=timezone.now() + wait)
    if rows.exclude(paused_reason=words[:500]).update(paused_reason=words[:500]):
        # An error, so that the administrator gets a mail: once, not at each probe.
        logger.error("whatsapp_number_stopped", phone_number_id=account, reason=words)


def _open(account: str) -> None:
    rows = WhatsAppNumber.objects.filter(phone_number_id=account).exclude(paused_reason="")
    if rows.update(paused_until=None, paused_reason=""):
        logger.warning("whatsapp_number_goes_on", phone_number_id=account)


def _number(account: str) -> QuerySet[WhatsAppNumber]:
    """The row of a number; made where there is none, since a pause that nobody keeps would be a loop of calls."""
    WhatsAppNumber.objects.get_or_create(phone_number_id=account)
    return WhatsAppNumber.objects.filter(phone_number_id=account)


def _pair(account: str, to: Address) -> QuerySet[RecipientPause]:
    return RecipientPause.objects.filter(number=account, recipient=_digest(to))


def _digest(to: Address) -> str:
    return sha256(f"{to.kind}:{to.value}".encode()).hexdigest()
