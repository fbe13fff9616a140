from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from inquiries.models.inquiries import Inquiry
from inquiries.models.messages import Message


class Answer(models.Model):
    """A wait of a customer that a message of ours ended, and how long it was. Written by answer_times.py alone.

    Only what a person wrote and what went out counts: no acknowledgment, no reaction, no note. The figures read it.
    """

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="answers")
    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="answered")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty: typed on the phone or in a mail program."),
    )
    asked_at = models.DateTimeField(help_text=_("When the first words that it answers were sent."))
    answered_at = models.DateTimeField()
    seconds = models.PositiveIntegerField(help_text=_("From one to the other by the clock."))
    open_seconds = models.PositiveIntegerField(help_text=_("Of them within opening hours, as they were set then."))
    first = models.BooleanField(help_text=_("The first answer of the inquiry."))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inquiry"], condition=models.Q(first=True), name="answer_one_first")
        ]
        indexes = [models.Index(fields=["answered_at"], name="answer_when")]

    def __str__(self) -> str:
        words = _("First answer of %(inquiry)s") if self.first else _("Answer of %(inquiry)s")
        return words % {"inquiry": f"TH-{self.inquiry_id}"}
