"""Translations: of a customer's message for staff, and of what staff have typed for the customer. By OpenAI alone."""

from django.conf import settings

from inquiries import care
from inquiries.assist import material, writing
from inquiries.assist.writing import Written
from inquiries.extraction import wrapping
from inquiries.models import Assist, Message

PROMPT = "translation-1"
LIMIT = 20_000  # characters
CUT = f"Only its first {LIMIT:,} characters were translated."
COVERED = "What is covered was not given to OpenAI: put it in again before you send."


def is_foreign(message: Message) -> bool:
    """Whether staff may want it translated: not ours, and in another language than the desk's as far as is known."""
    language = message.language or message.inquiry.language
    return not message.is_out and bool(language) and bare(language) != settings.DESK_LANGUAGE


def bare(language: str) -> str:
    return language.replace("_", "-").partition("-")[0].lower()


def source(row: Assist) -> str:
    """The words to translate."""
    return row.source if row.message is None else material.newest_words(row.message)


def write(row: Assist) -> Written:
    """By OpenAI; see writing.write."""
    words = wrapping.seen(care.masked(source(row), tail=False)[:LIMIT])
    question = f"Language of the translation: {writing.language_name(row.language)}\n{wrapping.wrapped('text', words)}"
    return writing.write(PROMPT, question)


def note(row: Assist) -> str:
    """What to know of the translation; empty where it is whole."""
    words = source(row)
    said = [CUT if len(words) > LIMIT else "", COVERED if row.message is None and care.find(words) else ""]
    return " ".join(filter(None, said))
