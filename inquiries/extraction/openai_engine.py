"""The engine that asks OpenAI (or a server that speaks its Chat Completions), with strict structured output.

One call a message, nothing stored at the vendor, no retries here: the next engine reads, or the row comes back.
Whatever the answer claims is checked again: shapes by facts.record, quotes against the text.
"""

import secrets
import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog
from django.conf import settings

from inquiries import addresses, http_client
from inquiries.errors import WorkError
from inquiries.extraction import quotes
from inquiries.extraction.document import Document, Reading, ReadingError, Span, Value

if TYPE_CHECKING:
    from openai import APIStatusError, OpenAI
    from openai.types.chat import ChatCompletion

    from inquiries.extraction.schema import Answer, Quoted

logger = structlog.get_logger(__name__)

PROMPT = Path(__file__).parent / "prompts" / "trip-1.md"  # a changed prompt is a new file: runs name it
TIMEOUT = 60.0  # seconds for an answer; a model that thinks takes half of it
CONNECT_TIMEOUT = 5.0
TEXT_LIMIT = 40_000  # characters of a message that are sent
ANSWER_LIMITS = (4_000, 16_000)  # tokens, thinking included: an answer that was cut is asked for once more
OUT_OF_ORDER = timedelta(minutes=10)  # how long nobody is asked after a refusal that only a person can cure

# Of a 429: money is used up, waiting does not help (wire: error codes guide).
_QUOTA = frozenset(
    {
        "insufficient_quota",
        "credit_balance_exhausted",
        "organization_spend_limit_exceeded",
        "project_spend_limit_exceeded",
        "organization_usage_limit_exceeded",
    }
)
# US dollars for a million tokens in and out, by a model's name without its date, as public lists had them in June 2026
# (https://platform.openai.com/docs/pricing); what is not here counts as 0.
_PRICES: Mapping[str, tuple[float, float]] = {
    "gpt-4o-mini": (0.15, 0.60),
    "gpt-4o": (2.50, 10.00),
    "gpt-4.1-nano": (0.10, 0.40),
    "gpt-4.1-mini": (0.40, 1.60),
    "gpt-4.1": (2.00, 8.00),
    "gpt-5-nano": (0.05, 0.40),
    "gpt-5-mini": (0.25, 2.00),
    "gpt-5": (1.25, 10.00),
}
_WITHOUT_TRIP = frozenset({"booking", "other"})
_PERSON = frozenset({"contact_name", "contact_phone"})


class OpenAIEngine:
    name = "openai"

    @property
    def version(self) -> str:
        return f"{settings.OPENAI_MODEL} {PROMPT.stem}"[:60]

    def read(self, document: Document) -> Reading:
        """See Engine.read. ReadingError where OpenAI answered, but not with a reading."""
        tokens_in = tokens_out = 0
        completion = None
        for limit in ANSWER_LIMITS:
            completion = _ask(document, limit)
            tokens_in += completion.usage.prompt_tokens if completion.usage else 0
            tokens_out += completion.usage.completion_tokens if completion.usage else 0
            if not completion.choices or completion.choices[0].finish_reason != "length":
                break
        spent = {"tokens_in": tokens_in, "tokens_out": tokens_out, "cost": _cost(tokens_in, tokens_out)}
        return self._understand(document, completion, spent)

    def probe(self) -> str:
        """See Engine.probe: asks for the model by its name, which proves address, key and model, and costs nothing."""
        model = _asked(lambda client: client.models.retrieve(settings.OPENAI_MODEL), method="GET")
        return f"The key is accepted, and {getattr(model, 'id', settings.OPENAI_MODEL)} is there."

    def _understand(self, document: Document, completion: "ChatCompletion | None", spent: dict[str, Any]) -> Reading:
        """The outcomes in the order in which they are to be told apart (wire: Chat Completions)."""
        from pydantic import ValidationError

        from inquiries.extraction.schema import Answer

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
            answer = Answer.model_validate_json(choice.message.content or "")
        except ValidationError as error:
            raise ReadingError("OpenAI's answer had not the agreed form.", nothing, code="bad_answer") from error
        return Reading(
            engine=self.name,
            version=self.version,
            kind=answer.kind,
            language=(answer.language or "")[:12].lower(),
            values=_values(answer, document),
            answer=answer.model_dump(mode="json", exclude_none=True),
            **spent,
        )


def _ask(document: Document, limit: int) -> "ChatCompletion":
    """One call. Raises WorkError, told apart by what can be done about it."""
    from inquiries.extraction.schema import response_format

    request: dict[str, Any] = {
        "model": settings.OPENAI_MODEL,
        "messages": [
            {"role": "system", "content": PROMPT.read_text(encoding="utf-8")},
            {"role": "user", "content": _question(document)},
        ],
        "response_format": response_format(),
        "max_completion_tokens": limit,
        "store": False,
    }
    if settings.OPENAI_MODEL.startswith("gpt-4"):
        request["temperature"] = 0  # models that think refuse any other than their own
    completion: ChatCompletion = _asked(lambda client: client.chat.completions.create(**request), method="POST")
    if not hasattr(completion, "choices"):  # a page of a gateway comes back as text
        raise WorkError("OpenAI's answer was not readable.", code="bad_answer")
    return completion


def _asked(call: Callable[["OpenAI"], Any], *, method: str) -> Any:
    import openai

    started, status, request_id = time.monotonic(), None, None
    try:
        answer = call(_client(settings.OPENAI_API_KEY, settings.OPENAI_BASE_URL))
    except openai.APIStatusError as error:
        status, request_id = error.status_code, error.request_id
        raise _refused(error) from error
    except openai.APITimeoutError as error:
        raise WorkError(f"OpenAI gave no answer within {TIMEOUT:.0f} seconds.", code="timeout") from error
    except openai.APIConnectionError as error:
        raise WorkError("OpenAI could not be reached.", code="unreachable") from error
    except (openai.OpenAIError, ValueError) as error:
        raise WorkError("OpenAI's answer was not readable.", code="bad_answer") from error
    else:
        status, request_id = 200, getattr(answer, "_request_id", None)
    finally:
        ms = round((time.monotonic() - started) * 1000)
        logger.info("outgoing_call", client="OpenAI", method=method, status=status, ms=ms, request=request_id)
    return answer


@cache
def _client(key: str, base_url: str) -> "OpenAI":
    """One client a process, for its open connections. A private CA comes from SSL_CERT_FILE."""
    import openai

    return openai.OpenAI(
        api_key=key, base_url=base_url, max_retries=0, timeout=openai.Timeout(TIMEOUT, connect=CONNECT_TIMEOUT)
    )


def _refused(error: "APIStatusError") -> WorkError:
    status, code = error.status_code, error.code or error.type or str(error.status_code)
    if status == 429 and (error.code in _QUOTA or error.type in _QUOTA):
        words = "OpenAI's quota is used up. Add credit or raise the limit at OpenAI."
        return WorkError(words, retry_after=OUT_OF_ORDER, code=code)
    if status == 429:
        return WorkError("OpenAI asks us to slow down.", retry_after=_wait(error), code=code)
    if status in {401, 403}:
        words = "OpenAI does not accept OPENAI_API_KEY."
        return WorkError(words, permanent=True, retry_after=OUT_OF_ORDER, code=code)
    if status == 404:
        words = f"OpenAI does not know the model {settings.OPENAI_MODEL} (OPENAI_MODEL)."
        return WorkError(words, permanent=True, retry_after=OUT_OF_ORDER, code=code)
    if status >= 500 or status in {408, 409}:
        return WorkError(f"OpenAI has a problem of its own (HTTP {status}).", retry_after=_wait(error), code=code)
    return WorkError(f"OpenAI did not take the request ({code}).", permanent=True, code=code)


def _wait(error: "APIStatusError") -> timedelta | None:
    """retry-after-ms (OpenAI's own), else Retry-After."""
    milliseconds = error.response.headers.get("retry-after-ms", "")
    if milliseconds.isdecimal():
        return timedelta(milliseconds=int(milliseconds))
    return http_client.retry_after({"Retry-After": error.response.headers.get("retry-after", "")})


def _question(document: Document) -> str:
    """The message as data between markers that its sender cannot know."""
    mark = secrets.token_hex(6)
    lines = [
        f"Sent on: {document.sent_at:%A %Y-%m-%d %H:%M}",
        f"Channel: {document.channel}, {document.message_kind}",
        f"Likely country of the sender: {document.country or 'not known'}",
        f"Answers a message of the agency: {'yes' if document.answers or document.quoted_text else 'no'}",
        f"known: {_known(document)}",
        *_asked_for(document),
        f"----- message {mark}: sender's name, subject, text -----",
        f"Sender: {document.sender_name}",
        f"Subject: {document.subject}",
        "",
        document.text[:TEXT_LIMIT],
        f"----- end of message {mark} -----",
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


def _cost(tokens_in: int, tokens_out: int) -> float:
    model = settings.OPENAI_MODEL.partition("-20")[0]
    price_in, price_out = _PRICES.get(model, (0.0, 0.0))
    return (tokens_in * price_in + tokens_out * price_out) / 1_000_000
