"""Which kinds of triangulation were used for a claim, and on how many independent witnesses does it rest? (F07)

Source: Denzin (1978), as Carter et al. (2014) give it, Oncology Nursing Forum 41(5), 545-547,
doi:10.1188/14.ONF.545-547.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.model import FIELD_KINDS, Source
from analysis.references import DOCUMENT
from analysis.relations import witness_groups

TYPES: tuple[str, ...] = ("data", "investigator", "theory", "method")
LITERATURE = "literature"
PAPERS = ("law", "document")
"""Kinds that one method collects: reading documents."""
REGISTER_COLUMNS: tuple[str, ...] = ("type", "used", "what", "links")


@dataclass(frozen=True, slots=True)
class Witnesses:
    """How many sources support something, and how many of them are independent of each other.

    `groups` are the sources that count as one witness; None where no source says anything of dependence.
    """

    sources: tuple[str, ...]
    groups: tuple[frozenset[str], ...] | None

    @property
    def count(self) -> int | None:
        """Independent witnesses; None where independence was not assessed."""
        return None if self.groups is None else len(self.groups)

    def sentence(self, language: str = "en") -> str:
        """The count in words; where independence was not assessed, that instead of a number."""
        n, independent = len(self.sources), self.count
        if language == "id":
            tail = "independensi tidak dinilai" if independent is None else f"{independent} saksi yang independen"
            return f"{n} sumber, {tail}"
        if independent is None:
            return f"{n} source{'' if n == 1 else 's'}, independence not assessed"
        return f"{n} source{'' if n == 1 else 's'}, {independent} independent witness{'' if independent == 1 else 'es'}"


def count_witnesses(evidence: pd.DataFrame, sources: Mapping[str, Source]) -> Witnesses:
    """How many sources stand behind the evidence, and how many independent witnesses? (F07)

    Parameters
    ----------
    evidence : one row per reference, as `resolve_references` gives it; literature is no witness of the case
    """
    found = evidence[evidence["found"] & (evidence["kind"] != LITERATURE)]
    names = sorted(set(found["source"]))
    groups = witness_groups(names, sources)
    return Witnesses(tuple(names), None if groups is None else tuple(sorted(groups, key=sorted)))


def register(
    evidence: pd.DataFrame,
    sources: Mapping[str, Source],
    *,
    coded_by: Mapping[str, Collection[str]] | None = None,
    readings: Iterable[str] = (),
) -> pd.DataFrame:
    """Which of Denzin's four types of triangulation were used for one claim, and where is that to be seen? (F07)

    Parameters
    ----------
    evidence : one row per reference, as `resolve_references` gives it; rows that were not found count for nothing
    sources : source id -> source, for dates and places
    coded_by : source id -> who coded or read it independently; adjudicators are left out by whoever asks
    readings : theoretical readings recorded for the claim beside the literature in the evidence, by name

    Returns
    -------
    frame, one row per type, in the order of `TYPES`: used (two or more that differ), what (what differs), links (the
    references it rests on; of investigators, the sources that two or more coded). Four answers, and never one sum.

    data : different persons, dates or places among the sources in which people speak
    investigator : persons who coded or read one and the same source
    theory : different works of literature in the evidence, or readings
    method : ways of collecting (each kind of talk or observation; laws and documents are one)
    """
    found = evidence[evidence["found"]]
    field = found[found["kind"].isin(FIELD_KINDS)]
    books = found[found["kind"] == LITERATURE]
    collected = found[found["kind"] != LITERATURE]
    methods = collected["kind"].where(~collected["kind"].isin(PAPERS), DOCUMENT)
    rows = [
        _data(field, sources),
        _investigator(found, coded_by or {}),
        _row("theory", [*books["source"], *readings], books["ref"]),
        _row("method", methods, collected["ref"]),
    ]
    return pd.DataFrame(rows, columns=list(REGISTER_COLUMNS))


def _row(name: str, different: Iterable[str], links: Iterable[str]) -> tuple[str, bool, str, str]:
    what = list(dict.fromkeys(str(value) for value in different if value))
    used = len(what) >= 2
    return name, used, ", ".join(what), "; ".join(dict.fromkeys(links)) if used else ""


def _data(field: pd.DataFrame, sources: Mapping[str, Source]) -> tuple[str, bool, str, str]:
    """Persons where they differ, else times, else places."""
    here = [sources[name] for name in field["source"] if name in sources]
    dates, places = [s.date for s in here], [str(s.meta.get("place") or "") for s in here]
    ways = [_row("data", different, field["ref"]) for different in (field["person"], dates, places)]
    return next((way for way in ways if way[1]), ways[0])


def _investigator(found: pd.DataFrame, coded_by: Mapping[str, Collection[str]]) -> tuple[str, bool, str, str]:
    twice = [name for name in dict.fromkeys(found["source"]) if len(set(coded_by.get(name, ()))) >= 2]
    people = sorted({who for name in twice for who in coded_by[name]})
    return _row("investigator", people, twice)
