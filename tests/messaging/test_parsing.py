"""Every type of message that Meta names gives a message that people can read; what cannot be read is kept whole."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from inquiries.envelope import Inbound
from messaging import parsing
from messaging.parsed import Batch, Incoming
from tests.messaging.payloads import FOLDER, NUMBER_ID, body_of, compact, recorded

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def parse(body: bytes) -> Batch:
    return parsing.parse(body, received_at=NOW)


def only(name: str) -> Incoming:
    batch = parse(recorded(name))
    assert not batch.unreadable
    [incoming] = batch.messages
    return incoming


def first(message: dict[str, Any]) -> Inbound:
    return parse(body_of(message)).messages[0].inbound


WORDS = {
    "text__plain": (
        "text",
        "Hello, two adults to Madeira, 5 to 12 March, from Bristol please. Café by the sea if possible 🌊",
    ),
    "text__group": ("text", "We all want to go skiing"),
    "text__nul_and_surrogate": ("text", "beforeafter ? lone ? end"),
    "image__caption": ("image", "saw this in your window, is it still on?"),
    "image__plain_with_url": ("image", "[Photo]"),
    "video__caption": ("video", "this is the beach I meant"),
    "video__plain": ("video", "[Video]"),
    "audio__voice_note": ("voice", "[Voice note]"),
    "audio__music": ("audio", "[Audio]"),
    "document__caption": ("document", "can you beat this quote?"),
    "document__plain": ("document", "[Document] passfdp.exe"),
    "sticker__animated": ("sticker", "[Sticker]"),
    "sticker__still": ("sticker", "[Sticker]"),
    "location__named": ("location", "[Location] Hotel Bahia, Calle 1 (28.1, -16.7)"),
    "location__bare": ("location", "[Location] (50.3712, -4.1427)"),
    "contacts__two": (
        "contacts",
        "[Contact] Carl Brandt, +44 7700 900302, carl@brandt.example\n[Contact] +44 7700 900303",
    ),
    "contacts__organisation": (
        "contacts",
        "[Contact] Eva Lindner, +44 7700 900305, +44 7700 900306, eva@lindner.example",
    ),
    "contacts__vcard_only": ("contacts", "[Contact] Dora Quill, +447700900304"),
    "interactive__button_reply": ("button_reply", "Corfu, 7 nights"),
    "interactive__list_reply": ("list_reply", "Half board\nBreakfast and dinner"),
    "interactive__flow_reply": ("nfm_reply", "[Form] Sent\ndestination: Lisbon\nadults: 2"),
    "interactive__flow_reply_broken": ("nfm_reply", "[Form] Sent"),
    "interactive__without_content": ("interactive", "[Unsupported message: answer to buttons or a form]"),
    "button__template_reply": ("button", "Yes, book it"),
    "reaction__thumbs_up": ("reaction", "👍"),
    "reaction__to_ours": ("reaction", "🙏"),
    "echo__reaction": ("reaction", "❤️"),
    "reaction__taken_back": ("reaction", "[Reaction taken back]"),
    "reaction__taken_back_absent": ("reaction", "[Reaction taken back]"),
    "order__two_items": ("order", "[Order] 1 x villa-07 (1200 EUR), 2 x transfer (30.5 EUR)\nfor July please"),
    "system__number_changed": ("system", "[System] User A changed from 447700900301 to 447700900399"),
    "system__number_changed_old_names": ("system", "[System] User A changed from 447700900301 to 447700900398"),
    "system__user_id_changed": ("system", "[System] user changed user id"),
    "system__identity_changed": ("system", "[System] Ann's security code changed"),
    "unsupported__poll": ("unsupported", "[Unsupported message: poll]"),
    "unsupported__plain": ("unsupported", "[Unsupported message]"),
    "edit__text": ("edit", "Hello, two adults to Madeira, 6 to 13 March, from Bristol please."),
    "edit__text_again": ("edit", "Hello, two adults to Madeira, 7 to 14 March, from Bristol please."),
    "edit__image_caption": ("edit", "saw this in your Bath window, is it still on?"),
    "revoke__message": ("revoke", "[Message deleted by the sender]"),
    "request_welcome__first_chat": ("request_welcome", "[Opened the chat for the first time]"),
    "unknown__hologram": ("hologram", "[Unsupported message: hologram]"),
    "unknown__no_type": ("image", "[Photo]"),
}


@pytest.mark.parametrize("name", WORDS)
def test_each_type_has_its_kind_and_words(name):
    inbound = only(name).inbound
    assert (inbound.kind, inbound.text) == WORDS[name]


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda path: path.stem)
def test_nothing_recorded_is_lost(path):
    """Each message, echo and status of a body comes out as something."""
    tree = json.loads(path.read_bytes())
    batch = parse(recorded(path.stem))
    found = len(batch.messages) + len(batch.receipts) + len(batch.unreadable) + len(batch.ignored)
    items = 0
    for entry in tree["entry"]:
        for change in entry["changes"]:
            value = change["value"] if isinstance(change, dict) else {}
            parts = [len(value.get(name, [])) for name in ("messages", "message_echoes", "statuses", "errors")]
            items += sum(parts) or 1
    assert found >= max(items, 1)


# Who


def addresses(name: str) -> list[tuple[str, str]]:
    return [(address.kind, address.value) for address in only(name).inbound.sender.addresses]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("text__plain", [("wa_id", "447700900301")]),
        ("text__with_user_id", [("bsuid", "GB.1349120865530274"), ("wa_id", "447700900301")]),
        ("text__hidden_number", [("bsuid", "ES.88123456789012345")]),
        ("text__empty_number", [("bsuid", "ES.88123456789012345")]),
        ("text__no_contacts", [("wa_id", "447700900301")]),
        ("text__numbers_for_text", [("wa_id", "447700900301")]),
        ("text__no_sender", []),
        ("system__user_id_changed", [("bsuid", "ES.88123456789012345")]),
    ],
)
def test_sender_is_the_user_id_first_then_the_number(name, expected):
    assert addresses(name) == expected


def test_name_and_user_name_are_attributes():
    sender = only("text__hidden_number").inbound.sender
    assert (sender.name, sender.username) == ("Marisol", "marisol.travels")


def test_contacts_of_a_batch_go_to_their_own_messages():
    messages = parse(recorded("batch__two_entries")).messages
    names = [incoming.inbound.sender.name for incoming in messages]
    assert names == ["Ann Pellow", "Bob Tarn", "Ann Pellow", "Bob Tarn"]


def test_a_contact_without_the_senders_number_names_nobody_in_a_batch():
    contacts = [{"wa_id": "447700900309", "profile": {"name": "Somebody else"}}]
    messages = [{"id": f"wamid.{n}", "from": f"44770090030{n}", "type": "text", "text": {"body": "x"}} for n in (1, 2)]
    batch = parse(body_of(contacts=contacts, messages=messages))
    assert [incoming.inbound.sender.name for incoming in batch.messages] == ["", ""]


def test_echo_of_the_phone_app_is_ours_and_names_the_customer():
    inbound = only("echo__from_phone_app").inbound
    assert inbound.outgoing
    assert [address.value for address in inbound.sender.addresses] == ["447700900301"]


# What belongs to it


def test_account_and_id_and_time_are_metas():
    inbound = only("text__plain").inbound
    assert inbound.account == NUMBER_ID
    assert inbound.external_id.startswith("wamid.")
    assert inbound.sent_at == datetime.fromtimestamp(1795430060, tz=UTC)


@pytest.mark.parametrize("timestamp", ["", "soon", "-5", "0", "9" * 400, "nan", "inf", None, [1]])
def test_a_senseless_time_is_the_time_of_receipt(timestamp):
    batch = parse(body_of({"timestamp": timestamp, "text": {"body": "x"}}))
    if isinstance(timestamp, list):
        assert len(batch.unreadable) == 1
    else:
        assert batch.messages[0].inbound.sent_at == NOW


def test_a_missing_time_is_the_time_of_receipt():
    assert only("text__no_time").inbound.sent_at == NOW


def test_milliseconds_are_understood():
    assert first({"timestamp": 1795430060123, "text": {"body": "x"}}).sent_at.year == 2026


def test_quoted_message_is_what_is_answered():
    incoming = only("text__reply")
    assert incoming.inbound.reply_to == incoming.details.context_id == only("text__plain").inbound.external_id


@pytest.mark.parametrize("name", ["reaction__thumbs_up", "reaction__taken_back", "edit__text", "revoke__message"])
def test_what_is_about_a_message_keeps_it_as_target_and_belongs_to_its_conversation(name):
    incoming = only(name)
    assert incoming.details.target_id == incoming.inbound.reply_to == only("text__plain").inbound.external_id


def test_reaction_keeps_its_emoji():
    assert [only(f"reaction__{case}").details.emoji for case in ("thumbs_up", "taken_back")] == ["👍", ""]


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("system__number_changed", "447700900399"),
        ("system__number_changed_old_names", "447700900398"),
        ("system__user_id_changed", "ES.99123456789012345"),
    ],
)
def test_changed_number_keeps_the_new_one(name, target):
    incoming = only(name)
    assert incoming.details.target_id == target
    assert incoming.inbound.reply_to == ""


@pytest.mark.parametrize("name", ["text__forwarded", "text__frequently_forwarded"])
def test_forwarded_is_marked(name):
    assert only(name).details.forwarded


def test_advertisement_is_kept():
    assert only("text__ad_referral").details.referral["headline"] == "Winter sun from 399"


def test_payload_is_the_message_as_it_came():
    details = only("unknown__hologram").details
    assert details.type == "hologram"
    assert details.payload["hologram"] == {"id": "55", "depth": 3}


@pytest.mark.parametrize("name", ["unsupported__poll", "interactive__without_content"])
def test_metas_reason_is_the_problem(name):
    assert "WhatsApp 131" in only(name).inbound.problem


# Files


def test_media_is_named_typed_and_fetched_later():
    [file] = only("audio__voice_note").inbound.files
    assert (file.filename, file.content_type, file.remote_id) == ("Voice note.ogg", "audio/ogg", "1442617723519946")
    assert file.content is None


@pytest.mark.parametrize("name", ["image__caption", "image__plain_with_url"])
def test_digest_comes_as_base64_or_hex(name):
    [file] = only(name).inbound.files
    assert len(file.sha256) == 64
    assert set(file.sha256) <= set("0123456789abcdef")


def test_file_name_of_a_stranger_is_a_name_only():
    [file] = only("document__plain").inbound.files
    assert (file.filename, file.content_type, file.sha256) == ("passfdp.exe", "application/x-msdownload", "")


def test_media_without_an_id_says_so():
    inbound = first({"type": "image", "image": {"caption": "here"}})
    assert (inbound.text, inbound.files) == ("here", ())
    assert inbound.problem


# Statuses


@pytest.mark.parametrize(
    ("case", "state"),
    [
        ("sent", "SENT"),
        ("delivered", "DELIVERED"),
        ("read", "READ"),
        ("played", "READ"),
        ("failed_window", "PERMANENTLY_FAILED"),
    ],
)
def test_status_becomes_a_receipt(case, state):
    [receipt] = parse(recorded(f"status__{case}")).receipts
    assert receipt.state == state
    assert receipt.at > datetime(2026, 1, 1, tzinfo=UTC)
    assert receipt.key == ("" if case == "failed_window" else "th-1")


def test_failed_status_says_what_happened_and_what_to_do():
    [receipt] = parse(recorded("status__failed_window")).receipts
    assert receipt.code == "131047"
    assert "24 hours" in receipt.error
    assert "template" in receipt.error


def test_unknown_code_keeps_metas_words():
    [receipt] = parse(recorded("status__failed_unknown_code")).receipts
    assert receipt.error == "A rule of next year. (WhatsApp 139999)"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("status__unknown_word", "status 'archived'"),
        ("other__account_update", "field 'account_update'"),
        ("other__account_error", "account error 130429"),
        ("other__page_object", "object 'page'"),
    ],
)
def test_what_is_not_for_us_is_ignored_with_a_reason(name, reason):
    batch = parse(recorded(name))
    assert batch.ignored == [reason]
    assert not batch.messages
    assert not batch.receipts


# Batches and broken parts


def test_every_entry_change_message_and_status_is_read():
    batch = parse(recorded("batch__two_entries"))
    assert [incoming.inbound.text for incoming in batch.messages] == [
        "First of Ann",
        "First of Bob",
        "Second of Ann",
        "Second of Bob",
    ]
    assert [receipt.state for receipt in batch.receipts] == ["SENT", "DELIVERED", "READ"]


def test_broken_parts_are_handed_back_alone_and_the_others_go_on():
    batch = parse(recorded("batch__one_unreadable"))
    assert [incoming.inbound.text for incoming in batch.messages] == ["Before the broken one", "After the broken one"]
    assert [receipt.state for receipt in batch.receipts] == ["READ"]
    assert len(batch.unreadable) == 5
    assert len({part.external_id for part in batch.unreadable}) == 5
    [broken_text] = [part for part in batch.unreadable if part.external_id.startswith("wamid.")]
    assert broken_text.account == NUMBER_ID
    assert json.loads(broken_text.raw)["entry"][0]["changes"][0]["value"]["messages"][0]["text"] == "not an object"


def test_unreadable_part_can_be_replayed_when_it_is_understood():
    """The bytes kept are a webhook body of their own, with the number and the contact."""
    parts = parse(recorded("batch__one_unreadable")).unreadable
    raw = next(part.raw for part in parts if b"not an object" in part.raw)
    [incoming] = parse(raw.replace(b'"not an object"', b'{"body":"repaired"}')).messages
    assert (incoming.inbound.text, incoming.inbound.account) == ("repaired", NUMBER_ID)
    assert incoming.inbound.sender.name == "Ann Pellow"


def test_error_names_the_place_and_not_the_words():
    parts = parse(recorded("batch__one_unreadable")).unreadable
    assert not any("not an object" in part.error for part in parts)
    assert any("text" in part.error for part in parts)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"not json",
        b"\xff\xfe\xfa",
        b"[]",
        b'"text"',
        b"null",
        b"{}",
        b'{"entry":"none"}',
        b'{"a":' * 100_000,
        b"[" * 5_000 + b"]" * 5_000,
        b'{"n":' + b"9" * 10_000 + b"}",
    ],
)
def test_what_is_no_webhook_body_is_malformed(body):
    with pytest.raises(parsing.MalformedError):
        parse(body)


# Absurd values


def test_endless_values_are_cut():
    huge = "x" * 600_000
    message = {"type": "image", "image": {"id": huge, "mime_type": huge, "caption": huge, "filename": huge}}
    incoming = parse(body_of(message | {"hologram": huge, "context": {"id": huge}})).messages[0]
    assert len(incoming.inbound.text) == 500_000
    assert incoming.inbound.files[0].content_type == "application/octet-stream"
    assert len(incoming.inbound.reply_to) < 100
    assert len(json.dumps(incoming.details.payload)) < 50_000


def test_two_endless_ids_are_two_messages():
    ids = [first({"id": "w" * 600 + end, "text": {"body": "x"}}).external_id for end in "ab"]
    assert len(set(ids)) == 2
    assert all(len(external_id) <= 500 for external_id in ids)


def test_endless_type_fits_its_column():
    incoming = parse(body_of({"type": "z" * 9_000})).messages[0]
    assert len(incoming.inbound.kind) == 40
    assert len(incoming.details.type) == 40
    assert len(incoming.inbound.text) < 300


def test_payload_is_json_that_any_database_takes():
    raw = body_of({"text": {"body": "x"}, "odd": ["MARK", "\x00\ud800", {"\x00key": "v"}]})
    payload = parse(raw.replace(b'"MARK"', b"NaN,1e999,-Infinity")).messages[0].details.payload
    text = json.dumps(payload, allow_nan=False)
    assert "\\u0000" not in text
    assert "\\ud800" not in text


def test_deep_nesting_inside_a_message_is_cut():
    deep: Any = "core"
    for _ in range(200):
        deep = [deep]
    assert parse(body_of({"text": {"body": "still read"}, "deep": deep})).messages[0].inbound.text == "still read"


def test_many_messages_in_one_body_are_all_read():
    messages = [
        {"id": f"wamid.{n}", "from": "447700900301", "type": "text", "text": {"body": str(n)}} for n in range(3000)
    ]
    assert len(parse(body_of(messages=messages)).messages) == 3000


def test_digest_that_is_none_is_left_out():
    short = base64.b64encode(b"too short").decode()
    assert first({"type": "image", "image": {"id": "1", "sha256": short}}).files[0].sha256 == ""


def test_body_may_start_with_a_byte_order_mark():
    assert parse(b"\xef\xbb\xbf" + recorded("text__plain")).messages


def test_text_on_the_top_of_an_edit_has_no_edit_inside():
    inner = {"type": "edit", "edit": {"original_message_id": "a", "message": {"type": "text", "text": {"body": "x"}}}}
    inbound = first({"type": "edit", "edit": {"original_message_id": "b", "message": inner}})
    assert inbound.text == "[Unsupported message: edit]"


def test_compact_bodies_and_indented_ones_are_the_same():
    tree = json.loads(recorded("text__plain"))
    assert parse(compact(tree)).messages == parse(json.dumps(tree, indent=2).encode()).messages
