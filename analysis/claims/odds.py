"""How much does a test change what we believe? Likelihood ratios and posteriors, as ranges (F17).

Source: Bennett and Checkel (2015), Process Tracing; Befani (2020), doi:10.1177/1356389020958213; Zaks (2021) criticises
single numbers, therefore the range.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

from analysis.errors import TriangulationError

MARGIN = 0.1
"""How far p1 and p0 are moved up and down for the range."""
EDGE = 0.01
"""Moved probabilities stay inside this edge of 0 and 1."""


@dataclass(frozen=True, slots=True)
class Posterior:
    """The probability of a hypothesis after the evidence, and its range where p1 and p0 are moved by 0.1."""

    value: float
    low: float
    high: float


def likelihood_ratio(p1: float, p0: float, *, found: bool) -> float:
    """How many times as likely is what was seen if the hypothesis holds? `p1/p0`, or `(1-p1)/(1-p0)` where absent.

    Raises
    ------
    TriangulationError
        p0 is 0 or 1, or a number is no probability.
    """
    if not (0 <= p1 <= 1 and 0 < p0 < 1):
        raise TriangulationError(
            f"p1 lies from 0 to 1, p0 between 0 and 1, ends not included (got p1 {p1}, p0 {p0}). Nothing is that sure: "
            "write for example 0.05."
        )
    return p1 / p0 if found else (1 - p1) / (1 - p0)


def posterior(prior: float, ratios: Sequence[float]) -> float:
    """The probability after the evidence: prior odds times the product of the ratios of independent items."""
    if not 0 < prior < 1:
        raise TriangulationError(f"a prior lies between 0 and 1 (got {prior}). What is certain needs no test.")
    odds = prior / (1 - prior) * prod(ratios)
    return odds / (1 + odds)


def posterior_range(prior: float, tests: Sequence[tuple[float, float, bool]]) -> Posterior:
    """The posterior, and the lowest and highest one where each p1 and p0 is moved by 0.1.

    Parameters
    ----------
    tests : p1, p0 and whether the item was found, one for each independent item
    """
    ratios = [likelihood_ratio(p1, p0, found=found) for p1, p0, found in tests]
    ends = []
    for sign in (-MARGIN, MARGIN):
        moved = [likelihood_ratio(_inside(p1 + sign), _inside(p0 - sign), found=True) for p1, p0, f in tests if f]
        moved += [likelihood_ratio(_inside(p1 - sign), _inside(p0 + sign), found=False) for p1, p0, f in tests if not f]
        ends.append(posterior(prior, moved))
    return Posterior(posterior(prior, ratios), ends[0], ends[1])


def _inside(value: float) -> float:
    return min(max(value, EDGE), 1 - EDGE)
