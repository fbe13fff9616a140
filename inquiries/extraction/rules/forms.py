"""Forms whose labels stand above their values, as a table of two columns becomes in plain text.

    Departure date          Departure date:12/11/2027
    12/11/2027       ->     Adults:2
    Adults
    2

The flat text keeps its length: the end of the label's line becomes a colon, so that what is found can be quoted.
"""

import re

_LABELS = (
    r"(?:(?:full |first |last |your )?name|e-?mail(?: address)?|phone(?: number)?|mobile|telephone|destination|"
    r"where[^\n:]{0,30}|"
    r"(?:departure |departing |from )?airport|from|to|(?:departure|return|arrival|start|end|travel|check-?in|"
    r"check-?out)(?: date)?|"
    r"dates?(?: of \w+)?|nights|number of \w+|duration|adults|children|kids|infants|travell?ers|passengers|guests|"
    r"people|rooms?|"
    r"(?:total )?budget[^\n:]{0,20}|board|message|comments?|notes?|anything else|country|language|"
    r"(?:vor-?|nach)?name|telefon(?:nummer)?|handy|reiseziel|ziel|abflughafen|abflug(?: ab)?|anreise|abreise|"
    r"hinreise|ruckreise|"
    r"reisezeit(?:raum)?|nachte|dauer|erwachsene|kinder|personen|zimmer|verpflegung|nachricht|bemerkung(?:en)?|"
    r"nom|prenom|telephone|aeroport(?: de depart)?|(?:date (?:de|du) )?(?:depart|retour|arrivee)|nuits|duree|"
    r"adultes|enfants|"
    r"personnes|chambres?|pension|remarques?|nombre|apellidos?|telefono|destino|aeropuerto(?: de salida)?|"
    r"(?:fecha de )?(?:salida|vuelta|regreso|llegada)|noches|adultos|ninos|personas|habitaciones|"
    r"presupuesto[^\n:]{0,20}|mensaje|"
    r"nome|cognome|destinazione|aeroporto(?: di partenza)?|(?:data di )?(?:partenza|ritorno|arrivo)|notti|adulti|"
    r"bambini|"
    r"camere|messaggio|apelido|telefone|(?:data de )?(?:partida|ida|volta|regresso|chegada)|noites|criancas|quartos|"
    r"mensagem|orcamento[^\n:]{0,20}|naam|achternaam|telefoon|bestemming|luchthaven|(?:vertrek|retour|aankomst)(?:datum)?|"
    r"nachten|volwassenen|kinderen|kamers|bericht|opmerkingen)"
)
# Or its cells on one line: "Departure airport  Cork".
_ROW = re.compile(
    rf"^[ ]*{_LABELS}[ ]*[?*]{{0,2}}(?:[ ]*(?P<end>\n)(?=[ ]*[^\s:][^\n]{{0,200}}(?:\n|$))"
    r"|(?P<cell>[ ])[ ]+(?=[^\s:][^\n]{0,200}(?:\n|$)))",
    re.MULTILINE,
)
_FEWEST = 3  # rows: one line alone that is called so is no form


def joined(flat: str) -> str:
    """The flat text, of the same length, with each label and the value below it on one line."""
    ends = [match.start(match.lastgroup or 0) for match in _ROW.finditer(flat)]
    if len(ends) < _FEWEST:
        return flat
    chars = list(flat)
    for end in ends:
        chars[end] = ":"
    return "".join(chars)
