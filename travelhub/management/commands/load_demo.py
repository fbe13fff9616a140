"""load_demo: the sample inbox, once, into an empty database."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from travelhub import demo
from travelhub.demo import loading, staff


class Command(BaseCommand):
    help = "Load sample mails and WhatsApp messages with sample staff. Does nothing where messages are already."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-logins", action="store_true", help="do not print the sample log-ins")

    def handle(self, *_: Any, no_logins: bool = False, **__: Any) -> None:
        if not demo.is_empty():
            self.stdout.write("There are messages already: the sample inbox is only loaded into an empty database.")
            return
        loaded = loading.load(self.stdout.write)
        self.stdout.write(
            f"Loaded {loaded.messages} sample mails and webhooks; the worker reads the newest {loaded.left} of them."
        )
        lines = staff.login_lines(loaded.logins)
        if lines and not no_logins:
            self.stdout.write("Sample log-ins (user, password):")
            self.stdout.write("\n".join(f"  {line}" for line in lines))
        elif settings.HTTPS and not lines:
            self.stdout.write(f"No sample log-ins, since {settings.PUBLIC_URL} is https. DEMO=yes makes them.")
