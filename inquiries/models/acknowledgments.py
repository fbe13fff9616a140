from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from inquiries.due import Due, DueQuerySet, due_index, failed_index
from inquiries.models.inquiries import Inquiry
from inquiries.models.messages import Message


class AcknowledgmentText(models.Model):
    """What an acknowledgment says in one language; without an account for all mailboxes, else for that one.

    The shipped texts are laid here after migrating, once: what staff change or switch off stays so.
    """

    PLACEHOLDERS: ClassVar[tuple[str, ...]] = ("{name}", "{reference}", "{agency}")

    language = models.CharField(max_length=12, help_text="Two letters: en, de, fr ...")
    account = models.CharField("mailbox", max_length=255, blank=True, help_text="Its address; empty: all mailboxes.")
    enabled = models.BooleanField(default=True, help_text="Off: nobody gets one in this language, not even in English.")
    subject = models.CharField(max_length=200)
    text = models.TextField(help_text="{name}, {reference} and {agency} are filled in.")

    class Meta:
        ordering = ["language", "account"]
        constraints = [models.UniqueConstraint(fields=["language", "account"], name="acknowledgment_text_once")]

    def __str__(self) -> str:
        return f"{self.language} {self.account}".strip()

    def clean(self) -> None:
        self.language, self.account = self.language.strip().lower(), self.account.strip().lower()
        for field in ("subject", "text"):
            left = getattr(self, field)
            for known in self.PLACEHOLDERS:
                left = left.replace(known, "")
            if "{" in left or "}" in left:
                raise ValidationError({field: f"Only {', '.join(self.PLACEHOLDERS)} can be filled in."})


class Acknowledgment(Due):
    """Whether an inquiry was, is to be, or was not acknowledged: one row an inquiry, so that nobody gets two."""

    class State(models.TextChoices):
        WAITING = "WAITING", "To be sent"
        SENT = "SENT", "Handed to sending"
        SKIPPED = "SKIPPED", "Not sent"
        PERMANENTLY_FAILED = "PERMANENTLY_FAILED", "Failed"

    TASKS: ClassVar[dict[str, str]] = {"WAITING": "inquiries.acknowledge"}

    inquiry = models.OneToOneField(Inquiry, on_delete=models.CASCADE, related_name="acknowledgment")
    answers = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")
    message = models.ForeignKey(
        Message, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", help_text="What was sent."
    )
    state = models.CharField(max_length=18, choices=State.choices, default=State.WAITING)
    address = models.CharField(max_length=320, help_text="Normalised: an address gets few a day.")
    reason = models.CharField(max_length=200, blank=True, help_text="Why not, in plain words.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = DueQuerySet["Acknowledgment"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["WAITING", "SENT", "SKIPPED", "PERMANENTLY_FAILED"]),
                name="acknowledgment_state",
            )
        ]
        indexes = [
            models.Index(fields=["address", "created_at"], name="acknowledgment_address"),
            due_index("acknowledgment_due"),
            failed_index("acknowledgment_failed"),
        ]

    def __str__(self) -> str:
        return f"Acknowledgment of {self.inquiry.reference}"
