"""The sandbox of mail: a reply as a file that any mail program opens; nobody gets it."""

import base64
from collections.abc import Iterable
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from typing import BinaryIO

import structlog
from django.conf import settings
from django.utils import timezone

from inquiries.channels import lay_in_outbox
from inquiries.envelope import Address, Outbound, OutboundFile, Sent
from inquiries.errors import WorkError
from mailsync import letters, mailboxes, marks

logger = structlog.get_logger(__name__)

_POLICY = SMTP.clone(cte_type="8bit")
_PIECE = 57 * 4096  # bytes that make whole lines of base64


def lay(outbound: Outbound) -> Sent:
    """Lay the mail in the outbox folder as it would have gone out."""
    message_id = f"{outbound.key}.{int(timezone.now().timestamp())}@{_sender(outbound).partition('@')[2]}"
    mail = _mail(outbound, message_id)
    lay_in_outbox(f"email-{outbound.key}.eml", lambda file: _write(file, mail, outbound.files))
    logger.info("reply_sandboxed", key=outbound.key)
    return Sent(external_id=f"sandbox-{outbound.key}", message_id=message_id, sandboxed=True)


def _mail(outbound: Outbound, message_id: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = formataddr((_one_line(outbound.author_name), _sender(outbound)))
    only = outbound.recipient_name if len(outbound.recipients) == 1 else ""
    mail["To"] = _people(outbound.recipients, only)
    if outbound.cc:
        mail["Cc"] = _people(outbound.cc)
    mail["Subject"] = _one_line(outbound.subject)
    mail["Date"] = format_datetime(timezone.now())
    mail["Message-ID"] = f"<{message_id}>"
    if outbound.message_id:
        mail["In-Reply-To"] = f"<{_one_line(outbound.message_id)}>"
        references = [*outbound.references, outbound.message_id]
        mail["References"] = " ".join(f"<{_one_line(reference)}>" for reference in references)
    for name, value in marks.of(outbound).items():
        mail[name] = value
    mail["X-Travelhub-Sandbox"] = "This mail was not sent to anybody."
    closing = mailboxes.closing(outbound.account, author_name=outbound.author_name)
    letter = letters.letter(outbound, closing=closing)
    mail.set_content(letter.as_text(), cte="8bit")
    mail.add_alternative(letter.as_html(), subtype="html", cte="8bit")
    return mail


def _write(out: BinaryIO, mail: EmailMessage, files: Iterable[OutboundFile]) -> None:
    """The mail with its files below it. They are written by the piece: the email package would hold one five times."""
    files = list(files)
    if not files:
        out.write(mail.as_bytes(policy=_POLICY))
        return
    mail.make_mixed()
    mail.set_boundary("=====travelhub-outbox=====")
    whole = mail.as_bytes(policy=_POLICY)
    end = b"\r\n--" + str(mail.get_boundary()).encode() + b"--\r\n"
    out.write(whole.removesuffix(end))
    for file in files:
        out.write(b"\r\n--" + str(mail.get_boundary()).encode() + b"\r\n")
        out.write(_head(file))
        with file.open() as source:
            while piece := source.read(_PIECE):
                out.write(base64.encodebytes(piece).replace(b"\n", b"\r\n"))
    out.write(end)


def _head(file: OutboundFile) -> bytes:
    """The header of a file's part, which ends in an empty line."""
    main, _slash, sub = file.content_type.partition(";")[0].strip().partition("/")
    if not main.isalnum() or not sub or main in {"message", "multipart"}:
        main, sub = "application", "octet-stream"
    part = EmailMessage()
    part.set_content(b"", maintype=main, subtype=sub, disposition="attachment", filename=_one_line(file.filename))
    del part["MIME-Version"]
    return part.as_bytes(policy=_POLICY).rstrip(b"\r\n") + b"\r\n\r\n"


def _people(addresses: Iterable[Address], only: str = "") -> str:
    return ", ".join(formataddr((_one_line(row.name or only), _one_line(row.value))) for row in addresses)


def _sender(outbound: Outbound) -> str:
    """The mailbox that would have sent it; on a machine without any, the address that it was written to."""
    if outbound.account:
        return _one_line(outbound.account)
    try:
        return mailboxes.sender("").address
    except WorkError:
        return str(settings.DEFAULT_FROM_EMAIL)


def _one_line(text: str) -> str:
    return " ".join(text.split())
