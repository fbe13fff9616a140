"""Words for travellers in seven languages, in flat spelling, as pattern sources."""

import re
from functools import cache

ADULT = (
    r"(?:adults?|ads?(?!\w)|adlts?|adts?|aduls?|adulds?|adultes?|adult[oi]s?|adulti|adultas?|"
    r"erwachsenen?r?|erw(?!\w)\.?|"
    r"volwassenen?|grown-?ups?|volw(?!\w)\.?|"
    r"(?:members? of )?staff|teachers?|lehrer(?:innen)?|lehrkrafte|begleitpersonen|accompagnateurs|accompagnants|"
    r"professeurs|"
    r"profesores|acompanantes|insegnanti|accompagnatori|begeleiders|docenten|professores|"
    # Grown men and women, where the word says so.
    r"(?:wo)?men|ladies|gentlemen|gents|frauen|manner|herren|damen|femmes|hommes|mujeres|hombres|senoras|senores|"
    r"donne|uomini|signore|signori|mulheres|homens|senhoras|senhores|vrouwen|mannen|dames|heren|"
    # People at work who travel for it.
    r"colaborador[ea]s|collaborateurs|collaboratori|nurses|engineers|consultants|managers|executives|ingenieure?)"
)
CHILD = (
    r"(?:child(?:ren)?|childs|childrens|childern|chd(?!\w)|chld(?!\w)|kids?|kidz|kiddies|kiddos?|toddlers?|infants?|"
    r"bab(?:y|ies)|little ones?|little (?:brother|sister)s?|youngsters?|teen(?:ager)?s?|tweens?|"
    r"kind(?:er|ern)?|kids|kinds|kleinkind(?:er|ern)?|kleine[nr]?|babys|sauglinge?|teenies?|jugendliche[nr]?|"
    r"enfants?|enf(?!\w)\.?|ados?|adolescents?|bebes?|nourrissons?|gamins?|gamines?|gosses?|"
    r"ninos?|ninas?|hij[oa]s?|peques|pequenos|pequenas|chavales|adolescentes?|criaturas?|"
    r"bambin[oiae]|figli[oae]?|neonat[oi]|ragazzin[oiae]|adolescenti|piccolin[oiae]|"
    r"criancas?|filh[oa]s?|filhot[ea]s?|miud[oa]s?|menin[oa]s?|pequen[oa]s?|adolescentes|"
    r"kinderen|kindjes?|kids|kleuters?|peuters?|pubers?|tieners?|jongens?|jongetjes?|meisjes?|meiden|kleintjes?|"
    r"baby'tjes?|"
    r"pupils|students|schuler(?:innen)?|schulern|eleves|collegiens|lyceens|alumnos|alumnas|alunos|studenti|alunni|"
    r"leerlingen|"
    r"madchen|jungs|jungen|buben?|sohne?n?|sohn|tochter(?:n)?|girls?|boys?|sons?|daughters?|lad|lil ones?|"
    r"twins|triplets|zwillinge[n]?|drillinge|jumeaux|jumelles|fils|filles?|garcons?|fillettes?|"
    r"gemelos|gemelas|mellizos|mellizas|gemelli|gemelle|gemellini|gemeos|gemeas|tweeling|drieling|"
    r"dochters?|zoon|zonen|zoontjes?|dochtertjes?|"
    r"grand(?:children|child|kids?|sons?|daughters?)|"
    r"enkel(?:kinder|kindern|kind|sohne?|tochter)?|enkeln|petits-enfants|petite-fille|petit-fils|nietos?|nietas?|"
    r"nipotini|nipotin[oae]|nipoti|netos?|netas?|"
    r"kleinkinderen|kleinkind|kleinzoon|kleindochter|"
    r"nephews?|nieces?|neffen?|nichten?|neveux?|sobrin[oa]s?|sobrinh[oa]s?|neefjes?|nichtjes?|baby's|"
    r"petite?s?(?=\s+de\s+\d)|nen[ea]s?|crios?|hermanit[oa]s?|fratellin[oi]|sorellin[ae]|irmaozinho|"
    r"irmazinha|broertjes?|zusjes?|bimb[oiae]|bimbett[oiae]|bebe's)"
)
# Shorthand for a baby in one language, for breakfast in another.
_SHORT_CHILD = {"fr": "|bb|bbs|enfs?", "it": "|bb", "pt": "|cca|crc|chd", "de": "|ki|kd|kdr", "nl": "|kd|knd"}
_NO_CHILD = {
    "es": ("sons?", "lad"),  # "son": are
    "fr": ("sons?", "lad"),  # "son": his
    "it": ("kleine[nr]?",),
}


@cache
def child(language: str) -> str:
    """The words for children in a language, English ones beside them."""
    source = CHILD
    for word in _NO_CHILD.get(language, ()):
        source = source.replace(f"|{word}|", "|")
    return source[:-1] + _SHORT_CHILD.get(language, "") + ")"


PAIRS = (
    r"(?:twins|zwillingen?|jumeaux|jumelles|gemelos|gemelas|mellizos|mellizas|gemelli|gemelle|gemellini|gemeos|"
    r"gemeas|"
    r"tweeling)"
)
PERSON = (
    r"(?:people|peoples|persons?|pax|ppl|peeps|heads|souls|travell?ers?|passengers|guests|adults and children|"
    r"personen|leute|leut|leit|reisende[nr]?|"
    r"personnes|voyageurs|pers(?!\w)\.?|personas|"
    r"viajeros|pasajeros|persone|viaggiatori|passeggeri|pessoas|viajantes|passageiros|mensen|reizigers|passagiers|"
    r"man|mann|of us|of you|"
    r"friends|mates|pals|buddies|besties|girlfriends|"
    r"lads|lasses|chaps|blokes|fellas|chums|"
    r"freunde[n]?|freundinnen|kumpels?|madels?|jungs|copains|copines|potes|mecs|nanas|amis|amies|amigos|amigas|"
    r"colegas|chicas|chicos|chavales|"
    r"tios|tias|companeros|companeras|amici|amiche|ragazze|ragazzi|"
    r"vrienden|vriendinnen|meiden|gozers|raparigas|rapazes|malta|gajos|galera|"
    r"colleagues|kollegen|kolleginnen|"
    r"collegues|colleghi|colleghe|collega's|participants|teilnehmer(?:innen)?|teilnehmende|members|mitglieder[n]?|"
    r"delegates|attendees|guys|parishioners|retraites|retraitees|rentner(?:innen)?|pensionare|"
    r"pensionistas|jubilad[oa]s|"
    r"pensionati|reformados|aposentados|gepensioneerden|retirees|pensioners|"
    r"pilgrims|employees|coworkers|co-workers|seniors|senioren|mitarbeiter\w*|pelerins|salaries|employes|invites|"
    r"participants|adherents|"
    r"peregrinos|empleados|trabajadores|feligreses|asistentes|participantes|invitados|pellegrini|dipendenti|"
    r"partecipanti|parrocchiani|soci|ospiti|"
    r"funcionarios|convidados|romeiros|fieis|medewerkers|deelnemers|genodigden|gaste|gasten|leden|"
    r"players|spieler|joueurs|jugadores|giocatori|jogadores|spelers|singers|sanger(?:innen)?|golfers|skiers|divers|"
    r"taucher|cyclists|radler)"
)
# Somebody with us who is no child. Two at once: parents.
RELATIVE = (
    r"(?:wife|wifey|husband|hubby|hubbie|hubs|missus|mrs|missis|spouse|partner(?:in)?|girlfriend|boyfriend|gf|bf|"
    r"fiancee?|"
    r"mum|mom|mommy|mummy|mother|mam|ma|dad|daddy|father|"
    r"sister(?:-in-law)?|brother(?:-in-law)?|sis|bro|friend|mate|buddy|pal|bestie|best friend|colleague|coworker|"
    r"boss|assistant|carer|"
    r"mother-in-law|father-in-law|son-in-law|daughter-in-law|flatmate|roommate|"
    r"aunt(?:ie)?|uncle|cousin|grandmother|grandma|gran|granny|nan|nana|"
    r"grandad|grandpa|grandfather|"
    r"frau|mann|mannes|ehefrau|ehemann|gatte|gattin|freundin|freund|verlobten?r?|lebensgefahrt(?:e|in)|mutter|mutti|"
    r"vater|mama|papa|"
    r"schwester|bruder|schwager|schwagerin|schwiegersohn|schwiegertochter|tante|onkel|cousine|kollegin|kollege|"
    r"nachbarin|nachbar|"
    r"schwiegermutter|schwiegervater|oma|opa|grosmutter|grosvater|"
    r"femme|mari|epouse|epoux|compagne|compagnon|conjointe?|cheri|cherie|copine|copain|fiancee?|"
    r"mere|pere|maman|soeur|frere|belle-mere|beau-pere|belle-soeur|beau-frere|tante|oncle|cousine?|grand-mere|"
    r"grand-pere|mamie|papi|ami|amie|"
    r"collegue|voisine?|"
    r"mujer|esposa|esposo|marido|senora|novi[oa]|pareja|madre|padre|mama|mami|papi|"
    r"herman[oa]|suegr[oa]|cunad[oa]|ti[oa]|prim[oa]|abuel[oa]|amig[oa]|companer[oa]|"
    r"moglie|marito|compagn[ao]|fidanzat[ao]|ragazz[ao]|mamma|babbo|sorella|fratello|suocer[ao]|cognat[ao]|zi[oa]|"
    r"cugin[oa]|nonn[oa]|amic[oa]|collega|"
    r"mulher|namorad[oa]|noiv[oa]|companheir[oa]|mae|pai|irma|"
    r"irmao|sogr[oa]|cunhad[oa]|prim[oa]|avo|amig[oa]|"
    r"vrouw|man|echtgeno(?:ot|te)|partner|vriendin|vriend|verloofde|moeder|vader|mam|pap|zus|zusje|broer|schoonzus|"
    r"zwager|tante|oom|nicht|neef|"
    r"schoonmoeder|schoonvader|other half|better half|significant other)"
)
PARENTS = (
    r"(?:parents|folks|in-laws|mum and dad|mom and dad|mum & dad|eltern|schwiegereltern|grosseltern|groseltern|"
    r"grandparents|"
    r"beaux-parents|grands-parents|padres|suegros|"
    r"genitori|suoceri|papas|viejos|pais|sogros|ouders|schoonouders|grootouders|nonni|abuelos|avos)"
)
SELF = r"(?:me|myself|i|ich|mich|mir|moi|je|yo|mi|io|eu|mim|ik|mij)"


def me(language: str) -> str:
    """The writer; "i" is "the" in Italian."""
    return SELF.replace("|i|", "|") if language == "it" else SELF


YOU = r"(?:you|he|she|her|him|er|sie|lui|elle|el|ella|lei|ele|ela|hij|zij)"
MINE = (
    r"(?:my|our|his|her|their|the|mein\w*|unser\w*|die|der|das|mon|ma|mes|notre|nos|le|la|les|mis?|nuestr[oa]s?|el|"
    r"los|las|i|gli|lo|os|as|il mio|la mia|i miei|"
    r"le mie|mio|mia|miei|nostr[oaie]|i nostri|il|o meu|a minha|meus?|minhas?|os meus|noss[oa]s?|a|o|mijn|onze|ons|"
    r"het|de|a|an|"
    r"ein\w*|une?|una?|um|uma|een|me|sein\w*|ihr\w*|son|sa|ses|sua?|seu|zijn|haar)"
)
WITH = r"(?:with|w|w/|mit|avec|con|com|met|bring|bringing|take|taking)"
COUPLE = (
    r"(?:(?:married |retired )?couples?|paare|ehepaare|parejas|matrimonios|coppie|casais|koppels|"
    r"stellen|echtparen|paerchen|parchen)"
)
ALONE = (
    r"(?:just me|only me|on my own|by myself|for myself|it'?s me only|solo (?:travell?ers?|travelers?|"
    r"trip|holiday)|a single (?:person|guest|passenger)|"
    r"(?:travel\w*|go|going|fly\w*) (?:solo|alone)|single travell?ers?|"
    r"ich reise allein\w*|(?:reise|fahre|fliege|mochte|will|wurde) (?:ich )?(?:gern )?(?:ganz )?allein\w*|"
    r"nur (?:ich|fur mich)|alleinreisend\w*|als alleinreisende\w*|je (?:pars|voyage|serai|suis) seule?|(?:toute?|"
    r"voyage[rz]?|partir) seule?|"
    r"viajo sol[oa]|voy sol[oa]|viajar sol[oa]|solo para mi|yo sol[oa]|viaggio da sol[oa]|da sol[oa]|solo io|"
    r"viajo sozinh[oa]|vou sozinh[oa]|viajar sozinh[oa]|so eu|so para mim|"
    r"ik reis alleen|alleen ik|(?:reis|ga|reizen) alleen|alleenreizend\w*|in mijn eentje|"
    r"(?<=[.!,]\s)(?:sola|seule?|sozinh[oa]|allein|alone|alleen)(?=[.!,]))"
)
TWO_OF_US = (
    r"(?:the two of us|two of us|2 of us|both of us|us both|us two|us 2|we 2|for two|a couple|(?:married |elderly |"
    r"young |older )couple|couple(?=\s*(?:with|and|plus|[+,]))|ehepaar|(?:ein )?paar(?=\s+(?:mit|und|[+]))|"
    r"(?:um )?casal|(?:un )?matrimonio(?=\s+(?:con|y|mas))|una pareja|pareja(?=\s+(?:con|y|mas))|una coppia|"
    r"coppia(?=\s+(?:con|e|piu))|un couple|"
    r"couple(?=\s+(?:avec|et|plus))|een (?:koppel|stel)|(?:uns|wir) (?:beiden?|zwei|2)|ihr (?:beide|zwei)|"
    r"zu zweit|zu zweien|(?:uns|wir) zwoa|"
    r"(?:nous|on est) (?:deux|2)|tous les (?:deux|2)|toutes les deux|en couple|en amoureux|en duo|(?:nosotr[oa]s|"
    r"los|las) (?:dos|2)|en pareja|"
    r"(?:noi|in) (?:due|2)|a due|tutti e due|in coppia|"
    r"(?:nos|os|as) (?:dois|duas|2)|a dois|em casal|nos ambos|ons (?:twee|tweeen|2|beiden)|(?:met )?z'n tweeen|"
    r"(?:wij|we) (?:beiden|tweeen|twee|2)|we two|fur zwei|pour deux|"
    r"para dos|per due|voor twee)"
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
# Beside a figure: what may not stand before it, whose they are, and what only a room or a table holds.
OPEN_GROUP = r"(?<![\w.,/:£$€-])"
POSSESSED = re.compile(
    r"\b(?:my|me|our|mis|mes|mein\w*|unsere|miei|mie|minhas|meus|mijn|with|mit|avec|con|com|met)\s+$"
)
ROOM_FOR = re.compile(
    r"\b(?:room|zimmer|chambre|habitacion|camera|quarto|kamer|table|drinks?|dives?|nights?|weeks?)\s+$"
)
