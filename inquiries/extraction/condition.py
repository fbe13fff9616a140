"""How reading is, in one line for the work page and doctor: which engine reads, why not the first, what it costs."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from inquiries.channels import HealthLine
from inquiries.extraction import budget, circuit, prices
from inquiries.models import Extraction

_RUNS = 50  # last runs of all engines that are looked at
_NAMES = {"openai": "OpenAI", "rules": gettext_lazy("rules on this machine")}


def line() -> HealthLine:
    """From the cache and the rows alone: nobody is asked."""
    first, *others = settings.EXTRACTION_ENGINES
    if first != "openai":
        return HealthLine(_("Reading"), True, _("By %(name)s.") % {"name": _name(first)})
    meanwhile = _("Messages are read by %(name)s") % {"name": _name(others[0])} if others else _("Messages wait")
    standing = circuit.state(first)
    if standing is not None:
        since = timezone.localtime(standing.since)
        waits = _("%(meanwhile)s since %(time)s; %(next)s") % {
            "meanwhile": meanwhile,
            "time": _time(since),
            "next": _next_try(standing),
        }
        words = f"{standing.words} {waits}"
        return HealthLine(_("Reading"), False, words)
    limit, spent = settings.OPENAI_DAILY_LIMIT_USD, budget.spent_today()
    if limit and spent >= limit:
        until = _("%(meanwhile)s until midnight.") % {"meanwhile": meanwhile}
        return HealthLine(_("Reading"), False, f"{budget.words(limit)} {until}")
    return _well(limit, spent)


class ReadingStopped:
    """What only a person can mend, be it a key or a quota (inquiries.channels.Alarm), from the cache alone."""

    def asks(self) -> Mapping[str, QuerySet[Any, Any]]:
        return {}

    def lines(self, found: Mapping[str, Any]) -> list[HealthLine]:  # noqa: ARG002
        standing = circuit.state("openai") if "openai" in settings.EXTRACTION_ENGINES else None
        return [line()] if standing is not None and standing.mend else []


def _next_try(standing: circuit.Open) -> str:
    until = timezone.localtime(standing.until)
    if until <= timezone.localtime():
        return _("the next message tries OpenAI again.")
    return _("OpenAI is tried again at %(until)s, by itself.") % {"until": _time(until)}


def _well(limit: Decimal, spent: Decimal) -> HealthLine:
    model = settings.OPENAI_MODEL
    known = prices.price_of(model) is not None
    words = [_("By OpenAI (%(model)s).") % {"model": model}]
    if spent or known:
        words.append(_today(spent, limit))
    if not known:
        words.append(_("What it costs is not known: its price is not in our table."))
    if limit and not known:
        words.append(_("So OPENAI_DAILY_LIMIT_USD cannot be kept."))
    sound = settings.OPENAI_TRANSCRIPTION_MODEL
    if limit and prices.price_of(sound) is None and sound not in prices.MINUTES:
        words.append(_("What %(sound)s costs is not known, so transcripts do not count.") % {"sound": sound})
    words += _lately()
    return HealthLine(_("Reading"), known or not limit, " ".join(words))


def _lately() -> list[str]:
    """Failures that opened no circuit: single messages that it would not read."""
    runs = list(Extraction.objects.order_by("-pk").values_list("engine", "error")[:_RUNS])
    failed = [error for engine, error in runs if engine == "openai" and error]
    if not failed:
        return []
    words = ngettext(
        "Lately it failed %(count)d times: %(error)s", "Lately it failed %(count)d times: %(error)s", len(failed)
    )
    return [words % {"count": len(failed), "error": failed[0][:120]}]


def _today(spent: Decimal, limit: Decimal) -> str:
    if not limit:
        return _("Today $%(sum)s.") % {"sum": _sum(spent)}
    of = number_format(limit, 2, force_grouping=True)
    return _("Today $%(sum)s of $%(limit)s.") % {"sum": _sum(spent), "limit": of}


def _time(moment: datetime) -> str:
    return date_format(moment, pgettext("date format", "H:i"))


def _sum(spent: Decimal) -> str:
    """Cents, and less than a cent where it is less."""
    return number_format(spent, 2 if not spent or spent >= Decimal("0.01") else 4)


def _name(engine: str) -> str:
    return str(_NAMES.get(engine, engine))
