"""What an open page of an inquiry does not show yet: it asks now and then, and says with it where it stands."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone

from inquiries import watchers
from inquiries.desk import bubbles, composer, conversation, inquiry_page, trip_stamp, wording
from inquiries.desk.bubble_states import UNSAID
from inquiries.desk.bubbles import Bubble
from inquiries.desk.http import DeskRequest, number
from inquiries.envelope import ABOUT
from inquiries.models import Event, Inquiry, Message, User

# Where a page stands, as it says it with each question.
_ASKED = ("after", "event", "seen", "day", "trip", "left", "told", "here")


def news(request: DeskRequest, inquiry: Inquiry) -> dict[str, Any] | None:
    """What the page does not show yet; None where there is nothing."""
    asked = {name: request.GET.get(name, "") for name in _ASKED}
    watchers.look(inquiry.pk, request.user)
    here = watchers.others(inquiry.pk, request.user)
    company = watchers.stamp(here) != asked["here"]
    after, event = number(asked["after"]) or 0, number(asked["event"]) or 0
    found, events = conversation.arrived(inquiry, after), conversation.happened(inquiry, event)
    moved = conversation.changed(inquiry, asked["seen"])
    stamp, chip = trip_stamp.asked(inquiry), inquiry_page.window(inquiry)
    left, told = chip.words if chip else "", wording.told(inquiry)
    if not (found or events or moved or company or stamp != asked["trip"] or left != asked["left"]):
        return None
    known = inquiry_page.facts(inquiry) if found or moved else []
    items = conversation.news(inquiry, found, events, viewer=request.user, facts=known, day=asked["day"])
    now = {
        "after": max((message.pk for message in found), default=after),
        "event": max((row.pk for row in events), default=event),
        "seen": conversation.still_watched(inquiry, asked["seen"], found),
        "day": timezone.localtime(items[-1].at).date().isoformat() if items else asked["day"],
        "trip": stamp,
        "left": left,
        "told": told,
        "here": watchers.stamp(here),
    }
    changed = left != asked["left"]
    return {
        **_rest(inquiry, events),
        **(composer.sendable(inquiry, composer.choices(inquiry)) if changed else {}),
        **_arrived(items, request.user),
        "inquiry": inquiry,
        "here": here,
        "company_changed": company,
        "known": now["after"],
        "items": items,
        "moved": [
            conversation.one(row, viewer=request.user, facts=known) for row in _drawn_anew(inquiry, moved, found, after)
        ],
        "window": chip,
        "window_changed": changed,
        "window_said": wording.telling(told) if told != asked["told"] else "",
        "trip_changed": stamp != asked["trip"],
        "promises_changed": any(row.promised for row in moved) or any(row.kind == Event.Kind.PROMISE for row in events),
        "live": urlencode(now),
    }


def _drawn_anew(inquiry: Inquiry, moved: list[Message], found: list[Message], after: int) -> list[Message]:
    """Those on the page whose state has moved, or about which something has come."""
    about = [row for row in found if row.kind in ABOUT]
    if not about:
        return moved
    drawn = {row.pk: row for row in (*moved, *conversation.on_their_targets(inquiry, about))}
    return [row for row in drawn.values() if row.pk <= after]


def _rest(inquiry: Inquiry, events: Sequence[Event]) -> dict[str, Any]:
    rests = any(row.kind in (Event.Kind.SNOOZED, Event.Kind.REMINDER) for row in events)
    return {**(inquiry_page.rest(inquiry) if rests else {}), "rests": rests}


def _arrived(items: Sequence[conversation.Item], viewer: User) -> dict[str, Any]:
    """The newest that should be read before an answer goes out."""
    newest = next((item for item in reversed(items) if isinstance(item, Bubble) and _overtakes(item, viewer)), None)
    return {"arrived": newest, "arrived_words": bubbles.snippet(newest.message) if newest else ""}


def _overtakes(item: Bubble, viewer: User) -> bool:
    """Whether a new message is one to read before an answer goes out: the customer's, or a colleague's reply."""
    message = item.message
    if not message.is_out:
        return True
    told = message.channel != Message.Channel.NOTE and not message.automatic
    return told and message.author_id != viewer.pk and message.state not in UNSAID
