"""After an edit a coding follows its words in their context, or is asked about."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.coding.reanchor import ASK, HEALED, MOVED, ORPHANED, UNCHANGED, find_again, score
from analysis.model import Coding, Source
from analysis.sources.text import read_source

HEAD = """---
id: S01
kind: interview
speakers: {INT: interviewer, P01: respondent}
date: 2024-01-01
language: en
provenance: constructed
---
"""
OLD = "INT: And then?\n\nP01: We waited for the bus. Nobody told us. It was raining. 😀\n"


@pytest.fixture
def read(tmp_path: Path):
    """Reads a body as source S01."""

    def reader(body: str) -> Source:
        path = tmp_path / "S01.md"
        path.write_text(HEAD + body, "utf-8")
        source, problems = read_source(path)
        assert source is not None and not problems
        return source

    return reader


def coded(source: Source, quote: str) -> Coding:
    start = source.body.index(quote)
    end = start + len(quote)
    before, after = source.body[max(0, start - 32) : start], source.body[end : end + 32]
    return Coding("c1", "ana", "S01", start, end, quote, "A", prefix=before, suffix=after)


@pytest.mark.parametrize(
    ("new", "verdict"),
    [
        (OLD, UNCHANGED),
        (OLD.replace("And then?", "And then? Tell me more."), MOVED),
        (OLD.replace("raining", "snowing"), UNCHANGED),
        (OLD.replace("Nobody told us.", "Nobody told me."), HEALED),
        (OLD.replace("bus. Nobody told us. It", "bus. It") + "\nINT: So?\n\nP01: Nobody told us. Ever.\n", ASK),
    ],
    ids=["same", "text before grew", "text after changed", "a word changed", "only a twin is left"],
)
def test_where_it_stands(read, new: str, verdict: str) -> None:
    """Words with their context are followed, a little changed or not; a twin elsewhere is asked about."""
    coding = coded(read(OLD), "Nobody told us.")

    place = find_again(coding, read(new))

    assert place.verdict == verdict
    if verdict in (UNCHANGED, MOVED):
        assert new[place.start : place.end] == coding.quote
    if verdict == HEALED:
        assert new[place.start : place.end] == "Nobody told me."


def test_a_last_sentence_is_not_moved_to_its_twin(read) -> None:
    """The end of a text is no context: the deleted last sentence is asked about, though its twin ends a turn too."""
    old = "INT: And then?\n\nP01: We waited. Nobody told us.\n"
    new = "INT: And then?\n\nP01: Nobody told us.\n"

    assert find_again(coded(read(old), "Nobody told us."), read(new)).verdict == ASK


@pytest.mark.parametrize(
    ("edits", "around", "shift", "expected"),
    [(0, 1.0, 12, 0.99974), (3, 1.0, 12, 0.97257), (0, 0.25, 400, 0.66522)],
    ids=["shifted by 12", "three edits", "right words in a wrong place"],
)
def test_the_score_of_f02(edits: int, around: float, shift: int, expected: float) -> None:
    """The worked examples of F02: a quote of 60 characters in a text of 1,000."""
    found = score(edits=edits, length=60, before=around, after=around, shift=shift, text_length=1000)

    assert found == pytest.approx(expected, abs=5e-6)


def test_a_text_may_be_wrapped_anew(read) -> None:
    """White space is no change of words: the segment is the same, with its new line end."""
    new = OLD.replace("waited for the bus. Nobody told", "waited for\nthe bus.\nNobody\ntold")
    place = find_again(coded(read(OLD), "bus. Nobody told us."), read(new))

    assert (place.verdict, new[place.start : place.end]) == (UNCHANGED, "bus.\nNobody\ntold us.")


def test_what_is_gone_is_orphaned(read) -> None:
    """Neither the words nor anything like them is left."""
    new = OLD.replace("Nobody told us. ", "")

    assert find_again(coded(read(OLD), "Nobody told us."), read(new)).verdict == ORPHANED


def test_two_places_that_fit_alike_are_asked_about(read) -> None:
    """The same turn stands twice with the same neighbours: nobody can tell which was coded."""
    turn = "P01: Before it we were asked, and so on. The very words that count. After it came the end of it all.\n\n"
    old, new = f"INT: So?\n\n{turn}", f"INT: Well, so?\n\n{turn}{turn}"

    assert find_again(coded(read(old), "The very words that count."), read(new)).verdict == ASK


def test_a_segment_never_crosses_into_another_turn(read) -> None:
    """The turn was cut in two inside the coded words: there is no place for the whole."""
    new = OLD.replace("Nobody told us.", "Nobody\n\nINT: Who?\n\nP01: told us.")

    assert find_again(coded(read(OLD), "Nobody told us."), read(new)).verdict in (ASK, ORPHANED)


SPOKEN = ["we", "waited", "for", "the", "bus", "and", "nobody", "told", "us", "it", "was", "late"]
WORDS = st.lists(st.sampled_from(SPOKEN), min_size=1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=60)
@given(before=WORDS, after=WORDS, more=WORDS)
def test_words_that_stand_once_are_found_wherever_text_is_put_in(read, before, after, more) -> None:
    """A sentence without a twin follows, whatever is put in front of its turn, and is never looked for elsewhere."""
    quote = "Only this sentence counts."
    turn = f"P01: {' '.join(before)} {quote} {' '.join(after)}"
    old, new = f"INT: So?\n\n{turn}\n", f"INT: So?\n\nP01: {' '.join(more)}\n\nINT: And?\n\n{turn}\n"
    place = find_again(coded(read(old), quote), read(new))

    assert new[place.start : place.end] == quote
