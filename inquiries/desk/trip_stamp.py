"""One word for what a trip's card shows, so that an open page notices when it changed: what is known, and whether
anything is asked at all."""

from collections.abc import Sequence

from django.db.models import Count, Max, Q

from inquiries.models import Fact, Inquiry


def _stamp(inquiry: Inquiry, last: int | None, current: int, proposed: int) -> str:
    return f"{last or 0}-{current}-{proposed}{'-parked' if inquiry.parked_reason else ''}"


def asked(inquiry: Inquiry) -> str:
    """Changes whenever what is known or proposed does, and when it is parked or no more."""
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
