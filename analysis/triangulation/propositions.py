"""Does the case bear out what theory leads one to expect? Theory against data (F13).

A proposition is confirmed by data alone: literature and law repeat it and are `no data`.

Source: pattern matching after Yin (2018), Case Study Research and Applications, 6th ed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import pandas as pd

from analysis.model import words_in
from analysis.triangulation.judged import ALL, CELLS, Cell, Finding, Proposition
from analysis.triangulation.profiles import SIGN, Profile, SourceSet

CONFIRMED, PARTLY, CONTRADICTED, NO_DATA = CELLS
NOT_DATA = ("law", "literature")
UNFORESEEN = "unforeseen"
CELL_COLUMNS: tuple[str, ...] = (
    "proposition",
    "set",
    "data",
    "proposed",
    "decided",
    "outcome",
    "rationale",
    "segments",
    "by",
)


def is_data(entry: SourceSet) -> bool:
    """Whether a set holds data of the case: people, or documents beyond law and literature."""
    return entry.of_people or any(kind not in NOT_DATA for kind in entry.kinds)


def propose_cell(predicts: Mapping[str, str], said: Mapping[str, Profile]) -> str:
    """What does a data set make of a proposition?

    Parameters
    ----------
    predicts : code -> the stance that the proposition predicts
    said : code -> what the set says on it

    Returns
    -------
    confirmed (the set takes the predicted side on every code), contradicted (the opposite side on some, the predicted
    one on none), no data (the set speaks of none of the codes, or states norms
    alone), else partly
    """
    speaking = {c: p for c, p in said.items() if c in predicts and p.k and p.stance is not None}
    if not speaking:
        return NO_DATA
    sides = [SIGN.get(predicts[code], 0) * (profile.stance or 0) for code, profile in speaking.items()]
    if all(side > 0 for side in sides) and len(speaking) == len(predicts):
        return CONFIRMED
    return CONTRADICTED if min(sides) < 0 and max(sides) <= 0 else PARTLY


def propose_overall(cells: Collection[str]) -> str:
    """What do all data sets together make of a proposition? What they all say; partly where they differ."""
    told = {cell for cell in cells if cell != NO_DATA}
    return NO_DATA if not told else told.pop() if len(told) == 1 else PARTLY


def cells_frame(
    propositions: Iterable[Proposition],
    cells: Iterable[Cell],
    sets: Sequence[SourceSet],
    profiles: Mapping[str, Mapping[str, Profile]],
    language: str = "en",
) -> pd.DataFrame:
    """What does each data set make of each proposition?

    Parameters
    ----------
    profiles : code -> set -> profile, for every code that a proposition predicts

    Returns
    -------
    frame, one row per proposition and set, then `all`: proposed (by rule), decided (empty where nothing is), outcome
    (decided, else proposed), rationale, segments (references joined by `; `), by. A set of law or literature holds no
    `data`: its cell is `no data`, whatever was decided.
    """
    judged = {(cell.proposition, cell.set): cell for cell in cells}
    rows = []

    def add(proposition: str, name: str, proposed: str, data: bool = True) -> str:
        cell = judged.get((proposition, name)) if data else None
        said = (words_in(cell.rationale, language), "; ".join(cell.segments), cell.by) if cell else ("", "", "")
        decided = cell.decided if cell else ""
        rows.append((proposition, name, data, proposed, decided, decided or proposed, *said))
        return decided or proposed

    for entry in propositions:
        told = []
        for data_set in sets:
            said = {code: profiles[code][data_set.id] for code in entry.predicts if code in profiles}
            data = is_data(data_set)
            told.append(add(entry.id, data_set.id, propose_cell(entry.predicts, said) if data else NO_DATA, data))
        add(entry.id, ALL, propose_overall(told))
    return pd.DataFrame(rows, columns=list(CELL_COLUMNS), dtype=object).astype({"data": bool})


def propositions_frame(
    propositions: Iterable[Proposition],
    findings: Iterable[Finding],
    cells: pd.DataFrame,
    sets: Sequence[SourceSet],
    language: str = "en",
) -> pd.DataFrame:
    """Theory against data: what became of each proposition, set by set, and what did no proposition foresee?

    Returns
    -------
    frame, one row per proposition, then one per finding, indexed by id: text, reference (of theory; of a finding, its
    segments), predicts (`CODE supports`; of a finding, its codes), a column per set, and overall (`unforeseen` for a
    finding, whose sets are empty)
    """
    wide = cells.pivot(index="proposition", columns="set", values="outcome") if len(cells) else pd.DataFrame()
    names = [entry.id for entry in sets]
    rows = []
    for entry in propositions:
        predicts = ", ".join(f"{code} {stance}" for code, stance in entry.predicts.items())
        said = (entry.id, words_in(entry.text, language), "; ".join(entry.reference), predicts)
        rows.append((*said, *(wide.loc[entry.id, name] for name in [*names, ALL])))
    for finding in findings:
        said = (finding.id, words_in(finding.text, language), "; ".join(finding.segments), ", ".join(finding.codes))
        rows.append((*said, *("" for _ in names), UNFORESEEN))
    columns = ["id", "text", "reference", "predicts", *names, "overall"]
    return pd.DataFrame(rows, columns=columns, dtype=object).set_index("id")


def count_propositions(table: pd.DataFrame) -> dict[str, int]:
    """How many propositions were confirmed, partly, contradicted or untested, and how many findings are new?"""
    counts = table["overall"].value_counts()
    return {key: int(counts.get(key, 0)) for key in (*CELLS, UNFORESEEN)}


def untested(table: pd.DataFrame) -> list[str]:
    """The propositions that no data set could test."""
    return [str(name) for name in table.index[table["overall"] == NO_DATA]]


def unforeseen_codes(
    codings: pd.DataFrame, propositions: Iterable[Proposition], findings: Iterable[Finding], *, persons: int = 2
) -> pd.DataFrame:
    """Which codes do several persons raise that no proposition predicts and no finding names yet?

    Parameters
    ----------
    codings : codings of what people say
    persons : from how many persons on a code is worth a look

    Returns
    -------
    frame, one row per code, most persons first: code, persons, segments
    """
    known = {code for entry in propositions for code in entry.predicts} | {c for f in findings for c in f.codes}
    said = codings[(codings["person"] != "") & ~codings["code"].isin(known)]
    counts = said.groupby("code").agg(persons=("person", "nunique"), segments=("person", "size")).reset_index()
    order = counts[counts["persons"] >= persons].sort_values(["persons", "code"], ascending=[False, True])
    return order.reset_index(drop=True)
