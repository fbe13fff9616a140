"""Mail in files: .eml, mbox, Maildir, and folders of them. Which files hold mail, and the bytes of each mail in them.

Pure but for reading; the order is always the same. mbox is read here and not by the standard library's `mailbox`, which
takes any line that starts with "From " for the next mail and wants to lock the file.
"""

import hashlib
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from mailsync import mime

_MBOX_SUFFIXES = frozenset({".mbox", ".mbx"})
_FROM_LINE = re.compile(rb"From \S.*\d{4}")  # "From anna@berg.example Mon May  4 10:00:00 2026"
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_SNIFFED = 64 * 1024  # bytes that tell a mail from another file
_NOT_MAIL = frozenset({".json"})  # labels and webhook bodies lie beside mails


class NotMailError(ValueError):
    """A file that was named, but holds no mail."""


def walk(folder: Path, *, on_error: Callable[[OSError], None]) -> Iterator[tuple[Path, bool]]:
    """The files of a folder and all below it, sorted, each with whether it should hold mail."""
    for root, folders, names in os.walk(folder, onerror=on_error):
        if "cur" in folders and "tmp" in folders:  # a Maildir: what lies in tmp is not delivered yet
            folders.remove("tmp")
        folders.sort()
        in_maildir = Path(root).name in {"cur", "new"}
        for name in sorted(names):
            path = Path(root, name)
            if path.is_file() and path.suffix.lower() not in _NOT_MAIL:
                yield path, _should_hold_mail(path, in_maildir=in_maildir)


def _should_hold_mail(path: Path, *, in_maildir: bool) -> bool:
    if path.name.startswith("."):
        return False
    suffix = path.suffix.lower()
    # Thunderbird's folders are mbox files without an ending.
    return in_maildir or suffix == ".eml" or suffix in _MBOX_SUFFIXES or (not suffix and _is_mbox(path))


def mails(path: Path) -> Iterator[bytes]:
    """Each mail of one file. NotMailError where it holds none; an .eml is taken for one whatever its bytes are."""
    if path.suffix.lower() in _MBOX_SUFFIXES or (path.suffix.lower() != ".eml" and _is_mbox(path)):
        yield from _mbox(path)
        return
    raw = path.read_bytes()
    if path.suffix.lower() != ".eml" and not mime.is_mail(raw[:_SNIFFED]):
        raise NotMailError("It holds no mail.")
    yield raw


def _is_mbox(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return _FROM_LINE.match(file.readline(1000)) is not None
    except OSError:
        return False  # said when it is read


def _mbox(path: Path) -> Iterator[bytes]:
    """The mails of an mbox, one in memory at a time. A "From " line counts at the start and after an empty line."""
    lines: list[bytes] = []
    started, after_empty = False, True
    with path.open("rb") as file:
        for line in file:
            if after_empty and _FROM_LINE.match(line):
                if started:
                    yield _unquoted(lines)
                lines, started = [], True
            elif started:
                lines.append(line)
            elif line.strip():
                raise NotMailError("It is no mbox: it does not begin with a line such as 'From anna@berg.example …'.")
            after_empty = not line.strip(b"\r\n")
    if started:
        yield _unquoted(lines)


def _unquoted(lines: list[bytes]) -> bytes:
    """Without the ">" that keeps a line of the text from being taken for the next mail."""
    return _QUOTED_FROM.sub(rb"\1", b"".join(lines))


def content_id(raw: bytes) -> str:
    """The same for the same mail, whichever kind of file it lay in: line ends and the last empty lines do not count."""
    return f"import:{hashlib.sha256(raw.replace(b'\r\n', b'\n').rstrip(b'\n')).hexdigest()}"
