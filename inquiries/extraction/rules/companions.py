"""People named side by side: "me, my wife and my mother", "You, Ben and Ada (11), then me, Eva and the twins"."""

import re
from dataclasses import dataclass, field
from functools import cache

from inquiries.extraction.document import Span
from inquiries.extraction.rules import numbers, people
from inquiries.extraction.rules.page import Page
from inquiries.extraction.rules.text import Text

_AND = re.compile(
    r"\s*(?:,\s*(?:(?:and|und|et|y|e|en|then|plus|dann|puis)(?!\w))?|(?:and|und|et|y|e|en|n|plus|sowie|then)(?!\w)|"
    r"[&+])\s+"
    r"(?:then\s+)?|\s*[+&]\s*"
    r"|\s+(?=(?:my|our|mein\w*|unser\w*|mon|ma|mes|notre|mia|mio|minha|meu|meus|mijn)\s)"  # "me my wife and our kids"
)
_SELF_NEXT = re.compile(
    rf"\s*(?:&|\+|,|and|und|et|y|e|en)\s*{people.SELF}(?!\w)(?!\s+(?:would|want|am|have|was|need|will|think|hope))"
)
_AND_ME = re.compile(rf"\s*(?:&|\+|,|and|und|et|y|e|en)\s*{people.SELF}(?!\w)")
_WE = re.compile(r"(?<!\w)(?:we(?:'\w+)?|wir|nous|nosotr[oa]s|noi|nos|wij)(?!\w)[^.!?\n]*$")
_REMARK = re.compile(r"\s*\([^()\n]{1,80}\)")
_AGED = re.compile(
    r"(?:\s*,?\s*(?:aged?\s+)?|\s*\()(?P<age>\d{1,2})(?:\s*(?:years old|yo|jahre|ans|anos|anni|"
    r"jaar))?\)?(?!\s*\w*\s*(?:nights|adults))"
)
# "i bimbi di 2 e 5 anni", "our girls 7 and 9", "Jack 13": what comes after somebody in a list.
_AGES = re.compile(
    r"\s*[,(]?\s*(?:(?:aged?|ages|di|de|von|van|im alter von|d'|d|mit|con|com|met|who(?:'s| is| are)|ist|is|sind|"
    r"zijn)\s+){0,2}"
    r"(?P<ages>\d{1,2}(?:\s*(?:,\s*(?:and|und|et|y|e|en)?|and|und|et|y|e|en|&|\+|/)\s*\d{1,2}(?!\d))*)(?!\d|[.:,]\d)"
    r"(?P<months>\s?-?(?:months?|monate?|mois|meses|mesi|maanden))?"
    r"\s*(?:(?:years?|yrs?|yo|y/o|jahre?|j\.?|ans|anos|anni|jaar)(?:[\s-]?(?:olds?|alt|oud))?(?!\w))?\)?"
    r"(?!\s*(?:\w+\s+)?(?:nights?|adults?|weeks?|days?|rooms?|nachte|noches|nuits|notti|noites|nachten)\b|\s*[%€£$])"
)
_GROWN = 18
_CALLED = re.compile(r"\s+(?P<name>[^\W\d_]{2,})(?!\w)")
_WITH_BEFORE = re.compile(rf"(?<!\w){people.WITH}\s+$")
_SURE_CHILD = re.compile(
    r"(?:child(?:ren)?|kids?|toddlers?|infants?|bab(?:y|ies)|little ones?|kind(?:er|ern)?|enfants?|bebes?|ninos?|"
    r"bambin[oiae]|criancas?|kinderen|"
    r"madchen|jungs|teen(?:ager)?s?|zoontjes?|dochtertjes?)"
)

_PLURAL = re.compile(
    r"kids|children|kinder|kindern|enfants|ninos|hijos|bambini|figli|criancas|filhos|kinderen|sons|daughters|girls|"
    r"boys|"
    r"madchen|jungs"
)


@dataclass
class Companions:
    """`children`: named as such; `sure`: by a word that means the young ("kids", not "son")."""

    adults: int = 0
    children: int = 0
    sure: bool = True
    me: bool = False
    ages: list[int] = field(default_factory=list)  # of the children, where said beside them
    spans: list[Span] = field(default_factory=list)


# Whatever stands between "my" and "sister" describes her, unless it links to something else.
_OURS = (
    r"(?:my|our|mein\w*|unser\w*|mon|ma|mes|notre|nos|mi|mis|nuestr[oa]s?|mio|mia|miei|mie|nostr[oaie]|meus?|minhas?|"
    r"noss[oa]s?|mijn|onze|ons)"
)
_LINK = (
    r"(?:for|with|of|and|to|in|on|at|from|by|or|is|are|was|has|fur|mit|von|und|zu|auf|bei|oder|ist|pour|avec|de|du|"
    r"des|"
    r"et|ou|est|para|con|y|e|o|es|per|di|da|com|em|voor|met|van|en|trip|holiday|hotel|budget|name|reise|voyage|viaje|"
    r"viaggio|viagem|reis)\s"
)


@cache
def _item(language: str) -> re.Pattern[str]:
    number = numbers.number(language)
    mine = rf"(?:(?:{people.MINE}\s+){{0,2}}|{_OURS}\s+(?:(?!{_LINK})[^\W\d_][\w-]*\s+){{1,2}}?)"
    adjective = (
        r"(?:(?:dear|lovely|elderly|old|young|little|beiden|deux|two|due|dos|dois|twee|future|eldest|beste?[nrs]?|"
        r"meilleure?|mejor|migliore?|melhor|neue|"
        r"liebe[nr]?|bessere|close|\w+-old|ainee?|petite?)\s+)?"
    )
    return re.compile(
        rf"(?:(?P<self>{people.me(language)})(?!\w)(?!\s+(?:{people.RELATIVE}|\d))"
        rf"|(?:(?P<mine>{mine}))(?:(?P<count>{number})\s+)?{adjective}(?:(?P<parents>{people.PARENTS})|"
        rf"(?P<pair>{people.PAIRS})|(?P<child>{people.child(language)})|(?P<relative>{people.RELATIVE})s?)(?!\w|-)"
        rf"|(?P<you>{people.YOU})(?!\w)"
        rf"|(?P<name>[^\W\d_]{{2,}})(?!\w))"
    )


_ME_TWO_FRIENDS = re.compile(
    rf"(?<!\w)(?:w|with|w/)\s+(?:me|my)\s+(?P<count>\d|two|three|four)\s+{people.PERSON}(?!\w)"
)


@cache
def _starts(language: str) -> re.Pattern[str]:
    me = people.me(language)
    return re.compile(
        rf"(?<!\w)(?:(?:{me}|{people.YOU})(?!\w)|{people.MINE}\s)"
        rf"|(?<!\w)(?=[^\W\d_]+\s*(?:&|\+|and|und|et|y|e|en)\s+{me}\b)"
    )


def read(page: Page) -> Companions | None:
    """The list that names the most people, the writer among them. None where there is none."""
    best: Companions | None = None
    position = 0
    flat = page.body.flat
    starter, starts = _item(page.tongue), _starts(page.tongue)
    lists: list[Companions] = []
    while match := starts.search(flat, position):
        found, end = _list(page, starter, match.start())
        position = max(end, match.end() + (match.end() == match.start()))
        if found and not page.clauses.at(match.start()).elsewhere:
            lists.append(found)
    best = _best(lists)
    if best is None and (few := _ME_TWO_FRIENDS.search(flat)):
        count = numbers.value(few["count"], "en")
        return Companions(1 + count, 0, me=True, spans=[page.body.quote(*few.span())])
    return best


def _best(lists: list[Companions]) -> Companions | None:
    """Of lists with the writer in them the fullest; "my husband and I ... our two girls" is one party in two lists."""
    mine = [row for row in lists if row.me]
    if not mine:
        return None
    grown = max(mine, key=lambda row: row.adults)
    young = max(mine, key=lambda row: row.children)
    if young.children and not grown.children and young.adults < grown.adults:
        spans = [*grown.spans, *young.spans]
        return Companions(grown.adults, young.children, sure=young.sure, me=True, ages=young.ages, spans=spans)
    return max(mine, key=lambda row: row.adults + row.children)


def _list(page: Page, item: re.Pattern[str], start: int) -> tuple[Companions | None, int]:
    """Items joined by commas and "and" from `start`; the list counts where it has two people or follows "with"."""
    text, flat = page.body, page.body.flat
    found, position, items, named = Companions(), start, 0, []
    after_with = bool(_WITH_BEFORE.search(flat, max(0, start - 9), start))
    while match := item.match(flat, position):
        if not _add(found, match, text, flat, page.tongue):
            break
        items += 1
        named.append(match)
        end = _aged(found, match, text) or match.end()
        if remark := _REMARK.match(flat, end):
            end = remark.end()
        joint = _AND.match(flat, end)
        position = end
        if not joint or not item.match(flat, joint.end()):
            break
        position = joint.end()
    if not named:
        return None, start
    found.spans = [text.quote(start, named[-1].end())]
    if after_with and items and not found.me and (named[0]["relative"] or named[0]["parents"] or named[0]["child"]):
        # "We ... with our two girls" leaves open how many grown-ups "we" are.
        writer = 0 if named[0]["child"] and _WE.search(flat, max(0, start - 80), start) else 1
        found.adults, found.me, items = found.adults + writer, True, items + 1
    return (found if items > 1 else None), max(position, named[-1].end())


def _aged(found: Companions, match: re.Match[str], text: Text) -> int:
    """Take up the ages beside somebody, past a given name; where they end, 0 where none stand there."""
    flat, end = text.flat, match.end()
    if match["self"] or not any(match[group] for group in ("pair", "child", "relative", "you", "name", "parents")):
        return 0
    if not match["name"] and (called := _CALLED.match(flat, end)) and text.capitalised(called.start("name")):
        end = called.end() if not re.match(people.SELF + r"\b", called["name"]) else end
    said = _AGES.match(flat, end)
    if not said or not (match["child"] or match["pair"] or match["name"] or match["you"]):
        return end
    years = [0 if said["months"] else int(age) for age in re.findall(r"\d+", said["ages"])]
    if match["child"] and years and min(years) >= _GROWN:
        grown = min(found.children, max(len(years), 1))
        found.children, found.adults = found.children - grown, found.adults + grown
    elif match["you"] and years[0] < _GROWN:
        found.children, found.adults = found.children + 1, found.adults - 1
    young = [age for age in years if age < _GROWN]
    if match["child"] and len(young) > 1 and not match["count"]:
        found.children += max(len(young) - _how_many(match, 1), 0)
    found.ages += young
    return said.end()


def _add(found: Companions, match: re.Match[str], text: Text, flat: str, language: str) -> bool:
    """Count one item; False where it is nobody."""
    count = numbers.value(match["count"], language) if match["count"] else 1
    if match["self"]:
        found.adults, found.me = found.adults + 1, True
    elif match["parents"]:
        found.adults += 2
    elif match["pair"]:
        found.children += 2
    elif match["relative"]:
        beside = found.adults or found.children or _AND_ME.match(flat, match.end())
        if not match["mine"] and not match["count"] and not beside:
            return False
        found.adults += count
    elif match["child"]:
        found.children += _how_many(match, count)
        found.sure = found.sure and bool(_SURE_CHILD.fullmatch(match["child"]))
    elif match["you"]:
        found.adults += 1
    else:
        return _add_name(found, match, text, flat)
    return True


def _how_many(match: re.Match[str], count: int) -> int:
    """ "beiden Madchen" is two; "our kids" at least two."""
    if count > 1:
        return count
    many = re.search(r"\b(?:beiden|two|deux|dos|due|dois|twee)\b", match[0])
    return 2 if many or (_PLURAL.fullmatch(match["child"]) and not match["count"]) else count


def _add_name(found: Companions, match: re.Match[str], text: Text, flat: str) -> bool:
    """A given name: written with a capital, no place, and beside others."""
    from inquiries.extraction.rules.gazetteer import lookup

    if not (found.adults or found.children) and not _SELF_NEXT.match(flat, match.end()):
        return False
    if not text.capitalised(match.start("name")) or lookup(match["name"]):
        return False
    aged = _AGED.match(flat, match.end())
    if aged and int(aged["age"]) < 18:
        found.children += 1
    else:
        found.adults += 1
    return True
