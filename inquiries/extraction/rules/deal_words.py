"""What is said once a trip is sold: it is paid, called off, moved, put right. Seven languages, flat; pairs for `near`.

A journey is sold where it is the sender's ("our trip to Kenya", "la viagem que comprei") and something is done to it,
or where money for it is under way. "A trip" is still to be made.
"""

from inquiries.extraction.rules.booking_words import PAPERS, Pair
from inquiries.extraction.rules.text import words

_JOURNEY = (
    r"(?:(?:\w+[- ])?(?:trips?|holidays?|vacation|tours?|cruises?|flights?|safari|stay|travel|break|honeymoon|journey)|"
    r"\w*(?:reise|urlaub|flug|fluge|kreuzfahrt|rundreise|aufenthalt|ferien)|"
    r"voyages?|sejour|vols?|croisiere|circuit|vacances|viajes?|vuelos?|crucero|vacaciones|estancia|"
    r"viaggi\w*|vacanz[ae]|vol[oi]|crociera|soggiorno|viagem|viagens|voos?|cruzeiro|ferias|estadia|"
    r"reis|vakantie|vlucht(?:en)?|rondreis|verblijf)"
)
_JOURNEY_OF_OURS = (
    rf"(?:our|my) (?:\w+ ){{0,2}}{_JOURNEY}",
    rf"(?:unsere?[nrs]?|meine?[nrs]?) (?:\w+ ){{0,2}}{_JOURNEY}",
    rf"(?:notre|nos|mon|ma|mes) (?:\w+ )?{_JOURNEY}",
    rf"(?:nuestr[oa]s?|mi|mis) (?:\w+ )?{_JOURNEY}",
    rf"(?:nostr[oaie]|mi[oae]|miei) (?:\w+ )?{_JOURNEY}",
    rf"(?:noss[oa]s?|minhas?|meus?) (?:\w+ )?{_JOURNEY}",
    rf"(?:onze|ons|mijn) (?:\w+ )?{_JOURNEY}",
    # With the article it is ours where it is called off.
    r"(?:the|el|la|le|il|lo|l'|o|a|de|den|die|das) (?:viaje|voyage|sejour|viaggio|vacanza|viagem|reise?|urlaub)",
    rf"(?:{_JOURNEY}) (?:that |which )?(?:we|i)(?:'ve| have)? (?:booked|bought|paid)",
)
# To call it off, put it off or give it to somebody else.
_CALLED_OFF = (
    r"cancel\w*", "postpone[ds]?", "call (?:it |this )?off", "reschedul\\w+", "rebook\\w*", "pull out",
    "(?:move|shift|push|change|bring) (?:it|this|the (?:dates?|names?)|everything)(?: back| forward)?",
    "change (?:the )?(?:names?|dates?|passengers?)", "swap (?:a |the )?(?:name|passenger)s?", "name change",
    "(?:won't|will not|can't|cannot|can no longer|unable to|not|n't) (?:be able to )?(?:go|travel|fly|make it|come)\\b",
    "absagen", "abzusagen", "stornier\\w*", "verschieben", "verschoben", "verlegen", "umbuch\\w*",
    "(?:nicht|leider nicht) (?:\\w+ )?(?:antreten|reisen|fliegen|mitfliegen|mitkommen)",
    "annuler", "annule\\w*", "reporter", "decaler", "repousser", "modifier (?:la date|les dates|le nom)",
    "(?:ne (?:pouvons|pourrons|pourrai|peux)|empech\\w+)",
    "cancel[oa]\\w*", "anul\\w+", "aplaz\\w+", "posponer", "retrasar",
    "(?:cambiar|modificar) (?:el nombre|las? fechas?|los? nombres?)", "no (?:podemos|podremos|puedo|podre) (?:ir|viajar)",
    "disdire", "annullare", "cancellare", "rinviare", "posticipare", "spostare",
    "(?:cambiare|modificare) (?:il nome|le date|la data|i nomi)", "non (?:possiamo|potremo|posso) (?:piu )?partire",
    "adiar", "remarcar", "reagendar", "desmarcar", "(?:alterar|mudar|trocar) (?:a data|as datas|o nome|os nomes)",
    "nao (?:podemos|vamos poder|posso|vou poder) (?:ir|viajar)",
    "annuleren", "verzetten", "uitstellen", "omboeken", "(?:naam|datum|data) (?:wijzigen|veranderen|aanpassen)",
    "niet (?:meer )?(?:mee|gaan|reizen|vliegen)",
)  # fmt: skip
CALLED_OFF: Pair = (words(*_JOURNEY_OF_OURS), words(*_CALLED_OFF))
# Extras and papers for a journey that is fixed.
_EXTRAS = (
    "(?:hold |checked |extra |more )?(?:luggage|baggage|bags?)", "seats?(?: together)?", "check(?:ed)?[- ]?in",
    "(?:vegetarian|vegan|halal|kosher|special|gluten[- ]free) meals?", "meals?", "(?:wheelchair )?assistance",
    "passports?", "apis", "terminal", "allerg\\w+", "(?:hand|auf)?gepack\\w*", r"sitzplat\w+", "kindersitz",
    "(?:vegetarisch|vegan)\\w*", r"\w*allergie", "(?:reise)?pas\\w*", "bagages?", "valises?", "sieges?", "repas",
    "fauteuil roulant", "allergi\\w+", "maletas?", "equipaje", "asientos?", "menu (?:vegetariano|especial)",
    "pasaportes?", "alergi\\w+", "bagagli\\w*", "posti (?:vicini|a sedere)", "pasto", "passaport\\w", "malas?",
    "bagagem", "lugares", "assentos?", "refeic\\w+", "koffers?", "bagage", "stoelen", "maaltijd\\w*", "paspoort\\w*",
    r"\w*-?allergie",
)  # fmt: skip
_JOURNEY_FIXED = (
    rf"(?:our|my) (?:\w+ )?{_JOURNEY}",
    rf"(?:unser|mein)\w* (?:\w+ )?{_JOURNEY}",
    *_JOURNEY_OF_OURS[2:7],
    "(?:we|i) (?:travel|fly|leave|go) (?:\\w+ ){0,4}with you",
    "(?:wir|ich) (?:fliegen|reisen|fahren) (?:\\w+ ){0,4}mit (?:ihnen|euch)",
)
EXTRAS: Pair = (words(*_JOURNEY_FIXED), words(*_EXTRAS))
# What is paid before a journey ...
_MONEY = (
    r"deposit", r"(?:\w+ )?balance", r"(?:\w+ )?instal?lments?", r"(?:final|second|last) payment", r"(?:vat )?receipts?",
    r"\w*anzahlung", r"\w*restzahlung", r"restbetrag", r"schlus+zahlung", r"rate", r"(?:reise)?rechnung",
    r"l'acompte", r"acompte", r"le solde", r"arrhes", r"factures?", r"la senal", r"el (?:resto|deposito|anticipo)",
    r"anticipo", r"senal", r"segundo pago", r"facturas?", r"acconto", r"l'acconto", r"il saldo", r"saldo", r"caparra",
    r"fattura", r"sinal", r"o (?:resto|restante)", r"entrada", r"pix", r"parcela", r"fatura", r"nota fiscal",
    r"aanbetaling", r"restbetaling", r"restant", r"factuur", r"transferencia", r"bonifico", r"virement", r"invoice",
)  # fmt: skip
# ... and what becomes of it.
_PAID = (
    r"(?:i|we)(?:'ve| have| had)? (?:just |already )?(?:paid|sent|transferred|settled|made)", r"received?", r"due",
    r"come through", r"gone through", r"arrived", r"when (?:is|do|must|does)", r"how (?:do|can) (?:i|we) pay",
    r"for (?:the|my|our) (?:trip|holiday|tour|booking|flights?|cruise|stay)", r"(?:does not|doesn't|not) match",
    r"uberwiesen", r"bezahlt", r"gezahlt", r"eingegangen", r"erhalten", r"fallig", r"angekommen",
    r"(?:andern|korrigieren|falsch|stimmt nicht)", r"wann (?:ist|mus|muss)", r"(?:regle|paye|verse|vire)[se]*", r"recue?",
    r"la reception", r"quand", r"(?:de|pour) (?:notre|mon|le|la) (?:voyage|sejour|reservation|circuit)",
    r"(?:he|hemos|hice|hicimos|ya) (?:\w+ )?(?:hecho|pagado|transferido|la transferencia)", r"pagad[oa]", r"recibid[oa]",
    r"cuando (?:hay que|tengo|se)", r"(?:del|de la) (?:viaje|reserva|estancia)",
    r"(?:de )?(?:nuestra|nuestro|mi) (?:viaje|reserva)", r"(?:ho|abbiamo) (?:\w+ )?(?:versato|pagato|fatto|inviato)",
    r"ricevut[oa]", r"quando (?:si|devo|dobbiamo)", r"del (?:viaggio|soggiorno)", r"(?:ja )?(?:fiz|paguei|transferi)",
    r"recebid[oa]", r"receberam", r"quando (?:tenho|pago|vence)", r"da (?:viagem|reserva)",
    r"(?:overgemaakt|betaald|ontvangen|binnen|voldaan)", r"wanneer (?:moet|is)", r"van (?:de|onze) (?:reis|boeking)",
)  # fmt: skip
PAYMENT: Pair = (words(*_MONEY), words(*_PAID))
# Bought from us, whatever is asked now.
SOLD = words(
    r"(?:won't|will not|(?:are|am|'re|'m) no longer) (?:be )?able to (?:go|travel|come|fly)", r"(?:we're|we are|i'm|i am) due to (?:fly|travel|leave|go)",
    r"(?:booked|bought|paid)(?: \w+){0,7} (?:with|through|via|from) (?:you|your (?:agency|office|website|company))",
    r"(?:bei|uber|durch) (?:ihnen|euch) (?:\w+ ){0,6}(?:gebucht|gekauft|bestellt|reserviert)",
    r"(?:gebucht|gekauft)\w* (?:\w+ )?(?:bei|uber) (?:ihnen|euch)",
    r"(?:reserve|achete|pris|commande)\w* (?:\w+ ){0,5}(?:chez|avec|par|aupres de) (?:vous|votre)",
    r"(?:sejour|voyage|vols?|circuit|croisiere) (?:que |qu')(?:nous |j'|j |on )?(?:avons|ai|a)? ?(?:reserve|achete|paye)\w*",
    r"(?:compr|reserv|contrat)\w+ (?:\w+ ){0,5}(?:con|a traves de) (?:vosotr\w+|ustedes|vuestra|su agencia)",
    r"(?:viaje|vuelos?|circuito|crucero) que (?:compr|reserv|contrat|tenemos|tengo|hicimos|hice)\w*",
    r"(?:prenot|acquist|compr)at\w (?:\w+ ){0,5}(?:con|da|presso|tramite) (?:voi|vo[is]|la vostra)",
    r"(?:viaggio|volo|vacanza|crociera|transfer) che (?:abbiamo|avevamo|ho|avevo) (?:prenotato|comprato|acquistato|pagato)",
    r"(?:compr|reserv|marc)\w+ (?:\w+ ){0,5}(?:com|convosco|na sua agencia) ?(?:vcs|voces|vc|voce)?",
    r"(?:viagem|voos?|pacote|cruzeiro) q(?:ue)? (?:compr|reserv|marc|fech|fiz)\w*",
    r"(?:bij|via|door) (?:jullie|u|uw) (?:\w+ ){0,6}(?:geboekt|gekocht|gereserveerd)",
    r"geboekt (?:\w+ )?(?:bij|via) (?:jullie|u)\b",
    r"(?:the )?(?:trip|holiday|tour) (?:i|we) (?:took|had|did|made) (?:with you )?(?:in|last)",
)  # fmt: skip
# The airline moves a flight: only who has one hears of it.
MOVED = words(
    r"flights?(?: \w+){0,3} (?:has|have|had|was|were|is|been)(?: been| now| just)? (?:moved|changed|rescheduled|retimed|"
    r"cancell?ed|brought forward|put back)",
    r"(?:new|changed?) (?:flight )?times?", r"schedule change", r"(?:flug|fluge|flugzeiten?) (?:\w+ ){1,6}(?:verschoben|"
    r"verlegt|geandert|vorverlegt)", r"flugzeitenanderung", r"(?:vols?|horaires?) (?:\w+ ){0,4}(?:decale|modifie|avance|"
    r"retarde|change)e?s?", r"(?:nos|me) han (?:cambiado|movido|adelantado|retrasado|cancelado) (?:el|los) vuelos?",
    r"vuelos? (?:\w+ ){0,3}(?:cambiad|adelantad|modificad)[oa]s?",
    r"(?:ci|mi) hanno (?:spostato|cambiato|anticipato|cancellato) (?:il|i) vol[oi]",
    r"vol[oi] (?:\w+ ){0,3}(?:spostat|anticipat|modificat|posticipat)[oi]",
    r"voos? (?:\w+ ){0,3}(?:alterad|antecipad|mudad|remarcad)[oa]s?", r"(?:mudaram|alteraram|cancelaram) (?:o|os) (?:nosso |"
    r"meu )?voos?", r"vlucht(?:en)? (?:\w+ ){0,3}(?:verplaatst|gewijzigd|verschoven|vervroegd)",
)  # fmt: skip
# Of papers that are there and say it wrong; joins booking_words' list of papers.
_NOT_RIGHT = words(
    r"klopt niet", r"niet juist", r"stimmt? nicht", r"fehlerhaft", r"(?:an |one )?(?:error|mistake|typo)\b",
    r"(?:not|n't) (?:match|correct|right)", r"incorrect", r"(?:une |d')?erreur", r"ne correspond\w* pas",
    r"(?:un )?error", r"no (?:coincide|corresponde|es correct[oa])", r"(?:un )?errore", r"non (?:corrisponde|coincide)",
    r"(?:um )?erro", r"nao (?:confere|corresponde|esta cert[oa])", r"(?:een )?fout(?:je)?", r"fehler",
)  # fmt: skip
PAPERS_WRONG: Pair = (PAPERS, _NOT_RIGHT)

__all__ = ["CALLED_OFF", "EXTRAS", "MOVED", "PAPERS_WRONG", "PAYMENT", "SOLD"]
