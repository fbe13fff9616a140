"""Who had a part in a mail that came in, as far as an answer is concerned, from its Reply-To, To and Cc."""

from collections.abc import Collection, Iterable

from inquiries.addresses import is_email, normalise
from inquiries.envelope import Address, Parties
from mailsync.models import EmailMessage, Mailbox


def own() -> frozenset[str]:
    """Our mailboxes, also those that are switched off, normalised."""
    return frozenset(normalise("email", address) for address in Mailbox.objects.values_list("address", flat=True))


def of(messages: Collection[int]) -> dict[int, Parties]:
    """By message; one that is not ours to know (a WhatsApp message, a sent one) is left out."""
    if not messages:
        return {}
    rows = list(EmailMessage.objects.filter(message__in=messages, message__direction="IN"))
    ours = own() if rows else frozenset()
    return {row.pk: _parties(row, ours | {normalise("email", row.mailbox)}) for row in rows}


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
