"""How everything is, in words for staff: from rows, the cache and this machine alone, so that the page is there when a
vendor is not. Each line is green, amber or red, says so in a word, and what is not green says what to do.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from inquiries import blobs, channels, doorbell, machinery, stats
from inquiries.channels import HealthLine
from inquiries.desk import board
from inquiries.extraction import condition

WORDS = {"ok": "Well", "soon": "Look at it", "now": "Needs somebody", "mute": "Not known"}
_SLOW, _STUCK = 60, 300  # seconds that the oldest due row of a queue may wait: amber, red
_GB = 1024**3
_LITTLE, _TOO_LITTLE = 5 * _GB, 1 * _GB  # free bytes: amber, red

_DO = {
    "Worker": "Tell whoever runs the server to restart the worker. What comes in meanwhile waits; nothing is lost.",
    "Scheduler": "Tell whoever runs the server to restart the scheduler (beat). Until then mail comes late.",
    "Broker": "Tell whoever runs the server to start Redis. Work goes on by itself afterwards.",
    "Database": "Tell whoever runs the server at once.",
    "Reading": "If it does not end by itself, an admin looks at the key and the credit at OpenAI.",
}
_QUEUES = {  # a queue of the broker in the words of staff
    "inbound": "Taking in mail, chats and files",
    "extraction": "Reading messages",
    "outbound": "Sending answers and notices",
    "exports": "Writing exports",
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """`tone`: ok, soon (amber), now (red) or mute. `text`: how it is. `do`: what to do; empty where nothing is."""

    name: str
    tone: str
    text: str
    do: str = ""

    @property
    def word(self) -> str:
        return WORDS[self.tone]


@dataclass(frozen=True, kw_only=True)
class Section:
    title: str
    lines: list[Line]


def sections() -> list[Section]:
    """In the order in which somebody would look."""
    return [
        Section(title="Mail and WhatsApp", lines=list(_channels())),
        Section(title="Work", lines=list(_queues())),
        Section(title="Machinery", lines=list(_machines())),
        Section(title="Keeping", lines=[_disk(blobs.free_bytes()), _backups()]),
    ]


def summary(found: list[Section]) -> tuple[str, str]:
    """Tone and sentence of the whole."""
    tones = [line.tone for section in found for line in section.lines]
    bad, odd = tones.count("now"), tones.count("soon")
    if bad:
        return "now", f"{bad} {'thing needs' if bad == 1 else 'things need'} somebody."
    if odd:
        return "soon", f"{odd} {'thing is' if odd == 1 else 'things are'} worth a look; all else is well."
    return "ok", "All is well."


def _channels() -> Iterator[Line]:
    """A mailbox or number that every page has an alarm for is red; one that only limps is amber."""
    alarmed = {line.name for line in channels.alarms()}
    for label, lines in board.channel_lines():
        for line in lines:
            name = line.name if line.name == label else f"{label}: {line.name}"
            yield Line(name=name, tone=_tone(line, bad="now" if line.name in alarmed else "soon"), text=line.text)


def _queues() -> Iterator[Line]:
    """One line a queue: how long the oldest of its due rows has waited."""
    now = timezone.now()
    waits: dict[str, list[stats.Waiting]] = {name: [] for name in _QUEUES}
    for waiting in stats.oldest_due():
        waits.setdefault(doorbell.queue_of(waiting.task), []).append(waiting)
    for queue, found in waits.items():
        name = _QUEUES.get(queue, queue.capitalize())
        since = min((waiting.oldest for waiting in found if waiting.oldest), default=None)
        if since is None:
            yield Line(name=name, tone="ok", text="Nothing waits.")
            continue
        count = sum(waiting.count for waiting in found)
        age = (now - since).total_seconds()
        tone = "now" if age > _STUCK else "soon" if age > _SLOW else "ok"
        text = f"{count} {'waits' if count == 1 else 'wait'}, the oldest for {machinery.span(now - since)}."
        do = "If worker and broker below are well, it catches up by itself." if tone != "ok" else ""
        yield Line(name=name, tone=tone, text=text, do=do)


def _machines() -> Iterator[Line]:
    *lives, database = machinery.living()
    for line in (*lives, machinery.broker(), database):
        yield Line(name=line.name, tone=_tone(line), text=line.text, do="" if line.ok else _DO[line.name])
    reading = condition.line()
    yield Line(
        name=reading.name, tone=_tone(reading, bad="soon"), text=reading.text, do="" if reading.ok else _DO["Reading"]
    )


def _disk(free: int) -> Line:
    tone = "now" if free < _TOO_LITTLE else "soon" if free < _LITTLE else "ok"
    do = "" if tone == "ok" else "Tell whoever runs the server to make room: without it no file can be kept."
    return Line(name="Disk", tone=tone, text=f"{free / _GB:.1f} GB are free for customers' files.", do=do)


def _backups() -> Line:
    return Line(
        name="Backups",
        tone="mute",
        text="travelhub makes none itself and cannot see them.",
        do="Ask whoever runs the server when one was last restored for a try.",
    )


def _tone(line: HealthLine, *, bad: str = "now") -> str:
    return "ok" if line.ok else bad
