"""How each number is, for people: from its rows for the work page, and by asking Meta for doctor."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, pgettext

from inquiries.channels import HealthLine
from messaging import checkup, setup
from messaging.models import WhatsAppNumber
from messaging.numbers import SAMPLE_ID

SANDBOX = gettext_noop("Sandbox: without WHATSAPP_TOKEN replies are laid in the outbox folder and reach nobody.")
_NO_NUMBER = gettext_noop("There is a token, but no number. Run migrate, or add it in the admin at WhatsApp numbers.")
_TOKEN_ENDS = timedelta(days=7)  # so long before somebody should make another
_QUALITY = {
    "GREEN": gettext_lazy("quality green"),
    "YELLOW": gettext_lazy("quality yellow: some people block or report it"),
    "RED": gettext_lazy("quality red: people block or report it, and Meta may lower its limit"),
}


def ready() -> bool:
    """Whether there is a token; the settings see to it that what belongs to it is there too."""
    return bool(settings.WHATSAPP_TOKEN)


def health() -> list[HealthLine]:
    """From the rows alone."""
    rows = list(WhatsAppNumber.objects.all())
    missing = HealthLine("WhatsApp", not ready(), _(_NO_NUMBER if ready() else SANDBOX))
    ours = [health_of(row) for row in rows if row.enabled]
    return [*(ours or [missing]), *(health_of(row) for row in rows if row.found_at)]


def health_of(row: WhatsAppNumber) -> HealthLine:
    """One number in one line, whoever's it is."""
    if row.found_at:
        return HealthLine(str(row), sample(row), found_words(row))
    if not row.enabled:
        return HealthLine(str(row), True, " ".join([_("Switched off, so it is not watched."), _traffic(row)]))
    return line(row) if ready() else HealthLine(str(row), True, _(SANDBOX), warns=True)


def line(row: WhatsAppNumber) -> HealthLine:
    """One that is ours and watched."""
    now = timezone.now()
    wrong = " ".join(_wrong(row, now))
    return HealthLine(
        str(row), not wrong, " ".join(filter(None, [wrong, _traffic(row), _checked(row), _templates(row)]))
    )


def found_words(row: WhatsAppNumber) -> str:
    if sample(row):
        return _("Meta's Test button reached us. Nothing to do: it is no number of anybody's.")
    return _(
        "Messages come in for a number that we do not know. Say in the admin, WhatsApp numbers, whether it is ours."
    )


def sample(row: WhatsAppNumber) -> bool:
    return row.phone_number_id == SAMPLE_ID


def _wrong(row: WhatsAppNumber, now: datetime) -> Iterator[str]:
    """What a person should look at."""
    if row.last_error:
        yield row.last_error
    if row.paused_reason and row.paused_until and row.paused_until > now:
        yield _("Nothing is sent until %(when)s: %(reason)s") % {
            "when": _clock(row.paused_until),
            "reason": row.paused_reason,
        }
    if row.quality == "RED" or row.status in {"FLAGGED", "RESTRICTED"}:
        yield _("Meta is not content with it (%(state)s): look in WhatsApp Manager.") % {
            "state": (row.status or row.quality).lower()
        }
    if row.token_ends_at and row.token_ends_at - now < _TOKEN_ENDS:
        yield _("The token ends on %(when)s. Make one of a system user, which does not end.") % {
            "when": _clock(row.token_ends_at)
        }


def _templates(row: WhatsAppNumber) -> str:
    if not row.templates_error:
        return ""
    return _("Templates could not be fetched: %(error)s") % {"error": row.templates_error}


def _traffic(row: WhatsAppNumber) -> str:
    words = _("Last webhook %(heard)s, last message sent %(sent)s.")
    return words % {"heard": _ago(row.last_webhook_at), "sent": _ago(row.last_sent_at)}


def _ago(moment: datetime | None) -> str:
    if moment is None:
        return _("never")
    if timezone.now() - moment < timedelta(minutes=1):
        return _("just now")
    return _("%(span)s ago") % {"span": timesince(moment)}


def _checked(row: WhatsAppNumber) -> str:
    """What Meta said when it was last asked; nothing where that went wrong, which stands before it."""
    if row.checked_at is None:
        return _("Meta was not asked yet.")
    if row.last_error:
        return ""
    said = [_QUALITY.get(row.quality, ""), _limit(row.messaging_limit)]
    if row.subscribed is None:
        said.append(_("not known whether its webhooks come to us"))
    words = ", ".join([_("token accepted"), *(str(part) for part in said if part)])
    return _("Asked %(ago)s: %(words)s.") % {"ago": _ago(row.checked_at), "words": words}


def _limit(tier: str) -> str:
    """ "TIER_2K" as "up to 2K new people a day"."""
    size = tier.removeprefix("TIER_")
    if not tier or size == "NOT_SET":
        return ""
    return _("no limit of new people") if size == "UNLIMITED" else _("up to %(size)s new people a day") % {"size": size}


def _clock(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), pgettext("date format", "d M H:i"))


def probe() -> list[HealthLine]:
    """Ask Meta, changing nothing there, and say step by step what is missing. Never raises."""
    rows = list(WhatsAppNumber.objects.filter(enabled=True)) if ready() else []
    lines = [one for row in rows for one in _asked(row)] or health()
    return [*setup.lines(), *lines]


def _asked(row: WhatsAppNumber) -> Iterator[HealthLine]:
    found = checkup.ask(row)
    yield from _said(row, found)
    now = timezone.now()
    if row.paused_until and row.paused_until > now:
        yield HealthLine(f"Sending from {row}", False, " ".join(_wrong(_unchecked(row), now)))
    if found.token is not None:
        yield _token(found)
    if found.number and found.subscribed:
        yield HealthLine(f"Webhooks of {row}", True, f"Account {row.business_account_id} sends them to our app.")
    for note in found.notes:
        yield HealthLine(f"Also {row}", found.number is not None, note)


def _said(row: WhatsAppNumber, found: checkup.Found) -> Iterator[HealthLine]:
    if found.number:
        quality = f", {_QUALITY[found.number.quality_rating]}" if found.number.quality_rating in _QUALITY else ""
        name = f"{found.number.display_phone_number} ({found.number.verified_name})"
        yield HealthLine(str(row), not found.error, f"Meta knows it as {name}{quality}. {found.error}".strip())
    else:
        yield HealthLine(str(row), False, found.error)


def _unchecked(row: WhatsAppNumber) -> WhatsAppNumber:
    """Its pause alone: what the last check said is being asked anew."""
    return WhatsAppNumber(paused_until=row.paused_until, paused_reason=row.paused_reason)


def _token(found: checkup.Found) -> HealthLine:
    token = found.token
    ends = checkup.ends_at(token) if token else None
    app = f" of the app {token.application}" if token and token.application else ""
    if ends is None:
        return HealthLine("Token", True, f"It is a token{app} that does not end.")
    soon = ends - timezone.now() < _TOKEN_ENDS
    advice = " Make one of a system user, which does not end." if soon else ""
    return HealthLine("Token", not soon, f"It is a token{app} and ends on {_clock(ends)}.{advice}")
