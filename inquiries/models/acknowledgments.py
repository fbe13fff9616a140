from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from inquiries.due import Due, DueQuerySet, due_index, failed_index
from inquiries.models.inquiries import Inquiry
from inquiries.models.messages import Message


class AcknowledgmentText(models.Model):
    """What an acknowledgment says in one language on one channel, while somebody is there or (`closed`) nobody is.

    Without an account for all mailboxes or numbers, else for that one. The shipped texts are laid here after migrating,
    once: what staff change or switch off stays so.
    """

    class Channel(models.TextChoices):
        EMAIL = "email", "Mail"
        WHATSAPP = "whatsapp", "WhatsApp"

    PLACEHOLDERS: ClassVar[tuple[str, ...]] = ("{name}", "{reference}", "{agency}")
    OPENS = "{opens}"
    CHAT_LIMIT = 4000  # characters, so that a chat takes it when it is filled in

    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    closed = models.BooleanField(
        "outside opening hours", default=False, help_text="Sent while nobody is there; off: while somebody is."
    )
    language = models.CharField(max_length=12, help_text="Two letters: en, de, fr ...")
    account = models.CharField(
        max_length=255, blank=True, help_text="A mailbox or number that says it in its own words; empty: all of them."
    )
    enabled = models.BooleanField(default=True, help_text="Off: nobody gets one in this language at these hours.")
    subject = models.CharField(max_length=200, blank=True, help_text="Of a mail; a chat has none.")
    text = models.TextField(
        help_text="{name}, {reference} and {agency} are filled in, and outside opening hours {opens}: when you open "
        "again, in the customer's language."
    )

    class Meta:
        ordering = ["channel", "language", "closed", "account"]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "language", "closed", "account"], name="acknowledgment_text_one_each"
            )
        ]

    def __str__(self) -> str:
        hours = ", closed" if self.closed else ""
        return f"{self.get_channel_display()} {self.language}{hours} {self.account}".strip()

    def clean(self) -> None:
        self.language, self.account = self.language.strip().lower(), self.account.strip().lower()
        if self.channel == self.Channel.EMAIL and not self.subject:
            raise ValidationError({"subject": "A mail needs one."})
        if self.channel == self.Channel.WHATSAPP and len(self.text) > self.CHAT_LIMIT:
            raise ValidationError({"text": f"A chat takes {self.CHAT_LIMIT:,} characters at most."})
        known = (*self.PLACEHOLDERS, self.OPENS) if self.closed else self.PLACEHOLDERS
        for field in ("subject", "text"):
            self._check_placeholders(field, known)

    def _check_placeholders(self, field: str, known: tuple[str, ...]) -> None:
        left = getattr(self, field)
        for placeholder in known:
            left = left.replace(placeholder, "")
        if "{" in left or "}" in left:
            only = f"Only {', '.join(known)} can be filled in"
            hint = "" if self.closed or self.OPENS not in left else "; {opens} outside opening hours alone"
            raise ValidationError({field: f"{only}{hint}."})


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
