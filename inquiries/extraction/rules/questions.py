"""Which fields of a trip a message of ours asks for, where an agent wrote the question freely. Seven languages."""

import re

from inquiries.extraction.rules.text import flatten

_SENTENCE = re.compile(r"[^.!?\n]*\?")
_ASKS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (field, re.compile(rf"(?<!\w)(?:{source})"))
    for field, source in (
        ("child_ages", r"how old|ages? of|wie alt|quel(?:s)? ages?|que edad|quanti anni|eta dei|que idade|hoe oud"),
        ("origin", r"where (?:are|would|will|do) you (?:\w+ ){0,3}(?:leav|fly|depart|start|travel)\w*(?: \w+)? from|"
         r"(?:which|what) airport|leave from|von (?:wo|welchem)|ab wo|welche[mrn]? (?:abflug|flughafen)|"
         r"d'ou|de quel(?:le)? (?:aeroport|ville)|desde (?:donde|que|cual)|da (?:dove|quale)|de onde|de que aeroporto|"
         r"vanaf (?:waar|welke)|vanuit waar|welke luchthaven"),
        ("budget", r"budget|how much (?:would|do|can|are) you|wie viel (?:mochten|wollen|darf)|preisrahmen|"
         r"combien (?:souhait|voul|pens)\w* (?:vous )?depenser|presupuesto|cuanto (?:quier|le gust|desea)\w*|"
         r"quanto (?:vorr|gost|desid)\w*|orcamento|hoeveel (?:wilt|wil)(?: u| je)? (?:\w+ )?(?:uitgeven|besteden)"),
        ("nights", r"how many nights|how long|wie (?:viele nachte|lange)|combien de (?:nuits|temps|jours)|"
         r"cuant[ao]s? (?:noches|dias|tiempo)|quant[ei] (?:notti|giorni)|quantas noites|quantos dias|hoeveel nachten|"
         r"hoe lang"),
        ("adults", r"how many (?:people|adults|of you|persons|travell?ers)|wie viele (?:personen|erwachsene|leute)|"
         r"combien (?:de personnes|d'adultes|etes)|cuant[ao]s (?:personas|adultos|son)|"
         r"quant[ei] (?:persone|adulti|siete)|"
         r"quantas pessoas|quantos adultos|hoeveel (?:personen|volwassenen|mensen)|met hoeveel"),
        ("depart_on", r"when (?:would|do|are|will|exactly)|which (?:dates?|days?)|what dates?|wann|"
         r"welche[rmns]? (?:termin|datum|tag)|quand|quelles? dates?|cuando|que (?:fechas|dias)|quando|quali date|"
         r"que datas|wanneer|welke (?:data|datum|dagen)"),
        ("rooms", r"how many rooms|wie viele zimmer|combien de chambres|cuantas habitaciones|quante camere|"
         r"quantos quartos|hoeveel kamers"),
        ("board", r"half board|all[- ]inclusive|verpflegung|halbpension|demi-pension|media pension|mezza pensione|"
         r"meia pensao|halfpension|verzorging"),
        ("flexible_days", r"flexible|flexibel|flexibles?|flessibil\w|flexive\w+"),
        ("passport", r"passport|reisepass|passeport|pasaporte|passaport[oe]|paspoort"),
        ("licence", r"licen[cs]e|fuhrerschein|permis de conduire|permiso de conducir|patente|"
         r"carta de conducao|rijbewijs"),
        ("destinations", r"where (?:would|do|will) you (?:\w+ )?(?:go|travel to)|wohin|ou (?:souhait|voul)\w*|a ?donde|"
         r"dove (?:desid|vorr|vuol|vole)\w*|para onde|waar (?:wilt|wil) (?:u|je|jullie) (?:naartoe|heen)"),
    )
)  # fmt: skip


def fields(text: str) -> list[str]:
    """In the order of the table; only sentences that end in a question mark ask."""
    asked = " ".join(_SENTENCE.findall(flatten(text[:6000])))
    return [field for field, pattern in _ASKS if pattern.search(asked)]
