"""A reply becomes a draft at Microsoft, is filled, and is sent; at each step a crash leaves something to go on from.

The draft's id is noted before anything else is done with it. A draft that was sent is none any more, so an attempt that
begins by looking at it cannot send a mail twice, and a lost answer is settled by looking, not by repeating.
"""

from collections import Counter
from datetime import timedelta

from inquiries import receipts
from inquiries.envelope import Outbound, OutboundFile, Sent
from inquiries.errors import WorkError
from mailsync import graph, mailboxes, marks
from mailsync.graph_errors import GONE
from mailsync.graph_ids import external_id, graph_id
from mailsync.graph_schemas import Draft
from mailsync.models import Mailbox

_LOOK_AGAIN = timedelta(minutes=1)


def send(outbound: Outbound) -> Sent:
    """Send from the mailbox that was written to. Raises WorkError; `outcome_unknown` where nobody could tell."""
    _check(outbound)
    mailbox = mailboxes.sender(outbound.account)
    mailboxes.check_open(mailbox)
    try:
        earlier = _look(mailbox, outbound)
        sent = _finish(mailbox, outbound, earlier) if earlier is None or earlier.is_draft else _sent(mailbox, earlier)
    except WorkError as error:
        mailboxes.hold_back(mailbox.address, error)
        raise
    if sent is None:
        words = "Microsoft 365 did not say whether it sent the mail, which still is a draft. It is looked at again."
        raise WorkError(words, retry_after=_LOOK_AGAIN, code="still_draft")
    return sent


def settle(outbound: Outbound) -> Sent | None:
    """What became of a send whose worker died. A draft that still is one was not sent: that is done now.

    None where the draft is gone: somebody deleted it, before or after it went out.
    """
    mailbox = mailboxes.sender(outbound.account)
    if outbound.draft_id and _look(mailbox, outbound) is None:
        return None
    return send(outbound)


def _check(outbound: Outbound) -> None:
    if not outbound.recipients:
        raise WorkError("This reply has no address to go to.", permanent=True, code="no_recipient")
    large = next((file for file in outbound.files if len(file.content) >= graph.DIRECT_LIMIT), None)
    if large is not None:
        size = len(large.content) / 1_000_000
        words = f"{large.filename} has {size:.1f} MB; by mail, files of less than 3 MB each can be sent from here."
        raise WorkError(f"{words} Send a smaller one, or a link to it.", permanent=True, code="file_too_large")


def _look(mailbox: Mailbox, outbound: Outbound) -> Draft | None:
    """What an earlier attempt left, if it is still there."""
    draft_id = graph_id(outbound.draft_id, address=mailbox.address)
    return graph.draft(mailbox.address, draft_id) if draft_id else None


def _finish(mailbox: Mailbox, outbound: Outbound, earlier: Draft | None) -> Sent | None:
    address = mailbox.address
    draft = earlier or _begin(mailbox, outbound)
    name = external_id(address, draft.id)
    if outbound.draft_id != name:
        receipts.note_draft(outbound.key, draft_id=name)
    written = graph.update_draft(address, draft.id, _fields(outbound))
    draft = draft.model_copy(update={"message_id": written.message_id or draft.message_id})
    for file in _missing(mailbox, draft, outbound) if earlier else outbound.files:
        graph.add_file(address, draft.id, file)
    if not draft.message_id:
        # By it an answer is recognised as one, so it is read while the draft is still there.
        draft = graph.draft(address, draft.id) or draft
    return _send(mailbox, draft)


def _begin(mailbox: Mailbox, outbound: Outbound) -> Draft:
    """A draft in the thread of the mail that is answered; a fresh one where that is not in this mailbox (any more)."""
    # createReply takes no fields of our own, and a mail that no person wrote has to carry some.
    answered = "" if outbound.automatic else graph_id(outbound.reply_to, address=mailbox.address)
    if answered:
        try:
            return graph.create_reply(mailbox.address, answered)
        except WorkError as error:
            if error.code != GONE:
                raise
    return graph.create_draft(mailbox.address, _fields(outbound) | marks.for_graph(outbound))


def _fields(outbound: Outbound) -> dict[str, object]:
    """Every address is said, so that nobody is added by Microsoft's own idea of who should get a reply."""
    to = [(address.value, outbound.recipient_name) for address in outbound.recipients]
    return {
        "subject": outbound.subject,
        "body": {"contentType": "Text", "content": outbound.text},
        "toRecipients": graph.recipients(to if len(to) == 1 else [(value, "") for value, _name in to]),
        "ccRecipients": [],
        "bccRecipients": [],
    }


def _missing(mailbox: Mailbox, draft: Draft, outbound: Outbound) -> list[OutboundFile]:
    """The files that an earlier attempt did not get as far as."""
    there = Counter(graph.files(mailbox.address, draft.id))
    missing = []
    for file in outbound.files:
        if there[file.filename]:
            there[file.filename] -= 1
        else:
            missing.append(file)
    return missing


def _send(mailbox: Mailbox, draft: Draft) -> Sent | None:
    """None: it got no answer and still is a draft, or is on its way. The next attempt looks before it sends."""
    try:
        graph.send_draft(mailbox.address, draft.id)
    except WorkError as error:
        if not error.outcome_unknown:
            raise
        if not _went_out(mailbox, draft, error):
            return None
    return _sent(mailbox, draft)


def _went_out(mailbox: Mailbox, draft: Draft, error: WorkError) -> bool:
    """Raises `error` itself where Microsoft cannot be asked either, or the draft is gone: a person decides."""
    try:
        now = graph.draft(mailbox.address, draft.id)
    except WorkError:
        now = None
    if now is None:
        raise error
    return not now.is_draft


def _sent(mailbox: Mailbox, draft: Draft) -> Sent:
    mailboxes.sent(mailbox.pk)
    return Sent(
        external_id=external_id(mailbox.address, draft.id),
        message_id=draft.message_id.strip().strip("<>"),
        thread_key=draft.conversation_id,
    )
