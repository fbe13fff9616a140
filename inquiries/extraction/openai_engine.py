"""The engine that asks OpenAI (or a server that speaks its Chat Completions), with strict structured output.

One call a message, nothing stored at the vendor, no retries here: the next engine reads, or the row comes back.
Whatever the answer claims is checked again: shapes by recording.record, quotes against the text.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from inquiries import addresses
from inquiries.extraction import openai_client, prices, quotes, wrapping
from inquiries.extraction.document import Document, Reading, ReadingError, Span, Value

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion

    from inquiries.extraction.schema import Answer, Quoted

PROMPT = Path(__file__).parent / "prompts" / "trip-2.md"  # a changed prompt is a new file: runs name it
TEXT_LIMIT = 40_000  # characters of a message that are sent
ANSWER_LIMITS = (4_000, 16_000)  # tokens, thinking included: an answer that was cut is asked for once more

_WITHOUT_TRIP = frozenset({"booking", "other"})
_PERSON = frozenset({"contact_name", "contact_phone"})


class OpenAIEngine:
    name = "openai"
    leaves_house = True

    @property
    def version(self) -> str:
        return f"{settings.OPENAI_MODEL} {PROMPT.stem}"[:60]

    def read(self, document: Document) -> Reading:
        """See Engine.read. ReadingError where OpenAI answered, but not with a reading."""
        from inquiries.extraction import openai_forms

        document = document.covered()
        tokens_in = tokens_out = 0
        completion = None
        for limit in ANSWER_LIMITS:
            completion = openai_forms.ask(PROMPT.read_text(encoding="utf-8"), _question(document), limit=limit)
            tokens_in += completion.usage.prompt_tokens if completion.usage else 0
            tokens_out += completion.usage.completion_tokens if completion.usage else 0
            if not completion.choices or completion.choices[0].finish_reason != "length":
                break
        cost = prices.cost(settings.OPENAI_MODEL, tokens_in, tokens_out)
        spent = {"tokens_in": tokens_in, "tokens_out": tokens_out, "cost": cost}
        return self._understand(document, completion, spent)

    def recall(self, document: Document, answer: Mapping[str, Any]) -> Reading | None:
        """See Engine.recall."""
        from pydantic import ValidationError

        from inquiries.extraction import openai_forms
        from inquiries.extraction.schema import Answer

        try:
            said = Answer.model_validate(openai_forms.completed(dict(answer)))
        except ValidationError:
            return None
        return self._reading(document.covered(), said, {})  # its quotes are from what it was given

    def probe(self) -> str:
        """See Engine.probe: asks for the model by its name, which proves address, key and model, and costs nothing."""
        model = openai_client.ask(lambda client: client.models.retrieve(settings.OPENAI_MODEL), method="GET")
        return f"The key is accepted, and {getattr(model, 'id', settings.OPENAI_MODEL)} is there."

    def _understand(self, document: Document, completion: "ChatCompletion | None", spent: dict[str, Any]) -> Reading:
        """The outcomes in the order in which they are to be told apart (wire: Chat Completions)."""
        from inquiries.extraction import openai_forms

        nothing = Reading(engine=self.name, version=self.version, **spent)
        if completion is None or not completion.choices:
            raise ReadingError("OpenAI answered without a choice.", nothing, code="bad_answer")
        choice = completion.choices[0]
        if choice.finish_reason == "length":
            raise ReadingError("OpenAI's answer was cut, twice.", nothing, permanent=True, code="cut")
        if choice.finish_reason == "content_filter":
            raise ReadingError("OpenAI's filter held the answer back.", nothing, permanent=True, code="content_filter")
        if choice.message.refusal:
            raise ReadingError("OpenAI refused to read this message.", nothing, permanent=True, code="refusal")
        try:
            answer = openai_forms.parsed(choice.message.content or "")
        except ValueError as error:
            raise ReadingError("OpenAI's answer had not the agreed form.", nothing, code="bad_answer") from error
        return self._reading(document, answer, spent)

    def _reading(self, document: Document, answer: "Answer", spent: dict[str, Any]) -> Reading:
        return Reading(
            engine=self.name,
            version=self.version,
            kind=answer.kind,
            language=(answer.language or "")[:12].lower(),
            values=_values(answer, document),
            answer={name: said for name, said in answer.model_dump(mode="json").items() if said is not None},
            **spent,
        )


def _question(document: Document) -> str:
    """The message as data between markers that its sender cannot know."""
    text = [
        f"Sender: {wrapping.line(document.sender_name)}",
        f"Subject: {wrapping.line(document.subject)}",
        "",
        wrapping.seen(document.text[:TEXT_LIMIT]),
    ]
    lines = [
        f"Sent on: {document.sent_at:%A %Y-%m-%d %H:%M}",
        f"Channel: {document.channel}, {document.message_kind}",
        f"Likely country of the sender: {document.country or 'not known'}",
        f"Answers a message of the agency: {'yes' if document.answers or document.quoted_text else 'no'}",
        f"known: {_known(document)}",
        *_asked_for(document),
        wrapping.wrapped("message", "\n".join(text), holds="sender's name, subject, text"),
    ]
    return "\n".join(lines)


def _asked_for(document: Document) -> list[str]:
    """What our last message asked for: a short answer is an answer to that. Only fields and our own readings."""
    import json

    if not document.asked:
        return []
    items = [
        item.field + (f" (which of {json.dumps(item.options)}?)" if item.options else "") for item in document.asked
    ]
    return [
        "The agency's last message asked for: " + "; ".join(items) + ".",
        "A bare number, name or 'the first one' answers that; of several readings give the one that it picks.",
    ]


def _known(document: Document) -> str:
    import json

    trip = {name: value for name, value in document.known.items() if name not in _PERSON and value is not None}
    return json.dumps(trip, ensure_ascii=False)


def _values(answer: "Answer", document: Document) -> dict[str, Value]:
    """The answer's values with their quotes found in the message; a quote that is not there proves nothing."""
    values = {}
    for name in type(answer).model_fields:
        said = getattr(answer, name)
        if name in {"kind", "language"} or said is None:
            continue
        if name in _PERSON or answer.kind not in _WITHOUT_TRIP:
            values[name] = _value(said, document)
    if document.channel == "whatsapp" and document.sender_phone:
        phone = document.sender_phone
        values["contact_phone"] = Value(phone, (Span("sender", 0, len(phone), phone),))
    elif "contact_phone" in values:
        values |= _phone(values.pop("contact_phone"), document.country)
    return values


def _value(said: "Quoted", document: Document) -> Value:
    plain = said.model_dump(mode="json")
    found = [quotes.locate(document, quote) for quote in said.quotes[:20]]
    evidence = tuple(dict.fromkeys(span for span in found if span is not None))
    options = plain.get("options") or []
    return Value(plain["value"], evidence, tuple(options) if len(options) > 1 else ())


def _phone(value: Value, country: str) -> dict[str, Value]:
    number = addresses.to_e164(str(value.value), country or settings.DEFAULT_PHONE_REGION)
    return {"contact_phone": Value(number, value.evidence)} if number else {}
