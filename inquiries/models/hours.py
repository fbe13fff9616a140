from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from inquiries import languages, week

OFFICE = "09:00-18:00"


def check_day(text: str) -> None:
    _checked(week.read_day, text)


def check_days_off(text: str) -> None:
    _checked(week.read_days_off, text)


def check_zone(name: str) -> None:
    if name not in _zones():
        raise ValidationError(_("%(name)s is no time zone. They look like Europe/Lisbon.") % {"name": name})


def _checked(read: Any, text: str) -> None:
    try:
        read(text)
    except ValueError as error:
        raise ValidationError(languages.shown(error.args[0])) from error


def _day(default: str = "") -> "models.CharField[str, str]":
    return models.CharField(max_length=80, blank=True, default=default, validators=[check_day])


class OpeningHours(models.Model):
    """When somebody is there: of the agency (no account), or of one mailbox or number that differs from it.

    Laid after migrating, once: Monday to Friday. Read by hours.py, written by managers.
    """

    account = models.CharField(
        max_length=255,
        blank=True,
        unique=True,
        help_text=_("The address of a mailbox or the phone number id of a WhatsApp number; empty: the whole agency."),
    )
    time_zone = models.CharField(
        max_length=64, blank=True, validators=[check_zone], help_text=_("Empty: the desk's own (TIME_ZONE).")
    )
    monday = _day(OFFICE)
    tuesday = _day(OFFICE)
    wednesday = _day(OFFICE)
    thursday = _day(OFFICE)
    friday = _day(OFFICE)
    saturday = _day()
    sunday = _day()
    days_off = models.TextField(
        blank=True,
        max_length=10_000,
        validators=[check_days_off],
        help_text=_("One a line: 2026-12-25, or 12-25 for every year, or 2026-12-24 to 2027-01-02. Words may follow."),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("opening hours")
        ordering = ["account"]

    def __str__(self) -> str:
        return self.account or str(_("The agency"))

    def clean(self) -> None:
        self.account = self.account.strip().lower()
        for name in week.DAYS:
            try:
                setattr(self, name, week.write_day(week.read_day(getattr(self, name))))
            except ValueError:
                continue  # its own validator says so beside the field

    def as_week(self) -> week.Week:
        """Never raises: a row that no form has seen counts as closed where it cannot be read."""
        spans = tuple(_read(week.read_day, getattr(self, name)) for name in week.DAYS)
        return week.Week(zone=_zone(self.time_zone), days=spans, off=_read(week.read_days_off, self.days_off))


def _read(read: Any, text: str) -> Any:
    try:
        return read(text)
    except ValueError:
        return ()


def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name if name in _zones() else settings.TIME_ZONE)


@cache
def _zones() -> set[str]:
    """It walks through all files of the system's time zones, and hours are asked for with every message and page."""
    return available_timezones()
