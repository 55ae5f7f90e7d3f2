"""Codings from a table: every row or none, and what is wrong with each."""

from __future__ import annotations

from pathlib import Path

import pytest
import study_kit as kit
from typer.testing import CliRunner

from analysis import Study, open_study
from analysis.__main__ import app
from analysis.errors import StudyError, TableError

HEAD = "source,code,quote,quote_to,stance,facet,memo,at,from,type,to,polarity,modality\n"


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return open_study(kit.make_study(tmp_path, coded=False))


def table(study: Study, rows: str, head: str = HEAD) -> Path:
    return kit.put(study.root, "zoe.csv", head + rows)


def test_a_row_is_a_coding(study: Study) -> None:
    """Code, stance, facet, memo and moment stand as the row says."""
    path = table(study, f"S01,EXP.FIRST,A friend asked me,,supports,friend,sure?,{kit.AT},,,,,\n")

    assert study.code_table(path, coder="zoe", provenance="constructed") == {"S01": 1}
    (row,) = study.codings(coder="zoe").itertuples()
    assert (row.code, row.quote, row.stance, row.facet, row.memo) == (
        *("EXP.FIRST", "A friend asked me", "supports", "friend", "sure?"),
    )
    (act,) = study.loaded.journals[("zoe", "S01")].acts
    assert act.at == kit.AT


def test_a_row_with_two_codes_is_a_relation(study: Study) -> None:
    """From, type and to make a link; polarity and modality are + and asserted unless said otherwise."""
    path = table(study, "S01,,because a friend was here I stayed,,,,,,EXP.FIRST,leads-to,EXP.STAY,,denied\n")
    study.code_table(path, coder="zoe")

    found = study.relations(coder="zoe")[["from_code", "type", "to_code", "polarity", "modality"]]
    assert found.values.tolist() == [["EXP.FIRST", "leads-to", "EXP.STAY", "+", "denied"]]


def test_a_long_segment_is_given_by_its_ends(study: Study) -> None:
    """The segment runs from the first words to the next place of the last ones, in one passage."""
    body = study.source("S01").body
    path = table(study, "S01,EXP.FIRST,A friend asked,to come,,,,,,,,,\n")
    study.code_table(path, coder="zoe")

    (row,) = study.codings(coder="zoe").itertuples()
    assert row.quote == body[body.index("A friend asked") : body.index("to come") + len("to come")]


def test_columns_may_be_missing(study: Study) -> None:
    """Source, code and quote are enough."""
    path = table(study, "S01,EXP.FIRST,A friend asked me\n", "source,code,quote\n")

    assert study.code_table(path, coder="zoe") == {"S01": 1}


BAD = {
    "unknown source": ("S09,EXP.FIRST,x,,,,,,,,,,\n", "source 'S09' is not in the study"),
    "unknown code": ("S01,EXP.FRIST,A friend,,,,,,,,,,\n", "code 'EXP.FRIST' is not in the codebook"),
    "no code": ("S01,,A friend,,,,,,,,,,\n", "code '' is not in the codebook"),
    "quote not there": ("S01,EXP.FIRST,A foe asked,,,,,,,,,,\n", "the quote stands in the text as given"),
    "end before the beginning": ("S01,EXP.FIRST,me to come,A friend,,,,,,,,,\n", "quote_to ends what quote begins"),
    "end not there": ("S01,EXP.FIRST,A friend,to leave,,,,,,,,,\n", "the quote stands in the text as given"),
    "both": ("S01,EXP.FIRST,A friend,,,,,,EXP.FIRST,leads-to,EXP.STAY,,\n", "a row is a coding or a relation"),
    "unknown stance": ("S01,EXP.FIRST,A friend,,for,,,,,,,,\n", "stance is one of"),
    "twice": ("S01,EXP.FIRST,A friend,,,,,,,,,,\n" * 2, "a table puts a code on the same words once"),
}


@pytest.mark.parametrize(("rows", "message"), BAD.values(), ids=list(BAD))
def test_a_bad_row_stops_the_table(study: Study, rows: str, message: str) -> None:
    """The row is named, and nothing is written, not even the good rows."""
    good = "S02,EXP.FIRST,My mother sent me,,,,,,,,,,\n"
    with pytest.raises(StudyError, match=message) as caught:
        study.code_table(table(study, good + rows), coder="zoe")

    assert "nothing is written" in str(caught.value)
    assert caught.value.problems[0].row == 3 + (rows.count("\n") > 1)
    assert not (study.root / "codings/zoe").exists()


def test_all_bad_rows_are_told_at_once(study: Study) -> None:
    """Two rows, two problems, each with its line."""
    rows = "S01,EXP.NONE,A friend,,,,,,,,,,\nS01,EXP.FIRST,A foe,,,,,,,,,,\n"
    with pytest.raises(StudyError) as caught:
        study.code_table(table(study, rows), coder="zoe")

    assert [p.row for p in caught.value.problems] == [2, 3]


def test_what_stands_already_is_refused(study: Study) -> None:
    """A table is taken once: the second time each row stands already."""
    path = table(study, "S01,EXP.FIRST,A friend,,,,,,,,,,\n")
    study.code_table(path, coder="zoe")

    with pytest.raises(StudyError, match="a coder puts a code on the same words once"):
        study.code_table(path, coder="zoe")


def test_an_unknown_column_is_told(study: Study) -> None:
    """A column that would be lost without a word stops the table."""
    with pytest.raises(TableError, match=r"a column is one of .* .got mood"):
        study.code_table(table(study, "S01,EXP.FIRST,A friend,glad\n", "source,code,quote,mood\n"), coder="zoe")


def test_the_command(study: Study) -> None:
    """`jenjang code-table` says how many acts each journal received, and fails with the rows that cannot be taken."""
    path = table(study, "S01,EXP.FIRST,A friend,,,,,,,,,,\nS02,EXP.FIRST,My mother,,,,,,,,,,\n")
    said = CliRunner().invoke(app, ["code-table", str(path), "--coder", "zoe", "--study", str(study.root)])
    assert (said.exit_code, said.output.splitlines()) == (
        0,
        ["saved 1 in codings/zoe/S01.jsonl", "saved 1 in codings/zoe/S02.jsonl"],
    )

    again = CliRunner().invoke(app, ["code-table", str(path), "--coder", "zoe", "--study", str(study.root)])
    assert again.exit_code == 1
