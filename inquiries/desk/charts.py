"""The geometry of charts that templates draw as SVG: bars and lines as numbers ready for attributes. Pure.

The strict Content-Security-Policy takes no style of an element, so nothing here is one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.formats import number_format
from django.utils.translation import gettext as _

WIDTH, HEIGHT, BASE, TOP = 540, 150, 130.0, 12.0
LEFT = 30
_STEPS = (1, 2, 5)
_NAME = 12.0  # height of a name beside a line
_LABELS = 5  # of the horizontal axis, about


@dataclass(frozen=True)
class Tick:
    """A line of the grid with its words; `text_y` is where they stand."""

    y: str
    text_y: str
    words: str


@dataclass(frozen=True)
class Label:
    x: str
    words: str


@dataclass(frozen=True)
class Bar:
    """`parts`: paths, one on the other, the lowest first. `title`: what it says when pointed at."""

    parts: list[str]
    title: str
    href: str


@dataclass(frozen=True)
class Chart:
    ticks: list[Tick]
    labels: list[Label]


@dataclass(frozen=True)
class Bars(Chart):
    bars: list[Bar]


@dataclass(frozen=True)
class Point:
    """A slice to point at."""

    path: str
    title: str


@dataclass(frozen=True)
class Line:
    """`path`: the d of an SVG path, with gaps where there is no value; the end is where its name stands."""

    path: str
    end_x: str
    end_y: str


@dataclass(frozen=True)
class Lines(Chart):
    lines: list[Line]
    points: list[Point]
    goal_y: str


def bars(parts: Sequence[Sequence[int]], *, names: Sequence[str], titles: Sequence[str], hrefs: Sequence[str]) -> Bars:
    """One bar a slice, of numbers that stand one on the other; `names` stand below some of them."""
    most, ticks = _ticks(max((sum(part) for part in parts), default=0), unit=1, words=str)
    step = (WIDTH - LEFT) / max(len(parts), 1)
    width = min(step * 0.78, 40)
    drawn = []
    for number, counts in enumerate(parts):
        x = LEFT + step * number + (step - width) / 2
        drawn.append(Bar(_stack(x, width, counts, most), titles[number], hrefs[number]))
    return Bars(ticks, _labels(names, step), drawn)


def lines(
    series: tuple[Sequence[float | None], Sequence[float | None]],
    *,
    names: Sequence[str],
    titles: Sequence[str],
    goal: float,
    unit: int,
) -> Lines:
    """Two lines over the same slices, the upper one first, in seconds. `unit`: seconds of what the axis counts in."""
    highest = max((value for values in series for value in values if value is not None), default=0)
    most, ticks = _ticks(max(highest, goal), unit=unit, words=_hours)
    step = (WIDTH - LEFT - 40) / max(len(names), 1)
    middle = [LEFT + step * (number + 0.5) for number in range(len(names))]
    spots = [(_box(x - step / 2, TOP, step, BASE - TOP), title) for x, title in zip(middle, titles, strict=True)]
    points = [Point(path, title) for path, title in spots if title]
    drawn = _apart([_line(values, middle, most) for values in series])
    return Lines(ticks, _labels(names, step), drawn, points, _n(_y(goal, most)))


def _stack(x: float, width: float, counts: Sequence[int], most: float) -> list[str]:
    """The parts of a bar; above the lowest a line is left free between two."""
    paths: list[str] = []
    foot = float(BASE)
    for count in counts:
        height = (BASE - TOP) * count / most
        free = 1 if foot < BASE else 0
        paths.append(_box(x, foot - height, width, max(height - free, 0)))
        foot -= height
    return paths


def share(number: float, most: float) -> str:
    """A number's part of the greatest, of 100."""
    return _n(100 * number / most) if most else "0"


def _line(values: Sequence[float | None], middle: Sequence[float], most: float) -> Line:
    path, end = [], (0.0, BASE)
    known = [*(value is not None for value in values), False]
    for number, (x, value) in enumerate(zip(middle, values, strict=True)):
        if value is None:
            continue
        end = (x, _y(value, most))
        joins = number > 0 and known[number - 1]
        if joins or known[number + 1]:
            path.append(f"{'L' if joins else 'M'}{_n(end[0])} {_n(end[1])}")
        else:  # alone between two gaps: a short stroke, and not nothing
            path.append(f"M{_n(end[0] - 3)} {_n(end[1])}h6")
    return Line(" ".join(path), _n(end[0] + 7), _n(end[1] + 4))


def _apart(drawn: list[Line]) -> list[Line]:
    """Names of two lines that end side by side, one a little higher than the other."""
    upper, lower = (float(line.end_y) for line in drawn)
    if abs(lower - upper) >= _NAME or drawn[0].end_x != drawn[1].end_x:
        return drawn
    middle = min((upper + lower) / 2, BASE - _NAME / 2)
    ends = (middle - _NAME / 2, middle + _NAME / 2)
    return [replace(line, end_y=_n(y)) for line, y in zip(drawn, ends, strict=True)]


def _box(x: float, y: float, width: float, height: float) -> str:
    """A rectangle as a path, in half the bytes of a rect; nothing for none."""
    return f"M{x:.0f} {y:.0f}h{width:.0f}v{height:.0f}h-{width:.0f}z" if height else ""


def _y(value: float, most: float) -> float:
    return BASE - (BASE - TOP) * value / most


def _ticks(highest: float, *, unit: int, words: object) -> tuple[float, list[Tick]]:
    """The value at the top, and three or four round lines up to it."""
    named = words if callable(words) else str
    wanted = max(highest / unit, 1) / 3
    size = 10 ** max(len(str(int(wanted))) - 1, 0)
    step = next((factor * size for factor in _STEPS if factor * size >= wanted), 10 * size)
    most = step * max(-(-highest // (step * unit)), 1)
    ticks = [number * step for number in range(int(most // step) + 1)]
    return most * unit, [Tick(_n(_y(tick, most)), _n(_y(tick, most) + 4), named(tick)) for tick in ticks]


def _hours(number: float) -> str:
    return _("%(hours)s h") % {"hours": number_format(f"{number:g}")} if number else "0"


def _labels(names: Sequence[str], step: float) -> list[Label]:
    every = max(-(-len(names) // _LABELS), 1)
    return [Label(_n(LEFT + step * number), names[number]) for number in range(0, len(names), every)]


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
