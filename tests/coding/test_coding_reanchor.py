"""After an edit a coding follows its words in their context, or is asked about."""

from pathlib import Path

import pytest

from analysis.coding.reanchor import ASK, MOVED, UNCHANGED, find_again
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
        (OLD.replace("Nobody told us.", "Nobody told me."), ASK),
        (OLD.replace("bus. Nobody told us. It", "bus. It") + "\nINT: So?\n\nP01: Nobody told us. Ever.\n", ASK),
    ],
    ids=["same", "text before grew", "text after changed", "words changed", "only a twin is left"],
)
def test_where_it_stands(read, new: str, verdict: str) -> None:
    """Words with their context are followed; changed words, and a twin elsewhere, are asked about."""
    coding = coded(read(OLD), "Nobody told us.")

    place = find_again(coding, read(new))

    assert place.verdict == verdict
    if verdict != ASK:
        assert new[place.start : place.end] == coding.quote


def test_a_last_sentence_is_not_moved_to_its_twin(read) -> None:
    """The end of a text is no context: the deleted last sentence is asked about, though its twin ends a turn too."""
    old = "INT: And then?\n\nP01: We waited. Nobody told us.\n"
    new = "INT: And then?\n\nP01: Nobody told us.\n"

    assert find_again(coded(read(old), "Nobody told us."), read(new)).verdict == ASK
