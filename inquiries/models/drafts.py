from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inquiries.models.inquiries import Inquiry
from inquiries.models.messages import Message


class Draft(models.Model):
    """What one person has begun to write in one inquiry: a reply, whatever its channel, and beside it a note.

    A reply keeps its words when it goes from mail to WhatsApp, so the two channels share one.
    """

    class Kind(models.TextChoices):
        REPLY = "reply", _("Reply")
        NOTE = "note", _("Note")

    TYPED: ClassVar[tuple[str, ...]] = ("channel", "text", "subject", "to", "cc", "answers", "quotes", "asked")

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="drafts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    channel = models.CharField(max_length=8, choices=Message.Channel.choices)
    version = models.PositiveIntegerField(
        default=1, help_text=_("Counts what was saved, so that no window writes over newer text.")
    )
    composed = models.CharField(max_length=40, help_text=_("What its message will be known by (Message.composed)."))
    # As they stand in the fields, also while they are no addresses yet.
    text = models.TextField(blank=True)
    subject = models.CharField(max_length=250, blank=True)
    to = models.TextField(blank=True)
    cc = models.TextField(blank=True)
    answers = models.CharField(max_length=20, blank=True, help_text=_("Number of the mail that it answers."))
    quotes = models.CharField(max_length=20, blank=True, help_text=_("Number of the chat message above it."))
    asked = models.CharField(max_length=500, blank=True, help_text=_("Trip fields that it asks for, with commas."))
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "inquiry", "kind"], name="draft_once"),
            models.CheckConstraint(condition=models.Q(kind__in=["reply", "note"]), name="draft_kind"),
            models.CheckConstraint(condition=models.Q(channel__in=["email", "whatsapp", "note"]), name="draft_channel"),
        ]
        indexes = [models.Index(fields=["updated_at"], name="draft_old")]

    def __str__(self) -> str:
        return _("%(kind)s of %(author)s") % {"kind": self.get_kind_display(), "author": self.author}


class DraftFile(models.Model):
    """A file of a draft, stored by content hash as an attachment is. Without a draft: its bytes are to go."""

    draft = models.ForeignKey(Draft, on_delete=models.SET_NULL, null=True, blank=True, related_name="files")
    filename = models.CharField(max_length=255, blank=True)
    content_type = models.CharField(max_length=255, default="application/octet-stream")
    size = models.PositiveBigIntegerField(help_text=_("Bytes"))
    sha256 = models.CharField(max_length=64)
    blob = models.CharField(max_length=200, help_text=_("Storage name of the bytes."))

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["blob"], name="draft_file_blob")]

    def __str__(self) -> str:
        return self.filename or _("file %(id)s") % {"id": self.pk}
