"""Languages that the desk can be read in: English, and whatever has a compiled catalogue under locale/."""

from pathlib import Path

from django.conf.locale import LANG_INFO

ENGLISH = ("en-gb", "English")


def shipped(folder: Path) -> list[tuple[str, str]]:
    """Codes and their own names. What has no catalogue is not offered, since it would change nothing."""
    found = (path.parent.parent.name for path in sorted(folder.glob("*/LC_MESSAGES/django.mo")))
    codes = [name.lower().replace("_", "-") for name in found]
    return [ENGLISH, *((code, _name(code)) for code in codes if code != ENGLISH[0])]


def _name(code: str) -> str:
    info = LANG_INFO.get(code) or LANG_INFO.get(code.partition("-")[0]) or {}
    return str(info.get("name_local", code))
