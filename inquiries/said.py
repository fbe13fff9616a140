"""Sentences of modules that know no Django: English there, and marked for languages.py to translate. Pure."""


class Said(str):
    """A sentence with its values filled in, which keeps both: `Said(gettext_noop("At most %(limit)s."), limit=9)`.

    A value that is Said itself is translated with it; others are names and numbers.
    """

    message: str
    values: dict[str, object]

    def __new__(cls, message: str, **values: object) -> "Said":
        made = super().__new__(cls, message % values if values else message)
        made.message, made.values = message, values
        return made


def gettext_noop(words: str) -> str:
    """Marks words for `makemessages`, as Django's own of this name does."""
    return words
