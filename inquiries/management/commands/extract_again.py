"""extract_again: read again what an older version read, as a job of the worker; --dry only says what would change."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from inquiries import reruns
from inquiries.errors import InvalidInput
from inquiries.models import Rerun


class Command(BaseCommand):
    help = (
        "Read messages again whose last reading is not by the engine's version of today. What people set or accepted "
        "stays. The worker does it in slices; the page of the job shows how far it is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--engine", choices=sorted(settings.ENGINES), default="", help="which reads")
        parser.add_argument("--older-than", default="", metavar="VERSION", help="only what versions before this read")
        parser.add_argument("--since", default="", metavar="YYYY-MM-DD", help="only messages sent since")
        parser.add_argument("--message", type=int, metavar="ID", help="this one, whichever version read it")
        parser.add_argument("--inquiry", type=int, metavar="ID", help="all messages of it, whichever version read them")
        parser.add_argument("--dry", action="store_true", help="change nothing, say what would change")
        parser.add_argument("--cancel", type=int, metavar="JOB", help="stop a job")
        parser.add_argument("--show", type=int, metavar="JOB", help="how far a job is and what it changed")

    def handle(self, *_args: Any, engine: str, cancel: int | None, show: int | None, **options: Any) -> None:
        if cancel is not None:
            self.stdout.write("Cancelled." if reruns.cancel(cancel) else "It does not run.")
            return
        if show is None:
            filters = {name: options[name] for name in ("older_than", "since", "message", "inquiry")}
            try:
                job = reruns.ask(engine=engine, filters=filters, dry=options["dry"])
            except InvalidInput as error:
                raise CommandError(str(error)) from error
        else:
            found = Rerun.objects.filter(pk=show).first()
            if found is None:
                raise CommandError("There is no such job.")
            job = found
        self._tell(job)

    def _tell(self, job: Rerun) -> None:
        doing = "tries" if job.dry else "reads"
        self.stdout.write(f"Job {job.pk} {doing} {job.total} messages by {job.engine} {job.version}.")
        counts = f"{job.done} done, {job.changed} with changes, {job.failed} failed"
        self.stdout.write(f"{job.get_state_display()}: {counts}. {job.last_error}".rstrip())
        for part in reruns.summary(job):
            self.stdout.write(
                f"{part.label:24} {part.count:>6}: {part.filled} filled, {part.other} other, {part.dropped} dropped, "
                f"{part.asked} asked"
            )
