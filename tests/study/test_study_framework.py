"""The framework matrix of a study: its states, its table to fill in, its file, its command (F04)."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import study_kit as kit
from typer.testing import CliRunner

from analysis import Study, open_study
from analysis.__main__ import app
from analysis.errors import AnalysisError, CodebookError, StudyError, TableError

FILE = "codebook/framework.yaml"
FIRST, STAY = "EXP.FIRST", "EXP.STAY"
BOTH = (FIRST, STAY)


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """Three interviews: all say why they stayed, S03 alone does not say how it came, though asked."""
    return open_study(kit.make_study(tmp_path))


def states(study: Study, **how: object) -> dict[str, list[str]]:
    """Case -> the states of its cells under coming and staying."""
    table = study.framework_table(themes=BOTH, **how)  # type: ignore[arg-type]
    return {str(case): list(row) for case, row in zip(table.index, table.to_numpy(), strict=True)}


def filled(study: Study, **cells: str) -> pd.DataFrame:
    """The table of what waits, with the same cells in every row."""
    return study.framework_to_chart(themes=BOTH).assign(**cells)


def test_the_states_of_a_study(study: Study) -> None:
    """Where words are coded a summary is wanted; S03 was asked how it came and does not say."""
    waits = "not_yet_charted"

    assert states(study) == {"S01": [waits, waits], "S02": [waits, waits], "S03": ["asked_but_silent", waits]}
    assert study.framework_metrics(themes=BOTH)["completeness"] == pytest.approx(1 / 6)


def test_a_family_holds_its_codes(study: Study) -> None:
    """Without themes the top of the codebook is shown: each source speaks of the one family."""
    cells = study.framework()

    assert cells[["case", "theme", "segments"]].values.tolist() == [
        ["S01", "EXP", 2],
        ["S02", "EXP", 2],
        ["S03", "EXP", 1],
    ]


def test_a_cell_leads_to_its_segments(study: Study) -> None:
    """The words behind a cell, by source and by person; a code that is none is named."""
    assert study.framework_cell("S02", FIRST)["quote"].tolist() == ["My mother sent me"]
    assert study.framework_cell("P02", "EXP", rows="person")["quote"].tolist() == [
        *("My mother sent me", "I stayed since I liked it")
    ]
    with pytest.raises(CodebookError, match="EXP.STOP"):
        study.framework_cell("S02", "EXP.STOP")
    with pytest.raises(AnalysisError, match=r"a row is a source or a person \(got 'role'\)"):
        study.framework_cell("S02", FIRST, rows="role")


def test_what_waits_is_a_table_to_fill_in(study: Study) -> None:
    """One row per open cell with its words; the columns of the person are empty."""
    table = study.framework_to_chart(themes=BOTH)

    assert list(table.columns) == [
        *("source", "theme", "name", "proposed", "why", "segments", "words"),
        *("summary_en", "decided", "rationale", "by"),
    ]
    assert table.iloc[1].to_dict() == {
        **{"source": "S01", "theme": STAY, "name": "Staying", "proposed": "not_yet_charted", "why": "no_summary"},
        **{"segments": 1, "words": "S01:96-117 [EXP.STAY, supports] I stayed for the café"},
        **dict.fromkeys(("summary_en", "decided", "rationale", "by"), ""),
    }


def test_charted_and_read_again(study: Study) -> None:
    """Five summaries are in the file, the study reads it without a problem, and nothing waits any more."""
    assert study.chart(filled(study, summary_en="told"), by="anna") == 5
    again = study.reload()

    assert [p for p in again.problems if p.file == FILE] == []
    assert study.framework_metrics(themes=BOTH) == again.framework_metrics(themes=BOTH)
    assert again.framework_metrics(themes=BOTH) == {
        **{"cells": 6, "charted": 5, "asked_but_silent": 1, "not_asked": 0, "not_yet_charted": 0},
        **{"completeness": 1.0, "uncited": 0},
    }
    assert again.framework_to_chart(themes=BOTH).empty


def test_the_file(study: Study) -> None:
    """One record per cell, with the words by language and who wrote them; a decision keeps what was proposed."""
    study.chart(pd.DataFrame({"source": ["S01"], "theme": [FIRST], "summary_en": ["A friend."]}), by="anna")
    decided = {"source": ["S03"], "theme": [FIRST], "decided": ["not_asked"], "rationale": ["The tape was off."]}
    study.chart(pd.DataFrame(decided), by="bo")

    assert (study.root / FILE).read_text("utf-8").split("\n", 1)[1] == (
        "cells:\n"
        "- source: S01\n  theme: EXP.FIRST\n  summary:\n    en: A friend.\n  by: anna\n"
        "- source: S03\n  theme: EXP.FIRST\n  proposed: asked_but_silent\n  decided: not_asked\n"
        "  rationale: The tape was off.\n  by: bo\n"
    )
    assert states(study)["S03"][0] == "not_asked"


def test_every_row_or_none(study: Study) -> None:
    """One good row and five that cannot be taken: each is told with its row, and nothing is written."""
    rows = pd.DataFrame(
        [
            ("S01", FIRST, "told", "", "", "anna"),
            ("S09", FIRST, "told", "", "", "anna"),
            ("S01", "EXP.STAI", "told", "", "", "anna"),
            ("S03", FIRST, "told", "", "", "anna"),
            ("S02", FIRST, "", "not_asked", "", "anna"),
            ("S02", STAY, "told", "", "", ""),
        ],
        columns=["source", "theme", "summary_en", "decided", "rationale", "by"],
    )
    with pytest.raises(StudyError, match="5 of 6 rows cannot be taken; nothing is written:") as caught:
        study.chart(rows)

    assert not (study.root / FILE).exists()
    assert [(p.row, p.came) for p in caught.value.problems] == [
        (2, "S09"),
        (3, "EXP.STAI"),
        (4, "S03, EXP.FIRST without one"),
        (5, "not_asked where not_yet_charted was proposed"),
        (6, "nobody"),
    ]


def test_what_a_row_leaves_empty_stays(study: Study) -> None:
    """A second language is added later; the first summary and its author stand, and other cells stay as they were."""
    study.chart(filled(study, summary_en="told"), by="anna")
    study.chart(pd.DataFrame({"source": ["S01"], "theme": [FIRST], "summary_id": ["diceritakan"], "by": [""]}))
    [cell] = [c for c in study.loaded.framework if (c.case, c.theme) == ("S01", FIRST)]

    assert (cell.summary, cell.by) == ({"en": "told", "id": "diceritakan"}, "anna")
    assert len(study.loaded.framework) == 5


def test_a_broken_file_is_not_written_over(study: Study) -> None:
    """What somebody wrote by hand and got wrong is mended first; not a byte of it is lost."""
    kit.put(study.root, FILE, "cells:\n- {source: S01}\n")

    with pytest.raises(StudyError, match="is mended before anything is written into it"):
        study.chart(filled(study, summary_en="told"), by="anna")
    assert (study.root / FILE).read_text("utf-8") == "cells:\n- {source: S01}\n"


def test_a_table_of_something_else(study: Study) -> None:
    """Without theme and source it is refused with the columns that came; an empty one saves nothing."""
    with pytest.raises(TableError, match=r"has the columns theme and source or person \(got code\)"):
        study.chart(pd.DataFrame({"code": ["A"]}))
    assert study.chart(filled(study)) == 0


def test_persons_take_the_cells_of_their_interview(study: Study) -> None:
    """P01 alone answers in S01, so that its summaries are P01's; a person may have cells of his or her own."""
    study.chart(filled(study, summary_en="told"), by="anna")
    study.chart(pd.DataFrame({"person": ["P02"], "theme": [STAY], "summary_en": ["liked it"]}), by="anna")
    cells = study.framework(rows="person", themes=BOTH).set_index(["case", "theme"])

    assert states(study, rows="person")["P01"] == ["charted", "charted"]
    assert cells.loc[("P02", STAY), "summary"] == "liked it"


def test_an_uncoded_source_is_no_silence(study: Study) -> None:
    """Before anybody codes S04, its cells are open because nobody coded it; it is neither silent nor not asked."""
    kit.put(study.root, "interviews/S04.md", kit.interview("S04", kit.TALK["S03"], person="P03").replace("P04", "P03"))
    cells = study.reload().framework(themes=[FIRST]).set_index("case")

    assert cells.loc["S04", ["status", "why"]].tolist() == ["not_yet_charted", "not_coded"]


def test_without_a_guide(study: Study) -> None:
    """Nobody can tell what was asked: the silent cell is open, and says why."""
    (study.root / "interviews/guide.yaml").unlink()
    kit.change(study.root, "interviews/S03.md", "INT [q1]:", "INT:")
    cells = study.reload().framework(themes=[FIRST]).set_index("case")

    assert cells.loc["S03", ["status", "why", "asked"]].tolist() == ["not_yet_charted", "no_guide", None]


def test_who_withdrew_has_no_row(study: Study) -> None:
    """Without consent to analysis neither the person nor the interview is a case, and its summary shows nowhere."""
    study.chart(filled(study, summary_en="told"), by="anna")
    kit.write_consent(study.root, {"P02": {"analyse": "no"}})
    now = study.reload()

    assert list(states(now)) == ["S01", "S03"]
    assert list(states(now, rows="person")) == ["P01", "P03"]


def test_the_commands(study: Study) -> None:
    """`to-chart` writes what waits, `chart` takes it back; an existing file is not touched, a faulty table is told."""
    root, table = ["--study", str(study.root)], study.root / "open.csv"
    run = CliRunner().invoke

    assert "3 cells wait in open.csv" in run(app, ["to-chart", str(table), *root]).output
    assert run(app, ["to-chart", str(table), *root]).exit_code == 1
    pd.read_csv(table, keep_default_na=False).assign(summary_en="told", by="anna").to_csv(table, index=False)
    assert f"saved 3 in {FILE}" in run(app, ["chart", str(table), *root]).output
    kit.put(study.root, "open.csv", "source,theme\nS01,EXP\n")
    assert "nothing to save" in run(app, ["chart", str(table), *root]).output


def test_problems_of_the_file_are_the_studys(study: Study) -> None:
    """`check` names file and row of a cell about nobody."""
    kit.put(study.root, FILE, "cells:\n- {source: S09, theme: EXP, summary: {en: told}, by: anna}\n")

    assert [(p.file, p.row, p.came) for p in study.reload().errors] == [(FILE, 2, "S09")]


def test_a_summary_of_who_withdrew_is_warned_of(study: Study) -> None:
    """The cell stays in the file until somebody deletes it: `check` says so, by row, and nothing shows it."""
    study.chart(filled(study, summary_en="told"), by="anna")
    kit.write_consent(study.root, {"P02": {"analyse": "no"}})
    warned = [p for p in study.reload().problems if p.file == FILE]

    assert {(p.level, p.came) for p in warned} == {("warning", f"S02, {FIRST}"), ("warning", f"S02, {STAY}")}


def test_a_cell_of_any_display(study: Study) -> None:
    """The words behind what bakers say against a statement; a column that is none is refused."""
    assert study.cell("EXP", role="baker", stance="opposes")["quote"].tolist() == ["My mother sent me"]
    with pytest.raises(AnalysisError, match=r"\(got 'mood'\)\. See study\.codings"):
        study.cell("EXP", mood="good")
