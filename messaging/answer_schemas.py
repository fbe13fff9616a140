"""Answers of the Cloud API to our own calls, as schemas.py reads webhooks."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from messaging.schemas import ErrorData
from messaging.wire import Flag, Text, Wire, mapping_or_none, mappings


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
