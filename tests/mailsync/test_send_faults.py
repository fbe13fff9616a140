"""The claims about outgoing mail in short; `make faults` measures the long forms (tests/faults/mail_send.py)."""

import tracemalloc
from pathlib import Path

import pytest

from inquiries import channels
from inquiries.envelope import OutboundFile
from mailsync.models import Mailbox
from tests.factories import MessageFactory
from tests.faults.mail_send import send_replies
from tests.mailsync.outgoing import outbound
from tests.servers.graph import Graph

MB = 1024 * 1024


@pytest.mark.django_db(transaction=True)
def test_replies_under_faults_arrive_once(microsoft: Graph, mailbox: Mailbox):
    figures = send_replies(microsoft, count=10, workers=2)
    assert sum(figures.faults.values()) >= 5
    assert figures.true, str(figures)


@pytest.mark.django_db
def test_memory_stays_flat_however_large_the_file(microsoft: Graph, mailbox: Mailbox, tmp_path: Path):
    """The server in the same process holds one piece too, so the bound is some pieces, far from the whole."""
    path = tmp_path / "film"
    path.write_bytes(b"film" * (8 * MB))
    message = MessageFactory.create(direction="OUT", state="SENDING", external_id=None)
    file = OutboundFile(filename="Film.mp4", content_type="video/mp4", path=path)
    tracemalloc.start()
    try:
        channels.get("email").send(outbound(key=message.key, files=(file,)))
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert microsoft.sent[0].files[0]["size"] == 32 * MB
    assert peak < 20 * MB
