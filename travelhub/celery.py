"""The Celery application: the doorbell. What is due stands in the rows (inquiries/due.py)."""

import logging.config
import os
from typing import Any

import structlog
from celery import Celery
from celery.signals import celeryd_init, setup_logging, task_postrun, worker_ready
from django.conf import settings
from django.dispatch import receiver
from django_structlog.celery.signals import bind_extra_task_metadata
from django_structlog.celery.steps import DjangoStructLogInitStep

from travelhub import metrics_files, queues, secret_sources

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "travelhub.settings")

logger = structlog.get_logger(__name__)

app = Celery("travelhub")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["inquiries.work", "inquiries.desk", "mailsync", "messaging"])
app.steps["worker"].add(DjangoStructLogInitStep)


@setup_logging.connect
def use_our_logs(**_: Any) -> None:
    """Worker and beat write the product's lines, not Celery's (https://django-structlog.readthedocs.io/en/latest/celery.html)."""
    logging.config.dictConfig(settings.LOGGING)


@celeryd_init.connect
def log_what_the_worker_says(**_: Any) -> None:
    """Told to stop, Celery writes plain words after an empty line, past the log (`safe_say`)."""
    from celery.apps import worker

    worker.safe_say = _say  # type: ignore[attr-defined]  # the stubs do not know it


def _say(words: str, _stream: Any = None) -> None:
    logger.info("worker_says", words=words)


@worker_ready.connect
def add_up_counts(**_: Any) -> None:
    """Where nobody asks for /metrics too, the files of ended processes must not become more and more."""
    with metrics_files.settled(settings.METRICS_DIR):
        pass


@task_postrun.connect
def tend_secrets(**_: Any) -> None:
    """The worker is never idle for long (the sweeper), so a token of Vault's lives on while nobody needs a secret."""
    secret_sources.process.tend()


@receiver(bind_extra_task_metadata)
def bind_task(task: Any, **_: Any) -> None:
    """The task's name and the id that it was given, under the name of what it is: every line of the task has both."""
    name, args = queues.IDS.get(task.name), task.request.args
    ids = {name: args[0]} if name and args else {}
    structlog.contextvars.bind_contextvars(task=task.name, **ids)
