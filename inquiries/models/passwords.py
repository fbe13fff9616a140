from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inquiries.due import Due, DueQuerySet, due_index, failed_index


class PasswordLetter(Due):
    """A mail with the way to a new password, which somebody asked for. The way itself is made when it is sent."""

    class State(models.TextChoices):
        WAITING = "WAITING", _("To be sent")
        SENT = "SENT", _("Sent")
        PERMANENTLY_FAILED = "PERMANENTLY_FAILED", _("Failed")

    TASKS: ClassVar[dict[str, str]] = {"WAITING": "inquiries.send_password_letter"}

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=18, choices=State.choices, default=State.WAITING)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = DueQuerySet["PasswordLetter"].as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["WAITING", "SENT", "PERMANENTLY_FAILED"]), name="password_letter_state"
            )
        ]
        indexes = [due_index("password_letter_due"), failed_index("password_letter_failed")]

    def __str__(self) -> str:
        return _("Password letter to %(user)s") % {"user": self.user}
