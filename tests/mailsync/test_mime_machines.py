"""Machine mail is told by its headers; a person who looks like a machine is never parked."""

import pytest

from tests.mailsync.samples import FOLDER, HEAD, parse, read

PARKED = {
    "auto-delayed-exim": "auto_reply",
    "auto-delayed-postfix": "auto_reply",
    "auto-null-sender": "auto_reply",
    "auto-out-of-office-exchange": "auto_reply",
    "auto-subject-only": "auto_reply",
    "tree-report-read-receipt": "auto_reply",
    "bounce-exchange": "bounce",
    "bounce-exchange-online": "bounce",
    "bounce-exim": "bounce",
    "bounce-exim-with-copy": "bounce",
    "bounce-gmail": "bounce",
    "bounce-in-base64": "bounce",
    "bounce-postfix-headers-only": "bounce",
    "bounce-qmail": "bounce",
    "bounce-qmail-names-no-mail": "bounce",
    "bounce-qmail-with-copy": "bounce",
    "bulk-feedback-id": "bulk",
    "bulk-newsletter": "bulk",
    "bulk-precedence": "bulk",
    "own-mail-to-ourselves": "own",
}
SUBJECTS = [
    "Automatic reply: Your trip",
    "Automatische Antwort: Ihre Reise",
    "Abwesenheitsnotiz: Ihre Reise",
    "Réponse automatique : Votre voyage",
    "Respuesta automática: Su viaje",
    "Risposta automatica: Il suo viaggio",
    "Resposta automática: A sua viagem",
    "Automatisch antwoord: Uw reis",
]


def test_of_all_samples_only_machine_mail_is_parked():
    names = sorted(path.stem for path in FOLDER.glob("*.eml"))
    assert sum(name.startswith("person-") for name in names) == 8
    assert {name: found for name in names if (found := read(name).parked_reason)} == PARKED


@pytest.mark.parametrize("subject", SUBJECTS)
def test_subject_of_an_absence_in_each_language(subject: str):
    content = f"From: a@post.example\r\nTo: desk@halden.example\r\nSubject: {subject}\r\n\r\nAway.".encode()
    assert parse(content).parked_reason == "auto_reply"
    answered = content.replace(b"Subject: ", b"Subject: Re: ")
    assert parse(answered).parked_reason == ""


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        (b"Auto-Submitted: auto-generated", "auto_reply"),
        (b"Auto-Submitted: no", ""),
        (b"Precedence: list", ""),
        (b"Precedence: bulk", "bulk"),
        (b"X-Failed-Recipients: ben@post.example", "bounce"),
        (b"X-Auto-Response-Suppress: All", ""),
        (b"List-Unsubscribe: <https://news.example/u>", "bulk"),
        (b"List-Unsubscribe: <https://news.example/u>\r\nIn-Reply-To: <offer@halden.example>", ""),
    ],
)
def test_field(fields: bytes, reason: str):
    assert parse(fields + b"\r\n" + HEAD + b"\r\nHello").parked_reason == reason


def test_returned_mail_of_a_bounce_is_a_file_and_not_its_words():
    mail = read("bounce-exchange")
    assert [file.filename for file in mail.files] == ["report.txt", "Your trip.eml"]
    assert mail.text == "Delivery has failed to these recipients."
