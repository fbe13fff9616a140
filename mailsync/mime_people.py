"""Who the other side of a mail is: the customer who wrote it, or the one whom we wrote to. Pure."""

from dataclasses import dataclass
from email.message import Message

from mailsync import mime_forms, mime_headers
from mailsync.mime_addresses import Ours
from mailsync.mime_headers import Mailbox


@dataclass(frozen=True, kw_only=True)
class People:
    """`writer`: the other side of the conversation, for mail of ours its recipient. `header_sender`: as in From.

    `handed_on`: a colleague forwarded what `writer` wrote.
    """

    writer: Mailbox | None
    header_sender: Mailbox | None
    outgoing: bool = False
    from_form: bool = False
    handed_on: bool = False

    @property
    def signed_name(self) -> str:
        """The name that may stand below the letter; a form's mail is signed by the website."""
        return self.writer.name if self.writer and not self.from_form and not self.outgoing else ""


def find(message: Message, *, text: str, ours: Ours, outgoing: bool, forwarded: str = "") -> People:
    """`text`: the whole of it, in which a form has its lines. `outgoing`: it lay among the mails that we sent.

    `forwarded`: the From line of what it hands on. A colleague who forwards a customer's mail is not the customer.
    """
    sender = _header_sender(message)
    if outgoing or (sender is not None and ours.is_mailbox(sender.address)):
        recipients = _strangers(message, ours, ("To", "Cc", "Bcc") if outgoing else ("To",))
        if recipients or outgoing:
            return People(writer=next(iter(recipients), None), header_sender=sender, outgoing=True)
    reply_to = mime_headers.mailboxes(message, "Reply-To")
    customer = mime_forms.form_writer(message, sender=sender, reply_to=reply_to, text=text, ours=ours)
    if customer is not None:
        return People(writer=customer, header_sender=sender, from_form=True)
    if sender is not None and forwarded and ours.holds(sender.address):
        stranger = next((box for box in mime_headers.mailboxes_in(forwarded) if not ours.holds(box.address)), None)
        if stranger is not None:
            return People(writer=stranger, header_sender=sender, handed_on=True)
    return People(writer=sender, header_sender=sender)


def _strangers(message: Message, ours: Ours, names: tuple[str, ...]) -> list[Mailbox]:
    """The recipients that are not ours; all of them where every one is (a note to a colleague)."""
    boxes = [box for name in names for box in mime_headers.mailboxes(message, name)]
    strangers = [box for box in boxes if not ours.is_mailbox(box.address)]
    return strangers or (boxes if len(names) > 1 else [])


def _header_sender(message: Message) -> Mailbox | None:
    """From, or what stands in for it: the original sender where a group address of ours rewrote it."""
    original = mime_headers.mailboxes(message, "X-Original-From") or mime_headers.mailboxes(
        message, "X-Original-Sender"
    )
    sender = mime_headers.mailboxes(message, "From")
    if sender and original and " via " in sender[0].name:
        name = original[0].name or sender[0].name.partition(" via ")[0].strip("' ")
        return Mailbox(address=original[0].address, name=name)
    for boxes in (
        sender,
        mime_headers.mailboxes(message, "Sender"),
        original,
        mime_headers.mailboxes(message, "Return-Path"),
    ):
        if boxes:
            return boxes[0]
    return None
