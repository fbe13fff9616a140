"""How the machinery is: database, migrations, broker, worker and scheduler. Each answer is one line for people.

Shared by the work page, /health/ready and `doctor`, so that the three never disagree. Nothing here raises.
"""

import os
import time
from datetime import datetime, timedelta

from celery import current_app
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from inquiries.channels import HealthLine
from inquiries.models import Heartbeat

FRESH = timedelta(seconds=45)  # the sweeper runs every 10 s; four rounds may be missed before anybody worries
BROKER_PATIENCE = 2  # seconds

_known_migrated: set[str] = set()  # databases found complete; code that runs does not grow new migrations


def database() -> HealthLine:
    started = time.monotonic()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except Exception as error:
        return _silent(error)
    return _answers(started)


def _silent(error: Exception) -> HealthLine:
    text = _("Does not answer (%(error)s). Is it running, and DATABASE_URL right?") % {"error": type(error).__name__}
    return HealthLine(_("Database"), False, text)


def _answers(started: float) -> HealthLine:
    return HealthLine(
        _("Database"),
        True,
        _("%(name)s answers in %(span)s.") % {"name": connection.display_name, "span": _milliseconds(started)},
    )


def migrations() -> HealthLine:
    if connection.alias in _known_migrated:
        return HealthLine(_("Migrations"), True, _("All applied."))
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Exception as error:
        return HealthLine(_("Migrations"), False, _("Cannot be read (%(error)s).") % {"error": type(error).__name__})
    if missing:
        return HealthLine(
            _("Migrations"), False, _("%(count)s are not applied. Run manage.py migrate.") % {"count": len(missing)}
        )
    _known_migrated.add(connection.alias)
    return HealthLine(_("Migrations"), True, _("All applied."))


def broker() -> HealthLine:
    started = time.monotonic()
    try:
        with current_app.connection_for_write() as broker_connection:
            name = broker_connection.transport.driver_name
            broker_connection.ensure_connection(max_retries=1, timeout=BROKER_PATIENCE, interval_start=0)
    except Exception as error:
        text = _("Does not answer (%(error)s). Nothing is lost, but work waits until it does.") % {
            "error": type(error).__name__
        }
        return HealthLine(_("Broker"), False, text)
    folder = settings.CELERY_BROKER_TRANSPORT_OPTIONS.get("data_folder_in")
    if folder and not os.access(folder, os.W_OK | os.X_OK):
        return HealthLine(_("Broker"), False, _("The folder %(folder)s cannot be written.") % {"folder": folder})
    return HealthLine(
        _("Broker"),
        True,
        _("%(name)s answers in %(span)s.") % {"name": BROKER_NAMES.get(name, name), "span": _milliseconds(started)},
    )


BROKER_NAMES = {
    "redis": "Redis",
    "filesystem": gettext_lazy("The folder under var/"),
    "memory": gettext_lazy("The broker in memory"),
}


def heartbeats(now: datetime | None = None) -> list[HealthLine]:
    """Worker and scheduler, both always: one that never ran has no row."""
    return living(now)[:-1]


def living(now: datetime | None = None) -> list[HealthLine]:
    """Worker and scheduler, and the database by how long it takes to tell of them: one question in all."""
    now = now or timezone.now()
    started = time.monotonic()
    try:
        seen = dict(Heartbeat.objects.values_list("name", "at"))
    except Exception as error:
        gone = HealthLine(
            _("Worker"),
            False,
            _("Unknown: the database does not answer (%(error)s).") % {"error": type(error).__name__},
        )
        return [gone, _silent(error)]
    answers = _answers(started)
    return [*(_heartbeat(Heartbeat.Name(name), seen.get(name), now) for name in Heartbeat.Name.values), answers]


def _heartbeat(name: Heartbeat.Name, at: datetime | None, now: datetime) -> HealthLine:
    label = str(name.label)
    if at is None:
        return HealthLine(
            label, False, _("Never seen. Is make run, or the %(process)s, running?") % {"process": label.lower()}
        )
    if now - at > FRESH:
        return HealthLine(
            label,
            False,
            _("No sign for %(span)s: is make run, or the %(process)s, running?")
            % {"span": span(now - at), "process": label.lower()},
        )
    words = _("Last asked for a sweep %(span)s ago.") if name == Heartbeat.Name.BEAT else _("Last swept %(span)s ago.")
    return HealthLine(label, True, words % {"span": span(now - at)})


def everything() -> list[HealthLine]:
    return [database(), migrations(), broker(), *heartbeats()]


def span(length: timedelta) -> str:
    """A length of time in its largest unit that says something: "6 s", "4 min", "3 h", "2 days"."""
    seconds = max(int(length.total_seconds()), 0)
    if seconds < 60:
        return _("%(count)s s") % {"count": seconds}
    if seconds < 3600:
        return _("%(count)s min") % {"count": seconds // 60}
    if seconds < 2 * 86400:
        return _("%(count)s h") % {"count": seconds // 3600}
    return ngettext("%(count)d day", "%(count)d days", seconds // 86400) % {"count": seconds // 86400}


def _milliseconds(started: float) -> str:
    elapsed = (time.monotonic() - started) * 1000
    return _("%(count)s ms") % {"count": f"{elapsed:.0f}"} if elapsed >= 1 else _("under 1 ms")
