"""Do coders agree more often than chance would have them agree? Krippendorff's alpha for names (F21).

Source: Krippendorff (2004), Content Analysis, 2nd ed., chapter 11; Hayes and Krippendorff (2007), Communication
Methods and Measures 1(1), 77-89, doi:10.1080/19312450709336664.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True, slots=True)
class Alpha:
    """Krippendorff's alpha and what it is made of.

    `value` is 1 where all agree and 0 where they agree as chance has it; it may be negative. It is None, with the
    `reason`, where the units cannot answer. `observed` and `expected` are disagreements from 0 to 1, None where they
    were not computed. `units` counts the units that at least two coders judged, `values` the judgements in them.
    """

    value: float | None
    observed: float | None = None
    expected: float | None = None
    units: int = 0
    values: int = 0
    reason: str = ""


def nominal_alpha(units: pd.DataFrame) -> Alpha:
    """Do coders give the same names to the same units more often than chance would have it?

    Parameters
    ----------
    units : frame, one row per unit, one column per coder; a cell holds a name, or is missing where the coder left the
        unit out. Units with fewer than two names are left out.

    Returns
    -------
    Alpha; its value is None where no unit is judged by two coders ("no pairable unit") or only one name was used ("no
    variation").

    Source
    ------
    Krippendorff (2004); as F21 of the method standards.
    """
    rows, columns = np.nonzero(units.notna().to_numpy())
    counts = pd.crosstab(rows, units.to_numpy(dtype=object)[rows, columns]).to_numpy(dtype=float)
    counts = counts[counts.sum(axis=1) >= 2] if counts.size else np.empty((0, 0))
    if not counts.size:
        return Alpha(None, reason="no pairable unit: no unit was judged by two")
    per_unit = counts.sum(axis=1)
    n = per_unit.sum()
    # Pairs of different names within a unit, each unit weighing as many judgements as it has.
    observed = float(((per_unit**2 - (counts**2).sum(axis=1)) / (per_unit - 1)).sum() / n)
    totals = counts.sum(axis=0)
    expected = float((n**2 - (totals**2).sum()) / (n * (n - 1)))
    if expected == 0:
        return Alpha(None, observed, expected, len(counts), int(n), "no variation: only one name was used")
    return Alpha(1 - observed / expected, observed, expected, len(counts), int(n))


def share_equal(units: pd.DataFrame) -> float | None:
    """Of the units that at least two coders judged, in which part do all say the same? None without such units."""
    judged = units[units.notna().sum(axis=1) >= 2]
    return float((judged.nunique(axis=1) == 1).mean()) if len(judged) else None
