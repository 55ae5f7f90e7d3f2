"""How do codings and rulings that were written down in a table get into the journals? All in one go, or none.

A spreadsheet is where many teams code before they have a program, where a second coder works who has none, and where
two people sit over a list of differences.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.adjudication import Difference, what
from analysis.coding.code import add_act, now, place, relate_act
from analysis.errors import AnalysisError, CodingError, Problem, StudyError, TableError
from analysis.model import MODALITIES, POLARITIES, RELATION_TYPES, Act, Anchor, Source
from analysis.sources.anchors import anchor
from analysis.study.acts import check_act, ruling_act, source_of, write
from analysis.study.loaded import Loaded
from analysis.tables import Record, read_csv

CODING_COLUMNS: tuple[str, ...] = ("source", "code", "quote", "quote_to", "stance", "facet", "memo", "at")
RELATION_COLUMNS: tuple[str, ...] = ("from", "type", "to", "polarity", "modality")
RULING_COLUMNS: tuple[str, ...] = ("outcome", "difference", "reason")


def code_table(
    loaded: Loaded, path: Path, *, coder: str, provenance: str = "recorded"
) -> tuple[Loaded, dict[str, int]]:
    """Write a table of codings and relations into a coder's journals.

    Parameters
    ----------
    path : CSV, one row per coding: source, code, quote (the words; with `quote_to`, the first words of a segment that
        ends with these), stance, facet, memo, at (UTC; the moment of writing where empty), and a column for each of the
        study's attributes. A row with `from`, `type` and `to` instead of a code is a relation (F29), with polarity and
        modality (`+` and `asserted` where empty). Columns may be missing and stand in any order.

    Returns
    -------
    The study as it is now, and how many acts each source received.

    Raises
    ------
    StudyError
        Some rows cannot be taken; all of them are listed, and nothing is written.
    TableError
        The file is no table with the columns `source` and `quote`.
    """
    rows = read_csv(path, required=("source", "quote"))
    known = {*CODING_COLUMNS, *RELATION_COLUMNS, *loaded.config.attributes}
    unknown = sorted({key for row in rows[:1] for key in row} - known)
    if unknown:
        have = ", ".join((*CODING_COLUMNS, *RELATION_COLUMNS, *loaded.config.attributes))
        raise TableError(f"{path.name}: a column is one of {have} (got {', '.join(unknown)}). Rename or delete it.")
    moment = now()
    acts: dict[str, list[Act]] = {}
    problems: list[Problem] = []
    for number, row in enumerate(rows):
        try:
            act = _act(loaded, row, coder=coder, moment=moment, salt=number)
            check_act(loaded, act)
            _check_twin(act, acts.get(act.source, []))
        except AnalysisError as error:
            problems.append(Problem(path.name, row.line, str(error).removesuffix("."), "", "Mend the row."))
        else:
            acts.setdefault(act.source, []).append(act)
    if problems:
        raise StudyError(
            f"{path.name}: {len(problems)} of {len(rows)} rows cannot be taken; nothing is written:", problems
        )
    for source, made in acts.items():
        loaded, _ = write(loaded, coder, source, *made, provenance=provenance)
    return loaded, {source: len(made) for source, made in acts.items()}


def rulings_to_make(
    found: Mapping[str, Sequence[Difference]], settled: set[tuple[str, str]], attributes: Sequence[str]
) -> pd.DataFrame:
    """Which differences wait for a ruling, as a table to be filled in?

    Parameters
    ----------
    found : source -> differences
    settled : (source, of) of those that have a ruling
    attributes : the study's own, by name

    Returns
    -------
    frame, one row per open difference: source, of, kind, coders, what, quote, differs, beside, then stance, the study's
    attributes and facet (what the coding says, or what both say; empty where they differ), memo, and outcome,
    difference, reason, which are empty and wait.
    """
    named = ("stance", *attributes)
    rows = [
        {
            "source": source,
            "of": entry.of,
            "kind": entry.kind,
            "coders": ", ".join(entry.coders),
            "what": what(entry.coding),
            "quote": entry.coding.quote,
            "differs": "; ".join(f"{key}: {' | '.join(values)}" for key, values in entry.differs.items()),
            "beside": ", ".join(sorted({what(c) for c in entry.beside})),
            **{key: "" if key in entry.differs else entry.coding.attributes.get(key, "") for key in named},
            "facet": "" if "facet" in entry.differs else entry.coding.facet,
            "memo": entry.coding.memo,
            **dict.fromkeys(RULING_COLUMNS, ""),
        }
        for source, entries in found.items()
        for entry in entries
        if (source, entry.of) not in settled
    ]
    columns = ("source", "of", "kind", "coders", "what", "quote", "differs", "beside", *named, "facet", "memo")
    return pd.DataFrame(rows, columns=[*columns, *RULING_COLUMNS])


def rule_table(
    loaded: Loaded,
    path: Path,
    found: Mapping[str, Sequence[Difference]],
    *,
    coder: str,
    provenance: str = "recorded",
) -> tuple[Loaded, dict[str, int]]:
    """Write a table of rulings into an adjudicator's journals.

    Parameters
    ----------
    path : CSV as `rulings_to_make` gives it; `source`, `of`, `outcome`, `difference` and `reason` are read, and what
        stands under stance, the study's attributes and facet; a row without an outcome stays open
    found : source -> differences

    Returns
    -------
    The study as it is now, and how many rulings each source received.

    Raises
    ------
    StudyError
        Some rows cannot be taken; all of them are listed, and nothing is written.
    TableError
        The file is no such table.
    """
    rows = read_csv(path, required=("source", "of", *RULING_COLUMNS))
    entries = {(source, entry.of): entry for source, listed in found.items() for entry in listed}
    acts: dict[str, list[Act]] = {}
    problems: list[Problem] = []
    ruled: set[tuple[str, str]] = set()
    moment = now()
    for row in (row for row in rows if row["outcome"]):
        key = (row["source"], row["of"])
        try:
            if key in ruled or key not in entries:
                why = "is settled once" if key in ruled else "stands among the study's differences"
                raise CodingError(f"{key[0]}: a difference {why} (got {key[1]!r}). See jenjang differences.")
            said = {name: row[name] for name in ("stance", *loaded.config.attributes) if row.get(name)}
            act = ruling_act(
                loaded,
                row["source"],
                coder=coder,
                about=entries[key].coding,
                outcome=row["outcome"],
                difference=row["difference"],
                reason=row["reason"],
                attributes=said,
                facet=row.get("facet", ""),
                at=row.get("at") or moment,
                salt=len(acts.get(row["source"], ())),
            )
            check_act(loaded, act)
        except AnalysisError as error:
            problems.append(Problem(path.name, row.line, str(error).removesuffix("."), "", "Mend the row."))
        else:
            ruled.add(key)
            acts.setdefault(row["source"], []).append(act)
    if problems:
        raise StudyError(
            f"{path.name}: {len(problems)} of {len(rows)} rows cannot be taken; nothing is written:", problems
        )
    for source, made in acts.items():
        loaded, _ = write(loaded, coder, source, *made, provenance=provenance, role="adjudicator")
    return loaded, {source: len(made) for source, made in acts.items()}


def _act(loaded: Loaded, row: Record, *, coder: str, moment: str, salt: int) -> Act:
    text = source_of(loaded, row["source"])
    where = _place(text, row["quote"], row.get("quote_to", ""))
    attributes = {key: row[key] for key in ("stance", *loaded.config.attributes) if row.get(key)}
    shared: dict[str, Any] = {"coder": coder, "attributes": attributes, "declared": loaded.config.attributes}
    shared |= {"memo": row.get("memo", ""), "at": row.get("at") or moment, "salt": salt}
    if row.get("from") or row.get("to") or row.get("type"):
        if row.get("code"):
            raise CodingError(
                f"a row is a coding or a relation (got code {row['code']!r} and from, to). Make it two rows."
            )
        return relate_act(
            text,
            loaded.codebook,
            where,
            from_code=row.get("from", ""),
            to_code=row.get("to", ""),
            type=row.get("type", ""),
            types=list(loaded.types) or list(RELATION_TYPES),
            polarity=row.get("polarity") or POLARITIES[0],
            modality=row.get("modality") or MODALITIES[0],
            **shared,
        )
    return add_act(text, loaded.codebook, where, code=row.get("code", ""), facet=row.get("facet", ""), **shared)


def _place(text: Source, quote: str, quote_to: str) -> Anchor:
    """The words of a quote, or the stretch from its first words to the last ones within one passage."""
    found = place(text, quote=quote)
    if not quote_to:
        return found
    passage = text.passage_at(found.segment.start, found.segment.end)
    if passage is None:
        raise CodingError(f"{text.id}: a segment lies within one passage (got {quote[:40]!r}). Make it two rows.")
    number, end = 0, -1
    while end < found.segment.end:
        number += 1
        try:
            end = place(text, quote=quote_to, passage=passage.number, occurrence=number).segment.end
        except CodingError as error:
            if number == 1:
                raise
            came = f"{quote_to[:40]!r} after {quote[:40]!r}"
            raise CodingError(f"{text.id}: quote_to ends what quote begins (got {came}). Mend one of them.") from error
    return anchor(text, found.segment.start, end)


def _check_twin(act: Act, others: list[Act]) -> None:
    """Raises CodingError where the table puts the same code, or the same link, on the same words twice."""
    what: Mapping[str, str] | str = act.relation or act.code
    for other in others:
        if (other.start, other.end, other.relation or other.code) == (act.start, act.end, what):
            raise CodingError(
                f"a table puts a code on the same words once (got {act.code or what!r} again). Delete one row."
            )
