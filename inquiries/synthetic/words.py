"""What synthetic people are called, where they want to go, and how they ask for it. Pure data."""

from dataclasses import dataclass

FIRST = (
    "Anna", "Lukas", "Marta", "Jonas", "Priya", "Diego", "Chloé", "Ruben", "Sofia", "Emil", "Noor", "Oliver", "Greta",
    "Mateo", "Yara", "Henrik", "Ines", "Karim", "Lena", "Tomás", "Aoife", "Bruno", "Elif", "Pieter", "Zuzana", "Femi",
    "Giulia", "Hanna", "Ivo", "Jasper", "Kerstin", "Liam", "Mireille", "Nils", "Olga", "Paolo", "Rosa", "Sven",
)  # fmt: skip
LAST = (
    "Berg", "Ferreira", "Okafor", "Lindqvist", "Moreau", "Rossi", "Vermeulen", "Schneider", "Novak", "Hughes", "Silva",
    "Keller", "Dubois", "García", "Jansen", "Murphy", "Costa", "Weber", "Adeyemi", "Ricci", "Lefèvre", "Haas", "Petit",
    "Romero", "de Vries", "Walsh", "Almeida", "Brandt", "Conti", "Nyström", "Sharma", "Yilmaz", "Kovács", "Ortega",
)  # fmt: skip
MAIL_HOSTS = ("post.example", "mail.example", "inbox.example", "familie.example", "correo.example")

# Name, country, weight: a few places are asked for all the time, most of them now and then.
PLACES = (
    ("Crete", "GR", 9), ("Mallorca", "ES", 9), ("Tenerife", "ES", 7), ("Rhodes", "GR", 6), ("Madeira", "PT", 5),
    ("Iceland", "IS", 4), ("Tuscany", "IT", 5), ("Sicily", "IT", 4), ("Lisbon", "PT", 4), ("Maldives", "MV", 4),
    ("Bali", "ID", 3), ("Thailand", "TH", 4), ("Japan", "JP", 3), ("Namibia", "NA", 2), ("South Africa", "ZA", 2),
    ("Costa Rica", "CR", 2), ("Peru", "PE", 2), ("New York", "US", 3), ("Norway", "NO", 3), ("Lapland", "FI", 2),
    ("Egypt", "EG", 4), ("Turkey", "TR", 6), ("Cyprus", "CY", 3), ("Malta", "MT", 2), ("Corsica", "FR", 3),
    ("Mauritius", "MU", 3), ("Zanzibar", "TZ", 2), ("Vietnam", "VN", 2), ("Morocco", "MA", 3), ("Croatia", "HR", 4),
)  # fmt: skip
ORIGINS = (
    ("London", "GB"), ("Manchester", "GB"), ("Frankfurt", "DE"), ("Munich", "DE"), ("Hamburg", "DE"), ("Paris", "FR"),
    ("Lyon", "FR"), ("Madrid", "ES"), ("Milan", "IT"), ("Amsterdam", "NL"), ("Lisbon", "PT"), ("Vienna", "AT"),
)  # fmt: skip
LOST_REASONS = ("Booked elsewhere", "Too expensive", "No answer any more", "Trip put off", "Dates not available")
STAFF = (
    ("nora.lindqvist", "Nora", "Lindqvist"), ("malik.adeyemi", "Malik", "Adeyemi"), ("joana.silva", "Joana", "Silva"),
    ("peter.hale", "Peter", "Hale"), ("mira.kovac", "Mira", "Kovac"), ("theo.brandt", "Theo", "Brandt"),
)  # fmt: skip


@dataclass(frozen=True)
class Language:
    """How one language asks. `{}` in a sentence is the value, which is its own proof."""

    code: str
    subject: str
    hello: str
    bye: str
    destinations: str
    depart_on: str
    nights: str
    travellers: str
    budget: str
    origin: str
    more: tuple[str, ...]
    ours: tuple[str, ...]


LANGUAGES = (
    Language(
        code="en", subject="Trip to {}", hello="Hello,", bye="Kind regards,",
        destinations="we would love to go to {} and wonder what you can offer.", depart_on="We can leave on {}.",
        nights="About {} nights would be right.", travellers="There are {} of us.",
        budget="We have {} to spend.", origin="We would fly from {}.",
        more=("Is breakfast included?", "Could you also look at a later flight?", "That sounds lovely, thank you!",
              "We would rather have two rooms side by side.", "My sister may join us, does the price change?",
              "Any news on the hotel by the sea?", "Please send us the conditions as well."),
        ours=("Thank you for your message. I have put together two offers for you.",
              "The hotel has a room left in that week, shall I hold it?",
              "I have asked the airline and will come back to you tomorrow.",
              "Please find the offer attached."),
    ),
    Language(
        code="de", subject="Reise nach {}", hello="Guten Tag,", bye="Viele Grüße",
        destinations="wir möchten gern nach {} und bitten um ein Angebot.", depart_on="Abreise wäre am {}.",
        nights="Etwa {} Nächte wären schön.", travellers="Wir sind {} Personen.",
        budget="Wir haben {} zur Verfügung.", origin="Abflug am liebsten ab {}.",
        more=("Ist das Frühstück dabei?", "Gibt es auch einen späteren Flug?", "Das klingt sehr gut, danke!",
              "Lieber zwei Zimmer nebeneinander.", "Gibt es schon Neues vom Hotel am Meer?"),
        ours=("Vielen Dank für Ihre Anfrage, ich habe zwei Angebote für Sie.",
              "Das Hotel hat in der Woche noch ein Zimmer. Soll ich es halten?",
              "Anbei finden Sie das Angebot."),
    ),
    Language(
        code="fr", subject="Voyage : {}", hello="Bonjour,", bye="Cordialement,",
        destinations="nous aimerions partir pour {} et cherchons une offre.", depart_on="Départ le {}.",
        nights="Environ {} nuits.", travellers="Nous sommes {} personnes.",
        budget="Notre budget est de {}.", origin="Départ de {}.",
        more=("Le petit déjeuner est-il compris ?", "C'est parfait, merci !", "Avez-vous des nouvelles de l'hôtel ?"),
        ours=("Merci de votre message, voici deux propositions.", "L'hôtel a encore une chambre cette semaine-là."),
    ),
    Language(
        code="es", subject="Viaje a {}", hello="Hola:", bye="Un saludo,",
        destinations="nos gustaría ir a {} y queremos un presupuesto.", depart_on="Saldríamos el {}.",
        nights="Unas {} noches.", travellers="Somos {} personas.",
        budget="Contamos con {}.", origin="Salimos desde {}.",
        more=("¿Está incluido el desayuno?", "¡Perfecto, muchas gracias!", "¿Hay noticias del hotel?"),
        ours=("Gracias por su mensaje, le propongo dos opciones.", "Le adjunto la propuesta."),
    ),
    Language(
        code="it", subject="Viaggio: {}", hello="Buongiorno,", bye="Cordiali saluti,",
        destinations="vorremmo andare a {} e chiediamo un preventivo.", depart_on="Partenza il {}.",
        nights="Circa {} notti.", travellers="Siamo in {}.",
        budget="Abbiamo a disposizione {}.", origin="Partiamo da {}.",
        more=("La colazione è compresa?", "Benissimo, grazie!", "Ci sono novità dall'albergo?"),
        ours=("Grazie del messaggio, ecco due proposte.", "In allegato trova l'offerta."),
    ),
    Language(
        code="nl", subject="Reis naar {}", hello="Goedendag,", bye="Met vriendelijke groet,",
        destinations="we willen graag naar {} en horen graag wat mogelijk is.", depart_on="Vertrek op {}.",
        nights="Ongeveer {} nachten.", travellers="We zijn met {} personen.",
        budget="We hebben {} te besteden.", origin="Vertrek vanaf {}.",
        more=("Is het ontbijt inbegrepen?", "Klinkt goed, dank u!", "Is er al nieuws van het hotel?"),
        ours=("Dank voor uw bericht, hier zijn twee voorstellen.", "Het aanbod vindt u in de bijlage."),
    ),
    Language(
        code="pt", subject="Viagem: {}", hello="Olá,", bye="Cumprimentos,",
        destinations="gostávamos de ir a {} e pedimos um orçamento.", depart_on="Partimos a {}.",
        nights="Cerca de {} noites.", travellers="Somos {} pessoas.",
        budget="Temos {} para gastar.", origin="Saímos de {}.",
        more=("O pequeno-almoço está incluído?", "Perfeito, obrigado!", "Há novidades do hotel?"),
        ours=("Obrigado pela mensagem, tenho duas propostas.", "Segue a proposta em anexo."),
    ),
)  # fmt: skip
LANGUAGE_WEIGHTS = (38, 27, 9, 9, 7, 6, 4)

PARKED_TEXTS = {
    "auto_reply": ("Out of office", "I am out of the office until Monday and read my mail after that."),
    "bounce": ("Undeliverable: your offer", "Your message could not be delivered. The mailbox is full."),
    "bulk": ("This week: the best fares", "Read on the web. You get this newsletter because you signed up for it."),
    "blocked": ("Cheap leads", "We have ten thousand addresses of travellers for you."),
}
