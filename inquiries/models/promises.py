from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from inquiries.models.messages import Message


class Promise(models.Model):
    """Something that a message of ours promised, and until when (promises.py finds it, promise_rows.py keeps it).

    It belongs to the inquiry of its message, so it goes where that goes.
    """

    class State(models.TextChoices):
        OPEN = "OPEN", pgettext_lazy("a promise", "Open")
        KEPT = "KEPT", _("Kept")
        DROPPED = "DROPPED", _("Dropped")

    class What(models.TextChoices):
        OPTIONS = "options", _("Options")
        QUOTE = "quote", _("A quote")
        DOCUMENTS = "documents", _("Documents")
        CALL = "call", _("A call")
        ANSWER = "answer", _("An answer")

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="promises")
    start = models.PositiveIntegerField(help_text=_("Code point of the message's text where the words start."))
    end = models.PositiveIntegerField()
    what = models.CharField(max_length=9, choices=What.choices, default=What.ANSWER)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=7, choices=State.choices, default=State.OPEN)
    open_since = models.DateTimeField(
        help_text=_("What goes out after this may keep it: when it was said, or reopened.")
    )
    answered_at = models.DateTimeField(
        null=True, blank=True, help_text=_("We wrote since, but not what was promised: a person may know better.")
    )
    kept_by = models.ForeignKey(
        Message, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", help_text=_("What went out since.")
    )
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["message", "start"], name="promise_once"),
            models.CheckConstraint(condition=models.Q(state__in=["OPEN", "KEPT", "DROPPED"]), name="promise_state"),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.due_at:%Y-%m-%d %H:%M}"
