"""counts: one JSON object with how much there is of everything, by state."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from inquiries import stats


class Command(BaseCommand):
    help = "Print one JSON object: inquiries by status, messages by channel, direction and state, other work by state."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(json.dumps(stats.counts(), indent=2))
