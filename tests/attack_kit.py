"""A reader who wants to know more than is told: tries every number of a small class that what is published allows.

The worst reader: knows how large each label's class is, whom of the large classes is counted where, and which of the
small ones speak on which side, as quotations under their labels show. Nothing here uses the rule that is tested.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.relations import Bundle, Keep, ceiling, exact_share

WORDS = ("some", "none", "ada", "tidak ada", "algunas", "ninguna")
Answer = tuple[int, int]


@dataclass(frozen=True)
class Truth:
    """What is so: who was heard under which label, in which sources of their own, and who speaks for and against."""

    label_of: Mapping[str, str]
    own: Mapping[str, str]
    """Source -> the only person who speaks in it."""
    sources: int
    keep: Keep = Keep()
    small: int = 5

    @property
    def sizes(self) -> dict[str, int]:
        """Label -> persons, of the small ones."""
        counts = pd.Series(self.label_of).value_counts()
        return {str(label): int(n) for label, n in counts.items() if n < self.small}


def persons_of(row: Mapping[str, Any], voices: pd.DataFrame, truth: Truth) -> list[str]:
    """Which labels' numbers does one published row tell, whose sums count persons and sources? `for`, `against`, `all`.

    row : as it is published: persons, sources, opposers (missing, words or numbers), kept, groups,
    bootstrap_exact and ceiling (missing where they are not told)
    voices : side (pro, con), person, source of those behind the row
    """
    labels = list(truth.sizes)
    sides = {side: set(rows["person"]) - {""} for side, rows in voices.groupby("side")}
    pro, con = (sides.get(side, set()) & set(truth.label_of) for side in ("pro", "con"))
    con = con - pro
    fixed_persons = sum(truth.label_of[p] not in truth.sizes for p in pro)
    places = {side: set(rows["source"]) for side, rows in voices.groupby("side")}
    single = all(p in truth.own.values() for p in truth.label_of if truth.label_of[p] in truth.sizes)
    one_each = single and len(set(truth.own.values())) == len(truth.own)
    fixed = [
        len({s for s in places.get(side, set()) if truth.label_of.get(truth.own.get(s, ""), "") not in truth.sizes})
        for side in ("pro", "con")
    ]
    twice = len({s for s in places.get("pro", set()) & places.get("con", set())})
    there = {label: tuple(any(truth.label_of[p] == label for p in side) for side in (pro, con)) for label in labels}
    free = [list(_answers(truth.sizes[label], there[label])) for label in labels]

    rest = [_sums(free[:n] + free[n + 1 :]) for n in range(len(free))]

    def fits(a: int, b: int, row: Mapping[str, Any]) -> bool:
        seen = {"persons": fixed_persons + a}
        if one_each and not twice:
            seen |= {"sources": fixed[0] + a, "opposers": fixed[1] + b}
        if any(_number(row.get(key)) is not None and _number(row.get(key)) != n for key, n in seen.items()):
            return False
        return "sources" not in seen or _shares_fit(row, seen["sources"], seen["opposers"], truth)

    def told(row: Mapping[str, Any]) -> set[str]:
        fit = {(a, b) for a, b in _sums(free) if fits(a, b, row)}
        left = [
            [(x, y) for x, y in own if any((a + x, b + y) in fit for a, b in others)]
            for own, others in zip(free, rest, strict=True)
        ]
        return {
            f"{label}: {what}"
            for label, answers in zip(labels, left, strict=True)
            for what, value in (("for", lambda x: x[0]), ("against", lambda x: x[1]), ("all", lambda x: x[0] + x[1]))
            if any(there[label]) and _single({value(answer) for answer in answers})
        }

    return sorted(told(row) - told({}))


def _answers(size: int, there: tuple[bool, ...]) -> Iterator[Answer]:
    for a in range(int(there[0]), size + 1 if there[0] else 1):
        for b in range(int(there[1]), size + 1 if there[1] else 1):
            if a + b <= size:
                yield a, b


def _sums(free: Iterable[Iterable[Answer]]) -> set[Answer]:
    """How many for and against there may be in all, one answer taken from each."""
    sums = {(0, 0)}
    for answers in free:
        sums = {(a + x, b + y) for a, b in sums for x, y in answers}
    return sums


def _single(values: Iterable[int]) -> bool:
    found = set(values)
    return len(found) == 1 and found != {0}


def _number(value: Any) -> int | None:
    text = str(value).strip()
    return int(float(text)) if text.replace(".0", "").isdigit() else None


def _shares_fit(row: Mapping[str, Any], pros: int, cons: int, truth: Truth) -> bool:
    """Whether so many for and against give what is told of stability, and of whether the rule keeps the mark."""
    if pros + cons > truth.sources:
        return False
    kept, groups = row.get("kept"), _number(row.get("groups"))
    if kept is None:  # how the mark is drawn may tell it
        kept = {"observed": True, "assembled": True, "faint": False}.get(str(row.get("status")))
    enough = pros >= truth.keep.supporters and pros > cons
    if kept is not None and not pd.isna(kept):
        if bool(kept) and not enough:
            return False
        if not bool(kept) and enough and groups is not None and groups >= truth.keep.groups:
            return False
    shares: dict[str, Callable[[], float | None]] = {
        "ceiling": lambda: ceiling(pros, truth.sources, wanted=truth.keep.supporters),
        "bootstrap_exact": lambda: exact_share(_bundle(pros, cons), Keep(truth.keep.supporters, 0), truth.sources),
    }
    for key, share in shares.items():
        given = row.get(key)
        if given is not None and not pd.isna(given) and abs(float(given) - float(share() or 0)) > 1e-6:
            return False
    return True


def _bundle(pros: int, cons: int) -> Bundle:
    return Bundle(frozenset(f"p{n}" for n in range(pros)), frozenset(f"c{n}" for n in range(cons)))
