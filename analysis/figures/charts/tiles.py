"""What do the matrices and bars have in common? The page, names beside rows and above columns, tiles, the legend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text

from analysis.errors import FigureError
from analysis.figures.page import MARGIN, feet, heads, height_of, sheet_of, stack
from analysis.figures.pieces import Mark, words
from analysis.figures.style import INK, PALE, SOFT, fit, line_height, settled, text_width, wrap

DARK, MIDDLE, LIGHT, EDGE = "#0a4f80", "#8fb4cf", "#eef2f5", "#6b7681"
HATCH = "//////"
SIZE, SMALL = 8.0, 7.2
LEVEL = 44.0
"""Columns narrower than so many points have their names upright."""

LEGEND = 18.0
"""Points that a line of the legend takes."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a tile is filled; hatching and fill differ in brightness, so that they stay apart in grey."""

    face: str = "white"
    hatch: str = ""
    edge: str = "white"
    ink: str = INK


SIDES: Mapping[str, Look] = {
    "supports": Look(DARK, ink="white"),
    "qualifies": Look(MIDDLE),
    "neutral": Look(LIGHT, edge="#868e96"),
    "opposes": Look("white", HATCH, "#8f2d00"),
}
"""The four stances as they look in every chart: solid, half, pale, striped."""


@dataclass(frozen=True, slots=True)
class Face:
    """What stands around a chart: its title, the caption, the mark of constructed material, the language."""

    title: str
    caption: str = ""
    mark: str = ""
    language: str = "en"


@contextmanager
def sheet(face: Face, wide: float, high: float) -> Iterator[tuple[Figure, Axes, float]]:
    """A page for a body of `wide` x `high` points: the figure, axes in points, and where the body begins."""
    with settled(**{"hatch.linewidth": 0.6}):
        broad = max(wide, 380.0) + 2 * MARGIN
        above, below = heads(face.title, face.mark, broad), feet(face.caption, "", broad)
        top = MARGIN + height_of(above) + 4
        figure, axes = sheet_of(broad, top + high + 8 + height_of(below) + MARGIN * 0.6)
        stack(axes, above, MARGIN)
        stack(axes, below, top + high + 8)
        yield figure, axes, top


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame, each as a mapping from column to value."""
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def need(rows: int, title: str) -> None:
    """Raises FigureError where there is nothing to draw."""
    if not rows:
        raise FigureError(f"{title}: a chart shows at least one row (got none). Skip it.")


def tile(axes: Axes, gid: str, box: tuple[float, float, float, float], look: Look, text: str = "") -> None:
    """One cell as one mark: its fill, and a short text in its middle."""
    x, y, wide, high = box
    patch = Rectangle((x, y), wide, high, facecolor=look.face, edgecolor=look.edge, linewidth=0.7)
    if look.hatch:
        patch.set_hatch(look.hatch)
    parts = [patch, *words((x + wide / 2, y + high / 2), [text], SIZE, look.ink)] if text else [patch]
    axes.add_artist(Mark(axes, gid, parts))


def say(axes: Axes, at: tuple[float, float], text: str, size: float = SIZE, colour: str = INK, **look: str) -> None:
    """A line of words at a point."""
    for part in words(at, [text], size, colour, **look):
        axes.add_artist(part)


def row_names(axes: Axes, names: Sequence[str], right: float, top: float, step: float, room: float) -> None:
    """Names of rows, set against the left edge of the body."""
    for number, name in enumerate(names):
        lines, size = fit(name, room, step, SIZE)
        for part in words((right - 6, top + (number + 0.5) * step), lines, size, INK, align="right"):
            axes.add_artist(part)


def column_heads(
    axes: Axes, names: Sequence[str], left: float, base: float, step: float, counts: Sequence[str] = ()
) -> None:
    """Names of columns above the body: level where there is room, else upright."""
    size = _head_size(names, step)
    for number, name in enumerate(names):
        middle = left + (number + 0.5) * step
        if step >= LEVEL:
            lines = wrap(name, step - 4, size, bold=True)
            y = base - (10 if counts else 0) - 4 - line_height(size) * len(lines) / 2
            parts = words((middle, y), lines, size, INK, weight="bold")
        else:
            up = Text(middle, base - 4, name, fontsize=SIZE, color=INK, rotation=90, ha="center", va="bottom")
            parts = [up]
        if counts:
            parts += words((middle, base - 6), [counts[number]], SMALL, SOFT)
        for part in parts:
            axes.add_artist(part)


def head_height(names: Sequence[str], step: float, counts: bool = False) -> float:
    """Points that names of columns take."""
    extra = 11.0 if counts else 0.0
    if step < LEVEL:
        return max(text_width(name, SIZE) for name in names) + 8 + extra
    size = _head_size(names, step)
    return max(line_height(size) * len(wrap(name, step - 4, size, bold=True)) for name in names) + 7 + extra


def _head_size(names: Sequence[str], step: float) -> float:
    """The one size in which no word above a column is cut."""
    size = SIZE
    longest = [word for name in names for word in name.split()]
    while size > 5.5 and any(text_width(word, size, bold=True) > step - 4 for word in longest):
        size -= 0.25
    return size


def name_width(names: Sequence[str], most: float = 190.0) -> float:
    """Points that names of rows take."""
    return min(most, max((text_width(name, SIZE) for name in names), default=0) + 10)


def legend(axes: Axes, entries: Sequence[tuple[Look, str, str]], top: float, wide: float) -> float:
    """Samples with a sign in them and their words, in lines as broad as `wide`; the points it takes."""
    x, y = MARGIN, top
    for look, sign, text in entries:
        room = 28 + text_width(text, SMALL) + 14
        if x + room - 14 > MARGIN + wide and x > MARGIN:
            x, y = MARGIN, y + LEGEND
        tile(axes, f"legend:{text}", (x, y + 2, 20, 12), Look(look.face, look.hatch, look.edge or EDGE, look.ink), sign)
        say(axes, (x + 25, y + 8), text, SMALL, align="left")
        x += room
    return y + LEGEND - top


def legend_height(texts: Sequence[str], wide: float) -> float:
    """Points that a legend of these words takes."""
    x, lines = 0.0, 1
    for text in texts:
        room = 28 + text_width(text, SMALL) + 14
        if x + room - 14 > wide and x:
            x, lines = 0.0, lines + 1
        x += room
    return lines * LEGEND


def rule(axes: Axes, x: float, y: float, wide: float) -> None:
    """A thin line between rows."""
    axes.plot([x, x + wide], [y, y], color=PALE, linewidth=0.6, zorder=0.5)
