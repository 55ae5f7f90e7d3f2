"""What does each case say on each theme, and where it says nothing, was it asked? The framework matrix (F04).

Source: Gale et al. (2013), BMC Medical Research Methodology 13:117, doi:10.1186/1471-2288-13-117. What each status
needs is ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.displays.themes import by_theme
from analysis.errors import AnalysisError

STATUSES: tuple[str, ...] = ("charted", "asked_but_silent", "not_asked", "not_yet_charted")
CHARTED, SILENT, NOT_ASKED, OPEN = STATUSES
WHY: Mapping[str, str] = {
    "no_summary": "there are segments, and nobody has written a summary",
    "not_coded": "nobody has coded it",
    "no_marks": "someone asks there, and no turn is marked with a question: what was asked is not recorded",
    "no_guide": "the study has no guide: what was asked is not recorded",
}
"""Why a cell is open."""

CELL_COLUMNS: tuple[str, ...] = (
    "case",
    "theme",
    "segments",
    "asked",
    "proposed",
    "why",
    "decided",
    "status",
    "summary",
    "rationale",
    "by",
    "uncited",
    "moved",
)
RECORD_COLUMNS: tuple[str, ...] = ("case", "theme", "summary", "proposed", "decided", "rationale", "by")


def framework_cells(
    codings: pd.DataFrame,
    *,
    reach: pd.DataFrame,
    cases: pd.DataFrame,
    asked: pd.DataFrame,
    reaching: pd.DataFrame,
    records: pd.DataFrame,
    themes: Sequence[str],
    guide: bool = True,
) -> pd.DataFrame:
    """In which of four states is each cell of case by theme? (F04)

    Parameters
    ----------
    codings : frame, one row per coding: case (a source or a person), code
    reach : frame, one row per theme and code that counts under it (`reach_of`)
    cases : frame, indexed by case, in the order of the rows: coded (has anybody coded it), asks (does anybody ask
        questions there), marked (is any question of the guide marked there)
    asked : frame, one row per case and question of the guide that is marked there
    reaching : frame, one row per question and theme that its answer may reach (`reaching`)
    records : frame, one row per cell that a person wrote: `RECORD_COLUMNS`, empty text where nothing was written
    guide : does the study have a guide?

    Returns
    -------
    frame, one row per case and theme in the order given, `CELL_COLUMNS`:
    `segments` under the theme; `asked`, was a question that may reach it asked (None where that is not recorded);
    `proposed` by rule, `decided` by a person (empty where nobody did), `status` what holds of the two, `why` an open
    cell is open (a key of `WHY`); `uncited`, whether something stands in the cell as said, without a segment;
    `moved`, whether the rule now proposes another status than the one that the person decided against.

    A cell is charted by a summary and at least one segment. Without a segment it is silent where a question that may
    reach the theme was asked, and not asked where none was, or where nobody asks (field notes). What nobody coded,
    and what nobody could tell from the record, stays open.
    """
    grid = _grid(cases, themes)
    counts = by_theme(codings, reach).groupby(["case", "theme"], observed=True).size()
    grid["segments"] = (
        counts.reindex(pd.MultiIndex.from_frame(grid[["case", "theme"]])).fillna(0).astype(int).to_numpy()
    )
    posed = asked.merge(reaching, on="question")[["case", "theme"]].drop_duplicates().assign(asked=True)
    grid = grid.merge(posed, on=["case", "theme"], how="left", validate="one_to_one")
    grid = grid.merge(records, on=["case", "theme"], how="left", suffixes=("", "_then"), validate="one_to_one")
    words = list(RECORD_COLUMNS[2:])
    grid[words] = grid[words].astype(object).fillna("")
    grid = grid.rename(columns={"proposed": "proposed_then"})
    known = grid["marked"] | ~grid["asks"]
    said, spoken = grid["segments"] > 0, grid["summary"] != ""
    was_asked = grid["asked"].notna()
    closed = [said & spoken, ~said & grid["coded"] & was_asked, ~said & grid["coded"] & known]
    grid["proposed"] = np.select(closed, [CHARTED, SILENT, NOT_ASKED], OPEN)
    unmarked = "no_marks" if guide else "no_guide"
    grid["why"] = np.select([grid["proposed"] != OPEN, said, ~grid["coded"]], ["", "no_summary", "not_coded"], unmarked)
    grid["status"] = grid["decided"].where(grid["decided"] != "", grid["proposed"])
    quiet = grid["decided"].isin([SILENT, NOT_ASKED])
    grid["uncited"] = ~said & (spoken | (grid["decided"] == CHARTED)) & ~quiet
    grid["moved"] = (grid["proposed_then"] != "") & (grid["proposed_then"] != grid["proposed"])
    grid["asked"] = was_asked.astype(object).where(was_asked | known, None)
    return grid[list(CELL_COLUMNS)]


def framework_table(cells: pd.DataFrame, *, value: str = "status") -> pd.DataFrame:
    """The matrix itself: rows cases, columns themes, in the order of the cells; `value` is a column of the cells."""
    if value not in cells.columns:
        raise AnalysisError(f"a cell shows a column of the framework (got {value!r}). Use one of {list(cells)}.")
    rows, columns = cells["case"].unique(), cells["theme"].unique()
    table = cells.pivot(index="case", columns="theme", values=value)
    return table.reindex(index=rows, columns=columns).rename_axis(index="case", columns="theme")


def framework_metrics(cells: pd.DataFrame) -> dict[str, float | int | None]:
    """How far is the matrix filled? (F04)

    Returns
    -------
    cells, each status, `completeness` = cells that are not open / cells (None where there are none), and `uncited`,
    which must be 0.
    """
    counts = cells["status"].value_counts()
    found: dict[str, float | int | None] = {"cells": len(cells)}
    found |= {status: int(counts.get(status, 0)) for status in STATUSES}
    share = 1 - int(counts.get(OPEN, 0)) / len(cells) if len(cells) else None
    return found | {"completeness": share, "uncited": int(cells["uncited"].sum())}


def open_cells(cells: pd.DataFrame, segments: pd.DataFrame, *, status: Sequence[str] = (OPEN,)) -> pd.DataFrame:
    """Which cells wait for a person, with the words that stand in them?

    Parameters
    ----------
    cells : as `framework_cells` gives them
    segments : frame, one row per coding and theme: case, theme, source, start, end, code, stance, quote
    status : the statuses to list

    Returns
    -------
    frame, one row per cell: case, theme, proposed, why, segments, words (one line per segment: where, code, stance,
    quote)
    """
    chosen = cells[cells["status"].isin(status)]
    waiting = chosen[["case", "theme", "proposed", "why", "segments"]].reset_index(drop=True)
    rows = segments.merge(waiting[["case", "theme"]], on=["case", "theme"])
    stance = rows["stance"].where(rows["stance"] == "", ", " + rows["stance"])
    where = rows["source"] + ":" + rows["start"].astype(str) + "-" + rows["end"].astype(str)
    rows = rows.assign(words=where + " [" + rows["code"] + stance + "] " + rows["quote"].str.replace("\n", " "))
    words = rows.groupby(["case", "theme"], observed=True)["words"].agg("\n".join).rename("words").reset_index()
    waiting = waiting.merge(words, on=["case", "theme"], how="left")
    return waiting.assign(words=waiting["words"].fillna(""))


def _grid(cases: pd.DataFrame, themes: Sequence[str]) -> pd.DataFrame:
    """One row per case and theme, with what is known of the case."""
    index = pd.MultiIndex.from_product([cases.index, themes], names=["case", "theme"])
    grid = index.to_frame(index=False).astype(object)
    for column in ("coded", "asks", "marked"):
        grid[column] = np.repeat(cases[column].to_numpy(dtype=bool), len(themes))
    return grid
