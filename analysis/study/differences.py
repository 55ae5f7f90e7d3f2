"""How does a published file differ from its rebuild? Cells of a table, lines of a text, pixels of a picture."""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Sequence
from pathlib import Path

from analysis.figures.compare import compare_pictures
from analysis.tables import write_bytes, write_csv, write_text

CELLS: tuple[str, ...] = ("row", "column", "published", "rebuilt")
WHOLE = "(whole row)"
MOST_LINES, LONGEST = 60, 240
"""Lines of a text's difference that are kept, and how long each may be."""


def write_difference(published: Path, rebuilt: Path, folder: Path, name: str) -> tuple[str, str]:
    """Write how a file differs into a folder; gives back what differs in a few words, and the file that shows it.

    Pictures: a PNG with both side by side and what changed marked. Tables: a CSV with a row per cell. Other texts: the
    lines that differ, the longest ones cut.
    """
    flat = name.replace("/", "-")
    if published.suffix == ".png":
        found = compare_pictures(published.read_bytes(), rebuilt.read_bytes())
        write_bytes(folder / flat, found.picture)
        return str(found), flat
    was, now = (path.read_text(encoding="utf-8", errors="replace") for path in (published, rebuilt))
    if published.suffix == ".csv":
        cells = compare_tables(was, now)
        write_csv(folder / flat, (dict(zip(CELLS, cell, strict=True)) for cell in cells), CELLS)
        rows = len({cell[0] for cell in cells})
        return f"{_many(len(cells), 'cell')} in {_many(rows, 'row')}", flat
    lines = compare_texts(was, now)
    write_text(folder / f"{flat}.txt", "\n".join(lines) + "\n")
    return "lines of text", f"{flat}.txt"


def compare_tables(was: str, now: str) -> list[tuple[str, str, str, str]]:
    """Which cells of two tables differ? (row, column, published, rebuilt), in the order of the rebuilt table.

    Rows are known by their first cells, as many as it takes to tell them apart; where none do, by their number. A row
    that is in one table only is one entry, its cells joined by `|`; so is the header, where columns came or went.
    """
    (old_head, *old), (new_head, *new) = (list(csv.reader(io.StringIO(text))) or [[]] for text in (was, now))
    found: list[tuple[str, str, str, str]] = []
    if old_head != new_head:
        found.append(("(header)", WHOLE, "|".join(old_head), "|".join(new_head)))
    width = _key_width(old, new)
    before, after = (_keyed(rows, width) for rows in (old, new))
    for key in [*after, *(key for key in before if key not in after)]:
        one, other = before.get(key), after.get(key)
        if one is None or other is None:
            found.append((key, WHOLE, "|".join(one or ()), "|".join(other or ())))
            continue
        then, there = dict(zip(old_head, one, strict=False)), dict(zip(new_head, other, strict=False))
        found += [
            (key, column, then[column], there[column])
            for column in new_head
            if column in then and then[column] != there.get(column, "")
        ]
    return found


def compare_texts(was: str, now: str) -> list[str]:
    """The lines in which two texts differ, as a short unified difference."""
    lines = difflib.unified_diff(was.split("\n"), now.split("\n"), "published", "rebuilt", lineterm="", n=1)
    shown = [line if len(line) <= LONGEST else f"{line[:LONGEST]} … ({len(line)} characters)" for line in lines]
    if len(shown) > MOST_LINES:
        return [*shown[:MOST_LINES], f"… and {len(shown) - MOST_LINES} lines more"]
    return shown


def _key_width(*tables: Sequence[Sequence[str]]) -> int:
    """How many first cells tell the rows of each table apart; 0 where no number does."""
    widest = max((len(row) for rows in tables for row in rows), default=0)
    for width in range(1, widest):
        if all(len({tuple(row[:width]) for row in rows}) == len(rows) for rows in tables):
            return width
    return 0


def _keyed(rows: Sequence[Sequence[str]], width: int) -> dict[str, Sequence[str]]:
    return {" ".join(row[:width]) if width else f"row {number}": row for number, row in enumerate(rows, start=1)}


def _many(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
