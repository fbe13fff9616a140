"""One text by OpenAI, by a prompt of this package. What is put to it was covered by who calls; see asking_leave.py."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.conf.locale import LANG_INFO

from inquiries.envelope import clean
from inquiries.extraction import prices
from inquiries.extraction.document import Reading, ReadingError

if TYPE_CHECKING:
    from openai.types.chat import ChatCompletion

_PROMPTS = Path(__file__).parent / "prompts"
LIMITS = (4_000, 16_000)  # tokens, thinking included: a text that was cut is asked for once more


@dataclass(frozen=True, kw_only=True)
class Written:
    """A text and what it cost, in US dollars; None: the price is not known. `version`: model and prompt."""

    text: str
    version: str
    tokens_in: int = 0
    tokens_out: int = 0
    cost: float | None = 0.0


def write(prompt: str, question: str, *, temperature: float = 0) -> Written:
    """`prompt`: the name of a file in prompts/; a changed prompt is a new file, since rows name it.

    Raises WorkError; ReadingError where OpenAI answered, but not with a text. No transaction may be open.
    """
    from inquiries.extraction import openai_forms  # heavy: pydantic builds the answer's form
    from inquiries.extraction.schema import Written as WrittenForm

    rules = (_PROMPTS / f"{prompt}.md").read_text(encoding="utf-8")
    tokens_in = tokens_out = 0
    completion = None
    for limit in LIMITS:
        completion = openai_forms.ask(rules, question, limit=limit, answer=WrittenForm, temperature=temperature)
        tokens_in += completion.usage.prompt_tokens if completion.usage else 0
        tokens_out += completion.usage.completion_tokens if completion.usage else 0
        if not completion.choices or completion.choices[0].finish_reason != "length":
            break
    spent: dict[str, Any] = {
        "version": version(prompt),
        "tokens_in": tokens_in,
        "tokens_out": tokens_out,
        "cost": prices.cost(settings.OPENAI_MODEL, tokens_in, tokens_out),
    }
    return Written(text=_text(completion, spent), **spent)


def version(prompt: str) -> str:
    return f"{settings.OPENAI_MODEL} {prompt}"[:80]


def language_name(code: str) -> str:
    """ "German (de)"; the code alone where nobody knows its name."""
    info = LANG_INFO.get(code) or {}
    return f"{info['name']} ({code})" if "name" in info else code


def _text(completion: "ChatCompletion | None", spent: dict[str, Any]) -> str:
    """The outcomes in the order in which they are to be told apart (wire: Chat Completions)."""
    from inquiries.extraction import openai_forms  # heavy: pydantic builds the answer's form

    def none(words: str, code: str, *, permanent: bool = True) -> ReadingError:
        return ReadingError(words, Reading(engine="openai", **spent), permanent=permanent, code=code)

    if completion is None or not completion.choices:
        raise none("OpenAI answered without a text.", "bad_answer", permanent=False)
    choice = completion.choices[0]
    if choice.finish_reason == "length":
        raise none("OpenAI's text was cut, twice.", "cut")
    if choice.finish_reason == "content_filter":
        raise none("OpenAI's filter held the text back.", "content_filter")
    if choice.message.refusal:
        raise none("OpenAI refused to write this.", "refusal")
    try:
        return clean(openai_forms.written(choice.message.content or ""))
    except ValueError as error:
        raise none("OpenAI's answer had not the agreed form.", "bad_answer", permanent=False) from error
