"""import_mail PATH... : mails from files, through the same door as the mailbox's."""

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import pluralize

from inquiries.addresses import is_email
from mailsync import ingest, mailfiles, mime, sources


class Command(BaseCommand):
    help = (
        "Take mails in from .eml and mbox files, Maildirs and folders of all three. Safe to repeat: what is here "
        "already stays as it is. In a folder, files that are no mail are passed over."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument(
            "--account",
            metavar="ADDRESS",
            default="",
            help="Our mailbox that the mails came to. Else: our mailbox among their addresses, else the recipient.",
        )

    def handle(self, *_: Any, paths: list[Path], account: str, **__: Any) -> None:
        if account and not is_email(account):
            raise CommandError(f"--account {account} is no mail address.")
        missing = [path for path in paths if not path.exists()]
        if missing:
            raise CommandError(f"There is no {_shown(missing[0])}.")
        self._account, self._counts = account.strip().lower(), Counter[str]()
        for path in paths:
            if path.is_dir():
                self._folder(path)
            else:
                self._file(path)
        self.stdout.write(_summary(self._counts))
        if self._counts["bad"] and not (self._counts["new"] or self._counts["known"]):
            raise CommandError("Nothing was taken in.")

    def _folder(self, folder: Path) -> None:
        for path, holds_mail in mailfiles.walk(folder, on_error=self._unreadable_folder):
            if holds_mail:
                self._file(path)
            else:
                self._counts["other"] += 1

    def _file(self, path: Path) -> None:
        try:
            for raw in mailfiles.mails(path):
                self._mail(path, raw)
        except mailfiles.NotMailError as error:
            self._bad(path, str(error))
        except OSError as error:
            self._bad(path, error.strerror or "It cannot be read.")

    def _mail(self, path: Path, raw: bytes) -> None:
        account = self._account or _account(raw)
        received = sources.take_file(raw, account=account)
        if received is None:
            self._counts["dead"] += 1
            self.stderr.write(f"{_shown(path)}: kept as a dead letter; manage.py replay tries it once more.")
            return
        self._counts["new" if received.created else "known"] += 1
        if received.created and received.message.problem:
            self._counts["noted"] += 1
            self.stderr.write(
                f"{_shown(path)}: {received.message.inquiry.reference}, not in full: {received.message.problem}"
            )

    def _unreadable_folder(self, error: OSError) -> None:
        self._bad(Path(error.filename), error.strerror or "It cannot be read.")

    def _bad(self, path: Path, words: str) -> None:
        self._counts["bad"] += 1
        self.stderr.write(f"{_shown(path)}: {words}")


def _account(raw: bytes) -> str:
    """Our mailbox that a mail belongs to: among its addresses, else the only one there is, else its recipient."""
    ours = {address.lower() for address in ingest.own_addresses()}
    details = mime.details(raw)
    received = [box.address.lower() for box in (*details.delivered_to, *details.to, *details.cc)]
    known = next((address for address in (*received, *_sender(details)) if address in ours), "")
    if known or len(ours) == 1:
        return known or next(iter(ours))
    return next(iter(received), "")


def _sender(details: mime.Details) -> list[str]:
    return [box.address.lower() for box in details.sender]


def _summary(counts: Counter[str]) -> str:
    noted = f" ({counts['noted']} not in full)" if counts["noted"] else ""
    return (
        f"{_count(counts['new'], 'mail')} taken in{noted}, "
        f"{counts['known']} {pluralize(counts['known'], 'was,were')} here already, "
        f"{_count(counts['dead'], 'dead letter')} kept, {_count(counts['other'], 'other file')} passed over, "
        f"{_count(counts['bad'], 'file')} could not be read."
    )


def _count(number: int, name: str) -> str:
    return f"{number} {name}{pluralize(number)}"


def _shown(path: Path) -> str:
    """A path for people: a name that is no UTF-8 must not stop the import."""
    return str(path).encode("utf-8", "replace").decode()
