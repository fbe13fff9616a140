"""Clauses, and what is said in them: about this trip, an earlier one, somebody else's, or an event at home.

"We did Lisbon last year and loved it" names a place and a time, and neither is wanted.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from inquiries.extraction.rules.text import Text, words

# A full stop ends a sentence unless it follows an ordinal, an initial or one of these.
_ABBREVIATION = re.compile(
    r"(?:\b\d{1,2}|\b\w|\b(?:ca|inkl|incl|mind|max|min|bzw|erw|pers|tel|nr|st|mr|mrs|ms|dr|hr|fr|sr|sra|no|approx|etc|"
    r"evtl|ggf|usw|p\.p|p\.ej|z\.b|u\.a|d\.h|e\.g|i\.e|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|okt|nov|dec|dez|mar|"
    r"janv|fevr|juil|mer|jeu|ven|sam|dim|lun|mo|di|mi|do|fr|sa|so|resp|vgl|exkl|excl|std|min|kl|art))$"
)
_MAY_END = re.compile(r"\b(?:p\.p|etc|usw|pers|resp|ans|max|min)$")  # these end a sentence as well
_STOP = re.compile(r"[.!?;…]+(?=\s|$)|\n\s*\n|\n(?=\s*(?:[*\-]|\d[.)])\s)|\n(?=[^\n:]{1,28}:)|[\U0001f300-\U0001faff]")
_COMMA = re.compile(
    r",(?!\d)|:(?!\d)|[()]|\s-\s|\s/\s"
    r"|\s(?=(?:but|aber|sondern|mais|pero|mas|maar|however|though|although|because|weil|car|porque|perche|omdat)\b)"
    r"|\s(?=(?:and|und|et|y|e|en|so|ma)\s+(?:now|this|we|i|ich|wir|jetzt|nun|dieses|dieses|nous|je|on|cette|maintenant|"
    r"ahora|este|esta|queremos|ora|adesso|quest|vorremmo|vogliamo|agora|desta|nu|dit|willen|want|would|mochten|wollen|"
    r"voudrions|souhait\w+|il|per|para|pour)\b)"
)

_PAST = words(
    r"last (?:yr|year|time|summer|winter|spring|autumn|fall|month|xmas|christmas|easter)",
    r"last (?:night|(?:weekend|week)(?! (?:of|in))|jan\w*|feb\w*|march|april|may|june|july|aug\w*|sep\w*|oct\w*|nov\w*|"
    r"dec\w*)",
    r"letzte[nrs]? (?:woche(?! (?:im|des|der))|wochenende|januar|februar|marz|april|mai|juni|juli|august|\w+ber)",
    r"(?:janvier|fevrier|mars|avril|mai|juin|juillet|aout|\w+bre) dernier", r"(?:la )?semaine derniere",
    r"(?:en )?(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|\w+bre) pasado", r"(?:la )?semana pasada",
    r"(?:gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|\w+bre) scorso", r"(?:la )?settimana scorsa",
    r"(?:janeiro|fevereiro|marco|abril|maio|junho|julho|agosto|\w+bro) passado", r"(?:na )?semana passada",
    r"vorige (?:week|maand|zomer|winter)", r"vorig weekend",
    r"afgelopen (?:week|maand|januari|februari|maart|april|mei|juni|juli|augustus|\w+ber)",
    r"\w+ (?:years?|yrs?|months?) ago",
    r"two years running", r"(?:year|summer|winter|one) before last", r"(?:we|i) paid",
    r"vorletzte[snrm]? (?:jahr|mal|sommer|winter)", r"(?:il y a deux ans|l'avant-derniere? \w+)", r"antepasado",
    r"verbl(?:even|eef)", r"logeer(?:den|de)", r"nous avons (?:passe|sejourne|loge)\w*", r"nos alojamos",
    r"nos hospedamos",
    r"abbiamo (?:soggiornato|alloggiato|passato|trascorso)", r"(?:haben|"
        r"hatten) (?:wir )?[^.!?,]{0,40}(?:ubernachtet|gewohnt|verbracht)", r"(?:we|i|they|u|you|form)(?: all)? did",
    r"(?:we|i) (?:went|were(?! (?:thinking|hoping|wondering|looking|planning))|visited|stayed|loved|enjoyed)",
    r"i was(?! (?:thinking|hoping|wondering|looking|planning|considering|going|wanting|after|told|advised|"
    r"recommended))",
    r"(?:we|i)(?:'ve|ve| have) (?:\w+ )?(?:been|done|seen|had|visited)", r"hasn'?t been",
    r"(?:been|back) (?:there )?since",
    r"was born", r"(?:been|went) there", r"did (?=[^.!?]{2,30} last)", r"got back from", r"came back from",
    r"back from", r"never again", r"previously", r"years running",
    r"letzte[srnm]? (?:jahr|sommer|winter|mal|fruhjahr|fruhling|herbst|urlaub|reise|ostern|monat)",
    r"(?:die )?letzten (?:\w+ )?(?:jahre|male)", r"vor(?:iges|igen|letztes) (?:jahr|sommer)",
    r"vor \w+ (?:jahren|monaten|wochen)", r"vor einem (?:jahr|monat)", r"waren (?:wir|ich)", r"wir waren", r"war ich",
    r"hatten wir", r"schon (?:gemacht|gesehen|gewesen|da)", r"\w+ waren wir", r"gereist", r"gewesen",
    r"l'an(?:nee)? derni[\w]+", r"il y a \w+ (?:ans?|mois)", r"l'ete dernier", r"avi?ons (?:deja )?(?:fait|ete|vu)",
    r"nous etions", r"on etait", r"y (?:etait|etions|a habite|avons|est alle\w*|sommes)", r"deja (?:fait|vu|alles?)",
    r"la derniere fois", r"(?:sont|sommes) revenu\w*", r"sommes alles", r"on a fait",
    r"el ano pasado", r"el verano pasado", r"la ultima vez", r"hace \w+ (?:anos?|meses)",
    r"ya (?:hemos|fuimos|estuvimos)",
    r"fuimos", r"estuvimos", r"hicimos", r"hemos estado",
    r"l'anno scorso", r"l'estate scorsa", r"negli ultimi anni", r"gli anni scorsi", r"siamo (?:\w+ )?andat\w",
    r"di solito",
    r"andiamo (?:sempre|spesso)", r"(?:these |the |in |over )?(?:last|past|recent) (?:few |couple of )?years",
    r"(?:we|i) (?:usually|normally|always|typically|tend to) (?:go|do|stay|book|head|holiday)",
    r"(?:sonst|normalerweise|meist\w*) "
    r"(?:fahren|fliegen|sind|geht)", r"(?:fahren|fliegen) (?:wir )?(?:sonst|normalerweise|immer|meist\w*)",
    r"(?:sind|waren) (?:wir|ich) (?:schon|bereits|oft)", r"ces dernieres annees", r"d'habitude",
    r"on va (?:toujours|souvent)",
    r"(?:en )?los ultimos anos", r"(?:siempre|normalmente) vamos", r"solemos ir", r"nos ultimos anos", r"costumamos ir",
    r"(?:de|in de) (?:laatste|afgelopen) jaren", r"(?:gaan|zijn) (?:we |wij )?(?:altijd|meestal|normaal)",
    r"\w+ anni fa", r"(?:ci )?siamo (?:gia )?(?:stat|andat|rientrat)\w",
    r"abbiamo (?:gia )?(?:fatto|visto|visitato)", r"l'ultima volta", r"eravamo",
    r"(?:no )?ano passado", r"ha \w+ (?:anos?|meses)", r"fomos", r"estivemos", r"(?:ja )?fizemos", r"da ultima vez",
    r"ja fui",
    r"vorig jaar", r"afgelopen (?:jaar|zomer|winter|keer)", r"\w+ jaar geleden", r"waren we", r"vorige keer",
    r"geweest",
    r"zijn we (?:al )?\w* geweest", r"hadden we", r"hebben we (?:al|in)",
)  # fmt: skip
_OTHERS = words(
    r"(?:a |my |our |some )?(?:friends?|colleagues?|neighbours?|mates?) (?:in|from|of mine|got|went|who|said|"
    r"recommended|told)",
    r"(?:who|she|he|they|(?:my|our) \w+) (?:went|have been|has been|flew|visited|did|booked)",
    r"(?:der|die|er|sie) (?:\w+ )?(?:war|waren|flog) (?:\w+ )?(?:in|auf|nach)", r"qui (?:est|sont|etai\w+) alle\w*",
    r"que (?:fue|fueron|estuvo|estuvieron)", r"che (?:e|sono|era) (?:stat|andat)\w+", r"que (?:foi|foram|esteve)",
    r"die (?:\w+ )?(?:was|waren|ging\w*) (?:in|naar|op)",
    r"(?:freunde?|freundin|nachbarn?|kollegen?|kollegin) (?:in|aus|von|haben|hat|war|waren)",
    r"(?:des |nos |mes )?ami\w* (?:sont|ont|qui|de|a)", r"un\w* amig\w+ (?:en|de|nos|me|fue|que)",
    r"(?:nostri|dei|miei) amici", r"amig\w+ (?:foi|foram|disse|que mora)", r"vrienden? (?:in|uit|van|zijn|waren)",
)  # fmt: skip
_EVENT = words(
    r"(?:get|getting|got|be|being) (?:married|hitched)", r"tie the knot", r"tying the knot",
    r"(?:our|the|my|'s) wedding", r"nous marions", r"nous nous marions",
    r"(?:unsere )?hochzeit (?:ist|findet|in)", r"heiraten", r"ci sposiamo", r"nos casamos",
    r"(?:a gente )?casa(?:mos|remos)",
    r"(?:wird|werde|werden)(?= am \d)", r"(?:turns?|turning|will be) (?:\d\d|fifty|sixty|seventy|eighty|"
        r"ninety)(?= on )",
    r"(?:geburtstag|birthday) (?:ist|is|falls?|fallt)", r"(?:birthday|geburtstag)(?= (?:on|am) )",
    r"(?:anniversaire|cumpleanos|compleanno|aniversario|verjaardag) (?:est|es|e|is|cae|cade)",
    r"(?:cumple|cumplo|compie|compio|faz|faco|fete|fetera|wordt|word)(?= (?:\w+ ){0,2}(?:\d\d|anos|anni|ses|jaar)\b)",
    r"nous marions", r"trouwen (?:we|wij)?", r"notre mariage", r"nuestra boda", r"il nostro matrimonio",
)  # fmt: skip
_HOME = words(
    r"(?:i|we)(?: both)? (?:live|work|teach)", r"(?:we're|we are|i'm|i am) (?:based|from|living)", r"based in",
    r"wohnen", r"wohne", r"wohnhaft", r"habit(?:ons|e|ant)", r"viv(?:o|imos)", r"abit(?:o|iamo)", r"mor(?:o|amos)",
    r"woon", r"wonen", r"(?:offices?|buro|filiale|sede|kantoor) (?:in|a|te|at)",
)  # fmt: skip
# A sum is no year: "under £1900", "2000 euros".
_YEAR = re.compile(
    r"(?<![\d./£$€-])(?<![£$€] )(?:19[5-9]|20\d)\d(?![\d/-]|[.,]\d|\s?(?:€|£|\$|eur|euros?|pounds?|dollars?|chf|"
    r"usd|gbp|pp|p\.p|per|pro)(?!\w))"
)
_CONDITIONAL = re.compile(r"wär|hätt", re.IGNORECASE)  # "wir wären zu viert" looks like a past once it is flat
_EVENT_REACH = 45  # characters after "getting married": "... in Charleston on November 28"
_JOIN = re.compile(r"\s(?:and|und|et|y|e)\s")


@dataclass
class Clause:
    start: int
    end: int
    sentence: int  # number of its sentence
    aside: bool = False  # in brackets: shares what is said of the clause before
    past: bool = False
    others: bool = False
    home: bool = False
    event: tuple[int, int] = (0, 0)

    @property
    def elsewhere(self) -> bool:
        return self.past or self.others


@dataclass
class Clauses:
    """The clauses of a text in order; `at` finds the one around a place."""

    rows: list[Clause] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._starts = [row.start for row in self.rows]

    def at(self, position: int) -> Clause:
        return self.rows[max(bisect_right(self._starts, position) - 1, 0)]

    def sentence(self, position: int) -> tuple[int, int]:
        """Offsets of the whole sentence around a place."""
        number = self.at(position).sentence
        low = bisect_right(self._starts, position) - 1
        high = low
        while low > 0 and self.rows[low - 1].sentence == number:
            low -= 1
        while high + 1 < len(self.rows) and self.rows[high + 1].sentence == number:
            high += 1
        return self.rows[max(low, 0)].start, self.rows[high].end


def split(text: Text, year: int) -> Clauses:
    """Cut and judge. `year`: of the message; an earlier year named in a clause makes it an earlier trip."""
    rows: list[Clause] = []
    start, sentence, depth = 0, 0, 0
    for cut, ends_sentence, mark in _cuts(text):
        rows.append(_judge(text, Clause(start, cut, sentence, aside=depth > 0), year))
        depth = 0 if ends_sentence else max(depth + (mark == "(") - (mark == ")"), 0)
        start, sentence = cut, sentence + ends_sentence
    rows.append(_judge(text, Clause(start, len(text.flat), sentence, aside=depth > 0), year))
    _share(rows)
    return Clauses(rows)


def _cuts(text: Text) -> list[tuple[int, bool, str]]:
    cuts = {match.end(): (True, "") for match in _STOP.finditer(text.flat) if not _inside(text, match)}
    for match in _COMMA.finditer(text.flat):
        cuts.setdefault(match.end(), (False, match[0]))
    return [(position, *cuts[position]) for position in sorted(cuts)]


def _inside(text: Text, stop: re.Match[str]) -> bool:
    """A full stop of an abbreviation, not of a sentence."""
    before = max(0, stop.start() - 8)
    if stop[0] != "." or not _ABBREVIATION.search(text.flat, before, stop.start()):
        return False
    if not _MAY_END.search(text.flat, before, stop.start()):
        return True
    following = text.flat[stop.end() : stop.end() + 8].strip()[:1]
    if following.isdigit() or following in {"€", "£", "$"}:
        return True
    figure = text.flat[before : stop.start()].endswith(("max", "min"))  # "grand max. pas de ...": no figure, so an end
    return not figure and following.isalpha() and not _starts_upper(text, stop.end())


def _starts_upper(text: Text, position: int) -> bool:
    words = re.compile(r"\s*").match(text.flat, position)
    return text.capitalised(words.end() if words else position)


def _judge(text: Text, clause: Clause, year: int) -> Clause:
    flat, start, end = text.flat, clause.start, clause.end
    earlier = any(int(match[0]) < year for match in _YEAR.finditer(flat, start, end))
    clause.past = earlier or any(not _conditional(text, match) for match in _PAST.finditer(flat, start, end))
    clause.others = bool(_OTHERS.search(flat, start, end))
    clause.home = bool(_HOME.search(flat, start, end))
    if event := _EVENT.search(flat, start, end):
        joined = _JOIN.search(flat, event.end(), min(end, event.end() + _EVENT_REACH))
        clause.event = (event.start(), joined.start() if joined else min(end, event.end() + _EVENT_REACH))
    return clause


def _conditional(text: Text, match: re.Match[str]) -> bool:
    return bool(_CONDITIONAL.search(text.raw[slice(*text.original(*match.span()))]))


def _share(rows: list[Clause]) -> None:
    """Brackets belong to what stands before them: "last time (Jersey, 2023, never again)"."""
    for index, row in enumerate(rows):
        if not row.aside or index == 0 or rows[index - 1].sentence != row.sentence:
            continue
        row.past = row.past or rows[index - 1].past
        if row.past and rows[index - 1].aside:
            rows[index - 1].past = True
