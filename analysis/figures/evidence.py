"""What stands behind each mark of a figure, and how is it therefore drawn? (F32)

No mark without evidence, or it is drawn and captioned as law, theory or proposal. A node stands on the codings of its
codes and those below them, an edge on the relations of its type coded for its pairs. A chain that the file names as a
path is assembled (dashed) where no single source asserted it whole.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from itertools import pairwise

import pandas as pd

from analysis.figures.material import (
    ASSEMBLED,
    CONTESTED,
    FAINT,
    LAW,
    NOTHING,
    OBSERVED,
    THEORY,
    Material,
    codes_of,
    label_of,
    marks_of,
    provisions_of,
    relations_of,
)
from analysis.figures.spec import Edge, FigureSpec, Node
from analysis.model import FIELD_KINDS
from analysis.relations import Bundle, Keep, bundle_edge, bundle_node, leave_one_out, threads

MARK_COLUMNS: tuple[str, ...] = (
    "mark",
    "label",
    "type",
    "status",
    "kept",
    "persons",
    "sources",
    "class_size",
    "groups",
    "witnesses",
    "opposers",
    "hypothetical",
    "documents",
    "stays_without_one",
    "theory",
    "supported_by",
    "opposed_by",
    "provisions",
)


def compute_marks(spec: FigureSpec, material: Material, language: str = "en") -> pd.DataFrame:
    """How is each mark drawn, and what speaks for and against it?

    Returns
    -------
    frame, one row per mark, nodes first: label and type; status (observed, assembled, contested, faint, law, theory,
    proposal, none); whether the keep rule holds; persons and sources that support it, and the number of persons heard
    (`class_size`); groups, independent witnesses (missing where dependence was not assessed), opposers, hypothetical
    mentions; provisions in the legal frame; the share of sources without which the mark is still kept (missing where
    there are none); and the references. A mark with status `none` has no evidence at all and is not drawn.
    """
    bundles = {mark.mark: _bundle(mark, material) for mark in marks_of(spec)}
    dashed = _assembled(spec, bundles)
    heard = _heard(material)
    rows = []
    for mark in marks_of(spec):
        bundle = bundles[mark.mark]
        provisions = provisions_of(mark, material)
        status = _status(mark, bundle, provisions, material.keep, mark.mark in dashed)
        groups = {**material.group_of_source, **bundle.voices}
        share, _ = leave_one_out(bundle.supporters, bundle.opposers, groups, material.keep)
        rows.append(
            {
                "mark": mark.mark,
                "label": label_of(mark, material.types, language),
                "type": mark.type if isinstance(mark, Edge) else "",
                "status": status,
                "kept": material.keep.keeps(bundle),
                "persons": len(bundle.people) or len(bundle.supporters),
                "sources": len(bundle.supporters),
                "class_size": heard,
                "groups": len(bundle.groups),
                "witnesses": bundle.witnesses,
                "opposers": len(bundle.opposers),
                "hypothetical": len(bundle.hypothetical),
                "documents": len(provisions),
                "stays_without_one": share,
                "theory": mark.theory if isinstance(mark, Edge) else "",
                "supported_by": ";".join(sorted(bundle.supporters)),
                "opposed_by": ";".join(sorted(bundle.opposers)),
                "provisions": ";".join(provisions),
            }
        )
    frame = pd.DataFrame(rows, columns=list(MARK_COLUMNS))
    return frame.astype({"witnesses": "Int64", "stays_without_one": float})


def drawn(spec: FigureSpec, marks: pd.DataFrame) -> FigureSpec:
    """The figure without the marks that rest on nothing, and without arrows to or from a box that is gone."""
    gone = set(marks[marks["status"] == NOTHING]["mark"])
    nodes = tuple(node for node in spec.nodes if node.mark not in gone)
    left = {node.id for node in nodes}
    edges = tuple(e for e in spec.edges if e.mark not in gone and e.source in left and e.target in left)
    return dataclasses.replace(spec, nodes=nodes, edges=edges, paths=())


def _heard(material: Material) -> int:
    """How many persons were heard? Sources that name nobody count as one person each."""
    sources = [material.sources[name] for name in material.group_of_source if name in material.sources]
    people = {label for source in sources for label in source.participants}
    return len(people) + sum(not s.participants for s in sources) + len(material.group_of_source) - len(sources)


def _bundle(mark: Node | Edge, material: Material) -> Bundle:
    if isinstance(mark, Node):
        rows = material.codings[material.codings["code"].isin(codes_of(mark, material.codebook))]
        return bundle_node(rows[rows["kind"].isin(FIELD_KINDS)], material.sources)
    return bundle_edge(relations_of(mark, material), material.sources)


def _status(mark: Node | Edge, bundle: Bundle, provisions: Sequence[str], keep: Keep, dashed: bool) -> str:
    """Whoever opposes shows (F29); then what people assert; then what the mark declares; then law, then theory."""
    if bundle.opposers:
        return CONTESTED
    if not bundle.supporters:
        declared = NOTHING if mark.status == LAW and not provisions else mark.status
        return declared or (LAW if provisions else THEORY if isinstance(mark, Edge) and mark.theory else NOTHING)
    if not keep.keeps(bundle):
        return FAINT
    return ASSEMBLED if dashed else OBSERVED


def _assembled(spec: FigureSpec, bundles: Mapping[str, Bundle]) -> set[str]:
    """Edges that lie only on paths which no single source asserted whole."""
    by_ends: dict[tuple[str, str], list[str]] = {}
    supporters: dict[tuple[str, str], frozenset[str]] = {}
    for edge in spec.edges:
        ends = (edge.source, edge.target)
        by_ends.setdefault(ends, []).append(edge.mark)
        supporters[ends] = supporters.get(ends, frozenset()) | bundles[edge.mark].supporters
    whole: set[str] = set()
    broken: set[str] = set()
    for path in spec.paths:
        marks = {mark for ends in pairwise(path) for mark in by_ends.get(ends, ())}
        if len(path) > 2:
            (whole if threads(path, supporters) else broken).update(marks)
    return broken - whole
