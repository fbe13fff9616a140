"""A template goes to Meta in Meta's own form, with its file first, and each refusal says what to do."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings

from inquiries import channels
from inquiries.envelope import Address, Filled, Outbound, OutboundFile
from inquiries.errors import InvalidInput, WorkError
from messaging.models import WhatsAppTemplate
from tests.messaging.sample_templates import BUTTONS, DOCUMENT, NAMED, PROPOSAL, body, known, number, template
from tests.servers.cloud_api import NUMBER_ID, CloudApi, Fault, RefusalError

pytestmark = pytest.mark.django_db

PDF = OutboundFile(filename="Voucher.pdf", content_type="application/pdf", content=b"%PDF-1.7 voucher")
PHOTO = OutboundFile(filename="Beach.jpg", content_type="image/jpeg", content=b"\xff\xd8 beach")
VALUES = {"body.1": "Lucía", "body.2": "Creta", "body.3": "12 al 19 de julio"}


def fill(listed: dict[str, Any], values: dict[str, str], file: OutboundFile | None = None) -> Filled:
    [row] = known(listed)
    return channels.get("whatsapp").fill(NUMBER_ID, str(row.pk), values, file=file)


def send(filled: Filled, *files: OutboundFile, to: Address | None = None):
    outbound = Outbound(
        key="th-17",
        account=NUMBER_ID,
        recipients=(to or Address(kind="wa_id", value="34600000417"),),
        recipient_name="Lucía",
        subject="",
        text=filled.text,
        author_name="Nora Lindqvist",
        kind="template",
        shape=filled.shape,
        files=files,
    )
    return channels.get("whatsapp").send(outbound)


@pytest.fixture
def ours(meta: CloudApi) -> CloudApi:
    number()
    meta.templates = [PROPOSAL, NAMED, DOCUMENT, BUTTONS]
    meta.closed.add("34600000417")  # a template reaches her all the same
    return meta


def test_numbered_blanks(ours: CloudApi) -> None:
    filled = fill(PROPOSAL, VALUES)
    assert (
        filled.text == "Hola Lucía, su propuesta para Creta, del 12 al 19 de julio, ya está lista.\n\n[Sí, por favor]"
    )
    assert send(filled).external_id == "wamid.sent1"
    [message] = ours.sent()
    assert message == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "34600000417",
        "type": "template",
        "template": {
            "name": "proposal_ready",
            "language": {"code": "es"},
            "components": [
                {
                    "type": "body",
                    "parameters": [
                        {"type": "text", "text": "Lucía"},
                        {"type": "text", "text": "Creta"},
                        {"type": "text", "text": "12 al 19 de julio"},
                    ],
                },
                {
                    "type": "button",
                    "sub_type": "quick_reply",
                    "index": "0",
                    "parameters": [{"type": "payload", "payload": "Sí, por favor"}],
                },
            ],
        },
        "biz_opaque_callback_data": "th-17",
    }


def test_named_blanks_and_a_hidden_number(ours: CloudApi) -> None:
    filled = fill(NAMED, {"body.customer_name": "Ann", "body.destination": "Rome"})
    send(filled, to=Address(kind="bsuid", value="GB.1349120865530274"))
    [message] = ours.sent()
    assert message["recipient"] == "GB.1349120865530274"
    assert message["template"]["components"][0]["parameters"][1]["parameter_name"] == "destination"


def test_the_file_of_the_header_is_uploaded_first(ours: CloudApi) -> None:
    send(fill(DOCUMENT, {"body.1": "Ann"}, PDF), PDF)
    assert list(ours.uploads.values()) == [("Voucher.pdf", "application/pdf", PDF.content)]
    header = ours.sent()[0]["template"]["components"][0]
    document = {"id": "880001", "filename": "Voucher.pdf"}
    assert header == {"type": "header", "parameters": [{"type": "document", "document": document}]}


def test_an_upload_that_fails_reached_nobody_and_may_be_repeated(ours: CloudApi) -> None:
    filled = fill(DOCUMENT, {"body.1": "Ann"}, PDF)
    ours.faults.append(Fault(page=502, taken=True))
    with pytest.raises(WorkError) as caught:
        send(filled, PDF)
    assert (caught.value.outcome_unknown, caught.value.permanent, ours.sent()) == (False, False, [])


def test_header_and_buttons(ours: CloudApi) -> None:
    send(fill(BUTTONS, {"header.1": "Rome", "body.1": "Ben", "button.0": "th-7", "button.1": "SUN20"}))
    assert len(ours.sent()[0]["template"]["components"]) == 5


def test_a_lost_answer_is_never_sent_again_by_itself(ours: CloudApi) -> None:
    filled = fill(PROPOSAL, VALUES)
    ours.faults.append(Fault(lost=True, taken=True))
    with pytest.raises(WorkError) as caught:
        send(filled)
    assert caught.value.outcome_unknown


@pytest.mark.parametrize(
    ("listed", "code", "said"),
    [
        (PROPOSAL | {"status": "PAUSED"}, "132015", "Meta has paused this template"),
        (PROPOSAL | {"status": "DISABLED"}, "132016", "for good"),
        (PROPOSAL | {"status": "REJECTED"}, "132001", "does not exist or is not approved"),
        (template("proposal_ready", "es", body("Hola {{1}} y {{2}}")), "132000", "another number of blanks"),
        (
            PROPOSAL | {"components": [{"type": "HEADER", "format": "IMAGE"}, body("{{1}}")]},
            "132012",
            "of another kind",
        ),
    ],
)
def test_what_has_changed_at_meta_is_told_and_the_list_fetched_anew(
    ours: CloudApi, listed: dict[str, Any], code: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[str] = []
    monkeypatch.setattr("messaging.templates_sync.ring", lambda task, _pk: rung.append(task))
    filled = fill(PROPOSAL, VALUES)
    ours.templates = [listed]
    with pytest.raises(WorkError) as caught:
        send(filled)
    assert (caught.value.code, caught.value.permanent, said in caught.value.message) == (code, True, True)
    assert rung == ["messaging.sync_templates"]


def test_text_that_whatsapp_refuses_is_told(ours: CloudApi) -> None:
    filled = fill(PROPOSAL, VALUES)
    filled.shape["template"]["components"][0]["parameters"][0]["text"] = "two\nlines"
    with pytest.raises(WorkError) as caught:
        send(filled)
    assert (caught.value.code, "on one line" in caught.value.message) == ("132018", True)


def test_accepted_but_paused_is_no_success(ours: CloudApi) -> None:
    ours.status_of_templates = "paused"
    with pytest.raises(WorkError) as caught:
        send(fill(PROPOSAL, VALUES))
    assert (caught.value.code, caught.value.permanent) == ("132015", True)


def test_held_for_a_look_is_sent(ours: CloudApi) -> None:
    ours.status_of_templates = "held_for_quality_assessment"
    assert send(fill(PROPOSAL, VALUES)).external_id == "wamid.sent1"


def test_calls_that_are_too_many_wait(ours: CloudApi) -> None:
    filled = fill(PROPOSAL, VALUES)
    ours.faults.append(Fault(refusal=RefusalError(80008, "too many")))
    with pytest.raises(WorkError) as caught:
        send(filled)
    assert not caught.value.permanent


def test_without_a_token_it_is_laid_in_the_outbox() -> None:
    number()
    sent = send(fill(PROPOSAL, VALUES))
    assert sent.sandboxed
    letter = json.loads(Path(django_settings.OUTBOX_DIR, "whatsapp-th-17.json").read_text())
    assert letter["shape"]["template"]["name"] == "proposal_ready"
    assert letter["text"].startswith("Hola Lucía")


class TestFilling:
    @pytest.mark.parametrize(
        ("listed", "values", "file", "said"),
        [
            (PROPOSAL, VALUES | {"body.2": ""}, None, "“Trip” is empty."),
            (PROPOSAL, VALUES | {"body.3": "x" * 2000}, None, "“Dates” is too long"),
            (PROPOSAL | {"status": "PAUSED"}, VALUES, None, "cannot be sent now. Meta has paused it"),
            (PROPOSAL | {"status": "NEWS"}, VALUES, None, "Meta calls it “news”"),
            (PROPOSAL | {"category": "AUTHENTICATION"}, VALUES, None, "one-time code"),
            (DOCUMENT, {"body.1": "Ann"}, None, "shows a document at its top: choose one."),
            (DOCUMENT, {"body.1": "Ann"}, PHOTO, "Beach.jpg is none."),
            (
                DOCUMENT,
                {"body.1": "Ann"},
                OutboundFile(filename="a.exe", content_type="application/x-dosexec", content=b"MZ"),
                "does not take files like a.exe",
            ),
        ],
    )
    def test_what_is_wrong_is_said_in_words(self, listed, values, file, said) -> None:
        number()
        with pytest.raises(InvalidInput) as caught:
            fill(listed, values, file)
        assert said in str(caught.value)

    def test_one_of_another_account_or_gone_is_not_there(self) -> None:
        number()
        [row] = known(PROPOSAL)
        WhatsAppTemplate.objects.update(business_account_id="777")
        for key in (str(row.pk), "0", "", "x", "9" * 40):
            with pytest.raises(InvalidInput):
                channels.get("whatsapp").fill(NUMBER_ID, key, VALUES)

    def test_mail_has_none(self) -> None:
        assert list(channels.get("email").templates("desk@halden.example")) == []
        with pytest.raises(InvalidInput):
            channels.get("email").fill("desk@halden.example", "1", {})
