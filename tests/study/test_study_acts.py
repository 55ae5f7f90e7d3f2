"""One act, valid and on the disk, or nothing: `study.code`, `study.relate`, `study.remove`."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import study_kit as kit
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from analysis.coding.journal import read_journal
from analysis.coding.writing import append
from analysis.errors import AnalysisError, CodingError, TableError
from analysis.model import Act
from analysis.sources.anchors import cuts_grapheme
from analysis.study.handle import Study, open_study
from analysis.study.load import load

ANNA = {"coder": "anna", "at": kit.AT, "provenance": "constructed"}
CAFE = "I stayed for the café"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A study that nobody has coded."""
    return kit.make_study(tmp_path / "bakery", coded=False)


@pytest.fixture
def study(root: Path) -> Study:
    """The study, opened."""
    return open_study(root)


def acts(study: Study, coder: str = "anna", source: str = "S01") -> tuple[Act, ...]:
    """What stands in a journal, which must hold."""
    journal = read_journal(study.root / f"codings/{coder}/{source}.jsonl")
    assert journal.problems == ()
    return journal.acts


def test_a_quote_becomes_an_act(study: Study) -> None:
    """The act carries place, words, context, code and attributes; the study still checks."""
    made = study.code(
        "S01",
        code="EXP.STAY",
        quote="I  stayed\nfor the cafe\u0301",
        stance="supports",
        attributes={"valence": "positive"},
        facet=" the café ",
        memo="She laughs.",
        **ANNA,
    )
    [act] = acts(study)
    source = study.source("S01")
    start = source.body.index(CAFE)

    assert dataclasses.replace(act, hash="", prev="", prefix="", suffix="") == Act(
        seq=1,
        at=kit.AT,
        by="anna",
        op="add",
        source="S01",
        id=made,
        text_sha=source.text_sha,
        start=start,
        end=start + len(CAFE),
        quote=CAFE,
        code="EXP.STAY",
        codebook_version=1,
        attributes={"stance": "supports", "valence": "positive"},
        facet="the café",
        memo="She laughs.",
    )
    assert act.prefix + act.quote + act.suffix in source.body
    assert study.codings()["id"].tolist() == [made]
    assert load(study.root).problems == ()


def test_offsets_and_quote_are_the_same_act(study: Study) -> None:
    """By offsets, by quote or by both: the same segment."""
    start = study.source("S01").body.index(CAFE)
    places: list[dict[str, Any]] = [
        {"quote": CAFE},
        {"start": start, "end": start + len(CAFE)},
        {"start": start, "end": start + len(CAFE), "quote": CAFE},
        {"quote": CAFE, "passage": 3},
        {"quote": CAFE, "occurrence": 1},
    ]
    for place in places:
        made = study.code("S01", code="EXP.STAY", **place, **ANNA)
        study.remove("S01", coder="anna", id=made)

    added = [act for act in acts(study) if act.op == "add"]
    assert {(act.start, act.end, act.quote) for act in added} == {(start, start + len(CAFE), CAFE)}
    assert len({act.id for act in added}) == len(places)


def test_the_same_words_are_coded_once(study: Study) -> None:
    """A second coding of the same words with the same code by the same coder is refused; another code is not."""
    made = study.code("S01", code="EXP.STAY", quote=CAFE, **ANNA)

    with pytest.raises(CodingError, match=f"puts a code on the same words once .*it stands as {made}"):
        study.code("S01", code="EXP.STAY", quote=CAFE, **ANNA)
    assert study.code("S01", code="EXP.FIRST", quote=CAFE, **ANNA) != made


def test_the_interviewer_is_not_coded(study: Study) -> None:
    """A question is no evidence of what people say."""
    with pytest.raises(CodingError, match="said by INT.*Code the answer"):
        study.code("S01", code="EXP.STAY", quote="How did you come to be here?", **ANNA)


def test_a_coder_is_no_twin(study: Study) -> None:
    """A name that differs from a listed one in capitals alone is a slip, and would make a second coder."""
    study.code("S01", code="EXP.STAY", quote=CAFE, **ANNA)

    with pytest.raises(CodingError, match="Write 'anna'"):
        study.code("S01", coder="Anna", code="EXP.STAY", quote=CAFE)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_what_is_quoted_is_what_is_kept(shared: Study, data: st.DataObject) -> None:
    """Any stretch of a passage, by its offsets: the kept words are the text's, emoji and accents whole."""
    source = shared.source("S01")
    passage = data.draw(st.sampled_from([p for p in source.passages if not source.is_interviewer(p.label)]))
    start = data.draw(st.integers(passage.start, passage.end - 1))
    end = data.draw(st.integers(start + 1, passage.end))
    assume(not cuts_grapheme(source.body, start) and not cuts_grapheme(source.body, end))

    made = shared.code("S01", code="EXP.FIRST", start=start, end=end, **ANNA)
    shared.remove("S01", coder="anna", id=made)
    kept = next(act for act in acts(shared) if act.id == made)

    assert (kept.start, kept.end, kept.quote) == (start, end, source.body[start:end])


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """A study that is coded over and over."""
    return open_study(kit.make_study(tmp_path_factory.mktemp("acts") / "bakery", coded=False))


def test_a_relation(study: Study) -> None:
    """Two codes linked on a segment, in the study's word for the link."""
    made = study.relate(
        "S01",
        from_code="EXP.FIRST",
        to_code="EXP.STAY",
        type="leads-to",
        quote=kit.LINK[1],
        polarity="-",
        modality="denied",
        memo="Not so.",
        **ANNA,
    )
    [act] = acts(study)

    assert (act.op, act.id, act.quote, act.memo) == ("relate", made, kit.LINK[1], "Not so.")
    assert act.relation == {
        "from": "EXP.FIRST",
        "to": "EXP.STAY",
        "type": "leads-to",
        "polarity": "-",
        "modality": "denied",
    }
    assert study.relations()["modality"].tolist() == ["denied"]


def test_a_removal_keeps_both_acts(study: Study) -> None:
    """What was coded and taken away is in no frame, and the journal says who did both, and which undoes which."""
    made = study.code("S01", code="EXP.STAY", quote=CAFE, **ANNA)
    study.remove("S01", coder="anna", id=made)
    first, second = acts(study)

    assert study.codings().empty
    assert (second.op, second.by, second.id, second.undoes) == ("remove", "anna", made, first.hash)
    assert load(study.root).problems == ()


def test_a_new_coder_is_listed(study: Study) -> None:
    """With the provenance that was given; who is listed already keeps what is written there, columns included."""
    kit.put(study.root, "codings/coders.csv", "coder,role,provenance,university\nzoe,adjudicator,recorded,Uppsala\n")
    study = study.reload()
    study.code("S01", code="EXP.STAY", quote=CAFE, **ANNA)
    study.code("S01", coder="zoe", code="EXP.STAY", quote=CAFE, provenance="public")

    assert (study.root / "codings/coders.csv").read_text(encoding="utf-8") == (
        "coder,role,provenance,university\nanna,coder,constructed,\nzoe,adjudicator,recorded,Uppsala\n"
    )


def test_the_moment_is_written(study: Study) -> None:
    """Without a given moment the act carries this one, in UTC to the second."""
    study.code("S01", coder="anna", code="EXP.STAY", quote=CAFE)

    [act] = acts(study)
    assert len(act.at) == 20
    assert act.at.endswith("Z")


REFUSED: Mapping[str, tuple[Mapping[str, Any], str]] = {
    "no place": ({"quote": ""}, "S01: an act names a quote or offsets (got neither). Give --quote."),
    "unknown words": (
        {"quote": "I left"},
        "S01: the quote stands in the text as given (got 'I left', found nowhere). "
        "Copy it from the text, without leaving words out.",
    ),
    "several places": ({"quote": "stayed"}, "S01: the quote stands in one place (got 2, at offsets 98, 151)."),
    "too many places": ({"quote": "stayed", "occurrence": 3}, "the quote stands in 2 places (asked for number 3)."),
    "counted from nought": (
        {"quote": "stayed", "occurrence": -1},
        "passages and occurrences are counted from 1 (got passage 0, occurrence -1). Count again.",
    ),
    "no such passage": ({"quote": CAFE, "passage": 9}, "a passage number lies between 1 and 3 (got 9)."),
    "outside": ({"quote": "", "start": 3, "end": 999}, "a segment lies inside the text"),
    "without an end": ({"quote": "", "start": 40}, "a segment lies within one passage's text and touches no label"),
    "across passages": ({"quote": "", "start": 40, "end": 120}, "a segment lies within one passage's text"),
    "on a label": ({"quote": "", "start": 0, "end": 3}, "a segment lies within one passage's text"),
    "another text": ({"start": 50, "end": 60}, "the quote is the text between the offsets"),
    "unknown code": ({"code": "EXP.STAI"}, "code 'EXP.STAI' is not in the codebook. Did you mean EXP.STAY"),
    "unknown stance": ({"stance": "for"}, "stance is one of supports, opposes, qualifies, neutral (got 'for')."),
    "unknown attribute": ({"attributes": {"mood": "x"}}, "an attribute is declared in study.yaml (got 'mood')."),
    "unknown value": ({"attributes": {"valence": "x"}}, "valence is one of positive, negative (got 'x')."),
    "machine": ({"coder": "suggester"}, "and not 'suggester' (got 'suggester'). Choose another."),
    "a way out": ({"coder": "../anna"}, "a coder's name is letters, digits, '.', '_' and '-'"),
    "no coder": ({"coder": ""}, "a coder's name is letters, digits, '.', '_' and '-'"),
    "imagined": ({"provenance": "imagined"}, "provenance is one of recorded, public, constructed (got 'imagined')."),
    "torn bytes": ({"memo": "caf\udce9"}, "S01: an act holds text that UTF-8 can write (got '\\udce9')."),
}


@pytest.mark.parametrize("case", REFUSED)
def test_an_invalid_act_leaves_nothing(root: Path, case: str) -> None:
    """A sentence, and no file: no journal, no lock, no row in the list of coders."""
    before = {p.relative_to(root) for p in root.rglob("*")}, kit.files(root)
    changed, sentence = REFUSED[case]

    with pytest.raises(CodingError) as error:
        open_study(root).code("S01", **{"coder": "anna", "code": "EXP.STAY", "quote": CAFE, **changed})

    assert sentence in str(error.value)
    assert ({p.relative_to(root) for p in root.rglob("*")}, kit.files(root)) == before


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"type": "loves"}, "a relation type is one of leads-to (got 'loves')."),
        ({"from_code": ""}, "code '' is not in the codebook."),
        ({"polarity": "x"}, "polarity is one of +, -, 0 (got 'x')."),
        ({"modality": "sung"}, "modality is one of asserted, denied, hypothetical (got 'sung')."),
        ({"occurrence": -2}, "passages and occurrences are counted from 1"),
    ],
)
def test_an_invalid_relation_leaves_nothing(root: Path, changed: Mapping[str, Any], sentence: str) -> None:
    """Both ends, the type, polarity and modality are checked before anything is written."""
    before = kit.files(root)
    valid: dict[str, Any] = {"from_code": "EXP.FIRST", "to_code": "EXP.STAY", "type": "leads-to", "quote": CAFE}

    with pytest.raises(CodingError) as error:
        open_study(root).relate("S01", coder="anna", **{**valid, **changed})

    assert sentence in str(error.value)
    assert kit.files(root) == before


def test_an_unknown_source(study: Study) -> None:
    """The sources there are, and no journal."""
    for act in (
        lambda: study.code("S9", coder="anna", code="EXP.STAY", quote=CAFE),
        lambda: study.remove("S9", coder="anna", id="c0"),
    ):
        with pytest.raises(AnalysisError, match="source 'S9' is not in the study. It has S01, S02, S03."):
            act()
    assert not (study.root / "codings/anna").exists()


def test_only_what_stands_is_removed(study: Study) -> None:
    """An id that is not in one's own journal, another coder's or one already gone, is refused."""
    made = study.code("S01", code="EXP.STAY", quote=CAFE, **ANNA)
    study.code("S02", coder="ben", code="EXP.STAY", quote="I stayed", at=kit.AT)
    before = kit.files(study.root)

    for coder, source, coding in (("anna", "S01", "c0"), ("ben", "S01", made), ("anna", "S02", made)):
        with pytest.raises(CodingError, match="a coding that is removed stands in the journal"):
            study.remove(source, coder=coder, id=coding)
    assert kit.files(study.root) == before

    study.remove("S01", coder="anna", id=made)
    with pytest.raises(CodingError, match="stands in the journal"):
        study.remove("S01", coder="anna", id=made)


def test_a_broken_list_of_coders_is_not_overwritten(root: Path) -> None:
    """A table that cannot be read stops a new coder, and stays as it is for mending."""
    kit.put(root, "codings/coders.csv", "coder,role,provenance\nzoe,adjudicator\n")
    before = kit.files(root)

    with pytest.raises(TableError, match=r"coders.csv, line 2: a row must have 3 cells \(got 2\)"):
        open_study(root).code("S01", coder="anna", code="EXP.STAY", quote=CAFE)

    assert kit.files(root) == before


def test_a_broken_journal_takes_no_act(study: Study) -> None:
    """Nothing is written behind a broken line, and a coder who is new is not listed for it."""
    study.code("S01", code="EXP.STAY", quote=CAFE, **ANNA)
    path = study.root / "codings/ben/S01.jsonl"
    line = (study.root / "codings/anna/S01.jsonl").read_text(encoding="utf-8")
    kit.put(study.root, "codings/ben/S01.jsonl", line.replace('"seq":1', '"seq":2'))
    before = kit.files(study.root)

    with pytest.raises(CodingError, match="the hash fits the line"):
        study.reload().code("S01", coder="ben", code="EXP.STAY", quote=CAFE)

    assert kit.files(study.root) == before
    assert path.exists()


def test_a_closed_journal_takes_no_act(study: Study) -> None:
    """After `close` the journal stays as it is."""
    study.code("S01", code="EXP.STAY", quote=CAFE, **ANNA)
    path = study.root / "codings/anna/S01.jsonl"
    append(path, [Act(seq=0, at=kit.AT, by="anna", op="close", source="S01")], lock=study.root / ".jenjang/x.lock")
    before = kit.files(study.root)

    with pytest.raises(CodingError, match="a closed journal takes no more acts"):
        study.reload().code("S01", coder="anna", code="EXP.STAY", quote=CAFE)

    assert kit.files(study.root) == before


def test_a_torn_line_is_kept_aside(study: Study) -> None:
    """The next act moves what a stopped write left behind to a file of its own, and the chain goes on."""
    study.code("S01", code="EXP.STAY", quote=CAFE, **ANNA)
    path = study.root / "codings/anna/S01.jsonl"
    path.write_bytes(path.read_bytes() + b'{"at":')
    study.reload().code("S01", coder="anna", code="EXP.FIRST", quote="By bus 🚌", at=kit.AT)

    assert [act.code for act in acts(study)] == ["EXP.STAY", "EXP.FIRST"]
    assert (study.root / "codings/anna/S01.jsonl.torn").read_bytes() == b'{"at":\n'
