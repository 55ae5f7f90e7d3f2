"""Whose words count, and how often: consent to analysis, whole passes, persons and sources, edited texts."""

from collections import Counter
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


def test_words_that_were_mended_are_healed(root: Path) -> None:
    """A word of the coded ones was corrected: the coding stands on the new words, with the score in its journal."""
    path = root / "interviews/S01.md"
    path.write_text(path.read_text("utf-8").replace("I stayed for the café", "I stayed for the cafe"), "utf-8")
    reanchor(root, "S01")
    after = open_study(root)

    assert "I stayed for the cafe" in set(after.codings()["quote"])
    assert any(act.memo.startswith("healed 0.9") for act in after.loaded.journals[("anna", "S01")].acts)
    assert after.problems == ()


def test_what_lost_its_words_counts_no_more(root: Path) -> None:
    """The coded sentence was taken out: its coding is orphaned, out of every frame, and named by the check."""
    path = root / "interviews/S01.md"
    whole = path.read_text("utf-8")
    path.write_text(whole.replace("A friend asked me to come", "Well"), "utf-8")
    places = reanchor(root, "S01")
    after = open_study(root)

    assert Counter(p.verdict for p in places)["orphaned"] + Counter(p.verdict for p in places)["ask"] == 1
    assert "A friend asked me to come" not in set(after.codings()["quote"])
    assert after.adrift[["source", "quote"]].values.tolist() == [["S01", "A friend asked me to come"]]
    assert [p.level for p in after.problems] == ["warning"]
    assert "a coding has its place in the text" in after.problems[0].rule

    path.write_text(whole, "utf-8")
    reanchor(root, "S01")
    assert open_study(root).adrift.empty


def test_another_text_is_not_adopted(root: Path) -> None:
    """Where most codings find no place the text is another one: nothing is written unless that is wanted."""
    path = root / "interviews/S01.md"
    front = path.read_text("utf-8").split("---\n", 2)[1]
    path.write_text(f"---\n{front}---\nINT: Who are you?\n\nP01: Somebody else altogether.\n", "utf-8")
    before = kit.files(root)

    with pytest.raises(CodingError, match="still holds most of what was coded .got 3 of 3"):
        reanchor(root, "S01")
    assert kit.files(root) == before

    reanchor(root, "S01", anyway=True)
    assert len(open_study(root).adrift) == 3


def test_a_place_may_be_accepted(root: Path) -> None:
    """A twin of the deleted sentence is asked about; it is taken only when a person says so."""
    path = root / "interviews/S01.md"
    text = path.read_text("utf-8").replace("A friend asked me to come", "Well")
    path.write_text(f"{text.rstrip()}\n\nINT: And now?\n\nP01: No. A friend asked me to come, they all say.\n", "utf-8")
    reanchor(root, "S01")
    (lost,) = open_study(root).adrift["id"]

    with pytest.raises(CodingError, match="a place is accepted that was asked about .got c0"):
        reanchor(root, "S01", accept=["c0"])
    reanchor(root, "S01", accept=[lost])

    after = open_study(root)
    assert after.adrift.empty
    assert "A friend asked me to come" in set(after.codings()["quote"])


def test_a_table_with_semicolons_says_so(root: Path) -> None:
    """What a spreadsheet saves in some countries is named for what it is."""
    path = root / "interviews/participants.csv"
    path.write_text(path.read_text("utf-8").replace(",", ";"), "utf-8")

    assert any("columns are separated by commas (got semicolons)" in str(p) for p in open_study(root).errors)


def test_who_withdrew_is_read_by_no_rule(root: Path) -> None:
    """The words of P01 are suggested for no code any more, though suggestions of earlier times may still be kept."""
    assert open_study(root).suggested()["S01"]
    kit.write_consent(root, {"P01": {"withdrawn_at": "2024-06-01"}})
    after = open_study(root)

    assert after.suggested()["S01"] == () and after.suggested()["S02"]
    assert "S01" not in set(after.codings()["source"])
