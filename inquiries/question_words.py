"""The words of the ready question, as shipped: laid as rows that staff may change (question_texts.py).

By language, then by key: a field's name asks for that field; `hello` and `lead` with the channel, since a chat is
shorter than a letter; `doubt` asks which of several readings is meant. The others are words that readings are put into.
"""

from typing import NamedTuple


class Tongue(NamedTuple):
    """How a language says the readings of a value. Forms have {n}; `day` has {day} and {month}."""

    day: str
    either: str
    nights: str
    adults: str
    children: str
    total: str
    person: str
    night: str


TONGUES: dict[str, Tongue] = {
    "en": Tongue("{day} {month}", "or", "{n} nights", "{n} adults", "{n} children",
                 "{n} in total", "{n} per person", "{n} per night"),
    "de": Tongue("{day}. {month}", "oder", "{n} Nächte", "{n} Erwachsene", "{n} Kinder",
                 "{n} insgesamt", "{n} pro Person", "{n} pro Nacht"),
    "fr": Tongue("le {day} {month}", "ou", "{n} nuits", "{n} adultes", "{n} enfants",
                 "{n} au total", "{n} par personne", "{n} par nuit"),
    "es": Tongue("el {day} de {month}", "o", "{n} noches", "{n} adultos", "{n} niños",
                 "{n} en total", "{n} por persona", "{n} por noche"),
    "it": Tongue("il {day} {month}", "o", "{n} notti", "{n} adulti", "{n} bambini",
                 "{n} in totale", "{n} a persona", "{n} a notte"),
    "pt": Tongue("{day} de {month}", "ou", "{n} noites", "{n} adultos", "{n} crianças",
                 "{n} no total", "{n} por pessoa", "{n} por noite"),
    "nl": Tongue("{day} {month}", "of", "{n} nachten", "{n} volwassenen", "{n} kinderen",
                 "{n} in totaal", "{n} per persoon", "{n} per nacht"),
}  # fmt: skip

SHIPPED: dict[str, dict[str, str]] = {
    "en": {
        "hello email": "Hello {name},",
        "hello whatsapp": "Hi {name},",
        "lead email": "thank you for your message. So that we can put together the right offer for you, may I ask:",
        "lead whatsapp": "to find the right trip for you I just need to know:",
        "thanks": "Many thanks!",
        "doubt": "Do you mean {readings}?",
        "destinations": "Where would you like to go?",
        "depart_on": "When would you like to travel? A month is enough if the dates are still open.",
        "nights": "How many nights would you like to stay?",
        "adults": "How many adults and how many children are travelling?",
        "child_ages": "How old are the children?",
        "origin": "Which airport or town would you like to leave from?",
        "budget": "Roughly what would you like to spend, per person or for all of you together?",
        "board": "Which meals would you like: breakfast, half board or all inclusive?",
        "rooms": "How many rooms do you need?",
        "flexible_days": "By how many days could you move the dates?",
        "licence": "Who is going to drive, and does everyone who drives have a full driving licence?",
        "passport": "Which country's passports do you travel with? Your destination may need a visa.",
    },
    "de": {
        "hello email": "Guten Tag {name},",
        "hello whatsapp": "Hallo {name},",
        "lead email": "vielen Dank für Ihre Nachricht. Damit wir Ihnen das passende Angebot machen können, "
        "noch eine kurze Rückfrage:",
        "lead whatsapp": "damit ich die passende Reise für Sie finde, fehlt mir noch:",
        "thanks": "Vielen Dank!",
        "doubt": "Meinen Sie {readings}?",
        "destinations": "Wohin möchten Sie reisen?",
        "depart_on": "Wann möchten Sie reisen? Ein Monat genügt, wenn der Termin noch offen ist.",
        "nights": "Wie viele Nächte möchten Sie bleiben?",
        "adults": "Wie viele Erwachsene und wie viele Kinder reisen mit?",
        "child_ages": "Wie alt sind die Kinder?",
        "origin": "Von welchem Flughafen oder Ort möchten Sie abreisen?",
        "budget": "Wie viel möchten Sie ungefähr ausgeben, pro Person oder für alle zusammen?",
        "board": "Welche Verpflegung wünschen Sie: Frühstück, Halbpension oder All-inclusive?",
        "rooms": "Wie viele Zimmer brauchen Sie?",
        "flexible_days": "Um wie viele Tage ließe sich der Termin verschieben?",
        "licence": "Wer fährt, und haben alle Fahrer einen gültigen Führerschein?",
        "passport": "Mit welchen Reisepässen reisen Sie? Für Ihr Reiseziel kann ein Visum nötig sein.",
    },
    "fr": {
        "hello email": "Bonjour {name},",
        "hello whatsapp": "Bonjour {name},",
        "lead email": "merci pour votre message. Afin de vous proposer l’offre qui vous convient, pourriez-vous nous "
        "préciser :",
        "lead whatsapp": "pour trouver le voyage qui vous convient, il me manque juste :",
        "thanks": "Merci beaucoup !",
        "doubt": "Voulez-vous dire {readings} ?",
        "destinations": "Où souhaitez-vous aller ?",
        "depart_on": "Quand souhaitez-vous partir ? Le mois suffit si les dates sont encore ouvertes.",
        "nights": "Combien de nuits souhaitez-vous rester ?",
        "adults": "Combien d’adultes et d’enfants voyagent ?",
        "child_ages": "Quel âge ont les enfants ?",
        "origin": "De quel aéroport ou de quelle ville souhaitez-vous partir ?",
        "budget": "Quel est votre budget approximatif, par personne ou pour tout le monde ?",
        "board": "Quelle formule souhaitez-vous : petit-déjeuner, demi-pension ou tout compris ?",
        "rooms": "De combien de chambres avez-vous besoin ?",
        "flexible_days": "De combien de jours les dates pourraient-elles être décalées ?",
        "licence": "Qui conduira, et tous les conducteurs ont-ils un permis de conduire valable ?",
        "passport": "De quel pays sont vos passeports ? Un visa peut être nécessaire pour votre destination.",
    },
    "es": {
        "hello email": "Hola {name}:",
        "hello whatsapp": "Hola {name}:",
        "lead email": "Gracias por su mensaje. Para prepararle la oferta adecuada, ¿podría decirnos lo siguiente?",
        "lead whatsapp": "para encontrar el viaje adecuado solo me falta saber:",
        "thanks": "¡Muchas gracias!",
        "doubt": "¿Quiere decir {readings}?",
        "destinations": "¿Adónde le gustaría viajar?",
        "depart_on": "¿Cuándo le gustaría viajar? Basta con el mes si las fechas aún están abiertas.",
        "nights": "¿Cuántas noches desea quedarse?",
        "adults": "¿Cuántos adultos y cuántos niños viajan?",
        "child_ages": "¿Qué edad tienen los niños?",
        "origin": "¿Desde qué aeropuerto o ciudad desea salir?",
        "budget": "¿Cuánto le gustaría gastar aproximadamente, por persona o en total?",
        "board": "¿Qué régimen prefiere: desayuno, media pensión o todo incluido?",
        "rooms": "¿Cuántas habitaciones necesita?",
        "flexible_days": "¿Cuántos días se podrían mover las fechas?",
        "licence": "¿Quién va a conducir, y tienen todos los conductores un permiso de conducir válido?",
        "passport": "¿De qué país son sus pasaportes? Su destino puede exigir visado.",
    },
    "it": {
        "hello email": "Buongiorno {name},",
        "hello whatsapp": "Buongiorno {name},",
        "lead email": "grazie per il Suo messaggio. Per prepararLe l’offerta giusta, potrebbe dirci ancora:",
        "lead whatsapp": "per trovare il viaggio giusto mi manca solo:",
        "thanks": "Grazie mille!",
        "doubt": "Intende {readings}?",
        "destinations": "Dove desidera andare?",
        "depart_on": "Quando desidera partire? Basta il mese, se le date sono ancora aperte.",
        "nights": "Quante notti desidera restare?",
        "adults": "Quanti adulti e quanti bambini viaggiano?",
        "child_ages": "Quanti anni hanno i bambini?",
        "origin": "Da quale aeroporto o città desidera partire?",
        "budget": "Quanto vorrebbe spendere all’incirca, a persona o in totale?",
        "board": "Quale trattamento preferisce: colazione, mezza pensione o tutto incluso?",
        "rooms": "Di quante camere ha bisogno?",
        "flexible_days": "Di quanti giorni si potrebbero spostare le date?",
        "licence": "Chi guiderà, e tutti i conducenti hanno una patente valida?",
        "passport": "Di quale Paese sono i vostri passaporti? Per la destinazione può servire un visto.",
    },
    "pt": {
        "hello email": "Olá {name},",
        "hello whatsapp": "Olá {name},",
        "lead email": "obrigado pela sua mensagem. Para prepararmos a proposta certa, poderia dizer-nos ainda:",
        "lead whatsapp": "para encontrar a viagem certa só me falta saber:",
        "thanks": "Muito obrigado!",
        "doubt": "Quer dizer {readings}?",
        "destinations": "Para onde gostaria de ir?",
        "depart_on": "Quando gostaria de viajar? Basta o mês, se as datas ainda estiverem em aberto.",
        "nights": "Quantas noites gostaria de ficar?",
        "adults": "Quantos adultos e quantas crianças viajam?",
        "child_ages": "Que idade têm as crianças?",
        "origin": "De que aeroporto ou cidade gostaria de partir?",
        "budget": "Quanto gostaria de gastar aproximadamente, por pessoa ou no total?",
        "board": "Que regime prefere: pequeno-almoço, meia pensão ou tudo incluído?",
        "rooms": "De quantos quartos precisa?",
        "flexible_days": "Quantos dias se podem mudar as datas?",
        "licence": "Quem vai conduzir, e todos os condutores têm carta de condução válida?",
        "passport": "De que país são os seus passaportes? O destino pode exigir visto.",
    },
    "nl": {
        "hello email": "Beste {name},",
        "hello whatsapp": "Hallo {name},",
        "lead email": "dank u wel voor uw bericht. Om u het juiste aanbod te kunnen doen, hoor ik nog graag:",
        "lead whatsapp": "om de juiste reis voor u te vinden, hoor ik nog graag:",
        "thanks": "Alvast hartelijk dank!",
        "doubt": "Bedoelt u {readings}?",
        "destinations": "Waar wilt u naartoe?",
        "depart_on": "Wanneer wilt u reizen? Een maand is genoeg als de data nog openstaan.",
        "nights": "Hoeveel nachten wilt u blijven?",
        "adults": "Hoeveel volwassenen en hoeveel kinderen reizen er mee?",
        "child_ages": "Hoe oud zijn de kinderen?",
        "origin": "Vanaf welke luchthaven of plaats wilt u vertrekken?",
        "budget": "Hoeveel wilt u ongeveer uitgeven, per persoon of in totaal?",
        "board": "Welke verzorging wenst u: ontbijt, halfpension of all-inclusive?",
        "rooms": "Hoeveel kamers heeft u nodig?",
        "flexible_days": "Hoeveel dagen kunnen de data schuiven?",
        "licence": "Wie gaat er rijden, en hebben alle bestuurders een geldig rijbewijs?",
        "passport": "Van welk land zijn uw paspoorten? Voor uw bestemming kan een visum nodig zijn.",
    },
}

KEYS: tuple[str, ...] = tuple(SHIPPED["en"])
