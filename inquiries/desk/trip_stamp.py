"""One word for what is known of a trip, so that an open page notices when it changed."""

from collections.abc import Sequence

from django.db.models import Count, Max, Q

from inquiries.models import Fact, Inquiry


def _stamp(last: int | None, current: int, proposed: int) -> str:
    return f"{last or 0}-{current}-{proposed}"


def asked(inquiry: Inquiry) -> str:
    """Changes whenever what is known or proposed does."""
    current, proposed = Q(state=Fact.State.CURRENT), Q(state=Fact.State.PROPOSED)
    now = inquiry.facts.aggregate(
        last=Max("pk", filter=current | proposed),
        current=Count("pk", filter=current),
        proposed=Count("pk", filter=proposed),
    )
    return _stamp(now["last"], now["current"], now["proposed"])


def of(known: Sequence[Fact]) -> str:
    """The same from the facts themselves."""
    states = [fact.state for fact in known]
    last = max((fact.pk for fact in known), default=0)
    return _stamp(last, states.count(Fact.State.CURRENT), states.count(Fact.State.PROPOSED))
