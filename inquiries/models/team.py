from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inquiries.due import Due, DueQuerySet, due_index, failed_index
from inquiries.models.inquiries import Inquiry
from inquiries.models.messages import Message


class Notice(Due):
    """Something that a person should see: behind the bell until they have, and by mail where they have not in time.

    Written by notices.py, mailed by work/noticing.py.
    """

    class Kind(models.TextChoices):
        MENTIONED = "mentioned", _("Mentioned you")
        ASSIGNED = "assigned", _("Assigned to you")

    class State(models.TextChoices):
        WAITING = "WAITING", _("To be mailed")
        SENT = "SENT", _("Mailed")
        SKIPPED = "SKIPPED", _("Not mailed")
        PERMANENTLY_FAILED = "PERMANENTLY_FAILED", _("Failed")

    TASKS: ClassVar[dict[str, str]] = {"WAITING": "inquiries.mail_notice"}

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="notices")
    message = models.ForeignKey(
        Message,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The note that says it."),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty: the rule of turns."),
    )
    others = models.JSONField(
        default=list,
        blank=True,
        editable=False,
        help_text="Further inquiries that the same act gave, by their numbers.",
    )
    kind = models.CharField(max_length=9, choices=Kind.choices)
    state = models.CharField(max_length=18, choices=State.choices, default=State.WAITING)
    seen_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = DueQuerySet["Notice"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=["mentioned", "assigned"]), name="notice_kind"),
            models.CheckConstraint(
                condition=models.Q(state__in=["WAITING", "SENT", "SKIPPED", "PERMANENTLY_FAILED"]), name="notice_state"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="notice_person"),
            models.Index(fields=["person"], name="notice_unseen", condition=models.Q(seen_at=None)),
            due_index("notice_due"),
            failed_index("notice_failed"),
        ]

    def __str__(self) -> str:
        return (
            f"{self.get_kind_display()}: {self.count} inquiries"
            if self.others
            else f"{self.get_kind_display()}: TH-{self.inquiry_id}"
        )

    @property
    def count(self) -> int:
        return 1 + len(self.others)

    def get_absolute_url(self) -> str:
        """The inquiry, at the note that says it; of many the list of what is the person's."""
        if self.others:
            return f"{reverse('queue')}?tab=mine"
        return self.message.get_absolute_url() if self.message else self.inquiry.get_absolute_url()


class AssignmentRule(models.Model):
    """Whether new inquiries are given to people in turn: of the agency (no account), or of one mailbox or number.

    The agency's row is laid after migrating, switched off. `last` is whose turn it was (assignment.py).
    """

    account = models.CharField(
        max_length=255,
        blank=True,
        unique=True,
        help_text=_("The address of a mailbox or the phone number id of a WhatsApp number; empty: the whole agency."),
    )
    enabled = models.BooleanField(
        _("give in turn"), default=False, help_text=_("Off: what comes in here waits until somebody takes it.")
    )
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="+",
        help_text=_("Who gets them, in turn. Nobody chosen: every agent. Whoever is away is passed over."),
    )
    last = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ["account"]

    def __str__(self) -> str:
        return self.account or str(_("The agency"))

    def clean(self) -> None:
        self.account = self.account.strip().lower()


class LostReason(models.Model):
    """A reason that is offered where an inquiry is lost. The words are kept on the inquiry; this is only the list."""

    text = models.CharField(max_length=200, unique=True)
    position = models.PositiveSmallIntegerField(default=100, help_text=_("The smallest comes first."))

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        self.text = " ".join(self.text.split())
        if not self.text:
            raise ValidationError({"text": _("Write the reason.")})
