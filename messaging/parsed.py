"""What a webhook body holds, once it is read."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from inquiries.envelope import Inbound, Receipt


@dataclass(frozen=True, kw_only=True)
class Details:
    """What only WhatsApp knows of a message. `payload`: the message as Meta sent it, tamed."""

    type: str
    payload: dict[str, Any]
    context_id: str = ""
    forwarded: bool = False
    referral: dict[str, Any] = field(default_factory=dict)
    emoji: str = ""
    target_id: str = ""


@dataclass(frozen=True, kw_only=True)
class Incoming:
    inbound: Inbound
    details: Details


@dataclass(frozen=True, kw_only=True)
class Unreadable:
    """One part that cannot be read. `raw`: a webhook body with this part alone, so that it can be replayed."""

    account: str
    external_id: str
    raw: bytes
    error: str


@dataclass(frozen=True, kw_only=True)
class TemplateChange:
    """Meta says what became of a template. `account`: the business account. `event`: Meta's word."""

    account: str
    name: str
    language: str
    event: str
    reason: str
    at: datetime


@dataclass(kw_only=True)
class Batch:
    """`accounts`: phone number id -> number as people write it. `owners`: phone number id -> its business account.

    `ignored`: reasons, for the log.
    """

    messages: list[Incoming] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    templates: list[TemplateChange] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    accounts: dict[str, str] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
