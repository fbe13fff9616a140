"""What no parser could take is kept whole and can be put through the door again."""

import pytest
from django.core.management import CommandError, call_command

from inquiries import attachments, dead_letters
from inquiries.errors import WorkError
from inquiries.models import DeadLetter
from tests.inquiries.post_office import PostOffice

pytestmark = pytest.mark.django_db


def keep(external_id: str = "x1", raw: bytes = b"\x00\xff odd") -> DeadLetter:
    return dead_letters.keep(
        source="email", account="desk@halden.example", external_id=external_id, raw=raw, error="Too deep"
    )


def test_it_is_kept_whole_and_once() -> None:
    keep()
    letter = keep()
    assert DeadLetter.objects.count() == 1
    assert (letter.attempts, letter.size, letter.state) == (2, 6, "WAITING")
    assert attachments.read(letter.raw) == b"\x00\xff odd"


def test_without_an_id_the_content_is_the_id() -> None:
    assert keep(external_id="", raw=b"one") != keep(external_id="", raw=b"two")
    assert keep(external_id="", raw=b"one").attempts == 2


def test_the_door_takes_it_this_time(post_office: PostOffice) -> None:
    letter = keep()
    assert dead_letters.replay(letter.pk)
    letter.refresh_from_db()
    assert (letter.state, post_office.replayed) == ("REPLAYED", [b"\x00\xff odd"])


@pytest.mark.parametrize("error", [WorkError("Still too deep"), RecursionError()])
def test_a_door_that_refuses_leaves_it_waiting(error: Exception, post_office: PostOffice) -> None:
    def door(raw: bytes) -> None:
        raise error

    post_office.door = door
    letter = keep()
    assert not dead_letters.replay(letter.pk)
    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == ("WAITING", 2)
    assert letter.error != "Too deep"


def test_a_door_that_keeps_it_again_did_not_take_it(post_office: PostOffice) -> None:
    def door(raw: bytes) -> None:
        keep()

    post_office.door = door
    letter = keep()
    assert not dead_letters.replay(letter.pk)
    letter.refresh_from_db()
    assert letter.state == "WAITING"


def test_a_person_may_handle_it_otherwise() -> None:
    letter = keep()
    assert dead_letters.handle(letter.pk)
    assert not dead_letters.handle(letter.pk)


def test_the_command_replays_all_or_some(post_office: PostOffice, capsys) -> None:
    first, second = keep("1"), keep("2")
    call_command("replay", str(first.pk))
    second.refresh_from_db()
    assert second.state == "WAITING"

    def door(raw: bytes) -> None:
        raise WorkError("No")

    post_office.door = door
    with pytest.raises(CommandError, match=str(second.pk)):
        call_command("replay")
    assert "Replayed 1 of 1" in capsys.readouterr().out
