"""Where does each arrow run, so that no two lie on each other and few cross?

Ways are found once, for boxes of a usual size, and improved as long as a detour takes crossings away; they serve for
all languages. Channels then become as wide as their lanes need.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from functools import lru_cache

import numpy as np

from analysis.figures.lanes import (
    Chains,
    Ranks,
    Routed,
    Stretch,
    Track,
    Ways,
    chains_of,
    crossed,
    crossings,
    draw_lines,
    meeting,
    ranks_of,
    set_levels,
    tracks_of,
)
from analysis.figures.tangle import Tangle
from analysis.figures.ways import Cell, Detour, Grid, Point, find_detours, find_ways

__all__ = ["crossings", "route"]

Found = tuple[Ways, Ranks]
TRIALS, ROUNDS, MANY = 10, 2, 40
"""How many of the most crossed arrows are led otherwise, and how often that is gone through; of more than `MANY` arrows
fewer, since each trial takes longer."""


def route(grid: Grid, arrows: Mapping[str, tuple[str, str]], bundles: Mapping[str, Hashable] | None = None) -> Routed:
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
    known = dict(bundles or {})
    usual = (grid.usual[0] or grid.box[0], grid.usual[1] or grid.box[1])
    ways, ranks = _found(
        (grid.columns, grid.rows),
        tuple(sorted(grid.cells.items())),
        tuple(sorted(grid.spans.items())),
        usual,
        grid.yard,
        tuple(arrows.items()),
        tuple(sorted(known.items(), key=str)),
    )
    chains = chains_of(ways, known)
    tracks = tracks_of(chains, ranks)
    routed = _measure(grid, ways, chains, tracks)
    _straighten(ways, chains, tracks, routed)
    return routed


@lru_cache(maxsize=64)
def _found(
    shape: Cell,
    cells: tuple[tuple[str, Cell], ...],
    spans: tuple[tuple[str, Cell], ...],
    box: Point,
    yard: frozenset[Cell],
    arrows: tuple[tuple[str, tuple[str, str]], ...],
    bundles: tuple[tuple[str, Hashable], ...],
) -> Found:
    """The cells of each arrow and the order of lanes. What is the same but for words is found once."""
    grid = Grid(*shape, dict(cells), box, (0.3 * box[0], 0.3 * box[1]), dict(spans), yard=yard)
    ends, together = dict(arrows), dict(bundles)
    ways = find_ways(grid, ends, together)
    chains = chains_of(ways, together)
    tracks = tracks_of(chains)
    tangle = Tangle(ways, chains, tracks)
    fewest = tangle.untangle()
    found: Found = (ways, ranks_of(tracks))
    trials, rounds = (TRIALS, ROUNDS) if len(ends) <= MANY else (TRIALS // 2, 1)
    for _ in range(rounds):
        before = fewest
        for arrow in crossed(tangle.lines)[:trials]:
            for way in _detours(grid, ends, together, found[0], arrow):
                trial, count = _tried(together, found, arrow, way)
                if count < fewest:
                    found, fewest, tangle = (trial.ways, ranks_of(trial.tracks)), count, trial
        if fewest in (0, before):
            break
    return found


def _detours(
    grid: Grid, arrows: Mapping[str, tuple[str, str]], bundles: Mapping[str, Hashable], ways: Ways, arrow: str
) -> list[list[Cell]]:
    """Other ways that an arrow could go: with crossings dearer, or by another side of one of its boxes."""
    choices = [
        Detour(cross=3.0),
        *(Detour(leave=side) for side in range(4)),
        *(Detour(enter=side) for side in range(4)),
    ]
    found = find_detours(grid, arrows, bundles, ways, arrow, choices)
    return [way for n, way in enumerate(found) if way != ways[arrow] and way not in found[:n]]


def _tried(bundles: Mapping[str, Hashable], found: Found, arrow: str, way: list[Cell]) -> tuple[Tangle, int]:
    """The arrows with one of them led otherwise, its lanes untangled, and how many crossings that leaves."""
    ways = {**found[0], arrow: way}
    chains = chains_of(ways, bundles)
    tangle = Tangle(ways, chains, tracks_of(chains, found[1]))
    return tangle, tangle.untangle({(s.axis, s.track) for s in chains[arrow]}, passes=2)


def _measure(
    grid: Grid,
    ways: Ways,
    chains: Chains,
    order: Mapping[Track, list[Stretch]],
) -> Routed:
    """Tracks as wide as their lanes need, and the corners of each arrow."""
    for stretches in order.values():
        set_levels(stretches, meeting(stretches))
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
    draw_lines(ways, chains, routed)
    return routed


def _straighten(
    ways: Ways,
    chains: Chains,
    order: Mapping[Track, list[Stretch]],
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
            set_levels(stretches, [[a[0] < b[1] + 6 and b[0] < a[1] + 6 for b in spread] for a in spread])
    draw_lines(ways, chains, routed)
