"""Who the customer is on the contact card: addresses as people read them, what is hidden, and who else it may be."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from inquiries.desk import wording, words
from inquiries.models import Contact, Identity, Inquiry

# How to ask for a number that is hidden, in the customer's language.
ASK = {
    "en": "Could you give me your phone number, in case I need to call you about your trip?",
    "de": "Würden Sie mir Ihre Telefonnummer geben, falls ich Sie wegen Ihrer Reise anrufen muss?",
    "fr": "Pourriez-vous me donner votre numéro de téléphone, au cas où je devrais vous appeler pour votre voyage ?",
    "es": "¿Podría darme su número de teléfono, por si necesito llamarle por su viaje?",
    "it": "Potrebbe darmi il Suo numero di telefono, nel caso dovessi chiamarLa per il Suo viaggio?",
    "nl": "Mag ik uw telefoonnummer, voor het geval ik u over uw reis moet bellen?",
    "pt": "Poderia dar-me o seu número de telefone, caso precise de lhe ligar sobre a sua viagem?",
}


@dataclass(frozen=True)
class Line:
    """One address. `more`: the country of a number, or until when it was theirs."""

    label: str
    words: str
    more: str = ""
    former: bool = False


@dataclass(frozen=True)
class Namesake:
    """Another contact that has or had the same number; `inquiry`: their newest."""

    name: str
    number: str
    inquiry: Inquiry


def hides_number(identities: Sequence[Identity]) -> bool:
    """Whether the customer is on WhatsApp by a user id only."""
    kinds = {row.kind for row in identities if row.former_at is None}
    return Identity.Kind.BSUID in kinds and Identity.Kind.WA_ID not in kinds


def lines(identities: Sequence[Identity]) -> list[Line]:
    """The addresses in use, then the numbers of before. A user id is no use to people, so none is shown."""
    ordered = sorted(identities, key=lambda row: row.former_at is not None)
    return [_line(row) for row in ordered if row.kind != Identity.Kind.BSUID]


def _line(row: Identity) -> Line:
    label = _("Mail") if row.kind == Identity.Kind.EMAIL else _("WhatsApp")
    if row.former_at is not None:
        until = _("until %(when)s") % {"when": words.clock(row.former_at, now=timezone.now())}
        return Line(label, row.words, until, former=True)
    country = wording.country(f"+{row.value}") if row.kind == Identity.Kind.WA_ID else ""
    told = "" if row.confirmed else _("as they say")
    return Line(label, row.words, ", ".join(filter(None, (country, told))))


def namesakes(contact: Contact, identities: Sequence[Identity]) -> list[Namesake]:
    """Who else has or had one of these numbers: the same person, or one who got the number after them."""
    values = [row.value for row in identities if row.kind == Identity.Kind.WA_ID]
    if not values:
        return []
    rows = Identity.objects.filter(value__in=values, kind=Identity.Kind.WA_ID).exclude(contact=contact)
    found = []
    for row in rows.select_related("contact").order_by("-pk")[:3]:
        newest = row.contact.inquiries.order_by("-last_message_at", "-pk").first()
        if newest is not None:
            found.append(Namesake(str(row.contact), row.words, newest))
    return found


def asking(inquiry: Inquiry) -> str:
    """The question for the number in the language of the inquiry."""
    language = (inquiry.language or inquiry.contact.language).split("-")[0]
    return ASK.get(language, ASK["en"])


def called(identity: Identity | None, contact: Contact) -> str:
    """Whom a chat goes to, as the composer says it: the number, or how they are called who hide it.

    Who wrote last may be somebody who was joined to this contact's trip: a number alone would not tell them apart.
    """
    if identity is None:
        return ""
    theirs = contact if identity.contact_id == contact.pk else identity.contact
    if identity.kind == Identity.Kind.BSUID:
        return _("%(name)s, who hides the number") % {"name": theirs.handle or theirs.name or _("them")}
    if theirs == contact or not theirs.name:
        return identity.words
    return _("%(name)s, %(number)s") % {"name": theirs.name, "number": identity.words}


def context(contact: Contact) -> dict[str, Any]:
    identities = list(contact.identities.order_by("-last_inbound_at", "-pk"))
    return {
        "lines": lines(identities),
        "hides_number": hides_number(identities),
        "namesakes": namesakes(contact, identities),
        "numbers": [row.words for row in identities],
    }
