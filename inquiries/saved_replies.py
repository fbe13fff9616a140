"""Saved replies: who may change which, and their files, whose bytes are stored as those of an answer."""

from collections.abc import Collection, Sequence

from django.db import transaction

from inquiries import attachments
from inquiries.envelope import OutboundFile
from inquiries.models import SavedReply, SavedReplyFile, User

MAY_TEAM = "inquiries.change_savedreply"


def may_change(reply: SavedReply, user: User) -> bool:
    """Their own, and the team's for managers."""
    return reply.owner_id == user.pk if reply.owner_id else user.has_perm(MAY_TEAM)


def save(
    reply: SavedReply, *, files: Sequence[tuple[str, Sequence[OutboundFile]]] = (), dropped: Collection[int] = ()
) -> None:
    """Keep a checked reply. `files`: new ones by language. `dropped`: keys of those that go along no more, which go
    too where their language was taken out."""
    kept = [(language, attachments.keep(several)) for language, several in files]
    with transaction.atomic():
        reply.save()
        reply.files.filter(pk__in=dropped).delete()
        reply.files.exclude(language__in=["", *reply.texts]).delete()
        SavedReplyFile.objects.bulk_create(
            SavedReplyFile(
                reply=reply,
                language=language,
                filename=file.filename,
                content_type=file.content_type,
                size=file.size,
                sha256=file.sha256,
                blob=file.blob,
            )
            for language, several in kept
            for file in several
        )
