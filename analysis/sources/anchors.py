"""Where does a quote stand in a text, and where does it stand after the text changed?

W3C Web Annotation (2017): a position selector and a quote selector with 32 characters on each side. Code points are
counted, and no segment starts or ends inside a grapheme cluster.
"""

from __future__ import annotations

import re
import unicodedata

from analysis.errors import CodingError
from analysis.model import Anchor, Passage, Segment, Source

CONTEXT = 32
_JOINER = "\u200d"
_EXTENDS = re.compile("[\u200c\uff9e\uff9f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
"""What continues a character without being a mark: non-joiner, voicing, skin tones, the tags of regional flags."""


def anchor(source: Source, start: int, end: int) -> Anchor:
    """The anchor of `source.body[start:end]`.

    Raises
    ------
    CodingError
        The offsets lie outside the text, cross passages, touch a label, or cut a grapheme cluster.
    """
    if end > len(source.body) or start < 0:
        raise CodingError(
            f"{source.id}, offset {start}: a segment lies inside the text of {len(source.body)} characters "
            f"(got {start}-{end}). Give the quote instead of the offsets."
        )
    passage = source.passage_at(start, end)
    if passage is None or start >= end:
        raise CodingError(
            f"{source.id}, offset {start}: a segment lies within one passage's text and touches no label "
            f"(got {start}-{end}, {source.body[start:end][:40]!r}). Code each passage on its own."
        )
    for offset in (start, end):
        if cuts_grapheme(source.body, offset):
            raise CodingError(
                f"{source.id}, offset {offset}: a segment does not cut a character in two "
                f"(got {source.body[max(0, offset - 2) : offset + 2]!r}). Move the end by one."
            )
    return Anchor(
        segment=Segment(source.id, start, end, source.body[start:end]),
        prefix=source.body[max(0, start - CONTEXT) : start],
        suffix=source.body[end : end + CONTEXT],
        text_sha=source.text_sha,
    )


def find_quote(source: Source, quote: str, *, passage: int = 0, occurrence: int = 0) -> tuple[int, int]:
    """Where does the quote stand? White space and line ends in the quote may differ from the text.

    Places that overlap count each; a place that cuts a character in two counts only where there is no other.

    Parameters
    ----------
    quote : the words as they stand in one passage
    passage : look only in this passage (counted from 1); 0 looks in all
    occurrence : which of several places, counted from 1; 0 wants exactly one

    Raises
    ------
    CodingError
        The quote stands nowhere, or in several places and none was chosen.
    """
    words = unicodedata.normalize("NFC", quote).split()
    if not words:
        raise CodingError(f"{source.id}: a quote holds at least one word (got {quote!r}). Give the words to code.")
    pattern = re.compile("(?=(" + r"\s+".join(re.escape(word) for word in words) + "))")
    found = [
        (match.start(1) + p.start, match.end(1) + p.start)
        for p in _passages(source, passage)
        for match in pattern.finditer(p.text)
    ]
    places = [place for place in found if not any(cuts_grapheme(source.body, at) for at in place)] or found
    if not places:
        raise CodingError(
            f"{source.id}: the quote stands in the text as given (got {quote[:60]!r}, found nowhere"
            f"{f' in passage {passage}' if passage else ''}). Copy it from the text, without leaving words out."
        )
    if occurrence:
        if not 1 <= occurrence <= len(places):
            raise CodingError(
                f"{source.id}: the quote stands in {len(places)} places (asked for number {occurrence}). "
                "Give a number from 1."
            )
        return places[occurrence - 1]
    if len(places) > 1:
        where = ", ".join(str(start) for start, _ in places[:5])
        raise CodingError(
            f"{source.id}: the quote stands in one place (got {len(places)}, at offsets {where}). "
            "Give a longer quote, the passage, or which occurrence."
        )
    return places[0]


def _passages(source: Source, number: int) -> list[Passage]:
    if not number:
        return list(source.passages)
    found = [p for p in source.passages if p.number == number]
    if not found:
        raise CodingError(
            f"{source.id}: a passage number lies between 1 and {len(source.passages)} (got {number}). Count again."
        )
    return found


def cuts_grapheme(text: str, offset: int) -> bool:
    """Whether a border at `offset` would part a letter from its marks, or an emoji sequence."""
    if not 0 < offset < len(text):
        return False
    before, after = text[offset - 1], text[offset]
    if unicodedata.category(after).startswith("M") or _EXTENDS.match(after) or _JOINER in (before, after):
        return True
    return _is_flag(before) and _is_flag(after) and _flags_before(text, offset) % 2 == 1


def _is_flag(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _flags_before(text: str, offset: int) -> int:
    count = 0
    while offset - count > 0 and _is_flag(text[offset - count - 1]):
        count += 1
    return count
