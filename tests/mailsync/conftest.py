from collections.abc import Iterator

import pytest

from mailsync.models import Mailbox
from tests.servers import graph as server


@pytest.fixture
def microsoft(settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[server.Graph]:
    """Graph and its sign-in host in our hands: credentials are set, and all calls go to our own server over TLS."""
    with server.serving() as (state, certificate):
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
        settings.GRAPH_TENANT_ID = server.TENANT
        settings.GRAPH_CLIENT_ID = server.CLIENT_ID
        settings.GRAPH_CLIENT_SECRET = server.SECRET
        settings.GRAPH_AUTHORITY = state.url
        settings.GRAPH_BASE_URL = f"{state.url}/v1.0"
        yield state


@pytest.fixture
def mailbox(db) -> Mailbox:
    row = Mailbox.objects.create(address=server.ADDRESS)
    row.folders.create(name="inbox")
    return row
