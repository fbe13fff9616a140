"""The corpus through the whole intake: every message a row, once, machine mail parked, follow-ups on their inquiry."""

import io
import json
import random
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from inquiries.models import Attachment, DeadLetter, Identity, Inquiry, Message
from tests.factories import ContactFactory, IdentityFactory, InquiryFactory, MessageFactory

pytestmark = pytest.mark.django_db

CASES = Path(__file__).parent.parent / "data" / "corpus" / "cases"
MAILS = sorted(CASES.glob("*.eml"))
BODIES = sorted(CASES.glob("*.wa.json"))
MACHINE_MAIL = {
    "de-abwesend-07": "auto_reply",
    "en-bounce-20": "bounce",
    "en-newsletter-19": "bulk",
    "en-supplier-dmc-22": "bulk",
    "it-offerta-03": "bulk",
}
DESK = "hello@meridian-travel.example"


def run(command: str, *paths: Path, **options: Any) -> str:
    out, err = io.StringIO(), io.StringIO()
    call_command(command, *paths, stdout=out, stderr=err, **options)
    assert err.getvalue() == ""
    return out.getvalue()


def import_all(seed: int) -> None:
    """Every file on its own, both channels mixed, in an order of its own."""
    for path in random.Random(seed).sample([*MAILS, *BODIES], k=len(MAILS) + len(BODIES)):
        run("import_mail" if path.suffix == ".eml" else "import_whatsapp", path)


def label(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((CASES / f"{case(path)}.label.json").read_text())
    return found


def case(path: Path) -> str:
    return path.name.removesuffix(".eml").removesuffix(".wa.json")


def message_of(path: Path) -> Message:
    """The row of a case, found by the id that its sender's program gave it."""
    if path.suffix == ".eml":
        return Message.objects.get(message_id=str(header(path)["Message-ID"]).strip("<>"))
    return Message.objects.get(external_id=whatsapp(path)["id"])


def header(path: Path) -> Any:
    return message_from_bytes(path.read_bytes(), policy=policy.compat32)


def whatsapp(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_bytes())["entry"][0]["changes"][0]["value"]["messages"][0]
    return found


def of_kind(*kinds: str) -> list[Path]:
    return [path for path in (*MAILS, *BODIES) if label(path)["kind"] in kinds]


def test_folders_give_every_case_and_leave_nothing_failed():
    assert "46 mails taken in, 0 were here already, 0 dead letters kept, 0 other files" in run("import_mail", CASES)
    assert "26 webhook bodies taken in (26 new)" in run("import_whatsapp", CASES)
    run("sweep", run=True)
    assert Message.objects.filter(direction=Message.Direction.IN).count() == 72
    assert set(Message.objects.values_list("state", flat=True)) == {Message.State.PROCESSED}
    assert not Attachment.objects.filter(message__channel="email").exclude(state=Attachment.State.STORED).exists()
    assert not DeadLetter.objects.exists()
    assert not Message.objects.exclude(problem="").filter(channel="email").exists()


def test_again_and_shuffled_is_still_once():
    import_all(seed=1)
    first = {path: message_of(path).pk for path in (*MAILS, *BODIES)}
    import_all(seed=2)
    run("import_mail", CASES)
    run("import_whatsapp", CASES)
    assert {path: message_of(path).pk for path in (*MAILS, *BODIES)} == first
    assert Message.objects.count() == len(set(first.values())) == 72
    assert not Message.objects.filter(possible_duplicate_of__isnull=False).exists()


def test_machine_mail_is_parked_and_each_customer_has_an_inquiry_of_their_own():
    import_all(seed=3)
    found = {path: message_of(path) for path in (*MAILS, *BODIES)}
    parked = {case(path): message.inquiry.parked_reason for path, message in found.items()}
    assert {name: reason for name, reason in parked.items() if reason} == MACHINE_MAIL
    assert len({message.inquiry_id for message in found.values()}) == Inquiry.objects.count() == 72
    for path in of_kind("inquiry", "followup", "booking"):
        assert not parked[case(path)], path.name
        sender = found[path].identity
        assert sender is not None
        assert not sender.value.endswith("@meridian-travel.example"), path.name


def test_followup_whose_thread_is_known_hangs_on_its_inquiry():
    """What we had written before each follow-up stands there, on an inquiry beside a second one of the same person."""
    expected = {path: _conversation_before(path) for path in of_kind("followup")}
    assert len(expected) == 10
    import_all(seed=6)
    assert {path.name: message_of(path).inquiry_id for path in expected} == {
        path.name: inquiry.pk for path, inquiry in expected.items()
    }


def test_followup_that_came_before_our_mail_is_joined_by_it(tmp_path: Path):
    """The sent folder is often read after the inbox."""
    path = next(path for path in MAILS if case(path) == "en-followup-crete-16")
    run("import_mail", path, account=DESK)
    sent = tmp_path / "sent.eml"
    sent.write_bytes(
        b"From: Meridian Travel <" + DESK.encode() + b">\r\nTo: Sue Nettleton <sue.nettleton@post.example>\r\n"
        b"Date: Mon, 09 Nov 2026 10:15:00 +0000\r\nMessage-ID: <20261109101500.7781@meridian-travel.example>\r\n"
        b"Subject: Your Crete holiday\r\n\r\nDear Mrs Nettleton, two ideas.\r\n"
    )
    run("import_mail", sent, account=DESK)
    ours = Message.objects.get(direction=Message.Direction.OUT)
    assert ours.inquiry == message_of(path).inquiry
    assert ours.state == Message.State.SENT


def _conversation_before(path: Path) -> Inquiry:
    contact = ContactFactory.create()
    if path.suffix == ".eml":
        return _mail_before(
            path, IdentityFactory.create(contact=contact, value=str(header(path)["From"]).split("<")[1][:-1])
        )
    quoted = whatsapp(path).get("context", {}).get("id")
    identity = IdentityFactory.create(contact=contact, kind=Identity.Kind.WA_ID, value=whatsapp(path)["from"])
    return _chat_before(identity, quoted)


def _mail_before(path: Path, identity: Identity) -> Inquiry:
    inquiry, other = InquiryFactory.create_batch(2, contact=identity.contact)
    MessageFactory(inquiry=other)
    MessageFactory(inquiry=inquiry, direction="OUT", message_id=str(header(path)["In-Reply-To"]).strip("<>"))
    return inquiry


def _chat_before(identity: Identity, quoted: str | None) -> Inquiry:
    """With a quoted message, the inquiry spoken in later is the wrong one; without, it is the right one."""
    inquiry, other = InquiryFactory.create_batch(2, contact=identity.contact)
    now, chat = timezone.now(), {"channel": "whatsapp", "account": "106540352242922"}
    MessageFactory(inquiry=inquiry, sent_at=now - timedelta(days=2), **chat)
    MessageFactory(inquiry=other, sent_at=now - timedelta(days=1 if quoted else 3), **chat)
    if quoted:
        MessageFactory(inquiry=inquiry, direction="OUT", external_id=quoted, sent_at=now - timedelta(days=2), **chat)
    return inquiry
