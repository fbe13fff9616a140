"""Where a secret comes from: the environment, a file (NAME_FILE) or Vault, the first that has it; what it is by now.

A file or a Vault may have another value tomorrow. `read` is for the start; `current` looks again, a minute later at the
earliest, so that a rotated secret works in processes that run. Where it cannot look, the last good value stays.
"""

import os
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import structlog

from travelhub.last_good import LastGood
from travelhub.vault import Vault, VaultError

logger = structlog.get_logger(__name__)

FRESH = 60.0  # seconds in which nobody looks again
PAUSE = 5.0  # seconds between two looks where a vendor refuses what we have: strangers may cause that
_WAIT = 2.0  # seconds that a refused thread waits for the look of another


class UnreadableError(Exception):
    """A source is set but gives nothing. Words for people."""


class Remembered[T]:
    """A value with its age, looked up again by one thread at a time; a look that fails changes nothing."""

    def __init__(self, name: str, look: Callable[[], T], *, clock: Callable[[], float]) -> None:
        self.name, self.trouble, self._clock = name, "", clock
        self.look, self._lock = look, threading.Lock()
        self._value, self._looked_at = look(), clock()

    def get(self, *, within: float, wait: float = 0) -> T:
        """The value as of `within` seconds ago at the most; older while another thread looks, or the source is away."""
        if self._clock() - self._looked_at < within:
            return self._value
        if not self._lock.acquire(timeout=wait) if wait else not self._lock.acquire(blocking=False):
            return self._value
        try:
            if self._clock() - self._looked_at >= within:  # else the one before us has just done it
                self._again()
            return self._value
        finally:
            self._lock.release()

    def _again(self) -> None:
        try:
            found = self.look()
            if self._value and not found:  # a file that is being written, a path that was emptied by mistake
                raise UnreadableError(f"{self.name} is empty now.")
        except UnreadableError as error:
            if not self.trouble:
                logger.warning("secret_source_away", source=self.name, reason=str(error))
            self.trouble = str(error)
        else:
            if self.trouble or found != self._value:
                logger.info("secret_source_read", source=self.name, changed=found != self._value)
            self._value, self.trouble = found, ""
        self._looked_at = self._clock()


class Sources:
    """Of one process: the Vault in use, if any, and each secret that was asked for."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock  # seconds
        self.vault: Vault | None = None
        self.asked: set[str] = set()
        self.vault_values: dict[str, str] = {}  # with what Vault had once: to take a secret away needs a restart
        self.trouble_at_start = ""  # why the last good values were taken; "" as soon as Vault has answered
        self._last_good: LastGood | None = None
        self._kept: Remembered[dict[str, str]] | None = None
        self._files: dict[str, Remembered[str]] = {}

    def use(self, vault: Vault, last_good: LastGood | None) -> None:
        """From now on what is not in the environment or a file is looked for in Vault. Raises UnreadableError."""
        self.vault, self._last_good = vault, last_good
        self._kept = Remembered("Vault", partial(self._look_at_start, vault), clock=self.clock)
        self._kept.look = partial(self._look, vault)

    def read(self, name: str) -> str:
        """The value at the start; "" where no source has one. Raises UnreadableError."""
        self.asked.add(name)
        path = os.environ.get(f"{name}_FILE")
        given = os.environ.get(name, "").strip()
        if path and given:
            raise UnreadableError(f"{name} and {name}_FILE are both set; keep one.")
        if path:
            if name not in self._files:
                self._files[name] = Remembered(f"{name}_FILE", lambda: _file(name, path), clock=self.clock)
            return self._files[name].get(within=FRESH)
        return given or self._of_vault(name, within=FRESH, wait=0)

    def current(self, name: str, *, refused: str = "") -> str | None:
        """The value by now; None where it comes from neither a file nor Vault, so that it cannot have changed.

        `refused`: a value that somebody did not accept. If that is the one we have, the source is looked at anew, but
        not more than once in PAUSE; the same value back says that there is no other.
        """
        value = self._by_now(name, within=FRESH, wait=0)
        if refused and value == refused:
            value = self._by_now(name, within=PAUSE, wait=_WAIT)
        return value or None

    def tend(self) -> None:
        """Look after Vault's token where nobody asks for a secret: a minute after the last time at the earliest."""
        self._of_vault("", within=FRESH, wait=0)

    def trouble_of_files(self) -> list[str]:
        """What could not be read the last time, in words."""
        return [file.trouble for file in self._files.values() if file.trouble]

    def _by_now(self, name: str, *, within: float, wait: float) -> str:
        if name in self._files:
            return self._files[name].get(within=within, wait=wait)
        if os.environ.get(name, "").strip():
            return ""
        return self._of_vault(name, within=within, wait=wait)

    def _of_vault(self, name: str, *, within: float, wait: float) -> str:
        return "" if self._kept is None else self._kept.get(within=within, wait=wait).get(name, "")

    def _look_at_start(self, vault: Vault) -> dict[str, str]:
        """Vault's values or, where it is away and the operator wants that, the last good ones."""
        try:
            return self._look(vault)
        except UnreadableError as error:
            away = isinstance(error.__cause__, VaultError) and error.__cause__.away
            kept = self._last_good.load() if self._last_good and away else None
            if kept is None:
                raise
            self.trouble_at_start, self.vault_values = str(error), kept
            return kept

    def _look(self, vault: Vault) -> dict[str, str]:
        try:
            found = vault.read()
        except VaultError as error:
            raise UnreadableError(str(error)) from error
        self.trouble_at_start = ""
        self.vault_values = {**self.vault_values, **found}
        if self._last_good is not None:
            self._last_good.keep(found)
        return self.vault_values


process = Sources()


def read(name: str) -> str:
    return process.read(name)


def current(name: str, *, refused: str = "") -> str | None:
    """settings.CREDENTIALS_READER, for inquiries/credentials.py."""
    return process.current(name, refused=refused)


def _file(name: str, path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableError(f"{name}_FILE={path} cannot be read: {error}") from error
