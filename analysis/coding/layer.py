"""Which codings hold? Those on which all who coded a source agree, and the rulings; a single coder's own.

Adjudication is the process, `adjudicated` the layer.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

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
    held = [
        c
        for c in held
        if (c.source, c.id) not in dropped
        and not any(r.start < c.end and c.start < r.end for r in ruled.get((c.source, *_what(c)), ()))
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
        shared = [t for t in product(*columns) if max(c.start for c in t) < min(c.end for c in t)]
        pieces: dict[_Span, list[Coding]] = {}
        for together in _chains(shared) if kept_span == "union" else shared:
            piece = pieces.setdefault(_span(together, kept_span), [])
            piece += [c for c in together if c not in piece]
        held += [_joined(piece, names, span) for span, piece in pieces.items()]
    return sorted(held, key=lambda c: (c.start, c.end, c.code, c.id))


def _chains(shared: Iterable[Sequence[Coding]]) -> Iterator[list[Coding]]:
    """What was marked together, put together further where the unions overlap."""
    chain: list[Coding] = []
    for together in sorted(shared, key=lambda t: min(c.start for c in t)):
        if chain and min(c.start for c in together) >= max(c.end for c in chain):
            yield chain
            chain = []
        chain = [*chain, *(c for c in together if c not in chain)]
    if chain:
        yield chain


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
