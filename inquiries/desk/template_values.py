"""What the blanks of a template are filled with: from the contact, the facts with their proof, and ourselves."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from inquiries import asking, care
from inquiries.desk import local_days, words
from inquiries.envelope import Template
from inquiries.models import Fact, Inquiry, User

F = Fact.Field
# From which facts a source is taken; the first one that is known shows where it comes from.
_FACTS: Mapping[str, tuple[str, ...]] = {
    "destinations": (F.DESTINATIONS,),
    "dates": (F.DEPART_ON, F.RETURN_ON, F.TRAVEL_MONTH),
    "depart_on": (F.DEPART_ON,),
    "return_on": (F.RETURN_ON,),
    "nights": (F.NIGHTS,),
    "travellers": (F.TRAVELLERS, F.ADULTS, F.CHILDREN),
    "adults": (F.ADULTS,),
    "children": (F.CHILDREN,),
    "origin": (F.ORIGIN,),
    "budget": (F.BUDGET,),
}
_QUOTE = 60  # characters of a quote under a field


@dataclass(frozen=True, kw_only=True)
class Value:
    """`text` empty: nothing is known. `said`: where it comes from, as it stands under the field."""

    text: str = ""
    said: str = ""


def suggest(inquiry: Inquiry, template: Template, known: Sequence[Fact], *, agent: User) -> dict[str, Value]:
    """A value for each blank of the template, by its key, in the template's language.

    `known`: the current and the proposed facts of the inquiry.
    """
    sources = {blank.source for blank in template.blanks}
    values = of_sources(inquiry, sources, template.language, known, agent=agent)
    return {blank.key: values[blank.source] for blank in template.blanks}


def of_sources(
    inquiry: Inquiry, sources: Iterable[str], language: str, known: Sequence[Fact], *, agent: User
) -> dict[str, Value]:
    """A value for each source, in that language; an empty one where nothing is known."""
    current = {fact.field: fact for fact in known if fact.state == Fact.State.CURRENT and fact.value is not None}
    changing = {fact.field for fact in known if fact.state == Fact.State.PROPOSED}
    return {
        source: _from_facts(source, language, current, changing, agent)
        if source in _FACTS
        else _from_us(source, inquiry, agent)
        for source in sources
    }


def _from_us(source: str, inquiry: Inquiry, agent: User) -> Value:
    name = inquiry.contact.name.strip()
    values: Mapping[str, tuple[str, str]] = {
        "first_name": (name.split(maxsplit=1)[0] if name else "", _("from the contact")),
        "full_name": (name, _("from the contact")),
        "reference": (inquiry.reference, _("our reference")),
        "agency": (settings.AGENCY_NAME, _("our name")),
        "agent": (agent.first_name or str(agent), _("your name")),
    }
    text, said = values.get(source, ("", ""))
    return Value(text=text, said=said) if text and not text.startswith("+") else Value()


def _from_facts(source: str, language: str, current: Mapping[str, Fact], changing: set[str], agent: User) -> Value:
    facts = [current[name] for name in _FACTS[source] if name in current]
    text = _WORDS[source]({fact.field: fact for fact in facts}, language) if facts else ""
    if not text:
        return Value()
    said = _proof(facts[:2] if source == "dates" else facts[:1], agent)
    if changing.intersection(_FACTS[source]):
        said = _("%(proof)s; a newer value waits in the trip card") % {"proof": said}
    return Value(text=text, said=said)


def _proof(facts: Sequence[Fact], agent: User) -> str:
    """Where the first of them comes from, with the words of all."""
    fact, now = facts[0], timezone.now()
    if fact.source == Fact.Source.HUMAN:
        who = _("you") if fact.author_id == agent.pk else str(fact.author or _("a colleague"))
        return _("set by %(who)s, %(when)s") % {"who": who, "when": words.clock(fact.created_at, now=now)}
    quotes = list(dict.fromkeys(quote for one in facts for quote in _quotes(one)))[:2]
    if not quotes:
        return _("no words prove it: check it")
    said = _("from “%(first)s” and “%(second)s”") if len(quotes) > 1 else _("from “%(first)s”")
    said %= {"first": quotes[0], "second": quotes[-1]}
    return f"{said}, {words.clock(fact.message.sent_at, now=now)}" if fact.message else said


def _quotes(fact: Fact) -> list[str]:
    """Each once, cut where it is long."""
    quotes = (care.masked(" ".join(str(item.get("quote", "")).split())) for item in fact.evidence)
    whole = dict.fromkeys(filter(None, quotes))
    return [quote if len(quote) <= _QUOTE else f"{quote[: _QUOTE - 1].rstrip()}…" for quote in whole]


def _places(facts: Mapping[str, Fact], language: str) -> str:  # noqa: ARG001
    fact = facts[F.DESTINATIONS]
    quotes = " ".join(str(item.get("quote", "")) for item in fact.evidence if isinstance(item, dict))
    return ", ".join(_as_said(place, quotes) for place in fact.value or ())


def _as_said(place: Any, quotes: str) -> str:
    """A place by the name that the customer has for it ("Creta"), where their words have one."""
    for name in sorted([place["name"], *(place.get("aliases") or [])], key=len, reverse=True):
        found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", quotes, re.IGNORECASE)
        if found:
            said = found[0]
            return said if said != said.lower() else said.capitalize()
    return str(place["name"])


def _dates(facts: Mapping[str, Fact], language: str) -> str:
    first, last = _day(facts, F.DEPART_ON), _day(facts, F.RETURN_ON)
    if first and last:
        return local_days.span(first, last, language)
    if first or last:
        return local_days.day(first or last or date.min, language)
    return local_days.month(date.fromisoformat(f"{facts[F.TRAVEL_MONTH].value}-01"), language)


def _one_day(name: str) -> Callable[[Mapping[str, Fact], str], str]:
    return lambda facts, language: local_days.day(date.fromisoformat(str(facts[name].value)), language)


def _day(facts: Mapping[str, Fact], name: str) -> date | None:
    return date.fromisoformat(str(facts[name].value)) if name in facts else None


def _number(name: str) -> Callable[[Mapping[str, Fact], str], str]:
    """The bare number: its noun stands in the template, in the template's language."""
    return lambda facts, _language: str(facts[name].value) if name in facts else ""


def _travellers(facts: Mapping[str, Fact], _language: str) -> str:
    if F.TRAVELLERS in facts:
        return str(facts[F.TRAVELLERS].value)
    both = [facts[name].value for name in (F.ADULTS, F.CHILDREN) if name in facts]
    return str(sum(number or 0 for number in both)) if len(both) == 2 else ""


def _origin(facts: Mapping[str, Fact], _language: str) -> str:
    fact = facts[F.ORIGIN]
    return _as_said(fact.value or {}, " ".join(str(item.get("quote", "")) for item in fact.evidence))


_WORDS: Mapping[str, Callable[[Mapping[str, Fact], str], str]] = {
    "destinations": _places,
    "dates": _dates,
    "depart_on": _one_day(F.DEPART_ON),
    "return_on": _one_day(F.RETURN_ON),
    "nights": _number(F.NIGHTS),
    "travellers": _travellers,
    "adults": _number(F.ADULTS),
    "children": _number(F.CHILDREN),
    "origin": _origin,
    "budget": lambda facts, language: asking.money(facts[F.BUDGET].value or {}, local_days.base_of(language)),
}
