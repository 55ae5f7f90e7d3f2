"""Who said what, in which order, when and on which page? A reading is cut where its speakers change."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from analysis.sources.labels import BOLD, EVERYTHING, inside, is_bold, is_stage, opening, take_time
from analysis.sources.readers.form import Block, Reading

NOBODY = ""
"""The label of headings and stage directions."""
SENTENCE = (".", "?", "!", "…", "。", "؟", "۔", "।", '."', '?"', '!"', ".”", "?”", "!”")
SHORT, LONG = 30.0, 60.0
"""Seconds after which captions open a new passage at the next sentence: without speakers, within a speaker's turn."""


@dataclass(frozen=True, slots=True)
class Turn:
    """Words under one label as found. `opens` says whether the label stands here or the passage continues a turn."""

    label: str
    text: str
    time: str = ""
    page: str = ""
    opens: bool = True
    start: float = -1.0
    end: float = -1.0


def cut_turns(reading: Reading, labels: Collection[str], *, own: bool = False) -> list[Turn]:
    """The turns of a reading.

    Parameters
    ----------
    labels : those that are speakers
    own : paragraphs without a label are somebody's own (those of `*`), instead of continuing the turn before

    Returns
    -------
    Turns in order. Words before the first label stand under `*`; where bold paragraphs ask, what stands between them
    does, and what stands before them under nobody. Headings and stage directions stand under nobody. Captions of one
    speaker are joined: without speakers to the end of a sentence, with speakers to the end of the turn.
    """
    pieces = list(_pieces(reading, set(labels), own))
    if reading.layout == "cues":
        pieces = list(_joined(pieces, bool(set(labels))))
    return [turn for turn in pieces if turn.text.strip()]


def _pieces(reading: Reading, labels: Collection[str], own: bool) -> Iterator[Turn]:
    """Turns as they open; what continues is added to the turn before, cues and rows stay apart."""
    current: Turn | None = None
    label, pending, apart = EVERYTHING, "", reading.layout != "paragraphs"
    by_bold, asked = BOLD in labels, False
    voiced = reading.layout == "cues" and any(block.speaker for block in reading.blocks)
    for block in reading.blocks:
        if block.aside or (not apart and not block.speaker and (is_stage(block.text) or _is_mark(block, labels))):
            if current:
                yield current
            current = None
            yield Turn(NOBODY, block.text, page=block.page)
            continue
        for number, line in enumerate(_lines(block, labels)):
            opened, time, words = _opened(line, block, number, labels)
            if opened is None and time and not words.strip():
                pending = time
                continue
            if opened is None and (own or voiced) and number == 0 and not block.speaker:  # whose, a person has to say
                opened = EVERYTHING
            if by_bold and opened is None and number == 0:
                opened = BOLD if is_bold(block) else EVERYTHING if label == BOLD else NOBODY if not asked else None
                asked = asked or opened == BOLD
            new = opened is not None or bool(time or pending) or current is None
            new = new or (number == 0 and (apart or (label == EVERYTHING and not by_bold)))
            if not new and current:
                gap = "\n\n" if number == 0 and current.text else "\n" if current.text else ""
                current = replace(current, text=current.text + gap + words, end=block.end)
                continue
            if current:
                yield current
            label = label if opened is None else opened
            when = time or pending or block.time
            current = Turn(label, words, when, block.page, opened is not None, block.start, block.end)
            pending = ""
    if current:
        yield current


def _is_mark(block: Block, labels: Collection[str]) -> bool:
    """Whether a paragraph only marks a place, as a bold `Break:` with a time does."""
    found = opening(block.text, block.strong) if block.strong else None
    return found is not None and found.style == "marked" and not found.rest.strip() and found.label not in labels


def _opened(line: str, block: Block, number: int, labels: Collection[str]) -> tuple[str | None, str, str]:
    """The label with which a line opens (None where it opens with none), its time, and the words behind both."""
    if block.speaker:
        return (block.speaker if number == 0 else None), "", line
    found = opening(line, block.strong if number == 0 else 0)
    if found and found.label in labels:
        return found.label, found.time, found.rest
    time, rest = take_time(line.lstrip()) if block.start < 0 else ("", line)
    return (None, time, rest) if time else (None, "", line)


def _lines(block: Block, labels: Collection[str]) -> Iterator[str]:
    """The lines of a block; a line in which a label stands after a sentence is parted there."""
    for line in block.text.split("\n"):
        at = 0
        for place, name in [] if block.speaker else inside(line):
            if name in labels and len(name) > 2:
                yield line[at:place].rstrip()
                at = place
        yield line[at:]


def _joined(pieces: list[Turn], speakers: bool) -> Iterator[Turn]:
    """Cues of one speaker as passages that a person can code."""
    current: Turn | None = None
    for piece in pieces:
        piece = replace(piece, text=_one_line(piece.text))
        if current is None:
            current = piece
        elif piece.label != current.label or _ends(current, speakers):
            yield current
            current = replace(piece, opens=piece.label != current.label)
        else:
            current = replace(current, text=f"{current.text} {piece.text}", end=piece.end)
    if current:
        yield current


def _ends(turn: Turn, speakers: bool) -> bool:
    """Whether the passage is full: a sentence ends (with speakers: after a while), or it lasts twice as long."""
    length = turn.end - turn.start if turn.start >= 0 else 0.0
    sentence = turn.text.rstrip().endswith(SENTENCE)
    if not speakers:
        return sentence or length > SHORT or turn.end < 0
    return (sentence and length > LONG) or length > 2 * LONG


def _one_line(text: str) -> str:
    """The lines of a cue as one; lines with a dash are two voices and stay apart."""
    lines = [line.strip() for line in text.split("\n")]
    return "\n".join(lines) if any(line.startswith(("-", "–", "—")) for line in lines) else " ".join(lines)
