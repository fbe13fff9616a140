from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from inquiries.due import Due, DueQuerySet, due_index, failed_index
from inquiries.models.inquiries import Inquiry
from inquiries.models.messages import Message


class AcknowledgmentText(models.Model):
    """What an acknowledgment says in one language on one channel, while somebody is there or (`closed`) nobody is.

    Without an account for all mailboxes or numbers, else for that one. The shipped texts are laid here after migrating,
    once: what staff change or switch off stays so.
    """

    class Channel(models.TextChoices):
        EMAIL = "email", _("Mail")
        WHATSAPP = "whatsapp", _("WhatsApp")

    PLACEHOLDERS: ClassVar[tuple[str, ...]] = ("{name}", "{reference}", "{agency}")
    OPENS = "{opens}"
    CHAT_LIMIT = 4000  # characters, so that a chat takes it when it is filled in

    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    closed = models.BooleanField(
        _("outside opening hours"), default=False, help_text=_("Sent while nobody is there; off: while somebody is.")
    )
    language = models.CharField(max_length=12, help_text=_("Two letters: en, de, fr ..."))
    account = models.CharField(
        max_length=255,
        blank=True,
        help_text=_("A mailbox or number that says it in its own words; empty: all of them."),
    )
    enabled = models.BooleanField(default=True, help_text=_("Off: nobody gets one in this language at these hours."))
    subject = models.CharField(max_length=200, blank=True, help_text=_("Of a mail; a chat has none."))
    text = models.TextField(
        help_text=_(
            "{name}, {reference} and {agency} are filled in, and outside opening hours {opens}: when you open "
            "again, in the customer's language."
        )
    )

    class Meta:
        ordering = ["channel", "language", "closed", "account"]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "language", "closed", "account"], name="acknowledgment_text_one_each"
            )
        ]

    def __str__(self) -> str:
        hours = _(", closed") if self.closed else ""
        return f"{self.get_channel_display()} {self.language}{hours} {self.account}".strip()

    def clean(self) -> None:
        self.language, self.account = self.language.strip().lower(), self.account.strip().lower()
        if self.channel == self.Channel.EMAIL and not self.subject:
            raise ValidationError({"subject": _("A mail needs one.")})
        if self.channel == self.Channel.WHATSAPP and len(self.text) > self.CHAT_LIMIT:
            raise ValidationError(
                {
                    "text": _("A chat takes %(chat_limit)s characters at most.")
                    % {"chat_limit": number_format(self.CHAT_LIMIT, force_grouping=True)}
                }
            )
        known = (*self.PLACEHOLDERS, self.OPENS) if self.closed else self.PLACEHOLDERS
        for field in ("subject", "text"):
            self._check_placeholders(field, known)

    def _check_placeholders(self, field: str, known: tuple[str, ...]) -> None:
        left = getattr(self, field)
        for placeholder in known:
            left = left.replace(placeholder, "")
        if "{" in left or "}" in left:
            words = _("Only %(known)s can be filled in.")
            if not self.closed and self.OPENS in left:
                words = _("Only %(known)s can be filled in; {opens} outside opening hours alone.")
            raise ValidationError({field: words % {"known": ", ".join(known)}})


class Acknowledgment(Due):
    """Whether an inquiry was, is to be, or was not acknowledged: one row an inquiry, so that nobody gets two."""

    class State(models.TextChoices):
        WAITING = "WAITING", _("To be sent")
        SENT = "SENT", _("Handed to sending")
        SKIPPED = "SKIPPED", _("Not sent")
        PERMANENTLY_FAILED = "PERMANENTLY_FAILED", _("Failed")

    TASKS: ClassVar[dict[str, str]] = {"WAITING": "inquiries.acknowledge"}

    inquiry = models.OneToOneField(Inquiry, on_delete=models.CASCADE, related_name="acknowledgment")
    answers = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")
    message = models.ForeignKey(
        Message, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", help_text=_("What was sent.")
    )
    state = models.CharField(max_length=18, choices=State.choices, default=State.WAITING)
    address = models.CharField(max_length=320, help_text=_("Normalised: an address gets few a day."))
    reason = models.CharField(max_length=200, blank=True, help_text=_("Why not, in plain words."))
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
        return _("Acknowledgment of %(reference)s") % {"reference": self.inquiry.reference}
