"""sync_mailbox [ADDRESS] : fetch what is new now, in this process."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mailsync import mailboxes, sync
from mailsync.models import Mailbox


class Command(BaseCommand):
    help = "Fetch new mail now, of one mailbox or of all that are switched on. Exit 1 where one could not be read."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", nargs="?", metavar="ADDRESS")

    def handle(self, *_: Any, address: str | None, **__: Any) -> None:
        rows = list(_chosen(address))
        if not mailboxes.ready():
            raise CommandError("Set GRAPH_TENANT_ID, GRAPH_CLIENT_ID and a secret or certificate first.")
        failed = sum(not self._fetch(row) for row in rows)
        if failed:
            raise CommandError(f"{failed} of {len(rows)} could not be read.")

    def _fetch(self, row: Mailbox) -> bool:
        outcome = sync.run(row.pk)
        if outcome.error:
            self.stderr.write(f"{row.address}: {outcome.error.message} (until then: {outcome})")
        elif outcome.busy:
            self.stderr.write(f"{row.address}: {_busy(row)}")
        else:
            self.stdout.write(f"{row.address}: {outcome}.")
        return not outcome.error and not outcome.busy


def _chosen(address: str | None) -> list[Mailbox]:
    rows = Mailbox.objects.order_by("pk")
    if not address:
        found = list(rows.filter(enabled=True))
        if not found:
            raise CommandError("There is no mailbox. Add one: manage.py add_mailbox ADDRESS.")
        return found
    row = rows.filter(address__iexact=address.strip()).first()
    if row is None:
        raise CommandError(f"There is no mailbox {address}. Add it: manage.py add_mailbox {address}.")
    return [row]


def _busy(row: Mailbox) -> str:
    """Why a mailbox could not be taken."""
    row.refresh_from_db()
    if not row.enabled:
        return "It is switched off."
    if row.blocked_until and row.lease_until is None:
        return f"Microsoft 365 asked us to wait until {row.blocked_until:%H:%M:%S} UTC."
    return "Another worker is fetching it just now."
