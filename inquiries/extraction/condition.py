"""How reading is, in one line for the work page and doctor: which engine reads, why not the first, what it costs."""

from decimal import Decimal

from django.conf import settings
from django.utils import timezone

from inquiries.channels import HealthLine
from inquiries.extraction import budget, circuit, prices
from inquiries.models import Extraction

_RUNS = 50  # last runs of all engines that are looked at
_NAMES = {"openai": "OpenAI", "rules": "rules on this machine"}


def line() -> HealthLine:
    """From the cache and the rows alone: nobody is asked."""
    first, *others = settings.EXTRACTION_ENGINES
    if first != "openai":
        return HealthLine("Reading", True, f"By {_name(first)}.")
    meanwhile = f"Messages are read by {_name(others[0])}" if others else "Messages wait"
    standing = circuit.state(first)
    if standing is not None:
        since = timezone.localtime(standing.since)
        words = f"{standing.words} {meanwhile} since {since:%H:%M}; {_next_try(standing)}"
        return HealthLine("Reading", False, words)
    limit, spent = settings.OPENAI_DAILY_LIMIT_USD, budget.spent_today()
    if limit and spent >= limit:
        return HealthLine("Reading", False, f"{budget.words(limit)} {meanwhile} until midnight.")
    return _well(limit, spent)


def alarm() -> list[HealthLine]:
    """For every page (settings.ALARMS), from the cache alone: what only a person can mend, be it a key or a quota."""
    standing = circuit.state("openai") if "openai" in settings.EXTRACTION_ENGINES else None
    return [line()] if standing is not None and standing.mend else []


def _next_try(standing: circuit.Open) -> str:
    until = timezone.localtime(standing.until)
    if until <= timezone.localtime():
        return "the next message tries OpenAI again."
    return f"OpenAI is tried again at {until:%H:%M}, by itself."


def _well(limit: Decimal, spent: Decimal) -> HealthLine:
    model = settings.OPENAI_MODEL
    known = prices.price_of(model) is not None
    of = f" of ${limit:,.2f}" if limit else ""
    words = [f"By OpenAI ({model})."]
    if spent or known:
        words.append(f"Today ${_sum(spent)}{of}.")
    if not known:
        words.append("What it costs is not known: its price is not in our table.")
    if limit and not known:
        words.append("So OPENAI_DAILY_LIMIT_USD cannot be kept.")
    sound = settings.OPENAI_TRANSCRIPTION_MODEL
    if limit and prices.price_of(sound) is None and sound not in prices.MINUTES:
        words.append(f"What {sound} costs is not known, so transcripts do not count.")
    words += _lately()
    return HealthLine("Reading", known or not limit, " ".join(words))


def _lately() -> list[str]:
    """Failures that opened no circuit: single messages that it would not read."""
    runs = list(Extraction.objects.order_by("-pk").values_list("engine", "error")[:_RUNS])
    failed = [error for engine, error in runs if engine == "openai" and error]
    return [f"Lately it failed {len(failed)} times: {failed[0][:120]}"] if failed else []


def _sum(spent: Decimal) -> str:
    """Cents, and less than a cent where it is less."""
    return f"{spent:.2f}" if not spent or spent >= Decimal("0.01") else f"{spent:.4f}"


def _name(engine: str) -> str:
    return _NAMES.get(engine, engine)
