"""Totals that give a small class back are told in words (F44): complementary suppression, and a reader who knows it."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.suppression import BOTH, CON, NEITHER, PATTERNS, PRO, SILENT, Part, Total, differing, may_tell


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ([], BOTH),
        ([Part(3), Part(4)], BOTH),
        ([Part(3, 3)], CON),
        ([Part(3, 1)], CON),
        ([Part(3, 1), Part(4, 2)], BOTH),
        ([Part(3, 1), Part(4, 1)], CON),
        ([Part(3, 3), Part(4, 4)], CON),
        ([Part(3, 2), Part(4, 3)], BOTH),
        ([Part(3, 1), Part(4, 2), Part(3, 0, 1)], PRO),
        ([Part(3, 1, 2)], NEITHER),
    ],
    ids=[
        *("no small class", "none speaks", "all of one", "one of one", "two answers", "one each", "all of both"),
        *("some of both", "against by one class", "one class on both sides"),
    ],
)
def test_what_a_total_may_tell(parts: list[Part], told: str) -> None:
    """As much as leaves each small class that speaks a second answer; a side on which nobody stands tells nothing."""
    assert may_tell(parts) == told


def test_groups_that_are_seen_count() -> None:
    """Two groups of a class of three speak: two persons at least, so that 3 of two classes is 2 and 1."""
    assert may_tell([Part(3, 2), Part(4, 1)]) == BOTH
    assert may_tell([Part(3, 2, kinds=(2, 0)), Part(4, 1)]) == CON


def test_the_keep_rule_tells_something_too() -> None:
    """One of three for and two against, not kept: were that shown, it would tell which; so not even that is."""
    beside = Total(0, 0, lambda pros, cons: pros <= cons)

    assert may_tell([Part(3, 1, 2)], Total()) == NEITHER
    assert may_tell([Part(3, 1, 2)], beside) == SILENT


SMALL = st.lists(st.tuples(st.integers(2, 4), st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=3).map(
    lambda rows: [Part(n, min(a, n), min(b, n - min(a, n))) for n, a, b in rows]
)


def same_look(parts: list[Part]) -> list[tuple[Part, ...]]:
    """Every study in which the same classes are seen on the same sides."""
    free = [
        [
            Part(p.size, a, b)
            for a in range(p.size + 1)
            for b in range(p.size + 1 - a)
            if bool(a) == bool(p.pro) and bool(b) == bool(p.con)
        ]
        for p in parts
    ]
    return list(product(*free))


@given(SMALL)
@settings(max_examples=60)
def test_a_reader_who_knows_the_rule_finds_nothing(parts: list[Part]) -> None:
    """Of all studies that look alike, those of which the rule tells the same differ in every class that speaks."""
    sums = (sum(p.pro for p in parts), sum(p.con for p in parts))
    told = may_tell(parts)
    left = [
        other
        for other in same_look(parts)
        if (told not in (BOTH, PRO) or sum(p.pro for p in other) == sums[0])
        and (told not in (BOTH, CON) or sum(p.con for p in other) == sums[1])
        and may_tell(other) == told
    ]

    assert tuple(Part(p.size, p.pro, p.con) for p in parts) in left
    for n, part in enumerate(parts if told != SILENT else ()):
        assert not part.pro or len({other[n].pro for other in left}) > 1
        assert not part.con or len({other[n].con for other in left}) > 1
        assert not part.pro + part.con or len({other[n].pro + other[n].con for other in left}) > 1


@given(SMALL)
@settings(max_examples=60)
def test_the_order_of_classes_does_not_matter(parts: list[Part]) -> None:
    """A law of the rule."""
    assert may_tell(parts) == may_tell(parts[::-1])
    assert may_tell(parts) in PATTERNS


@pytest.mark.parametrize(
    ("second", "found"),
    [
        ("abcdef", []),
        ("ghijk", []),
        ("abcd", [("one", "two")]),
        ("abcdefgh", [("one", "two")]),
        ("efghi", [("one", "two")]),
    ],
    ids=["the same", "apart", "four of six", "two more", "two in common"],
)
def test_classes_that_differ_by_a_few(second: str, found: list[tuple[str, str]]) -> None:
    """Six persons and others: 6 - 4 tells two of them."""
    assert differing({"one": "abcdef", "two": second}, 5) == found
