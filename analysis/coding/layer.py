"""Which codings hold? Those on which all who coded a source agree, and the rulings; a single coder's own.

Adjudication is the process, `adjudicated` the layer.
"""

from __future__ import annotations

import dataclasses
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import accumulate

from analysis.coding.fold import State
from analysis.errors import CodingError
from analysis.model import Coding

KEPT_SPANS = ("first", "intersection", "union", "longest")
"""Which span of an agreed coding is kept: the first coder's (by name), what all marked, what any marked, the longest.

Of two equally long ones the earlier is kept. Unions that overlap are one.
"""


_Span = tuple[int, int, str]
"""Start, end and words."""


def in_force(
    states: Mapping[tuple[str, str], State], *, adjudicators: Iterable[str] = (), kept_span: str = "union"
) -> list[Coding]:
    """The codings in force of a study.

    Parameters
    ----------
    states : (coder, source) -> state of the journal
    adjudicators : coders whose codings are rulings
    kept_span : one of `KEPT_SPANS`

    Returns
    -------
    Codings in the order of source and offset. Where a ruling and an agreed coding of the same code (or relation)
    overlap, the ruling holds; an agreed coding that a ruling drops does not. An agreed coding carries the names of its
    coders and the ids of their codings joined by `+`, and only the attributes, facet and relation on which they agree.
    A coder who has nothing standing in a source and has not closed it has not coded it.

    Raises
    ------
    CodingError
        Another `kept_span`.
    """
    rulers = set(adjudicators)
    coded: dict[str, dict[str, Sequence[Coding]]] = {}
    rulings: list[Coding] = []
    dropped: set[tuple[str, str]] = set()
    for (coder, source), state in sorted(states.items()):
        if coder in rulers:
            rulings += state.codings
            dropped |= {(source, ruling.of) for ruling in state.rulings if ruling.outcome == "dropped"}
        elif state.codings or state.done:
            coded.setdefault(source, {})[coder] = state.codings
    held: list[Coding] = []
    for by_coder in coded.values():
        held += agreed(by_coder, kept_span=kept_span)
    ruled: dict[tuple[object, ...], list[Coding]] = {}
    for ruling in rulings:
        ruled.setdefault((ruling.source, *_what(ruling)), []).append(ruling)
    covers = {what: _cover(codings) for what, codings in ruled.items()}
    held = [
        c for c in held if (c.source, c.id) not in dropped and not covers.get((c.source, *_what(c)), _Cover()).meets(c)
    ]
    return sorted([*held, *rulings], key=lambda c: (c.source, c.start, c.end, c.code, c.coder, c.id))


def agreed(by_coder: Mapping[str, Sequence[Coding]], *, kept_span: str = "union") -> list[Coding]:
    """What all coders of one source marked: the same code (or relation) on overlapping segments.

    With one coder, everything he or she marked.

    Raises
    ------
    CodingError
        `kept_span` is none of `KEPT_SPANS`.
    """
    if kept_span not in KEPT_SPANS:
        raise CodingError(f"kept_span is one of {', '.join(KEPT_SPANS)} (got {kept_span!r}). Write one of them.")
    names = sorted(by_coder)
    if len(names) == 1:
        return list(by_coder[names[0]])
    groups: dict[tuple[object, ...], list[list[Coding]]] = {}
    for position, name in enumerate(names):
        for coding in by_coder[name]:
            groups.setdefault(_what(coding), [[] for _ in names])[position].append(coding)
    held: list[Coding] = []
    for columns in groups.values():
        marked = [sorted((c for c in column if c.start < c.end), key=lambda c: c.start) for column in columns]
        pieces: dict[_Span, dict[int, Coding]] = {}
        for together in _chains(marked) if kept_span == "union" else _shared([_Column(c) for c in marked]):
            pieces.setdefault(_span(together, kept_span), {}).update((id(c), c) for c in together)
        held += [_joined(list(piece.values()), names, span) for span, piece in pieces.items()]
    return sorted(held, key=lambda c: (c.start, c.end, c.code, c.id))


@dataclasses.dataclass(frozen=True, slots=True)
class _Cover:
    """Stretches of a text in order, none overlapping another."""

    starts: Sequence[int] = ()
    ends: Sequence[int] = ()

    def meets(self, coding: Coding) -> bool:
        """Whether the coding shares a letter with one of them."""
        first = bisect_right(self.ends, coding.start)
        return first < len(self.starts) and self.starts[first] < coding.end

    def within(self, other: _Cover) -> _Cover:
        """What both cover."""
        starts, ends, mine, theirs = [], [], 0, 0
        while mine < len(self.starts) and theirs < len(other.starts):
            start, end = max(self.starts[mine], other.starts[theirs]), min(self.ends[mine], other.ends[theirs])
            if start < end:
                starts.append(start)
                ends.append(end)
            if self.ends[mine] == end:
                mine += 1
            else:
                theirs += 1
        return _Cover(starts, ends)


def _cover(codings: Iterable[Coding]) -> _Cover:
    """What any of the codings covers."""
    chains = list(_overlapping(codings))
    return _Cover([chain[0].start for chain in chains], [max(c.end for c in chain) for chain in chains])


def _overlapping(codings: Iterable[Coding]) -> Iterator[list[Coding]]:
    """The codings put together where each overlaps another; those that only touch stay apart."""
    chain: list[Coding] = []
    end = 0
    for coding in sorted(codings, key=lambda c: c.start):
        if chain and coding.start >= end:
            yield chain
            chain = []
        end = max(end, coding.end) if chain else coding.end
        chain.append(coding)
    if chain:
        yield chain


def _chains(columns: Sequence[Sequence[Coding]]) -> Iterator[list[Coding]]:
    """What was marked together, put together further where the unions overlap.

    A coding was marked together with one of each other coder where it meets a stretch that all of them cover.
    """
    common = reduce(_Cover.within, (_cover(column) for column in columns))
    return _overlapping(c for column in columns for c in column if common.meets(c))


class _Column:
    """One coder's codings by start, to be asked for those that meet a stretch."""

    def __init__(self, codings: Sequence[Coding]) -> None:
        self.codings = codings
        self.starts = [c.start for c in codings]
        self.reach = list(accumulate((c.end for c in codings), max))

    def meeting(self, start: int, end: int) -> Iterator[Coding]:
        """The codings that share a letter with start..end."""
        near = self.codings[bisect_right(self.reach, start) : bisect_left(self.starts, end)]
        return (c for c in near if c.end > start)


def _shared(columns: Sequence[_Column], start: int = -1, end: int = sys.maxsize) -> Iterator[tuple[Coding, ...]]:
    """Every choice of one coding of each coder in which all share a letter (of start..end)."""
    if not columns:
        yield ()
        return
    for coding in columns[0].meeting(start, end):
        for others in _shared(columns[1:], max(start, coding.start), min(end, coding.end)):
            yield (coding, *others)


def _what(coding: Coding) -> tuple[object, ...]:
    return (coding.code, coding.relation)


def _joined(piece: Sequence[Coding], names: Sequence[str], span: _Span) -> Coding:
    together = sorted(piece, key=lambda c: (c.coder, c.start, c.end, c.id))
    first, (start, end, quote) = together[0], span
    shared = set.intersection(*(set(c.attributes.items()) for c in together))
    facets = {c.facet for c in together}
    return dataclasses.replace(
        first,
        id="+".join(c.id for c in together),
        coder="+".join(names),
        start=start,
        end=end,
        quote=quote,
        prefix=next(c.prefix for c in together if c.start == start),
        suffix=next(c.suffix for c in together if c.end == end),
        attributes=dict(sorted(shared)),
        facet=first.facet if len(facets) == 1 else "",
        memo="",
        codebook_version=min(c.codebook_version for c in together),
    )


def _span(together: Sequence[Coding], kept_span: str) -> _Span:
    """The kept span and its words; the words of a union are put together from the coders' quotes."""
    if kept_span == "first":
        return together[0].start, together[0].end, together[0].quote
    if kept_span == "longest":
        longest = max(together, key=lambda c: (c.end - c.start, -c.start))
        return longest.start, longest.end, longest.quote
    if kept_span == "intersection":
        start, end = max(c.start for c in together), min(c.end for c in together)
        base = together[0]
        return start, end, base.quote[start - base.start : end - base.start]
    start, end = min(c.start for c in together), max(c.end for c in together)
    words = [""] * (end - start)
    for coding in together:
        words[coding.start - start : coding.end - start] = coding.quote
    return start, end, "".join(words)
