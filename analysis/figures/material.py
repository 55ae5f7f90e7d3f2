"""On which frames does a figure draw, and which of their rows belong to one mark?

A node stands on the codings of its codes and those below them, an edge on the relations of its type coded for its
pairs. Provisions count where they hold in the legal frame and bear on a code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from analysis.codebook import Codebook
from analysis.figures.spec import Edge, FigureSpec, Node
from analysis.model import FIELD_KINDS, Source, words_in
from analysis.relations import Draws, Keep, RelationType, draw_sources, opposing, rows_of
from analysis.sources.register import Provision, resolve

OBSERVED, ASSEMBLED, CONTESTED, FAINT = "observed", "assembled", "contested", "faint"
LAW, THEORY, PROPOSAL, NOTHING = "law", "theory", "proposal", "none"
STATUSES: tuple[str, ...] = (OBSERVED, ASSEMBLED, CONTESTED, FAINT, LAW, THEORY, PROPOSAL, NOTHING)


@dataclass(frozen=True, slots=True)
class Material:
    """The frames that a figure draws on."""

    codings: pd.DataFrame
    relations: pd.DataFrame
    documents: pd.DataFrame
    """Document codings, those outside the legal frame left out."""
    provisions: Sequence[Provision]
    sources: Mapping[str, Source]
    group_of_source: Mapping[str, str]
    codebook: Codebook
    keep: Keep
    types: Mapping[str, RelationType]
    draws: Draws | None = None
    """The sources drawn anew (F31); within groups where nothing else was asked for."""
    without: Mapping[str, Material] = field(default_factory=dict)
    """Coder -> the same frames with the codings in force found without that coder."""

    @property
    def resamples(self) -> Draws:
        """The sources drawn anew."""
        return self.draws if self.draws is not None else draw_sources(self.group_of_source)


def marks_of(spec: FigureSpec) -> tuple[Node | Edge, ...]:
    """Every mark, nodes first, in the order of the file."""
    return (*spec.nodes, *spec.edges)


def codes_of(node: Node, codebook: Codebook) -> list[str]:
    """A node's codes and those below them; a merged code is the one it was merged into."""
    codes = [codebook.resolve(code) for code in node.codes]
    return list(dict.fromkeys(below for code in codes for below in codebook.within(code)))


def relations_of(edge: Edge, material: Material) -> pd.DataFrame:
    """The relations of an edge's own type for its pairs, and the denials of others that speak against it.

    Two types between the same nodes stay two edges (F29); but who denies what an edge entails speaks against it,
    whatever word it was denied by (`analysis.relations.counts_against`).
    """
    resolved = material.codebook.resolve
    pairs = [(resolved(one), resolved(other)) for one, other in edge.pairs]
    rows = rows_of(material.relations, pairs)
    rows = rows[rows["kind"].isin(FIELD_KINDS)]
    return rows[(rows["type"] == edge.type) | opposing(rows, edge.type, material.types)] if edge.type else rows


def provisions_of(mark: Node | Edge, material: Material) -> list[str]:
    """References in the legal frame: those a mark names itself and, for a node, those of its codes."""
    named = in_frame(mark.documents, material)
    if isinstance(mark, Node):
        rows = material.documents[material.documents["kind"].isin(("law", "document"))]
        named += list(rows[rows["code"].isin(codes_of(mark, material.codebook))]["ref"])
    return list(dict.fromkeys(named))


def in_frame(refs: Sequence[str], material: Material) -> list[str]:
    """The provisions that references name, of those that hold in the legal frame and bear on a code."""
    there = set(material.documents["ref"])
    return [p.ref for ref in refs for p in resolve(ref, material.provisions) if p.ref in there]


def label_of(mark: Node | Edge, types: Mapping[str, RelationType], language: str) -> str:
    """What a reader reads on a mark: a box's label; an arrow's own, else the name of its type."""
    if isinstance(mark, Node):
        return words_in(mark.label, language).replace("\n", " ")
    own = words_in(mark.label, language)
    return own or (words_in(types[mark.type].name, language) if mark.type in types else mark.type)


def edge_name(edge: Edge) -> str:
    """An edge in words: from, type, to."""
    return f"{edge.source} {edge.type} {edge.target}"


def names_of(spec: FigureSpec, language: str) -> dict[str, str]:
    """Mark -> how a reader names it: a box by its label, an arrow by both ends."""
    labels = {node.id: words_in(node.label, language).replace("\n", " ") for node in spec.nodes}
    names = {node.mark: labels[node.id] for node in spec.nodes}
    return names | {edge.mark: f"{labels[edge.source]} → {labels[edge.target]}" for edge in spec.edges}
