from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from inquiries.due import Due, DueQuerySet, due_index, failed_index


class Export(Due):
    """A list of inquiries that is written to a file while its maker does something else; kept for a week.

    `query`: the address of the list, from which it is read again when its turn comes. `file`: its name in the storage,
    noted before the bytes are there, so that what a dead worker left is found and taken away.
    """

    class State(models.TextChoices):
        RUNNING = "RUNNING", _("Being prepared")
        DONE = "DONE", _("Ready")
        CANCELLED = "CANCELLED", _("Cancelled")
        EXPIRED = "EXPIRED", _("Not kept any longer")
        PERMANENTLY_FAILED = "PERMANENTLY_FAILED", _("Failed")

    class Format(models.TextChoices):
        XLSX = "xlsx", _("Excel")
        CSV = "csv", _("CSV")

    TASKS: ClassVar[dict[str, str]] = {
        "RUNNING": "inquiries.write_export",
        "DONE": "inquiries.expire_export",  # due when its time is over
    }

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="exports")
    state = models.CharField(max_length=18, choices=State.choices, default=State.RUNNING)
    query = models.TextField(blank=True)
    format = models.CharField(max_length=4, choices=Format.choices)
    columns = models.JSONField(default=list, help_text=_("Names of the columns, in their order."))
    total = models.PositiveIntegerField(default=0, help_text=_("Rows that the list had when it was asked for."))
    done = models.PositiveIntegerField(default=0)
    file = models.CharField(max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0, help_text=_("Bytes"))
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = DueQuerySet["Export"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["RUNNING", "DONE", "CANCELLED", "EXPIRED", "PERMANENTLY_FAILED"]),
                name="export_state",
            ),
            models.CheckConstraint(condition=models.Q(format__in=["xlsx", "csv"]), name="export_format"),
        ]
        indexes = [
            models.Index(fields=["actor", "-id"], name="export_of_person"),
            due_index("export_due"),
            failed_index("export_failed"),
        ]

    def __str__(self) -> str:
        return _("Export %(id)s") % {"id": self.pk}

    def get_absolute_url(self) -> str:
        return reverse("export_job", args=[self.pk])
