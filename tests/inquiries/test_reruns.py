"""Messages are read again in slices: nothing of people's is touched, a kill costs nothing, a trial changes nothing."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from inquiries import facts, reruns
from inquiries.desk import again
from inquiries.errors import InvalidInput, WorkError
from inquiries.extraction.rules import RulesEngine, fingerprint
from inquiries.models import Extraction, Fact, Inquiry, Message, Rerun
from inquiries.work import rereading, sweeper
from tests.factories import InquiryFactory, UserFactory
from tests.inquiries import engines
from tests.inquiries.engines import Scripts, arrive, failing, read, saying

pytestmark = pytest.mark.django_db

TEXT = "We two want 7 nights on Crete, 10 if it is cheap."


@pytest.fixture
def script(settings) -> Iterator[Scripts]:
    with engines.scripted(settings) as scripts:
        yield scripts


@pytest.fixture(autouse=True)
def old_version(script: Scripts, monkeypatch) -> Scripts:
    """What is read before `new_version` is read by an older one."""
    script["rules"] = [saying(nights=(7, "7 nights"), adults=(2, "two"))]
    monkeypatch.setattr(engines.Second, "version", "old")
    return script


@pytest.fixture
def new_version(script: Scripts, monkeypatch):
    def use(*outcomes: Any) -> None:
        script["rules"] = list(outcomes)
        monkeypatch.setattr(engines.Second, "version", "new")

    return use


def some(count: int) -> list[Message]:
    return [read(arrive(InquiryFactory.create(), TEXT)) for _ in range(count)]


def run(job: Rerun) -> Rerun:
    for _ in range(100):
        rereading.read_again(job.pk)
        job.refresh_from_db()
        if job.due_at is None:
            break
    return job


def nights(message: Message) -> Any:
    return message.inquiry.facts.get(field="nights", state="CURRENT").value


def test_all_that_an_older_version_read_is_read_again(new_version) -> None:
    mails = some(3)
    new_version(saying(nights=(10, "10"), adults=(2, "two")))
    fresh = read(arrive(InquiryFactory.create(), TEXT))
    job = run(reruns.ask(filters={}))
    assert (job.state, job.total, job.done, job.changed, job.failed) == ("DONE", 3, 3, 3, 0)
    assert [nights(mail) for mail in mails] == [10, 10, 10]
    assert Inquiry.objects.get(pk=mails[0].inquiry_id).nights == 10
    assert [list(mail.extractions.order_by("pk").values_list("version", flat=True)) for mail in (*mails, fresh)] == [
        ["old", "new"], ["old", "new"], ["old", "new"], ["new"],
    ]  # fmt: skip
    [part] = reruns.summary(job)
    assert (part.label, part.other, part.count) == ("Nights", 3, 3)
    assert (part.examples[0].before, part.examples[0].after, part.examples[0].was_read_by) == (7, 10, "rules old")
    assert reruns.ask(filters={}).state == "DONE"  # nothing is left to read


def test_what_people_set_took_over_or_refused_stays(new_version, script) -> None:
    actor = UserFactory.create()
    [mail] = some(1)
    facts.set_value(mail.inquiry, "nights", 12, actor=actor)
    script["rules"] = [saying("followup", adults=(3, "3"), rooms=(2, "2"))]
    later = read(arrive(mail.inquiry, "We are 3, 2 rooms"))
    facts.accept(mail.inquiry.facts.get(field="adults", state="PROPOSED"), actor=actor)
    before = list(Fact.objects.exclude(author=None).order_by("pk").values_list("pk", "value", "state"))
    new_version(saying(nights=(10, "10"), adults=(2, "two")), saying("followup", rooms=(3, "3")))
    job = run(reruns.ask(filters={"inquiry": mail.inquiry_id}))
    assert list(Fact.objects.exclude(author=None).order_by("pk").values_list("pk", "value", "state")) == before
    assert not mail.inquiry.facts.filter(state="PROPOSED").exists()
    assert mail.inquiry.facts.get(field="rooms", state="CURRENT").value == 3  # what nobody had decided
    assert (job.done, [part.label for part in reruns.summary(job)]) == (2, ["Rooms"])
    assert later.extractions.count() == 2


def test_a_trial_says_exactly_what_would_change_and_changes_nothing(new_version) -> None:
    some(12)
    rows = list(Fact.objects.order_by("pk").values())
    runs = list(Extraction.objects.order_by("pk").values())
    new_version(saying(nights=(10, "10")))
    trial = run(reruns.ask(filters={}, dry=True))
    assert (list(Fact.objects.order_by("pk").values()), list(Extraction.objects.order_by("pk").values())) == (
        rows,
        runs,
    )
    said = {part.label: (part.count, part.other, part.dropped, len(part.examples)) for part in reruns.summary(trial)}
    assert said == {"Nights": (12, 12, 0, 10), "Adults": (12, 0, 12, 10)}
    real = run(reruns.ask(filters={}))
    assert {part.label: part.count for part in reruns.summary(real)} == {"Nights": 12, "Adults": 12}


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_it_goes_on_and_counts_nothing_twice(new_version, script, settings) -> None:
    class Killed(BaseException):
        """As kill -9: nothing of ours runs after it."""

    mails = some(4)
    new_version(saying(nights=(10, "10")), saying(nights=(10, "10")), failing(Killed()), saying(nights=(10, "10")))
    job = reruns.ask(filters={})
    with pytest.raises(Killed):
        rereading.read_again(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.changed, [nights(mail) for mail in mails]) == ("RUNNING", 2, 2, [10, 10, 7, 7])
    rereading.read_again(job.pk)  # the dead worker's lease holds others off
    job.refresh_from_db()
    assert job.done == 2
    Rerun.objects.update(due_at=timezone.now())  # it has run out
    sweeper.run()
    job.refresh_from_db()
    assert (job.state, job.done, job.changed, job.changes.count()) == ("DONE", 4, 4, 8)
    assert [nights(mail) for mail in mails] == [10] * 4
    assert Extraction.objects.filter(version="new").count() == 4


def test_a_message_that_kills_its_worker_each_time_is_passed_over(new_version, settings) -> None:
    some(2)
    new_version(saying(nights=(10, "10")))
    job = reruns.ask(filters={})
    Rerun.objects.update(attempts=settings.WORK_MAX_ATTEMPTS)
    job = run(job)
    assert (job.state, job.done, job.failed, job.changed) == ("DONE", 2, 1, 1)


def test_cancelled_it_stops_and_what_was_done_stays(new_version, script) -> None:
    mails = some(3)
    new_version(saying(nights=(10, "10")))
    job = reruns.ask(filters={})

    def cancelling(document):
        assert reruns.cancel(job.pk)
        return saying(nights=(10, "10"))(document)

    script["rules"] = [saying(nights=(10, "10")), cancelling]
    job = run(job)
    assert (job.state, job.done, job.due_at) == ("CANCELLED", 1, None)
    assert [nights(mail) for mail in mails] == [10, 7, 7]
    assert not reruns.cancel(job.pk)
    assert Extraction.objects.filter(version="new").count() == 1


def test_an_engine_that_is_away_is_waited_for_and_no_other_reads_instead(new_version, script, settings) -> None:
    settings.EXTRACTION_ENGINES = ["openai", "rules"]
    [mail] = some_by_rules = [read_by_rules(script)]
    script["openai"] = [failing(WorkError("OpenAI asks us to slow down.", retry_after=timedelta(seconds=90)))]
    job = reruns.ask(engine="openai", filters={})
    rereading.read_again(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.last_error) == ("RUNNING", 0, "OpenAI asks us to slow down.")
    assert timedelta(seconds=60) < job.due_at - timezone.now() < timedelta(seconds=120)
    assert mail.extractions.filter(engine="rules", error="").count() == len(some_by_rules)


def test_an_engine_that_refuses_our_key_stops_the_job_and_a_person_starts_it_again(new_version, script) -> None:
    some(2)
    refused = WorkError("It does not accept the key.", permanent=True, retry_after=timedelta(minutes=10), code="401")
    new_version(failing(refused))
    job = run(reruns.ask(filters={}))
    assert (job.state, job.done, job.last_error) == ("PERMANENTLY_FAILED", 0, "It does not accept the key.")
    cache.clear()
    script["rules"] = [saying(nights=(10, "10"))]
    again.retry(job, actor=UserFactory.create())
    assert (run(job).state, job.done) == ("DONE", 2)


def test_two_workers_at_one_job_do_each_message_once(new_version, script) -> None:
    """The first is slower than its lease: the second takes over, and the first one's word does not count."""
    mails = some(2)
    new_version(saying(nights=(10, "10")))
    job = reruns.ask(filters={})

    def slow(document):
        Rerun.objects.update(due_at=timezone.now())
        script["rules"] = [saying(nights=(10, "10"))]
        rereading.read_again(job.pk)
        return saying(nights=(7, "7 nights"))(document)

    script["rules"] = [slow]
    rereading.read_again(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, [nights(mail) for mail in mails]) == ("DONE", 2, [10, 10])
    assert Extraction.objects.filter(version="new").count() == 2


def read_by_rules(script: Scripts) -> Message:
    script["openai"] = [failing(WorkError("Down.", permanent=True))]
    return read(arrive(InquiryFactory.create(), TEXT))


def test_a_message_that_cannot_be_read_counts_as_failed_and_keeps_what_was_read(new_version) -> None:
    mails = some(2)
    new_version(failing(WorkError("It refused.", permanent=True)), saying(nights=(10, "10")))
    job = run(reruns.ask(filters={}))
    assert (job.state, job.done, job.failed) == ("DONE", 2, 1)
    assert [nights(mail) for mail in mails] == [7, 10]


def test_many_slices_give_way_between_them(new_version, monkeypatch) -> None:
    some(5)
    new_version(saying(nights=(10, "10")))
    monkeypatch.setattr(rereading, "SLICE_MESSAGES", 2)
    job = reruns.ask(filters={})
    done = []
    for _ in range(4):
        rereading.read_again(job.pk)
        job.refresh_from_db()
        done.append(job.done)
    assert (done, job.state) == ([2, 4, 5, 5], "DONE")


def test_only_what_versions_before_one_read(new_version, monkeypatch, script) -> None:
    [old] = some(1)
    for name in ("middle", "later"):
        monkeypatch.setattr(engines.Second, "version", name)
        some(1)
    new_version(saying(nights=(10, "10")))
    job = run(reruns.ask(filters={"older_than": "middle"}))
    assert (job.total, nights(old)) == (1, 10)
    with pytest.raises(InvalidInput, match="No message was read"):
        reruns.ask(filters={"older_than": "never"})
    with pytest.raises(InvalidInput, match="2027-05-03"):
        reruns.ask(filters={"since": "yesterday"})
    with pytest.raises(InvalidInput, match="not among the engines"):
        reruns.ask(engine="openai", filters={})


def test_only_what_came_since_a_day(new_version) -> None:
    read(arrive(InquiryFactory.create(), TEXT, sent_at=timezone.now() - timedelta(days=40)))
    some(1)
    new_version(saying(nights=(10, "10")))
    since = (timezone.localdate() - timedelta(days=7)).isoformat()
    assert reruns.ask(filters={"since": since}).total == 1
    assert reruns.ask(filters={"since": since}).pk == Rerun.objects.get().pk  # the one that runs already


def test_machine_mail_is_not_read_again(new_version) -> None:
    some(1)
    Inquiry.objects.update(parked_reason=Inquiry.Parked.BULK)
    new_version(saying(nights=(10, "10")))
    assert reruns.ask(filters={}).total == 0


def test_the_rules_version_changes_with_the_rules(tmp_path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "places.tsv").write_bytes(b"Crete\tGR\n")
    (tmp_path / "sub" / "when.py").write_bytes(b"WEEK = 7\n")
    first = fingerprint.of_folder.__wrapped__(tmp_path)
    (tmp_path / "notes.md").write_text("no rule")
    (tmp_path / "places.tsv").write_bytes(b"Crete\tGR\r\n")
    assert fingerprint.of_folder.__wrapped__(tmp_path) == first
    (tmp_path / "sub" / "when.py").write_bytes(b"WEEK = 8\n")
    assert fingerprint.of_folder.__wrapped__(tmp_path) != first
    assert RulesEngine().version == fingerprint.of_folder.__wrapped__(fingerprint.HERE)


def test_what_is_moved_while_it_is_read_is_taken_where_it_is_by_then(new_version) -> None:
    mail, other = some(1)[0], InquiryFactory.create()

    def moved(_document: Any) -> Any:
        Message.objects.filter(pk=mail.pk).update(inquiry=other)
        return saying(nights=(10, "10"))(_document)

    new_version(moved)
    job = run(reruns.ask(filters={}))
    assert (job.state, job.failed) == ("DONE", 0)
    assert other.facts.get(field="nights", state="CURRENT").value == 10
    assert not mail.inquiry.facts.filter(value=10).exists()
