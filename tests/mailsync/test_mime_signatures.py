"""Where the signature starts, so that a name or a number in it is not taken for the letter."""

import pytest

from mailsync.mime_signature import signature_at
from tests.mailsync.samples import own_words, read

LETTER = "Two weeks in Peru, please."
SIGNATURES = [
    "-- \nAnna Berg\n+44 7700 900142",
    "Kind regards,\nAnna",
    "Mit freundlichen Grüßen\nAnna Berg\n\nBerg & Sohn GmbH",
    "Viele Grüße aus Köln\nAnna",
    "LG\nAnna",
    "Bien cordialement,\nAnna Berg",
    "Merci d'avance\nAnna",
    "Un saludo,\nAnna Berg",
    "Cordiali saluti\nAnna Berg",
    "Com os melhores cumprimentos,\nAnna Berg",
    "Met vriendelijke groet,\nAnna Berg",
    "Sent from my iPhone",
    "Von meinem iPhone gesendet",
    "Envoyé de mon iPhone",
    "Enviado desde mi iPhone",
    "Inviato da iPhone",
    "Enviado do meu iPhone",
    "Verstuurd vanaf mijn iPhone",
    "Anna Berg\n07700 900142",
]


@pytest.mark.parametrize("signature", SIGNATURES)
def test_signature_is_found(signature: str):
    text = f"{LETTER}\n\n{signature}"
    at = signature_at(text, name="Anna Berg")
    assert at is not None
    assert text[at:] == signature


@pytest.mark.parametrize(
    "text",
    [
        LETTER,
        "Thanks\n\nCould you also tell me what the visa costs?",
        f"{LETTER}\n\nBest regards\nAnna\n\nP.S. And four days in Bolivia.",
        "Danke",
        f"Anna Berg told me about you.\n\n{LETTER}",
    ],
)
def test_letter_is_not_taken_for_a_signature(text: str):
    assert signature_at(text, name="Anna Berg") is None


def test_samples():
    assert own_words(read("signature-after-dashes")) == LETTER
    assert read("signature-with-postscript").signature_at is None
