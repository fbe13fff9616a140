"""The frame of the engines: the document from the rows, each try kept, the next engine where one fails."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings as configured
from django.test import override_settings
from django.utils.module_loading import import_string

from inquiries import extraction
from inquiries.errors import WorkError
from inquiries.extraction import schema, senders
from inquiries.extraction.document import Reading, ReadingError
from inquiries.intake import receive
from inquiries.models import Extraction, Fact
from tests.e2e.product import PATIENCE
from tests.factories import FactFactory, InquiryFactory, MessageFactory, inbound
from tests.inquiries import engines
from tests.inquiries.engines import Scripts, arrive, failing, saying

pytestmark = pytest.mark.django_db


@pytest.fixture
def script(settings) -> Iterator[Scripts]:
    with engines.scripted(settings, order=("openai", "rules")) as scripts:
        scripts["rules"] = [saying(nights=7)]
        yield scripts


def test_the_engines_of_the_settings_are_there() -> None:
    for name, path in configured.ENGINES.items():
        engine = import_string(path)()
        assert engine.name == name
        assert engine.version


def test_the_first_engine_that_can_is_enough(script) -> None:
    script["openai"] = [saying(kind="followup", language="de", nights=10)]
    message = arrive(InquiryFactory.create())
    run = extraction.read(message)
    row = Extraction.objects.get()
    assert (run.extraction, run.message, run.reading.values["nights"].value) == (row, message, 10)
    assert (row.engine, row.version, row.kind, row.language, row.error) == ("openai", "test", "followup", "de", "")
    assert row.answer == {"nights": 10}


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (WorkError("OpenAI could not be reached."), "OpenAI could not be reached."),
        (ZeroDivisionError("a customer's words"), "Something unexpected went wrong (ZeroDivisionError)"),
    ],
)
def test_the_next_engine_reads_where_one_fails_and_both_tries_are_kept(script, error, words) -> None:
    script["openai"] = [failing(error)]
    run = extraction.read(arrive(InquiryFactory.create()))
    assert run.reading.engine == "rules"
    failed, good = Extraction.objects.order_by("pk")
    assert (failed.engine, good.engine, good.error) == ("openai", "rules", "")
    assert words in failed.error
    assert "customer" not in failed.error


def test_what_an_answer_without_a_reading_cost_is_kept(script) -> None:
    spent = Reading(engine="openai", version="m", tokens_in=120, tokens_out=40, cost=0.000042)
    script["openai"] = [failing(ReadingError("OpenAI refused.", spent, permanent=True))]
    extraction.read(arrive(InquiryFactory.create()))
    row = Extraction.objects.order_by("pk")[0]
    assert (row.tokens_in, row.tokens_out, str(row.cost), row.error) == (120, 40, "0.000042", "OpenAI refused.")


def test_where_all_fail_the_row_comes_back_unless_no_try_can_help(script) -> None:
    script["openai"] = [failing(WorkError("No key.", permanent=True, code="key"))]
    script["rules"] = [failing(WorkError("Busy.", retry_after=timedelta(seconds=30)))]
    with pytest.raises(WorkError, match=r"No key. Busy.") as caught:
        extraction.read(arrive(InquiryFactory.create()))
    assert (caught.value.permanent, caught.value.retry_after, caught.value.code) == (
        False,
        timedelta(seconds=30),
        "key",
    )


def test_one_that_no_try_can_help_is_permanent(script, settings) -> None:
    settings.EXTRACTION_ENGINES = ["openai"]
    script["openai"] = [failing(WorkError("Refused.", permanent=True))]
    with pytest.raises(WorkError, match="Refused") as caught:
        extraction.read(arrive(InquiryFactory.create()))
    assert caught.value.permanent


def test_an_engine_that_is_out_of_order_is_left_alone_for_a_while(script) -> None:
    script["openai"] = [failing(WorkError("Quota is used up.", retry_after=timedelta(minutes=10)))]
    for _ in range(3):
        extraction.read(arrive(InquiryFactory.create()))
    assert Extraction.objects.filter(engine="openai").count() == 1
    assert Extraction.objects.filter(engine="rules").count() == 3


def test_messages_wait_for_the_only_engine_until_it_is_back_and_not_in_vain(script, settings) -> None:
    settings.EXTRACTION_ENGINES = ["openai"]
    script["openai"] = [failing(WorkError("Quota is used up.", retry_after=timedelta(minutes=50)))]
    for _ in range(2):
        with pytest.raises(WorkError, match="Quota") as caught:
            extraction.read(arrive(InquiryFactory.create()))
        assert caught.value.retry_after is not None
        assert timedelta(minutes=49) < caught.value.retry_after <= timedelta(minutes=50)


def test_a_cache_that_is_away_stops_no_reading(script) -> None:
    away = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    script["openai"] = [failing(WorkError("Quota is used up.", retry_after=timedelta(minutes=10)))]
    with override_settings(CACHES={"default": away}):
        for _ in range(2):
            assert extraction.read(arrive(InquiryFactory.create())).reading.engine == "rules"


def test_what_a_database_refuses_is_cleaned_from_an_answer(script) -> None:
    script["openai"] = [saying(contact_name="A\x00\ud800", kind="nonsense", language="a language of many letters")]
    row = extraction.read(arrive(InquiryFactory.create())).extraction
    row.refresh_from_db()
    assert (row.answer, row.kind, row.language) == ({"contact_name": "A?"}, "", "a language o")


def test_the_document_of_a_mail(script) -> None:
    text = "We would go.\n-- \nAnna"
    inquiry = InquiryFactory.create()
    FactFactory.create(inquiry=inquiry, field="travel_month", value="2027-05")
    FactFactory.create(inquiry=inquiry, field="rooms", value=2, state=Fact.State.SUPERSEDED)
    MessageFactory.create(inquiry=inquiry, direction="OUT", sent_at=datetime(2026, 11, 20, tzinfo=UTC))
    message = arrive(
        inquiry,
        text,
        sent_at=datetime(2026, 11, 24, 9, tzinfo=UTC),
        signature_at=13,
        quoted_text="> yours",
        subject="Crete",
    )
    document = extraction.runs.document_of(message)
    assert (document.text, document.signature_at, document.subject) == (text, 13, "Crete")
    assert (document.quoted_text, document.channel, document.sender_name) == ("> yours", "email", inquiry.contact.name)
    assert (document.answers, document.known) == (True, {"travel_month": "2027-05"})
    assert document.sent_at == message.sent_at


def test_the_document_of_a_whatsapp_message() -> None:
    message = receive(inbound(wa_id="4915123456789", text="Hallo", kind="text")).message
    document = extraction.runs.document_of(message)
    assert (document.channel, document.sender_phone, document.country) == ("whatsapp", "+4915123456789", "DE")
    assert (document.answers, document.known) == (False, {})


@pytest.mark.parametrize(
    ("phone", "email", "country"),
    [
        ("+447700900123", "", "GB"),
        ("+14165550123", "anna@berg.de", "CA"),
        ("nonsense", "anna@berg.de", "DE"),
        ("", "anna@shop.co.uk", "GB"),
        ("", "anna@start.io", ""),
        ("", "anna@berg.example", ""),
        ("", "", ""),
    ],
)
def test_the_likely_country_of_a_sender(phone, email, country) -> None:
    assert senders.country(phone=phone, email=email) == country


def test_the_answers_schema_keeps_the_rules_of_strict_ones() -> None:
    """The rules: platform.openai.com/docs/guides/structured-outputs, "Supported schemas"."""
    wire = schema.response_format()
    assert wire["type"] == "json_schema"
    assert wire["json_schema"]["strict"] is True
    assert wire["json_schema"]["name"].replace("_", "").isalnum()
    root = wire["json_schema"]["schema"]
    assert root["type"] == "object"
    objects = [node for node in _nodes(root) if node.get("type") == "object"]
    assert len(objects) > 10
    for node in objects:
        assert node["additionalProperties"] is False
        assert sorted(node["required"]) == sorted(node["properties"])
    for node in _nodes(root):
        assert not {"allOf", "oneOf", "not", "default", "if", "minLength", "maxLength", "uniqueItems"} & node.keys()
        assert "$ref" not in node or set(node) == {"$ref"}
    assert set(root["properties"]) == {*Fact.Field.values, "kind", "language"}
    assert next(iter(root["$defs"]["Number"]["properties"])) == "quotes"


def _nodes(node):
    """All schemas in a schema; the names of properties and definitions are none."""
    if isinstance(node, list):
        for item in node:
            yield from _nodes(item)
    elif isinstance(node, dict):
        yield node
        for key, item in node.items():
            if key in {"properties", "$defs"}:
                for child in item.values():
                    yield from _nodes(child)
            elif key not in {"required", "enum"}:
                yield from _nodes(item)


def test_importing_the_product_loads_no_engine() -> None:
    """A worker that reads nothing pays nothing: openai alone costs a second."""
    code = (
        "import sys, django; django.setup();"
        "import inquiries.work.processing, inquiries.facts, inquiries.projection, inquiries.desk.trip_card;"
        "import inquiries.extraction.runs;"
        "print(sorted({'openai', 'httpx2', 'inquiries.extraction.schema'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=PATIENCE)
    assert done.stdout.strip() == "[]"
