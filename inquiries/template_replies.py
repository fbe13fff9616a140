"""Templates as replies: what a channel offers for an inquiry, and one of them filled and queued.

What a template is made of is the channel's own; here are the way it goes and that it goes once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from inquiries import channels, replies, standing
from inquiries.envelope import OutboundFile, Template
from inquiries.errors import InvalidInput
from inquiries.models import Inquiry, Message, User
from inquiries.replies import Route

KIND = "template"


@dataclass(frozen=True, kw_only=True)
class Offer:
    """`route`: the way they would go. `templates`: also those that cannot be sent now."""

    route: Route
    templates: Sequence[Template]

    def find(self, key: str) -> Template | None:
        return next((template for template in self.templates if template.key == key), None)


def offered(inquiry: Inquiry) -> Offer | None:
    """None where no channel has templates, or no address for it is known."""
    for route in replies.routes(inquiry):
        channel = channels.get(route.channel)
        if channel.has_templates and route.identity is not None:
            return Offer(route=route, templates=channel.templates(route.account))
    return None


def queue(
    inquiry: Inquiry,
    *,
    author: User,
    key: str,
    values: Mapping[str, str],
    file: OutboundFile | None = None,
    once: str = "",
) -> Message:
    """Send a template to the contact, at any time. InvalidInput, in words for people, where it cannot go.

    `once`: a word of the form that it comes from: the same form sends it once, however often it is pressed.
    """
    route = next((route for route in replies.routes(inquiry) if channels.get(route.channel).has_templates), None)
    if route is None:
        raise InvalidInput(_("There are no templates."))
    _check_size(file)
    filled = channels.get(route.channel).fill(route.account, key, values, file=file)
    with transaction.atomic():
        locked = standing.lock(inquiry.pk)  # the second press of the same button waits here for the first
        if once and locked.messages.filter(kind=KIND, shape__once=once).exists():
            raise InvalidInput(_("This was sent already."))
        return replies.queue_special(
            locked,
            author=author,
            channel=route.channel,
            kind=KIND,
            text=filled.text,
            shape={**filled.shape, "once": once[:64]},
            attachments=(file,) if file and filled.shape.get("template", {}).get("media") else (),
            any_time=True,
        )


def _check_size(file: OutboundFile | None) -> None:
    if file is not None and file.size > settings.UPLOAD_MAX_BYTES:
        raise InvalidInput(
            _("%(filename)s is too large: %(limit)s MB at most.")
            % {"filename": file.filename, "limit": settings.UPLOAD_MAX_BYTES // 2**20}
        )
