"""WebVTT, SubRip and SubViewer: which cues are there, who speaks in them, and what could not be read?

Read by our own few lines: of the usual libraries one drops voice tags and joins a faulty cue to the one before, the
other passes over faulty cues without a word. Here every cue with words is kept, and what is skipped is counted.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from analysis.sources.readers.form import Block, Reading, clock, count_note, reading, seconds

_TIME = r"(?:\d{1,3}:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?"
_ARROW = re.compile(rf"^\s*({_TIME})\s*-{{1,2}}>\s*({_TIME})(?:\s.*)?$")
_SBV = re.compile(rf"^\s*({_TIME}),({_TIME})\s*$")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^<>\n]{0,200})>", re.I)
_TAG = re.compile(r"</?(?:c|i|b|u|v|ruby|rt|lang|font)(?:[.\s][^<>]*)?>|<\d[\d:.,]*>|\{\\[^{}]*\}", re.I)
NO_TIME = "no time"
_BLOCKS = ("NOTE", "STYLE", "REGION")
_LANGUAGE = re.compile(r"^Language:[ \t]*([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)[ \t]*$", re.M)


def read_captions(text: str, name: str, format: str) -> Reading:
    """Cues with their times; a cue in which several voices speak is parted."""
    chunks = re.split(r"\n[ \t]*\n\s*", re.sub("\r\n|\r", "\n", text).strip("\n"))
    counts: dict[str, int] = {}
    language = ""
    blocks: list[Block] = []
    for number, chunk in enumerate(chunks):
        lines = chunk.split("\n")
        first = lines[0].strip()
        if number == 0 and first.startswith("WEBVTT"):
            found = _LANGUAGE.search(chunk)
            language = found[1] if found else ""
            lines = _after_header(lines)
            if not lines:
                continue
        elif format == "vtt" and first.split(" ")[0] in _BLOCKS and not any(map(_times, lines[:2])):
            _count(counts, first.split(" ")[0].lower() + " block")
            continue
        blocks += _cues(lines, counts)
    untimed = counts.pop(NO_TIME, 0)
    notes = [f"{count_note(count, what)} left out" for what, count in sorted(counts.items())]
    if untimed:
        notes.append(f"{count_note(untimed, 'cue')} without a time kept")
    if format == "vtt" and not text.lstrip().startswith("WEBVTT"):
        notes.append("the line WEBVTT is missing; read all the same")
    return reading(format, blocks, notes, layout="cues", language=language)


def _after_header(lines: list[str]) -> list[str]:
    """What follows the header where no blank line parts it from the first cue."""
    at = next((i for i, line in enumerate(lines) if _times(line)), 0)
    return lines[at:] if at else []


def _times(line: str) -> tuple[float, float] | None:
    match = _ARROW.match(line) or _SBV.match(line)
    return (seconds(match[1]), seconds(match[2])) if match else None


def _cues(lines: list[str], counts: dict[str, int]) -> Iterator[Block]:
    """The cues of a chunk: one as a rule, more where blank lines are missing, none where there are no words."""
    at = [i for i, line in enumerate(lines) if _times(line)]
    if not at:
        yield from _untimed(lines, counts)
        return
    for index, start in enumerate(at):
        stop = at[index + 1] if index + 1 < len(at) else len(lines)
        words = lines[start + 1 : stop]
        if index + 1 < len(at) and words and words[-1].strip().isdigit():
            words = words[:-1]  # the number of the next cue
        times = _times(lines[start])
        if times and any(line.strip() for line in words):
            yield from _voices("\n".join(words), times)
        else:
            _count(counts, "cue without words")


def _untimed(lines: list[str], counts: dict[str, int]) -> Iterator[Block]:
    """Words without a time are kept; the number before them is not."""
    words = lines[1:] if lines and lines[0].strip().isdigit() else lines
    if any(line.strip() for line in words):
        _count(counts, NO_TIME)
        yield from _voices("\n".join(words), (-1.0, -1.0))
    elif any(line.strip() for line in lines):
        _count(counts, "cue without words")


def _voices(text: str, times: tuple[float, float]) -> Iterator[Block]:
    pieces = _VOICE.split(text)
    speakers = ["", *pieces[1::2]]
    for speaker, words in zip(speakers, pieces[0::2], strict=True):
        said = html.unescape(_TAG.sub("", words)).strip()
        if said:
            who = html.unescape(speaker).strip()
            yield Block(said, speaker=who, time=clock(times[0]), start=times[0], end=times[1])


def _count(counts: dict[str, int], what: str) -> None:
    counts[what] = counts.get(what, 0) + 1
