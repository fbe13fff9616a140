"""Where the bytes of files are: in a folder of this machine, or in a bucket (S3_BUCKET, bucket.py).

Only attachments.py knows which of the two it is. What is away, or refuses us, is a StorageError: an OSError like a full
disk's, with words for people.
"""

import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import BinaryIO, Protocol

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.utils._os import safe_join

_LOW = 1024**3  # bytes


class StorageError(OSError):
    """The files cannot be reached, or not be written; words for people."""


class Blobs(Protocol):
    def keep(self, name: str, source: BinaryIO, *, size: int) -> None:
        """Store what `source` holds, whole or not at all. Where it is there already, it only counts as stored now."""

    def open(self, name: str) -> BinaryIO:
        """To be read by the piece, from any place. FileNotFoundError where it is gone."""

    def size(self, name: str) -> int:
        """Bytes. FileNotFoundError where it is gone."""

    def stored_at(self, name: str) -> float:
        """Seconds since the epoch. FileNotFoundError where it is gone."""

    def delete(self, name: str) -> None: ...

    def probe(self) -> str:
        """Write, read and delete something, and say in words how it is. Raises OSError with words."""


def checked(name: str) -> str:
    """The name, if it is one of ours."""
    if not name.startswith("blobs/") or ".." in name.split("/"):
        raise SuspiciousFileOperation(f"{name!r} is no name of a stored file")
    return name


class Disk:
    """Not Django's FileSystemStorage: that one writes in place, and gives what is there already a second name."""

    def keep(self, name: str, source: BinaryIO, *, size: int) -> None:
        path = _path(name)
        # The size is looked at because a power cut may leave an empty file under a name that promises its content.
        if path.exists() and path.stat().st_size == size:
            os.utime(path)
        else:
            _write(path, source)

    def open(self, name: str) -> BinaryIO:
        return _path(name).open("rb")

    def size(self, name: str) -> int:
        return _path(name).stat().st_size

    def stored_at(self, name: str) -> float:
        return _path(name).stat().st_mtime

    def delete(self, name: str) -> None:
        _path(name).unlink(missing_ok=True)

    def probe(self) -> str:
        root = Path(settings.MEDIA_ROOT)
        try:
            root.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=root, prefix=".doctor-") as file:
                file.write(b"well")
        except OSError as error:
            words = f"{root} cannot be written ({error.strerror}): see MEDIA_ROOT, and who owns the folder."
            raise StorageError(words) from error
        free = free_bytes()
        words = f"{root} can be written; {free / 1024**3:.1f} GB are free."
        if free <= _LOW:
            raise StorageError(f"{words} Make room: without it no file of a customer's can be kept.")
        return words


def free_bytes() -> int:
    """Of the disk that MEDIA_ROOT is on, or will be: it is made with the first file."""
    folder = Path(settings.MEDIA_ROOT)
    while not folder.exists():
        folder = folder.parent
    return shutil.disk_usage(folder).free


def _path(name: str) -> Path:
    return Path(safe_join(str(settings.MEDIA_ROOT), checked(name)))


def _write(path: Path, source: BinaryIO) -> None:
    """Under a temporary name first: a process killed while it writes must not leave half a file that looks whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".draft-")
    try:
        with os.fdopen(handle, "wb") as file:
            shutil.copyfileobj(source, file)
        os.chmod(draft, 0o640)
        os.replace(draft, path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def age(stored_at: float) -> float:
    """Seconds since then."""
    return time.time() - stored_at
