"""Words for services, interests and board in seven languages, in flat spelling; each a pattern of `text.words`."""

from inquiries.extraction.rules.text import words

SERVICES: dict[str, tuple[str, ...]] = {
    "flight": (
        "flights?", "flt[s]?", "fly(?:ing)?", "air ?fares?", "plane tickets?", "flug", "fluge", "flugen", "hinflug",
        "fluege", "fliegen", "flugticket\\w*", "direktflug",
        "vols?", "billets? d'avion", "avion", "vuelos?", "volar\\w*", "voli", "volo", "aereo", "voos?", "voar",
        "passage(?:m|ns)(?: aereas?)?", "bilhetes? de aviao",
        "vluchten", "vlucht", "vliegen", "vliegtickets?", "tickets? d'avion",
    ),
    "hotel": (
        "hotels?", "htls?", "resorts?", "lodges?", "hostels?", "riads?", "ryokans?", "b&bs?", "guest ?houses?",
        "pensions?", "inns?", "accommodation", "accomodation", "accom", "overwater(?: bungalow)?",
        "\\w*hotels?", "hotelzimmer", "unterkunft", "ubernachtung(?:en)?", "ubernachten", "jugendherberge", "gasthof",
        "gasthaus", "hebergement", "auberges?", "gites?", "hoteles", "alojamiento",
        "hostales?", "paradores?", "posadas?", "alberg\\w+", "alloggio", "agriturismo", "hotéis", "hoteis",
        "pousadas?", "hospedagem", "alojamento", "accommodatie", "hotelletjes", "verblijf",
        "camps?(?= )", "tented camp", "wellnesshotel", "glass igloos?", "igloos?",
    ),
    "villa": ("villas?", "fincas?", "ferienvilla", "ferienhaus", "ferienhauser", "holiday (?:home|house|cottage)s?",
        "cottages?", "chalets?", "maisons? de vacances", "casa (?:vacanze|rural|de ferias)", "vakantiehuis(?:je)?",
        "moradia"),
    "apartment": ("apartments?", "flats?", "ferienwohnung(?:en)?", "fewo", "appartements?", "apartamentos?",
        "appartament[oi]", "self[ -]catering", "condos?", "studio apartment", "aparthotels?"),
    "transfer": (
        "transfers?", "pvt transfers?", "airport pick-?up", "pick-?up", "shuttle", "collect us", "flughafentransfer",
        "abholung", "navettes?", "transferts?", "traslados?", "navetta", "trasferiment[oi]",
        "transfer(?:e|es)?", "ophaalservice", "seaplane transfer", "chauffeur",
    ),
    "car": (
        "(?:hire|rental) cars?", "car hire", "car rental", "rent(?:ing)? a car", "hire a car", "hire car",
        "mietwagen", "mietauto", "leihwagen", "location de voiture", "voitures? de location", "voiture",
        "louer une voiture", "coche de alquiler", "alquiler de coche", "alquilar un coche", "auto a noleggio",
        "noleggio auto", "macchina a noleggio", "carro alugado", "aluguel de carro", "alugar (?:um )?carro",
        "rent-a-car", "huurauto", "auto huren", "camper(?:van)?", "motorhome", "wohnmobil", "self[ -]drive", "4x4",
        "aluguer de carro", "carro de aluguer",
    ),
    "train": ("trains?", "by rail", "rail passe?s?", "rail", "eurostar", "zug", "bahn", "bahnfahrt", "zugfahrt",
        "trenes", "tren", "treno", "treni", "trem", "comboio", "trein(?:en|reis)?", "tgv", "interrail", "nachtzug",
        "night train"),
    "cruise": ("cruises?", "cruising", "kreuzfahrt(?:en)?", "croisieres?", "cruceros?", "crocier[ae]", "cruzeiros?",
        "hurtigruten", "river cruise", "flusskreuzfahrt"),
    "tour": (
        "(?:guided|day|walking|city|private|boat|group|food) tours?", "tours?", "excursions?", "day trips?",
        "sightseeing", "rundreise", "ausfluge?", "stadtfuhrung", "gefuhrte\\w* tour\\w*", "circuits?",
        "visites? guidees?",
        "excursiones", "circuito", "escursion[ei]", "visite guidate", "tour", "passeios?", "excurso?es", "excursies?",
        "rondreis", "game drives?", "boat trips?",
    ),
    "guide": ("guides?", "local guide", "reiseleit(?:er|ung)", "fremdenfuhrer", "reisefuhrer", "guias?", "guida",
        "gids", "guide francophone"),
    "insurance": ("insurance", "travel insurance", "\\w*versicherung", "assurances?",
        "seguros?(?: de viaje| viagem)?", "assicurazion[ei]", "\\w*verzekering"),
    "visa": ("visas?", "visum", "visado", "visto", "visti", "vistos"),
}  # fmt: skip

INTERESTS: dict[str, tuple[str, ...]] = {
    "beach": (
        "beach(?:es|front)?", "seaside", "by the sea", "strand\\w*", "am meer", "badeurlaub", "\\w*strand", "plages?",
        "bord de (?:la )?mer", "playas?", "spiagg[ei]a?", "mare", "praias?", "strand(?:en|vakantie)?", "snorkel\\w*",
        "sunbath\\w*", "aan zee",
    ),
    "city": ("city ?breaks?", "city trip", "stadtereise", "stadtetrip", "stadtetour",
        "week-?end (?:a|dans une) ville", "escapada urbana", "citytrip", "stedentrip", "city life", "shopping"),
    "culture": (
        "cultur\\w+", "kultur\\w*", "museums?", "museen", "musees?", "museos?", "musei", "museus?", "temples?",
        "tempel\\w*", "templos?", "ruins?", "ruinas?", "ruinen", "ruines?", "rovine", "history", "histor\\w+",
        "geschichte",
        "ancient", "archaeolog\\w+", "sites? (?:historiques?|antiques?)", "antike\\w*", "architect\\w+", "reichstag",
        "memorial", "art galler\\w+", "heritage", "castles?", "chateaux", "cultuur", "opera", "arte",
    ),
    "nature": (
        "nature", "natur\\w*", "naturaleza", "natura", "natureza", "natuur", "northern lights", "aurora\\w*",
        "nordlichter", "polarlicht\\w*", "aurores? boreales?", "auroras? boreal\\w*", "noorderlicht", "waterfalls?",
        "wasserfall\\w*", "cascades?",
        "cascadas?", "wildlife", "whales?", "whale watching", "wale", "baleines", "ballenas", "national parks?",
        "nationalparks?", "rainforest", "glaciers?", "gletscher", "volcano\\w*", "volcanes?", "fjords?",
        "birdwatching", "jungle", "selva",
        "scenery", "landscapes?", "landschaft", "paysages?", "paisajes?", "bears?",
    ),
    "safari": ("safaris?", "game drives?", "big five", "gorilla\\w*", "pirschfahrt\\w*", "great migration",
        "the migration"),
    "cruise": ("cruises?", "kreuzfahrt(?:en)?", "croisieres?", "cruceros?", "crocier[ae]", "cruzeiros?"),
    "ski": ("ski(?:ing|s|er|en)?", "snowboard\\w*", "skiurlaub", "skifahren", "esqui\\w*", "sci", "sciare",
        "settimana bianca", "ski lifts?", "piste", "pistes", "wintersport", "skireise", "forfait"),
    "hiking": (
        "hik(?:e|es|ing|ers?)", "walking(?! distance| tour)", "trekking", "treks?", "wander\\w*", "randonnees?",
        "rando\\w*", "marche", "a pied", "senderismo", "caminar", "escursionismo", "camminat[ae]", "trilhas?",
        "caminhadas?", "wandelen", "wandelvakantie",
        "bergsteigen",
    ),
    "diving": ("div(?:e|es|ing|ers?)", "scuba", "tauch\\w+", "plongee", "plonger", "buce\\w+", "immersion[ei]",
        "mergulh\\w+", "duik\\w*", "house reef", "padi"),
    "wellness": ("wellness\\w*", "spa", "spas", "massages?", "hammam", "sauna", "thalasso\\w*", "yoga", "thermal\\w*",
        "therme\\w*", "terme", "balneario", "masajes?", "massagg\\w+", "ayurveda"),
    "golf": ("golf\\w*", "tee times?", "green fees?", "rounds of golf"),
    "food": (
        "food(?:ie)?s?", "cuisine", "gastronom\\w+", "cooking", "cocina", "kochkurs\\w*", "cozinha", "wine\\w*",
        "wein\\w*", "vin", "vins", "vino", "vinhos?", "wijn\\w*", "lekker eten", "kulinar\\w*", "essen gehen",
        "restaurants?", "comida", "cucina", "culinair\\w*", "tapas", "street food",
        "culinaire", "gourmet",
    ),
    "adventure": ("adventur\\w+", "abenteuer\\w*", "aventur\\w+", "avventur\\w+", "avontuur\\w*", "rafting",
        "zip-?lin\\w+", "quad bik\\w+", "surf(?:ing)?", "climbing", "kayak\\w*", "canyoning", "husky", "huskies",
        "snowmobile\\w*", "sledding"),
    "honeymoon": ("honeymoon\\w*", "flitterwochen", "hochzeitsreise", "voyage de noces", "lune de miel",
        "luna de miel", "viaje de novios", "viaggio di nozze", "luna di miele", "lua de mel", "huwelijksreis",
        "newlyweds"),
    "family": ("family (?:trip|holiday|room|friendly|vacation|hotel)s?", "kids'? club", "familienurlaub",
        "familienzimmer", "familienhotel", "vacances en famille", "vacaciones en familia", "vacanza in famiglia",
        "ferias em familia", "gezinsvakantie", "whole family"),
    "business": ("business (?:trips?|travel)", "on business", "conference", "congress", "kongress",
        "geschaftsreise", "dienstreise", "messe", "offsite", "off-site", "incentive", "team ?building",
        "voyage d'affaires", "seminaire", "viaje de negocios", "viaggio d'affari",
        "viagem de negocios", "zakenreis", "corporate", "delegates", "meeting room", "board meeting",
        "sales meeting", "kick-?off"),
    "group": (
        "(?<!small\\s)(?<!total\\s)(?<!whole\\s)(?<!entire\\s)(?<!our\\s)(?<!kleine\\s)(?<!kleinen\\s)(?<!petit\\s)"
        "(?<!piccolo\\s)(?<!pequeno\\s)"
        "(?:group|groups|gruppe|groupe|grupo|gruppo|groep)(?! (?:pequeno|reducido|size|discount))",
        "gruppenreise", "group trip", "school trip", "klassenfahrt", "voyage scolaire", "voyage de groupe",
        "gita scolastica", "viaje de grupo", "viagem de grupo"),
    "pilgrimage": ("pilgrim\\w*", "pilger\\w*", "pelerin\\w*", "peregrin\\w*", "pellegrin\\w*", "umrah?", "omra",
        "hajj", "bedevaart\\w*", "camino de santiago", "jakobsweg", "lourdes"),
}  # fmt: skip

BOARD: dict[str, tuple[str, ...]] = {
    "room_only": ("room only", "no meals", "nur ubernachtung", "ohne verpflegung", "logement seul",
        "solo alojamiento", "solo habitacion", "solo pernottamento", "so alojamento", "sem refeicoes", "logies"),
    "breakfast": (
        "breakfasts?", "b ?& ?b", "b and b", "bfast", "bb(?!\\w)", "brekkie", "fruhstuck",
        "ubernachtung mit fruhstuck", "petits?[ -]dej(?:euners?)?", "ptits? dej\\w*", "desayunos?", "colazione",
        "prima colazione", "cafe da manha", "pequeno[ -]almoco",
        "ontbijt",
    ),
    "half_board": ("half[ -]board", "hb(?!\\w)", "halbpension", "hp(?!\\w)", "demi[ -]pension", "media pension",
        "mezza pensione", "meia[ -]pensao", "half ?pension", "dinner bed and breakfast", "dbb"),
    "full_board": ("full[ -]board", "fb(?!\\w)", "vollpension", "vp(?!\\w)", "pension complete", "pension completa",
        "pensione completa", "pensao completa", "vol ?pension"),
    "all_inclusive": ("all[ -]inclusive?", "all[ -]inc", "a ?i(?= in| resort| hotel| please| pls)", "todo incluido",
        "tout compris", "tout inclus", "tutto incluso", "tudo incluido", "alles inklusive", "formule tout compris",
        "ultra all inclusive"),
}  # fmt: skip

OWN_WAY = words(
    "own car", "eigene[mn]? auto", "mit dem auto", "notre (?:propre )?voiture", "en voiture depuis",
    "(?:subimos|iremos|vamos) en coche", "coche propio", "auto propria", "macchina propria", "carro proprio",
    "eigen auto", "driving down",
    "we(?:'ll| will) drive", "by coach", "by ferry", "fliegt nicht", "flug ist (?:schon )?gebucht",
    "flights? (?:already )?booked",
)  # fmt: skip
STAR_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "zwei": 2, "drei": 3, "vier": 4, "funf": 5, "deux": 2, "trois": 3,
    "quatre": 4, "cinq": 5, "dos": 2, "tres": 3,
    "cuatro": 4, "cinco": 5, "due": 2, "quattro": 4, "cinque": 5, "duas": 2, "quatro": 4, "twee": 2, "drie": 3,
    "vijf": 5,
}  # fmt: skip
