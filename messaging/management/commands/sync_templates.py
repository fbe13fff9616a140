"""Fetch the WhatsApp templates of all our business accounts now."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from messaging import templates_sync


class Command(BaseCommand):
    help = "Fetch the WhatsApp templates of all our business accounts now. Else it happens every six hours."

    def handle(self, *_args: Any, **_options: Any) -> None:
        outcomes = templates_sync.sync()
        if not outcomes:
            raise CommandError("No enabled WhatsApp number has a business account id. Set it in the admin.")
        for outcome in outcomes:
            self.stdout.write(str(outcome))
        if any(outcome.error for outcome in outcomes):
            raise CommandError("Not all templates could be fetched.")
