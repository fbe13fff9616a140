"""Live says that the process answers; ready says in words what is missing."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from inquiries import machinery
from inquiries.models import Heartbeat


@pytest.fixture(autouse=True)
def nothing_known():
    machinery._known_migrated.clear()


def beat(*, worker: timedelta = timedelta(0), scheduler: timedelta = timedelta(0)) -> None:
    now = timezone.now()
    Heartbeat.objects.create(name="worker", at=now - worker)
    Heartbeat.objects.create(name="beat", at=now - scheduler)


def test_live_answers_without_log_in_and_without_the_database(client):
    # No `db` fixture: any query would fail the test.
    response = client.get("/health/live")

    assert response.status_code == 200
    assert response.json() == {"status": "ok"}


def test_ready_is_well_when_everything_is(client, db):
    beat()

    response = client.get("/health/ready")

    assert response.status_code == 200
    assert response.json()["status"] == "ok"
    assert set(response.json()["checks"]) == {"database", "migrations", "broker", "worker", "scheduler"}


def test_ready_names_a_worker_that_stopped(client, db):
    beat(worker=timedelta(minutes=4))

    response = client.get("/health/ready")

    assert response.status_code == 503
    checks = response.json()["checks"]
    assert checks["worker"] == {"ok": False, "text": "No sign for 4 min: is make run, or the worker, running?"}
    assert checks["scheduler"]["ok"]


def test_ready_names_what_never_ran(client, db):
    checks = client.get("/health/ready").json()["checks"]

    assert checks["scheduler"]["text"] == "Never seen. Is make run, or the scheduler, running?"


@pytest.mark.services  # the quick run makes its tables without migrations
def test_ready_names_a_missing_migration(client, db):
    beat()
    ((app, last),) = MigrationLoader(connection).graph.leaf_nodes("inquiries")
    MigrationRecorder(connection).record_unapplied(app, last)

    response = client.get("/health/ready")

    assert response.status_code == 503
    assert "not applied" in response.json()["checks"]["migrations"]["text"]


def test_ready_names_a_dead_broker_without_its_password(client, db, monkeypatch):
    from celery import current_app

    beat()
    before = current_app.conf.broker_url, current_app.conf.broker_transport_options
    monkeypatch.setenv("CELERY_BROKER_URL", "redis://:hidden@127.0.0.1:1/0")  # Celery asks it before its own settings
    current_app.conf.broker_url = "redis://:hidden@127.0.0.1:1/0"
    current_app.conf.broker_transport_options = {"socket_connect_timeout": 1}
    try:
        response = client.get("/health/ready")
    finally:
        current_app.conf.broker_url, current_app.conf.broker_transport_options = before

    assert response.status_code == 503
    assert response.json()["checks"]["broker"]["text"].startswith("Does not answer")
    assert "hidden" not in response.content.decode()


def test_spans_are_said_in_their_largest_unit():
    assert [machinery.span(timedelta(seconds=s)) for s in (0, 59, 60, 3 * 3600, 49 * 3600)] == [
        "0 s",
        "59 s",
        "1 min",
        "3 h",
        "2 days",
    ]
