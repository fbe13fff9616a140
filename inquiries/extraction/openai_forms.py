"""How the question is put: OpenAI's own form, or a plainer one for servers that only speak most of its protocol.

Ollama, vLLM and gateways know no strict schemas, no `store` or no `max_completion_tokens`, depending on their version.
What such a server refuses by name is left out from then on, in this process, and the schema goes into the prompt
instead. At OpenAI itself nothing is ever left out: `store: false` least of all.
"""

import json
from typing import TYPE_CHECKING, Any, get_args

import structlog
from django.conf import settings
from pydantic import BaseModel

from inquiries.errors import WorkError
from inquiries.extraction import openai_client
from inquiries.extraction.schema import Answer, Strict, Written, response_format

if TYPE_CHECKING:
    from openai import APIStatusError
    from openai.types.chat import ChatCompletion

logger = structlog.get_logger(__name__)

_OPTIONAL = ("response_format", "max_completion_tokens", "store", "temperature")
_refused: dict[tuple[str, str], set[str]] = {}  # by address and model: parameters that the server does not take
_AS_JSON = "Answer with one JSON object and nothing else. It follows this JSON schema; what is not said is null:\n"


def ask(
    rules: str, question: str, *, limit: int, answer: type[Strict] = Answer, temperature: float = 0
) -> "ChatCompletion":
    """One answer of the model, in the form of `answer`. Raises WorkError. A server that refuses a part of the form is
    asked once without it."""
    known = _refused.setdefault((settings.OPENAI_BASE_URL, settings.OPENAI_MODEL), set())
    for _ in range(len(_OPTIONAL)):
        form = _form(rules, question, limit=limit, answer=answer, temperature=temperature, without=known)
        try:
            return _ask(form)
        except WorkError as error:
            part = _part_refused(error, form)
            if part is None or part in known:
                raise
            known.add(part)
            logger.info("plainer_form", without=part, server=settings.OPENAI_BASE_URL)
    return _ask(_form(rules, question, limit=limit, answer=answer, temperature=temperature, without=known))


def parsed(content: str) -> Answer:
    """The answer in its agreed form; pydantic's ValidationError (a ValueError) where it has not that.

    Of a server that got the schema as words, what is left out counts as null: no schema held its model to it.
    """
    if _takes_schemas():
        return Answer.model_validate_json(content)
    said = json.loads(_bare(content))
    return Answer.model_validate(completed(said) if isinstance(said, dict) else said)


def written(content: str) -> str:
    """The text of an answer in the form of Written; a ValueError where it has not that, or is empty."""
    text = Written.model_validate_json(content if _takes_schemas() else _bare(content)).text.strip()
    if not text:
        raise ValueError("The answer was empty.")
    return text


def _takes_schemas() -> bool:
    return "response_format" not in _refused.get((settings.OPENAI_BASE_URL, settings.OPENAI_MODEL), ())


def _bare(content: str) -> str:
    return content.strip().removeprefix("```json").removesuffix("```")


def completed(said: dict[str, Any]) -> dict[str, Any]:
    """An answer with null for each field that is not in it, and empty lists of quotes and options likewise."""
    return {name: _filled(said.get(name), field.annotation) for name, field in Answer.model_fields.items()}


def _filled(value: Any, annotation: Any) -> Any:
    kind = next((one for one in get_args(annotation) if isinstance(one, type) and issubclass(one, BaseModel)), None)
    if kind is None or not isinstance(value, dict):
        return value
    lists: dict[str, Any] = {name: [] for name in ("quotes", "options") if name in kind.model_fields}
    return lists | {name: item for name, item in value.items() if item is not None}


def _form(
    rules: str, question: str, *, limit: int, answer: type[Strict], temperature: float, without: set[str]
) -> dict[str, Any]:
    form: dict[str, Any] = {
        "model": settings.OPENAI_MODEL,
        "response_format": response_format(answer),
        "max_completion_tokens": limit,
        "store": False,
    }
    if settings.OPENAI_MODEL.startswith("gpt-4"):
        form["temperature"] = temperature  # models that think refuse any other than their own
    if "response_format" in without:
        schema = form["response_format"]["json_schema"]["schema"]
        rules = f"{rules}\n{_AS_JSON}{json.dumps(schema)}"
    if "max_completion_tokens" in without:
        form["max_tokens"] = limit
    for name in without:
        form.pop(name, None)
    form["messages"] = [{"role": "system", "content": rules}, {"role": "user", "content": question}]
    return form


def _ask(form: dict[str, Any]) -> "ChatCompletion":
    completion: ChatCompletion = openai_client.ask(lambda client: client.chat.completions.create(**form))
    if not hasattr(completion, "choices"):  # a page of a gateway comes back as text
        raise WorkError("OpenAI's answer was not readable.", code="unreadable")
    return completion


def _part_refused(error: WorkError, form: dict[str, Any]) -> str | None:
    """The part of our form that a 400 or 422 names. "Invalid schema" is a fault of ours and no reason to do without."""
    if openai_client.is_openai_itself() or not error.permanent:
        return None
    cause: APIStatusError | Any = error.__cause__
    words = str(getattr(cause, "message", ""))
    if "Invalid schema" in words:
        return None
    named = (name for name in _OPTIONAL if name in form and (name == getattr(cause, "param", "") or name in words))
    return next(named, None)
