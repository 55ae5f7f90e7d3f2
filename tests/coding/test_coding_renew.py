"""A new journal holds what stood at the end of the closed one, on the new text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.coding.fold import fold
from analysis.coding.journal import Journal, read_journal, seal
from analysis.coding.renew import renew, to_text
from analysis.errors import CodingError
from analysis.model import Act, Source
from analysis.sources.pseudonyms import Entity, Form, Replacement, Replacer, replaced
from analysis.sources.text import read_source

HEAD = (
    "---\nid: S01\nkind: interview\nspeakers: {P01: respondent}\ndate: 2024-01-01\nlanguage: id\n"
    "provenance: recorded\n---\n"
)
TEXT = "P01: Kata Pak Budi, anggaran dipotong. Budi juga yang bilang 😀.\n\nP01: Lain kali Budi Santoso.\n"
AT = "2024-01-02T10:00:00Z"
REPLACER = Replacer([Entity("[P-04]", "person", (Form("Budi"), Form("Budi Santoso")))])


def source(folder: Path, body: str) -> Source:
    path = folder / "S01.md"
    path.write_text(HEAD + body, "utf-8")
    found, _ = read_source(path)
    assert found
    return found


def replacements(text: Source) -> list[Replacement]:
    return [
        Replacement(r.start + p.start, r.end + p.start, r.label) for p in text.passages for r in REPLACER.find(p.text)
    ]


def journal(*acts: Act) -> Journal:
    prev, sealed = "0" * 64, []
    for act in acts:
        sealed.append(seal(act, prev))
        prev = sealed[-1].hash
    return Journal(Path("S01.jsonl"), tuple(sealed))


def add(text: Source, id: str, start: int, end: int, **more: object) -> Act:
    given: dict = {"op": "add", "code": "A", "at": AT, **more}
    quote, before, after = text.body[start:end], text.body[max(0, start - 32) : start], text.body[end : end + 32]
    where = {"start": start, "end": end, "quote": quote, "prefix": before, "suffix": after}
    return Act(seq=1, by="ana", source="S01", id=id, text_sha=text.text_sha, **where, **given)


def renewed(folder: Path, *acts: Act) -> tuple[Source, list[Act]]:
    old = source(folder, TEXT)
    found = replacements(old)
    new = source(folder, replaced(TEXT, found))
    made = renew(
        journal(*acts),
        coder="ana",
        name="S01",
        old=old,
        new=new,
        replacements=found,
        replacer=REPLACER,
        batch="scrub 1",
    )
    return new, made


@pytest.fixture
def old(tmp_path: Path) -> Source:
    return source(tmp_path, TEXT)


def test_everything_that_stood_stands(tmp_path: Path, old: Source) -> None:
    """Codings with attributes and facets, a recode, relations, rulings, memos, rejections; not what was removed."""
    at = TEXT.index("anggaran")
    link = {"from": "A", "to": "B", "type": "x", "polarity": "-", "modality": "denied"}
    ruling = {"of": "c1", "outcome": "kept", "difference": "unit"}
    about = {"by": "ana", "at": AT, "source": "S01", "seq": 1}
    acts = [
        add(old, "c1", at, at + 8, attributes={"stance": "opposes"}, facet="pak-Budi", memo="Budi said it"),
        add(old, "c2", 10, 18, op="relate", code="", relation=link),
        add(old, "c3", at, at + 18, op="rule", ruling=ruling, memo="since Budi was there"),
        add(old, "c4", at, at + 8, op="reject", rule={"id": "r1", "version": "1"}),
        add(old, "c5", at, at + 8),
        Act(op="recode", id="c1", code="B", codebook_version=2, **about),
        Act(op="memo", id="c1", memo="Budi, again", **about),
        Act(op="memo", memo="Budi spoke much", **about),
        Act(op="remove", id="c5", **about),
    ]
    new, made = renewed(tmp_path, *acts)
    state = fold(made, coder="ana", source="S01")
    first = next(c for c in state.codings if c.id == "c1")

    assert [(c.id, c.quote) for c in state.codings] == [
        ("c2", "Pak [P-04]"),
        ("c1", "anggaran"),
        ("c3", "anggaran dipotong."),
    ]
    assert (first.code, first.codebook_version, first.facet, first.memo) == ("B", 2, "pak-[P-04]", "[P-04], again")
    assert dict(first.attributes) == {"stance": "opposes"}
    assert [r.reason for r in state.rulings] == ["since [P-04] was there"]
    assert state.memos == (("", "[P-04] spoke much"),)
    assert state.rejected == {("r1", "A", "anggaran")}
    assert all(new.body[c.start : c.end] == c.quote and c.text_sha == new.text_sha for c in state.codings)
    assert "Budi" not in to_text(made)


def test_the_new_journal_is_whole_and_names_the_closed_one(tmp_path: Path, old: Source) -> None:
    """It is read without a problem, each act says where it comes from, and a finished pass stays finished."""
    about = {"by": "ana", "at": AT, "source": "S01", "seq": 1}
    _, made = renewed(tmp_path, add(old, "c1", 5, 9), Act(op="close", **about))
    (tmp_path / "S01.jsonl").write_text(to_text(made), "utf-8")
    read = read_journal(tmp_path / "S01.jsonl")

    assert read.problems == ()
    assert [act.seq for act in read.acts] == [1, 2]
    assert {act.batch for act in read.acts} == {"scrub 1"}
    assert read.closed


def test_what_has_no_place_stays_without_one(tmp_path: Path, old: Source) -> None:
    """An orphaned coding keeps its words, with the label in them, and is still no finding."""
    lost = add(old, "c1", 0, 9)
    lost = Act(**{**{f: getattr(lost, f) for f in lost.__slots__}, "quote": "kata Budi waktu itu"})
    orphaned = Act(seq=2, by="ana", at=AT, source="S01", op="anchor", id="c1", memo="orphaned")
    _, made = renewed(tmp_path, lost, orphaned)
    (coding,) = fold(made, coder="ana", source="S01").codings

    assert (coding.quote, coding.anchor_state) == ("kata [P-04] waktu itu", "orphaned")


def test_a_coding_off_its_words_stops_the_run(tmp_path: Path, old: Source) -> None:
    """Nothing is guessed: an edited text is adopted first."""
    wrong = add(old, "c1", 0, 9)
    wrong = Act(**{**{f: getattr(wrong, f) for f in wrong.__slots__}, "quote": "other words"})

    with pytest.raises(CodingError, match="jenjang reanchor S01"):
        renewed(tmp_path, wrong)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=50)
@given(st.lists(st.tuples(st.integers(5, 63), st.integers(1, 40)), min_size=1, max_size=6))
def test_every_coding_stands_on_its_words(tmp_path: Path, places: list[tuple[int, int]]) -> None:
    """Wherever the segments lie, the quote is the text at the offsets, and reads as before but for the label."""
    old = source(tmp_path, TEXT)
    last = old.passages[0].end
    acts = [
        add(old, f"c{n}", start, min(last, start + length)) for n, (start, length) in enumerate(places) if start < last
    ]
    new, made = renewed(tmp_path, *acts)

    for act, coding in zip(
        acts, sorted(fold(made, coder="ana", source="S01").codings, key=lambda c: c.id), strict=True
    ):
        cut = any(r.start < at < r.end for r in replacements(old) for at in (act.start, act.end))
        assert new.body[coding.start : coding.end] == coding.quote
        assert new.passage_at(coding.start, coding.end)
        assert cut or coding.quote == REPLACER.text(act.quote)


def test_what_was_seen_stays_on_record(tmp_path: Path, old: Source) -> None:
    """A pass that was reopened, and a comparison that was opened early, are still so in the new journal."""
    about = {"by": "ana", "at": AT, "source": "S01", "seq": 1}
    told = [
        Act(op=op, memo=memo, attributes={"others": "bo"}, **about) for op, memo in [("unblind", ""), ("close", "")]
    ]
    _, made = renewed(tmp_path, add(old, "c1", 5, 9), *told, Act(op="reopen", memo="Budi was left out", **about))
    state = fold(made, coder="ana", source="S01")

    assert [(s.op, s.others) for s in state.sights] == [("unblind", ("bo",)), ("reopen", ())]
    assert state.sights[1].reason == "[P-04] was left out"
    assert not state.done
