"""Cases by method (F12)."""

import pandas as pd

from analysis.triangulation.cases import METHODS, case_by_method, case_rows
from analysis.triangulation.judged import Case

SAID = pd.DataFrame(
    [
        *[("R4", "interview", "P4", "A", "opposes", "c1"), ("R5", "interview", "P5", "A", "supports", "c2")],
        *[("G1", "focus_group", "P5", "A", "supports", "c3"), ("N1", "observation", "", "A", "opposes", "c4")],
        *[("R6", "interview", "P6", "A", "supports", "c5"), ("R6", "interview", "P6", "A", "opposes", "c6")],
    ],
    columns=["source", "kind", "person", "code", "stance", "id"],
)
WRITTEN = pd.DataFrame(
    [("FILE-4:1", "FILE-4", "document", "A", "supports")], columns=["ref", "source", "kind", "code", "stance"]
)
CASES = [Case("R4", persons=("P4",), sources=("FILE-4",)), Case("five", persons=("P5",)), Case("six", persons=("P6",))]


def plain(frame: pd.DataFrame) -> list[list[object]]:
    return frame.reset_index().astype(object).where(frame.reset_index().notna(), None).values.tolist()


def test_a_case_whose_methods_disagree() -> None:
    """F12: R4's interview opposes, the personnel record supports: listed. A case with one method stands apart, last."""
    frame = case_by_method(case_rows(SAID, WRITTEN, CASES))

    assert list(frame.columns) == [*METHODS, "methods", "reading"]
    assert plain(frame) == [
        ["R4", -1, 1, None, None, None, 2, "opposite"],
        ["five", 1, None, None, 1, None, 2, "not opposite"],
        ["six", 0, None, None, None, None, 1, "not comparable"],
    ]


def test_each_person_is_a_case() -> None:
    """Without declared cases each person is one; what nobody said is nobody's."""
    rows = case_rows(SAID, WRITTEN, [], persons=["P4", "P5"])

    assert rows[["case", "method", "ref"]].values.tolist() == [
        *(["P4", "interview", "R4/c1"], ["P5", "interview", "R5/c2"], ["P5", "focus_group", "G1/c3"])
    ]


def test_notes_about_a_case() -> None:
    """What was observed of a case counts as observation, though nobody said it."""
    frame = case_by_method(case_rows(SAID, WRITTEN, [Case("unit", persons=("P5",), sources=("N1",))]))

    assert plain(frame) == [["unit", 1, None, -1, 1, None, 3, "opposite"]]


def test_a_coding_counts_once() -> None:
    """A source named by a case, in which its person speaks, is not counted twice."""
    rows = case_rows(SAID, WRITTEN, [Case("x", persons=("P6",), sources=("R6",))])

    assert rows["ref"].tolist() == ["R6/c5", "R6/c6"]


def test_no_case() -> None:
    """Where nobody speaks of the theme there is no row, and the columns are there."""
    assert list(case_by_method(case_rows(SAID, WRITTEN, [])).columns) == [*METHODS, "methods", "reading"]
