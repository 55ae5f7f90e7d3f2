"""By which signs and fills are things told apart on a chart? By shape, hatching, brightness, never colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from matplotlib.artist import Artist
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Polygon, Rectangle

from analysis.figures.pieces import words
from analysis.figures.style import INK
from analysis.figures.ways import Point

BLUE, MIDDLE, LIGHT, EDGE = "#0a4f80", "#8fb4cf", "#eef2f5", "#6b7681"
HATCH = "//////"
COLOURS = LinearSegmentedColormap.from_list("jenjang", ["#f5f8fb", "#a9cbe3", "#4d8fbf", "#0a4f80", "#06304f"])
"""From next to nothing to most: darker is more, in colour and in grey."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a tile is filled; hatching and fill differ in brightness, so that they stay apart in grey."""

    face: str = "white"
    hatch: str = ""
    edge: str = "white"
    ink: str = INK


SIDES: Mapping[str, Look] = {
    "supports": Look(BLUE, ink="white"),
    "qualifies": Look(MIDDLE),
    "neutral": Look(LIGHT, edge="#868e96"),
    "opposes": Look("white", HATCH, "#8f2d00"),
}
"""The four stances as they look in every chart: solid, half, pale, striped."""


def tile(box: tuple[float, float, float, float], look: Look, text: str = "", size: float = 6.4) -> list[Artist]:
    """One cell: its fill, and a short text in its middle."""
    x, y, wide, high = box
    patch = Rectangle((x, y), wide, high, facecolor=look.face, edgecolor=look.edge, linewidth=0.5)
    if look.hatch:
        patch.set_hatch(look.hatch)
    said = words((x + wide / 2, y + high / 2), [text], size, look.ink) if text else []
    return [patch, *said]


def hatched(x: float, y: float, wide: float, high: float) -> Rectangle:
    """A cell without data."""
    return Rectangle((x, y), wide, high, facecolor="white", edgecolor="#868e96", hatch="/////", linewidth=0.4)


def glyph(kind: str, at: Point, size: float = 3.0, colour: str = BLUE) -> list[Artist]:
    """A sign that is told from the others by its shape, so that it needs no colour.

    `kind`: dot, ring, double, half, diamond, square, triangle, tick or cross.
    """
    x, y = at
    if kind == "tick":
        return [Line2D([x, x], [y - size * 1.25, y + size * 1.25], color=colour, linewidth=1.2, zorder=3)]
    if kind == "cross":
        return [
            Line2D([x - size, x + size], [y - way * size, y + way * size], color=colour, linewidth=1.1, zorder=5)
            for way in (1, -1)
        ]
    look: dict[str, Any] = {"edgecolor": colour, "linewidth": 0.8, "zorder": 4}
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
        parts.append(Circle((x, y), size * 1.75, facecolor="none", **look))
    return parts


_ARC = [(0.0, -1.0), (0.38, -0.92), (0.71, -0.71), (0.92, -0.38), (1.0, 0.0), (0.92, 0.38), (0.71, 0.71), (0.38, 0.92)]
_ARC = [*_ARC, (0.0, 1.0)]
