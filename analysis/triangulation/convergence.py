"""Do the sets say the same on a theme, and how far? Convergence coding matrix and its assessment (F08, F09).

Source: Farmer, Robinson, Elliott and Eyles (2006), Qualitative Health Research 16(3), 377-394,
doi:10.1177/1049732305285708; O'Cathain, Murphy and Nicholl (2010), doi:10.1136/bmj.c4587. The thresholds are ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import pandas as pd

from analysis.triangulation.profiles import Profile

AGREEMENT, PARTIAL, SILENCE, DISSONANCE, NO_DATA = "agreement", "partial", "silence", "dissonance", "no data"
PAIR_COLUMNS: tuple[str, ...] = (
    "theme",
    "set_1",
    "set_2",
    "outcome",
    "contradiction",
    "difference",
    "similarity",
    "same_meaning",
    "same_examples",
    "silence",
    "reason",
)
NO_STANCE = "a norm takes no stance: what ought to be is not compared with what is said to be"


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two sets stand to each other on one theme (F08).

    `outcome` is None where it cannot be told: facets are missing and it hangs on them, or a side states norms and takes
    no stance. Of two silent sets, `silence` is the first one's kind.
    """

    outcome: str | None
    contradiction: bool = False
    difference: float | None = None
    similarity: float | None = None
    same_meaning: bool | None = None
    same_examples: bool | None = None
    silence: str = ""
    reason: str = ""


def compare(one: Profile, other: Profile, *, prominence: float = 0.34, examples: float = 0.5) -> Comparison:
    """Do two sets say the same on a theme, and with the same particulars?

    Parameters
    ----------
    prominence : shares that differ by no more than this count as the same, with equal stance
    examples : Jaccard similarity of facets from which the examples count as the same

    Returns
    -------
    Comparison
        `agreement` (same meaning and examples), `partial` (one of the two), `dissonance` (neither), `silence` (one side
        says nothing), `no data` (neither does), or None with the reason where no facets were recorded on a side or a
        side states norms. Opposite stances are a contradiction whatever the outcome.
    """
    if not one.k or not other.k:
        if not one.k and not other.k:
            return Comparison(NO_DATA, silence=one.silence or other.silence)
        return Comparison(SILENCE, silence=(other if one.k else one).silence)
    difference = abs(one.k / one.n - other.k / other.n)
    if one.stance is None or other.stance is None:
        return Comparison(None, difference=difference, reason=NO_STANCE)
    contradiction = one.stance * other.stance < 0
    same_meaning = one.stance == other.stance and difference <= prominence + 1e-9
    if not one.examples or not other.examples:
        sides = "one side" if one.examples or other.examples else "either side"
        reason = f"no facets recorded on {sides}: examples are not compared"
        return Comparison(None, contradiction, difference, None, same_meaning, None, "", reason)
    shared, together = one.examples & other.examples, one.examples | other.examples
    similarity = len(shared) / len(together)
    same_examples = similarity >= examples - 1e-9
    both = same_meaning + same_examples
    outcome = AGREEMENT if both == 2 else PARTIAL if both == 1 else DISSONANCE
    return Comparison(outcome, contradiction, difference, similarity, same_meaning, same_examples)


def convergence(
    profiles: Mapping[str, Mapping[str, Profile]], *, prominence: float = 0.34, examples: float = 0.5
) -> pd.DataFrame:
    """The convergence coding matrix: one row per theme and pair of sets (F08).

    Parameters
    ----------
    profiles : theme -> set -> profile, in the order of display

    Returns
    -------
    frame with the columns of `PAIR_COLUMNS`, in the order of themes and sets. `outcome` is None where it cannot be
    told, difference and similarity are missing where they were not computed; the thresholds used are in `frame.attrs`.
    """
    rows = []
    for theme, sets in profiles.items():
        for one, other in combinations(sets, 2):
            found = compare(sets[one], sets[other], prominence=prominence, examples=examples)
            cells = {key: getattr(found, key) for key in PAIR_COLUMNS[3:]}
            rows.append({"theme": theme, "set_1": one, "set_2": other, **cells})
    dtypes = {"outcome": object, "contradiction": bool, "difference": float, "similarity": float}
    frame = pd.DataFrame(rows, columns=list(PAIR_COLUMNS)).astype(dtypes)
    frame["outcome"] = frame["outcome"].where(frame["outcome"].notna(), None)
    frame.attrs |= {"prominence": prominence, "examples": examples}
    return frame


def assess(pairs: pd.DataFrame) -> pd.DataFrame:
    """How far do the sets converge on each theme, and on how many pairs does that rest? (F09)

    `share = (agree + 0.5 partial) / (agree + partial + dissonance)`; `coverage` = non-silent pairs / pairs. A share
    without its coverage misleads.

    Returns
    -------
    frame, one row per theme: agreement, partial, dissonance, silence (with no data), undecided (no facets),
    contradictions, share (missing where no pair can be judged), coverage.
    """
    rows = []
    for theme, group in pairs.groupby("theme", sort=False):
        counts = group["outcome"].value_counts()
        agree, part, diss = (int(counts.get(key, 0)) for key in (AGREEMENT, PARTIAL, DISSONANCE))
        silent = int(counts.get(SILENCE, 0)) + int(counts.get(NO_DATA, 0))
        judged = agree + part + diss
        rows.append(
            {
                "theme": theme,
                "agreement": agree,
                "partial": part,
                "dissonance": diss,
                "silence": silent,
                "undecided": len(group) - judged - silent,
                "contradictions": int(group["contradiction"].sum()),
                "share": (agree + 0.5 * part) / judged if judged else None,
                "coverage": (len(group) - silent) / len(group),
            }
        )
    columns = ["theme", "agreement", "partial", "dissonance", "silence", "undecided", "contradictions"]
    frame = pd.DataFrame(rows, columns=[*columns, "share", "coverage"])
    return frame.astype(dict.fromkeys(columns[1:], int) | {"share": float, "coverage": float}).set_index("theme")


def unique_examples(sets: Mapping[str, Profile]) -> dict[str, tuple[str, ...]]:
    """Completeness (F09): per set, the examples found in no other set."""
    return {
        name: tuple(sorted(profile.examples.difference(*(p.examples for other, p in sets.items() if other != name))))
        for name, profile in sets.items()
    }
