"""Drafts of a reply: by OpenAI from the conversation, else composed from the facts, in the customer's language."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings

from inquiries import agency_days, asking, channels
from inquiries.assist import material, trip_words, writing
from inquiries.assist.draft_words import TONGUES
from inquiries.assist.writing import Written
from inquiries.extraction import wrapping
from inquiries.models import Assist, Fact, Inquiry, Message, User

PROMPT = "draft-1"
_WARM = 0.6  # a second draft of the same is another one
_WITHOUT_TRIP = (Inquiry.Kind.BOOKING, Inquiry.Kind.OTHER)
FALLBACK = "en"


@dataclass(frozen=True, kw_only=True)
class Template:
    """A text that no model wrote. `language`: the one that it is in. `fields`: what of the trip it asks for."""

    text: str
    language: str
    fields: tuple[str, ...]


def language_of(inquiry: Inquiry) -> str:
    """The customer's, as a bare code; English where nobody knows."""
    code = inquiry.language or inquiry.contact.language
    return code.replace("_", "-").partition("-")[0].lower() or FALLBACK


def asked_for(inquiry: Inquiry, known: Sequence[Fact]) -> tuple[str, ...]:
    """The fields that a draft asks for: nothing of a trip where none is to be planned."""
    return () if inquiry.kind in _WITHOUT_TRIP else tuple(asking.open_fields(known))


def template(inquiry: Inquiry, known: Sequence[Fact], *, channel: str, actor: User | None) -> Template:
    """Greeting, thanks, what was understood, what is missing, closing. `known`: current and proposed facts."""
    code = language_of(inquiry)
    language = code if code in TONGUES else FALLBACK
    tongue = TONGUES[language]
    lines, fields = asking.lines(known, language=language) if inquiry.kind not in _WITHOUT_TRIP else ([], ())
    parts = _parts(inquiry, known, language)
    said = [" ".join(filter(None, [tongue.thanks, tongue.trip.format(parts=parts) if parts else ""]))]
    if len(lines) == 1:
        said += [f"{tongue.ask}\n{lines[0]}"]
    elif lines:
        said += [f"{tongue.ask}\n" + "\n".join(f"- {line}" for line in lines)]
    elif parts:
        said += [tongue.nothing_to_ask]
    hello = asking.greeting(language=language, channel=channel, name=material.first_name(inquiry))
    if hello.endswith(":"):  # a new sentence begins behind a colon
        said[0] = said[0][:1].upper() + said[0][1:]
    text = "\n\n".join([hello, *said, _closing(inquiry, language=language, channel=channel, actor=actor)])
    return Template(text=text, language=language, fields=fields)


def write(row: Assist, known: Sequence[Fact]) -> Written:
    """By OpenAI. See writing.write."""
    inquiry = row.inquiry
    lines, _ = asking.lines(material.to_ask(known), language=row.language) if row.asked else ([], ())
    facts = [
        f"Today: {agency_days.local():%A %Y-%m-%d}",
        f"Language of the draft: {writing.language_name(row.language)}",
        f"Channel: {'a mail' if row.channel == Message.Channel.EMAIL else 'a chat (WhatsApp)'}",
        f"Agency: {settings.AGENCY_NAME}",
        f"Colleague: {row.requested_by or 'not known'}",
        f"Signature is added: {'yes' if _signs(inquiry, row.channel, row.requested_by) else 'no'}",
        f"First name of the customer: {json.dumps(material.first_name(inquiry), ensure_ascii=False)}",
        f"known: {material.known(known)}",
        f"to ask for: {json.dumps(lines, ensure_ascii=False)}",
    ]
    told = material.told(material.conversation(inquiry), customer=wrapping.line(inquiry.contact.name))
    return writing.write(PROMPT, "\n".join([*facts, told]), temperature=_WARM)


def _parts(inquiry: Inquiry, known: Sequence[Fact], language: str) -> str:
    """Only what is current: what waits for a person is asked, not said."""
    if inquiry.kind in _WITHOUT_TRIP:
        return ""
    current = [fact for fact in known if fact.state == Fact.State.CURRENT and fact.value not in (None, [])]
    said = [str(item.get("quote", "")) for fact in current for item in fact.evidence if isinstance(item, dict)]
    return trip_words.parts({fact.field: fact.value for fact in current}, language=language, said=said)


def _closing(inquiry: Inquiry, *, language: str, channel: str, actor: User | None) -> str:
    tongue = TONGUES[language]
    words = tongue.closing_mail if channel == Message.Channel.EMAIL else tongue.closing_chat
    if actor is None or _signs(inquiry, channel, actor):
        return words
    name = str(actor) if channel == Message.Channel.EMAIL else actor.first_name or str(actor)
    return f"{words}\n{name}"


def _signs(inquiry: Inquiry, channel: str, actor: User | None) -> bool:
    """Whether the channel adds a signature with this name below what is sent."""
    if channel not in settings.CHANNELS or actor is None:
        return False
    came = inquiry.messages.filter(channel=channel, direction=Message.Direction.IN).order_by("-sent_at", "-pk")
    account = came.values_list("account", flat=True).first() or ""
    return str(actor) in channels.get(channel).closing(account, author_name=str(actor))
