"""Where does the word of an arrow stand, so that it hides nothing?

A chip is a small label on an arrow. Words that find no free place are replaced by letters, explained below the figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.figures.layout import Box, Layout
from analysis.figures.style import text_width
from analysis.figures.ways import Point

HEAD = 7.5
"""Points at the end of an arrow that its head takes."""

_FREE = 40.0


@dataclass(frozen=True, slots=True)
class Chip:
    """A label on an arrow: what it says and the rectangle it takes."""

    text: str
    box: Box


def place_chips(layout: Layout, words: Mapping[str, str], size: float) -> tuple[dict[str, Chip], dict[str, str]]:
    """Where do the words of arrows go?

    Parameters
    ----------
    words : edge id -> its words; an edge without words is left out
    size : of the type, in points

    Returns
    -------
    The chips by edge, and the key: letter -> words, for the words that did not find a free place everywhere.
    """
    letters: dict[str, str] = {}
    while True:
        chips, crowded = _place(layout, {edge: letters.get(text, text) for edge, text in words.items()}, size)
        crowded -= set(letters.values())
        if not crowded:
            return chips, {letter: text for text, letter in letters.items()}
        hidden = sorted({*letters, *crowded}, key=list(words.values()).index)
        letters = {text: _letter(number) for number, text in enumerate(hidden)}


def _letter(number: int) -> str:
    return chr(ord("a") + number) if number < 26 else f"{chr(ord('a') + number % 26)}{number // 26}"


def _place(layout: Layout, words: Mapping[str, str], size: float) -> tuple[dict[str, Chip], set[str]]:
    """Each chip at its cheapest place, and the words that found no free one."""
    chips: dict[str, Chip] = {}
    crowded: set[str] = set()
    for edge, text in words.items():
        high = 1.4 * size
        wide = max(text_width(text, size) + 4, high)
        found = [
            (_cost(box, edge, layout, chips) + distance, box.x, box.y, box)
            for box, distance in _spots(layout.lines[edge], wide, high)
        ]
        cost, _, _, box = min(found, key=lambda spot: spot[:3])
        if cost >= _FREE:
            crowded.add(text)
        chips[edge] = Chip(text, box)
    return chips, crowded


def _spots(points: Sequence[Point], wide: float, high: float) -> Iterator[tuple[Box, float]]:
    """Places on an arrow and beside it, with what each costs: short stretches and places off the middle a little."""
    stretches = list(zip(points, points[1:], strict=False))
    for number, ((x0, y0), (x1, y1)) in enumerate(stretches):
        length = abs(x1 - x0) + abs(y1 - y0)
        room = length - (HEAD if number == len(stretches) - 1 else 0.0)
        need = wide if y0 == y1 else high
        for share in (0.5, 0.38, 0.62, 0.26, 0.74, 0.15, 0.85):
            at = share * room / length if length else 0.5
            x, y = x0 + (x1 - x0) * at, y0 + (y1 - y0) * at
            tight = 60.0 if min(share, 1 - share) * room < need / 2 + 6 else 0.0
            costs = 8 * abs(share - 0.5) + 400 / (length + 20)
            yield Box(x - wide / 2, y - high / 2, wide, high), tight + costs
            beside = (0.0, high / 2 + 1.5) if y0 == y1 else (wide / 2 + 1.5, 0.0)
            x, y = x0 + (x1 - x0) * share, y0 + (y1 - y0) * share
            for side in (1, -1):
                yield Box(x - wide / 2 + side * beside[0], y - high / 2 + side * beside[1], wide, high), 12 + costs


def _cost(box: Box, edge: str, layout: Layout, chips: Mapping[str, Chip]) -> float:
    cost = 1000.0 * sum(_overlap(box, other, 0.1) for other in layout.boxes.values())
    cost += 500.0 * sum(_overlap(box, head, 0.0) for head in layout.headings.values())
    cost += 500.0 * sum(_overlap(box, chip.box, 2.0) for chip in chips.values())
    if box.x < 0 or box.y < 0 or box.x + box.width > layout.width or box.y + box.height > layout.height:
        cost += 500.0
    for arrow, points in layout.lines.items():
        if arrow != edge:
            for (x0, y0), (x1, y1) in zip(points, points[1:], strict=False):
                stretch = Box(min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0))
                cost += 60.0 * _overlap(box, stretch, 2.0)
    return cost


def _overlap(a: Box, b: Box, space: float) -> bool:
    return (
        a.x < b.x + b.width + space
        and b.x < a.x + a.width + space
        and a.y < b.y + b.height + space
        and b.y < a.y + a.height + space
    )
