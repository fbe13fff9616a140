"""How each mailbox is, for people: from its rows for the work page, and by harmless calls to Microsoft for doctor."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from inquiries.channels import HealthLine
from inquiries.errors import WorkError
from mailsync import graph, graph_subscriptions, graph_token, mailboxes, subscriptions
from mailsync.models import Mailbox, MailFolder, Subscription

SANDBOX = gettext_noop(
    "Sandbox: without GRAPH_CLIENT_ID nothing is fetched, and replies are laid in the outbox folder."
)
_LATE_POLLS = 5  # so many polls without a word are a fault
_SKEW = timedelta(minutes=2)  # signatures and waits are reckoned by the clock; Microsoft allows 5 minutes
_READS = {"Mail.Read", "Mail.ReadWrite", "Mail.ReadBasic.All"}
_SENDING = "Mail.Send cannot be proven without sending: answer a mail of your own to see that it arrives."


def health() -> list[HealthLine]:
    """From the rows alone."""
    rows = list(Mailbox.objects.filter(enabled=True))
    if not mailboxes.ready():
        return [_sandboxed(row) for row in rows] or [HealthLine(_("Mail"), True, _(SANDBOX))]
    told = {held.folder.mailbox_id: held for held in Subscription.objects.select_related("folder")}
    words = _("There are credentials, but no mailbox. Add one: manage.py add_mailbox ADDRESS.")
    return [_line(row, told.get(row.pk)) for row in rows] or [HealthLine(_("Mail"), False, words)]


def health_of(row: Mailbox) -> HealthLine:
    """One mailbox, also one that is off, from the rows alone."""
    if not row.enabled:
        return HealthLine(str(row), True, _("Off: it is not fetched, and nothing goes out from it."))
    if not mailboxes.ready():
        return _sandboxed(row)
    told = [folder.subscription for folder in row.folders.all() if hasattr(folder, "subscription")]
    return _line(row, told[-1] if told else None)


def _sandboxed(row: Mailbox) -> HealthLine:
    """It is there to be fetched, and is not."""
    return HealthLine(str(row), True, _(SANDBOX), warns=True)


def _line(row: Mailbox, told: Subscription | None) -> HealthLine:
    now = timezone.now()
    fetched = (
        _("Last fetched %(span)s ago.") % {"span": timesince(row.last_synced_at)}
        if row.last_synced_at
        else _("Not fetched yet.")
    )
    if row.last_error:
        parts = [row.last_error, fetched]
        if row.failing_since:
            parts.insert(1, _("Failing for %(span)s.") % {"span": timesince(row.failing_since)})
        return HealthLine(str(row), False, " ".join(parts))
    if row.last_page_at and (row.last_synced_at is None or row.last_page_at > row.last_synced_at):
        page = _("A long fetch is under way; the last page came %(span)s ago.") % {"span": timesince(row.last_page_at)}
        fetched = f"{fetched} {page}"
    heard = max(filter(None, [row.last_synced_at, row.last_page_at, row.created_at]))
    if now - heard > settings.MAIL_POLL_EVERY * _LATE_POLLS:
        return HealthLine(str(row), False, " ".join([fetched, _("Check that the worker and beat are running.")]))
    ok, bell = _bell(told, now)
    return HealthLine(str(row), ok, f"{fetched} {bell}")


def _bell(told: Subscription | None, now: datetime) -> tuple[bool, str]:
    """How we learn of new mail; a bell that does not ring is a fault, though the poll does its work."""
    if not subscriptions.on():
        return True, _(subscriptions.OFF)
    if told is not None and told.last_error:
        return False, _("Only the poll brings mail: %(error)s") % {"error": told.last_error}
    if told is None or told.state != Subscription.State.ACTIVE:
        return True, _("Microsoft is being asked to tell us of new mail; until then it comes with the poll.")
    if told.expires_at and told.expires_at < now:
        return False, _("The notifications of new mail have ended, and were not renewed: check the worker.")
    if told.last_notified_at is None:
        return True, _("Told by Microsoft at once (nothing yet).")
    return True, _("Told by Microsoft at once (last %(span)s ago).") % {"span": timesince(told.last_notified_at)}


def probe(mailbox: Mailbox | None = None) -> list[HealthLine]:
    """Ask Microsoft about all mailboxes or one, changing nothing there. Never raises."""
    folders = (
        MailFolder.objects.filter(mailbox=mailbox) if mailbox else MailFolder.objects.filter(mailbox__enabled=True)
    )
    rows = list(folders.select_related("mailbox"))
    if not rows:
        return [health_of(mailbox)] if mailbox else health()
    return [*_sign_in(), *(line for row in rows for line in _folder(row)), *_clock(rows[0])]


def _sign_in() -> Iterator[HealthLine]:
    try:
        roles = graph_token.roles()
    except WorkError as error:
        yield HealthLine("Sign-in", False, error.message)
        return
    yield HealthLine("Sign-in", True, f"Microsoft gives us a token. {_SENDING}")
    if roles is None:
        return  # opaque, as Microsoft says it is
    wide = sorted(set(roles) & (_READS | {"Mail.Send"}))
    if wide:
        words = f"Warning: the token has {', '.join(wide)} for every mailbox of the organisation. Scope it to yours: "
        yield HealthLine("Permissions", True, f"{words}docs/microsoft-365-setup.md")
    else:
        words = "The token names no mail permission, as it should be where Exchange grants it for one mailbox (RBAC); "
        yield HealthLine("Permissions", True, f"{words}the folders below tell whether it does.")


def _folder(row: MailFolder) -> Iterator[HealthLine]:
    try:
        found = graph.folder(row.mailbox.address, row.name)
    except WorkError as error:
        yield HealthLine(str(row), False, error.message)
        return
    yield HealthLine(str(row), True, f"Microsoft 365 shows it to us as “{found.name}”.")
    yield _subscription(row)


def _subscription(row: MailFolder) -> HealthLine:
    name = f"Notifications of {row}"
    if not subscriptions.on():
        return HealthLine(name, True, _(subscriptions.OFF))
    held = Subscription.objects.filter(folder=row).first()
    if held is None or not held.remote_id:
        words = held.last_error if held is not None and held.last_error else "Not made yet: the worker does that."
        return HealthLine(name, False, words)
    try:
        there = graph_subscriptions.find(row.mailbox.address, held.remote_id)
    except WorkError as error:
        return HealthLine(name, False, error.message)
    if there is None:
        return HealthLine(name, False, "Microsoft does not know it any more; it is made anew when it is due.")
    until = there.expires_at.strftime("%d %b %H:%M UTC") if there.expires_at else "an unknown time"
    return HealthLine(name, True, f"Microsoft tells {there.url or subscriptions.address()} of new mail, until {until}.")


def _clock(row: MailFolder) -> Iterator[HealthLine]:
    try:
        skew = graph.clock_skew(row.mailbox.address, row.name)
    except WorkError:
        return  # the folder's line says why
    if skew is None:
        return
    seconds = round(abs(skew.total_seconds()))
    side = "ahead of" if skew > timedelta(0) else "behind"
    if abs(skew) > _SKEW:
        yield HealthLine("Clock", False, f"This machine is {seconds} s {side} Microsoft's clock: switch on NTP.")
    else:
        yield HealthLine("Clock", True, f"Within {seconds} s of Microsoft's.")
