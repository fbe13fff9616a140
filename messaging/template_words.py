"""Meta's words for the state of a template, in plain ones.

https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-review
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class State(NamedTuple):
    """`words`: beside its language. `reason`: why it cannot be sent; empty where it can."""

    words: "str | Promise"
    reason: "str | Promise" = ""


_STATES: dict[str, State] = {
    "APPROVED": State(_("approved")),
    "FLAGGED": State(_("approved, low quality")),
    "PENDING": State(_("waiting for Meta"), _("Meta has not approved it yet.")),
    "IN_APPEAL": State(_("being appealed"), _("Meta looks at it again.")),
    "REJECTED": State(_("rejected by Meta"), _("Meta has rejected it.")),
    "PAUSED": State(
        _("paused by Meta"), _("Meta has paused it, since people blocked or reported it. It comes back by itself.")
    ),
    "DISABLED": State(_("disabled by Meta"), _("Meta has disabled it for good.")),
    "LIMIT_EXCEEDED": State(_("over its limit"), _("Meta lets no more of it through for now.")),
    "LOCKED": State(_("locked by Meta"), _("Meta has locked it.")),
    "ARCHIVED": State(_("archived"), _("It was archived at Meta.")),
    "PENDING_DELETION": State(_("being deleted"), _("It is being deleted at Meta.")),
    "DELETED": State(_("deleted"), _("It was deleted at Meta.")),
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
    words = status.replace("_", " ").lower() or gettext("unknown")
    return State(words, gettext("Meta calls it “%(state)s”, so it is not sent.") % {"state": words})


def after(event: str) -> str:
    """The status that an event of the webhook leads to."""
    event = event.upper()[:40]
    return _EVENTS.get(event, event)


def reason(given: str) -> str:
    """Why Meta rejected or paused it; empty where it gives none."""
    given = " ".join(given.split())[:200]
    return "" if given.upper() in {"", "NONE"} else _REASONS.get(given.upper(), given)
