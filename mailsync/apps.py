from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def schedule_poll(using: str, **_: Any) -> None:
    from django.conf import settings

    from inquiries import schedule

    schedule.ensure("Mailboxes", "mailsync.poll", settings.MAIL_POLL_EVERY, using=using)


class MailsyncConfig(AppConfig):
    name = "mailsync"
    verbose_name = _("Mail")

    def ready(self) -> None:
        from inquiries import column_words

        column_words.translate(self)
        post_migrate.connect(schedule_poll, sender=self)
