"""`jenjang new`: an empty study that checks, and that grows into one that is built."""

from __future__ import annotations

from pathlib import Path

import pytest
import study_kit as kit

from analysis.errors import StudyError
from analysis.study.build import build
from analysis.study.handle import open_study
from analysis.study.load import load
from analysis.study.new import new_study
from analysis.study.verify import verify
from analysis.tables import write_text

FILES = [
    ".gitignore",
    "README.md",
    "codebook/codebook.yaml",
    "codings/coders.csv",
    "documents/register.csv",
    "figures/themes.yaml",
    "interviews/consent.csv",
    "interviews/guide.yaml",
    "interviews/participants.csv",
    "study.yaml",
]


def test_a_new_study_checks(tmp_path: Path) -> None:
    """No error, and one warning that says where the transcripts go."""
    written = new_study(tmp_path / "bakery")

    assert sorted(kit.files(tmp_path / "bakery")) == FILES
    assert written == sorted(tmp_path / "bakery" / name for name in FILES)
    [problem] = load(tmp_path / "bakery").problems
    assert (problem.level, problem.file, problem.rule) == ("warning", "interviews", "a study has sources")
    assert problem.next_step == "Put transcripts there, in the form that the README shows."


def test_a_new_study_is_built(tmp_path: Path) -> None:
    """With nothing to draw yet, and what is published can be verified."""
    root = tmp_path / "bakery"
    new_study(root)
    done = build(root)

    assert done.left_out == {"themes": "there is nothing to count yet"}
    assert {item.verdict for item in verify(root)} == {"same"}


def test_what_the_readme_shows_is_read(tmp_path: Path) -> None:
    """The transcript in the README of a new study, copied as it stands, is a source without a problem."""
    root = tmp_path / "bakery"
    new_study(root)
    readme = (root / "README.md").read_text(encoding="utf-8")
    shown = readme.split("       ---\n", 1)[1].split("\n2. ")[0]
    text = "---\n" + "\n".join(line.removeprefix("       ") for line in shown.split("\n"))
    kit.put(root, "interviews/S01.md", text)
    kit.put(root, "interviews/participants.csv", "id,role\nP01,participant\n")
    kit.write_consent(root, {}, people={"P01": ""})
    study = open_study(root)

    assert study.problems == ()
    assert study.passages["text"].tolist() == ["How did you come to be here?", "By bus, mostly."]
    study.code("S01", coder="me", code="EXP.FIRST", quote="By bus")
    assert study.matrix().loc["EXP.FIRST", "participant"] == 1


@pytest.mark.parametrize("name", ["null", "2024", "1e3", "yes", "a.b-c_d"])
def test_any_name_that_is_an_id(tmp_path: Path, name: str) -> None:
    """The folder's name is the study's id, even where YAML would read a number or nothing."""
    new_study(tmp_path / name)
    study = open_study(tmp_path / name)

    assert (study.config.id, study.errors) == (name, [])


@pytest.mark.parametrize("name", ["two words", "-x", "é", "a:b"])
def test_a_name_that_is_no_id(tmp_path: Path, name: str) -> None:
    """It is refused, and no folder is left."""
    with pytest.raises(StudyError, match="a study's folder is named with letters, digits"):
        new_study(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_holds_something(tmp_path: Path) -> None:
    """Nothing is overwritten; a file is no folder."""
    note = kit.put(tmp_path, "bakery/note.txt", "mine\n")

    for folder in (tmp_path / "bakery", note):
        with pytest.raises(StudyError, match="a new study begins in an empty folder"):
            new_study(folder)
    assert kit.files(tmp_path) == {"bakery/note.txt": b"mine\n"}


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    """A folder that was made before is as good as one that was not."""
    (tmp_path / "bakery").mkdir()

    assert len(new_study(tmp_path / "bakery")) == len(FILES)


def test_two_new_studies_are_equal(tmp_path: Path) -> None:
    """No date and no path of the moment: the same name gives the same bytes."""
    for place in ("here", "there"):
        new_study(tmp_path / place / "bakery")

    assert kit.files(tmp_path / "here/bakery") == kit.files(tmp_path / "there/bakery")


def test_the_claim_of_the_readme_is_a_claim(tmp_path: Path) -> None:
    """The ledger in the README of a new study, copied as it stands, is read without a problem."""
    root = tmp_path / "mine"
    new_study(root)
    lines = (root / "README.md").read_text(encoding="utf-8").split("\n")
    first = lines.index("       claims:")
    block = [line[7:] for line in lines[first : lines.index("", first)]]
    write_text(root / "codebook/claims.yaml", "\n".join(block) + "\n")
    loaded = load(root)

    assert list(loaded.claims) == ["by-bus"]
    assert [p for p in loaded.problems if p.file == "codebook/claims.yaml"] == []
