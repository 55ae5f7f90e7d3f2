"""Decisions on strength: the table that waits, what is refused, and the ledger that keeps every other line."""

from __future__ import annotations

from pathlib import Path

import pytest
import study_kit as kit

from analysis.errors import AnalysisError, StudyError, TableError
from analysis.study.handle import Study, open_study
from analysis.study.people import table_text

LEDGER = "codebook/claims.yaml"
CLAIMS = """\
# Kept by hand.
claims:
  - id: C01        # the first
    text: {en: "Two of three stay: they like it."}
    kind: descriptive
    research_question: RQ1
    evidence: [{codes: [EXP.STAY], stance: [supports]}]
    strength:
      adequacy: {decided: serious, by: anna}   # few
    by: anna

  # the second
  - id: C02
    text: {en: One came.}
    kind: descriptive
    research_question: RQ1
    evidence: [{codes: [EXP.FIRST]}]
    by: anna
    note: >-
      Long
      ago.
"""


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """The bakery with two claims."""
    root = kit.make_study(tmp_path / "bakery")
    kit.put(root, LEDGER, CLAIMS)
    return open_study(root)


def give(study: Study, rows: str, head: str = "claim,component,decided,rationale") -> object:
    """Decide by a table of these rows."""
    path = study.root.parent / "table.csv"
    path.write_text(f"{head}\n{rows}\n", encoding="utf-8")
    return study.decide("strength", path, by="fk")


def test_what_waits(study: Study) -> None:
    """A row for each component that nobody decided, with what the rule proposes and why."""
    frame = study.to_decide("strength")

    assert list(frame["claim"]) == ["C01"] * 3 + ["C02"] * 4
    assert "adequacy" not in set(frame.loc[frame["claim"] == "C01", "component"])
    assert frame["prompts"].str.len().min() > 0 and (frame["decided"] == "").all()


def test_a_table_is_taken_back_whole(study: Study) -> None:
    """All as proposed: nothing waits, each level is decided, and no other line of the file is another."""
    frame = study.to_decide("strength")
    frame["decided"] = frame["proposed"]
    path = study.root.parent / "all.csv"
    path.write_text(table_text(frame), encoding="utf-8")
    done = study.decide("strength", path, by="fk")

    assert (done.added, done.replaced) == (7, 0)
    assert study.to_decide("strength").empty and study.claims()["strength_decided"].notna().all()
    text = (study.root / LEDGER).read_text(encoding="utf-8")
    kept = [line for line in CLAIMS.split("\n") if "adequacy" not in line]
    assert [line for line in text.split("\n") if line in kept] == kept[:-1] + ["    strength:", ""]


def test_a_decision_takes_the_place_of_an_older_one(study: Study) -> None:
    """The reason goes with it, whatever signs it has; the level as a whole may be decided too."""
    give(study, 'C01,adequacy,minor,"So: few, but ""rich"" # and long"\nC01,overall,low,We doubt it.')
    decided = study.loaded.claims["C01"].strength

    assert (decided["adequacy"].decided, decided["adequacy"].by) == ("minor", "fk")
    assert decided["adequacy"].rationale == 'So: few, but "rich" # and long'
    assert study.claims().loc["C01", "strength_decided"] == "low"


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("C09,adequacy,minor,x", "line 3: claim names a claim"),
        ("C01,adequcy,minor,x", "component is one of .*Did you mean adequacy"),
        ("C01,adequacy,low,x", "adequacy: decided is one of none_or_very_minor"),
        ("C01,overall,minor,x", "overall: decided is one of high"),
        ("C01,adequacy,minor,", "what departs from the rule has its reason"),
        ("C01,adequacy,minor,x\nC01,adequacy,minor,x", "line 4: a table decides a thing once"),
    ],
)
def test_a_slip_writes_nothing(study: Study, rows: str, message: str) -> None:
    """Each is told with its row, and the ledger is what it was."""
    with pytest.raises(StudyError, match=message):
        give(study, f"C02,relevance,none_or_very_minor,\n{rows}")
    assert (study.root / LEDGER).read_text(encoding="utf-8") == CLAIMS


def test_a_rule_that_moved_is_read_again(study: Study) -> None:
    """A table that was filled in against another proposal is refused."""
    with pytest.raises(StudyError, match="the rule proposes serious"):
        give(study, "C01,adequacy,minor,minor,x", "claim,component,proposed,decided,rationale")


def test_a_claim_in_one_line_is_left_alone(study: Study) -> None:
    """What cannot be changed without touching the rest is refused in a sentence."""
    kit.put(
        study.root,
        LEDGER,
        "claims:\n  - {id: C01, text: {en: So.}, kind: descriptive, research_question: RQ1, by: a}\n",
    )
    with pytest.raises(TableError, match="line 2: a claim has a key on each line"):
        give(study, "C01,overall,low,x")


def test_nobody_decides_strength_alone(study: Study) -> None:
    """Readers who decide before the talk do so on convergence."""
    with pytest.raises(AnalysisError, match="readers decide alone about convergence"):
        study.decide("strength", study.root / "none.csv", by="fk", alone=True)
