"""The Celery application: the doorbell. What is due stands in the rows (inquiries/due.py)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "travelhub.settings")

app = Celery("travelhub")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["inquiries.work", "mailsync", "messaging"])
