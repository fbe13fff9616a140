"""Collecting the static files, for `run` and `upgrade`."""

import fcntl

from django.conf import settings
from django.core.management import call_command


def collect() -> None:
    """One at a time: a second start of the same checkout would read files that the first one is about to replace."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    with (settings.STATIC_ROOT / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        call_command("collectstatic", verbosity=0, interactive=False)
