"""What must a figure show? `figures/<name>.yaml`, read into frozen records.

A node names codes, an edge names pairs of codes; what rests on no coding declares its status instead. How strong the
evidence is stands nowhere in the file: that is computed, and decides how each mark is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from analysis.model import Words

KINDS = ("diagram", "matrix", "chart")
DECLARED = ("law", "theory", "proposal")
"""What a mark without a code may rest on."""
DIRECTIONS = ("LR", "TB")
FORMS: Mapping[str, tuple[str, ...]] = {"pillars": ("pillar", "roof", "base", "frame", "left", "right")}
"""Drawing forms beside the plain one, and the roles that groups have in them; the first role is needed."""


@dataclass(frozen=True, slots=True)
class Column:
    """A group of nodes that are drawn under one heading."""

    id: str
    title: Words
    role: str = ""
    """What the group is in a form of drawing, e.g. `pillar`."""


@dataclass(frozen=True, slots=True)
class Node:
    """A box. It stands on the codings of `codes`, or declares what else it stands on."""

    id: str
    column: str = ""
    label: Words = field(default_factory=dict)
    codes: tuple[str, ...] = ()
    status: str = ""
    documents: tuple[str, ...] = ()
    line: int = 0
    row: int = 0
    """Its place in its column, from 1; 0 where the program finds one."""
    narrow: int = 0
    """The same in a figure as broad as one column of text, where two boxes stand side by side."""

    @property
    def mark(self) -> str:
        """What the figure calls it."""
        return f"node:{self.id}"


@dataclass(frozen=True, slots=True)
class Edge:
    """An arrow. It stands on the relations coded for `pairs`, or declares what else it stands on."""

    id: str
    source: str
    target: str
    type: str = ""
    label: Words = field(default_factory=dict)
    pairs: tuple[tuple[str, str], ...] = ()
    status: str = ""
    documents: tuple[str, ...] = ()
    theory: str = ""
    line: int = 0

    @property
    def mark(self) -> str:
        """What the figure calls it."""
        return f"edge:{self.id}"


@dataclass(frozen=True, slots=True)
class Finding:
    """What the figure comes to, in a sentence: that of a claim, or a shorter `text` for it."""

    claim: str = ""
    text: Words = field(default_factory=dict)
    line: int = 0


@dataclass(frozen=True, slots=True)
class FigureSpec:
    """What one figure must show. `layout` holds hints; for a matrix also rows and columns, for a chart its options."""

    name: str
    number: int = 0
    kind: str = "diagram"
    chart: str = ""
    """For kind chart: which of `analysis.study.charts.CHARTS`."""
    research_question: str = ""
    title: Words = field(default_factory=dict)
    finding: Finding = field(default_factory=Finding)
    note: Words = field(default_factory=dict)
    columns: tuple[Column, ...] = ()
    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    paths: tuple[tuple[str, ...], ...] = ()
    layout: Mapping[str, Any] = field(default_factory=dict)

    @property
    def marks(self) -> tuple[str, ...]:
        """Every mark of the figure, nodes first, in the order of the file."""
        return (*(node.mark for node in self.nodes), *(edge.mark for edge in self.edges))

    @property
    def direction(self) -> str:
        """The way the columns run: LR or TB."""
        return str(self.layout.get("direction", "LR"))
