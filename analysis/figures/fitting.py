"""How large are the boxes, so that all words fit and the figure is as wide as it is printed?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analysis.figures import style
from analysis.figures.forms import Plan, plan
from analysis.figures.layout import Layout, place
from analysis.figures.sizes import Size
from analysis.figures.spec import FigureSpec, Node
from analysis.figures.style import STRENGTHS, line_height
from analysis.figures.ways import Point
from analysis.model import words_in

MOST = 5
"""Lines of a label for which room is made; a longer one is set smaller."""

TICK = 5.0
"""Points that the ticks of strength take below the evidence."""


@dataclass(frozen=True, slots=True)
class Feet:
    """The lines of evidence in each box, how brief they are, and whether ticks stand below them."""

    lines: Mapping[str, list[str]]
    brevity: int = 0
    ticked: bool = False

    @property
    def most(self) -> int:
        """How many lines the longest foot has."""
        return max((len(each) for each in self.lines.values()), default=0)

    def height(self, size: Size) -> float:
        """Points that every box keeps free for it."""
        return self.most * line_height(size.small) + (TICK if self.ticked else 0.0)


def fitted(
    spec: FigureSpec, rows: Mapping[str, Mapping[str, Any]], language: str, size: Size, said: Mapping[str, str]
) -> tuple[Layout, Feet]:
    """Where does everything stand, in boxes as broad as the width allows and as high as their words need?

    Parameters
    ----------
    rows : one for each mark
    said : words on arrows, by edge

    Returns
    -------
    The layout, no wider than the figure where boxes keep their least width, and what stands at the foot of each box.
    """
    made = plan(spec, size)
    channel = _channel(spec, made, size, said)
    count = made.shape[1] if made.turned else made.shape[0]
    room = size.width - 2 * size.margin
    width = (size.box[0] + size.box[1]) / 2
    for _ in range(4):
        box, feet, heading = _box(spec, made, rows, language, size, width)
        layout = place(spec, box=box, heading=heading, channel=channel, size=size, planned=made)
        wish = min(size.box[1], max(size.box[0], width + (room - layout.width) / count))
        if abs(wish - width) < 0.5 and (layout.width <= room + 0.01 or width == size.box[0]):
            break
        width = wish if layout.width > room else width + 0.98 * (wish - width)
    return layout, feet


def _box(
    spec: FigureSpec,
    made: Plan,
    rows: Mapping[str, Mapping[str, Any]],
    language: str,
    size: Size,
    width: float,
) -> tuple[Point, Feet, float]:
    """Width and height of a box of one cell, what stands at the foot of boxes, and the room for headings."""
    inner = width - 2 * size.inset
    feet = evidence_lines(spec, rows, language, size, inner)
    banded = set(made.bands)
    high = 0.0
    for node in spec.nodes:
        tall = made.spans.get(node.id, (1, 1))[0 if made.turned else 1]
        need = _need(node, made, language, size, inner) + (0 if node.column in banded else line_height(size.small))
        high = max(high, need + feet.height(size) if tall == 1 else 0.0)
    high += 1.5 * size.inset
    return (width, round(high, 1)), feet, _heading(spec, made, language, size, width)


def _need(node: Node, made: Plan, language: str, size: Size, inner: float) -> float:
    """The height of a label. What spans several columns is measured without the channels between them."""
    wide = made.spans.get(node.id, (1, 1))[1 if made.turned else 0]
    lines = style.wrap(words_in(node.label, language), inner + (wide - 1) * (inner + 2 * size.inset), size.label)
    return min(MOST, len(lines)) * line_height(size.label)


def _channel(spec: FigureSpec, made: Plan, size: Size, said: Mapping[str, str]) -> Point:
    """Least room between columns and between boxes: enough for the words of arrows, where there are few columns."""
    widest = max((style.text_width(text, size.small) for text in said.values()), default=0.0)
    across, along = size.channel
    if size.across or spec.layout.get("form"):
        return across, along
    column = {node.id: node.column for node in spec.nodes}
    within = [edge for edge in spec.edges if column[edge.source] == column[edge.target]]
    gap = 2.6 * along if any(edge.id in said for edge in within) else 1.9 * along if within else along
    few = not made.turned and made.shape[0] <= 4
    return (min(2.6 * across, max(across, widest + 20)) if few else across), gap


def _heading(spec: FigureSpec, made: Plan, language: str, size: Size, width: float) -> float:
    """Room for headings: a strip to the left of groups, or as many lines as the longest heading needs above them."""
    if not spec.columns:
        return 0.0
    if made.turned or made.heading == 0:
        return 1.5 * size.heading
    spans = {group: 1 + cells[0][1] - cells[0][0] for group, cells in made.bands.items() if cells[0]}
    lines = [
        style.wrap(words_in(c.title, language), width * spans[c.id] + 2 * size.pad - 6, size.heading, bold=True)
        for c in spec.columns
        if c.id in spans
    ]
    return line_height(size.heading) * min(3, max((len(each) for each in lines), default=0)) + 4


def evidence_lines(
    spec: FigureSpec, rows: Mapping[str, Mapping[str, Any]], language: str, size: Size, width: float
) -> Feet:
    """What stands at the foot of each box, equally brief in all: in one line where that goes, else in several."""
    ticked = any(str(rows[node.mark].get("strength") or "") in STRENGTHS for node in spec.nodes)
    for brevity in (0, 1, 2):
        found = {node.mark: style.evidence_line(rows[node.mark], language, brevity=brevity) for node in spec.nodes}
        if all(style.text_width(text, size.small) <= width for text in found.values()):
            return Feet({mark: [text] if text else [] for mark, text in found.items()}, brevity, ticked)
    wrapped = {mark: style.wrap(text, width, size.small, at=" \u00b7 ") if text else [] for mark, text in found.items()}
    return Feet(wrapped, 2, ticked)
