"""The Cloud API's JSON as pydantic reads it at the edge; a dict of Meta's goes no further than here.

Tolerant by intent: Meta adds fields without a new version, so extra ones are ignored and every one that can be missing
is optional. A field of text may come as a number or null. What breaks a part's shape is an error of that part alone.
https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks
"""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


def _text(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value


def _flag(value: object) -> bool:
    return value is True or value == "true"


def mapping_or_none(value: object) -> object:
    return value if isinstance(value, Mapping | BaseModel) else None


def mappings(value: object) -> list[object]:
    return [item for item in value if isinstance(item, Mapping | BaseModel)] if isinstance(value, list) else []


def _plain(value: object) -> dict[str, Any]:
    return dict(value) if isinstance(value, Mapping) else {}


Text = Annotated[str, BeforeValidator(_text)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Plain = Annotated[dict[str, Any], BeforeValidator(_plain)]  # kept whole, read by nobody but a person


class Wire(BaseModel):
    """Read by the field's name on the wire, or by ours where that is a word of Python."""

    model_config = ConfigDict(extra="ignore", populate_by_name=True, frozen=True)


# Beside a message: a wrong shape of these never costs the message.


class ErrorData(Wire):
    details: Text = ""


class Problem(Wire):
    """An error of Meta's, in a webhook or in an answer."""

    code: Text = ""
    title: Text = ""
    message: Text = ""
    error_data: Annotated[ErrorData | None, BeforeValidator(mapping_or_none)] = None

    @property
    def details(self) -> str:
        return (self.error_data.details if self.error_data else "") or self.message or self.title


Problems = Annotated[list[Problem], BeforeValidator(mappings)]


class Profile(Wire):
    name: Text = ""
    username: Text = ""


class Party(Wire):
    """One entry of `value.contacts`: who the other side is."""

    wa_id: Text = ""
    user_id: Text = ""
    parent_user_id: Text = ""
    profile: Annotated[Profile | None, BeforeValidator(mapping_or_none)] = None


class Product(Wire):
    """An item of the agency's catalogue that somebody asks about."""

    product_retailer_id: Text = ""


class Context(Wire):
    """Which message is answered, and whether this one was forwarded."""

    id: Text = ""
    forwarded: Flag = False
    frequently_forwarded: Flag = False
    referred_product: Annotated[Product | None, BeforeValidator(mapping_or_none)] = None


class Referral(Wire):
    """The advertisement or post whose button opened the chat."""

    source_url: Text = ""
    source_type: Text = ""  # ad, post
    headline: Text = ""
    body: Text = ""
    media_type: Text = ""  # image, video


# The parts of a message, one for each type.


class TextPart(Wire):
    body: Text = ""


class MediaPart(Wire):
    """image, video, audio, document, sticker."""

    id: Text = ""
    mime_type: Text = ""
    sha256: Text = ""
    caption: Text = ""
    filename: Text = ""
    voice: Flag = False


class LocationPart(Wire):
    latitude: Text = ""
    longitude: Text = ""
    name: Text = ""
    address: Text = ""


class CardName(Wire):
    formatted_name: Text = ""
    first_name: Text = ""
    last_name: Text = ""


class CardLine(Wire):
    """A phone or an e-mail of a contact card."""

    phone: Text = ""
    wa_id: Text = ""
    email: Text = ""


class CardOrg(Wire):
    company: Text = ""
    department: Text = ""
    title: Text = ""


class Card(Wire):
    """A contact card that a customer shares."""

    name: Annotated[CardName | None, BeforeValidator(mapping_or_none)] = None
    phones: Annotated[list[CardLine], BeforeValidator(mappings)] = Field(default_factory=list)
    emails: Annotated[list[CardLine], BeforeValidator(mappings)] = Field(default_factory=list)
    org: Annotated[CardOrg | None, BeforeValidator(mapping_or_none)] = None
    vcard: Text = ""
    origin: Text = ""  # contact_request: by the button that asks for it; other: any card


class Choice(Wire):
    """A button or list row that was pressed."""

    id: Text = ""
    title: Text = ""
    description: Text = ""


class FlowReply(Wire):
    name: Text = ""
    body: Text = ""
    response_json: Text = ""  # JSON inside a string


class InteractivePart(Wire):
    type: Text = ""
    button_reply: Choice | None = None
    list_reply: Choice | None = None
    nfm_reply: FlowReply | None = None


class ButtonPart(Wire):
    payload: Text = ""
    text: Text = ""


class ReactionPart(Wire):
    message_id: Text = ""
    emoji: Text = ""  # empty or absent: the reaction was taken back


class OrderItem(Wire):
    product_retailer_id: Text = ""
    quantity: Text = ""
    item_price: Text = ""
    currency: Text = ""


class OrderPart(Wire):
    text: Text = ""
    product_items: Annotated[list[OrderItem], BeforeValidator(mappings)] = Field(default_factory=list)


class SystemPart(Wire):
    type: Text = ""
    body: Text = ""
    wa_id: Text = ""
    new_wa_id: Text = ""  # the name until 2024
    user_id: Text = ""
    previous_user_id: Text = ""
    parent_user_id: Text = ""
    previous_parent_user_id: Text = ""


class UnsupportedPart(Wire):
    type: Text = ""


class RevokePart(Wire):
    original_message_id: Text = ""


class EditPart(Wire):
    original_message_id: Text = ""
    message: Plain = Field(default_factory=dict)


class Message(Wire):
    """One item of `messages` or `message_echoes`; `id` is the only field that must be there."""

    id: Annotated[Text, Field(min_length=1)]
    sender: Text = Field("", alias="from")
    from_user_id: Text = ""
    from_parent_user_id: Text = ""
    to: Text = ""  # echoes: the customer
    to_user_id: Text = ""
    to_parent_user_id: Text = ""
    timestamp: Text = ""
    type: Text = ""
    context: Annotated[Context | None, BeforeValidator(mapping_or_none)] = None
    referral: Plain = Field(default_factory=dict)
    errors: Problems = Field(default_factory=list)

    text: TextPart | None = None
    image: MediaPart | None = None
    video: MediaPart | None = None
    audio: MediaPart | None = None
    document: MediaPart | None = None
    sticker: MediaPart | None = None
    location: LocationPart | None = None
    contacts: list[Card] | None = None
    interactive: InteractivePart | None = None
    button: ButtonPart | None = None
    reaction: ReactionPart | None = None
    order: OrderPart | None = None
    system: SystemPart | None = None
    unsupported: Annotated[UnsupportedPart | None, BeforeValidator(mapping_or_none)] = None
    edit: EditPart | None = None
    revoke: RevokePart | None = None


class Status(Wire):
    """One item of `statuses`. The recipient is not read: a status is found by its id, or by our callback data."""

    id: Annotated[Text, Field(min_length=1)]
    status: Text = ""
    timestamp: Text = ""
    biz_opaque_callback_data: Text = ""
    errors: Problems = Field(default_factory=list)


# The body around them. Lists of Any: each item is read alone, so that a broken one costs itself only.


class Metadata(Wire):
    display_phone_number: Text = ""
    phone_number_id: Text = ""


class Value(Wire):
    metadata: Annotated[Metadata | None, BeforeValidator(mapping_or_none)] = None
    contacts: Annotated[list[Any], BeforeValidator(mappings)] = Field(default_factory=list)
    messages: list[Any] = Field(default_factory=list)
    message_echoes: list[Any] = Field(default_factory=list)
    statuses: list[Any] = Field(default_factory=list)
    errors: Problems = Field(default_factory=list)

    @property
    def account(self) -> str:
        return self.metadata.phone_number_id if self.metadata else ""


class Change(Wire):
    field: Text = ""
    value: dict[str, Any] = Field(default_factory=dict)


class Entry(Wire):
    id: Text = ""
    time: Text = ""  # Unix seconds, of fields that are no messages
    changes: list[Any] = Field(default_factory=list)


class Body(Wire):
    object: Text = ""
    entry: list[Any]


# Answers of the API to our own calls.


class AcceptedMessage(Wire):
    id: Annotated[Text, Field(min_length=1)]
    message_status: Text = ""  # of a template: accepted, held_for_quality_assessment, paused


class SendAnswer(Wire):
    """Accepted, not yet sent: the outcome comes as a status."""

    messages: Annotated[list[AcceptedMessage], Field(min_length=1)]


class UploadAnswer(Wire):
    id: Annotated[Text, Field(min_length=1)]


class MediaAnswer(Wire):
    url: Annotated[Text, Field(min_length=1)]
    mime_type: Text = ""
    sha256: Text = ""  # hex; base64 has been seen
    file_size: int | None = None  # bytes


class NumberAnswer(Wire):
    """A phone number by its id: https://developers.facebook.com/documentation/business-messaging/whatsapp/reference"""

    display_phone_number: Text = ""
    verified_name: Text = ""
    quality_rating: Text = ""  # GREEN, YELLOW, RED, UNKNOWN
    status: Text = ""  # CONNECTED, FLAGGED, RESTRICTED, BANNED, DISCONNECTED ...
    whatsapp_business_manager_messaging_limit: Text = ""  # TIER_250, TIER_2K ... TIER_UNLIMITED


class AppAnswer(Wire):
    id: Text = ""
    name: Text = ""


class SubscribedApp(Wire):
    whatsapp_business_api_data: Annotated[AppAnswer | None, BeforeValidator(mapping_or_none)] = None


class SubscribedApps(Wire):
    """Which apps get the webhooks of an account."""

    data: Annotated[list[SubscribedApp], BeforeValidator(mappings)]

    @property
    def ids(self) -> list[str]:
        return [app.whatsapp_business_api_data.id for app in self.data if app.whatsapp_business_api_data]


class Done(Wire):
    success: Flag = False


class TokenData(Wire):
    """Of /debug_token: what a token is. `expires_at`: Unix seconds, 0 for one that does not end."""

    app_id: Text = ""
    application: Text = ""
    is_valid: Flag = False
    expires_at: int = 0
    scopes: list[str] = Field(default_factory=list)


class TokenAnswer(Wire):
    data: TokenData


class ErrorAnswer(Wire):
    """`{"error": {...}}`; error_data may be a string, error_user_msg is rare."""

    code: Text = ""
    message: Text = ""
    error_data: ErrorData | str | None = None

    @property
    def details(self) -> str:
        found = self.error_data.details if isinstance(self.error_data, ErrorData) else (self.error_data or "")
        return found or self.message
