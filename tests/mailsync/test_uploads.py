"""Files of 3 MB and more go by upload session: in pieces, in order, and never the same piece twice."""

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from inquiries import channels
from inquiries.envelope import OutboundFile, Sent
from inquiries.errors import WorkError
from inquiries.models import Message
from mailsync import graph_uploads, mailboxes
from mailsync.models import Mailbox
from tests.factories import MessageFactory
from tests.mailsync.outgoing import PDF, draft_id, outbound
from tests.servers.graph import Fault, Graph, RefusalError

pytestmark = pytest.mark.django_db

PIECE = graph_uploads.PIECE
SIZE = 2 * PIECE + 1000
PUT = "PUT /upload"


@pytest.fixture
def message(db) -> Message:
    return MessageFactory.create(direction="OUT", state="SENDING", external_id=None)


@pytest.fixture
def film(tmp_path: Path) -> OutboundFile:
    return a_file(tmp_path, SIZE)


def a_file(folder: Path, size: int, name: str = "Film.mp4") -> OutboundFile:
    path = folder / name
    path.write_bytes((b"%05d" * (size // 5 + 1) % tuple(range(size // 5 + 1)))[:size])
    return OutboundFile(filename=name, content_type="video/mp4", path=path)


def send(message: Message, *files: OutboundFile) -> Sent:
    fields: dict[str, Any] = {"key": message.key, "draft_id": draft_id(message), "files": files}
    return channels.get("email").send(outbound(**fields))


def broken(message: Message, *files: OutboundFile) -> WorkError:
    with pytest.raises(WorkError) as caught:
        send(message, *files)
    assert not caught.value.permanent
    assert not caught.value.outcome_unknown
    Mailbox.objects.update(blocked_until=timezone.now())
    return caught.value


def arrived(microsoft: Graph, *names: str) -> None:
    """One mail, with these files, each whole."""
    [mail] = microsoft.sent
    assert [file["name"] for file in mail.files] == list(names)


def taken(microsoft: Graph) -> list[tuple[str, int]]:
    return [(token, first) for token, first, _end in microsoft.uploads.taken]


def test_a_large_file_goes_in_pieces(microsoft: Graph, mailbox: Mailbox, message: Message, film: OutboundFile):
    send(message, PDF, film)
    arrived(microsoft, "Offer.pdf", "Film.mp4")
    assert microsoft.sent[0].files[1]["sha256"] == hashlib.sha256(film.read()).hexdigest()
    assert microsoft.sent[0].files[1]["contentType"] == "video/mp4"
    spans = [(first, end) for _token, first, end in microsoft.uploads.taken]
    assert spans == [(0, PIECE), (PIECE, 2 * PIECE), (2 * PIECE, SIZE)]
    assert PIECE % (320 * 1024) == 0
    assert microsoft.uploads.with_bearer == 0


@pytest.mark.parametrize("says_where", [True, False], ids=["it says where", "it does not"])
@pytest.mark.parametrize("fault", [{"lost": True}, {"page": 504}, {"refusal": RefusalError(503, "x")}], ids=str)
def test_a_session_that_breaks_is_gone_on_with(
    microsoft: Graph,
    mailbox: Mailbox,
    message: Message,
    film: OutboundFile,
    fault: dict[str, Any],
    says_where: bool,
):
    microsoft.uploads.says_where = says_where
    for _ in range(2):
        # The next piece arrives, and the one after it does not.
        microsoft.faults.append(Fault(on=PUT, times=1))
        microsoft.faults.append(Fault(on=PUT, **fault))
        broken(message, film)
    send(message, film)
    arrived(microsoft, "Film.mp4")
    assert taken(microsoft) == [("session-1", 0), ("session-1", PIECE), ("session-1", 2 * PIECE)]


def test_a_piece_whose_answer_got_lost_is_not_sent_again(
    microsoft: Graph, mailbox: Mailbox, message: Message, film: OutboundFile
):
    microsoft.faults.append(Fault(on=PUT, taken=True, lost=True))
    broken(message, film)
    send(message, film)
    arrived(microsoft, "Film.mp4")
    assert taken(microsoft) == [("session-1", 0), ("session-1", PIECE), ("session-1", 2 * PIECE)]


def test_where_it_cannot_be_asked_a_piece_too_many_is_refused_and_a_new_session_begun(
    microsoft: Graph, mailbox: Mailbox, message: Message, film: OutboundFile
):
    microsoft.uploads.says_where = False
    microsoft.faults.append(Fault(on=PUT, taken=True, lost=True))
    broken(message, film)
    assert broken(message, film).code == graph_uploads.LOST
    send(message, film)
    arrived(microsoft, "Film.mp4")
    assert taken(microsoft)[1:] == [("session-2", 0), ("session-2", PIECE), ("session-2", 2 * PIECE)]


def test_the_last_answer_may_get_lost_too(microsoft: Graph, mailbox: Mailbox, message: Message, film: OutboundFile):
    microsoft.faults.append(Fault(on=PUT, times=2))
    microsoft.faults.append(Fault(on=PUT, taken=True, lost=True))
    broken(message, film)
    send(message, film)
    arrived(microsoft, "Film.mp4")
    assert len(taken(microsoft)) == 3


def test_a_session_that_ran_out_is_replaced(microsoft: Graph, mailbox: Mailbox, message: Message, film: OutboundFile):
    microsoft.faults.append(Fault(on=PUT, times=1))
    microsoft.faults.append(Fault(on=PUT, lost=True))
    broken(message, film)
    microsoft.uploads.forget()
    send(message, film)
    arrived(microsoft, "Film.mp4")
    assert taken(microsoft)[0] == ("session-1", 0)
    assert [token for token, _first in taken(microsoft)[1:]] == ["session-2"] * 3


def test_a_session_that_runs_out_in_the_middle_begins_anew(
    microsoft: Graph, mailbox: Mailbox, message: Message, film: OutboundFile
):
    microsoft.faults.append(Fault(on=PUT, times=1))
    microsoft.faults.append(Fault(on=PUT, refusal=RefusalError(404, "ErrorUploadSessionNotFound")))
    assert broken(message, film).code == graph_uploads.LOST
    send(message, film)
    arrived(microsoft, "Film.mp4")


def test_microsofts_wait_holds_the_whole_mailbox_back(
    microsoft: Graph, mailbox: Mailbox, message: Message, film: OutboundFile
):
    microsoft.faults.append(Fault(on=PUT, refusal=RefusalError(429, "TooManyRequests", Retry_After="90")))
    with pytest.raises(WorkError) as caught:
        send(message, film)
    assert caught.value.retry_after == timedelta(seconds=90)
    mailbox.refresh_from_db()
    assert mailbox.blocked_until is not None
    assert mailbox.blocked_until > timezone.now() + timedelta(seconds=80)


def test_between_the_two_limits_microsoft_decides(microsoft: Graph, mailbox: Mailbox, message: Message, tmp_path: Path):
    """3,000,000 bytes are more than 3 MB and less than 3 MiB."""
    send(message, a_file(tmp_path, 3_000_000, "Plan.bin"))
    arrived(microsoft, "Plan.bin")
    assert microsoft.count("createUploadSession") == 1
    assert taken(microsoft) == []


def test_the_address_of_a_session_is_kept_out_of_rows_and_logs(
    microsoft: Graph, mailbox: Mailbox, message: Message, film: OutboundFile, caplog: pytest.LogCaptureFixture
):
    microsoft.faults.append(Fault(on=PUT, times=1))
    microsoft.faults.append(Fault(on=PUT, lost=True))
    said = broken(message, film)
    assert "eyJ-secret" not in caplog.text + said.message
    message.refresh_from_db()
    assert "eyJ-secret" not in str(vars(message))


def test_a_long_send_keeps_its_row_and_its_mailbox(
    microsoft: Graph, mailbox: Mailbox, message: Message, film: OutboundFile
):
    Message.objects.filter(pk=message.pk).update(due_at=timezone.now() + timedelta(seconds=1))
    send(message, film)
    message.refresh_from_db()
    assert message.due_at is not None
    assert message.due_at > timezone.now() + timedelta(minutes=4)
    mailbox.refresh_from_db()
    assert (mailbox.send_until, mailbox.send_holder) == (None, "")


def test_one_mail_at_a_time_leaves_a_mailbox(
    microsoft: Graph, mailbox: Mailbox, message: Message, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(mailboxes, "_TURN_WAIT", 0)
    with mailboxes.turn(mailbox):
        assert broken(message, PDF).postponed
        assert microsoft.calls == []
    send(message, PDF)
    arrived(microsoft, "Offer.pdf")


def test_who_lost_the_mailbox_stops(mailbox: Mailbox):
    """A worker so slow that its turn ran out: another one sends from there now."""
    with mailboxes.turn(mailbox) as keep:
        keep()
        Mailbox.objects.update(send_holder="another")
        with pytest.raises(WorkError) as caught:
            keep()
    assert caught.value.postponed
    mailbox.refresh_from_db()
    assert mailbox.send_holder == "another"
