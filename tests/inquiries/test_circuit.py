"""An engine that fails again and again is left alone by all processes, tried by one message, and used again."""

import threading
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.cache import caches
from django.utils import timezone

from inquiries import extraction
from inquiries.channels import HealthLine
from inquiries.desk import panels
from inquiries.errors import WorkError
from inquiries.extraction import circuit, condition
from inquiries.models import Extraction
from tests.factories import InquiryFactory
from tests.inquiries.engines import arrive
from tests.inquiries.openai_room import TEXT, WEEK, server
from tests.servers import openai as vendor

__all__ = ["server"]  # a fixture

pytestmark = pytest.mark.django_db

BROKEN = vendor.error(500, "Server error.", kind="server_error")


def read() -> str:
    """The engine that read another message."""
    return extraction.read(arrive(InquiryFactory.create(), TEXT)).reading.engine


def time_is_up() -> None:
    found = circuit.state("openai")
    assert found is not None
    row = circuit.Open(words=found.words, since=found.since, until=timezone.now(), pause=found.pause)
    circuit.shared.set(circuit._key("openai", "open"), row)


def line() -> HealthLine:
    """As the work page has it."""
    machinery = next(panel for panel in panels.panels() if panel.title == "Machinery")
    return next(line for line in machinery.lines if line.name == "Reading")


def test_it_opens_is_tried_by_one_and_closes_by_itself(server) -> None:
    assert line() == HealthLine("Reading", True, "By OpenAI (gpt-4o-mini). Today $0.00.")
    server.answers = [BROKEN]
    assert [read() for _ in range(9)] == ["rules"] * 9
    assert len(server.requests) == circuit.FAILURES, "the fifth in a row is enough"
    well, words = line().ok, line().text
    assert not well
    assert words.startswith("OpenAI has a problem of its own (HTTP 500). Messages are read by rules on this machine")
    assert words.endswith("by itself.")

    time_is_up()
    assert "the next message tries OpenAI again" in line().text
    assert read() == "rules"
    assert len(server.requests) == circuit.FAILURES + 1
    standing = circuit.state("openai")
    assert standing is not None
    assert standing.pause == circuit.FIRST_PAUSE * 2, "a probe that failed doubles the wait"
    read()
    assert len(server.requests) == circuit.FAILURES + 1

    server.answers = [vendor.completion(WEEK)]
    time_is_up()
    assert [read(), read()] == ["openai", "openai"]
    assert circuit.state("openai") is None
    assert line().ok


def test_only_failures_in_a_row_open_it(server) -> None:
    server.answers = [*[BROKEN] * 4, vendor.completion(WEEK), *[BROKEN] * 4, vendor.completion(WEEK)]
    assert [read() for _ in range(10)] == [*["rules"] * 4, "openai"] * 2
    assert "Lately it failed 8 times" in line().text


def test_messages_that_it_will_not_read_say_nothing_about_it(server) -> None:
    server.answers = [
        *[vendor.completion(None, refusal="No.")] * 3,
        *[vendor.error(400, "Too long.", code="context_length_exceeded")] * 3,
        *[vendor.completion(None, finish="content_filter")] * 3,
        vendor.completion(WEEK),
    ]
    assert [read() for _ in range(10)][-1] == "openai"


def test_a_probe_that_is_no_proof_leaves_the_next_message_to_try(server) -> None:
    circuit.failed("openai", WorkError("Away.", retry_after=timedelta(seconds=9)))
    time_is_up()
    server.answers = [vendor.error(400, "Too long.", code="context_length_exceeded"), vendor.completion(WEEK)]
    assert [read(), read()] == ["rules", "openai"]


def test_of_many_who_ask_at_once_one_tries() -> None:
    """Whoever adds the key: atomic in memory and in Redis. In files, the embedded profile's, two may try at worst."""
    circuit.failed("openai", WorkError("Away.", retry_after=timedelta(seconds=9)))
    time_is_up()
    start, found = threading.Barrier(12), []

    def ask() -> None:
        start.wait()
        found.append(circuit.refusal("openai"))

    threads = [threading.Thread(target=ask) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found.count(None) == 1
    refusal = next(error for error in found if error)
    assert (refusal.message, refusal.postponed) == ("Away.", True)
    caches.close_all()


def test_a_pause_is_an_hour_at_most_and_grows_to_it(server) -> None:
    circuit.failed("openai", WorkError("Away.", retry_after=timedelta(days=9)))
    for _ in range(3):
        standing = circuit.state("openai")
        assert standing is not None
        assert standing.pause == timedelta(hours=1)
        circuit.failed("openai", WorkError("Away."))


def test_the_daily_limit_lets_the_rules_read_and_says_so(server, settings) -> None:
    settings.OPENAI_DAILY_LIMIT_USD = Decimal("5.00")
    assert read() == "openai"
    assert line().text == "By OpenAI (gpt-4o-mini). Today $0.0000 of $5.00."
    Extraction.objects.update(cost="5.000001")
    assert (read(), len(server.requests)) == ("rules", 1)
    well, words = line().ok, line().text
    assert not well
    assert words == (
        "Today's limit for OpenAI, $5.00, is used up (OPENAI_DAILY_LIMIT_USD). "
        "Messages are read by rules on this machine until midnight."
    )
    Extraction.objects.update(created_at=timezone.now() - timedelta(days=1))
    assert (read(), len(server.requests)) == ("openai", 2)


def test_by_openai_alone_messages_wait_for_tomorrow(server, settings) -> None:
    settings.EXTRACTION_ENGINES = ["openai"]
    settings.OPENAI_DAILY_LIMIT_USD = Decimal("0.01")
    read()
    Extraction.objects.update(cost="0.02")
    with pytest.raises(WorkError, match="limit") as caught:
        read()
    left = caught.value.retry_after
    assert caught.value.postponed
    assert left is not None
    assert timedelta(0) < left <= timedelta(hours=25)
    assert "Messages wait until midnight." in line().text


def test_a_model_without_a_price_costs_an_unknown_sum_not_nothing(server, settings, manager_client) -> None:
    vendor.MODELS.add("llama3")
    settings.OPENAI_MODEL = "llama3"
    settings.OPENAI_DAILY_LIMIT_USD = Decimal(5)
    read()
    vendor.MODELS.remove("llama3")
    row = Extraction.objects.get()
    assert (row.cost, row.tokens_in) == (None, 120)
    assert Extraction.objects.filter(cost=None).count() == 1
    assert not condition.line().ok
    assert "What it costs is not known" in condition.line().text
    assert "OPENAI_DAILY_LIMIT_USD cannot be kept" in condition.line().text
    page = manager_client.get("/admin/inquiries/extraction/").content.decode()
    assert "not known" in page


def test_what_only_a_person_can_mend_is_said_on_every_page(server, agent_client) -> None:
    server.answers = [BROKEN]
    for _ in range(circuit.FAILURES):
        read()
    assert "Messages are read by" not in agent_client.get("/").content.decode(), "an outage mends itself"
    time_is_up()
    server.answers = [vendor.error(401, "Wrong.", code="invalid_api_key")]
    read()
    words = "OpenAI does not accept OPENAI_API_KEY. Messages are read by rules on this machine since"
    assert words in agent_client.get("/").content.decode()
    time_is_up()
    server.answers = [vendor.completion(WEEK)]
    read()
    assert "OPENAI_API_KEY" not in agent_client.get("/").content.decode()


def test_the_work_page_says_it(server, agent_client) -> None:
    circuit.failed("openai", WorkError("OpenAI's <quota> is used up.", retry_after=timedelta(minutes=9)))
    page = agent_client.get("/work/").content.decode()
    assert "OpenAI&#x27;s &lt;quota&gt; is used up. Messages are read by rules on this machine since" in page


@pytest.fixture(autouse=True)
def closed():
    circuit.succeeded("openai")
    yield
    circuit.succeeded("openai")
