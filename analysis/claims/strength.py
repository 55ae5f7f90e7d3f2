"""How strong is the evidence? Four components, proposed by rule, decided by a person (F15b).

Adapted from GRADE-CERQual, for one study: CERQual rates findings of reviews, not of primary studies.

Source: Lewin et al. (2018), Implementation Science 13(S1), 2, doi:10.1186/s13012-017-0689-2; the thresholds are ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from analysis.claims.gaps import relevance_of
from analysis.claims.limits import DEFAULTS, DIRECT, INDIRECT, PARTIAL, UNTOLD, Case
from analysis.claims.pool import WORD
from analysis.claims.records import COMPONENTS, CONCERNS, LEVELS, Decision
from analysis.errors import TriangulationError
from analysis.model import FIELD_KINDS, Source, Words
from analysis.relations import witnesses

ADAPTED: Words = {
    "en": "adapted from GRADE-CERQual, for one study (Lewin et al. 2018)",
    "id": "diadaptasi dari GRADE-CERQual, untuk satu penelitian (Lewin dkk. 2018)",
}
NOT_ASSESSED = "independence not assessed"
STEPS = ("concern_minor", "concern_moderate", "concern_serious")


@dataclass(frozen=True, slots=True)
class Component:
    """What the rule proposes for one component, and the prompts from which it does."""

    proposed: str
    prompts: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return "; ".join(f"{key} {value}" for key, value in self.prompts.items())


@dataclass(frozen=True, slots=True)
class Strength:
    """The proposed strength of evidence, adapted from GRADE-CERQual: four components and the level they add up to."""

    components: Mapping[str, Component] = field(default_factory=dict)
    witnesses: int | None = None
    """Independent witnesses among those who speak for it (F07); None where independence was not assessed."""

    @property
    def level(self) -> str:
        """The level that the rule of F15b gives to the proposed components."""
        return overall_level([self.components[name].proposed for name in COMPONENTS])

    def __str__(self) -> str:
        return f"{self.level} ({ADAPTED['en']})"


def overall_level(concerns: Sequence[str]) -> str:
    """Which level do four components add up to?

    `drop = (number serious) + (1 if number minor or moderate >= 2 else 0)`, from high down to very_low.

    Raises
    ------
    TriangulationError
        Not four components, or a word that is none of `CONCERNS`.
    """
    strange = [concern for concern in concerns if concern not in CONCERNS]
    if strange or len(concerns) != len(COMPONENTS):
        raise TriangulationError(
            f"four components, each one of {', '.join(CONCERNS)} (got {', '.join(map(str, concerns)) or 'none'}). "
            "Write one for each."
        )
    lesser = sum(concern in CONCERNS[1:3] for concern in concerns)
    drop = sum(concern == CONCERNS[3] for concern in concerns) + (lesser >= 2)
    return LEVELS[min(drop, len(LEVELS) - 1)]


def decided_level(decisions: Mapping[str, Decision]) -> str | None:
    """The level that a person stands for: decided as a whole, or by the rule from four decided components.

    None while a component waits for its decision.
    """
    if "overall" in decisions:
        return decisions["overall"].decided
    if any(name not in decisions for name in COMPONENTS):
        return None
    return overall_level([decisions[name].decided for name in COMPONENTS])


def strength_of_evidence(
    evidence: pd.DataFrame,
    counter: pd.DataFrame | None = None,
    *,
    sources: Mapping[str, Source],
    gaps: pd.DataFrame | None = None,
    limits: Mapping[str, Any] = DEFAULTS,
    case: Case | None = None,
    coherent: bool = True,
    dissonance: int = 0,
    negative_open: int = 0,
    themes: int = 1,
) -> Strength:
    """How strong is this evidence against that counter-evidence?

    Works for a claim and for a mark of a figure (`study.evidence(figure, mark)`).

    Parameters
    ----------
    evidence, counter : frames, one row per coding, relation or passage: source, kind, quote; person (or label), group,
        facet and the attribute that tells cases apart where they are known. Without `counter`, rows whose `position`
        opposes or is denied are taken for it, and suppositions for neither.
    gaps : one row per source, as `gaps_of`; sources that are not in it have none
    case : what tells the study's own case from others
    coherent : whether the study declares its analytic approach (F00)
    dissonance, negative_open : unresolved dissonances (F08) of the themes, negative cases without an ending (F16)

    Returns
    -------
    Strength
        Per component a proposal and its prompts. A prompt that cannot be told is None and proposes nothing.

    Source
    ------
    Adapted from GRADE-CERQual; see the head of the module.
    """
    if counter is None:
        evidence, counter = _sides(evidence)
    limits = {**DEFAULTS, **limits}
    names = sorted(evidence.loc[evidence["kind"].isin(FIELD_KINDS), "source"].unique())
    independent = witnesses(names, sources) if names else 0
    components = {
        "methodological": _methodological(evidence, gaps, limits, coherent),
        "coherence": _coherence(evidence, counter, limits, dissonance, negative_open),
        "adequacy": _adequacy(evidence, independent, limits),
        "relevance": _relevance(evidence, limits, case or Case()),
    }
    return Strength(components, independent)


def _sides(evidence: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    position = evidence["position"]
    against = position.isin(("opposes", "denied"))
    return evidence[~against & (position != "hypothetical")], evidence[against]


def _by_share(share: float | None, limits: Mapping[str, Any]) -> str:
    """The concern that a share gives cause for; none where it cannot be told."""
    return CONCERNS[sum(share >= float(limits[step]) - 1e-9 for step in STEPS)] if share else CONCERNS[0]


def _methodological(
    evidence: pd.DataFrame, gaps: pd.DataFrame | None, limits: Mapping[str, Any], coherent: bool
) -> Component:
    used = pd.Index(evidence.loc[evidence["kind"].isin(FIELD_KINDS), "source"].unique())
    own = gaps.reindex(used).fillna(False).astype(bool) if gaps is not None else pd.DataFrame(index=used)
    share = float(own.any(axis=1).mean()) if len(own) and len(own.columns) else None
    prompts: dict[str, Any] = {"sources": len(used)}
    prompts |= {gap: int(own[gap].sum()) for gap in own.columns}
    prompts["approach"] = "declared" if coherent else "not declared"
    proposed = _by_share(share, limits)
    return Component(proposed if coherent else _worse(proposed), prompts)


def _coherence(
    evidence: pd.DataFrame, counter: pd.DataFrame, limits: Mapping[str, Any], dissonance: int, negative_open: int
) -> Component:
    """The share of opposing codings among what people say: a norm is on no side."""
    against = int(counter["kind"].isin(FIELD_KINDS).sum())
    whole = int(evidence["kind"].isin(FIELD_KINDS).sum()) + against
    proposed = _by_share(against / whole if whole else None, limits)
    prompts = {
        "opposing": f"{against} of {whole} codings",
        "unresolved dissonance": dissonance,
        "open negative cases": negative_open,
    }
    return Component(_worse(proposed) if dissonance or negative_open else proposed, prompts)


def _adequacy(evidence: pd.DataFrame, independent: int | None, limits: Mapping[str, Any]) -> Component:
    """Each count that falls short is a step; few witnesses are serious whatever else there is: little was heard.

    Where nobody speaks, documents must be enough: what was not read at its source is a concern by its share.
    """
    said = evidence[evidence["kind"].isin(FIELD_KINDS)]
    if said.empty:
        return _adequacy_of_documents(evidence, limits)
    words = int(said["words"].sum()) if "words" in said else int(said["quote"].astype(str).str.count(WORD).sum())
    counts: dict[str, int | None] = {
        "witnesses": independent,
        "groups": _distinct(said, "group"),
        "quotes": len(said),
        "words": words,
        "facets": _distinct(said, "facet") if _has_facets(said) else None,
    }
    short = [name for name, count in counts.items() if count is not None and count < int(limits[f"enough_{name}"])]
    steps = len(short) + (independent is None)
    heard = said["source"].nunique() if independent is None else independent
    alone = heard <= 1 or heard < int(limits["few_witnesses"])
    prompts: dict[str, Any] = {"witnesses": NOT_ASSESSED if independent is None else independent}
    prompts |= {name: count for name, count in counts.items() if count is not None}
    return Component(CONCERNS[3] if alone else CONCERNS[min(steps, 3)], prompts)


def _adequacy_of_documents(evidence: pd.DataFrame, limits: Mapping[str, Any]) -> Component:
    place = "ref" if "ref" in evidence else "label"
    passages = evidence.drop_duplicates(["source", place]) if len(evidence) else evidence
    read = int((passages["confidence"] == "verified").sum()) if "confidence" in passages else 0
    prompts = {"witnesses": 0, "passages": len(passages), "read at their source": read}
    share = 1 - read / len(passages) if len(passages) else 1.0
    return Component(_by_share(share, limits), prompts)


def _has_facets(rows: pd.DataFrame) -> bool:
    """Whether facets can be told: relations have none, and a frame may come without them."""
    return "facet" in rows and not ("from_code" in rows and bool((rows["from_code"].fillna("") != "").all()))


def _distinct(rows: pd.DataFrame, column: str) -> int:
    return int(rows.loc[rows[column].astype(bool), column].nunique())


def _relevance(evidence: pd.DataFrame, limits: Mapping[str, Any], case: Case) -> Component:
    counts = relevance_of(evidence, case).value_counts()
    direct, partial, indirect, untold = (int(counts.get(key, 0)) for key in (DIRECT, PARTIAL, INDIRECT, UNTOLD))
    whole = direct + partial + indirect
    prompts: dict[str, Any] = {DIRECT: direct, PARTIAL: partial, INDIRECT: indirect}
    if untold:
        prompts[UNTOLD] = untold
    if not case.attribute:
        prompts["cases"] = "not told apart"
    return Component(_by_share((partial + indirect) / whole if whole else None, limits), prompts)


def _worse(concern: str) -> str:
    return CONCERNS[min(CONCERNS.index(concern) + 1, 3)]
