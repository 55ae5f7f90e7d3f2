"""The four states of a cell of the framework matrix (F04)."""

import pandas as pd
import pytest
import t8_kit as kit
from hypothesis import given
from hypothesis import strategies as st
from pytest import approx

from analysis.displays.framework import (
    RECORD_COLUMNS,
    STATUSES,
    framework_cells,
    framework_metrics,
    framework_table,
    open_cells,
)
from analysis.errors import AnalysisError

THEMES = ("A", "B", "C", "D", "E")


def cells_of(
    segments: list[tuple[str, str]],
    *,
    records: list[tuple[str, ...]] = (),  # type: ignore[assignment]
    asked: list[tuple[str, str]] = (),  # type: ignore[assignment]
    cases: dict[str, tuple[bool, bool, bool]] | None = None,
    themes: tuple[str, ...] = ("A",),
    guide: bool = True,
) -> pd.DataFrame:
    """Cells from (case, code) pairs; a question is named like the theme that it reaches."""
    known = cases or {"R1": (True, True, True)}
    return framework_cells(
        pd.DataFrame(segments, columns=["case", "code"], dtype=object),
        reach=kit.flat(*themes),
        cases=pd.DataFrame.from_dict(known, orient="index", columns=["coded", "asks", "marked"]),
        asked=pd.DataFrame(list(asked), columns=["case", "question"], dtype=object),
        reaching=pd.DataFrame({"question": themes, "theme": themes}, dtype=object),
        records=pd.DataFrame([(*r, *[""] * (7 - len(r))) for r in records], columns=list(RECORD_COLUMNS), dtype=object),
        themes=themes,
        guide=guide,
    )


def test_completeness_of_t8() -> None:
    """F04: of 8 x 5 = 40 cells 34 charted, 3 asked but silent, 1 not asked, 2 open: completeness 0.95, uncited 0."""
    pairs = [(case, theme) for case in kit.ROLES for theme in THEMES]
    silent, unasked, waiting = pairs[:3], pairs[3], pairs[4:6]
    charted = pairs[6:]
    cells = cells_of(
        [*charted, *waiting],
        records=[(*pair, "what was said") for pair in charted],
        asked=silent,
        cases=dict.fromkeys(kit.ROLES, (True, True, True)),
        themes=THEMES,
    )

    assert framework_metrics(cells) == {
        **{"cells": 40, "charted": 34, "asked_but_silent": 3, "not_asked": 1, "not_yet_charted": 2},
        **{"completeness": approx(0.95), "uncited": 0},
    }
    assert framework_table(cells).loc[unasked] == "not_asked"


@pytest.mark.parametrize(
    ("said", "summary", "known", "asked", "status", "why"),
    [
        (True, "told", (True, True, True), True, "charted", ""),
        (True, "", (True, True, True), True, "not_yet_charted", "no_summary"),
        (False, "", (True, True, True), True, "asked_but_silent", ""),
        (False, "", (True, True, True), False, "not_asked", ""),
        (False, "", (False, True, True), True, "not_yet_charted", "not_coded"),
        (False, "", (True, True, False), False, "not_yet_charted", "no_marks"),
        (False, "", (True, False, False), False, "not_asked", ""),
    ],
)
def test_the_state_of_a_cell(
    said: bool, summary: str, known: tuple[bool, bool, bool], asked: bool, status: str, why: str
) -> None:
    """Charted wants a summary and a segment; silence wants a reading and a question; field notes ask nobody."""
    cells = cells_of(
        [("R1", "A")] if said else [],
        records=[("R1", "A", summary)] if summary else [],
        asked=[("R1", "A")] if asked else [],
        cases={"R1": known},
    )

    assert cells[["status", "why"]].values.tolist() == [[status, why]]


def test_a_study_without_a_guide() -> None:
    """What was asked is then on no record: an empty cell stays open, and says so; `asked` is not false but unknown."""
    cells = cells_of([], cases={"R1": (True, True, False)}, guide=False)

    assert cells[["status", "why", "asked"]].values.tolist() == [["not_yet_charted", "no_guide", None]]


def test_a_person_decides() -> None:
    """The decided status holds, what the rule proposes stands beside it; no decision, no change."""
    cells = cells_of([], records=[("R1", "A", "", "not_asked", "asked_but_silent", "asked in other words", "me")])

    assert cells[["proposed", "decided", "status", "rationale", "moved"]].values.tolist() == [
        ["not_asked", "asked_but_silent", "asked_but_silent", "asked in other words", False]
    ]


def test_the_ground_of_a_decision_moved() -> None:
    """The person decided against `not_asked`; now a segment stands there, and the cell says that this changed."""
    cells = cells_of([("R1", "A")], records=[("R1", "A", "", "not_asked", "asked_but_silent", "why", "me")])

    assert cells[["proposed", "status", "moved"]].values.tolist() == [["not_yet_charted", "asked_but_silent", True]]


@pytest.mark.parametrize(
    ("record", "uncited"),
    [
        (("told",), True),
        (("told", "not_asked", "charted", "I heard it", "me"), True),
        (("changed the subject", "asked_but_silent", "asked_but_silent", "", "me"), False),
    ],
)
def test_a_summary_without_a_segment(record: tuple[str, ...], uncited: bool) -> None:
    """It is uncited, unless the person decided that the case is silent or was not asked: then it is a note on that."""
    assert cells_of([], records=[("R1", "A", *record)])["uncited"].tolist() == [uncited]


@given(st.sets(st.tuples(st.sampled_from(["R1", "R2"]), st.sampled_from("AB"))), st.sets(st.sampled_from("AB")))
def test_silent_and_not_asked_are_never_one(segments: set[tuple[str, str]], asked: set[str]) -> None:
    """Of the cells of coded, marked cases without a segment, exactly those that were asked are silent."""
    cells = cells_of(
        sorted(segments),
        asked=[("R1", theme) for theme in sorted(asked)],
        cases=dict.fromkeys(("R1", "R2"), (True, True, True)),
        themes=("A", "B"),
    )
    empty = cells[cells["segments"] == 0]

    assert set(empty["status"]) <= set(STATUSES[1:3])
    assert ((empty["status"] == "asked_but_silent") == empty["asked"].astype(bool)).all()


def test_cells_come_in_the_order_given() -> None:
    """Cases as they were given, themes as they were given, one row each."""
    cells = cells_of([], cases={"R2": (True, True, True), "R1": (True, True, True)}, themes=("B", "A"))

    assert cells[["case", "theme"]].values.tolist() == [["R2", "B"], ["R2", "A"], ["R1", "B"], ["R1", "A"]]
    assert list(framework_table(cells, value="segments").index) == ["R2", "R1"]


def test_open_cells_show_their_words() -> None:
    """A cell that waits lists its segments, line by line, with place, code and stance; a closed one is not listed."""
    cells = cells_of([("R1", "A"), ("R1", "A")], asked=[("R1", "B")], themes=("A", "B"))
    rows = [
        ("R1", "A", "S1", 3, 9, "A", "opposes", "not\nnow"),
        ("R1", "A", "S1", 12, 15, "A", "", "yes"),
        ("R1", "B", "S1", 0, 1, "B", "", "lost"),
    ]
    segments = pd.DataFrame(rows, columns=["case", "theme", "source", "start", "end", "code", "stance", "quote"])
    [row] = open_cells(cells, segments).to_dict("records")

    assert row == {
        **{"case": "R1", "theme": "A", "proposed": "not_yet_charted", "why": "no_summary", "segments": 2},
        "words": "S1:3-9 [A, opposes] not now\nS1:12-15 [A] yes",
    }


def test_an_empty_matrix() -> None:
    """No cases: no cells, and completeness is None; an unknown column is refused by name."""
    cells = cells_of([], cases={"R1": (True, True, True)}).iloc[:0]

    assert framework_metrics(cells)["completeness"] is None
    with pytest.raises(AnalysisError, match=r"got 'colour'\)\. Use one of \['case'"):
        framework_table(cells, value="colour")
