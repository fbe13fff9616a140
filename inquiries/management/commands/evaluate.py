"""evaluate: how well messages are read here, by what staff confirmed and corrected."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from inquiries import evaluation
from inquiries.evaluation import Line, Scope


class Command(BaseCommand):
    help = "Score, edit rate and cost by what staff did with the values. `make evaluate` reads the test corpus instead."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--by", choices=sorted(evaluation.DIMENSIONS), default="field")
        for name in evaluation.DIMENSIONS:
            option = "engine-version" if name == "version" else name  # --version is Django's own
            parser.add_argument(f"--{option}", dest=name, default="", help="only this one")
        for name in ("since", "until"):
            parser.add_argument(f"--{name}", type=date.fromisoformat, metavar="YYYY-MM-DD")
        parser.add_argument("--json", action="store_true", help="one JSON object a line; the last one is of all")

    def handle(self, *_args: Any, by: str, json: bool, **options: Any) -> None:
        scope = Scope(**{name: options[name] for name in (*evaluation.DIMENSIONS, "since", "until")})
        lines = [*evaluation.figures(scope, by=by), evaluation.total(scope)]
        if not json:
            head = ("", "shown", "right", "wrong", "invented", "missing", "edited", "score", "USD/inquiry")
            self.stdout.write(_row(head))
        for line in lines:
            self.stdout.write(_json(line) if json else _row(_cells(line)))


def _cells(line: Line) -> tuple[str, ...]:
    counts = (line.shown, line.confirmed, line.wrong, line.invented, line.missing)
    cost = "" if line.cost is None else f"{line.cost:.4f}"
    return (line.label or "all", *map(str, counts), _rate(line.edit_rate), _score(line.score), cost)


def _row(cells: tuple[str, ...]) -> str:
    return f"{cells[0]:24}" + "".join(f"{cell:>12}" for cell in cells[1:])


def _rate(value: float | None) -> str:
    return "" if value is None else f"{value:.1%}"


def _score(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _json(line: Line) -> str:
    names = ("key", "shown", "open", "confirmed", "wrong", "invented", "missing", "edit_rate", "score")
    found = {name: getattr(line, name) for name in names}
    return json.dumps(found | {"cost": None if line.cost is None else float(line.cost)})
