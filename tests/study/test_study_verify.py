"""Which input changed, and what does a reviewer see of it? `jenjang verify` and the record of inputs."""

from __future__ import annotations

from pathlib import Path

import pytest
import study_kit as kit
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.image import imread, imsave

from analysis.errors import StudyError
from analysis.study.build import build
from analysis.study.differences import WHOLE, compare_tables, compare_texts
from analysis.study.handle import open_study
from analysis.study.inputs import Change, changed_inputs, inputs_frame
from analysis.study.verify import changed_since, verify
from analysis.tables import csv_text, read_csv

pytestmark = pytest.mark.usefixtures("coarse")


@pytest.fixture(scope="module")
def built(coarse: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bakery, built once; tests that change it put things back."""
    root = kit.make_study(tmp_path_factory.mktemp("verify") / "bakery")
    build(root)
    return root


def test_what_is_recorded(built: Path) -> None:
    """Texts, registers, codebook, journals, figure files, the program and the libraries; nothing that is derived."""
    frame = inputs_frame(built).set_index("name")

    assert frame.loc["interviews/S01.md", "kind"] == "text"
    assert frame.loc["codings/anna/S01.jsonl", "kind"] == "journal"
    assert frame.loc["interviews/consent.csv", "kind"] == "register"
    assert frame.loc["figures/model.yaml", "kind"] == "figure file"
    assert {"study.yaml", "codebook/codebook.yaml", "jenjang", "numpy"} <= set(frame.index)
    assert not any("suggester" in name or "checksums" in name or "README" in name for name in frame.index)
    assert "figures/model.csv" not in frame.index


def test_in_public_no_file_is_named(built: Path) -> None:
    """One line for each kind: the names of files say who was heard and who coded."""
    frame = inputs_frame(built, named=False)

    assert set(frame[frame["kind"].isin(["text", "journal"])]["name"]) == {"all files"}
    assert not frame["name"].str.contains("S01|anna").any()


def test_nothing_changed(built: Path) -> None:
    """Right after a build no input differs, and every file is the same."""
    assert changed_since(built) == []
    assert {item.verdict for item in verify(built)} == {"same"}


def test_one_coding_changed(tmp_path: Path) -> None:
    """A coding taken away: its journal is named, and it alone; table and picture show where it tells."""
    root = kit.make_study(tmp_path / "bakery")
    build(root)
    study = open_study(root)
    row = study.codings(coder="anna").query("source == 'S03'").iloc[0]
    study.remove("S03", coder="anna", id=row["id"])
    show = root / "out" / "verify"
    found = {item.file: item for item in verify(root, show=show) if item.verdict != "same"}

    assert [(c.kind, c.name, c.what) for c in changed_since(root) or ()] == [
        ("journal", "codings/anna/S03.jsonl", "changed")
    ]
    assert {"figures/model.csv", "figures/model.en.png"} <= set(found)
    cells = read_csv(show / "figures-model.csv")
    assert {"row": "node:stay", "column": "opposers", "published": "1", "rebuilt": "0"} in [dict(c) for c in cells]
    assert found["figures/model.en.svg"].note == "see figures/model.en.png"
    assert found["figures/model.en.pdf"].note == "see figures/model.en.png"
    assert "of the pixels" in found["figures/model.en.png"].note
    assert (show / "figures-model.en.png").read_bytes()[:4] == b"\x89PNG"


def test_an_edited_transcript_is_named_before_what_it_breaks(tmp_path: Path) -> None:
    """Nothing is drawn from a study that does not check; the sentence begins with the text that changed."""
    root = kit.make_study(tmp_path / "bakery")
    build(root)
    text = root / "interviews/S02.md"
    text.write_text(text.read_text(encoding="utf-8").replace("My mother", "My aunt"), encoding="utf-8")

    with pytest.raises(StudyError, match=r"^since it was published, interviews/S02\.md \(changed\) changed; "):
        verify(root)


def test_the_picture_marks_what_was_edited(built: Path) -> None:
    """A block painted into a published picture is found at its place, no input being to blame."""
    path = built / "figures/model.en.png"
    before = path.read_bytes()
    pixels = imread(path)[:, :, :3].copy()
    pixels[30:40, 50:70] = (0, 1, 0)
    imsave(path, pixels)
    try:
        found = [item for item in verify(built, show=built / "out/verify") if item.verdict != "same"]
    finally:
        path.write_bytes(before)

    assert [item.file for item in found] == ["figures/model.en.png"]
    assert "from (50, 30) to (70, 40)" in found[0].note
    assert changed_since(built) == []


def test_without_a_record(built: Path, tmp_path: Path) -> None:
    """Where no build wrote the record it cannot be told which input changed."""
    assert changed_inputs(built, tmp_path) is None


def test_a_library_of_another_version(built: Path, tmp_path: Path) -> None:
    """It is told with both versions; a new file and one that is gone are told too."""
    frame = inputs_frame(built)
    rows = [dict(row) for row in frame.to_dict("records") if row["name"] != "study.yaml"]
    for row in rows:
        row["digest"] = "0.1" if row["name"] == "numpy" else row["digest"]
    rows.append({"kind": "text", "name": "interviews/S99.md", "digest": "ab"})
    (tmp_path / "inputs.csv").write_text(csv_text(rows, ("kind", "name", "digest")), "utf-8")
    now = frame.set_index("name")["digest"]

    assert [str(change) for change in changed_inputs(built, tmp_path) or ()] == [
        f"changed  library: numpy (0.1 then, {now['numpy']} now)",
        "new      study: study.yaml",
        "gone     text: interviews/S99.md",
    ]
    assert str(Change("journal", "codings/a/S1.jsonl", "changed", "x", "y")) == "changed  journal: codings/a/S1.jsonl"


def test_cells_that_differ() -> None:
    """A cell by row and column, a row that came, one that went, and a column that came."""
    was, now = "mark,n,m\na,1,x\nb,2,y\n", "mark,n,m\na,1,z\nc,2,y\n"

    assert compare_tables(was, now) == [("a", "m", "x", "z"), ("c", WHOLE, "", "c|2|y"), ("b", WHOLE, "b|2|y", "")]
    assert compare_tables("mark,n\na,1\n", "mark,n,o\na,1,5\n") == [("(header)", WHOLE, "mark|n", "mark|n|o")]


def test_rows_known_by_more_than_one_cell() -> None:
    """Where the first cell does not tell rows apart more are taken; where none do, the number of the row."""
    assert compare_tables("a,b,n\nx,1,5\nx,2,5\n", "a,b,n\nx,1,5\nx,2,6\n") == [("x 2", "n", "5", "6")]
    assert compare_tables("a\nx\nx\n", "a\nx\ny\n") == [("row 2", "a", "x", "y")]
    assert compare_tables("", "a\nx\n")[0] == ("(header)", WHOLE, "", "a")


ROWS = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz")), max_size=5)


@given(ROWS, ROWS)
def test_equal_tables_and_only_these_have_no_difference(
    one: list[tuple[str, str]], other: list[tuple[str, str]]
) -> None:
    """A table does not differ from itself; tables without a difference hold the same rows, in whatever order."""
    was, now = ("k,v\n" + "".join(f"{k},{v}\n" for k, v in rows) for rows in (one, other))

    assert compare_tables(was, was) == []
    if not compare_tables(was, now):
        assert sorted(one) == sorted(other)


def test_lines_that_differ_are_cut() -> None:
    """Only lines around the change are kept, and a very long one is cut with its length."""
    found = compare_texts("a\nb\n" + "x" * 999, "a\nc\n" + "x" * 999)

    assert found[-1].endswith("… (1000 characters)")
    assert {"-b", "+c"} <= set(found)
    assert len(compare_texts("", "\n".join(map(str, range(500))))) == 61
