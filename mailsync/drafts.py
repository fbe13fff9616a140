"""A reply becomes a draft at Microsoft, is filled, and is sent; at each step a crash leaves something to go on from.

The draft's id, and the Message-ID it has from the start, are noted before anything else is done with it. A draft that
was sent is none any more, so an attempt that begins by looking at it cannot send a mail twice, and a lost answer is
settled by looking, not by repeating.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta

from inquiries import receipts
from inquiries.envelope import Address, Outbound, OutboundFile, Sent
from inquiries.errors import WorkError
from mailsync import graph, letters, mailboxes, marks, uploads
from mailsync.graph_errors import GONE
from mailsync.graph_ids import external_id, graph_id
from mailsync.graph_schemas import Draft
from mailsync.letters import Letter
from mailsync.models import Mailbox

_LOOK_AGAIN = timedelta(minutes=1)
_LOOKS = 3  # a look changes nothing, so it may be repeated at once
_SESSION_LIMIT = 150 * 1000 * 1000  # bytes of one file that Microsoft takes


def send(outbound: Outbound) -> Sent:
    """Send from the mailbox that was written to. Raises WorkError; `outcome_unknown` where nobody could tell."""
    _check(outbound)
    mailbox = mailboxes.sender(outbound.account)
    with mailboxes.turn(mailbox) as keep_turn:
        sent = _send_from(mailbox, outbound, keep_turn, _look(mailbox, outbound))
    return _certain(sent)


def settle(outbound: Outbound) -> Sent | None:
    """What became of a send whose worker died. A draft that still is one was not sent: that is done now.

    None where the draft is gone: somebody deleted it, before or after it went out.
    """
    _check(outbound)
    mailbox = mailboxes.sender(outbound.account)
    with mailboxes.turn(mailbox) as keep_turn:
        earlier = _look(mailbox, outbound)
        if outbound.draft_id and earlier is None:
            return None
        sent = _send_from(mailbox, outbound, keep_turn, earlier)
    return _certain(sent)


def _certain(sent: Sent | None) -> Sent:
    """Raised outside the turn: the wait is of this mail alone, and the mailbox is free for others."""
    if sent is None:
        words = "Microsoft 365 did not say whether it sent the mail, which still is a draft. It is looked at again."
        raise WorkError(words, retry_after=_LOOK_AGAIN, code="still_draft")
    return sent


def _send_from(
    mailbox: Mailbox, outbound: Outbound, keep_turn: Callable[[], None], earlier: Draft | None
) -> Sent | None:
    def step() -> None:
        """Between two steps: the mailbox is still ours, and so is the row."""
        keep_turn()
        receipts.still_sending(outbound.key)

    if earlier is not None and not earlier.is_draft:
        return _sent(mailbox, earlier)
    return _finish(mailbox, outbound, earlier, step)


def _check(outbound: Outbound) -> None:
    if not outbound.recipients:
        raise WorkError("This reply has no address to go to.", permanent=True, code="no_recipient")
    large = next((file for file in outbound.files if file.size > _SESSION_LIMIT), None)
    if large is not None:
        words = f"{large.filename} has {large.size / 1_000_000:.0f} MB; Microsoft 365 takes 150 MB at most."
        raise WorkError(f"{words} Send a smaller one, or a link to it.", permanent=True, code="file_too_large")


def _look(mailbox: Mailbox, outbound: Outbound) -> Draft | None:
    """What an earlier attempt left, if it is still there."""
    draft_id = graph_id(outbound.draft_id, address=mailbox.address)
    return _seen(mailbox, draft_id) if draft_id else None


def _seen(mailbox: Mailbox, draft_id: str) -> Draft | None:
    for looks in range(1, _LOOKS + 1):
        try:
            return graph.draft(mailbox.address, draft_id)
        except WorkError as error:
            if error.permanent or error.retry_after is not None or looks == _LOOKS:
                raise
    raise AssertionError("unreachable")


def _finish(mailbox: Mailbox, outbound: Outbound, earlier: Draft | None, step: Callable[[], None]) -> Sent | None:
    letter = letters.letter(outbound, closing=mailboxes.closing(mailbox.address, author_name=outbound.author_name))
    draft = earlier or _begin(mailbox, outbound)
    noted = external_id(mailbox.address, draft.id)
    receipts.note_draft(outbound.key, draft_id=noted, message_id=_bare(draft.message_id))
    if draft.body is None or not draft.message_id:
        draft = graph.draft(mailbox.address, draft.id) or draft
    if draft.body is None or not letter.is_in(draft.body.content):
        step()
        written = graph.update_draft(mailbox.address, draft.id, _fields(outbound, _above(letter, draft)))
        draft = draft.model_copy(update={"message_id": written.message_id or draft.message_id})
        receipts.note_draft(outbound.key, draft_id=noted, message_id=_bare(draft.message_id))
    _attach(mailbox, draft, outbound, begun_before=earlier is not None, step=step)
    step()
    return _send(mailbox, draft)


def _begin(mailbox: Mailbox, outbound: Outbound) -> Draft:
    """A draft in the thread of the mail that is answered; a fresh one where that is not in this mailbox (any more).

    Fresh ones are empty, to nobody: where the answer to this call gets lost nobody sends what lies there by mistake.
    """
    # createReply takes no fields of our own, and a mail that no person wrote has to carry some.
    answered = "" if outbound.automatic else graph_id(outbound.reply_to, address=mailbox.address)
    if answered:
        try:
            return graph.create_reply(mailbox.address, answered)
        except WorkError as error:
            if error.code != GONE:
                raise
    return graph.create_draft(mailbox.address, {"subject": outbound.subject} | marks.for_graph(outbound))


def _above(letter: Letter, draft: Draft) -> tuple[str, str]:
    """Kind and content of the body: ours above what the draft has of the answered mail."""
    quoted = draft.body.content if draft.body else ""
    if not quoted.strip():
        return "HTML", letter.as_html()
    if draft.body and draft.body.kind == "text":
        return "Text", letter.above_text(quoted)
    return "HTML", letter.above_html(quoted)


def _fields(outbound: Outbound, body: tuple[str, str]) -> dict[str, object]:
    """Every address is said, so that nobody is added by Microsoft's own idea of who should get a reply."""
    only = outbound.recipient_name if len(outbound.recipients) == 1 else ""
    return {
        "subject": outbound.subject,
        "body": {"contentType": body[0], "content": body[1]},
        "toRecipients": graph.recipients([(row.value, row.name or only) for row in outbound.recipients]),
        "ccRecipients": graph.recipients(_pairs(outbound.cc)),
        "bccRecipients": [],
    }


def _pairs(addresses: Sequence[Address]) -> list[tuple[str, str]]:
    return [(row.value, row.name) for row in addresses]


def _attach(
    mailbox: Mailbox, draft: Draft, outbound: Outbound, *, begun_before: bool, step: Callable[[], None]
) -> None:
    if not outbound.files:
        return
    there = graph.files(mailbox.address, draft.id) if begun_before else []
    for position, file in _missing(there, outbound.files):
        step()
        if file.size < graph.DIRECT_LIMIT:
            graph.add_file(mailbox.address, draft.id, file)
        else:
            uploads.attach(mailbox.address, draft.id, file, position=position, step=step)


def _missing(there: Sequence[str], files: Sequence[OutboundFile]) -> Iterator[tuple[int, OutboundFile]]:
    """The files that an earlier attempt did not get as far as, each with its place among all."""
    left = Counter(there)
    for position, file in enumerate(files):
        if left[file.filename]:
            left[file.filename] -= 1
        else:
            yield position, file


def _send(mailbox: Mailbox, draft: Draft) -> Sent | None:
    """None: it got no answer and still is a draft, or is on its way. The next attempt looks before it sends."""
    try:
        graph.send_draft(mailbox.address, draft.id)
    except WorkError as error:
        if error.code == GONE:  # it may have left by an earlier call, whose answer got lost
            error = WorkError(error.message, code=error.code, outcome_unknown=True)
        if not error.outcome_unknown or error.retry_after is not None:
            raise error from None
        if not _went_out(mailbox, draft, error):
            return None
    return _sent(mailbox, draft)


def _went_out(mailbox: Mailbox, draft: Draft, error: WorkError) -> bool:
    """Raises `error` itself where Microsoft cannot be asked either, or the draft is gone: it is settled later."""
    try:
        now = _seen(mailbox, draft.id)
    except WorkError as asked:  # the wait that it names is kept like any other
        words = f"{error.message} {asked.message}"
        raise WorkError(words, retry_after=asked.retry_after, code=error.code, outcome_unknown=True) from asked
    if now is None:
        raise error
    return not now.is_draft


def _sent(mailbox: Mailbox, draft: Draft) -> Sent:
    mailboxes.sent(mailbox.pk)
    return Sent(
        external_id=external_id(mailbox.address, draft.id),
        message_id=_bare(draft.message_id),
        thread_key=draft.conversation_id,
    )


def _bare(message_id: str) -> str:
    return message_id.strip().strip("<>")
