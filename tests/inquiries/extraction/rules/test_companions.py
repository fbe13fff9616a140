"""People beside the writer: who is grown, who is not, how old, and how many in all."""

from typing import Any

import pytest

from tests.inquiries.extraction.rules.reading import values

PARTY = ("travellers", "adults", "children", "child_ages")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hubby and I want to go to Rome", (2, 2, None, None)),
        ("just me and the mrs, Rome please", (2, 2, None, None)),
        ("me and the missus plus my mum, Rome please", (3, 3, None, None)),
        ("Rome with my ever-cheerful sister Olive please", (2, 2, None, None)),
        ("Rome with my best old friend please", (2, 2, None, None)),
        ("Ich reise mit meiner lieben alten Tante nach Rom", (2, 2, None, None)),
        ("wir 2 wollen nach Rom", (2, 2, None, None)),
        ("nous 2 on veut aller à Rome", (2, 2, None, None)),
        ("Rome, 2 of us from Exeter", (2, 2, None, None)),
        ("Me + Jack 13 + Molly 9, Rome please", (3, 1, 2, [13, 9])),
        ("Wir sind zu viert, Jonas ist 12, Emma 9, nach Rom bitte", (4, 2, 2, [12, 9])),
        ("We are four, Theo is 7, Ida 4, we want Rome", (4, 2, 2, [7, 4])),
        ("Somos eu, minha esposa, ela (17) e o Davi (12), para Roma", (4, 2, 2, [17, 12])),
        ("Siamo mio marito, io, i bimbi di 2 e 5 anni e i nonni, vorremmo la Sardegna", (6, 4, 2, [2, 5])),
        ("Somos mi mujer, yo y los niños de 4 y 8 años, Roma", (4, 2, 2, [4, 8])),
        ("Nous sommes ma femme, moi et nos filles de 3 et 6 ans, Rome", (4, 2, 2, [3, 6])),
        ("Mijn man, ik en de jongens van 5 en 7 willen naar Rome", (4, 2, 2, [5, 7])),
        ("Wij zijn met z'n vieren, de meisjes zijn 5 en 7, naar Rome", (4, 2, 2, [5, 7])),
        ("4 volw en 3 kinderen 15 13 11, Rome graag", (7, 4, 3, [15, 13, 11])),
        ("2 adt 1 bb de 10 mois, Rome svp merci", (3, 2, 1, [0])),
        ("2 erw 2 kinder 4, 6 nach Rom bitte", (4, 2, 2, [4, 6])),
        ("we are 4 adults and 5 childs (4, 6, 7, 10, 12), Rome", (9, 4, 5, [4, 6, 7, 10, 12])),
        ("zwei Frauen Mitte sechzig, wir möchten nach Rom", (2, 2, None, None)),
        ("Tres mujeres, queremos ir a Roma", (3, 3, None, None)),
        ("Deux dames, nous voulons Rome", (2, 2, None, None)),
        ("Due signore, vorremmo Roma", (2, 2, None, None)),
        ("Duas senhoras, queremos Roma", (2, 2, None, None)),
        ("14 lads stag do, Rome please", (14, None, None, None)),
        ("8 lads, all over 40, Rome please", (8, 8, None, None)),
        ("3 chicas, queremos Roma", (3, None, None, None)),
        ("Cinq copines, nous voulons Rome", (5, None, None, None)),
        ("6 Mädels wollen nach Rom", (6, None, None, None)),
        ("quatro amigas, queremos Roma", (4, None, None, None)),
        ("Cotação para a deslocação de 4 colaboradores a Roma", (4, 4, None, None)),
        ("Headcount: 22, hotel in Rome please", (22, None, None, None)),
        ("Teilnehmer: 18, Ziel: Rom", (18, None, None, None)),
        ("Nombre de personnes : 12, destination Rome", (12, None, None, None)),
        ("Número de personas: 12, destino Roma", (12, None, None, None)),
        ("Aantal personen: 12, bestemming Rome", (12, None, None, None)),
        ("Ho bisogno di pace a Londra. Sola.", (1, 1, None, None)),
        ("Ich möchte ganz allein nach Rom reisen", (1, 1, None, None)),
        ("Voy sola a Roma", (1, 1, None, None)),
        ("Vou sozinha para Roma", (1, 1, None, None)),
        ("Ik ga alleen naar Rome", (1, 1, None, None)),
        ("me and 7 mates want Rome", (8, 8, None, None)),
        ("Mein Mann, ich und unsere Tochter (15), nach Rom", (3, 2, 1, [15])),
        ("Mein Mann, ich und unsere Tochter (22), nach Rom", (3, 3, None, None)),
        ("Mia moglie, io e nostra figlia di 25 anni, a Londra", (3, 3, None, None)),
        ("My husband, me and our son, 19, want Rome", (3, 3, None, None)),
        ("Ma mère, mon mari et moi voulons Rome", (3, 3, None, None)),
        ("Mi hermana, mi cuñado y yo, a Roma", (3, 3, None, None)),
        ("Minha mãe, minha tia e eu, para Roma", (3, 3, None, None)),
        ("Mijn moeder, mijn zus en ik willen naar Rome", (3, 3, None, None)),
        ("Oma, Opa und wir vier: 6 Personen nach Rom", (6, None, None, None)),
    ],
)
def test_who_travels(text: str, expected: tuple[Any, ...]) -> None:
    assert values(text, *PARTY) == expected


@pytest.mark.parametrize(
    "text",
    [
        "If one more person suggests Dubai I shall scream. I want Rome",
        "A group of 30 to 35 people, Rome please",
        "Eine Gruppe von 20 bis 25 Personen, nach Rom bitte",
        "Un grupo de 30 a 35 feligreses, Roma",
        "Un groupe de 15 à 20 personnes, Rome",
        "My friend says your agency is good. Rome please",
    ],
)
def test_how_many_stays_open(text: str) -> None:
    assert values(text, "travellers") == (None,)


def test_the_subject_of_a_first_letter_counts() -> None:
    text = "Need a quote for Dublin, 4-star please"
    assert values(text, "travellers", subject="Group of 22 - sales kickoff") == (22,)
    assert values(text, "travellers", subject="Re: Group of 22", answers=True) == (None,)
