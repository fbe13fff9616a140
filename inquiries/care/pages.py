"""Numbers covered in cleaned HTML, also where its tags stand between the digits.

Reads what `sanitize.clean_mail` writes and nothing else: attributes in double quotes, four entities.
"""

import re
from collections.abc import Iterator

from inquiries import care

_TOKEN = re.compile(r'<(?P<close>/?)(?P<tag>[a-z0-9]+)(?P<rest>(?:"[^"]*"|[^<>"])*)>|&(?P<entity>[a-z]+);', re.DOTALL)
_ENTITIES = {"nbsp": "\u00a0", "amp": "&", "lt": "<", "gt": ">", "quot": '"'}
_INLINE = re.compile(
    "a|abbr|b|bdi|bdo|big|cite|code|del|dfn|em|font|i|ins|kbd|mark|q|s|samp|small|span|strike|strong|sub|sup|tt|u|var|wbr"
)
_SPOKEN = re.compile(r'(?<=[ ])((?:alt|title)="|href="(?:mailto|tel):)([^"]*)')


def masked(html: str) -> str:
    """`html` with the numbers that `care.find` finds in its words covered; its tags stay as they are."""
    words, places = [], []
    for word, start, end in _words(html):
        words.append(word)
        places.append((start, end))
    plain = "".join(words)
    hidden = care.masked(plain)
    pieces, at = [], 0
    if hidden != plain:
        for place, old, new in zip(places, plain, hidden, strict=True):
            if old != new:
                pieces += [html[at : place[0]], new]
                at = place[1]
    return _TOKEN.sub(_attributes, "".join([*pieces, html[at:]]))


def _words(html: str) -> Iterator[tuple[str, int, int]]:
    """Each character that people see, and where it is written; a tag that breaks the line is a line's end."""
    at = 0
    for match in _TOKEN.finditer(html):
        yield from ((html[place], place, place + 1) for place in range(at, match.start()))
        at = match.end()
        if match["entity"]:
            yield _ENTITIES.get(match["entity"], " "), match.start(), at
        elif not _INLINE.fullmatch(match["tag"]):
            yield "\n", at, at
    yield from ((html[place], place, place + 1) for place in range(at, len(html)))


def _attributes(match: re.Match[str]) -> str:
    if match["entity"] or not match["rest"]:
        return match[0]
    return _SPOKEN.sub(lambda said: said[1] + care.masked(said[2]), match[0])
