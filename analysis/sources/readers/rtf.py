"""Rich text: what are the paragraphs? Read by striprtf, after tracked deletions are taken out, which it would keep."""

from __future__ import annotations

import re

from striprtf.striprtf import rtf_to_text

from analysis.sources.readers.form import (
    MAX_DEPTH,
    MEGABYTE,
    Block,
    Reading,
    count_note,
    foreign,
    reading,
    refuse,
)
from analysis.sources.readers.plain import paragraphs

MAX_RTF = 8 * MEGABYTE
"""Bytes of rich text without its pictures: the library needs some seconds for each ten megabytes."""
_GROUP = re.compile(r"\\\\|\\[{}]|[{}]")
_DELETED = re.compile(r"\{\\deleted\b")
_PICTURE = re.compile(r"\{\\(?:\*\\shppict|pict|nonshppict)\b")
_LEFT = {
    "comment": r"\{\\\*\\annotation\b",
    "footnote": r"\{\\footnote\b",
    "header or footer": r"\{\\(?:header|footer)",
}


def read_rtf(data: bytes, name: str) -> Reading:
    """Paragraphs of rich text. Pictures, comments, footnotes, headers and deleted passages are left out."""
    text = data.decode("latin-1")
    if text.count("{") and _depth(text) > MAX_DEPTH:
        raise refuse(name, f"groups nest at most {MAX_DEPTH} deep", "more", "Save it anew from its program.")
    text, pictures = _without(text, _PICTURE)
    text, deleted = _without(text, _DELETED)
    if len(text) > MAX_RTF:
        came = f"{len(text) / MEGABYTE:.0f} MB without pictures"
        raise refuse(name, f"rich text has at most {MAX_RTF // MEGABYTE} MB", came, "Save it as .docx.")
    with foreign(name, "rich text"):
        said = rtf_to_text(text + "}", errors="replace")  # a text that is cut off would lose its last letters
    said = said.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")  # emoji come as two halves
    counts = {"picture": pictures, "deleted passage (tracked)": deleted}
    counts |= {what: len(re.findall(pattern, text)) for what, pattern in _LEFT.items()}
    notes = [f"{count_note(count, what)} left out" for what, count in counts.items() if count]
    return reading("rtf", [Block(p) for p in paragraphs(said)], notes)


def _depth(text: str) -> int:
    depth = deepest = 0
    for match in _GROUP.finditer(text):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        deepest = max(deepest, depth)
    return deepest


def _without(text: str, opening: re.Pattern[str]) -> tuple[str, int]:
    """The text without the groups that open so, and how many there were."""
    kept, at, count = [], 0, 0
    for match in opening.finditer(text):
        if match.start() < at:
            continue
        depth, end = 0, len(text)
        for brace in _GROUP.finditer(text, match.start()):
            depth += {"{": 1, "}": -1}.get(brace[0], 0)
            if depth == 0:
                end = brace.end()
                break
        kept.append(text[at : match.start()])
        at, count = end, count + 1
    return "".join([*kept, text[at:]]), count
