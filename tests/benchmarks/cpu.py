"""How much processor the processes that we started have used, by what they are. Linux only: it reads /proc."""

import os
from collections import defaultdict
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")


def used() -> dict[str, float]:
    """User and system seconds of all descendants of this process by name, and of our own children that ended."""
    stats = {pid: _stat(pid) for pid in map(int, filter(str.isdigit, os.listdir("/proc")))}
    parents = {pid: stat[1] for pid, stat in stats.items() if stat}
    found: dict[str, float] = defaultdict(float)
    for pid, stat in stats.items():
        if stat and _is_ours(pid, parents):
            found[_name(pid, stat[0])] += stat[2]
    ended = os.times()
    found["killed or ended"] = ended.children_user + ended.children_system  # of our own children
    return found


def _stat(pid: int) -> tuple[str, int, float] | None:
    """Name, parent, and seconds with those of children that were waited for."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    words = text[text.rindex(")") + 2 :].split()
    return text[text.index("(") + 1 : text.rindex(")")], int(words[1]), sum(map(int, words[11:15])) / _TICK


def _is_ours(pid: int, parents: dict[int, int]) -> bool:
    while pid in parents and parents[pid] != os.getpid():
        pid = parents[pid]
    return pid in parents


def _name(pid: int, name: str) -> str:
    for known in ("gunicorn", "celery", "postgres", "redis"):
        if known in name or (name.startswith("python") and known in _command(pid)):
            return known
    return name


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""
