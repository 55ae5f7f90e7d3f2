"""Which arrows may run together, because they share an end and look the same?

Arrows of one bundle use one lane where their ways coincide, so that a reader sees a trunk with branches instead of
parallel lines. Each stays a mark of its own: it has its own stretch before it joins, or after it leaves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise, product
from typing import Any

from analysis.figures.spec import Edge, FigureSpec
from analysis.figures.style import LOOKS
from analysis.figures.ways import Point

INTO, FROM = "into", "from"

Bundle = tuple[str, ...]
"""Which end is shared (`into` or `from`), the box there, and the look."""


def bundles_of(
    spec: FigureSpec,
    rows: Mapping[str, Mapping[str, Any]],
    *,
    hindering: Collection[str] = (),
    labelled: Collection[str] = (),
) -> dict[str, Bundle]:
    """Which bundle does each arrow belong to?

    Parameters
    ----------
    rows : one for each mark, with its `status`
    hindering : types of relation whose arrows end in a bar; a bar and a tip never share a trunk
    labelled : arrows with words of their own, which stay alone: a reader could not tell whose words they are

    Returns
    -------
    Edge id -> bundle, for arrows that share one with another. Each arrow is in one bundle at most, in the largest it
    can have, so that a trunk never leads from several boxes to several. Contested arrows stay alone.
    """
    groups: dict[Bundle, list[Edge]] = defaultdict(list)
    for edge in spec.edges:
        look = _look(spec, edge, str(rows[edge.mark]["status"]), edge.type in hindering)
        if look and edge.id not in labelled:
            groups[INTO, edge.target, *look].append(edge)
            groups[FROM, edge.source, *look].append(edge)
    found: dict[str, Bundle] = {}
    while True:
        left = {key: [edge for edge in edges if edge.id not in found] for key, edges in groups.items()}
        key = min(left, key=lambda key: (-len(left[key]), key), default=None)
        if key is None or len(left[key]) < 2:
            return found
        found |= {edge.id: key for edge in left[key]}


def _look(spec: FigureSpec, edge: Edge, status: str, bar: bool) -> tuple[str, ...]:
    """What must be the same: status, tip or bar, the column that colours it; nothing for an arrow that stays alone."""
    look = LOOKS[status]
    if look.double:
        return ()
    column = next(node.column for node in spec.nodes if node.id == edge.source)
    return status, "bar" if bar else "tip", "" if look.colour else column


def junctions(lines: Mapping[str, Sequence[Point]], bundles: Mapping[str, Bundle]) -> dict[str, tuple[Point, ...]]:
    """Where does an arrow join its trunk or leave it? Its corners that lie within a straight part of a mate's line.

    A dot there tells a trunk with branches from lines that only cross.
    """
    found: dict[str, tuple[Point, ...]] = {}
    for edge, line in lines.items():
        mates = [lines[other] for other in lines if other != edge and edge in bundles and _mates(edge, other, bundles)]
        corners = [at for at in line[1:-1] if any(_within(at, mate) for mate in mates)]
        if corners:
            found[edge] = tuple(corners)
    return found


def joined(lines: Mapping[str, Sequence[Point]], bundles: Mapping[str, Bundle]) -> frozenset[str]:
    """Which arrows of a bundle run on a line of another for some way, and not beside it?"""
    edges = [edge for edge in lines if edge in bundles]
    return frozenset(
        edge
        for edge in edges
        if any(_overlap(lines[edge], lines[other]) for other in edges if other != edge and _mates(edge, other, bundles))
    )


def _overlap(one: Sequence[Point], other: Sequence[Point]) -> bool:
    """Whether two lines have a stretch in common, longer than a point."""
    for axis in (0, 1):
        for (a, b), (c, d) in product(pairwise(one), pairwise(other)):
            if a[axis] == b[axis] == c[axis] == d[axis]:
                first, second = (sorted((p[1 - axis], q[1 - axis])) for p, q in ((a, b), (c, d)))
                if min(first[1], second[1]) > max(first[0], second[0]):
                    return True
    return False


def _mates(edge: str, other: str, bundles: Mapping[str, Bundle]) -> bool:
    return bundles.get(other) == bundles[edge]


def _within(at: Point, line: Sequence[Point]) -> bool:
    """Whether a point lies on the line, and is none of its corners or ends."""
    x, y = at
    for (x0, y0), (x1, y1) in zip(line, line[1:], strict=False):
        if y0 == y == y1 and min(x0, x1) < x < max(x0, x1):
            return True
        if x0 == x == x1 and min(y0, y1) < y < max(y0, y1):
            return True
    return False
