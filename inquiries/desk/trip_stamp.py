"""One word for what a trip's card and the line above the conversation show, so that an open page notices when it
changed: what is known, whether anything is asked at all, what failed, and whose turn it is."""

from collections.abc import Sequence

from django.db.models import Count, Max, Q

from inquiries import asking
from inquiries.models import Fact, Inquiry


def _stamp(inquiry: Inquiry, last: int | None, current: int, proposed: int) -> str:
    quiet, theirs = not asking.may_ask(inquiry), inquiry.needs_reply_since is None
    return f"{last or 0}-{current}-{proposed}-{inquiry.failed_count}-{quiet:d}{theirs:d}"


def asked(inquiry: Inquiry) -> str:
    """Changes whenever what is known or proposed does, and with what else is shown."""
    current, proposed = Q(state=Fact.State.CURRENT), Q(state=Fact.State.PROPOSED)
    now = inquiry.facts.aggregate(
        last=Max("pk", filter=current | proposed),
        current=Count("pk", filter=current),
        proposed=Count("pk", filter=proposed),
    )
    return _stamp(inquiry, now["last"], now["current"], now["proposed"])


def of(inquiry: Inquiry, known: Sequence[Fact]) -> str:
    """The same from the facts themselves."""
    states = [fact.state for fact in known]
    last = max((fact.pk for fact in known), default=0)
    return _stamp(inquiry, last, states.count(Fact.State.CURRENT), states.count(Fact.State.PROPOSED))
