"""Where do the codings of a text stand after the text was edited? First version: exact words in their context only.

A coding follows its words when they stand, with what stood before or after them, in exactly one place. Anything less is
asked about: a sentence that was deleted while its twin stands elsewhere is not moved to the twin.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.model import Coding, Source

UNCHANGED, MOVED, ASK = "unchanged", "moved", "ask"
TELLING = 12
"""Characters, without spaces, from which the context on one side alone is trusted."""


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
    """Whether the words lie within one passage there, and what stood around them still does.

    One side is enough where it is long enough to tell places apart; a line end, or the end of the text, is not.
    """
    end = start + len(coding.quote)
    if source.passage_at(start, end) is None:
        return False
    before = source.body[max(0, start - len(coding.prefix)) : start] == coding.prefix
    after = source.body[end : end + len(coding.suffix)] == coding.suffix
    return (before and (after or _telling(coding.prefix))) or (after and _telling(coding.suffix))


def _telling(context: str) -> bool:
    return len("".join(context.split())) >= TELLING


def _all(text: str, words: str) -> Iterable[int]:
    at = text.find(words)
    while at >= 0 and words:
        yield at
        at = text.find(words, at + 1)
