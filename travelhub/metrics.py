"""/metrics for Prometheus: gauges computed from the rows when asked, and the counters of all processes of this machine.

The rows are the truth, so every web process of every machine gives the same gauges. Counters and histograms (webhooks
by outcome, how long vendors take, …) live in files of METRICS_DIR, one a process (metrics_files.py).
"""

import hmac
from collections.abc import Iterator

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import InfoMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from inquiries import credentials, stats
from inquiries.models import Assist, Extraction, Heartbeat
from travelhub import metrics_files, metrics_rows
from travelhub.metrics_rows import gauge as _gauge

LOOPBACK = {"127.0.0.1", "::1"}


class RowCollector(Collector):
    """What the rows say now."""

    def collect(self) -> Iterator[Metric]:
        yield InfoMetricFamily("travelhub_build", "The running version", value={"version": settings.VERSION})
        yield from _counts()
        yield from _due()
        yield _heartbeats()
        yield from _extraction()
        yield _assists()
        yield from metrics_rows.families()

    def describe(self) -> list[Metric]:
        return []  # no query when the registry is built


def _counts() -> Iterator[Metric]:
    """The numbers of `manage.py counts` as gauges: inquiries, messages, and every other class of work by state."""
    counts = stats.counts()
    inquiries = _gauge("inquiries", "Inquiries that are not parked, by status", ["status"])
    parked = _gauge("parked_inquiries", "Parked machine mail by reason", ["reason"])
    messages = _gauge("messages", "Messages", ["channel", "direction", "state"])
    rows = _gauge("rows", "Rows of every other class of work, and dead letters", ["kind", "state"])
    for status, count in counts.pop("inquiries").items():
        inquiries.add_metric([status], count)
    for reason, count in counts.pop("parked").items():
        parked.add_metric([reason], count)
    for channel, directions in counts.pop("messages").items():
        for direction, states in directions.items():
            for state, count in states.items():
                messages.add_metric([channel, direction, state], count)
    for kind, states in counts.items():
        for state, count in states.items():
            rows.add_metric([kind, state], count)
    yield from (inquiries, parked, messages, rows)


def _due() -> Iterator[Metric]:
    """What is due now; a healthy installation has an age of seconds everywhere, and 0 where nothing is due."""
    rows = _gauge("due_rows", "Rows that are due now", ["kind", "task"])
    age = _gauge("oldest_due_age_seconds", "How long the oldest due row has waited", ["kind", "task"])
    now = timezone.now()
    for waiting in stats.oldest_due():
        labels = [waiting.label, waiting.task]
        rows.add_metric(labels, waiting.count)
        age.add_metric(labels, (now - waiting.oldest).total_seconds() if waiting.oldest else 0)
    yield from (rows, age)


def _heartbeats() -> Metric:
    gauge = _gauge("heartbeat_age_seconds", "Since worker or scheduler last showed that it lives", ["process"])
    now = timezone.now()
    for name, at in Heartbeat.objects.values_list("name", "at"):
        gauge.add_metric([name], (now - at).total_seconds())
    return gauge


def _extraction() -> Iterator[Metric]:
    runs = _gauge("extraction_runs", "Runs of the engines", ["engine", "outcome"])
    tokens = _gauge("extraction_tokens", "Tokens used by the engines", ["engine", "direction"])
    cost = _gauge("extraction_cost_dollars", "What the engines cost, US dollars, as far as known", ["engine"])
    totals = Extraction.objects.values("engine").annotate(
        failed=Count("id", filter=~Q(error="")),
        every=Count("id"),
        tokens_in_sum=Sum("tokens_in"),
        tokens_out_sum=Sum("tokens_out"),
        cost_sum=Sum("cost"),
    )
    for total in totals:
        engine = total["engine"]
        runs.add_metric([engine, "read"], total["every"] - total["failed"])
        runs.add_metric([engine, "failed"], total["failed"])
        tokens.add_metric([engine, "in"], total["tokens_in_sum"])
        tokens.add_metric([engine, "out"], total["tokens_out_sum"])
        cost.add_metric([engine], float(total["cost_sum"] or 0))
    yield from (runs, tokens, cost)


def _assists() -> Metric:
    cost = _gauge("assist_cost_dollars", "What drafts, translations and the like cost, US dollars, as known", ["kind"])
    for kind, paid in Assist.objects.order_by().values_list("kind").annotate(paid=Sum("cost")):
        cost.add_metric([kind], float(paid or 0))
    return cost


@csrf_exempt  # only read; it lets the short way of WebhookMiddleware take it
@login_not_required
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """With METRICS_TOKEN to its bearer; without one to this machine only."""
    if not _may_read(request):
        return HttpResponseForbidden("Give METRICS_TOKEN as a bearer token.\n", content_type="text/plain")
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(settings.METRICS_DIR))  # type: ignore[no-untyped-call]
    registry.register(RowCollector())
    # Labels are names that dashboards look for.
    with override(settings.LANGUAGE_CODE), metrics_files.settled(settings.METRICS_DIR):
        return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _may_read(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {credentials.current('METRICS_TOKEN')}".encode())
    # A proxy on this machine is a loopback client too; what it forwards for others carries this header.
    return request.META.get("REMOTE_ADDR") in LOOPBACK and "X-Forwarded-For" not in request.headers
