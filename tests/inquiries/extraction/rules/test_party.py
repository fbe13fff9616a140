"""Who travels."""

import pytest

from tests.inquiries.extraction.rules.reading import values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 adults and 3 kids (2, 5 and 8) to Spain please", (5, 2, 3, [2, 5, 8])),
        ("My wife and I would like to see Rome", (2, 2, None, None)),
        ("just the two of us, Paris in May", (2, 2, None, None)),
        ("Lisbon for me, my husband and our twins (6)", (4, 2, 2, [6, 6])),
        ("2A+2C (10 & 3) to Antalya pls", (4, 2, 2, [10, 3])),
        ("Bob and me plus Carol and her husband want to see Alaska", (4, 4, None, None)),
        ("Two couples, Sicily in May", (4, 4, None, None)),
        ("Adults: 8\nChildren: 0\nDestination: Verbier", (8, 8, 0, None)),
        ("I'd like to travel solo to Costa Rica", (1, 1, None, None)),
        ("2 adults + 1 baby (11 months) to Lanzarote", (3, 2, 1, [0])),
        ("We'd take 42 pupils and 5 teachers to Berlin", (47, 5, 42, None)),
        ("Wir (2 Erwachsene, 1 Kind 3 Jahre) möchten nach Rhodos", (3, 2, 1, [3])),
        ("Mein Mann, ich und die beiden Mädchen, 14 und 17, wollen nach Namibia", (4, 2, 2, [14, 17])),
        ("Wir sind zu viert und wollen nach Rom", (4, None, None, None)),
        ("Ich suche für 5 Freunde und mich ein Haus in Dänemark", (6, None, None, None)),
        ("Nous sommes deux adultes et un bébé de 10 mois, pour la Crète", (3, 2, 1, [0])),
        ("Nous sommes une famille de 4 (enfants 7 et 10 ans), pour le Sénégal", (4, 2, 2, [7, 10])),
        ("Somos tres adultos y los niños (7 y 10), a Costa Rica del 3 al 12 de julio", (5, 3, 2, [7, 10])),
        ("Mis dos amigas y yo queremos ver Bangkok", (3, 3, None, None)),
        ("Siamo 2 adulti e 3 bambini di 4, 7 e 11 anni, in Sardegna", (5, 2, 3, [4, 7, 11])),
        ("Somos 2 adultos e 3 crianças, de 4, 9 e 12 anos, para Orlando", (5, 2, 3, [4, 9, 12])),
        ("Wij zijn met 2 volwassenen en 2 kinderen (8 en 12), naar Kroatië", (4, 2, 2, [8, 12])),
        ("Wir sind eine 5-köpfige Familie und wollen nach Holland", (5, None, None, None)),
        ("Un week-end à Barcelone pour 2, départ vendredi", (2, None, None, None)),
        ("need 2 tickets to Bangkok from frankfurt", (2, None, None, None)),
        ("A villa in Tuscany: my parents, my husband and I, and our daughters (8 and 11)", (6, 4, 2, [8, 11])),
        ("A cruise for my parents in September", (None, None, None, None)),
        ("We are 12 colleagues going to a conference in Vienna 6-9 April", (12, None, None, None)),
        ("Queria Gramado para 2 pessoas, de 20 a 25 de julho", (2, None, None, None)),
        ("We'd like to see Rome", (None, None, None, None)),
        ("My husband and I would like to take our two girls (6 and 9) to Crete", (4, 2, 2, [6, 9])),
        ("Ich und meine Frau wollen mit unseren zwei Kindern (3 und 5) nach Kos", (4, 2, 2, [3, 5])),
        ("Mon mari et moi irons en Crète avec nos deux filles (4 et 8 ans)", (4, 2, 2, [4, 8])),
        ("We'd like to take our two kids (4 and 8) to Crete", (None, None, 2, [4, 8])),
    ],
)
def test_who_travels(text: str, expected: tuple[object, ...]) -> None:
    assert values(text, "travellers", "adults", "children", "child_ages") == expected
