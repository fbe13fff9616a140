"""How the machinery is: the panels beside the work page's causes."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from inquiries import channels, machinery, stats
from inquiries.channels import HealthLine
from inquiries.extraction import condition

LATE = 60  # seconds after which a due row that nobody took is a sign of trouble

# What is due, by the task that it rings for; a channel's own rows are called by their verbose name.
DUE_WORDS = {
    "inquiries.process_message": gettext_lazy("Messages to read"),
    "inquiries.deliver_message": gettext_lazy("Replies to send"),
    "inquiries.settle_message": gettext_lazy("Sends to settle"),
    "inquiries.fetch_attachment": gettext_lazy("Files to fetch"),
    "inquiries.acknowledge": gettext_lazy("Acknowledgments to send"),
    "inquiries.assist": gettext_lazy("Drafts and translations to write"),
    "inquiries.read_again": gettext_lazy("Jobs that read messages again"),
    "inquiries.write_export": gettext_lazy("Exports to write"),
    "inquiries.expire_export": gettext_lazy("Exports to let go of"),
    "inquiries.mail_notice": gettext_lazy("Mails about notices"),
}


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A heading of the right column with its lines."""

    title: str
    lines: list[HealthLine]
    short: bool = False  # the text is a word or two and stands beside the name


def panels() -> list[Panel]:
    shown = [Panel(title=channel, lines=lines) for channel, lines in channel_lines()]
    *lives, database = machinery.living()
    machines = [*lives, machinery.broker(), database, condition.line()]
    due = Panel(title=_("Due now"), lines=list(_due()), short=True)
    return [*shown, Panel(title=_("Machinery"), lines=machines), due]


def channel_lines() -> Iterator[tuple[str, list[HealthLine]]]:
    """Each channel's label with a line for each of its mailboxes or numbers, from the rows alone."""
    for name in settings.CHANNELS:
        try:
            channel = channels.get(name)
            yield channel.label, channel.health()
        except Exception as error:  # one channel's fault must not hide the others
            label = name.capitalize()
            said = _("Could not be asked (%(error)s).") % {"error": type(error).__name__}
            yield label, [HealthLine(label, False, said)]


def _due() -> Iterator[HealthLine]:
    now = timezone.now()
    for name, states in groupby(stats.oldest_due(), key=_name):  # several states of a row may ring for one task
        due = [(waiting.count, waiting.oldest) for waiting in states if waiting.oldest]
        if not due:
            yield HealthLine(name, True, pgettext("nothing is due", "None"))
            continue
        count, age = sum(count for count, _oldest in due), now - min(oldest for _count, oldest in due)
        text = _("%(count)s, for %(span)s") % {"count": count, "span": machinery.span(age)}
        yield HealthLine(name, age.total_seconds() < LATE, text)


def _name(waiting: stats.Waiting) -> str:
    return str(DUE_WORDS.get(waiting.task) or waiting.label.capitalize())
