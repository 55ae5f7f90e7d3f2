"""Which cells of the grid do boxes and groups take? One plan for each form of diagram.

Plain diagrams have a column (or a row) for each group. In a narrow figure groups lie one below the other. The form
`pillars` is a house: pillars side by side, a roof on them, a base below, a frame around, and what acts on it beside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from analysis.figures.order import cells_of, stacked_cells
from analysis.figures.sizes import Size
from analysis.figures.spec import FORMS, FigureSpec, Node
from analysis.figures.ways import Cell

Range = tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Plan:
    """Cells of boxes, how many cells each takes, and the cells of each group, in the grid's own axes.

    In a `turned` plan the first axis runs down the page. Headings stand before the first cell of axis `heading`. A
    group's band reaches from cell to cell on both axes; None stands for the whole length, and there its heading is.
    """

    cells: Mapping[str, Cell]
    bands: Mapping[str, tuple[Range, Range]]
    spans: Mapping[str, Cell] = field(default_factory=dict)
    turned: bool = False
    heading: int = 1
    shape: Cell = (1, 1)
    inside: tuple[tuple[int, int], tuple[int, int]] | None = None
    """The cells within a frame, on both axes."""

    def yard(self) -> frozenset[Cell]:
        """The cells of the fine grid within the frame; the channels around it are left out."""
        if self.inside is None:
            return frozenset()
        (x0, x1), (y0, y1) = self.inside
        top = 2 * y0 + (0 if self.heading == 1 else 1)  # under a heading above, the channel belongs to the frame
        return frozenset((x, y) for x in range(2 * x0 + 1, 2 * x1 + 2) for y in range(top, 2 * y1 + 2))


def plan(spec: FigureSpec, size: Size) -> Plan:
    """Which cells do boxes and groups take, in a figure of this size?"""
    if spec.layout.get("form") == "pillars":
        return _pillars(spec, narrow=size.across > 0)
    if size.across:
        return _stacked(
            spec,
            int(spec.layout.get("narrow", size.across)),
            {node.id: node.narrow for node in spec.nodes if node.narrow},
        )
    if spec.layout.get("across"):
        return _stacked(spec, int(spec.layout["across"]), {node.id: node.row for node in spec.nodes if node.row})
    cells = cells_of(spec)
    columns, rows = _shape(cells, {})
    bands: dict[str, tuple[Range, Range]] = {c.id: ((n, n), None) for n, c in enumerate(spec.columns)}
    shape = (max(columns, len(spec.columns)), rows)
    return Plan(cells, bands, turned=spec.direction == "TB", shape=shape)


def _shape(cells: Mapping[str, Cell], spans: Mapping[str, Cell]) -> Cell:
    ends = [(x + spans.get(n, (1, 1))[0], y + spans.get(n, (1, 1))[1]) for n, (x, y) in cells.items()]
    return max(x for x, _ in ends), max(y for _, y in ends)


def _stacked(spec: FigureSpec, across: int, given: Mapping[str, int]) -> Plan:
    """Groups one below the other, `across` boxes side by side, some in places that the file gives."""
    cells = stacked_cells(spec, across, given)
    bands: dict[str, tuple[Range, Range]] = {}
    for column in spec.columns:
        ranks = [cells[node.id][0] for node in spec.nodes if node.column == column.id]
        if ranks:
            bands[column.id] = ((min(ranks), max(ranks)), None)
    return Plan(cells, bands, turned=True, shape=(_shape(cells, {})[0], across))


# --- a house of pillars -----------------------------------------------------------------------------------------------


def _pillars(spec: FigureSpec, *, narrow: bool) -> Plan:
    """Pillars with roof, base and frame; what presses and what helps stand left and right, or above and below."""
    role_of = {column.id: column.role for column in spec.columns}
    parts: dict[str, list[Node]] = {role: [] for role in FORMS["pillars"]}
    for node in sorted(spec.nodes, key=lambda node: (narrow and node.narrow) or node.row):
        parts[role_of[node.column]].append(node)
    house = _House(len(parts["pillar"]) or 1, 1 if parts["left"] and not narrow else 0)
    half = max(1, house.wide // 2)
    if narrow:
        house.lay(parts["left"], half)
    top = house.row
    house.lay(parts["frame"], half if narrow else 0)
    house.lay(parts["roof"])
    below = -(-len(parts["base"]) // house.wide)
    sides = max(len(parts["left"]), len(parts["right"]))
    house.stand(parts["pillar"], 3 if narrow else max(2, sides - house.row - below))
    house.lay(parts["base"])
    inside = ((house.left, house.left + house.wide - 1), (top, house.row - 1))
    if narrow:
        house.lay(parts["right"], half)
    else:
        house.beside(parts["left"], 0)
        house.beside(parts["right"], house.left + house.wide)
    bands = {c.id: house.band(c.role, parts[c.role], inside[1], narrow) for c in spec.columns}
    there = {name: band for name, band in bands.items() if band is not None}
    shape = _shape(house.cells, house.spans)
    return Plan(house.cells, there, house.spans, heading=0 if narrow else 1, shape=shape, inside=inside)


@dataclass(slots=True)
class _House:
    """The cells of a house while it is built from the top down."""

    wide: int
    left: int
    row: int = 0
    cells: dict[str, Cell] = field(default_factory=dict)
    spans: dict[str, Cell] = field(default_factory=dict)

    def lay(self, nodes: Sequence[Node], most: int = 0) -> None:
        """Boxes side by side, at most so many, that together are as wide as the pillars; the longest label gains."""
        most = most or self.wide
        for first in range(0, len(nodes), most):
            part = nodes[first : first + most]
            longest = sorted(part, key=lambda node: -max((len(text) for text in node.label.values()), default=0))
            more = {node.id for node in longest[: self.wide % len(part)]}
            at = self.left
            for node in part:
                span = self.wide // len(part) + (node.id in more)
                self.cells[node.id], self.spans[node.id] = (at, self.row), (span, 1)
                at += span
            self.row += 1

    def stand(self, nodes: Sequence[Node], tall: int) -> None:
        """Boxes that stand side by side, several rows high."""
        for number, node in enumerate(nodes):
            self.cells[node.id], self.spans[node.id] = (self.left + number, self.row), (1, tall)
        self.row += tall

    def beside(self, nodes: Sequence[Node], column: int) -> None:
        """Boxes one below the other at the side of the house, in the middle of its height."""
        first = max(0, (self.row - len(nodes)) // 2)
        self.cells |= {node.id: (column, first + number) for number, node in enumerate(nodes)}

    def band(
        self, role: str, nodes: Sequence[Node], frame: tuple[int, int], narrow: bool
    ) -> tuple[Range, Range] | None:
        """The cells of a group that has a band of its own: the frame around all of the house, and both sides."""
        if not nodes or role not in ("frame", "left", "right"):
            return None
        if narrow:
            rows = [self.cells[node.id][1] for node in nodes]
            return None, frame if role == "frame" else (min(rows), max(rows))
        if role == "frame":
            return (self.left, self.left + self.wide - 1), None
        column = self.cells[nodes[0].id][0]
        return (column, column), None
