"""The log of who was approached: its rules, and that it agrees with the participants."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.model import Participant
from analysis.sources.recruitment import Approach, read_recruitment

PEOPLE = {"P01": Participant("P01", "baker")}
HEAD = "approached,role,date,outcome,reason,how\n"


def read(path: Path, rows: str) -> tuple[tuple[Approach, ...], list[str]]:
    """The log, and what is wrong with it as rule and what came."""
    path.write_text(HEAD + rows, encoding="utf-8")
    log, problems = read_recruitment(path, "recruitment.csv", ["baker", "seller"], PEOPLE)
    return log, [f"{p.level} {p.row}: {p.rule} ({p.came})" for p in problems]


def test_a_log_is_read(tmp_path: Path) -> None:
    """One record per approach, with reason and way."""
    log, problems = read(tmp_path / "r.csv", "A1,baker,2024-05-01,interviewed,,letter\nA2,seller,,declined,no time,\n")

    assert problems == []
    assert log == (
        Approach("A1", "baker", "2024-05-01", "interviewed", "", "letter", 2),
        Approach("A2", "seller", "", "declined", "no time", "", 3),
    )


def test_a_study_may_have_no_log(tmp_path: Path) -> None:
    """Nothing is read and nothing is wrong."""
    assert read_recruitment(tmp_path / "none.csv", "recruitment.csv", ["baker"], PEOPLE) == ((), [])


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ("P01,baker,,interviewed,,\n", "no participant's id"),
        ("A1,cook,,interviewed,,\n", "a role is one of baker, seller ('cook')"),
        ("A1,baker,,agreed,,\n", "an outcome is one of interviewed, declined, lost ('agreed')"),
        ("A1,baker,May,interviewed,,\n", "a date is year, year-month or year-month-day (May)"),
        ("A1,baker,,interviewed,,\nA1,seller,,lost,,\n", "error 3: a number of the log stands once (A1)"),
        (",baker,,interviewed,,\n", "each approach has its running number"),
        ("A1,seller,,declined,,\n", "warning 0: baker: as many were interviewed"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, rows: str, problem: str) -> None:
    """Each rule with its row; a count that differs from participants.csv is a warning."""
    assert any(problem in found for found in read(tmp_path / "r.csv", rows)[1])
