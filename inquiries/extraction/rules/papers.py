"""What they answer about driving licences and passports: the sentence, as it is."""

import re
from collections.abc import Mapping, Sequence

from inquiries.extraction.document import Value
from inquiries.extraction.rules import gazetteer
from inquiries.extraction.rules.page import Page
from inquiries.extraction.rules.text import words

_LICENCE = words(r"licen[cs]es?", r"fuhrerschein\w*", r"permis", r"carne[tr]", r"permiso\w*", r"patent[ei]", r"carta",
                 r"rijbewij\w+", r"driv\w+", r"fahr\w+", r"condu\w+", r"guid\w+", r"rijd\w*")  # fmt: skip
_PASSPORT = words(r"passports?", r"pass", r"reisepass\w*", r"passe?ports?", r"pasaportes?", r"passaport[eio]s?",
                  r"paspoort\w*", r"nationalit\w+", r"staatsangehorig\w*")  # fmt: skip
_PAPER = 120  # characters of such a sentence
# The peoples whose passports a European agency sees most, by the stems of seven languages.
_PEOPLES = re.compile(
    r"(?<!\w)(?:brit\w*|english|engl\w+|irish|irisch\w*|irland\w*|american\w*|amerikan\w*|german|deutsch\w*|allemand\w*|"
    r"aleman\w*|tedesc\w*|alem\w+|duits\w*|french|franzos\w*|francais\w*|frances\w*|frans\w*|spanish|spanisch\w*|espagnol\w*|"
    r"espanol\w*|spagnol\w*|espanhol\w*|spaans\w*|italian\w*|italien\w*|portug\w*|dutch|holland\w*|niederland\w*|"
    r"neerlanda\w*|nederland\w*|belg\w*|austria\w*|osterreich\w*|autrich\w*|swiss|schweiz\w*|suisses?|suiz\w*|svizzer\w*|"
    r"polish|polnisch\w*|danish|swedish|norwegian|indian\w*|australian\w*|canadi\w*|brasil\w*|eu)(?!\w)"
)
PIECE = re.compile(r"[^\n;]+?(?:[.!?](?=\s|$)|(?=[\n;])|$)")


def licence(page: Page, values: Mapping[str, Value], plain: Sequence[str]) -> Value | None:
    """The sentence about driving as it is; alone it may be all that was asked."""
    for piece in PIECE.finditer(page.body.flat):
        if _LICENCE.search(piece[0]) or (list(plain) == ["licence"] and not values):
            quote = page.body.quote(*piece.span())
            if quote.quote and len(quote.quote) <= _PAPER:
                return Value(quote.quote, (quote,))
    return None


def passport(page: Page, _values: Mapping[str, Value], _plain: Sequence[str]) -> Value | None:
    """The sentence that names a country or its people: "British passports", "deutsche Pässe", "Irish and Italian"."""
    for piece in PIECE.finditer(page.body.flat):
        quote = page.body.quote(*piece.span())
        country = any(
            piece.start() <= mention.start < piece.end() and mention.place.kind == "C"
            for mention in gazetteer.mentions(page.body, page.tongue, page.country)
        )
        if 0 < len(quote.quote) <= _PAPER and (_PEOPLES.search(piece[0]) or (country and _PASSPORT.search(piece[0]))):
            return Value(quote.quote, (quote,))
    return None
