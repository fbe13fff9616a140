"""A mailbox or number can say "never to OpenAI": then not a word of its messages leaves the house."""

import pytest

from inquiries import channels
from inquiries.extraction.leaving import may_leave
from inquiries.intake import receive
from inquiries.models import Message
from inquiries.work import processing
from mailsync.channel import EmailChannel
from tests.factories import inbound
from tests.inquiries.openai_room import TEXT, server

__all__ = ["server"]  # a fixture

pytestmark = pytest.mark.django_db


class Careful(EmailChannel):
    """Mail with a mailbox that says never."""

    def never_to_openai(self, account: str) -> bool:
        return account == "private@halden.example"


@pytest.fixture
def careful(settings):
    settings.CHANNELS = {**settings.CHANNELS, "email": f"{__name__}.Careful"}
    channels.get.cache_clear()
    yield
    channels.get.cache_clear()


def test_what_comes_to_it_is_read_by_the_rules(server, careful) -> None:
    private = receive(inbound(text=TEXT, account="private@halden.example")).message
    open_one = receive(inbound(text=TEXT, account="desk@halden.example")).message
    processing.process(private.pk)
    assert server.requests == []
    assert private.extractions.get().engine == "rules"
    processing.process(open_one.pk)
    assert open_one.extractions.get().engine == "openai"


def test_where_nothing_else_reads_a_person_is_told(server, careful, settings) -> None:
    settings.EXTRACTION_ENGINES = ["openai"]
    message = receive(inbound(text=TEXT, account="private@halden.example")).message
    processing.process(message.pk)
    message.refresh_from_db()
    assert (message.state, server.requests) == ("PERMANENTLY_FAILED", [])
    assert "never given to OpenAI" in message.last_error


def test_a_channel_without_the_switch_and_a_note_may_leave() -> None:
    assert may_leave(Message(channel="email", account="desk@halden.example"))
    assert may_leave(Message(channel="note"))


def test_a_switch_that_cannot_be_read_is_no_yes(server, careful, monkeypatch) -> None:
    monkeypatch.setattr(Careful, "never_to_openai", lambda *_: 1 / 0)
    message = receive(inbound(text=TEXT)).message
    processing.process(message.pk)
    message.refresh_from_db()
    assert (message.state, server.requests) == ("RECEIVED", [])
