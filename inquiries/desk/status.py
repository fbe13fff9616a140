"""How everything is, in words for staff: from rows, the cache and this machine alone, so that the page is there when a
vendor is not. Each line is green, amber or red, says so in a word, and what is not green says what to do.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from inquiries import blobs, channels, doorbell, machinery, needing, stats
from inquiries.channels import HealthLine
from inquiries.desk import panels
from inquiries.extraction import condition

WORDS = {
    "ok": gettext_lazy("Well"),
    "soon": gettext_lazy("Look at it"),
    "now": gettext_lazy("Needs somebody"),
    "mute": gettext_lazy("Not known"),
}
_SLOW, _STUCK = 60, 300  # seconds that the oldest due row of a queue may wait: amber, red
_GB = 1024**3
_LITTLE, _TOO_LITTLE = 5 * _GB, 1 * _GB  # free bytes: amber, red

_QUEUES = {  # a queue of the broker in the words of staff
    "inbound": gettext_lazy("Taking in mail, chats and files"),
    "extraction": gettext_lazy("Reading messages"),
    "outbound": gettext_lazy("Sending answers and notices"),
    "exports": gettext_lazy("Writing exports"),
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """`tone`: ok, soon (amber), now (red) or mute. `text`: how it is. `do`: what to do; empty where nothing is. `href`:
    where that is done, if on a page."""

    name: str
    tone: str
    text: str
    do: str = ""
    href: str = ""

    @property
    def word(self) -> str:
        return str(WORDS[self.tone])


@dataclass(frozen=True, kw_only=True)
class Section:
    title: str
    lines: list[Line]


def sections() -> list[Section]:
    """In the order in which somebody would look."""
    return [
        Section(title=_("Mail and WhatsApp"), lines=list(_channels())),
        Section(title=_("Work"), lines=[_needing(), *_queues()]),
        Section(title=_("Machinery"), lines=list(_machines())),
        Section(title=_("Keeping"), lines=[_disk(blobs.free_bytes()), _backups()]),
    ]


def summary(found: list[Section]) -> tuple[str, str]:
    """Tone and sentence of the whole."""
    tones = [line.tone for section in found for line in section.lines]
    bad, odd = tones.count("now"), tones.count("soon")
    if bad:
        said = ngettext("%(count)s thing needs somebody.", "%(count)s things need somebody.", bad)
        return "now", said % {"count": bad}
    if odd:
        said = ngettext(
            "%(count)s thing is worth a look; all else is well.",
            "%(count)s things are worth a look; all else is well.",
            odd,
        )
        return "soon", said % {"count": odd}
    return "ok", _("All is well.")


def _channels() -> Iterator[Line]:
    """A mailbox or number that every page has an alarm for is red; one that only limps is amber."""
    alarmed = {line.name for line in channels.alarms()}
    for label, lines in panels.channel_lines():
        for line in lines:
            name = line.name if line.name == label else f"{label}: {line.name}"
            yield Line(name=name, tone=_tone(line, bad="now" if line.name in alarmed else "soon"), text=line.text)


def _needing() -> Line:
    """What failed for good, or may have: amber, since all goes on without it."""
    line = needing.line()
    do = _("See what it is, and what to do.") if line.warns else ""
    return Line(name=line.name, tone=_tone(line), text=line.text, do=do, href=reverse("work"))


def _queues() -> Iterator[Line]:
    """One line a queue: how long the oldest of its due rows has waited."""
    now = timezone.now()
    waits: dict[str, list[stats.Waiting]] = {name: [] for name in _QUEUES}
    for waiting in stats.oldest_due():
        waits.setdefault(doorbell.queue_of(waiting.task), []).append(waiting)
    for queue, found in waits.items():
        name = str(_QUEUES.get(queue) or queue.capitalize())
        since = min((waiting.oldest for waiting in found if waiting.oldest), default=None)
        if since is None:
            yield Line(name=name, tone="ok", text=_("Nothing waits."))
            continue
        count = sum(waiting.count for waiting in found)
        age = (now - since).total_seconds()
        tone = "now" if age > _STUCK else "soon" if age > _SLOW else "ok"
        text = ngettext("%(count)s waits, the oldest for %(span)s.", "%(count)s wait, the oldest for %(span)s.", count)
        text %= {"count": count, "span": machinery.span(now - since)}
        do = _("If worker and broker below are well, it catches up by itself.") if tone != "ok" else ""
        yield Line(name=name, tone=tone, text=text, do=do)


def _machines() -> Iterator[Line]:
    *lives, database = machinery.living()
    for line in (*lives, machinery.broker(), database):
        yield Line(name=line.name, tone=_tone(line), text=line.text, do="" if line.ok else _to_do(line.name))
    reading = condition.line()
    do = "" if reading.ok else _("If it does not end by itself, an admin looks at the key and the credit at OpenAI.")
    yield Line(name=reading.name, tone=_tone(reading, bad="soon"), text=reading.text, do=do)


def _to_do(name: str) -> str:
    """What to do about a machine that does not run, by the name that machinery.py gives it."""
    found = {
        _("Worker"): _(
            "Tell whoever runs the server to restart the worker. What comes in meanwhile waits; nothing is lost."
        ),
        _("Scheduler"): _("Tell whoever runs the server to restart the scheduler (beat). Until then mail comes late."),
        _("Broker"): _("Tell whoever runs the server to start Redis. Work goes on by itself afterwards."),
    }
    return found.get(name) or _("Tell whoever runs the server at once.")


def _disk(free: int) -> Line:
    tone = "now" if free < _TOO_LITTLE else "soon" if free < _LITTLE else "ok"
    do = "" if tone == "ok" else _("Tell whoever runs the server to make room: without it no file can be kept.")
    text = _("%(size)s GB are free for customers' files.") % {"size": number_format(f"{free / _GB:.1f}")}
    return Line(name=_("Disk"), tone=tone, text=text, do=do)


def _backups() -> Line:
    return Line(
        name=_("Backups"),
        tone="mute",
        text=_("travelhub makes none itself and cannot see them."),
        do=_("Ask whoever runs the server when one was last restored for a try."),
    )


def _tone(line: HealthLine, *, bad: str = "now") -> str:
    if not line.ok:
        return bad
    return "soon" if line.warns else "ok"
