"""The number under which the sender wants to be reached: WhatsApp's own, or one that stands in the text."""

import re

from inquiries.extraction.document import Span, Value
from inquiries.extraction.rules.page import Page
from inquiries.extraction.rules.text import words

_NUMBER = re.compile(r"(?<![\w./+-])(?:\+|00)?\(?\d(?:[ .()/-]{0,3}\d){6,14}(?![\w/]|[.,-]\d)")
_OTHER = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d\d-\d\d|\d{1,3}(?:\.\d{1,3}){3}")  # dates, IP addresses
_DATE_IN_IT = re.compile(r"(?<!\d)[0-3]?\d[./][01]?\d[./](?:19|20)\d\d(?!\d)")  # "20.-23.09.2027"
_CALLED = words(
    "t", "m", "p", "h", "tel", "tel[ée]?fon\\w*", "telephone", "phone", "ph", "mobile", "mob", "cell", "cel",
    "celular", "cellulare",
    "call\\w*", "ring\\w*", "reach\\w*", "text\\w*", "contact\\w*", "whats ?app", "number", "numero", "nummer",
    "handy", "mobil", "mobilnummer",
    "anruf\\w*", "rufen?", "ruckruf", "ruf\\w*", "fon", "kontakt", "durchwahl", "meld\\w+",
    "erreich\\w*", "portable", "appel\\w*", "joindre", "joignable", "movil", "llamar\\w*", "llamad\\w*",
    "chiamar\\w*",
    "telefonar\\w*", "telemovel", "ligar", "liguem", "bellen", "bereikbaar", "mobiel", "gsm", "natel",
)  # fmt: skip
# "I am at home on 01632 960228", "reservas pelo 210 000 900": a whole national number behind such a word.
_ON = re.compile(r"(?<!\w)(?:on|at|unter|auf|au|par|al|allo|sul|no|ao|pel[oa]|op|or|o|oder|ou)\s+$")
_WHOLE = 9  # digits
_FAX = re.compile(r"\bfax\b[^\d\n]{0,12}$")
_REACH = 40  # characters between "call me on" and the number


def read(page: Page) -> Value | None:
    """E.164, of the sender: the account's on WhatsApp, else the first possible one that is given as theirs."""
    sender = page.document.sender_phone
    if page.document.channel == "whatsapp":
        return Value(sender, (Span("sender", 0, len(sender), sender),)) if sender else None
    flat = page.own.flat
    for match in page.own.find(_NUMBER):
        dated = _OTHER.fullmatch(match[0].strip()) or _DATE_IN_IT.search(match[0])
        if dated or _FAX.search(flat, max(0, match.start() - 20), match.start()):
            continue
        if not _given(page, match):
            continue
        if number := _possible(match[0], page.country):
            return Value(number, (page.own.quote(*match.span()),))
    return None


def _given(page: Page, match: re.Match[str]) -> bool:
    """Written internationally, called a phone, alone on its line, or in the signature."""
    flat, start = page.own.flat, match.start()
    line = flat.rfind("\n", 0, start) + 1
    if match[0].startswith(("+", "00")) or _CALLED.search(flat, max(line, start - _REACH), start):
        return True
    whole = sum(char.isdigit() for char in match[0]) >= _WHOLE
    if whole and _ON.search(flat, max(line, start - 8), start):
        return True
    # Alone on its line, or behind a name there: "Ana Vidal - 612 000 000".
    beside = flat[line:start].split()
    alone = not flat[match.end() :].partition("\n")[0].strip() and (not beside or (whole and len(beside) <= 4))
    return alone or start >= page.body_end


def _possible(text: str, country: str) -> str:
    import phonenumbers  # its tables are large: on first use

    try:
        number = phonenumbers.parse(text, country or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
