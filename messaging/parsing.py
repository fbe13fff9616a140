"""A webhook body to envelopes: pure, bytes in, everything out that the body holds.

One body may hold several entries, changes, messages and statuses, in any order and more than once. Each is read alone:
what cannot be read is handed back whole, and its neighbours go on.
https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import ValidationError

from inquiries.envelope import TEXT_LIMIT, Inbound, Receipt, Sender
from messaging import contents, people, vendor_errors
from messaging.foreign import digest, dump, external_id, tame
from messaging.parsed import Batch, Details, Incoming, TemplateChange, Unreadable
from messaging.schemas import Body, Change, Entry, Message, Party, Problem, Status, Value
from messaging.template_schemas import TemplateNews

CHANNEL = "whatsapp"
_OBJECT = "whatsapp_business_account"
_STATES: dict[str, Literal["SENT", "DELIVERED", "READ", "PERMANENTLY_FAILED"]] = {
    "sent": "SENT",
    "delivered": "DELIVERED",
    "read": "READ",
    "played": "READ",  # a voice note of ours was heard
    "failed": "PERMANENTLY_FAILED",
}
_EARLIEST = datetime(2009, 1, 1, tzinfo=UTC)  # WhatsApp's first year: an earlier time is no time


class MalformedError(ValueError):
    """The body as a whole is no webhook body; the message says why."""


def parse(body: bytes, *, received_at: datetime) -> Batch:
    """All that a webhook body holds. MalformedError where it is no JSON object with a list of entries.

    `received_at`: aware; the time of a message whose own timestamp is missing or senseless.
    """
    tree = _load(body)
    try:
        whole = Body.model_validate(tree)
    except ValidationError as error:
        raise MalformedError(f"The body is no webhook of Meta's: {_reason(error)}") from error
    batch = Batch()
    if whole.object != _OBJECT:
        batch.ignored.append(f"object {whole.object[:40]!r}")
        return batch
    for raw_entry in whole.entry:
        try:
            entry = Entry.model_validate(raw_entry)
        except ValidationError as error:
            batch.unreadable.append(_unreadable(error, part=raw_entry, body=_body(raw_entry)))
            continue
        for raw_change in entry.changes:
            _read_change(raw_change, entry=entry, batch=batch, received_at=received_at)
    return batch


def is_webhook_body(body: bytes) -> bool:
    """Whether this JSON is a webhook body of WhatsApp's. MalformedError where it is no JSON at all."""
    tree = _load(body)
    return isinstance(tree, dict) and tree.get("object") == _OBJECT and isinstance(tree.get("entry"), list)


def _load(body: bytes) -> Any:
    try:
        tree = json.loads(body)
    except (ValueError, RecursionError) as error:  # also bad UTF-8, numbers of thousands of digits, endless nesting
        raise MalformedError(f"The body is not JSON ({type(error).__name__}).") from error
    # Depth and characters are bounded here, once, so that nothing below can run away. Lists are as long as they are.
    return tame(tree, characters=TEXT_LIMIT, items=100_000)


def _read_change(raw_change: Any, *, entry: Entry, batch: Batch, received_at: datetime) -> None:
    entry_id = entry.id
    try:
        change = Change.model_validate(raw_change)
        if change.field == "message_template_status_update":
            batch.templates.append(_template_change(change.value, entry, received_at))
            return
        if change.field not in {"messages", "smb_message_echoes"}:
            batch.ignored.append(f"field {change.field[:40]!r}")
            return
        value = Value.model_validate(change.value)
    except ValidationError as error:
        body = _body({"id": entry_id, "changes": [raw_change]})
        batch.unreadable.append(_unreadable(error, part=raw_change, body=body))
        return
    if value.account:
        batch.accounts[value.account] = value.metadata.display_phone_number if value.metadata else ""
        batch.owners[value.account] = entry_id
    batch.ignored += [f"account error {problem.code}" for problem in value.errors]
    reader = _Reader(value=value, entry_id=entry_id, field=change.field, received_at=received_at)
    reader.read_messages(batch)
    reader.read_statuses(batch)


def _template_change(value: dict[str, Any], entry: Entry, received_at: datetime) -> TemplateChange:
    news = TemplateNews.model_validate(value)
    return TemplateChange(
        account=entry.id[:100],
        name=news.message_template_name[:512],
        language=news.message_template_language[:20],
        event=news.event,
        reason=news.reason,
        at=min(moment(entry.time) or received_at, received_at),
    )


@dataclass(frozen=True, kw_only=True)
class _Reader:
    """One `value` with what its messages share: our number and who the other side is."""

    value: Value
    entry_id: str
    field: str
    received_at: datetime

    def read_messages(self, batch: Batch) -> None:
        for outgoing, name, items in (
            (False, "messages", self.value.messages),
            (True, "message_echoes", self.value.message_echoes),
        ):
            for raw in items:
                try:
                    batch.messages.append(self._message(Message.model_validate(raw), raw, outgoing=outgoing))
                except ValidationError as error:
                    batch.unreadable.append(self._alone(error, name, raw))

    def read_statuses(self, batch: Batch) -> None:
        for raw in self.value.statuses:
            try:
                status = Status.model_validate(raw)
            except ValidationError as error:
                batch.unreadable.append(self._alone(error, "statuses", raw))
                continue
            receipt = _receipt(status, received_at=self.received_at)
            if receipt:
                batch.receipts.append(receipt)
            else:
                batch.ignored.append(f"status {status.status[:40]!r}")

    def _message(self, message: Message, raw: dict[str, Any], *, outgoing: bool) -> Incoming:
        content = contents.read(message)
        context = message.context
        change = people.changed(message)
        inbound = Inbound(
            channel=CHANNEL,
            external_id=external_id(message.id),
            account=self.value.account,
            sender=self._customer(message, outgoing=outgoing),
            sent_at=moment(message.timestamp) or self.received_at,
            kind=content.kind,
            text=content.text,
            reply_to=external_id(_about(content) or (context.id if context else "")),
            files=content.files,
            problem=content.problem or _problem(message, self.value.errors),
            outgoing=outgoing,
            moved_to=change.now if change and change.former else (),
            shared=() if outgoing else people.shared(message),
        )
        details = Details(
            type=message.type[:40],
            payload=tame(raw, characters=5_000, items=200),
            context_id=external_id(context.id) if context else "",
            forwarded=bool(context and (context.forwarded or context.frequently_forwarded)),
            referral=tame(message.referral, characters=2_000, items=50),
            emoji=content.emoji[:64],
            target_id=external_id(content.target_id),
        )
        return Incoming(inbound=inbound, details=details)

    def _customer(self, message: Message, *, outgoing: bool) -> Sender:
        """Who the conversation is with: of an echo the one it went to.

        The contact entry fills in what the message does not say; a lone one belongs to a lone message even without a
        matching id.
        """
        number, user_id = (message.to, message.to_user_id) if outgoing else (message.sender, message.from_user_id)
        parent = message.to_parent_user_id if outgoing else message.from_parent_user_id
        party = self._party(number, user_id)
        change = people.changed(message)
        if change:
            addresses = change.former or change.now
        else:
            addresses = people.addresses(
                number or party.wa_id, user_id or party.user_id, parent=parent or party.parent_user_id
            )
        profile = party.profile
        return Sender(
            addresses=addresses,
            name=profile.name if profile else "",
            username=profile.username if profile else "",
        )

    def _party(self, number: str, user_id: str) -> Party:
        parties = list(_parties(self.value.contacts))
        for party in parties:
            if (user_id and party.user_id == user_id) or (number and party.wa_id == number):
                return party
        lone = len(parties) == 1 and len(self.value.messages) + len(self.value.message_echoes) == 1
        return parties[0] if lone else Party()

    def _alone(self, error: ValidationError, name: str, raw: Any) -> Unreadable:
        """One item as a webhook body of its own, with the number and contacts it came with."""
        metadata = self.value.metadata.model_dump() if self.value.metadata else {}
        value = {
            "messaging_product": CHANNEL,
            "metadata": metadata,
            "contacts": self.value.contacts,
            name: [raw],
        }
        body = _body({"id": self.entry_id, "changes": [{"field": self.field, "value": value}]})
        return _unreadable(error, part=raw, body=body, account=self.value.account)


def moment(timestamp: str) -> datetime | None:
    """Unix seconds as text (milliseconds are understood) to an aware time; None for anything that is no time."""
    try:
        seconds = float(timestamp)
        found = datetime.fromtimestamp(seconds / 1000 if seconds > 100_000_000_000 else seconds, tz=UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return found if found >= _EARLIEST else None


def _about(content: contents.Content) -> str:
    """A reaction, an edit and a deletion belong to the conversation of the message they are about."""
    return content.target_id if content.kind in {"reaction", "edit", "revoke"} else ""


def _problem(message: Message, value_errors: list[Problem]) -> str:
    """Meta's reason why a message came without its content, in its own words."""
    problems = message.errors or (value_errors if message.type == "interactive" and not message.interactive else [])
    return "; ".join(f"{problem.details[:300]} (WhatsApp {problem.code})" for problem in problems[:3])


def _parties(raw_parties: list[Any]) -> Iterator[Party]:
    for raw in raw_parties:
        try:
            yield Party.model_validate(raw)
        except ValidationError:
            continue  # a contact that cannot be read costs a name, not the message


def _receipt(status: Status, *, received_at: datetime) -> Receipt | None:
    state = _STATES.get(status.status)
    if state is None:
        return None
    problem = status.errors[0] if status.errors else None
    failed = state == "PERMANENTLY_FAILED"
    code = problem.code if problem else ""
    return Receipt(
        channel=CHANNEL,
        external_id=external_id(status.id),
        state=state,
        at=moment(status.timestamp) or received_at,
        key=status.biz_opaque_callback_data[:512],
        error=vendor_errors.words(code, problem.details if problem else "") if failed else "",
        code=code[:60] if failed else "",
    )


def _body(entry: Any) -> bytes:
    return dump({"object": _OBJECT, "entry": [entry]})


def _unreadable(error: ValidationError, *, part: Any, body: bytes, account: str = "") -> Unreadable:
    given = part.get("id") if isinstance(part, dict) else None
    return Unreadable(
        account=account,
        external_id=external_id(given) if isinstance(given, str) and given else digest(dump(part)),
        raw=body,
        error=f"This part of a WhatsApp webhook cannot be read: {_reason(error)}",
    )


def _reason(error: ValidationError) -> str:
    """Where the first wrong value stands and what is wrong, without the value itself (it may be a person's words)."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    return f"{'.'.join(str(part) for part in first['loc'])[:200] or 'body'}: {first['msg'][:200]}"
