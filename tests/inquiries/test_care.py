"""Numbers that are covered: real ones in any dress, and nothing that only looks like one."""

import random
import time
from pathlib import Path

import pytest

from inquiries import care
from inquiries.care import cards, ibans, pages, papers
from inquiries.desk import evidence

DATA = Path(__file__).parents[1] / "data"
SEPARATORS = [" ", "-", ".", "\u00a0", "\u2009", "–", " - "]
PREFIXES = [("4", 16), ("51", 16), ("2221", 16), ("37", 15), ("6011", 16), ("3566", 16), ("36", 14), ("62", 19)]


def card(chance: random.Random) -> str:
    start, length = chance.choice(PREFIXES)
    body = start + "".join(chance.choices("0123456789", k=length - len(start) - 1))
    return next(f"{body}{last}" for last in range(10) if cards.luhn(f"{body}{last}"))


def grouped(digits: str, chance: random.Random) -> str:
    separator, pieces = chance.choice(SEPARATORS), []
    while digits:
        cut = chance.choice([4, 4, 4, 6, 5, 3])
        pieces.append(digits[:cut])
        digits = digits[cut:]
    return separator.join(pieces)


def iban(chance: random.Random) -> str:
    country, (length, _) = chance.choice(list(ibans.FORMS.items()))
    kinds = ibans._COUNTRIES[ibans._COUNTRIES.index(country) + 1]
    own = ""
    for count, kind in ibans.re.findall(r"(\d+)([nac])", kinds):
        letters = {"n": "0123456789", "a": "ABCDEFG", "c": "0123456789ABC"}[kind]
        own += "".join(chance.choices(letters, k=int(count)))
    rest = int("".join(str(int(character, 36)) for character in f"{own}{country}00")) % 97
    assert length == len(own) + 4
    return f"{country}{98 - rest:02d}{own}"


class TestCards:
    def test_any_number_in_any_grouping_is_found(self) -> None:
        chance = random.Random(4242)
        for _ in range(2000):
            number = card(chance)
            dressed = chance.choice(
                [number, grouped(number, chance), " ".join(number[i : i + 4] for i in range(0, 19, 4))]
            )
            text = f"You can charge my card {dressed.strip()} for the deposit."
            shown = care.masked(text)
            assert len(shown) == len(text)
            digits = "".join(character for character in shown if character.isdigit())
            assert digits == number[-4:], (text, shown)

    @pytest.mark.parametrize(
        "written",
        [
            "4242 4242\n4242 4242",
            "> 4242 4242\r\n> 4242 4242",
            "4242-4242-\n4242-4242",
            "4242424242424242",
            "４２４２ ４２４２ ４２４２ ４２４２",
        ],
    )
    def test_alone_and_over_the_end_of_a_line(self, written: str) -> None:
        assert [found.kind for found in care.find(written)] == ["card"]

    def test_random_digits_are_one_by_chance_only(self) -> None:
        chance = random.Random(7)
        texts = ["".join(chance.choices("0123456789", k=16)) for _ in range(5000)]
        assert sum(bool(care.find(text)) for text in texts) / 5000 < 0.05  # one in ten has a right last digit

    @pytest.mark.parametrize(
        "text",
        [
            "Call +44 7700 900123 or 07700 900456",
            "Ring 044 668 18 00, or 044 668 18 01 in the evening",
            "Ticket 220-4242424242424",
            "E-ticket number 1254242424242 4",
            "Order 4111111111111111 was paid",
            "Booking reference 4012888888881881",
            "4242 4242 4242 4243",
            "from 2027-05-12 to 2027-05-19, 2 adults, 3 children 4 7 9",
            "AB4242424242424242",
            "https://shop.example/o/4242424242424242x",
        ],
    )
    def test_what_only_looks_like_one(self, text: str) -> None:
        assert care.masked(text) == text

    @pytest.mark.parametrize(
        ("text", "shown"),
        [
            ("4242 4242 4242 4242 exp 12/27 cvv 123", "•••• •••• •••• 4242 exp ••/•• cvv •••"),
            ("Visa 4242424242424242, 12/2027, 123", "Visa ••••••••••••4242, ••/••••, •••"),
            (
                "Amex 3782 822463 10005\nGültig bis: 04/29\nPrüfziffer 1234",
                "Amex •••• •••••• •0005\nGültig bis: ••/••\nPrüfziffer ••••",
            ),
            ("Sorry, the CVC is 737", "Sorry, the CVC is •••"),
            ("security code of the gate: 1234", "security code of the gate: 1234"),
            (
                "4242 4242 4242 4242\n\n2 adults, 3 children in 12/27",
                "•••• •••• •••• 4242\n\n2 adults, 3 children in 12/27",
            ),
        ],
    )
    def test_what_stands_beside_a_card(self, text: str, shown: str) -> None:
        assert care.masked(text) == shown


class TestAccounts:
    def test_any_country_in_any_grouping(self) -> None:
        chance = random.Random(97)
        for _ in range(1500):
            number = iban(chance)
            fours = " ".join(number[i : i + 4] for i in range(0, len(number), 4))
            written = chance.choice(
                [number, fours, number.lower(), fours.replace(" ", "-"), fours.replace(" ", "\n", 1)]
            )
            found = care.find(f"Bitte an {written}, danke")
            assert [item.kind for item in found] == ["iban"], written

    def test_a_wrong_digit_is_no_account(self) -> None:
        assert care.find("GB29 NWBK 6016 1331 9268 18") == ()
        assert care.masked("GB29 NWBK 6016 1331 9268 19.") == "•••• •••• •••• •••• ••68 19."


class TestPapers:
    PASSPORT = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
    CARD = "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
    SMALL = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6"

    @pytest.mark.parametrize("lines", [PASSPORT, CARD, SMALL])
    def test_the_lines_for_machines(self, lines: str) -> None:
        for written in (
            lines,
            lines.lower(),
            lines.replace("<<", "«"),
            lines.replace("7408122", "74O8122"),
            f"Scan:\n> {lines}\nok",
        ):
            shown = care.masked(written)
            assert "eriksson" not in shown.lower().partition("\n")[0], shown
            assert not any(character.isdigit() for character in shown), shown

    def test_lines_that_prove_nothing_stay(self) -> None:
        text = "<<<<<<<< order 1234567890 >>>>>>>>>\n" + "A" * 44 + "<"
        assert care.masked(text) == text

    @pytest.mark.parametrize(
        "text",
        [
            "Passport no. 533380006",
            "My passport number is 533 380 006",
            "Reisepassnummer: C01X00T47",
            "Ausweis-Nr. T220001293",
            "Numéro de passeport : 12AB34567",
            "Pasaporte: PAA123456",
            "DNI 12345678Z",
            "Passaporto n. YA1234567",
            "Passaporte nº CA123456",
            "Paspoortnummer SPECI2014",
        ],
    )
    def test_numbers_that_are_called_so(self, text: str) -> None:
        assert [found.kind for found in care.find(text)] == ["passport"]

    @pytest.mark.parametrize(
        "text",
        [
            "Do we need a passport in 2027?",
            "passport valid until 12/2027",
            "My passport is from 2019. Call 07700900123",
        ],
    )
    def test_talk_of_passports_is_none(self, text: str) -> None:
        assert care.find(text) == ()

    @pytest.mark.parametrize(
        "name", ["passport_scan.jpg", "Reisepass Anna.pdf", "carte-bancaire.png", "ID-card.jpg", "Ausweis.jpeg"]
    )
    def test_files_that_say_so(self, name: str) -> None:
        assert papers.is_paper(name)

    @pytest.mark.parametrize(
        "name",
        ["itinerary.pdf", "IMG_2041.jpg", "hotel-card-offer.docx", "postcard.jpg", "idea.pdf", "visa_information.pdf"],
    )
    def test_files_that_do_not(self, name: str) -> None:
        assert not papers.is_paper(name)


class TestAnyText:
    @pytest.mark.parametrize(
        "piece",
        [
            "1 ",
            "4242 ",
            "4",
            "12/27 ",
            "DE89 ",
            "cvv ",
            "passport no ",
            "P<<<<<<",
            "card visa 1 ",
            "4242 4242 4242 4242 12/27 123, ",
            "\n1",
            "exp ",
        ],
    )
    def test_four_times_the_text_takes_about_four_times_as_long(self, piece: str) -> None:
        """A square would take sixteen times as long, at every try; a busy machine does so at one."""

        def took(size: int) -> float:
            text = piece * (size // len(piece)) + " 4242 4242 4242 4242"
            started = time.process_time()
            care.find.__wrapped__(text)
            return time.process_time() - started

        assert any(took(100_000) < 9 * took(25_000) for _ in range(5))

    def test_marks_stand_where_they_stood(self) -> None:
        text = "Card 4242 4242 4242 4242, 2 adults in May"
        at = text.index("2 adults")
        html = evidence.render(care.masked(text), [evidence.Span(at, at + 8, "ev-1")])
        assert html == 'Card •••• •••• •••• 4242, <mark class="hub-ev" id="ev-1">2 adults</mark> in May'

    def test_the_corpus_has_none(self) -> None:
        texts = [path.read_text(encoding="utf-8", errors="replace") for path in sorted(DATA.rglob("*.eml"))]
        assert texts
        found = [text[item.start : item.end] for text in texts for item in care.find(text)]
        assert found == []


class TestHtml:
    def test_tags_between_the_digits(self) -> None:
        html = "<p>Card <b>4242</b> 4242&nbsp;<span>4242 42</span>42 &amp; thanks</p>"
        assert pages.masked(html) == "<p>Card <b>••••</b> ••••&nbsp;<span>•••• 42</span>42 &amp; thanks</p>"

    def test_words_of_attributes(self) -> None:
        html = (
            '<img alt="4242 4242 4242 4242" src="https://x.example/4242424242424242.png">'
            '<a href="tel:4242424242424242">x</a>'
        )
        shown = pages.masked(html)
        assert 'alt="•••• •••• •••• 4242"' in shown
        assert 'href="tel:••••••••••••4242"' in shown
        assert "4242424242424242.png" in shown  # an address of a picture is not read by anybody
