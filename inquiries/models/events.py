from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from inquiries.models.inquiries import Inquiry
from inquiries.models.messages import Message


class Event(models.Model):
    """Who did what, when. Also exports, reveals and deletions, which have no inquiry."""

    class Kind(models.TextChoices):
        CREATED = "created", _("Inquiry created")
        STATUS = "status", _("Status changed")
        ASSIGNED = "assigned", _("Assigned")
        SNOOZED = "snoozed", _("Snoozed")
        FACT = "fact", _("Trip data changed")
        REPLY = "reply", _("Reply queued")
        FAILED = "failed", _("Message failed")
        RETRIED = "retried", _("Retried")
        PARKED = "parked", _("Parked")
        UNPARKED = "unparked", _("Made an inquiry")
        EXPORTED = "exported", _("Exported")
        CONTACT = "contact", _("Contact changed")
        REVEALED = "revealed", _("Covered number seen")
        EXPIRED = "expired", _("File not kept any longer")
        TOGETHER = "together", _("Put together or apart")
        ACCOUNT = "account", _("Sign-in of somebody changed")
        REMINDER = "reminder", _("Reminder")
        PROMISED = "promised", _("Promise noted")
        PROMISE = "promise", _("Promise kept, dropped or reopened")
        SCHEDULED = "scheduled", _("Reply scheduled")
        TAKEN_BACK = "taken_back", _("Reply taken back")
        CALLED_OFF = "called_off", _("Scheduled reply not sent")

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, null=True, blank=True, related_name="events")
    message = models.ForeignKey(Message, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=12, choices=Kind.choices)
    data = models.JSONField(default=dict, blank=True, help_text=_("What changed: {from, to}, or counts."))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["inquiry", "created_at"], name="event_inquiry")]

    def __str__(self) -> str:
        return self.get_kind_display()


class DeadLetter(models.Model):
    """An input that no parser could take, kept whole; `replay` puts it through its channel's door again."""

    class State(models.TextChoices):
        WAITING = "WAITING", _("Needs a person")
        REPLAYED = "REPLAYED", _("Replayed")
        HANDLED = "HANDLED", _("Marked as handled")

    source = models.CharField(max_length=40, help_text=_("Which door: email, whatsapp."))
    account = models.CharField(max_length=255, blank=True)
    external_id = models.CharField(max_length=500, blank=True)
    raw = models.CharField(max_length=200, help_text=_("Storage name of the whole input."))
    size = models.PositiveBigIntegerField(default=0, help_text=_("Bytes"))
    error = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["WAITING", "REPLAYED", "HANDLED"]), name="dead_letter_state"
            ),
            models.UniqueConstraint(fields=["source", "external_id"], name="dead_letter_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.external_id or self.pk}"


class Heartbeat(models.Model):
    """When a process last showed that it lives: `worker` ran a sweep, `beat` asked for one."""

    class Name(models.TextChoices):
        WORKER = "worker", _("Worker")
        BEAT = "beat", _("Scheduler")

    name = models.CharField(max_length=10, choices=Name.choices, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.get_name_display()
