"""Does a theme still gain new particulars, source by source? Meaning saturation (F20).

Source: Hennink, Kaiser and Marconi (2017), Qualitative Health Research 27(4), doi:10.1177/1049732316665344.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.displays.themes import by_theme, undefined


def facet_saturation(
    codings: pd.DataFrame, *, reach: pd.DataFrame, themes: Sequence[str], sources: Sequence[str]
) -> pd.DataFrame:
    """How many facets has each theme, and which source was the last to add one? (F20)

    Parameters
    ----------
    codings : frame, one row per coding: source, code, facet (empty where none was noted)
    reach : frame, one row per theme and code that counts under it (`reach_of`)
    sources : the sources in the order in which they came

    Returns
    -------
    frame, one row per theme: `facets`, different ones; `last_new`, the place (from 1) of the source that added the
    last of them; `of` so many sources; `open`, whether that was the last source of all, so that more might have come.
    A theme without facets has None in all but `of`.
    """
    place = {source: number for number, source in enumerate(sources, start=1)}
    noted = codings[(codings["facet"] != "") & codings["source"].isin(place)]
    noted = by_theme(noted, reach).assign(place=lambda rows: rows["source"].map(place))
    first = noted.groupby(["theme", "facet"], observed=True)["place"].min()
    per_theme = first.groupby("theme").agg(["size", "max"]).reindex(list(themes)).astype("Int64")
    frame = pd.DataFrame(
        {
            "facets": undefined(per_theme["size"]),
            "last_new": undefined(per_theme["max"]),
            "of": len(place),
            "open": undefined((per_theme["max"] == len(place)).astype("boolean")),
        }
    )
    return frame.rename_axis("theme")


def facet_steps(
    codings: pd.DataFrame, *, reach: pd.DataFrame, themes: Sequence[str], sources: Sequence[str]
) -> pd.DataFrame:
    """Which source added how many new facets to each theme? Rows themes, columns sources in order, whole numbers."""
    noted = codings[codings["facet"] != ""]
    noted = by_theme(noted[noted["source"].isin(sources)], reach)
    rank = noted["source"].map({source: number for number, source in enumerate(sources)})
    first = noted.assign(rank=rank).sort_values("rank", kind="stable").drop_duplicates(["theme", "facet"])
    counts = first.groupby(["theme", "source"], observed=True).size().unstack("source")
    return counts.reindex(index=list(themes), columns=list(sources)).fillna(0).astype(int)
