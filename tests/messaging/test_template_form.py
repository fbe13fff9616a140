"""From Meta's components to a form and back: every kind of blank, every limit, and what cannot be sent says why."""

from typing import Any

import pytest

from messaging import template_form
from messaging.template_form import FormError
from tests.messaging.sample_templates import BUTTONS, DOCUMENT, NAMED, PROPOSAL, body, template


def form_of(listed: dict[str, Any]) -> template_form.Form:
    return template_form.read(listed["components"], parameter_format=listed["parameter_format"])


def test_numbered_blanks_go_out_in_their_order() -> None:
    form = form_of(template("x", "en", body("{{2}} for {{1}}, again {{2}}", "Ann", "Crete")))
    assert [(spot.key, spot.example) for spot in form.spots] == [("body.2", "Crete"), ("body.1", "Ann")]
    result = template_form.fill(form, {"body.1": "Ben", "body.2": "Rome"})
    assert result.components == [
        {"type": "body", "parameters": [{"type": "text", "text": "Ben"}, {"type": "text", "text": "Rome"}]}
    ]
    assert result.text == "Rome for Ben, again Rome"


def test_named_blanks_carry_their_names() -> None:
    form = form_of(NAMED)
    assert [(spot.key, spot.example) for spot in form.spots] == [
        ("body.customer_name", "Ann"),
        ("body.destination", "Madeira"),
    ]
    result = template_form.fill(form, {"body.customer_name": "Ben", "body.destination": "Rome"})
    assert result.components[0]["parameters"] == [
        {"type": "text", "parameter_name": "customer_name", "text": "Ben"},
        {"type": "text", "parameter_name": "destination", "text": "Rome"},
    ]
    assert result.text == "Hello Ben, about Rome: may we ask?\n\nHalden Travel"


def test_an_older_template_without_a_format_is_told_by_its_blanks() -> None:
    assert template_form.read([body("Hi {{who}}")], parameter_format="").named
    assert not template_form.read([body("Hi {{1}}")], parameter_format="").named


def test_header_and_buttons_have_blanks_of_their_own() -> None:
    form = form_of(BUTTONS)
    assert [(spot.key, spot.example) for spot in form.spots] == [
        ("header.1", "Madeira"),
        ("body.1", "Ann"),
        ("button.0", "th-1"),
        ("button.1", "SUN10"),
    ]
    values = {"header.1": "Rome", "body.1": "Ben", "button.0": "th-7", "button.1": "SUN20"}
    result = template_form.fill(form, values)
    assert [part for part in result.components if part["type"] == "button"] == [
        {"type": "button", "sub_type": "url", "index": "0", "parameters": [{"type": "text", "text": "th-7"}]},
        {
            "type": "button",
            "sub_type": "copy_code",
            "index": "1",
            "parameters": [{"type": "coupon_code", "coupon_code": "SUN20"}],
        },
        {
            "type": "button",
            "sub_type": "quick_reply",
            "index": "3",
            "parameters": [{"type": "payload", "payload": "Not now"}],
        },
    ]
    assert result.text == (
        "Your trip to Rome\n\nHello Ben, see it here.\n\n[See it: https://offers.halden.example/th-7]\n"
        "[Copy code: SUN20]\n[Call us: +442079460177]\n[Not now]"
    )


def test_a_file_in_the_header_is_asked_for() -> None:
    assert form_of(DOCUMENT).media == "document"


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("Ann\nPellow", "Ann Pellow"),
        ("Ann\t  Pellow", "Ann Pellow"),
        ("Ann" + " " * 9 + "P", "Ann P"),
        ("A\x00n", "An"),
    ],
)
def test_what_whatsapp_refuses_in_a_text_is_smoothed(typed: str, sent: str) -> None:
    form = form_of(template("x", "en", body("Hi {{1}}!")))
    assert template_form.fill(form, {"body.1": typed}).body == f"Hi {sent}!"


@pytest.mark.parametrize(
    ("values", "key", "said"),
    [
        ({}, "body.1", "is empty"),
        ({"body.1": " \n "}, "body.1", "is empty"),
        ({"body.1": "x" * 1025}, "body.1", "is too long: 1,025 characters, 1,024 at most"),
        (
            {"body.1": "x" * 1020},
            "body.1",
            "makes it 1,040 characters, 1,024 at most with the words around",
        ),
        ({"body.1": "Ann", "header.1": "y" * 55}, "header.1", "makes it 68 characters, 60 at most"),
        ({"body.1": "Ann", "header.1": "Rome", "button.0": "a b"}, "button.0", "may not have a space"),
        ({"body.1": "A", "header.1": "R", "button.0": "a", "button.1": "X" * 16}, "button.1", "is too long"),
    ],
)
def test_a_value_that_cannot_go_is_said(values: dict[str, str], key: str, said: str) -> None:
    filled = {"header.1": "Rome", "body.1": "", "button.0": "th-7", "button.1": "SUN"} | values
    with pytest.raises(FormError) as caught:
        template_form.fill(form_of(BUTTONS), filled)
    assert (caught.value.key, str(caught.value)[: len(said)]) == (key, said)


@pytest.mark.parametrize(
    ("components", "said"),
    [
        ([{"type": "HEADER", "format": "LOCATION"}, body("Here")], "it shows a place on a map"),
        ([{"type": "HEADER", "format": "PRODUCT"}, body("Here")], "its header is of the kind “PRODUCT”"),
        ([body("Hi"), {"type": "CAROUSEL", "cards": []}], "it is a carousel of cards"),
        ([body("Hi"), {"type": "NOVELTY"}], "it has a part “NOVELTY”"),
        ([body("Hi"), {"type": "BUTTONS", "buttons": [{"type": "FLOW", "text": "Go"}]}], "“Go”, it opens a form"),
        ([body("Hi"), {"type": "BUTTONS", "buttons": [{"type": "OTP", "text": "Copy"}]}], "it carries a one-time code"),
        ([body("Hi"), {"type": "BUTTONS", "buttons": [{"type": "ODD", "text": "X"}]}], "it is of the kind “ODD”"),
        ([body("Hi {{1}} and {{name}}")], "It mixes numbered and named blanks"),
        ([body("Hi {{1}} and {{3}}")], "The numbers of its blanks have a gap."),
        ([{"type": "FOOTER", "text": "Bye"}], "It has no text of its own"),
        ([], "It has no text of its own"),
        ([{"type": "BODY", "text": {"not": "a text"}}], "Its parts are not readable."),
    ],
)
def test_what_cannot_be_sent_from_here_says_why(components: list[dict[str, Any]], said: str) -> None:
    assert said in template_form.read(components, parameter_format="POSITIONAL").problem


def test_the_sample_is_sendable() -> None:
    assert form_of(PROPOSAL).problem == ""
