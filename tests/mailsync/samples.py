"""The recorded mails of tests/data/mail, read as if they lay in the mailbox desk@halden.example."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from inquiries.envelope import Inbound
from mailsync import mime

FOLDER = Path(__file__).parent.parent / "data" / "mail"
DESK = "desk@halden.example"
ARRIVED = datetime(2026, 11, 20, tzinfo=UTC)
HEAD = b"From: Anna Berg <anna.berg@post.example>\r\nTo: desk@halden.example\r\nSubject: Crete\r\n"


def raw(name: str) -> bytes:
    return (FOLDER / f"{name}.eml").read_bytes()


def read(name: str, **options: Any) -> Inbound:
    return parse(raw(name), **options)


def parse(content: bytes, **options: Any) -> Inbound:
    known: dict[str, Any] = {
        "account": DESK,
        "external_id": "sample",
        "limits": mime.Limits(),
        "received_at": ARRIVED,
    }
    return mime.parse(content, **(known | options))


def own_words(mail: Inbound) -> str:
    """The text without its signature."""
    return mail.text[: mail.signature_at].strip()


def address(mail: Inbound) -> str:
    return mail.sender.addresses[0].value if mail.sender.addresses else ""
