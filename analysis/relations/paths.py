"""Along which paths do people link codes, and who asserts a path whole? (F29)

A path is a chain of links without a repeated node; a thread is a path that one source asserts in all its steps.

Source: Powell, Copestake and Remnant (2024), Evaluation, doi:10.1177/13563890231196601.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import cast

import networkx as nx
import pandas as pd

from analysis.model import FIELD_KINDS, Source
from analysis.relations.bundles import Bundle, Keep, bundle_edge, opposing
from analysis.relations.types import RelationType

LINK_COLUMNS: tuple[str, ...] = (
    "from_code",
    "to_code",
    "type",
    "f29",
    "supporters",
    "opposers",
    "hypothetical",
    "groups",
    "witnesses",
    "kept",
    "contested",
    "supported_by",
    "opposed_by",
)
Steps = Sequence[tuple[str, str, str]]
PATH_COLUMNS: tuple[str, ...] = ("path", "steps", "types", "threads", "told_by", "weakest", "contested")


def bundles(
    relations: pd.DataFrame, sources: Mapping[str, Source], types: Mapping[str, RelationType]
) -> dict[tuple[str, str, str], Bundle]:
    """What speaks for and against each link? (from, to, type) -> bundle, sorted; two types stay two links.

    Denials count against every link between the same codes that entails what they deny (`counts_against`). A link that
    is only denied or supposed has a bundle without supporters.
    """
    said = relations[relations["kind"].isin(FIELD_KINDS)]
    pairs = {key: rows for key, rows in said.groupby(["from_code", "to_code"])}
    found = {}
    for key in sorted(set(said[["from_code", "to_code", "type"]].itertuples(index=False, name=None))):
        rows = pairs[key[:2]]
        found[key] = bundle_edge(rows[(rows["type"] == key[2]) | opposing(rows, key[2], types)], sources)
    return found


def bundles_frame(
    found: Mapping[tuple[str, str, str], Bundle], *, keep: Keep, types: Mapping[str, RelationType]
) -> pd.DataFrame:
    """The links as a table.

    Returns
    -------
    frame, one row per from, to and type, sorted: its general type; numbers of supporting, opposing and supposing
    sources, of groups, of independent witnesses (missing where dependence was not assessed); does the keep rule hold,
    does anybody deny it, and the sources on both sides
    """
    rows = [
        {
            **dict(zip(("from_code", "to_code", "type"), key, strict=True)),
            "f29": types[key[2]].f29 if key[2] in types else "",
            "supporters": len(b.supporters),
            "opposers": len(b.opposers),
            "hypothetical": len(b.hypothetical),
            "groups": len(b.groups),
            "witnesses": b.witnesses,
            "kept": keep.keeps(b),
            "contested": bool(b.opposers),
            "supported_by": ";".join(sorted(b.supporters)),
            "opposed_by": ";".join(sorted(b.opposers)),
        }
        for key, b in found.items()
    ]
    return pd.DataFrame(rows, columns=list(LINK_COLUMNS)).astype({"witnesses": "Int64"})


def paths_frame(
    found: Mapping[tuple[str, str, str], Bundle], *, start: str, end: str = "", longest: int = 4
) -> pd.DataFrame:
    """Along which paths do the links that somebody asserts lead from one code onward?

    Parameters
    ----------
    start, end : codes; without an end, to wherever links lead
    longest : at most so many links

    Returns
    -------
    frame, one row per simple path, sorted by threads and length: the codes in order, number of links, their types, how
    many sources assert it whole (0: assembled from different sources) and which, the number of supporters of its
    weakest link, and whether anybody denies one of its links
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for (one, other, kind), bundle in found.items():
        if bundle.supporters and one != other:
            graph.add_edge(one, other, key=kind)
    if start not in graph:
        return pd.DataFrame(columns=list(PATH_COLUMNS))
    ends = [end] if end else sorted(set(graph) - {start})
    rows = []
    for goal in ends:
        for steps in nx.all_simple_edge_paths(graph, start, goal, cutoff=longest) if goal in graph else ():
            links = [(str(one), str(other), str(kind)) for one, other, kind in cast("Steps", steps)]
            parts = [found[link] for link in links]
            told = frozenset.intersection(*(b.supporters for b in parts))
            rows.append(
                {
                    "path": " > ".join([start, *(link[1] for link in links)]),
                    "steps": len(links),
                    "types": " > ".join(link[2] for link in links),
                    "threads": len(told),
                    "told_by": ";".join(sorted(told)),
                    "weakest": min(len(b.supporters) for b in parts),
                    "contested": any(b.opposers for b in parts),
                }
            )
    frame = pd.DataFrame(rows, columns=list(PATH_COLUMNS))
    by = ["threads", "steps", "path", "types"]
    return frame.sort_values(by, ascending=[False, True, True, True], kind="stable", ignore_index=True)


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
