"""Words of letters that want something else than a journey, and of wishes for one. Seven languages, flat.

Any hint may stand in a request too: kinds.py weighs how many there are against how much of a journey is told.
"""

from inquiries.extraction.rules.booking_words import Pair
from inquiries.extraction.rules.text import words
from inquiries.extraction.rules.trip_words import OBJECTS

HINTS = words(
    # Who writes to a firm: its trade, its papers, its way of speaking.
    r"(?:hope|trust) this (?:e-?mail|message) finds you", r"reaching out", r"came across your", r"linkedin", r"(?:your|travel) (?:agency|agencies|agents|company|"
    r"website|team|passengers|clients|customers)", r"we(?:'ve| have) (?:just |recently )?(?:opened|launched|renovated|developed)", r"(?:we|can) help (?:you|travel|agencies)",
    r"our (?:team|company|platform|software|services|solution|catalogue|fleet|drivers|guides)", r"rate ?sheets?", r"catalogues?", r"brochure attached", r"feature (?:it|us|our)",
    r"rsvp", r"(?:like|pleased|delighted) to invite", r"(?:you|are) (?:cordially |kindly )?invited", r"roadshow", r"(?:ten|five|fifteen|20|15|10) minutes",
    r"unbeatable", r"no obligation", r"software", r"demo", r"your (?:subscription|domain|account|order|mailbox|website|listing)", r"renews?", r"sign-?in", r"security alert",
    r"view (?:this|it)? ?(?:in|online)(?: your)? ?(?:browser)?", r"(?:flash|summer|winter) sale", r"book (?:by|before) (?:midnight|sunday|friday)", r"dissertation", r"thesis",
    r"questionnaire", r"survey", r"research (?:project|paper)", r"part-?time", r"(?:looking for|seeking) (?:\w+ )?work", r"umbrella", r"(?:find|found|left|lost) (?:my|a|an) (?:\w+ )?(?:umbrella|"
    r"scarf|phone|coat|glasses|keys|wallet|bag) (?:in|at)", r"(?:your|the) manager", r"how (?:helpful|kind|well)", r"blocked", r"are you the (?:same|people)", r"someone else",
    r"reply (?:yes|oui|si|ja|sim|now)", r"(?:daily|a day|per day) from (?:your|home)", r"earn", r"advertis\w+", r"statement", r"accounts are asking", r"church",
    # German
    r"start-?up", r"\w*reiseburos?", r"vorfuhrung", r"journalist\w*", r"(?:sie und ihre )?kolleg\w+", r"hausfuhrung", r"(?:laden|lade) (?:wir|ich) sie", r"einladung", r"renoviert",
    r"raten fur", r"unverbindlich", r"abbestell\w+", r"regenschirm", r"sponsor\w*", r"vereinsfest", r"spende\w*", r"domain", r"verlangern", r"umfrage", r"masterarbeit|bachelorarbeit",
    r"(?:ein|eine) (?:gesprach|interview)", r"(?:war|waren) (?:\w+ )?(?:ein (?:traum|geschenk|erlebnis)|unvergesslich|traumhaft|wunderschon|grosartig|perfekt)", r"schwarm\w+ (?:noch )?",
    r"(?:entwickelt|anbieten|prasentieren|vorstellen)", r"stelle als|arbeitsstelle|aushilfe\w*|ausbildung\w*", r"ihr\w* paket",
    # French
    r"je me permets de vous", r"nous lancons", r"documentation", r"professionnel\w*", r"enquete", r"memoire", r"logiciel", r"responsable", r"invitation", r"soiree de presentation",
    r"agents? de voyages?", r"(?:tenions|tenais) a", r"nous a (?:plu|ravi|enchante)\w*", r"(?:un|d')emploi", r"parrain\w*", r"(?:etait|fut) (?:magique|magnifique|parfait|un reve|top)\w*",
    r"on a (?:adore|aime)", r"partenair\w+", r"votre (?:agence|societe|site|equipe)",
    # Spanish
    r"somos una empresa", r"sin compromiso", r"publicidad", r"revista", r"(?:le|les|os) invitamos", r"presentacion", r"(?:fue|ha sido) (?:un sueno|increible|maravillos\w|inolvidable|perfect\w|"
    r"fantastic\w)", r"no tenemos palabras", r"paquete (?:esta )?retenido", r"aduanas?", r"encuesta", r"tesis", r"(?:busco|buscando) (?:trabajo|empleo|practicas)", r"su (?:agencia|empresa|web)",
    r"nos encanto", r"colabor\w+",
    # Italian
    r"agenzi[ae] di (?:marketing|viaggi\w*)", r"nuovi clienti", r"instagram", r"(?:vi|la) invitiamo", r"serata di presentazione", r"presentazione", r"complimenti", r"tirocinio", r"(?:cerco|cercando) "
    r"(?:lavoro|impiego)", r"e stat[oa] (?:\w+ )?(?:un sogno|bellissim\w|stupend\w|meraviglios\w|indimenticabile|magic\w)", r"tesi", r"questionario", r"la vostra (?:agenzia|azienda)", r"pubblicita",
    # Portuguese
    r"(?:somos|sou) d[ao] \w+", r"(?:os|as) seus grupos", r"tabela", r"inquerito", r"pesquisa", r"tese", r"parabens", r"foi (?:\w+ )?(?:lind[ao]|maravilhos[ao]|incrivel|inesquecivel|um sonho|perfeit[ao])",
    r"(?:procuro|busco) (?:emprego|trabalho|estagio)", r"convid\w+", r"apresentacao", r"parceria", r"(?:a )?(?:sua|vossa) (?:agencia|empresa)", r"publicidade",
    # Dutch
    r"(?:wij|we) zijn een nieuw\w*", r"(?:ons|onze \w+) voor(?: te)? ?(?:te )?stellen", r"scriptie", r"enquete", r"vragen (?:willen )?beantwoorden", r"uitnodig\w+", r"presentatie", r"(?:was|waren) (?:\w+ ){0,2}"
    r"(?:prachtig\w*|geweldig\w*|onvergetelijk\w*|fantastisch\w*)", r"prachtige reis", r"alles klopte", r"(?:zoek|gezocht) (?:werk|een baan|stage)", r"uw (?:bedrijf|reisbureau|website)", r"samenwerk\w+",
    r"sponsoren",
)  # fmt: skip
_WISH = (
    r"(?:we|i|they)(?:'d| would| want| wanna| need| are looking| am looking|'re looking|'m looking| plan| hope| fancy)", r"would (?:like|love)", r"looking (?:for|at|to)", r"want(?:s|ing|ed)? to",
    r"need(?:s|ing)?", r"wanna", r"fancy", r"after", r"thinking (?:of|about)", r"dream\w* of", r"(?:how much|what (?:would|does|will|is|are)|price|cost|cheap\w*|quote|rates?)",
    r"(?:can|could|would|will|do) (?:you|u|we)", r"any (?:deals?|ideas?|offers?|chance|availability)", r"please (?:quote|send|find|book|plan|arrange|help)", r"(?:book|plan|find|show|give|get|list)(?: me| us)?",
    r"mocht\w+", r"wurden? gern\w*", r"wollen", r"will", r"such(?:e|en)", r"brauch\w+", r"was kostet", r"kosten", r"preis\w*", r"angebot", r"planen", r"(?:konnen|konnt) (?:sie|ihr)", r"haben sie|habt ihr",
    r"traum\w+ von", r"voudr\w+", r"aimer\w+", r"souhait\w+", r"cherch\w+", r"envie", r"combien", r"prix", r"tarif", r"devis", r"(?:pouvez|pourriez|auriez|avez)[- ]vous", r"vous (?:avez|faites|auriez)",
    r"on (?:veut|cherche|pense)", r"quisier\w+", r"quer(?:emos|ria|riamos|o)", r"gustaria", r"busc(?:o|amos)", r"necesit\w+", r"cuanto", r"precio", r"presupuesto", r"(?:podeis|podrias?|puede|teneis|tiene)",
    r"vorr\w+", r"vogliamo", r"piacerebbe", r"cerc(?:o|hiamo)", r"serv(?:e|ono)", r"quanto", r"prezz\w+", r"preventivo", r"avete|potete|fate|proponete", r"pensav\w+", r"quer(?:ia|iamos|emos|o)", r"gostar\w+",
    r"procur\w+", r"precis\w+", r"valores?", r"orcamento", r"(?:tem|voces|podem)", r"(?:wil|willen|zouden|zoek|zoeken)", r"graag", r"wat kost", r"prijs", r"offerte", r"(?:hebben|kunnen|kunt|heeft) (?:jullie|u)",
)  # fmt: skip
WISHED: Pair = (words(*_WISH), OBJECTS)

__all__ = ["HINTS", "WISHED"]
