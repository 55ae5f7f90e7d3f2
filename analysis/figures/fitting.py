"""How large are the boxes, so that all words fit and the figure is as wide as it is printed?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from analysis.figures import style
from analysis.figures.bundles import Bundle
from analysis.figures.footing import Feet, evidence_lines
from analysis.figures.forms import Plan, plan
from analysis.figures.layout import Layout, place
from analysis.figures.sizes import SMALLEST, Size
from analysis.figures.spec import FigureSpec, Node
from analysis.figures.style import line_height
from analysis.figures.ways import Point
from analysis.model import words_in

MOST = 5
"""Lines of a label for which room is made; a longer one is set smaller."""

SLACK = 0.5
"""Points by which a layout may miss the width of the figure, out of its margins."""

TIGHTER = (1.0, 0.86, 0.74, 0.64, 0.54)
"""How close arrows may move together, as a share, where a figure would become too broad."""


def fitted(
    spec: FigureSpec,
    rows: Mapping[str, Mapping[str, Any]],
    language: str,
    size: Size,
    said: Mapping[str, str],
    bundles: Mapping[str, Bundle] | None = None,
) -> tuple[Layout, Feet]:
    """Where does everything stand, in boxes as broad as the width allows and as high as their words need?

    Parameters
    ----------
    rows : one for each mark
    said : words on arrows, by edge
    bundles : edge -> the bundle with whose arrows it runs together

    Returns
    -------
    The layout, no wider than the figure where boxes keep their least width, and what stands at the foot of each box.
    """
    free = size.across and "narrow" not in spec.layout and not any(node.narrow for node in spec.nodes)
    first = _within(spec, rows, language, size, said, bundles)
    if not free or first[0].height <= size.tallest:
        return first
    more = _within(spec, rows, language, replace(size, across=size.across + 1), said, bundles)
    return more if more[0].width <= max(first[0].width, size.width - 2 * size.margin + SLACK) else first


def _within(
    spec: FigureSpec,
    rows: Mapping[str, Mapping[str, Any]],
    language: str,
    size: Size,
    said: Mapping[str, str],
    bundles: Mapping[str, Bundle] | None,
) -> tuple[Layout, Feet]:
    """The same with as many boxes side by side as the size says, arrows as close as the width makes them."""
    for tight in TIGHTER:
        found = _fitted(spec, rows, language, _tightened(size, tight), said, bundles)
        if found[0].width <= size.width - 2 * size.margin + SLACK:
            break
    return found


def _tightened(size: Size, share: float) -> Size:
    """The same size with arrows closer to each other and to boxes, and boxes closer to each other."""
    clear, channel = (size.clear[0] * share, size.clear[1]), (size.channel[0] * share, size.channel[1] * share)
    return replace(size, pitch=size.pitch * share, clear=clear, channel=channel)


def _fitted(
    spec: FigureSpec,
    rows: Mapping[str, Mapping[str, Any]],
    language: str,
    size: Size,
    said: Mapping[str, str],
    bundles: Mapping[str, Bundle] | None,
) -> tuple[Layout, Feet]:
    """The same with arrows as far apart as the size says, in boxes that keep their least width."""
    made = plan(spec, size)
    channel = _channel(spec, made, size, said)
    count = made.shape[1] if made.turned else made.shape[0]
    room = size.width - 2 * size.margin
    least = 4.2 * size.label if made.inside and size.across else size.box[0]
    width, strips = (size.box[0] + size.box[1]) / 2, 1
    for _ in range(5):
        feet = evidence_lines(spec, rows, language, size, width - 2 * size.inset)
        feet = replace(feet, upright=_upright(spec, made, language, size, width - 2 * size.inset))
        heights = _heights(spec, made, feet, language, size, width)
        heading = _heading(spec, made, language, size, width, strips)
        box = (width, sum(heights.values()) / len(heights))
        layout = place(
            spec,
            box=box,
            heading=heading,
            channel=channel,
            size=size,
            planned=made,
            heights=heights,
            bundles=bundles,
        )
        strips = 2 if layout.upright and not _headed(spec, layout, language, size) else strips
        wish = min(size.box[1], max(least, width + (room - layout.width) / count))
        settled = abs(wish - width) < 0.5 and heading == _heading(spec, made, language, size, width, strips)
        if settled and (layout.width <= room + 0.01 or width == least):
            break
        width = wish if layout.width > room else width + 0.98 * (wish - width)
    return layout, feet


def _label_size(spec: FigureSpec, made: Plan, language: str, size: Size, inner: float) -> float:
    """The type size in which no word of a level label is cut, but no smaller than what can be printed."""
    down = 0 if made.turned else 1
    level = [node for node in spec.nodes if made.spans.get(node.id, (1, 1))[down] == 1]
    words = {word for node in level for word in words_in(node.label, language).split()}
    label = size.label
    while label > SMALLEST and any(style.text_width(word, label) > inner for word in words):
        label = max(SMALLEST, label - 0.5)
    return label


def named_inside(spec: FigureSpec, bands: Collection[str]) -> frozenset[str]:
    """The groups whose title stands in their boxes, since they have no band; pillars need none, the roof names them."""
    return frozenset(c.id for c in spec.columns if c.id not in bands and c.role != "pillar")


def _heights(spec: FigureSpec, made: Plan, feet: Feet, language: str, size: Size, width: float) -> dict[int, float]:
    """Row -> how high its boxes are: as its longest label needs, with the evidence below. Higher boxes span rows."""
    down = 0 if made.turned else 1
    label = _label_size(spec, made, language, size, width - 2 * size.inset)
    least = 1.5 * size.inset + feet.height(size) + line_height(label)
    named = named_inside(spec, made.bands)
    heights = dict.fromkeys(range(made.shape[down]), round(least, 1))
    for node in spec.nodes:
        if made.spans.get(node.id, (1, 1))[down] == 1:
            row = made.cells[node.id][down]
            need = least + _need(node, made, language, label, width, size.inset) - line_height(label)
            need += line_height(size.small) if node.column in named else 0
            heights[row] = max(heights[row], round(need + 0.1, 1))  # never rounded to less than the words need
    for column in spec.columns if made.turned or made.heading == 0 else ():
        ranks = made.bands.get(column.id, (None, None))[down]
        if ranks and ranks[0] == ranks[1]:
            words = words_in(column.title, language).split()
            longest = max(style.text_width(word, 0.9 * size.heading, bold=True) for word in words)
            heights[ranks[0]] = max(heights[ranks[0]], round(longest + 7 - 2 * size.pad, 1))
    return heights


def _upright(spec: FigureSpec, made: Plan, language: str, size: Size, inner: float) -> frozenset[str]:
    """The boxes that span rows, where a word of one of them is wider than it: all of them, or none.

    A word that fits when it is set a little smaller stays level: level words are read faster than turned ones.
    """
    down = 0 if made.turned else 1
    tall = [node for node in spec.nodes if made.spans.get(node.id, (1, 1))[down] > 1]
    words = [word for node in tall for word in words_in(node.label, language).split()]
    wide = any(style.text_width(word, max(SMALLEST, 0.88 * size.label)) > inner for word in words)
    return frozenset(node.id for node in tall) if wide else frozenset()


def _need(node: Node, made: Plan, language: str, label: float, width: float, inset: float) -> float:
    """The height of a label. What spans several columns is measured without the channels between them."""
    wide = made.spans.get(node.id, (1, 1))[1 if made.turned else 0]
    lines = style.wrap(words_in(node.label, language), wide * width - 2 * inset, label)
    return min(MOST, len(lines)) * line_height(label)


def _channel(spec: FigureSpec, made: Plan, size: Size, said: Mapping[str, str]) -> Point:
    """Least room between columns and between boxes: enough for the words of arrows, where there are few columns."""
    widest = max((style.text_width(text, size.small) for text in said.values()), default=0.0)
    across, along = size.channel
    if made.turned and said and not size.across:
        across = max(across, 1.25 * across)
    if spec.layout.get("form"):
        return 0.6 * across, along
    if size.across:
        return across, along
    column = {node.id: node.column for node in spec.nodes}
    within = [edge for edge in spec.edges if column[edge.source] == column[edge.target]]
    gap = 2.6 * along if any(edge.id in said for edge in within) else 1.9 * along if within else along
    few = not made.turned and made.shape[0] <= 4
    if made.turned and made.shape[1] <= 4 and any(edge.id in said for edge in within):
        gap = max(gap, min(54.0, widest + 26))
    return (min(2.6 * across, max(across, widest + 26)) if few else across), gap


def _headed(spec: FigureSpec, layout: Layout, language: str, size: Size) -> bool:
    """Whether every heading fits its strip nearly as large as it should be."""
    there = [(words_in(c.title, language), layout.headings[c.id]) for c in spec.columns if c.id in layout.headings]
    return all(
        style.fit(title, head.height - 6, head.width, size.heading, bold=True)[1] > 0.85 * size.heading
        for title, head in there
    )


def _heading(spec: FigureSpec, made: Plan, language: str, size: Size, width: float, strips: int) -> float:
    """Room for headings: a strip to the left of groups, or as many lines as the longest heading needs above them."""
    if not spec.columns:
        return 0.0
    if made.turned or made.heading == 0:
        return (0.26 + 1.24 * strips) * size.heading
    spans = {group: 1 + cells[0][1] - cells[0][0] for group, cells in made.bands.items() if cells[0]}
    lines = [
        style.wrap(words_in(c.title, language), width * spans[c.id] + 2 * size.pad - 6, size.heading, bold=True)
        for c in spec.columns
        if c.id in spans
    ]
    return line_height(size.heading) * min(3, max((len(each) for each in lines), default=0)) + 4
