"""What waits for a person? Tables to be filled in, one per kind of judgement.

A table has the fields of the record, filled in as far as the rule or an older record goes, and beside them what helps
to judge. What is left empty in the deciding column stays open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from analysis.judgements.forms import Kind
from analysis.judgements.tables import to_row
from analysis.triangulation.convergence import DISSONANCE
from analysis.triangulation.decisions import DECIDED
from analysis.triangulation.judged import KINDS, TYPES, Decision, Finding, SilenceMark, Step, Verdict
from analysis.triangulation.judged import Cell as PropositionCell

DECIDING: Mapping[str, str] = {
    "convergence": "decided",
    "silences": "mark",
    "threads": "id",
    "steps": "decided",
    "propositions": "id",
    "cells": "decided",
    "findings": "id",
    "verdicts": "verdict",
    "cases": "id",
}
"""Kind -> the column that decides: a row in which it is empty stays open."""
BESIDE: Mapping[str, tuple[str, ...]] = {
    "convergence": ("contradiction", "difference", "similarity", "silence", "reason"),
    "silences": ("n", "silence", "speak"),
    "steps": ("question", "theme"),
    "cells": ("proposition_text", "predicts"),
    "findings": ("persons", "count"),
    "verdicts": ("statement", "stances", "candidates"),
}
"""Kind -> the columns beside the record's own, which are for reading and are not taken back."""


def columns_of(kind: str, languages: Sequence[str]) -> list[str]:
    """The columns of a table to be filled in."""
    return [*KINDS[kind].columns(languages), *BESIDE.get(kind, ())]


def _table(kind: str, rows: Iterable[Mapping[str, object]], languages: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=columns_of(kind, languages), dtype=object).fillna("")


def _row(kind: Kind, entry: object, languages: Sequence[str], **beside: object) -> dict[str, object]:
    return {**to_row(kind, entry, languages), **beside}


def convergence_table_alone(pairs: pd.DataFrame, languages: Sequence[str]) -> pd.DataFrame:
    """Every pair of sets, for a reader who decides alone: nothing shows what the rule proposes or others decided."""
    cells = pairs[["theme", "set_1", "set_2"]].itertuples(index=False)
    rows = [_row(KINDS["convergence"], Decision(theme, (one, other)), languages) for theme, one, other in cells]
    return _table("convergence", rows, languages)


def convergence_table(pairs: pd.DataFrame, decisions: Iterable[Decision], languages: Sequence[str]) -> pd.DataFrame:
    """Which pairs of sets wait for a decision, or for an ending? Contradictions and dissonances first."""
    due = (pairs["outcome"] == DISSONANCE) | pairs["contradiction"]
    waits = pairs[(pairs["basis"] != DECIDED) | (due & (pairs["ended"] == ""))]
    order = waits.assign(first=~due[waits.index]).sort_values("first", kind="stable")
    made = {(d.theme, frozenset(d.sets)): d for d in decisions if not d.alone}
    rows = []
    for pair in order.to_dict("records"):
        cell = str(pair["theme"]), frozenset((str(pair["set_1"]), str(pair["set_2"])))
        fresh = Decision(cell[0], (str(pair["set_1"]), str(pair["set_2"])), proposed=str(pair["proposed"] or "none"))
        beside = {key: "" if pd.isna(pair[key]) else pair[key] for key in BESIDE["convergence"]}
        rows.append(_row(KINDS["convergence"], made.get(cell, fresh), languages, **beside))
    return _table("convergence", rows, languages)


def silences_table(silences: pd.DataFrame, languages: Sequence[str]) -> pd.DataFrame:
    """Which silences did nobody judge yet? Themes of which many other sets speak come first."""
    waits = silences[silences["mark"] == ""].sort_values("speak", ascending=False, kind="stable")
    rows = [
        _row(KINDS["silences"], SilenceMark(r["theme"], r["set"]), languages, **{k: r[k] for k in BESIDE["silences"]})
        for r in waits.to_dict("records")
    ]
    return _table("silences", rows, languages)


def steps_table(steps: pd.DataFrame, threads: pd.DataFrame, languages: Sequence[str]) -> pd.DataFrame:
    """Into which sets was no thread followed yet?"""
    about = threads.set_index("thread")
    rows = [
        _row(
            KINDS["steps"],
            Step(r["thread"], r["set"], proposed=r["proposed"]),
            languages,
            **{key: about.loc[r["thread"], key] for key in BESIDE["steps"]},
        )
        for r in steps[steps["outcome"] == ""].to_dict("records")
    ]
    return _table("steps", rows, languages)


def cells_table(cells: pd.DataFrame, propositions: pd.DataFrame, languages: Sequence[str]) -> pd.DataFrame:
    """Which propositions did nobody hold against which data yet? Sets that hold no data are left out."""
    waits = cells[(cells["decided"] == "") & cells["data"]]
    rows = [
        _row(
            KINDS["cells"],
            PropositionCell(r["proposition"], r["set"], proposed=r["proposed"]),
            languages,
            proposition_text=propositions.loc[r["proposition"], "text"],
            predicts=propositions.loc[r["proposition"], "predicts"],
        )
        for r in waits.to_dict("records")
    ]
    return _table("cells", rows, languages)


def findings_table(unforeseen: pd.DataFrame, languages: Sequence[str]) -> pd.DataFrame:
    """Which codes that no proposition predicts may be findings? Give those that are an id, a text and segments."""
    rows = [
        _row(KINDS["findings"], Finding("", codes=(r["code"],)), languages, persons=r["persons"], count=r["segments"])
        for r in unforeseen.to_dict("records")
    ]
    return _table("findings", rows, languages)


def verdicts_table(
    targets: Mapping[str, Sequence[str]],
    texts: Mapping[str, str],
    codings: pd.DataFrame,
    verdicts: Iterable[Verdict],
    participants: Iterable[str],
    languages: Sequence[str],
) -> pd.DataFrame:
    """What did each person who verified say that may judge each claim or statement?

    Parameters
    ----------
    targets : claim or statement -> the codes it is about, as far as its file says; texts : -> its words
    codings : codings of verifications and focus groups: source, kind, person, code, stance, id
    participants : those who were interviewed: they verify as participants

    Returns
    -------
    frame, one row per target and person (or focus group) who said something under one of its codes and has no verdict
    on it yet; a target whose file names no codes has one row, for somebody to fill in. `candidates` are the references,
    `stances` how they stand to the code's statement, which need not be the target's.
    """
    judged = {(verdict.about, verdict.who) for verdict in verdicts}
    told, members = {about for about, _ in judged}, set(participants)
    rows = []
    for target, codes in targets.items():
        said = codings[codings["code"].isin(codes) & (codings["person"] != "")]
        groups = said["kind"] == "focus_group"
        for who, own in said.groupby(said["source"].where(groups, said["person"])):
            if (target, who) in judged:
                continue
            kind = TYPES[2] if groups[own.index].all() else TYPES[0] if who in members else TYPES[1]
            beside = {
                "statement": texts.get(target, ""),
                "stances": ", ".join(own["stance"]),
                "candidates": "; ".join(own["source"] + "/" + own["id"]),
            }
            rows.append(_row(KINDS["verdicts"], Verdict(target, str(who), kind), languages, **beside))
        if not codes and target not in told:
            rows.append(_row(KINDS["verdicts"], Verdict(target), languages, statement=texts.get(target, "")))
    return _table("verdicts", rows, languages)


def empty_table(kind: str, languages: Sequence[str]) -> pd.DataFrame:
    """The columns of a kind that nothing proposes."""
    return _table(kind, [], languages)
