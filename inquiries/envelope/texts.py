"""Texts as any database takes them."""

TEXT_LIMIT = 500_000  # characters of one canonical text; the whole message is in the raw bytes
NAME_LIMIT = 200
SUBJECT_LIMIT = 998  # RFC 5322's longest line
ID_LIMIT = 500


def clean(text: str, limit: int = TEXT_LIMIT) -> str:
    """Text that any database takes: no NUL, no lone surrogates, no endless length."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    text = text.encode("utf-8", "replace").decode("utf-8")  # a lone surrogate becomes "?"
    return text[:limit]


def clean_fields(row: object, limits: dict[str, int]) -> None:
    """For __post_init__ of a frozen row."""
    for name, limit in limits.items():
        object.__setattr__(row, name, clean(getattr(row, name), limit))
