"""Which codes do people link, how, along which paths? (F07, F29, F31, F32)

A relation is coded on a segment. An edge of a figure is a bundle of relations: its supporters, opposers, groups and
independent witnesses. Denied relations count as opposition, hypothetical ones never count.

Source: Powell, Copestake and Remnant (2024), Evaluation, doi:10.1177/13563890231196601.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import networkx as nx
import pandas as pd

from analysis.codebook import Codebook
from analysis.errors import Problem, TableError
from analysis.model import RELATION_TYPES, Coding, Participant, Source, Words
from analysis.retrieval import where
from analysis.tables import Record, as_problem, read_yaml

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
_SEE = "See codebook/README.md."


@dataclass(frozen=True, slots=True)
class RelationType:
    """A word of the study for a link between codes, and the type of F29 it stands for."""

    id: str
    f29: str
    name: Words
    reads: Words


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


def read_types(path: Path, name: str, codebook: Codebook) -> tuple[dict[str, RelationType], list[Problem]]:
    """The relation types of a study (codebook/relations.yaml) and what is wrong with them; none without the file."""
    if not path.is_file():
        return {}, []
    try:
        data = read_yaml(path)
    except TableError as error:
        return {}, [as_problem(error, name)]
    if not isinstance(data, Record):
        return {}, [Problem(name, 1, "the file has a list named types", repr(data)[:40], _SEE)]
    problems: list[Problem] = []
    types: dict[str, RelationType] = {}
    for entry in _entries(data, "types", name, problems):
        key, f29 = str(entry.get("id") or ""), str(entry.get("f29") or "")
        if not key or key in types:
            rule = "a type has an id" if not key else "a type stands once"
            problems.append(Problem(name, entry.line, rule, key or "none", "Give each its own id."))
            continue
        if f29 not in RELATION_TYPES:
            rule = f"{key}: f29 is one of {', '.join(RELATION_TYPES)}"
            problems.append(Problem(name, entry.line, rule, f29 or "nothing", "Say which kind of link the word means."))
        words = [_words(entry, part, name, problems) for part in ("name", "reads")]
        types[key] = RelationType(key, f29, *words)
    for entry in _entries(data, "expected", name, problems):
        for key in ("from", "to"):
            if str(entry.get(key, "")) not in codebook:
                step = codebook.did_you_mean(str(entry.get(key, "")))
                problems.append(Problem(name, entry.line, f"{key} is a code", str(entry.get(key)), step))
        if str(entry.get("type", "")) not in types:
            step = "Add it to types or mend the word."
            problems.append(Problem(name, entry.line, "type is declared under types", str(entry.get("type")), step))
    return types, problems


def _entries(data: Record, key: str, name: str, problems: list[Problem]) -> Iterator[Record]:
    """The mappings of a list in the file; whatever else stands there is a problem."""
    listed = data.get(key) or []
    for entry in listed if isinstance(listed, list) else [listed]:
        if isinstance(entry, Record) and isinstance(listed, list):
            yield entry
        else:
            problems.append(Problem(name, data.line, f"{key} is a list of keys and values", repr(entry)[:40], _SEE))


def _words(entry: Record, part: str, name: str, problems: list[Problem]) -> Words:
    words = entry.get(part) or {}
    if isinstance(words, dict):
        return dict(words)
    rule = f"{entry.get('id')}: {part} is given by language"
    problems.append(Problem(name, entry.line, rule, repr(words)[:40], "Write {en: ...}."))
    return {}


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


def bundle_edge(rows: pd.DataFrame, sources: Mapping[str, Source]) -> Bundle:
    """What the relations of one edge add up to."""
    asserted = rows[rows["modality"] == "asserted"]
    supporters = frozenset(asserted["source"])
    return Bundle(
        supporters=supporters,
        opposers=frozenset(rows[rows["modality"] == "denied"]["source"]),
        hypothetical=frozenset(rows[rows["modality"] == "hypothetical"]["source"]),
        groups=frozenset(group for group in asserted["group"] if group),
        witnesses=witnesses(supporters, sources),
        voices=_voices(asserted),
        people=_people(asserted),
    )


def bundle_node(rows: pd.DataFrame, sources: Mapping[str, Source]) -> Bundle:
    """What the codings of one node add up to: sources that raise it, and sources that on balance oppose its statement.

    A source that speaks on both sides stands where it has more codings; an even one raises the matter.
    """
    sign = rows["stance"].map({"supports": 1, "opposes": -1}).fillna(0)
    balance = sign.groupby(rows["source"]).sum()
    supporters = frozenset(str(source) for source in balance[balance >= 0].index)
    raised = rows[rows["source"].isin(supporters)]
    return Bundle(
        supporters=supporters,
        opposers=frozenset(str(source) for source in balance[balance < 0].index),
        groups=frozenset(group for group in raised["group"] if group),
        witnesses=witnesses(supporters, sources),
        voices=_voices(raised),
        people=_people(raised),
    )


def _voices(rows: pd.DataFrame) -> dict[str, frozenset[str]]:
    """Source -> the groups that speak in these rows."""
    pairs = rows[["source", "group"]].drop_duplicates()
    return {str(source): frozenset(who) - {""} for source, who in pairs.groupby("source")["group"]}


def _people(rows: pd.DataFrame) -> frozenset[str]:
    return frozenset(str(person) for person in rows["person"] if person) if "person" in rows else frozenset()


def witnesses(supporters: Iterable[str], sources: Mapping[str, Source]) -> int | None:
    """How many of the supporters are independent of each other? (F07)

    Sources that depend on one another, or in which the same person speaks, are one witness: the connected components
    over the supporters. None where no supporter's front matter says anything about dependence: "independence not
    assessed".
    """
    names = sorted(supporters)
    if not any("depends_on" in sources[name].meta for name in names if name in sources):
        return None
    return len(components(names, sources))


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


def threads(path: Sequence[str], supporters: Mapping[tuple[str, str], frozenset[str]]) -> frozenset[str]:
    """Which sources assert every step of a path?

    Parameters
    ----------
    path : node ids in order; a path with a node twice is no path (F29) and has no thread
    supporters : (from, to) -> sources that assert the edge

    Returns
    -------
    The sources of the thread; empty where the chain is assembled from different sources, or shorter than two nodes.
    """
    steps = [supporters.get(step, frozenset()) for step in pairwise(path)]
    return frozenset.intersection(*steps) if steps and len(set(path)) == len(path) else frozenset()


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
    voices = {source: {group} if isinstance(group, str) else set(group) for source, group in group_of.items()}

    def kept(without: str) -> bool:
        left = forth - {without}
        groups = frozenset(group for source in left for group in voices.get(source, ()) if group)
        return keep.keeps(Bundle(left, back - {without}, groups=groups))

    whole = kept("")
    decisions = {source: kept(source) for source in everyone}
    linchpins = tuple(source for source, stays in decisions.items() if whole and not stays)
    return sum(decisions.values()) / len(everyone) if whole else 0.0, linchpins
