"""Notes that hand something over: "@nora please take this" assigns the inquiry and tells the person, as one act."""

import re
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from inquiries import held, notices, replies, search, standing, workflow
from inquiries.envelope import clean
from inquiries.errors import InvalidInput
from inquiries.held import Composing
from inquiries.models import Inquiry, Message, Notice, User

# Not in a mail address, and not the point that ends a sentence.
_MENTION = re.compile(r"(?<![\w@.+-])@([\w+-]+(?:\.[\w+-]+)*)")
_MOST = 12  # people in one note


def keep(inquiry: Inquiry, *, author: User, text: str, composing: Composing | None = None) -> Message:
    """Keep a note, once. The first colleague that it names gets the inquiry, and all of them are told.

    `composing`: what its page knows of it.
    InvalidInput, in words for people, where a name could be two people, or there is nothing to keep: then nothing is.
    """
    people = mentioned(text)
    with transaction.atomic():
        if composing and composing.word:
            standing.lock(inquiry.pk)
            repeat = held.repeat_of(author, composing.word, clean(text).strip())
            if repeat is not None:
                return repeat
        message = replies.add_note(inquiry, author=author, text=text, composing=composing)
        for number, person in enumerate(people):
            takes = number == 0 and person.pk != inquiry.assignee_id
            if takes and author.has_perm("inquiries.change_inquiry"):
                workflow.assign(inquiry, person, actor=author, note=message)
            else:
                notices.tell(person, inquiry, kind=Notice.Kind.MENTIONED, by=author, message=message)
    return message


def keep_quoted(inquiry: Inquiry, *, author: User, text: str) -> Message:
    """Keep words that others wrote (a summary) as a note. Whom they name is told, but gets nothing: a quoted "@nora
    please take this" was done when it was written. A name that could be two people is only text, since nobody can
    change it here."""
    people = mentioned(text, unclear=False)
    with transaction.atomic():
        message = replies.add_note(inquiry, author=author, text=text)
        for person in people:
            notices.tell(person, inquiry, kind=Notice.Kind.MENTIONED, by=author, message=message)
    return message


def mentioned(text: str, *, unclear: bool = True) -> list[User]:
    """The colleagues that a text names, each once and in its order, by user name, first name, or both names.

    A name that nobody has is only text: customers have handles too. InvalidInput for one that several people have,
    unless such `unclear` ones are to be text as well.
    """
    names = _names(text)
    if not names:
        return []
    staff = _staff()
    found = [person for name in names for person in _named(name, staff, unclear)]
    return list(dict.fromkeys(found))


def unknown(text: str) -> list[str]:
    """Names after an "@" that no colleague has, folded, each once: a slip of the hand, of which nobody is told."""
    names = _names(text)
    staff = _staff() if names else []
    return [name for name in names if not _named(name, staff, unclear=False)]


def _names(text: str) -> list[str]:
    return list(dict.fromkeys(search.fold(found[1]) for found in _MENTION.finditer(text)))[:_MOST]


def _staff() -> list[User]:
    return list(User.objects.filter(is_active=True).order_by("username"))


def _named(name: str, staff: Sequence[User], unclear: bool) -> list[User]:
    """One or nobody. A user name is unique, so it wins over first names."""
    for spelt in (lambda user: user.username, lambda user: user.first_name, _whole):
        found = [user for user in staff if spelt(user) and search.fold(spelt(user)) == name]
        if len(found) > 1 and not unclear:
            return []
        if len(found) > 1:
            choices = _(" or ").join(f"@{user.username} ({user})" for user in found)
            raise InvalidInput(
                _("@%(name)s could be several people. Write %(choices)s.") % {"name": name, "choices": choices}
            )
        if found:
            return found
    return []


def _whole(user: User) -> str:
    return ".".join(user.get_full_name().split())
