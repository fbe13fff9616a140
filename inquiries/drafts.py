"""What people have begun to write: saved as it is typed, theirs alone, gone in the transaction that queues the reply.

Each save says which version it started from. A second window of the same person that holds older text is refused
instead of writing over the newer one.
"""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from typing import Any

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from inquiries import attachments, care, recipients, standing
from inquiries.envelope import OutboundFile, clean
from inquiries.errors import InvalidInput
from inquiries.models import Attachment, Draft, DraftFile, Inquiry, Message, User

logger = structlog.get_logger(__name__)

FILES = 30  # of one draft
_BATCH = 200
_TYPED = Draft.TYPED


class Newer(InvalidInput):
    """Another window of the same person has saved since; `draft` is what it saved."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(_("A newer draft from your other window."))
        self.draft = draft


class AlreadySent(InvalidInput):
    """What this window goes on writing has been sent, by another or unheard by this one; `message` is its first row."""

    def __init__(self, message: Message) -> None:
        super().__init__(_("This has been sent already."))
        self.message = message


def new_word() -> str:
    """What a reply is known by from its first letter on (Message.composed)."""
    return secrets.token_urlsafe(16)


def kind_of(channel: str) -> Draft.Kind:
    return Draft.Kind.NOTE if channel == Message.Channel.NOTE else Draft.Kind.REPLY


def of(inquiry: Inquiry, author: User) -> QuerySet[Draft]:
    """A person's drafts here, and in what was joined to this inquiry while they wrote; the last one first."""
    here = Q(inquiry=inquiry) | Q(inquiry__merged_into=inquiry)
    return Draft.objects.filter(here, author=author).prefetch_related("files").order_by("-updated_at", "-pk")


def find(inquiry: Inquiry, author: User, kind: str) -> Draft | None:
    return of(inquiry, author).filter(kind=kind).first()


def save(
    inquiry: Inquiry,
    *,
    author: User,
    channel: str,
    typed: Mapping[str, str],
    version: int,
    composed: str,
    over: Collection[str] = (),
) -> Draft | None:
    """Keep what is `typed` (names of Draft.TYPED), which began from `version` (0: from nothing); None once it is empty.

    Newer, AlreadySent where another window was faster. The same save again (its answer got lost) changes nothing.
    `over`: texts that this window has sent before and not heard of: whichever of them is here was its own.
    """
    columns: dict[str, Any] = {name: _fit(name, typed.get(name, "")) for name in _TYPED} | {"channel": channel}
    _check_unsent(author, composed)
    kind = kind_of(channel)
    there = find(inquiry, author, kind)
    if there is None:
        if not columns["text"].strip():
            return None
        try:
            return _begin(inquiry, author, kind, columns, composed)
        except Newer as error:
            there = error.draft
    if all(getattr(there, name) == value for name, value in columns.items()):
        return there
    # The other window's save moves the version: then no row matches. One without words (its files came first) has
    # nothing that could be lost.
    ours = Q(version=version) | Q(text__in=["", *(_fit("text", text) for text in over)])
    moved = Draft.objects.filter(ours, pk=there.pk)
    if not columns["text"].strip() and _let_go(inquiry, moved):
        return None
    if there.inquiry_id != inquiry.pk and not inquiry.drafts.filter(author=author, kind=kind).exists():
        columns["inquiry"] = inquiry  # of one that was joined to this inquiry; a second draft stays with its own
    with transaction.atomic():  # together: a reply that waits for it takes it away
        if moved.update(**columns, version=F("version") + 1, updated_at=timezone.now()):
            there.refresh_from_db()
            return there
    _check_unsent(author, composed)  # it went out this very moment, and its draft with it
    raise Newer(find(inquiry, author, kind) or there)


def _let_go(inquiry: Inquiry, rows: QuerySet[Draft]) -> bool:
    """Delete a draft that has no words any more, unless it has files; another window may be at it with one."""
    with transaction.atomic():
        standing.lock(inquiry.pk)  # as add_files does: the file is there by now, or finds no draft
        empty = rows.filter(files=None).select_for_update(of=("self",))  # of one that is typed into, nothing is found
        return bool(Draft.objects.filter(pk__in=list(empty.values_list("pk", flat=True))).delete()[0])


def _check_unsent(author: User, composed: str) -> None:
    sent = sent_as(composed, author)
    if sent is not None:
        raise AlreadySent(sent)


def sent_as(composed: str, author: User) -> Message | None:
    """The first row of the reply that has gone out, or was taken back, by this word; None: none has."""
    return Message.objects.filter(author=author, composed=composed, part=0).first() if composed else None


def _fit(name: str, value: str) -> str:
    limit = Draft._meta.get_field(name).max_length  # type: ignore[union-attr]
    return clean(value, limit) if limit else clean(value)


def _begin(inquiry: Inquiry, author: User, kind: str, columns: Mapping[str, str], composed: str) -> Draft:
    try:
        with transaction.atomic():
            standing.lock(inquiry.pk)  # a reply on its way takes its draft along: none begins behind it
            _check_unsent(author, composed)
            return Draft.objects.create(
                inquiry=inquiry, author=author, kind=kind, composed=composed or new_word(), **columns
            )
    except IntegrityError:  # the other window began at the same moment
        there = find(inquiry, author, kind)
        if there is None:
            raise
        raise Newer(there) from None


def add_files(
    inquiry: Inquiry, *, author: User, channel: str, files: Sequence[OutboundFile], composed: str = ""
) -> Draft:
    """Keep files with the draft, which begins with them where there is none. InvalidInput where they are too large.

    Where another window has sent what `composed` names, they are kept for the next reply, which has another word.
    """
    kind = kind_of(channel)
    _check_room(find(inquiry, author, kind), files)
    kept = attachments.keep(files)  # before the transaction: it takes its time
    with transaction.atomic():
        standing.lock(inquiry.pk)  # a reply on its way takes its draft along: no file is put into one that goes
        draft = find(inquiry, author, kind)
        if draft is None:
            try:
                draft = _begin(inquiry, author, kind, {"channel": channel}, composed)
            except Newer as error:
                draft = error.draft
            except AlreadySent:  # by another window, while this file was on its way: it is for the next reply
                draft = _begin(inquiry, author, kind, {"channel": channel}, "")
        DraftFile.objects.bulk_create(DraftFile(draft=draft, **asdict(file)) for file in kept)
        Draft.objects.filter(pk=draft.pk).update(updated_at=timezone.now())
    return of(inquiry, author).get(pk=draft.pk)  # with these files too


def _check_room(draft: Draft | None, files: Sequence[OutboundFile]) -> None:
    there = draft.files.aggregate(size=Sum("size"))["size"] or 0 if draft else 0
    most = settings.UPLOAD_MAX_BYTES
    if there + sum(file.size for file in files) > most:
        raise InvalidInput(
            _("The files are too large: %(limit)s MB at most together. Send a link instead.") % {"limit": most // 2**20}
        )
    if len(files) + (draft.files.count() if draft else 0) > FILES:
        raise InvalidInput(_("Too many files: %(limit)s at most in one reply.") % {"limit": FILES})


def remove_file(draft: Draft, pk: int) -> None:
    """Take a file out again; with the last one goes a draft without words. Its bytes go with the daily round."""
    draft.files.filter(pk=pk).update(draft=None)
    if not draft.text.strip():
        _let_go(draft.inquiry, Draft.objects.filter(pk=draft.pk, text=draft.text))


def _has_files(draft: Draft) -> bool:
    return DraftFile.objects.filter(draft=draft).exists()  # now, not when the draft was read


def outbound(inquiry: Inquiry, author: User, channel: str, pks: Collection[int]) -> list[OutboundFile]:
    """The files of a person's draft that a form names, in their order. InvalidInput where one is not there any more."""
    if not pks:
        return []
    draft = find(inquiry, author, kind_of(channel))
    rows = list(draft.files.filter(pk__in=pks)) if draft else []
    try:
        sizes = [attachments.size_of(row.blob) for row in rows]
    except FileNotFoundError:
        sizes = []
    if len(sizes) != len(set(pks)):
        raise InvalidInput(_("A file of this draft is not there any more. Attach it again."))
    return [
        OutboundFile(
            filename=row.filename,
            content_type=row.content_type,
            opener=partial(attachments.open_blob, row.blob),
            stored_size=size,
        )
        for row, size in zip(rows, sizes, strict=True)
    ]


def use(
    inquiry: Inquiry, *, author: User, channel: str, text: str, version: int | None, files: Collection[int]
) -> None:
    """The reply is queued: its draft goes, in that transaction. What another window wrote since stays, and so do files
    that the form did not show."""
    draft = find(inquiry, author, kind_of(channel))
    if draft is None:
        return
    draft.files.filter(pk__in=files).delete()  # the message has them now
    same = draft.text.strip() in ("", text.strip()) or (version is not None and draft.version <= version)
    if not same:
        return
    if not _has_files(draft):
        draft.delete()
        return
    emptied = dict.fromkeys(_TYPED, "") | {"channel": draft.channel, "composed": new_word()}
    rows = Draft.objects.filter(pk=draft.pk)
    rows.update(**emptied, version=F("version") + 1, updated_at=timezone.now())  # nobody gives it back any more


def bring_back(parts: Sequence[Message]) -> Draft | None:
    """Make a draft of its author again of a reply that did not go out, given as its rows; their files move into it.

    Above what the author has written since. None: it has no author any more.
    """
    first = parts[0]
    if first.author is None:
        return None
    there = Draft.objects.filter(author=first.author, inquiry=first.inquiry, kind=Draft.Kind.REPLY).first()
    draft = there or Draft(author=first.author, inquiry=first.inquiry, kind=Draft.Kind.REPLY)
    text = next((part.text for part in parts if part.text), "")
    draft.text = "\n\n".join(words for words in (text, draft.text) if words.strip())
    draft.channel, draft.composed, draft.updated_at = first.channel, new_word(), timezone.now()
    draft.version = draft.version + 1 if there else 1
    answered = str(first.reply_to_id or "")
    if first.channel == Message.Channel.EMAIL:
        draft.subject, draft.answers = first.subject[:250], answered
        draft.to, draft.cc = (recipients.written(recipients.load(column)) for column in (first.to, first.cc))
    else:
        draft.quotes = answered
    draft.asked = ",".join(str(item.get("field", "")) for item in first.asked)[:500]
    draft.save()
    _move_files(parts, draft)
    return draft


def seal(draft: Draft, files: Sequence[int]) -> dict[str, Any]:
    """How a draft stands right after `bring_back`, by which `give_back` knows that nobody has gone on with it.

    `files`: how many each part of the reply had. JSON.
    """
    stands = {"draft": draft.pk, "updated_at": draft.updated_at.isoformat(), "has": draft.files.count()}
    return stands | {"files": list(files)}


def give_back(parts: Sequence[Message], kept: Mapping[str, Any]) -> bool:
    """The reverse of `bring_back`: words and files are the reply's again, what its author had written beside it stays.

    False, and nothing is changed, where they have gone on with the draft. `kept`: as `seal` gave it.
    """
    there = Draft.objects.select_for_update()  # a save that comes now finds what is left
    draft = there.filter(pk=kept["draft"], updated_at=kept["updated_at"]).first()
    if draft is None:
        return False
    files = list(draft.files.order_by("pk"))
    if len(files) != kept["has"] or len(parts) != len(kept["files"]):
        return False
    moved = iter(files[len(files) - sum(kept["files"]) :])
    for part, count in zip(parts, kept["files"], strict=True):
        _attach(part, list(islice(moved, count)))
    text = next((part.text for part in parts if part.text), "")
    rest = draft.text.removeprefix(text).removeprefix("\n\n")
    if rest.strip() or _has_files(draft):
        left = Draft.objects.filter(pk=draft.pk)
        left.update(text=rest, composed=new_word(), version=F("version") + 1, updated_at=timezone.now())
    else:
        draft.delete()
    return True


def _attach(message: Message, files: Sequence[DraftFile]) -> None:
    names = [field.name for field in fields(attachments.Kept)]
    attachments.add_kept(message, [attachments.Kept(**{name: getattr(row, name) for name in names}) for row in files])
    DraftFile.objects.filter(pk__in=[row.pk for row in files]).delete()


def _move_files(parts: Sequence[Message], draft: Draft) -> None:
    rows = Attachment.objects.filter(message__in=parts).order_by("message__part", "position")
    names = ("filename", "content_type", "size", "sha256", "blob")
    DraftFile.objects.bulk_create(
        DraftFile(draft=draft, **{name: getattr(row, name) for name in names}) for row in rows
    )
    rows.order_by().delete()


def expire(now: datetime | None = None) -> int:
    """Let go of what was begun and left for DRAFT_KEEP_DAYS, and of bytes that no draft has any more; gives how many
    drafts. Safe to repeat."""
    border = (now or timezone.now()) - timedelta(days=settings.DRAFT_KEEP_DAYS)
    gone = Draft.objects.filter(updated_at__lt=border).delete()[1].get(Draft._meta.label, 0)
    for row in DraftFile.objects.filter(draft=None).order_by("pk")[: _BATCH * 25]:
        if attachments.drop(row.blob):
            row.delete()
    if gone:
        logger.info("drafts_expired", count=gone)
    return gone


def snippet(draft: Draft) -> str:
    """How it begins, for a line that offers it."""
    words = " ".join(care.masked(draft.text).split())
    return words if len(words) <= 120 else f"{words[:119].rstrip()}…"
