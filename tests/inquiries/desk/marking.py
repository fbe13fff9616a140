"""What of a template or a page is not translated: words outside of brackets (tests/bracketed.py), and of tags."""

import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import html

from tests.bracketed import CLOSE, OPEN

READ = ("title", "aria-label", "placeholder", "alt", "data-says")  # attributes that people read or hear
INLINE = {"a", "abbr", "b", "em", "i", "small", "span", "strong", "time", "u"}
UNREAD = {"script", "style", "code", "kbd"}  # elements whose words are names of keys, or no words
ALWAYS = re.compile(r"\btravelhub\b|\bTH-\d*|\.eml\b")  # the product, its references, a kind of file
LETTERS = re.compile(r"[A-Za-z]")


def outside(text: str) -> str:
    """What stands in no bracket; they may be nested."""
    while True:
        less = re.sub(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}", " ", text)
        if less == text:
            return " ".join(text.split())
        text = less


def holes(page: bytes, *, allowed: re.Pattern[str]) -> list[str]:
    """Texts of a page with words that no translation made; what is allowed is no such word."""
    root = html.fromstring(page.decode())
    found = [element.get(name) for element in root.iter() for name in READ if element.get(name)]
    found += _runs(root)
    return sorted({" ".join(text.split()) for text in found if LETTERS.search(allowed.sub(" ", outside(text)))})


def _runs(root: Any) -> Iterator[str]:
    """Texts as they are read: with the elements inside of a sentence, since a bracket may begin before one of them."""
    run = ""
    for element in _walk(root):
        if isinstance(element, str):
            run += element
        elif element.tag in INLINE:
            run += " "
        else:
            yield run
            run = ""
    yield run


def _walk(element: Any) -> Iterator[Any]:
    """Each element where it begins and where it ends, and the texts between."""
    drawn = "material-symbols" in element.get("class", "")  # Unfold's icons are named by words that nobody sees
    if isinstance(element.tag, str) and element.tag not in UNREAD and not drawn:
        yield element
        yield element.text or ""
        for child in element:
            yield from _walk(child)
            yield child.tail or ""
        yield element


def bare(template: Path) -> list[str]:
    """Texts and attributes with letters that stand outside of tags that translate."""
    text = re.sub(r"\{#.*?#\}", "", template.read_text(encoding="utf-8"))
    text = re.sub(r"\{% blocktranslate.*?endblocktranslate %\}", "", text, flags=re.S)
    text = re.sub(r"<(script|style|code|kbd)\b.*?</\1>", "", text, flags=re.S)
    text = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", "", text, flags=re.S)
    attributes = re.findall(rf'\s(?:{"|".join(READ)})="([^"]*)"', text)
    texts = re.split(r"<[^>]*>", text)
    # What holds ="…" belongs to a tag that a condition closes in several ways.
    found = (*attributes, *(part for part in texts if '="' not in part))
    return [" ".join(part.split()) for part in found if LETTERS.search(ALWAYS.sub(" ", part))]


def compiled(words: dict[str, str]) -> bytes:
    """A catalogue as msgfmt makes it of a few words, since a test needs no program beside Python's."""
    pairs = sorted({"": "Content-Type: text/plain; charset=UTF-8\n", **words}.items())
    at, table, texts = 28 + 16 * len(pairs), b"", b""
    for column in (0, 1):
        for pair in pairs:
            text = pair[column].encode()
            table += struct.pack("<II", len(text), at + len(texts))
            texts += text + b"\0"
    return struct.pack("<IIIIIII", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0) + table + texts
