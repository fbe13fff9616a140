"""sweep: ring for all due work once, or with --run do it here, without a worker."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from inquiries.work import sweeper


class Command(BaseCommand):
    help = "Ring for due work once; with --run do all due work in this process, until nothing is due now."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--run", action="store_true", help="do the work here, with no worker")

    def handle(self, *_args: Any, run: bool, verbosity: int, **_options: Any) -> None:
        if not run:
            rung = sweeper.sweep()
            self.stdout.write(f"Rang for {rung} row{'' if rung == 1 else 's'}.")
            return
        done = sweeper.run(self.stdout.write if verbosity > 1 else None)
        self.stdout.write(f"Did {done} piece{'' if done == 1 else 's'} of work; nothing more is due now.")
