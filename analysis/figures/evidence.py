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
from analysis.relations import Bundle, Keep, bundle_edge, bundle_node, dropped, stability, threads

_SHARES = ("bootstrap", "ceiling")
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
    "thread",
    "loo",
    "linchpins",
    "bootstrap",
    "bootstrap_exact",
    "ceiling",
    "bootstrap_stratified",
    "ceiling_stratified",
    "drop_group",
    "drop_coder",
    "theory",
    "supported_by",
    "opposed_by",
    "provisions",
)


def compute_marks(spec: FigureSpec, material: Material, language: str = "en") -> pd.DataFrame:
    """How is each mark drawn, what speaks for and against it, and how stable is that?

    Returns
    -------
    frame, one row per mark, nodes first: label and type; status (observed, assembled, contested, faint, law, theory,
    proposal, none); whether the keep rule holds; persons and sources that support it, and the number of persons heard
    (`class_size`); groups, independent witnesses (missing where dependence was not assessed), opposers, hypothetical
    mentions; provisions in the legal frame; how many sources assert the whole path on which an arrow lies (missing
    where it lies on none); the columns of `analysis.relations.stability`, and the coders without whom the mark is
    not kept (F31; missing where nobody speaks for or against it); and the references. A mark with status `none` has no
    evidence at all and is not drawn.
    """
    bundles = bundles_of(spec, material)
    told = _threads(spec, bundles)
    heard, stable = _heard(material), mark_stability(spec, material, bundles)
    rows = []
    for mark in marks_of(spec):
        bundle = bundles[mark.mark]
        provisions = provisions_of(mark, material)
        status = _status(mark, bundle, provisions, material.keep, told.get(mark.mark) == 0)
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
                "thread": told.get(mark.mark),
                **stable.loc[mark.mark].to_dict(),
                "theory": mark.theory if isinstance(mark, Edge) else "",
                "supported_by": ";".join(sorted(bundle.supporters)),
                "opposed_by": ";".join(sorted(bundle.opposers)),
                "provisions": ";".join(provisions),
            }
        )
    frame = pd.DataFrame(rows, columns=list(MARK_COLUMNS))
    shares = {column: float for column in MARK_COLUMNS if column == "loo" or column.split("_")[0] in _SHARES}
    frame = frame.astype({"witnesses": "Int64", "thread": "Int64", **shares})
    frame.attrs |= stable.attrs
    return frame


def bundles_of(spec: FigureSpec, material: Material) -> dict[str, Bundle]:
    """Mark -> what people say for and against it."""
    return {mark.mark: _bundle(mark, material) for mark in marks_of(spec)}


def voices_of(spec: FigureSpec, material: Material) -> pd.DataFrame:
    """Who speaks for each mark, who against it, and who merely supposes it, and where?

    Returns
    -------
    frame, one row per mark, side (pro, con, maybe), source and person (empty where a source names nobody)
    """
    frames = []
    for mark in marks_of(spec):
        rows = _rows(mark, material)
        if isinstance(mark, Node):
            supporters = bundle_node(rows, material.sources).supporters
            side = rows["source"].isin(supporters).map({True: "pro", False: "con"})
        else:
            side = rows["modality"].map({"asserted": "pro", "denied": "con", "hypothetical": "maybe"})
        frames.append(rows[["source", "person"]].assign(side=side, mark=mark.mark))
    columns = ["mark", "side", "source", "person"]
    frame = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=columns)
    return frame[columns].dropna().drop_duplicates(ignore_index=True)


def mark_stability(spec: FigureSpec, material: Material, bundles: Mapping[str, Bundle]) -> pd.DataFrame:
    """How stable is each mark (F31)? The columns of `analysis.relations.stability`, and drop_coder."""
    frame = stability(bundles, material.resamples, material.group_of_source, material.keep)
    kept = {mark: material.keep.keeps(bundle) for mark, bundle in bundles.items()}
    without = {
        coder: {mark: material.keep.keeps(b) for mark, b in bundles_of(spec, other).items()}
        for coder, other in material.without.items()
    }
    lost = {mark: ";".join(coders) for mark, coders in dropped(kept, without).items()}
    frame["drop_coder"] = [lost[str(mark)] for mark in frame.index]
    texts = ["linchpins", "drop_group", "drop_coder"]
    frame[texts] = frame[texts].where(frame["loo"].notna(), "").fillna("")
    return frame


def drawn(spec: FigureSpec, marks: pd.DataFrame) -> FigureSpec:
    """The figure without the marks that rest on nothing, and without arrows to or from a box that is gone."""
    gone = set(marks[marks["status"] == NOTHING]["mark"])
    nodes = tuple(node for node in spec.nodes if node.mark not in gone)
    left = {node.id for node in nodes}
    edges = tuple(e for e in spec.edges if e.mark not in gone and e.source in left and e.target in left)
    return dataclasses.replace(spec, nodes=nodes, edges=edges, paths=())


def _heard(material: Material) -> int:
    """How many persons were heard? As supporters are counted: by name, and by source where no source names anybody."""
    sources = [material.sources[name] for name in material.group_of_source if name in material.sources]
    people = {label for source in sources for label in source.participants}
    return len(people) or len(material.group_of_source)


def _bundle(mark: Node | Edge, material: Material) -> Bundle:
    make = bundle_node if isinstance(mark, Node) else bundle_edge
    return make(_rows(mark, material), material.sources)


def _rows(mark: Node | Edge, material: Material) -> pd.DataFrame:
    """The codings of a node, the relations of an edge: what people say."""
    if isinstance(mark, Edge):
        return relations_of(mark, material)
    rows = material.codings[material.codings["code"].isin(codes_of(mark, material.codebook))]
    return rows[rows["kind"].isin(FIELD_KINDS)]


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


def _threads(spec: FigureSpec, bundles: Mapping[str, Bundle]) -> dict[str, int]:
    """Arrow on a path -> how many sources assert one of its paths whole; 0 where each is assembled (F29)."""
    by_ends: dict[tuple[str, str], list[str]] = {}
    supporters: dict[tuple[str, str], frozenset[str]] = {}
    for edge in spec.edges:
        ends = (edge.source, edge.target)
        by_ends.setdefault(ends, []).append(edge.mark)
        supporters[ends] = supporters.get(ends, frozenset()) | bundles[edge.mark].supporters
    found: dict[str, int] = {}
    for path in spec.paths:
        told = len(threads(path, supporters))
        for mark in (mark for ends in pairwise(path) for mark in by_ends.get(ends, ()) if len(path) > 2):
            found[mark] = max(told, found.get(mark, 0))
    return found
