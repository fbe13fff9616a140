"""Ages of children: "(4 and 7)", "Theo who's 6", "baby Max, 7 months", "de 4, 9 e 12 anos"."""

import re
from functools import cache

from inquiries.extraction.document import Value
from inquiries.extraction.rules import calendar, numbers, people
from inquiries.extraction.rules.page import Page
from inquiries.extraction.rules.place_words import AGE_AFTER

_YEARS = (
    r"(?:\s?-?(?:years?|yrs?|y/?o|yo|jahren?|jahrigen?|j(?!\w)\.?|ans|anos|anni|jaar|a(?=[\s,)]))(?:[\s-]?olds?|"
    r"\s+alt|\s+oud)?)"
)
_MONTHS = (
    r"(?:\s?-?(?:months?|mths?|mnths?|mos?|monaten?|mois|meses|mes|mesi|mese|maanden|maand)(?:[\s-]?olds?|\s+alt|"
    r"\s+oud)?)"
)
_SEP = r"\s*(?:,\s*(?:and|und|et|y|e|en)?|and|und|et|y|e|en|&|\+|/|or|u|n|'n')\s*"
_LEAD = (
    r"[\s,:;(-]*(?:\(|(?:aged?|ages|who'?s|who is|who are|is|are|will be|im alter von|alter|alt|ages? de|agees?|"
    r"edad(?:es)?|"
    r"de edades?|eta|di eta|idades?|leeftijd(?:en)?|van|von|de|di|com|they'?re|theyre|he'?s|shes|she'?s|turning|"
    r"sind|ist|tienen?|tem|ha|hanno|"
    r"respectively|both|jeweils|zijn|son|ont|a)\s+){0,3}"
)
# Between a child and its age stands a name, not what leads to a day ("2 kids around Sept 15", "2 kids from 5 May") or
# to a range ("kids between 3 and 12").
_NO_NAME = (
    r"between|zwischen|entre|tra|fra|tussen|"
    r"and|und|et|y|e|en|around|about|from|on|in|for|at|to|until|till|by|the|leaving|departing|ab|vom|am|im|fur|bis|"
    r"um|ca|circa|"
    r"du|le|pour|vers|del|el|para|desde|hasta|dal|il|per|fino|dia|ate|no|na|op|voor|vanaf|tot|travel\w*|fly\w*|"
    r"budget|max|nach|zum|and"
)


def one(language: str) -> str:
    """The pattern of an age, in years or of a baby in months."""
    baby = r"(?:un\s+bebe\s+de\s+|ein\s+baby\s+|a\s+baby\s+|bebe\s+de\s+|baby\s+)?"
    weaned = rf"(?:1[89]|2\d|3[0-5])(?={_MONTHS})"  # beyond seventeen only in months
    return rf"{baby}(?:{weaned}|{_small(language)})(?:{_MONTHS}|{_YEARS})?(?!(?!n\d)[\w*%]|[.,:]\d|\s?-\s?\d|-[^\W\d])"


@cache
def _after_child(language: str) -> re.Pattern[str]:
    """A child word, perhaps a name, then one age or several."""
    age = one(language)
    names = rf"(?:[\s,:]*(?:(?!(?:{_NO_NAME}|{calendar.month(language)})(?!\w))[^\W\d_]+\s+){{0,2}})?"
    return re.compile(
        rf"(?:(?<!\w)(?P<child>{people.child(language)})|"
        rf"\d\s?c)(?!\w){names}{_LEAD}(?P<ages>{age}"
        rf"(?:(?:{_SEP}|\s+(?=\d{{1,2}}(?:{_SEP}\d|\s+\d|\s*[).,;\n]|\s*$))){age})*)"
        rf"(?!\s*(?:of\s+|de\s+|di\s+|do\s+|d'|\.\s*|st\s+|nd\s+|rd\s+|th\s+)?{calendar.month(language)}(?!\s*\d{{1,2}}(?!\d)))"
    )


@cache
def _named(language: str) -> re.Pattern[str]:
    """ "Ella (9)", "Callum is 15", "Jonas, 13 Jahre",
    "my two who are 2 and 4". The name is checked by its capital."""
    has = "a|" if language == "fr" else ""
    age = one(language)
    return re.compile(
        rf"(?P<name>[^\W\d_]{{2,}})(?!\w)(?:\s*\(\s*(?:aged?\s+|age\s+)?(?P<a>\d{{1,2}}(?:{_MONTHS}|{_YEARS})?)\s*\)"
        rf"|\s*,?\s*(?:who'?s|who is|is|who are|wird|ist|{has}tiene|ha|tem|heeft|aged)\s+(?P<b>{age}(?:{_SEP}{age})*)"
        rf"|\s*,\s*(?P<c>\d{{1,2}}(?:{_MONTHS}|{_YEARS})))"
    )


@cache
def _also(language: str) -> re.Pattern[str]:
    """ "Jonas is 12, Emma 9": who follows somebody whose age is told."""
    age = one(language)
    return re.compile(
        rf"\s*\)?\s*(?:,\s*(?:(?:and|und|et|y|e|en)\s)?|(?:and|und|et|y|e|en)\s|[&+/])\s*(?:(?:o|a|il|la|le|der|die|"
        rf"el|de|wee|little|baby|big|klein\w*|petite?|pequen[oa]|piccol[oa])\s+)?(?P<name>[^\W\d_]{{2,}})\s*[(,]?\s*"
        rf"(?:(?:who'?s|who is|who'll be|who will be|is|will be)\s+)?(?P<ages>{age})"
    )


# With its unit, an age needs no child word before it: "a 6yo", "11 Jahre alt".
_FREE = re.compile(
    r"(?<![\w.,])(?P<ages>\d{1,2}(?:[\s-]?(?:years?|yrs?|jahre|jaar)[\s-]?(?:olds?|alt|oud)|\s?y/?o\b|"
    r"-?jahrige[rn]?|[\s-]?(?:months?|mths?|mos?|monate|maanden)[\s-]?(?:olds?|alt|oud)))"
)


@cache
def _in_form(language: str) -> re.Pattern[str]:
    """ "Children: 1 (age 4)", "Ages of children: 4, 7", "Alter der Kinder: 4 und 7"."""
    age, children = one(language), people.child(language)
    ages = r"(?:ages?|aged|alter|ages? des|age|edades|edad|eta|idades?|leeftijd(?:en)?)"
    return re.compile(
        rf"(?:(?<!\w){children}(?:\s*:\s*\d{{1,2}}\s*[,(/-]+\s*(?:im\s+)?(?:{ages}\s*:?\s*)?|(?:'s|s')?\s+{ages}\s*:\s*)"
        rf"|(?<!\w){ages}(?:\s+\w+){{1,3}}\s*:\s*)"
        rf"(?P<ages>{age}(?:{_SEP}{age})*)"
    )


@cache
def _small(language: str) -> str:
    words = [word for word, value in numbers.table(language).items() if 1 < value < 18 and " " not in word]
    return r"1[0-7]|\d(?!\d)|" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_AGE = re.compile(rf"(?P<number>[^\W_]+?)(?P<months>{_MONTHS})?(?:{_YEARS})?(?=$|[\s,;&+/)])")
_TWINS_BEFORE = re.compile(people.PAIRS + r"(?!\w)[^.!?\d]{0,25}$")
_NO_PERSON_WORDS = (
    "it this that there which price hotel trip total budget flight room which party wedding anniversary das es der "
    "die ce cela prix "
    "hotel esto precio questo isso dit total age old tour day group class year teil kreta"
)
_PRONOUNS = r"|two|three|both|he|she|they|er|sie|il|elle|ils|elles|lui|lei|ella|ele|ela|eles|elas|hij|zij|ze"
_NOT_AGES = (
    r"\s*(?:of us\b|(?:in )?total\b|in all\b|altogether\b|insgesamt\b|au total\b|in totale\b|in totaal\b|"
    r"(?:small |big )?dogs?|cats?|pets?|hund|hunde|katzen?|chiens?|chats?|perros?|gatos?|can[ei]|cao|caes|"
    r"hond|honden|"
    r"rooms?|zimmer|nights?|weeks?|days?|people|adults?|stars?|nachte|wochen|tage|nuits?|jours?|noches?|dias?|"
    r"notti|giorni|"
    r"noites?|nachten|dagen|€|£|\$|x\b|euros?|eur\b|km\b|uhr\b|personen|personnes|personas|persone|pessoas)"
)
_NO_PERSON = frozenset(_NO_PERSON_WORDS.split())


def read(page: Page) -> Value | None:
    """Ages in whole years, in the order of the text; a baby counted in months is 0."""
    text, flat = page.body, page.body.flat
    spans: list[tuple[int, int, str]] = []
    for pattern in (_in_form(page.tongue), _after_child(page.tongue), _named(page.tongue), _FREE):
        for match in pattern.finditer(flat):
            group = next((name for name in ("ages", "a", "b", "c") if name in match.groupdict() and match[name]), None)
            if group is None or _nobody(page, match, group):
                continue
            start, end = match.span(group)
            if all(end <= taken[0] or start >= taken[1] for taken in spans):
                spans.append((start, end, flat[start:end]))
                spans += _others(page, match.end(), spans)
    found: list[int] = []
    evidence = []
    for start, end, said in sorted(spans):
        years = in_years(said, page.tongue)
        if len(years) == 1 and _TWINS_BEFORE.search(flat, max(0, start - 45), start):
            years *= 2
        found += years
        if years:
            evidence.append(text.quote(start, end))
    return Value(found, tuple(evidence)) if found else None


def _others(page: Page, end: int, spans: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    flat, found = page.body.flat, []
    while match := _also(page.tongue).match(flat, end):
        start, end = match.span("ages")
        free = all(end <= taken[0] or start >= taken[1] for taken in spans)
        place = _is_place(match["name"]) and not AGE_AFTER.match(flat, match.end("name"))
        if not free or not page.body.capitalised(match.start("name")) or place:
            break
        if re.match(_NOT_AGES, flat[end : end + 20]):
            break
        found.append((start, end, flat[start:end]))
    return found


def _nobody(page: Page, match: re.Match[str], group: str) -> bool:
    """Not a traveller of this journey, or no age at all ("Crete is 3 hours away")."""
    if page.clauses.at(match.start()).elsewhere:
        return True
    if group == "ages" and "child" in match.groupdict() and _counts(page.body.flat, match):
        return True
    if group == "ages":
        return bool(re.match(_NOT_AGES, page.body.flat[match.end() : match.end() + 20]))
    name = match["name"]
    if name in _NO_PERSON:
        return True
    a_person = page.body.capitalised(match.start()) or re.fullmatch(people.CHILD + _PRONOUNS, name)
    return not a_person or _is_place(name) or page.clauses.at(match.start()).event[1] > match.start()


def _counts(flat: str, match: re.Match[str]) -> bool:
    """ "Children: 2" of a form says how many, not how old."""
    between = flat[match.end("child") : match.start("ages")] if match["child"] else ""
    return between.strip() == ":" and match["ages"].isdigit()


def _is_place(name: str) -> bool:
    from inquiries.extraction.rules.gazetteer import lookup

    return lookup(name) is not None


def in_years(said: str, language: str) -> list[int]:
    """Every age of "4, 7 and eight"; a baby's months as whole years."""
    found = []
    for match in _AGE.finditer(said):
        word = match["number"]
        if not word.isdigit() and word not in numbers.table(language):
            continue
        years = numbers.value(word, language) // (12 if match["months"] else 1)
        if years < 18 and word not in numbers.ARTICLES:
            found.append(years)
    return found
