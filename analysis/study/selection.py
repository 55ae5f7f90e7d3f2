"""Which segments and passages does a mark of a chart or table stand for?

Such a mark says by what to select: `code:<id>`, `facet:<text>`, `role:`, `group:`, `person:`, `source:`, `kind:` or
`set:<id>`, several joined by `|`. A code includes those below it; a set is one of study.yaml. `node:<id>` of a table is
its code. `pair:<code>|<code>` of a co-occurrence chart stands for the segments in which both stand together.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from analysis.codebook import Codebook
from analysis.errors import FigureError
from analysis.figures.behind import EVIDENCE_COLUMNS
from analysis.figures.form import did_you_mean
from analysis.retrieval import merged_units
from analysis.triangulation import SourceSet

PAIR = "pair:"
PARTS: tuple[str, ...] = ("code", "facet", "role", "group", "person", "source", "kind", "set")


def read_mark(mark: str) -> dict[str, str]:
    """What a mark selects by: part -> value.

    Raises
    ------
    FigureError
        It is no such mark.
    """
    found = {}
    for piece in mark.split("|"):
        part, _, value = piece.partition(":")
        part = "code" if part == "node" else part
        if part not in PARTS or not value or part in found:
            raise FigureError(
                f"{mark!r}: a mark of a chart is made of {', '.join(f'{p}:' for p in PARTS)} joined by | "
                f"(got {piece!r}). See the column mark of its table: study.drawing(NAME).table."
            )
        found[part] = value
    return found


def select_evidence(
    mark: str,
    codings: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    codebook: Codebook,
    sets: Sequence[SourceSet],
    known: Mapping[str, Collection[str]] | None = None,
    unit: str = "segment",
) -> pd.DataFrame:
    """The segments, and where a code is named the passages of documents, that a mark of a chart stands for.

    Parameters
    ----------
    codings : one row per coding in force of sources in which people speak
    documents : one row per document coding in the legal frame
    known : part of a mark -> the values that the study has; a part that is not here may have any
    unit : where codes of a pair stand together: segment (runs of overlapping ones) or source

    Returns
    -------
    frame with the columns of `analysis.figures.behind.EVIDENCE_COLUMNS`; what people said first. It is empty where
    nobody says so.

    Raises
    ------
    FigureError
        It is no mark of a chart, or names what the study does not have: that would look like silence.
    """
    if mark.startswith(PAIR):
        said = _together(mark, codings, codebook, unit)
        return _shown([said.assign(basis=said["kind"], position=said["stance"])], mark)
    wanted = read_mark(mark)
    for part, value in wanted.items():
        if part == "code":
            _require_code(mark, value, codebook)
        elif part in (known or {}) and value not in (known or {})[part]:
            step = did_you_mean(value, sorted((known or {})[part]))
            raise FigureError(f"{mark!r}: a {part} of a mark is one of the study (got {value!r}). {step}")
    entry = next((s for s in sets if s.id == wanted.get("set")), None)
    if "set" in wanted and entry is None:
        raise FigureError(f"{mark!r}: a set is declared in study.yaml (got {wanted['set']!r}). Mend the name.")
    said = codings if entry is None or entry.of_people else codings.iloc[0:0]
    said = _matching(said, wanted, codebook)
    if entry is not None and entry.of_people:
        said = said[said["group"].isin(entry.groups)] if entry.groups else said
        said = said[said["kind"].isin(entry.kinds)] if entry.kinds else said
    said = said.assign(basis=said["kind"], position=said["stance"])
    parts = [said]
    if set(wanted) <= {"code", "set"} and "code" in wanted and (entry is None or not entry.of_people):
        passages = _matching(documents, {"code": wanted["code"]}, codebook)
        passages = passages[passages["kind"].isin(entry.kinds)] if entry is not None else passages
        position = passages["stance"].where(passages["stance"] != "", passages["mode"])
        parts.append(passages.assign(basis="document", label=passages["article"], position=position))
    return _shown(parts, mark)


def _shown(parts: Sequence[pd.DataFrame], mark: str) -> pd.DataFrame:
    shown = [part.reindex(columns=list(EVIDENCE_COLUMNS), fill_value="") for part in parts if len(part)]
    frame = pd.concat(shown, ignore_index=True) if shown else pd.DataFrame(columns=list(EVIDENCE_COLUMNS), dtype=object)
    return frame.assign(mark=mark)


def _require_code(mark: str, code: str, codebook: Codebook) -> None:
    if codebook.resolve(code) not in codebook:
        step = codebook.did_you_mean(code)
        raise FigureError(f"{mark!r}: a code of a mark is in the codebook (got {code!r}). {step}")


def _together(mark: str, codings: pd.DataFrame, codebook: Codebook, unit: str) -> pd.DataFrame:
    """The codings of two codes that stand in one run of overlapping segments, or in one source."""
    codes = mark.removeprefix(PAIR).split("|")
    if len(codes) != 2 or codes[0] == codes[1]:
        raise FigureError(f"{mark!r}: a pair is {PAIR} and two codes joined by | (got {len(set(codes))}). Name two.")
    for code in codes:
        _require_code(mark, code, codebook)
    places = codings["source"] if unit == "source" else merged_units(codings)
    one, other = (set(places[codings["code"] == code]) for code in codes)
    return codings[codings["code"].isin(codes) & places.isin(one & other)]


def _matching(rows: pd.DataFrame, wanted: Mapping[str, str], codebook: Codebook) -> pd.DataFrame:
    for part, value in wanted.items():
        if part == "code":
            rows = rows[rows["code"].isin(codebook.within(codebook.resolve(value)))]
        elif part != "set":
            rows = rows[rows[part] == value]
    return rows
