"""Edited texts are adopted: one or all, in a dry run or for good, with a report and an act for each coding."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import study_kit as kit
from typer.testing import CliRunner

from analysis import __main__ as command
from analysis.coding.passages import recall
from analysis.study.adopt import edited, reanchor, reanchor_all, report
from analysis.study.build import freeze
from analysis.study.handle import open_study
from analysis.study.load import load
from analysis.tables import read_csv

CASE = Path(__file__).parents[1] / "cases" / "night-handover"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The bakery, coded, with frozen texts."""
    root = kit.make_study(tmp_path / "bakery")
    freeze(load(root))
    return root


def swap_turns(root: Path) -> None:
    """The two turns of P01 change places."""
    asked, first, second = kit.TALK["S01"].rstrip("\n").split("\n\n")
    kit.put(root, "interviews/S01.md", kit.interview("S01", f"{asked}\n\n{second}\n\n{first}\n"))


def test_turns_that_changed_places(root: Path) -> None:
    """Each coding stands on its words; each has its act; the frame says what became of it."""
    swap_turns(root)
    places = reanchor(root, "S01")
    study = open_study(root)

    assert [place.verdict for place in places] == ["moved"] * 3
    assert [act.memo for act in study.loaded.journals["anna", "S01"].acts if act.op == "anchor"] == ["moved"] * 3
    assert set(study.codings().query("source == 'S01'")["anchor"]) == {"moved"}
    assert study.problems == ()


def test_a_dry_run_writes_nothing(root: Path) -> None:
    """It says the same as the act itself."""
    swap_turns(root)
    before = kit.files(root)
    dry = reanchor(root, "S01", dry_run=True)

    assert kit.files(root) == before
    assert dry == reanchor(root, "S01")


def test_all_that_were_edited(root: Path) -> None:
    """Two edited texts are adopted, a third that is another text is told and stays, the rest is not touched."""
    kit.change(root, "interviews/S01.md", "By bus", "Well, by bus")
    kit.change(root, "interviews/S02.md", "since I liked it", "since I liked it there")
    kit.put(root, "interviews/S03.md", kit.interview("S03", "INT: Who?\n\nP03: Somebody else altogether now.\n"))
    assert edited(load(root)) == ["S01", "S02", "S03"]

    done, failed = reanchor_all(root)

    assert set(done) == {"S01", "S02"} and "still holds most of what was coded" in failed["S03"]
    assert edited(load(root)) == ["S03"]


def test_the_report_has_a_row_for_each(root: Path) -> None:
    """Verdict, score, place and words before and now; what is orphaned has no place."""
    kit.change(root, "interviews/S01.md", "I stayed for the café", "I stayed for the cafe")
    frame = report(load(root).sources, {"S01": reanchor(root, "S01", dry_run=True)})
    rows = frame.set_index("words_before")[["verdict", "start", "words"]]

    assert rows.loc["I stayed for the café"].tolist() == ["healed", 96, "I stayed for the cafe"]
    assert sorted(frame["verdict"]) == ["healed", "unchanged", "unchanged"]
    kit.change(root, "interviews/S01.md", "A friend asked me to come", "Well")
    frame = report(load(root).sources, {"S01": reanchor(root, "S01", dry_run=True, anyway=True)})
    assert frame.set_index("words_before").loc["A friend asked me to come", ["start", "words"]].tolist() == [-1, ""]


def test_the_old_text_is_forgotten_when_nothing_stands_in_it(root: Path) -> None:
    """After the adoption only the new text's passages are kept."""
    swap_turns(root)
    reanchor(root, "S01")

    assert list(recall(root, "S01")) == [open_study(root).source("S01").text_sha]


def test_another_case_with_two_coders(tmp_path: Path) -> None:
    """A turn of the focus group moves to the end: what both coders and the adjudicator put there goes with it."""
    root = tmp_path / "case"
    shutil.copytree(CASE, root)
    freeze(load(root))
    text = (root / "interviews/T05.md").read_text("utf-8")
    head, *turns = text.rstrip("\n").split("\n\n")
    quoted = {c.id: c.quote for c in open_study(root).codings().itertuples()}
    kit.put(root, "interviews/T05.md", "\n\n".join([head, *turns[1:], turns[0]]) + "\n")
    places = reanchor(root, "T05")
    study = open_study(root)

    assert {place.verdict for place in places} <= {"unchanged", "moved"}
    assert {c.id: c.quote for c in study.codings().itertuples()} == quoted


def test_the_command(root: Path, tmp_path: Path) -> None:
    """--all, --dry-run and --report; one source or all, not both."""
    run = CliRunner().invoke
    kit.change(root, "interviews/S01.md", "I stayed for the café", "I stayed for the cafe")
    where, file = ["--study", str(root)], tmp_path / "report.csv"
    dry = run(command.app, ["reanchor", "--all", "--dry-run", "--report", str(file), *where])

    assert dry.exit_code == 0
    assert "stands at 96, score 0.9" in dry.stdout and "nothing written" in dry.stdout
    assert [row["verdict"] for row in read_csv(file)].count("healed") == 1
    assert "frozen" in run(command.app, ["reanchor", "S01", *where]).stdout
    assert run(command.app, ["reanchor", "--all", *where]).stdout == "no text was edited\n"
    assert run(command.app, ["reanchor", *where]).exit_code == 1
    assert run(command.app, ["reanchor", "S01", "--all", *where]).exit_code == 1
