"""What README and docs/ name is there: commands with their options, make targets, modules, files, links and words."""

import importlib.util
import re
import shlex
from pathlib import Path

import pytest
from django.core.management import CommandError, get_commands, load_command_class

from tests.doc_commands import ROOT, blocks, fenced, page, section, tagged

PAGES = ["README.md", *sorted(str(path.relative_to(ROOT)) for path in (ROOT / "docs").rglob("*.md"))]
INLINE = re.compile(r"`([^`\n]+)`")
# What stands in the pages for a word of the reader's, where the command looks at it.
# The engine of adding-an-engine.md is there in its own test alone.
WORDS = {"N": "1", "ID": "1", "DAY": "2026-05-01", "JOB": "1", "nights": "rules"}
LABELS = (ROOT / "templates", ROOT / "inquiries", ROOT / "travelhub", ROOT / "messaging", ROOT / "mailsync")


def told(name: str) -> list[str]:
    """All commands of a page: the lines of its blocks, and what stands between backticks."""
    text = page(name)
    shells = [line for block in (*blocks(text), *fenced(text, "sh")) for line in block.splitlines()]
    return [*shells, *INLINE.findall(re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL))]


def managed(name: str) -> list[str]:
    found = [command for line in told(name) for command in re.findall(r"manage\.py (\w[^#&|<>;…]*(?:\\\|\w+)*)", line)]
    return found + (_table(page(name)) if name == "README.md" else [])


def _table(text: str) -> list[str]:
    """The commands of README's table, which stand there without `manage.py`."""
    rows = re.findall(r"^\| (`.*?) \| ", section(text, "Commands"), re.MULTILINE)
    return [command for row in rows for command in INLINE.findall(row)]


def as_typed(command: str) -> list[str]:
    """One way in which a reader may type it: all that is optional, the first of several."""
    plain = re.sub(r"(\w+)((?:\\?\|\w+)+)", r"\1", command).replace("[", " ").replace("]", " ").replace("…", " ")
    return [WORDS.get(word, word) for word in shlex.split(plain)]


@pytest.mark.parametrize(("name", "command"), [(name, command) for name in PAGES for command in managed(name)])
def test_each_command_is_there_and_takes_its_options(name, command):
    words = as_typed(command)
    apps = get_commands()
    assert words[0] in apps, f"{name}: no manage.py {words[0]}"
    app = apps[words[0]]
    parser = load_command_class(app, words[0]).create_parser("manage.py", words[0]) if isinstance(app, str) else None
    assert parser is not None
    if len(words) == 1:
        return  # only named, as the word for it
    try:
        parser.parse_args(words[1:])
    except CommandError as error:
        pytest.fail(f"{name}: manage.py {command}: {error}")


@pytest.mark.parametrize("name", PAGES)
def test_make_targets_modules_and_files_are_there(name):
    targets = set(re.findall(r"^([a-z-]+):", page("Makefile"), re.MULTILINE))
    for line in told(name):
        for target in re.findall(r"^(?:.*&& )?make ([a-z][a-z-]+)", line.strip()):
            assert target in targets, f"{name}: no make {target}"
        for module in re.findall(r"python -m (tests[\w.]+)", line):
            assert importlib.util.find_spec(module), f"{name}: no {module}"
    for path in INLINE.findall(page(name)):
        if re.fullmatch(r"(?:tests|deploy|docs|travelhub|inquiries|mailsync|messaging|tools|templates)/[\w/.-]+", path):
            made_here = path in tagged(page(name), "python")
            assert made_here or (ROOT / path).exists(), f"{name}: no {path}"


@pytest.mark.parametrize("name", [*PAGES, "CHANGELOG.md"])
def test_links_and_pictures_lead_somewhere(name):
    for target in re.findall(r"\]\(([^)\s]+)\)", page(name)):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        file = (ROOT / name).parent / path if path else ROOT / name
        assert file.exists(), f"{name}: {target}"
        if anchor:
            headings = re.findall(r"^#+ (.+)$", file.read_text(), re.MULTILINE)
            assert anchor in {_anchor(heading) for heading in headings}, f"{name}: {target}"


def _anchor(heading: str) -> str:
    """As GitHub and most others make them."""
    words = re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", heading).lower()
    return re.sub(r"[^\w\s-]", "", words).strip().replace(" ", "-")


def test_the_words_of_the_staff_guide_are_on_the_screen():
    """Each word in bold is one of our templates', scripts' or pages' own."""
    guide = page("docs/staff-guide.md").partition("## Start of the day")[2]
    said = "\n".join(_without_marks(path) for folder in LABELS for path in _sources(folder))
    bold = {word for text in re.findall(r"(?<!\*)\*\*([^*]+)\*\*(?!\*)", guide) for word in re.split(r" → |: ", text)}
    missing = sorted(word for word in bold if word.rstrip(".?:") not in said and not _is_our_own(word))
    assert missing == []


def _sources(folder: Path) -> list[Path]:
    every = (path for ending in ("html", "py", "js") for path in folder.rglob(f"*.{ending}"))
    return [path for path in every if "migrations" not in path.parts]


def _without_marks(path: Path) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", path.read_text()))


def _is_our_own(word: str) -> bool:
    """Sentences in bold are the guide's."""
    return word.endswith((".", "?", ":")) or len(word.split()) > 6
