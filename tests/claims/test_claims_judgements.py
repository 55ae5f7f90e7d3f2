"""What negative_cases.yaml and rivals.yaml may say, and what is wrong with them, row by row."""

from __future__ import annotations

from pathlib import Path

import pytest
from claims_kit import KNOWN, put, told
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.claims import rival_records
from analysis.claims.negative_records import Ending, Search, read_negative_cases
from analysis.claims.rival_records import read_rivals
from analysis.tables import to_yaml

NEGATIVE = """\
negative_cases:
  - claim: C01
    unit: person
    condition: {codes: [A], stance: [supports]}
    outcome: {codes: [B]}
    not_outcome: {codes: [B], stance: [opposes]}
    cases: {roles: [senior], ids: [P01]}
    endings:
      - {case: P01, ending: kept_as_exception, text: {en: She was away., id: Ia sedang pergi.}, by: FK}
    search: {query: all of B, sources: all, by: FK, date: 2022-05-01}
"""
RIVALS = """\
rivals:
  - id: V1
    claim: C01
    question: {en: Why?, id: Mengapa?}
    hypotheses:
      - {id: H1, text: {en: Money., id: Uang.}, prior: 0.5}
      - {id: H2, text: {en: Rank., id: Pangkat.}}
    evidence:
      - id: E1
        text: {en: Training was cut., id: Diklat dipotong.}
        state: found
        refs: [S01/c1]
        tests:
          H1: {certain: yes, unique: no, p1: 0.95, p0: 0.6}
    verdicts: {H1: {decided: open, rationale: One item.}}
"""


def test_a_search_for_exceptions_is_read(tmp_path: Path) -> None:
    """Conditions are queries, endings and the search record keep who and why."""
    found, problems = read_negative_cases(put(tmp_path, NEGATIVE), KNOWN, {"C01"})

    entry = found["C01"]
    assert problems == []
    assert (entry.condition.stance, entry.outcome.codes, entry.not_condition) == (("supports",), ("B",), None)
    assert entry.endings == (
        Ending("P01", "kept_as_exception", {"en": "She was away.", "id": "Ia sedang pergi."}, "FK", 9),
    )
    assert entry.search == Search("all of B", ("all",), "FK", "2022-05-01", 10)


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("claim: C01", "claim: C09", "an entry names a claim"),
        (
            "ending: kept_as_exception",
            "ending: dropped",
            "C01: P01: ending is one of claim_revised, scope_added, kept_as_exception",
        ),
        ("    outcome: {codes: [B]}\n", "", "C01: a claim is put as where C, O"),
        ("sources: all,", "", "C01: a search names the sources that were read"),
        ("condition: {codes: [A], stance: [supports]}", "condition: A", "C01: condition is a query"),
        ("unit: person", "unit: village", "C01: unit is one of person, source"),
    ],
)
def test_each_slip_of_a_search_is_named(tmp_path: Path, old: str, new: str, rule: str) -> None:
    """The rule that is broken is told with its row."""
    _, problems = read_negative_cases(put(tmp_path, NEGATIVE.replace(old, new)), KNOWN, {"C01"})

    assert rule in [p.rule for p in problems]
    assert all(p.row for p in problems)


def test_rivals_are_read(tmp_path: Path) -> None:
    """Yes and no are words in the file and truth in the record."""
    found, problems = read_rivals(put(tmp_path, RIVALS), KNOWN, {"C01"})

    assert problems == []
    assert found["V1"].items[0].tests == {"H1": rival_records.Test(True, False, 0.95, 0.6, "", 14)}
    assert found["V1"].hypotheses["H1"].prior == 0.5
    assert found["V1"].verdicts["H1"].decided == "open"


def test_one_hypothesis_is_refused(tmp_path: Path) -> None:
    """A ledger with a single explanation tests it against nothing (Yin)."""
    text = RIVALS.replace("      - {id: H2, text: {en: Rank., id: Pangkat.}}\n", "")
    found, problems = read_rivals(put(tmp_path, text), KNOWN, {"C01"})

    assert found == {}
    assert told(problems) == [(2, "V1: at least two hypotheses compete", "1")]


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("p0: 0.6", "p0: 0", "V1 E1 H1: p0 lies between 0 and 1, ends not included"),
        (", p0: 0.6", "", "V1 E1 H1: p1 and p0 stand together or not at all"),
        ("p1: 0.95", "p1: 0.4", "V1 E1 H1: certain means p1 from 0.8, unique means p0 up to 0.2"),
        ("state: found\n        refs: [S01/c1]", "state: found", "V1 E1: what was found has references"),
        ("state: found\n        refs: [S01/c1]", "state: absent", "V1 E1: what is absent was looked for"),
        ("certain: yes", "certain: perhaps", "V1 E1 H1: certain is yes or no"),
        ("verdicts: {H1", "verdicts: {H7", "V1: a verdict is on a hypothesis"),
    ],
)
def test_each_slip_of_rivals_is_named(tmp_path: Path, old: str, new: str, rule: str) -> None:
    """The rule that is broken is told with its row; a probability of nothing is refused."""
    _, problems = read_rivals(put(tmp_path, RIVALS.replace(old, new)), KNOWN, {"C01"})

    assert rule in [p.rule for p in problems]


_NAMES = [
    "id",
    "claim",
    "condition",
    "outcome",
    "codes",
    "case",
    "query",
    "sources",
    "tests",
    "H1",
    "certain",
    "p1",
    "p0",
]
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 2) | st.sampled_from(["C01", "H1", "yes", "found", "S01/c1", "all"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_NAMES), inner, max_size=4),
    max_leaves=10,
)
_KEYS = [
    "id",
    "claim",
    "condition",
    "outcome",
    "cases",
    "endings",
    "search",
    "hypotheses",
    "evidence",
    "verdicts",
    "question",
]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=150)
@given(entries=st.lists(st.dictionaries(st.sampled_from(_KEYS), _VALUES, max_size=7) | _VALUES, max_size=3))
def test_no_file_breaks_the_readers(tmp_path: Path, entries: list[object]) -> None:
    """Whatever stands in the files, what comes out is records and problems with a row."""
    searches, wrong = read_negative_cases(put(tmp_path, to_yaml({"negative_cases": entries})), KNOWN, {"C01"})
    rivals, slips = read_rivals(put(tmp_path, to_yaml({"rivals": entries})), KNOWN, {"C01"})

    assert len(searches) + len(wrong) >= len(entries) and len(rivals) + len(slips) >= len(entries)
    assert all(problem.row > 0 for problem in (*wrong, *slips))
    assert all(len(ledger.hypotheses) >= 2 for ledger in rivals.values())
