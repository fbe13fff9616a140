"""What a message is: a new inquiry, more about one, about a booking that stands, or no request at all."""

import re
from collections.abc import Mapping

from inquiries.extraction.document import Value
from inquiries.extraction.rules.page import Page
from inquiries.extraction.rules.text import words

WITH_A_TRIP = frozenset({"inquiry", "followup"})

_BOOKED = words(
    r"(?:my|our|your|the|this|re|about)\s+(?:existing |current |above |upcoming )?(?:booking|reservation)(?!\.com)",
    r"booking (?:ref\w*|number|no|confirmation|id|code)",
    r"cancel (?:my|our|the|this) (?:\w+ )?(?:booking|trip|holiday|reservation|flights?|hotel|tour)", r"e-?tickets",
    r"boarding pass\w*", r"hotel vouchers?", r"change fee", r"(?:a|full|partial|our|my) refund",
    r"(?:make|file|lodge|raise) a (?:formal )?complaint", r"(?:meine|unsere|die|der|zur|meiner|unserer) buchung",
    r"buchungs(?:nummer|bestatigung|nr)", r"\w*storniere?n?", r"stornierung", r"stornokosten", r"umbuch\w+",
    r"reklamation", r"reiseunterlagen", r"erstattung", r"(?:ma|notre|votre|la) reservation",
    r"numero de (?:reservation|dossier)", r"annuler (?:ma|notre|la|mon|le) \w+", r"remboursement",
    r"(?:une|ma|notre) reclamation",
    r"(?:billets? electroniques?|e-billets?)", r"carnet de voyage", r"(?:mi|nuestra|la|su|una) reserva",
    r"(?:numero|localizador|codigo|n[uº]) de reserva", r"(?:cancelar|anular) (?:mi|nuestra|la|el) \w+",
    r"reembolso", r"(?:una|mi|nuestra) reclamacion",
    r"(?:la (?:mia|nostra) |la |numero di |codice (?:di )?)?prenotazione",
    r"(?:disdire|annullare|cancellare) (?:la|il) \w+", r"rimborso", r"reclamo",
    r"(?:minha|nossa|a minha|a nossa) reserva", r"(?:numero|codigo) d[ae] reserva",
    r"cancelar (?:a|o) (?:minha |nossa |meu |nosso )?\w+", r"reclamacao", r"(?:mijn|onze|de) (?:boeking|reservering)",
    r"boekings(?:nummer|bevestiging)", r"(?:boeking|reis|reservering) annuleren", r"klacht", r"terugbetaling",
    r"reisbescheiden", r"reserva",
)  # fmt: skip
_REFERENCE = re.compile(
    r"(?<![\w-])(?:[A-Z]{2,4}[- ]?\d{2,4}-\d{2,6}|[A-Z]{2,4}-?\d{5,8}|[A-Z0-9]{0,6}\d[A-Z][A-Z0-9]{0,6})(?![\w-])"
)
_BOOKING_WORD = re.compile(
    r"\b(?:booking|bookings|reservation|reserva|buchung|prenotazione|boeking|reservering|ref|dossier|ticket|"
    r"e-?tickets?|voucher|confirmation)\b"
)
_NO_BOOKING = words(
    r"make (?:a|the|our|my) (?:booking|reservation)", r"(?:before|for|without) (?:the |a )?booking",
    r"free cancellation", r"quiero reservar", r"hacer (?:la|una) reserva", r"fazer (?:a|uma) reserva",
    r"fare una prenotazione", r"assurance annulation", r"seguro de cancelacion", r"sin reserva", r"reserva natural",
    r"die buchung (?:vornehmen|machen)", r"una reserva",
)  # fmt: skip

_INVOICE = words(
    r"invoice (?:no|number|attached|\d\S*)", r"(?:attached|find|your|outstanding|overdue) (?:is |our |the )?invoice",
    r"overdue payment", r"rechnung (?:nr|nummer|vom|uber|im anhang)\w*", r"rechnungsbetrag", r"zahlungserinnerung",
    r"mahnung",
    r"(?:ci-joint|notre|votre) (?:la |notre |votre )?facture", r"facture n\w*",
    r"(?:adjunt\w+|nuestra|su) (?:la |nuestra )?factura", r"(?:in )?allegat[oa] (?:la )?(?:nostra )?fattura",
    r"fattura n\w*",
    r"(?:segue|em anexo) (?:a )?(?:nossa )?fatura", r"(?:bijgaand|ontvangt u) (?:\w+ )*?(?:de |onze )?factuur",
    r"factuur \d\S*", r"bankverbindung", r"over te maken",
)  # fmt: skip
_JOB = words(
    r"job application", r"looking for (?:a|an) (?:job|internship|position)",
    r"apply(?:ing)? for (?:the|a|your) (?:\w+ )?(?:position|job|role|post|vacancy)", r"my (?:cv|resume)", r"vacancy",
    r"internship", r"bewerb\w+", r"lebenslauf", r"praktikum\w*", r"candidature", r"mon cv", r"stage de",
    r"lettre de motivation", r"candidatura", r"curriculum(?: vitae)?", r"curriculo", r"puesto de trabajo",
    r"posto di lavoro", r"tirocinio", r"vaga de", r"sollicit\w+", r"stageplaats",
)  # fmt: skip
_TRADE = words(
    r"net(?:t)? rates?", r"dear (?:partners?|colleagues?|agents?|travel (?:partners?|agents?|professionals?))",
    r"travel agents", r"(?:extra |your |agency |\d+ ?% )commission", r"fam(?:iliari[sz]ation)? trips?",
    r"trade (?:list|fair|partners?)", r"allotments?",
    r"dmc", r"b2b", r"press release", r"nettopreise", r"nettotarife", r"provision(?:en)? von",
    r"liebe (?:partner|kollegen)\w*", r"reiseburos", r"agenturpartner\w*", r"tarifs? nets?",
    r"chers (?:partenaires|collegues)", r"agences? partenaires?",
    r"tarifas? netas?", r"estimados (?:colegas|socios|agentes)", r"agencias de viajes?",
    r"comision(?:es)? (?:del|de)", r"tariffe nette", r"gentili (?:colleghi|partner)", r"agenzie partner",
    r"commission[ei] del", r"tarifas net\w+",
    r"caros (?:colegas|parceiros)", r"agencias de viagens", r"nettotarieven", r"beste (?:partners|collega's)",
    r"reisbureaus", r"commissie van",
)  # fmt: skip
_SPAM = words(
    r"seo", r"backlinks?", r"(?:1st|first) page (?:ranking|of google)", r"ranking", r"search engine", r"crypto\w*",
    r"bitcoin\w*", r"forex", r"trading", r"casino", r"lottery", r"web ?design", r"your website", r"web traffic",
    r"guest posts?", r"leads",
    r"click here", r"unsubscribe", r"opt out", r"earn (?:money|\$|up to)\S*", r"work from home", r"free audit",
    r"investment opportunity", r"inheritance", r"abmelden", r"geld verdienen", r"gewonnen", r"gewinnspiel",
    r"desinscri\w+",
    r"gagnez", r"revenus? (?:passif|complementaire)s?", r"places limitees", r"gane dinero", r"gana \d\S*",
    r"darse de baja", r"guadagna\w*", r"disiscriv\w+", r"ganhe", r"renda extra", r"cancelar (?:a )?subscricao",
    r"verdien \S+ per", r"uitschrijven",
)  # fmt: skip
_AWAY = words(
    r"out of (?:the )?office", r"automatic reply", r"auto-?reply", r"abwesenheits\w*",
    r"automatische (?:antwort|reactie)", r"nicht im (?:buro|hause)", r"reponse automatique", r"absent du bureau",
    r"respuesta automatica", r"fuera de la oficina",
    r"risposta automatica", r"fuori ufficio", r"resposta automatica", r"ausente do escritorio", r"afwezig",
    r"delivery (?:failed|status notification)", r"undeliver\w+",
)  # fmt: skip
_THANKS = words(
    r"thank(?:s| you)", r"thx", r"cheers", r"danke\w*", r"vielen dank", r"merci", r"gracias", r"grazie",
    r"obrigad[oa]", r"bedankt", r"dank(?: je| u)?",
)  # fmt: skip
_ASKS = words(
    r"(?:can|could|would|will) (?:you|u|we)", r"please", r"pls", r"plz", r"looking for",
    r"(?:we|i)(?:'d| would) (?:like|love)", r"want", r"need", r"after", r"quote", r"price", r"bitte", r"mochten?",
    r"wurden?", r"gerne?", r"suchen?", r"konn\w+", r"hatten? gern",
    r"wollen", r"pouvez", r"voudri\w+", r"souhait\w+", r"cherch\w+", r"devis", r"quer\w+", r"quisier\w+", r"busc\w+",
    r"puede\w*", r"podr\w+", r"presupuesto", r"vorre\w+", r"cerc\w+", r"potete", r"preventivo", r"gostar\w+",
    r"procur\w+",
    r"podem?", r"orcamento", r"willen", r"graag", r"zoeken", r"kunt", r"offerte",
)  # fmt: skip

_FOLLOWS = words(
    r"thank(?:s| you)(?: so much| very much| again)? for (?:these|those|the|your|this|sending|getting|coming)(?: \w+)?",
    r"as (?:discussed|agreed|mentioned|promised)",
    r"(?:we|you|i) (?:talked|spoke|discussed|mentioned|said|agreed)",
    r"following (?:up|on)", r"any (?:news|update)s?", r"(?:heard|hear) back", r"(?:meant|i meant|we meant)",
    r"changed (?:our|my) minds?", r"(?:option|proposal|idea) (?:\d|one|two|three|a|b|c)",
    r"the (?:first|second|third|other|cheaper) (?:one|option|hotel|idea)",
    r"your (?:quote|quotation|offer|proposal|suggestions?|options?|reply|answer|email|message)",
    r"(?:go|going) (?:with|for) (?:the|your|option)", r"(?:the )?rest (?:is|stays) (?:right|fine|the same)",
    r"forgot to (?:say|mention|add)",
    r"one more thing",
    r"same (?:hotel|dates|trip)", r"(?:danke|dank) fur (?:die|das|den|ihr\w*|dein\w*|eur\w*) \w+",
    r"nochmals? (?:wegen|zu|zur|zum)", r"wie (?:besprochen|vereinbart|telefonisch|erwahnt)",
    r"(?:ihr|ihre|ihrem|dein) (?:angebot|vorschlag\w*|mail|nachricht|antwort)",
    r"(?:bleibt|bleiben) (?:der|die|das|es|bei)", r"(?:doch|lieber) \w+ (?:statt|anstatt)", r"anders uberlegt",
    r"(?:erste|zweite|dritte)[nrs]? (?:vorschlag|variante|option|angebot|hotel)", r"noch eine (?:frage|anderung)",
    r"haben wir (?:besprochen|vergessen)",
    r"merci (?:beaucoup )?(?:pour|de) (?:votre|vos|ton|ta|tes|la|les|cette|ces) \w+",
    r"comme (?:convenu|discute|prevu)", r"suite a (?:notre|votre|ton)", r"apres reflexion",
    r"(?:votre|vos|ton) (?:devis|propositions?|offre|retour|reponse|mail)",
    r"(?:premiere|deuxieme|seconde|troisieme) (?:option|proposition)", r"changement",
    r"gracias por (?:la|las|el|los|tu|tus|su|sus|vuestr\w+|enviar\w*) ?\w*",
    r"como (?:hablamos|quedamos|acordamos|comentamos)", r"(?:tu|su|vuestra|la) propuesta",
    r"(?:un par de|algunos|unos) cambios",
    r"nos convence", r"(?:primera|segunda|tercera) opcion", r"me olvide de",
    r"grazie (?:mille )?per (?:la|le|il|i|l'|le vostre|la vostra|il vostro) ?\w*",
    r"come (?:concordato|d'accordo|detto|discusso)", r"(?:vostra|tua|sua) (?:proposta|offerta|risposta|mail)",
    r"(?:vostro|tuo|suo) preventivo", r"(?:prima|seconda|terza) (?:opzione|proposta)", r"abbiamo cambiato idea",
    r"obrigad[oa] pel[oa]s? \w+", r"como (?:combinado|combinamos|falamos)",
    r"(?:sua|vossa|tua) (?:proposta|resposta|cotacao)", r"mudamos de ideias?",
    r"(?:primeira|segunda|terceira) op[cç]ao", r"bedankt voor (?:de|het|je|uw|jullie) \w+",
    r"zoals (?:besproken|afgesproken)", r"(?:uw|je|jullie) (?:voorstel|offerte|antwoord|mail)",
    r"(?:eerste|tweede|derde) (?:optie|voorstel)", r"nog een vraag",
)  # fmt: skip
_CIRCULAR = words(
    r"unsubscribe", r"newsletter", r"abmelden", r"abbestellen", r"desinscri\w+", r"darse de baja", r"disiscri\w+",
    r"uitschrijven", r"last chance", r"(?:our|this week's) (?:tips|deals|offers)",
    r"unsere (?:\w+ )?(?:tipps|angebote)",
    r"(?:from|ab|des|desde|da|a partir de|vanaf) (?:only |nur |\d|£|€|eur|\$)\S*",
    r"liebe (?:reisefreunde|kundinnen|kunden)", r"dear (?:travell?ers?|customers?|friends)",
    r"chers (?:clients|voyageurs)", r"queridos (?:clientes|viajeros|amigos)", r"book by",
)  # fmt: skip


def read(page: Page, trip: Mapping[str, Value]) -> str:
    """One of inquiry, followup, booking, other. Without words (a voice note, a place): part of the conversation."""
    document = page.document
    if document.parked_reason in {"auto_reply", "bounce", "bulk"}:
        return "other"
    if not page.spoken:
        return "followup"
    if _other(page, trip):
        return "other"
    if _about_booking(page, trip):
        return "booking"
    if _bill(page, trip) or _only_thanks(page, trip):
        return "other"
    return "followup" if _follows(page, trip) else "inquiry"


def _count(pattern: re.Pattern[str], *texts: str) -> int:
    """Different words that match: saying one of them twice proves no more."""
    return len({match[0] for text in texts for match in pattern.finditer(text)})


def _other(page: Page, trip: Mapping[str, Value]) -> bool:
    """Machine mail, traders, spam, bills, applications. One word may stand in an inquiry too, several do not."""
    texts = page.subject.flat, page.own.flat
    if _count(_AWAY, page.subject.flat):
        return True
    if _count(_JOB, *texts) and "destinations" not in trip:
        return True
    strong = max(_count(pattern, *texts) for pattern in (_JOB, _TRADE, _SPAM))
    wanted = {"destinations", "origin"} <= trip.keys() or (
        "destinations" in trip and {"adults", "travellers"} & trip.keys()
    )
    return strong >= (3 if wanted else 2) or (strong == 1 and _count(_INVOICE, *texts) > 0)


def _bill(page: Page, trip: Mapping[str, Value]) -> bool:
    """Somebody else's invoice; a customer's question about ours names the booking."""
    return (
        bool(_count(_INVOICE, page.subject.flat, page.body.flat)) and not {"destinations", "travellers"} & trip.keys()
    )


def _about_booking(page: Page, trip: Mapping[str, Value]) -> bool:
    flat = page.body.flat
    texts = page.subject.flat, flat
    booked = _count(_BOOKED, *texts) - _count(_NO_BOOKING, *texts)
    reference = any(_near_booking(page, match) for match in _REFERENCE.finditer(page.body.raw)) or any(
        _BOOKING_WORD.search(page.subject.flat) or booked > 0 for _ in _REFERENCE.finditer(page.subject.raw)
    )
    if reference:
        return True
    fresh = len({"destinations", "travellers", "travel_month", "nights"} & trip.keys())
    return booked >= (2 if fresh < 3 else 3) or (booked == 1 and fresh < 2)


def _near_booking(page: Page, match: re.Match[str]) -> bool:
    around = page.body.flat[max(0, match.start() - 60) : match.end() + 40]
    return any(char.isdigit() for char in match[0]) and bool(_BOOKING_WORD.search(around))


def _only_thanks(page: Page, trip: Mapping[str, Value]) -> bool:
    flat = page.own.flat
    plain = not {"depart_on", "travel_month", "budget", "travellers", "board", "rooms"} & trip.keys()
    return plain and "?" not in flat and len(flat) < 600 and bool(_THANKS.search(flat)) and not _ASKS.search(flat)


def _follows(page: Page, trip: Mapping[str, Value]) -> bool:
    """A reply to ours, or words that only make sense after others; a first letter says where, when and who."""
    document = page.document
    said = _count(_FOLLOWS, page.body.flat)
    complete = "destinations" in trip and len({"travel_month", "nights", "travellers", "origin"} & trip.keys()) >= 3
    if document.answers or document.known:
        circular = bool(_CIRCULAR.search(document.quoted_text.lower() + "\n" + page.subject.flat))
        answers_circular = circular and "destinations" in trip and said < 2
        return not (answers_circular or (complete and not said and not document.known))
    return said >= 2 or (said == 1 and not complete)
