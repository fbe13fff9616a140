from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Words


def _hours(words: "Words", default: str, help_text: "Words") -> "models.DecimalField[Decimal, Decimal]":
    return models.DecimalField(
        words,
        max_digits=5,
        decimal_places=2,
        default=Decimal(default),
        validators=[MinValueValidator(Decimal("0.25")), MaxValueValidator(500)],
        help_text=help_text,
    )


class AnswerTarget(models.Model):
    """How soon customers are answered: of the agency (no account), or of one mailbox or number that differs from it.

    Laid after migrating, once. Read by targets.py, written by managers. Nine opening hours are about a day.
    """

    account = models.CharField(
        max_length=255,
        blank=True,
        unique=True,
        help_text=_("The address of a mailbox or the phone number id of a WhatsApp number; empty: the whole agency."),
    )
    first_hours = _hours(
        _("first answer within (hours)"), "4", _("To who writes for the first time. 0.5 is half an hour.")
    )
    later_hours = _hours(
        _("later answers within (hours)"), "9", _("To who writes again; 9 opening hours are about a day.")
    )
    in_opening_hours = models.BooleanField(
        _("count opening hours only"),
        default=True,
        help_text=_("What comes in at night or on a day off counts from when you open. Off: the clock always runs."),
    )

    class Meta:
        verbose_name = _("answer target")
        ordering = ["account"]

    def __str__(self) -> str:
        return self.account or str(_("The agency"))

    def clean(self) -> None:
        self.account = self.account.strip().lower()

    def within(self, *, first: bool) -> timedelta:
        return timedelta(hours=float(self.first_hours if first else self.later_hours))
