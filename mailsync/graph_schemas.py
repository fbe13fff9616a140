"""Microsoft Graph's JSON as pydantic reads it at the edge; a dict of Graph's goes no further than graph*.py.

Tolerant by intent: extra fields are ignored, and a delta item holds at least what changed, so any field may be missing.
https://learn.microsoft.com/en-us/graph/api/resources/message
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def _text(value: object) -> object:
    return "" if value is None else value


def _mapping_or_none(value: object) -> object:
    return value if isinstance(value, Mapping | BaseModel) else None


Text = Annotated[str, BeforeValidator(_text)]
Flag = Annotated[bool, BeforeValidator(lambda value: value is True)]


class Wire(BaseModel):
    model_config = ConfigDict(extra="ignore", populate_by_name=True, frozen=True)


class Item(Wire):
    """One line of a delta page: a message that is new or has changed, or one that left the folder (`removed`)."""

    id: str = Field(min_length=1)
    received_at: datetime | None = Field(None, alias="receivedDateTime")
    conversation_id: Text = Field("", alias="conversationId")
    is_draft: Flag = Field(False, alias="isDraft")
    folder_id: Text = Field("", alias="parentFolderId")
    removed: Annotated[dict[str, Any] | None, BeforeValidator(_mapping_or_none)] = Field(None, alias="@removed")


class DeltaPage(Wire):
    """A page has one of the two links: `next_link` in the middle of a round, `delta_link` at its end."""

    items: list[Item] = Field(default_factory=list, alias="value")
    next_link: Text = Field("", alias="@odata.nextLink")
    delta_link: Text = Field("", alias="@odata.deltaLink")


class Body(Wire):
    """`kind`: "html" or "text"."""

    kind: Annotated[str, BeforeValidator(lambda value: str(value or "").lower())] = Field("", alias="contentType")
    content: Text = ""


class Draft(Wire):
    """A draft of ours, or what became of it: with immutable ids a sent draft keeps its id."""

    id: str = Field(min_length=1)
    message_id: Text = Field("", alias="internetMessageId")
    conversation_id: Text = Field("", alias="conversationId")
    is_draft: Flag = Field(False, alias="isDraft")
    body: Body | None = None


class UploadSession(Wire):
    """Where a large file goes. The address is a key of its own: it is never logged, nor kept in a row.

    `next_ranges`: Outlook says "2097152" where OneDrive would say "2097152-"; empty: nothing is missing.
    """

    upload_url: Text = Field("", alias="uploadUrl")
    expires_at: datetime | None = Field(None, alias="expirationDateTime")
    next_ranges: list[str] = Field(default_factory=list, alias="nextExpectedRanges")

    @property
    def next_byte(self) -> int | None:
        start = self.next_ranges[0].partition("-")[0].strip() if self.next_ranges else ""
        return int(start) if start.isdecimal() else None


class FileLine(Wire):
    name: Text = ""
    is_inline: Flag = Field(False, alias="isInline")


class FileLines(Wire):
    files: list[FileLine] = Field(default_factory=list, alias="value")


class Folder(Wire):
    id: str = Field(min_length=1)
    name: Text = Field("", alias="displayName")


class Refusal(Wire):
    """What stands in `error` of an answer that is not well."""

    code: Text = ""


class RefusedAnswer(Wire):
    error: Refusal


class RemoteSubscription(Wire):
    """A subscription as Graph tells of it; it may keep the clientState to itself."""

    id: str = Field(min_length=1)
    resource: Text = ""
    url: Text = Field("", alias="notificationUrl")
    secret: Text = Field("", alias="clientState", repr=False)
    expires_at: datetime | None = Field(None, alias="expirationDateTime")


class SubscriptionLines(Wire):
    subscriptions: list[RemoteSubscription] = Field(default_factory=list, alias="value")
    next_link: Text = Field("", alias="@odata.nextLink")


class Notification(Wire):
    """One element of what Graph posts: news of a folder, or (`lifecycle`) of the subscription itself."""

    subscription_id: Text = Field("", alias="subscriptionId")
    secret: Text = Field("", alias="clientState", repr=False)
    lifecycle: Text = Field("", alias="lifecycleEvent")


class Notifications(Wire):
    items: list[Notification] = Field(alias="value")
