"""The list columns of an inquiry computed anew from its messages: after messages went to another one, or came back.

What intake and replies bring forward message by message (standing.py) is here told from all of them together.
"""

from django.db.models import Q

from inquiries import answer_times, resting, search, standing, windows
from inquiries.models import Attachment, Inquiry, Message

_UNTOLD = Q(automatic=Inquiry.Parked.BOUNCE) | Q(kind="system")  # they tell of others; as standing.moved has it
# Of ours, what never moves the list: acknowledgments, and reactions from the desk.
_NO_NEWS = Q(automatic=Inquiry.Parked.AUTO_REPLY) | (Q(kind="reaction") & ~Q(author=None))


def recount(inquiry: Inquiry) -> None:
    """Write what lists show of a locked inquiry. One without messages keeps its last time, and shows nothing else."""
    spoken = inquiry.messages.exclude(channel=Message.Channel.NOTE).exclude(state=Message.State.CANCELLED)
    channels = set(spoken.order_by().values_list("channel", flat=True).distinct())
    inquiry.has_email = Message.Channel.EMAIL in channels
    inquiry.has_whatsapp = Message.Channel.WHATSAPP in channels
    files = Attachment.objects.filter(message__inquiry=inquiry)
    inquiry.file_count = files.filter(inline=False).count()
    inquiry.failed_count = inquiry.messages.unsettled().count() + files.failed().count()
    _show_last(inquiry, _last(inquiry))
    standing.wait_since(inquiry, standing.needs_reply_since(inquiry))
    inquiry.promise_due_at = standing.promise_due_at(inquiry)
    inquiry.scheduled_at = standing.scheduled_at(inquiry.pk)
    if inquiry.has_whatsapp:
        inquiry.window_closes_at = windows.of(inquiry, windows.of_contact(inquiry.contact))
    else:
        inquiry.window_closes_at = None
    inquiry.search_text = search.document(inquiry)
    resting.shorten(inquiry)
    inquiry.save(update_fields=[*standing.MOVED, "promise_due_at", "snoozed_until", "scheduled_at", "search_text"])
    answer_times.settle(inquiry.pk)


def _last(inquiry: Inquiry) -> Message | None:
    """The latest by its own clock; where all that was said is told of others, the first."""
    ours = Q(direction=Message.Direction.OUT)  # a note that came in is what the customer said on the phone
    spoken = inquiry.messages.exclude(ours & (Q(channel=Message.Channel.NOTE) | _NO_NEWS)).exclude(standing.UNSAID)
    rows = spoken.select_related("author").defer("html", "quoted_text", "search_text")
    return rows.exclude(_UNTOLD).order_by("-sent_at", "-pk").first() or rows.order_by("pk").first()


def _show_last(inquiry: Inquiry, last: Message | None) -> None:
    if last is None:
        inquiry.last_message_text = inquiry.last_message_direction = inquiry.last_message_author = ""
        return
    inquiry.last_message_at = last.sent_at
    inquiry.last_message_text = standing.preview(last)
    inquiry.last_message_direction = last.direction
    inquiry.last_message_author = standing.author(last)
