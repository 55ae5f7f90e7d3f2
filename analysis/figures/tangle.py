"""Which lanes should change places, so that fewer arrows cross?

Crossings are counted without sizes of boxes and channels, so that one order of lanes serves for all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from analysis.figures.lanes import Chains, Stretch, Track, Ways, crossings, meeting, set_levels
from analysis.figures.ways import Cell, Point

_UNIT = 1000.0


class Tangle:
    """The arrows as they cross, whatever the sizes of boxes and channels: every track is `_UNIT` broad."""

    def __init__(self, ways: Ways, chains: Chains, tracks: dict[Track, list[Stretch]]) -> None:
        self.ways, self.chains, self.tracks = ways, chains, tracks
        self.through: dict[int, list[str]] = defaultdict(list)
        for arrow, chain in chains.items():
            for stretch in chain:
                self.through[id(stretch)].append(arrow)
        self.at: dict[int, float] = {}
        self.lines: dict[str, list[Point]] = {}
        for track in tracks:
            self._set(track)
        for arrow in chains:
            self.lines[arrow] = self._line(arrow)

    def crossings(self) -> int:
        """In how many places arrows cross now."""
        return crossings(self.lines)

    def untangle(self, among: Iterable[Track] | None = None, *, passes: int = 4) -> int:
        """Swap lanes of these tracks, by default of all, as long as that takes crossings away; how many are left."""
        chosen = [track for track in (self.tracks if among is None else sorted(set(among))) if track in self.tracks]
        fewest = self.crossings()
        for _ in range(passes):
            before = fewest
            for track in chosen:
                fewest = self._improve(track, fewest)
            if fewest in (0, before):
                break
        return fewest

    def _improve(self, track: Track, fewest: int) -> int:
        stretches = self.tracks[track]
        for reach in (1, 2, 3):
            for i in range(len(stretches) - reach):
                if self._apart(stretches[i : i + reach + 1]):
                    continue
                if self._swap(track, i, i + reach):
                    count = self.crossings()
                    if count < fewest:
                        fewest = count
                        continue
                self._swap(track, i, i + reach)
        return fewest

    def _apart(self, stretches: Sequence[Stretch]) -> bool:
        """Whether a swap of the first and the last changes nothing, since neither meets any of them."""
        first, last = stretches[0], stretches[-1]
        ends = [(one, other) for one in (first, last) for other in stretches if one is not other]
        return not any(a.low <= b.high and b.low <= a.high for a, b in ends)

    def _swap(self, track: Track, i: int, j: int) -> bool:
        """Whether a lane moved."""
        stretches = self.tracks[track]
        stretches[i], stretches[j] = stretches[j], stretches[i]
        moved = {arrow for stretch in self._set(track) for arrow in self.through[id(stretch)]}
        for arrow in moved:
            self.lines[arrow] = self._line(arrow)
        return bool(moved)

    def _set(self, track: Track) -> list[Stretch]:
        """Give the stretches of a track their lanes; those that moved."""
        stretches = self.tracks[track]
        set_levels(stretches, meeting(stretches))
        moved = []
        for stretch in stretches:
            at = _UNIT * (stretch.track + 0.5) + stretch.level - (stretch.levels - 1) / 2
            if self.at.get(id(stretch)) != at:
                self.at[id(stretch)] = at
                moved.append(stretch)
        return moved

    def _line(self, arrow: str) -> list[Point]:
        chain, way = self.chains[arrow], self.ways[arrow]
        points = [self._end(way[0], way[1], chain[0])]
        for a, b in zip(chain, chain[1:], strict=False):
            one, other = self.at[id(a)], self.at[id(b)]
            points.append((other, one) if a.axis == 0 else (one, other))
        return [*points, self._end(way[-1], way[-2], chain[-1])]

    def _end(self, box: Cell, next_to: Cell, stretch: Stretch) -> Point:
        edge = _UNIT * (box[stretch.axis] + (next_to[stretch.axis] > box[stretch.axis]))
        return (edge, self.at[id(stretch)]) if stretch.axis == 0 else (self.at[id(stretch)], edge)
