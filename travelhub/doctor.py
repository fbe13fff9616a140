"""`manage.py doctor`: is this installation well? Every connection is tried, every answer is one line for people."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from django.conf import settings
from django.core import checks

from inquiries import attachments, channels, machinery, needing
from inquiries.blobs import StorageError
from inquiries.channels import HealthLine
from inquiries.errors import WorkError
from inquiries.extraction import condition, runs
from travelhub import secret_report, sign_in_health
from travelhub.demo import staff


def examine() -> Iterator[tuple[str, list[HealthLine]]]:
    """Sections with their lines, in the order in which one would mend them. Never raises."""
    yield "Configuration", [*_configuration(), *_safe_lines("Secrets", secret_report.lines)]
    yield "This machine", [*machinery.everything(), _safe("Cache", _cache), _safe("Files", _files)]
    for name in settings.CHANNELS:
        yield _channel(name)
    engines = [_safe(name, partial(_engine, name)) for name in settings.EXTRACTION_ENGINES]
    yield "Understanding", [*engines, _safe("Reading", condition.line)]
    yield "Work", [_safe("Needs a person", _needing)]
    yield (
        "People",
        [
            _safe("Log-ins", _log_ins),
            _safe("Second factor", sign_in_health.second_factors),
            _safe("Forgotten passwords", sign_in_health.forgotten_passwords),
            _safe("Sign-in with Microsoft", sign_in_health.microsoft),
        ],
    )


def _channel(name: str) -> tuple[str, list[HealthLine]]:
    try:
        channel = channels.get(name)
    except ImportError as error:  # E001 above says which path
        return name.capitalize(), [HealthLine(name.capitalize(), False, f"Is not there: {error}")]
    return channel.label, _safe_lines(channel.label, channel.probe)


def _configuration() -> list[HealthLine]:
    found = checks.run_checks(include_deployment_checks=settings.HTTPS)
    lines = [
        HealthLine(message.id or "check", message.level < checks.ERROR, f"{message.msg} {message.hint or ''}".strip())
        for message in found
    ]
    return lines or [HealthLine("System checks", True, "Nothing to mend.")]


def _cache() -> HealthLine:
    from django.core.cache import cache

    try:
        cache.set("doctor", "well", 10)
        well = cache.get("doctor") == "well"
    except Exception as error:  # each backend has errors of its own; their words may hold a password
        words = f"Does not answer ({type(error).__name__}). Is it running, and CACHE_URL right?"
        return HealthLine("Cache", False, words)
    return HealthLine("Cache", well, "Keeps what it is given." if well else "Forgets what it is given: see CACHE_URL.")


def _files() -> HealthLine:
    try:
        return HealthLine("Files", True, attachments.probe())
    except StorageError as error:
        return HealthLine("Files", False, str(error))


def _engine(name: str) -> HealthLine:
    try:
        return HealthLine(name, True, runs.engine_of(name).probe())
    except WorkError as error:
        return HealthLine(name, False, error.message)


def _needing() -> HealthLine:
    line = needing.line()
    return replace(line, text=f"{line.text} See {settings.PUBLIC_URL}/work/") if line.warns else line


def _log_ins() -> HealthLine:
    from inquiries.models import User

    sample = staff.sample_logins()
    if sample and settings.HTTPS:
        words = f"Sample log-ins with known passwords are open to the world: {', '.join(sample)}. Delete them."
        return HealthLine("Log-ins", False, words)
    people = User.objects.filter(is_active=True).count()
    if not people:
        return HealthLine("Log-ins", False, "Nobody can sign in yet: manage.py createsuperuser makes the first.")
    known = f" Sample log-ins among them: {', '.join(sample)}." if sample else ""
    words = "1 person can sign in." if people == 1 else f"{people} people can sign in."
    return HealthLine("Log-ins", True, f"{words}{known}")


def _safe(name: str, look: Callable[[], HealthLine]) -> HealthLine:
    return _safe_lines(name, lambda: [look()])[0]


def _safe_lines(name: str, look: Callable[[], Any]) -> list[HealthLine]:
    try:
        return list(look())
    except Exception as error:  # one broken part must not hide how the others are
        return [HealthLine(name, False, f"Could not be looked at ({type(error).__name__}: {str(error)[:200]}).")]
