"""Families of /metrics that tell how the work goes: what fails and why, how the lines to the vendors are, who waits.

Mailboxes and numbers go by the key of their row, and causes by their code: no address and nobody's words.
"""

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db.models import Count
from django.utils import timezone
from prometheus_client.core import GaugeMetricFamily, Metric

from inquiries import blobs, channels, doorbell, stats
from inquiries.due import PERMANENTLY_FAILED
from inquiries.extraction import budget
from inquiries.models import Answer, Message
from mailsync import mailboxes
from mailsync.models import Mailbox
from messaging import checkup
from messaging.models import WhatsAppNumber

_DAY = timedelta(days=1)
_QUANTILES = (0.5, 0.9)
WINDOW_SHUT = ("too_late", "131047")  # what a reply failed of that came after a customer's 24 hours: our word, Meta's


def families() -> Iterator[Metric]:
    yield from _broker()
    yield from _tried_again()
    yield from _failures()
    yield from _mailboxes()
    yield from _numbers()
    yield from _first_answers()
    yield from _limits()


def gauge(name: str, text: str, labels: list[str] | None = None) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"travelhub_{name}", text, labels=labels or [])


def _broker() -> Iterator[Metric]:
    """Rings, not work: a queue that grows says that too few workers take from it."""
    lengths = doorbell.waiting()
    up = gauge("broker_up", "Whether the broker answers")
    up.add_metric([], float(bool(lengths)))
    rings = gauge("ringing_tasks", "Rings that wait in the broker", ["queue"])
    for queue, length in lengths.items():
        rings.add_metric([queue], length)
    yield from (up, rings)


def _tried_again() -> Iterator[Metric]:
    rows = gauge("retrying_rows", "Rows that failed and are tried again by themselves", ["kind"])
    attempts = gauge("most_attempts", "Attempts of the row among them that has most", ["kind"])
    for kind, count, most in stats.retrying():
        rows.add_metric([kind], count)
        attempts.add_metric([kind], most)
    yield from (rows, attempts)


def _failures() -> Iterator[Metric]:
    failed = gauge("failed_messages", "Messages that need a person", ["channel", "direction", "state", "cause"])
    late = gauge("window_expired_replies", "Replies that were not delivered since a customer's 24 hours were over")
    rows = Message.objects.filter(state__in=[PERMANENTLY_FAILED, Message.State.UNCONFIRMED]).order_by()
    too_late = 0
    for *labels, count in rows.values_list("channel", "direction", "state", "error_code").annotate(Count("pk")):
        failed.add_metric([*labels[:3], labels[3] or "unknown"], count)
        too_late += count if labels[3] in WINDOW_SHUT else 0
    late.add_metric([], too_late)
    yield from (failed, late)


def _mailboxes() -> Iterator[Metric]:
    age = gauge("mailbox_fetch_age_seconds", "Since Microsoft last gave us anything of a mailbox", ["mailbox"])
    failing = gauge("mailbox_failing", "1 while nothing can be fetched", ["mailbox"])
    now = timezone.now()
    for row in Mailbox.objects.filter(enabled=True) if mailboxes.ready() else ():
        heard = max(filter(None, [row.last_page_at, row.last_synced_at, row.created_at]))
        age.add_metric([str(row.pk)], (now - heard).total_seconds())
        failing.add_metric([str(row.pk)], float(bool(row.failing_since)))
    yield from (age, failing)


def _numbers() -> Iterator[Metric]:
    age = gauge("number_heard_age_seconds", "Since Meta last posted anything of a WhatsApp number", ["number"])
    stopped = gauge("number_stopped", "1 while a number cannot send, or Meta says that it is not well", ["number"])
    now = timezone.now()
    for row in WhatsAppNumber.objects.filter(enabled=True):
        if row.last_webhook_at:
            age.add_metric([str(row.pk)], (now - row.last_webhook_at).total_seconds())
        paused = row.paused_until is not None and row.paused_until > now
        stopped.add_metric([str(row.pk)], float(paused or row.failed_checks >= checkup.SURE))
    yield from (age, stopped)


def _first_answers() -> Iterator[Metric]:
    """Of the last day, by the clock and within opening hours. No quantile where nobody was answered."""
    seconds = gauge("first_answer_seconds", "How long customers waited for the first answer", ["hours", "quantile"])
    count = gauge("first_answers", "First answers of the last 24 hours")
    answers = Answer.objects.filter(first=True, answered_at__gte=timezone.now() - _DAY)
    waits = list(answers.values_list("seconds", "open_seconds"))
    count.add_metric([], len(waits))
    for hours, values in (("all", [wait for wait, _ in waits]), ("open", [wait for _, wait in waits])):
        ranked = sorted(values)
        for quantile in _QUANTILES if ranked else ():
            seconds.add_metric([hours, str(quantile)], ranked[min(int(len(ranked) * quantile), len(ranked) - 1)])
    yield from (seconds, count)


def _limits() -> Iterator[Metric]:
    """What runs out: money, disk, patience."""
    cost = gauge("openai_cost_today_dollars", "What OpenAI has cost since midnight, as far as known")
    cost.add_metric([], float(budget.spent_today()))
    limit = gauge("openai_daily_limit_dollars", "OPENAI_DAILY_LIMIT_USD; 0: none")
    limit.add_metric([], float(settings.OPENAI_DAILY_LIMIT_USD))
    free = gauge("files_free_bytes", "Free space where files of customers are kept")
    free.add_metric([], blobs.free_bytes())
    alarms = gauge("alarms", "Alarms that every page of the desk shows now")
    alarms.add_metric([], len(channels.alarms()))
    yield from (cost, limit, free, alarms)
