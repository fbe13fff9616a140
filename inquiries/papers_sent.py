"""Pictures and scans of passports that no file name tells of: their sender's words do, with them or right beside them.

On WhatsApp words and pictures come as messages of their own, in any order, so both look for the other. In the
transaction of intake; a message that speaks of no paper costs no query.
"""

import re
from collections.abc import Sequence
from datetime import timedelta

from django.db.models import Q, QuerySet

from inquiries import care
from inquiries.care import handed
from inquiries.models import Attachment, Message

_NEAR = timedelta(minutes=5)
_LOGO = 60_000  # bytes; what stands in the text of a mail is a photo from a phone, or, where it is smaller, a logo
_NO_WORDS = re.compile(r"\s*(?:\[[^\]\n]*\][^\n]*)?\s*")  # what stands for a file without a caption


def mark(message: Message, files: Sequence[Attachment]) -> None:
    """A message came in with `files`: what it says of them, or of those that came without a word, counts from now."""
    if message.is_out or message.automatic:
        return
    words = message.own_words
    shown = [row for row in files if not row.sensitive and _may_be_one(row)]
    if _speaks(words, caption=bool(shown)):
        rows = shown
        if not files:
            rows = [row for row in _silent_ones(message) if _may_be_one(row)]
    elif shown and _NO_WORDS.fullmatch(words):
        rows = shown if any(handed.says(text) for text in _said_near(message)) else []
    else:
        rows = []
    if rows:
        Attachment.objects.filter(pk__in=[row.pk for row in rows]).update(sensitive=True)
        for row in rows:
            row.sensitive = True


def _speaks(words: str, *, caption: bool) -> bool:
    """Either it says what it is, or a caption has the lines for machines or the number of one in it."""
    if handed.says(words, caption=caption):
        return True
    return caption and any(found.kind == "passport" for found in care.find(words))


def _may_be_one(row: Attachment) -> bool:
    kind = row.content_type.partition(";")[0].strip().lower()
    if not (kind.startswith("image/") or kind == "application/pdf"):
        return False
    return not row.inline or (row.size or 0) >= _LOGO


def _near(message: Message) -> QuerySet[Message]:
    """What the same person wrote in the same conversation, minutes before or after."""
    span = (message.sent_at - _NEAR, message.sent_at + _NEAR)
    rows = Message.objects.filter(inquiry=message.inquiry_id, contact=message.contact_id, channel=message.channel)
    return rows.filter(direction=Message.Direction.IN, automatic="", sent_at__range=span).exclude(pk=message.pk)


def _silent_ones(message: Message) -> list[Attachment]:
    silent = _near(message).filter(Q(text="") | Q(text__startswith="["))
    rows = Attachment.objects.filter(message__in=silent, sensitive=False).select_related("message")
    return [
        row
        for row in rows.only("content_type", "inline", "size", "message__text", "message__signature_at")
        if _NO_WORDS.fullmatch(row.message.own_words)
    ]


def _said_near(message: Message) -> list[str]:
    return list(_near(message).filter(attachments=None).values_list("text", flat=True)[:20])


__all__ = ["mark"]
