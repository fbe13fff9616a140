"""export_corrections FOLDER: what staff corrected, as cases that tests/data/corpus/score.py reads."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from inquiries import corpus, timeline
from inquiries.models import Event


class Command(BaseCommand):
    help = (
        "Write each message of which a person confirmed or corrected a value as a case of a labelled corpus: the "
        "message and NAME.label.json. Personal data: --redact takes names, addresses and numbers out."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, metavar="FOLDER")
        parser.add_argument("--since", type=date.fromisoformat, metavar="YYYY-MM-DD", help="decided since this day")
        parser.add_argument("--redact", action="store_true", help="without names, addresses and numbers")

    def handle(self, *_args: Any, folder: Path, since: date | None, redact: bool, **_options: Any) -> None:
        written = 0
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for case in corpus.cases(since=since, redact=redact):
                (folder / f"{case.name}.{case.ending}").write_bytes(case.body)
                label = json.dumps(case.label, ensure_ascii=False, indent=2)
                (folder / f"{case.name}.label.json").write_text(f"{label}\n", encoding="utf-8")
                written += 1
        except OSError as error:
            raise CommandError(f"{folder} cannot be written: {error.strerror}.") from error
        timeline.record(Event.Kind.EXPORTED, format="corpus", rows=written, redacted=redact)
        self.stdout.write(f"{written} case{'' if written == 1 else 's'} in {folder}.")
