"""Which language words are in: those of rows in the desk's own, those of a page in its reader's."""

from contextlib import AbstractContextManager

from django.conf import settings
from django.utils import translation

from inquiries.said import Said


def of_rows() -> AbstractContextManager[None]:
    """`with languages.of_rows():` around what makes the words of a row, which everybody reads."""
    return translation.override(settings.LANGUAGE_CODE)


def shown(words: str) -> str:
    """What a module without Django said, in the reader's language; other words as they are."""
    if not isinstance(words, Said):
        return words
    message = translation.gettext(words.message)
    values = {name: shown(value) if isinstance(value, str) else value for name, value in words.values.items()}
    return message % values if values else message
