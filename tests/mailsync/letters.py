"""Mails as bytes, for tests that are about where they come from and not about what is in them."""

from email.message import EmailMessage
from email.policy import SMTP


def letter(
    number: int = 1,
    *,
    text: str = "Hello, we would like to spend ten days on Crete in May.",
    subject: str = "Ten days on Crete",
    sender: str = "Anna Berg <anna.berg@post.example>",
    references: str = "",
    padding: int = 0,
) -> bytes:
    """A mail to our desk; `padding`: bytes of a file to make it large."""
    mail = EmailMessage()
    mail["From"] = sender
    mail["To"] = "Halden Travel <desk@halden.example>"
    mail["Subject"] = subject
    mail["Date"] = "Mon, 04 May 2026 10:00:00 +0200"
    mail["Message-ID"] = f"<mail-{number}@post.example>"
    if references:
        mail["In-Reply-To"] = mail["References"] = f"<{references}>"
    mail.set_content(text)
    if padding:
        mail.add_attachment(b"x" * padding, maintype="application", subtype="octet-stream", filename="large.bin")
    return mail.as_bytes(policy=SMTP)
