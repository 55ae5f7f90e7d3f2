"""What a reader gives back, whatever the format, and the bounds that every reader keeps.

A reader takes the bytes of a file and returns paragraphs with what the format itself says about them: who speaks,
when, on which page, what stands in bold. Who is a speaker in plain text is decided later (`sources/labels.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from analysis.errors import AnalysisError, SourceError
from analysis.tables import normalise

MEGABYTE = 1024 * 1024
MAX_FILE = 64 * MEGABYTE
"""Bytes of a file that may be a container (Word, OpenDocument, PDF, spreadsheet)."""
MAX_TEXT = 24 * MEGABYTE
"""Bytes of a file that is text. A day of speech is about one megabyte."""
MAX_JSON = 48 * MEGABYTE
"""Bytes of a speech-to-text result; those with the time of each word are large."""
MAX_ENTRIES = 4000
"""Entries of a zip container."""
MAX_PART = 48 * MEGABYTE
"""Bytes of one part of a container once it is unpacked."""
MAX_RATIO = 300
"""How many times larger than packed a part may become, once it is larger than a megabyte."""
MAX_ELEMENTS = 3_000_000
"""Elements of one XML part."""
MAX_DEPTH = 200
"""How deep elements, brackets or groups may nest."""
MAX_ROWS = 200_000
"""Rows of a table."""
MAX_PAGES = 5000
"""Pages of a PDF."""
MAX_PAGE, MAX_DRAWN = 3 * MEGABYTE, 40 * MEGABYTE
"""Bytes of drawing commands, unpacked: of one page of a PDF, and of all of them."""
MAX_MARKUP = 4000
"""Characters of mark-up within one paragraph of Markdown or reStructuredText: their libraries slow down with more."""
MAX_CHARACTERS = 24_000_000
"""Characters that a file may come to as text."""

_DROPPED = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028]")
_MARKUP = re.compile(r"[*_`\[\]|<~!&\\]")
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{1,2})(?:[.,:]\d+)?")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a cue, a row.

    `speaker` is set only where the format has a place for it (voice tag, column, field). `strong` says how many of the
    first characters are bold. `aside` marks what nobody says: headings, captions of tables. `start` and `end` are
    seconds, where the format has them; `time` is the start as a reader cites it.
    """

    text: str
    speaker: str = ""
    time: str = ""
    start: float = -1.0
    end: float = -1.0
    page: str = ""
    strong: int = 0
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says. `layout` is paragraphs, cues (captions: turns are joined from them) or rows (one turn each)."""

    format: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...] = ()
    layout: str = "paragraphs"
    encoding: str = ""
    language: str = ""


def refuse(name: str, rule: str, came: str, step: str) -> SourceError:
    """The error that one file is: its name, the rule, what came, what to do."""
    return SourceError(f"{name}: {rule} (got {came}). {step}")


@contextmanager
def foreign(name: str, what: str) -> Iterator[None]:
    """Around a library that meets bytes from anywhere: whatever it raises is said of the file, in one line.

    Only for libraries; what our own readers raise unforeseen is a defect and shall be seen.
    """
    try:
        yield
    except AnalysisError:
        raise
    except Exception as error:
        why = " ".join(str(error).split())[:80] or type(error).__name__
        raise refuse(name, f"the {what} can be read", why, "It is cut off or damaged; ask for it again.") from error


def check_markup(text: str, name: str) -> None:
    """Raises SourceError where a paragraph holds more mark-up than any person writes."""
    for chunk in re.split(r"\n[ \t]*\n", text):
        count = len(_MARKUP.findall(chunk)) if len(chunk) > MAX_MARKUP else 0
        if count > MAX_MARKUP:
            rule = f"a paragraph holds at most {MAX_MARKUP:,} characters of mark-up"
            raise refuse(name, rule, f"{count:,}", "Rename the file .txt to have it read as it stands.")


def reading(format: str, blocks: Iterable[Block], notes: Iterable[str] = (), **more: str) -> Reading:
    """A reading whose texts are clean: NFC, LF, no control characters, no empty paragraphs; what went is noted."""
    kept, dropped, size = [], 0, 0
    for block in blocks:
        text, count = _DROPPED.subn("", _BREAKS.sub("\n", block.text).replace("\u2029", "\n\n"))
        dropped += count
        lead = len(text) - len(text.lstrip())
        words = normalise(text).strip()
        size += len(words)
        if size > MAX_CHARACTERS:
            raise SourceError(f"a text has at most {MAX_CHARACTERS:,} characters (got more). Split the file.")
        if words:
            speaker = " ".join(_DROPPED.sub("", normalise(block.speaker)).split())[:80]
            strong = max(0, min(block.strong - lead, len(words)))
            kept.append(replace(block, text=words, speaker=speaker, strong=strong))
    said = list(dict.fromkeys(notes))
    if dropped:
        said.append(count_note(dropped, "control character") + " left out")
    return Reading(format, tuple(kept), tuple(said), **more)


def count_note(count: int, what: str) -> str:
    """`1 comment`, `3 comments`."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def clock(seconds: float) -> str:
    """Seconds as `00:01:02`; empty where there is no time or more than 99 hours."""
    if not 0 <= seconds < 360_000:
        return ""
    whole = int(seconds)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def seconds(text: str) -> float:
    """`1:02`, `00:01:02.500` and `00:01:02,500` as seconds; -1 where it is no time."""
    match = _CLOCK.fullmatch(text.strip())
    if not match or int(match[3]) > 59:
        return -1.0
    fraction = re.search(r"[.,](\d{1,6})\d*$", text.strip())
    whole = int(match[1] or 0) * 3600 + int(match[2]) * 60 + int(match[3])
    return whole + (float(f"0.{fraction[1]}") if fraction else 0.0)
