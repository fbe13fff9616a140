"""Which language words are in: those of rows in the desk's own, those of a page in its reader's."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.utils import timezone, translation

from inquiries.said import Said


@contextmanager
def of_rows() -> Iterator[None]:
    """`with languages.of_rows():` around what makes the words of a row, which everybody reads; a time in them is the
    agency's, not that of who is at the page just now."""
    with translation.override(settings.LANGUAGE_CODE), timezone.override(None):
        yield


def shown(words: str) -> str:
    """What a module without Django said, in the reader's language; other words as they are."""
    if not isinstance(words, Said):
        return words
    message = translation.gettext(words.message)
    values = {name: shown(value) if isinstance(value, str) else value for name, value in words.values.items()}
    return message % values if values else message
