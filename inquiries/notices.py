"""What a person should see: a mention, an inquiry that is theirs now. Behind the bell at once, by mail if not seen."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from inquiries.models import Inquiry, Message, Notice, User

MAIL_AFTER = timedelta(minutes=15)
KEPT = 12  # how many the list behind the bell shows at most


def tell(
    person: User, inquiry: Inquiry, *, kind: Notice.Kind, by: User | None = None, message: Message | None = None
) -> Notice | None:
    """Lay a notice for `person`, in the transaction of what it tells of. Nobody is told of what they did themselves."""
    if person == by:
        return None
    wanted = person.mail_notices and bool(person.email)
    return Notice.objects.create(
        person=person,
        inquiry=inquiry,
        message=message,
        by=by,
        kind=kind,
        state=Notice.State.WAITING if wanted else Notice.State.SKIPPED,
        due_at=timezone.now() + MAIL_AFTER if wanted else None,
    )


def tell_of_many(
    person: User, inquiries: Sequence[Inquiry], *, by: User | None, before: Notice | None
) -> Notice | None:
    """One notice of all that one act gives to `person`, however many. `before`: the one of what it gave so far."""
    if before is None and inquiries:
        first, *inquiries = inquiries
        before = tell(person, first, kind=Notice.Kind.ASSIGNED, by=by)
    if before is not None and inquiries:
        before.others += [row.pk for row in inquiries]
        before.save(update_fields=["others"])
    return before


def unseen(person: User) -> QuerySet[Notice]:
    return Notice.objects.filter(person=person, seen_at=None)


def newest(person: User) -> list[Notice]:
    """What the bell opens: the newest, seen or not, with who did it, what it is about and the note's words."""
    rows = Notice.objects.filter(person=person).select_related("inquiry__contact", "by", "message")
    heavy = ("inquiry__search_text", "message__html", "message__quoted_text", "message__search_text")
    return list(rows.defer(*heavy).order_by("-pk")[:KEPT])


def about(person: User, inquiry: Inquiry) -> QuerySet[Notice]:
    """Unseen ones about an inquiry, and about what was joined to it; not those that tell of many."""
    return unseen(person).filter(others=[]).filter(Q(inquiry=inquiry) | Q(inquiry__merged_into=inquiry))


def see(person: User, *, pks: Collection[int] = (), inquiry: Inquiry | None = None) -> int:
    """The person has seen those `pks`, or all about `inquiry`. A mail that waits looks at it when its time comes."""
    rows = unseen(person).filter(pk__in=pks) if inquiry is None else about(person, inquiry)
    return rows.update(seen_at=timezone.now())
