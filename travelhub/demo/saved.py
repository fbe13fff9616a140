"""Saved replies of the sample agency, as a team would keep them: one language fewer here and there is on purpose."""

from inquiries.models import SavedReply, User

# title, shortcut, channel, texts by language
TEAM: tuple[tuple[str, str, str, dict[str, str]], ...] = (
    (
        "Working on your offer",
        "working",
        "",
        {
            "en": "Hello {first_name},\n\nthank you for the details. We are putting together {destinations} for you, "
            "{dates}, and will write to you with two or three options.\n\n{agent}",
            "de": "Guten Tag {first_name},\n\nvielen Dank für die Angaben. Wir stellen gerade {destinations} für Sie "
            "zusammen, {dates}, und melden uns mit zwei oder drei Vorschlägen.\n\n{agent}",
            "fr": "Bonjour {first_name},\n\nmerci pour ces précisions. Nous préparons pour vous {destinations}, "
            "{dates}, et revenons vers vous avec deux ou trois propositions.\n\n{agent}",
            "es": "Hola {first_name}:\n\nGracias por los datos. Estamos preparando {destinations} para usted, {dates}, "
            "y le escribiremos con dos o tres opciones.\n\n{agent}",
            "it": "Buongiorno {first_name},\n\ngrazie per le informazioni. Stiamo preparando {destinations} per Lei, "
            "{dates}, e Le scriveremo con due o tre proposte.\n\n{agent}",
            "pt": "Olá {first_name},\n\nobrigado pelos dados. Estamos a preparar {destinations} para si, {dates}, e "
            "voltamos a escrever com duas ou três opções.\n\n{agent}",
            "nl": "Hallo {first_name},\n\nbedankt voor de gegevens. We stellen {destinations} voor u samen, {dates}, "
            "en sturen u twee of drie voorstellen.\n\n{agent}",
        },
    ),
    (
        "Deposit and booking",
        "deposit",
        "",
        {
            "en": "To book {destinations} for {travellers} we need a deposit of 20 % and the names as they stand in "
            "the passports. The rest is due 30 days before you leave. Please name {reference} with the payment.",
            "de": "Um {destinations} für {travellers} Personen zu buchen, brauchen wir eine Anzahlung von 20 % und die "
            "Namen, wie sie im Reisepass stehen. Der Rest ist 30 Tage vor der Abreise fällig. Bitte geben Sie bei der "
            "Zahlung {reference} an.",
            "fr": "Pour réserver {destinations} pour {travellers} personnes, il nous faut un acompte de 20 % et les "
            "noms tels qu’ils figurent sur les passeports. Le solde est dû 30 jours avant le départ. Merci "
            "d’indiquer {reference} lors du paiement.",
            "es": "Para reservar {destinations} para {travellers} personas necesitamos un anticipo del 20 % y los "
            "nombres como figuran en los pasaportes. El resto se paga 30 días antes de la salida. Indique {reference} "
            "en el pago, por favor.",
            "it": "Per prenotare {destinations} per {travellers} persone ci servono un acconto del 20 % e i nomi come "
            "sono scritti sui passaporti. Il saldo è dovuto 30 giorni prima della partenza. Indichi {reference} nel "
            "pagamento, per favore.",
            "pt": "Para reservar {destinations} para {travellers} pessoas precisamos de um sinal de 20 % e dos nomes "
            "tal como estão nos passaportes. O restante é pago 30 dias antes da partida. Indique {reference} no "
            "pagamento, por favor.",
            "nl": "Om {destinations} voor {travellers} personen te boeken hebben we een aanbetaling van 20 % nodig en "
            "de namen zoals ze in de paspoorten staan. De rest is 30 dagen voor vertrek te betalen. Vermeld "
            "{reference} bij de betaling.",
        },
    ),
    (
        "A little over the budget",
        "budget",
        "email",
        {
            "en": "Hello {first_name},\n\nfor {destinations} in that week what we would recommend comes to a little "
            "more than {budget}. We could move the dates by a few days, take a smaller hotel, or go up slightly. "
            "Which would you like best?\n\n{agent}",
            "de": "Guten Tag {first_name},\n\nfür {destinations} liegt unsere Empfehlung in dieser Woche etwas über "
            "{budget}. Wir könnten um ein paar Tage schieben, ein kleineres Hotel nehmen oder etwas höher gehen. "
            "Was wäre Ihnen am liebsten?\n\n{agent}",
            "es": "Hola {first_name}:\n\nPara {destinations} lo que le recomendamos esa semana supera un poco "
            "{budget}. Podemos mover las fechas unos días, elegir un hotel más pequeño o subir un poco. ¿Qué "
            "prefiere?\n\n{agent}",
        },
    ),
    (
        "Thanks, back today",
        "today",
        "whatsapp",
        {
            "en": "Thank you, {first_name}! I am looking at it now and write again today. {agent}",
            "de": "Danke, {first_name}! Ich sehe es mir gerade an und melde mich heute noch. {agent}",
            "fr": "Merci {first_name} ! Je regarde tout de suite et je vous réécris aujourd’hui. {agent}",
            "es": "¡Gracias, {first_name}! Lo estoy mirando y le escribo hoy mismo. {agent}",
            "it": "Grazie {first_name}! Lo guardo subito e Le scrivo oggi stesso. {agent}",
            "pt": "Obrigado, {first_name}! Estou a ver e escrevo ainda hoje. {agent}",
            "nl": "Dank u, {first_name}! Ik kijk er nu naar en schrijf vandaag nog. {agent}",
        },
    ),
)
OWN = ("Call me", "call", "", {"en": "Shall I call you? Tell me a time that suits you, today or tomorrow. {agent}"})


def load(agent: User) -> None:
    """Lay them, each once, checked as the page checks them."""
    for owner, (title, shortcut, channel, texts) in [*((None, row) for row in TEAM), (agent, OWN)]:
        if SavedReply.objects.filter(owner=owner, shortcut=shortcut).exists():
            continue
        reply = SavedReply(owner=owner, title=title, shortcut=shortcut, channel=channel, texts=texts)
        reply.full_clean()
        reply.save()
