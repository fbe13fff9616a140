"""Meta's words for the state of a template, in plain ones. Pure.

https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-review
"""

from typing import NamedTuple


class State(NamedTuple):
    """`words`: beside its language. `reason`: why it cannot be sent; empty where it can."""

    words: str
    reason: str = ""


_STATES: dict[str, State] = {
    "APPROVED": State("approved"),
    "FLAGGED": State("approved, low quality"),
    "PENDING": State("waiting for Meta", "Meta has not approved it yet."),
    "IN_APPEAL": State("being appealed", "Meta looks at it again."),
    "REJECTED": State("rejected by Meta", "Meta has rejected it."),
    "PAUSED": State(
        "paused by Meta", "Meta has paused it, since people blocked or reported it. It comes back by itself."
    ),
    "DISABLED": State("disabled by Meta", "Meta has disabled it for good."),
    "LIMIT_EXCEEDED": State("over its limit", "Meta lets no more of it through for now."),
    "LOCKED": State("locked by Meta", "Meta has locked it."),
    "ARCHIVED": State("archived", "It was archived at Meta."),
    "PENDING_DELETION": State("being deleted", "It is being deleted at Meta."),
    "DELETED": State("deleted", "It was deleted at Meta."),
}
# Events of the webhook that are no state themselves.
_EVENTS = {"REINSTATED": "APPROVED", "UNARCHIVED": "APPROVED", "UNLOCKED": "APPROVED"}
_REASONS = {
    "ABUSIVE_CONTENT": "abusive content",
    "INVALID_FORMAT": "wrong format",
    "INCORRECT_CATEGORY": "wrong category",
    "TAG_CONTENT_MISMATCH": "category and text do not match",
    "PROMOTIONAL": "promotional",
    "SCAM": "taken for a scam",
}


def state(status: str) -> State:
    known = _STATES.get(status)
    if known:
        return known
    words = status.replace("_", " ").lower() or "unknown"
    return State(words, f"Meta calls it “{words}”, so it is not sent.")


def after(event: str) -> str:
    """The status that an event of the webhook leads to."""
    event = event.upper()[:40]
    return _EVENTS.get(event, event)


def reason(given: str) -> str:
    """Why Meta rejected or paused it; empty where it gives none."""
    given = " ".join(given.split())[:200]
    return "" if given.upper() in {"", "NONE"} else _REASONS.get(given.upper(), given)
