"""create_synthetic_data: made-up inquiries in any amount, to see how the product does with them."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from inquiries import synthetic
from inquiries.models import Inquiry


class Command(BaseCommand):
    help = "Write made-up inquiries with their conversations. One has 50 messages; its address is said at the end."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--inquiries", type=int, required=True, help="How many.")
        parser.add_argument("--seed", type=int, default=1, help="The same seed gives the same people and words.")
        parser.add_argument("--force", action="store_true", help="Also where there are inquiries already.")

    def handle(self, *_args: Any, **options: Any) -> None:
        count, started = options["inquiries"], time.monotonic()
        if count < 1:
            raise CommandError("--inquiries takes a number from 1.")
        if not options["force"] and Inquiry.objects.exists():
            raise CommandError(
                "This database has inquiries already, and made-up ones cannot be told from them later. "
                "Use an empty database, or say --force."
            )
        long = synthetic.fill(count, seed=options["seed"], report=self._report)
        self.stdout.write(
            f"{count} inquiries in {time.monotonic() - started:.0f} s. With 50 messages: /inquiries/{long}/"
        )

    def _report(self, done: int) -> None:
        if done % 10_000 == 0:
            self.stdout.write(f"{done} …")
            self.stdout.flush()
