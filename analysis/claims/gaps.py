"""What do sources lack, and of which case is a piece of evidence? Two prompts of F15b (methodology, relevance)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from analysis.claims.limits import DIRECT, INDIRECT, PARTIAL, UNTOLD, Case
from analysis.model import FIELD_KINDS, Source

GAPS: tuple[str, ...] = ("no consent", "no recording", "no translator", "one coder")


def relevance_of(rows: pd.DataFrame, case: Case) -> pd.Series:
    """Is each piece of evidence of the study's own case: direct, partial, indirect, or not told?

    What people say by the attribute that tells cases apart, which relations do not carry; a provision is direct where
    it holds in the study's legal frame; literature speaks of other cases.
    """
    said = rows["kind"].isin(FIELD_KINDS)
    found = pd.Series(DIRECT, index=rows.index, dtype=object)
    if case.attribute and case.attribute in rows:
        value = rows[case.attribute].fillna("")
        found = found.mask(said & ~value.isin(case.direct), INDIRECT)
        found = found.mask(said & value.isin(case.partial), PARTIAL)
        found = found.mask(said & (value == ""), UNTOLD)
    found = found.mask(rows["kind"] == "literature", INDIRECT)
    if "in_frame" in rows:
        found = found.mask(~said & ~rows["in_frame"].astype(bool), INDIRECT)
    return found


def gaps_of(sources: Iterable[Source], *, coders: Mapping[str, int], silent: Iterable[str] = ()) -> pd.DataFrame:
    """Which gaps has each source in which people speak (F15b, methodological limitations)?

    Parameters
    ----------
    coders : source -> how many persons coded it
    silent : sources with a speaker whose consent is missing or was withdrawn

    Returns
    -------
    frame, one row per source, true where there is a gap: no consent (of a speaker), no recording (nor notes), no
    translator (of a translation that is there), one coder (or none)
    """
    lacking = set(silent)
    rows = {
        s.id: (
            s.id in lacking,
            not (s.meta.get("recorded") is True or s.meta.get("field_notes") is True),
            any(not (s.translation_notes.get(x, {}).keys() & {"translator", "method"}) for x in s.translations),
            coders.get(s.id, 0) < 2,
        )
        for s in sources
        if s.kind in FIELD_KINDS
    }
    return pd.DataFrame.from_dict(rows, orient="index", columns=list(GAPS))
