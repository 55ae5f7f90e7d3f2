"""Where does a claim fail? Fit, negative and unexplained cases of "where C, O", and what became of each (F16).

Source: after Lincoln and Guba (1985) on negative cases and Ragin (2008) on set relations.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.claims.negative_records import NegativeCases
from analysis.claims.pool import Pool, find
from analysis.claims.query import Query
from analysis.model import words_in

FIT, NEGATIVE, UNEXPLAINED, NEITHER, NOT_JUDGED = "fit", "negative", "unexplained", "neither", "not judged"
CLASSES: tuple[str, ...] = (FIT, NEGATIVE, UNEXPLAINED, NEITHER, NOT_JUDGED)
COLUMNS: tuple[str, ...] = ("claim", "case", "condition", "outcome", "class", "ending", "text", "by")
SUMMARY: tuple[str, ...] = (
    "claim",
    "unit",
    *(name.replace(" ", "_") for name in CLASSES),
    "consistency",
    "coverage",
    "open",
    "record",
)
SEARCHED, LACKING, FOUND_SOME = "searched, none found", "no search record", "found"


@dataclass(frozen=True, slots=True)
class Fit:
    """How far a claim holds over cases. None where there is nothing to divide by: then it is untested."""

    consistency: float | None
    coverage: float | None


def fit(fits: int, negative: int, unexplained: int) -> Fit:
    """`consistency = fit / (fit + negative)`, `coverage = fit / (fit + unexplained)`."""
    return Fit(
        fits / (fits + negative) if fits + negative else None,
        fits / (fits + unexplained) if fits + unexplained else None,
    )


def judge_cases(entry: NegativeCases, pool: Pool, universe: pd.DataFrame, language: str = "en") -> pd.DataFrame:
    """What is each case of a claim: fit, negative, unexplained, neither, or not judged?

    Parameters
    ----------
    universe : one row per case and kind of source, with unit (person or source), case, role, group, kind: those who
        were heard in coded sources

    Returns
    -------
    frame, one row per case, sorted, with the columns of `COLUMNS`; condition and outcome are true, false or missing;
    ending, text and by are empty while nobody decided.
    """
    cases = pd.Index(_chosen(entry, pool, universe), name="case")
    condition = _met(entry, pool, cases, entry.condition, entry.not_condition)
    outcome = _met(entry, pool, cases, entry.outcome, entry.not_outcome)
    frame = pd.DataFrame({"condition": condition, "outcome": outcome}, index=cases)
    known = frame.notna().all(axis=1)
    with_c, with_o = frame["condition"].fillna(False).astype(bool), frame["outcome"].fillna(False).astype(bool)
    frame["class"] = NEITHER
    for name, rows in ((FIT, with_c & with_o), (NEGATIVE, with_c & ~with_o), (UNEXPLAINED, ~with_c & with_o)):
        frame["class"] = frame["class"].mask(rows, name)
    frame["class"] = frame["class"].mask(~known, NOT_JUDGED)
    endings = {e.case: e for e in entry.endings}
    for column in ("ending", "text", "by"):
        values = {case: getattr(e, column) for case, e in endings.items()}
        words = {case: words_in(v, language) if isinstance(v, Mapping) else v for case, v in values.items()}
        frame[column] = [words.get(case, "") for case in frame.index]
    return frame.reset_index().assign(claim=entry.claim)[list(COLUMNS)]


def summarise(entry: NegativeCases, cases: pd.DataFrame) -> dict[str, object]:
    """One claim's cases as counts, consistency and coverage, negative cases still open, and the state of the record."""
    counts = cases["class"].value_counts()
    numbers = {name: int(counts.get(name, 0)) for name in CLASSES}
    found = fit(numbers[FIT], numbers[NEGATIVE], numbers[UNEXPLAINED])
    waiting = int(((cases["class"] == NEGATIVE) & (cases["ending"] == "")).sum())
    searched = entry.search is not None and bool(entry.search.sources) and bool(entry.search.query)
    record = FOUND_SOME if numbers[NEGATIVE] else SEARCHED if searched else LACKING
    return {
        "claim": entry.claim,
        "unit": entry.unit,
        **{name.replace(" ", "_"): number for name, number in numbers.items()},
        "consistency": found.consistency,
        "coverage": found.coverage,
        "open": waiting,
        "record": record,
    }


def summary_frame(rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """One row per claim with an entry, indexed by claim, as `summarise` gives it."""
    frame = pd.DataFrame(list(rows), columns=list(SUMMARY))
    return frame.astype({"consistency": float, "coverage": float}).set_index("claim")


def _chosen(entry: NegativeCases, pool: Pool, universe: pd.DataFrame) -> list[str]:
    """The cases that are looked at: of the unit, and of the roles, groups, kinds and sets that are named."""
    own, wanted = universe[universe["unit"] == entry.unit], entry.cases
    for column, values in (
        ("role", wanted.roles),
        ("group", wanted.groups),
        ("kind", wanted.kinds),
        ("case", wanted.ids),
    ):
        own = own[own[column].isin(values)] if values else own
    if wanted.sets:
        sets = [s for s in pool.sets if s.id in wanted.sets]
        rows = pd.Series(False, index=own.index)
        for s in sets:
            in_group = own["group"].isin(s.groups) if s.groups else True
            rows |= in_group & (own["kind"].isin(s.kinds) if s.kinds else True)
        own = own[rows]
    return sorted(set(own["case"]))


def _met(entry: NegativeCases, pool: Pool, cases: pd.Index, query: Query, contrary: Query | None) -> list[object]:
    """For each case: does one of its codings meet the query? Missing where neither it nor the contrary is met."""
    column = "person" if entry.unit == "person" else "source"
    values = pool.frame[column].to_numpy()
    yes = set(values[find(query, pool)])
    no = set(values[find(contrary, pool)]) if contrary else None
    return [True if case in yes else None if no is not None and case not in no else False for case in cases]
