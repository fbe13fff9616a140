"""Text made plain for matching, with the way back to the code points of the original.

`flat` is lower-case, without accents and with plain quotes and dashes, so that one pattern serves every spelling
("Méribel", "meribel", "MÉRIBEL"). It is as long as the original unless that holds combining marks.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, cached_property

from inquiries.extraction.document import Part, Span

_PLAIN = {
    "ß": "s", "ø": "o", "æ": "a", "œ": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "t", "ı": "i",
    "’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "ʻ": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ",
    "\r": " ", "×": "x", "•": "*", "·": "*",
}  # fmt: skip
# No word and no gap is that long. Masked, they cannot make a pattern try every way to split them.
_ENDLESS = re.compile(r"[\w'-]{81,}|(?<=\s)\s{40,}(?=\s)")
_SENTENCE_START = re.compile(r"(?:^|[.!?]|\n)[^\w\n]{0,4}\w")
_COMBINING = re.compile(r"[\u0300-\u036f]")


class _Plain(dict[int, str]):
    """One character for one character, worked out on first sight."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain = _PLAIN.get(char) or unicodedata.normalize("NFKD", char)[:1].lower()[:1] or " "
        self[code] = _PLAIN.get(plain, plain)
        return self[code]


_TABLE = _Plain()


def flatten(text: str) -> str:
    """For words to compare with: the flat form, combining marks gone."""
    return _COMBINING.sub("", unicodedata.normalize("NFC", text)).translate(_TABLE)


class Text:
    """A part of a message: `raw` as it is, `flat` to match in, `quote` to cite from it."""

    def __init__(self, raw: str, part: Part = "text") -> None:
        self.raw, self.part = raw, part
        self._offsets: list[int] | None = None
        if _COMBINING.search(raw):
            kept = [index for index, char in enumerate(raw) if not _COMBINING.match(char)]
            self._offsets = [*kept, len(raw)]
            raw = "".join(raw[index] for index in kept)
        self.flat = _ENDLESS.sub(lambda match: "¦" * len(match[0]), raw.translate(_TABLE))

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in `flat` as code points of `raw`."""
        if self._offsets is None:
            return start, end
        return self._offsets[start], self._offsets[end]

    def quote(self, start: int, end: int) -> Span:
        """The words at these offsets of `flat`, white space around them left out."""
        words = self.flat[start:end]
        start, end = start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip()))
        start, end = self.original(start, max(start, end))
        return Span(self.part, start, end, self.raw[start:end])

    def capitalised(self, start: int) -> bool:
        return self.raw[self.original(start, start)[0] :][:1].isupper()

    @cached_property
    def no_names(self) -> bool:
        """Written without capitals, but perhaps at the start of sentences: names have none either."""
        return bool(_SENTENCE_START.sub("", self.raw).islower())

    def find(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        return pattern.finditer(self.flat)


@cache
def words(*alternatives: str) -> re.Pattern[str]:
    """One pattern for whole words or phrases; blanks match any white space, since mails are wrapped."""
    joined = "|".join(alternative.replace(" ?", r"\s*").replace(" ", r"\s+") for alternative in alternatives)
    return re.compile(rf"(?<!\w)(?:{joined})(?!\w)")
