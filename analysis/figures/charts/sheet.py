"""What do all charts share? A page with title, mark, caption and note around a body, axes, glyphs and their key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Polygon, Rectangle

from analysis.figures.numbers import decimal
from analysis.figures.page import MARGIN, feet, heads, height_of, sheet_of, stack
from analysis.figures.pieces import Mark, at_level, words
from analysis.figures.style import INK, PALE, SOFT, line_height, text_width, wrap
from analysis.figures.ways import Point

WIDE = 540.0
"""Points that a chart is wide by default: the text of a page of A4."""

BLUE, EDGE = "#0a4f80", "#06304f"
TEXT = 8.0
GLYPHS: tuple[str, ...] = ("dot", "ring", "double", "diamond", "square", "triangle", "tick", "cross", "half")


@dataclass(frozen=True, slots=True)
class Page:
    """A page that is being drawn: the figure, its axes in points, and where the body begins."""

    figure: Figure
    axes: Axes
    top: float
    wide: float

    def write(
        self,
        at: Point,
        text: str,
        size: float = TEXT,
        colour: str = INK,
        *,
        align: str = "left",
        bold: bool = False,
        room: float = 0.0,
    ) -> None:
        """A text, on level with `at`: in one line, or where it has only so much `room`, in as many as it takes."""
        look = {"weight": "bold"} if bold else {}
        lines = wrap(text, room, size, bold=bold) if room else [text]
        for line in words(at, lines, size, colour, align=align, **look):
            self.axes.add_artist(line)

    def mark(self, gid: str, parts: Sequence[Artist]) -> None:
        """What is drawn for one mark, as one group above lines and boxes."""
        self.axes.add_artist(at_level(Mark(self.axes, gid, parts), 4.5))

    def add(self, *parts: Artist) -> None:
        """Put artists on the page."""
        for part in parts:
            self.axes.add_artist(part)


def page_of(
    high: float, *, title: str, constructed_mark: str, caption: str, note: str = "", wide: float = WIDE
) -> Page:
    """A page for a body of that many points, with what stands above and below it."""
    above, below = heads(title, constructed_mark, wide), feet(caption, note, wide)
    top = MARGIN + height_of(above) + 6
    figure, axes = sheet_of(wide, top + high + height_of(below) + MARGIN * 0.7)
    stack(axes, above, MARGIN)
    stack(axes, below, top + high)
    return Page(figure, axes, top, wide)


def rule(one: Point, other: Point, colour: str = PALE, width: float = 0.7, *, dash: Sequence[float] = ()) -> Line2D:
    """A straight thin line."""
    line = Line2D([one[0], other[0]], [one[1], other[1]], color=colour, linewidth=width, zorder=1)
    if dash:
        line.set_linestyle((0, tuple(dash)))
    return line


def glyph(kind: str, at: Point, size: float = 3.6, colour: str = BLUE) -> list[Artist]:
    """A sign that is told from the others by its shape, so that it needs no colour."""
    x, y = at
    if kind == "tick":
        return [Line2D([x, x], [y - size * 1.25, y + size * 1.25], color=colour, linewidth=1.5, zorder=3)]
    if kind == "cross":
        return [
            Line2D([x - size, x + size], [y - way * size, y + way * size], color=colour, linewidth=1.3, zorder=5)
            for way in (1, -1)
        ]
    look: dict[str, Any] = {"edgecolor": colour, "linewidth": 1.0, "zorder": 4}
    if kind in ("diamond", "triangle"):
        up = [(x, y - size * 1.2), (x + size * 1.1, y + size * 0.9), (x - size * 1.1, y + size * 0.9)]
        flat = [(x, y - size * 1.25), (x + size * 1.25, y), (x, y + size * 1.25), (x - size * 1.25, y)]
        return [Polygon(up if kind == "triangle" else flat, closed=True, facecolor="white", **look)]
    if kind == "square":
        return [Rectangle((x - size, y - size), 2 * size, 2 * size, facecolor="white", **look)]
    if kind == "half":
        right = [(x + size * dx, y + size * dy) for dx, dy in _ARC]
        ring = Circle((x, y), size, facecolor="white", **look)
        return [ring, Polygon(right, closed=True, facecolor=colour, edgecolor="none", zorder=5)]
    parts: list[Artist] = [Circle((x, y), size, facecolor="white" if kind == "ring" else colour, **look)]
    if kind == "double":
        parts.append(Circle((x, y), size + 2.4, facecolor="none", **look))
    return parts


def key(
    page: Page, entries: Sequence[tuple[str, str]], left: float, y: float, tones: Mapping[str, str] | None = None
) -> None:
    """The signs and what they mean, in one line or more from `left`, the first at `y`."""
    x = left
    for sign, text in entries:
        need = text_width(text, 7.2) + 26
        if x > left and x + need > page.wide - MARGIN + 12:
            x, y = left, y + 13
        page.add(*glyph(sign, (x + 5, y), 3.2, (tones or {}).get(sign, BLUE)))
        page.write((x + 13, y), text, 7.2)
        x += need


def key_height(entries: Sequence[tuple[str, str]], left: float, wide: float = WIDE) -> float:
    """Points that the key takes."""
    x, rows = left, 1
    for _, text in entries:
        need = text_width(text, 7.2) + 26
        if x > left and x + need > wide - MARGIN + 12:
            x, rows = left, rows + 1
        x += need
    return 13.0 * rows


def scale(
    page: Page,
    left: float,
    right: float,
    top: float,
    bottom: float,
    ticks: Sequence[float],
    most: float,
    language: str = "en",
) -> None:
    """Thin lines at round values from 0 to `most`, with their numbers above."""
    for value in ticks:
        x = left + (right - left) * value / most
        page.add(rule((x, top), (x, bottom), PALE if value else "#9aa3ad"))
        page.write((x, top - 7), decimal(f"{value:g}", language), 7.2, SOFT, align="center")


def ticks_to(most: float) -> list[float]:
    """Some round numbers from 0 to about `most`."""
    step = next(s * 10**e for e in range(0, 9) for s in (1, 2, 5) if most <= 5 * s * 10**e)
    return [step * n for n in range(int(most // step) + 1)]


def tall(names: Iterable[tuple[str, float]], size: float, least: float) -> float:
    """How high a row is in which each of these texts stands whole, in as many lines as its width asks for."""
    lines = max(len(wrap(text, width, size)) for text, width in names)
    return max(least, lines * line_height(size) + 3) if lines > 1 else least


def bar_label(page: Page, box: tuple[float, float, float, float], text: str) -> None:
    """A number behind the end of a bar."""
    x, y, wide, high = box
    page.write((x + wide + 4, y + high / 2), text, 7.4)


LINE = line_height(TEXT)
_ARC = [(0.0, -1.0), (0.38, -0.92), (0.71, -0.71), (0.92, -0.38), (1.0, 0.0), (0.92, 0.38), (0.71, 0.71), (0.38, 0.92)]
_ARC = [*_ARC, (0.0, 1.0)]
