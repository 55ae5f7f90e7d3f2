"""How are cells of one row of a table changed, and every other byte kept? For tables that a person keeps by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from analysis.errors import TableError
from analysis.tables import BOM

_QUOTED = re.compile(r'"(?:[^"]|"")*"')
_BARE = re.compile(r"[^,\r\n]*")
_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of a row as stretches of the text, and the line on which it starts."""

    line: int
    cells: tuple[tuple[int, int], ...]


def change_cells(raw: bytes, name: str, line: int, changes: Mapping[str, str]) -> bytes:
    """The table with new values in the row that starts on `line`; line ends, quotes and spaces elsewhere stay.

    A column that the table lacks is added at the end of every row.

    Raises
    ------
    TableError
        No row starts on this line, or the bytes are no UTF-8.
    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise TableError(f"{name}: a table is UTF-8 (got byte 0x{raw[error.start]:02x}). Save it as UTF-8.") from error
    rows = _rows(text)
    row = next((r for r in rows[1:] if r.line == line), None)
    if row is None:
        raise TableError(f"{name}, line {line}: a row starts here (got none). Read the table again.")
    header = [_value(text[start:end].removeprefix(BOM)) for start, end in rows[0].cells]
    edits: list[tuple[int, int, str]] = []
    for column, value in changes.items():
        if column in header:
            edits.append((*row.cells[header.index(column)], _cell(value)))
            continue
        for other in rows:
            at = other.cells[-1][1]
            new = column if other is rows[0] else value if other is row else ""
            edits.append((at, at, f",{_cell(new)}"))
    for start, end, new in sorted(edits, key=lambda edit: edit[0], reverse=True):
        text = text[:start] + new + text[end:]
    return text.encode("utf-8")


def _rows(text: str) -> list[_Row]:
    """The rows that hold something, in order."""
    rows: list[_Row] = []
    cells: list[tuple[int, int]] = []
    at, line, first = 0, 1, 1
    while at < len(text):
        match = _QUOTED.match(text, at) or _BARE.match(text, at)
        assert match is not None  # a bare cell may be empty
        cells.append(match.span())
        line += len(_END.findall(match[0]))
        at = match.end()
        if text[at : at + 1] == ",":
            at += 1
            if at < len(text):
                continue
            cells.append((at, at))
        end = _END.match(text, at)
        if at < len(text) and end is None:
            raise TableError(
                f"line {line}: a quoted cell ends at its comma (got {text[at : at + 10]!r}). Mend the quotes."
            )
        if len(cells) > 1 or cells[0][0] < cells[0][1]:
            rows.append(_Row(first, tuple(cells)))
        cells = []
        if end:
            at, line = end.end(), line + 1
        first = line
    return rows


def _value(cell: str) -> str:
    cell = cell.strip()
    return cell[1:-1].replace('""', '"').strip() if cell.startswith('"') else cell


def _cell(value: str) -> str:
    return '"' + value.replace('"', '""') + '"' if re.search(r'[",\r\n]', value) else value
