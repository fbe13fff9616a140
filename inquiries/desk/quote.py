"""The strip on the composer's edge: the chat message that the answer is going to quote."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from inquiries import reactions
from inquiries.desk import bubbles
from inquiries.desk.forms_inquiry import ReplyForm
from inquiries.desk.http import DeskRequest, number
from inquiries.errors import InvalidInput
from inquiries.models import Inquiry, Message, User


@dataclass(frozen=True)
class Strip:
    pk: int
    who: str
    words: str


def asked(
    request: DeskRequest, inquiry: Inquiry, form: ReplyForm | None, *, loaded: Iterable[Message] = ()
) -> Strip | None:
    """Of the message in ?quote=, or the one that a form came back with. `loaded`: messages of the conversation."""
    pk = number(form.data.get("quotes", "") if form else request.GET.get("quote", ""))
    return strip(inquiry, pk, viewer=request.user, loaded=loaded) if pk else None


def strip(inquiry: Inquiry, pk: int, *, viewer: User, loaded: Iterable[Message] = ()) -> Strip | None:
    """None where the conversation has no such chat message."""
    row = next((row for row in loaded if row.pk == pk and _is_quotable(row)), None) or _find(inquiry, pk)
    if row is None:
        return None
    return Strip(
        row.pk, bubbles.writer(row, contact=bubbles.customer(row, inquiry), viewer=viewer), bubbles.snippet(row)
    )


def chosen(inquiry: Inquiry, given: str) -> Message | None:
    """The message that a form names; None where it names none. InvalidInput where it is not in this conversation."""
    if not given:
        return None
    pk = number(given)
    row = _find(inquiry, pk) if pk else None
    if row is None:
        raise InvalidInput(_("The message to quote is not in this conversation."))
    return row


def _is_quotable(row: Message) -> bool:
    return row.channel == Message.Channel.WHATSAPP and row.kind not in reactions.WORDLESS


def _find(inquiry: Inquiry, pk: int) -> Message | None:
    rows = inquiry.messages.filter(pk=pk, channel=Message.Channel.WHATSAPP).exclude(kind__in=reactions.WORDLESS)
    return rows.select_related("author", "identity__contact").defer("html", "quoted_text", "search_text").first()
