"""What they want arranged and what they like: services, interests, board, rooms, stars."""

import re
from functools import cache

from inquiries.extraction.document import Span, Value
from inquiries.extraction.rules import numbers, wordlists
from inquiries.extraction.rules.page import Page
from inquiries.extraction.rules.text import flatten, words

# "no" is "in the" in Portuguese; "not too expensive" refuses the price, not the thing.
_PREFERS = re.compile(r"\b(?:prefer\w*|prefier\w+|lieber|liever)\b")
_NEGATED = re.compile(
    r"(?<!\w)(?:no|not|don'?t (?:need|want|require)|do not (?:need|want)|without|nor|never|kein\w*|nicht|ohne|"
    r"pas(?: besoin)?(?: de| d')?|sans|ni|no (?:hacen? falta|"
    r"necesitamos|queremos|nos hace falta)|sin|niente|non|senza|nao(?: precis\w+| queremos)?|sem|geen|niet|zonder|"
    r"nada de|rather than|instead of|em vez d[eo]|en lugar de|au lieu d[eu]|in plaats van|anziche|al posto d\w+|"
    r"no lugar d[eo]|"
    r"plutot[^.!?]{1,60}qu'une?|plutot qu'une?|plutot que|anstatt|statt|en vez de|invece di|dont (?:need|want)|wont "
    r"need|isn'?t|aren'?t)"
    r"(?!\s+(?:too|so|very|expensive|necessarily|only|just|more|less|over|under|far|fancy|big|zu|teuer\w*|unbedingt|"
    r"nur|mehr|uber|trop|cher\w*|forcement|plus|moins|seulement|"
    r"demasiado|muy|car[oa]s?|lejos|mas|menos|troppo|molto|piu|meno|solo|muito|longe|mais|te|duur|meer|minder|"
    r"alleen)\b)"
    r"(?:[\s,]+(?!but\b|only\b|sondern\b|mais\b)[\w'/]+){0,3}[\s,]*$"
)
_NOT_AFTER = re.compile(
    r"^\s*[:?]\s*(?:no|nein|non|nao|nee|not|none|keine?[rns]?|nicht|ninguno?|nessuno?|geen)\b"
    r"|^[^.!?;,\n]{0,12}?\b(?:braucht|brauchen|needs?|wants?|will|vuole|quiere|quer|veut)\s+(?:hier |here |"
    r"aqui )?(?:keiner|niemand|keine?r|nobody|no one|nessuno|nadie|ninguem|personne)\b"
    r"|^[^.!?;,\n]{0,30}?\b(?:covered|taken care of|sorted out|not our thing|schon da|organisieren wir selbst)\b"
    r"|^[^.!?;,\n]{0,30}?(?:\b(?:not|isn'?t|aren'?t)\s+(?:needed|required|necessary|reqd|wanted)|\bbrauchen wir "
    r"(?:also |auch )?nicht|\bnicht (?:notig|notwendig|erforderlich)|"
    r"\bbrauch\w+ (?:wir|ich) (?:also |auch )?(?:nicht|kein)|\ba gente ja tem|\bja tem(?:os|ho)?\b|\b(?:is|are) "
    r"(?:already )?(?:booked|sorted|arranged)|^\s+(?:booked|sorted)\b(?! in)|\bya (?:los |las |la |lo )?tenemos|"
    r"\bnon (?:serve|servono|necessari\w)|\bpas necessaires?|\bnao (?:e|sao) necessari\w+|\bno (?:es|son) "
    r"necesari\w+|\bniet nodig|\bhoeft niet|\b(?:we|already) (?:have|got) (?:those|them|that|it)|"
    r"\bhaben wir (?:schon|bereits)|\bbuchen wir selbst|\bhebben we al|\bon a deja|\babbiamo gia|\bregeln wir selbst)"
)
# "same hotel", "the hotel you offered": one that is known already.
_MENTIONED = re.compile(
    r"\b(?:same|gleiche[snmr]?|selbe[nrs]?|meme|mism[oa]|stess[oa]|mesm[oa]|zelfde|back to the|"
    r"zuruck zum)\s+(?:\w+\s+)?$"
)
_ROOM = (
    r"(?:rooms?|rms?|doubles|singles|triples|twins(?= rooms?)|(?<=[3-9] )twins|cabins?|staterooms?|suites?|"
    r"bungalows?|zimmer|"
    r"doppelzimmer|"
    r"einzelzimmer|familienzimmer|dreibettzimmer|mehrbettzimmer|\w*kabinen?|dz|ez|"
    r"chambres?|chbres?|cabines?|habitacion(?:es)?|hab(?!\w)\.?|camarotes?|cabinas?|camer[ae]|cabine|quartos?|"
    r"bedrooms?|bedders|schlafzimmern?|doppelzimmern|einzelzimmern|zimmern|dormitorios?|dobles|individuales|"
    r"cuadruples|dormitori|doppie|singole|"
    r"matrimoniali|duplos|individuais|casais|slaapkamers?|eenpersoonskamers?|gezinskamers?|"
    r"kamers?|hutten?|tweepersoonskamers?|familiekamers?|studios?)"
)
_KIND = (
    r"(?:double|twin|single|triple|family|quad|dbl|sgl|connecting|adjoining|separate|standard|deluxe|large|big|"
    r"interconnecting|nice|inside|outside|balcony|doppel\w*|einzel\w*|double|simple|normale|extra)"
)
_STAR = (
    r"(?:\*|-?\s?stars?(?!\w)|-?\s?sterne?\w*|\s?etoiles?|\s?estrellas?|\s?stelle|\s?stella|\s?estrelas?|"
    r"-?\s?sterren\w*)"
)
_STARS = re.compile(
    rf"(?<![\w.,/])(?P<low>[1-5])(?:\s*(?:-|to|or|/|bis|oder|ou|o|of|a|y|e)\s*[1-5])?\s?(?:\+\s?)?{_STAR}(?!\w)"
)
_STAR_WORDS = re.compile(
    r"(?<!\w)(?P<word>two|three|four|five|zwei|drei|vier|funf|deux|trois|quatre|cinq|dos|tres|cuatro|cinco|due|"
    r"quattro|cinque|duas|quatro|twee|drie|vijf)"
    r"(?:[\s-]+(?:or|to|oder|bis|ou|o|of|a)[\s-]+\w+)?[\s-]*(?:star|stern|sterne\w*|etoiles|estrellas|stelle|"
    r"estrelas|sterren)"
)
# Without an article only where it names the sort of room and starts a phrase: ", camera singola vista mare".
_ROOM_SORT = re.compile(
    r"(?<!\w)(?P<what>(?:double|twin|single|triple|family) room|doppelzimmer|einzelzimmer|familienzimmer|"
    r"dreibettzimmer|"
    r"dz|ez|chambre (?:double|simple|individuelle|familiale|triple)|habitacion (?:doble|individual|familiar|triple)|"
    r"camera (?:singola|doppia|matrimoniale|tripla|familiare)|"
    r"quarto (?:duplo|individual|de casal|triplo|single|familiar)|(?:tweepersoons|eenpersoons|familie|gezins)kamer|"
    r"(?:innen|aussen|ausen|balkon)kabine|"
    r"(?:inside|outside|balcony) cabin)(?!\w)(?!\s+(?:only|service|upgrade))"
)
_OWN_ROOM = re.compile(
    r"(?<!\w)(?:(?:all|alle|lauter|nur|only)\s+(?:in\s+)?(?:singles?|single rooms|einzelzimmern?|ez)|"
    r"single occupancy|"
    r"(?:a|one|own|1)\s+(?:single\s+)?(?:room|cabin|suite)\s+(?:each|per person|pp|for each|for everyone)|(?:our|"
    r"their)\s+own\s+(?:room|cabin)s?|"
    r"(?:jeder|jede|alle)\s+(?:\w+\s+)?(?:ein\w*\s+)?(?:eigene\w*\s+(?:zimmer|kabine)|einzelzimmer|einzelkabine)|"
    r"einzelbelegung|je(?:weils)?\s+(?:ein\s+)?einzelzimmer|"
    r"(?:toutes?\s+|tous\s+)?(?:en\s+)?chambres?\s+(?:individuelles?|simples?|single)s?\s+(?:pour\s+(?:tous|chacun)|"
    r"chacune?)|chacune?\s+(?:sa|une)\s+(?:chambre|cabine)|"
    r"tou[st]\w*\s+en\s+(?:chambre\s+)?(?:individuelle|simple|single)s?|"
    r"una\s+(?:habitacion|cabina)\s+(?:individual\s+)?(?:cada\s+un[oa]|por\s+persona)|(?:todos|"
    r"todas)\s+(?:en\s+)?(?:habitaciones\s+)?individuales|habitaciones individuales para todos|"
    r"una\s+(?:camera|cabina|singola)\s+(?:singola\s+)?(?:ciascun[oa]|a testa|per uno|a persona)|"
    r"tutt[ie]\s+(?:in\s+)?(?:camere?\s+)?singol[ae]|"
    r"um\s+quarto\s+(?:individual\s+)?(?:cada\s+um[ao]?|para cada um[ao]?|por pessoa)|"
    r"todos\s+(?:em\s+)?(?:quartos\s+)?individuais|"
    r"(?:ieder|elk|allemaal)\s+(?:een\s+)?eigen\s+(?:kamer|hut)|allemaal\s+(?:een\s+)?eenpersoonskamers?)(?!\w)"
)
_OR = re.compile(r"\s*(?:or|oder|ou|o|of|/)\s*(?:with\s+|mit\s+)?$")
_ROOM_ONE = re.compile(
    r"(?<!\w)(?:a|an|one|1|ein|eine|einem|einer|une|un|una|um|uma|een)\s+(?:\w+\s+)?(?P<what>double|twin|single|"
    r"triple|quad|quadruple|vierbettzimmer|cuadruple|quadrupla|family room|double room|doppelzimmer|einzelzimmer|"
    r"familienzimmer|"
    r"\w+kabine|dz|ez|chambre double|chambre|habitacion(?: doble)?|camera(?: doppia| matrimoniale)?|matrimoniale|"
    r"doppia|quarto(?: duplo)?|camarote|cabina|kamer|tweepersoonskamer|cabin|suite|"
    r"rm|room)(?!\w)(?!\s+(?:only|service|upgrade|with a number))"
)

_ANY_BED = words(
    "accommodation", "accomodation", "accom", "unterkunft", "ubernachtung(?:en)?", "hebergement", "alojamiento",
    "alloggio", "hospedagem", "alojamento",
    "accommodatie", "verblijf",
)  # fmt: skip
_IN_THE = re.compile(r"\bn[oa]s?\b")
_MEAL = {meal: re.compile(rf"(?<!\w)(?:{source})(?!\w)") for meal, source in wordlists.MEALS.items()}
_ANY_MEAL = "(?:" + "|".join(wordlists.MEALS.values()) + r")(?!\w)"
_MEAL_CHAIN = re.compile(
    rf"(?<!\w){_ANY_MEAL}(?:\s*(?:,|/|\+|&|and|und|et|y|e|en|plus)\s*(?:(?:the|an|ein|le|la|un|o|a|il|"
    rf"het)\s+)?{_ANY_MEAL}){{1,2}}"
)
_GROUP = words(
    *wordlists.INTERESTS["group"],
    "pupils",
    "teachers",
    "schuler\\w*",
    "lehrer\\w*",
    "eleves",
    "alumnos",
    "alunni",
    "alunos",
    "leerlingen",
)

type Proof = tuple[Span, ...]


def services(page: Page, *, origin: Proof, bed: Proof) -> Value | None:
    """What the agency is to arrange; a wish about rooms or board is a bed, a departure place a flight.

    `origin`, `bed`: the words that speak of such a place or wish, empty where none do.
    """
    found, refused = _hits(page, wordlists.SERVICES)
    stays = {"villa", "apartment", "cruise"} & found.keys()
    if bed and not stays and "hotel" not in refused:
        found.setdefault("hotel", list(bed))
    overland = {"train", "cruise"} & found.keys()
    own_way = wordlists.OWN_WAY.search(page.body.flat)
    if origin and not overland and not own_way and "flight" not in refused:
        found.setdefault("flight", list(origin))
    if stays & {"villa", "apartment"} and all(
        _ANY_BED.fullmatch(flatten(span.quote)) for span in found.get("hotel", ())
    ):
        found.pop("hotel", None)
    return _listed(found)


def interests(page: Page, *, families: Proof) -> Value | None:
    """What they like. `families`: the words that tell of children who travel with their own people."""
    found, _ = _hits(page, wordlists.INTERESTS)
    if page.first_letter:
        for name, alternatives in wordlists.INTERESTS.items():
            if name not in found and (match := words(*alternatives).search(page.subject.flat)):
                found[name] = [page.subject.quote(*match.span())]
    if families:
        found.setdefault("family", list(families))
    if "honeymoon" in found:
        found.pop("family", None)
    return _listed(found)


def board(page: Page) -> Value | None:
    """The first board that is asked for and not refused."""
    found, _ = _hits(page, wordlists.BOARD)
    first = min(found.items(), key=lambda item: item[1][0].start, default=None)
    if first is None or first[0] == "breakfast":
        several = _meals(page)
        if several:
            return several
    return Value(first[0], (first[1][0],)) if first else None


def _meals(page: Page) -> Value | None:
    """ "breakfast, lunch and dinner": full board; breakfast and dinner: half."""
    flat = page.body.flat
    for chain in _MEAL_CHAIN.finditer(flat):
        named = {meal for meal, pattern in _MEAL.items() if pattern.search(chain[0])}
        if "breakfast" not in named or page.clauses.at(chain.start()).elsewhere or _refused(page, chain):
            continue
        if "dinner" in named:
            return Value("full_board" if "lunch" in named else "half_board", (page.body.quote(*chain.span()),))
    return None


def _listed(found: dict[str, list[Span]]) -> Value | None:
    if not found:
        return None
    evidence = tuple(spans[0] for spans in found.values() if spans)
    return Value(list(found), evidence)


def _hits(page: Page, table: dict[str, tuple[str, ...]]) -> tuple[dict[str, list[Span]], set[str]]:
    found: dict[str, list[Span]] = {}
    refused: set[str] = set()
    for name, alternatives in table.items():
        for match in page.body.find(words(*alternatives)):
            clause = page.clauses.at(match.start())
            if clause.elsewhere:
                continue
            if _MENTIONED.search(page.body.flat, max(0, match.start() - 24), match.start()):
                continue
            if _refused(page, match):
                refused.add(name)
            else:
                found.setdefault(name, []).append(page.body.quote(*match.span()))
    return found, refused - found.keys()


def _refused(page: Page, match: re.Match[str]) -> bool:
    flat, clause = page.body.flat, page.clauses.at(match.start())
    before = flat[max(clause.start, match.start() - 45) : match.start()]
    if page.tongue == "pt":
        before = _IN_THE.sub("em", before)
    before = _PREFERS.split(before)[-1]  # "instead of half board we prefer full board" refuses the first
    return bool(_NEGATED.search(before) or _NOT_AFTER.search(flat[match.end() : match.end() + 50]))


@cache
def _rooms(language: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w.,/])(?P<count>{numbers.number(language)})\s*(?:x\s*)?(?:{_KIND}\s+){{0,2}}(?P<room>{_ROOM})(?!\w)(?!\s+(?:only|service))"
    )


def rooms(page: Page, travellers: Value | None = None) -> Value | None:
    """How many rooms or cabins; "a twin for us and a single for him" is two, "a room each" as many as travel."""
    flat = page.body.flat
    own = _OWN_ROOM.search(flat)
    if own and travellers and not page.clauses.at(own.start()).elsewhere:
        return Value(travellers.value, (page.body.quote(*own.span()), *travellers.evidence))
    counted: list[tuple[int, re.Match[str]]] = []
    for pattern in (_rooms(page.tongue), _ROOM_ONE, _ROOM_SORT):
        for match in pattern.finditer(flat):
            inside = any(match.start() < row.end() and row.start() < match.end() for _, row in counted)
            if inside or page.clauses.at(match.start()).elsewhere:
                continue
            said = match.groupdict().get("count")
            counted.append((numbers.value(said, page.tongue) if said else 1, match))
    counted.sort(key=lambda row: row[1].start())
    counted = [
        row
        for row in counted
        if row[0] > 1 or row[1].groupdict().get("what") not in {"room", "rm"} or len(counted) == 1
    ]
    if not counted:
        return None
    if len(counted) > 1 and counted[0][0] != counted[1][0]:
        between = flat[counted[0][1].end() : counted[1][1].start()]
        if _OR.fullmatch(between):
            return None  # "a quad or two doubles"
    chosen = [counted[0]]
    for row in counted[1:]:
        between = flat[chosen[-1][1].end() : row[1].start()]
        if len(between) > 40 or not re.search(r"\b(?:and|und|et|y|e|en|plus)\s*$|[+&,]\s*$", between):
            break
        chosen.append(row)
    total = sum(count for count, _ in chosen)
    return Value(total, tuple(page.body.quote(*match.span()) for _, match in chosen)) if total <= 99 else None


def stars(page: Page) -> Value | None:
    """The lower figure of a range."""
    for pattern in (_STARS, _STAR_WORDS):
        for match in page.body.find(pattern):
            if page.clauses.at(match.start()).elsewhere:
                continue
            low = match.groupdict().get("low")
            count = int(low) if low else wordlists.STAR_WORDS[match["word"]]
            return Value(count, (page.body.quote(*match.span()),))
    return None


def is_group(page: Page) -> bool:
    return bool(_GROUP.search(page.body.flat))
