"""The study at hand: legal frames, who says what on a theme, norm and practice, silences, registers of evidence."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import study_kit as kit

from analysis import Study, open_study

SPANS = "then: {start: 2000-01-01, end: 2010-12-31}", "now: {start: 2020-01-01, end: ''}"
FRAMES = "legal_frames:\n  {}\n  {}\nlegal_frame: then\n".format(*SPANS)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The bakery with two legal frames; its rule holds since 2015 only."""
    root = kit.make_study(tmp_path_factory.mktemp("compared") / "bakery")
    kit.change(root, "study.yaml", "thresholds:", FRAMES + "thresholds:")
    kit.change(root, "documents/register.csv", "RULE-1,1,,,house", "RULE-1,1,2015-01-01,,house")
    return open_study(root)


def law(frame: pd.DataFrame) -> list[list[object]]:
    return frame.loc[frame["set"] == "rules", ["position", "k", "silence", "confidence", "evidence"]].values.tolist()


def test_another_legal_frame(study: Study) -> None:
    """In the study's own frame the rule is not in force and the law is silent; in the other it states a norm."""
    assert law(study.who_says("EXP.STAY")) == [
        ["silent", 0, "asked_but_silent", "", ""],
        ["outside the frame", 1, "", "verified 1", "RULE-1:1"],
    ]
    assert law(study.who_says("EXP.STAY", frame="now")) == [["states a norm", 1, "", "verified 1", "RULE-1:1"]]


def test_the_frame_reaches_every_table(study: Study) -> None:
    """Provisions, documents, profiles, convergence and confidence all follow the frame that is asked for."""
    for frame, held in (("then", False), ("now", True)):
        assert study.provisions_in(frame)["in_frame"].tolist() == [held]
        assert study.document_codings_in(frame)["in_frame"].tolist() == [held]
        assert study.resolve(["RULE-1:1"], frame=frame)["in_frame"].tolist() == [held]
        assert study.confidence(frame=frame).loc["EXP.STAY", "provisions"] == int(held)
        outcomes = study.convergence(frame=frame).query("theme == 'EXP.STAY' and set_2 == 'rules'")["outcome"]
        assert outcomes.tolist() == ([None, None] if held else ["silence", "silence"])


def test_the_own_frame_is_the_default(study: Study) -> None:
    """Without a name the study's frame is meant."""
    pd.testing.assert_frame_equal(study.profiles(), study.profiles(frame="then"))
    pd.testing.assert_frame_equal(study.provisions, study.provisions_in())


def test_who_says_what(study: Study) -> None:
    """Makers support, the seller contradicts; each row leads to its words."""
    frame = study.who_says("EXP.STAY").iloc[:2]

    assert frame[["set", "position", "n", "k", "who"]].values.tolist() == [
        *(["makers", "supports", 2, 2, "P01, P02"], ["sellers", "contradicts", 1, 1, "P03"])
    ]
    assert study.resolve(frame.loc[1, "evidence"].split("; "))["quote"].tolist() == ["Nobody else would do the work"]


def test_norm_and_practice_of_all_themes(study: Study) -> None:
    """Without a theme every theme of the core has its layers."""
    frame = study.norm_and_practice(frame="now")

    assert set(frame["theme"]) == {"EXP.FIRST", "EXP.STAY"}
    assert frame[frame["layer"] == "law"][["theme", "k", "norms"]].values.tolist() == [["EXP.STAY", 1, "fulfilled"]]


def test_silences(study: Study) -> None:
    """The seller was asked how she came and says nothing; on what no rule bears the rules cannot know."""
    frame = study.silences()

    assert frame[["theme", "set", "n", "silence", "speak"]].values.tolist() == [
        ["EXP.FIRST", "sellers", 1, "asked_but_silent", 1],
        ["EXP.FIRST", "rules", 0, "cannot_know", 1],
        ["EXP.STAY", "rules", 1, "asked_but_silent", 2],
    ]


def test_evidence_of_a_claim(study: Study) -> None:
    """Two persons and a rule: data and method are triangulated, investigators and theory are not."""
    said = study.codings().query("code == 'EXP.STAY' and group == 'makers'")
    refs = [*(said["source"] + "/" + said["id"]), "RULE-1:1"]

    assert study.triangulation_register(refs)["used"].tolist() == [True, False, False, True]
    assert study.witnesses(refs).sentence() == "3 sources, 3 independent witnesses"


def test_cases_by_an_attribute(study: Study) -> None:
    """Each person is a case, or each value of a column of the participants."""
    assert list(study.cases_by_method("EXP.STAY").index) == ["P01", "P02", "P03"]
    by_role = study.cases_by_method("EXP.STAY", by="role")
    assert by_role["interview"].to_dict() == {"baker": 1, "seller": -1}


def test_particulars_of_one_set(study: Study, tmp_path: Path) -> None:
    """Completeness (F09): without facets no set brings any of its own."""
    assert study.unique_examples()["count"].sum() == 0
    assert list(study.unique_examples().columns) == ["theme", "set", "count", "examples"]
