"""Inputs that no parser could take: kept whole, shown to a person, replayable through their channel's door."""

import structlog
from django.db.models import F

from inquiries import attachments, channels
from inquiries.envelope import clean
from inquiries.errors import WorkError, unexpected
from inquiries.models import DeadLetter

logger = structlog.get_logger(__name__)

State = DeadLetter.State


def keep(*, source: str, account: str, external_id: str, raw: bytes, error: str) -> DeadLetter:
    """Keep an input with what went wrong, in plain words. The same one again counts another attempt."""
    blob, sha256 = attachments.store(raw)
    name = clean(external_id, 500) or f"sha256:{sha256}"
    letter, created = DeadLetter.objects.get_or_create(
        source=source,
        external_id=name,
        defaults={"account": clean(account, 255), "raw": blob, "size": len(raw), "error": clean(error, 2000)},
    )
    if not created:
        DeadLetter.objects.filter(pk=letter.pk).update(
            state=State.WAITING, attempts=F("attempts") + 1, raw=blob, size=len(raw), error=clean(error, 2000)
        )
        letter.refresh_from_db()
    logger.warning("dead_letter_kept", dead_letter=letter.pk, source=source, attempts=letter.attempts)
    return letter


def replay(pk: int) -> bool:
    """Put the input through its channel's door again; True when it was taken this time."""
    letter = DeadLetter.objects.get(pk=pk)
    try:
        raw = attachments.read(letter.raw)
        channels.get(letter.source).replay(raw, account=letter.account, external_id=letter.external_id)
    except WorkError as error:
        return _still_waiting(letter, error)
    except Exception as error:
        logger.exception("dead_letter_broke", dead_letter=pk)
        return _still_waiting(letter, unexpected(error))
    # A channel may also keep it again instead of raising; then its count of attempts has moved on.
    taken = DeadLetter.objects.filter(pk=pk, attempts=letter.attempts).update(state=State.REPLAYED) == 1
    logger.info("dead_letter_replayed", dead_letter=pk, taken=taken)
    return taken


def handle(pk: int) -> bool:
    """A person has dealt with it otherwise; True where it was still waiting."""
    return DeadLetter.objects.filter(pk=pk, state=State.WAITING).update(state=State.HANDLED) == 1


def _still_waiting(letter: DeadLetter, error: WorkError) -> bool:
    DeadLetter.objects.filter(pk=letter.pk).update(
        state=State.WAITING, attempts=F("attempts") + 1, error=clean(error.message, 2000)
    )
    return False
