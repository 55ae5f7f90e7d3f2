"""Statements of others that somebody may verify: what is wrong with their file, and that one problem stays one."""

from __future__ import annotations

from pathlib import Path

import pytest
import study_kit as kit

from analysis.study.load import load

GOOD = """\
statements:
  - id: E1
    text: {en: People stay.}
    valence: positive
    codes: [EXP.STAY]
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The bakery."""
    return kit.make_study(tmp_path / "bakery")


def wrong(root: Path, old: str = "", new: str = "") -> list[tuple[int, str]]:
    """Row and rule of what is wrong with the file, with one thing changed."""
    kit.put(root, "codebook/statements.yaml", GOOD.replace(old, new) if old else GOOD)
    return [(p.row, p.rule) for p in load(root).problems if p.file == "codebook/statements.yaml"]


@pytest.mark.parametrize(
    ("old", "new", "row", "rule"),
    [
        ("EXP.STAY", "EXP.STYA", 2, "E1: a code"),
        ("codes:", "cods:", 2, "E1: a statement has no key 'cods'"),
        ("statements:", "statement:", 1, "the file has a list named statements"),
        ("  - id: E1", "  - foo\n  - id: E1", 1, "an entry of statements is written with its keys"),
    ],
)
def test_a_mistake_is_told_with_its_row(root: Path, old: str, new: str, row: int, rule: str) -> None:
    """A code that is none, a key that is none, a list of another name, an entry that is a word."""
    assert wrong(root) == []
    assert (row, rule) in wrong(root, old, new)


def test_an_unreadable_file_is_one_problem(root: Path) -> None:
    """The verdicts about statements are not all called wrong because their file cannot be read."""
    verdicts = "verdicts:\n  - {about: E1, who: P01, type: participant, verdict: cannot_judge, by: an}\n"
    kit.put(root, "codebook/verification.yaml", verdicts)
    wrong(root, "    codes:", "\tcodes:")

    assert {p.file for p in load(root).problems if p.level == "error"} == {"codebook/statements.yaml"}


@pytest.mark.parametrize("text", ["claims: [\n", "claims: hello\n"])
def test_an_unreadable_ledger_is_one_problem(root: Path, text: str) -> None:
    """Negative cases and rivals name claims that nobody can see now: not a fault of theirs."""
    kit.put(root, "codebook/claims.yaml", text)
    entry = "negative_cases:\n  - {claim: C1, condition: {codes: [EXP.STAY]}, outcome: {codes: [EXP.STAY]}}\n"
    kit.put(root, "codebook/negative_cases.yaml", entry)

    assert {p.file for p in load(root).problems if p.level == "error"} == {"codebook/claims.yaml"}


def test_an_ending_is_of_somebody(root: Path) -> None:
    """A case that is no person and no source is told."""
    kit.put(
        root,
        "codebook/claims.yaml",
        "claims:\n  - {id: C1, text: {en: So.}, kind: descriptive, research_question: RQ1, by: a}\n",
    )
    entry = "negative_cases:\n  - claim: C1\n    condition: {codes: [EXP.STAY]}\n    outcome: {codes: [EXP.STAY]}\n"
    ends = "    endings:\n      - {case: P99, ending: kept_as_exception, text: {en: So.}, by: a}\n"
    kit.put(root, "codebook/negative_cases.yaml", entry + ends)

    found = [(p.row, p.rule, p.came) for p in load(root).problems if p.file == "codebook/negative_cases.yaml"]
    assert found == [(6, "C1: an ending is of a person or source", "P99")]
