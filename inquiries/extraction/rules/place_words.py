"""The words around a place that say what it is named for, in seven languages, in flat spelling."""

import re

# Between a preposition and its place: articles and small words.
_THE = r"(?:\s+(?:the|der|die|das|dem|den|la|le|les|el|los|las|il|lo|gli|o|a|os|as|de|do|da|dos|das|del|della|het|our|"
_THE += r"city|airport|flughafen|aeroport|aeropuerto|aeroporto|luchthaven|old|beautiful|sunny|lovely)){0,3}"
_NO_ARTICLE = r"(?<!\w)(?!(?:no|na|nos|nas|ao|do|im|am|ins|zum|zur|al|nel\w*|sul\w*)\s+$)"
_BEFORE_FROM = (
    r"(?:from|ex|flying out of|fly out of|out of|departing|depart|leaving|ab|abflug(?:hafen)?:?|von|aus|depuis|"
    r"(?:au )?depart (?:de|d'|du):?|partant d[eu]|en partance d[eu]|desde|sal\w+ d[eo]s?|partiendo de|saindo d[eo]|"
    r"a partir d[eo]|partindo d[eo]|partenza(?: da)?:?|vanaf|vanuit|uit|des de|vertrek(?:kend)?(?: van| vanaf)?:?|"
    r"departure:?|"
    r"(?:starting|originating|departs|leaves)(?: in| at| from)?|start(?:punkt|ort)?(?: in)?:|abfahrt(?: ab| in|"
    r" von)?:?|"
    r"anreise (?:aus|ab|von)|(?:salida|saida|origen|origem|origine|origin|herkunft|depart|from|von|desde|da|van):)"
)
# With a bracket: "from bh (Belo Horizonte)".
FROM = re.compile(rf"(?<!\w){_BEFORE_FROM}{_THE}[\s:\-']+(?:\w{{2,12}}\s*\()?$")
# These also mean "of": the journey starts there only where a departure or a flight is spoken of just before.
OF = re.compile(rf"(?<!\w)(?:de|du|do|da|dal|dall|dalla|van|d){_THE}[\s']+$")
BARE_FROM = re.compile(r"[,;.]\s+(?:de|da|do|du|d')\s*$")  # "..., de Lisboa, ..."
LEAVE = re.compile(
    r"\b(?:depart\w*|part(?:ons|ez|ent|irons|irions|ira|irait|ait)|on part|je pars|vols?|vuelos?|voos?|voli|volo|"
    r"partir\w*|partida|partenza|partiremmo|sal(?:ida|imos|ir\w*)|"
    r"said\w*|ida|avion|volar|"
    r"viajar|voar|volare|decoll\w+|sair|despeg\w+|decolar|embarc\w+|vluchten|vlucht|vliegen|"
    r"vertrek\w*|partiamo|passagens?|train|zug|trein|aereo|traghetto|ferry|"
    r"(?:on|nous|wir|we|wij) (?:vient|venons|kommen|come|komen)|veniamo|venimos|pullman|treno|auto|"
    r"macchina|voiture|route|car|bus|autocar|descend\w*|coche|tren|carro|comboio|onibus|fietsen|"
    r"boot|veerboot|rijden|viaje|viagem|viaggio|voyage|reis)\b[^.!?]{0,70}$"
)
ITALIAN_FROM = re.compile(rf"(?<!\w)(?:da|dall|dalla){_THE}[\s']+$")
TRANSFER = re.compile(
    r"\b(?:transfers?|shuttle|pick(?:ed)? ?up|collect\w*|navettes?|traslados?|navetta|trasferimento|abholung|taxi|"
    r"ophalen)\b"
    r"[^.!?\n]{0,40}(?<!\w)(?:from|at|von|vom|ab|aus|depuis|de|d'|du|desde|da|dal|do|vanaf|van)\s*(?:the\s+|l'|"
    r"la\s+|el\s+)?$"
)
# A car is taken over where the plane lands, wherever that one leaves from.
CAR_FROM = re.compile(
    r"\b(?:(?:rental|hire|rented) cars?|car (?:rental|hire)|miet(?:wagen|auto)|leihwagen|voiture de location|"
    r"location de voiture|coche de alquiler|alquiler de coche|auto a noleggio|noleggio auto|"
    r"carro (?:de aluguer|alugado)|aluguer de carro|huurauto)\s+"
    r"(?:from|at|ab|von|in|depuis|a|de|desde|en|da|em|vanaf|op)\s+(?:the\s+)?$"
)
DISTANCE = re.compile(
    r"\b(?:hours?|hrs?|minutes?|mins?|km|miles|far|away|stunden?|minuten|heures?|horas?|ore|uur|e-?mail|friend|letter|"
    r"call)\s+(?:\w+\s+)?(?:from|von|de|da|van)\s+(?:the\s+)?$"
)
VIA = re.compile(
    r"\b(?:(?:stop ?-?(?:over|ping)?|layover|connection|connecting|changing|zwischenstopp|escale|"
    r"escala|scalo|tussenstop|correspondance)"
    r"\s+(?:in|at|a|en|em|auf|op)|via|uber|ueber|en passant par|passando per|with a stop in|umsteigen "
    r"in)\s+(?:the\s+)?$"
)
_NO = (
    r"(?:not|no|never|without|nicht|kein\w*|nie|statt|anstatt|ohne|pas|sans|jamais|plutot que|sin|nada de|en vez de|"
    r"niente|non|senza|invece (?:di|che)|nao|sem|em vez d[eo]|geen|niet|nooit|ni|nor|neither|in plaats van|instead "
    r"of|rather than|except|"
    r"apart from|avoid|forget|leave out|leaving out|remove|scrap|cut out|laissez tomber|quita\w*|suprim\w+|togli\w*|"
    r"schrap\w*|streich\w*|anything but|ausser|vergiss|vergessen sie|olvida|dimentica|esquece|vergeet|skip|"
    r"oubliez|don'?t)"
)
REFUSED = re.compile(rf"(?<!\w){_NO}(?:[\s,]+(?!nur\b|only\b|seulement\b|solo\b|so\b|alleen\b)[\w']+){{0,3}}[\s']+$")
PORTUGUESE_IN = re.compile(r"\bno\b")  # "no Mediterraneo" refuses nothing
REFUSED_LIST = re.compile(
    r"\b(?:not into|not interested in|no interest in|not keen on|nicht interessiert an|no nos interesan?|pas "
    r"interesses? par|"
    r"(?:one\s+more|another|noch ein\w*|encore un\w*)\s+(?:person|word|brochure|mensch|wort|personne|mot)|"
    r""
    r"don'?t care (?:if|whether)|egal ob|peu importe|no importa si)\b[^.!?;\n]*$"
    r"|\b(?:(?:we|i) already know|wir kennen|conocemos ya|ya conocemos|on connait|nous connaissons|conosciamo gia|"
    r"ja conhecemos)"
    r"\b[^.!?;,\n]{0,40}$"
)
HARBOUR = re.compile(
    r"\b(?:sails?|sailing|leaves|departs|ablegt|appareille|zarpa|salpa|vertrekt)\s+(?:from|von|ab|de|desde|da|"
    r"vanuit)\b[^.!?\n]*$"
)
SOMEBODY_THERE = re.compile(
    r"^\s+(?:reckons?|says?|said|told|recommend\w*|thinks?|lives?|meint|sagt|schwarmt|dit|habite|dice|vive|zegt|"
    r"woont|mora|diz)\b"
)
UNSURE = re.compile(
    r"\b(?:why not|pourquoi pas|warum nicht|perche no|por que no|waarom niet|not sure|can'?t decide|no preference|"
    r"undecided|"
    r"don'?t (?:mind|care|know)|not (?:only|just|(?:bothered|fussed)(?! about))|no idea|nicht sicher|pas (?:sur|"
    r"seulement)|no se si|non so se)\b"
)
REFUSED_AFTER = re.compile(
    r"^[^.!?;\n]{0,12}?(?:\b(?:muss|brauchen wir|kommt|mochten wir|wollen wir)\s+(?:wirklich\s+)?nicht\b|"
    r"\bnot\s+(?:required|req'?d|needed|interested|for us|again)|\bno nos (?:interesa|apetece)|\bne nous "
    r"(?:interesse|tente)|"
    r"\bnon ci interessa|\bnao (?:nos )?interessa|\bhoeft niet|\bliever niet|\blieber nicht|\b(?:no|nein|non|nee),?\s+"
    r"(?:thanks|danke|merci|gracias|grazie|obrigad[oa])|^\s*(?:lo |la )?dejamos\b|\bpara otra (?:vez|ocasion)|"
    r"\banother time|"
    r"\bein andermal|\bpour une autre fois|\bper un'altra volta|\bvoor een andere keer|^\s*(?:nao|nein|nee|no|"
    r"non)\s*(?:[,.;!]|$|xq|porque|perche|car\b|weil|because)|"
    r"^[^.!?;\n,]{0,14}\b(?:konnen|kann man|(?:we |you |i )?can|could|on peut|pouvons|podemos|se puede|possiamo|si puo|"
    r"kunnen|kan) (?:(?:wir|we|ja|auch|ook|gern|gerne|happily|safely|easily|ruhig|ich|i|very) )*(?:auslassen|"
    r"uberspringen|"
    r"sparen|skip|miss|leave out|do without|laisser tomber|zapper|sauter|saltar\w*|omitir|saltare|tralasciare|pular|"
    r"dispensar|overslaan)\b|"
    r"^[^.!?;\n,]{0,30}\b(?:gestreikt|streik\w*|on strike|strikes?|(?:en|fait) greve|huelga|sciopero|staking|"
    r"gestaakt)\b|"
    r"\bis out\b|\bnever again\b|\bis a nightmare\b|^[^.!?;\n,]{0,12}\b(?:is|are|ist|est|es|e)\s+(?:a\s+|ein\s+|"
    r"un\s+|een\s+)?"
    r"(?:no|nein|non|nee|nao|off|raus|fuera)\b|\b(?:weglassen|streichen|weglaten|schrappen|fallt (?:weg|raus)|"
    r"valt af)\b|"
    r"^[^.!?;\n,]{0,14}\b(?:kenn\w+ (?:wir|ich)|(?:we|i) (?:already )?know|(?:lo |la |li |le )?conosc\w+|(?:ya |"
    r"lo |la )+conoc\w+|"
    r"(?:on |nous |je )?(?:connait|connaissons|connais)|(?:ja )?conhec\w+|kennen (?:we|wij))\b)"
)
ENDS_IN_NOT = re.compile(r"\b(?:nicht|niet)(?:\s+(?:mehr|wieder|meer|weer|auch))?[\s.!,]*$")
_TOWARDS = (
    r"(?:to|in|into|on|at|around|visit|nach|auf|im|am|an|ins|zur|zum|in die|fur|for|a|au|aux|en|dans|sur|"
    r"vers|pour|para|pra|bis|hasta|jusqu'a|fino a|ate|tot|towards?|prefer\w*|visit\w*|see|maybe|perhaps|either|"
    r"entweder|vielleicht|"
    r"peut-etre|soit|quizas?|forse|talvez|misschien|considering|between|zwischen|entre|tussen|tra|besuchen|"
    r"bezoeken|vedere|conocer|"
    r"por|al|alla|alle|allo|ad|nel\w*|sul\w*|per|em|no|na|nos|nas|ao|naar|op|voor|do|see|by|or|and|of|ist|is|"
    r"destination:?|reiseziel:?|"
    r"destino:?|destinazione:?|bestemming:?|where:?|wohin:?|ziel:?|ort:|lieu:|lugar:|ou:|dove:|adonde:|onde:|waar:|"
    r"waarheen:)"
)  # fmt: skip
TOWARDS = re.compile(rf"(?<!\w){_TOWARDS}{_THE}\s+$")
# In English these are other words than in the languages where they lead to a place: "a split system".
WE_DO = re.compile(r"\b(?:we|i|you|to|lets|let's|fancy) do(?:ing)?\s+$")
NO_ENGLISH = frozenset(["a", "an", "am", "do", "no", "per", "for", "or", "and", "of", "is"])
# Few towns have an article: "in den Bergen", "no natal" are none.
TOWARDS_TOWN = re.compile(rf"{_NO_ARTICLE}{_TOWARDS}\s+$")
AIRPORT_AFTER = re.compile(r"^[\s-]*(?:international\s+)?(?:airport|flughafen|luchthaven)\b|^\s*\(\s*[a-z]{3}\s*\)")
AIRPORT_BEFORE = re.compile(
    r"\b(?:airport|flughafen|aeroport|aeropuerto|aeroporto)(?:\s+(?:of|von|d[eio]|di|do))?\s+(?:d')?$"
)
JOINED = re.compile(
    r"^(?:\s*\(?\s*\d{1,2}\s*(?:nights?|nachte|nuits|noches|notti|noites|nachten|n|x)?\.?\s*\)?)?"
    r"[\s,/&+\-]*(?:and|or|und|oder|et|ou|puis|y|o|u|e|ed|en|of|first then|zuerst dann|then|dann|"
    r"sowie|dan|plus|as well as|and "
    r"then)?[\s,/&+\-(]*$"
)
# Right before two towns side by side: "vols paris bangkok", "flug muc-bkk".
FLIES = re.compile(
    r"\b(?:flights?|vols?|fluge?|vuelos?|vol[oi]|voos?|vluchten|vlucht|trains?|zug|tren|treno|comboio|"
    r"trem|trein|bus|billets?|"
    r"tickets?|billetes?|biglietti|passage(?:m|ns)|route|airfares?|fares?)\s*:?\s*$"
)
ROUTE = re.compile(r"^\s*(?:to|nach|naar|->|-->|→|-|a|a)\s*$")
MEANINGLESS = re.compile(r"\b(?:hotel|embassy|consulate|airways|airlines?)\s*$")
# A person is called so: "J. London", "Mr London".
PERSON_BEFORE = re.compile(
    r"(?:(?<![\w.])[a-z]\.|\b(?:mr|mrs|ms|miss|herrn?|mme|mlle|monsieur|senora?|sra?|sig(?:nora?|ra)?|dhr|mevr|"
    r"mw)\.?)[ ]$"
)
# The age of somebody who is called like a place: "Iona 7 and Tom".
AGE_AFTER = re.compile(r"\s*\(?(?:1[0-7]|\d)\)?(?=\s*(?:,|and\b|&|und\b|et\b|y\b|e\b|en\b|\)|[.\n]|$))")

# "I write from", "we are from": where they live; the journey starts there only where nothing else is said.
LIVES = re.compile(
    r"\b(?:writ\w+|schreib\w*|ecri\w+|escrib\w+|scriv\w+|escrev\w+|schrijf\w*|greetings|grusse?|saludos|saluti|"
    r"groet\w*|"
    r"(?:i|we|you)(?:'m| am|'re| are)|soy|somos|sono|siamo|suis|sommes|bin|sind|ben|zijn|sou|komm\w+|kom\w*|"
    r"veng\w+|ven[ho]\w*|viens|venons)"
    r"\s+(?:(?:you|to you|ihnen|euch|vous|le|les|vi|u|jullie|wir|ich|we|ik|both|all|originally|a family)\s+){0,2}$"
)
# The way home, where it leads to the sender's own country.
BACK = re.compile(
    r"\b(?:back|home|return\w*|zuruck|heim|heimreise|ruckflug|retour\w*|rentr\w+|vuelta|regres\w+|volver\w*|"
    r"ritorn\w+|rientr\w+|"
    r"tornare|volta|regresso|terug\w*|huis)\b[^.!?\n]{0,25}$"
)
PREFERS = re.compile(r"\b(?:prefer\w*|rather|lieber|besser|plutot|mejor|meglio|melhor|liever|better)\b[^.!?;\n]{0,60}$")
THAN = re.compile(
    rf"^\s*(?:to|over|than|rather than|instead of|als|statt|que|qu'|plutot que|a|al|alla|aux?|antes que|do que|dan|"
    rf"boven){_THE}[\s']*$"
)
FIGURES = re.compile(
    r"\s*,\s*(?:\d|(?:one|two|three|ten|a|eine?|zwei|une|deux|una?|dos|due|uma?|duas|een|"
    r"twee)\s+\w+(?:ght|cht|eek|oche|uit|aine|ana|otti|oite)\w*)"
)
# "from Hull if there is one, else Leeds"
ELSE = re.compile(
    r"\b(?:otherwise|or else|else|failing that|sonst|ansonsten|sinon|si no|altrimenti|senao|anders)(?:\s+(?:from|"
    r"ab|von|de|depuis|desde|da|vanaf|in))?\s+$"
)
# Of some who come along: where the others come from is not told.
SOME = re.compile(
    r"\b(?:half|some|most|many|others|(?<!\d )(?:people|guests)|everyone|halfte|einige|manche|moitie|"
    r"certains|mitad|algunos|meta|alcuni|"
    r"metade|alguns|helft|sommigen?)\b[^.!?\n]{0,30}$"
)
# Between two towns to start from: "Hull if poss, Leeds", "Leeds would be ideal but I'd drive to Hull".
EITHER = re.compile(
    r"\s*(?:or|oder|ou|o|of|/)\s*|\s*(?:,?\s*(?:if (?:poss\w*|we can)|ideally|preferably|wenn moglich|am liebsten|"
    r"si possible|"
    r"si es posible|se possibile|se possivel|als het kan|liefst)|\s+(?:would be|ware|waere|serait|seria|sarebbe|"
    r"zou)\s[^.!?\n,;]{2,30}?)"
    r"(?:\s*,?\s*(?:but|otherwise|else|or|aber|sonst|oder|sinon|mais|ou|pero|si no|o|altrimenti|ma|senao|maar|"
    r"anders|of)"
    r"[^.!?\n,;]{0,24}|\s*,)\s*"
)
OR = re.compile(r"^\s*,?\s*(?:or|oder|ou|o|of)\s+(?:\w+\s+)?$")
BETWEEN = re.compile(r"\b(?:between|zwischen|entre|tra|fra|tussen)\s+$")
_MOVES = (
    r"fl(?:y|ying|ies|ights?|ug|uge|ieg\w*)|hinflug|planes?|trains?|bus|buses|coach\w*|ferr(?:y|ies)|driv\w+|"
    r"depart\w*|leav\w+|arriv\w+|zuge?|"
    r"bahn|fahre?n?|fahrt|abflug|fahre|vols?|avion|partir|partons|voiture|navette|vuelos?|volar|tren|coche|salir|"
    r"salimos|vol[oi]|"
    r"volare|treno|traghetto|pullman|partiamo|partenza|voos?|voar|comboio|onibus|partida|saida|vluchten|vlucht|"
    r"vliegen|trein|veerboot|"
    r"vertrek\w*|airfares?|fares?|tickets?|one[- ]way|round[- ]?trip"
)
MOVES = re.compile(rf"\b(?:{_MOVES})\b[^.!?\n]{{0,60}}$")
MOVES_AFTER = re.compile(rf"^\s+(?:{_MOVES})\b")
TRAVELS = re.compile(
    rf"\b(?:{_MOVES}|go|going|travel\w*|trips?|holidays?|vacation|hotels?|rooms?|stay\w*|nights?|weekends?|weeks?|"
    rf"visit\w*|car|auto|eigen\w*|"
    r"reis\w*|urlaub|wollen|mochten|zimmer|nachte?|wochenende|woche|aller|allons|voyage\w*|sejour|hebergement|"
    r"nuits?|week-?end|semaine|"
    r"viaj\w+|ir|vamos|alojamiento|habitacion|noches?|finde|semana|andare|viaggi\w*|soggiorno|camere?|notti|settimana|"
    r"viag\w+|hospedagem|alojamento|noites?|gaan|willen|verblijf|kamers?|nachten|week|place|guest ?house|b&b)\b"
)
INTO = re.compile(
    r"(?<!\w)(?:to|in|into|near|around|nach|bei|a|au|en|ad|em|naar|nabij|vers|cerca de|pres de|vicino a|perto de)\s+$"
)
# "von" and the like may belong to a person as well: "the mail von Braun".
OF_SOMEBODY = re.compile(r"(?<!\w)(?:von|de|d'|d|da|do|di|van|uit|from)\s*$")
# "du côté de Carnac": near it, not from it.
NEAR_IT = re.compile(
    r"\b(?:cote|pres|autour|environs|region|alentours|cerca|alrededor(?:es)?|zona|area|provincia|isla|ile|isola|"
    r"ilha|costa|lago|lac|lake|"
    r"vicino|perto|regiao|ciudad|ville|citta|cidade|centro|centre|nord|sud|norte|sur|sul|norden|suden|omgeving|"
    r"north|south|city|"
    r"east|west|este|oeste|est|ouest|ovest)\s+(?:de|d'|du|da|do|di|del|della|dell'|des|dos|van|von)(?:\s+(?:la|le|"
    r"los|las|el))?\s*'?$"
)
