"""Displays as figures: a figure file asks for them, their rows lead to words, and the gate holds."""

from __future__ import annotations

from pathlib import Path

import pytest
import study_kit as kit

from analysis.study.charts.registry import CHARTS
from analysis.study.handle import open_study
from analysis.study.publish import left_out

DISPLAYS = ("clustered", "framework", "role-ordered", "stance-balance")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bakery, with a figure file for each display."""
    root = kit.make_study(tmp_path_factory.mktemp("displays") / "bakery")
    for number, name in enumerate(DISPLAYS, start=20):
        text = f"name: {name}\nnumber: {number}\nkind: chart\nchart: {name}\nresearch_question: RQ1\ntitle: {{en: T}}\n"
        kit.put(root, f"figures/{name}.yaml", text)
    return root


@pytest.mark.parametrize("name", DISPLAYS)
def test_a_figure_file_asks_for_a_display(root: Path, name: str) -> None:
    """It is drawn with its caption and its words, as `study.display` draws it."""
    study = open_study(root)
    drawing = study.drawing(name)

    assert study.errors == [] and name in CHARTS
    assert drawing.caption == study.display(name).caption
    assert drawing.alternative and len(drawing.figure.get_children()) > 1


def test_a_row_leads_to_its_words(root: Path) -> None:
    """A row of the role-ordered matrix names a mark; its evidence is what the role said on the theme."""
    study = open_study(root)
    row = study.drawing("role-ordered").table.query("k > 0").iloc[0]
    behind = study.evidence("role-ordered", row["mark"])

    assert set(behind["role"]) == {row["class"]} and len(behind)


def test_what_cannot_be_drawn_says_why(root: Path) -> None:
    """Where no two codes go together twice, the figure is left out of a build, with the reason."""
    kit.put(root, "figures/pairs.yaml", "name: pairs\nnumber: 30\nkind: chart\nchart: co-occurrence\ntitle: {en: T}\n")

    assert "a chart shows at least one row" in left_out(open_study(root), "internal")["pairs"]


def test_what_names_a_source_stays_inside(root: Path) -> None:
    """The framework matrix is not drawn in public, and the build says why."""
    assert "framework" in left_out(open_study(root), "public")
    assert "framework" not in left_out(open_study(root), "internal")


def test_why_not_is_found_out_once(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A display tells only by being tried; what was found holds for the next question and for drawing."""
    study = open_study(root)
    tried: list[str] = []
    draw = type(study).display
    monkeypatch.setattr(type(study), "display", lambda *a, **k: (tried.append(a[1]), draw(*a, **k))[1])
    left_out(study, "internal")
    study.drawing("clustered")
    left_out(study, "internal")

    assert tried.count("clustered") == 2  # once to ask, once to draw
