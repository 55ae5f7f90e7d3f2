"""Who checked which claim, and what did they say? The verification register (F14).

Whoever takes part in the study checks as a member of it; former members and other insiders verify from outside. Silence
after an invitation confirms nothing.

Source: Birt et al. (2016), Qualitative Health Research 26(13), 1802-1811, doi:10.1177/1049732316654870.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.model import words_in
from analysis.triangulation.judged import VERDICTS, Verdict

CONFIRMS, CHANGE, DISPUTES, CANNOT_JUDGE = VERDICTS
VERDICT_COLUMNS: tuple[str, ...] = (
    "about",
    "who",
    "type",
    "verdict",
    "response",
    "text",
    "rationale",
    "segments",
    "by",
)


@dataclass(frozen=True, slots=True)
class VerifiedShare:
    """The part of the claims that somebody judged (F14): `share` is None where there is no claim."""

    judged: int
    claims: int

    @property
    def share(self) -> float | None:
        """From 0 to 1."""
        return self.judged / self.claims if self.claims else None


def verdicts_frame(verdicts: Iterable[Verdict], language: str = "en") -> pd.DataFrame:
    """What did each who was asked say of each claim? One row per verdict, sorted: about, who, type, verdict, response
    (revised or kept) with its text, rationale, segments (references joined by `; `), by."""
    rows = [
        (
            *(v.about, v.who, v.type, v.verdict, v.response),
            *(words_in(v.text, language), words_in(v.rationale, language), "; ".join(v.segments), v.by),
        )
        for v in verdicts
    ]
    frame = pd.DataFrame(rows, columns=list(VERDICT_COLUMNS), dtype=object)
    return frame.sort_values(["about", "who"], ignore_index=True)


def verified_frame(verdicts: pd.DataFrame, claims: Sequence[str]) -> pd.DataFrame:
    """Which claims were judged, how, and by which kinds of people?

    Parameters
    ----------
    claims : the ids of all claims, judged or not, in the order of display

    Returns
    -------
    frame, one row per claim, indexed by it: how many verdicts of each kind, types (who judged), verified (at least one
    verdict other than `cannot_judge`), disputed
    """
    counts = pd.crosstab(verdicts["about"], verdicts["verdict"]) if len(verdicts) else pd.DataFrame()
    table = counts.reindex(index=list(claims), columns=list(VERDICTS)).fillna(0).astype(int)
    types = verdicts.groupby("about")["type"].agg(lambda of: ", ".join(sorted(set(of))))
    table = table.assign(
        types=types.reindex(table.index).fillna("").astype(object) if len(types) else "",
        verified=table[[CONFIRMS, CHANGE, DISPUTES]].sum(axis=1) > 0,
        disputed=table[DISPUTES] > 0,
    )
    table.index.name, table.columns.name = "about", None
    return table


def verified_share(table: pd.DataFrame) -> VerifiedShare:
    """What part of the claims has at least one verdict other than `cannot_judge`?"""
    return VerifiedShare(int(table["verified"].sum()), len(table))


def disputes(verdicts: pd.DataFrame) -> pd.DataFrame:
    """Which claims were disputed, by whom, and what became of it? The rows of the register that dispute."""
    return verdicts[verdicts["verdict"] == DISPUTES].reset_index(drop=True)
