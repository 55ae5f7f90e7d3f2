"""Which arrows may run together, because they share an end and look the same?

Arrows of one bundle use one lane where their ways coincide, so that a reader sees a trunk with branches instead of
parallel lines. Each stays a mark of its own: it has its own stretch before it joins, or after it leaves.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from analysis.figures.spec import Edge, FigureSpec
from analysis.figures.style import LOOKS

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
