"""Which segments carry these codes in these cases? The codings frame, code by case, co-occurrence.

Every function takes a frame and returns a new one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.codebook import Codebook
from analysis.coding.fold import State
from analysis.errors import AnalysisError
from analysis.model import FIELD_KINDS, Coding, Participant, Source

KEYS: tuple[str, ...] = (
    "source",
    "kind",
    "passage",
    "label",
    "person",
    "role",
    "group",
    "question",
    "start",
    "end",
    "quote",
    "code",
    "stance",
)
TAIL: tuple[str, ...] = ("facet", "memo", "coder", "codebook_version", "provenance", "anchor", "id")
_WORD = re.compile(r"\S+")
UNEVEN = 5
"""F30: a pair of codes is marked where one is so many times as frequent as the other."""


def codings_frame(
    codings: Iterable[Coding],
    *,
    sources: Mapping[str, Source],
    participants: Mapping[str, Participant],
    group_of: Mapping[str, str],
    codebook: Codebook,
    attributes: Sequence[str] = (),
) -> pd.DataFrame:
    """Who said what under which code?

    Returns
    -------
    frame, one row per coding, sorted by source, offset and code: where it stands (source, kind, passage, label), who
    speaks (person, role, group; empty in documents), the guide question that was open, the words, the code (merged
    codes count as what they were merged into), stance and the study's attributes (empty where not given), facet, memo,
    coder; and `anchor`, what became of it when its text was last edited (unchanged, moved, healed or accepted with the
    score; empty where it never was).
    """
    rows = []
    for coding in codings:
        source = sources.get(coding.source)
        if source is None or coding.relation is not None:
            continue
        code = codebook.resolve(coding.code)
        place = where(source, coding.start, coding.end, participants, group_of)
        rows.append(
            {
                **place,
                "quote": coding.quote,
                "code": code,
                "stance": coding.stance,
                **{name: coding.attributes.get(name, "") for name in attributes},
                "facet": coding.facet,
                "memo": coding.memo,
                "coder": coding.coder,
                "codebook_version": coding.codebook_version,
                "provenance": source.provenance,
                "anchor": coding.anchor_state,
                "id": coding.id,
            }
        )
    columns = [*KEYS, *attributes, *TAIL]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.sort_values(["source", "start", "end", "code", "coder"], kind="stable", ignore_index=True)


def where(
    source: Source, start: int, end: int, participants: Mapping[str, Participant], group_of: Mapping[str, str]
) -> dict[str, object]:
    """The place of a segment: passage, speaker, role, group, and the guide question that was open there."""
    passage = source.passage_at(start, end)
    label = passage.label if passage else ""
    person = participants.get(label)
    role = person.role if person else ""
    return {
        "source": source.id,
        "kind": source.kind,
        "passage": passage.number if passage else 0,
        "label": label,
        "person": label if person else "",
        "role": role,
        "group": group_of.get(role, ""),
        "question": open_question(source, passage.number) if passage else "",
        "start": start,
        "end": end,
    }


def open_question(source: Source, number: int) -> str:
    """The guide question last asked at or before a passage; empty before the first."""
    asked = ""
    for passage in source.passages[:number]:
        asked = passage.question or asked
    return asked


def in_kinds(codings: pd.DataFrame, kinds: Sequence[str] = FIELD_KINDS) -> pd.DataFrame:
    """The codings of sources of these kinds; what people said, by default."""
    return codings[codings["kind"].isin(kinds)].reset_index(drop=True)


def code_by_case(
    codings: pd.DataFrame,
    *,
    by: str = "role",
    codes: Sequence[str],
    cases: Sequence[str] = (),
    value: str = "persons",
) -> pd.DataFrame:
    """How widely is each code raised, case by case?

    Parameters
    ----------
    by : the column that makes the cases: role, group, source, person, kind, or an attribute
    codes : the rows, in this order
    cases : the columns, in this order; the ones that occur, sorted, by default
    value : `persons` (different speakers), `sources`, `segments`, or `presence` (0 or 1)

    Returns
    -------
    frame, one row per code, one column per case, whole numbers; 0 where nobody speaks of it. A code is present where a
    segment carries it, whoever speaks; persons and sources are counted once. Segments count talk, not people: a long
    interview has more of them.

    Raises
    ------
    AnalysisError
        Unknown column or value.
    """
    if by not in codings.columns:
        raise AnalysisError(f"a matrix is made by a column of the codings (got {by!r}). Use one of {list(codings)}.")
    if value not in ("persons", "sources", "segments", "presence"):
        raise AnalysisError(f"a cell counts persons, sources, segments or presence (got {value!r}). Use one of them.")
    rows = codings[codings["code"].isin(codes)]
    order = list(cases) or sorted(c for c in rows[by].unique() if c)
    if value in ("segments", "presence"):
        counts = rows.groupby(["code", by]).size()
    else:
        who = "source" if value == "sources" else "person"
        counts = rows[rows[who] != ""].groupby(["code", by])[who].nunique()
    table = counts.unstack(by) if len(counts) else pd.DataFrame()
    table = table.reindex(index=list(codes), columns=order).fillna(0).astype(int)
    if value == "presence":
        table = table.clip(upper=1)
    table.index.name, table.columns.name = "code", by
    return table


def co_occurrence(codings: pd.DataFrame, *, unit: str = "source") -> pd.DataFrame:
    """Which codes go together? (F30)

    `c = n12 / (n1 + n2 - n12)`, counted over sets of units, so that it never passes 1.

    Parameters
    ----------
    unit : `source`, or `segment` (overlapping segments of one source are merged into one unit)

    Returns
    -------
    frame, one row per pair of codes that occur, code_1 < code_2: n1, n2, n12, c from 0 to 1, both conditional shares
    share_1 = n12/n1 and share_2 = n12/n2, and `uneven` where one is more than five times as frequent. A code that does
    not occur has no row. Co-occurrence never becomes an arrow.

    Raises
    ------
    AnalysisError
        Unknown unit.

    Source
    ------
    Coefficient as in the ATLAS.ti manual (Friese 2019).
    """
    if unit not in ("source", "segment"):
        raise AnalysisError(f"co-occurrence is counted by source or by segment (got {unit!r}). Use one of them.")
    units = codings["source"] if unit == "source" else merged_units(codings)
    sets = {str(code): set(rows) for code, rows in units.groupby(codings["code"])}
    codes = sorted(sets)
    pairs = [(one, two) for i, one in enumerate(codes) for two in codes[i + 1 :]]
    rows = [_pair(one, two, sets[one], sets[two]) for one, two in pairs]
    return pd.DataFrame(rows, columns=["code_1", "code_2", "n1", "n2", "n12", "c", "share_1", "share_2", "uneven"])


def coefficient(n1: int, n2: int, n12: int) -> float | None:
    """The co-occurrence coefficient; None where neither code occurs."""
    together = n1 + n2 - n12
    return n12 / together if together else None


def _pair(one: str, two: str, a: set[object], b: set[object]) -> dict[str, object]:
    n1, n2, n12 = len(a), len(b), len(a & b)
    return {
        "code_1": one,
        "code_2": two,
        "n1": n1,
        "n2": n2,
        "n12": n12,
        "c": coefficient(n1, n2, n12),
        "share_1": n12 / n1 if n1 else None,
        "share_2": n12 / n2 if n2 else None,
        "uneven": max(n1, n2) > UNEVEN * min(n1, n2),
    }


def merged_units(codings: pd.DataFrame) -> pd.Series:
    """For each coding, the run of overlapping segments it lies in, as source and number."""
    ordered = codings.sort_values(["source", "start", "end"], kind="stable")
    reach = ordered["end"].astype(int).groupby(ordered["source"]).cummax()
    begins = ordered["start"] >= reach.groupby(ordered["source"]).shift(fill_value=-1)
    number = begins.groupby(ordered["source"]).cumsum()
    names = ordered["source"].astype(object) + "/" + number.astype(int).astype(str).astype(object)
    return names.reindex(codings.index)


def coverage(sources: Iterable[Source], codings: pd.DataFrame) -> pd.DataFrame:
    """How much of what respondents said carries a code?

    Returns
    -------
    frame, one row per source in which people speak: words of respondents, words under at least one code, their share
    (missing where nobody spoke). A word counts where a segment holds its first character.
    """
    marked = {str(name): rows for name, rows in codings[["source", "start", "end"]].groupby("source")}
    rows = []
    for source in sources:
        if source.kind not in FIELD_KINDS:
            continue
        under = np.zeros(len(source.body) + 1, dtype=bool)
        for start, end in marked[source.id][["start", "end"]].itertuples(index=False) if source.id in marked else ():
            under[start:end] = True
        spoken = [p for p in source.passages if not source.is_interviewer(p.label)]
        places = [p.start + match.start() for p in spoken for match in _WORD.finditer(p.text)]
        words, coded = len(places), int(under[places].sum()) if places else 0
        rows.append({"source": source.id, "words": words, "coded": coded, "share": coded / words if words else None})
    frame = pd.DataFrame(rows, columns=["source", "words", "coded", "share"])
    return frame.astype({"words": int, "coded": int, "share": float}).set_index("source")


def states_frame(states: Mapping[tuple[str, str], State]) -> pd.DataFrame:
    """How much has each coder done?

    Returns
    -------
    frame, one row per coder and source, sorted: codings, relations, rejected suggestions, finished (is the journal
    closed?), blindness (what the journal says of work that was seen early and of a pass that went on after its end;
    empty where it says nothing)
    """
    rows = [
        {
            "coder": coder,
            "source": source,
            "codings": sum(c.relation is None for c in state.codings),
            "relations": sum(c.relation is not None for c in state.codings),
            "rejected": len(state.rejected),
            "finished": state.done,
            "blindness": "; ".join(map(str, state.sights)),
        }
        for (coder, source), state in sorted(states.items())
    ]
    return pd.DataFrame(rows, columns=["coder", "source", "codings", "relations", "rejected", "finished", "blindness"])


def met(suggestions: pd.DataFrame, codings: pd.DataFrame) -> pd.DataFrame:
    """How often does a suggestion stand where a person put the same code?

    Parameters
    ----------
    suggestions : one row per suggestion: source, start, end, code
    codings : one row per coding: source, start, end, code

    Returns
    -------
    frame, one row per code that occurs in either: suggested, met (suggestions that overlap a coding of the code),
    precision (met / suggested), coded, found (codings that a suggestion of the code overlaps), recall (found / coded);
    a share is missing where there is nothing to divide by. It describes rules against one pass of coding, not against
    the truth.
    """
    left = suggestions.reset_index(drop=True).rename_axis("s").reset_index()
    right = codings.reset_index(drop=True).rename_axis("c").reset_index()
    pairs = left.merge(right, on=["source", "code"], suffixes=("", "_coded"))
    pairs = pairs[(pairs["start"] < pairs["end_coded"]) & (pairs["start_coded"] < pairs["end"])]
    counts = pd.DataFrame(
        {
            "suggested": left.groupby("code").size(),
            "met": pairs.groupby("code")["s"].nunique(),
            "coded": right.groupby("code").size(),
            "found": pairs.groupby("code")["c"].nunique(),
        }
    )
    counts = counts.fillna(0).astype(int).rename_axis("code")
    counts.insert(2, "precision", (counts["met"] / counts["suggested"]).where(counts["suggested"] > 0))
    return counts.assign(recall=(counts["found"] / counts["coded"]).where(counts["coded"] > 0))
