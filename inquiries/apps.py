from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def schedule_sweeper(using: str, **_: Any) -> None:
    from django.conf import settings

    from inquiries import schedule

    schedule.ensure(schedule.SWEEPER, "inquiries.sweep", settings.SWEEP_EVERY, using=using)
    schedule.ensure("Files not to be kept", "inquiries.expire_files", settings.EXPIRE_EVERY, using=using)
    schedule.ensure("Sessions that are over", "inquiries.forget_sign_ins", settings.EXPIRE_EVERY, using=using)
    schedule.ensure("Drafts left behind", "inquiries.expire_drafts", settings.EXPIRE_EVERY, using=using)


def schedule_forgetting(using: str, **_: Any) -> None:
    from inquiries import receipts, schedule

    schedule.ensure("Old delivery reports", "inquiries.forget_early_reports", receipts.FORGET_EVERY, using=using)


class InquiriesConfig(AppConfig):
    name = "inquiries"
    verbose_name = _("Inquiries")

    def ready(self) -> None:
        from inquiries import (
            acknowledgment_texts,
            assignment,
            column_words,
            hours,
            lost_reasons,
            question_texts,
            roles,
            targets,
        )
        from inquiries import sign_ins as _its_receivers  # noqa: F401

        column_words.translate(self)
        # Permissions and beat's tables exist only after every app has migrated, so this is no migration's work.
        post_migrate.connect(roles.ensure_groups, sender=self)
        post_migrate.connect(schedule_sweeper, sender=self)
        post_migrate.connect(schedule_forgetting, sender=self)
        post_migrate.connect(acknowledgment_texts.ensure_texts, sender=self)
        post_migrate.connect(question_texts.ensure_texts, sender=self)
        post_migrate.connect(hours.ensure_default, sender=self)
        post_migrate.connect(targets.ensure_default, sender=self)
        post_migrate.connect(assignment.ensure_default, sender=self)
        post_migrate.connect(lost_reasons.ensure_default, sender=self)
