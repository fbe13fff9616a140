"""A whole run of the demo (all of it taken in, read and shown) leaves lines with keys, and nobody's words in them."""

import json
import re

import pytest
from django.conf import settings as product
from django.core.management import call_command
from django.test import Client

from inquiries.desk.sign_in import SAMPLE_PASSWORD
from inquiries.models import Attachment, Contact, Identity, Inquiry, Message, User
from inquiries.work import sweeper

pytestmark = pytest.mark.django_db

KEYS = {
    "request_finished": {"request", "view", "code", "duration_ms", "request_id", "user_id"},
    "message_received": {"message", "inquiry", "channel"},
    "message_processed": {"message", "inquiry", "attempt"},
}
SECRETS = ("WHATSAPP_APP_SECRET", "WHATSAPP_VERIFY_TOKEN", "OPENAI_API_KEY", "METRICS_TOKEN")


@pytest.fixture
def said(settings, capfd):
    for name in SECRETS:
        setattr(settings, name, f"{name.lower()}-that-nobody-reads")
    call_command("load_demo", verbosity=0)
    sweeper.run()  # as the worker does
    for role in ("agent", "manager"):
        person = Client()
        assert person.login(username=role, password=SAMPLE_PASSWORD)
        for address in ("/", "/?q=crete+anna%40berg.example", "/work/", "/status/", "/metrics"):
            person.get(address)
        for inquiry in Inquiry.objects.all()[:20]:
            assert person.get(f"/inquiries/{inquiry.pk}/").status_code == 200
    return [json.loads(line) for line in capfd.readouterr().err.splitlines() if line.startswith("{")]


def private() -> set[str]:
    """Addresses, numbers, names, subjects and each longer line that somebody wrote."""
    found = set(Identity.objects.values_list("value", flat=True))
    found |= set(Contact.objects.values_list("name", flat=True))
    found |= set(Attachment.objects.values_list("filename", flat=True))
    for message in Message.objects.all():
        found |= {message.subject, *message.text.splitlines()}
    found |= set(User.objects.exclude(password="").values_list("password", flat=True))
    return {words.strip() for words in found if len(words.strip()) >= 8}


def test_lines_have_their_keys_and_nobodys_words_addresses_or_secrets(said):
    assert len(said) > 100
    for line in said:
        assert {"event", "level", "logger", "timestamp"} <= line.keys(), line
    for event, keys in KEYS.items():
        of_kind = [line for line in said if line["event"] == event]
        assert of_kind, event
        assert [line for line in of_kind if keys - line.keys()] == []

    everything = "\n".join(str(line) for line in said)
    looked_for = private()
    assert len(looked_for) > 200
    assert [words for words in looked_for if words in everything] == []
    for secret in (product.SECRET_KEY, SAMPLE_PASSWORD, *(f"{name.lower()}-that" for name in SECRETS)):
        assert secret not in everything
    assert re.findall(r"[\w.+-]+@[\w-]+\.[\w.]+", everything) == []
