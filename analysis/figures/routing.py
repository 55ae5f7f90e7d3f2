"""Where in its channels does each arrow run, so that no two lie on each other and few cross?

The way of an arrow is a chain of straight stretches; stretches that share a channel are given lanes of their own, and
channels become as wide as their lanes need.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from analysis.figures.ways import Cell, Grid, Point, find_ways, minus


@dataclass(slots=True)
class Stretch:
    """A straight part of an arrow: along axis 0 (columns) or 1 (rows), in channel `track`, cells `low` to `high`.

    Where arrows of one bundle run together, their chains hold the same stretch, which reaches as far as any of them.
    """

    arrow: str
    axis: int
    track: int
    low: int
    high: int
    level: int = 0
    levels: int = 1


@dataclass(slots=True)
class Routed:
    """The arrows in points: where each track begins and ends on both axes, and each arrow's corners."""

    starts: tuple[list[float], list[float]]
    sizes: tuple[list[float], list[float]]
    pitch: float = 10.0
    lines: dict[str, tuple[Point, ...]] = field(default_factory=dict)


def route(
    grid: Grid, arrows: Mapping[str, tuple[str, str]], bundles: Mapping[str, Hashable] | None = None
) -> Routed:
    """Which way does each arrow go?

    Parameters
    ----------
    arrows : id -> (box it leaves, box it enters), two different boxes of the grid
    bundles : arrow -> its bundle; arrows of one bundle share lanes where their ways coincide, others never do

    Returns
    -------
    Routed
        Coordinates in points from the grid's first corner, along the columns and along the rows.
    """
    ways = find_ways(grid, arrows, bundles)
    chains = {arrow: _stretches(arrow, cells) for arrow, cells in ways.items()}
    _join(chains, bundles or {})
    order = _tracks(chains)
    _untangle(grid, ways, chains, order)
    routed = _measure(grid, ways, chains, order)
    _straighten(ways, chains, order, routed)
    return routed


def crossings(lines: Mapping[str, Sequence[Point]]) -> int:
    """In how many places do arrows cross at a right angle? Where a trunk of several is crossed, that is one place."""
    flat, steep = _split(lines)
    if not len(flat) or not len(steep):
        return 0
    x, y = steep[:, 1][None, :], flat[:, 1][:, None]
    within = (flat[:, 2][:, None] < x) & (x < flat[:, 3][:, None])
    within &= (steep[:, 2][None, :] < y) & (y < steep[:, 3][None, :])
    within &= flat[:, 0][:, None] != steep[:, 0][None, :]
    one, other = np.nonzero(within)
    return len(set(zip(flat[one, 1].tolist(), steep[other, 1].tolist(), strict=True)))


def _split(lines: Mapping[str, Sequence[Point]]) -> tuple[np.ndarray, np.ndarray]:
    """Flat and steep stretches as rows (arrow, position, low, high)."""
    flat, steep = [], []
    for number, points in enumerate(lines.values()):
        for (x0, y0), (x1, y1) in zip(points, points[1:], strict=False):
            if y0 == y1:
                flat.append((number, y0, min(x0, x1), max(x0, x1)))
            else:
                steep.append((number, x0, min(y0, y1), max(y0, y1)))
    return np.array(flat), np.array(steep)


# --- lanes -----------------------------------------------------------------------------------------------------------


def _stretches(arrow: str, way: Sequence[Cell]) -> list[Stretch]:
    """The straight parts of a way. The boxes at its ends are not part of it."""
    corners = [way[0]]
    corners += [b for a, b, c in zip(way, way[1:], way[2:], strict=False) if minus(b, a) != minus(c, b)]
    corners.append(way[-1])
    found = []
    for number, (a, b) in enumerate(zip(corners, corners[1:], strict=False)):
        axis = 0 if a[1] == b[1] else 1
        ends = [a[axis], b[axis]]
        sign = 1 if ends[1] > ends[0] else -1
        ends[0] += sign if number == 0 else 0
        ends[1] -= sign if number == len(corners) - 2 else 0
        found.append(Stretch(arrow, axis, a[1 - axis], min(ends), max(ends)))
    return found


def _join(chains: Mapping[str, list[Stretch]], bundles: Mapping[str, Hashable]) -> None:
    """Let arrows of one bundle have one stretch in common where theirs share cells of a track."""
    alike: dict[tuple[Hashable, int, int], list[Stretch]] = defaultdict(list)
    for arrow, chain in chains.items():
        for stretch in chain if arrow in bundles else ():
            alike[bundles[arrow], stretch.axis, stretch.track].append(stretch)
    joined: dict[int, Stretch] = {}
    for stretches in alike.values():
        last: Stretch | None = None
        for stretch in sorted(stretches, key=lambda s: (s.low, s.high, s.arrow)):
            if last is None or stretch.low > last.high:
                last = stretch
            last.high = max(last.high, stretch.high)
            joined[id(stretch)] = last
    for chain in chains.values():
        chain[:] = [joined.get(id(stretch), stretch) for stretch in chain]


def _tracks(chains: Mapping[str, list[Stretch]]) -> dict[tuple[int, int], list[Stretch]]:
    """The stretches of each track, in an order that is only a start."""
    tracks: dict[tuple[int, int], list[Stretch]] = defaultdict(list)
    for stretch in {id(stretch): stretch for chain in chains.values() for stretch in chain}.values():
        tracks[stretch.axis, stretch.track].append(stretch)
    for stretches in tracks.values():
        stretches.sort(key=lambda s: (s.low + s.high, s.arrow))
    return dict(sorted(tracks.items()))


def _set_levels(stretches: Sequence[Stretch], meet: Sequence[Sequence[bool]]) -> None:
    """Give stretches that meet different levels, in their order; each bundle is counted by itself."""
    bundle = list(range(len(stretches)))
    for j, stretch in enumerate(stretches):
        earlier = [i for i in range(j) if meet[i][j]]
        stretch.level = max((stretches[i].level + 1 for i in earlier), default=0)
        joined = {bundle[i] for i in earlier}
        bundle = [j if b in joined else b for b in bundle]
    for j, stretch in enumerate(stretches):
        stretch.levels = 1 + max(s.level for s, b in zip(stretches, bundle, strict=True) if b == bundle[j])


def _meet(stretches: Sequence[Stretch]) -> list[list[bool]]:
    return [[a.low <= b.high and b.low <= a.high for b in stretches] for a in stretches]


def _measure(
    grid: Grid,
    ways: Mapping[str, Sequence[Cell]],
    chains: Mapping[str, list[Stretch]],
    order: Mapping[tuple[int, int], list[Stretch]],
) -> Routed:
    """Tracks as wide as their lanes need, and the corners of each arrow."""
    for stretches in order.values():
        _set_levels(stretches, _meet(stretches))
    crossed = {(c[0].axis, c[0].low) for c in chains.values() if len(c) == 1 and c[0].low == c[0].high}
    sizes = ([], [])  # type: tuple[list[float], list[float]]
    for axis in (0, 1):
        for track in range(grid.shape[axis]):
            lanes = max((s.levels for s in order.get((1 - axis, track), ())), default=0)
            outer = track in (0, grid.shape[axis] - 1)
            clear = grid.clear[1 if outer else axis]
            size = max(0.0 if outer else grid.channel[axis], 2 * clear + (lanes - 1) * grid.pitch if lanes else 0.0)
            size = max(size, grid.short[axis] if (axis, track) in crossed else 0.0)
            sizes[axis].append(grid.sizes.get((axis, track // 2), grid.box[axis]) if track % 2 else size)
    starts = ([0.0, *np.cumsum(sizes[0]).tolist()], [0.0, *np.cumsum(sizes[1]).tolist()])
    routed = Routed(starts, sizes, grid.pitch)
    _draw_lines(ways, chains, routed)
    return routed


def _draw_lines(ways: Mapping[str, Sequence[Cell]], chains: Mapping[str, list[Stretch]], routed: Routed) -> None:
    for arrow, chain in chains.items():
        way = ways[arrow]
        points = [_end(way[0], way[1], chain[0], routed)]
        for a, b in zip(chain, chain[1:], strict=False):
            points.append((_lane(b, routed), _lane(a, routed)) if a.axis == 0 else (_lane(a, routed), _lane(b, routed)))
        points.append(_end(way[-1], way[-2], chain[-1], routed))
        routed.lines[arrow] = tuple(points)


def _lane(stretch: Stretch, routed: Routed) -> float:
    """Where a stretch stands across its track: its lane among those of its bundle, the bundle centred."""
    axis = 1 - stretch.axis
    size = routed.sizes[axis][stretch.track]
    pitch = routed.pitch if stretch.track % 2 == 0 else min(1.8 * routed.pitch, 0.76 * size / stretch.levels)
    middle = routed.starts[axis][stretch.track] + size / 2
    return round(middle + (stretch.level - (stretch.levels - 1) / 2) * pitch, 3)


def _end(box: Cell, next_to: Cell, stretch: Stretch, routed: Routed) -> Point:
    """Where an arrow touches a box: on the side of the cell from which it comes."""
    axis = stretch.axis
    before = next_to[axis] < box[axis]
    edge = round(routed.starts[axis][box[axis]] + (0.0 if before else routed.sizes[axis][box[axis]]), 3)
    lane = _lane(stretch, routed)
    return (edge, lane) if axis == 0 else (lane, edge)


def _untangle(
    grid: Grid,
    ways: Mapping[str, Sequence[Cell]],
    chains: Mapping[str, list[Stretch]],
    order: dict[tuple[int, int], list[Stretch]],
) -> None:
    """Swap neighbouring lanes as long as that takes crossings away."""
    fewest = crossings(_measure(grid, ways, chains, order).lines)
    for _ in range(4):
        before = fewest
        for stretches in order.values():
            for i, j in _pairs(len(stretches)):
                stretches[i], stretches[j] = stretches[j], stretches[i]
                count = crossings(_measure(grid, ways, chains, order).lines)
                if count < fewest:
                    fewest = count
                else:
                    stretches[i], stretches[j] = stretches[j], stretches[i]
        if fewest in (0, before):
            return


def _pairs(count: int) -> Iterable[tuple[int, int]]:
    return ((i, j) for reach in (1, 2) for i in range(count - reach) for j in (i + reach,))


def _straighten(
    ways: Mapping[str, Sequence[Cell]],
    chains: Mapping[str, list[Stretch]],
    order: Mapping[tuple[int, int], list[Stretch]],
    routed: Routed,
) -> None:
    """Lanes along the rows once more, now that it is known which stretches truly meet."""
    spans: dict[int, tuple[float, float]] = {}
    for arrow, chain in chains.items():
        for stretch, (a, b) in zip(chain, zip(routed.lines[arrow], routed.lines[arrow][1:], strict=False), strict=True):
            known = spans.get(id(stretch), (a[stretch.axis],) * 2)
            reach = (*known, a[stretch.axis], b[stretch.axis])
            spans[id(stretch)] = (min(reach), max(reach))
    for (axis, track), stretches in order.items():
        if axis == 0 and track % 2:
            spread = [spans[id(stretch)] for stretch in stretches]
            _set_levels(stretches, [[a[0] < b[1] + 6 and b[0] < a[1] + 6 for b in spread] for a in spread])
    _draw_lines(ways, chains, routed)
