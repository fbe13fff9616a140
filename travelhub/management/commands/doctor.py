"""doctor: try every connection and permission, and say in plain words how each is."""

from typing import Any

from django.core.management.base import BaseCommand

from travelhub import doctor


class Command(BaseCommand):
    help = "Try every connection and permission. Exit 1 where a person should look."
    requires_system_checks = ()  # their messages are among the lines

    def handle(self, *_args: Any, **_options: Any) -> None:
        wrong = 0
        for section, lines in doctor.examine():
            self.stdout.write(f"\n{section}")
            for line in lines:
                wrong += not line.ok
                mark = self.style.SUCCESS("ok   ") if line.ok else self.style.ERROR("LOOK ")
                self.stdout.write(f"  {mark}{line.name}: {line.text}")
        self.stdout.write(f"\n{wrong} to look at." if wrong else "\nAll is well.")
        if wrong:
            raise SystemExit(1)
