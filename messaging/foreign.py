"""Foreign JSON made safe before anybody reads it: pure, and the same for each database.

PostgreSQL refuses NUL and lone surrogates in text and JSON, JSON columns refuse NaN, and nothing may be endless.
"""

import hashlib
import json
import math
from typing import Any

from inquiries.envelope import ID_LIMIT, clean

_NESTING = 30  # Meta's own bodies are nested 12 deep
_KEY_LIMIT = 200


def tame(value: Any, *, characters: int, items: int, nesting: int = _NESTING) -> Any:
    """The same JSON tree with clean text, finite numbers, no list or object over `items`, and a bounded depth."""
    if isinstance(value, str):
        return clean(value, characters)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, list | dict) and nesting == 0:
        return None

    def deeper(inner: Any) -> Any:
        return tame(inner, characters=characters, items=items, nesting=nesting - 1)

    if isinstance(value, list):
        return [deeper(item) for item in value[:items]]
    if isinstance(value, dict):
        return {clean(key, _KEY_LIMIT): deeper(item) for key, item in list(value.items())[:items]}
    return value


def external_id(given: str) -> str:
    """An id that fits its column: Meta's own, or a digest of one that is too long to be cut without doubles."""
    return given if len(given) <= ID_LIMIT else digest(given.encode("utf-8", "replace"))


def digest(content: bytes) -> str:
    """An id made of the content, for what has none."""
    return "sha256:" + hashlib.sha256(content).hexdigest()


def dump(value: Any) -> bytes:
    """Compact JSON in ASCII, as Meta writes it."""
    return json.dumps(value, separators=(",", ":")).encode("ascii")
