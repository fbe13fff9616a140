"""Number words of seven languages, in flat spelling. Several words are numbers in one language only ("once", "sei")."""

import re
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
_MORE = {
    "en": {"a": 1, "an": 1, "thirty": 30, "forty": 40, "fifty": 50, "both": 2, "twenty-one": 21, "couple of": 2},
    "de": {"ein": 1, "eine": 1, "einen": 1, "einem": 1, "einer": 1, "fuenf": 5, "zwoelf": 12, "zwo": 2, "beide": 2,
           "beiden": 2, "einundzwanzig": 21, "dreisig": 30, "dreissig": 30, "vierzig": 40, "funfzig": 50},
    "fr": {"une": 1, "trente": 30, "quarante": 40, "cinquante": 50},
    "es": {"un": 1, "una": 1, "treinta": 30, "cuarenta": 40, "cincuenta": 50, "veintiuno": 21, "veintiun": 21},
    "it": {"un": 1, "una": 1, "trenta": 30, "quaranta": 40, "cinquanta": 50, "ventuno": 21},
    "pt": {"uma": 1, "duas": 2, "quatorze": 14, "dezesseis": 16, "dezessete": 17, "dezenove": 19, "trinta": 30,
           "quarenta": 40, "cinquenta": 50},
    "nl": {"'n": 1, "dertig": 30, "veertig": 40, "vijftig": 50, "eenentwintig": 21},
}  # fmt: skip
ARTICLES = {"a", "an", "ein", "eine", "einen", "einem", "einer", "un", "une", "una", "uno", "um", "uma", "een", "'n"}


@cache
def table(language: str) -> dict[str, int]:
    """Words to numbers; with English beside an unknown language."""
    names = _WORDS.get(language, _WORDS["en"]).split()
    return {word: number for number, word in enumerate(names)} | _MORE.get(language, _MORE["en"])


@cache
def number(language: str) -> str:
    """A pattern (source) for a count up to 999, as digits or as a word, articles included."""
    alternatives = sorted(table(language), key=len, reverse=True)
    return r"(?:\d{1,3}|" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in alternatives) + ")"


def value(text: str, language: str) -> int:
    """The number that `number(language)` matched."""
    return int(text) if text.isdigit() else table(language)[" ".join(text.split())]
