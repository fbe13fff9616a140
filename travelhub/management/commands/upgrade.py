"""upgrade: what has to be done after new code was fetched: checks, migrations, static files.

Nothing that runs is touched. `make upgrade` installs the locked packages first. docs/deployment.md tells how to do it
without a pause.
"""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, SystemCheckError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from travelhub import logs, static_files

_RESTART = """travelhub {version} is in place. What runs is still the old code until you restart it:
  systemd      systemctl restart travelhub.target
  Docker       docker compose up -d --build
  make run     Ctrl-C, and make run again
Then look: manage.py doctor."""


class Command(BaseCommand):
    help = "Check, migrate and collect static files after an update, and say what to restart."
    requires_system_checks = ()  # below, as the first step

    def handle(self, *_args: Any, **_options: Any) -> None:
        self._say("Checking the configuration ...")
        try:
            call_command("check", verbosity=0)
        except SystemCheckError as error:
            raise CommandError(f"Nothing was changed. {error}") from error
        self._migrate()
        self._say("Collecting static files ...")
        static_files.collect()
        if settings.HTTPS:
            call_command("check", deploy=True, verbosity=0)  # its warnings are for a person: they stop nothing
        self._say(_RESTART.format(version=settings.VERSION))

    def _migrate(self) -> None:
        try:
            executor = MigrationExecutor(connection)
            plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        except DatabaseError as error:
            # The driver's own words name host, user or database, and never the password.
            reason = logs.mask(" ".join(str(error).split())[:300]) or type(error).__name__
            raise CommandError(
                f"Nothing was changed: the database does not answer ({reason}). Is DATABASE_URL right?"
            ) from error
        self._say(f"Applying {len(plan)} migrations ..." if plan else "No migration is missing.")
        for migration, _backwards in plan:
            self._say(f"  {migration.app_label} {migration.name}")
        # Also without a plan: groups and schedules are made anew by what listens to it.
        call_command("migrate", verbosity=0, interactive=False)

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()
