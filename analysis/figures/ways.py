"""Which way does each arrow go, so that it crosses no box and few other arrows?

Boxes stand on a grid of columns and rows; between them run channels. In the fine grid used here, column `c` and row `r`
meet in the cell (2c+1, 2r+1), and even numbers are channels. A way is a cheapest run of free cells from box to box.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

Cell = tuple[int, int]
Point = tuple[float, float]
Used = dict[tuple[int, int, int], int]
"""How many arrows use a cell along an axis (0, 1), a side of a box (2 to 5), or pass a cell straight on (6, 7)."""

TOGETHER = 0.3
"""What way costs where another arrow of the bundle goes it already, beside what it costs alone."""

STEPS: tuple[Cell, ...] = ((1, 0), (0, 1), (-1, 0), (0, -1))
BEND, CROSS, SHARE, SIDE, OUTER = 34.0, 50.0, 5.0, 5.0, 0.25
YARD, AWAY = 200.0, 600.0
"""What a bend, a crossing, a shared channel, a shared side of a box and an outer channel cost, in points of way; and a
cell of a frame that is none of the arrow's business, and a side of a box that a detour is to avoid."""


@dataclass(frozen=True, slots=True)
class Grid:
    """How many columns and rows there are, which cells hold boxes, and how large boxes and channels are at least."""

    columns: int
    rows: int
    cells: Mapping[str, Cell]
    """Box -> its (column, row)."""

    box: Point
    channel: Point
    spans: Mapping[str, Cell] = field(default_factory=dict)
    """Box -> how many columns and rows it takes from its cell on; (1, 1) where it is not named."""

    sizes: Mapping[tuple[int, int], float] = field(default_factory=dict)
    """(axis, cell) -> how large boxes of that column or row are, where not as `box` says."""

    yard: frozenset[Cell] = frozenset()
    """Cells inside a frame: arrows whose two ends lie outside go around them where they can."""

    usual: Point = (0.0, 0.0)
    """How large boxes usually are, 0 for `box`: ways are chosen for that, so that other words do not change them."""

    pitch: float = 10.0
    """Points between two lanes."""

    clear: Point = (17.0, 13.0)
    """Points from the outermost lane to a box, across and along the columns."""

    short: Point = (0.0, 0.0)
    """Points that a channel has at least where an arrow does nothing but cross it, so that more than its head shows."""

    def fine(self, box: str) -> Cell:
        """The cell of a box in the fine grid."""
        column, row = self.cells[box]
        return 2 * column + 1, 2 * row + 1

    def area(self, box: str) -> list[Cell]:
        """Every cell of the fine grid that a box covers, its own first."""
        (x, y), (wide, high) = self.fine(box), self.spans.get(box, (1, 1))
        return [(x + i, y + j) for i in range(2 * wide - 1) for j in range(2 * high - 1)]

    @property
    def shape(self) -> Cell:
        """How many columns and rows the fine grid has."""
        return 2 * self.columns + 1, 2 * self.rows + 1


def find_ways(
    grid: Grid, arrows: Mapping[str, tuple[str, str]], bundles: Mapping[str, Hashable] | None = None
) -> dict[str, list[Cell]]:
    """A cheapest run of cells for each arrow, short arrows first; then each again, seeing all the others.

    `bundles`: arrow -> the bundle with whose other arrows it runs together where it can.
    """
    ways: dict[str, list[Cell]] = {}
    used: Used = defaultdict(int)
    own: dict[Hashable, Used] = defaultdict(lambda: defaultdict(int))
    bundles = bundles or {}
    order = sorted(arrows, key=lambda arrow: (_reach(grid, *arrows[arrow]), arrow))
    for _ in range(3):
        for arrow in order:
            mates = own[bundles.get(arrow, (arrow,))]
            for count in (used, mates):
                if arrow in ways:
                    _use(ways[arrow], count, -1)
            ways[arrow] = _search(grid, *arrows[arrow], used, mates)
            for count in (used, mates):
                _use(ways[arrow], count, 1)
    return {arrow: ways[arrow] for arrow in arrows}


@dataclass(frozen=True, slots=True)
class Detour:
    """How a way is to differ: crossings dearer by a factor, another side of a box to leave or to enter (-1: any)."""

    cross: float = 1.0
    leave: int = -1
    enter: int = -1


def find_detours(
    grid: Grid,
    arrows: Mapping[str, tuple[str, str]],
    bundles: Mapping[str, Hashable],
    ways: Mapping[str, Sequence[Cell]],
    arrow: str,
    choices: Sequence[Detour],
) -> list[list[Cell]]:
    """A cheapest way of one arrow for each choice, the others staying where they are."""
    used: Used = defaultdict(int)
    mates: Used = defaultdict(int)
    for other, way in ways.items():
        if other != arrow:
            _use(way, used, 1)
            if arrow in bundles and bundles.get(other) == bundles[arrow]:
                _use(way, mates, 1)
    return [_search(grid, *arrows[arrow], used, mates, choice) for choice in choices]


def _reach(grid: Grid, source: str, target: str) -> tuple[bool, int]:
    (c0, r0), (c1, r1) = grid.cells[source], grid.cells[target]
    return c1 < c0, abs(c1 - c0) * 2 + abs(r1 - r0)


def _use(way: Sequence[Cell], used: Used, count: int) -> None:
    """Note the cells of a way, the sides of boxes it touches, and where it passes straight on."""
    for a, b in zip(way, way[1:], strict=False):
        axis = 0 if a[1] == b[1] else 1
        used[*a, axis] += count
        used[*b, axis] += count
    for a, b, c in zip(way, way[1:], way[2:], strict=False):
        if minus(b, a) == minus(c, b):
            used[*b, 6 if a[1] == b[1] else 7] += count
    used[*way[0], 2 + STEPS.index(minus(way[1], way[0]))] += count
    used[*way[-1], 2 + STEPS.index(minus(way[-2], way[-1]))] += count


def minus(a: Cell, b: Cell) -> Cell:
    """The step from `b` to `a`."""
    return a[0] - b[0], a[1] - b[1]


def _search(grid: Grid, source: str, target: str, used: Used, mates: Used, choice: Detour | None = None) -> list[Cell]:
    """The cheapest way from box to box through free cells (Dijkstra over cell and direction)."""
    goal = set(grid.area(target))
    taken = {cell for box in grid.cells for cell in grid.area(box)} - goal
    leave, enter = _port_costs(grid, source, target)
    if choice is not None:
        leave = tuple(cost + AWAY * (choice.leave not in (-1, side)) for side, cost in enumerate(leave))
        enter = tuple(cost + AWAY * (choice.enter not in (-1, side)) for side, cost in enumerate(enter))
    cross = CROSS * (choice.cross if choice is not None else 1.0)
    around = not any(grid.fine(end) in grid.yard for end in (source, target))
    heap: list[tuple[float, Cell, int]] = []
    best: dict[tuple[Cell, int], float] = {}
    before: dict[tuple[Cell, int], tuple[Cell, int] | None] = {}

    def reach(cost: float, cell: Cell, way: int, came: tuple[Cell, int] | None) -> None:
        if cost < best.get((cell, way), float("inf")):
            best[cell, way], before[cell, way] = cost, came
            heapq.heappush(heap, (cost, cell, way))

    for start in grid.area(source):
        reach(0.0, start, -1, None)
    while heap:
        cost, cell, way = heapq.heappop(heap)
        if cost > best[cell, way]:
            continue
        if cell in goal:
            break
        for turn, step in enumerate(STEPS):
            after = (cell[0] + step[0], cell[1] + step[1])
            outside = not (0 <= after[0] < grid.shape[0] and 0 <= after[1] < grid.shape[1])
            if outside or after in taken or (way >= 0 and turn == (way + 2) % 4):
                continue
            price = _price(grid, cell, after, turn % 2, used, mates, cross)
            price += YARD if around and after in grid.yard else 0.0
            price += BEND if way not in (-1, turn) else 0.0
            if way == -1:
                price += leave[turn] + SIDE * _others((*cell, 2 + turn), used, mates)
            if after in goal:
                side = (turn + 2) % 4
                price += enter[side] + SIDE * _others((*after, 2 + side), used, mates)
            reach(cost + price, after, turn, (cell, way))
    return _trace(before, (cell, way))


def _trace(before: Mapping[tuple[Cell, int], tuple[Cell, int] | None], end: tuple[Cell, int]) -> list[Cell]:
    way: list[Cell] = []
    at: tuple[Cell, int] | None = end
    while at is not None:
        way.append(at[0])
        at = before[at]
    return way[::-1]


def _port_costs(grid: Grid, source: str, target: str) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """What each side of a box costs to leave and to enter (towards the next column, down, back, up)."""
    ahead = grid.cells[target][0] - grid.cells[source][0]
    if ahead > 0:
        turn = 100.0 if ahead == 1 else 60.0
        return (0.0, turn, 120.0, turn), (120.0, turn, 0.0, turn)
    if ahead == 0:
        return (14.0, 0.0, 14.0, 0.0), (14.0, 0.0, 14.0, 0.0)
    return (20.0, 0.0, 25.0, 0.0), (25.0, 0.0, 20.0, 0.0)


def _others(key: tuple[int, int, int], used: Used, mates: Used) -> int:
    """How many arrows of other bundles are there."""
    count = used.get(key, 0)
    return count - mates.get(key, 0) if count else 0


def _price(grid: Grid, cell: Cell, after: Cell, axis: int, used: Used, mates: Used, cross: float) -> float:
    length = sum(grid.box[axis] if at[axis] % 2 else grid.channel[axis] for at in (cell, after)) / 2
    if after[1 - axis] in (0, grid.shape[1 - axis] - 1):
        length *= 1 + OUTER
    if mates.get((*cell, axis), 0) and mates.get((*after, axis), 0):
        length *= TOGETHER
    return length + cross * _others((*after, 7 - axis), used, mates) + SHARE * _others((*after, axis), used, mates)
