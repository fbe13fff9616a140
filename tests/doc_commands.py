"""The commands of our pages, taken out of their code blocks, so that no test types them again."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
_INDENTED = re.compile(r"(?:^ {4,}\S.*\n(?:\s*\n(?= {4}))?)+", re.MULTILINE)
_FENCED = re.compile(r"^```(\w*)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def page(name: str) -> str:
    return (ROOT / name).read_text()


def section(text: str, heading: str) -> str:
    """What stands below a heading (without its # signs), to the next one of any level."""
    found = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#+ |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"no heading {heading!r}"
    return found[1]


def blocks(text: str) -> list[str]:
    """The indented blocks, without their four spaces, in their order."""
    prose = _FENCED.sub("", text)
    return [re.sub(r"^ {4}", "", found[0], flags=re.MULTILINE) for found in _INDENTED.finditer(prose)]


def fenced(text: str, language: str) -> list[str]:
    """The blocks between ``` of one language."""
    return [body for name, _, body in _FENCED.findall(text) if name == language]


def tagged(text: str, language: str) -> dict[str, str]:
    """Those blocks of a language that name a file behind it, by its path."""
    return {path: body for name, path, body in _FENCED.findall(text) if name == language and path}
