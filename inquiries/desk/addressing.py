"""To and Cc in the composer: what is proposed, what was typed, what is wrong with it, and what it changes."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from inquiries import channels, recipients, replies
from inquiries.desk.conversation import Thread
from inquiries.desk.forms_inquiry import ReplyForm
from inquiries.desk.http import DeskRequest
from inquiries.envelope import Address
from inquiries.errors import InvalidInput
from inquiries.models import Inquiry, Message

AGREE_FIRST = _("Somebody new would get this mail. Say yes to the address, or take it out.")


@dataclass(frozen=True, kw_only=True)
class Said:
    """What stands under the two fields. `left_out` may be added by a click; `agree` is what a tick says yes to."""

    to_error: str = ""
    cc_error: str = ""
    strangers: tuple[Address, ...] = ()
    added: tuple[Address, ...] = ()
    left_out: tuple[Address, ...] = ()
    agree: str = ""
    agreed: bool = False

    @property
    def may_be_sent(self) -> bool:
        return not self.to_error and not self.cc_error and (self.agreed or not self.agree)


@dataclass(frozen=True, kw_only=True)
class Fields:
    """The two fields. `answers`: the mail that is answered. `pointed`: somebody chose that one by hand."""

    to: str
    cc: str
    answers: Message | None
    pointed: bool
    account: str
    closing: str
    said: Said


def route_of(
    inquiry: Inquiry, offered: list[replies.Route], answers: str, *, loaded: Iterable[Message] = ()
) -> tuple[replies.Route | None, bool]:
    """The way by mail, to the mail that a page named by its number, else to the last one. `loaded`: messages of the
    conversation."""
    route = next((row for row in offered if row.channel == Message.Channel.EMAIL and row.address), None)
    if route is None:
        return None, False
    chosen = next((row for row in loaded if str(row.pk) == answers and replies.is_answerable(row)), None)
    chosen = chosen or replies.answerable(inquiry, answers)
    return replies.answering(route, chosen), chosen is not None


def fields(
    request: DeskRequest,
    inquiry: Inquiry,
    offered: list[replies.Route],
    form: ReplyForm | None = None,
    *,
    thread: Thread | None = None,
) -> Fields | None:
    """None: no mail can be sent from here. With a `form` that came back, what was typed stays. `thread`: the newest of
    the conversation, where it is loaded."""
    typed = form is not None and "to" in form.data
    route, pointed = route_of(inquiry, offered, _answers(request, form), loaded=thread.loaded if thread else ())
    if route is None:
        return None
    proposal = recipients.propose(route.answers, route.identity, loaded=thread.loaded if thread else None)
    account = route.account
    return Fields(
        to=form.data["to"] if form and typed else recipients.written(proposal.to),
        cc=form.data.get("cc", "") if form and typed else recipients.written(proposal.cc),
        answers=route.answers,
        pointed=pointed and form is None,
        account=account,
        closing=channels.get(route.channel).closing(account, author_name=str(request.user)),
        said=judge(inquiry, route, form) if form and typed else Said(left_out=proposal.offered),
    )


def judge(inquiry: Inquiry, route: replies.Route, form: ReplyForm) -> Said:
    """Whether the typed addresses are some, are meant, and leave nobody out."""
    wrong = {name: " ".join(map(str, form.errors.get(name, ()))) for name in ("to", "cc")}
    if any(wrong.values()):
        return Said(to_error=wrong["to"], cc_error=wrong["cc"])
    to, cc = form.cleaned_data.get("to", ()), form.cleaned_data.get("cc", ())
    try:
        recipients.check_chosen(to, cc)
    except InvalidInput as error:
        return Said(to_error=str(error))
    change = recipients.change(route.answers, route.identity, inquiry, [*to, *cc])
    return Said(
        strangers=change.strangers,
        added=change.added,
        left_out=change.left_out,
        agree=" ".join(change.to_agree),
        agreed=set(change.to_agree) <= set(form.cleaned_data.get("agreed", "").split()),
    )


def _answers(request: DeskRequest, form: ReplyForm | None) -> str:
    return str(form.data.get("answers", "")) if form is not None else request.GET.get("answer", "")
