"""Who had a part in a mail that came in, as far as an answer is concerned, from its Reply-To, To and Cc."""

import json
from collections.abc import Collection, Iterable

from django.db.models import Subquery

from inquiries.addresses import is_email, normalise
from inquiries.envelope import Address, Parties
from inquiries.json_lists import AsJson
from mailsync.models import EmailMessage, Mailbox


def own() -> frozenset[str]:
    """Our mailboxes, also those that are switched off, normalised."""
    return _keys(Mailbox.objects.values_list("address", flat=True))


def of(messages: Collection[int]) -> dict[int, Parties]:
    """By message; one that is not ours to know (a WhatsApp message, a sent one) is left out."""
    if not messages:
        return {}
    ours = Mailbox.objects.order_by().values(found=AsJson("address"))  # with the mails: the page of an inquiry asks
    rows = EmailMessage.objects.filter(message__in=messages, message__direction="IN").annotate(ours=Subquery(ours))
    return {row.pk: _parties(row, _keys([*json.loads(row.ours or "[]"), row.mailbox])) for row in rows}


def _keys(addresses: Iterable[str]) -> frozenset[str]:
    return frozenset(normalise("email", address) for address in addresses)


def _parties(row: EmailMessage, ours: Collection[str]) -> Parties:
    return Parties(answer_to=_addresses(row.reply_to, ours), others=_addresses([*row.to, *row.cc], ours))


def _addresses(people: Iterable[dict[str, str]], ours: Collection[str]) -> tuple[Address, ...]:
    """The addresses that mail can go to, each once, without ours."""
    found: dict[str, Address] = {}
    for person in people:
        value = str(person.get("address", "")).strip()
        key = normalise("email", value)
        if is_email(value) and key not in ours:
            found.setdefault(key, Address(kind="email", value=value, name=str(person.get("name", ""))))
    return tuple(found.values())
