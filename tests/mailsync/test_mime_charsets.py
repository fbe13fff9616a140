"""Letters come out right when a mail is wrong about its charset or its transfer encoding."""

import pytest

from mailsync import mime_body
from tests.mailsync.samples import read

GREETING = "Grüße aus Köln, wir möchten für 1.200 € nach Málaga – à bientôt!"
LATIN = "Grüße aus Köln, wir möchten für 1.200 Euro nach Málaga - à bientôt!"
TEXTS = {
    "charset-missing-utf8": GREETING,
    "charset-missing-windows": GREETING,
    "charset-nobody-knows": GREETING,
    "charset-utf16": GREETING,
    "charset-utf8-called-latin1": GREETING,
    "charset-windows-called-ascii": GREETING,
    "charset-latin1-called-utf8": LATIN,
    "charset-only-in-html-meta": LATIN.replace("Euro", "€"),
    "charset-two-in-one-text": f"{GREETING}\nGrüße aus Köln",
    "charset-iso-2022-jp-undeclared": "こんにちは、三泊でお願いします",
    "transfer-base64-padding-in-the-middle": "First half, zweite Hälfte.",
    "transfer-base64-undeclared": "Wir möchten im Mai nach Kreta fahren, zu zweit.",
    "transfer-base64-without-padding": f"{GREETING}\n{GREETING}",
    "transfer-declared-base64-but-plain": GREETING,
    "transfer-printable-broken": "Grüße =ZZ aus Köln, 100 = hundert",
    "transfer-printable-undeclared": GREETING,
    "transfer-unknown": GREETING,
}


@pytest.mark.parametrize(("name", "text"), TEXTS.items())
def test_text_is_as_it_was_written(name: str, text: str):
    mail = read(name)
    assert mail.text == text
    assert mail.problem == ""


def test_footer_glued_on_behind_base64_is_kept_below_the_words():
    mail = read("transfer-base64-with-footer")
    assert mail.text.startswith(GREETING)
    assert mail.text.endswith("Scanned by the gateway of post.example.")


def test_lost_letters_are_said():
    mail = read("charset-lost-letters")
    assert mail.problem == mime_body.LOSSY
    assert mail.text.endswith("text that is broken")


def test_nul_and_lone_surrogates_are_not_handed_on():
    mail = read("nul-bytes-and-surrogates")
    assert mail.text.startswith("Two weeks in Peru")
    assert mail.raw is not None
    assert b"\x00" in mail.raw
    for value in (mail.text, mail.subject, mail.sender.name, mail.html):
        assert "\x00" not in value
        value.encode()  # a lone surrogate would raise
