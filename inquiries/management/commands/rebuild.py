"""rebuild: write the trip columns of all inquiries anew from their facts, and by when they are to be answered."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from inquiries import projection, targets
from inquiries.models import Inquiry

BATCH = 200  # inquiries read at a time; each is locked and written in a transaction of its own


class Command(BaseCommand):
    help = "Compute the trip columns, destinations and counts of all inquiries (or those named by id) from the facts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("ids", nargs="*", type=int, metavar="ID")

    def handle(self, *_args: Any, ids: list[int], **_options: Any) -> None:
        rows = Inquiry.objects.filter(pk__in=ids) if ids else Inquiry.objects.all()
        seen = changed = last = 0
        while batch := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
            for pk in batch:
                changed += _rebuild(pk)
            seen, last = seen + len(batch), batch[-1]
        self.stdout.write(f"Rebuilt {seen} inquiries; {changed} had changed.")
        if not ids and (moved := targets.recompute()):
            self.stdout.write(f"{moved} answers are due at another time.")


def _rebuild(pk: int) -> bool:
    """False also for one that was deleted in the meantime."""
    with transaction.atomic():
        inquiry = Inquiry.objects.select_for_update(no_key=True).filter(pk=pk).first()
        return inquiry is not None and projection.project(inquiry)
