"""replay: put what no parser could take through its channel's door once more."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from inquiries import dead_letters
from inquiries.models import DeadLetter


class Command(BaseCommand):
    help = "Replay the dead letters that wait (all, or those named by id). Exit 1 where one was not taken."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("ids", nargs="*", type=int, metavar="ID")

    def handle(self, *_args: Any, ids: list[int], **_options: Any) -> None:
        letters = DeadLetter.objects.filter(pk__in=ids) if ids else DeadLetter.objects.all()
        waiting = list(letters.filter(state=DeadLetter.State.WAITING).order_by("pk").values_list("pk", flat=True))
        refused = [pk for pk in waiting if not dead_letters.replay(pk)]
        self.stdout.write(f"Replayed {len(waiting) - len(refused)} of {len(waiting)} dead letters.")
        if refused:
            raise CommandError(f"Not taken: {', '.join(map(str, refused))}. Their rows say why.")
