"""From the folder to what is published: what is made, where it goes, what is not done twice, what may not leave."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import nbformat
import pytest
import study_kit as kit
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

import analysis
from analysis.errors import ReleaseError, StudyError
from analysis.study import build as building
from analysis.study import publish as publishing
from analysis.study.build import Built, build
from analysis.study.handle import open_study
from analysis.study.load import load
from analysis.study.notebooks import execute, normalise_notebook
from analysis.study.publish import output_folder
from analysis.study.verify import Comparison, verify
from analysis.tables import write_csv

pytestmark = pytest.mark.usefixtures("coarse")

PICTURES = ("alt.txt", "pdf", "png", "svg")
TABLES = ("assessment", "convergence")
INTERNAL = ("co_occurrence", "code_by_role", "coverage", "profiles")
NAMES = ("model", "model-stability", "themes")
DRAWN = {f"{name}.{kind}" for name in NAMES for kind in (*(f"en.{kind}" for kind in PICTURES), "csv")}
DRAWN |= {f"model.en.column.{kind}" for kind in PICTURES[1:]}
SUGGESTED = {f"codings/suggester/{key}.jsonl" for key in kit.TALK}
FROZEN = {"interviews/checksums.csv", "documents/checksums.csv"}


def made(folder: str, *, internal: bool) -> set[str]:
    """The files of a profile's folder."""
    tables = {f"tables/{name}.csv" for name in (*TABLES, *(INTERNAL if internal else ()))}
    drawn = {name for name in DRAWN if internal or "stability" not in name}  # three persons are too few in public
    return {f"{folder}/{name}" for name in drawn | tables | {"evidence.html", "inputs.csv"}}


def written(done: Built, root: Path) -> dict[str, set[str]]:
    """Stage -> the files that it wrote."""
    return {stage: {p.relative_to(root).as_posix() for p in paths} for stage, paths in done.made.items()}


def notebook(root: Path, name: str, *sources: str) -> Path:
    """A notebook of these code cells, with a line of prose."""
    cells = [new_markdown_cell("What was said?", id="prose")]
    cells += [new_code_cell(source, id=f"cell-{number}") for number, source in enumerate(sources)]
    return kit.put(root, f"notebooks/{name}.ipynb", nbformat.writes(new_notebook(cells=cells)) + "\n")


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


# --- what may not leave -----------------------------------------------------------------------------------------------

SECRET = "marzipan"
TEXTS = (".csv", ".html", ".svg", ".txt")


def texts(folder: Path) -> dict[str, str]:
    """Every file of words that was written."""
    return {p.name: p.read_text(encoding="utf-8") for p in sorted(folder.rglob("*")) if p.suffix in TEXTS}


def planted(root: Path, *, uses: Mapping[str, str]) -> Path:
    """P02, called P77, speaks of marzipan in S77, with this consent."""
    for name in ("interviews/participants.csv", "interviews/consent.csv"):
        path = root / name
        path.write_text(path.read_text(encoding="utf-8").replace("P02", "P77"), encoding="utf-8")
    (root / "interviews/S02.md").unlink()
    (root / "codings/anna/S02.jsonl").unlink()
    talk = f"P77: My mother sent me for the {SECRET}.\n\nP77: I stayed for the {SECRET} too.\n"
    kit.put(root, "interviews/S77.md", kit.interview("S77", talk))
    people = {"P01": "", "P77": "", "P03": ""}
    kit.write_consent(root, {}, people=people)
    study = open_study(root)
    for code, stance in (("EXP.FIRST", "opposes"), ("EXP.STAY", "supports")):
        quote = f"for the {SECRET}"
        memo = f"{SECRET} again"
        study.code("S77", coder="anna", code=code, quote=quote, occurrence=1, stance=stance, memo=memo, at=kit.AT)
    kit.write_consent(root, {"P77": uses}, people=people)
    return root


@pytest.mark.parametrize(
    "uses",
    [
        {"quote_verbatim": "no"},
        {"attribution": "none"},
        {"check_back_first": "yes"},
        {"analyse": "no"},
        {"withdrawn_at": "2024-06-01"},
    ],
    ids=lambda uses: next(iter(uses)),
)
def test_words_without_consent_are_not_published(tmp_path: Path, uses: Mapping[str, str]) -> None:
    """Neither in a picture nor in a table, a page or an alternative text; nor is it told whose words, or when.

    Whoever withdrew leaves two under the label of three: then nobody under it is quoted.
    """
    root = planted(kit.make_study(tmp_path / "bakery", profile="public"), uses=uses)
    build(root)

    assert [name for name, text in texts(root / "figures").items() if SECRET in text or "2024-06-01" in text] == []
    page = texts(root / "figures")["evidence.html"]
    assert "Of some persons: " in page
    assert ("A friend asked me to come" in page) is ("withdrawn_at" not in uses)
    assert "[withheld]" not in page


def test_words_with_consent_are_published(tmp_path: Path) -> None:
    """The same words with every consent stand on the page, under a label of three persons or more."""
    root = planted(kit.make_study(tmp_path / "bakery", profile="public"), uses={})
    build(root)

    assert [name for name, text in texts(root / "figures").items() if SECRET in text] == ["evidence.html"]
    assert "a bakery hand" in texts(root / "figures")["evidence.html"]


def test_no_person_and_no_interview_is_named(tmp_path: Path) -> None:
    """In public no id of a person, of an interview or of a single role's holder leaves; internally they are there."""
    root = planted(kit.make_study(tmp_path / "bakery", profile="public"), uses={})
    build(root)
    build(root, profile="internal")
    names = re.compile(r"\b([PS](01|77|03))\b")

    assert [name for name, text in texts(root / "figures").items() if names.search(text)] == []
    assert {"evidence.html", "model.csv"} <= {
        n for n, text in texts(root / "out/internal").items() if names.search(text)
    }


def test_no_small_count_leaves(tmp_path: Path) -> None:
    """Of classes below five: no number of persons in any table, no size in any heading, no count beside a mark."""
    root = kit.make_study(tmp_path / "bakery", profile="public")
    build(root)
    build(root, profile="internal")
    public, internal = texts(root / "figures"), texts(root / "out/internal")
    heading = re.compile(r"n = (?:&lt;)?\d+|\d+ segments|\d+ persons?\b|\b\d+ of \d+\b")

    assert {"n = 2", "n = 1"} <= set(heading.findall(internal["themes.en.svg"]))
    assert {found for text in public.values() for found in heading.findall(text)} == set()
    assert "themes.csv" not in public
    assert internal["themes.csv"] == "mark,baker,seller\nnode:EXP.FIRST,2,0\nnode:EXP.STAY,2,1\n"
    head, *rows = [line.split(",") for line in public["model.csv"].splitlines()]
    cells = [dict(zip(head, row, strict=True)) for row in rows]
    counted = ("groups", "witnesses", "opposers", "hypothetical")
    assert [[row["persons"], *(row[key] for key in counted)] for row in cells] == [
        ["some", "", "some", "some", "0"],
        ["some", "", "some", "some", "0"],
        ["none", "", "", "none", "0"],
        ["some", "", "some", "none", "0"],
        ["none", "", "", "none", "0"],
    ]
    assert set(head) & {"supported_by", "opposed_by", "class_size", "stays_without_one"} == set()


def test_a_large_class_is_counted(tmp_path: Path) -> None:
    """From five persons on, a class shows its size and its numbers, in public too; one of three says some or none."""
    root = kit.make_study(tmp_path / "bakery", profile="public")
    people = {**kit.ROLES, **{f"P0{n}": "baker" for n in (4, 5, 6)}, "P07": "seller", "P08": "seller"}
    rows = [{"id": person, "role": role} for person, role in people.items()]
    write_csv(root / "interviews/participants.csv", rows, ("id", "role"))
    kit.write_consent(root, {}, people=people)
    for n in (4, 5, 6, 7, 8):
        kit.put(root, f"interviews/S0{n}.md", kit.interview(f"S0{n}", f"P0{n}: By bus.\n"))
    build(root)

    found = texts(root / "figures")
    assert found["themes.csv"] == "mark,baker,seller\nnode:EXP.FIRST,2,none\nnode:EXP.STAY,2,some\n"
    assert set(re.findall(r"n (?:=|&lt;) \d+", found["themes.en.svg"])) == {"n = 5", "n &lt; 5"}


def test_a_table_by_source_stays_inside(tmp_path: Path) -> None:
    """In public such a figure is left out, and said to be; the other figures are drawn."""
    root = kit.make_study(tmp_path / "bakery")
    kit.change(root, "figures/themes.yaml", "by: role", "by: source")
    done = build(root, profile="public")

    assert done.left_out == {"themes": "a table by source names each interview"}
    assert build(root).left_out == {}
    assert {p.name for p in (root / "out/public").iterdir()} == {
        name for name in DRAWN if name.startswith("model.")
    } | {
        *("tables", "evidence.html", "inputs.csv"),
    }


def test_constructed_is_called_constructed(root: Path) -> None:
    """The mark stands in every alternative text and on the page, and goes with the last constructed source."""
    mark = "Constructed demonstration material: no person said this."
    found = texts(root / "figures")
    for key, talk in kit.TALK.items():
        kit.put(root, f"interviews/{key}.md", kit.interview(key, talk, provenance="recorded"))
    build(root)

    assert {name for name, text in found.items() if mark in text} >= {
        "evidence.html",
        "model.en.alt.txt",
        "themes.en.alt.txt",
    }
    assert [name for name, text in texts(root / "out/internal").items() if mark in text] == []


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
