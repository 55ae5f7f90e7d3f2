"""What is drawn for one mark? Boxes, arrows, words and plates, in the look of a status."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.patches import Circle, FancyBboxPatch, PathPatch, Polygon
from matplotlib.path import Path
from matplotlib.text import Text

from analysis.figures.layout import Box
from analysis.figures.style import INK, PALE, Look, line_height
from analysis.figures.ways import Point


class Mark(Artist):
    """What is drawn for one mark of a figure, as one group: in an SVG `<g id="node:...">` or `<g id="edge:...">`."""

    def __init__(self, axes: Axes, gid: str, parts: Sequence[Artist], *, title: str = "", about: str = "") -> None:
        super().__init__()
        self.parts = list(parts)
        self.title, self.about = title, about
        self.set_gid(gid)
        for part in self.parts:
            part.set_figure(axes.figure)
            part.axes = axes
            if not part.is_transform_set():
                part.set_transform(axes.transData)

    def get_children(self) -> list[Artist]:
        """The pieces of the mark, in drawing order."""
        return self.parts

    def draw(self, renderer: RendererBase) -> None:
        """Draw the pieces inside one group."""
        renderer.open_group("mark", gid=self.get_gid())
        for part in self.parts:
            part.draw(renderer)
        renderer.close_group("mark")
        self.stale = False


def rounded(box: Box, radius: float, **look: Any) -> FancyBboxPatch:
    """A rectangle with round corners, exactly as large as `box`."""
    shape = f"round,pad=0,rounding_size={radius}"
    return FancyBboxPatch((box.x, box.y), box.width, box.height, boxstyle=shape, **look)


def frame(box: Box, look: Look, dark: str, scale: float = 1.0) -> list[Artist]:
    """The border of a box in the look of its status."""
    colour = look.colour or dark
    dash: Any = (0, look.dash) if look.dash else "solid"
    width = (1.2 if look.double else look.width * 0.9) * scale
    parts: list[Artist] = [rounded(box, 4 * scale, facecolor=look.fill, edgecolor=colour, linewidth=width)]
    parts[0].set(linestyle=dash)
    if look.double:
        gap = 2.6 * scale
        inner = Box(box.x + gap, box.y + gap, box.width - 2 * gap, box.height - 2 * gap)
        parts.append(rounded(inner, 2.5 * scale, facecolor="none", edgecolor=colour, linewidth=0.9 * scale))
    return parts


def arrow(
    line: Sequence[Point],
    look: Look,
    dark: str,
    *,
    bar: bool = False,
    scale: float = 1.0,
    backwards: bool = False,
    bundled: bool = False,
) -> list[Artist]:
    """A line with round corners and a head (or a bar) at its end, in the look of its status.

    Dashes are counted from the start or, `backwards`, from the end: those of arrows with a common end fall together.
    On a line too short for them they are smaller, unless it is `bundled` with others whose dashes must fall on its own.
    """
    colour = look.colour or dark
    (x0, y0), (x1, y1) = line[-2], line[-1]
    length = abs(x1 - x0) + abs(y1 - y0)
    along = ((x1 - x0) / length, (y1 - y0) / length)
    size = (5.6 if look.width < 1 else 7.0) * scale
    reach = 2.2 * scale if bar else size
    neck = (x1 - along[0] * reach * 0.9, y1 - along[1] * reach * 0.9)
    run = [*line[:-1], neck]
    path = bend(run[::-1] if backwards else run, 4.5 * scale)
    dashes = look.dash if bundled else short_dashes(look.dash, run, look.width * scale)
    dash: Any = (0, dashes) if dashes else "solid"
    stroke = {"facecolor": "none", "capstyle": "butt", "joinstyle": "round"}
    parts: list[Artist] = [PathPatch(path, edgecolor=colour, linewidth=look.width * scale, linestyle=dash, **stroke)]
    if look.double:
        parts.append(PathPatch(path, edgecolor="white", linewidth=(look.width - 2.1) * scale, **stroke))
    half = 3.3 * scale if bar else size * 0.44 + (0.7 * scale if look.double else 0)
    across = (along[1] * half, along[0] * half)
    back = (x1 - along[0] * reach, y1 - along[1] * reach)
    left, right = (back[0] + across[0], back[1] + across[1]), (back[0] - across[0], back[1] - across[1])
    tip = [(right[0] + along[0], right[1] + along[1]), (left[0] + along[0], left[1] + along[1])] if bar else [(x1, y1)]
    parts.append(Polygon([left, right, *tip], closed=True, facecolor=colour, edgecolor=colour, linewidth=0.6 * scale))
    return parts


def short_dashes(dash: Sequence[float], line: Sequence[Point], width: float) -> tuple[float, ...]:
    """The dashes of a line, in units of its width: smaller where no whole pattern and another dash would find room.

    A line of one dash would read as solid: as something that people say.
    """
    if not dash:
        return ()
    length = sum(abs(x1 - x0) + abs(y1 - y0) for (x0, y0), (x1, y1) in zip(line, line[1:], strict=False))
    share = min(1.0, length / ((sum(dash) + dash[0]) * width))
    return tuple(part * share for part in dash)


def bend(points: Sequence[Point], radius: float = 4.5) -> Path:
    """A line through the points whose corners are rounded."""
    steps, codes = [points[0]], [Path.MOVETO]
    for a, b, c in zip(points, points[1:], points[2:], strict=False):
        for end in (a, c):
            length = abs(end[0] - b[0]) + abs(end[1] - b[1])
            share = min(radius, length / 2) / length if length else 0.0
            near = (b[0] + (end[0] - b[0]) * share, b[1] + (end[1] - b[1]) * share)
            steps += [near] if end is a else [b, near]
            codes += [Path.LINETO] if end is a else [Path.CURVE3, Path.CURVE3]
    return Path([*steps, points[-1]], [*codes, Path.LINETO])


def words(
    at: Point, lines: Sequence[str], size: float, colour: str, *, align: str = "center", **look: Any
) -> list[Artist]:
    """Lines of text around a point: centred, or beginning there (`align="left"`).

    Each line stands on its own baseline, so that words with and without descenders stand level.
    """
    first = at[1] + 0.36 * size - line_height(size) * (len(lines) - 1) / 2
    return [
        Text(at[0], first + line_height(size) * number, line, fontsize=size, color=colour, ha=align, zorder=4, **look)
        for number, line in enumerate(lines)
    ]


def upright(at: Point, lines: Sequence[str], size: float, colour: str, **look: Any) -> list[Artist]:
    """Lines of text around a point that run from bottom to top, the first one on the left."""
    first = at[0] + 0.36 * size - line_height(size) * (len(lines) - 1) / 2
    turn: dict[str, Any] = {"rotation": 90, "rotation_mode": "anchor", "ha": "center", **look}
    return [
        Text(first + line_height(size) * number, at[1], line, fontsize=size, color=colour, zorder=4, **turn)
        for number, line in enumerate(lines)
    ]


def chip_parts(text: str, box: Box, size: float) -> list[Artist]:
    """A small white plate with a word or a letter on it."""
    plate = rounded(box, 2.4, facecolor="white", edgecolor=PALE, linewidth=0.4)
    return [plate, *words(box.middle, [text], size, INK)]


def dot(at: Point, radius: float, colour: str) -> Artist:
    """A small full circle: here a branch joins a trunk."""
    return Circle(at, radius, facecolor=colour, edgecolor="none")


def ticks(at: Point, count: int, colour: str, *, of: int = 4) -> list[Artist]:
    """A row of small upright strokes around a point: so many full ones out of `of`, the rest pale."""
    first = at[0] - 2.6 * (of - 1) / 2
    return [
        rounded(
            Box(first + 2.6 * number - 0.8, at[1] - 1.5, 1.6, 3.0),
            0.3,
            facecolor=colour if number < count else PALE,
            edgecolor="none",
        )
        for number in range(of)
    ]


def at_level(artist: Artist, zorder: float) -> Artist:
    """The artist, drawn above everything of a lower level."""
    artist.set_zorder(zorder)
    return artist
