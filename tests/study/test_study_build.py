"""From the folder to what is published: what is made, where it goes, what is not done twice, what notebooks keep."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
import study_kit as kit
from build_kit import FROZEN, SUGGESTED, made, notebook, written

import analysis
from analysis.errors import ReleaseError, StudyError
from analysis.study import build as building
from analysis.study import publish as publishing
from analysis.study.build import build
from analysis.study.handle import open_study
from analysis.study.load import load
from analysis.study.notebooks import execute, normalise_notebook
from analysis.study.publish import output_folder
from analysis.study.verify import Comparison, verify

pytestmark = pytest.mark.usefixtures("coarse")


@pytest.fixture(scope="module")
def once(coarse: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study that was built once."""
    root = kit.make_study(tmp_path_factory.mktemp("built") / "bakery")
    build(root)
    return root


@pytest.fixture
def root(once: Path, tmp_path: Path) -> Path:
    """A copy of the built study, notes of the program included, to do anything with."""
    return shutil.copytree(once, tmp_path / "bakery")


# --- what is made -----------------------------------------------------------------------------------------------------


def test_a_study_that_does_not_check_is_not_drawn(tmp_path: Path) -> None:
    """Nothing is written, neither a checksum nor a note, and every problem is in the message."""
    root = kit.make_study(tmp_path / "bakery")
    kit.change(root, "figures/model.yaml", "codes: [EXP.FIRST]", "codes: [EXP.LAST]")
    kit.change(root, "study.yaml", "id: bakery", "id: bakery\ncolour: blue")
    before = {p for p in root.rglob("*")}, kit.files(root)

    with pytest.raises(StudyError) as error:
        build(root)

    first, *problems = str(error.value).splitlines()
    assert first == "the study does not check (1 error); nothing is drawn from it:"
    assert problems == [f"  {p}" for p in load(root).problems]
    assert ({p for p in root.rglob("*")}, kit.files(root)) == before


def test_what_a_build_writes(tmp_path: Path) -> None:
    """Checksums, suggestions, and for each figure picture, table and words; every table and the evidence page."""
    root = kit.make_study(tmp_path / "bakery")
    before = kit.files(root)
    done = build(root)
    after = kit.files(root)

    assert written(done, root) == {
        "freeze": FROZEN,
        "suggest": SUGGESTED,
        "figures": made("figures", internal=True),
        "notebooks": set(),
    }
    assert set(after) - set(before) == FROZEN | SUGGESTED | made("figures", internal=True)
    assert {name: after[name] for name in before} == before
    assert done.folder == root / "figures"
    assert load(root).problems == ()


def test_a_study_is_built_from_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From a folder inside it, or through a link: it is the same study."""
    root = kit.make_study(tmp_path / "bakery")
    (tmp_path / "link").symlink_to(root)
    monkeypatch.chdir(tmp_path)
    build(Path("link/interviews"))

    assert set(written(build(root), root)["figures"]) == set()
    assert (root / "figures/evidence.html").is_file()


def test_figures_without_evidence_are_left_out(tmp_path: Path) -> None:
    """Where nobody coded for a figure yet it is passed over and named; the rest of the study is built."""
    root = kit.make_study(tmp_path / "bakery", coded=False)
    kit.put(root, "figures/model.yaml", kit.MODEL.split("  - {id: stay")[0])
    done = build(root)

    assert done.left_out == {"model": "no box has evidence yet"}
    assert not (root / "figures/model.en.svg").exists()
    assert (root / "figures/themes.en.svg").is_file()


# --- what is not done twice -------------------------------------------------------------------------------------------


def test_a_second_build_writes_nothing(root: Path) -> None:
    """Neither a file nor its time changes."""
    times = {p: p.stat().st_mtime_ns for p in root.rglob("*") if p.is_file()}
    done = build(root)

    assert written(done, root) == {"freeze": set(), "suggest": set(), "figures": set(), "notebooks": set()}
    assert {p: p.stat().st_mtime_ns for p in root.rglob("*") if p.is_file()} == times


def test_one_changed_transcript(root: Path) -> None:
    """Its checksum and its suggestions are made anew; of what is published, only what it changes is written."""
    kit.change(root, "interviews/S03.md", "Nobody else would do the work.", "Nobody else would do the work. I stayed.")
    text = (root / "interviews/checksums.csv").read_text(encoding="utf-8")
    kit.put(root, "interviews/checksums.csv", re.sub("S03,.*\n", "", text))
    done = written(build(root), root)

    assert done == {
        "freeze": {"interviews/checksums.csv"},
        "suggest": {"codings/suggester/S03.jsonl"},
        "figures": {"figures/evidence.html", "figures/inputs.csv", "figures/tables/coverage.csv"},
        "notebooks": set(),
    }


def test_one_changed_rule(root: Path) -> None:
    """A new phrase of the codebook is looked for in every source."""
    kit.change(root, "codebook/codebook.yaml", "- I stayed", "- I liked it")
    done = written(build(root), root)

    assert done["suggest"] == SUGGESTED
    assert done["freeze"] == set()


def test_a_page_for_readers_is_no_input(root: Path) -> None:
    """READMEs may be written without anything being drawn anew."""
    kit.put(root, "interviews/README.md", "# How we asked\n")
    kit.put(root, "README.md", "# The bakery\n")

    assert not any(written(build(root), root).values())


@pytest.mark.parametrize("hand", ["delete", "edit"])
def test_what_was_made_is_made_again(root: Path, hand: str) -> None:
    """A picture that was lost or edited by hand is put back; what a person wrote is left alone."""
    kept = kit.files(root)
    for name in ("figures/model.en.svg", "codings/suggester/S01.jsonl"):
        if hand == "delete":
            (root / name).unlink()
        else:
            (root / name).write_bytes(kept[name] + b"\n")
    done = written(build(root), root)

    assert (done["suggest"], done["figures"]) == ({"codings/suggester/S01.jsonl"}, {"figures/model.en.svg"})
    assert kit.files(root) == kept


def test_what_is_no_longer_made_goes(root: Path) -> None:
    """Pictures of a figure that left the study, and tables that may not be public any more, do not stay behind."""
    kit.put(root, "figures/notes.csv", "kept\n")
    (root / "figures/themes.yaml").unlink()
    kit.change(root, "study.yaml", "profile: internal", "profile: public")
    build(root)
    left = {name for name in kit.files(root) if name.startswith("figures/")}

    public = {name for name in made("figures", internal=False) if "themes" not in name}
    assert left == public | {"figures/model.yaml", "figures/notes.csv"}


def test_suggestions_of_a_lost_source_go(root: Path) -> None:
    """A source that nobody coded may leave the study, with its checksum and its suggestions."""
    kit.put(root, "interviews/S04.md", kit.interview("S04", "P03: By foot.\n", person="P03"))
    build(root)
    assert (root / "codings/suggester/S04.jsonl").is_file()
    assert "S04," in (root / "interviews/checksums.csv").read_text(encoding="utf-8")

    (root / "interviews/S04.md").unlink()
    build(root)

    assert not (root / "codings/suggester/S04.jsonl").exists()
    assert "S04," not in (root / "interviews/checksums.csv").read_text(encoding="utf-8")


def test_a_checksum_that_was_rubbed_out(root: Path) -> None:
    """A row without its checksum is frozen anew; a listed text is never frozen twice."""
    before = (root / "interviews/checksums.csv").read_text(encoding="utf-8")
    kit.put(root, "interviews/checksums.csv", re.sub("S02,.*\n", "S02,\n", before))
    build(root)

    assert (root / "interviews/checksums.csv").read_text(encoding="utf-8") == before


@pytest.mark.parametrize("notes", ["{", "[]", '{"figures/internal": "old"}'])
def test_lost_notes_are_no_harm(root: Path, notes: str) -> None:
    """Without the program's own notes everything is computed again, and the same bytes stay where they are."""
    kit.put(root, ".jenjang/stamps.json", notes)
    kept = kit.files(root)
    done = written(build(root), root)

    assert done["figures"] == set()
    assert kit.files(root) == kept


# --- where it goes ----------------------------------------------------------------------------------------------------


def test_another_profile_goes_aside(root: Path) -> None:
    """What is not the study's own profile goes to the git-ignored out/, and figures/ stays as it is."""
    before = kit.files(root)
    done = build(root, profile="public")
    after = kit.files(root)

    assert done.folder == root / "out/public"
    assert "notebooks" not in done.made
    assert set(after) - set(before) == {f for f in made("out/public", internal=False) if "themes." not in f}
    assert done.left_out == {"themes": "a class of the table holds fewer than 3 persons"}
    assert {name: after[name] for name in before} == before


def test_internal_with_a_recorded_source_goes_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One recorded source is enough: figures, tables and outputs of notebooks go to the git-ignored folder."""
    root = kit.make_study(tmp_path / "bakery")
    kit.put(root, "interviews/S03.md", kit.interview("S03", kit.TALK["S03"], provenance="recorded"))
    page = notebook(root, "01-said", "from analysis import open_study", "list(open_study().codings()['quote'])[:1]")
    before = kit.files(root)
    done = build(root)
    after = kit.files(root)
    run = nbformat.read(root / "out/internal/notebooks/01-said.ipynb", as_version=4)

    assert done.folder == output_folder(open_study(root), "internal") == root / "out/internal"
    expected = FROZEN | SUGGESTED | made("out/internal", internal=True) | {"out/internal/notebooks/01-said.ipynb"}
    assert set(after) - set(before) == expected
    assert {name: after[name] for name in before} == before
    assert run.cells[2].outputs[0].data["text/plain"] == "['A friend asked me to come']"
    assert not any(written(build(root), root).values())
    assert {item.verdict for item in verify(root)} == {"same"}

    wanted: list[Path] = []
    monkeypatch.setattr(building, "run_notebooks", lambda paths, folder, **_: wanted.extend(paths) or [])
    kit.put(root, "notebooks/01-said.ipynb", page.read_text("utf-8").replace("[:1]", "[:0]"))
    build(root)
    assert wanted == [page]


def test_out_is_ignored_by_git(tmp_path: Path) -> None:
    """A new study keeps out/ and the program's own notes out of the repository."""
    root = kit.make_study(tmp_path / "bakery")

    assert {"/out/", "/.jenjang/"} <= set((root / ".gitignore").read_text(encoding="utf-8").splitlines())


def test_an_unknown_profile_writes_nothing(root: Path) -> None:
    """A misspelt profile stops before the first file."""
    before = kit.files(root)

    with pytest.raises(ReleaseError, match="a profile is one of public, internal"):
        build(root, profile="Public")

    assert kit.files(root) == before


def test_a_failure_leaves_nothing_half(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the last step fails, no picture of the new state stands beside tables of the old one."""
    kit.change(root, "figures/model.yaml", "{en: Staying}", "{en: Remaining}")
    before = kit.files(root)

    def fails(*args: object, **kwargs: object) -> str:
        raise StudyError("the page cannot be written")

    monkeypatch.setattr(publishing, "page_text", fails)
    with pytest.raises(StudyError):
        build(root)
    assert kit.files(root) == before

    monkeypatch.undo()
    assert "figures/model.en.svg" in written(build(root), root)["figures"]


# --- the same in, the same out ----------------------------------------------------------------------------------------

SCRIPT = "import sys; from pathlib import Path; from analysis.study.build import build; build(Path(sys.argv[1]))"


def test_two_builds_write_the_same_bytes(tmp_path: Path) -> None:
    """In folders of other names, in other processes with other hash seeds and at other times: equal files."""
    roots = [kit.make_study(tmp_path / place / "bakery") for place in ("here", "elsewhere")]
    running = []
    for seed, root in zip(("1", "4242"), roots, strict=True):
        notebook(root, "01-said", "{'café', 'bread', 'dough'}.__class__", "object()")
        settings = {
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": str(Path(analysis.__file__).parents[1]),
            "TZ": f"UTC+{seed[0]}",
        }
        command = [sys.executable, "-c", SCRIPT, str(root)]
        running.append(subprocess.Popen(command, env={**os.environ, **settings}, cwd=tmp_path))
    assert [process.wait() for process in running] == [0, 0]

    first, second = map(kit.files, roots)
    assert first == second
    assert b"<object at 0x0>" in first["notebooks/01-said.ipynb"]
    assert all(place.encode() not in data for place in ("elsewhere", str(tmp_path)) for data in second.values())


# --- verify -----------------------------------------------------------------------------------------------------------


def test_verify_says_what_differs(root: Path) -> None:
    """Same, different, missing, extra: each published file against its rebuild; the study itself is not touched."""
    assert {item.verdict for item in verify(root)} == {"same"}
    assert {item.file for item in verify(root)} == (made("figures", internal=True) | SUGGESTED) - {"figures/inputs.csv"}

    (root / "figures/model.csv").write_text("mark\n", encoding="utf-8")
    (root / "figures/tables/coverage.csv").unlink()
    kit.put(root, "figures/old.en.svg", "<svg/>\n")
    kit.put(root, "figures/README.md", "# What the figures show\n")
    before = {p: p.stat().st_mtime_ns for p in root.rglob("*")}
    found = verify(root)

    assert [item for item in found if item.verdict != "same"] == [
        Comparison("figures/model.csv", "different"),
        Comparison("figures/old.en.svg", "extra"),
        Comparison("figures/tables/coverage.csv", "missing"),
    ]
    assert [item.file for item in found] == sorted(item.file for item in found)
    assert {p: p.stat().st_mtime_ns for p in root.rglob("*")} == before


def test_verify_wants_a_sound_study(root: Path) -> None:
    """What does not check is not rebuilt."""
    (root / "codebook/codebook.yaml").unlink()

    with pytest.raises(StudyError, match="the study does not check"):
        verify(root)


# --- notebooks --------------------------------------------------------------------------------------------------------


def test_notebooks_keep_what_is_equal_tomorrow(tmp_path: Path) -> None:
    """Widget state, times, addresses and what is written to the error stream go; values and prose stay."""
    page = notebook(tmp_path, "01-x", "x = 1")
    run = nbformat.read(page, as_version=4)
    run.metadata["widgets"] = {"state": {}}
    run.cells[1].metadata["execution"] = {"iopub.execute_input": "2024-05-07T10:00:00Z"}
    run.cells[1].outputs = [
        nbformat.from_dict({"output_type": "stream", "name": "stderr", "text": "a notice"}),
        nbformat.from_dict(
            {
                "output_type": "display_data",
                "metadata": {},
                "data": {"application/vnd.jupyter.widget-view+json": {"model_id": "7"}},
            }
        ),
        nbformat.from_dict(
            {
                "output_type": "execute_result",
                "execution_count": 1,
                "metadata": {},
                "data": {"text/plain": "<Desk at 0x7f3ac0de>"},
            }
        ),
    ]
    clean = normalise_notebook(run)

    assert dict(clean.metadata) == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    assert clean.cells[0].source == "What was said?"
    assert "execution" not in clean.cells[1].metadata
    assert [output["data"] for output in clean.cells[1].outputs] == [{"text/plain": "<Desk at 0x0>"}]


def test_a_notebook_that_fails(root: Path) -> None:
    """Notebook, cell and message are named, and the file stays as it was."""
    page = notebook(root, "02-breaks", "x = 1", "x / 0")
    before = page.read_bytes()

    with pytest.raises(StudyError) as error:
        build(root)

    assert str(error.value) == (
        "notebooks/02-breaks.ipynb, cell 3: a notebook runs from top to bottom "
        "(got ZeroDivisionError: division by zero). Open it in JupyterLab and run it."
    )
    assert page.read_bytes() == before


@pytest.mark.parametrize("text", ["", "not json", "[]", "{}"])
def test_a_file_that_is_no_notebook(tmp_path: Path, text: str) -> None:
    """It is named in a sentence."""
    with pytest.raises(StudyError, match="notebooks/03-no.ipynb: the file is a notebook"):
        execute(kit.put(tmp_path, "notebooks/03-no.ipynb", text))
