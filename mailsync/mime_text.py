"""HTML of a mail as the text that people read: no style, no script, no hidden preheader; quotes marked with ">".

Pure. Marking quotes lets one set of rules (mime_quotes.py) tell new words from old ones in both dresses of a mail.
"""

import html as entities
import re
from typing import Any

HTML_LIMIT = 1_000_000  # characters that are turned into text; the rest stays in the original
_MANY_QUOTES = 60  # beyond that only the outermost are marked, which is what counts
_MARKED_QUOTES = 500  # each is rendered on its own

_UNREAD_TAGS = ("script", "style", "head", "title", "noscript", "template", "object", "svg", "select", "textarea")
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|max-height\s*:\s*0(?:px)?\s*(?:;|$)"
    r"|font-size\s*:\s*[01](?:px|pt)?\s*(?:;|$)|opacity\s*:\s*0\s*(?:;|$)",
    re.IGNORECASE,
)
_INVISIBLE = re.compile("[\u200b\u200c\u00ad\u034f\ufeff\u2060]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_PLACEHOLDER = re.compile(r"\[(?:cid|image): ?[^\]\n]{1,200}\]|\[data:image/[^\]\[]{1,100000}\]", re.IGNORECASE)
_DATA_URI = re.compile(r"data:[\w/+.-]{1,100};base64,[\w+/=%\s]{200,}")  # a pasted picture; the words go on behind it
_NO_HTML_NOTE = re.compile(
    r"(?:html|browser|e-?mail (?:client|program))[^\n]{0,80}(?:support|display|view|anzeig|unterst|affich|visualiz)"
    r"|(?:support|display|view|anzeig|unterst|affich|visualiz)[^\n]{0,80}html",
    re.IGNORECASE,
)


def html_to_text(markup: str) -> str:
    """What a reader sees of `markup`, block by block, bullets as "* ", quotes as "> " lines. Never raises."""
    markup = _CONTROL.sub(" ", _DATA_URI.sub("data:,", markup)[:HTML_LIMIT])
    if not markup.strip():
        return ""
    try:
        text = _rendered(markup)
    except Exception:  # lxml and inscriptis fail in their own ways on markup that is none; words must not be lost
        text = ""
    if not text.strip() and not _HIDDEN.search(markup):
        text = _stripped(markup)  # also where the parser gave up half-way, at absurd nesting
    return tidy("\n".join(re.sub(r"(?<=\S) {2,}", "  ", line).strip() for line in text.split("\n")))


def _rendered(markup: str) -> str:
    from lxml import etree
    from lxml.html import document_fromstring

    markup = re.sub(r"^\s*<\?xml[^>]*\?>", "", markup)
    tree = document_fromstring(markup)
    etree.strip_elements(tree, *_UNREAD_TAGS, with_tail=False)
    for element in list(tree.iter(etree.Element)):
        if element.getparent() is not None and _is_hidden(element):
            element.drop_tree()
    quotes = [element for element in tree.iter("blockquote") if _is_quote(element)]
    if len(quotes) > _MANY_QUOTES:
        quotes = [element for element in quotes if not any(_is_quote(up) for up in element.iterancestors("blockquote"))]
    for element in reversed(quotes[:_MARKED_QUOTES]):  # the inner ones first, so that their marks are nested
        _mark(element)
    return _text_of(tree)


def _text_of(tree: Any) -> str:
    from inscriptis.css_profiles import CSS_PROFILES
    from inscriptis.html_engine import Inscriptis
    from inscriptis.model.config import ParserConfig

    return str(Inscriptis(tree, ParserConfig(css=CSS_PROFILES["strict"].copy())).get_text())


def _is_hidden(element: Any) -> bool:
    return "hidden" in element.attrib or bool(_HIDDEN.search(element.get("style", "")))


def _is_quote(element: Any) -> bool:
    """A cited block, and not one that only indents, as Outlook's and old Yahoo's do."""
    names = f"{element.get('class', '')} {element.get('type', '')}".lower()
    return "cite" in names or "quote" in names or "border-left" in element.get("style", "").lower()


def _mark(element: Any) -> None:
    from lxml.html import Element

    tail, element.tail = element.tail, None
    text = tidy("\n".join(line.strip() for line in _text_of(element).split("\n")))
    marked = Element("pre")
    marked.text = "\n" + "\n".join(f"> {line}".rstrip() for line in text.split("\n")) + "\n"
    marked.tail = tail
    element.getparent().replace(element, marked)


def _stripped(markup: str) -> str:
    """The last resort: tags off by hand."""
    markup = re.sub(r"(?is)<(script|style|head|title)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", " ", markup)
    markup = re.sub(r"(?i)<\s*(?:br|/?p|/?div|/?tr|/?li|/?h[1-6])\b[^<>]*>", "\n", markup)
    return entities.unescape(re.sub(r"<[^<>]*>?", " ", markup))


def tidy(text: str) -> str:
    """Canonical text: plain spaces, no invisible filling, no placeholders of pictures, at most one empty line."""
    text = _INVISIBLE.sub("", text).replace("\u00a0", " ").replace("\u2028", "\n").replace("\u2029", "\n")
    text = _PLACEHOLDER.sub("", _CONTROL.sub("", text))
    # "-- " keeps its space: it is the mark of a signature.
    lines = [line if line == "-- " else line.rstrip() for line in text.split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n").rstrip()


def says_nothing(plain: str) -> bool:
    """Whether the plain dress is only an excuse ("your program shows no HTML") or empty."""
    words = plain.strip()
    return not words or (len(words) < 400 and len(words.split("\n\n")) <= 2 and bool(_NO_HTML_NOTE.search(words)))


def best_text(plain: str, markup: str) -> str:
    """The canonical text of one passage in two dresses: the plain one, unless it is empty, an excuse or cut short."""
    plain = tidy(plain)
    if not markup.strip():
        return plain
    if not says_nothing(plain) and len(plain) * 4 > len(markup) / 6:
        return plain  # long enough for its HTML; turning that into text as well would only cost time
    rendered = html_to_text(markup)
    if says_nothing(plain) or len(plain.split()) * 3 < len(rendered.split()):
        return rendered or plain
    return plain
