"""How does a person decide who is replaced? The table is written, filled in anywhere, and read back row by row.

It names people and puts labels beside names: it is the key in clear. So it is written outside the study and outside of
version control, readable by its owner alone. What a spreadsheet does to a number does no harm: a row is
known by its id.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pandas as pd

from analysis.errors import CodingError, Problem, StudyError
from analysis.sources.key import write_private
from analysis.sources.patterns import CLASSES
from analysis.sources.pseudonyms import EXACT, check_label
from analysis.study.identify import COLUMNS, KEEP, REPLACE, form_id, records
from analysis.tables import csv_text, read_csv

_FORMULA = ("=", "+", "-", "@", "\t")


def write_review(path: Path, frame: pd.DataFrame) -> pd.DataFrame:
    """Write the table for a person to fill in. What was filled in there before is kept; gives back what was written."""
    if path.is_file():
        frame = _as_before(frame, read_csv(path, required=COLUMNS))
    rows = [{key: _safe(value) for key, value in row.items()} for row in records(frame)]
    write_private(path, csv_text(rows, COLUMNS).encode("utf-8"))
    return frame


def _as_before(frame: pd.DataFrame, rows: Sequence[Mapping[str, str]]) -> pd.DataFrame:
    """The table with what stands in an earlier one: decisions with all that belongs to them, and rows added by hand."""
    before = {row["id"]: row for row in rows if row["id"] and row["decision"]}
    for column in ("decision", "reason", "label", "class", "match"):
        old = frame["id"].map({key: row[column] for key, row in before.items()})
        frame = frame.assign(**{column: old.where(old.notna(), frame[column])})
    own = [{key: row[key] for key in COLUMNS} for row in rows if not row["id"]]
    return pd.concat([frame, pd.DataFrame(own, columns=list(COLUMNS))], ignore_index=True) if own else frame


def read_decisions(given: pd.DataFrame | Path, frame: pd.DataFrame) -> pd.DataFrame:
    """The table with what a person decided; rows that a person added (without an id) follow.

    Raises
    ------
    StudyError
        Some rows do not hold; all of them are listed.
    """
    name = given.name if isinstance(given, Path) else "the table"
    if isinstance(given, Path):
        rows = [
            (row.line, dict(row)) for row in read_csv(given, required=("id", "form", "class", "decision", "reason"))
        ]
    else:
        rows = list(enumerate(records(given.astype(object).fillna("").astype(str)), start=2))
    now = {str(row["id"]): row for row in records(frame)}
    problems: list[Problem] = []
    decided: list[dict[str, object]] = []
    for line, row in rows:
        found = [*_check_row(row, now)]
        problems += [Problem(name, line, rule, came, step) for rule, came, step in found]
        if not found and row.get("decision"):
            said = {key: row.get(key, "") for key in ("class", "label", "decision", "reason", "match")}
            base: Mapping[str, object] = now.get(row["id"], {"form": row["form"], "id": form_id(row["form"])})
            decided.append({**base, "found_by": base.get("found_by", "by hand"), **said})
    if problems:
        raise StudyError(f"{name}: the decisions do not hold; nothing is replaced:", problems)
    given_ids = {str(row["id"]) for row in decided}
    rest = [row for row in now.values() if str(row["id"]) not in given_ids]
    return pd.DataFrame([*decided, *rest], columns=list(COLUMNS)).astype(object).fillna("")


def _check_row(row: Mapping[str, str], now: Mapping[str, Mapping[str, object]]) -> Iterable[tuple[str, str, str]]:
    decision, cls = row.get("decision", ""), row.get("class", "")
    if decision not in ("", REPLACE, KEEP):
        yield "a decision is replace or keep, or empty while it is open", repr(decision), "Write one of them."
    if not decision:
        return
    if row.get("id") and row["id"] not in now:
        yield "a row is about a form that stands in the texts", row["id"], "Write the review anew; decisions are kept."
    if not row.get("id") and not row.get("form"):
        yield "a row that a person adds has a form", "none", "Write the words as they stand in the text."
    if cls not in CLASSES:
        yield f"a class is one of {', '.join(CLASSES)}", repr(cls), "Write one of them."
    if decision == KEEP and not row.get("reason"):
        yield "what is kept has a reason", "none", "Write why it may be read by everyone."
    if decision == KEEP and now.get(row.get("id", ""), {}).get("decision") == REPLACE:
        yield "who was replaced once is replaced everywhere", "keep", "Write replace, or empty the cell."
    if row.get("match", "") not in ("", EXACT):
        yield "match is exact or empty", repr(row["match"]), "Write one of them."
    if decision == REPLACE and row.get("label") and cls in CLASSES:
        try:
            check_label(row["label"], cls)
        except CodingError as error:
            yield str(error).rsplit(" (got", 1)[0], row["label"], "Empty the cell to get a new one."


def _safe(value: object) -> object:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
