"""The texts of acknowledgments as rows: laid after migrating, found for a language and hour, and filled in."""

import re
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS

from inquiries import tables
from inquiries.acknowledgment_words import SHIPPED
from inquiries.models import AcknowledgmentText, Inquiry

FALLBACK = "en"


def ensure_texts(using: str = DEFAULT_DB_ALIAS, **_: Any) -> None:
    """Lay the shipped texts, once each: what staff changed or switched off stays. Run after every migrate."""
    if not tables.complete(AcknowledgmentText, using=using):
        return
    rows = AcknowledgmentText.objects.using(using)
    common = rows.filter(account="")
    there = {(row.channel, row.closed, row.language): row.enabled for row in common}
    for (channel, closed), words in SHIPPED.items():
        for language, (subject, text) in words.items():
            if (channel, closed, language) in there:
                continue
            # A language that was switched off before there were two texts stays off.
            enabled = there.get((channel, False, language), True)
            fields = {"subject": subject, "text": text, "enabled": enabled}
            rows.get_or_create(channel=channel, closed=closed, language=language, account="", defaults=fields)


def find(language: str, *, channel: str, account: str, closed: bool = False) -> AcknowledgmentText | None:
    """The account's own text before the common one, the one for closed hours before the other where `closed`, and
    English where the language has none. None where the one that was found is switched off."""
    code = language.replace("_", "-").partition("-")[0].lower()
    own = account.lower()
    hours = (True, False) if closed else (False,)
    for wanted in dict.fromkeys((language.lower(), code, FALLBACK)):
        rows = AcknowledgmentText.objects.filter(channel=channel, language=wanted, account__in=["", own])
        found = {(row.account, row.closed): row for row in rows}
        places = ((account, closed) for account in (own, "") for closed in hours)
        row = next((found[place] for place in places if place in found), None)
        if row is not None:
            return row if row.enabled else None
    return None


def filled(text: AcknowledgmentText, *, inquiry: Inquiry, opens: str = "") -> tuple[str, str]:
    """(subject, text) with the placeholders filled in; a greeting without a name closes up. `opens`: opens_words.py."""
    values = {
        "{name}": inquiry.contact.name,
        "{reference}": inquiry.reference,
        "{agency}": settings.AGENCY_NAME,
        "{opens}": opens,
    }
    return _fill(text.subject, values), _fill(text.text, values)


def _fill(template: str, values: dict[str, str]) -> str:
    if not values["{name}"]:
        template = template.replace(" {name}", "{name}")
    # In one pass: a customer's name is text, whatever is in it.
    return re.sub("|".join(map(re.escape, values)), lambda found: values[found.group()], template)
