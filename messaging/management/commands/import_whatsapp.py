"""import_whatsapp PATH... : webhook bodies from files, through the same door as the webhook's."""

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import pluralize

from messaging import events, ingest, parsing
from messaging.models import WebhookEvent


class Command(BaseCommand):
    help = (
        "Take WhatsApp webhook bodies in from .json files and folders of them. Safe to repeat: what is here already "
        "stays as it is. In a folder, files that are no webhook bodies are passed over."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument(
            "--media", type=Path, metavar="DIR", help="Folder with the files of the messages, each <media id>.<ending>."
        )

    def handle(self, *_: Any, paths: list[Path], media: Path | None, **__: Any) -> None:
        if media and not media.is_dir():
            raise CommandError(f"--media {media} is not a folder.")
        total, counts = ingest.Outcome(), Counter[str]()
        for path, named in _files(paths):
            try:
                outcome = _take_in(path, named=named, media=media)
            except (OSError, ValueError) as error:
                counts["bad"] += 1
                self.stderr.write(f"{path}: {_words(error)}")
                continue
            if isinstance(outcome, str):
                counts[outcome] += 1
                continue
            counts["new"] += 1
            total.add(outcome)
            if outcome.dead:
                what, them = pluralize(outcome.dead, "a dead letter,dead letters"), pluralize(outcome.dead, "it,them")
                self.stderr.write(f"{path}: {outcome.dead} kept as {what}; manage.py replay tries {them} once more.")
            if outcome.error:
                self.stderr.write(f"{path}: {outcome.error.message} It is tried again by the worker.")
        self.stdout.write(_summary(counts, total))
        if counts["bad"] and counts.total() == counts["bad"]:
            raise CommandError("Nothing was taken in.")


def _files(paths: list[Path]) -> Iterator[tuple[Path, bool]]:
    """Each file, and whether it was named itself."""
    for path in paths:
        if path.is_dir():
            yield from ((found, False) for found in sorted(path.rglob("*")) if found.is_file())
        else:
            yield path, True


def _take_in(path: Path, *, named: bool, media: Path | None) -> ingest.Outcome | str:
    """Store and ingest in this process, without a ring. A word where there was nothing to do: repeated, other."""
    if not named and path.suffix.lower() != ".json":
        return "other"
    body = path.read_bytes()
    if not parsing.is_webhook_body(body):
        if named:
            raise parsing.MalformedError("It is no WhatsApp webhook body.")
        return "other"
    pk = events.keep_claimed(body, lease=settings.WORK_LEASE)
    if pk is None:
        return "repeated"
    return ingest.ingest_claimed(WebhookEvent.objects.get(pk=pk), live=False, media=media)


def _summary(counts: Counter[str], total: ingest.Outcome) -> str:
    held = f" ({total})" if counts["new"] else ""
    return (
        f"{counts['new']} webhook {pluralize(counts['new'], 'body,bodies')} taken in{held}, "
        f"{counts['repeated']} {pluralize(counts['repeated'], 'was,were')} here already, "
        f"{counts['other']} other file{pluralize(counts['other'])} passed over, "
        f"{counts['bad']} file{pluralize(counts['bad'])} could not be read."
    )


def _words(error: Exception) -> str:
    return error.strerror or "cannot be read." if isinstance(error, OSError) else str(error)
