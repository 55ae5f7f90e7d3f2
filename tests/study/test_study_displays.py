"""The displays of a study: roles, clusters, saturation, facets, pictures (F05, F06, F19, F20)."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
import study_kit as kit
from matplotlib.figure import Figure

from analysis import Study, open_study
from analysis.displays.saturation import Rule
from analysis.displays.themes import MIXED
from analysis.errors import AnalysisError, ApproachError, FigureError, ReleaseError
from analysis.study.charts.displayed import DISPLAYS

CASE = Path(__file__).parents[1] / "cases" / "night-handover"
BOTH = ("EXP.FIRST", "EXP.STAY")


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return open_study(kit.make_study(tmp_path_factory.mktemp("bakery")))


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The second case: another field, language and set of roles."""
    copy = tmp_path_factory.mktemp("ward") / "night-handover"
    shutil.copytree(CASE, copy)
    return open_study(copy)


def test_who_raises_what(study: Study) -> None:
    """Two bakers differ on how they came; the one seller stayed, but not for liking it: a case, without a share."""
    frame = study.role_ordered(themes=BOTH).set_index(["theme", "class"])

    assert frame[["n", "k", "share", "stance"]].values.tolist() == [
        *([2, 2, 1.0, 0], [1, 0, None, None]),
        *([2, 2, 1.0, 1], [1, 1, None, -1]),
    ]
    assert study.contrasts(themes=BOTH)["contrast"].tolist() == [None, None]


def test_sides_of_a_family_carry_a_warning(study: Study) -> None:
    """Stances towards different statements are added up there; a code has one statement and no warning."""
    assert study.role_ordered(themes=["EXP"]).attrs["warning"] == MIXED
    assert study.stance_balance(themes=["EXP"]).attrs["warning"] == MIXED
    assert "warning" not in study.role_ordered().attrs


def test_one_layer_of_the_talk(tmp_path: Path) -> None:
    """Two told why they stayed, one of them as a rule: one stands in practice, and the frame says which layer it is."""
    told = kit.make_study(tmp_path / "told", coded=False)
    kit.change(told, "study.yaml", "  valence: [positive, negative]", "  mode: [norm, fact, evaluation, wish]")
    for source, quote, mode in (("S01", "I stayed for the café", "fact"), ("S02", "I stayed since I liked it", "norm")):
        open_study(told).code(
            source, coder="anna", code="EXP.STAY", quote=quote, stance="supports", attributes={"mode": mode}
        )
    study = open_study(told)
    practice = study.stance_balance(themes=["EXP.STAY"], layer="practice")

    assert study.stance_balance(themes=["EXP.STAY"])["persons"].tolist() == [2]
    assert (practice["persons"].tolist(), practice.attrs["layer"]) == ([1], "practice")


def test_a_study_that_records_no_mode_has_no_layers(study: Study) -> None:
    """And a layer that is none is refused: the message says what there is."""
    with pytest.raises(AnalysisError, match="told by the attribute 'mode': none .got 'practice'."):
        study.role_ordered(themes=BOTH, layer="practice")


def test_the_public_matrix_is_by_label(study: Study) -> None:
    """Baker and seller share one printed label of three persons; below five it tells only that somebody raises it."""
    frame = study.role_ordered(themes=BOTH, profile="public")

    assert frame[["class", "n", "k", "raised"]].values.tolist() == [["a bakery hand", "<5", None, True]] * 2
    assert study.contrasts(themes=BOTH, profile="public")["persons"].tolist() == [None, None]


def test_clusters_by_source_and_group(study: Study) -> None:
    """Own clusters and families; what stands for and against in each."""
    own = {"arrival": ["EXP.FIRST"], "all": ["EXP"]}

    assert study.clustered(clusters=own).to_dict("index") == {
        **{"S01": {"arrival": 1, "all": 1}, "S02": {"arrival": 1, "all": 1}, "S03": {"arrival": 0, "all": 1}}
    }
    assert study.clustered(by="group", value="balance", clusters=own).values.tolist() == [[0.0, 0.5], [None, -1.0]]
    with pytest.raises(AnalysisError, match=r"made by source, person, role or group \(got 'kind'\)"):
        study.clustered(by="kind")


def test_saturation_names_its_codebook(study: Study) -> None:
    """Every number on saturation stands beside the version of the codebook, the sources in order and the rule."""
    frame = study.saturation(rule=Rule(1, 1))

    assert frame[["source", "new"]].values.tolist() == [["S01", 2], ["S02", 0], ["S03", 0]]
    assert (frame.attrs["reached"], frame.attrs["codebook"], frame.attrs["coded_under"]) == ("1+1", 1, [1])
    assert study.saturation_orders().attrs["sources"] == ["S01", "S02", "S03"]
    assert study.saturation_by_role()["assessable"].tolist() == ["not assessable", "not assessable"]


def test_saturation_where_the_approach_has_none(study: Study) -> None:
    """F00: a reflexive study is refused with the alternative; a forced one carries the rationale."""
    loaded = study.loaded
    reflexive = Study(replace(loaded, config=replace(loaded.config, approach="reflexive")))

    for ask in (reflexive.saturation, reflexive.saturation_orders, reflexive.saturation_curve):
        with pytest.raises(ApproachError, match="facets per code and information power"):
            ask()
    with pytest.raises(ApproachError, match="facets per code"):
        reflexive.display("saturation")
    forced = reflexive.saturation_by_role(force=True, rationale="The journal asks for it.")
    assert forced.attrs["override"] == "The journal asks for it."


def test_facets_come_in_the_order_of_dates(study: Study) -> None:
    """Nobody noted a facet: None, and out of three sources."""
    assert study.facets(themes=["EXP.STAY"]).values.tolist() == [[None, None, 3, None]]
    assert list(study.facet_steps().columns) == ["S01", "S02", "S03"]


def test_information_power_is_read(tmp_path: Path) -> None:
    """Its file stands under codebook/; what is wrong with it is the study's problem."""
    root = kit.make_study(tmp_path, coded=False)
    text = "judgements:\n- {aspect: aim, judgement: narrow, text: {en: One bakery.}, by: me}\n"
    kit.put(root, "codebook/information-power.yaml", text)
    study = open_study(root)

    assert study.information_power().loc["aim", "text"] == "One bakery."
    assert [p.rule for p in study.problems if "power" in p.file] == ["all five aspects are judged"]


@pytest.mark.parametrize("name", DISPLAYS)
@pytest.mark.parametrize("language", ["es", "en"])
def test_every_display_of_another_case(ward: Study, name: str, language: str) -> None:
    """Picture, table, caption and words come out; the mark of what is constructed stands in picture and words."""
    options = {"unit": "source"} if name == "co-occurrence" else {}
    drawing = ward.display(name, language=language, **options)
    mark = ward.constructed_mark(language)
    shown = " ".join(text.get_text() for text in drawing.figure.axes[0].texts)

    assert isinstance(drawing.figure, Figure)
    assert len(drawing.table) > 0
    assert mark.split()[0] in shown and drawing.alternative.startswith(mark)
    assert f"n = {len(ward.loaded.participants)}" in drawing.caption or name == "saturation"
    assert "None" not in shown and "nan" not in shown


@pytest.mark.parametrize("name", ["framework", "clustered"])
def test_rows_of_single_sources_leave_in_no_public_profile(ward: Study, name: str) -> None:
    """A row for each interview names its person to whoever knows the house."""
    with pytest.raises(ReleaseError, match="leaves in no public profile"):
        ward.display(name, profile="public")


def test_sums_over_people_stay_in(ward: Study) -> None:
    """F44: the sum over all persons less the classes that are shown would give the hidden back; segments do not."""
    for name, options in (("stance-balance", {}), ("co-occurrence", {"unit": "source"})):
        with pytest.raises(ReleaseError, match="gives back what classes below the limit hide"):
            ward.display(name, profile="public", **options)
    assert not ward.display("stance-balance", profile="public", unit="segment").table.empty


def test_a_display_that_there_is_not(study: Study) -> None:
    """The message names those that there are."""
    with pytest.raises(FigureError, match=r"a display is one of framework, role-ordered, .* \(got 'pie'\)"):
        study.display("pie")


def test_no_frame_holds_nan(ward: Study) -> None:
    """Undefined is None in every frame of the displays."""
    frames = [
        *(ward.framework(), ward.framework(rows="person"), ward.role_ordered(), ward.contrasts(), ward.facets()),
        *(ward.stance_balance(), ward.saturation(), ward.saturation_orders(), ward.saturation_curve()),
        *(ward.clustered(value=value) for value in ("presence", "segments", "per_1000_words", "balance")),
    ]
    cells = [cell for frame in frames for cell in frame.astype(object).to_numpy().ravel()]

    assert not any(cell is not None and pd.isna(cell) for cell in cells)
