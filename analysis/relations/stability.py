"""Would an element of a figure stay if others had been heard, or other people had coded? (F31)

Leaving out one source, one group or one coder; and drawing the sources anew with replacement, from all of them and
within strata. Each share stands beside the ceiling that the number of supporters sets it.

Source: leave-one-respondent-out on elements of figures is ours, after sensitivity analyses in qualitative syntheses
(Carroll, Booth and Lloyd-Jones 2012, Qualitative Health Research 22(10), 1425-1434, recalled); the bootstrap is Efron's
(1979), Annals of Statistics 7(1), 1-26.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from analysis.relations.bundles import Bundle, Keep
from analysis.relations.exact import ceiling, exact_share

RESAMPLES, SEED = 2000, 20225
STABILITY_COLUMNS: tuple[str, ...] = (
    "loo",
    "linchpins",
    "bootstrap",
    "bootstrap_exact",
    "ceiling",
    "bootstrap_stratified",
    "ceiling_stratified",
    "drop_group",
)
_SLAB = 4_000_000
"""Cells of a table of draws by elements that are worked on at a time."""


@dataclass(frozen=True, eq=False)
class Draws:
    """Which sources are among those drawn, draw by draw?

    `simple` and `stratified` are arrays of True and False, shape (draws, sources); the sources stand in order.
    """

    sources: tuple[str, ...]
    simple: np.ndarray
    stratified: np.ndarray
    fixed: tuple[str, ...] = ()
    """Strata of one source: it is drawn every time, so they do not vary, by design."""


def draw_sources(
    stratum_of: Mapping[str, str], rng: np.random.Generator | None = None, *, resamples: int = RESAMPLES
) -> Draws:
    """Draw as many sources as there are, with replacement, from all of them and within each stratum.

    Parameters
    ----------
    stratum_of : source -> its stratum, e.g. the role of who speaks, for every source of the study
    rng : seeded with `SEED` where none is given; sources are sorted first, so that their order does not matter
    """
    strata = tuple(sorted(stratum_of.items()))
    return _seeded(strata, resamples) if rng is None else _draw(strata, rng, resamples)


@lru_cache(maxsize=8)
def _seeded(strata: tuple[tuple[str, str], ...], resamples: int) -> Draws:
    """The draws of the fixed seed, made once."""
    return _draw(strata, np.random.default_rng(SEED), resamples)


def _draw(stratum_of: tuple[tuple[str, str], ...], rng: np.random.Generator, resamples: int) -> Draws:
    strata: dict[str, list[int]] = {}
    for place, (_, stratum) in enumerate(stratum_of):
        strata.setdefault(stratum, []).append(place)
    simple = np.zeros((resamples, len(stratum_of)), dtype=bool)
    stratified = np.zeros_like(simple)
    _mark(simple, range(len(stratum_of)), rng)
    for stratum in sorted(strata):
        _mark(stratified, strata[stratum], rng)
    for table in (simple, stratified):
        table.flags.writeable = False
    fixed = tuple(s for s in sorted(strata) if len(strata[s]) == 1)
    return Draws(tuple(name for name, _ in stratum_of), simple, stratified, fixed)


def stability(
    bundles: Mapping[str, Bundle], draws: Draws, group_of: Mapping[str, str | Collection[str]], keep: Keep
) -> pd.DataFrame:
    """How stable is each element?

    Parameters
    ----------
    bundles : element -> what speaks for and against it
    draws : the sources of the study, drawn anew
    group_of : source -> the group, or groups, that speak in it; what a bundle knows of a source goes before

    Returns
    -------
    frame, one row per element, indexed by its name: loo (share of the sources without which it is kept; 0 where it is
    not kept at all) and linchpins (the sources without which it is no more); bootstrap (share of the draws in which it
    is kept), bootstrap_exact (the same by counting, missing where there are more than `exact.LARGEST` sources),
    ceiling (what its number of supporters allows at most); the same within strata, by the same draws; drop_group (the
    groups without which it is no more). All missing where nobody speaks for or against it. Resamples, seed and strata
    of one source ("no variation by design") are in `frame.attrs`.
    """
    heard = {name: b for name, b in bundles.items() if b.supporters or b.opposers}
    rows = _loo_rows(heard, group_of, keep)
    rows["bootstrap"], _ = _shares(heard, draws.simple, draws.sources, keep)
    rows["bootstrap_exact"] = [exact_share(b, keep, len(draws.sources)) for b in heard.values()]
    ceilings = [ceiling(len(b.supporters), len(draws.sources), wanted=keep.supporters) for b in heard.values()]
    rows["ceiling"] = ceilings
    stratified = _shares(heard, draws.stratified, draws.sources, keep)
    rows["bootstrap_stratified"], rows["ceiling_stratified"] = stratified
    rows["drop_group"] = [";".join(pillars(b, group_of, keep)) for b in heard.values()]
    numbers = dict.fromkeys(("loo", *(c for c in STABILITY_COLUMNS if "bootstrap" in c or "ceiling" in c)), float)
    frame = rows[list(STABILITY_COLUMNS)].astype(numbers).reindex(list(bundles))
    frame.attrs |= {"resamples": len(draws.simple), "seed": SEED, "no_variation_by_design": draws.fixed}
    return frame


def leave_one_out(
    supporters: Iterable[str], opposers: Iterable[str], group_of: Mapping[str, str | Collection[str]], keep: Keep
) -> tuple[float | None, tuple[str, ...]]:
    """Would the edge stay if one source had not been heard? (F31)

    Parameters
    ----------
    group_of : source -> its group, or the groups that speak in it, for every source of the study; no group counts as
        none, as in `Bundle.groups`

    Returns
    -------
    The share of the sources without which the edge is still kept (None without sources; 0 where it is not kept at all),
    and the linchpins: sources whose removal changes the decision.
    """
    everyone = sorted(group_of)
    if not everyone:
        return None, ()
    forth, back = frozenset(supporters), frozenset(opposers)
    voices = {source: _groups(group_of[source]) for source in forth & set(group_of)}

    def kept(without: str) -> bool:
        left = forth - {without}
        groups = frozenset().union(*(voices.get(source, frozenset()) for source in left))
        return keep.keeps(Bundle(left, back - {without}, groups=groups))

    if not kept(""):
        return 0.0, ()
    # Whoever speaks neither for nor against changes nothing.
    linchpins = tuple(source for source in sorted((forth | back) & set(everyone)) if not kept(source))
    return (len(everyone) - len(linchpins)) / len(everyone), linchpins


def pillars(bundle: Bundle, group_of: Mapping[str, str | Collection[str]], keep: Keep) -> tuple[str, ...]:
    """Without which single groups would an element that is kept be kept no more?

    Leaving out a group takes away what its people say; a source in which others speak too stays with those. Who has no
    group is never left out.
    """
    if not keep.keeps(bundle):
        return ()
    forth = {name: _speaking(name, bundle.voices, group_of) for name in bundle.supporters}
    back = {name: _speaking(name, bundle.against, group_of) for name in bundle.opposers}

    def kept(without: str) -> bool:
        alone = frozenset({without})
        left = {name: groups - alone for name, groups in forth.items() if groups != alone}
        against = frozenset(name for name, groups in back.items() if groups != alone)
        return keep.keeps(Bundle(frozenset(left), against, groups=frozenset().union(*left.values())))

    return tuple(group for group in sorted(frozenset().union(*forth.values(), *back.values())) if not kept(group))


def dropped(kept: Mapping[str, bool], without: Mapping[str, Mapping[str, bool]]) -> dict[str, tuple[str, ...]]:
    """Element -> the coders without whose work it would be kept no more.

    `without`: coder -> element -> whether the rule keeps it when the codings in force are found without that coder.
    """
    return {
        name: tuple(coder for coder, then in sorted(without.items()) if not then.get(name, False)) if now else ()
        for name, now in kept.items()
    }


def _loo_rows(bundles: Mapping[str, Bundle], group_of: Mapping[str, str | Collection[str]], keep: Keep) -> pd.DataFrame:
    found = {
        name: leave_one_out(b.supporters, b.opposers, {**group_of, **b.voices}, keep) for name, b in bundles.items()
    }
    rows = {name: (share, ";".join(linchpins)) for name, (share, linchpins) in found.items()}
    return pd.DataFrame.from_dict(rows, orient="index", columns=["loo", "linchpins"])


def _shares(
    bundles: Mapping[str, Bundle], drawn: np.ndarray, sources: tuple[str, ...], keep: Keep
) -> tuple[np.ndarray, np.ndarray]:
    """The share of draws in which each element is kept, and in which enough supporters are among those drawn."""
    size = max(1, _SLAB // max(1, len(drawn)))
    names = list(bundles)
    slabs = [
        _slab([bundles[name] for name in names[at : at + size]], drawn, sources, keep)
        for at in range(0, len(names), size)
    ]
    if not slabs or not drawn.size:
        return np.full(len(names), np.nan), np.full(len(names), np.nan)
    return np.concatenate([s[0] for s in slabs]), np.concatenate([s[1] for s in slabs])


def _slab(
    bundles: list[Bundle], drawn: np.ndarray, sources: tuple[str, ...], keep: Keep
) -> tuple[np.ndarray, np.ndarray]:
    place = {name: number for number, name in enumerate(sources)}
    groups = sorted({group for b in bundles for voices in b.voices.values() for group in voices})
    forth, back = (np.zeros((len(sources), len(bundles)), dtype=np.float32) for _ in range(2))
    lent = {group: np.zeros_like(forth) for group in groups}
    for column, bundle in enumerate(bundles):
        for name in bundle.supporters & place.keys():
            forth[place[name], column] = 1
            for group in bundle.voices.get(name, ()):
                lent[group][place[name], column] = 1
        for name in bundle.opposers & place.keys():
            back[place[name], column] = 1
    there = drawn.astype(np.float32)
    supporters, opposers = there @ forth, there @ back
    present = np.zeros(supporters.shape, dtype=np.int16)
    for table in lent.values():
        present += (there @ table) > 0
    enough = supporters >= keep.supporters
    kept = enough & (present >= keep.groups) & (supporters > opposers)
    return kept.mean(axis=0), enough.mean(axis=0)


def _mark(table: np.ndarray, places: Iterable[int], rng: np.random.Generator) -> None:
    """Draw as many of these places as there are, in each row anew, and mark those drawn."""
    own = np.array(list(places), dtype=int)
    if own.size:
        picked = own[rng.integers(0, own.size, size=(len(table), own.size))]
        np.put_along_axis(table, picked, True, axis=1)


def _groups(given: str | Collection[str]) -> frozenset[str]:
    return frozenset({given} if isinstance(given, str) else given) - {""}


def _speaking(
    name: str, voices: Mapping[str, frozenset[str]], group_of: Mapping[str, str | Collection[str]]
) -> frozenset[str]:
    return voices[name] if name in voices else _groups(group_of.get(name, ""))
