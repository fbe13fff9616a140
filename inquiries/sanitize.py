"""A customer's mail HTML made harmless. A leaf: kept raw in the row, cleaned each time it is shown.

The page that frames it is closed as well (sandbox and its own policy, desk/views_files.py); this is the first wall.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

import nh3

_TAGS = {
    *("a", "abbr", "address", "b", "bdi", "bdo", "big", "blockquote", "br", "caption", "center", "cite", "code", "col"),
    *("colgroup", "dd", "del", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "font", "footer", "h1", "h2"),
    *("h3", "h4", "h5", "h6", "header", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s"),
    *("samp", "section", "small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th"),
    *("thead", "tr", "tt", "u", "ul", "var", "wbr"),
}
_ATTRIBUTES = {
    "*": {"align", "dir", "lang", "style", "title", "valign"},
    "a": {"href"},
    "col": {"span", "width"},
    "colgroup": {"span", "width"},
    "font": {"color", "face", "size"},
    "img": {"alt", "height", "src", "width"},
    "li": {"value"},
    "ol": {"start", "type"},
    "table": {"bgcolor", "border", "cellpadding", "cellspacing", "height", "width"},
    "td": {"bgcolor", "colspan", "height", "nowrap", "rowspan", "width"},
    "th": {"bgcolor", "colspan", "height", "nowrap", "rowspan", "width"},
    "tr": {"bgcolor", "height"},
}
# None of these takes an address or lays anything over something else.
_STYLES = {
    *("background-color", "border", "border-bottom", "border-collapse", "border-color", "border-left", "border-radius"),
    *("border-right", "border-spacing", "border-style", "border-top", "border-width", "color", "direction", "display"),
    *("font", "font-family", "font-size", "font-style", "font-weight", "height", "letter-spacing", "line-height"),
    *("list-style-type", "margin", "margin-bottom", "margin-left", "margin-right", "margin-top", "max-width"),
    *("min-width", "padding", "padding-bottom", "padding-left", "padding-right", "padding-top", "text-align"),
    *("text-decoration", "text-indent", "text-transform", "vertical-align", "white-space", "width", "word-break"),
}
_LINKS = {"http", "https", "mailto", "tel"}
_INLINE_PICTURES = ("data:image/png", "data:image/jpeg", "data:image/gif")


@dataclass(frozen=True)
class SafeMail:
    """`blocked`: how many remote pictures were taken out."""

    html: str
    blocked: int


def clean_mail(html: str, *, pictures: Mapping[str, str], remote: bool = False) -> SafeMail:
    """HTML without anything that acts, loads or hides.

    `pictures`: Content-ID to the address that serves the picture. `remote`: let pictures load from https addresses,
    which tells their sender that the mail was opened.
    """
    blocked = 0

    def keep(tag: str, attribute: str, value: str) -> str | None:
        nonlocal blocked
        if (tag, attribute) == ("img", "src"):
            source = _picture(value, pictures, remote)
            blocked += source is None and value.lower().startswith(("http:", "https:", "//"))
            return source
        if attribute == "href":
            return value if _scheme(value) in _LINKS else None
        return value

    cleaned = nh3.clean(
        html,
        tags=_TAGS,
        clean_content_tags={"head", "noscript", "script", "style", "title", "template", "object", "svg", "math"},
        attributes=_ATTRIBUTES,
        attribute_filter=keep,
        filter_style_properties=_STYLES,
        url_schemes={"http", "https", "mailto", "tel", "cid", "data"},
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )
    return SafeMail(html=cleaned, blocked=blocked)


def _picture(source: str, pictures: Mapping[str, str], remote: bool) -> str | None:
    scheme = _scheme(source)
    if scheme == "cid":
        return pictures.get(unquote(source.strip()[4:]).strip("<>"))
    if scheme == "data":
        return source if source.strip().lower().startswith(_INLINE_PICTURES) else None
    return source if remote and scheme == "https" else None


def _scheme(address: str) -> str:
    try:
        return urlsplit(address.strip()).scheme.lower()
    except ValueError:  # "http://[" and the like
        return ""
