"""The version of the rules is made of the rules themselves, so that no change can keep the old name by mistake."""

import hashlib
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
_KINDS = (".py", ".tsv")  # code and word lists


@cache
def of_folder(folder: Path = HERE) -> str:
    """Eight letters over every rule and list below `folder`. Line ends do not count: they differ between check-outs."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.suffix in _KINDS):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return digest.hexdigest()[:8]


__all__ = ["of_folder"]
