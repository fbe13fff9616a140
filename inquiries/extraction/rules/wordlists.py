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
        "hotels?", "htls?", "ostell[oi]", "albergues?", "jeugdherberg\\w*", "jugendherberg\\w*", "hotel-?zimmer",
        "resorts?", "lodges?", "hostels?", "riads?", "ryokans?", "b&bs?", "bed and breakfasts?",
        "bed & breakfasts?", "refugios?", "refuges?", "rifug[io]", "berghutten?", "tea ?houses?",
        "catered chalets?", "motels?", "ferienhotel", "clubhotel", "ferienanlage", "feriendorf",
        "villaggio(?: turistico)?", "albergh?[oi]",
        "chambres? d'hotes?", "casas? rurales?", "unterkunfte", "quartier", "bleibe", "slaapplaats",
        "overnachting(?:en)?", "pernottament[oi]", "nuitees?", "guest ?houses?",
        "pensions?", "inns?", "accommodation", "accomodation", "accom", "overwater(?: bungalow)?",
        "\\w*hotels?", "hotelzimmer", "unterkunft", "ubernachtung(?:en)?", "ubernachten", "jugendherberge", "gasthof",
        "gasthaus", "hebergement", "auberges?", "gites?", "hoteles", "alojamiento",
        "hostales?", "paradores?", "posadas?", "alberg\\w+", "alloggio", "agriturismo", "hoteis",
        "pousadas?", "hospedagem", "alojamento", "accommodatie", "hotelletjes", "verblijf",
        "camps?(?= )", "tented camp", "wellnesshotel", "glass igloos?", "igloos?",
    ),
    "villa": ("villas?", "\\w*hauschen", "haeuschen", "huisjes?", "\\w*huisje", "casitas?", "casett[ae]",
    "casinhas?", "maisonnettes?", "bungalow ?park",
        "country houses?", "farmhouses?", "beach houses?", "holiday lets?", "(?<!catered\\s)chalets",
        "(?:house|haus|maison|casa|huis)(?= (?:with|w/?|mit|avec|c/?|con|com|met)\\s+(?:a |einem |une |una |uma |"
        "een |private |eigenem |eigen )?(?:pool|garten|garden|piscin\\w+|zwembad|jardin|giardino|jardim|tuin))",
        "(?:uma|una|une|ein|een|a) (?:casa|maison|haus|huis|house)(?= (?:no|na|em|en|in|am|an|by|near|auf|a|al|aan|"
        "au|aux|pour|para|per|for|fur|voor) )",
        "casa(?= (?:no|na|em|pra|para) )", "fincas?", "ferienvilla", "ferienhaus", "ferienhauser",
        "holiday (?:home|house|cottage)s?",
        "cottages?", "(?<!catered\\s)chalet", "maisons? de vacances", "casa (?:vacanze|rural|de ferias)",
        "vakantiehuis(?:je)?",
        "moradia"),
    "apartment": ("apartments?", "flats",
    "flat(?! (?:walk|terrain|ground|rate|fee|area|out|beach|access|path|road|surface|white|roof|route|land|and|bed|"
    "screen))",
        "apparts?", "wohnung(?:en)?", "appartementen", "ferienwohnungen", "apartament[oi]s?", "apto", "apts?",
        "piso", "pisos", "maisonette-?wohnung", "t[1-5](?= )", "ferienwohnung(?:en)?", "fewo", "appartements?",
        "apartamentos?",
        "appartament[oi]", "self[ -]catering", "condos?", "studio apartment", "aparthotels?"),
    "transfer": (
        "transfers?", "pvt transfers?",
        "(?:transport|transporte|trasporto|vervoer|taxi|coach|bus|minibus|minivan|lift|ride|van|car|auto|voiture|"
        "carro|coche) [^.!?;\\n]{0,30}?(?:to|from|zum|vom|ab|von|vers|de|depuis|al|del|desde|hasta|dal|do|da|ao|"
        "para o|naar|van|dall' ?|all' ?)\\s*(?:the |het |de |l')?(?:\\w+ )?"
        "(?:airport|flughafen|aeroport|aeropuerto|aeroporto|luchthaven|vliegveld)",
        "(?:airport|flughafen|aeroport|aeropuerto|aeroporto|luchthaven|vliegveld)(?:transport|taxi|shuttle)\\w*",
        "picked up", "pick us up", "drop-?off",
        "holen? uns ab", "abgeholt", "venir nous chercher", "recogida", "recogernos", "venire a prenderci",
        "buscar-nos", "ons ophalen", "airport pick-?up", "pick-?up", "shuttle", "collect us", "flughafentransfer",
        "abholung", "navettes?", "transferts?", "traslados?", "navetta", "trasferiment[oi]",
        "transfer(?:e|es)?", "ophaalservice", "seaplane transfer", "chauffeur",
    ),
    "car": (
        "(?:hire|rental) cars?", "car hire", "car rental", "rent(?:ing)? a car", "hire a car", "hire car",
        "mietwagen", "mietauto", "leihwagen", "location de voiture", "voitures? de location",
        "(?<!en\\s)(?<!notre\\s)(?<!propre\\s)(?<!ma\\s)voiture",
        "louer une voiture", "coche de alquiler", "alquiler de coche", "alquilar un coche", "auto a noleggio",
        "noleggio auto", "macchina a noleggio", "carro alugado", "aluguel de carro", "alugar (?:um )?carro",
        "rent-a-car",
        "(?:two|2|three|3|zwei|drei|deux|trois|dos|tres|due|tre|dois|duas|twee|drie) (?:small |big |large )?(?:cars|"
        "autos|wagen|voitures|coches|macchine|carros|auto's)",
        "(?:car|auto|wagen|voiture|coche|macchina|carro) (?:with|and|mit|avec|con|com|met) (?:a |own |private |"
        "einem |un |um |een )?(?:driver|fahrer|chauffeur|conductor|chofer|autista|motorista)",
        "(?:need|want|book|hire|get|brauchen|mochten|louer|voudrions|necesitamos|queremos|alquilar|noleggiare|"
        "vorremmo|precisamos|alugar|huren|willen) (?:us |also |auch |noch )?(?:a |an |ein |einen |une |un |una |um |"
        "een )(?:small |big |kleines |petite )?(?:car|auto|wagen|voiture|coche|macchina|carro)",
        "huurauto", "auto huren", "camper(?:van)?", "motorhome", "wohnmobil", "self[ -]drive", "4x4",
        "aluguer de carro", "carro de aluguer",
    ),
    "train": ("trains?", "\\w*trains", "trens", "comboios", "treinen", "zuge", "zugen", "bahnticket\\w*",
    "bahnreise", "treinticket\\w*", "billets? de train", "sleeper train", "by rail", "rail passe?s?", "rail",
    "eurostar", "zug", "bahn", "bahnfahrt", "zugfahrt",
        "trenes", "tren", "treno", "treni", "trem", "comboio", "trein(?:en|reis)?", "tgv", "interrail", "nachtzug",
        "night train"),
    "cruise": ("cruises?", "cruising", "kreuzfahrt(?:en)?", "croisieres?", "cruceros?", "crocier[ae]", "cruzeiros?",
        "hurtigruten", "river cruise", "\\w*kreuzfahrt(?:en)?", "by ship", "(?:per|mit dem) schiff", "\\w*cruise"),
    "tour": (
        "(?:guided|day|walking|city|private|boat|group|food) tours?", "tours?", "excursions?", "day trips?",
        "sightseeing", "rundreise", "ausfluge?", "stadtfuhrung", "gefuhrte\\w* tour\\w*", "circuits?",
        "visites? guidees?",
        "excursiones", "circuito", "escursion[ei]", "visite guidate", "tour", "passeios?", "excurso?es", "excursies?",
        "rondreis", "game drives?", "boat trips?",
    ),
    "guide": ("guides?", "tour leader", "guida turistica", "acompanhante", "accompagnatore", "guiado",
    "reisbegeleider", "gefuhrt\\w*", "local guide", "reiseleit(?:er|ung)", "fremdenfuhrer", "reisefuhrer", "guias?",
    "guida",
        "gids", "guide francophone"),
    "insurance": ("insurance", "travel insurance", "insured", "polizza", "polizze", "polizas?", "apolice",
    "reiserucktritt\\w*", "rrv", "asegurar\\w*", "verzekerd", "annulering", "assistance rapatriement",
    "\\w*versicherung", "assurances?",
        "seguros?(?: de viaje| viagem)?", "assicurazion[ei]", "\\w*verzekering"),
    "visa": ("visas?", "visums", "visados", "e-?visas?", "visumantrag", "einreisevisum", "visum", "visado", "visto",
    "visti", "vistos"),
}  # fmt: skip

INTERESTS: dict[str, tuple[str, ...]] = {
    "beach": (
        "beach(?:es|front)?", "pe na areia", "seaside", "by the sea", "strand\\w*", "am meer", "badeurlaub",
        "\\w*strand", "plages?",
        "bord de (?:la )?mer", "playas?", "spiagg[ei]a?", "(?<!soffre\\sil\\s)(?<!mal\\sdi\\s)mare", "praias?",
        "strand(?:en|vakantie)?", "snorkel\\w*",
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
    "cruise": ("cruises?", "\\w*kreuzfahrt(?:en)?", "by ship", "\\w*cruise", "croisieres?", "cruceros?",
    "crocier[ae]", "cruzeiros?"),
    "ski": ("ski(?:ing|s|er|en|er[s]|urlaub\\w*|reis\\w*|fahr\\w*|kurs\\w*|pass\\w*|les\\w*|gebiet\\w*|vakantie\\w*|"
    "schule|school|week\\w*|woche\\w*|trip|holiday|lauf\\w*|freizeit|stage|in|out)?",
        "ski-\\w+", "skier", "nieve", "settimana bianca", "neige", "sneeuw\\w*", "schneeurlaub", "langlauf\\w*",
        "snow ?sports?", "apres-?ski", "lift ?pass\\w*", "skipass\\w*", "forfaits", "snowboard\\w*", "skiurlaub",
        "skifahren", "esqui\\w*", "sci", "sciare",
        "settimana bianca", "ski lifts?", "piste", "pistes", "wintersport", "skireise", "forfait"),
    "hiking": (
        "hik(?:e|es|ing|ers?)", "walking(?! distance| tour)", "trekking", "treks?", "wander\\w*", "randonnees?",
        "rando\\w*", "marche", "a pied", "senderismo", "caminar", "escursionismo", "camminat[ae]", "trilhas?",
        "caminhadas?", "wandelen", "wandelvakantie",
        "bergsteigen",
    ),
    "diving": ("div(?:e|es|ing|ers?)", "scuba", "tauch\\w+", "plongee", "plonger", "buce\\w+", "immersion[ei]",
        "mergulh\\w+", "duik\\w*", "house reef", "padi"),
    "wellness": ("wellness\\w*", "hot springs?", "thermal baths?", "onsen", "aguas termales", "acque? termal\\w+",
    "sources? chaudes?", "thermes", "termas", "termalne", "kurort\\w*", "kurhotel", "\\bkur", "benessere",
    "bien-etre", "bem-estar", "bienestar", "welness", "spa", "spas", "massages?", "hammam", "sauna", "thalasso\\w*",
    "yoga", "thermal\\w*",
        "therme\\w*", "terme", "balneario", "masajes?", "massagg\\w+", "ayurveda"),
    "golf": ("golf\\w*", "tee times?", "green fees?", "rounds of golf"),
    "food": (
        "food(?:ie)?s?", "cuisine", "gastronom\\w+", "cooking", "cocina", "kochkurs\\w*", "cozinha", "wine\\w*",
        "wein\\w*", "vin", "vins", "vino", "vinhos?", "wijn\\w*", "lekker eten", "kulinar\\w*", "essen gehen",
        "(?<!to\\s)(?<!near\\s)(?<!nahe\\s)(?:good|great|fine|nice|gute\\w*|bons?|buen\\w*|buon\\w*|bons|goede|"
        "michelin\\w*|best|local) restaurants?", "comida", "cucina", "culinair\\w*", "tapas", "street food",
        "culinaire", "gourmet",
    ),
    "adventure": ("adventur\\w+", "abenteuer\\w*", "aventur\\w+", "avventur\\w+", "avontuur\\w*", "rafting",
        "zip-?lin\\w+", "quad bik\\w+", "surf(?:ing)?", "climbing", "kayak\\w*", "canyoning", "husky", "huskies",
        "snowmobile\\w*", "sledding"),
    "honeymoon": ("honeymoon\\w*", "mini-?moon", "just married", "newly married", "frisch verheiratet",
    "frischvermahlt", "jeunes maries", "recien casados", "sposini", "novelli sposi", "recem-? ?casados",
    "pasgetrouwd", "wittebroodsweken", "flitterwochen", "hochzeitsreise", "voyage de noces", "lune de miel",
        "luna de miel", "viaje de novios", "viaggio di nozze", "luna di miele", "lua de mel", "huwelijksreis",
        "newlyweds"),
    "family": ("\\w*familien", "two families", "deux familles", "dos familias", "due famiglie", "duas familias",
    "twee gezinnen", "zwei familien","family (?:trip|holiday|room|friendly|vacation|hotel)s?", "kids'? club",
    "familienurlaub",
        "familienzimmer", "familienhotel", "vacances en famille", "vacaciones en familia", "vacanza in famiglia",
        "ferias em familia", "gezinsvakantie", "whole family"),
    "business": ("business (?:trips?|travel)", "team-?uitje", "for work", "beruflich", "geschaftlich", "por trabajo",
    "per lavoro", "zakelijk", "incentive-?\\w*", "trade (?:fair|show)s?", "sales kick-?off",
    "kick-?offs?", "team ?events?", "firmenreise", "betriebsausflug", "betriebsreise", "vertriebsteam", "fachmesse",
    "tagung\\w*",
        "konferenz\\w*", "workshops?", "conferences?", "salon professionnel", "congres", "congres\\w*", "congreso",
        "convencion", "feria(?: de)?", "fiera", "convegno", "congresso", "feira", "conferencia",
        "deslocac\\w+ (?:profissional|de servico)",
        "beurs", "vakbeurs", "congres", "bedrijfsuitje", "personeelsreis", "company (?:trip|retreat)",
        "retreat for (?:our|the) (?:team|staff)", "deplacement professionnel", "viaggio aziendale",
        "viaje de empresa", "on business", "conference", "congress", "kongress",
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
    "pilgrimage": ("wallfahr\\w*", "wallfahrt\\w*", "romaria\\w*", "romeir\\w*", "romeria", "bedevaart\\w*",
    "hadsch", "ziyarat\\w*", "ziyarah", "ziarah", "medjugorje", "fatima", "compostel\\w*",
        "parish\\w*", "parroqui\\w*", "parrocchi\\w*", "paroqui\\w*", "paroiss\\w*", "pfarr\\w*", "kirchengemeinde",
        "parochie\\w*", "diocesan\\w*", "santuari\\w*", "santuario", "shrine of",
        "cammino di santiago","pilgrim\\w*", "pilger\\w*", "pelerin\\w*", "peregrin\\w*", "pellegrin\\w*", "umrah?",
        "omra",
        "hajj", "bedevaart\\w*", "camino de santiago", "jakobsweg", "lourdes"),
}  # fmt: skip

# Meals that are named one by one.
MEALS: dict[str, str] = {
    "breakfast": r"breakfasts?|fruhstuck|petits?[ -]dej\w*|ptit dej\w*|desayunos?|colazion[ei]|cafe(?: da manha)?|"
    r"pequeno[ -]almoco|ontbijt(?:en)?",
    "lunch": r"lunch(?:es)?|mittagessen|mittag|(?<!petit-)(?<!petits-)(?<!petit )(?<!petits )dejeuners?|almuerzos?|"
    r"comidas?|pranz[oi]|almocos?|middageten",
    "dinner": r"dinners?|supper|evening meals?|abendessen|abendbrot|diners?|soupers?|cenas?|cen[ae]|jantar(?:es)?|"
    r"janta|avondeten|avondmaal",
}

BOARD: dict[str, tuple[str, ...]] = {
    "room_only": ("room only", "self[ -]cater\\w*", "selbstversorg\\w*", "sans repas", "sin comidas", "sin pension",
    "senza pasti", "zonder maaltijden", "enkel logies", "alleen logies", "logies zonder", "no meals",
    "nur ubernachtung", "ohne verpflegung", "logement seul",
        "solo alojamiento", "solo habitacion", "solo pernottamento", "so alojamento", "sem refeicoes"),
    "breakfast": (
        "breakfasts?", "b ?& ?b", "b and b", "bfast", "(?<!\\d\\s)bb(?!\\w)", "brekkie", "brekky", "breaky",
        "bed (?:and|&) breakfast", "fruhstuck",
        "ubernachtung mit fruhstuck", "petits?[ -]dej(?:euners?)?", "ptits? dej\\w*", "desayunos?", "colazione",
        "prima colazione", "cafe da manha", "pequeno[ -]almoco",
        "ontbijt",
    ),
    "half_board": ("half[ -]board", "halfboard", "halb-?pension", "halve pension", "media-?pension",
    "mezza-?pensione", "hb(?!\\w)", "halbpension", "hp(?!\\w)", "demi[ -]pension", "media pension",
        "mezza pensione", "meia[ -]pensao", "half ?pension", "dinner bed and breakfast", "dbb"),
    "full_board": ("full[ -]board", "fullboard", "voll-?pension", "volledig pension", "fb(?!\\w)", "vollpension",
    "vp(?!\\w)", "pension complete", "pension completa",
        "pensione completa", "pensao completa", "vol ?pension"),
    "all_inclusive": ("all[ -]inclusive?", "all[ -]inc", "all[ -]inkl?", "all[ -]inklusive",
    "all[ -]in(?= (?:resort|hotel|pas|max|bitte|please|pls|mit|fur|avec|y|e|en|con|com))", "allinclusive",
    "all incl", "alles inbegrepen", "alles inclusief", "a\\.i\\.", "a ?i(?= in| resort| hotel| please| pls)",
    "todo incluido", "tout-inclus", "all[ -]in",
        "tout compris", "tout inclus", "tutto incluso", "tudo incluido", "alles inklusive", "formule tout compris",
        "ultra all inclusive"),
}  # fmt: skip

OWN_WAY = words(
    "own car", "eigene[mn]? auto", "mit dem auto", "notre (?:propre )?voiture", "en voiture depuis",
    "(?:subimos|iremos|vamos) en coche", "coche propio", "auto propria", "macchina propria", "carro proprio",
    "eigen auto", "met de auto", "driving down",
    "we(?:'ll| will) drive", "by coach", "by bus", "(?:mit dem|im|per) (?:reise)?bus", "en (?:auto)?car", "en bus",
    "en autobus", "in pullman", "by ferry", "flieg(?:e|t|en) nicht", "flug ist (?:schon )?gebucht",
    "flights? (?:already )?booked",
)  # fmt: skip
STAR_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "zwei": 2, "drei": 3, "vier": 4, "funf": 5, "deux": 2, "trois": 3,
    "quatre": 4, "cinq": 5, "dos": 2, "tres": 3,
    "cuatro": 4, "cinco": 5, "due": 2, "quattro": 4, "cinque": 5, "duas": 2, "quatro": 4, "twee": 2, "drie": 3,
    "vijf": 5,
}  # fmt: skip
