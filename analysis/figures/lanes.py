"""In which lanes do arrows run that share a channel, so that few of them cross?

The way of an arrow is a chain of straight stretches; those that meet in a track (a channel, or the cells of boxes) are
given lanes of their own. Lanes change places as long as that takes crossings away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from analysis.figures.ways import Cell, Point, minus

Track = tuple[int, int]
"""The axis along which its stretches run, and its number on the other."""
Chains = dict[str, list["Stretch"]]
Ways = Mapping[str, Sequence[Cell]]
Ranks = Mapping[tuple[Track, str, int], int]
"""(track, arrow, first cell) of a stretch -> its place among those of the track."""


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


def crossings(lines: Mapping[str, Sequence[Point]]) -> int:
    """In how many places do arrows cross at a right angle? Where a trunk of several is crossed, that is one place."""
    flat, steep, one, other = _crossing(lines)
    return len(set(zip(flat[one, 1].tolist(), steep[other, 1].tolist(), strict=True))) if len(one) else 0


def crossed(lines: Mapping[str, Sequence[Point]]) -> list[str]:
    """The arrows that others cross, the most crossed first."""
    flat, steep, one, other = _crossing(lines)
    names = list(lines)
    met = [*flat[one, 0].astype(int), *steep[other, 0].astype(int)] if len(one) else []
    counts = np.bincount(np.array(met, dtype=int), minlength=len(names))
    return [names[n] for n in sorted(range(len(names)), key=lambda n: (-counts[n], names[n])) if counts[n]]


def _crossing(lines: Mapping[str, Sequence[Point]]) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Flat and steep stretches, and which of the ones crosses which of the others."""
    flat, steep = _split(lines)
    if not len(flat) or not len(steep):
        none = np.array([], dtype=int)
        return flat, steep, none, none
    x, y = steep[:, 1][None, :], flat[:, 1][:, None]
    within = (flat[:, 2][:, None] < x) & (x < flat[:, 3][:, None])
    within &= (steep[:, 2][None, :] < y) & (y < steep[:, 3][None, :])
    within &= flat[:, 0][:, None] != steep[:, 0][None, :]
    one, other = np.nonzero(within)
    return flat, steep, one, other


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


# --- stretches -------------------------------------------------------------------------------------------------------


def chains_of(ways: Ways, bundles: Mapping[str, Hashable]) -> Chains:
    """The stretches of each arrow; arrows of one bundle have those in common that they share."""
    chains = {arrow: _stretches(arrow, cells) for arrow, cells in ways.items()}
    _join(chains, bundles)
    return chains


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


def tracks_of(chains: Chains, ranks: Ranks | None = None) -> dict[Track, list[Stretch]]:
    """The stretches of each track in the order of their lanes; those without a rank at the end."""
    known, last = ranks or {}, 10**6
    tracks: dict[Track, list[Stretch]] = defaultdict(list)
    for stretch in {id(stretch): stretch for chain in chains.values() for stretch in chain}.values():
        tracks[stretch.axis, stretch.track].append(stretch)
    for track, stretches in tracks.items():
        stretches.sort(key=lambda s: (known.get((track, s.arrow, s.low), last), s.low + s.high, s.arrow))
    return dict(sorted(tracks.items()))


def ranks_of(tracks: Mapping[Track, Sequence[Stretch]]) -> dict[tuple[Track, str, int], int]:
    """The order of lanes, to be had again for other sizes of boxes."""
    return {(track, s.arrow, s.low): n for track, stretches in tracks.items() for n, s in enumerate(stretches)}


def set_levels(stretches: Sequence[Stretch], meet: Sequence[Sequence[bool]]) -> None:
    """Give stretches that meet different levels, in their order; each bundle is counted by itself."""
    bundle = list(range(len(stretches)))
    for j, stretch in enumerate(stretches):
        earlier = [i for i in range(j) if meet[i][j]]
        stretch.level = max((stretches[i].level + 1 for i in earlier), default=0)
        joined = {bundle[i] for i in earlier}
        bundle = [j if b in joined else b for b in bundle]
    for j, stretch in enumerate(stretches):
        stretch.levels = 1 + max(s.level for s, b in zip(stretches, bundle, strict=True) if b == bundle[j])


def meeting(stretches: Sequence[Stretch]) -> list[list[bool]]:
    """Which stretches of a track share a cell of it."""
    return [[a.low <= b.high and b.low <= a.high for b in stretches] for a in stretches]


def draw_lines(ways: Mapping[str, Sequence[Cell]], chains: Mapping[str, list[Stretch]], routed: Routed) -> None:
    """Set the corners of each arrow."""
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
