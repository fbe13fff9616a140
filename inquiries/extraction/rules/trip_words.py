"""Words without which nobody asks for a journey. Seven languages, flat."""

from inquiries.extraction.rules.text import words

# One of them is enough for a request; a message with none, from nobody we know, is about something else.
TRAVEL = words(
    r"guest ?houses?", r"b ?& ?bs?", r"accomm?odation", r"lodg\w+", r"motels?", r"gites?",
    r"pensione?s?", r"casas? rural\w*", r"rifugio",
    r"trips?", r"travel\w*", r"holidays?", r"hols?", r"vacations?", r"getaways?",
    r"(?:city|short|beach|weekend|winter) breaks?",
    r"break", r"journeys?", r"fl(?:y|ights?|ying|ew)", r"hotels?", r"hostels?", r"resorts?", r"cruis\w+",
    r"safaris?", r"villas?",
    r"apartments?", r"cottages?", r"tours?", r"trains?", r"ferr(?:y|ies)", r"packages?", r"pkgs?", r"brochures?",
    r"quot\w+", r"honeymoon",
    r"itinerar\w+", r"destinations?", r"abroad", r"beach\w*", r"ski\w*", r"rooms?", r"nights?", r"all[- ]inclusive",
    r"availab\w+",
    r"weekends? away", r"somewhere", r"get away", r"stag", r"hen", r"airport", r"visas?", r"seats? (?:to|on)",
    r"tickets?", r"sun(?:ny|shine)?",
    r"\w*reise\w*", r"\w*urlaub\w*", r"ferien\w*", r"\w*flug\w*", r"\w*fluge", r"fliegen\w*", r"\w*hotel\w*",
    r"\w*kreuzfahrt\w*", r"unterkunft",
    r"ubernachtung\w*", r"angebot\w*", r"\w*zimmer\w*", r"pauschal\w*", r"verreisen", r"wohin", r"sonne", r"meer",
    r"strand\w*", r"nachte?n?",
    r"\w*wochenende", r"rundfahrt", r"\w*haus(?:es)?", r"wegfahren", r"ausflug\w*", r"voyag\w+", r"sejours?",
    r"vacances", r"vols?", r"croisieres?",
    r"week-?ends?", r"circuits?", r"billets?", r"devis", r"partir", r"location", r"plage", r"nuits?", r"escapade",
    r"hebergement\w*", r"lune de miel",
    r"noces", r"soleil", r"chambres?", r"viaj\w+", r"vacaciones", r"vuelos?", r"cruceros?", r"escapada\w*",
    r"alojamiento\w*", r"presupuesto", r"playas?",
    r"noches?", r"paquetes?", r"habitaci\w+", r"pasajes?", r"boletos?", r"cotiza\w*", r"luna de miel", r"viagg\w+",
    r"vacanz\w+", r"vol[oi]",
    r"crocier\w", r"biglietti", r"preventivo", r"spiaggi\w+", r"mare", r"notti?", r"albergh?[oi]", r"camer[ae]",
    r"pacchett\w+", r"soggiorn\w+",
    r"offert[ae]", r"partire", r"viage\w*", r"viaje\w*", r"ferias", r"voos?", r"passage(?:m|ns)", r"pacotes?",
    r"praias?", r"cruzeiros?", r"orcamentos?",
    r"hosped\w+", r"pousadas?", r"noites?", r"quartos?", r"lua de mel", r"\w*reis\w*", r"vakantie\w*", r"vlucht\w*",
    r"vliegen", r"cruise", r"zon\w*",
    r"offerte", r"\w*huisje\w*", r"weekje\w*", r"\w*kamers?", r"weg", r"strand\w*", r"overnacht\w+", r"uitstap\w*",
    r"abi-?fahrt", r"klassenfahrt",
    r"excursion\w*", r"excurs\w+", r"transfers?", r"guide[ds]?", r"rental", r"rent", r"agent", r"booking",
    r"reserv\w+", r"buchen", r"boeken",
    r"prenot\w+", r"insurance", r"versicherung", r"catalog\w*", r"katalog\w*", r"trek\w*", r"hik\w+", r"pilgrim\w*",
    r"umrah", r"hajj", r"mietwagen",
)  # fmt: skip
__all__ = ["TRAVEL"]
