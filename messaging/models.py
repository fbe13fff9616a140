"""WhatsApp's own rows: bodies of webhooks as they came, our numbers, and what only WhatsApp knows of a message."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from inquiries.due import Due, DueQuerySet, due_index, failed_index


class WebhookEvent(Due):
    """One webhook body as it was received, once: Meta repeats a body until it gets a 200, and sometimes after it."""

    class State(models.TextChoices):
        RECEIVED = "RECEIVED", "Received"
        PROCESSED = "PROCESSED", "Processed"
        PERMANENTLY_FAILED = "PERMANENTLY_FAILED", "Failed"

    TASKS: ClassVar[dict[str, str]] = {"RECEIVED": "messaging.ingest_event"}

    state = models.CharField(max_length=18, choices=State.choices, default=State.RECEIVED)
    body = models.BinaryField(help_text="The bytes that were signed.")
    sha256 = models.CharField(max_length=64, help_text="Of the body, hex.")
    size = models.PositiveIntegerField(help_text="Bytes")
    received_at = models.DateTimeField(default=timezone.now)
    summary = models.CharField(max_length=200, blank=True, help_text="What was in it: counts and what was ignored.")

    objects = DueQuerySet["WebhookEvent"].as_manager()

    class Meta:
        verbose_name = "webhook event"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["sha256"], name="webhook_event_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=["RECEIVED", "PROCESSED", "PERMANENTLY_FAILED"]),
                name="webhook_event_state",
            ),
        ]
        indexes = [due_index("webhook_event_due"), failed_index("webhook_event_failed")]

    def __str__(self) -> str:
        return f"Webhook {self.pk}"


class WhatsAppNumber(models.Model):
    """A WhatsApp number of the agency. The first comes from the settings (numbers.py), more are added by hand."""

    phone_number_id = models.CharField(
        max_length=100, unique=True, help_text="Meta's id of the number, not the number."
    )
    display_number = models.CharField(max_length=32, blank=True, help_text="As people write it.")
    business_account_id = models.CharField(max_length=100, blank=True)
    name = models.CharField(max_length=120, blank=True, help_text="What staff call it.")
    enabled = models.BooleanField(default=True, help_text="Not watched and not shown as a fault when off.")
    acknowledge = models.BooleanField(
        "acknowledge new inquiries",
        default=False,
        help_text="People who write for the first time get a short automatic answer in their language.",
    )
    read_receipts = models.BooleanField(
        default=True, help_text="Customers see the blue ticks once somebody has opened the conversation."
    )
    typing_indicator = models.BooleanField(default=True, help_text="Customers see that somebody writes an answer.")
    last_webhook_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    quality = models.CharField(max_length=20, blank=True, editable=False, help_text="Meta's rating of the number.")
    checked_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="When Meta was last asked.")
    last_error = models.TextField(blank=True, editable=False, help_text="In plain words; empty while all is well.")
    # Nothing is sent from here until then: Meta refuses everything (a token that expired) or asked for a pause.
    paused_until = models.DateTimeField(null=True, blank=True, editable=False)
    paused_reason = models.CharField(max_length=500, blank=True, editable=False)
    alarmed_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="Since when people know that the number is silent."
    )

    class Meta:
        verbose_name = "WhatsApp number"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name or self.display_number or self.phone_number_id


class RecipientPause(models.Model):
    """A person to whom Meta lets us write no more for now: too much in a short time. Gone with the next success."""

    number = models.CharField(max_length=100, help_text="Ours, by Meta's id.")
    recipient = models.CharField(max_length=64, help_text="SHA-256 of the address: the address itself is elsewhere.")
    until = models.DateTimeField()
    times = models.PositiveSmallIntegerField(default=1, help_text="In a row: each wait is four times the last one.")

    class Meta:
        verbose_name = "WhatsApp pause"
        ordering = ["-until"]
        constraints = [models.UniqueConstraint(fields=["number", "recipient"], name="recipient_pause_once")]

    def __str__(self) -> str:
        return f"{self.number} waits until {self.until}"


class WhatsAppMessage(models.Model):
    """What only WhatsApp knows of a message; made in the same transaction as the message itself."""

    message = models.OneToOneField(
        "inquiries.Message", on_delete=models.CASCADE, primary_key=True, related_name="whatsapp"
    )
    event = models.ForeignKey(WebhookEvent, on_delete=models.SET_NULL, null=True, blank=True, related_name="messages")
    type = models.CharField(max_length=40, blank=True, help_text="Meta's type, as it came.")
    payload = models.JSONField(default=dict, blank=True, help_text="The message as it came, endless values cut.")
    context_id = models.CharField(max_length=500, blank=True, help_text="Meta's id of the message that is answered.")
    forwarded = models.BooleanField(default=False)
    referral = models.JSONField(default=dict, blank=True, help_text="The advertisement that led to the chat.")
    emoji = models.CharField(max_length=64, blank=True, help_text="Of a reaction; empty: it was taken back.")
    target_id = models.CharField(
        max_length=500,
        blank=True,
        help_text="What a reaction, edit or deletion is about: Meta's id; of a changed number: the new one.",
    )
    edited_at = models.DateTimeField(null=True, blank=True, help_text="The sender wrote it anew; see the edit.")
    revoked_at = models.DateTimeField(null=True, blank=True, help_text="The sender deleted it; we keep it.")

    class Meta:
        verbose_name = "WhatsApp message"
        indexes = [
            models.Index(fields=["target_id"], name="whatsapp_message_target", condition=~models.Q(target_id=""))
        ]

    def __str__(self) -> str:
        return f"WhatsApp {self.type} {self.pk}"
