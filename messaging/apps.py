from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def schedule_forgetting(using: str, **_: Any) -> None:
    from inquiries import schedule
    from messaging import retention

    schedule.ensure("Old webhooks", "messaging.forget", retention.EVERY, using=using)


def schedule_templates(using: str, **_: Any) -> None:
    from django.conf import settings

    from inquiries import schedule

    schedule.ensure("WhatsApp templates", "messaging.sync_templates", settings.TEMPLATES_SYNC_EVERY, using=using)


def schedule_watch(using: str, **_: Any) -> None:
    from inquiries import schedule
    from messaging import checkup

    schedule.ensure("WhatsApp numbers", "messaging.watch", checkup.EVERY, using=using)


class MessagingConfig(AppConfig):
    name = "messaging"
    verbose_name = _("WhatsApp")

    def ready(self) -> None:
        from inquiries import column_words
        from messaging import numbers

        column_words.translate(self)
        # The row needs its table, so it is made after the migrations and not in one: settings may change later.
        post_migrate.connect(numbers.seed, sender=self)
        post_migrate.connect(schedule_forgetting, sender=self)
        post_migrate.connect(schedule_templates, sender=self)
        post_migrate.connect(schedule_watch, sender=self)
