"""Does every link hold from the research question to the sentence, and back? (F15a)

research question -> protocol item -> source (date, place) -> segment -> coding -> claim -> sentence or figure element

Six stations beside the claim, six links: each is named by the station that it reaches from the claim.

Source: the chain of evidence after Yin (2018), Case Study Research and Applications.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from analysis.claims.pool import Reached
from analysis.claims.query import Query
from analysis.claims.records import NORMATIVE, Claim
from analysis.model import FIELD_KINDS, Source

LINKS: tuple[str, ...] = ("research_question", "protocol_item", "source", "segment", "coding", "sentence_or_figure")
RENDERED, NOT_SHOWN, VIEW, BLOCKED = "rendered", "not shown", "authors' view", "blocked"
CHAIN_COLUMNS: tuple[str, ...] = (
    "claim",
    "side",
    "research_question",
    "protocol_item",
    "source",
    "date",
    "place",
    "start",
    "end",
    "quote",
    "ref",
    "code",
    "stance",
    "shown_in",
)


@dataclass(frozen=True, slots=True)
class Protocol:
    """What was asked, and of whom: the research questions, the guide, and where and when each source is from.

    questions: research question ids; belongs: guide question -> its research question; reaches: research question ->
    the codes that its guide questions may reach, with those below them.
    """

    questions: Collection[str] = ()
    belongs: Mapping[str, str] = field(default_factory=dict)
    reaches: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Link:
    """One link of a chain: does it hold, and if not, why?"""

    name: str
    holds: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Chain:
    """The six links of one claim, and whether it may be shown."""

    claim: str
    links: tuple[Link, ...]
    rendering: str
    reason: str = ""

    @property
    def resolved(self) -> int:
        """How many of the six links hold."""
        return sum(link.holds for link in self.links)

    @property
    def completeness(self) -> float:
        """Resolved links / 6."""
        return self.resolved / len(LINKS)

    @property
    def complete(self) -> bool:
        """Whether all six hold."""
        return self.resolved == len(LINKS)


def study_score(chains: Iterable[Chain]) -> float | None:
    """The share of claims whose six links hold; None without claims."""
    chains = list(chains)
    return sum(chain.complete for chain in chains) / len(chains) if chains else None


def chain_of(claim: Claim, evidence: Reached, protocol: Protocol, places: Mapping[str, bool]) -> Chain:
    """Which links of a claim hold, and may it be shown?

    A link holds where the station is there and leads on. The protocol item of what people say is the guide question
    that was open there, and belongs to the claim's research question; that of a document is a guide question of the
    research question that reaches the code under which the document stands, for the same question is put to both.

    Parameters
    ----------
    places : place of the claim's `figures` -> is the mark or sentence there?

    Returns
    -------
    Chain. A claim without a segment is blocked, unless it is normative: then it may be shown as the authors' view.
    """
    rows = evidence.rows
    links = (
        _question(claim, protocol),
        _protocol_item(claim, rows, protocol),
        _source(rows, protocol),
        _segment(rows),
        _coding(claim, evidence),
        _shown(claim, places),
    )
    held = {link.name: link for link in links}
    if not held["segment"].holds:
        if claim.kind == NORMATIVE:
            return Chain(claim.id, links, VIEW, "no segment: shown as the authors' view alone")
        return Chain(claim.id, links, BLOCKED, "no segment: a claim without one is not rendered (F15a)")
    shown = held["sentence_or_figure"]
    return Chain(claim.id, links, RENDERED if shown.holds else NOT_SHOWN, shown.reason)


def _question(claim: Claim, protocol: Protocol) -> Link:
    known = claim.research_question in protocol.questions
    return Link(LINKS[0], known, "" if known else f"no research question {claim.research_question!r}")


def _protocol_item(claim: Claim, rows: pd.DataFrame, protocol: Protocol) -> Link:
    asked = protocol_items(claim, rows, protocol)
    if asked.any():
        return Link(LINKS[1], True)
    if rows.empty:
        return Link(LINKS[1], False, "no evidence that a question could have brought")
    under = sorted({q for q in rows["question"].map(protocol.belongs) if isinstance(q, str)})
    came = f"asked under {', '.join(under)} alone" if under else "no guide question was open where it was said"
    return Link(LINKS[1], False, f"{came}; the claim belongs to {claim.research_question}")


def protocol_items(claim: Claim, rows: pd.DataFrame, protocol: Protocol) -> pd.Series:
    """For each piece of evidence, whether a guide question of the claim's research question brought it."""
    said = rows["kind"].isin(FIELD_KINDS)
    own = [question for question, belongs in protocol.belongs.items() if belongs == claim.research_question]
    reached = protocol.reaches.get(claim.research_question, frozenset())
    return (said & rows["question"].isin(own)) | (~said & rows["code"].isin(reached))


def _source(rows: pd.DataFrame, protocol: Protocol) -> Link:
    names = sorted(rows["source"].unique())
    if not names:
        return Link(LINKS[2], False, "no source")
    lacking = [name for name in names if _undated(protocol.sources.get(name))]
    reason = f"no date or place: {', '.join(lacking)}" if lacking else ""
    return Link(LINKS[2], not lacking, reason)


def _undated(source: Source | None) -> bool:
    """Whether a source has no date, or (where people speak) no place."""
    return source is None or not source.date or (source.kind in FIELD_KINDS and not source.meta.get("place"))


def _segment(rows: pd.DataFrame) -> Link:
    placed = int((rows["end"] > rows["start"]).sum())
    return Link(LINKS[3], placed > 0, "" if placed else "no segment")


def _coding(claim: Claim, evidence: Reached) -> Link:
    if evidence.lost:
        return Link(LINKS[4], False, f"not in force: {', '.join(evidence.lost)}")
    empty = [entry for entry, count in zip(claim.evidence, evidence.counts, strict=True) if not count]
    if not claim.evidence or empty:
        came = f"reaches nothing: {'; '.join(map(str, empty))}" if empty else "no evidence is named"
        return Link(LINKS[4], False, came)
    return Link(LINKS[4], True)


def _shown(claim: Claim, places: Mapping[str, bool]) -> Link:
    lost = [place for place in claim.figures if not places.get(place)]
    if not claim.figures:
        return Link(LINKS[5], False, "no sentence or figure element shows it yet")
    return Link(LINKS[5], not lost, f"not there: {', '.join(lost)}" if lost else "")


def links_frame(chains: Iterable[Chain]) -> pd.DataFrame:
    """One row per claim and link: claim, link, holds, reason."""
    rows = [(chain.claim, link.name, link.holds, link.reason) for chain in chains for link in chain.links]
    return pd.DataFrame(rows, columns=["claim", "link", "holds", "reason"])


def chain_frame(claim: Claim, sides: Mapping[str, pd.DataFrame], protocol: Protocol) -> pd.DataFrame:
    """The whole way of one claim, a row for each piece of evidence and counter-evidence (`CHAIN_COLUMNS`).

    `protocol_item` is the guide question that was open, for documents the research question's questions in general.
    """
    parts = []
    for side, rows in sides.items():
        known = [protocol.sources.get(name) for name in rows["source"]]
        link = rows["from_code"] + " " + rows["type"] + " " + rows["to_code"]
        parts.append(
            rows.assign(
                claim=claim.id,
                side=side,
                research_question=claim.research_question,
                protocol_item=rows["question"],
                date=[s.date if s else "" for s in known],
                place=[str(s.meta.get("place") or "") if s else "" for s in known],
                code=rows["code"].where(rows["basis"] != "relation", link),
                stance=rows["stance"].where(rows["basis"] != "relation", rows["modality"]),
                shown_in=", ".join(claim.figures),
            )[list(CHAIN_COLUMNS)]
        )
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(CHAIN_COLUMNS))


def frozen_changes(claim: Claim, counts: Mapping[str, Sequence[int]]) -> list[tuple[Query, int]]:
    """The queries that reach another number now than when they were written, with the number now."""
    found = []
    for side, entries in (("evidence", claim.evidence), ("counter", claim.counter)):
        for entry, count in zip(entries, counts[side], strict=True):
            if isinstance(entry, Query) and entry.frozen is not None and entry.frozen != count:
                found.append((entry, count))
    return found
