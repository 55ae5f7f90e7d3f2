"""Where does each box stand, and which way does each arrow go?

Boxes take cells of one common grid (`forms`), so that columns and rows are aligned, and `routing` leads the arrows
through the channels between them. All lengths are points (1/72 inch), x to the right and y downwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.figures.bundles import Bundle
from analysis.figures.forms import Plan, Range, plan
from analysis.figures.routing import Routed, route
from analysis.figures.sizes import PAGE, Size
from analysis.figures.spec import FigureSpec
from analysis.figures.ways import Grid, Point


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left and upper corner, width and height, in points."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> Point:
        """Its centre."""
        return self.x + self.width / 2, self.y + self.height / 2

    def moved(self, x: float, y: float) -> Box:
        """The same rectangle elsewhere."""
        return Box(self.x + x, self.y + y, self.width, self.height)


@dataclass(frozen=True, slots=True)
class Layout:
    """A placed diagram: boxes by node, bands and headings by group, corners of arrows by edge.

    Headings stand above their groups, or, `upright`, to their left and are written from bottom to top.
    """

    width: float
    height: float
    boxes: Mapping[str, Box]
    bands: Mapping[str, Box]
    headings: Mapping[str, Box]
    lines: Mapping[str, tuple[Point, ...]]
    upright: bool = False


def place(
    spec: FigureSpec,
    *,
    box: Point,
    heading: float = 0.0,
    channel: Point | None = None,
    size: Size = PAGE,
    planned: Plan | None = None,
    heights: Mapping[int, float] | None = None,
    bundles: Mapping[str, Bundle] | None = None,
) -> Layout:
    """Where do boxes and arrows of a diagram go?

    Parameters
    ----------
    box : width and height of every box that takes one cell
    heading : room for the headings of groups, above them or to their left
    channel : least distance between two columns and between two boxes of a column, by default that of the size
    planned : the cells, where they are known already
    heights : how high the boxes of a row are, by its number from 0, where not as `box` says
    bundles : edge -> the bundle with whose arrows it runs together

    Returns
    -------
    Layout
        No line runs through a box, no two boxes touch. Columns keep the order of the file.
    """
    made = planned or plan(spec, size)
    channel = channel or size.channel
    along = (1, 0) if made.turned else (0, 1)
    usual = (sum(size.box) / 2, 4.5 * size.label)
    grid = Grid(
        made.shape[0],
        made.shape[1],
        made.cells,
        (box[along[0]], box[along[1]]),
        channel,
        made.spans,
        {(0 if made.turned else 1, row): high for row, high in (heights or {}).items()},
        made.yard(),
        (usual[along[0]], usual[along[1]]),
        size.pitch,
        size.clear,
        (size.short, size.short),
    )
    routed = route(grid, {edge.id: (edge.source, edge.target) for edge in spec.edges}, bundles)
    return _to_layout(spec, made, grid, routed, heading if spec.columns else 0.0, size.pad if spec.columns else 2.0)


def _to_layout(spec: FigureSpec, made: Plan, grid: Grid, routed: Routed, heading: float, pad: float) -> Layout:
    """From the grid's two axes to x and y, with headings and bands."""
    starts, sizes = routed.starts, routed.sizes
    shift = [pad, pad]
    shift[made.heading] += heading
    total = [starts[axis][-1] + shift[axis] + pad for axis in (0, 1)]

    def turned(a: float, b: float, wide: float, high: float) -> Box:
        return Box(b, a, high, wide) if made.turned else Box(a, b, wide, high)

    def reach(axis: int, cells: Range) -> tuple[float, float]:
        """Where a group's band begins on an axis, and how long it is."""
        if cells is None and made.inside and axis == made.heading == 1:
            last = 2 * made.inside[axis][1] + 1
            return 0.0, starts[axis][last] + sizes[axis][last] + shift[axis] + pad
        if cells is None:
            return 0.0, total[axis]
        first, last = 2 * cells[0] + 1, 2 * cells[1] + 1
        begin = starts[axis][first] + shift[axis] - pad
        return begin, starts[axis][last] + sizes[axis][last] + shift[axis] + pad - begin

    boxes = {}
    for node in spec.nodes:
        (x, y), last = grid.fine(node.id), grid.area(node.id)[-1]
        ends = [starts[axis][last[axis]] + sizes[axis][last[axis]] for axis in (0, 1)]
        begin = [starts[axis][at] for axis, at in ((0, x), (1, y))]
        boxes[node.id] = turned(begin[0] + shift[0], begin[1] + shift[1], ends[0] - begin[0], ends[1] - begin[1])
    bands, headings = {}, {}
    for group, ranges in made.bands.items():
        (a, wide), (b, high) = reach(0, ranges[0]), reach(1, ranges[1])
        bands[group] = turned(a, b, wide, high)
        before = (a, b, heading, high) if made.heading == 0 else (a, b, wide, heading)
        headings[group] = turned(*before)
    lines = {
        arrow: tuple((y + shift[1], x + shift[0]) if made.turned else (x + shift[0], y + shift[1]) for x, y in points)
        for arrow, points in routed.lines.items()
    }
    width, height = (total[1], total[0]) if made.turned else total
    return Layout(width, height, boxes, bands, headings, lines, made.turned or made.heading == 0)
