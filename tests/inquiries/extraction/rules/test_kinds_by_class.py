"""Classes of messages by kind, in words of people whom the rules have not read: what goes wrong on the way, papers that
are missing, bills, applications, traders, lenders, opening hours, thanks."""

from typing import Any

import pytest

from tests.inquiries.extraction.rules.reading import read


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("our driver hasn't shown up, we've been outside arrivals for half an hour", {}),
        ("Our flight home has been cancelled and nobody at the airline desk helps. What shall we do?", {}),
        ("we missed the ferry to Naxos, when is the next one and is our ticket still ok", {}),
        ("one of our suitcases is lost, who do we call", {}),
        ("the hotel says they have no room for us!!", {}),
        ("Unser Flug nach Palma hat fünf Stunden Verspätung, wird der Transfer informiert?", {}),
        ("niemand da vom Abholservice, stehen hier am Ausgang B", {}),
        ("Das Hotel findet unsere Reservierung nicht. Bitte dringend anrufen!", {}),
        ("notre chauffeur n'est pas là, on attend depuis 20 minutes devant l'aéroport", {}),
        ("on a raté la correspondance à Francfort, que faire ?", {}),
        ("nos han perdido las maletas en Barajas, ¿qué hacemos?", {}),
        ("el vuelo va con tres horas de retraso, avisad al hotel por favor", {}),
        ("siamo bloccati in aeroporto, volo cancellato, che facciamo?", {}),
        ("l'autista non si è presentato, siamo qui da un'ora", {}),
        ("o motorista não apareceu e estamos à espera há uma hora no aeroporto", {}),
        ("perdemos o voo de ligação em Madrid, o que fazemos agora?", {}),
        ("onze vlucht is geannuleerd, kunnen jullie ons omboeken?", {}),
        ("de chauffeur is er niet, we staan hier al een half uur", {}),
        ("Hi, we fly on Saturday and still haven't received our e-tickets", {}),
        ("Wann kommen denn endlich die Reiseunterlagen? Wir fliegen in zehn Tagen.", {}),
        ("Nous n'avons toujours pas reçu nos billets pour jeudi", {}),
        ("Todavía no nos han llegado los bonos del hotel, salimos el lunes", {}),
        ("non ho ancora ricevuto i voucher, partiamo domani", {}),
        ("ainda não recebi os bilhetes e viajamos na sexta", {}),
        ("ik heb nog geen tickets ontvangen terwijl we overmorgen vertrekken", {}),
        ("My wife's surname is misspelled on the tickets, it should be Okonjo not Okonyo", {}),
        ("Auf dem Voucher steht das falsche Datum, bitte korrigieren", {}),
        ("dossier 44-1932 : peut-on choisir les sièges ?", {}),
        ("Pratica n. 8821: possiamo aggiungere il bagaglio in stiva?", {}),
        ("boekingsnummer 55120, graag een stoel bij het raam", {}),
        ("Vorgangsnummer 30-4471, können wir einen Tag früher anreisen?", {}),
        ("hola, localizador QX7T2P, ¿puedo añadir una maleta?", {}),
        (
            "I am deeply disappointed with the hotel you sold us. The pool was closed all week. I expect compensation.",
            {},
        ),
        ("Beschwerde: das Zimmer war verschimmelt und der Strand 3 km weg. Wir fordern eine Minderung.", {}),
        ("Je demande un remboursement, l'hôtel ne correspondait pas du tout à la description", {}),
        ("Quiero poner una reclamación por el hotel de la semana pasada y pido una indemnización", {}),
        ("Chiedo un risarcimento: la camera era sporca e la piscina chiusa", {}),
        ("Venho apresentar uma reclamação sobre o hotel e peço o reembolso de duas noites", {}),
        ("Ik wil een klacht indienen over het hotel en verwacht een vergoeding", {}),
        ("we leave on Tuesday with you, does my daughter's passport need six months left?", {}),
        ("wir fliegen übermorgen, wie viel Handgepäck ist erlaubt?", {}),
    ],
)
def test_it_is_about_a_booking(text: str, fields: dict[str, Any]) -> None:
    assert read(text, **fields).kind == "booking"


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (
            "Please find enclosed our invoice 2027-118 for airport transfers in March. Payment due within 14 days "
            "to IBAN DE00.",
            {"subject": "Invoice 2027-118"},
        ),
        (
            "Anbei erhalten Sie unsere Rechnung Nr. 5521 über 890 € für den Bustransfer Köln - Amsterdam am 4. "
            "Mai. Zahlbar innerhalb von 10 Tagen.",
            {},
        ),
        (
            "Veuillez trouver ci-joint la facture n° F-2291 pour la location d'autocar Lyon - Annecy. Échéance au "
            "30 juin, virement sur le compte ci-dessous.",
            {},
        ),
        (
            "Adjuntamos la factura 3312/27 por el traslado Barcelona - Salou de 40 personas. Vencimiento a 30 días "
            "por transferencia bancaria.",
            {},
        ),
        (
            "Segue em anexo a fatura 77/2027 referente ao transporte Lisboa - Fátima para 48 pessoas. Vencimento "
            "15 de maio.",
            {},
        ),
        ("Bijgaand ontvangt u factuur 20270331 voor touringcar Utrecht - Parijs. Betaaltermijn 14 dagen.", {}),
        ("I graduated in hospitality in Lisbon and would love to join your team. My CV is attached.", {}),
        ("Hiermit bewerbe ich mich um ein Praktikum vom 1. Juli bis 30. September. Ich war ein Jahr in Barcelona.", {}),
        (
            "Je cherche une alternance dans le tourisme à partir de septembre, vous trouverez mon CV en pièce "
            "jointe. J'ai vécu à Rome.",
            {},
        ),
        ("Les envío mi currículum por si buscan agentes de viajes. He trabajado en Mallorca tres años.", {}),
        ("In allegato il mio CV per una posizione da banconista. Ho lavorato due stagioni a Rodi.", {}),
        ("Envio o meu currículo para a vaga de consultor de viagens, trabalhei em Cabo Verde.", {}),
        (
            "Ik zoek een stageplaats van februari tot juni, mijn cv zit in de bijlage. Vorig jaar werkte ik op Kreta.",
            {},
        ),
        (
            "We are a DMC in Jordan and are happy to introduce our group rates 2028: Petra, Wadi Rum, 7 nights "
            "from USD 690 for 20 pax.",
            {},
        ),
        (
            "Liebe Kolleginnen und Kollegen, unsere neuen Nettopreise für Madeira sind da: 7 Nächte ab 399 €, "
            "Provision 12 %.",
            {},
        ),
        (
            "Chers partenaires, nous avons le plaisir de vous présenter nos tarifs groupes pour le Maroc, 8 jours "
            "dès 450 €",
            {},
        ),
        ("Estimados socios, nos complace presentar nuestras tarifas netas para Perú, grupos desde 15 pasajeros", {}),
        ("Gentili agenzie, siamo lieti di presentarvi le tariffe nette 2028 per Zanzibar, 9 giorni da 780 €", {}),
        ("Caros parceiros, temos o prazer de apresentar as novas tarifas de grupo para os Açores, comissão de 10%", {}),
        (
            "Beste reisagenten, onze nieuwe nettotarieven voor Griekenland staan online, 10% commissie voor uw klanten",
            {},
        ),
        (
            "Need working capital for your travel agency? We lend from 5,000 to 100,000, decision in 24 hours, low "
            "interest rate.",
            {},
        ),
        ("Sehr geehrter Unternehmer, Sofortkredit bis 50.000 € ohne Schufa, Laufzeit bis 60 Monate.", {}),
        ("Besoin de trésorerie ? Prêt professionnel en 48 h, taux d'intérêt dès 2,9 %", {}),
        ("¿Necesita financiación para su empresa? Préstamos de 10.000 a 200.000 € sin aval", {}),
        (
            "We build mobile apps and websites, guaranteed delivery, only $999. Shall I send a free demo of our "
            "web design?",
            {},
        ),
        ("hi what time do you close today?", {}),
        ("habt ihr am Samstag offen?", {}),
        ("quels sont vos horaires d'ouverture ?", {}),
        ("¿a qué hora abrís mañana?", {}),
        ("che orari di apertura avete?", {}),
        ("que horas fecham hoje?", {}),
        ("zijn jullie zaterdag open?", {}),
        ("sorry wrong number", {}),
        ("uups falscher Chat, sorry", {}),
        ("désolé je me suis trompé de numéro", {}),
        ("aw lovely cheers x", {"answers": True}),
        ("ok super merci beaucoup, bonne soirée", {"answers": True}),
        ("perfecto, mil gracias!", {"answers": True}),
        ("Top, danke euch! Schönen Abend", {"answers": True}),
        ("perfetto grazie mille", {"answers": True}),
        ("maravilha, muito obrigada!", {"answers": True}),
        ("helemaal goed, dankjewel", {"answers": True}),
        ("great thanks, will talk to my husband", {"answers": True}),
    ],
)
def test_it_is_no_request_at_all(text: str, fields: dict[str, Any]) -> None:
    assert read(text, **fields).kind == "other"


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("ok we go for the second one then", {"answers": True}),
        ("could you also check with one stop instead of direct?", {"answers": True}),
        ("das ist uns zu spät, gibt es einen Flug am Vormittag?", {"answers": True}),
        ("nehmen wir, bitte buchen", {"answers": True}),
        ("et avec le petit déjeuner ça fait combien ?", {"answers": True}),
        ("nous serons finalement cinq, ma mère vient aussi", {"answers": True}),
        ("mejor salimos el viernes por la tarde", {"answers": True}),
        ("¿y si vamos una semana más tarde?", {"answers": True}),
        ("la seconda proposta ci piace, possiamo avere due camere vicine?", {"answers": True}),
        ("pode incluir o seguro?", {"answers": True}),
        ("liever een hotel dichter bij het strand", {"answers": True}),
        (
            "Thank you for the proposal. We like the Crete one, 7 nights from 3 May for 2 adults from Leeds, but "
            "could you look for a hotel with a heated pool?",
            {"answers": True},
        ),
        (
            "Hallo Frau Weber, wir haben entschieden: Korfu, vom 3. bis 10. Juni, jetzt doch zu dritt ab Köln. Das "
            "Hotel passt.",
            {"answers": True},
        ),
        ("Hi Amelia, as I said on the phone, we'd add two nights in Siena at the end", {}),
        ("Bonjour, suite à notre conversation de ce matin, nos filles ont 7 et 9 ans", {}),
    ],
)
def test_it_is_goes_on_with_a_conversation(text: str, fields: dict[str, Any]) -> None:
    assert read(text, **fields).kind == "followup"


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("We need flights and a hotel in Porto for 2, 4-8 May. Is free cancellation possible?", {}),
        ("We can't find a direct flight to Madeira from Leeds in May, can you help? 2 adults, 7 nights", {}),
        (
            "Last year our hotel in Kos was dirty and the flight delayed, so this time something better please: "
            "Crete, 2 adults, June",
            {},
        ),
        (
            "Wir heiraten im Mai und suchen eine Hochzeitsreise auf die Malediven, 10 Nächte, ab Wien. Flüge haben "
            "wir noch nicht gebucht.",
            {},
        ),
        (
            "I run a small team (12 people) and need a venue with hotel in Lisbon for 3 nights in March. Please "
            "send a quote, our invoice details follow.",
            {},
        ),
        ("Do I need a visa for Vietnam? We'd like to go in November, 2 adults", {}),
        ("Thanks in advance! Looking for a week in Malta in May for 2", {}),
        ("bonjour combien coute un week end a rome pour 2 en mars", {}),
        ("Frohe Weihnachten! Wir möchten im Februar nach Teneriffa, 2 Erwachsene", {}),
        (
            "We were very happy with our trip last year. Now we want to do Japan in April, 2 weeks, 2 people.",
            {"answers": True},
        ),
        (
            "Hi again! Could you plan another trip for us: Norway in August, 10 nights, 2 adults from Leeds",
            {"answers": True},
        ),
    ],
)
def test_it_is_asks_for_a_new_trip(text: str, fields: dict[str, Any]) -> None:
    assert read(text, **fields).kind == "inquiry"
