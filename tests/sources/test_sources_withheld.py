"""Words that a person keeps back from the public: what the table must say."""

from pathlib import Path

import pytest

from analysis.model import Source
from analysis.sources.withheld import Stretch, read_withheld

BODY = "P1: the tall one left. The tall one 🙂 came back.\n"
SOURCES = {"S1": Source("S1", "interview", BODY, (), "", "")}
HEAD = "source,quote,proposed,decided,rationale,by,at\n"


def read(tmp_path: Path, *rows: str) -> tuple[list[Stretch], list[str]]:
    path = tmp_path / "withheld.csv"
    path.write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    found, problems = read_withheld(path, "withheld.csv", SOURCES)
    return found, [problem.rule for problem in problems]


def test_a_stretch_is_where_its_words_stand(tmp_path: Path) -> None:
    """Offsets count code points of the body; what is decided to be shown is read and keeps nothing back."""
    found, rules = read(
        tmp_path, "S1,one 🙂 came,show,withhold,names him,ann,2022-01-01", "S1,P1,show,show,,ann,2022-01-01"
    )

    assert rules == []
    assert [BODY[s.start : s.end] for s in found if s.withhold] == ["one 🙂 came"]
    assert [s.withhold for s in found] == [False, True]


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ("S1,all one,withhold,withhold,,ann,2022-01-01", "words that are kept back stand in their source once"),
        ("S1,gone,withhold,withhold,,ann,2022-01-01", "words that are kept back stand in their source once"),
        ("S9,tall,withhold,withhold,,ann,2022-01-01", "words that are kept back stand in their source once"),
        ("S1,P1,show,withhold,,ann,2022-01-01", "a decision other than the proposed one says why"),
        ("S1,P1,show,maybe,x,ann,2022-01-01", "proposed and decided are withhold or show"),
    ],
)
def test_a_row_that_could_let_words_out_is_an_error(tmp_path: Path, row: str, rule: str) -> None:
    """Words that stand nowhere or twice, a decision without its reason, a word that is no decision."""
    assert read(tmp_path, row)[1] == [rule]


def test_no_table_keeps_nothing_back(tmp_path: Path) -> None:
    """A study without the file has nothing withheld by hand."""
    assert read_withheld(tmp_path / "none.csv", "none.csv", SOURCES) == ([], [])
