"""What did a person write into the cells of the framework matrix? `codebook/framework.yaml`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.codebook import Codebook
from analysis.displays.framework import CHARTED, RECORD_COLUMNS, STATUSES
from analysis.errors import Problem
from analysis.model import Words, words_in
from analysis.tables import Record, read_list, to_yaml

UNITS: tuple[str, ...] = ("source", "person")
KEYS: tuple[str, ...] = (*UNITS, "theme", "summary", "proposed", "decided", "rationale", "by")
HEAD = "# What a person wrote into the cells of the framework matrix (F04). `jenjang chart` writes it; see README.md.\n"
_SEE = "See codebook/README.md."


@dataclass(frozen=True, slots=True)
class Summary:
    """A cell of the framework matrix as a person wrote it.

    `unit` says whether `case` is a source or a person. `proposed` is what the rule said when the person decided
    otherwise or the same; empty where nobody decided.
    """

    unit: str
    case: str
    theme: str
    summary: Words = field(default_factory=dict)
    proposed: str = ""
    decided: str = ""
    rationale: str = ""
    by: str = ""
    line: int = 0

    @property
    def key(self) -> tuple[str, str, str]:
        """The cell: unit, case, theme."""
        return (self.unit, self.case, self.theme)

    def faults(self) -> Iterable[tuple[str, str, str]]:
        """What does not hold of the cell alone: the rule, what came, the next step."""
        if not self.by:
            yield "a cell says who wrote it", "nobody", "Write by."
        if not self.summary and not self.decided:
            yield "a cell has a summary, a decided status, or both", "neither", "Write one, or delete the cell."
        for name, value in (("decided", self.decided), ("proposed", self.proposed)):
            if value and value not in STATUSES:
                yield f"{name} is one of {', '.join(STATUSES)}", value, "Write one of them."
        if self.decided == CHARTED and not self.summary:
            yield "a charted cell has a summary", "none", "Write it."
        if self.decided and self.decided != self.proposed and not self.rationale:
            came = f"{self.decided} where {self.proposed or 'nothing'} was proposed"
            yield "a decision that differs from what was proposed has a rationale", came, "Write why."


def read_summaries(path: Path, name: str) -> tuple[tuple[Summary, ...], list[Problem]]:
    """The cells that people wrote, and everything that is wrong with the file; none without the file."""
    entries, problems = read_list(path, name, "cells", _SEE)
    if problems:
        return (), problems
    cells: dict[tuple[str, str, str], Summary] = {}
    line = 1
    for entry in entries:
        line = getattr(entry, "line", line)
        cell = _cell(entry, name, line, problems)
        if cell is None:
            continue
        if cell.key in cells:
            came, step = f"{cell.case}, {cell.theme}", f"Keep one; the other stands in line {cells[cell.key].line}."
            problems.append(Problem(name, line, "a cell stands once", came, step))
            continue
        where = f"{cell.case}, {cell.theme}"
        problems += [Problem(name, line, f"{where}: {rule}", came, step) for rule, came, step in cell.faults()]
        cells[cell.key] = cell
    return tuple(cells.values()), problems


def check_summaries(
    cells: Iterable[Summary],
    name: str,
    *,
    sources: Collection[str],
    people: Collection[str],
    codebook: Codebook,
    withdrawn: Collection[str] = (),
) -> Iterable[Problem]:
    """Is each cell about a source or person of the study and a code of the codebook?"""
    for cell in cells:
        if cell.unit == "source" and cell.case in withdrawn and cell.case not in sources:
            rule, step = "a source that left takes its summaries along", "Delete the cell."
            yield Problem(name, cell.line, rule, f"{cell.case}, {cell.theme}", step, "warning")
        elif cell.case not in (sources if cell.unit == "source" else people):
            known = "source in which people speak" if cell.unit == "source" else "participant"
            yield Problem(name, cell.line, f"a {cell.unit} of the framework is a {known}", cell.case, "Mend the id.")
        if cell.theme not in codebook:
            yield Problem(name, cell.line, "a theme is a code", cell.theme, codebook.did_you_mean(cell.theme))


def summaries_text(cells: Iterable[Summary]) -> str:
    """The file that holds these cells, sorted by unit, case and theme."""
    ordered = sorted(cells, key=lambda cell: (UNITS.index(cell.unit), cell.case, cell.theme))
    return HEAD + to_yaml({"cells": [_plain(cell) for cell in ordered]})


def records_frame(cells: Iterable[Summary], *, unit: str, language: str) -> pd.DataFrame:
    """The cells of one unit as `framework_cells` wants them: `RECORD_COLUMNS`, the summary in one language."""
    rows = [
        (c.case, c.theme, words_in(c.summary, language), c.proposed, c.decided, c.rationale, c.by)
        for c in cells
        if c.unit == unit
    ]
    return pd.DataFrame(rows, columns=list(RECORD_COLUMNS), dtype=object)


def borrow(own: pd.DataFrame, of_sources: pd.DataFrame, alone: Mapping[str, str]) -> pd.DataFrame:
    """The persons' cells, where they have none of their own completed from the source in which they alone answer.

    Parameters
    ----------
    own, of_sources : cells of persons, cells of sources
    alone : person -> the one source in which he or she speaks, where nobody else answers there
    """
    person_of: dict[str, str] = {source: person for person, source in alone.items()}
    lent = of_sources[of_sources["case"].isin(list(person_of))]
    lent = lent.assign(case=lent["case"].map(person_of))
    both = pd.concat([own, lent], ignore_index=True)
    return both.drop_duplicates(["case", "theme"], keep="first", ignore_index=True)


def _cell(entry: Any, name: str, line: int, problems: list[Problem]) -> Summary | None:
    units = [unit for unit in UNITS if isinstance(entry, Record) and entry.get(unit)]
    if not isinstance(entry, Record) or len(units) != 1 or not entry.get("theme"):
        problems.append(Problem(name, line, "a cell names a source or a person, and a theme", repr(entry)[:40], _SEE))
        return None
    unknown = [str(key) for key in entry if key not in KEYS]
    if unknown:
        came, step = ", ".join(unknown), f"Known are {', '.join(KEYS)}."
        problems.append(Problem(name, line, "a key of a cell is one the program reads", came, step, "warning"))
    summary = entry.get("summary") or {}
    if not isinstance(summary, dict):
        problems.append(Problem(name, line, "a summary is given by language", repr(summary)[:40], "Write {en: ...}."))
        summary = {}
    wording = {str(language): str(text) for language, text in summary.items() if text}
    rest = {key: str(entry.get(key) or "") for key in ("proposed", "decided", "rationale", "by")}
    return Summary(units[0], str(entry[units[0]]), str(entry["theme"]), wording, **rest, line=line)


def _plain(cell: Summary) -> dict[str, Any]:
    rest: Sequence[tuple[str, Any]] = [(key, getattr(cell, key)) for key in KEYS[2:]]
    return {cell.unit: cell.case} | {key: value for key, value in rest if value}
