"""Words for travellers in seven languages, in flat spelling, as pattern sources."""

ADULT = (
    r"(?:adults?|adlts?|adultes?|adult[oi]s?|adulti|adultas?|erwachsenen?r?|erw(?!\w)\.?|volwassenen?|grown-?ups?|"
    r"volw(?!\w)\.?|"
    r"(?:members? of )?staff|teachers?|lehrer(?:innen)?|lehrkrafte|begleitpersonen|accompagnateurs|accompagnants|"
    r"professeurs|"
    r"profesores|acompanantes|insegnanti|accompagnatori|begeleiders|docenten|professores)"
)
CHILD = (
    r"(?:child(?:ren)?|kids?|kiddies|toddlers?|infants?|bab(?:y|ies)|little ones?|teen(?:ager)?s?|kind(?:er|ern)?|"
    r"kleinkind(?:er)?|"
    r"enfants?|ados?|bebes?|ninos?|ninas?|hij[oa]s?|peques|bambin[oiae]|figli[oae]?|neonat[oi]|criancas?|filh[oa]s?|"
    r"miud[oa]s?|"
    r"kinderen|kindjes?|pupils|students|schuler(?:innen)?|schulern|eleves|collegiens|alumnos|alunos|studenti|alunni|"
    r"leerlingen|"
    r"madchen|jungs|jungen|sohne?|sohn|tochter(?:n)?|girls?|boys?|sons?|daughters?|lad|twins|zwillinge|jumeaux|"
    r"jumelles|fils|filles?|"
    r"gemelos|mellizos|gemelli|gemeos|tweeling|dochters?|zoon|zonen|zoontjes?|dochtertjes?|grand(?:children|kids|"
    r"son|daughter)|"
    r"enkel(?:kinder)?|petits-enfants|nietos|nipotini|netos|kleinkinderen|nephews?|nieces?|neveux?|nieces?|baby's|"
    r"nen[ea]s?|crios?|bimb[oiae]|bimbett[oiae])"
)


def child(language: str) -> str:
    """The words for children; "son" is "are" in Spanish and "his" in French."""
    return CHILD.replace("|sons?|", "|") if language in {"es", "fr"} else CHILD


PAIRS = r"(?:twins|zwillinge|jumeaux|jumelles|gemelos|mellizos|gemelli|gemeos|tweeling)"
PERSON = (
    r"(?:people|persons?|pax|ppl|travell?ers?|guests|adults and children|personen|leute|reisende|personnes|"
    r"voyageurs|pers(?!\w)\.?|personas|"
    r"viajeros|persone|viaggiatori|pessoas|viajantes|mensen|reizigers|of us|friends|mates|pals|besties|girlfriends|"
    r"lads|"
    r"freunde|freundinnen|kumpels|copains|copines|amis|amies|amigos|amigas|amici|amiche|vrienden|vriendinnen|"
    r"colleagues|kollegen|"
    r"collegues|colegas|colleghi|collega's|participants|teilnehmer|members|delegates|guys|parishioners|pilgrims|employees|seniors|mitarbeiter\w*|pelerins|salaries|peregrinos|empleados|pellegrini|dipendenti|funcionarios|medewerkers|gaste|gasten)"
)
# Somebody with us who is no child. Two at once: parents.
RELATIVE = (
    r"(?:wife|husband|hubby|hubbie|missus|spouse|partner(?:in)?|girlfriend|boyfriend|gf|bf|fiancee?|mum|mom|mother|"
    r"mam|dad|father|"
    r"sister(?:-in-law)?|brother(?:-in-law)?|friend|mate|bestie|best friend|colleague|mother-in-law|father-in-law|"
    r"aunt|uncle|cousin|grandmother|gran|nan|"
    r"grandad|grandfather|frau|mann|ehefrau|ehemann|freundin|freund|verlobten?r?|mutter|vater|mama|papa|schwester|"
    r"bruder|"
    r"schwiegermutter|schwiegervater|oma|opa|femme|mari|epouse|epoux|compagne|compagnon|conjointe?|copine|copain|"
    r"mere|pere|"
    r"soeur|frere|belle-mere|beau-pere|ami|amie|mujer|esposa|esposo|marido|novi[oa]|pareja|madre|padre|mama|"
    r"herman[oa]|suegr[oa]|amig[oa]|"
    r"moglie|marito|compagn[ao]|fidanzat[ao]|ragazz[ao]|mamma|sorella|fratello|suocer[ao]|amic[oa]|mulher|"
    r"namorad[oa]|noiv[oa]|mae|pai|irma|"
    r"irmao|sogr[oa]|vrouw|man|vriendin|vriend|moeder|vader|zus|broer|schoonmoeder|schoonvader|other half|better half)"
)
PARENTS = (
    r"(?:parents|in-laws|mum and dad|mom and dad|eltern|schwiegereltern|grosseltern|groseltern|grandparents|"
    r"beaux-parents|padres|suegros|"
    r"genitori|suoceri|pais|sogros|ouders|schoonouders|nonni|abuelos)"
)
SELF = r"(?:me|myself|i|ich|mich|mir|moi|je|yo|mi|io|eu|mim|ik|mij)"
YOU = r"(?:you|he|she|her|him|er|sie|lui|elle|el|ella|lei|ele|ela|hij|zij)"
MINE = (
    r"(?:my|our|his|her|their|the|mein\w*|unser\w*|die|der|das|mon|ma|mes|notre|nos|le|la|les|mis?|nuestr[oa]s?|el|"
    r"los|las|il mio|la mia|i miei|"
    r"le mie|mio|mia|miei|nostr[oaie]|i nostri|il|o meu|a minha|meus?|minhas?|os meus|noss[oa]s?|a|o|mijn|onze|ons|"
    r"het|de|a|an|"
    r"ein\w*|une?|una?|um|uma|een|me|sein\w*|ihr\w*|son|sa|ses|sua?|seu|zijn|haar)"
)
WITH = r"(?:with|w|w/|mit|avec|con|com|met|bring|bringing|take|taking)"
COUPLE = r"(?:couples?|paare|ehepaare|parejas|coppie|casais|koppels|stellen|paerchen)"
ALONE = (
    r"(?:just me|only me|on my own|by myself|solo travell?er|(?:travel|go|going) solo|travelling alone|traveling "
    r"alone|travelling solo|ich reise allein\w*|"
    r"nur ich|alleinreisend\w*|je (?:pars|voyage|serai) seule?|viajo sol[oa]|viaggio da sol[oa]|viajo sozinh[oa]|ik "
    r"reis alleen|alleen ik)"
)
TWO_OF_US = (
    r"(?:the two of us|two of us|both of us|us both|us two|for two|a couple|uns (?:beide|zwei)|wir (?:beide|zwei)|"
    r"zu zweit|zu zweien|"
    r"nous deux|tous les deux|en couple|en amoureux|los dos|nosotros dos|en pareja|noi due|in due|a due|in coppia|"
    r"nos dois|"
    r"a dois|em casal|ons (?:twee|tweeen)|met z'n tweeen|wij (?:beiden|tweeen)|we two|fur zwei|pour deux|para dos|"
    r"per due|voor twee)"
)
GERMAN_GROUPS = {
    "zweit": 2, "zweien": 2, "dritt": 3, "dreien": 3, "viert": 4, "vieren": 4, "funft": 5, "fuenft": 5, "funfen": 5,
    "sechst": 6, "siebt": 7, "acht": 8, "neunt": 9, "zehnt": 10,
}  # fmt: skip
DUTCH_GROUPS = {
    "tweeen": 2,
    "drieen": 3,
    "vieren": 4,
    "vijven": 5,
    "zessen": 6,
    "zevenen": 7,
    "achten": 8,
    "negenen": 9,
}
