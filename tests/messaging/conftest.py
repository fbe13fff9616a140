from collections.abc import Iterator

import pytest

from tests.messaging import payloads
from tests.servers import cloud_api


@pytest.fixture(autouse=True)
def whatsapp_secrets(settings) -> None:
    settings.WHATSAPP_APP_SECRET = payloads.SECRET
    settings.WHATSAPP_VERIFY_TOKEN = "verify token of the tests"


@pytest.fixture
def meta(settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[cloud_api.CloudApi]:
    """Meta's API in our hands: a token is set, and all calls go to our own server over TLS."""
    with cloud_api.serving() as (state, certificate):
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
        settings.WHATSAPP_TOKEN = cloud_api.TOKEN
        settings.WHATSAPP_PHONE_NUMBER_ID = cloud_api.NUMBER_ID
        settings.WHATSAPP_BASE_URL = state.url
        settings.WHATSAPP_MEDIA_HOSTS = ["127.0.0.1"]
        yield state
