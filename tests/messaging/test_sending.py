"""A reply goes to WhatsApp once, and what went wrong is said in plain words with what to do."""

import json
import logging
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from inquiries import channels
from inquiries.envelope import Address, Outbound, OutboundFile
from inquiries.errors import WorkError
from messaging import cloud_api as client
from messaging import cloud_calls
from messaging.channel import WhatsAppChannel
from messaging.models import WhatsAppNumber
from tests.factories import MessageFactory
from tests.servers.cloud_api import NUMBER_ID, TOKEN, CloudApi, Fault, RefusalError

pytestmark = pytest.mark.django_db

NUMBER = Address(kind="wa_id", value="447700900301")
USER_ID = Address(kind="bsuid", value="GB.1349120865530274")
PDF = OutboundFile(filename="Offer.pdf", content_type="application/pdf", content=b"%PDF-1.7 offer")
VOICE = OutboundFile(filename="Hello.ogg", content_type="audio/ogg; codecs=opus", content=b"OggS")
PHOTO = OutboundFile(filename="Beach.jpg", content_type="image/jpeg", content=b"\xff\xd8 beach")


def outbound(**columns: Any) -> Outbound:
    fields: dict[str, Any] = {
        "key": "th-17",
        "account": NUMBER_ID,
        "recipients": (NUMBER,),
        "recipient_name": "Ann Pellow",
        "subject": "",
        "text": "Madeira is still free. ☀️",
        "author_name": "Nora Lindqvist",
    }
    return Outbound(**(fields | columns))


def send(**columns: Any):
    if "key" not in columns:  # as delivery does: the row is there, and it is SENDING
        columns["key"] = MessageFactory(channel="whatsapp", direction="OUT", state="SENDING", external_id=None).key
    return channels.get("whatsapp").send(outbound(**columns))


def refused(**columns: Any) -> WorkError:
    with pytest.raises(WorkError) as caught:
        send(**columns)
    return caught.value


# What arrives at Meta


def test_text_goes_out_with_our_key(meta: CloudApi):
    number = WhatsAppNumber.objects.create(phone_number_id=NUMBER_ID)
    sent = send(key="th-17")
    assert (sent.external_id, sent.sandboxed) == ("wamid.sent1", False)
    assert meta.sent() == [
        {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": "447700900301",
            "type": "text",
            "text": {"preview_url": False, "body": "Madeira is still free. ☀️"},
            "biz_opaque_callback_data": "th-17",
        }
    ]
    number.refresh_from_db()
    assert number.last_sent_at is not None


def test_version_and_number_are_those_of_the_settings(meta: CloudApi):
    send()
    assert meta.calls[0].path == f"/v25.0/{NUMBER_ID}/messages"


def test_answer_quotes_the_message_it_answers(meta: CloudApi):
    send(reply_to="wamid.theirs", key="th-17")
    assert meta.sent()[0]["context"] == {"message_id": "wamid.theirs"}
    assert meta.sent()[0]["biz_opaque_callback_data"] == "th-17"


def test_hidden_number_is_reached_by_its_user_id(meta: CloudApi):
    send(recipients=(USER_ID,), reply_to="wamid.theirs")
    [message] = meta.sent()
    assert message["recipient"] == USER_ID.value
    assert "to" not in message
    assert message["context"] == {"message_id": "wamid.theirs"}


def test_number_is_taken_before_the_user_id(meta: CloudApi):
    send(recipients=(USER_ID, NUMBER))
    assert meta.sent()[0]["to"] == NUMBER.value


def test_one_file_goes_with_the_text_as_its_caption(meta: CloudApi):
    message = MessageFactory(channel="whatsapp", direction="OUT", state="SENDING", external_id=None)
    assert send(files=(PDF,), key=message.key).external_id == "wamid.sent1"
    [(name, content_type, content)] = meta.uploads.values()
    assert (name, content_type, content) == ("Offer.pdf", "application/pdf", PDF.content)
    [sent] = meta.sent()
    assert sent["document"] == {"id": "880001", "caption": "Madeira is still free. ☀️", "filename": "Offer.pdf"}
    assert sent["biz_opaque_callback_data"] == message.key


def test_file_alone_takes_no_caption_and_keeps_its_quote(meta: CloudApi):
    send(text="", files=(PHOTO,), reply_to="wamid.theirs")
    [message] = meta.sent()
    assert (message["image"], message["context"]) == ({"id": "880001"}, {"message_id": "wamid.theirs"})


def test_reaction_names_its_target_and_can_be_taken_back(meta: CloudApi):
    send(kind="reaction", text="👍", shape={"target": "wamid.theirs", "emoji": "👍"}, key="th-17")
    send(kind="reaction", text="", shape={"target": "wamid.theirs", "emoji": ""}, recipients=(USER_ID,))
    first, second = meta.sent()
    assert (first["type"], first["reaction"]) == ("reaction", {"message_id": "wamid.theirs", "emoji": "👍"})
    assert (first["to"], first["biz_opaque_callback_data"], "context" in first) == (NUMBER.value, "th-17", False)
    assert (second["recipient"], second["reaction"]["emoji"]) == (USER_ID.value, "")


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"kind": "reaction", "shape": {"emoji": "👍"}}, "message to react to"),
        ({"kind": "poll"}, "kind of message (poll)"),
    ],
)
def test_kind_that_cannot_be_sent_is_refused_in_the_sandbox_too(settings, columns, words):
    error = refused(**columns)
    assert (error.permanent, words in error.message) == (True, True)
    assert not settings.OUTBOX_DIR.exists()


def test_upload_longer_than_our_lease_sends_nothing(meta: CloudApi):
    row = MessageFactory(channel="whatsapp", direction="OUT", state="UNCONFIRMED", external_id=None)
    assert refused(key=row.key, files=(PDF,)).postponed
    assert (len(meta.uploads), meta.messages) == (1, [])


def test_read_mark_names_the_message(meta: CloudApi):
    client.mark_read("wamid.theirs", account=NUMBER_ID)
    assert meta.read == ["wamid.theirs"]


# What WhatsApp would not take is refused before anything leaves


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"text": "x" * 4097}, "4,096 characters"),
        ({"text": "  "}, "empty"),
        ({"recipients": ()}, "no WhatsApp address"),
        ({"recipients": (Address(kind="email", value="ann@pellow.example"),)}, "no WhatsApp address"),
        ({"files": (OutboundFile(filename="a.zip", content_type="application/zip", content=b"PK"),)}, "a.zip"),
        ({"files": (OutboundFile(filename="a.png", content_type="image/png", content=b"x" * 5_300_000),)}, "5 MB"),
        ({"files": (OutboundFile(filename="a.pdf", content_type="application/pdf", content=b""),)}, "a.pdf is empty"),
        ({"files": (PDF, PHOTO)}, "one by one"),
        ({"files": (VOICE,)}, "below Hello.ogg"),
        ({"text": "x" * 1025, "files": (PDF,)}, "below Offer.pdf"),
    ],
)
def test_refusals_come_before_any_call(meta: CloudApi, columns, words):
    error = refused(**columns)
    assert error.permanent
    assert words in error.message
    assert not meta.calls


def test_longest_text_goes_out(meta: CloudApi):
    send(text="é" * 4096)
    assert len(meta.sent()[0]["text"]["body"]) == 4096


# Errors of Meta's


@pytest.mark.parametrize(
    ("code", "status", "permanent", "words"),
    [
        (131047, 400, True, "24 hours"),
        (131026, 400, True, "no WhatsApp on this number"),
        (131062, 400, True, "hides the phone number"),
        (131049, 400, True, "today"),
        (100, 400, True, "administrator"),
        (130497, 400, True, "country"),
        (131000, 500, False, "tried again"),
        (131016, 503, False, "tried again"),
        (131016, 400, False, "tried again"),
    ],
)
def test_error_is_told_by_its_code(meta: CloudApi, code, status, permanent, words):
    meta.faults.append(Fault(refusal=RefusalError(code, "Meta's own details.", status=status)))
    error = refused()
    assert (error.permanent, error.code, error.outcome_unknown) == (permanent, str(code), False)
    assert not error.postponed
    assert words in error.message
    assert f"WhatsApp {code}" in error.message
    assert not meta.messages


def test_metas_own_retry_after_counts(meta: CloudApi):
    meta.faults.append(Fault(refusal=RefusalError(130429, "Slow down.", status=429, headers={"Retry_After": "7"})))
    assert refused().retry_after == timedelta(seconds=7)


@pytest.mark.parametrize(("status", "permanent"), [(400, True), (500, False), (429, False)])
def test_unknown_code_keeps_metas_words_and_goes_by_the_status(meta: CloudApi, status, permanent):
    meta.faults.append(Fault(refusal=RefusalError(139999, "A rule of next year.", status=status)))
    error = refused()
    assert error.permanent is permanent
    assert "A rule of next year." in error.message


def test_closed_window_is_refused_by_meta_in_plain_words(meta: CloudApi):
    meta.closed.add("447700900301")
    assert "template" in refused().message


def test_wrong_token_is_said(meta: CloudApi, settings):
    settings.WHATSAPP_TOKEN = "expired"
    error = refused()
    assert (error.postponed, error.code) == (True, "190")
    assert "WHATSAPP_TOKEN" in error.message


# Answers that do not come: nobody knows, so nothing is repeated by itself


@pytest.mark.parametrize(
    "fault",
    [
        Fault(lost=True, taken=True),
        Fault(page=502, taken=True),
        Fault(page=504),
        Fault(body=b"not json", taken=True),
        Fault(body=b"{}", taken=True),
        Fault(body=b'{"messages":[]}', taken=True),
    ],
)
def test_lost_or_senseless_answer_leaves_the_outcome_unknown(meta: CloudApi, fault):
    meta.faults.append(fault)
    error = refused()
    assert error.outcome_unknown
    assert not error.permanent


def test_answer_that_takes_too_long_leaves_the_outcome_unknown(meta: CloudApi, monkeypatch):
    monkeypatch.setattr(cloud_calls._session(), "timeout", (1.0, 0.5))
    meta.faults.append(Fault(hang=1.0, taken=True))
    assert refused().outcome_unknown
    assert len(meta.messages) == 1


def test_closed_gate_and_dead_host_are_tried_again(meta: CloudApi, settings):
    meta.faults.append(Fault(page=503))
    for _ in range(2):
        error = refused()
        assert (error.permanent, error.outcome_unknown) == (False, False)
        settings.WHATSAPP_BASE_URL = "https://127.0.0.1:9"


def test_untrusted_certificate_is_told_and_nothing_sent(meta: CloudApi, settings, monkeypatch):
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    settings.WHATSAPP_BASE_URL = meta.url.replace("127.0.0.1", "localhost")  # a connection of its own
    error = refused()
    assert "certificate" in error.message
    assert not error.outcome_unknown
    assert not meta.calls


@pytest.mark.parametrize("fault", [Fault(lost=True), Fault(page=502), Fault(body=b"{}")])
def test_lost_upload_is_only_a_failed_attempt(meta: CloudApi, fault):
    meta.faults.append(fault)
    assert not refused(files=(PDF,)).outcome_unknown
    assert not meta.messages


def test_nobody_can_be_asked_afterwards(meta: CloudApi):
    assert channels.get("whatsapp").settle(outbound()) is None
    assert not meta.calls


# Quiet


def test_neither_token_nor_people_are_in_the_log(meta: CloudApi, caplog):
    caplog.set_level(logging.DEBUG)
    with capture_logs() as lines:
        send()
        meta.faults.append(Fault(refusal=RefusalError(131047, "Closed.")))
        refused(text="Private words")
    text = json.dumps(lines, default=str) + "".join(record.getMessage() for record in caplog.records)
    for secret in (TOKEN, "447700900301", "Private words", "Madeira"):
        assert secret not in text


# Sandbox


def test_without_a_token_the_reply_lies_in_the_outbox(settings):
    sent = send(files=(PDF,), key="th-17")
    assert (sent.sandboxed, sent.external_id) == (True, "sandbox-th-17")
    letter = json.loads((settings.OUTBOX_DIR / "whatsapp-th-17.json").read_text())
    assert letter["text"] == "Madeira is still free. ☀️"
    assert letter["to"] == {"kind": "wa_id", "value": "447700900301"}
    assert letter["files"] == [{"filename": "Offer.pdf", "content_type": "application/pdf", "size": 14}]


def test_sandbox_refuses_what_whatsapp_would_refuse(settings):
    assert refused(text="x" * 5000).permanent
    assert not settings.OUTBOX_DIR.exists()


def test_ready_says_whether_replies_leave_the_house(settings):
    channel = channels.get("whatsapp")
    assert isinstance(channel, WhatsAppChannel)
    assert not channel.ready()
    settings.WHATSAPP_TOKEN = TOKEN
    assert channel.ready()


# How the numbers are


def test_health_has_one_line_a_number(settings):
    channel = channels.get("whatsapp")
    [line] = channel.health()
    assert (line.name, line.ok) == ("WhatsApp", True)
    assert "Sandbox" in line.text
    settings.WHATSAPP_TOKEN = TOKEN
    assert not channel.health()[0].ok
    WhatsAppNumber.objects.create(phone_number_id="1", name="Shop")
    WhatsAppNumber.objects.create(phone_number_id="2", name="Old", enabled=False)
    [line] = channel.health()
    assert (line.name, line.ok) == ("Shop", True)
    assert "never" in line.text


def test_number_of_the_settings_becomes_the_first_row(settings):
    from messaging import numbers

    numbers.seed()
    assert not WhatsAppNumber.objects.exists()
    settings.WHATSAPP_PHONE_NUMBER_ID, settings.WHATSAPP_BUSINESS_ACCOUNT_ID = "111222333", "999"
    numbers.seed()
    numbers.seed()
    assert WhatsAppNumber.objects.get().business_account_id == "999"
