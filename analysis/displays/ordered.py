"""Who raises a theme, role by role, and on which side? The role-ordered matrix (F05).

Source: Miles, Huberman and Saldaña (2014), Qualitative Data Analysis, 3rd ed. No tests and no p-values; the sizes of
the classes always stand beside the counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from analysis.displays.themes import by_theme, undefined

SIDES: tuple[str, ...] = ("supports", "opposes", "qualifies", "neutral")
ORDERED_COLUMNS: tuple[str, ...] = ("theme", "class", "n", "k", "share", *SIDES, "stance", "summary")
CONTRAST_COLUMNS: tuple[str, ...] = ("theme", "persons", "contrast", "highest", "lowest", "reversals")


def role_ordered(
    codings: pd.DataFrame,
    *,
    reach: pd.DataFrame,
    people: pd.Series,
    classes: Sequence[str],
    themes: Sequence[str],
    summaries: Mapping[tuple[str, str], str] | None = None,
) -> pd.DataFrame:
    """How many persons of each role raise each theme, and on which side do they stand? (F05)

    Parameters
    ----------
    codings : frame, one row per coding: person, code, stance; rows without a person are passed over
    reach : frame, one row per theme and code that counts under it (`reach_of`)
    people : person -> class (role or group) of those who were heard in coded sources
    classes : the classes in the declared order; those with nobody in them have no row
    summaries : (person, theme) -> what a person wrote of that cell, shown where a class is one person

    Returns
    -------
    frame, one row per theme and class, `ORDERED_COLUMNS`: n persons heard, k who raise the theme, share k/n; each of
    the k counts once among supports, opposes, qualifies and neutral, by the balance of his or her codings (as many
    for as against, or a qualification and nothing else: qualifies); `stance` of the class is 1, 0 or -1, None where
    nobody raises it. A class of one person is a case and no group: share and summary, not share, i.e. share is None
    and `summary` holds what was written of it.
    """
    sizes = people.value_counts()
    shown = [name for name in classes if sizes.get(name, 0)]
    index = pd.MultiIndex.from_product([themes, shown], names=["theme", "class"])
    sides = _sides(by_theme(codings[codings["person"].isin(people.index)], reach))
    sides["class"] = sides["person"].map(people)
    counts = sides.groupby(["theme", "class", "side"], observed=True).size().unstack("side")
    counts = counts.reindex(index=index, columns=list(SIDES)).fillna(0).astype(int).reset_index()
    counts["n"] = counts["class"].map(sizes).astype(int)
    counts["k"] = counts[list(SIDES)].sum(axis=1)
    counts["share"] = undefined((counts["k"] / counts["n"]).where(counts["n"] > 1))
    balance = (counts["supports"] - counts["opposes"]).clip(-1, 1)
    counts["stance"] = undefined(balance.where(counts["k"] > 0).astype("Int64"))
    counts["summary"] = _summaries(counts, people, summaries or {})
    return counts[list(ORDERED_COLUMNS)].rename_axis(columns=None)


def contrasts(ordered: pd.DataFrame) -> pd.DataFrame:
    """How far apart are the groups on each theme, and where do they stand on opposite sides? (F05)

    Returns
    -------
    frame, one row per theme, `CONTRAST_COLUMNS`: `persons` who raise it over all classes; `contrast` = highest minus
    lowest share, None where fewer than two classes are groups; `highest`, `lowest` (the first class where several
    are equal); `reversals`, pairs of groups with opposite stance, as `one / other`. Classes of one person, and those
    whose counts are hidden, are left out of contrast and reversals; where a count is hidden, so is the sum of persons,
    for the difference would give it back.
    """
    rows = []
    for theme, part in ordered.groupby("theme", sort=False):
        groups = part[part["share"].notna()]
        shares = groups.set_index("class")["share"].astype(float)
        known = len(shares) > 1
        stances = [(name, value) for name, value in groups[["class", "stance"]].itertuples(index=False) if value]
        against = [f"{one} / {other}" for (one, a), (other, b) in combinations(stances, 2) if a * b < 0]
        rows.append(
            {
                "theme": theme,
                "persons": int(part["k"].sum()) if part["k"].notna().all() else None,
                "contrast": float(shares.max() - shares.min()) if known else None,
                "highest": shares.idxmax() if known else None,
                "lowest": shares.idxmin() if known else None,
                "reversals": "; ".join(against),
            }
        )
    frame = pd.DataFrame(rows, columns=list(CONTRAST_COLUMNS))
    return frame.assign(**{name: undefined(frame[name]) for name in CONTRAST_COLUMNS[1:5]}).set_index("theme")


def with_asked(ordered: pd.DataFrame, put: pd.DataFrame) -> pd.DataFrame:
    """Of how many persons of each class can it be said that a question on the theme was put to them?

    Parameters
    ----------
    ordered : the matrix
    put : frame, one row per person and theme that a question reached: theme, class; empty without a guide

    Returns
    -------
    the matrix with a column `asked`: missing where the count of the class is hidden, and without a guide. A class that
    nobody asked is not silent on a theme; some may speak unasked.
    """
    if put.empty:
        return ordered.assign(asked=None)
    counts = put.groupby(["theme", "class"]).size()
    index = pd.MultiIndex.from_frame(ordered[["theme", "class"]])
    found = pd.Series(counts.reindex(index).fillna(0).astype(int).to_numpy(), ordered.index)
    return ordered.assign(asked=undefined(found.astype(object).mask(ordered["k"].isna(), None)))


def hide_small(ordered: pd.DataFrame, *, small: int) -> pd.DataFrame:
    """The matrix as it may leave: of a class below `small` persons no count, share, stance or summary (F44).

    Where everybody of a larger class raises a theme and all, or all but one, stand on one side, the sides are not
    counted: the label would tell each one's (homogeneity), and it must stay open which of the two it is (F43).

    Returns
    -------
    the same frame with None in those cells, `<5` for n, and a column `raised`: True or False, which is all that such a
    class tells; it is never said that all of them raise a theme. `alike` marks the larger classes whose sides are not
    counted. Inside (`small` 0) nothing is hidden.

    Source
    ------
    Machanavajjhala et al. (2007), doi:10.1145/1217299.1217302; Wong et al. (2007), VLDB 2007, 543-554.
    """
    hidden = ordered["n"] < small
    shown = ordered.assign(raised=ordered["k"].astype(int) > 0)
    together = (ordered["k"] == ordered["n"]) & (ordered[list(SIDES)].max(axis=1) >= ordered["n"] - 1)
    alike = together & ~hidden & (small > 0)
    for column in ("k", "share", "stance"):
        shown[column] = undefined(shown[column].astype(object).mask(hidden, None))
    for column in SIDES:
        shown[column] = undefined(shown[column].astype(object).mask(hidden | alike, None))
    shown["n"] = shown["n"].astype(object).mask(hidden, f"<{small}")
    return shown.assign(summary=shown["summary"].mask(hidden, ""), alike=alike)


def _sides(codings: pd.DataFrame) -> pd.DataFrame:
    """On which side does each person stand on each theme? One row per theme and person."""
    marks = {side: codings["stance"].eq(side) for side in SIDES[:3]}
    counted = codings[["theme", "person"]].assign(**marks).groupby(["theme", "person"], observed=True).sum()
    counted = counted.reset_index()
    pro, con = counted["supports"].astype(int), counted["opposes"].astype(int)
    mixed = (pro + con > 0) | (counted["qualifies"] > 0)
    return counted[["theme", "person"]].assign(side=np.select([pro > con, con > pro, mixed], SIDES[:3], SIDES[3]))


def _summaries(counts: pd.DataFrame, people: pd.Series, summaries: Mapping[tuple[str, str], str]) -> list[str]:
    """For each row of a class of one: what was written of that person and theme."""
    alone = {name: who[0] for name, who in people.groupby(people).groups.items() if len(who) == 1}
    pairs = zip(counts["class"], counts["theme"], strict=True)
    return [summaries.get((str(alone[name]), theme), "") if name in alone else "" for name, theme in pairs]
