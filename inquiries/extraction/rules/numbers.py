"""Number words of seven languages, in flat spelling. Several words are numbers in one language only ("once",
"sei")."""

import re
from collections.abc import Iterable
from functools import cache

_WORDS = {
    "en": "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty",
    "de": "null eins zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn sechzehn "
    "siebzehn achtzehn neunzehn zwanzig",
    "fr": "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept "
    "dix-huit dix-neuf vingt",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis "
    "diecisiete dieciocho diecinueve veinte",
    "it": "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici "
    "diciassette diciotto diciannove venti",
    "pt": "zero um dois tres quatro cinco seis sete oito nove dez onze doze treze catorze quinze dezasseis dezassete "
    "dezoito dezanove vinte",
    "nl": "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien "
    "zeventien achttien negentien twintig",
}
# Thirty to ninety, in tens; what stands between the ten and the unit is below.
_TENS = {
    "en": "thirty forty fifty sixty seventy eighty ninety",
    "de": "dreisig vierzig funfzig sechzig siebzig achtzig neunzig",
    "fr": "trente quarante cinquante soixante",
    "es": "treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "it": "trenta quaranta cinquanta sessanta settanta ottanta novanta",
    "pt": "trinta quarenta cinquenta sessenta setenta oitenta noventa",
    "nl": "dertig veertig vijftig zestig zeventig tachtig negentig",
}
# "a dozen", "une quinzaine", "een achttal": counts that are nouns.
_MORE = {
    "en": {"a": 1, "an": 1, "both": 2, "couple of": 2, "a couple of": 2, "a pair of": 2, "a dozen": 12, "dozen": 12,
           "half a dozen": 6, "half dozen": 6, "fourty": 40},
    "de": {"ein": 1, "eine": 1, "einen": 1, "einem": 1, "einer": 1, "eines": 1, "fuenf": 5, "zwoelf": 12, "zwo": 2,
    "zwoa": 2, "zwee": 2, "zwei": 2,
           "beide": 2, "beiden": 2, "dreissig": 30, "fuenfzehn": 15, "fuenfzig": 50, "ein paar": 2, "ein dutzend": 12,
           "dutzend": 12, "ein halbes dutzend": 6},
    "fr": {"une": 1, "une huitaine de": 8, "huitaine de": 8, "une dizaine de": 10, "dizaine de": 10,
           "une douzaine de": 12, "douzaine de": 12, "quinzaine de": 15, "une quinzaine de": 15, "vingtaine de": 20,
           "une vingtaine de": 20, "trentaine de": 30, "une trentaine de": 30, "vingt et un": 21, "vingt et une": 21,
           "septante": 70, "soixante-dix": 70, "quatre-vingt": 80, "quatre-vingts": 80, "quatre-vingt-dix": 90,
           "nonante": 90},
    "es": {"un": 1, "una": 1, "un par de": 2, "una decena de": 10, "decena de": 10, "una docena de": 12,
           "docena de": 12, "media docena de": 6, "una quincena de": 15, "quincena de": 15, "una veintena de": 20,
           "veintena de": 20, "una treintena de": 30, "veintiun": 21, "veintiuna": 21, "ambos": 2, "ambas": 2},
    "it": {"un": 1, "una": 1, "un paio di": 2, "una decina di": 10, "decina di": 10, "una dozzina di": 12,
           "dozzina di": 12, "una quindicina di": 15, "quindicina di": 15, "una ventina di": 20, "ventina di": 20,
           "una trentina di": 30, "mezza dozzina di": 6, "entrambi": 2, "ventun": 21},
    "pt": {"uma": 1, "duas": 2, "quatorze": 14, "dezesseis": 16, "dezessete": 17, "dezenove": 19, "ambos": 2,
           "um par de": 2, "uma dezena de": 10, "dezena de": 10, "uma duzia de": 12, "duzia de": 12,
           "meia duzia de": 6, "uma vintena de": 20, "vinte e uma": 21, "vinte e duas": 22},
    "nl": {"'n": 1, "twaalftal": 12, "een paar": 2, "dozijn": 12, "een dozijn": 12},
}  # fmt: skip
ARTICLES = {
    "a", "an", "ein", "eine", "einen", "einem", "einer", "eines", "un", "une", "una", "uno", "um", "uma", "een", "'n",
}  # fmt: skip


def _twenties(language: str, units: list[str], tens: list[str]) -> dict[str, int]:
    """21 to 99 out of tens and units, as each language puts them together."""
    found = {}
    for number in range(21, 100):
        ten, unit = tens[number // 10 - 2] if number // 10 - 2 < len(tens) else "", units[number % 10]
        if not ten or number % 10 == 0:
            continue
        for word in _joined(language, ten, unit):
            found[word] = number
    return found


def _joined(language: str, ten: str, unit: str) -> tuple[str, ...]:
    if language == "de":
        return (f"{'ein' if unit == 'eins' else unit}und{ten}",)
    if language == "nl":
        return (f"{unit}en{ten}",)
    if language == "it":
        return ((ten[:-1] if unit in {"uno", "otto"} else ten) + unit,)
    if language == "es":
        return (f"veinti{unit}",) if ten == "veinte" else (f"{ten} y {unit}",)
    if language == "pt":
        return (f"{ten} e {unit}",)
    return (f"{ten}-{unit}", f"{ten} {unit}")


@cache
def table(language: str) -> dict[str, int]:
    """Words to numbers; with English beside an unknown language."""
    language = language if language in _WORDS else "en"
    units, tens = _WORDS[language].split(), _TENS[language].split()
    words = {word: number for number, word in enumerate(units)}
    words |= {word: number for number, word in zip(range(30, 100, 10), tens, strict=False)}
    words |= _twenties(language, units, [units[20], *tens])
    if language == "nl":  # "een achttal", "een tiental": "about eight"
        about = {f"{word}tal": number for word, number in zip(units[2:20], range(2, 20), strict=True)}
        words |= about | {f"een {word}": number for word, number in about.items()}
        words |= {
            f"een {word}tal": number for word, number in ((units[20], 20), *zip(tens, range(30, 100, 10), strict=True))
        }
    return words | _MORE[language]


@cache
def number(language: str) -> str:
    """A pattern (source) for a count up to 999, as digits or as a word, articles included."""
    return rf"(?:\d{{1,3}}|{one_of(table(language))})"


type _Tree = dict[str, _Tree]


def one_of(words: Iterable[str]) -> str:
    """A pattern (source) of words that shares their beginnings, so that it costs the same however many they are."""
    tree: _Tree = {}
    for word in words:
        branch = tree
        for letter in word:
            branch = branch.setdefault(letter, {})
        branch[""] = {}
    return _source(tree)


def _source(tree: _Tree) -> str:
    """The longest word first: what may end here comes as the last alternative."""
    rest = [
        (r"\s+" if letter == " " else re.escape(letter)) + (_source(branch) if branch != {"": {}} else "")
        for letter, branch in sorted(tree.items())
        if letter
    ]
    if "" in tree:
        return f"(?:{'|'.join(rest)})?"
    return rest[0] if len(rest) == 1 else f"(?:{'|'.join(rest)})"


def value(text: str, language: str) -> int:
    """The number that `number(language)` matched."""
    return int(text) if text.isdigit() else table(language)[" ".join(text.split())]
