"""The file of the framework matrix: what it holds, and what is said of a broken one."""

from pathlib import Path

import pandas as pd
import pytest
import t8_kit as kit
from hypothesis import given
from hypothesis import strategies as st

from analysis.displays.summaries import (
    RECORD_COLUMNS,
    Summary,
    borrow,
    check_summaries,
    read_summaries,
    records_frame,
    summaries_text,
)

NAME = "codebook/framework.yaml"
TEXT = st.text("abc é🙂:'\"#-\n", min_size=1, max_size=20).map(str.strip).filter(bool)
CELLS = st.lists(
    st.builds(
        Summary,
        unit=st.sampled_from(["source", "person"]),
        case=st.sampled_from(["S01", "S02"]),
        theme=st.sampled_from(["A", "B"]),
        summary=st.dictionaries(st.sampled_from(["en", "id"]), TEXT, min_size=1),
        proposed=st.just("not_asked"),
        decided=st.just("asked_but_silent"),
        rationale=TEXT,
        by=TEXT,
    ),
    unique_by=lambda cell: cell.key,
)


def read(tmp_path: Path, text: str) -> tuple[tuple[Summary, ...], list[str]]:
    """What the reader makes of a text: the cells, and its problems as sentences."""
    path = tmp_path / "framework.yaml"
    path.write_text(text, encoding="utf-8")
    cells, problems = read_summaries(path, NAME)
    return cells, [str(problem) for problem in problems]


@given(CELLS)
def test_written_and_read_again(tmp_path_factory: pytest.TempPathFactory, cells: list[Summary]) -> None:
    """What is written is read without a problem, and written again it is the same text."""
    text = summaries_text(cells)
    found, problems = read(tmp_path_factory.mktemp("framework"), text)

    assert problems == []
    assert {cell.key for cell in found} == {cell.key for cell in cells}
    assert summaries_text(found) == text


def test_all_problems_by_row(tmp_path: Path) -> None:
    """Every fault is said at once, each with its row, what came, and the next step."""
    _, problems = read(
        tmp_path,
        "cells:\n"
        "- {source: S01, theme: A, summary: {en: told}, by: me}\n"
        "- {source: S01, theme: A, summary: {en: again}, by: me}\n"
        "- {source: S02, theme: A, summary: told, by: me}\n"
        "- {theme: A}\n"
        "- {source: S03, theme: A, decided: mute, rationale: why, by: me}\n"
        "- {source: S04, theme: A, proposed: not_asked, decided: asked_but_silent, by: me}\n"
        "- {source: S05, theme: A, summary: {en: told}, mood: good}\n"
        "- {source: S06, theme: A, proposed: charted, decided: charted, by: me}\n",
    )

    assert problems == [
        f"{NAME}, line 3: a cell stands once (got S01, A). Keep one; the other stands in line 2.",
        f"{NAME}, line 4: a summary is given by language (got 'told'). Write {{en: ...}}.",
        f"{NAME}, line 4: S02, A: a cell has a summary, a decided status, or both (got neither). Write one, or delete "
        "the cell.",
        f"{NAME}, line 5: a cell names a source or a person, and a theme (got {{'theme': 'A'}}). See "
        "codebook/README.md.",
        f"{NAME}, line 6: S03, A: decided is one of charted, asked_but_silent, not_asked, not_yet_charted (got mute). "
        "Write one of them.",
        f"{NAME}, line 7: S04, A: a decision that differs from what was proposed has a rationale (got asked_but_silent "
        "where not_asked was proposed). Write why.",
        f"{NAME}, line 8: a key of a cell is one the program reads (got mood). Known are source, person, theme, "
        "summary, proposed, decided, rationale, by.",
        f"{NAME}, line 8: S05, A: a cell says who wrote it (got nobody). Write by.",
        f"{NAME}, line 9: S06, A: a charted cell has a summary (got none). Write it.",
    ]


@pytest.mark.parametrize("text", ["", "cells: 3\n", "- 1\n", "cells: [\n", "cells:\n- 4\n"])
def test_a_file_of_another_form(tmp_path: Path, text: str) -> None:
    """One problem, no cells and no exception."""
    cells, problems = read(tmp_path, text)

    assert (cells, len(problems)) == ((), 1)


def test_no_file_is_no_problem(tmp_path: Path) -> None:
    """A study may do without a framework matrix."""
    assert read_summaries(tmp_path / "framework.yaml", NAME) == ((), [])


def test_ids_are_of_the_study() -> None:
    """An unknown source, person or code is named; a source that left with its person's consent is a warning."""
    cells = [Summary(unit, case, theme, line=n) for n, (unit, case, theme) in enumerate([
        ("source", "S01", "A"), ("source", "S09", "A"), ("person", "P09", "A"), ("source", "S01", "AA"),
        ("source", "S02", "A"),
    ])]  # fmt: skip
    found = list(
        check_summaries(cells, NAME, sources={"S01"}, people={"P01"}, codebook=kit.book("A"), withdrawn={"S02"})
    )

    assert [(p.row, p.came, p.level) for p in found] == [
        (1, "S09", "error"),
        (2, "P09", "error"),
        (3, "AA", "error"),
        (4, "S02, A", "warning"),
    ]


def test_one_language_of_one_unit() -> None:
    """Sources and persons are apart, and a summary is read in the language asked for, else in the one there is."""
    cells = [Summary("source", "S01", "A", {"id": "kata", "en": "words"}), Summary("person", "P01", "A", {"en": "own"})]

    assert records_frame(cells, unit="source", language="id")["summary"].tolist() == ["kata"]
    assert records_frame(cells, unit="person", language="id")["summary"].tolist() == ["own"]


def test_who_alone_answers_takes_the_cells_of_the_source() -> None:
    """P01 alone answers in S01; P02 has a cell of its own, which goes before that of S02; S03 lends none."""
    own = pd.DataFrame([("P02", "A", "own", "", "", "", "me")], columns=list(RECORD_COLUMNS))
    lent = pd.DataFrame(
        [(source, "A", f"of {source}", "", "", "", "me") for source in ("S01", "S02", "S03")],
        columns=list(RECORD_COLUMNS),
    )
    found = borrow(own, lent, {"P01": "S01", "P02": "S02"})

    assert found[["case", "summary"]].values.tolist() == [["P02", "own"], ["P01", "of S01"]]
