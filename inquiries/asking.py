"""The ready question: one message that asks for all that is missing and for what has two readings.

It is only proposed: the text goes into the composer, where a person edits and sends it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from inquiries import doubts, opens_words, projection, question_texts, wanted
from inquiries.models import Fact, Inquiry
from inquiries.question_words import TONGUES, Tongue

F = Fact.Field
_OVER = (Inquiry.Status.LOST, Inquiry.Status.CLOSED)
_TOGETHER = {F.DEPART_ON: F.RETURN_ON, F.ADULTS: F.CHILDREN}  # said in one breath: "5 June - 12 June"


@dataclass(frozen=True)
class Question:
    """`fields`: what it asks for, in its order. `language`: the one that it is in."""

    text: str
    language: str
    fields: tuple[str, ...]


def may_ask(inquiry: Inquiry) -> bool:
    """What is parked is not answered, and a trip that is lost or closed needs no more details."""
    return not inquiry.parked_reason and inquiry.status not in _OVER


def open_fields(known: Sequence[Fact]) -> list[str]:
    """What would be asked for now; `known`: current and proposed facts."""
    proposed = {fact.field for fact in known if fact.state == Fact.State.PROPOSED}
    absent = [
        name for name in wanted.missing(projection.likeliest(known)) if not proposed.intersection(wanted.group(name))
    ]
    return wanted.to_ask([group[0].field for group in doubts.groups(known)], absent)


def compose(inquiry: Inquiry, known: Sequence[Fact], *, channel: str, name: str) -> Question | None:
    """The question in the customer's language and the tone of the channel; None where nothing is to be asked.

    `name`: how they are addressed; empty: not by name.
    """
    fields = open_fields(known)
    if not fields:
        return None
    language, words = question_texts.of(inquiry.language or inquiry.contact.language)
    asked = _lines(fields, known, words, language)
    return Question(_text(asked, words, channel=channel, name=name), language, tuple(fields))


def lines(known: Sequence[Fact], *, language: str) -> tuple[list[str], tuple[str, ...]]:
    """The questions alone, each a sentence, and the fields that they ask for."""
    fields = open_fields(known)
    spoken, words = question_texts.of(language)
    return _lines(fields, known, words, spoken), tuple(fields)


def greeting(*, language: str, channel: str, name: str) -> str:
    """ "Hello Anna,"; without a name it closes up."""
    return _hello(question_texts.of(language)[1], channel=channel, name=name)


def _lines(fields: Sequence[str], known: Sequence[Fact], words: Mapping[str, str], language: str) -> list[str]:
    tongue = TONGUES.get(language, TONGUES[question_texts.FALLBACK])
    told = {group[0].field: _doubt(group, words, tongue, language) for group in doubts.groups(known)}
    return [told.get(field) or words[field] for field in fields]


def _hello(words: Mapping[str, str], *, channel: str, name: str) -> str:
    hello = words.get(f"hello {channel}", words["hello email"]).replace("{name}", name)
    return hello if name else hello.replace(" ,", ",").replace(" :", ":")


def _text(lines: Sequence[str], words: Mapping[str, str], *, channel: str, name: str) -> str:
    hello = _hello(words, channel=channel, name=name)
    lead = words.get(f"lead {channel}", words["lead email"])
    asked = "\n".join(f"- {line}" for line in lines) if len(lines) > 1 else lines[0]
    return f"{hello}\n\n{lead}\n\n{asked}\n\n{words['thanks']}"


def items(known: Iterable[Fact], fields: Iterable[str]) -> list[dict[str, Any]]:
    """What a sent message asked for, to be kept on its row: {"field", "options", "group"} each.

    `options`: the readings that were open then, the first one first, so that "the first one" can be understood;
    those of one `group` are settled together.
    """
    rows, named = list(known), list(dict.fromkeys(fields))
    found: list[dict[str, Any]] = []
    grouped = doubts.groups(rows)
    for name in named:
        at = next((number for number, group in enumerate(grouped) if group[0].field == name), None)
        if at is None:
            found.append({"field": name, "options": [], "group": None})
        else:
            found += [{"field": fact.field, "options": fact.options, "group": at} for fact in grouped[at]]
    return found


def _doubt(group: Sequence[Fact], words: Mapping[str, str], tongue: Tongue, language: str) -> str:
    said = [_reading(group, position, tongue, language) for position in range(len(group[0].options))]
    readings = f" {tongue.either} ".join(filter(None, [", ".join(said[:-1]), said[-1]]))
    return words["doubt"].replace("{readings}", readings)


def _reading(group: Sequence[Fact], position: int, tongue: Tongue, language: str) -> str:
    """One reading of a group in words: "5 June - 12 June", "3,000 EUR per person"."""
    first = group[0]
    partner = next((fact for fact in group if fact.field == _TOGETHER.get(F(first.field))), None)
    shown = [_in_words(first.field, first.options[position], tongue, language)]
    if partner is not None and partner.options[position]:
        shown.append(_in_words(partner.field, partner.options[position], tongue, language))
    return (" – " if first.field == F.DEPART_ON else " + ").join(shown)


def money(value: Mapping[str, Any], language: str) -> str:
    """A budget as a customer reads it: "3.000 EUR pro Person", and of all together the sum alone."""
    per = value.get("per") or "total"
    tongue = TONGUES.get(language, TONGUES[question_texts.FALLBACK])
    written = _sum(value, language if language in TONGUES else question_texts.FALLBACK)
    return written if per == "total" else str(getattr(tongue, per)).format(n=written)


def _sum(value: Mapping[str, Any], language: str) -> str:
    """ "3,000 EUR", "3.000 EUR", "3 000 EUR": as the language writes it."""
    plain = f"{value['amount']:,.2f}".removesuffix(".00")
    marks = {"en": ",.", "fr": "\u202f,"}.get(language, ".,")
    written = plain.translate(str.maketrans(",.", marks))
    return f"{written} {value.get('currency') or ''}".strip()


def _in_words(field: str, value: Any, tongue: Tongue, language: str) -> str:
    if field in {F.DEPART_ON, F.RETURN_ON}:
        day = date.fromisoformat(value)
        return tongue.day.format(day=day.day, month=opens_words.month(day.month, language))
    if field == F.TRAVEL_MONTH:
        return f"{opens_words.month(int(value[5:7]), language)} {value[:4]}"
    if field == F.BUDGET:
        return str(getattr(tongue, value.get("per") or "total")).format(n=_sum(value, language))
    forms = {F.NIGHTS: tongue.nights, F.ADULTS: tongue.adults, F.CHILDREN: tongue.children}
    if field in {F.DESTINATIONS, F.ORIGIN}:
        places = value if isinstance(value, list) else [value]
        return ", ".join(
            f"{place['name']} ({place['country']})" if place["country"] else place["name"] for place in places
        )
    return forms[F(field)].format(n=value) if field in forms else str(value)


__all__ = ["Question", "compose", "greeting", "items", "lines", "money", "open_fields"]
