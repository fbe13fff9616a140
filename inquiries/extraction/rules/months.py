"""The month of a journey that is named in words: "in May", "July or August 2028", "next Easter"."""

import re
from functools import cache

from inquiries.extraction.document import Span
from inquiries.extraction.rules import calendar, feasts
from inquiries.extraction.rules.page import Page
from inquiries.extraction.rules.text import Text

DEADLINE = re.compile(
    r"\b(?:by|before|deadline|answer|reply|confirm\w*|valid|buchbar|antwort\w*|bescheid|spatestens|avant|reponse|"
    r"antes|entro|prima|"
    r"responder|birthday|geburtstag|anniversaire|cumple\w*|compleanno|aniversario|verjaardag|born|passport|expires?|"
    r"issued|"
    r"geboren|call|ring|phone|anruf\w*|appeler|llamar|meeting|termin am)\b[^.!?;]{0,22}$"
)
_SAID_YEAR = re.compile(r"^\s*(?:of\s+|de\s+|del\s+|,\s*)?(20\d\d|'\d\d)(?!\d)")
_NEXT_YEAR = re.compile(
    r"\b(?:next year|nachsten jahres|kommenden jahres|nachstes jahr|l'an(?:nee)? prochaine?|del ano que viene|"
    r"proximo ano|"
    r"dell'anno prossimo|l'anno prossimo|do ano que vem|ano que vem|volgend jaar)\b"
)
_PREPOSED = re.compile(
    r"(?:\b(?:in|im|en|a|em|during|early|mid|late|end of|start of|beginning of|anfang|mitte|ende|debut|fin|mi|"
    r"courant|inicio de|"
    r"finales de|principios de|mediados de|fine|inizio|meta|begin|half|eind|next|this|of|first week of|around|about|"
    r"ab|de|d'|ad|"
    r"until|for|before|and|or|nachsten|kommenden|proximo|month|monat|mois|mes|mese|maand|weeks? of|wks? of|"
    r"reisezeit|when|quand)|[:,*(/-])"
    r"[\s\-:]*(?:the\s+)?$"
)
_AMBIGUOUS = frozenset(
    {"may", "march", "mar", "out", "set", "ago", "gen", "mag", "lug", "dic", "sep", "sept", "jan", "dec", "mai", "do"}
)


@cache
def _month_word(language: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?P<month>{calendar.month(language)})")


@cache
def _shared_year(language: str) -> re.Pattern[str]:
    """ "July or August 2028", "end of March/early April 2028": the second one's year is the first's too."""
    return re.compile(
        rf"\s*(?:/|-|,|or|to|and|oder|bis|und|ou|et|o|y|e|of|en)\s*(?:\w+\s+(?:of\s+)?)?{calendar.month(language)}"
        r"\s+(?:de\s+|del\s+)?(20\d\d)(?!\d)"
    )


def named(page: Page) -> list[tuple[str, Span]]:
    """Months named as the time of this journey, as (YYYY-MM, words), in order; the subject where the text has none."""
    return _months_in(page.body, page) or _months_in(page.subject, page)


def _months_in(text: Text, page: Page) -> list[tuple[str, Span]]:
    clauses = page.clauses if text.part == "text" else page.subject_clauses
    found: list[tuple[str, Span, int]] = []
    for match in text.find(_month_word(page.tongue)):
        clause = clauses.at(match.start())
        if clause.elsewhere or clause.event[0] <= match.start() < clause.event[1] or not _is_month(text, match):
            continue
        number = calendar.month_number(match["month"], page.tongue)
        said = _SAID_YEAR.match(text.flat, match.end())
        end = said.end() if said else match.end()
        said = said or _shared_year(page.tongue).match(text.flat, match.end())
        found.append((_with_year(page, text, match, said, number), text.quote(match.start(), end), match.start()))
    if not found:
        found = [row for row in feasts.named(text, page.today) if not clauses.at(row[2]).elsewhere]
    return [(month, words) for month, words, _ in found if month]


def _is_month(text: Text, match: re.Match[str]) -> bool:
    """ "may" and "set" are verbs too: as a month they follow "in", stand with a year, or in a subject."""
    word = match["month"].strip(" .")
    if _SAID_YEAR.match(text.flat, match.end()):
        return True
    if DEADLINE.search(text.flat, max(0, match.start() - 20), match.start()):
        return False
    if word not in _AMBIGUOUS:
        return True
    before = text.flat[max(0, match.start() - 24) : match.start()]
    named = text.capitalised(match.start()) or text.raw.islower()
    return bool(_PREPOSED.search(before)) and (named or word not in {"may", "march"})


def _with_year(page: Page, text: Text, match: re.Match[str], said: re.Match[str] | None, number: int) -> str:
    today = page.today
    if said:
        year = int(said[1].strip("'")) if len(said[1]) == 4 else 2000 + int(said[1].strip("'"))
        return f"{year}-{number:02d}" if (year, number) >= (today.year, today.month) else ""
    if _NEXT_YEAR.search(text.flat, max(0, match.start() - 20), match.end() + 22):
        return f"{today.year + 1}-{number:02d}"
    return f"{today.year + (number < today.month)}-{number:02d}"
