"""What Meta would post in a busy hour, at its worst: bodies, their signatures, and what must have become of them.

Messages, statuses of messages of ours, echoes of what was typed on the phone; all shuffled, so that statuses overtake
their echo; some twice in the same bytes or in other ones; some signed by a stranger; some cut off.
"""

import json
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from messaging import signature
from tests.messaging.bodies import body_of, compact

SECRET = "app secret of the faults"
REPEATED, BAD, MALFORMED, STATUSES = 0.10, 0.02, 0.01, 0.35  # shares of all posts; of statuses, with their echoes
_WRITTEN_PER_PERSON = 7
_LADDER = {"sent": "SENT", "delivered": "DELIVERED", "read": "READ"}


@dataclass(frozen=True)
class Post:
    body: bytes
    signature: str
    answer: int = 200


@dataclass
class Plan:
    """`ours`: external id of a message of ours to the state it must end in; `typed`: likewise of echoes."""

    posts: list[Post] = field(default_factory=list)
    people: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)
    ours: dict[str, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)
    bad: int = 0
    malformed: int = 0
    again: int = 0

    @property
    def different(self) -> int:
        """Signed bodies that differ in their bytes."""
        return len({post.body for post in self.posts if post.answer == 200})


def plan(total: int, *, seed: int) -> Plan:
    dice, made = random.Random(seed), Plan()
    made.bad, made.malformed, made.again = (max(int(total * share), 1) for share in (BAD, MALFORMED, REPEATED))
    first = total - made.bad - made.malformed - made.again
    bodies = list(_statuses(made, int(total * STATUSES), dice))
    bodies += [_message(made, number, dice) for number in range(first - len(bodies))]
    bodies += [_in_other_bytes(body) if dice.random() < 0.5 else body for body in dice.sample(bodies, made.again)]
    made.posts = [Post(body, signature.sign(body, secret=SECRET)) for body in bodies]
    made.posts += [_bad(number, dice) for number in range(made.bad)]
    made.posts += [_malformed(number) for number in range(made.malformed)]
    dice.shuffle(made.posts)
    return made


def _message(made: Plan, number: int, dice: random.Random) -> bytes:
    person = f"447700{number // _WRITTEN_PER_PERSON:06}"
    made.people.add(person)
    made.written.add(f"wamid.in.{number}")
    words = f"Hello, we are {dice.randint(1, 6)} adults and would like ten nights on Crete in May. ({number})"
    message = {"id": f"wamid.in.{number}", "from": person, "timestamp": _moment(dice), "text": {"body": words}}
    return body_of(message, contacts=[{"wa_id": person, "profile": {"name": f"Guest {person[-6:]}"}}])


def _statuses(made: Plan, count: int, dice: random.Random) -> Iterator[bytes]:
    """As many bodies as asked for: of messages of ours, and of echoes, with these themselves."""
    number = 0
    while count > 0:
        words = list(_LADDER)[: dice.choice([1, 2, 3, 3, 3])]
        typed = number % 10 == 0
        external_id = f"wamid.{'typed' if typed else 'ours'}.{number}"
        if not typed and number % 20 == 1:
            words, state = ["sent", "failed"], "PERMANENTLY_FAILED"
        else:
            state = _LADDER[words[-1]]
        (made.typed if typed else made.ours)[external_id] = state
        bodies = [_status(external_id, word, dice) for word in words] + [_echo(external_id, dice)] * typed
        yield from bodies[:]
        count -= len(bodies)
        number += 1


def _status(external_id: str, word: str, dice: random.Random) -> bytes:
    status: dict[str, Any] = {
        "id": external_id,
        "status": word,
        "timestamp": _moment(dice),
        "recipient_id": "447700900999",
    }
    if word == "failed":
        status["errors"] = [{"code": 131026, "title": "Message undeliverable"}]
    return body_of(None, statuses=[status])


def _echo(external_id: str, dice: random.Random) -> bytes:
    """The phone's messages go to one person, who has a conversation of their own."""
    message = {
        "id": external_id,
        "from": "15550783881",
        "to": "447700900999",
        "timestamp": _moment(dice),
        "type": "text",
        "text": {"body": "I have just called you."},
    }
    body = json.loads(body_of(None, message_echoes=[message]))
    body["entry"][0]["changes"][0]["field"] = "smb_message_echoes"
    return compact(body)


def _bad(number: int, dice: random.Random) -> Post:
    body = body_of({"id": f"wamid.bad.{number}", "from": "447700900998", "text": {"body": "Let me in."}})
    header = dice.choice(["", "sha256=" + "0" * 64, signature.sign(body, secret="another secret")])
    return Post(body, header, answer=403)


def _malformed(number: int) -> Post:
    body = body_of({"id": f"wamid.cut.{number}", "text": {"body": "cut off"}})[:-7]
    return Post(body, signature.sign(body, secret=SECRET))


def _in_other_bytes(body: bytes) -> bytes:
    return json.dumps(json.loads(body), indent=1, sort_keys=True).encode()


def _moment(dice: random.Random) -> str:
    return str(int(time.time()) - dice.randint(0, 3600))
