"""A forgotten password: a mail with the way to a new one, and nothing to learn for whoever asks."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from structlog.testing import capture_logs

from inquiries import password_letters
from inquiries.models import PasswordLetter, User
from inquiries.work import sweeper, tasks
from tests.bracketed import LANGUAGE, spoken
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
FORGOTTEN = "/sign-in/forgotten/"


@pytest.fixture
def nora(agent: User) -> User:
    User.objects.filter(pk=agent.pk).update(email="nora@halden.example")
    return agent


def deliver() -> None:
    for pk in PasswordLetter.objects.due().values_list("pk", flat=True):
        tasks.send_password_letter(pk)


def test_the_mail_leads_to_a_new_password_once(client: Client, nora: User) -> None:
    signed_in = Client()
    signed_in.post("/sign-in/", {"username": "agent", "password": "correct horse"})
    said = client.post(FORGOTTEN, {"email": "Nora@halden.example"}).content.decode()
    assert "If nora@halden.example is the address of an account" in said
    assert mail.outbox == []  # the worker sends it: whoever asks does not wait for a mail server
    deliver()
    [letter] = mail.outbox
    assert letter.to == ["nora@halden.example"]
    [way] = re.findall(r"http://127.0.0.1:8000(/\S+)", str(letter.body))
    with capture_logs() as lines:
        form = client.get(way, follow=True)
    assert [line["request"] for line in lines if line["event"] == "request_finished"] == [
        "GET /sign-in/new-password/"
    ] * 2
    assert re.fullmatch(r"/sign-in/new-password/\w+/now/", form.request["PATH_INFO"])  # no token where others see it
    fields = {"new_password1": "staple battery 9", "new_password2": "staple battery 9"}
    short = client.post(form.request["PATH_INFO"], {"new_password1": "short", "new_password2": "short"})
    assert "too short" in short.content.decode()
    done = client.post(form.request["PATH_INFO"], fields, follow=True)
    assert "Your new password counts from now on" in done.content.decode()
    assert signed_in.get("/").status_code == 302
    assert Client().login(username="agent", password="staple battery 9")
    assert "used up" in Client().get(way, follow=True).content.decode()


def test_the_mail_is_in_the_language_of_who_gets_it(client: Client, nora: User, settings: Any) -> None:
    settings.LANGUAGES = [*settings.LANGUAGES, (LANGUAGE, "In brackets")]
    for language, greeting in ((LANGUAGE, "⟦Hello agent,"), ("", "Hello agent,")):
        User.objects.filter(pk=nora.pk).update(language=language)
        client.post(FORGOTTEN, {"email": "nora@halden.example"})
        with spoken():  # whatever the worker spoke before
            deliver()
        assert str(mail.outbox[-1].body).startswith(greeting)


def test_who_has_no_account_here_gets_the_same_answer_and_no_mail(client: Client, nora: User) -> None:
    UserFactory.create(email="gone@halden.example", is_active=False).set_password("x")
    alone = UserFactory.create(email="microsoft@halden.example")
    alone.set_unusable_password()
    alone.save()
    known = client.post(FORGOTTEN, {"email": "nora@halden.example"}).content.decode()
    for address in ("nobody@halden.example", "gone@halden.example", "microsoft@halden.example"):
        other = client.post(FORGOTTEN, {"email": address}).content.decode()
        assert other == known.replace("nora@halden.example", address)
    assert PasswordLetter.objects.count() == 1


def test_an_address_is_not_flooded(client: Client, nora: User) -> None:
    for _ in range(3):
        assert client.post(FORGOTTEN, {"email": "nora@halden.example"}).status_code == 200
    assert client.post(FORGOTTEN, {"email": "nora@halden.example"}, REMOTE_ADDR="203.0.113.9").status_code == 429
    assert PasswordLetter.objects.count() == 3


def test_a_mail_server_that_fails_is_asked_again_and_the_letter_is_not_shown_as_sent(
    client: Client, nora: User, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    client.post(FORGOTTEN, {"email": "nora@halden.example"})
    deliver()
    letter = PasswordLetter.objects.get()
    assert (letter.state, letter.attempts) == ("WAITING", 1)
    assert "The mail server did not take it" in letter.last_error
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    PasswordLetter.objects.update(due_at=letter.created_at)
    sweeper.run()
    assert PasswordLetter.objects.get().state == "SENT"
    assert len(mail.outbox) == 1


def test_without_a_mail_server_people_are_sent_to_an_admin(client: Client, nora: User, settings: Any) -> None:
    settings.EMAIL_BACKEND = password_letters.CONSOLE
    assert "Ask an admin" in client.get(FORGOTTEN).content.decode()
    client.post(FORGOTTEN, {"email": "nora@halden.example"})
    assert not PasswordLetter.objects.exists()
