"""Passages are known again, whole or by their neighbours, and a twin is never taken for the one that was coded."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.coding.passages import OTHER, OWN, UNKNOWN, Alignment, forget, passages_of, recall, remember
from analysis.coding.reanchor import ASK, HEALED, MOVED, ORPHANED, UNCHANGED, Finder, Place
from analysis.model import Coding, Source
from analysis.sources.anchors import anchor
from analysis.sources.text import parse_passages
from analysis.tables import sha256
from benchmarks.reanchor import measure

INTERVIEWS = Path(__file__).parents[2] / "interviews"
FIRST = "We waited for the bus. Nobody told us. It was raining."
SECOND = "The office was closed on that day. We went home again."
THIRD = "In the end somebody called, much later, about the other matter."


def talk(*turns: str) -> Source:
    """A text in which P01 says these turns."""
    body = "\n\n".join(f"P01: {turn}" for turn in turns) + "\n"
    passages = tuple(parse_passages(body, ["P01"])[0])
    return Source("S01", "interview", body, passages, sha256(body), "S01.md", speakers={"P01": "respondent"})


def coded(source: Source, quote: str, *, after: int = 0) -> Coding:
    start = source.body.index(quote, after)
    where = anchor(source, start, start + len(quote))
    around = {"prefix": where.prefix, "suffix": where.suffix, "text_sha": source.text_sha}
    return Coding("c1", "ana", "S01", start, start + len(quote), quote, "A", **around)


def find(old: Source, new: Source, coding: Coding) -> Place:
    return Finder(new, {old.text_sha: passages_of(old)}).find(coding)


@pytest.mark.parametrize("quote", [FIRST, "Nobody told us.", "We waited"])
def test_a_passage_that_moved_whole_takes_its_codings_along(quote: str) -> None:
    """Nothing that stood around it is left; without what is known of the old text the whole turn is asked about."""
    old, new = talk(FIRST, SECOND, THIRD), talk(SECOND, THIRD, FIRST)
    place = find(old, new, coded(old, quote))

    assert (place.verdict, new.body[place.start : place.end]) == (MOVED, quote)
    assert Finder(new).find(coded(old, FIRST)).verdict == ASK


def test_a_passage_may_move_and_be_wrapped() -> None:
    """A line end for a blank is no change of words."""
    old, new = talk(FIRST, SECOND), talk(SECOND, FIRST.replace("bus. Nobody", "bus.\nNobody"))
    place = find(old, new, coded(old, "bus. Nobody"))

    assert (place.verdict, new.body[place.start : place.end]) == (MOVED, "bus.\nNobody")


TWINS = {
    "its passage is gone, the twin's stays": ((FIRST, SECOND + " " + FIRST), (SECOND + " " + FIRST,)),
    "its words were changed, the twin's stay": (
        (FIRST, SECOND, FIRST),
        (FIRST.replace("told", "asked"), SECOND, FIRST),
    ),
    "its passage stood twice and one is left": ((FIRST, SECOND, FIRST, THIRD), (SECOND, FIRST, THIRD)),
    "its sentence is gone, with the words around": (
        (f"{THIRD} {FIRST}", SECOND, f"{SECOND} {THIRD} {FIRST}"),
        (THIRD, SECOND, f"{SECOND} {THIRD} {FIRST}"),
    ),
}


@pytest.mark.parametrize(("before", "after"), TWINS.values(), ids=TWINS)
def test_a_twin_is_asked_about(before: Sequence[str], after: Sequence[str]) -> None:
    """Whatever stands around the twin: its passage was another one before, so it is not taken for the coded one."""
    old, new = talk(*before), talk(*after)

    assert find(old, new, coded(old, "Nobody told us. It was")).verdict in (ASK, ORPHANED, HEALED)
    healed = find(old, new, coded(old, "Nobody told us. It was"))
    if healed.verdict == HEALED:
        assert "Nobody asked us" in new.body[healed.start : healed.end]


def test_of_two_places_that_fit_alike_the_own_passage_holds_it() -> None:
    """Two turns end alike; in one of them a word was mended elsewhere. The coding stays in its own."""
    one, two = f"{SECOND} {FIRST} {THIRD}", f"Anyway. {SECOND} {FIRST} {THIRD}"
    old, new = talk("Well, well, so it began.", one, two), talk("Well, well, so it began.", f"{one} Yes.", two)
    place = find(old, new, coded(old, "Nobody told us."))

    assert (place.verdict, new.passage_at(place.start, place.end)) == (UNCHANGED, new.passages[1])


@pytest.mark.parametrize(
    ("now", "passage", "whose"),
    [
        ((FIRST + " Yes.", SECOND, THIRD), 0, OWN),
        ((FIRST + " Yes.", SECOND, THIRD), 1, OTHER),
        ((SECOND, THIRD, FIRST + " Yes."), 2, UNKNOWN),
        ((SECOND + " No.", THIRD + " No.", "So it was, in the end."), 0, OWN),
        ((FIRST, SECOND, THIRD), 2, OTHER),
    ],
    ids=["edited in place", "another one", "edited and moved", "as many as before", "its own is elsewhere"],
)
def test_whose_passage_it_is(now: Sequence[str], passage: int, whose: str) -> None:
    """Told from the neighbours that are there again; the coding stood in the first of three passages."""
    old, new = talk(FIRST, SECOND, THIRD), talk(*now)
    place, was = new.passages[passage], old.passages[0]

    assert Alignment(passages_of(old), passages_of(new)).stands(was.start, was.end, place.start, place.end) == whose


SENTENCES = ["Nobody told us.", "We waited there.", "It was late again.", "So we went home.", "He never came back."]
TURNS = st.lists(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4), min_size=2, max_size=6)


@settings(max_examples=150)
@given(turns=TURNS, seed=st.integers(0, 999))
def test_a_deleted_sentence_never_becomes_its_twin(turns: list[list[str]], seed: int) -> None:
    """Five sentences said over and over: one is coded and taken out. It is found nowhere, whatever its twins do."""
    rng = random.Random(seed)
    turn = rng.randrange(len(turns))
    sentence = rng.randrange(len(turns[turn]))
    old = talk(*(" ".join(said) for said in turns))
    start = old.passages[turn].start + len(" ".join([*turns[turn][:sentence], ""]) if sentence else "")
    coding = coded(old, turns[turn][sentence], after=start)
    left = [[s for n, s in enumerate(said) if (t, n) != (turn, sentence)] for t, said in enumerate(turns)]
    new = talk(*(" ".join(said) for said in left if said))
    place = find(old, new, coding)

    said = [words for one in turns for words in one]
    in_a_row = any(one == other == coding.quote for one, other in pairwise(said))
    if place.verdict in (UNCHANGED, MOVED):
        assert in_a_row, "only where the text reads as if another one of a row had been taken out"


def test_what_is_kept_holds_no_words(tmp_path: Path) -> None:
    """Checksums and places only, a short turn not even that; recalled as it was, and forgotten when asked to."""
    source = talk("Budi.", FIRST)
    remember(tmp_path, [source])
    (path,) = tmp_path.rglob("*.json")

    assert recall(tmp_path, "S01") == {source.text_sha: passages_of(source)}
    assert passages_of(source).marks[0][2] == ""
    assert not any(word in path.read_text("utf-8") for word in ("Budi", "bus", sha256("P01\nBudi.")[:12]))
    forget(tmp_path, "S01", but=[source.text_sha])
    assert recall(tmp_path, "S01")
    forget(tmp_path, "S01")
    assert recall(tmp_path, "S01") == {}


def test_what_cannot_be_read_is_not_there(tmp_path: Path) -> None:
    """A note of the program that is broken costs a question, no more."""
    source = talk(FIRST)
    remember(tmp_path, [source])
    (path,) = tmp_path.rglob("*.json")
    path.write_text('{"text_sha": 1, "passages": [[0]]}', "utf-8")

    assert recall(tmp_path, "S01") == {}


def test_the_benchmark_moves_nothing_to_a_wrong_place() -> None:
    """Two texts of the study under every kind of edit: none wrong, and of untouched words 99 of 100 right unasked."""
    counts, _ = measure([INTERVIEWS / "S02.md", INTERVIEWS / "S11.md"])
    ours = {key: found for key, found in counts.items() if key[1].startswith("jenjang")}
    untouched = [
        found for (edit, way, touched), found in ours.items() if way == "jenjang" and not touched and "all" not in edit
    ]

    assert sum(found["wrong"] for found in ours.values()) == 0
    assert sum(f["right"] for f in untouched) >= 0.99 * sum(f.total() for f in untouched)
