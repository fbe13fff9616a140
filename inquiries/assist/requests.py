"""A person asks for something to be written: the row, once for the same question. work/assisting.py has it written.

What needs no model is written at once, in the request. Nothing here calls a vendor.
"""

import hashlib
from collections.abc import Sequence

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from inquiries import care, languages
from inquiries.assist import drafts, summaries, transcripts, translations, writing
from inquiries.doorbell import ring
from inquiries.envelope import clean
from inquiries.errors import InvalidInput
from inquiries.extraction import leaving
from inquiries.models import Assist, Attachment, Fact, Inquiry, Message, User

Kind, State, Engine = Assist.Kind, Assist.State, Assist.Engine
TASK = Assist.TASKS[State.WAITING]
NO_KEY = gettext_noop("OpenAI is not set up here (OPENAI_API_KEY).")
NEVER = gettext_noop("What comes to this mailbox or number is never given to OpenAI.")
FROM_FACTS = gettext_noop("It was put together from what is known of the trip.")
TYPED_LIMIT = 20_000  # characters of a reply that is translated


def available() -> bool:
    """Whether there is an OpenAI to ask at all: without one nobody is offered a translation or a transcript."""
    return bool(settings.OPENAI_API_KEY)


def known(inquiry: Inquiry) -> list[Fact]:
    """What is current or proposed."""
    rows = inquiry.facts.filter(state__in=[Fact.State.CURRENT, Fact.State.PROPOSED])
    return list(rows.select_related("author").order_by("pk"))


def draft(inquiry: Inquiry, *, channel: str, actor: User, again: bool = False) -> Assist:
    """A reply for `channel` in the customer's language. `again`: another one, though nothing has changed."""
    if channel not in settings.CHANNELS:
        raise InvalidInput(_("Choose mail or WhatsApp first: a note needs no draft."))
    facts = known(inquiry)
    row = Assist(inquiry=inquiry, kind=Kind.DRAFT, channel=channel, requested_by=actor)
    row.language = drafts.language_of(inquiry)[:12]
    row.asked = list(drafts.asked_for(inquiry, facts))
    if not _may_leave(inquiry):
        return _finished(compose(row, facts, why=NEVER if available() else ""))
    stamp = f"{_stamp(inquiry, facts)} {actor.pk} {writing.version(drafts.PROMPT)}"
    return _asked(row, channel, row.language, stamp, again=again)


def summary(inquiry: Inquiry, *, actor: User, again: bool = False) -> Assist:
    """For who takes the inquiry over, in the desk's language."""
    facts = known(inquiry)
    row = Assist(inquiry=inquiry, kind=Kind.SUMMARY, language=settings.DESK_LANGUAGE, requested_by=actor)
    if not _may_leave(inquiry):
        return _finished(compose(row, facts, why=NEVER if available() else ""))
    stamp = f"{_stamp(inquiry, facts)} {inquiry.status} {inquiry.assignee_id} {writing.version(summaries.PROMPT)}"
    return _asked(row, row.language, stamp, again=again)


def translation(message: Message, *, actor: User, again: bool = False) -> Assist:
    """Of a message, for staff. InvalidInput, in words for people, where there is nothing to ask or nobody."""
    _need_key()
    words = translations.source(Assist(message=message))
    if not words:
        raise InvalidInput(_("There are no words to translate."))
    if not leaving.may_leave(message):
        raise InvalidInput(_(NEVER))
    row = Assist(inquiry=message.inquiry, message=message, kind=Kind.TRANSLATION, requested_by=actor)
    row.language = settings.DESK_LANGUAGE
    return _asked(row, row.language, words, writing.version(translations.PROMPT), again=again)


def outgoing(inquiry: Inquiry, *, text: str, actor: User, again: bool = False) -> Assist:
    """Of what was typed, into the customer's language."""
    _need_key()
    row = Assist(inquiry=inquiry, kind=Kind.OUTGOING, requested_by=actor, source=clean(text, TYPED_LIMIT + 1).strip())
    row.language = drafts.language_of(inquiry)[:12]
    if not row.source:
        raise InvalidInput(_("Write something first, then it can be translated."))
    if len(row.source) > TYPED_LIMIT:
        raise InvalidInput(
            _("At most %(limit)s characters can be translated at once.")
            % {"limit": number_format(TYPED_LIMIT, force_grouping=True)}
        )
    if not _may_leave(inquiry):
        raise InvalidInput(_(NEVER))
    return _asked(row, row.language, row.source, writing.version(translations.PROMPT), again=again)


def transcript(file: Attachment, *, actor: User, again: bool = False) -> Assist:
    """Of a voice note."""
    _need_key()
    why = transcripts.why_not(file)
    if why or not leaving.may_leave(file.message):
        raise InvalidInput(why or _(NEVER))
    row = Assist(inquiry=file.message.inquiry, message=file.message, attachment=file, kind=Kind.TRANSCRIPT)
    row.requested_by = actor
    return _asked(row, file.sha256, transcripts.version(), again=again)


def compose(row: Assist, facts: Sequence[Fact], *, why: str = "") -> Assist:
    """Fill a draft or a summary by its template; `why` OpenAI did not write it. The row is not saved."""
    with languages.of_rows():
        if row.kind == Kind.DRAFT:
            made = drafts.template(row.inquiry, facts, channel=row.channel, actor=row.requested_by)
            row.text, row.language, row.asked = care.masked(made.text), made.language, list(made.fields)
        else:
            row.text, row.language = care.masked(summaries.template(row.inquiry, facts)), "en"
        row.engine, row.version = Engine.TEMPLATE, ""
        row.note = f"{why} {FROM_FACTS}"[:500] if why else ""
    return row


def _finished(row: Assist) -> Assist:
    row.state, row.key = State.DONE, _key(row)
    row.save(force_insert=True)
    return row


def _asked(row: Assist, *question: object, again: bool) -> Assist:
    """The row that answers this question: one that is being written or was, else a new one that is due now."""
    row.key = _key(row, *question)
    same = Assist.objects.filter(key=row.key).order_by("-pk")
    waiting = same.filter(state=State.WAITING).first()
    done = None if again else same.filter(state=State.DONE, engine=Engine.OPENAI).first()
    if there := waiting or done:
        return there
    row.due_at = timezone.now()
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            ring(TASK, row.pk)
    except IntegrityError:
        # The other of two clicks was faster. It may even be written by now.
        return same.get(state=State.WAITING) if same.filter(state=State.WAITING).exists() else same[0]
    return row


def _key(row: Assist, *question: object) -> str:
    whole = (row.kind, row.inquiry_id, row.message_id, row.attachment_id, *question)
    return hashlib.sha256("\0".join(map(str, whole)).encode()).hexdigest()


def _stamp(inquiry: Inquiry, facts: Sequence[Fact]) -> str:
    """Changes whenever the conversation, the trip or the promises do."""
    last = inquiry.messages.aggregate(last=Max("pk"))["last"]
    trip = ",".join(f"{fact.pk}{fact.state[0]}" for fact in facts)
    return f"{last} {trip} {inquiry.promise_due_at}"


def _may_leave(inquiry: Inquiry) -> bool:
    return available() and leaving.conversation_may_leave(inquiry)


def _need_key() -> None:
    if not available():
        raise InvalidInput(_(NO_KEY))
