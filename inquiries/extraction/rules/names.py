"""The sender's own name: how they introduce themselves, how they sign, the form's field, or the header.

The header's name alone may be a nickname, a company or "Last, First"; the text is nearer to the person.
"""

import re
from collections.abc import Iterator
from functools import cache

from inquiries.extraction.document import Span, Value
from inquiries.extraction.rules import gazetteer
from inquiries.extraction.rules.page import CLOSING, Page
from inquiries.extraction.rules.text import Text, flatten, words

_PART = r"(?:[^\W\d_]\.|[^\W\d_][\w'-]*)"
_NAME = rf"(?P<name>{_PART}(?: {_PART}){{0,4}})"
_LEADS = {
    "en": r"my name is|my name's|this is|it'?s|i am|i'm|im|name's",
    "de": r"mein name ist|mein name|ich heiss?e|ich bin(?: die| der)?|hier ist|hier spricht|hier schreibt",
    "fr": r"je m'appelle|je suis|c'est|ici|moi c'est|mon nom est",
    "es": r"me llamo|soy|mi nombre es|aqui|te escribe|les escribe|os escribe|le escribe|habla",
    "it": r"mi chiamo|sono|il mio nome e|qui|sono la|sono il",
    "pt": r"me chamo|chamo-me|sou [oa]|sou|meu nome e|o meu nome e|aqui e [oa]|aqui e|aqui fala [oa]?",
    "nl": r"ik ben|mijn naam is|ik heet|met|u spreekt met|hier",
}
_SURE = re.compile(r"name|nom\b|nome|naam|nombre|chiamo|chamo|llamo|appelle|heis|heet|soy|aqui e|spricht")
_AFTER = r"(?:\s+(?:here|hier|aqui|ici|qui|speaking))"
_PARTICLES_WORDS = "van der den vom de del dell della dei degli dalla san santa het op 't la le di da do dos das "
"du von zu zum el al bin ibn ten ter af av y e o' st mac mc"
_PARTICLES = frozenset(_PARTICLES_WORDS.split())
_TITLES_WORDS = (
    "mr mrs ms miss mx dr prof rev father sister lady sir capt herr frau hr dipl mag pfarrer mme mlle m me "
    "monsieur madame "
    "maitre pere sr sra srta dr dra don dona dna padre lic ing arq abog dott dottssa sig sigra avv arch geom rag "
    "seu eng engo dhr mevr mw drs mr ir pater ds"
)
_TITLES = frozenset(_TITLES_WORDS.split())
_FIELD = re.compile(
    r"^(?:your )?(?:full )?(?:name|naam|nom|nombre|nome)(?: complet[oe]| completo)? ?: ?(?P<name>[^\n]{2,80})$",
    re.MULTILINE,
)
# Words of companies and machines: a name that has one is nobody's own.
_NOBODY = words(
    "travel\\w*", "tours?", "tourism\\w*", "turismo", "viajes", "viagens", "viaggi", "voyages?", "reisen",
    "reiseburo", "reizen", "holidays?",
    "hotels?", "resorts?", "airlines?", "airways", "gmbh", "ag", "ltd", "limited", "llc", "inc", "plc", "pvt", "bv",
    "b\\.v\\.?", "s\\.?a\\.?", "s\\.?r\\.?l\\.?",
    "sarl", "sas", "s\\.?l\\.?", "ohg", "kg", "co", "group", "gruppe", "company", "team", "info", "kontakt",
    "contact", "office", "sales", "marketing", "news",
    "newsletter", "weekly", "daily", "magazine", "no-?reply", "noreply", "do not reply", "support", "service",
    "services", "customer", "system", "subsystem",
    "mailer", "daemon", "mailer-daemon", "postmaster", "delivery", "notification\\w*", "alerts?", "admin\\w*",
    "webmaster", "website", "web", "form", "formular",
    "billing", "accounts?", "buchhaltung", "booking", "bookings", "reservations?", "enquir\\w+", "inquir\\w+", "shop",
    "store", "bank", "agency", "agentur",
    "agencia", "agence", "agenzia", "dmc", "consulting", "solutions", "media", "studio", "club", "verein",
    "university", "school", "academy", "hospital",
    "mail", "email", "e-mail", "unknown", "facturacion", "fatturazione", "rechnung", "offers?", "deals?", "hello",
    "equip\\w*", "staff", "redaktion", "kunden\\w+", "clientes", "clients", "direct", "online", "plus", "express",
    "secretaria\\w*", "sekretariat", "secretariat", "segreteria", "amministrazione",
    "administrat\\w+", "administra\\w+", "verwaltung", "direccion", "direzione", "direction", "direcao",
    "geschaftsleitung", "empfang",
    "reception", "recepcion", "einkauf", "vertrieb", "compras", "ventas", "acquisti", "vendite", "ies", "ceip",
    "colegio",
    "instituto", "escuela", "schule", "gymnasium", "ecole", "lycee", "college", "scuola", "liceo", "istituto", "escola",
    "universidad\\w*", "universit\\w+", "universitat", "cse", "comite", "mairie", "ayuntamiento", "comune", "camara",
    "gemeente",
    "gemeinde", "parroquia", "parrocchia", "paroisse", "paroquia", "pfarr\\w+", "asociacion", "associa\\w+",
    "vereniging", "stichting",
    "stiftung", "fundacion", "fondazione", "autolinee", "\\w*linee", "\\w*plan", "kredit\\w*", "krediet\\w*",
    "finance\\w*", "loans?",
    "coaches", "transport\\w*", "logisti\\w+", "lda", "ltda", "eireli", "spa", "snc", "sagl", "oy", "ab", "as",
    "aps", "sp", "doo", "d\\.o\\.o",
    "firma", "empresa", "azienda", "entreprise", "bedrijf", "kantoor", "buro", "ufficio", "bureau", "oficina",
    "escritorio", "church",
    "amicale", "cooperativa", "genossenschaft", "hr", "personal", "rrhh", "events?", "crew", "staff", "family",
    "familie", "familia",
    "hi", "hello", "dear", "hey", "moin", "hallo", "liebe[rs]?", "servus", "bonjour", "salut", "hola", "ciao", "ola",
    "buongiorno", "hoi", "beste", "regards", "thanks", "iphone", "android",
)  # fmt: skip
_CUT = re.compile(r"\s+[|·•/–—-]+\s+|\s*[|·•(<\[]|\s*@|\s+via\s+|\s+(?:c/o|from|von|de la part de)\s+")
_LINE_PART = re.compile(r" - | \| | \* |, | \(")
_SIGNATURE_LINES = 8
_BEHIND_CLOSING = re.compile(r"[\s.,!:-]*")
_AT_END = re.compile(rf"(?<![\w.]){_NAME}[^\w\n]{{0,12}}(?:x{{1,3}})?[^\w]*$")


def read(page: Page) -> Value | None:
    header = _header(page.document.sender_name)
    for name, span in (*_introduced(page, header), *_signed(page, header), *_ends_with(page, header), *_field(page)):
        return Value(name, (span,))
    if not header or (page.document.parked_reason in {"bulk", "bounce"} and not _confirmed(page, header)):
        return None
    sender = page.document.sender_name
    start = sender.find(header)
    said, start = (header, start) if start >= 0 else (sender, 0)
    return Value(header, (Span("sender", start, start + len(said), said),))


def _header(shown: str) -> str:
    """The person in a header's or profile's name, first name first; "" where it is a company or a machine."""
    plain = re.sub(r"[^\w\s,.'’|·•/()<>\[\]@–—-]", " ", shown[:200]).strip(" \"'.,_-")
    parts = [part.strip(" ,.'\"-") for part in _CUT.split(plain)]
    first = next((part for part in parts if part), "")
    last, comma, given = first.partition(",")
    if comma and given.strip() and len(last.split()) <= 3:
        first = f"{given.strip()} {last.strip()}"
    tokens = first.split()
    while tokens and flatten(tokens[0]).strip(".") in _TITLES:  # "Jackie M" ends in no title
        tokens = tokens[1:]
    if not 1 <= len(tokens) <= 5 or any(any(char.isdigit() for char in token) for token in tokens):
        return ""
    if _NOBODY.search(flatten(" ".join(tokens))):
        return ""
    return _cased(_given_first(tokens))


def _given_first(tokens: list[str]) -> list[str]:
    """ "LE GOFF Claire": surnames in capitals stand behind."""
    loud = [token.isupper() and len(token) > 1 and "." not in token for token in tokens]
    if loud[0] and not all(loud):
        cut = loud.index(False)
        return tokens[cut:] + [token.title() for token in tokens[:cut]]
    return tokens


def _cased(tokens: list[str]) -> str:
    joined = " ".join(tokens)
    return joined.title() if joined.isupper() or joined.islower() else joined


@cache
def _introductions(language: str) -> re.Pattern[str]:
    leads = _LEADS.get(language, _LEADS["en"])
    return re.compile(rf"(?<!\w)(?:(?P<lead>{leads}) {_NAME}|{_NAME.replace('<name>', '<before>')}(?={_AFTER}(?!\w)))")


def _introduced(page: Page, header: str) -> Iterator[tuple[str, Span]]:
    """ "soy Joaquín Peralta", "lena krombach hier". Without capitals, the first name must be the header's."""
    text = page.body
    for match in text.find(_introductions(page.tongue)):
        group = "name" if match["name"] else "before"
        start = match.start(group)
        for offset, tokens in _candidates(text, start, match.end(group), after=group == "before"):
            sure = bool(match["lead"] and _SURE.search(match["lead"]))
            if _is_self(tokens, header, sure=sure):
                yield _cased(tokens), text.quote(start + offset, start + offset + len(" ".join(tokens)))
                return


def _candidates(text: Text, start: int, end: int, *, after: bool) -> Iterator[tuple[int, list[str]]]:
    """Runs of name tokens: those right behind "I am", or those right before "here"."""
    raw = text.raw[slice(*text.original(start, end))]
    tokens = raw.split(" ")
    if after:
        for size in (3, 2, 1):
            if size <= len(tokens):
                yield len(" ".join(tokens[:-size])) + (size < len(tokens)), tokens[-size:]
        return
    for size in (4, 3, 2, 1):
        if size <= len(tokens) and not _runs_on(tokens[:size]):
            yield 0, tokens[:size]


def _runs_on(tokens: list[str]) -> bool:
    """ "Maureen from", "Petra aus": a small word after a name with a capital belongs to what follows."""
    return tokens[0][:1].isupper() and any(token.islower() and flatten(token) not in _PARTICLES for token in tokens[1:])


def _is_self(tokens: list[str], header: str, *, sure: bool) -> bool:
    if not _person(tokens):
        return False
    plain, known = [flatten(token) for token in tokens], flatten(header).split()
    same = bool(known) and _alike(plain[0], known[0])
    capitals = all(token[:1].isupper() or flatten(token) in _PARTICLES for token in tokens)
    if len(tokens) == 1:
        return same and len(known) <= 1
    if not capitals:
        return same and len(tokens) == 2 and not _alike(plain[0], plain[1])
    return same or sure or any(word in known for word in plain)


def _person(tokens: list[str]) -> bool:
    joined = " ".join(tokens)
    clean = all(re.fullmatch(r"[^\W\d_][^\W\d_.'’-]*(?:[.'’-][^\W\d_]*)*", token) for token in tokens)
    place = gazetteer.lookup(joined)
    return clean and not _NOBODY.search(flatten(joined)) and place is None and flatten(tokens[-1]) not in _PARTICLES


def _alike(name: str, other: str) -> bool:
    """The same first name, one of them perhaps its short form ("Vale", "Valentina")."""
    short, long = sorted((name.strip("."), other.strip(".")), key=len)
    return short == long or (len(short) >= 3 and long.startswith(short))


def _signed(page: Page, header: str) -> Iterator[tuple[str, Span]]:
    """A line of the signature that is a name and has to do with the header's, or stands where there is none."""
    flat, raw = page.own.flat, page.own
    begins = _signature_at(page)
    lines = [(found.start(), found[0]) for found in re.finditer(r"[^\n]+", flat[begins:])][:_SIGNATURE_LINES]
    known = set(flatten(header).split())
    for start, line in lines:
        at = begins + start
        closing = CLOSING.match(line)
        behind = _BEHIND_CLOSING.match(line, closing.end()) if closing else None
        quoted = raw.quote(at + (behind.end() if behind else 0), at + len(_LINE_PART.split(line)[0]))
        tokens = [token for token in quoted.quote.split() if flatten(token).strip(".,") not in _TITLES]
        name = " ".join(tokens).strip(" ,.")
        if not 2 <= len(tokens) <= 5 or not _looks_signed(name.split()):
            continue
        if _initials_of(name, header):
            return
        if known & set(flatten(name).split()) or not known:
            begin = quoted.start + quoted.quote.index(tokens[0])
            end = begin + len(name)
            yield _cased(_given_first(name.split())), Span("text", begin, end, raw.raw[begin:end])
            return


def _ends_with(page: Page, header: str) -> Iterator[tuple[str, Span]]:
    """ "... let me know! Floor Jansen": a chat ends with a name of which the profile has a part."""
    known = set(flatten(header).split())
    if page.document.channel == "email" or not known or not (match := _AT_END.search(page.own.flat[-60:])):
        return
    end = max(len(page.own.flat) - 60, 0) + match.end("name")
    tokens = page.own.flat[end - len(match["name"]) : end].split(" ")
    for size in (3, 2):
        length = len(" ".join(tokens[-size:]))
        quoted = page.own.quote(end - length, end)
        named = quoted.quote.split()
        if len(named) == size and flatten(named[0]) in known and _looks_signed(named):
            yield _cased(named), quoted
            return


def _signature_at(page: Page) -> int:
    """Offset in the flat text: where the closing stands, else the last paragraph, which a name alone may be."""
    flat = page.own.flat
    last = flat.rstrip().rfind("\n\n")
    return page.body_end if page.body_end < len(flat.rstrip()) or last < 0 else last


def _initials_of(name: str, header: str) -> bool:
    """ "T. W. Marsh" signs for the header's "Thomas Marsh", which says more."""
    *given, surname = flatten(name).split()
    known = flatten(header).split()
    short = bool(given) and all(len(part) <= 1 for token in given for part in re.split(r"[.-]+", token))
    return short and len(known) > 1 and known[-1] == surname and len(known[0]) > 1 and known[0][0] == given[0][0]


def _looks_signed(tokens: list[str]) -> bool:
    return _person(tokens) and all(token[:1].isupper() or flatten(token) in _PARTICLES for token in tokens)


def _field(page: Page) -> Iterator[tuple[str, Span]]:
    for match in page.own.find(_FIELD):
        quoted = page.own.quote(*match.span("name"))
        if name := _header(quoted.quote):
            yield name, quoted
            return


def _confirmed(page: Page, header: str) -> bool:
    return flatten(header) in page.own.flat
