"""Letters that are no request: thanks afterwards, papers that came, price lists of traders; and complaints, which are
about a booking however much of a trip they tell."""

import pytest

from tests.inquiries.extraction.rules.reading import read


@pytest.mark.parametrize(
    "text",
    [
        "Alles gut angekommen, herzlichen Dank!",
        "Tickets all arrived, thanks ever so much",
        "Documents bien reçus, merci beaucoup",
        "Todo recibido, muchas gracias",
        "Ho ricevuto tutto, grazie mille",
        "Tudo recebido, obrigada!",
        "Alles goed ontvangen, dank je wel!",
    ],
)
@pytest.mark.parametrize("subject", ["", "Re: Booking confirmation and e-tickets"])
def test_that_papers_came_asks_for_nothing(text: str, subject: str) -> None:
    assert read(text, subject=subject, answers=bool(subject)).kind == "other"


@pytest.mark.parametrize(
    "text",
    [
        "Dear Tom, I just wanted to say thank you for last month. The walks around Ohrid were unforgettable.",
        "Bonjour, je voulais vous remercier pour notre séjour à Lisbonne, l'hôtel était parfait.",
        "Buenas, solo quería dar las gracias por todo, Oaxaca nos enamoró.",
        "Volevo ringraziarvi per il viaggio in Giordania, Petra all'alba era magica.",
        "Queria agradecer pela viagem aos Açores, foi inesquecível.",
        "We wilden jullie bedanken voor de reis naar Noorwegen, het was geweldig.",
    ],
)
def test_thanks_for_a_journey_that_is_over(text: str) -> None:
    assert read(text).kind == "other"


@pytest.mark.parametrize(
    "text",
    [
        "I just wanted to say thank you for Madeira! We would like to go to the Azores in May, two adults.",
        "Wir wollten uns für Island bedanken und suchen nun etwas auf Kreta im Mai, zwei Erwachsene.",
        "Je voulais vous remercier pour Lisbonne. Pourriez-vous nous proposer Porto en mai ?",
        "Volevo ringraziarvi per Petra. Ora vorremmo andare in Egitto a maggio, in due.",
    ],
)
def test_thanks_that_go_on_to_ask_are_a_request(text: str) -> None:
    assert read(text).kind in {"inquiry", "followup"}


@pytest.mark.parametrize(
    "text",
    [
        "Guten Tag, anbei unsere Preisliste 2028 für das Hotel Seeblick. Für Ihre Kunden gelten Sonderpreise.",
        "Hello, our 2028 rates for the Palm Lodge are attached. Would a quick call suit?\nJohn Reed\nSales Manager",
        "Bonjour, voici nos tarifs groupes 2028 pour vos clients, hôtel Bellevue à Nice.",
        "Estimado colaborador: le remito nuestras tarifas 2028 del hotel, media pensión desde 55 € por persona.",
        "Gentile agenzia, in allegato le nostre tariffe 2028 per l'hotel Bellavista, mezza pensione da 60 €.",
    ],
)
def test_a_price_list_is_no_request(text: str) -> None:
    assert read(text).kind == "other"


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Klacht", "Van 3 tot 10 mei verbleven wij met drie kinderen op Kos. De douche werkte niet."),
        ("Beschwerde", "Vom 2. bis 9. Juni haben wir mit zwei Kindern auf Kos gewohnt. Die Klimaanlage lief nicht."),
        ("Complaint", "The air-con didn't work all week in Corfu, 2 adults 2 kids, and we want a refund."),
        ("Réclamation", "Du 2 au 9 juin nous avons séjourné à Kos avec deux enfants, la clim ne marchait pas."),
        ("Reclamo", "Dal 2 al 9 giugno abbiamo soggiornato a Kos con due bambini, la doccia non funzionava."),
    ],
)
def test_a_complaint_is_about_a_booking_whatever_it_tells(subject: str, text: str) -> None:
    assert read(text, subject=subject).kind == "booking"
