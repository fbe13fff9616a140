"""add_mailbox ADDRESS [--folder inbox] [--since DAY] : a Microsoft 365 mailbox to read and to answer from."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from inquiries.errors import WorkError
from mailsync import graph, mailboxes, subscriptions
from mailsync.models import Mailbox, MailFolder
from mailsync.sync import SENT_ITEMS

_NO_CREDENTIALS = (
    "It is not fetched yet, since there are no credentials. Set GRAPH_TENANT_ID, GRAPH_CLIENT_ID and "
    "GRAPH_CLIENT_SECRET (or a certificate) in .env, restart travelhub, then run manage.py doctor, which asks "
    "Microsoft. Where they are found: docs/microsoft-365-setup.md."
)


class Command(BaseCommand):
    help = (
        "Add a Microsoft 365 mailbox, or another folder of one. With credentials it is looked for at Microsoft first. "
        "Safe to repeat."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address", metavar="ADDRESS")
        parser.add_argument("--folder", default="inbox", help="inbox, archive, sentitems ... or Graph's id of one.")
        parser.add_argument(
            "--sent",
            action="store_true",
            help="Read the sent items too: what staff answer in Outlook appears in the conversation.",
        )
        parser.add_argument("--name", default="", help="What staff call it.")
        parser.add_argument("--since", type=_day, metavar="YYYY-MM-DD", help="Leave mail received before alone.")

    def handle(
        self, *_: Any, address: str, folder: str, name: str, since: datetime | None, sent: bool, **__: Any
    ) -> None:
        address, folder = address.strip().lower(), folder.strip()
        try:
            validate_email(address)
        except ValidationError as error:
            raise CommandError(f"{address!r} is no mail address.") from error
        if not folder:
            raise CommandError("--folder needs a name, such as inbox.")
        folders = list(dict.fromkeys([folder, SENT_ITEMS] if sent else [folder]))
        for each in folders if mailboxes.ready() else ():
            try:
                graph.folder(address, each)
            except WorkError as error:
                raise CommandError(f"{address}, folder {each}: {error.message}") from error
        for each in folders:
            # Sent mail of years would make an inquiry of each old answer: it begins with today's.
            self.stdout.write(_add(address, each, name, since or (timezone.now() if each == SENT_ITEMS else None)))
        subscriptions.ensure()
        if not mailboxes.ready():
            self.stdout.write(_NO_CREDENTIALS)


def _day(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)


def _add(address: str, folder: str, name: str, since: datetime | None) -> str:
    with transaction.atomic():
        mailbox, new_mailbox = Mailbox.objects.get_or_create(address=address, defaults={"name": name})
        _row, new_folder = MailFolder.objects.get_or_create(mailbox=mailbox, name=folder, defaults={"since": since})
    if new_mailbox:
        return f"Added {address}, folder {folder}."
    return f"Added folder {folder} of {address}." if new_folder else f"{address}, folder {folder}, is here already."
