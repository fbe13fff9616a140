"""Addresses compare equal however they were written, and never equal for two different people."""

import random

import phonenumbers
import pytest

from inquiries.addresses import forms, is_email, normalise, show, to_e164


@pytest.mark.parametrize(
    ("value", "key"),
    [
        (" Anna.Berg@Post.Example ", "anna.berg@post.example"),
        ('"Berg, Anna" <anna@post.example>', "anna@post.example"),
        ("mailto:anna@post.example", "anna@post.example"),
        ("anna@post.example.", "anna@post.example"),
        ("anna@MÜNCHEN.example", "anna@xn--mnchen-3ya.example"),
        ("anna@xn--mnchen-3ya.example", "anna@xn--mnchen-3ya.example"),
        ("jürgen@post.example", "jürgen@post.example"),
        ("no address", "no address"),
        ("a@" + "x" * 70 + ".example", "a@" + "x" * 70 + ".example"),
        ("", ""),
    ],
)
def test_mail_addresses(value: str, key: str) -> None:
    assert normalise("email", value) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("+44 7700 900919", "447700900919"),
        ("5531987654321", "553187654321"),  # Brazil with and without the ninth digit
        ("5491123456789", "541123456789"),  # Argentina with and without the 9
        ("00447700900919", "447700900919"),
        ("5213312345678", "523312345678"),  # Mexico with and without the 1 that mobile numbers had
    ],
)
def test_forms_of_one_whatsapp_number(one: str, other: str) -> None:
    assert normalise("wa_id", one) == normalise("wa_id", other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("551133334444", "5511933334444"),  # a landline in São Paulo and somebody's mobile
        ("447700900919", "447700900918"),
        ("5213312345678", "5233123456789"),
    ],
)
def test_different_people_stay_different(one: str, other: str) -> None:
    assert normalise("wa_id", one) != normalise("wa_id", other)


def test_a_user_id_is_taken_as_it_is() -> None:
    assert normalise("bsuid", " GB.13491208655302741918 ") == "GB.13491208655302741918"


@pytest.mark.parametrize(
    ("text", "region", "number"),
    [
        ("07700 900919", "GB", "+447700900919"),
        ("+49 (0)30 23125 0", "GB", "+4930231250"),
        ("06 39 98 00 01", "FR", "+33639980001"),
        ("12", "GB", None),
        ("call me", "GB", None),
        ("\ud83d", "GB", None),
    ],
)
def test_telephone_numbers(text: str, region: str, number: str | None) -> None:
    assert to_e164(text, region) == number


@pytest.mark.parametrize(
    ("text", "answer"),
    [("a@b.example", True), ("A <a@b.example>", False), ("a@b", False), ("a b@c.example", False), ("", False)],
)
def test_what_an_address_is(text: str, answer: bool) -> None:
    assert is_email(text) is answer


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("wa_id", "447700900417", "+44 7700 900417"),
        ("wa_id", "34600000417", "+34 600 00 04 17"),
        ("wa_id", "12", "+12"),
        ("wa_id", "no number", "no number"),
        ("wa_id", "", ""),
        ("bsuid", "FR.20260431187745120", "FR.20260431187745120"),
        ("email", "anna@post.example", "anna@post.example"),
    ],
)
def test_how_people_read_it(kind: str, value: str, words: str) -> None:
    assert show(kind, value) == words


def _mobiles(dice: random.Random) -> list[str]:
    """A mobile number in the form of its key, of each country that has two forms."""
    eight, ten = dice.randrange(10**7), dice.randrange(10**9)
    area = dice.choice(["11", "21", "31", "61", "85"])
    return [
        f"55{area}9{dice.choice('6789')}{eight:07}",
        f"549{dice.choice('1236')}{ten:09}",
        f"52{dice.choice('23456789')}{ten:09}",
    ]


def _other_form(number: str) -> str:
    if number.startswith("55"):
        return f"{number[:4]}{number[5:]}"
    return f"54{number[3:]}" if number.startswith("549") else f"521{number[2:]}"


@pytest.mark.parametrize("seed", range(200))
def test_two_forms_are_one_number_and_two_numbers_are_two(seed: int) -> None:
    dice = random.Random(seed)
    numbers = _mobiles(dice) + _mobiles(dice)
    keys = [normalise("wa_id", number) for number in numbers]
    assert len(set(keys)) == len(set(numbers))
    for number, key in zip(numbers, keys, strict=True):
        other = _other_form(number)
        assert normalise("wa_id", other) == normalise("wa_id", f"+{other}") == key
        assert normalise("wa_id", key) == key
        assert set(forms(key)) == {number, other}


@pytest.mark.parametrize("seed", range(200))
def test_valid_numbers_of_other_countries_stay_as_they_are(seed: int) -> None:
    """Of each country an example of its own plan, with other last digits: no rule of three countries touches them."""
    dice = random.Random(seed)
    regions = sorted(phonenumbers.SUPPORTED_REGIONS - {"BR", "AR", "MX"})
    example = phonenumbers.example_number_for_type(dice.choice(regions), phonenumbers.PhoneNumberType.MOBILE)
    assert example is not None
    digits = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164).removeprefix("+")
    number = f"{digits[:-3]}{dice.randrange(1000):03}"
    assert normalise("wa_id", number) == number
    assert forms(number) == [number]


@pytest.mark.parametrize("seed", range(50))
def test_a_brazilian_landline_gets_no_nine(seed: int) -> None:
    dice = random.Random(seed)
    landline = f"55{dice.randrange(11, 100)}{dice.choice('2345')}{dice.randrange(10**7):07}"
    assert normalise("wa_id", landline) == landline
