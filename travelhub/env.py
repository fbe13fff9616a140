"""Typed readers of the environment; every secret may also come from a file, or from Vault.

`NAME_FILE` holds the path of a file with the value of `NAME`, as Docker, Kubernetes, systemd credentials and
Vault Agent hand secrets over. A trailing newline is stripped, because every editor adds one.
"""

import os
import re
import secrets
from decimal import Decimal
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import environ

from travelhub import secret_sources

# The one reader of os.environ. Known to mypy as untyped, so the functions below give the types.
_env = environ.Env()


def stop(message: str) -> NoReturn:
    """End the start of any process with one line, without a traceback."""
    raise SystemExit(f"travelhub: {message}")


def _read_file() -> None:
    """`.env` beside manage.py, or the file that ENV_FILE names; what the environment has already wins over it.

    A file that is not read would mean an embedded database beside the agency's own, with nothing said: it stops the
    start. An empty ENV_FILE: none.
    """
    beside = str(Path(__file__).resolve().parent.parent / ".env")
    path = os.environ.get("ENV_FILE", beside)
    if not path or (path == beside and not os.path.lexists(path)):
        return
    try:
        with open(path, encoding="utf-8") as file:
            environ.Env.read_env(file)
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        stop(f"the settings in {path} cannot be read ({reason}).")


_read_file()


def text(name: str, default: str = "") -> str:
    return str(_env.str(name, default=default)).strip()


def secret(name: str, default: str = "") -> str:
    """The value of NAME, of the file that NAME_FILE points to, or of Vault: the first that has one."""
    try:
        return secret_sources.read(name) or default
    except secret_sources.UnreadableError as error:
        stop(str(error))


def flag(name: str, default: bool = False) -> bool:
    value = text(name).lower()
    if value in {"", "1", "true", "yes", "on", "0", "false", "no", "off"}:
        return default if value == "" else value in {"1", "true", "yes", "on"}
    stop(f"{name}={value} is neither yes nor no.")


def number(name: str, default: int) -> int:
    value = text(name)
    if not value:
        return default
    if not value.lstrip("-").isdigit():
        stop(f"{name}={value} is not a whole number.")
    return int(value)


def money(name: str) -> Decimal:
    """A sum without its currency, as 2.50; 0 where it is not set."""
    value = text(name) or "0"
    if not re.fullmatch(r"\d{1,7}(\.\d{1,2})?", value):
        stop(f"{name}={value} is not a sum like 2.50.")
    return Decimal(value)


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def url(name: str, default: str) -> str:
    value = text(name, default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        stop(f"{name}={value} is not an http(s) address.")
    return value


def time_zone(name: str, default: str) -> str:
    """A zone by its name in the IANA database: Europe/London."""
    value = text(name) or default
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # "Europe" is a folder of the database
        stop(f"{name}={value} is no time zone. Example: Europe/London")
    return value


def database(name: str, default: str) -> dict[str, object]:
    value = secret(name, default)
    try:
        config: dict[str, object] = _env.db_url_config(value)
    except Exception as error:  # django-environ raises many kinds here; the value may hold a password
        stop(
            f"{name} is not a database address ({type(error).__name__}). Example: postgres://user:password@host:5432/travelhub"
        )
    if not config.get("ENGINE"):
        stop(f"{name} names no known database. Example: postgres://user:password@host:5432/travelhub")
    return config


def email_config(name: str, default: str) -> dict[str, object]:
    value = secret(name, default)
    try:
        config: dict[str, object] = _env.email_url_config(value)
    except Exception as error:  # as above: many kinds, and the value may hold a password
        stop(
            f"{name} is not a mail server's address ({type(error).__name__}). "
            "Example: smtp+tls://user:password@mail.agency.example:587"
        )
    if value.startswith("smtp") and not config.get("EMAIL_HOST"):
        stop(f"{name} names no mail server. Example: smtp+tls://user:password@mail.agency.example:587")
    return config


def generated_secret(path: Path) -> str:
    """The secret key of the embedded profile: made once, kept under var/, readable by the owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        # O_EXCL: web, worker and beat start together and one of them must win.
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text(encoding="utf-8").strip()


def require_together(**values: str) -> None:
    """Half-set configuration is worse than none: name what is missing and stop."""
    present = [name for name, value in values.items() if value]
    missing = [name for name, value in values.items() if not value]
    if present and missing:
        stop(f"{present[0]} is set, but {missing[0]} is not. Set {missing[0]} too, or unset {present[0]}.")
