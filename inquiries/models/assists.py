from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from inquiries.due import Due, DueQuerySet, due_index, failed_index
from inquiries.models.inquiries import Inquiry
from inquiries.models.messages import Attachment, Message


class Assist(Due):
    """Something that a machine wrote because a person of ours clicked for it: a draft, a summary, a translation, a
    transcript. Nothing of it is ever sent by itself, and `Message.text` never changes by it.
    """

    class Kind(models.TextChoices):
        DRAFT = "draft", _("Draft of a reply")
        SUMMARY = "summary", _("Summary")
        TRANSLATION = "translation", _("Translation of a message")
        OUTGOING = "outgoing", _("Translation of a reply")
        TRANSCRIPT = "transcript", _("Transcript of a voice note")

    class State(models.TextChoices):
        WAITING = "WAITING", _("Being written")
        DONE = "DONE", _("Written")
        REFUSED = "REFUSED", _("Not written")  # the reason was said to who asked; a click asks again
        PERMANENTLY_FAILED = "PERMANENTLY_FAILED", _("Failed")  # a fault of ours

    class Engine(models.TextChoices):
        OPENAI = "openai", _("OpenAI")
        TEMPLATE = "template", _("Template")

    TASKS: ClassVar[dict[str, str]] = {"WAITING": "inquiries.assist"}

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="assists")
    message = models.ForeignKey(
        Message,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="assists",
        help_text=_("What it is about."),
    )
    attachment = models.ForeignKey(
        Attachment,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="assists",
        help_text=_("The voice note."),
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    kind = models.CharField(max_length=11, choices=Kind.choices)
    state = models.CharField(max_length=18, choices=State.choices, default=State.WAITING)
    channel = models.CharField(max_length=8, choices=Message.Channel.choices, blank=True, help_text=_("Of a draft."))
    language = models.CharField(max_length=12, blank=True, help_text=_("Of the result."))
    source = models.TextField(blank=True, help_text=_("Of a translated reply: what was typed."))
    key = models.CharField(
        max_length=64, help_text=_("The same for the same question: asked twice, it is answered once.")
    )
    text = models.TextField(blank=True)
    asked = models.JSONField(default=list, blank=True, help_text=_("Of a draft: the trip fields that it asks for."))
    note = models.CharField(max_length=500, blank=True, help_text=_("What to know of it, such as why OpenAI did not."))
    engine = models.CharField(max_length=8, choices=Engine.choices, blank=True)
    version = models.CharField(max_length=80, blank=True, help_text=_("Model and prompt."))
    tokens_in = models.PositiveIntegerField(default=0)
    tokens_out = models.PositiveIntegerField(default=0)
    cost = models.DecimalField(
        max_digits=10,
        decimal_places=6,
        null=True,
        default=0,
        help_text=_("US dollars; empty: the model's price is not known."),
    )
    error_code = models.CharField(max_length=60, blank=True, help_text=_("Of the failure, as the vendor calls it."))
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DueQuerySet["Assist"].as_manager()

    class Meta:
        verbose_name = _("draft or translation")
        verbose_name_plural = _("drafts and translations")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["WAITING", "DONE", "REFUSED", "PERMANENTLY_FAILED"]), name="assist_state"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["draft", "summary", "translation", "outgoing", "transcript"]),
                name="assist_kind",
            ),
            # Two clicks, be they of two people, are one call.
            models.UniqueConstraint(fields=["key"], condition=models.Q(state="WAITING"), name="assist_once"),
        ]
        indexes = [
            models.Index(fields=["key", "-id"], name="assist_key"),
            models.Index(fields=["created_at"], name="assist_created"),  # what today has cost
            due_index("assist_due"),
            failed_index("assist_failed"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"
