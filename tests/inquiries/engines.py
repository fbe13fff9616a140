"""Engines that tests hold in their hands: settings.ENGINES leads to them by dotted path, as to any other."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import timezone

from inquiries.extraction.document import Document, Reading, Span, Value
from inquiries.extraction.runs import engine_of
from inquiries.models import Message
from inquiries.work import processing
from tests.factories import MessageFactory

Outcome = Callable[[Document], Reading]
Scripts = dict[str, list[Outcome]]
scripts: Scripts = {}
documents: list[Document] = []


class _Scripted:
    """Answers with the outcomes in its script, one a message; the last one stays."""

    name = ""
    version = "test"
    leaves_house = False

    def read(self, document: Document) -> Reading:
        documents.append(document)
        script = scripts[self.name]
        outcome = script.pop(0) if len(script) > 1 else script[0]
        return replace(outcome(document), engine=self.name, version=self.version)

    def recall(self, document: Document, answer: Mapping[str, Any]) -> Reading | None:
        """A script is played again, and not remembered."""
        return None


class First(_Scripted):
    name = "openai"
    leaves_house = True


class Second(_Scripted):
    name = "rules"


@contextmanager
def scripted(settings: Any, *, order: tuple[str, ...] = ("rules",)) -> Iterator[Scripts]:
    """Both engines are scripted ones; gives the scripts by the engines' names."""
    settings.ENGINES = {"openai": f"{__name__}.First", "rules": f"{__name__}.Second"}
    settings.EXTRACTION_ENGINES = list(order)
    engine_of.cache_clear()
    scripts.clear()
    documents.clear()
    yield scripts
    engine_of.cache_clear()


def saying(kind: str = "inquiry", language: str = "en", **values: Any) -> Outcome:
    """An outcome: field=value, or field=(value, quote, ...), or field=Value(...). Quotes are found in the text."""

    def outcome(document: Document) -> Reading:
        found = {name: _value(document.text, said) for name, said in values.items()}
        return Reading(engine="", version="", kind=kind, language=language, values=found)

    return outcome


def failing(error: BaseException) -> Outcome:
    def outcome(document: Document) -> Reading:
        raise error

    return outcome


def span(text: str, quote: str) -> Span:
    start = text.index(quote)
    return Span("text", start, start + len(quote), quote)


def _value(text: str, said: Any) -> Value:
    if isinstance(said, Value):
        return said
    value, *quotes = said if isinstance(said, tuple) else (said,)
    return Value(value, tuple(span(text, quote) for quote in quotes))


def arrive(inquiry: Any, text: str = "Hello", *, sent_at: datetime | None = None, **columns: Any) -> Message:
    """A message that came in and waits to be read."""
    return MessageFactory.create(
        inquiry=inquiry,
        text=text,
        state=Message.State.RECEIVED,
        due_at=timezone.now(),
        sent_at=sent_at or timezone.now(),
        **columns,
    )


def read(message: Message) -> Message:
    """Let the worker's function read it, also a second time."""
    Message.objects.filter(pk=message.pk).update(state=Message.State.RECEIVED, due_at=timezone.now(), attempts=0)
    processing.process(message.pk)
    message.refresh_from_db()
    return message
