"""Names and numbers of senders by class: initials, titles, organisations, numbers said in a sentence."""

import pytest

from tests.inquiries.extraction.rules.reading import values


@pytest.mark.parametrize(
    ("text", "sender", "name"),
    [
        ("A week in Crete please.\n\nYours sincerely,\nR. J. Thackeray", "Rupert Thackeray", "Rupert Thackeray"),
        (
            "Eine Woche Kreta bitte\n\nMit freundlichen Grüßen\nK.-H. Vollmer",
            "Karl-Heinz Vollmer",
            "Karl-Heinz Vollmer",
        ),
        ("Hi its Petra from the choir, we want to go to Crete in May", "Petra Lang", "Petra Lang"),
        ("hallo, hier ist Jörg aus dem Kegelclub, wir wollen nach Kreta", "Jörg Timm", "Jörg Timm"),
        (
            "Solicitamos presupuesto para Roma\n\nAtentamente,\nJosé Mª Ibáñez del Río\nJefe de estudios",
            "Colegio San Telmo",
            "José Mª Ibáñez del Río",
        ),
        (
            "Bitte ein Angebot für Prag\n\nViele Grüße\nDr. Ute Sommerfeld",
            "Sekretariat Goethe-Gymnasium",
            "Ute Sommerfeld",
        ),
        (
            "Nous cherchons un week-end à Rome\n\nCordialement\nAnne-Laure Gicquel, trésorière",
            "Comité des fêtes",
            "Anne-Laure Gicquel",
        ),
        (
            "We need a quote for Lisbon, 20 people.\n\nHelen Marlowe, Events Lead\n+44 20 7946 0018",
            "Marlow Bioscience Ltd",
            "Helen Marlowe",
        ),
        (
            "Cerchiamo un hotel a Rimini\n\nCordiali saluti\nAvv. Giulia Ferraris",
            "Studio Legale Ferraris",
            "Giulia Ferraris",
        ),
        ("uma semana no Algarve, por favor", "Dona Lurdes", "Lurdes"),
        ("Loan offers for you", "Fast Loans Direct", None),
        ("Angebote", "Team Sonnenreisen", None),
        ("Boletín", "Equipo Solymar", None),
        ("Factuur", "Administratie De Wit BV", None),
        ("Rechnung anbei", "Buchhaltung Busreisen Kern", None),
    ],
)
def test_the_name(text: str, sender: str, name: str | None) -> None:
    assert values(text, "contact_name", sender_name=sender) == (name,)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("You can reach me on 07700 900123 after six", "+447700900123"),
        ("I'm usually in on 01632 960114, evenings", "+441632960114"),
        ("Sie erreichen mich abends unter 030 23125 019", "+493023125019"),
        ("Rückruf bitte auf 0171 39 20 017", "+491713920017"),
        ("on peut me joindre au 06 39 98 10 11", "+33639981011"),
        (
            "bonjour, nous cherchons un hôtel à Rome en mai pour deux personnes\nLucie Morel - 06 39 98 22 33",
            "+33639982233",
        ),
        ("mi teléfono es el 986 000 112", "+34986000112"),
        ("llamadme al 600 000 222", "+34600000222"),
        ("potete chiamarmi al 333 000 0444", "+393330000444"),
        ("ligue-me pelo 910 000 333", "+351910000333"),
        ("bel me op 06 00 00 04 55", "+31600000455"),
        ("Budget 1 200 000 pesos", None),
        ("Our reference is 2027 0415 0033", None),
    ],
)
def test_the_number(text: str, number: str | None) -> None:
    assert values(text, "contact_phone") == (number,)
