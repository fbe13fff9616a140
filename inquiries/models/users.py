from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from inquiries.models.hours import check_zone


class User(AbstractUser):
    """A member of staff. Own model from the first migration on, since it cannot be swapped in later."""

    export_columns = models.JSONField(
        default=list,
        blank=True,
        editable=False,
        help_text=_("Columns of the last export that was put together by hand."),
    )

    away = models.BooleanField(
        default=False, help_text=_("Nothing is given to them in turn, and what customers write goes to others.")
    )
    away_until = models.DateTimeField(null=True, blank=True, help_text=_("Empty: until they say that they are back."))
    mail_notices = models.BooleanField(
        _("mail what was not seen"),
        default=True,
        help_text=_("A mail about a mention or an inquiry that was not seen at the desk within 15 minutes."),
    )

    single_keys = models.BooleanField(
        default=True,
        help_text=_("Keys such as j or a act by themselves; off for who speaks to the computer (WCAG 2.1.4)."),
    )

    time_zone = models.CharField(
        max_length=64, blank=True, validators=[check_zone], help_text="Empty: the desk's own (TIME_ZONE)."
    )
    language = models.CharField(max_length=15, blank=True, help_text="Of the desk; empty: as their browser asks.")

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @property
    def initials(self) -> str:
        """One or two letters for the avatar."""
        names = [self.first_name, self.last_name] if self.first_name and self.last_name else [str(self)]
        return "".join(name[:1] for name in names).upper()

    def is_away(self, now: datetime | None = None) -> bool:
        """Away ends by itself at `away_until`; nobody has to switch it off."""
        return self.away and (self.away_until is None or self.away_until > (now or timezone.now()))
