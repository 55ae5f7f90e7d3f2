"""Which codes do people link, and what speaks for and against each link? (F07, F29, F31, F32)

A relation is coded on a segment. An edge of a figure is a bundle of relations: its supporters, opposers, groups and
independent witnesses. Denied relations count as opposition, hypothetical ones never count.

Source: Powell, Copestake and Remnant (2024), Evaluation, doi:10.1177/13563890231196601.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import networkx as nx
import pandas as pd

from analysis.codebook import Codebook
from analysis.model import Coding, Participant, Source
from analysis.relations.types import RelationType, counts_against
from analysis.retrieval import where

COLUMNS: tuple[str, ...] = (
    "source",
    "kind",
    "passage",
    "label",
    "person",
    "role",
    "group",
    "question",
    "start",
    "end",
    "quote",
    "from_code",
    "to_code",
    "type",
    "f29",
    "polarity",
    "modality",
    "coder",
    "id",
)


@dataclass(frozen=True, slots=True)
class Bundle:
    """What speaks for and against one edge or node. Sources are the unit: a focus group is one."""

    supporters: frozenset[str] = frozenset()
    opposers: frozenset[str] = frozenset()
    hypothetical: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    witnesses: int | None = None
    """Independent witnesses among the supporters; None where dependence was not assessed."""
    voices: Mapping[str, frozenset[str]] = field(default_factory=dict, hash=False)
    """Supporter -> the groups of those who speak for it there; a focus group may bring several."""
    people: frozenset[str] = frozenset()
    """The persons who speak for it, where sources name them."""
    against: Mapping[str, frozenset[str]] = field(default_factory=dict, hash=False)
    """Opposer -> the groups of those who speak against it there."""


@dataclass(frozen=True, slots=True)
class Keep:
    """The inclusion rule of F31: so many supporters, from so many groups, and more for than against."""

    supporters: int = 2
    groups: int = 2

    def keeps(self, bundle: Bundle) -> bool:
        """Does the rule keep what the bundle stands for?"""
        return (
            len(bundle.supporters) >= self.supporters
            and len(bundle.groups) >= self.groups
            and len(bundle.supporters) > len(bundle.opposers)
        )


def relations_frame(
    codings: Iterable[Coding],
    *,
    sources: Mapping[str, Source],
    participants: Mapping[str, Participant],
    group_of: Mapping[str, str],
    codebook: Codebook,
    types: Mapping[str, RelationType],
) -> pd.DataFrame:
    """Who links which codes, where, and how? One row per coded relation, sorted by source and offset."""
    rows = []
    for coding in codings:
        source, relation = sources.get(coding.source), coding.relation
        if source is None or relation is None:
            continue
        rows.append(
            {
                **where(source, coding.start, coding.end, participants, group_of),
                "quote": coding.quote,
                "from_code": codebook.resolve(relation.from_code),
                "to_code": codebook.resolve(relation.to_code),
                "type": relation.type,
                "f29": types[relation.type].f29 if relation.type in types else "",
                "polarity": relation.polarity,
                "modality": relation.modality,
                "coder": coding.coder,
                "id": coding.id,
            }
        )
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.sort_values(["source", "start", "end", "from_code", "to_code"], kind="stable", ignore_index=True)


def rows_of(
    relations: pd.DataFrame, pairs: Sequence[tuple[str, str]], *, types: Sequence[str] = (), f29: Sequence[str] = ()
) -> pd.DataFrame:
    """The relations that are evidence for an edge: its code pairs, in this direction, of these kinds (any by default).

    `types` are words of the study, `f29` the general types; a relation of either is taken.
    """
    wanted = pd.MultiIndex.from_tuples(list(pairs), names=["from_code", "to_code"]) if pairs else None
    if wanted is None:
        return relations.iloc[0:0]
    rows = pd.MultiIndex.from_frame(relations[["from_code", "to_code"]]).isin(wanted)
    if types or f29:
        kinds = [relations[column].isin(list(of)) for column, of in (("type", types), ("f29", f29)) if of]
        rows = rows & pd.concat(kinds, axis=1).any(axis=1).to_numpy()
    return relations[rows]


def opposing(rows: pd.DataFrame, link: str, types: Mapping[str, RelationType]) -> pd.Series:
    """Which of these relations, all between the same codes, deny what a link of this type asserts? True or False."""
    against = {word: counts_against(word, link, types) for word in rows["type"].unique()}
    return (rows["modality"] == "denied") & rows["type"].map(against).astype(bool)


def bundle_edge(rows: pd.DataFrame, sources: Mapping[str, Source]) -> Bundle:
    """What the relations of one edge add up to."""
    asserted, denied = (rows[rows["modality"] == how] for how in ("asserted", "denied"))
    supporters = frozenset(asserted["source"])
    return Bundle(
        supporters=supporters,
        opposers=frozenset(denied["source"]),
        hypothetical=frozenset(rows[rows["modality"] == "hypothetical"]["source"]),
        groups=frozenset(group for group in asserted["group"] if group),
        witnesses=witnesses(supporters, sources),
        voices=_voices(asserted),
        people=_people(asserted),
        against=_voices(denied),
    )


def bundle_node(rows: pd.DataFrame, sources: Mapping[str, Source]) -> Bundle:
    """What the codings of one node add up to: sources that raise it, and sources that on balance oppose its statement.

    A source that speaks on both sides stands where it has more codings; an even one raises the matter.
    """
    sign = rows["stance"].map({"supports": 1, "opposes": -1}).fillna(0)
    balance = sign.groupby(rows["source"]).sum()
    supporters = frozenset(str(source) for source in balance[balance >= 0].index)
    opposers = frozenset(str(source) for source in balance[balance < 0].index)
    raised = rows[rows["source"].isin(supporters)]
    return Bundle(
        supporters=supporters,
        opposers=opposers,
        groups=frozenset(group for group in raised["group"] if group),
        witnesses=witnesses(supporters, sources),
        voices=_voices(raised),
        people=_people(raised),
        against=_voices(rows[rows["source"].isin(opposers)]),
    )


def _voices(rows: pd.DataFrame) -> dict[str, frozenset[str]]:
    """Source -> the groups that speak in these rows."""
    pairs = rows[["source", "group"]].drop_duplicates()
    return {str(source): frozenset(who) - {""} for source, who in pairs.groupby("source")["group"]}


def _people(rows: pd.DataFrame) -> frozenset[str]:
    return frozenset(str(person) for person in rows["person"] if person) if "person" in rows else frozenset()


def witnesses(supporters: Iterable[str], sources: Mapping[str, Source]) -> int | None:
    """How many of the supporters are independent of each other? (F07)

    None where no supporter's front matter says anything about dependence: "independence not assessed".
    """
    groups = witness_groups(supporters, sources)
    return None if groups is None else len(groups)


def witness_groups(supporters: Iterable[str], sources: Mapping[str, Source]) -> list[frozenset[str]] | None:
    """Which of the supporters are one witness? (F07)

    Sources that depend on one another, or in which the same person speaks, are: the connected components over the
    supporters. None where no supporter's front matter says anything about dependence.
    """
    names = sorted(supporters)
    if not any("depends_on" in sources[name].meta for name in names if name in sources):
        return None
    return components(names, sources)


def components(names: Iterable[str], sources: Mapping[str, Source]) -> list[frozenset[str]]:
    """Which of these sources are one witness: those that depend on one another, or in which the same person speaks?

    A person ties the sources in which he or she speaks, so that the work grows with the sources and not with their
    pairs.
    """
    own = sorted(set(names))
    graph: nx.Graph[tuple[str, str]] = nx.Graph()
    graph.add_nodes_from(("source", name) for name in own)
    inside, known = set(own), [sources[name] for name in own if name in sources]
    graph.add_edges_from((("source", s.id), ("source", o)) for s in known for o in s.depends_on if o in inside)
    graph.add_edges_from((("source", s.id), ("person", p)) for s in known for p in s.participants)
    parts = nx.connected_components(graph)
    return sorted((frozenset(n for kind, n in part if kind == "source") for part in parts), key=min)
