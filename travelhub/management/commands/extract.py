"""extract PATH... : what an engine reads out of mails and webhook bodies, one JSON line a file. No database."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.module_loading import import_string

from inquiries.envelope import Inbound
from inquiries.errors import WorkError
from inquiries.extraction import labels
from inquiries.extraction.document import Document, Engine, Reading
from mailsync import mime
from messaging import parsing


class Command(BaseCommand):
    help = (
        "Read .eml mails and WhatsApp webhook bodies (.json) with an extraction engine and print one JSON line a file: "
        "the label keys of the corpus and the case. Folders are searched. Touches no database."
    )
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--engine", choices=sorted(settings.ENGINES), default=settings.EXTRACTION_ENGINES[0])

    def handle(self, *_: Any, paths: list[Path], engine: str, **__: Any) -> None:
        chosen: Engine = import_string(settings.ENGINES[engine])()
        bad = 0
        for path in cases(paths):
            try:
                reading = chosen.read(document(message(path)))
            except (OSError, ValueError, WorkError) as error:
                bad += 1
                self.stderr.write(f"{path}: {_words(error)}")
                continue
            self.stdout.write(json.dumps({"case": _case(path), **as_label(reading)}, ensure_ascii=False))
        if bad:
            raise CommandError(f"{bad} could not be read.")


def as_label(reading: Reading) -> dict[str, Any]:
    """A reading with the keys of the corpus' labels; null or an empty list where the message does not say."""
    values = {field: value.value for field, value in reading.values.items()}
    return labels.label(values, kind=reading.kind, language=reading.language)


def cases(paths: list[Path]) -> Iterator[Path]:
    """The files themselves, and of folders the mails and webhook bodies, labels left out."""
    for path in paths:
        if path.is_dir():
            found = (file for file in path.rglob("*") if file.name.endswith((".eml", ".wa.json")))
            yield from sorted(found)
        else:
            yield path


def _case(path: Path) -> str:
    return path.name.removesuffix(".json").removesuffix(".wa").removesuffix(".eml")


def message(path: Path) -> Inbound:
    """The first message of a file. ValueError where there is none, OSError where it cannot be read."""
    body = path.read_bytes()
    if path.suffix != ".json":
        return mime.parse(body, account="", external_id=path.name, limits=mime.Limits())
    messages = parsing.parse(body, received_at=datetime.now(UTC)).messages
    if not messages:
        raise ValueError("There is no message in it.")
    return messages[0].inbound


def document(inbound: Inbound) -> Document:
    """A message as an engine sees it. A file knows no thread: an answer is told by what it quotes or refers to."""
    ids = (address.value for address in inbound.sender.addresses if address.kind == "wa_id")
    return Document(
        text=inbound.text,
        sent_at=inbound.sent_at,
        channel=inbound.channel,
        message_kind=inbound.kind,
        signature_at=inbound.signature_at,
        subject=inbound.subject,
        sender_name=inbound.sender.name,
        sender_phone=next((f"+{number}" for number in ids), ""),
        quoted_text=inbound.quoted_text,
        answers=bool(inbound.references or inbound.reply_to or inbound.quoted_text),
        parked_reason=inbound.parked_reason,
    )


def _words(error: Exception) -> str:
    return error.strerror or "cannot be read." if isinstance(error, OSError) else str(error)
