"""Words of what is no request: bills, applications, traders, spam, thanks, asides. Seven languages, flat."""

from inquiries.extraction.rules.text import words

BILL_ENCLOSED = words(
    r"(?:anbei|beiliegend|bijgaand|adjunt\w+|in allegato|segue|em anexo|ci-joint|veuillez trouver|"
    r"enclosed|attached|see attached)(?: \w+){0,4} (?:\w*rechnung|factuur|factura|"
    r"fattura|fatura|facture|invoice|statement)",
    r"invoice (?:no|number|attached|\d\S*)", "(?:attached|find|your|outstanding|overdue) (?:is |our |the )?invoice",
    "overdue payment", r"rechnung (?:nr|nummer|vom|uber|im anhang)\w*", "rechnungsbetrag", "zahlungserinnerung",
    "mahnung", "(?:ci-joint|notre|votre) (?:la |notre |votre )?facture", r"facture n\w*",
    r"(?:adjunt\w+|nuestra|su) (?:la |nuestra )?factura", "(?:in )?allegat[oa] (?:la )?(?:nostra )?fattura",
    r"fattura n\w*", "(?:segue|em anexo) (?:a )?(?:nossa )?fatura",
    r"(?:bijgaand|ontvangt u) (?:\w+ ){0,3}(?:de |onze )?factuur", r"factuur \d\S*",
)  # fmt: skip
_BILL_WORD = (
    r"(?:invoice|rechnung|rechnungsnr|facture|factura|fattura|fatura|factuur|nota fiscal|pro-?forma|credit note|"
    r"gutschrift)"
)
NUMBERED_BILL = words(
    _BILL_WORD + r"(?:\W{0,2}(?:no|nr|num|number|nummer|numero|n|vom|over|uber))?\W{0,3}(?:[a-z]{1,5}[-/ ]?)?\d[\d/.-]*"
)
# What only who wants to be paid writes.
TERMS = words(
    r"(?:pagamento|payment|zahlung|pago|paiement|reglement|betaling|betalen|zahlbar)(?: \w+)? (?:a|"
    r"within|in|binnen|innerhalb(?: von)?|sous) \d+ \w+", r"(?:please )?settle", r"balance outstanding",
    r"vencimento (?:dia|em)",
    "overdue", "remit", r"scadut[oa]", r"impaye\w*", "ricordiamo il pagamento", "relance", "payment terms",
    "(?:payment|amount) (?:is )?(?:due|outstanding)", "due (?:date|by|within|on)", r"\d+ days net",
    r"net \d+ days", "sort code", "account number", "bank details", "iban", "bic", "vat (?:no|number)", "remittance",
    "purchase order", "statement of account", "zahlbar", "zahlungsziel", r"fallig\w*", "rechnungsnummer",
    "rechnungsdatum", "verwendungszweck", r"ust-?id\w*", r"uberweis\w+ (?:sie|bitte)", "echeance", "a regler",
    "reglement", "virement", "coordonnees bancaires", "montant (?:du|ttc)", "vencimiento", "transferencia bancaria",
    "importe (?:total|de)", "base imponible", "datos bancarios", "scadenza", "bonifico", "importo", "imponibile",
    "estremi bancari", "vencimento", "montante", "dados bancarios", "boleto", "betaaltermijn", "te voldoen",
    "vervaldatum", "rekeningnummer", "btw-?nummer", "bank account", "data fattura", "bankverbindung", "over te maken",
)  # fmt: skip
JOB = words(
    "job application", r"(?:looking for|seeking) (?:part-?time |full-?time |summer |some )?work",
    r"(?:cherche|recherche) (?:un )?(?:emploi|travail)", r"busco (?:trabajo|empleo)",
    r"cerco (?:un )?(?:lavoro|impiego)", r"(?:procuro|busco) (?:emprego|trabalho)", r"zoek (?:een )?(?:baan|werk)",
    r"suche (?:eine?n? )?(?:stelle|job|arbeit|ausbildung\w*)", "looking for (?:a|an) (?:job|internship|position)",
    r"apply(?:ing)? for (?:the|a|your) (?:\w+ )?(?:position|job|role|post|vacancy)", "my (?:cv|resume)", "vacancy",
    "internship", r"bewerb\w+", "lebenslauf", r"praktikum\w*", "candidature", "mon cv", "stage de",
    "lettre de motivation", "candidatura", "curriculum(?: vitae)?", "curriculo", "puesto de trabajo",
    "posto di lavoro", "tirocinio", "vaga de", r"sollicit\w+", "stageplaats",
    r"(?:my|a|the) (?:cv|resume|curriculum\w*)", "cv", "hiring manager", "cover(?:ing)? letter",
    "(?:work|summer|industrial|year|student) placement", "work experience", "internships?",
    "(?:job|speculative) application", "(?:mein|meinen|anbei) lebenslauf", r"bewerbung\w*", "bewerbe mich",
    r"praktik(?:um\w*|ant\w*)", r"ausbildungsplat\w+", "initiativbewerbung", "(?:un|de|en) stage", "stagiaire",
    "alternance", r"mi curriculum\w*", "curriculum", "practicas (?:profesionales|en)", "oferta de empleo",
    "il mio (?:cv|curriculum)", "posizione aperta", "meu (?:cv|curriculo)", "estagio", "mijn cv", r"stage ?plaats\w*",
    "stage lopen", "motivatiebrief",
)  # fmt: skip
TRADE = words(
    "(?:net(?:t)?|group|contract|agency|trade|special) rates?",
    "dear (?:partners?|colleagues?|agents?|travel (?:partners?|agents?|professionals?)|travel trade)",
    "travel (?:agents|trade|professionals|partners)", r"(?:extra |your |agency |\d+ ?% )commission",
    "fam(?:iliari[sz]ation)? trips?", "trade (?:list|fair|partners?|show)", "allotments?", "dmc", "b2b",
    "press release",
    r"(?:we are|we're) (?:a|an) (?:\w+ )?(?:dmc|destination management|incoming|inbound|ground handl\w+|supplier|"
    r"wholesaler|bedbank)",
    "incoming (?:agency|agentur|tour operator)", r"(?:stand|booth|hall|halle) \w?\d+",
    "(?:pleased|delighted|happy|proud) to (?:present|introduce|announce|offer)",
    r"our (?:new )?(?:brochure|rates|tariff|portfolio|product\w*)", "(?:your|for your) (?:clients|customers|guests)",
    "nettopreise", "nettotarife", "gruppenpreise", "gruppenangebote", "provision(?:en)?",
    r"(?:liebe|sehr geehrte|werte) (?:\w+ )?(?:\w*partner\w*|kolleg\w+|reiseburo\w*|agentur\w*)", r"reisepartner\w*",
    "reiseburos", r"agenturpartner\w*",
    r"(?:durfen|freuen uns\b.{0,20}|mochten) (?:wir )?(?:ihnen )?(?:\w+ ){0,5}(?:vorstellen|vorzustellen|"
    r"prasentieren|anbieten)",
    "(?:fur )?ihre (?:kunden|gaste)", r"jede[rn]? \d+\. (?:person )?frei", r"expedient\w*",
    "tarifs? (?:nets?|groupes?|confidentiels?)", "chers (?:partenaires|collegues|agents)",
    "agences? (?:partenaires?|de voyages)", "(?:vos|pour vos) clients",
    r"nous (?:sommes|avons) (?:\w+ ){0,3}(?:receptif|presenter|plaisir de)", "receptif",
    "tarifas? (?:netas?|grupos?|confidenciales?)", "estimados (?:colegas|socios|agentes|partners|companeros)",
    "agencias? de viajes?", "(?:sus|para sus|vuestros) clientes", r"nos complace (?:presentar|anunciar|ofrecer)\w*",
    "receptivo", "mayorista", "comision(?:es)?", "tariffe (?:nette|gruppi|confidenziali)",
    "gentil[ie] (?:colleghi|partner|agenti|agenzia)", r"agenzie (?:partner|di viaggi\w*)",
    "(?:siamo lieti|abbiamo il piacere) di", "(?:i vostri|ai vostri) clienti", "commission[ei] del",
    r"tarifas (?:net\w+|de grupo)", "caros? (?:colegas|parceiros|agentes?)", "agencias de viage(?:ns|m)",
    "temos o prazer de", "(?:seus|vossos) clientes", "comissao", "nettotarieven", "groepstarieven",
    r"beste (?:partners|collega's|reisagent\w*)", "reis(?:bureaus|agenten)", "commissie", "(?:uw|jullie) klanten",
    "met trots presenteren", r"(?:apreciad|querid|estimad)[oa]s? (?:colaborador|cliente|agente|socio)\w*",
    r"nuestras tarifas",
    r"tarifas? (?:netas? )?20\d\d", r"(?:adjunto|adjuntamos|le remito|les remitimos|os enviamos) (?:\w+ ){0,3}tarifas",
    r"(?:preisliste|tarife|raten|preise|vertrage?) (?:fur )?20\d\d",
    r"unsere (?:neuen? )?(?:preise|preisliste|raten|tarife)",
    r"(?:nos|les) (?:nouveaux )?tarifs", r"(?:our|the) (?:new )?20\d\d (?:rates|tariff|contract|brochure)",
    r"(?:rates|tariff|contract) (?:for )?20\d\d", r"le nostre tariffe", r"tariffe 20\d\d", r"as nossas tarifas",
    r"onze (?:tarieven|prijslijst)", "sales manager", "account manager",
    r"(?:contracting|sales) (?:team|department|executive)",
    r"(?<=\n)(?:comercial|commerciale?|vertrieb\w*|sales)(?=\W|$)",
    "would a (?:quick )?call suit",
)  # fmt: skip
SPAM = words(
    "seo", "backlinks?", "(?:1st|first) page (?:ranking|of google)", "ranking", "search engine", r"crypto\w*",
    r"bitcoin\w*", "forex", "trading", "casino", "lottery", "web ?design", "your (?:website|online presence|listing)",
    "web traffic", "guest posts?", "leads", "click here", "unsubscribe", "opt out", r"earn (?:money|\$|up to)\S*",
    "work from home", "free (?:audit|trial|demo)", "investment opportunity", "inheritance", "abmelden",
    "geld verdienen", "gewonnen", "gewinnspiel", r"desinscri\w+", "gagnez", "revenus? (?:passif|complementaire)s?",
    "places limitees", "gane dinero", r"gana \d\S*", "darse de baja", r"guadagna\w*", r"disiscriv\w+", "ganhe",
    "renda extra", "cancelar (?:a )?subscricao", r"verdien \S+ per", "uitschrijven",
    "(?:business |personal |quick |instant )?loans?", "working capital", "(?:credit|funding) (?:line|facility)",
    "interest rate", "cash advance", "(?:sofort|klein|firmen|betriebsmittel)?kredite?", "darlehen", "finanzierung",
    r"schufa\w*", "prets?(?: immediat)?", "taux d'interet", "tresorerie", "financements?", "prestamos?", "creditos?",
    "financiacion", "prestit[oi]", "finanziament[oi]", "emprestimos?", "financiamento", r"(?:zakelijke? )?krediet\w*",
    r"\w*lening(?:en)?", "werkkapitaal", "financier(?:en|ing)", "looptijd", "jaarcijfers", "laufzeit",
    "solar panels?", "(?:photovoltaik|solar)anlage", "office supplies",
    r"(?:virtual|outsourc\w+) (?:assistant|team)\w*", "app development",
    "(?:dear|beste|chere?) (?:business owner|ondernemer|chef d'entreprise|sir/madam)", "ceo", "telemarketing",
    "call cent(?:er|re)", "email list", "followers", "dear beneficiary", "per month", "guaranteed", r"chatbot\w*",
    "mobile app", "price list", "manufacturer", r"sehr geehrte\w? (?:unternehmer|geschaftsfuhr)\w*",
)  # fmt: skip
AWAY = words(
    "out of (?:the )?office", "automatic reply", "auto-?reply", r"abwesenheits\w*",
    "automatische (?:antwort|reactie)", "nicht im (?:buro|hause)", "reponse automatique", "absent du bureau",
    "respuesta automatica", "fuera de la oficina", "risposta automatica", "fuori ufficio", "resposta automatica",
    "ausente do escritorio", "afwezig", "delivery (?:failed|status notification)", r"undeliver\w+",
    "absence du bureau",
)  # fmt: skip
# About the agency itself or about nothing: opening hours, a wrong number, greetings.
ASIDE = words(
    "opening (?:hours|times)", r"(?:are|r) (?:you|u|ya) (?:\w+ )?open",
    "what time (?:do|are) you (?:open|close|shut)", "when do you (?:open|close|shut)", "how late are you",
    "where (?:is|are) your (?:office|shop|branch)", "(?:is there|any) parking",
    r"(?:have|got) (?:a|an|any) (?:shop|office|branch)\w*",
    r"what time (?:do|are|r) (?:you|u|ya|ye) (?:open|close|shut)\w*", r"(?:ihre?|eure?) (?:filiale|buro|laden)",
    r"(?:votre|vos) (?:agence|bureau|boutique)s? (?:est|sont|a|se)", r"(?:vuestra|su) (?:oficina|tienda)",
    r"(?:il vostro|la vostra) (?:ufficio|sede|filiale)",
    r"(?:jullie|uw) (?:kantoor|winkel|filiaal)", r"(?:o seu|a sua|vosso|vossa) (?:escritorio|loja)",
    "wrong (?:number|person|chat|group|address)", "not for you",
    "offnungszeiten", r"(?:habt ihr|haben sie|seid ihr|sind sie) (?:\w+ ){0,3}(?:offen|auf|geoffnet)",
    "bis wann (?:habt|haben|seid|sind)", "falsche (?:nummer|person|adresse|gruppe)", "verwahlt", "falscher chat",
    "horaires d'ouverture", "vos horaires", r"(?:etes[- ]vous|vous etes) (?:\w+ )?ouverts?", "vous (?:ouvrez|fermez)",
    "(?:mauvais|faux) numero", r"trompe\w* de (?:numero|personne|conversation)", "horarios? de (?:apertura|atencion)",
    "(?:vuestro|su) horario", r"(?:estais|estan|esta) (?:\w+ )?abiert\w+", r"a que hora (?:abr|cierr)\w+",
    "numero equivocado", "me (?:he equivocado|equivoque) de (?:numero|persona|chat|grupo)", "orari(?:o)? di apertura",
    "vostri orari", r"siete (?:\w+ )?apert[oiae]", r"a che ora (?:apr|chiud)\w+", "numero sbagliato",
    "sbagliato (?:numero|persona|chat)", "horario de (?:funcionamento|atendimento)",
    r"(?:estao|esta|voces|voce) (?:\w+ )?aberto\w*", "abrem? (?:aos|no|na|a que)", r"que horas (?:abr|fech)\w+",
    "numero errado", "(?:foi )?engano", "openingstijden", r"(?:zijn jullie|bent u|zijn jullie) (?:\w+ )?open",
    "hoe laat (?:gaan|sluiten|gaat)", "verkeerd(?:e)? (?:nummer|persoon|chat|app)", "merry (?:christmas|xmas)",
    "happy (?:new year|easter|birthday)", "frohe (?:weihnachten|ostern)", "gutes neues", r"joyeu(?:x|ses) \w+",
    "bonne annee", "feliz (?:navidad|natal|ano)", "felices fiestas", "buon natale", "buone feste",
    "fijne (?:feestdagen|kerst)", "gelukkig nieuwjaar",
)  # fmt: skip
THANKS = words(
    "thank(?:s|u| you| u)", "thn?x", "tnx", "ta", "cheers", r"danke\w*", "vielen dank", "besten dank", r"merci\w*",
    "gracias", "grazie", r"obrigad\w+", r"brigad\w+", "obg", "valeu", "bedankt", "dank(?: je| u| jullie|jewel|uwel)?",
    "dankje(?:wel)?", "much appreciated", "(?:ta|cheers) (?:very much|muchly|ever so|love|for)",
)  # fmt: skip
# That something came is no wish; with thanks it ends a conversation.
RECEIVED = words(
    r"(?:all|everything|it|they|tickets|documents|vouchers|papers|mail)(?:'s| has| have| is)? (?:all |just )?arrived",
    r"(?:got|received) (?:it|them|everything|all|your|the)", r"(?:alles|ist|sind|\w+unterlagen|tickets) (?:gut |heil )?"
    r"(?:angekommen|da|erhalten)", r"(?:alles|\w+unterlagen) (?:erhalten|bekommen)",
    r"(?:bien|tout) (?:bien )?(?:recu|arrive)\w*",
    r"(?:todo|ya) (?:ha )?(?:llegado|recibido)", "(?:he |hemos )recibido", "(?:tutto|e) (?:arrivato|ricevuto)",
    "(?:ho |abbiamo )ricevuto", "(?:tudo|ja) (?:chegou|recebido|recebi)", "recebemos",
    "(?:alles|is|zijn) (?:goed )?(?:ontvangen|binnen|aangekomen)",
)  # fmt: skip
# Who writes only to thank: afterwards, of a journey that is over.
ONLY_THANKS = words(
    r"(?:just|only) (?:wanted|want|writing|a (?:quick )?note) to (?:say|tell|thank)",
    r"(?:wanted|writing) (?:just |only )?to thank",
    r"(?:wollte|wollten|mochte|mochten) (?:\w+ ){0,5}(?:bedanken|danken|danke sagen)",
    r"(?:wollte|wollten) (?:\w+ ){0,3}nur (?:\w+ ){0,3}sagen",
    r"voul(?:ais|ions) (?:\w+ ){0,3}(?:remercier|dire (?:un )?(?:grand )?merci)", r"tenais a (?:vous )?remercier",
    r"tenions a (?:vous )?remercier",
    r"quer(?:ia|iamos|emos) (?:\w+ ){0,3}(?:agradecer\w*|dar\w* (?:\w+ )?gracias)",
    r"volev(?:o|amo) (?:\w+ ){0,3}(?:ringraziar\w*|dir\w* grazie)",
    r"quer(?:ia|iamos) (?:\w+ ){0,3}(?:agradecer\w*|dizer obrigad\w)", r"wild(?:e|en) (?:\w+ ){0,4}bedanken",
    r"a (?:big |huge |very big )?thank you", "(?:ein )?(?:grosses|herzliches|riesiges) dankeschon",
    "(?:un )?grand merci", "mille mercis",
    r"(?:wollte|wollten|mochte|mochten) (?:\w+ ){0,9}(?:bedanken|danken)",
    r"thank(?:s| you)(?: all| both| so much| very much| again)* for (?:a|an|the|such a|our) (?:most |"
    r"truly |really |absolutely )?(?:fantastic|wonderful|lovely|great|"
    r"amazing|brilliant|perfect|unforgettable|fabulous|best|superb|magical|incredible)",
    r"never forget (?:it|this|our)",
    r"danke\w* fur (?:die|eine|den|das|unsere\w*) (?:tolle|schone|wunderbare|traumhafte|perfekte|"
    r"super|herrliche|unvergessliche)\w*",
    r"merci (?:encore )?pour (?:ce|cet|le|un|cette|la) (?:\w+ )?(?:magnifique|superbe|merveilleu\w+|"
    r"beau|belle|inoubliable|formidable)",
    r"gracias por (?:un|el|la|este|una) (?:\w+ )?(?:viaje|vacaciones|estancia|luna de miel)",
    r"grazie (?:ancora )?per (?:la|il|questo|questa|una|un) (?:\w+ )?(?:splendid|"
    r"meraviglios|stupend|fantastic|bellissim|indimenticabil)\w+",
    r"obrigad\w (?:por|pela|pelo) (?:uma |um )?(?:\w+ )?(?:viagem|ferias|lua de mel)",
    r"(?:bedankt|dank\w*) (?:\w+ )?voor (?:de|een|het) (?:geweldige|fantastische|mooie|prachtige|"
    r"heerlijke|onvergetelijke)",
)  # fmt: skip
# Said to end a conversation, as well as to go on with it.
PLEASED = words(
    r"(?:brilliant|perfect|lovely|great|wonderful|fab\w*|amazing|awesome|super|cool|nice one|ace|sorted|excellent)",
    "(?:will|i'll|we'll) (?:show|tell|ask|look|have a (?:look|think|read)|think|read|get back|let you know)",
    "dankeschon", "merci", "supi?", "prima", "klasse", "perfekt", "toll", r"parfait\w*", r"genial\w*", "nickel",
    "top", "mil gracias", "perfecto", "estupendo", "fenomenal", "vale", "perfetto", "ottimo", "perfeito", "otimo",
    "perfect", "geweldig", "dankje", "thnks", "wunderbar", "dankeee*", "sch?onen? (?:tag|abend|gruss)", "ok(?:ay)?",
)  # fmt: skip
