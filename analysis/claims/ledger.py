"""What does each claim stand on, how strong is it, and may it be shown? The ledger as frames (F15a, F15b)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from analysis.claims.chain import Chain, Protocol, chain_of
from analysis.claims.limits import DEFAULTS, Case
from analysis.claims.negative import LACKING
from analysis.claims.pool import Pool, Reached, reach
from analysis.claims.records import COMPONENTS, NORM, OVERALL, Claim
from analysis.claims.strength import ADAPTED, NOT_ASSESSED, Strength, decided_level, strength_of_evidence
from analysis.model import FIELD_KINDS, words_in

COUNTS: tuple[str, ...] = ("sources", "persons", "groups", "witnesses", "documents", "opposers")
COLUMNS: tuple[str, ...] = (
    "claim",
    "text",
    "kind",
    "status",
    "research_question",
    *COUNTS,
    "chain",
    "strength_proposed",
    "strength_decided",
    "rendering",
    "reason",
)
STRENGTH_COLUMNS: tuple[str, ...] = (
    "claim",
    "component",
    "proposed",
    "decided",
    "rationale",
    "by",
    "prompts",
    "method",
)


@dataclass(frozen=True)
class Weighed:
    """One claim with what its evidence and counter-evidence reach, its chain, and the strength that is proposed."""

    claim: Claim
    evidence: Reached
    counter: Reached
    chain: Chain
    strength: Strength
    counts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def proposed(self) -> str | None:
        """The level the rule gives; None where a claim has no evidence at all."""
        return self.strength.level if len(self.evidence.rows) else None

    @property
    def decided(self) -> str | None:
        """The level that a person stands for; None while a component waits."""
        return decided_level(self.claim.strength)

    @property
    def themes(self) -> list[str]:
        """The claim's codes, or those under which its evidence stands."""
        return list(self.claim.codes) or sorted({c for c in self.evidence.rows["code"] if c})


@dataclass(frozen=True)
class Scales:
    """All that weighing needs beside the claims.

    pool, protocol, gaps of sources, limits, what tells cases apart, whether an analytic approach is declared;

    dissonant: theme -> pairs of sets in unresolved dissonance or contradiction (F08); negative: the summary of F16 by
    claim; places: place of a claim -> whether it is there.
    """

    pool: Pool
    protocol: Protocol
    gaps: pd.DataFrame
    limits: Mapping[str, Any] = field(default_factory=lambda: dict(DEFAULTS))
    case: Case = field(default_factory=Case)
    coherent: bool = True
    dissonant: Mapping[str, int] = field(default_factory=dict)
    negative: pd.DataFrame = field(default_factory=pd.DataFrame)
    places: Mapping[str, bool] = field(default_factory=dict)


def weigh(claim: Claim, scales: Scales) -> Weighed:
    """What does one claim stand on?"""
    pool = scales.pool
    evidence, counter = (reach(entries, pool, claim.codes) for entries in (claim.evidence, claim.counter))
    themes = claim.codes or sorted({c for c in evidence.rows["code"] if c})
    below = {b for code in themes if code in pool.codebook for b in pool.codebook.within(code)}
    waits = int(scales.negative["open"].get(claim.id, 0)) if "open" in scales.negative else 0
    strength = strength_of_evidence(
        evidence.rows,
        counter.rows,
        sources=scales.protocol.sources,
        gaps=scales.gaps,
        limits=scales.limits,
        case=Case(scales.case.attribute, (*scales.case.direct, *claim.cases), scales.case.partial),
        coherent=scales.coherent,
        dissonance=0 if claim.layer == NORM else sum(scales.dissonant.get(code, 0) for code in sorted(below)),
        negative_open=waits,
    )
    chain = chain_of(claim, evidence, scales.protocol, scales.places)
    return Weighed(claim, evidence, counter, chain, strength, count(evidence.rows, counter.rows, strength.witnesses))


def count(evidence: pd.DataFrame, counter: pd.DataFrame, independent: int | None) -> dict[str, Any]:
    """How many speak for it and against it?

    sources, persons and groups of what people say; witnesses, the independent ones among the sources (None where
    independence was not assessed); documents; opposers, the persons of the counter-evidence (a source that names nobody
    counts as one).
    """
    said = evidence[evidence["kind"].isin(FIELD_KINDS)]
    against = counter[counter["kind"].isin(FIELD_KINDS)]
    return {
        "sources": int(said["source"].nunique()),
        "persons": _named(said, "person"),
        "groups": _named(said, "group"),
        "witnesses": independent,
        "documents": int(evidence.loc[~evidence["kind"].isin(FIELD_KINDS), "source"].nunique()),
        "opposers": _named(against, "person") + int(against.loc[against["person"] == "", "source"].nunique()),
    }


def _named(rows: pd.DataFrame, column: str) -> int:
    return int(rows.loc[rows[column] != "", column].nunique())


def claims_frame(weighed: Iterable[Weighed], language: str = "en") -> pd.DataFrame:
    """The ledger: one row per claim, in the order of the file, indexed by claim, with the columns of `COLUMNS`.

    `witnesses` is missing where independence was not assessed; `chain` is resolved links of six; strength (adapted from
    GRADE-CERQual) is None where nothing was proposed or not all is decided; `rendering` is rendered, not shown,
    authors' view or blocked, with the reason.
    """
    rows = []
    for entry in weighed:
        claim = entry.claim
        rows.append(
            {
                "claim": claim.id,
                "text": words_in(claim.text, language),
                "kind": claim.kind,
                "status": claim.status,
                "research_question": claim.research_question,
                **entry.counts,
                "chain": f"{entry.chain.resolved}/{len(entry.chain.links)}",
                "strength_proposed": entry.proposed,
                "strength_decided": entry.decided,
                "rendering": entry.chain.rendering,
                "reason": entry.chain.reason,
            }
        )
    frame = pd.DataFrame(rows, columns=list(COLUMNS)).set_index("claim")
    frame = frame.astype(dict.fromkeys((c for c in COUNTS if c != "witnesses"), int) | {"witnesses": "Int64"})
    for column in ("strength_proposed", "strength_decided"):
        frame[column] = frame[column].astype(object).where(frame[column].notna(), None)
    frame.attrs["strength"] = words_in(ADAPTED, language)
    return frame


def strength_frame(weighed: Iterable[Weighed], language: str = "en") -> pd.DataFrame:
    """Why is a claim as strong as that? One row per claim and component, and one for the level as a whole.

    proposed (by rule), decided (by a person, None while it waits), rationale, by; the prompts from which the rule
    proposes; and the method, which is adapted and says so.
    """
    rows = []
    for entry in weighed:
        decisions = entry.claim.strength
        proposed = {name: entry.strength.components[name].proposed for name in COMPONENTS}
        prompts = {name: str(entry.strength.components[name]) for name in COMPONENTS}
        for name in (*COMPONENTS, OVERALL):
            decision = decisions.get(name)
            decided = entry.decided if name == OVERALL else decision.decided if decision else None
            rows.append(
                {
                    "claim": entry.claim.id,
                    "component": name,
                    "proposed": entry.proposed if name == OVERALL else proposed[name],
                    "decided": decided,
                    "rationale": decision.rationale if decision else "",
                    "by": (decision.by or entry.claim.by) if decision else "",
                    "prompts": prompts.get(name, ""),
                    "method": words_in(ADAPTED, language),
                }
            )
    frame = pd.DataFrame(rows, columns=list(STRENGTH_COLUMNS))
    frame["decided"] = frame["decided"].astype(object).where(frame["decided"].notna(), None)
    return frame


def facts_of(
    entry: Weighed,
    language: str = "en",
    *,
    counts: Mapping[str, Any],
    strength: pd.DataFrame,
    negative: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """One claim in full, to be read: a row per fact, as section, item and value.

    counts and strength come as the release profile lets them through.
    """
    claim = entry.claim
    rows: list[tuple[str, str, Any]] = [
        ("claim", "text", words_in(claim.text, language)),
        ("claim", "kind", f"{claim.kind}, {claim.status}"),
        ("claim", "scope", words_in(claim.scope, language)),
        ("claim", "research question", claim.research_question),
        ("claim", "shown", f"{entry.chain.rendering}{': ' if entry.chain.reason else ''}{entry.chain.reason}"),
    ]
    rows += [("evidence", key, NOT_ASSESSED if pd.isna(value) else value) for key, value in counts.items()]
    rows += [("chain", link.name, "holds" if link.holds else link.reason) for link in entry.chain.links]
    told = strength.astype(object).fillna("none")
    for name, proposed, decided, reason, prompts in told[list(STRENGTH_COLUMNS[1:5]) + ["prompts"]].itertuples(
        index=False
    ):
        because = f" ({reason})" if reason else ""
        rows.append(("strength", name, f"proposed {proposed}; decided {decided}{because}. {prompts}".strip()))
    rows.append(("strength", "method", words_in(ADAPTED, language)))
    record = negative["record"].get(claim.id, LACKING) if negative is not None and "record" in negative else LACKING
    rows.append(("negative cases", "record", record))
    return pd.DataFrame([(s, i, str(v)) for s, i, v in rows], columns=["section", "item", "value"])
