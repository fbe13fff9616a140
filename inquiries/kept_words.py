"""Words that are written into rows are in the desk's own language, whoever's request happens to write them.

A row is read by everybody; what one person reads is put into that person's language when it is shown.
"""

from contextlib import AbstractContextManager

from django.conf import settings
from django.utils import translation


def language() -> AbstractContextManager[None]:
    """`with kept_words.language():` around what makes the words of a row."""
    return translation.override(settings.LANGUAGE_CODE)
