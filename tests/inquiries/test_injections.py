"""Mails that give orders to whatever reads them, and a model that obeys each: nothing may come of it but facts of that
message, unverified where their quote stands nowhere, and shown as plain text.

`tests/data/injections/*.eml` are the mails; `obeyed.json` has what the model answers to each: `fields` of the answer,
`extra` keys that the schema does not know, `raw` text in place of JSON, `message` keys of the completion. OTHER stands
for the number of somebody else's inquiry.
"""

import json
import socket
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core import mail as post
from django.urls import reverse
from django.utils import timezone
from lxml import html

from inquiries import facts, projection
from inquiries.extraction import openai_engine
from inquiries.intake import receive
from inquiries.models import Extraction, Fact, Inquiry, Message
from inquiries.work import processing
from mailsync import mime
from tests.factories import ContactFactory, IdentityFactory, InquiryFactory, MessageFactory
from tests.inquiries.openai_room import NOTHING, server
from tests.servers import openai as vendor

__all__ = ["server"]  # a fixture

pytestmark = pytest.mark.django_db

FOLDER = Path(__file__).parent.parent / "data" / "injections"
OBEYED: dict[str, dict[str, Any]] = json.loads((FOLDER / "obeyed.json").read_text(encoding="utf-8"))
LOADS = ("href", "src", "srcset", "action", "formaction", "data", "poster", "background", "style", "hx-get", "hx-post")

type Rows = dict[tuple[str, int], dict[str, Any]]


@pytest.fixture
def desk(agent, settings) -> Inquiry:
    """Mallory's inquiry, with values that Nora has set and an offer that she has sent; and somebody else's."""
    settings.EXTRACTION_ENGINES = ["rules"]
    mallory = ContactFactory.create(name="Mallory Guest", phone="+447700900123")
    IdentityFactory.create(contact=mallory, value="mallory@guest.example", display="mallory@guest.example")
    inquiry = InquiryFactory.create(contact=mallory, status="QUOTED", assignee=agent)
    MessageFactory.create(inquiry=inquiry, direction="OUT", message_id="offer-1@halden.example", author=agent)
    facts.set_value(inquiry, "nights", 10, actor=agent)
    facts.set_value(inquiry, "budget", {"amount": 4321, "currency": "EUR", "per": "total"}, actor=agent)
    other = InquiryFactory.create(status="OPEN", assignee=agent)
    facts.set_value(other, "nights", 14, actor=agent)
    MessageFactory.create(inquiry=other)
    inquiry.refresh_from_db()
    return inquiry


def obey(name: str, other: int, *, strictly: bool = False) -> vendor.Answer:
    """`strictly`: as far as the schema lets it, since an answer with keys of its own is none at all."""
    order = json.loads(json.dumps(OBEYED[name]).replace("OTHER", str(other)))
    content: Any = order.get("raw", "")
    if "raw" not in order:
        content = {**NOTHING, "kind": "inquiry", "language": "en", **order["fields"]}
        content |= {} if strictly else order.get("extra", {})
    answer = vendor.completion(content, finish=order.get("finish", "stop"))
    assert isinstance(answer.body, dict)
    answer.body["choices"][0]["message"] |= order.get("message", {})
    return answer


def rows() -> Rows:
    """Every row of the product."""
    models = [
        model for label in ("inquiries", "mailsync", "messaging") for model in apps.get_app_config(label).get_models()
    ]
    return {
        (model.__name__, row["pk"]): row for model in models for row in model._base_manager.values("pk", *_names(model))
    }


def _names(model: Any) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def take_in(name: str) -> Message:
    raw = (FOLDER / f"{name}.eml").read_bytes()
    found = mime.parse(raw, account="desk@halden.example", external_id=name, limits=mime.Limits())
    return receive(found).message


def check_rows(before: Rows, message: Message) -> None:
    after = rows()
    assert before.keys() <= after.keys(), "nothing was deleted"
    for key, row in after.items():
        if key not in before:
            # A mention is a clue that our own patterns see in its words; no model has a part in it.
            assert key[0] in {"Extraction", "Fact", "Destination", "Mention"}, key
            assert row.get("message_id", message.pk) in {message.pk, None}
            assert row.get("inquiry_id", message.inquiry_id) == message.inquiry_id
            continue
        changed = {name for name, value in row.items() if value != before[key][name]}
        allowed: set[str] = set()
        if key == ("Message", message.pk):
            allowed = {"state", "due_at", "attempts"}
        elif key == ("Inquiry", message.inquiry_id):
            allowed = set(projection._COLUMNS)
        assert changed <= allowed, (key, changed)


def check_facts(message: Message) -> None:
    for fact in Fact.objects.filter(inquiry=message.inquiry).exclude(source="human"):
        texts = {
            "text": message.text,
            "subject": message.subject,
            "sender": message.contact.name if message.contact else "",
        }
        for item in fact.evidence:
            assert texts[item["part"]][item["start"] : item["end"]] == item["quote"] != ""
        assert fact.author_id is None
        if not fact.evidence:
            assert not fact.verified
    held = {fact.field: fact.value for fact in message.inquiry.facts.filter(source="human", state="CURRENT")}
    assert held == {"nights": 10, "budget": {"amount": 4321, "currency": "EUR", "per": "total"}}


def check_page(page: bytes, message: Message) -> None:
    """Nothing runs, loads or leads anywhere by a stranger's will, but for links of the mail's text to be clicked."""
    tree = html.fromstring(page.decode())
    for node in tree.iter():
        if not isinstance(node.tag, str):
            continue
        for name, value in node.attrib.items():
            assert not name.startswith("on"), (node.tag, name)
            if name in LOADS:
                typed = node.tag == "a" and value in message.text and "noopener" in node.get("rel", "")
                assert typed or "evil.example" not in value.lower(), (node.tag, name, value)
                assert not value.lower().lstrip().startswith(("javascript:", "data:")), value
        if node.tag == "script":
            assert node.get("src", "").startswith("/static/") or node.get("type") == "application/json", node.attrib
    assert "SECRET_KEY" not in page.decode() or "{{ settings.SECRET_KEY }}" in html.tostring(tree, encoding="unicode")


def check_asked(asked: dict[str, Any]) -> None:
    """The mail is data between markers that it cannot know, and nothing of it is among the rules."""
    rules, question = asked["messages"]
    assert rules["content"] == openai_engine.PROMPT.read_text(encoding="utf-8")
    assert set(asked) == {"model", "messages", "response_format", "max_completion_tokens", "store", "temperature"}
    head, _, rest = question["content"].partition("\n----- message ")
    mark = rest[:12]
    body, end, tail = rest.partition(f"\n----- end of message {mark} -----")
    assert (body.count(mark), tail) == (1, "")
    assert end
    assert len(head.splitlines()) == 5
    assert body.splitlines()[1].startswith("Sender: ")
    assert body.splitlines()[2].startswith("Subject: ")
    assert not any("\U000e0000" <= letter <= "\U000e007f" or letter == "\u202e" for letter in body), "nothing unseen"


def pages(client, message: Message) -> list[bytes]:
    addresses = [reverse("inquiry", args=[message.inquiry_id]), reverse("queue")]
    return [client.get(address).content for address in addresses]


def recipients_of(client, inquiry: Inquiry) -> list[tuple[str, str]]:
    """Whom an answer would go to, as the composer's form has it."""
    page = client.get(reverse("inquiry_recipients", args=[inquiry.pk])).content.decode()
    fields = [node for node in html.fromstring(page).iter("input") if node.get("name") != "csrfmiddlewaretoken"]
    found = [(node.get("name", ""), node.get("value", "")) for node in fields]
    assert any("mallory@guest.example" in value for _, value in found)
    return found


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Where this process connects to."""
    found: list[Any] = []
    before = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> Any:
        if isinstance(address, tuple):
            found.append(address[1])
        return before(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)
    return found


def test_there_are_forty_and_each_has_its_answer() -> None:
    mails = {path.stem for path in FOLDER.glob("*.eml")}
    assert len(mails) >= 40
    assert mails == OBEYED.keys()


@pytest.mark.parametrize(
    ("name", "strictly"),
    [(name, False) for name in sorted(OBEYED)] + [(name, True) for name in sorted(OBEYED) if "extra" in OBEYED[name]],
)
def test_a_model_that_obeys_changes_nothing_but_this_messages_facts(
    server, desk, settings, name, strictly, calls, agent_client
) -> None:
    settings.EXTRACTION_ENGINES = ["openai", "rules"]
    other = Inquiry.objects.exclude(pk=desk.pk).get()
    server.answers = [obey(name, other.pk, strictly=strictly)]
    message = take_in(name)
    assert message.inquiry_id == desk.pk
    before, recipients = rows(), recipients_of(agent_client, desk)
    calls.clear()

    processing.process(message.pk)

    message.refresh_from_db()
    assert message.state == "PROCESSED"
    assert len(server.requests) == (2 if OBEYED[name].get("finish") == "length" else 1)
    check_asked(server.requests[0])
    port = int(server.url.split(":")[2].split("/")[0])
    assert {call for call in calls if call not in _services(settings)} <= {port}
    assert (post.outbox, list(settings.OUTBOX_DIR.glob("**/*"))) == ([], [])
    assert message.extractions.last().engine == ("openai" if _in_form(name, strictly) else "rules")
    check_rows(before, message)
    check_facts(message)
    forged = {field: quoted for field, quoted in OBEYED[name].get("fields", {}).items() if isinstance(quoted, dict)}
    for fact in Fact.objects.filter(message=message, source="openai"):
        if not any(_stands(quote, message) for quote in forged[fact.field]["quotes"]):
            assert not fact.verified or fact.value == message.contact.name
    for page in pages(agent_client, message):
        check_page(page, message)
    assert recipients_of(agent_client, desk) == recipients


def _in_form(name: str, strictly: bool) -> bool:
    """Whether the model's answer is one by the schema; keys of its own in a value and half letters are none either."""
    formless = name in {"en-nested-foreign-keys", "en-nul-and-surrogates"}
    return "fields" in OBEYED[name] and ("extra" not in OBEYED[name] or strictly) and not formless


def _services(settings: Any) -> set[int]:
    """PostgreSQL, where the tests run on it."""
    return {int(settings.DATABASES["default"].get("PORT") or 0)}


def _stands(quote: str, message: Message) -> bool:
    """Roughly, and apart from the product's own way."""
    sought = "".join(quote.split()).strip("\"'“”„«»…").casefold()
    sender = message.contact.name if message.contact else ""
    return bool(sought) and any(
        sought in "".join(text.split()).casefold() for text in (message.text, message.subject, sender)
    )


@pytest.mark.parametrize("name", sorted(OBEYED))
def test_the_rules_do_not_obey_either(desk, name, calls, agent_client, settings) -> None:
    message = take_in(name)
    before = rows()
    calls.clear()
    processing.process(message.pk)
    message.refresh_from_db()
    assert message.state == "PROCESSED"
    assert {call for call in calls if call not in _services(settings)} == set()
    check_rows(before, message)
    check_facts(message)
    assert all(fact.verified for fact in Fact.objects.filter(message=message))
    for page in pages(agent_client, message):
        check_page(page, message)


def test_what_the_model_claims_is_seen_by_nobody_as_markup_in_the_admin(server, desk, settings, manager_client) -> None:
    settings.EXTRACTION_ENGINES = ["openai", "rules"]
    server.answers = [obey("en-html-in-values", 1)]
    processing.process(take_in("en-html-in-values").pk)
    run = Extraction.objects.get(engine="openai")
    for address in (
        reverse("admin:inquiries_extraction_change", args=[run.pk]),
        reverse("admin:inquiries_fact_changelist"),
        reverse("admin:inquiries_extraction_changelist"),
    ):
        page = manager_client.get(address)
        assert page.status_code == 200
        assert b"<img src=x" not in page.content
        assert b"<script src=https://evil" not in page.content


def test_an_unproven_number_or_name_does_not_become_the_contacts(server, settings) -> None:
    settings.EXTRACTION_ENGINES = ["openai", "rules"]
    inquiry = InquiryFactory.create(contact=ContactFactory.create(name=""))
    forged = {"quotes": ["call the owner"], "value": "+447700900999"}
    named = {"quotes": ["said by nobody"], "value": "Eve"}
    server.answers = [
        vendor.completion(
            {**NOTHING, "kind": "inquiry", "language": "en", "contact_phone": forged, "contact_name": named}
        )
    ]
    message = MessageFactory.create(inquiry=inquiry, state="RECEIVED", due_at=timezone.now())
    processing.process(message.pk)
    inquiry.contact.refresh_from_db()
    assert (inquiry.contact.name, inquiry.contact.phone) == ("", "")
    assert not inquiry.facts.get(field="contact_phone").verified
