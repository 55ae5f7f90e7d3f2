"""On which day was it? What a name or a head line of a file says of it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from analysis.errors import SourceError
from analysis.sources.readers.door import Original
from analysis.sources.text import DATE
from analysis.sources.wording import DATE_KEYS, MONTHS
from analysis.study.intake.plans import Given

_NAME_DATE = re.compile(r"(?<!\d)(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))(?!\d)")
_WORD_DATE = re.compile(r"(?:[^\W\d]+,?\s+)?(\d{1,2})\s+([^\W\d]+)\.?,?\s+(\d{4})\b")
_HEAD = re.compile(r"([^:\n]{3,30})\s*:\s*(.{6,40})")


def find_date(original: Original, about: Mapping[str, str], given: Given) -> str:
    """The date as given, else the one in the file's name, else the one that a line `Date:` at its head gives."""
    date = about.get("date") or given.date
    if date:
        if not DATE.fullmatch(date):
            raise SourceError(f"{original.name}: a date is year-month-day (got {date!r:.30}). Write 2022-03-14.")
        return date
    found = _NAME_DATE.search(original.name)
    if found:
        return found[1]
    for line in (line for block in original.reading.blocks[:12] for line in block.text.split("\n")):
        head = _HEAD.match(line)
        if head and head[1].strip().lower() in DATE_KEYS:
            return _NAME_DATE.search(head[2])[1] if _NAME_DATE.search(head[2]) else _in_words(head[2])  # type: ignore[index]
    return ""


def _in_words(text: str) -> str:
    match = _WORD_DATE.search(text)
    month = MONTHS.get(match[2].lower(), 0) if match else 0
    if not match or not month or not 1 <= int(match[1]) <= 31:
        return ""
    return f"{match[3]}-{month:02d}-{int(match[1]):02d}"
