"""One row of a table changes, every other byte stays."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import TableError
from analysis.study.cells import change_cells

CELL = st.text(alphabet='ab ,"\n😀é', max_size=6)
ROWS = st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=4)


@given(
    rows=ROWS, new=CELL, end=st.sampled_from(["\n", "\r\n"]), at=st.integers(0, 3), column=st.sampled_from(["x", "z"])
)
def test_only_the_cell_changes(rows: list[list[str]], new: str, end: str, at: int, column: str) -> None:
    """Read again, the table has the new value in its place and is the same elsewhere, whatever the cells hold."""
    at %= len(rows)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator=end)
    writer.writerow(["x", "y", "z"])
    lines = []
    for row in rows:
        lines.append(1 + out.getvalue().count("\n"))
        writer.writerow(row)
    changed = change_cells(out.getvalue().encode(), "t.csv", lines[at], {column: new}).decode()
    expected = [list(row) for row in rows]
    expected[at]["xyz".index(column)] = new

    assert list(csv.reader(io.StringIO(changed, newline="")))[1:] == expected


def test_every_other_byte_stays() -> None:
    """Byte-order mark, line ends, quotes, spaces and a missing last newline are the author's."""
    raw = '\ufeffperson , "note"\r\nP01,"a, ""b"""\r\n\r\n P02 ,old'.encode()

    assert change_cells(raw, "t.csv", 4, {"note": "new"}) == raw.replace(b"old", b"new")


def test_a_column_that_is_missing_is_added_to_every_row() -> None:
    """Empty everywhere but in the row that changes."""
    assert change_cells(b"a,b\n1,2\n3,4\n", "t.csv", 3, {"c": "x"}) == b"a,b,c\n1,2,\n3,4,x\n"


def test_there_must_be_a_row() -> None:
    """A line on which no row starts, the header's among them, is refused."""
    for line in (1, 9):
        with pytest.raises(TableError, match="a row starts here"):
            change_cells(b"a,b\n1,2\n", "t.csv", line, {"a": "x"})
