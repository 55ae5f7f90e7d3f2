"""Differences as a table, and the rulings that come back in it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import study_kit as kit
from typer.testing import CliRunner

from analysis import Study, open_study
from analysis.__main__ import app
from analysis.errors import StudyError


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """Anna's codings, and Zoe's of S01: one shared with another stance, one of her own; Anna has one more."""
    study = open_study(kit.make_study(tmp_path))
    zoe = {"coder": "zoe", "at": kit.AT, "provenance": "constructed"}
    study.code("S01", code="EXP.FIRST", quote="A friend asked me", stance="qualifies", facet="friend", **zoe)
    study.code("S01", code="EXP.STAY", quote="because a friend was here", stance="supports", facet="friend", **zoe)
    return study


def filled(study: Study, **cells: str) -> Path:
    """The table of what waits, with the same cells in every row."""
    frame = study.rulings_to_make().assign(**cells)
    path = study.root / "rulings.csv"
    frame.to_csv(path, index=False)
    return path


def test_what_waits(study: Study) -> None:
    """Two codings and a link that one coder alone made, and one shared coding whose stance and facet differ."""
    frame = study.rulings_to_make()

    assert frame.groupby("kind").size().to_dict() == {"attributes": 1, "not_shared": 3}
    shared = frame.set_index("kind").loc["attributes"]
    assert (shared["differs"], shared["stance"], shared["facet"]) == (
        *("stance: supports | qualifies; facet:  | friend", "", ""),
    )
    own = frame[frame["coders"] == "zoe"].iloc[0]
    assert (own["stance"], own["facet"], own["outcome"]) == ("supports", "friend", "")


def test_a_filled_table_settles(study: Study) -> None:
    """What is ruled is in force with the values of its row, and waits no more."""
    path = filled(study, outcome="kept", difference="reading", reason="Both fit.", stance="qualifies", facet="asked")

    assert study.rule_table(path, coder="judge", provenance="constructed") == {"S01": 4}
    assert study.rulings_to_make().empty
    held = study.codings().query("source == 'S01'")
    assert set(held["coder"]) == {"judge"}
    assert set(held["stance"]) == {"qualifies"} and set(held["facet"]) == {"asked"}
    assert study.loaded.coders["judge"].role == "adjudicator"


def test_what_is_dropped_is_on_record_and_not_in_force(study: Study) -> None:
    """The reason stays with the difference."""
    path = filled(study, outcome="dropped", difference="oversight", reason="Not about this.")
    study.rule_table(path, coder="judge", provenance="constructed")

    assert study.codings().query("source == 'S01'").empty
    assert set(study.differences()["reason"]) == {"Not about this."}


def test_rows_without_an_outcome_stay_open(study: Study) -> None:
    """An adjudicator may settle a part and go on tomorrow."""
    frame = study.rulings_to_make().astype(object)
    frame.loc[0, ["outcome", "difference", "reason"]] = ["kept", "unit", "Cut otherwise."]
    path = study.root / "rulings.csv"
    frame.to_csv(path, index=False)

    assert study.rule_table(path, coder="judge", provenance="constructed") == {"S01": 1}
    assert len(study.rulings_to_make()) == 3


BAD = {
    "no such difference": ({"of": "c000000000000"}, "stands among the study's differences"),
    "no reason": ({"reason": ""}, "a ruling gives its reason"),
    "no type": ({"difference": "mood"}, "difference is one of"),
    "no stance": ({"stance": "for"}, "stance is one of"),
}


@pytest.mark.parametrize(("cells", "message"), BAD.values(), ids=list(BAD))
def test_a_bad_row_stops_the_table(study: Study, cells: dict[str, str], message: str) -> None:
    """The row is named, and no journal of the adjudicator comes to be."""
    path = filled(study, **{"outcome": "kept", "difference": "unit", "reason": "So.", **cells})

    with pytest.raises(StudyError, match=message) as caught:
        study.rule_table(path, coder="judge")
    assert "rulings.csv, line 2" in str(caught.value)
    assert not (study.root / "codings/judge").exists()


def test_a_difference_is_settled_once(study: Study) -> None:
    """The same row twice is named; nothing is written."""
    frame = study.rulings_to_make().assign(outcome="kept", difference="unit", reason="So.")
    path = study.root / "rulings.csv"
    pd.concat([frame, frame.head(1)]).to_csv(path, index=False)

    with pytest.raises(StudyError, match="is settled once"):
        study.rule_table(path, coder="judge")


def test_the_commands(study: Study) -> None:
    """`differences` writes the table and never over another file; `rule-table` takes it back."""
    path = study.root / "waiting.csv"
    run = CliRunner().invoke
    first = run(app, ["differences", str(path), "--study", str(study.root)])
    assert (first.exit_code, "4 differences wait in waiting.csv" in first.output) == (0, True)
    assert run(app, ["differences", str(path), "--study", str(study.root)]).exit_code == 1

    frame = pd.read_csv(path, dtype=str).assign(outcome="kept", difference="unit", reason="So.")
    frame.to_csv(path, index=False)
    given = ["rule-table", str(path), "--coder", "judge", "--provenance", "constructed", "--study", str(study.root)]
    done = run(app, given)
    assert (done.exit_code, "saved 4 in codings/judge/S01.jsonl" in done.output) == (0, True)
