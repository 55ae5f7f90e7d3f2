"""Negative cases (F16): the worked example, and what counts as a case."""

from __future__ import annotations

import pandas as pd
from claims_kit import pool_of

from analysis.claims.negative import LACKING, SEARCHED, fit, judge_cases, summarise
from analysis.claims.negative_records import Ending, NegativeCases, Search
from analysis.claims.query import Query

C, OUT, NOT_OUT = (
    Query(codes=("C",)),
    Query(codes=("O",), stance=("supports",)),
    Query(codes=("O",), stance=("opposes",)),
)
PEOPLE = [f"R{n}" for n in range(1, 9)]
UNIVERSE = pd.DataFrame({"unit": "person", "case": PEOPLE, "role": "", "group": "", "kind": "interview"})
BOTH = [(person, code, "supports") for person in PEOPLE[:5] for code in ("C", "O")]
POOL = pool_of([*BOTH, ("R6", "C", "supports"), ("R7", "O", "supports")])


def test_the_worked_example() -> None:
    """5 fit, 1 negative, 1 unexplained, 1 neither: consistency and coverage 0.833."""
    entry = NegativeCases("K", condition=C, outcome=OUT)
    row = summarise(entry, judge_cases(entry, POOL, UNIVERSE))

    assert [row[key] for key in ("fit", "negative", "unexplained", "neither", "not_judged")] == [5, 1, 1, 1, 0]
    assert round(row["consistency"], 3) == round(row["coverage"], 3) == 0.833  # type: ignore[call-overload]


def test_nothing_to_divide_by_is_untested() -> None:
    """No case with the condition: the claim is untested, not perfect."""
    assert (fit(0, 0, 3).consistency, fit(0, 0, 3).coverage) == (None, 0.0)
    assert (fit(0, 2, 0).consistency, fit(0, 2, 0).coverage) == (0.0, None)


def test_silence_is_not_the_contrary_where_that_is_named() -> None:
    """R6 has C and says nothing of O; R8 opposes it and has no C."""
    pool = pool_of([("R6", "C", "supports"), ("R5", "C", "supports"), ("R5", "O", "opposes")])
    entry = NegativeCases("K", condition=C, outcome=OUT, not_outcome=NOT_OUT)
    classes = judge_cases(entry, pool, UNIVERSE).set_index("case")["class"]

    assert (classes["R5"], classes["R6"]) == ("negative", "not judged")


def test_an_ending_closes_a_case() -> None:
    """One negative case is open until somebody says what became of it."""
    entry = NegativeCases("K", condition=C, outcome=OUT)
    ended = NegativeCases("K", condition=C, outcome=OUT, endings=(Ending("R6", "scope_added", {"en": "On leave."}),))

    assert summarise(entry, judge_cases(entry, POOL, UNIVERSE))["open"] == 1
    assert summarise(ended, judge_cases(ended, POOL, UNIVERSE))["open"] == 0


def test_none_found_wants_a_record() -> None:
    """Without a query and the sources read, "none found" is not accepted."""
    pool = pool_of(BOTH)
    bare = NegativeCases("K", condition=C, outcome=OUT)
    searched = NegativeCases("K", condition=C, outcome=OUT, search=Search("all of O", ("all",)))

    assert summarise(bare, judge_cases(bare, pool, UNIVERSE))["record"] == LACKING
    assert summarise(searched, judge_cases(searched, pool, UNIVERSE))["record"] == SEARCHED
