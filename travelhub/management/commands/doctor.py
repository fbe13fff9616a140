"""doctor: try every connection and permission, and say in plain words how each is."""

from typing import Any

from django.core.management.base import BaseCommand

from inquiries.channels import HealthLine
from travelhub import doctor


class Command(BaseCommand):
    help = "Try every connection and permission. Exit 1 where something is to be mended; warnings leave it 0."
    requires_system_checks = ()  # their messages are among the lines

    def handle(self, *_args: Any, **_options: Any) -> None:
        wrong = odd = 0
        for section, lines in doctor.examine():
            self.stdout.write(f"\n{section}")
            for line in lines:
                wrong += not line.ok
                odd += line.warns
                self.stdout.write(f"  {self._mark(line)}{line.name}: {line.text}")
        self.stdout.write(f"\n{self._sum(wrong, odd)}")
        if wrong:
            raise SystemExit(1)

    def _mark(self, line: HealthLine) -> str:
        if not line.ok:
            return str(self.style.ERROR("LOOK "))
        return str(self.style.WARNING("warn ") if line.warns else self.style.SUCCESS("ok   "))

    def _sum(self, wrong: int, odd: int) -> str:
        warnings = f"{odd} warning" if odd == 1 else f"{odd} warnings"
        if wrong:
            return f"{wrong} to look at, {warnings}." if odd else f"{wrong} to look at."
        return f"Nothing to mend here, {warnings}." if odd else "All is well."
