"""The strip on the composer's edge: the chat message that the answer is going to quote."""

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


def asked(request: DeskRequest, inquiry: Inquiry, form: ReplyForm | None) -> Strip | None:
    """Of the message in ?quote=, or the one that a form came back with."""
    pk = number(form.data.get("quotes", "") if form else request.GET.get("quote", ""))
    return strip(inquiry, pk, viewer=request.user) if pk else None


def strip(inquiry: Inquiry, pk: int, *, viewer: User) -> Strip | None:
    """None where the conversation has no such chat message."""
    row = _find(inquiry, pk)
    if row is None:
        return None
    return Strip(row.pk, bubbles.writer(row, contact=inquiry.contact.name, viewer=viewer), bubbles.snippet(row))


def chosen(inquiry: Inquiry, given: str) -> Message | None:
    """The message that a form names; None where it names none. InvalidInput where it is not in this conversation."""
    if not given:
        return None
    pk = number(given)
    row = _find(inquiry, pk) if pk else None
    if row is None:
        raise InvalidInput(_("The message to quote is not in this conversation."))
    return row


def _find(inquiry: Inquiry, pk: int) -> Message | None:
    rows = inquiry.messages.filter(pk=pk, channel=Message.Channel.WHATSAPP).exclude(kind__in=reactions.WORDLESS)
    return rows.select_related("author").defer("html", "quoted_text", "search_text").first()
