"""Where each process writes its counters and histograms, so that whichever is asked for /metrics tells of all.

One file a process (https://prometheus.github.io/client_python/multiprocess/). By itself the library names it by the
process id, and two containers that share the folder both have a process 7: so the name of the machine is in it too.
"""

import os
import re
import socket
from pathlib import Path

from prometheus_client import values


def use(folder: Path) -> None:
    """Before the first counter is made, or it would count for its own process alone."""
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
    values.ValueClass = values.MultiProcessValue(identity)  # type: ignore[no-untyped-call]


def identity() -> str:
    """Of this process, among all that may write into the folder. No underscore: the library splits names there."""
    return f"{re.sub('[^A-Za-z0-9.-]', '-', socket.gethostname())}-{os.getpid()}"
