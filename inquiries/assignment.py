"""Who gets what comes in: one after the other among those who are not away, where that is switched on.

Present is whoever has not said that they are away. A desk that is open in a browser proves nothing, and a small agency
knows who is on holiday; the switch is in the menu of each person.
"""

from datetime import datetime

from django.db import DEFAULT_DB_ALIAS, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inquiries import notices, roles, standing, tables, timeline
from inquiries.errors import InvalidInput
from inquiries.models import AssignmentRule, Event, Inquiry, Message, Notice, User


def ensure_default(using: str = DEFAULT_DB_ALIAS, **_: object) -> None:
    """Lay the agency's row, once and switched off. Run after every migrate."""
    if tables.complete(AssignmentRule, using=using):
        AssignmentRule.objects.using(using).get_or_create(account="")


def on_inbound(inquiry: Inquiry, message: Message) -> None:
    """A person wrote into the locked inquiry: give it to the next in turn where nobody has it, or who has it is away.

    The last thing of an intake: the lock on the rule that it takes is held until the commit.
    """
    if not standing.waits_for_reply(message) or message.automatic or inquiry.parked_reason:
        return
    holder = inquiry.assignee
    if holder is None:
        _give(inquiry, message.account, why="turn")
    elif not holder.is_active or holder.is_away():
        _give(inquiry, message.account, why="away" if holder.is_active else "left")


def set_away(person: User, *, until: datetime | None, hand_back: bool = False) -> int:
    """The person is away, until a time (aware) or until they say that they are back. How many inquiries went back.

    What waits for an answer of theirs goes to others when the customer writes next, or at once with `hand_back`.
    InvalidInput for a time that is past.
    """
    if until is not None and until <= timezone.now():
        raise InvalidInput(_("Choose a time that is still to come."))
    person.away, person.away_until = True, until
    person.save(update_fields=["away", "away_until"])
    return _hand_back(person) if hand_back else 0


def set_back(person: User) -> None:
    person.away, person.away_until = False, None
    person.save(update_fields=["away", "away_until"])


def _hand_back(person: User) -> int:
    """Each in a transaction of its own, so that nobody who writes meanwhile waits for all of them; whoever gets some is
    told of all of theirs together."""
    told: dict[int, Notice | None] = {}
    waiting = Inquiry.objects.active().filter(assignee=person, needs_reply_since__isnull=False)
    done = 0
    for pk in list(waiting.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            row = standing.lock(pk)
            if row.assignee_id != person.pk:
                continue  # somebody has taken it meanwhile
            last = row.messages.filter(direction=Message.Direction.IN).order_by("-sent_at", "-pk")
            account = last.values_list("account", flat=True).first() or ""
            chosen = _pass_on(row, account, why="away")
            if chosen is not None:
                told[chosen.pk] = notices.tell_of_many(chosen, [row], by=None, before=told.get(chosen.pk))
            done += 1
    return done


def _give(inquiry: Inquiry, account: str, *, why: str) -> None:
    """On to somebody, who is told."""
    chosen = _pass_on(inquiry, account, why=why)
    if chosen is not None:
        notices.tell(chosen, inquiry, kind=Notice.Kind.ASSIGNED)


def _pass_on(inquiry: Inquiry, account: str, *, why: str) -> User | None:
    """To the next in turn; back to everybody where there is none and somebody had it. `why`: that nobody had
    it ("turn"), or that who had it is "away" or has "left"; the timeline puts it in words (happenings.py)."""
    chosen = _next(account)
    if chosen is None and inquiry.assignee_id is None:
        return None
    change = (str(inquiry.assignee or ""), str(chosen or ""))
    inquiry.assignee = chosen
    inquiry.save(update_fields=["assignee"])
    timeline.record(Event.Kind.ASSIGNED, inquiry=inquiry, change=change, reason=why)
    return chosen


def _next(account: str) -> User | None:
    """Whose turn it is at this mailbox or number, noted as theirs. None where nothing is given in turn, or all are
    away."""
    rules = {rule.account: rule for rule in AssignmentRule.objects.filter(account__in={"", account.lower()})}
    found = rules.get(account.lower()) or rules.get("")
    if found is None or not found.enabled:
        return None
    # Two intakes at once: the second waits here for the first one's commit, and reads whose turn it was.
    rule = AssignmentRule.objects.select_for_update(no_key=True).filter(pk=found.pk).first()
    if rule is None or not rule.enabled:
        return None
    there = [person for person in _people(rule) if not person.is_away()]
    if not there:
        return None
    last = rule.last_id or 0
    chosen = next((person for person in there if person.pk > last), there[0])
    rule.last = chosen
    rule.save(update_fields=["last"])
    return chosen


def _people(rule: AssignmentRule) -> list[User]:
    chosen = list(rule.people.order_by("pk"))
    if chosen:
        return [person for person in chosen if person.is_active]
    return list(User.objects.filter(is_active=True, groups__name=roles.AGENT).order_by("pk").distinct())
