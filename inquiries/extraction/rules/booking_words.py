"""Words of people who have booked: their papers, what goes wrong on the way, complaints. Seven languages, flat.

Where two words together mean something ("the driver" and "did not come"), each half has its own list and `near` joins
them: a list of things and a list of what befalls them say more than all their pairs could.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator

from inquiries.extraction.rules.text import words

BOOKED = words(
    r"(?:the|my|our) [a-z]+ booking",
    r"(?:my|our|your|the|this|re|about)\s+(?:existing |current |above |upcoming )?(?:booking|"
    r"reservation)(?!\.com)",
    r"booking (?:ref\w*|number|no|confirmation|id|code)",
    r"cancel (?:my|our|the|this) (?:\w+ )?(?:booking|trip|holiday|reservation|flights?|hotel|tour)", "e-?tickets",
    r"boarding pass\w*", "hotel vouchers?", "change fee", "(?:meine|unsere|die|der|zur|meiner|unserer) buchung",
    "buchungs(?:nummer|bestatigung|nr)", r"\w*storniere?n?", "stornierung", "stornokosten", r"umbuch\w+",
    "reiseunterlagen", "(?:ma|notre|votre|la) reservation", "numero de (?:reservation|dossier)",
    r"annuler (?:ma|notre|la|mon|le) \w+", "(?:billets? electroniques?|e-billets?)", "carnet de voyage",
    "(?:mi|nuestra|la|su|una) reserva", "(?:numero|localizador|codigo|n[uº]) de reserva",
    r"(?:cancelar|anular) (?:mi|nuestra|la|el) \w+",
    "(?:la (?:mia|nostra) |la |numero di |codice (?:di )?)?prenotazione",
    r"(?:disdire|annullare|cancellare) (?:la|il) \w+", "(?:minha|nossa|a minha|a nossa) reserva",
    "(?:numero|codigo) d[ae] reserva", r"cancelar (?:a|o) (?:minha |nossa |meu |nosso )?\w+",
    "(?:mijn|onze|de) (?:boeking|reservering)", "boekings(?:nummer|bevestiging)",
    "(?:boeking|reis|reservering) annuleren", "reisbescheiden", "reserva",
    r"(?:booking|buchungs?|boekings?|reserverings?|reservation|reservierungs?)[- ]?(?:nr|nummer|no|num|number|code|"
    r"ref\w*)",
    "(?:our|my|your) (?:vouchers?|e-?tickets?|itinerary)",
    r"(?:unser\w*|mein\w*) (?:vouchers?|tickets?|reise(?:unterlagen|plan))",
    "(?:nos|mes) (?:vouchers?|billets?|bons)", "(?:nuestros|mis) (?:bonos|billetes)",
    "(?:i nostri|i miei) (?:voucher|biglietti)", "(?:onze|mijn) (?:vouchers?|tickets?|boeking)",
    "(?:os nossos|os meus) (?:vouchers?|bilhetes)", "(?:numero )?(?:di )?pratica", "(?:numero de )?expediente",
    "localizador",
)  # fmt: skip
# The same words where nothing is booked yet.
NOT_BOOKED = words(
    "make (?:a|the|our|my) (?:booking|reservation)", "(?:before|for|without) (?:the |a )?booking",
    "free cancellation", "quiero reservar", "hacer (?:la|una) reserva", "fazer (?:a|uma) reserva",
    "fare una prenotazione", "assurance annulation", "seguro de cancelacion", "sin reserva", "reserva natural",
    "die buchung (?:vornehmen|machen)", "una reserva",
)  # fmt: skip
# What somebody who has booked holds or waits for ...
_PAPERS = (
    "(?:e-?)?tickets?", "vouchers?", "documents?", "paperwork", "confirmations?", "itinerar(?:y|ies)", "invoices?",
    "boarding pass(?:es)?", r"\w*unterlagen", r"\w*tickets?", "gutscheine?", r"\w*bestatigung(?:en)?", r"\w*papiere",
    "bordkarten?", "rechnung", "billets?", "bons?", "papiers", "convocation", "carnet", "billetes?", "bonos?",
    "documentacion", "documentos", "pasajes?", "confirmacion", "factura", "bigliett[oi]", "document[oi]", "conferma",
    "bilhetes?", "passagens", "confirmacao", "reisbescheiden", "bevestiging", "instapkaarten?", "reisdocumenten",
    "papieren",
)  # fmt: skip
# ... and has not, or has wrong.
_NOT_HERE = (
    "(?:not|n't|never) (?:yet )?(?:received?|got|arrived?|come|had|here)",
    "have (?:not|n't) (?:yet )?(?:received|had|got)", "still (?:waiting|missing|no|have no|haven'?t)",
    "yet to receive", r"(?:nothing|no \w+) (?:has )?(?:arrived|come)", "where (?:are|is) (?:our|my|the)",
    "when (?:do|will|can) (?:we|i) (?:get|receive)", "missing", "resend", r"send (?:\w+ )?again",
    r"(?:noch )?(?:nicht|nichts|kein\w*) (?:\w+ )?(?:erhalten|bekommen|gekommen|angekommen|da)",
    r"noch (?:nicht|kein\w*|nichts)", r"wo (?:bleib\w+|sind|ist)", "wann (?:bekommen|erhalten|kommen|kriegen)",
    "fehl(?:t|en)", "warten? (?:noch |immer )+auf", r"(?:pas|rien|jamais) (?:encore |toujours )?(?:recu\w*|eu)",
    "toujours (?:pas|rien)", "pas encore", r"quand (?:recevr\w+|aur\w+)", "manquent?",
    r"(?:no|nada) (?:\w+ ){0,3}(?:recibi\w*|llegado|llega\w*)", "aun no", "todavia no",
    r"cuando (?:recib\w+|llega\w*)", "faltan?", r"non (?:\w+ ){0,3}(?:ricevut\w|arrivat\w)",
    "ancora (?:non|nulla|niente)", r"quando (?:ricev\w+|arriv\w+)", "manca(?:no)?",
    r"(?:nao|nada) (?:\w+ ){0,3}(?:receb\w+|cheg\w+)", "ainda (?:nao|nada)", r"quando (?:receb\w+|cheg\w+)",
    r"(?:niet|niks|niets|geen) (?:\w+ ){0,3}(?:ontvangen|gekregen|binnen)", "nog (?:niet|geen|niets|niks)",
    r"wanneer (?:krijg\w+|ontvang\w+)", "ontbre(?:ekt|ken)", r"misspel\w+", r"spelled wrong\w*",
    "wrong (?:name|date|hotel|spelling|flight|room)", r"falsch\w*", r"erron\w+", r"errad\w+", r"sbagliat\w+",
    r"verkeerd\w*", "mal escrito", r"mal orthographi\w+",
)  # fmt: skip
# What a journey consists of ...
_ON_THE_WAY = (
    "flights?", "planes?", "airlines?", "trains?", "transfers?", "drivers?", "taxi", "bus", "coach", "ferry", "ship",
    "connections?", r"connecting \w+", "guides?", "reps?", "representative", "hotels?", r"reception\w*", "rooms?",
    "luggage", "baggage", "suitcases?", "bags?", "(?:rental|hire) (?:car|desk)", "car", "desk", "check-?in", "gate",
    "flug", "fluge", "flieger", "flugzeug", "airline", "zug", r"anschlus\w*", "fahrer", "abholung", "shuttle",
    "fahre", "schiff", r"reiseleit\w+", "zimmer", "rezeption", "gepack", "koffer", "mietwagen", "vol", "vols",
    "avion", "chauffeur", "navette", "correspondance", "bagages?", "valises?", "chambres?", "accueil", "bateau",
    "vuelos?", "tren", "traslado", "conductor", "chofer", "maletas?", "equipaje", "habitacion(?:es)?", "recepcion",
    "guia", "barco", "volo", "voli", "aereo", "treno", "autista", "navetta", r"bagagli\w*", r"valigi\w+", "camer[ae]",
    "albergo", "traghetto", "voos?", "comboio", "trem", "motorista", "malas?", "bagagem", "quartos?", "rececao",
    "recepcao", "vlucht(?:en)?", "vliegtuig", "trein", "koffers?", "bagage", "kamers?", "receptie", "gids",
    r"air-?con\w*", "pool", "shower", "heating", r"klimaanlage", "dusche", "heizung", "piscine", r"clim\w*", "douche",
    "piscina", "aire", "ducha", "doccia", "ar condicionado", "airco", "zwembad", r"app?artement\w*", "apartments?",
    r"abhol\w*", "pick-?up", "recogida", r"ophaal\w*", "prelievo", "arrivals",
)  # fmt: skip
# ... and what goes wrong with it.
_WRONG = (
    "cancell?ed", "delay(?:ed|s)?", "missed",
    r"(?:not|n't|never|hasn'?t|didn'?t) (?:\w+ )?(?:arrived?|come|came|shown?|turned up|here|there)",
    r"(?:is|are|was|were)(?: not|n\'t) working", "(?:did not|didn't|doesn't) work",
    r"funktionier\w+ (?:\w+ )?nicht", r"(?:marchai\w+|fonctionnai\w+|marche|fonctionne) pas",
    r"(?:no|nao|non) funciona\w*",
    r"(?:non|no) funziona\w*", r"werk(?:te|t|ten) (?:\w+ )?niet",
    "(?:was|waren|war) (?:groen|gruen|grun|green|smerig|schmutzig)",
    "(?:can|could)(?:not|n'?t| not) find (?=our|us|my)",
    "(?:nobody|no one) (?:is|was|came|has|there|here|showed|picks?|answers?)", "no[- ]show", "lost", "stuck",
    r"strand\w+", "stolen", "over-?booked", r"(?:won'?t|refus\w+|denied)", "broken", "out of order", "filthy",
    "dirty", r"mou?ld\w*", r"cockroach\w*", "bed ?bugs", "turned away", "standing (?:at|in|here|outside)",
    r"waiting (?:at|here|since|outside|for \d+|\d+)", r"verspat\w+", r"verpas\w+", "gestrichen", r"annullier\w+",
    "storniert", "ausgefallen",
    r"(?:nicht|niemand|kein\w*) (?:\w+ )?(?:da|gekommen|angekommen|hier|gefunden|erschienen|mehr)",
    r"findet? (?:unser|mein)\w* (?:\w+ ){0,2}nicht", r"(?:schaffen|erreichen|kriegen) (?:[\w:.]+ ){0,7}nicht",
    "verloren", "(?:ist|sind) weg", "gestohlen", "uberbucht", "(?:im|in) stau", "sitzen fest",
    "warten (?:hier|seit|schon|auf|am)", "dreckig", r"schimmel\w*", "defekt", "kaputt", r"annule\w*", r"retard\w*",
    r"(?:ai|avons|a) (?:rate|manque)\w*", r"perdu\w*", r"bloque\w*", r"coince\w*", r"(?:ete|a) vole\w*",
    r"surbook\w+", r"(?:pas|personne|rien) (?:\w+ ){0,2}(?:la|arrive\w*|venu\w*|trouve\w*)",
    r"(?:on|nous|j\') ?attend\w*(?= (?:depuis|encore|toujours|a|au|ici|devant))", "en panne", r"cancelad\w+",
    r"cancelar\w*", r"cancelaram\S*", r"retras\w+", "perd(?:imos|ido|i)", r"perdid\w+", r"robad\w+",
    r"(?:no|nadie) (?:\w+ ){0,3}(?:llegado|llega|aparece\w*|aparecido|esta|encuentran|viene|venido)", "esperando",
    r"tirad\w+", r"suci\w+", r"averiad\w+", r"sobrevend\w+", r"annullat\w+", r"cancellat\w+", r"ritard\w+",
    "pers[oaie]", r"smarrit\w+", r"rubat\w+", r"bloccat\w+",
    r"(?:non|nessuno) (?:\w+ ){0,3}(?:arriva\w*|trovano|c'e|presenta\w*|venut\w+)", "aspettando",
    r"aspettiamo (?:da|qui|in|al)\b", r"sporc\w+", "rott[oa]", r"atras\w+", "perd(?:emos|ido|i)", r"roubad\w+",
    r"(?:nao|ninguem) (?:\w+ ){0,3}(?:cheg\w+|aparece\w*|encontram|veio|esta)", "a espera", r"estragad\w+",
    "geannuleerd", r"vertrag\w+", "vertraagd", "gemist", "missen", "kwijt", "gestolen", "overboekt",
    r"(?:niet|niemand) (?:\w+ ){0,3}(?:gekomen|aangekomen|op komen dagen|gevonden|hier|verschenen)",
    "staan (?:hier|nu|al|te wachten)", "wachten (?:al|hier|op|nu)", "vies", "kapot", "in de file",
    "no (?:room|booking|reservation)s? for us", r"kein\w* (?:zimmer|reservierung|buchung) fur uns",
    r"pas de (?:chambre|reservation)\w* pour nous",
    r"no (?:hay|tienen|tenemos) (?:habitacion|reserva)\w* (?:para|a) nosotros",
    "nessuna (?:camera|prenotazione) per noi", r"nenhum\w? (?:quarto|reserva) para nos",
    "geen (?:kamer|reservering) voor ons", "niemand (?:da|hier|gekommen|kommt)", "nadie (?:aqui|en)",
    "personne (?:n'est|ne|ici|a l'accueil)", "nessuno (?:qui|e venuto)", "ninguem (?:aqui|veio|apareceu)",
)  # fmt: skip
COMPLAINT = words(
    r"complain\w*", "(?:make|file|lodge|raise) a (?:formal )?complaint", "(?:a|full|partial|our|my|the) refund",
    "refunded", r"(?:demand|expect|want|claim|request\w*) (?:\w+ )?(?:refund|compensation|apology)", "compensation",
    "(?:letter of )?apology", r"(?:deeply |very |so |really |extremely )?disappoint\w+", "unacceptable",
    r"disgrace\w*", r"reklam\w+", "erstattung", r"beschwer\w+", "entschadigung", r"schadenersat\w+", r"enttausch\w+",
    "unzumutbar", "frechheit", r"reisemangel\w*", "minderung", "remboursement", r"rembours\w+", "reclamation",
    r"dedommage\w+", "inadmissible", r"decu\w*", r"reembolso\w*", r"reclamacion\w*", r"indemniza\w+", "inaceptable",
    r"decepcion\w*", "hoja de reclamaciones", r"rimbors\w+", "reclamo", r"risarciment\w+", "inaccettabile",
    r"delus\w+", "reclamac(?:ao|oes)", "inaceitavel", r"desiludid\w+", r"decepcionad\w+", r"klacht\w*",
    r"terugbetal\w+", "vergoeding", "schadevergoeding", "teleurgesteld", "onacceptabel",
)  # fmt: skip
# A question before leaving; with SOON it is about a trip that is booked.
PRACTICAL = words(
    "passports?", "(?:baggage|luggage) allowance", "hand luggage", "check-?in", "seats?", "terminal",
    "pick(?:ed)?-? ?up (?:time|point)", "visa", r"reisepas\w*", r"ausweis\w*", "freigepack", "handgepack",
    "einchecken", r"sitzplat\w+", "abholzeit", "visum", "passeports?", "bagages?", "enregistrement", "sieges?",
    "pasaportes?", "equipaje", "facturar", "asientos?", "visado", "passaport[oie]", r"bagagli\w*", "visto", "bagagem",
    r"paspoort\w*", "bagage", "inchecken", "stoelen",
)  # fmt: skip
SOON = words(
    r"(?:we|i)(?:'re| are|'m| am)? (?:leav\w+|fly\w*|depart\w*|travel\w*|go(?:ing)?|off) (?:\w+ )?(?:tomorrow|"
    r"today|tonight|in (?:\w+ )?(?:days?|hours?|weeks?)|on \w+day|this \w+day|next \w+|with you)",
    r"(?:wir|ich) (?:flieg\w+|reis\w+|fahr\w+|start\w+) (?:\w+ ){0,2}(?:morgen|heute|ubermorgen|in \w+ tagen|"
    r"am \w+tag|mit (?:ihnen|euch))",
    r"(?:nous part\w+|on part|je pars|nous decoll\w+) (?:\w+ ){0,2}(?:demain|aujourd'hui|dans \w+ jours?|lundi|"
    r"mardi|mercredi|jeudi|vendredi|samedi|dimanche|avec vous)",
    r"(?:salimos|viajamos|volamos|nos vamos|salgo|viajo) (?:\w+ ){0,2}(?:manana|hoy|en \w+ dias|dentro de \w+ dias|"
    r"el \w+|con vosotros|con ustedes)",
    r"(?:partiamo|parto|voliamo) (?:\w+ ){0,2}(?:domani|oggi|(?:fra|tra) \w+ giorni|lunedi|martedi|mercoledi|"
    r"giovedi|venerdi|sabato|domenica|con voi)",
    r"(?:partimos|viajamos|embarcamos|vamos|viajo|embarco) (?:\w+ ){0,2}(?:amanha|hoje|daqui a \w+ dias|"
    r"em \w+ dias|na \w+|no \w+|convosco|com voces)",
    r"(?:we|wij|ik) (?:vertrek\w*|vlieg\w*|gaan|reizen) (?:\w+ ){0,2}(?:morgen|vandaag|overmorgen|over \w+ dagen|"
    r"maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|met jullie)",
    r"vertrek is (?:de|op|morgen)\b", "abflug ist", "departure is (?:on|tomorrow|today)",
)  # fmt: skip
HAVE_BOOKED = words(
    "(?:we|i)(?:'ve|'d| have| had) (?:already |actually )?(?:booked|paid|reserved)(?! (?:the |our |"
    "my )?(?:flights?|time|leave|holidays?))",
    "(?:we|i) (?:booked|paid)(?= (?:with|through|for|you|a|the|two|half))",
    r"(?:hatten|haben|habe|hatte) (?:\w+ ){0,6}(?:gebucht|bezahlt|reserviert|angezahlt)",
    r"(?:nous avi?ons|j'avais|on avait|on a|j'ai) (?:\w+ ){0,4}(?:reserve|paye|regle)\w*",
    r"(?:hemos|habiamos|tenemos|tengo|he) (?:\w+ ){0,4}(?:reservad\w+|pagad\w+|contratad\w+)",
    r"(?:abbiamo|avevamo|ho|avevo) (?:\w+ ){0,4}(?:prenotat\w+|pagat\w+|versat\w+)",
    r"(?:temos|tinhamos|tenho|ja) (?:\w+ ){0,4}(?:reservad\w+|pag[oa]s?|marcad\w+)",
    r"(?:hadden|hebben|had|heb) (?:\w+ ){0,6}(?:geboekt|betaald|gereserveerd)",
)  # fmt: skip

type Pair = tuple[re.Pattern[str], re.Pattern[str]]

PAPERS = words(*_PAPERS)
PAPERS_MISSING: Pair = (PAPERS, words(*_NOT_HERE))
GONE_WRONG: Pair = (words(*_ON_THE_WAY), words(*_WRONG))

_REACH = 50  # characters between the two halves
_SENTENCE = re.compile(r"[.!?](?=\s)|\n\s*\n")


def near(pair: Pair, flat: str, *, reach: int = _REACH) -> Iterator[tuple[int, int]]:
    """Where a word of each list stands close to one of the other, in one sentence: offsets of both together."""
    first, second = pair
    others = [match.span() for match in second.finditer(flat)]
    starts = [start for start, _ in others]
    for match in first.finditer(flat) if others else ():
        close = bisect_left(starts, match.start() - 2 * reach)
        for start, end in others[close : close + 8]:
            low, high = min(match.start(), start), max(match.end(), end)
            gap = max(match.start() - end, start - match.end())
            if 0 <= gap <= reach and not _SENTENCE.search(flat, low, high):
                yield low, high
                break
