"""Which sentence does a stretch of text belong to? One rule for all languages, with a list of abbreviations."""

from __future__ import annotations

import re

from analysis.suggest.words import ABBREVIATIONS, NUMBERED

_BREAK = re.compile(r"""([^\s.?!…]*)([.?!…]+)["'”’»)\]]*(\s+)(?=["'“‘«(\[]*[A-Z0-9À-ÖØ-Þ¿¡])|\n[ \t]*\n\s*""")


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """What is the sentence around text[start:end]?

    Parameters
    ----------
    text : one passage; a stretch never needs to leave its passage
    start, end : the matched words, half-open

    Returns
    -------
    (start, end) of the sentence, without the space around it; of all sentences that the stretch touches. A sentence
    ends at `. ? ! …` before space and a capital or digit (not after an abbreviation or a single letter), or at an
    empty line.

    Raises
    ------
    ValueError
        The stretch is not in the text.
    """
    if not 0 <= start < end <= len(text):
        raise ValueError(f"0 <= start < end <= {len(text)} (got start={start}, end={end})")
    left, right = 0, len(text)
    for stop, following in _breaks(text):
        if following <= start:
            left = following
        elif stop >= end:
            right = stop
            break
    while left < start and text[left].isspace():
        left += 1
    while right > end and text[right - 1].isspace():
        right -= 1
    return left, right


def _breaks(text: str) -> list[tuple[int, int]]:
    """Where sentences end and where the next ones begin."""
    found = []
    for match in _BREAK.finditer(text):
        word, mark = match[1], match[2]
        following = text[match.end() : match.end() + 1]
        if mark == "." and word is not None and _abbreviated(text, match.start(1), word, following):
            continue
        found.append((match.start(3) if mark else match.start(), match.end()))
    return found


def _abbreviated(text: str, at: int, word: str, following: str) -> bool:
    """Whether the dot after `word` belongs to it: a known abbreviation, a single letter, or a dotted title."""
    bare = word.lstrip("\"'“‘«([")
    if bare in NUMBERED and not following.isdigit():
        return False
    return bare.lower() in ABBREVIATIONS or len(bare) == 1 and bare.isalpha() or text[at - 1 : at] == "."
