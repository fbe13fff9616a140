"""A language whose words are English ones in brackets, so that a word without them was not marked for translation."""

from collections.abc import Iterator
from contextlib import contextmanager
from gettext import NullTranslations
from typing import Any

from django.utils import translation
from django.utils.translation import trans_real

LANGUAGE = "eo"  # any that Django knows and the product does not ship


class Bracketed(NullTranslations):
    def gettext(self, message: str) -> str:
        return f"⟦{message.partition(trans_real.CONTEXT_SEPARATOR)[2] or message}⟧"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def to_language(self) -> str:
        return LANGUAGE


@contextmanager
def spoken() -> Iterator[None]:
    """Everything in it is said in brackets, by pages as well."""
    known: dict[str, Any] = trans_real._translations
    known[LANGUAGE] = Bracketed()
    try:
        with translation.override(LANGUAGE):
            yield
    finally:
        del known[LANGUAGE]
