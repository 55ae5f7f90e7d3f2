"""Whose words count, and how often: consent to analysis, whole passes, persons and sources, edited texts."""

from pathlib import Path

import pytest
import study_kit as kit

from analysis.errors import CodingError
from analysis.study.adopt import reanchor
from analysis.study.handle import open_study


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The coded bakery."""
    return kit.make_study(tmp_path / "bakery")


@pytest.mark.parametrize("change", [{"analyse": "no"}, {"withdrawn_at": "2024-06-01"}], ids=["refused", "withdrawn"])
def test_words_that_may_not_be_analysed_count_nowhere(root: Path, change: dict[str, str]) -> None:
    """Codings of a person without consent to analysis leave every frame, with a warning; new ones are refused."""
    kit.write_consent(root, {"P01": change})
    study = open_study(root)

    assert set(study.codings()["source"]) == {"S02", "S03"}
    assert study.relations().empty
    assert study.marks("model").set_index("mark").loc["node:come", "persons"] == 0
    assert [(p.file, p.level, p.rule) for p in study.problems] == [
        ("codings/anna/S01.jsonl", "warning", "those whose words are coded allow analysis")
    ]
    with pytest.raises(CodingError, match="words are coded whose speaker allows analysis"):
        study.code("S01", coder="anna", code="EXP.FIRST", quote="By bus")


def test_a_pass_that_was_hardly_begun_is_named(root: Path) -> None:
    """Eight codings by one coder and one by another: only what both marked would count, so the check says so."""
    study = open_study(root)
    for quote in ("By bus", "mostly", "A friend", "asked me", "to come", "the café"):
        study.code("S01", coder="anna", code="EXP.FIRST", quote=quote)
    study.code("S01", coder="ben", code="EXP.STAY", quote="I stayed for the café")

    assert [(p.file, p.rule, p.came) for p in study.reload().problems] == [
        ("codings/ben/S01.jsonl", "coders of one source made whole passes", "1 codings by ben, 9 by anna")
    ]


def test_a_focus_group_is_one_source_of_several_persons(root: Path) -> None:
    """Two of a group raise a matter: two persons, one source; and together with an interview of one, one witness."""
    talk = "INT: Why?\n\nP02: We stayed for the oven.\n\nP03: We stayed for the heat.\n"
    text = kit.interview("S04", talk, person="P02").replace("kind: interview", "kind: focus_group\nn_persons: 2")
    kit.put(root, "interviews/S04.md", text.replace("P02: respondent", "P02: respondent, P03: respondent"))
    study = open_study(root)
    for quote in ("We stayed for the oven", "We stayed for the heat"):
        study.code("S04", coder="anna", code="EXP.STAY", quote=quote, stance="supports")

    row = study.marks("model").set_index("mark").loc["node:stay"]

    assert (row["persons"], row["sources"], row["witnesses"], row["class_size"]) == (3, 3, 2, 3)


def test_documents_are_coded_like_everything_else(root: Path) -> None:
    """A coder's mark in a document stands beside the register's, with its own stance and facet."""
    study = open_study(root)
    quote = "stays until the bread is out"
    study.code("RULE-1", coder="anna", code="EXP.FIRST", quote=quote, stance="opposes", facet="until-the-end")

    rows = study.document_codings.set_index(["ref", "code"])[["stance", "facet", "in_frame"]]

    assert rows.to_dict("index") == {
        ("RULE-1:1", "EXP.FIRST"): {"stance": "opposes", "facet": "until-the-end", "in_frame": True},
        ("RULE-1:1", "EXP.STAY"): {"stance": "", "facet": "", "in_frame": True},
    }


def test_codings_follow_their_words_when_a_text_is_edited(root: Path) -> None:
    """A word put in before a segment: the check objects, `reanchor` moves what stands behind it, all is well."""
    path = root / "interviews/S01.md"
    study = open_study(root)
    kit.put(root, "interviews/checksums.csv", f"source,sha256\nS01,{study.source('S01').text_sha}\n")
    path.write_text(path.read_text("utf-8").replace("A friend asked", "Well. A friend asked"), "utf-8")
    assert {p.rule for p in study.reload().errors} == {
        "a quote matches the text",
        "a text stays as it was frozen (interviews/checksums.csv)",
    }

    places = reanchor(root, "S01")

    assert sorted((p.coding.quote, p.verdict) for p in places)[0] == ("A friend asked me to come", "moved")
    after = open_study(root)
    assert after.problems == ()
    assert all(after.source(c.source).body[c.start : c.end] == c.quote for c in after.codings().itertuples())


def test_words_that_were_changed_are_asked_about(root: Path) -> None:
    """The coded words themselves were edited: nothing is written, and the message quotes them."""
    path = root / "interviews/S01.md"
    path.write_text(path.read_text("utf-8").replace("I stayed for the café", "I stayed for the coffee"), "utf-8")
    before = kit.files(root)

    with pytest.raises(CodingError, match="'I stayed for the café'"):
        reanchor(root, "S01")

    assert kit.files(root) == before


def test_a_table_with_semicolons_says_so(root: Path) -> None:
    """What a spreadsheet saves in some countries is named for what it is."""
    path = root / "interviews/participants.csv"
    path.write_text(path.read_text("utf-8").replace(",", ";"), "utf-8")

    assert any("columns are separated by commas (got semicolons)" in str(p) for p in open_study(root).errors)
