"""Where each process writes its counters and histograms, so that whichever is asked for /metrics tells of all.

One file a process (https://prometheus.github.io/client_python/multiprocess/). By itself the library names it by the
process id, and two containers that share the folder both have a process 7: so the name of the machine is in it too.

What ended processes have counted has to stay in the sums, but not their files: `settled` adds those up into one.
"""

import fcntl
import os
import re
import socket
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from prometheus_client import values
from prometheus_client.mmap_dict import MmapedDict

_NAME = re.compile(r"(counter|histogram)_(.+)-(\d+|ended)\.db")
_LONG = 7 * 24 * 3600.0  # seconds without a count, after which a process of another machine has surely ended


def use(folder: Path) -> None:
    """Before the first counter is made, or it would count for its own process alone."""
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder)
    values.ValueClass = values.MultiProcessValue(identity)  # type: ignore[no-untyped-call]


def identity() -> str:
    """Of this process, among all that may write into the folder. No underscore: the library splits names there."""
    return f"{_machine()}-{os.getpid()}"


def _machine() -> str:
    return re.sub("[^A-Za-z0-9.-]", "-", socket.gethostname())


@contextmanager
def settled(folder: Path) -> Iterator[None]:
    """The folder with one file for all ended processes, and for as long as it is read nobody else adds up in it."""
    with (folder / "lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # released when the file is closed
        for kind in ("counter", "histogram"):
            _add_up(kind, folder)
        yield


def _add_up(kind: str, folder: Path) -> None:
    ended = [file for file in folder.glob(f"{kind}_*.db") if _has_ended(file)]
    whole = folder / f"{kind}_{_machine()}-ended.db"
    if not ended:
        return
    sums: defaultdict[str, float] = defaultdict(float)
    for file in [*ended, *([whole] if whole.exists() else [])]:
        for key, value, _at, _position in MmapedDict.read_all_values_from_file(str(file)):  # type: ignore[no-untyped-call]
            sums[key] += value
    unfinished = folder / f"{whole.name}.unfinished"
    unfinished.unlink(missing_ok=True)  # of a process that died here
    written = MmapedDict(str(unfinished))  # type: ignore[no-untyped-call]
    for key, value in sums.items():
        written.write_value(key, value, 0.0)  # type: ignore[no-untyped-call]
    written.close()  # type: ignore[no-untyped-call]
    unfinished.replace(whole)
    for file in ended:
        file.unlink()


def _has_ended(file: Path) -> bool:
    found = _NAME.fullmatch(file.name)
    if found is None:
        return False
    machine, process = found[2], found[3]
    if machine != _machine():  # its processes cannot be asked for from here
        return time.time() - file.stat().st_mtime > _LONG
    if process == "ended":
        return False
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False  # it runs, as somebody else
    return False
