"""Would a total that is published give a small class back? Then it is told in words too (F44).

A count of a class below the limit is hidden: none or some, never all. A total over everybody gives it back where the
other classes are known. So a total leaves only where each hidden count still has more than one answer for a reader who
knows all the rest: how many of every large class, how large each small one is, and which of them speak at all.

Source: complementary suppression, Cox (1980), JASA 75(370), 377-385; Hundepool et al. (2012), Statistical Disclosure
Control, ch. 4. Small classes have few answers, so that those left open are counted one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

Pair = tuple[int, int]
"""How many are for, and how many against."""
Bounds = tuple[Pair, Pair, Pair]
"""Least and most who are for, who are against, and who are either."""

BOTH, PRO, CON, NEITHER, SILENT = "both", "for", "against", "neither", "silent"
PATTERNS: tuple[str, ...] = (BOTH, PRO, CON, NEITHER, SILENT)
"""What may be told of a total, from all to nothing: both sides, one of them, none, not even which side is larger."""


@dataclass(frozen=True, slots=True)
class Part:
    """A class below the limit: how many it has, how many of it are for a thing and against it.

    `kinds` are how many smaller classes within it (groups) are seen on each side: so many persons at least are there.
    """

    size: int
    pro: int = 0
    con: int = 0
    kinds: Pair = (0, 0)

    @property
    def bounds(self) -> Bounds:
        """What a reader deems possible who knows only whether the class is on either side, and its size."""
        pro = min(max(1, self.kinds[0]), self.pro) if self.pro else 0
        con = min(max(1, self.kinds[1]), self.con) if self.con else 0
        return (
            (pro, self.size - con if pro else 0),
            (con, self.size - pro if con else 0),
            (pro + con, self.size if pro or con else 0),
        )


@dataclass(frozen=True, slots=True)
class Total:
    """What stands beside a total: how many of the large classes are on each side, and what else is seen of the sum.

    `seen(pros, cons)`: whether the sum over everybody would look as it does, e.g. be kept by the rule.
    """

    pro: int = 0
    con: int = 0
    seen: Callable[[int, int], bool] = lambda pros, cons: True


def may_tell(parts: Sequence[Part], beside: Total | None = None) -> str:
    """How much of a total may be told: the most of `PATTERNS` that leaves every small class a second answer.

    Parameters
    ----------
    parts : every class below the limit
    beside : what is known of all others; of no weight for a total that is told whole

    What is told of one total hangs on what would be told of the others that look alike: a reader who knows this rule
    asks for which of them it says so. A total is therefore told in fewer and fewer numbers until all that are told
    alike leave two answers together.

    Source
    ------
    Wong, Fu, Wang & Pei (2007), Minimality attack in privacy preserving data publishing, VLDB 2007, 543-554.
    """
    known = beside or Total()
    every = _sum([part.bounds for part in parts])
    possible = [(a, b) for a, b in _pairs(every) if known.seen(known.pro + a, known.con + b)]
    true = (sum(part.pro for part in parts), sum(part.con for part in parts))
    behind = [_behind(parts, place) for place in range(len(parts))]
    told = dict.fromkeys({*possible, true}, BOTH)
    while closed := [cell for cell in _alike(told) if told[cell[0]] != SILENT and _gives_back(parts, behind, cell)]:
        told |= {pair: PATTERNS[PATTERNS.index(told[pair]) + 1] for cell in closed for pair in cell}
    return told[true]


def _alike(told: Mapping[Pair, str]) -> list[list[Pair]]:
    """The totals of which the same is told."""
    cells: dict[tuple[str, int, int], list[Pair]] = {}
    for (a, b), pattern in told.items():
        key = (pattern, a if pattern in (BOTH, PRO) else -1, b if pattern in (BOTH, CON) else -1)
        cells.setdefault(key, []).append((a, b))
    return list(cells.values())


def _behind(parts: Sequence[Part], place: int) -> dict[Pair, set[Pair]]:
    """Total over all classes -> which answers of one class may stand behind it.

    What the other classes can add up to is every pair between the sums of their bounds, for each side and for both: so
    sums of bounds are exact here, however many classes there are.
    """
    rest = list(_pairs(_sum([part.bounds for n, part in enumerate(parts) if n != place])))
    found: dict[Pair, set[Pair]] = {}
    for a, b in _pairs(parts[place].bounds):
        for c, d in rest:
            found.setdefault((a + c, b + d), set()).add((a, b))
    return found


def _gives_back(parts: Sequence[Part], behind: Sequence[Mapping[Pair, set[Pair]]], cell: Sequence[Pair]) -> bool:
    """Whether totals that are told alike leave some class that speaks one answer; that it is silent is told anyway."""
    for part, answers in zip(parts, behind, strict=True):
        left = set[Pair]().union(*(answers.get(pair, ()) for pair in cell))
        if left and one_answer(part, left):
            return True
    return False


def _sum(parts: Sequence[Bounds]) -> Bounds:
    pros, cons, both = ([sum(part[side][end] for part in parts) for end in (0, 1)] for side in (0, 1, 2))
    return (pros[0], pros[1]), (cons[0], cons[1]), (both[0], both[1])


def _pairs(bounds: Bounds) -> Iterator[Pair]:
    """Every pair within bounds."""
    pros, cons, both = bounds
    for a in range(pros[0], pros[1] + 1):
        for b in range(max(cons[0], both[0] - a), min(cons[1], both[1] - a) + 1):
            yield a, b


def one_answer(part: Part, answers: Collection[Pair]) -> bool:
    """Whether these answers tell how many of a class are for, against, or speak at all; none is told anyway."""
    for there, numbers in (
        (part.pro, {a for a, _ in answers}),
        (part.con, {b for _, b in answers}),
        (part.pro + part.con, {a + b for a, b in answers}),
    ):
        if there and len(numbers) == 1:
            return True
    return False


def differing(classes: Mapping[str, Collection[str]], small: int) -> list[tuple[str, str]]:
    """Which two classes of persons, counted side by side, give back how many of a few there are?

    Parameters
    ----------
    classes : name -> the persons of a class whose counts are published

    Returns
    -------
    Pairs of names that have somebody in common, and whose common part or difference, either way, is fewer than `small`.
    """
    found = []
    for (one, first), (other, second) in combinations(sorted((k, frozenset(v)) for k, v in classes.items()), 2):
        common = first & second
        if common and any(0 < len(rest) < small for rest in (common, first - second, second - first)):
            found.append((one, other))
    return found
