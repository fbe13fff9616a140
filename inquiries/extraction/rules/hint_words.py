"""Words of letters that want something else than a journey, and of wishes for one. Seven languages, flat.

Any hint may stand in a request too: kinds.py weighs how many there are against how much of a journey is told.
"""

from inquiries.extraction.rules.booking_words import Pair
from inquiries.extraction.rules.text import words

HINTS = words(
    # Who writes to a firm: its trade, its papers, its way of speaking.
    r"(?:hope|trust) this (?:e-?mail|message) finds you", r"reaching out", r"came across your", r"linkedin",
    r"(?:your|travel) (?:agency|agencies|agents|company|"
    r"website|team|passengers|clients|customers)",
    r"we(?:'ve| have) (?:just |recently )?(?:opened|launched|renovated|developed)",
    r"(?:we|can) help (?:you|travel|agencies)",
    r"our (?:team|company|platform|software|services|solution|catalogue|fleet|drivers|guides)", r"rate ?sheets?",
    r"catalogues?", r"brochure attached", r"feature (?:it|us|our)",
    r"rsvp", r"(?:like|pleased|delighted) to invite", r"(?:you|are) (?:cordially |kindly )?invited", r"roadshow",
    r"(?:ten|five|fifteen|20|15|10) minutes",
    r"unbeatable", r"no obligation", r"software", r"demo",
    r"your (?:subscription|domain|account|order|mailbox|website|listing)", r"renews?", r"sign-?in",
    r"security alert",
    r"view (?:this|it)? ?(?:in|online)(?: your)? ?(?:browser)?", r"(?:flash|summer|winter) sale",
    r"book (?:by|before) (?:midnight|sunday|friday)", r"dissertation", r"thesis",
    r"questionnaire", r"survey", r"research (?:project|paper)", r"part-?time",
    r"(?:looking for|seeking) (?:\w+ )?work", r"umbrella",
    r"(?:find|found|left|lost) (?:my|a|an) (?:\w+ )?(?:umbrella|"
    r"scarf|phone|coat|glasses|keys|wallet|bag) (?:in|at)", r"(?:your|the) manager", r"how (?:helpful|kind|well)",
    r"blocked", r"are you the (?:same|people)", r"someone else",
    r"reply (?:yes|oui|si|ja|sim|now)", r"(?:daily|a day|per day) from (?:your|home)", r"earn", r"advertis\w+",
    r"statement", r"accounts are asking", r"church",
    # German
    r"start-?up", r"\w*reiseburos?", r"vorfuhrung", r"journalist\w*", r"(?:sie und ihre )?kolleg\w+", r"hausfuhrung",
    r"(?:laden|lade) (?:wir|ich) sie", r"einladung", r"renoviert",
    r"raten fur", r"unverbindlich", r"abbestell\w+", r"regenschirm", r"sponsor\w*", r"vereinsfest", r"spende\w*",
    r"domain", r"verlangern", r"umfrage", r"masterarbeit|bachelorarbeit",
    r"(?:ein|eine) (?:gesprach|interview)",
    r"(?:war|waren) (?:\w+ )?(?:ein (?:traum|geschenk|erlebnis)|unvergesslich|traumhaft|wunderschon|"
    r"grosartig|perfekt)", r"schwarm\w+ (?:noch )?",
    r"(?:entwickelt|anbieten|prasentieren|vorstellen)", r"stelle als|arbeitsstelle|aushilfe\w*|ausbildung\w*",
    r"ihr\w* paket",
    # French
    r"je me permets de vous", r"nous lancons", r"documentation", r"professionnel\w*", r"enquete", r"memoire",
    r"logiciel", r"responsable", r"invitation", r"soiree de presentation",
    r"agents? de voyages?", r"(?:tenions|tenais) a", r"nous a (?:plu|ravi|enchante)\w*", r"(?:un|d')emploi",
    r"parrain\w*", r"(?:etait|fut) (?:magique|magnifique|parfait|un reve|top)\w*",
    r"on a (?:adore|aime)", r"partenair\w+", r"votre (?:agence|societe|site|equipe)",
    # Spanish
    r"somos una empresa", r"sin compromiso", r"publicidad", r"revista", r"(?:le|les|os) invitamos", r"presentacion",
    r"(?:fue|ha sido) (?:un sueno|increible|maravillos\w|inolvidable|perfect\w|"
    r"fantastic\w)", r"no tenemos palabras", r"paquete (?:esta )?retenido", r"aduanas?", r"encuesta", r"tesis",
    r"(?:busco|buscando) (?:trabajo|empleo|practicas)", r"su (?:agencia|empresa|web)",
    r"nos encanto", r"colabor\w+",
    # Italian
    r"agenzi[ae] di (?:marketing|viaggi\w*)", r"nuovi clienti", r"instagram", r"(?:vi|la) invitiamo",
    r"serata di presentazione", r"presentazione", r"complimenti", r"tirocinio", r"(?:cerco|cercando) "
    r"(?:lavoro|impiego)",
    r"e stat[oa] (?:\w+ )?(?:un sogno|bellissim\w|stupend\w|meraviglios\w|indimenticabile|magic\w)", r"tesi",
    r"questionario", r"la vostra (?:agenzia|azienda)", r"pubblicita",
    # Portuguese
    r"(?:somos|sou) d[ao] \w+", r"(?:os|as) seus grupos", r"tabela", r"inquerito", r"pesquisa", r"tese", r"parabens",
    r"foi (?:\w+ )?(?:lind[ao]|maravilhos[ao]|incrivel|inesquecivel|um sonho|perfeit[ao])",
    r"(?:procuro|busco) (?:emprego|trabalho|estagio)", r"convid\w+", r"apresentacao", r"parceria",
    r"(?:a )?(?:sua|vossa) (?:agencia|empresa)", r"publicidade",
    # Dutch
    r"(?:wij|we) zijn een nieuw\w*", r"(?:ons|onze \w+) voor(?: te)? ?(?:te )?stellen", r"scriptie", r"enquete",
    r"vragen (?:willen )?beantwoorden", r"uitnodig\w+", r"presentatie", r"(?:was|waren) (?:\w+ ){0,2}"
    r"(?:prachtig\w*|geweldig\w*|onvergetelijk\w*|fantastisch\w*)", r"prachtige reis", r"alles klopte",
    r"(?:zoek|gezocht) (?:werk|een baan|stage)", r"uw (?:bedrijf|reisbureau|website)", r"samenwerk\w+",
    r"sponsoren",
)  # fmt: skip
# One of these is enough where no journey is asked for: away from the desk, sold by the night, meant for others.
PLAIN = words(
    r"i(?:'m| am| will be) (?:away|out of (?:the )?office|on (?:annual |parental )?leave|on holiday) "
    r"(?:until|till|from|between|and)", r"(?:bin|ist) (?:\w+ )?(?:bis|vom) "
    r"[^.!?\n]{3,40}(?:nicht (?:erreichbar|im buro|da)|abwesend|im urlaub|in elternzeit)",
    r"(?:suis|serai) (?:absente?|en conges?|en vacances) (?:jusqu|du|a partir)\w*", r"(?:estoy|estare) "
    r"(?:fuera(?: de la oficina)?|de vacaciones|ausente) (?:hasta|del)",
    r"(?:sono|saro) (?:in ferie|assente|fuori ufficio) (?:fino|dal)",
    r"(?:estou|estarei) (?:de ferias|ausente|fora) (?:ate|de)",
    r"(?:ben|zal) (?:\w+ )?(?:afwezig|met vakantie|niet op kantoor|met verlof) (?:tot|van|t/m)",
    r"(?:not|wasn't|isn't) (?:meant|intended) for you", r"war (?:fur|an) [^.!?\n]{3,25} gedacht",
    r"(?:n'est|c'est|etait) pas pour (?:toi|vous)", r"era para mi", r"non era per (?:te|voi|lei)",
    r"(?:pessoa|grupo|conversa) errad[oa]", r"verkeerde app", r"bitte ignorieren", r"i saw your number",
    r"(?:schnell )?geld verdienen", r"(?:gana|gane|ganhe|guadagna|gagnez|earn|verdien) (?:dinero|dinheiro|soldi|"
    r"money|de l'argent|\d\S*|[$€£]\S*)", r"krypto\w*|crypto\w*|bitcoin\w*", r"seo", r"invierte|investi[rs]?\b",
    # Whose house, bus or team it is: who sells.
    r"(?:wir|ich) (?:vermiete[n]?|bieten an|beliefern|vertreiben)",
    r"(?:we|i) (?:supply|rent out|let out|distribute|manufacture)",
    r"our (?:villas|apartments|lodges|rooms|cottages|boats|coaches) (?:are|is|in|start)",
    r"(?:tenemos|alquilamos) (?:\d+|un\w*|varios|unos|nuestr\w+) (?:apartamentos?|casas?|villas?|"
    r"pisos?|habitaciones)", r"(?:temos|alugamos) (?:\w+ )?(?:chales?|apartamentos?|casas?|pousada|vans?|quartos)",
    r"(?:nous|on) (?:louons|proposons|offrons)", r"notre agence receptive",
    r"(?:agence|dmc|societe) (?:receptive )?(?:\w+ ){0,3}propose",
    r"il nostro (?:agriturismo|hotel|albergo|resort|villaggio)",
    r"(?:affittiamo|noleggiamo|proponiamo|offriamo)", r"(?:wij|we) (?:verhuren|leveren|bieden)", r"contract terms",
    r"for agents", r"(?:heeft u|haben sie|hatten sie) interesse", r"(?:seriez|etes)-vous interesse\w*",
    r"(?:os|le|les) interesa trabajar", r"shall i (?:send|reserve)", r"interested\?",
    r"(?:ihre|your|su|vostra|sua|uw) (?:provision|commission|comision|commissione|comissao|commissie)",
    r"(?:suchen|zoeken|buscamos|cerchiamo|procuramos|cherchons) (?:vermittler|reisburos|reisbureaus|"
    r"agencias|agenzie|agences|partner\w*|partenaires|socios|parceiros)",
    r"(?:moi, )?titulaire d'un", r"rejoindre votre", r"lehrstelle\w*",
    r"(?:my|a) (?:summer |work |year )?placement with you", r"(?:put|putting) a face to", r"see you at the",
)  # fmt: skip
# Said of a journey that is over.
PRAISE = words(
    r"going on about (?:it|this)", r"alles hat (?:\w+ )?geklappt", r"alles (?:bestens|wunderbar|perfekt)",
    r"etoiles plein", r"experience (?:unique|inoubliable)", r"esperienza (?:unica|bellissima|indimenticabile)",
    r"un encanto",
    r"todo (?:perfecto|genial|estupendo)", r"(?:adoramos|adorei|amamos) cada",
    r"wat een (?:belevenis|reis|ervaring)",
    r"(?:thank|thanks) (?:you )?(?:so much )?for (?:sorting|arranging|organising|everything|all)",
    r"ran (?:like clockwork|smoothly)",
    r"(?:grazie|merci|gracias|obrigad\w|danke|bedankt|thank\w*)(?: \w+){0,4} (?:cuore|coeur|corazon|"
    r"coracao|herzen|hart|heart)", r"professionnalisme", r"(?:e|es) maravilhos\w", r"lieben grus aus",
)  # fmt: skip
# What is asked for: a journey or a part of one, still to be made.
_OBJECTS = words(
    r"(?:a|an|some|any|our|the|\w+) ?(?:trips?|holidays?|vacation|getaway|break|cruise|safari|" r"honeymoon|tour)",
    r"(?:go(?:ing)?|travel\w*|fly\w*|get|come) to", r"go(?:ing)? away", r"flights?", r"hotels?", r"villas?",
    r"rooms?", r"trains?", r"tickets?", r"seats?", r"apartments?", r"cottages?", r"packages?", r"holidays?",
    r"weekends?", r"weeks?", r"nights?", r"\w*reise\w*", r"\w*urlaub\w*", r"\w*flug", r"\w*fluge", r"\w*hotel\w*",
    r"\w*kreuzfahrt\w*",
    r"(?:nach|auf|in die|ans) \w+", r"\w*wochenende", r"wochen?", r"nachte", r"unterkunft", r"rundreise", r"weg",
    r"zimmer", r"voyages?", r"sejours?", r"circuit", r"croisiere", r"vols?", r"week-?end", r"semaines?", r"aller",
    r"partir",
    r"(?:chambres?|location|billets?|nuits?)", r"viajes?", r"viajar", r"escapada", r"crucero", r"vuelos?", r"safari",
    r"semanas?", r"noches?", r"ir (?:a|al)", r"viagg\w+", r"vacanz\w+", r"crociera", r"vol[oi]", r"biglietti",
    r"settiman\w+",
    r"notti", r"andare", r"camer[ae]", r"viage\w+", r"pacotes?", r"cruzeiro", r"voos?", r"passage\w+", r"excurs\w+",
    r"levar", r"reis\w*", r"vakantie\w*", r"rondreis", r"vlucht\w*", r"cruise", r"weekje", r"weekend", r"huisje",
    r"naar \w+",
)  # fmt: skip
_WISH = (
    r"(?:we|i|they)(?:'d| would| want| wanna| need| are looking| am looking|'re looking|'m looking| "
    r"plan| hope| fancy)", r"would (?:like|love)", r"looking (?:for|at|to)", r"want(?:s|ing|ed)? to",
    r"need(?:s|ing)?", r"wanna", r"fancy", r"after", r"thinking (?:of|about)", r"dream\w* of",
    r"(?:how much|what (?:would|does|will|is|are)|price|cost|cheap\w*|quote|rates?)",
    r"(?:can|could|would|will|do) (?:you|u|we)", r"any (?:deals?|ideas?|offers?|chance|availability)",
    r"please (?:quote|send|find|book|plan|arrange|help)", r"(?:book|plan|find|show|give|get|list)(?: me| us)?",
    r"mocht\w+", r"wurden? gern\w*", r"wollen", r"will", r"such(?:e|en)", r"brauch\w+", r"was kostet", r"kosten",
    r"preis\w*", r"angebot", r"planen", r"(?:konnen|konnt) (?:sie|ihr)", r"haben sie|habt ihr",
    r"traum\w+ von", r"voudr\w+", r"aimer\w+", r"souhait\w+", r"cherch\w+", r"envie", r"combien", r"prix", r"tarif",
    r"devis", r"(?:pouvez|pourriez|auriez|avez)[- ]vous", r"vous (?:avez|faites|auriez)",
    r"on (?:veut|cherche|pense)", r"quisier\w+", r"quer(?:emos|ria|riamos|o)", r"gustaria", r"busc(?:o|amos)",
    r"necesit\w+", r"cuanto", r"precio", r"presupuesto", r"(?:podeis|podrias?|puede|teneis|tiene)",
    r"vorr\w+", r"vogliamo", r"piacerebbe", r"cerc(?:o|hiamo)", r"serv(?:e|ono)", r"quanto", r"prezz\w+",
    r"preventivo", r"avete|potete|fate|proponete", r"pensav\w+", r"quer(?:ia|iamos|emos|o)", r"gostar\w+",
    r"procur\w+", r"precis\w+", r"valores?", r"orcamento", r"(?:tem|voces|podem)",
    r"(?:wil|willen|zouden|zoek|zoeken)", r"graag", r"wat kost", r"prijs", r"offerte",
    r"(?:hebben|kunnen|kunt|heeft) (?:jullie|u)",
)  # fmt: skip
WISHED: Pair = (words(*_WISH), _OBJECTS)

__all__ = ["HINTS", "PLAIN", "PRAISE", "WISHED"]
