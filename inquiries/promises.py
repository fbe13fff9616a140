"""What we promised in our own words: "I'll send two options by Friday", found with its words and its deadline. Pure.

A promise needs both in one sentence: that we will do something, and until when. Conditions, negations, questions, what
is asked of the customer and what others will do are none: better to miss one than to hold somebody to what they never
said.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from inquiries import promise_days, promise_words
from inquiries.extraction.rules.language import LANGUAGES
from inquiries.extraction.rules.text import Text
from inquiries.week import Week

_MOST = 20_000  # characters that are read
_PER_MESSAGE = 5
_TAIL = 60  # characters of the sentence behind the promise that are cited with it
_ENDS = re.compile(
    r"(?<!\d)(?<![ap]\.m)(?<!\bno)\.(?=\s|$)|(?<=\d{4})\.(?=\s)|[!?]+(?=\s|$)|;|\n\s*\n|"
    r"\n(?=[ \t]*(?:[-*•>]|\d+[.)]\s|[A-ZÀ-Þ]))"
)


@dataclass(frozen=True, kw_only=True)
class Promised:
    """`start`, `end`: code points into the text. `what`: options, quote, documents, call or answer. `due`: aware."""

    quote: str
    start: int
    end: int
    due: datetime
    what: str


def find(text: str, *, language: str, said_at: datetime, week: Week) -> list[Promised]:
    """The promises of our own words, in their order. `language`: of the message, "" where it is not known."""
    first = language[:2]
    order = [first, *(code for code in LANGUAGES if code != first)] if first in LANGUAGES else list(LANGUAGES)
    found: list[Promised] = []
    for start, sentence in _sentences(text[:_MOST]):
        for code in order:
            promise = _promise(sentence, start, code, said_at, week)
            if promise is not None:
                found.append(promise)
                break
    return found[:_PER_MESSAGE]


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """Each with where it starts; questions and quoted lines are left out."""
    at = 0
    for match in [*_ENDS.finditer(text), None]:
        end = match.start() if match else len(text)
        sentence = text[at:end]
        asked = match is not None and "?" in match[0]
        if sentence.strip() and not asked and not sentence.lstrip().startswith(">"):
            yield at, sentence
        at = match.end() if match else end


def _promise(raw: str, offset: int, language: str, said_at: datetime, week: Week) -> Promised | None:
    text, words = Text(raw), promise_words.of(language)
    flat = text.flat
    request = next((found for found in words.request.finditer(flat)), None)
    if request is not None:
        flat = flat[: request.start()]
    made = words.promise.search(flat)
    if made is None or words.never.search(flat):
        return None
    if language == "es" and "ó" in text.quote(made.start(), made.end()).quote.lower():
        return None  # "le envió": somebody did
    deadline = promise_days.find(flat, language, said_at, week)
    if deadline is None:
        return None
    end, rest = max(made.end(), deadline.end), len(flat.rstrip(" ,\n"))
    if end < rest <= end + _TAIL:  # "tomorrow I send you" says less than what follows
        end = rest
    quote = text.quote(min(made.start(), deadline.start), end)
    what = next((kind for kind, pattern in promise_words.WHAT if pattern.search(flat)), "answer")
    return Promised(quote=quote.quote, start=offset + quote.start, end=offset + quote.end, due=deadline.due, what=what)
