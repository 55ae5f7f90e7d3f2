"""Where do the codings of a text stand after the text was edited? First version: exact words in their context only.

A coding follows its words when they stand, with what stood before or after them, in exactly one place. Anything less is
asked about: a sentence that was deleted while its twin stands elsewhere is not moved to the twin.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.model import Coding, Source

UNCHANGED, MOVED, ASK = "unchanged", "moved", "ask"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a coding stands in the new text, and how that is known."""

    coding: Coding
    verdict: str
    start: int
    end: int


def find_again(coding: Coding, source: Source) -> Place:
    """Where does the coding stand now: unchanged, moved, or to be asked about?"""
    places = [start for start in _all(source.body, coding.quote) if _fits(coding, source, start)]
    if len(places) == 1:
        start = places[0]
        verdict = UNCHANGED if start == coding.start else MOVED
        return Place(coding, verdict, start, start + len(coding.quote))
    return Place(coding, ASK, coding.start, coding.end)


def _fits(coding: Coding, source: Source, start: int) -> bool:
    """Whether the words lie within one passage there, and what stood before or after them still does."""
    end = start + len(coding.quote)
    if source.passage_at(start, end) is None:
        return False
    before = source.body[max(0, start - len(coding.prefix)) : start]
    after = source.body[end : end + len(coding.suffix)]
    return before == coding.prefix or after == coding.suffix


def _all(text: str, words: str) -> Iterable[int]:
    at = text.find(words)
    while at >= 0 and words:
        yield at
        at = text.find(words, at + 1)
