"""How do clusters of themes spread over the cases: present, how much talk, for or against? (F06)

Source: Miles, Huberman and Saldaña (2014), Qualitative Data Analysis, 3rd ed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.codebook import Codebook
from analysis.displays.themes import by_theme, reach_of, undefined
from analysis.errors import AnalysisError

VALUES: tuple[str, ...] = ("presence", "segments", "per_1000_words", "balance")
BALANCE_COLUMNS: tuple[str, ...] = ("supports", "opposes", "qualifies", "neutral", "segments", "balance")
TALK = "Segments count talk, not people: a long source has more of them. Read them beside the words of the source."
WORDS_BY_SOURCE = "words are counted by source, so segments per 1,000 words are too"


def clusters_reach(codebook: Codebook, clusters: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """Which codes count under which cluster? One row per cluster (column `theme`) and code, without doubles.

    Raises
    ------
    AnalysisError
        A cluster names something that is no code.
    """
    for name, themes in clusters.items():
        for theme in themes:
            if theme not in codebook:
                raise AnalysisError(
                    f"cluster {name}: a theme is a code (got {theme!r}). {codebook.did_you_mean(str(theme))}"
                )
    parts = [reach_of(codebook, list(themes)).assign(theme=name) for name, themes in clusters.items()]
    whole = pd.concat(parts, ignore_index=True) if parts else reach_of(codebook, [])
    return whole.drop_duplicates(ignore_index=True)


def clustered_matrix(
    codings: pd.DataFrame,
    *,
    reach: pd.DataFrame,
    by: str = "source",
    cases: Sequence[str],
    clusters: Sequence[str],
    value: str = "presence",
    words: pd.Series | None = None,
) -> pd.DataFrame:
    """How does each case stand to each cluster of themes? (F06)

    Parameters
    ----------
    codings : frame, one row per coding: the column `by`, code, stance
    reach : frame, one row per cluster (column `theme`) and code that counts under it; a coding under several codes of
        a cluster counts as so many codings
    by : the column that makes the rows: source, person, role, group. A focus group is one source, however many speak.
    value : `presence` (1 or 0), `segments`, `per_1000_words` (segments in 1,000 words of the source), or `balance`
        (supports - opposes) / (supports + opposes), from -1 to 1
    words : source -> its words; needed for `per_1000_words`

    Returns
    -------
    frame, rows `cases`, columns `clusters`, in the order given. `balance` is None where nobody supports or opposes, and
    `per_1000_words` where the source has no words. `frame.attrs["warning"]` says what segments do not say.

    Raises
    ------
    AnalysisError
        An unknown value or column, or words per anything but a source.
    """
    if value not in VALUES or by not in codings.columns:
        raise AnalysisError(
            f"a clustered matrix shows {', '.join(VALUES)} by a column of the codings (got {value!r} by {by!r}). "
            "Choose one of them."
        )
    if value == "per_1000_words" and (by != "source" or words is None):
        raise AnalysisError(f"{WORDS_BY_SOURCE} (got by {by!r}). Choose by='source'.")
    rows = by_theme(codings, reach)
    counts = _counts(rows, by, cases, clusters)
    if value == "presence":
        return counts.clip(upper=1)
    if value == "balance":
        signs = [_counts(rows[rows["stance"] == side], by, cases, clusters) for side in ("supports", "opposes")]
        both = signs[0] + signs[1]
        return ((signs[0] - signs[1]) / both.where(both > 0)).apply(undefined)
    if value == "per_1000_words" and words is not None:
        length = words.reindex(pd.Index(cases))
        counts = counts.mul(1000).div(length.where(length > 0), axis=0).apply(undefined)
    counts.attrs["warning"] = TALK
    return counts


def stance_balance(
    codings: pd.DataFrame, *, reach: pd.DataFrame, clusters: Sequence[str], unit: str = "person"
) -> pd.DataFrame:
    """On which side does the talk on each theme or cluster stand?

    Parameters
    ----------
    unit : `segment`, every coding counts; or a column of the codings (person, source), whose members count once each,
        by the balance of their codings: as many for as against counts as qualifies

    Returns
    -------
    frame, one row per cluster: supports, opposes, qualifies, neutral (without a stance too), segments (or members),
    balance from -1 to 1, None where nobody supports or opposes
    """
    rows = by_theme(codings, reach)
    if unit != "segment":
        rows = _members(rows[rows[unit] != ""], unit)
    sides = list(BALANCE_COLUMNS[:4])
    stances = rows["stance"].where(rows["stance"].isin(sides), "neutral")
    counts = rows.assign(stance=stances).groupby(["theme", "stance"], observed=True).size().unstack("stance")
    counts = counts.reindex(index=list(clusters), columns=sides).fillna(0).astype(int)
    counts["segments" if unit == "segment" else f"{unit}s"] = counts[sides].sum(axis=1)
    both = counts["supports"] + counts["opposes"]
    counts["balance"] = undefined((counts["supports"] - counts["opposes"]) / both.where(both > 0))
    return counts.rename_axis(index="theme", columns=None)


def _members(rows: pd.DataFrame, unit: str) -> pd.DataFrame:
    """One row per theme and member, with the side on which the member stands."""
    marks = {side: rows["stance"].eq(side) for side in BALANCE_COLUMNS[:3]}
    sums = rows[["theme", unit]].assign(**marks).groupby(["theme", unit], observed=True).sum().reset_index()
    pro, con = sums["supports"].astype(int), sums["opposes"].astype(int)
    stance = pd.Series("neutral", index=sums.index, dtype=object)
    stance = stance.mask((pro + con > 0) | (sums["qualifies"] > 0), "qualifies")
    return sums[["theme", unit]].assign(stance=stance.mask(pro > con, "supports").mask(con > pro, "opposes"))


def _counts(rows: pd.DataFrame, by: str, cases: Sequence[str], clusters: Sequence[str]) -> pd.DataFrame:
    counts = rows.groupby([by, "theme"], observed=True).size().unstack("theme")
    counts = counts.reindex(index=list(cases), columns=list(clusters)).fillna(0).astype(int)
    return counts.rename_axis(index=by, columns="cluster")
