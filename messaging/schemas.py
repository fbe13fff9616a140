"""A webhook's JSON as pydantic reads it at the edge; a dict of Meta's goes no further than here.

https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks
"""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from messaging.wire import Flag, Plain, Text, Wire, mapping_or_none, mappings

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
