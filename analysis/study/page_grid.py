"""How does a table grow cell by cell in the evidence page, each cell with what stands behind it?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from analysis.figures.spec import FigureSpec
from analysis.model import Words
from analysis.study.handle import Study
from analysis.study.page_cells import Cells
from analysis.study.page_data import Row, full
from analysis.study.page_names import words

Tables = Mapping[str, pd.DataFrame]
"""Language -> the table as it was published, row by row the same in every language."""
_TONES = {1: "for", -1: "against", 0: "between"}


@dataclass
class Grid:
    """The table that grows cell by cell; a cell with words behind it is a mark of the figure."""

    columns: list[Row] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    marks: list[Row] = field(default_factory=list)
    _at: dict[str, int] = field(default_factory=dict)

    def column(self, name: str, said: Words, **more: Any) -> None:
        """A column: its id, and what it is called; without words the page calls it by `id` in its own words."""
        self.columns.append(full({"id": name, "name": dict(said), **more}))

    def row(self, name: str, said: Words | str, cells: Sequence[Row], **more: Any) -> None:
        """A row: its id, what it is called, and its cells, each text `t` with numbers `q` and `d` behind it."""
        made = [self._mark(name, number, dict(cell)) for number, cell in enumerate(cells)]
        self.rows.append(full({"id": name, "name": said, "cells": made, **more}))

    def head(self, name: str, q: Sequence[int], **more: Any) -> None:
        """The last row is a mark of its own, by this name, with all that stands behind it."""
        self._at[name] = len(self.marks)
        self.rows[-1] = {**self.rows[-1], "m": len(self.marks)}
        self.marks.append(full({"id": name, "at": [len(self.rows) - 1, -1], "q": q, **more}))

    def _mark(self, row: str, number: int, cell: dict[str, Any]) -> Row:
        q, d = cell.pop("q", []), cell.pop("d", [])
        key = f"cell:{row}|{self.columns[number]['id']}"
        if (q or d) and key not in self._at:
            self._at[key] = len(self.marks)
            self.marks.append(full({"id": key, "at": [len(self.rows), number], "q": q, "d": d}))
        return full(cell | ({"m": self._at[key]} if q or d else {}))


@dataclass(frozen=True)
class Asked:
    """What a chart is made of in the page: its file, its tables by language, and where evidence is found."""

    study: Study
    cells: Cells
    spec: FigureSpec
    tables: Tables

    @property
    def first(self) -> pd.DataFrame:
        """The table in the first language."""
        return next(iter(self.tables.values()))

    def records(self) -> list[Row]:
        """The rows of the table in the first language."""
        return [{str(k): v for k, v in row.items()} for row in self.first.to_dict("records")]

    def told(self, column: str, number: int) -> Words | str:
        """A cell of the published table in every language; once, where all say the same."""
        said = {x: text(table[column].iloc[number]) for x, table in self.tables.items()}
        return next(iter(said.values())) if len(set(said.values())) == 1 else said

    def code(self, code: str) -> Words | str:
        """What a code is called."""
        return words(self.study, self.study.codebook.code(code).name) if code in self.study.codebook else code

    def class_name(self, name: str) -> Words:
        """What a role or group is called."""
        roles = {r.id: r.name for r in self.study.config.roles}
        given = roles.get(name) or self.study.config.groups.get(name) or {}
        return words(self.study, given) if given else {}


# --- cells ------------------------------------------------------------------------------------------------------------


def text(value: Any) -> str:
    """A value of a table as text; nothing where it is missing."""
    if isinstance(value, str):
        return value
    number = number_of(value)
    return "" if number is None else str(number)


def number_of(value: Any) -> Any:
    """A number as JSON has it, whole ones whole; what is no number stays; missing is None."""
    if missing(value):
        return None
    if isinstance(value, bool | str):
        return float(value) if isinstance(value, str) and value.replace(".", "", 1).isdigit() else value
    number = float(value)
    return int(number) if number.is_integer() else round(number, 4)


def missing(value: Any) -> bool:
    """Whether a cell of a table says nothing."""
    return value is None or value == "" or (not isinstance(value, str | list | tuple) and bool(pd.isna(value)))


def tone(stance: Any) -> str:
    """On which side a cell stands, as the page colours it; nothing where it takes none."""
    return "" if missing(stance) else _TONES.get(int(stance), "")


def heat(share: Any) -> int:
    """A share from 0 to 1 in five steps."""
    given = float(share)
    return 0 if given <= 0 else min(5, 1 + int(given * 5))


def firsts(records: Sequence[Row], key: str) -> list[tuple[int, str]]:
    """Each value of a column with the row in which it is first met."""
    found: dict[str, int] = {}
    for number, row in enumerate(records):
        found.setdefault(str(row[key]), number)
    return [(number, name) for name, number in found.items()]


def grouped(records: Sequence[Row], key: str) -> list[tuple[str, list[Row]]]:
    """The rows by one column, in the order in which its values are met."""
    found: dict[str, list[Row]] = {}
    for row in records:
        found.setdefault(str(row[key]), []).append(row)
    return list(found.items())


def in_order(rows: Sequence[Row], key: str, names: Sequence[str], cell: Callable[[Row], Row]) -> list[Row]:
    """The cells of a line in the order of its columns; a column without a row has an empty one."""
    placed = {str(row[key]): row for row in rows}
    return [cell(placed[name]) if name in placed else {"t": ""} for name in names]
