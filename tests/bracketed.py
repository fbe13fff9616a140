"""A language whose words are English ones in brackets, so that a word without them was not marked for translation."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from gettext import NullTranslations
from unittest.mock import patch

from django.conf.locale import LANG_INFO
from django.utils import translation
from django.utils.translation import trans_real

LANGUAGE, NAME = "xx", "Bracketed"  # none that Django has formats of dates for
OPEN, CLOSE = "⟦", "⟧"


class Bracketed(NullTranslations):
    """`words`: what a translator made of a few messages."""

    def __init__(self) -> None:
        super().__init__()
        self.words: dict[str, str] = {}

    def gettext(self, message: str) -> str:
        text = message.rpartition(trans_real.CONTEXT_SEPARATOR)[2]
        return f"{OPEN}{self.words.get(text, text)}{CLOSE}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def to_language(self) -> str:
        return LANGUAGE


@contextmanager
def known() -> Iterator[Bracketed]:
    """Pages can be asked for in it where settings.LANGUAGES has it."""
    catalogue, info = Bracketed(), {**LANG_INFO["en"], "code": LANGUAGE}
    with (
        patch.dict(trans_real._translations, {LANGUAGE: catalogue}),
        patch.dict(LANG_INFO, {LANGUAGE: info}),
        patch.object(trans_real, "check_for_language", cache(lambda _code: True)),  # it has no folder
    ):
        yield catalogue


@contextmanager
def spoken() -> Iterator[None]:
    """Everything in it is said in brackets, by pages as well."""
    with known(), translation.override(LANGUAGE):
        yield
