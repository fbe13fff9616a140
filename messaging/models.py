"""WhatsApp's own rows: bodies of webhooks as they came, our numbers, what only WhatsApp knows of a message, and what
customers see of staff besides messages."""

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inquiries.due import Due, DueQuerySet, due_index, failed_index


class WebhookEvent(Due):
    """One webhook body as it was received, once: Meta repeats a body until it gets a 200, and sometimes after it."""

    class State(models.TextChoices):
        RECEIVED = "RECEIVED", _("Received")
        PROCESSED = "PROCESSED", _("Processed")
        PERMANENTLY_FAILED = "PERMANENTLY_FAILED", _("Failed")

    TASKS: ClassVar[dict[str, str]] = {"RECEIVED": "messaging.ingest_event"}

    state = models.CharField(max_length=18, choices=State.choices, default=State.RECEIVED)
    body = models.BinaryField(help_text=_("The bytes that were signed."))
    sha256 = models.CharField(max_length=64, help_text=_("Of the body, hex."))
    size = models.PositiveIntegerField(help_text=_("Bytes"))
    received_at = models.DateTimeField(default=timezone.now)
    summary = models.CharField(max_length=200, blank=True, help_text=_("What was in it: counts and what was ignored."))

    objects = DueQuerySet["WebhookEvent"].as_manager()

    class Meta:
        verbose_name = _("webhook event")
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
        return _("Webhook %(id)s") % {"id": self.pk}


class WhatsAppNumber(models.Model):
    """A WhatsApp number of the agency. The first comes from the settings (numbers.py), more are added by hand."""

    phone_number_id = models.CharField(
        max_length=100,
        unique=True,
        validators=[
            RegexValidator(
                r"^\d{6,25}$",
                _("Digits only. It is Meta's id of the number, which stands beside it at WhatsApp, API Setup."),
            )
        ],
        help_text=_("Meta's id of the number, not the number: at Meta, WhatsApp, API Setup, below From."),
    )
    display_number = models.CharField(
        max_length=32, blank=True, help_text=_("As people write it; filled in by the first webhook or check.")
    )
    business_account_id = models.CharField(
        max_length=100,
        blank=True,
        validators=[RegexValidator(r"^\d+$", _("Digits only."))],
        help_text=_("Of WhatsApp (WABA), not of the portfolio; filled in by the first webhook."),
    )
    name = models.CharField(max_length=120, blank=True, help_text=_("What staff call it."))
    enabled = models.BooleanField(default=True, help_text=_("Not watched and not shown as a fault when off."))
    acknowledge = models.BooleanField(
        _("acknowledge new inquiries"),
        default=False,
        help_text=_("People who write for the first time get a short automatic answer in their language."),
    )
    never_to_openai = models.BooleanField(
        _("never to OpenAI"),
        default=False,
        help_text=_("What comes to this number is read by the rules in this house alone, also where OpenAI is set up."),
    )
    read_receipts = models.BooleanField(
        default=True, help_text=_("Customers see the blue ticks once somebody has opened the conversation.")
    )
    typing_indicator = models.BooleanField(
        default=True,
        help_text=_(
            "Customers see that somebody writes an answer. It marks their message as read as well, so without "
            "read receipts it is not sent."
        ),
    )
    last_webhook_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    # How much is heard on a day, to tell a silence from a quiet number: {"2026-11-26": 12}, the last days alone.
    heard_days = models.JSONField(default=dict, blank=True, editable=False)
    found_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text=_("A webhook named it, and nobody has said yet that it is ours."),
    )
    quality = models.CharField(max_length=20, blank=True, editable=False, help_text=_("Meta's rating of the number."))
    verified_name = models.CharField(max_length=200, blank=True, editable=False, help_text=_("What customers see."))
    status = models.CharField(max_length=40, blank=True, editable=False, help_text=_("Meta's word, CONNECTED if well."))
    messaging_limit = models.CharField(
        max_length=40, blank=True, editable=False, help_text=_("How many people may be written to first in 24 hours.")
    )
    subscribed = models.BooleanField(
        null=True, editable=False, help_text=_("Whether Meta sends us the account's webhooks; empty: it does not say.")
    )
    token_ends_at = models.DateTimeField(null=True, blank=True, editable=False)
    checked_at = models.DateTimeField(null=True, blank=True, editable=False, help_text=_("When Meta was last asked."))
    last_error = models.TextField(blank=True, editable=False, help_text=_("In plain words; empty while all is well."))
    failed_checks = models.PositiveSmallIntegerField(
        default=0, editable=False, help_text=_("How often in a row; what cannot mend itself counts at once in full.")
    )
    # Nothing is sent from here until then: Meta refuses everything (a token that expired) or asked for a pause.
    paused_until = models.DateTimeField(null=True, blank=True, editable=False)
    paused_reason = models.CharField(max_length=500, blank=True, editable=False)
    alarmed_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text=_("Since when people know that something is wrong with it.")
    )
    templates_synced_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text=_("When all templates of its business account were last fetched."),
    )
    templates_error = models.CharField(
        max_length=500, blank=True, editable=False, help_text=_("Why they could not be fetched the last time.")
    )

    class Meta:
        verbose_name = _("WhatsApp number")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name or self.display_number or self.phone_number_id


class RecipientPause(models.Model):
    """A person to whom Meta lets us write no more for now: too much in a short time. Gone with the next success."""

    number = models.CharField(max_length=100, help_text=_("Ours, by Meta's id."))
    recipient = models.CharField(max_length=64, help_text=_("SHA-256 of the address: the address itself is elsewhere."))
    until = models.DateTimeField()
    times = models.PositiveSmallIntegerField(default=1, help_text=_("In a row: each wait is four times the last one."))

    class Meta:
        verbose_name = _("WhatsApp pause")
        ordering = ["-until"]
        constraints = [models.UniqueConstraint(fields=["number", "recipient"], name="recipient_pause_once")]

    def __str__(self) -> str:
        return _("%(number)s waits until %(until)s") % {"number": self.number, "until": self.until}


class Signal(Due):
    """What a customer is to see of staff besides messages: that theirs was read, or that an answer is being typed."""

    class Kind(models.TextChoices):
        READ = "READ", pgettext_lazy("state of a message", "Read")
        TYPING = "TYPING", _("Typing")

    class State(models.TextChoices):
        WAITING = "WAITING", _("Waiting")
        SENT = "SENT", _("Sent")
        SKIPPED = "SKIPPED", _("Not sent")
        PERMANENTLY_FAILED = "PERMANENTLY_FAILED", _("Failed")

    TASKS: ClassVar[dict[str, str]] = {"WAITING": "messaging.send_signal"}

    message = models.ForeignKey("inquiries.Message", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    state = models.CharField(max_length=18, choices=State.choices, default=State.WAITING)
    asked_at = models.DateTimeField(default=timezone.now, help_text=_("When somebody read or wrote."))

    objects = DueQuerySet["Signal"].as_manager()

    class Meta:
        verbose_name = _("read or typing sign")
        verbose_name_plural = _("read and typing signs")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["message", "kind"], name="signal_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=["WAITING", "SENT", "SKIPPED", "PERMANENTLY_FAILED"]), name="signal_state"
            ),
        ]
        indexes = [due_index("signal_due"), failed_index("signal_failed")]

    def __str__(self) -> str:
        return _("%(kind)s sign %(id)s") % {"kind": self.get_kind_display(), "id": self.pk}


class WhatsAppMessage(models.Model):
    """What only WhatsApp knows of a message; made in the same transaction as the message itself."""

    message = models.OneToOneField(
        "inquiries.Message", on_delete=models.CASCADE, primary_key=True, related_name="whatsapp"
    )
    event = models.ForeignKey(WebhookEvent, on_delete=models.SET_NULL, null=True, blank=True, related_name="messages")
    type = models.CharField(max_length=40, blank=True, help_text=_("Meta's type, as it came."))
    payload = models.JSONField(default=dict, blank=True, help_text=_("The message as it came, endless values cut."))
    context_id = models.CharField(max_length=500, blank=True, help_text=_("Meta's id of the message that is answered."))
    forwarded = models.BooleanField(default=False)
    referral = models.JSONField(default=dict, blank=True, help_text=_("The advertisement that led to the chat."))
    emoji = models.CharField(max_length=64, blank=True, help_text=_("Of a reaction; empty: it was taken back."))
    target_id = models.CharField(
        max_length=500,
        blank=True,
        help_text=_("What a reaction, edit or deletion is about: Meta's id; of a changed number: the new one."),
    )
    edited_at = models.DateTimeField(null=True, blank=True, help_text=_("The sender wrote it anew; see the edit."))
    revoked_at = models.DateTimeField(null=True, blank=True, help_text=_("The sender deleted it; we keep it."))

    class Meta:
        verbose_name = _("WhatsApp message")
        indexes = [
            models.Index(fields=["target_id"], name="whatsapp_message_target", condition=~models.Q(target_id="")),
            models.Index(fields=["context_id"], name="whatsapp_message_context", condition=~models.Q(context_id="")),
        ]

    def __str__(self) -> str:
        return f"WhatsApp {self.type} {self.pk}"


class WhatsAppTemplate(models.Model):
    """A text that Meta has approved or not, in one language. Written by templates_sync.py and by Meta's webhook; staff
    say what it is called and where its blanks are filled from."""

    business_account_id = models.CharField(max_length=100)
    name = models.CharField(max_length=512, help_text=_("Meta's."))
    language = models.CharField(max_length=20, help_text=_("As Meta writes it: es, pt_BR."))
    title = models.CharField(
        max_length=120, blank=True, help_text=_("What staff call it; empty: Meta's name in words.")
    )
    category = models.CharField(max_length=40, blank=True)
    status = models.CharField(max_length=40, blank=True, help_text=_("Meta's word."))
    status_at = models.DateTimeField(null=True, blank=True, help_text=_("Since when, by Meta's webhook."))
    reason = models.CharField(max_length=200, blank=True, help_text=_("Why Meta rejected or paused it."))
    quality = models.CharField(max_length=20, blank=True)
    parameter_format = models.CharField(max_length=20, blank=True, help_text=_("NAMED or POSITIONAL."))
    components = models.JSONField(default=list, blank=True, help_text=_("As Meta gave them."))
    blanks = models.JSONField(
        default=dict,
        blank=True,
        help_text=_('What staff say of blanks: {"body.1": {"label": "Name", "source": "agent"}}.'),
    )
    synced_at = models.DateTimeField(default=timezone.now, help_text=_("When Meta last listed it."))
    removed_at = models.DateTimeField(null=True, blank=True, help_text=_("Since when Meta has not listed it any more."))

    class Meta:
        verbose_name = _("WhatsApp template")
        ordering = ["name", "language"]
        constraints = [
            models.UniqueConstraint(fields=["business_account_id", "name", "language"], name="whatsapp_template_once")
        ]

    def __str__(self) -> str:
        return self.title or self.name.replace("_", " ").strip().capitalize()
