"""Codings leave as Web Annotations: in the right place, in the right words, and only what may."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import study_kit as kit
from typer.testing import CliRunner

from analysis import __main__ as command
from analysis.errors import ReleaseError
from analysis.exchange.web_annotation import Annotation, read_collection
from analysis.study.export import MASK, export_annotations
from analysis.study.handle import open_study
from analysis.study.withdraw import withdraw
from analysis.tables import sha256

CASE = Path(__file__).parents[1] / "cases" / "night-handover"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return kit.make_study(tmp_path / "bakery")


def exported(root: Path, path: Path, **options: object) -> list[Annotation]:
    open_study(root).export_annotations(path, **options)
    return read_collection(path.read_text(encoding="utf-8"))


def test_every_coding_in_force_comes_back(tmp_path: Path) -> None:
    """Another case, two coders and an adjudicator: code, place, words, attributes, facet and relation as in force."""
    study = open_study(CASE)
    made = exported(CASE, tmp_path / "a.json")

    said = [(c.code, c.start, c.end, c.quote, dict(c.attributes), c.facet, c.relation) for c in study.standing()]
    back = [(a.code, a.start, a.end, a.quote, dict(a.tags), a.facet, a.relation) for a in made]
    assert sorted(map(str, back)) == sorted(map(str, said))
    assert {"ana", "blas"} <= {name for a in made for name in a.creators}
    assert all(a.created for a in made)


def test_each_quote_is_found_by_position_and_by_words(tmp_path: Path) -> None:
    """In the text beside the file, as another program reads it: the checksum, the stretch, and prefix-quote-suffix."""
    shutil.copytree(CASE, tmp_path / "case")
    kit.change(tmp_path / "case", "interviews/T01.md", "INT [q1]: Cuén", "INT [q1]: 🚌 Cuén")
    shutil.rmtree(tmp_path / "case" / "codings")
    study = open_study(tmp_path / "case")
    place = {"coder": "ana", "provenance": "constructed"}
    study.code("T01", code="REL.VOZ", quote="Me lo cuenta de palabra", stance="supports", **place)
    made = exported(tmp_path / "case", tmp_path / "a.json", with_text=True)
    made += exported(CASE, tmp_path / "b.json", with_text=True)

    assert len(made) > 50
    for entry in made:
        text = (tmp_path / entry.target.id).read_bytes().decode("utf-8")
        assert sha256(text) == entry.target.sha256
        assert text[entry.start : entry.end] == entry.quote
        assert text.find(entry.prefix + entry.quote + entry.suffix) + len(entry.prefix) == entry.start


def test_the_same_codings_make_the_same_bytes(root: Path, tmp_path: Path) -> None:
    """Exported twice, in two places."""
    for name in ("a", "b"):
        export_annotations(open_study(root), tmp_path / name / "x.json", with_text=True)

    assert kit.files(tmp_path / "a") == kit.files(tmp_path / "b")


def test_one_coder_alone(root: Path, tmp_path: Path) -> None:
    """A coder's own pass, and nobody's who has none."""
    study = open_study(root)
    study.code("S03", coder="ben", code="EXP.STAY", quote="Nobody else would do the work", provenance="constructed")

    assert [a.creators for a in exported(root, tmp_path / "a.json", coder="ben")] == [("ben",)]
    with pytest.raises(ReleaseError, match=r"'eva' has no journal in this study. It has anna, ben"):
        export_annotations(study, tmp_path / "b.json", coder="eva")


def test_in_public_a_quotation_has_a_label_and_no_place(root: Path, tmp_path: Path) -> None:
    """No source, offset, context, memo, day or coder's name leaves; words do, under the label of three persons."""
    made = exported(root, tmp_path / "a.json", profile="public", with_text=True)
    text = (tmp_path / "a.json").read_text(encoding="utf-8")

    assert {a.tags["speaker"] for a in made} == {"a bakery hand"} and len(made) == 6
    assert all((a.start, a.prefix, a.suffix, a.created) == (-1, "", "", "") for a in made)
    assert not any(word in text for word in ("S01", "P01", "anna", "TextPositionSelector", "2024"))
    assert not (tmp_path / "a-texts").exists()


def test_in_public_words_need_consent(root: Path, tmp_path: Path) -> None:
    """Who allows no quotation is left out and counted; so is who allows no analysis, in every profile."""
    kit.write_consent(root, {"P02": {"quote_verbatim": "no"}})
    done = export_annotations(open_study(root), tmp_path / "a.json", profile="public")

    assert (done.annotations, done.left_out) == (4, {"the speaker's words are not quoted in public": 2})
    assert "My mother" not in (tmp_path / "a.json").read_text(encoding="utf-8")


def test_withdrawn_words_stay_behind_inside_too(root: Path, tmp_path: Path) -> None:
    """Quotation withdrawn: the internal export keeps the place, not the words; the text is masked letter by letter."""
    withdraw(root, "P01", on="2024-06-01", uses=["quote_verbatim"])
    made = exported(root, tmp_path / "a.json", with_text=True)
    own = [a for a in made if a.target.id == "a-texts/S01.txt"]
    text = (tmp_path / "a-texts/S01.txt").read_text(encoding="utf-8")

    assert [(a.quote, a.prefix, a.suffix) for a in own] == [("", "", "")] * 3
    assert "How did you come" in text and "friend" not in text and MASK * 6 in text
    assert len(text) == len(open_study(root).source("S01").body)
    assert "friend" not in (tmp_path / "a.json").read_text(encoding="utf-8")


def test_recorded_words_stay_out_of_folders_that_may_be_published(tmp_path: Path) -> None:
    """Internal and recorded: out/ or another folder, not the study's own."""
    root = kit.make_study(tmp_path / "bakery", provenance="recorded", profile="internal")
    study = open_study(root)

    with pytest.raises(ReleaseError, match="stays in out/"):
        export_annotations(study, root / "figures" / "a.json")
    assert export_annotations(study, root / "out" / "a.json").annotations == 6
    assert export_annotations(study, root / "figures" / "a.json", profile="public").annotations == 6


def test_the_command(root: Path, tmp_path: Path) -> None:
    """It says how many left, and what did not."""
    kit.write_consent(root, {"P03": {"quote_verbatim": "no"}})
    file = tmp_path / "a.json"
    options = ["--profile", "public", "--study", str(root)]
    run = CliRunner().invoke(command.app, ["export", str(file), *options])

    assert run.stdout == (
        "left out   1: the speaker's words are not quoted in public\n5 annotations and 0 texts written to a.json\n"
    )
    assert json.loads(file.read_text(encoding="utf-8"))["total"] == 5
