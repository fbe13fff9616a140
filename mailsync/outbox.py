"""The sandbox of mail: a reply as a file that any mail program opens; nobody gets it."""

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr

import structlog
from django.conf import settings
from django.utils import timezone

from inquiries.channels import lay_in_outbox
from inquiries.envelope import Outbound, OutboundFile, Sent
from inquiries.errors import WorkError
from mailsync import mailboxes

logger = structlog.get_logger(__name__)


def lay(outbound: Outbound) -> Sent:
    """Lay the mail in the outbox folder as it would have gone out."""
    message_id = f"{outbound.key}.{int(timezone.now().timestamp())}@{_sender(outbound).partition('@')[2]}"
    mail = _mail(outbound, message_id)
    lay_in_outbox(f"email-{outbound.key}.eml", mail.as_bytes(policy=SMTP.clone(cte_type="8bit")))
    logger.info("reply_sandboxed", key=outbound.key)
    return Sent(external_id=f"sandbox-{outbound.key}", message_id=message_id, sandboxed=True)


def _mail(outbound: Outbound, message_id: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = formataddr((_one_line(outbound.author_name), _sender(outbound)))
    mail["To"] = ", ".join(
        formataddr((_one_line(outbound.recipient_name), _one_line(to.value))) for to in outbound.recipients
    )
    mail["Subject"] = _one_line(outbound.subject)
    mail["Date"] = format_datetime(timezone.now())
    mail["Message-ID"] = f"<{message_id}>"
    if outbound.message_id:
        mail["In-Reply-To"] = f"<{_one_line(outbound.message_id)}>"
        references = [*outbound.references, outbound.message_id]
        mail["References"] = " ".join(f"<{_one_line(reference)}>" for reference in references)
    mail["X-Travelhub-Sandbox"] = "This mail was not sent to anybody."
    mail.set_content(outbound.text, cte="8bit")
    for file in outbound.files:
        _attach(mail, file)
    return mail


def _attach(mail: EmailMessage, file: OutboundFile) -> None:
    main, _slash, sub = file.content_type.partition(";")[0].strip().partition("/")
    if not main.isalnum() or not sub or main in {"message", "multipart"}:
        main, sub = "application", "octet-stream"
    mail.add_attachment(file.content, maintype=main, subtype=sub, filename=_one_line(file.filename))


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
