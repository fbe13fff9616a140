"""Card numbers (ISO/IEC 7812: issuer range, length, Luhn digit), and what stands beside one: expiry and CVV.

One in ten of all long numbers has a right Luhn digit, so the shape and the words before count as well: a phone number,
an order, a booking or a ticket (airline code and ten digits) is none.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate

from inquiries.care.found import Found

# Digits with what people put in between: up to three spaces, dots, dashes, or a line break (also of a quoted mail).
_SPACE = "[ \\t\\u00a0\\u2000-\\u200d\\u202f\\u2060\\ufeff._·•\u2010-\u2015-]"
_BREAK = rf"{_SPACE}?\r?\n(?:>[ \t]?)*"
_GAP = re.compile(rf"(?:{_SPACE}{{1,3}}|{_BREAK})")
_RUN = re.compile(rf"(?<!\w)\d+(?:(?:{_SPACE}{{1,3}}|{_BREAK})\d+)*(?!\w)")
_GROUP = re.compile(r"\d+")

# First digits (from, to), and the lengths that are issued with them.
_LONG = frozenset({16, 17, 18, 19})
_ISSUERS: tuple[tuple[int, int, frozenset[int]], ...] = (
    (4, 4, frozenset({13, 16, 19})),  # Visa
    (51, 55, frozenset({16})),  # Mastercard
    (2221, 2720, frozenset({16})),
    (34, 34, frozenset({15})),  # American Express
    (37, 37, frozenset({15})),
    (300, 305, frozenset({14, 16, 17, 18, 19})),  # Diners Club
    (3095, 3095, frozenset({14, 16, 17, 18, 19})),
    (36, 36, frozenset({14, 15, 16, 17, 18, 19})),
    (38, 39, frozenset({14, 16, 17, 18, 19})),
    (6011, 6011, _LONG),  # Discover
    (644, 659, _LONG),
    (3528, 3589, _LONG),  # JCB
    (62, 62, _LONG),  # UnionPay
    (81, 81, _LONG),
    (2200, 2204, _LONG),  # Mir
    (60, 60, frozenset({16})),  # RuPay, Hipercard
    (9792, 9792, frozenset({16})),  # Troy
    (5018, 5018, frozenset({13, 14, 15, *_LONG})),  # Maestro
    (5020, 5020, frozenset({13, 14, 15, *_LONG})),
    (5038, 5038, frozenset({13, 14, 15, *_LONG})),
    (5893, 5893, frozenset({13, 14, 15, *_LONG})),
    (6304, 6304, frozenset({13, 14, 15, *_LONG})),
    (6759, 6763, frozenset({13, 14, 15, *_LONG})),
    (5066, 5067, frozenset({16})),  # Elo
    (509, 509, frozenset({16})),
    (6277, 6277, frozenset({16})),
    (6362, 6363, frozenset({16})),
)
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
_SHAPES = frozenset({(4, 6, 5), (4, 6, 4), (4, 4, 4, 4, 3), (4, 5, 6)})
_CARD = re.compile(
    r"\b(?:credit|debit|cards?\b|visa\b|master ?card|amex\b|american express|diners|maestro\b|jcb\b|"
    r"(?:kredit|debit|bank)?karten?|cartes?\b|carta\b|carte di credito|tarjetas?\b|cart(?:ã|a)o\b|cart(?:õ|o)es\b|"
    r"(?:creditc|bankc|c)ard|(?:betaal|bank)?kaart)",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"(?:\+\s?|\b(?:tel\w*|phone|mobile|mob|cell\w*|fax|whats ?app|handy|mobil\w*|portable|m(?:ó|o)vil|telem\w+|"
    r"cellulare|gsm|order|booking|reservation|reference|ref|ticket|e-?ticket|invoice|tracking|imei|barcode|isbn|ean|"
    r"itinerary|pnr|loyalty|member\w*|frequent flyer|miles|bestell\w*|buchung\w*|rechnung\w*|vorgang\w*|commande|"
    r"r(?:é|e)servation|billet|facture|pedido|reserva|billete|factura|ordine|prenotazione|biglietto|fattura|bilhete|"
    r"fatura|bestelling|boeking|factuur)\b[^\n\d]{0,20})$",
    re.IGNORECASE,
)
_NEAR = 60  # characters before a number in which a word says what it is

_EXPIRY_WORDS = (
    r"exp\w*\.?|valid (?:thru|until|to|till)|good thru|g(?:ü|ue)ltig(?: bis)?|ablauf\w*|verf(?:ä|a)ll\w*|"
    r"expire? le|validit(?:é|e)|valable|fin de validit(?:é|e)|caduc\w*|venc\w*|scad\w*|valid(?:ade|ez)|geldig(?: tot)?|"
    r"vervalt?\w*"
)
_DATE = r"(?:0[1-9]|1[0-2])\s?[/.\-–]\s?(?:20)?[2-4]\d(?![\w/.-]*\d)"
_EXPIRY = re.compile(rf"(?<![\w/.-]){_DATE}")
_CVV = re.compile(
    r"\b(?:cvv2?|cvc2?|cvn|csc|pr(?:ü|ue)f(?:ziffer|nummer|code)|kartenpr(?:ü|ue)fnummer|cryptogramme|"
    r"(?:card )?security (?:code|number)|verification code|sicherheits(?:code|nummer)|"
    r"c(?:ó|o)digo de segur(?:idad|an(?:ç|c)a)|"
    r"codice di sicurezza|code de s(?:é|e)curit(?:é|e)|beveiligingscode|veiligheidscode)\b"
    r"(?P<gap>[^\n\d]{0,20}\n?[^\n\d]{0,4})(?P<code>\d{3,4})(?!\w)",
    re.IGNORECASE,
)
_EXPIRES = re.compile(rf"\b(?:{_EXPIRY_WORDS})[^\d\n]{{0,15}}$", re.IGNORECASE)
_SURE_CVV = re.compile(r"cv[vcn]2?\b|kartenpr", re.IGNORECASE)
_AFTER = re.compile(rf"[\s,;/|)]{{1,4}}(?:(?:{_EXPIRY_WORDS})[\s:]{{0,3}})?(?P<date>{_DATE})", re.IGNORECASE)
_LAST = re.compile(r"[\s,;/|]{1,3}(?P<code>\d{3,4})(?![\w/]|[.,-]\d)")
_REACH = 200  # characters around a card in which a code or a date belongs to it


def find(text: str) -> list[Found]:
    """Card numbers of 13 to 19 digits in `text`."""
    return [item for run in _RUN.finditer(text) for item in _in_run(text, run)]


def luhn(digits: str) -> bool:
    """Whether the last digit is the one that the others ask for."""
    own, doubled = digits[-1::-2], digits[-2::-2]
    return (sum(map(int, own)) + sum(map(_DOUBLED.__getitem__, map(int, doubled)))) % 10 == 0


@cache
def _lengths(first: int) -> frozenset[int]:
    """The lengths of the numbers that begin with these four digits."""
    found = [lengths for low, high, lengths in _ISSUERS if low <= first // 10 ** (4 - len(str(low))) <= high]
    return frozenset().union(*found)


def _in_run(text: str, run: re.Match[str]) -> Iterator[Found]:
    """The numbers in one run of groups. A quantity before or a date behind may stand in the same run."""
    groups = [match.span() for match in _GROUP.finditer(text, *run.span())]
    ends = list(accumulate((end - start for start, end in groups), initial=0))  # in the digits alone
    if ends[-1] < 13:
        return
    digits = "".join(text[start:end] for start, end in groups)
    first = 0
    while first < len(groups):
        last = _last(text, groups, digits, ends, first)
        if last is None:
            first += 1
            continue
        yield Found(groups[first][0], groups[last][1], "card")
        first = last + 1


def _last(text: str, groups: Sequence[tuple[int, int]], digits: str, ends: Sequence[int], first: int) -> int | None:
    """The group with which a card number that begins at group `first` ends; the longest one."""
    begin = ends[first]
    for length in sorted(_lengths(int(digits[begin : begin + 4])), reverse=True):
        last = bisect_left(ends, begin + length) - 1
        if last >= len(groups) or ends[last + 1] != begin + length or not luhn(digits[begin : begin + length]):
            continue
        lengths = tuple(end - start for start, end in groups[first : last + 1])
        if _is_meant(text, groups[first][0], groups[last][1], lengths, length):
            return last
    return None


def _is_meant(text: str, start: int, end: int, lengths: tuple[int, ...], count: int) -> bool:
    """Whether its shape and the words before it are those of a card."""
    before = text[max(0, start - _NEAR) : start]
    said = [match.end() for match in _CARD.finditer(before)]
    fours = len(lengths) > 3 and set(lengths[:-1]) == {4} and lengths[-1] <= 4
    if fours or lengths in _SHAPES:
        return not before.rstrip().endswith("+")
    other = _OTHER.search(before)
    if other and (not said or said[-1] <= other.start()):
        return False
    if said:
        return True
    if count in {13, 14} and lengths != (count,):
        return False  # airline code and ticket, two short phone numbers
    gaps = {" ".join(text[a:b].split(" ")) for a, b in _gaps(text, start, end)}
    return count > 13 and len(gaps) < 2 and not any("\n" in gap for gap in gaps)


def _gaps(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _GAP.finditer(text, start, end))


def beside(text: str, cards: Sequence[Found]) -> list[Found]:
    """Expiry dates and security codes near `cards`; what calls itself a CVV also alone: people send it afterwards."""
    found = [
        Found(*match.span("code"), "cvv")
        for match in _CVV.finditer(text)
        if _SURE_CVV.match(match[0]) or _is_near(match.start(), cards)
    ]
    for card in cards:
        date = _AFTER.match(text, card.end)
        at = date.end() if date else card.end
        found += [Found(*date.span("date"), "expiry")] if date else []
        code = _LAST.match(text, at)
        if code and (date or text[at : at + 1] != "\n"):
            found.append(Found(*code.span("code"), "cvv"))
    if cards:
        dates = (match for match in _EXPIRY.finditer(text) if _is_near(match.start(), cards))
        for date in dates:
            if _EXPIRES.search(text, max(0, date.start() - 40), date.start()):
                found.append(Found(*date.span(), "expiry"))
    return found


def _is_near(at: int, cards: Sequence[Found]) -> bool:
    place = bisect_right(cards, (at,))
    return any(card.start - _REACH <= at <= card.end + _REACH for card in cards[max(0, place - 1) : place + 1])
