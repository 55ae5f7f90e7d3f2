"""How often would an element be kept if the sources were drawn anew, computed without drawing? (F31)

Drawing n sources from n with replacement leaves some out. Whether an element is kept hangs only on which of the sources
that speak for or against it are among those drawn, so its chance can be counted: how many sets of them are kept, and
how probable it is that exactly such a set is drawn.

Source: the bootstrap is Efron's (1979), Annals of Statistics 7(1), 1-26; its use on elements of figures is ours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from math import comb

from analysis.relations.bundles import Bundle, Keep

LARGEST = 60
"""So many sources at most; with more, the numbers grow too long and resampling answers well enough."""

_Sort = tuple[bool, bool, frozenset[str]]
"""What sources of one sort do to an element when drawn: support it, oppose it, bring in these groups."""
_State = tuple[int, int, int, frozenset[str]]
_ENOUGH = frozenset({""})
"""Stands for any set of groups that satisfies the rule; no group has an empty name."""


def exact_share(bundle: Bundle, keep: Keep, sources: int) -> float | None:
    """In which share of all draws of n sources from n, with replacement, does the rule keep the element?

    Parameters
    ----------
    bundle : supporters, opposers, and the groups that speak in each supporter
    sources : n, how many sources the study has

    Returns
    -------
    From 0 to 1; None without sources, or with more than `LARGEST`.
    """
    if not 0 < sources <= LARGEST:
        return None
    sorts = Counter(
        (name in bundle.supporters, name in bundle.opposers, bundle.voices.get(name, frozenset()))
        for name in bundle.supporters | bundle.opposers
    )
    exactly = _drawn(sources, sum(sorts.values()))
    kept = sum(ways * exactly[state[0]] for state, ways in _sets(sorts, keep).items() if _keeps(state, keep))
    return kept / sources**sources


def ceiling(supporters: int, sources: int, *, wanted: int = 2) -> float | None:
    """In which share of the draws are `wanted` different supporters among those drawn, whatever else the rule asks?

    An element cannot be kept more often than that, so its share says something only beside it. For two supporters this
    is `1 - ((n-s)/n)^n - s*((n-s+1)^n - (n-s)^n)/n^n` with n sources and s supporters.

    Returns
    -------
    From 0 to 1; None without sources.
    """
    if sources <= 0:
        return None
    if wanted == 2:
        some = (sources - supporters) ** sources
        one = supporters * ((sources - supporters + 1) ** sources - some)
        return 1 - (some + one) / sources**sources
    exactly = _drawn(sources, supporters)
    few = sum(comb(supporters, k) * exactly[k] for k in range(min(wanted, supporters + 1)))
    return 1 - few / sources**sources


def _sets(sorts: Mapping[_Sort, int], keep: Keep) -> dict[_State, int]:
    """How many sets of speaking sources add up to each state: size, supporters, opposers, groups among them?

    Groups are followed only until there are as many as the rule asks for, so that states stay few.
    """
    states: dict[_State, int] = {(0, 0, 0, frozenset()): 1}
    for (supports, opposes, groups), count in sorts.items():
        after: Counter[_State] = Counter()
        for (size, forth, back, have), ways in states.items():
            for drawn in range(count + 1):
                both = have | groups if drawn and supports and have != _ENOUGH else have
                both = _ENOUGH if len(both) >= keep.groups > 0 else both
                after[size + drawn, forth + drawn * supports, back + drawn * opposes, both] += ways * comb(count, drawn)
        states = dict(after)
    return states


def _keeps(state: _State, keep: Keep) -> bool:
    _, forth, back, groups = state
    return forth >= keep.supporters and forth > back and (groups == _ENOUGH or not keep.groups)


@lru_cache(maxsize=4_000)
def _drawn(sources: int, speaking: int) -> tuple[int, ...]:
    """In how many of the n^n draws are exactly k given ones of the speaking sources among those drawn? k from 0.

    By inclusion and exclusion: of k sources none may be missing, the other speaking ones must be.
    """
    rest = sources - speaking
    return tuple(
        sum((-1) ** left * comb(k, left) * (rest + k - left) ** sources for left in range(k + 1))
        for k in range(speaking + 1)
    )
