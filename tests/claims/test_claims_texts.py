"""Where the study says something: sentences, rows of notebook cells, sentence places; and the words of the lint."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.claims.grounds import Register
from analysis.claims.lint_sample import ladders_of, numeral, roman
from analysis.claims.texts import Text, find_place, read_notebooks
from analysis.claims.words import pattern, read_words
from analysis.tables import write_text

CELLS = [
    {"cell_type": "markdown", "id": "a1", "source": ["# Why\n", "They say so."]},
    {"cell_type": "code", "id": "b2", "source": ["study.claims()"]},
    {"cell_type": "markdown", "id": "c3", "source": "They say “so”.\nAnd more."},
]


def notebook(root: Path, cells: object = CELLS) -> None:
    write_text(root / "notebooks/1.ipynb", json.dumps({"cells": cells}, indent=1, ensure_ascii=False))


def test_cells_have_their_row(tmp_path: Path) -> None:
    """The row is the line of the file on which the cell's words begin, so that an editor goes there."""
    notebook(tmp_path)
    cells = read_notebooks(tmp_path)[0].cells
    lines = (tmp_path / "notebooks/1.ipynb").read_text(encoding="utf-8").split("\n")

    assert [(cell.place, cell.cell) for cell in cells] == [("cell 1", "a1"), ("cell 3", "c3")]
    assert "# Why" in lines[cells[0].row - 1] and "They say “so”" in lines[cells[1].row - 1]
    assert read_notebooks(tmp_path)[0].code == "study.claims()"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"cells": 3}', '{"nothing": []}'])
def test_a_broken_notebook_says_nothing(tmp_path: Path, text: str) -> None:
    """What cannot be read has no cells; the build tells of it."""
    write_text(tmp_path / "notebooks/1.ipynb", text)

    assert read_notebooks(tmp_path)[0].cells == ()


@pytest.mark.parametrize(
    ("anchor", "cell"),
    [("They say so", "a1"), ("c3", "c3"), ("“so”. And more", "c3"), ("nobody says", None), ("", None)],
)
def test_a_sentence_place(tmp_path: Path, anchor: str, cell: str | None) -> None:
    """Words find their cell across line ends, and so does the cell's id; an empty anchor finds nothing."""
    notebook(tmp_path)
    found = find_place(f"notebooks/1.ipynb#{anchor}", read_notebooks(tmp_path)[0].cells)

    assert (found.cell if found else None) == cell


def test_sentences() -> None:
    """Headings, list items and abbreviations without a capital after them do not run together, and code is no prose."""
    text = Text("x", 1, "", "", "# Head\n\nOne of 3.5 is so. Two: `most` is code.\n- Three\n- Four, i.e. this")

    assert text.sentences == ["# Head", "One of 3.5 is so.", "Two: is code.", "- Three", "- Four, i.e. this"]


def test_a_study_has_words_of_its_own(tmp_path: Path) -> None:
    """A list in codebook/words.yaml replaces the engine's of that name, the others stay; a new language is added."""
    write_text(tmp_path / "codebook/words.yaml", "en:\n  vague: [heaps of]\nes:\n  vague: [muchos]\n")
    words, problems = read_words(tmp_path, ["en", "es"])

    assert problems == []
    assert (words["en"].find("vague", "most, heaps of it"), words["es"].find("vague", "Muchos lo saben")) == (
        "heaps of",
        "Muchos",
    )
    assert words["en"].find("ought", "it must be") == "must"


@pytest.mark.parametrize("text", ["en:\n  vague: most\n", "en:\n  vauge: [most]\n", "en: [most]\n", "[]\n", "en: {\n"])
def test_slips_in_a_list_of_words(tmp_path: Path, text: str) -> None:
    """What is not a known list of words is a problem of the file, and the engine's list holds."""
    write_text(tmp_path / "codebook/words.yaml", text)
    words, problems = read_words(tmp_path, ["en"])

    assert [p.file for p in problems] == (["codebook/words.yaml"] if text != "[]\n" else [])
    assert words["en"].find("vague", "most know") == "most"


def test_words_are_whole_words() -> None:
    """`a few` is longer than `few`, and `sometimes` is not `some`."""
    found = pattern(("few", "a few", "some")).search

    assert found("sometimes foes") is None
    assert (found("only A few") or [""])[0] == "A few"


@given(st.integers(1, 120))
def test_roman_numbers_go_round(number: int) -> None:
    """Written and read, in any case; IIII and IIV are none."""
    assert numeral(roman(number)) == numeral(roman(number).lower()) == number
    assert numeral("IIII") is None and numeral("IIV") is None


def test_ladders_are_roles_with_numbers() -> None:
    """Roles that share a name and differ by number, per language; others are no rungs."""
    roles = {"a": {"en": "Grade II", "id": "Golongan II"}, "b": {"en": "Grade 4"}, "c": {"en": "Baker"}}

    assert [(ladder.stem, dict(ladder.rungs)) for ladder in ladders_of(Register(roles), "en")] == [
        ("Grade", {2: "a", 4: "b"})
    ]
    assert [ladder.stem for ladder in ladders_of(Register(roles), "id")] == ["Golongan"]
