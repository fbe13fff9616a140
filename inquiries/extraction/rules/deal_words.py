"""What is said once a trip is sold: it is paid, called off, moved, put right. Seven languages, flat; pairs for `near`.

A journey is sold where it is the sender's ("our trip to Kenya", "la viagem que comprei") and something is done to it,
or where money for it is under way. "A trip" is still to be made.
"""

from inquiries.extraction.rules.booking_words import HAVE_BOOKED, PAPERS, Pair
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
    r"cancel\w*", "postpone[ds]?", "call (?:it |this )?off", r"reschedul\w+", r"rebook\w*", "pull out",
    "(?:move|shift|push|change|bring) (?:it|this|the (?:dates?|names?)|everything)(?: back| forward)?",
    "change (?:the )?(?:names?|dates?|passengers?)", "swap (?:a |the )?(?:name|passenger)s?", "name change",
    "(?:won't|will not|can't|cannot|can no longer|unable to|not|n't) (?:be able to )?(?:go|travel|fly|make it|come)\\b",
    "absagen", "abzusagen", r"stornier\w*", "verschieben", "verschoben", "verlegen", r"umbuch\w*",
    r"(?:nicht|leider nicht) (?:\w+ )?(?:antreten|reisen|fliegen|mitfliegen|mitkommen)",
    "annuler", r"annule\w*", "reporter", "decaler", "repousser", "modifier (?:la date|les dates|le nom)",
    r"(?:ne (?:pouvons|pourrons|pourrai|peux)|empech\w+)",
    r"cancel[oa]\w*", r"anul\w+", r"aplaz\w+", "posponer", "retrasar",
    "(?:cambiar|modificar) (?:el nombre|las? fechas?|los? nombres?)",
    "no (?:podemos|podremos|puedo|podre) (?:ir|viajar)",
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
    "passports?", "visas?", "atol", r"vaccin\w+", "wi-?fi", "certificate", "paperwork", "joining instructions",
    "vegetarians?", "terminal",
    "visum", r"impf\w+", "passende steckdose", "visados?", "visti", "visto", "vistos?", r"allerg\w+",
    r"(?:hand|auf)?gepack\w*", r"sitzplat\w+", "kindersitz",
    r"(?:vegetarisch|vegan)\w*", r"\w*allergie", r"(?:reise)?pas\w*", "bagages?", "valises?", "sieges?", "repas",
    "fauteuil roulant", r"allergi\w+", "maletas?", "equipaje", "asientos?", "menu (?:vegetariano|especial)",
    "pasaportes?", r"alergi\w+", r"bagagli\w*", "posti (?:vicini|a sedere)", "pasto", r"passaport\w", "malas?",
    "bagagem", "lugares", "assentos?", r"refeic\w+", "koffers?", "bagage", "stoelen", r"maaltijd\w*", r"paspoort\w*",
    r"\w*-?allergie",
)  # fmt: skip
_JOURNEY_FIXED = (
    rf"(?:our|my) (?:\w+ )?{_JOURNEY}",
    rf"(?:unser|mein)\w* (?:\w+ )?{_JOURNEY}",
    *_JOURNEY_OF_OURS[2:7],
    r"(?:our|my) (?:hotel|flight|booking|cabin|transfer|group)",
    r"(?:zu |fur )?(?:unser|mein)\w* \w*(?:hotel|flug|urlaub|reise|kabine)",
    r"(?:notre|nos) (?:hotel|vol|transfert)",
    r"nuestro (?:hotel|vuelo)",
    r"(?:nostro|mio) (?:hotel|volo)",
    r"noss[oa] (?:hotel|voo)",
    r"(?:ons|onze) (?:hotel|vlucht)",
    r"(?:al|el|il|o|le|the|de) (?:vuelo|volo|voo|vol|vlucht) (?:del|de|di|du|van|on|no|da)",
    r"(?:we|i) (?:travel|fly|leave|go) (?:\w+ ){0,4}with you",
    r"(?:wir|ich) (?:fliegen|reisen|fahren) (?:\w+ ){0,4}mit (?:ihnen|euch)",
)
EXTRAS: Pair = (words(*_JOURNEY_FIXED), words(*_EXTRAS))
# What is paid before a journey ...
_MONEY = (
    r"deposit", r"(?:\w+ )?balance", r"(?:\w+ )?instal?lments?", r"(?:final|second|last) payment",
    r"(?:vat )?receipts?",
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
    r"(?:andern|korrigieren|falsch|stimmt nicht)", r"wann (?:ist|mus|muss)", r"(?:regle|paye|verse|vire)[se]*",
    r"recue?",
    r"la reception", r"quand", r"(?:de|pour) (?:notre|mon|le|la) (?:voyage|sejour|reservation|circuit)",
    r"(?:he|hemos|hice|hicimos|ya) (?:\w+ )?(?:hecho|pagado|transferido|la transferencia)", r"pagad[oa]",
    r"recibid[oa]",
    r"cuando (?:hay que|tengo|se)", r"(?:del|de la) (?:viaje|reserva|estancia)",
    r"(?:de )?(?:nuestra|nuestro|mi) (?:viaje|reserva)", r"(?:ho|abbiamo) (?:\w+ )?(?:versato|pagato|fatto|inviato)",
    r"ricevut[oa]", r"quando (?:si|devo|dobbiamo)", r"del (?:viaggio|soggiorno)", r"(?:ja )?(?:fiz|paguei|transferi)",
    r"recebid[oa]", r"receberam", r"quando (?:tenho|pago|vence)", r"da (?:viagem|reserva)",
    r"(?:overgemaakt|betaald|ontvangen|binnen|voldaan)", r"wanneer (?:moet|is)", r"van (?:de|onze) (?:reis|boeking)",
)  # fmt: skip
PAYMENT: Pair = (words(*_MONEY), words(*_PAID))
# Bought from us, whatever is asked now.
SOLD = words(
    r"(?:hab\w*|hatte\w*|heb|hebben|hadden) (?:\w+ ){0,6}\w*(?:reise|kreuzfahrt|urlaub|rundfahrt|"
    r"cruise|reis|vakantie) (?:\w+ ){0,3}(?:gebucht|"
    r"geboekt|bezahlt|betaald|reserviert)",
    r"(?:that |which )?(?:you|u|ye) (?:have |had )?booked (?:for )?(?:us|me|the)",
    r"que (?:nos|me) (?:reserv|compr)\w+",
    r"die (?:sie|ihr) (?:\w+ ){0,3}gebucht hab\w*", r"que vous (?:nous |m')?(?:avez|aviez) reserve\w*",
    r"(?:che|che ci) avete prenotato", r"que voces reservaram",
    r"(?:won't|will not|(?:are|am|'re|'m) no longer) (?:be )?able to (?:go|travel|come|fly)",
    r"(?:we're|we are|i'm|i am) due to (?:fly|travel|leave|go)",
    r"(?:booked|bought|paid)(?: \w+){0,7} (?:with|through|via|from) (?:you|your (?:agency|office|website|company))",
    r"(?:bei|uber|durch) (?:ihnen|euch) (?:\w+ ){0,6}(?:gebucht|gekauft|bestellt|reserviert)",
    r"(?:gebucht|gekauft)\w* (?:\w+ )?(?:bei|uber) (?:ihnen|euch)",
    r"(?:reserve|achete|pris|commande)\w* (?:\w+ ){0,5}(?:chez|avec|par|aupres de) (?:vous|votre)",
    r"(?:sejour|voyage|vols?|circuit|croisiere) (?:que |qu')(?:nous |j'|j |on )?(?:avons|ai|a)? "
    r"?(?:reserve|achete|paye)\w*",
    r"(?:compr|reserv|contrat)\w+ (?:\w+ ){0,5}(?:con|a traves de) (?:vosotr\w+|ustedes|vuestra|su agencia)",
    r"(?:viaje|vuelos?|circuito|crucero) que (?:compr|reserv|contrat|tenemos|tengo|hicimos|hice)\w*",
    r"(?:prenot|acquist|compr)at\w (?:\w+ ){0,5}(?:con|da|presso|tramite) (?:voi|vo[is]|la vostra)",
    r"(?:viaggio|volo|vacanza|crociera|transfer) che (?:abbiamo|avevamo|ho|avevo) (?:prenotato|"
    r"comprato|acquistato|pagato)",
    r"(?:compr|reserv|marc)\w+ (?:\w+ ){0,5}(?:com|convosco|na sua agencia) ?(?:vcs|voces|vc|voce)?",
    r"(?:viagem|voos?|pacote|cruzeiro) q(?:ue)? (?:compr|reserv|marc|fech|fiz)\w*",
    r"(?:bij|via|door) (?:jullie|u|uw) (?:\w+ ){0,6}(?:geboekt|gekocht|gereserveerd)",
    r"geboekt (?:\w+ )?(?:bij|via) (?:jullie|u)\b",
    r"(?:the )?(?:trip|holiday|tour) (?:i|we) (?:took|had|did|made) (?:with you )?(?:in|last)",
)  # fmt: skip
# They are there, or on the way: only who has booked is.
ON_SITE = words(
    r"(?:we|i)(?:'ve| have)? (?:just )?(?:arrived|landed|got here|checked in)", r"just (?:landed|arrived|checked in)",
    r"(?:we're|we are|i'm|i am|stood|stuck|standing|waiting) (?:here |now |still )?(?:at|in|outside) "
    r"(?:the|our) (?:hotel|airport|station|"
    r"reception|lobby|gate|port|apartment|check-?in)",
    r"(?:the )?(?:hotel|reception|airline|rental desk|driver) (?:says?|is saying|are saying|"
    r"told|refuses?|has no|have no)",
    r"(?:sind|bin|sitzen|stehen) (?:gerade |jetzt |hier |schon )*(?:angekommen|gelandet|am flughafen|"
    r"im hotel|am "
    r"bahnhof|an der rezeption|vor dem hotel)", r"(?:das )?hotel (?:sagt|behauptet|will|hat kein)",
    r"(?:nous sommes|on est|je suis) (?:\w+ )?(?:a l'hotel|"
    r"a l'aeroport|arrive\w*|a la reception|devant l'hotel)", r"(?:l')?hotel (?:dit|nous dit|pretend)",
    r"(?:estamos|estoy|acabamos de llegar|hemos "
    r"llegado) (?:\w+ )?(?:en (?:el )?(?:hotel|aeropuerto)|al hotel|en (?:la )?recepcion|ya)",
    r"(?:el )?hotel (?:dice|nos dice)", r"siamo (?:\w+ )?(?:"
    r"(?:in|all')\s?(?:aeroporto|hotel|albergo)|arrivati|atterrati|alla reception)",
    r"(?:l')?(?:hotel|albergo) (?:dice|ci dice)", r"(?:estamos|chegamos|estou) "
    r"(?:\w+ )?(?:(?:n|a)?o (?:hotel|aeroporto)|na recepcao|aqui)", r"(?:o )?hotel (?:diz|fala|esta dizendo)",
    r"(?:we|wij) (?:zijn|staan) (?:\w+ )?(?:aangekomen|"
    r"geland|in het hotel|op (?:het vliegveld|schiphol)|bij de (?:receptie|balie))", r"(?:het )?hotel (?:zegt|beweert)",
    r"(?:nos han dado|on nous a mis|we were given|ci hanno dato|deram-nos|nos deram|we kregen) "
    r"(?:un\w*|a|uma?|een|dans une)",
)  # fmt: skip
HOME_AGAIN = words(
    r"(?:got|came|are|we're|just) back (?:from|on|last|yesterday)",
    r"(?:got|came|arrived) home",
    r"(?:kommen|sind|bin|waren) (?:\w+ ){0,5}zuruck",
    r"(?:sommes|suis|est|venons de) (?:\w+ ){0,2}(?:rentr|reven)\w+",
    r"on rentre de",
    r"(?:hemos|he|acabamos de) (?:vuelto|volver|regresad\w)",
    r"siamo (?:\w+ )?(?:tornat|rientrat)\w",
    r"volt(?:amos|ei) (?:de|da|do|ontem|no)",
    r"(?:zijn|ben) (?:\w+ ){0,4}terug (?:uit|van)",
)
TROUBLE = words(
    r"unfortunately", r"problems?", r"issues?", r"terrible", r"awful", r"let down", r"damaged", r"stranded",
    r"dirty", r"leider", r"probleme?", r"mangel\w*",
    r"schlimm\w*", r"beschwer\w+", r"malheureusement", r"problemes?", r"catastroph\w+", r"lamentablemente",
    r"problemas?", r"desastre", r"purtroppo",
    r"problemi", r"disagi\w*", r"segnalare", r"infelizmente", r"helaas", r"problemen", r"looked into",
    r"fotos? (?:anbei|im anhang)", r"money back",
    r"ce que vous comptez faire", r"what (?:you|u) (?:are|r) going to do", r"was konnen sie tun",
)  # fmt: skip
_WHEN = (
    r"what time",
    r"when (?:is|are|will|does)",
    r"how early",
    r"um wie ?viel uhr",
    r"wann",
    r"wie lange vorher",
    r"a quelle heure",
    r"quand",
    r"a que hora",
    r"a che ora",
    r"(?:a )?que horas",
    r"hoe laat",
    r"wanneer",
)
_FETCHED = (
    r"picked up", r"pick(?:ing)? us up", r"pick-?up", r"(?:our |the )?transfer", r"collect(?:ed|ing)?",
    r"at the airport", r"abgeholt", r"abholung", r"am flughafen",
    r"(?:le |notre )?transfert", r"(?:vient|viennent) nous chercher", r"nos recog\w+", r"recogida", r"traslado",
    r"(?:ci )?vengono a prender\w*", r"navetta",
    r"(?:nos )?(?:buscam|vem buscar|vao buscar)", r"opgehaald", r"ophalen",
)  # fmt: skip
FETCHED: Pair = (words(*_WHEN), words(*_FETCHED))
# A journey as a whole; a flight or a hotel may be booked before the rest is asked for.
_WHOLE = (
    r"(?:\w+ )?(?:holidays?|cruises?|trips?|tours?|packages?|safari)",
    r"\w*(?:reise|kreuzfahrt|urlaub|rundreise)",
    r"(?:croisiere|sejour|voyage|circuit)",
    r"(?:crucero|viaje|circuito)",
    r"(?:crociera|viaggio|vacanza|soggiorno)",
    r"(?:cruzeiro|viagem|pacote)",
    r"(?:cruise|reis|vakantie|rondreis)",
)
BOOKED_WHOLE: Pair = (HAVE_BOOKED, words(*_WHOLE))
# The airline moves a flight: only who has one hears of it.
MOVED = words(
    r"flights?(?: \w+){0,3} (?:has|have|had|was|were|is|been)(?: been| now| just)? (?:moved|changed|"
    r"rescheduled|retimed|"
    r"cancell?ed|brought forward|put back)",
    r"(?:new|changed?) (?:flight )?times?", r"schedule change",
    r"(?:flug|fluge|flugzeiten?) (?:\w+ ){1,6}(?:verschoben|"
    r"verlegt|geandert|vorverlegt)", r"flugzeitenanderung",
    r"(?:vols?|horaires?) (?:\w+ ){0,4}(?:decale|modifie|avance|"
    r"retarde|change)e?s?", r"(?:nos|me) han (?:cambiado|movido|adelantado|retrasado|cancelado) (?:el|los) vuelos?",
    r"vuelos? (?:\w+ ){0,3}(?:cambiad|adelantad|modificad)[oa]s?",
    r"(?:ci|mi) hanno (?:spostato|cambiato|anticipato|cancellato) (?:il|i) vol[oi]",
    r"vol[oi] (?:\w+ ){0,3}(?:spostat|anticipat|modificat|posticipat)[oi]",
    r"voos? (?:\w+ ){0,3}(?:alterad|antecipad|mudad|remarcad)[oa]s?",
    r"(?:mudaram|alteraram|cancelaram) (?:o|os) (?:nosso |"
    r"meu )?voos?", r"vlucht(?:en)? (?:\w+ ){0,3}(?:verplaatst|gewijzigd|verschoven|vervroegd)",
)  # fmt: skip
# Of papers that are there and say it wrong; joins booking_words' list of papers.
_NOT_RIGHT = words(
    r"(?:need|have) to print", r"ausdrucken", r"imprimer", r"imprimir", r"stampare", r"(?:uit)?printen",
    r"klopt niet", r"niet juist", r"stimmt? nicht", r"fehlerhaft", r"(?:an |one )?(?:error|mistake|typo)\b",
    r"(?:not|n't) (?:match|correct|right)", r"incorrect", r"(?:une |d')?erreur", r"ne correspond\w* pas",
    r"(?:un )?error", r"no (?:coincide|corresponde|es correct[oa])", r"(?:un )?errore", r"non (?:corrisponde|coincide)",
    r"(?:um )?erro", r"nao (?:confere|corresponde|esta cert[oa])", r"(?:een )?fout(?:je)?", r"fehler",
)  # fmt: skip
PAPERS_WRONG: Pair = (PAPERS, _NOT_RIGHT)

ONE_OF = (SOLD, MOVED, ON_SITE)
TWO_OF = (CALLED_OFF, EXTRAS, PAYMENT, PAPERS_WRONG, FETCHED, BOOKED_WHOLE)

__all__ = ["HOME_AGAIN", "ONE_OF", "TROUBLE", "TWO_OF"]
