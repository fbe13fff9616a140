"""The pages about reading: each number leads to its list, jobs show their progress, and an inquiry is read again."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from inquiries import facts, reruns
from inquiries.models import Event, Inquiry, Rerun, User
from inquiries.work import rereading
from tests.factories import InquiryFactory
from tests.inquiries import engines
from tests.inquiries.desk.pages import element, tree, words
from tests.inquiries.engines import Scripts, arrive, read, saying

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
TEXT = "We two want 7 nights on Crete, 10 if it is cheap."


@pytest.fixture(autouse=True)
def script(settings, monkeypatch) -> Iterator[Scripts]:
    with engines.scripted(settings) as scripts:
        monkeypatch.setattr(engines.Second, "version", "old")
        scripts["rules"] = [saying(nights=(7, "7 nights"), adults=(2, "two"))]
        yield scripts


@pytest.fixture
def inquiry(agent: User) -> Inquiry:
    """Seven nights were put right, one room was added, two adults nobody has looked at."""
    made = InquiryFactory.create()
    read(arrive(made, TEXT))
    facts.set_value(made, "nights", 10, actor=agent)
    facts.set_value(made, "rooms", 1, actor=agent)
    return made


@pytest.fixture
def newer(script: Scripts, monkeypatch) -> None:
    script["rules"] = [saying(nights=(10, "10"), adults=(2, "two"))]
    monkeypatch.setattr(engines.Second, "version", "new")


def rows(response: Any) -> list[list[str]]:
    return [[words(cell) for cell in row] for row in tree(response).xpath("//tbody[not(@class)]/tr")]


class TestFigures:
    def test_by_field(self, manager_client: Client, inquiry: Inquiry) -> None:
        page = manager_client.get(reverse("reading"))
        assert rows(page) == [
            ["Adults", "1", "1", "0", "0", "0", "0", "0%", "–"],
            ["Nights", "1", "0", "0", "1", "0", "0", "100%", "0.00"],
            ["Rooms", "0", "0", "0", "0", "0", "1", "–", "0.00"],
        ]
        assert "50% of the values shown were corrected" in words(tree(page))

    def test_each_number_is_as_long_as_the_list_it_leads_to(self, manager_client: Client, inquiry: Inquiry) -> None:
        seen = 0
        for by in ("field", "engine", "version", "channel", "language"):
            page = tree(manager_client.get(reverse("reading"), {"by": by}))
            for link in page.xpath("//table//a[contains(@href, '/reading/cases/')]"):
                listed = manager_client.get(link.get("href"))
                assert listed.status_code == 200
                if link.text.isdigit():
                    seen += 1
                    assert len(rows(listed)) == int(link.text), link.get("href")
        assert seen > 20

    def test_a_list_says_what_was_read_and_what_is_right(self, manager_client: Client, inquiry: Inquiry) -> None:
        [row] = rows(manager_client.get(reverse("reading_cases"), {"what": "wrong"}))
        assert row[:6] == [inquiry.reference, "Nights", "7 nights", "10 nights", "Wrong Nora Lindqvist", "rules old"]

    def test_filters_and_a_day_that_is_none(self, manager_client: Client, inquiry: Inquiry) -> None:
        page = manager_client.get(reverse("reading"), {"version": "other", "since": "yesterday"})
        assert words(tree(page).xpath("//tbody[not(@class)]")[0]) == "Nothing was read with these filters."
        assert "“yesterday” is no day" in words(tree(page))
        assert rows(manager_client.get(reverse("reading"), {"until": "2001-01-01"}))[0][0].startswith("Nothing")

    def test_few_queries_however_many_fields(self, manager_client: Client, inquiry: Inquiry) -> None:
        with CaptureQueriesContext(connection) as queries:
            response = manager_client.get(reverse("reading"), {"by": "version"})
        assert len(queries) <= 14
        assert len(response.content) < 40_000

    def test_the_export_is_a_corpus_and_written_down(self, manager_client: Client, inquiry, manager) -> None:
        inquiry.messages.update(raw="")  # its bytes were not kept: the case is made anew from its text
        answer = manager_client.post(reverse("reading_export"), {"redact": "1"})
        names = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).namelist()
        assert sorted(name.split(".", 1)[1] for name in names) == ["eml", "label.json"]
        event = Event.objects.get(kind=Event.Kind.EXPORTED)
        assert (event.actor, event.data) == (manager, {"format": "corpus", "rows": 1, "redacted": True})

    def test_whole_it_is_for_those_who_may_see_covered_numbers(self, manager_client: Client, inquiry, manager) -> None:
        may = Permission.objects.get(codename="reveal_numbers")
        for group in manager.groups.all():
            group.permissions.remove(may)
        assert manager_client.post(reverse("reading_export")).status_code == 403
        assert 'type="hidden" name="redact"' in manager_client.get(reverse("reading")).content.decode()
        manager.user_permissions.add(may)
        assert manager_client.post(reverse("reading_export")).status_code == 200


class TestJobs:
    def ask(self, client: Client, **form: str) -> Any:
        return client.post(reverse("reading_again"), {"engine": "rules", **form}, follow=True)

    def test_a_trial_then_for_real(self, manager_client: Client, manager, inquiry, newer) -> None:
        other = InquiryFactory.create()
        message = arrive(other, TEXT)
        engines.Second.version, script = "old", engines.scripts["rules"]
        engines.scripts["rules"] = [saying(nights=(7, "7 nights"), adults=(2, "two"))]
        read(message)
        engines.Second.version, engines.scripts["rules"] = "new", script
        page = self.ask(manager_client, dry="1")
        trial = Rerun.objects.get()
        assert element(page, "progress").get("hx-trigger") == "every 2s"
        rereading.read_again(trial.pk)
        part = manager_client.get(reverse("reading_job", args=[trial.pk]), headers=HTMX)
        assert element(part, "progress").get("hx-get") is None
        assert rows(part) == [[other.reference, "7 nights", "10 nights", "rules old"]]
        assert other.facts.get(field="nights", state="CURRENT").value == 7
        manager_client.post(reverse("reading_for_real", args=[trial.pk]))
        real = Rerun.objects.get(dry=False)
        rereading.read_again(real.pk)
        assert other.facts.get(field="nights", state="CURRENT").value == 10
        assert inquiry.facts.get(field="nights", state="CURRENT").source == "human"
        assert real.actor == manager

    def test_what_makes_no_sense_is_said(self, manager_client: Client, inquiry) -> None:
        for wrong, said in (({"since": "soon"}, "Give the day"), ({"engine": "oracle"}, "not among the engines")):
            page = self.ask(manager_client, **wrong)
            assert page.status_code == 422
            assert said in words(tree(page))
        assert not Rerun.objects.exists()

    def test_cancel(self, manager_client: Client, inquiry, newer) -> None:
        self.ask(manager_client)
        job = Rerun.objects.get()
        page = manager_client.post(reverse("reading_cancel", args=[job.pk]), follow=True)
        assert "Cancelled" in words(element(page, "progress"))
        rereading.read_again(job.pk)
        job.refresh_from_db()
        assert (job.state, job.done) == ("CANCELLED", 0)


class TestOneInquiry:
    def test_the_button_under_the_facts(self, agent_client: Client, agent, script, newer) -> None:
        made = InquiryFactory.create()
        engines.Second.version = "old"
        read(arrive(made, TEXT))
        engines.Second.version = "new"
        script["rules"] = [saying(nights=(10, "10"), adults=(2, "two"), rooms=(7, "7"))]
        card = agent_client.get(reverse("inquiry_trip", args=[made.pk]), headers=HTMX)
        form = element(card, "read-again").find("form")
        busy = agent_client.post(form.get("hx-post"), headers=HTMX)
        again = element(busy, "read-again")
        assert "Reading again, 0 of 1" in words(again)
        agent_client.post(form.get("hx-post"), headers=HTMX)  # twice clicked
        job = Rerun.objects.get()
        assert (job.actor, job.filters) == (agent, {"inquiry": made.pk})
        rereading.read_again(job.pk)
        done = agent_client.get(again.get("hx-get"), headers=HTMX)
        assert (done["HX-Retarget"], done["HX-Reswap"]) == ("#trip-card", "outerHTML")
        assert "1 value changed" in words(element(done, "read-again"))
        assert "7 rooms" in words(tree(done))

    def test_of_another_inquiry_it_tells_nothing(self, agent_client: Client, inquiry) -> None:
        job = reruns.ask(filters={"inquiry": inquiry.pk})
        other = InquiryFactory.create()
        assert agent_client.get(reverse("inquiry_again_job", args=[other.pk, job.pk]), headers=HTMX).status_code == 404


@pytest.mark.parametrize("name", ["reading", "reading_cases", "reading_again"])
def test_agents_see_no_figures(agent_client: Client, name: str) -> None:
    assert agent_client.get(reverse(name)).status_code == 403


def test_only_managers_start_jobs_and_export(agent_client: Client, inquiry) -> None:
    job = reruns.ask(filters={"inquiry": inquiry.pk})
    for address in (reverse("reading_again"), reverse("reading_export"), reverse("reading_cancel", args=[job.pk])):
        assert agent_client.post(address).status_code == 403
    assert Client().get(reverse("reading")).status_code == 302
