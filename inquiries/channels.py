"""The door to the channels: a Protocol and the dotted paths in settings.CHANNELS."""

from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from inquiries.envelope import Outbound, Sent


class Channel(Protocol):
    """A channel turns foreign things into envelopes and replies into foreign calls."""

    label: str  # for people: "Mail", "WhatsApp"

    def ready(self) -> bool:
        """Whether credentials are there; False means that `send` lays the reply in the outbox folder."""

    def send(self, outbound: Outbound) -> Sent:
        """Send once. Raises WorkError; `outcome_unknown` where the call may have gone through."""

    def settle(self, outbound: Outbound) -> Sent | None:
        """Ask the vendor what became of a send whose answer was lost. None: nobody can tell. Raises WorkError."""

    def fetch(self, remote_id: str, *, account: str) -> bytes:
        """The bytes of an attachment that came as a reference. Raises WorkError."""


@cache
def get(name: str) -> Channel:
    """The channel of a message; KeyError for a name that settings.CHANNELS does not have."""
    channel: Channel = import_string(settings.CHANNELS[name])()
    return channel
