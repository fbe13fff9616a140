"""reset_second_factor: for the last admin who lost the phone, or after SECRET_KEY was changed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from inquiries import second_factor
from inquiries.models import User


class Command(BaseCommand):
    help = "Take somebody's second factor away, and sign them out everywhere. Admins do the same under Staff."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="The name that they sign in with.")

    def handle(self, *_args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["name"]).first()
        if user is None:
            raise CommandError(f"Nobody signs in as {options['name']}.")
        if not second_factor.reset(user, actor=None):
            raise CommandError(f"{options['name']} has no second factor.")
        self.stdout.write(f"Done. {options['name']} signs in with the password alone, and sets up a new one then.")
