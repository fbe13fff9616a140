"""Exports with chosen columns, and long ones as work: written by the worker, kept for a week, for their maker alone."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from threading import Thread
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.test import Client
from django.utils import timezone

from inquiries import roles
from inquiries.desk import export_jobs, exports
from inquiries.models import Event, Export, Inquiry, User
from inquiries.work import expiring
from tests.conftest import person
from tests.factories import ContactFactory, InquiryFactory
from tests.inquiries.desk.pages import element, has_link, link, said, tree, words

pytestmark = pytest.mark.django_db

NEW = "/export/new/?tab=all&channel=email"


@pytest.fixture
def three(db: None) -> list[Inquiry]:
    now = timezone.now()
    rows = [
        InquiryFactory.create(
            contact=ContactFactory.create(name=f"=cmd|{number}"),
            has_email=True,
            last_message_at=now - timedelta(hours=number),
        )
        for number in range(3)
    ]
    InquiryFactory.create()
    return rows


def read(response: Any) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def asked(client: Client, **fields: Any) -> Export:
    """A job that the form has made."""
    fields = {"column": ["reference", "contact"], "format": "csv", "later": "1"} | fields
    response = client.post(NEW, fields)
    assert response.status_code == 302, words(tree(response))
    return Export.objects.get(pk=response["Location"].rstrip("/").rpartition("/")[2])


def test_columns_are_chosen_and_kept_for_the_next_time(
    three: list[Inquiry], manager: User, manager_client: Client
) -> None:
    page = manager_client.get(link(manager_client.get("/?tab=all&channel=email"), "Choose columns"))
    assert "3 inquiries of the list “All”, channel Mail" in words(tree(page))
    assert len(tree(page).xpath("//input[@name='column'][@checked]")) == len(exports.COLUMNS)

    wanted = {"column": ["status", "contact", "nonsense"], "format": "csv"}
    rows = read(manager_client.post(NEW, wanted))
    assert rows == [["Contact", "Status"], *([f"'=cmd|{number}", "New"] for number in range(3))]
    assert read(manager_client.get("/export/?tab=all&channel=email&format=csv"))[0] == ["Contact", "Status"]
    assert len(tree(manager_client.get(NEW)).xpath("//input[@name='column'][@checked]")) == 2
    event = Event.objects.filter(kind=Event.Kind.EXPORTED).first()
    assert (event.actor, event.data["columns"], event.data["rows"]) == (manager, ["contact", "status"], 3)
    nothing = manager_client.post(NEW, {"format": "csv"})
    assert (nothing.status_code, "Choose at least one column." in words(tree(nothing))) == (422, True)


def test_a_job_writes_the_list_and_its_maker_takes_the_file(
    three: list[Inquiry], manager: User, manager_client: Client
) -> None:
    job = asked(manager_client)
    page = manager_client.get(f"/exports/{job.pk}/")
    assert "Waits for its turn" in words(tree(page))
    assert element(page, "progress").get("hx-get") == f"/exports/{job.pk}/"
    assert manager_client.get(f"/exports/{job.pk}/file/").status_code == 302  # not there yet

    export_jobs.write(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("DONE", 3, 3)
    assert "hx-get" not in manager_client.get(f"/exports/{job.pk}/", headers={"HX-Request": "true"}).content.decode()
    assert has_link(manager_client.get("/exports/"), "Save")
    response = manager_client.get(f"/exports/{job.pk}/file/")
    rows = read(response)
    assert [row[0] for row in rows] == ["Reference", *(row.reference for row in three)]
    assert rows[1][1] == "'=cmd|0"
    assert "inquiries-" in response["Content-Disposition"]
    assert Event.objects.get(kind=Event.Kind.EXPORTED).data["export"] == job.pk

    book = asked(manager_client, format="xlsx")
    export_jobs.write(book.pk)
    assert b"".join(manager_client.get(f"/exports/{book.pk}/file/").streaming_content)[:2] == b"PK"


@pytest.mark.django_db(transaction=True)
def test_others_write_while_it_is_written(
    three: list[Inquiry], manager_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = asked(manager_client)
    noted = export_jobs._note

    def note_after_somebody_else(job: Export, **columns: Any) -> None:
        somebody = Thread(target=_write_elsewhere, args=(three[0].pk,))
        somebody.start()
        somebody.join()
        noted(job, **columns)

    monkeypatch.setattr(exports, "CHUNK", 1)
    monkeypatch.setattr(export_jobs, "_TELL_EVERY", 0)
    monkeypatch.setattr(export_jobs, "_note", note_after_somebody_else)
    export_jobs.write(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.last_error) == ("DONE", 3, "")


def test_a_row_that_leaves_the_list_meanwhile_is_in_the_file_still(
    three: list[Inquiry], manager_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "CHUNK", 1)
    response = manager_client.get("/export/?tab=all&channel=email&format=csv")
    lines = iter(response.streaming_content)
    taken = [next(lines), next(lines)]
    Inquiry.objects.filter(pk=three[2].pk).update(has_email=False)
    assert [line.partition(b",")[0].decode() for line in [*taken, *lines][1:]] == [row.reference for row in three]


@pytest.mark.parametrize("order", ["urgent", "newest", "waiting", "window", "departure", "promised"])
def test_a_row_that_moves_up_in_the_list_while_it_is_read_is_in_the_file(
    order: str, three: list[Inquiry], manager_client: Client
) -> None:
    asked_for = f"/export/?tab=all&channel=email&format=csv&order={order}"
    now, found = timezone.now(), list[str]()
    first, middle, last = three
    columns: dict[str, Any] = {"needs_reply_since": now, "target_at": now, "window_closes_at": now + timedelta(hours=3)}
    columns |= {"promise_due_at": now, "depart_on": now.date() + timedelta(days=9)}
    for row in (first, middle):
        Inquiry.objects.filter(pk=row.pk).update(**columns)

    def meanwhile(execute: Any, sql: str, *more: Any) -> Any:
        if 'FROM "inquiries_inquiry"' in sql and "has_email" in sql.partition(" WHERE ")[2]:
            found.append(sql)
            if len(found) == 2:
                Inquiry.objects.filter(pk=last.pk).update(**columns)
        return execute(sql, *more)

    response = manager_client.get(asked_for)
    with connection.execute_wrapper(meanwhile):
        rows = [line.partition(b",")[0].decode() for line in response.streaming_content][1:]
    assert sorted(rows) == sorted(row.reference for row in three)
    assert {row.reference for row in (first, middle)} == set(rows[:2])


def _write_elsewhere(pk: int) -> None:
    Inquiry.objects.filter(pk=pk).update(subject="Written by another process meanwhile")
    connection.close()


def test_nobody_else_gets_it_but_an_admin_who_is_written_down(
    three: list[Inquiry], manager_client: Client, agent_client: Client
) -> None:
    job = asked(manager_client)
    export_jobs.write(job.pk)
    other, admin = Client(), Client()
    colleague = User.objects.create_user("colleague", is_staff=True)
    colleague.groups.set(User.objects.get(username="manager").groups.all())
    other.force_login(colleague)
    boss = person(roles.ADMIN)
    admin.force_login(boss)
    for address in (f"/exports/{job.pk}/", f"/exports/{job.pk}/file/"):
        assert agent_client.get(address).status_code == 403
        assert other.get(address).status_code == 404
    assert other.post(f"/exports/{job.pk}/cancel/").status_code == 404
    assert "No export yet" in words(tree(other.get("/exports/")))
    assert agent_client.get("/exports/").status_code == agent_client.post(NEW).status_code == 403
    assert len(read(admin.get(f"/exports/{job.pk}/file/"))) == 4
    assert Event.objects.filter(kind=Event.Kind.EXPORTED, actor=boss).get().data["export"] == job.pk


def test_a_long_list_is_always_a_job(
    three: list[Inquiry], manager_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_jobs, "AT_ONCE", 2)
    response = manager_client.get("/export/?tab=all&channel=email&format=xlsx")
    assert response["Location"] == f"{NEW}&format=xlsx"
    assert "So long a list is prepared" in words(tree(manager_client.get(response["Location"])))
    assert manager_client.post(NEW, {"column": "trip", "format": "xlsx"}).status_code == 302
    monkeypatch.setattr(exports, "MOST_ROWS", 2)
    refused = manager_client.post(NEW, {"column": "trip", "format": "xlsx"})
    assert "An Excel sheet holds 2 rows and this list has 3. Choose CSV." in words(tree(refused))
    assert Export.objects.count() == 1


def test_a_dead_worker_loses_nothing_and_leaves_nothing(three: list[Inquiry], manager_client: Client) -> None:
    job = asked(manager_client)
    left = default_storage.save("exports/left.csv", io.BytesIO(b"half"))
    # It died between the storage and the row: claimed, the name noted, the lease running.
    Export.objects.claim(job.pk, state="RUNNING")
    Export.objects.filter(pk=job.pk).update(file=left, done=2)
    export_jobs.write(job.pk)
    assert Export.objects.get(pk=job.pk).state == "RUNNING"  # not ours while the lease runs
    Export.objects.filter(pk=job.pk).update(due_at=timezone.now())
    export_jobs.write(job.pk)
    assert not default_storage.exists(left)
    assert len(read(manager_client.get(f"/exports/{job.pk}/file/"))) == 4
    assert len(default_storage.listdir("exports")[1]) == 1


class Interrupted(FileSystemStorage):
    """A storage in which something else happens just before the bytes are there."""

    meanwhile: Callable[[], Any]

    def _save(self, name: str, content: Any) -> str:
        Interrupted.meanwhile()
        return super()._save(name, content)


@pytest.fixture
def storage(settings: Any) -> type[Interrupted]:
    backend = f"{Interrupted.__module__}.{Interrupted.__name__}"
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": backend}}
    return Interrupted


def test_one_that_is_cancelled_while_it_is_written_leaves_nothing(
    three: list[Inquiry], manager_client: Client, storage: type[Interrupted]
) -> None:
    job = asked(manager_client)
    address = f"/exports/{job.pk}/cancel/"
    storage.meanwhile = lambda: manager_client.post(address)
    export_jobs.write(job.pk)
    job.refresh_from_db()
    assert (job.state, job.due_at) == ("CANCELLED", None)
    assert default_storage.listdir("exports")[1] == []
    assert said(manager_client, manager_client.post(address)).endswith("It was over already.")
    assert "Nothing of it is kept." in words(tree(manager_client.get(f"/exports/{job.pk}/")))


def test_a_storage_that_is_away_is_tried_again(
    three: list[Inquiry], manager_client: Client, storage: type[Interrupted]
) -> None:
    def away() -> None:
        raise OSError("No space left on device.")

    job = asked(manager_client)
    storage.meanwhile = away
    export_jobs.write(job.pk)
    page = words(tree(manager_client.get(f"/exports/{job.pk}/")))
    assert "Something unexpected went wrong (OSError); the log has the details. It is tried again by itself." in page
    Export.objects.filter(pk=job.pk).update(due_at=timezone.now())
    storage.meanwhile = lambda: None
    export_jobs.write(job.pk)
    assert len(read(manager_client.get(f"/exports/{job.pk}/file/"))) == 4


def test_who_may_export_no_more_gets_no_file(three: list[Inquiry], manager: User, manager_client: Client) -> None:
    job = asked(manager_client)
    manager.groups.clear()
    export_jobs.write(job.pk)
    job.refresh_from_db()
    assert (job.state, job.last_error) == ("PERMANENTLY_FAILED", "Malik Adeyemi may not export any more.")


def test_after_a_week_the_file_is_gone_and_the_row_says_so(three: list[Inquiry], manager_client: Client) -> None:
    job = asked(manager_client)
    export_jobs.write(job.pk)
    job.refresh_from_db()
    expiring.expire_export(job.pk)
    assert default_storage.exists(job.file)  # not yet
    assert job.due_at - job.finished_at == timedelta(days=7)
    Export.objects.filter(pk=job.pk).update(due_at=timezone.now())
    expiring.expire_export(job.pk)
    assert not default_storage.exists(job.file)
    job.refresh_from_db()
    assert (job.state, job.due_at, job.file) == ("EXPIRED", None, "")
    assert "The file was kept for a week and is gone." in words(tree(manager_client.get(f"/exports/{job.pk}/")))
