"""After how many sources do new codes become rare, and does that hang on the order of the sources? (F19)

Source: Guest, Namey and Chen (2020), PLoS ONE 15(5), doi:10.1371/journal.pone.0232076. The check over orders is ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np
import pandas as pd

from analysis.errors import AnalysisError

EXACT = 8
"""Up to so many sources all orders are computed."""

DRAWN = 2_000
"""So many orders are drawn where there are more sources."""

SEED = 20
NOT_REACHED, NOT_ASSESSABLE = "not reached", "not assessable"
STEP_COLUMNS: tuple[str, ...] = ("sources", "new", "seen", "run_new", "ratio", "reached")
_SLACK = 1e-9
_CHUNK = 8_000_000


@dataclass(frozen=True, slots=True)
class Rule:
    """When are new codes rare? Base of `base` sources, a run of `run` more, at most `threshold` of the base's codes."""

    base: int = 4
    run: int = 2
    threshold: float = 0.0

    def __post_init__(self) -> None:
        if self.base < 1 or self.run < 1 or not 0 <= self.threshold <= 1:
            came = f"base {self.base}, run {self.run}, threshold {self.threshold}"
            raise AnalysisError(
                f"saturation has a base and a run of at least 1 and a threshold from 0 to 1 (got {came}). Mend them."
            )


PLAIN = Rule()


def incidence(codings: pd.DataFrame, sources: Sequence[str]) -> pd.DataFrame:
    """Which code occurs in which source? Frame of booleans, rows `sources` in this order, columns codes, sorted."""
    held = codings[codings["source"].isin(sources)]
    pairs = held[["source", "code"]].drop_duplicates().assign(here=True)
    table = pairs.pivot(index="source", columns="code", values="here") if len(pairs) else pd.DataFrame()
    return table.reindex(index=list(sources)).notna()


def code_saturation(new: Sequence[int] | np.ndarray, rule: Rule = PLAIN) -> pd.DataFrame:
    """When do new codes become rare, in the order given? (F19)

    Parameters
    ----------
    new : for each source in its order, how many codes occur in it that occurred in none before

    Returns
    -------
    frame, one row per source in order, `STEP_COLUMNS`: sources so far, new codes, codes seen so far; from the base on,
    and as far as a run still follows: `run_new` codes in that run, `ratio` to the codes of the base (None where the
    base holds none, and elsewhere), `reached` (ratio at most the threshold). `frame.attrs`: `base_codes`, and
    `reached`: `k+run` for the first k, or why there is none (`not reached`, `not assessable`: fewer sources than base
    and run, or no code in the base).
    """
    counts = np.asarray(new, dtype=int)
    seen = counts.cumsum()
    frame = pd.DataFrame({"sources": np.arange(1, len(counts) + 1), "new": counts, "seen": seen})
    enough = len(counts) >= rule.base + rule.run
    held = int(seen[rule.base - 1]) if enough else 0
    run_new, ratio, reached = ([None] * len(counts) for _ in range(3))
    for k in range(rule.base, len(counts) - rule.run + 1) if held else ():
        more = int(seen[k + rule.run - 1] - seen[k - 1])
        run_new[k - 1], ratio[k - 1] = more, more / held  # type: ignore[call-overload]
        reached[k - 1] = more / held <= rule.threshold + _SLACK  # type: ignore[call-overload]
    columns = {"run_new": run_new, "ratio": ratio, "reached": reached}
    frame = frame.assign(**{name: pd.Series(values, dtype=object) for name, values in columns.items()})
    first = next((k for k, yes in enumerate(reached, start=1) if yes), 0)
    said = f"{first}+{rule.run}" if first else NOT_REACHED if held else NOT_ASSESSABLE
    frame.attrs |= {"base_codes": held if enough else None, "reached": said, **_rule(rule)}
    return frame


def saturation_orders(
    table: pd.DataFrame, rule: Rule = PLAIN, *, exact: int = EXACT, drawn: int = DRAWN, seed: int = SEED
) -> pd.DataFrame:
    """After how many sources is saturation reached, over the orders in which the sources might have come? (F19)

    Parameters
    ----------
    table : frame of booleans, rows sources, columns codes (`incidence`)
    exact, drawn, seed : all orders of up to `exact` sources; else so many, drawn with this seed

    Returns
    -------
    frame, one row per outcome (`4+2`, `5+2`, ..., `not reached`; `not assessable` where there are too few sources, or
    in those orders whose base holds no code): `orders`, `share` of all orders (None where there are none), and `given`,
    whether the order given has it. `frame.attrs` says how many orders, whether all, the seed, and the rule.
    """
    outcomes = [f"{k}+{rule.run}" for k in range(rule.base, len(table) - rule.run + 1)]
    names = [*outcomes, NOT_REACHED, NOT_ASSESSABLE]
    own = str(code_saturation(new_codes(table), rule).attrs["reached"])
    counts = np.zeros(len(names), dtype=int)
    if outcomes:
        for new in _news(table, exact, drawn, seed):
            counts += np.bincount(_outcomes(new, rule), minlength=len(names))
    total = int(counts.sum())
    frame = pd.DataFrame({"outcome": names, "orders": counts})
    frame["share"] = pd.Series([count / total if total else None for count in counts], dtype=object)
    frame["given"] = frame["outcome"] == own
    kept = frame["outcome"].ne(NOT_ASSESSABLE) | (frame["orders"] > 0) | (not outcomes)
    frame = frame[kept].reset_index(drop=True)
    frame.attrs |= {"orders": total, "all": len(table) <= exact, "seed": seed, "given": own, **_rule(rule)}
    return frame


def saturation_curve(table: pd.DataFrame, *, exact: int = EXACT, drawn: int = DRAWN, seed: int = SEED) -> pd.DataFrame:
    """How many codes have been seen after each source: in the order given, and over the orders?

    Returns
    -------
    frame, one row per number of sources: given, least, low (5 % of the orders have no more), median, high (95 %), most
    """
    given = new_codes(table).cumsum()
    seen = np.concatenate([new.cumsum(axis=1) for new in _news(table, exact, drawn, seed)])
    points = np.quantile(seen, [0, 0.05, 0.5, 0.95, 1], axis=0) if len(table) else np.zeros((5, 0))
    columns = dict(zip(("least", "low", "median", "high", "most"), points, strict=True))
    return pd.DataFrame({"sources": np.arange(1, len(table) + 1), "given": given, **columns})


def new_codes(table: pd.DataFrame) -> np.ndarray:
    """For each source in its order: the codes that occur in it and in none before; shape (sources,)."""
    held = table.to_numpy(dtype=bool)
    held = held[:, held.any(axis=0)]
    return np.bincount(held.argmax(axis=0), minlength=len(held)) if held.size else np.zeros(len(held), dtype=int)


def assessable_by_class(sizes: pd.Series, rule: Rule = PLAIN) -> pd.DataFrame:
    """Could saturation be judged for each role by itself? One row per class: sources, needed, assessable (yes or no).

    `sizes` : class -> how many sources speak for it
    """
    needed = rule.base + rule.run
    frame = pd.DataFrame({"sources": sizes.astype(int), "needed": needed})
    return frame.assign(assessable=np.where(frame["sources"] >= needed, "assessable", NOT_ASSESSABLE))


def _news(table: pd.DataFrame, exact: int, drawn: int, seed: int) -> Iterator[np.ndarray]:
    """New codes per position, for chunks of orders; each of shape (orders, sources).

    A code is new where the first of its sources stands, so the order of sources tells it without going through them;
    codes that occur in the same sources are computed once.
    """
    held = table.to_numpy(dtype=bool)
    patterns, weights = np.unique(held[:, held.any(axis=0)], axis=1, return_counts=True)
    size = len(held)
    places = _places(size, exact, drawn, seed)
    step = max(1, _CHUNK // max(size, 1))
    for start in range(0, len(places), step):
        part = places[start : start + step]
        new = np.zeros(part.shape, dtype=int)
        rows = np.arange(len(part))
        for pattern, weight in zip(patterns.T, weights, strict=True):
            new[rows, part[:, pattern].min(axis=1)] += weight
        yield new


def _places(size: int, exact: int, drawn: int, seed: int) -> np.ndarray:
    """Orders as the place that each source takes in them; shape (orders, sources)."""
    if size <= exact:
        return np.array(list(permutations(range(size))), dtype=np.int32).reshape(-1, size)
    rng = np.random.default_rng(seed)
    return rng.permuted(np.tile(np.arange(size, dtype=np.int32), (drawn, 1)), axis=1)


def _outcomes(new: np.ndarray, rule: Rule) -> np.ndarray:
    """For each order the number of its outcome: the first k that reaches it, else not reached, else not assessable."""
    seen = new.cumsum(axis=1)
    base = seen[:, rule.base - 1]
    later, before = seen[:, rule.base + rule.run - 1 :], seen[:, rule.base - 1 : seen.shape[1] - rule.run]
    fits = (later - before) <= rule.threshold * base[:, None] + _SLACK
    first = np.where(fits.any(axis=1), fits.argmax(axis=1), fits.shape[1])
    return np.where(base > 0, first, fits.shape[1] + 1)


def _rule(rule: Rule) -> dict[str, object]:
    return {"base": rule.base, "run": rule.run, "threshold": rule.threshold}
