"""What stands behind each mark of a figure, and how is it therefore drawn? (F32)

No mark without evidence, or it is drawn and captioned as law, theory or proposal. A node stands on the codings of its
codes and those below them, an edge on the relations of its type coded for its pairs. A chain that the file names as a
path is assembled (dashed) where no single source asserted it whole.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from analysis.codebook import Codebook
from analysis.errors import FigureError, Problem
from analysis.figures.spec import Edge, FigureSpec, Node
from analysis.model import FIELD_KINDS, RELATION_TYPES, Source, words_in
from analysis.relations import (
    Bundle,
    Keep,
    RelationType,
    bundle_edge,
    bundle_node,
    leave_one_out,
    rows_of,
    threads,
)
from analysis.sources.register import Provision, resolve

OBSERVED, ASSEMBLED, CONTESTED, FAINT = "observed", "assembled", "contested", "faint"
LAW, THEORY, PROPOSAL, NOTHING = "law", "theory", "proposal", "none"
STATUSES: tuple[str, ...] = (OBSERVED, ASSEMBLED, CONTESTED, FAINT, LAW, THEORY, PROPOSAL, NOTHING)
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
EVIDENCE_COLUMNS: tuple[str, ...] = (
    "mark",
    "basis",
    "source",
    "kind",
    "label",
    "start",
    "end",
    "quote",
    "code",
    "position",
    "role",
    "group",
    "question",
    "coder",
    "confidence",
)


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


def check_spec(spec: FigureSpec, name: str, material: Material, roles: Sequence[str]) -> list[Problem]:
    """Does what the figure names exist: codes, relation types, provisions?"""
    book, problems = material.codebook, []

    def problem(line: int, rule: str, came: str, step: str) -> None:
        problems.append(Problem(name, line, rule, came, step))

    for node in spec.nodes:
        for code in node.codes:
            if code not in book:
                problem(node.line, f"{node.mark}: a code is in the codebook", code, book.did_you_mean(code))
    for edge in spec.edges:
        for code in sorted({code for pair in edge.pairs for code in pair}):
            if code not in book:
                problem(edge.line, f"{edge.mark}: a code is in the codebook", code, book.did_you_mean(code))
        words = material.types or RELATION_TYPES
        if edge.type and edge.type not in words:
            step = f"Add it to codebook/relations.yaml, or use one of {', '.join(words)}."
            problem(edge.line, f"{edge.mark}: a type is declared in relations.yaml", edge.type, step)
    for mark in _marks(spec):
        for ref in mark.documents:
            if not resolve(ref, material.provisions):
                rule = f"{mark.mark}: a document is a provision of the register"
                problem(mark.line, rule, ref, "Mend the reference.")
            elif "ref" in material.documents and not _in_frame([ref], material):
                rule = f"{mark.mark}: a provision holds in the legal frame and bears on a code"
                step = "It counts nowhere: name another, or give its row in the register a theme."
                problems.append(Problem(name, mark.line, rule, ref, step, "warning"))
    for path in spec.paths:
        if len(set(path)) < len(path):
            problem(1, "a path passes each node once (F29)", " > ".join(path), "Cut it where it comes back.")
    by = spec.layout.get("by")
    if spec.kind == "matrix" and by not in (None, "role", "group", "source", *roles):
        problem(1, "a matrix is made by role, group or source", str(by), "Write one of them.")
    return problems


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
    bundles = {mark.mark: _bundle(mark, material) for mark in _marks(spec)}
    dashed = _assembled(spec, bundles)
    heard = _heard(material)
    rows = []
    for mark in _marks(spec):
        bundle = bundles[mark.mark]
        provisions = _provisions(mark, material)
        status = _status(mark, bundle, provisions, material.keep, mark.mark in dashed)
        groups = {**material.group_of_source, **bundle.voices}
        share, _ = leave_one_out(bundle.supporters, bundle.opposers, groups, material.keep)
        rows.append(
            {
                "mark": mark.mark,
                "label": _label(mark, material.types, language),
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


def _heard(material: Material) -> int:
    """How many persons were heard? Sources that name nobody count as one person each."""
    sources = [material.sources[name] for name in material.group_of_source if name in material.sources]
    people = {label for source in sources for label in source.participants}
    return len(people) + sum(not s.participants for s in sources) + len(material.group_of_source) - len(sources)


def drawn(spec: FigureSpec, marks: pd.DataFrame) -> FigureSpec:
    """The figure without the marks that rest on nothing, and without arrows to or from a box that is gone."""
    gone = set(marks[marks["status"] == NOTHING]["mark"])
    nodes = tuple(node for node in spec.nodes if node.mark not in gone)
    left = {node.id for node in nodes}
    edges = tuple(e for e in spec.edges if e.mark not in gone and e.source in left and e.target in left)
    return dataclasses.replace(spec, nodes=nodes, edges=edges, paths=())


def find_evidence(spec: FigureSpec, mark: str, material: Material) -> pd.DataFrame:
    """Which segments and document passages stand behind a mark?

    Parameters
    ----------
    mark : `node:<id>` or `edge:<id>`, an edge's id being `<from>-><to>` unless the figure file says otherwise

    Returns
    -------
    frame, one row per segment or passage, what people said first: basis (the kind of source, or document), source,
    offsets, the words, the code or the link, the position towards it (supports, opposes, qualifies, neutral; asserted,
    denied, hypothetical; norm, with how practice stands to it where that was judged; states, where a provision stands
    behind an edge or is named by the figure alone), who speaks, coder, and for documents the confidence mark. Empty
    where it does not apply.

    Raises
    ------
    FigureError
        The figure has no such mark; the message lists those it has.
    """
    found = {m.mark: m for m in _marks(spec)}
    if mark not in found:
        raise FigureError(
            f"figures/{spec.name}.yaml: the figure has no mark {mark!r}. It has {', '.join(sorted(found))}."
        )
    entry = found[mark]
    said = _node_rows(entry, material) if isinstance(entry, Node) else _edge_rows(entry, material)
    columns = list(EVIDENCE_COLUMNS)
    found_rows = [rows.assign(mark=mark) for rows in (said, _document_rows(entry, material)) if len(rows)]
    parts = [rows.reindex(columns=columns, fill_value="") for rows in found_rows]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns, dtype=object)


def caption(spec: FigureSpec, marks: pd.DataFrame, *, language: str, facts: Mapping[str, str]) -> str:
    """The caption, written from the data: what is drawn, on what, with which codebook, and what is contested (F32).

    `facts`: sources, last_act, codebook, frame, as text.
    """
    shown = marks[marks["mark"].isin(drawn(spec, marks).marks)]
    nodes = shown[shown["mark"].str.startswith("node:")]
    edges = shown[shown["mark"].str.startswith("edge:")]
    said = nodes[nodes["persons"] + nodes["opposers"] > 0]
    words = _CAPTION[language if language in _CAPTION else "en"]
    parts = [
        words["nodes"].format(
            drawn=len(nodes),
            said=len(said),
            kept=int(said["kept"].sum()),
            contested=int((said["status"] == CONTESTED).sum()),
            law=int(nodes["status"].isin([LAW]).sum()),
            rest=int(nodes["status"].isin([THEORY, PROPOSAL]).sum()),
        ),
        words["edges"].format(
            said=int((edges["persons"] > 0).sum()),
            kept=int(edges["kept"].sum()),
            grey=int(edges["status"].isin([LAW, THEORY, PROPOSAL]).sum()),
            contested=int((edges["status"] == CONTESTED).sum()),
            assembled=int((edges["status"] == ASSEMBLED).sum()),
        ),
        words["facts"].format(**facts),
    ]
    return " ".join(parts)


def alternative_text(spec: FigureSpec, marks: pd.DataFrame, *, language: str) -> str:
    """The figure in words, mark by mark, for readers who do not see it: boxes by column, then arrows.

    Each mark says what it rests on, boxes only where that is not what people say. What is not drawn is not told.
    """
    spec = drawn(spec, marks)
    words = _CAPTION[language if language in _CAPTION else "en"]
    labels = {node.mark: words_in(node.label, language).replace("\n", " ") for node in spec.nodes}
    rows = {str(row["mark"]): row for row in marks.to_dict("records")}
    lines = [words_in(spec.title, language) + "."]
    told = {
        mark: label if rows[mark]["status"] == OBSERVED else f"{label} ({words[rows[mark]['status']]})"
        for mark, label in labels.items()
    }
    for column in spec.columns:
        inside = [told[node.mark] for node in spec.nodes if node.column == column.id]
        if inside:
            lines.append(f"{words_in(column.title, language)}: {', '.join(inside)}.")
    loose = [told[node.mark] for node in spec.nodes if not node.column]
    if loose:
        lines.append(", ".join(loose) + ".")
    for edge in spec.edges:
        ends = f"{labels[f'node:{edge.source}']} -> {labels[f'node:{edge.target}']}"
        lines.append(f"{ends}: {rows[edge.mark]['label']} ({words[rows[edge.mark]['status']]}).")
    return "\n".join(lines)


def _marks(spec: FigureSpec) -> tuple[Node | Edge, ...]:
    return (*spec.nodes, *spec.edges)


def _bundle(mark: Node | Edge, material: Material) -> Bundle:
    if isinstance(mark, Node):
        rows = material.codings[material.codings["code"].isin(_codes(mark, material.codebook))]
        return bundle_node(rows[rows["kind"].isin(FIELD_KINDS)], material.sources)
    return bundle_edge(_relations(mark, material), material.sources)


def _codes(node: Node, codebook: Codebook) -> list[str]:
    """A node's codes and those below them; a merged code is the one it was merged into."""
    codes = [codebook.resolve(code) for code in node.codes]
    return list(dict.fromkeys(below for code in codes for below in codebook.within(code)))


def _relations(edge: Edge, material: Material) -> pd.DataFrame:
    """The relations of an edge's own type for its pairs: two types between the same nodes stay two edges (F29)."""
    resolved = material.codebook.resolve
    pairs = [(resolved(one), resolved(other)) for one, other in edge.pairs]
    rows = rows_of(material.relations, pairs, types=[edge.type] if edge.type else [])
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


def _provisions(mark: Node | Edge, material: Material) -> list[str]:
    """References in the legal frame: those a mark names itself and, for a node, those of its codes."""
    named = _in_frame(mark.documents, material)
    if isinstance(mark, Node):
        rows = material.documents[material.documents["kind"].isin(("law", "document"))]
        named += list(rows[rows["code"].isin(_codes(mark, material.codebook))]["ref"])
    return list(dict.fromkeys(named))


def _in_frame(refs: Sequence[str], material: Material) -> list[str]:
    """The provisions that references name, of those that hold in the legal frame and bear on a code."""
    there = set(material.documents["ref"])
    return [p.ref for ref in refs for p in resolve(ref, material.provisions) if p.ref in there]


def _node_rows(node: Node, material: Material) -> pd.DataFrame:
    rows = material.codings
    rows = rows[rows["code"].isin(_codes(node, material.codebook)) & rows["kind"].isin(FIELD_KINDS)]
    return rows.assign(basis=rows["kind"], position=rows["stance"])


def _edge_rows(edge: Edge, material: Material) -> pd.DataFrame:
    rows = _relations(edge, material)
    link = rows["from_code"] + " " + rows["type"] + " " + rows["to_code"]
    return rows.assign(basis=rows["kind"], code=link, position=rows["modality"])


def _document_rows(mark: Node | Edge, material: Material) -> pd.DataFrame:
    refs = _provisions(mark, material)
    rows = material.documents[material.documents["ref"].isin(refs)]
    codes = _codes(mark, material.codebook) if isinstance(mark, Node) else []
    own = rows["code"].isin(codes)
    named = ~rows["ref"].isin(rows[own]["ref"]) & ~rows.duplicated("ref")
    what = edge_name(mark) if isinstance(mark, Edge) else ""
    rows = rows.assign(code=rows["code"].where(own, what), position=_position(rows).where(own, "states"))[own | named]
    order = {ref: i for i, ref in enumerate(refs)}
    rows = rows.sort_values("ref", key=lambda refs: refs.map(order), kind="stable")
    return rows.assign(basis="document", label=rows["article"])


def _position(rows: pd.DataFrame) -> pd.Series:
    """What a document does: how practice stands to its norm, the stance it takes, or that it states a norm."""
    judged = "norm " + rows["norm"].str.replace("_", " ")
    return judged.where(rows["norm"] != "", rows["stance"].where(rows["stance"] != "", rows["mode"]))


def edge_name(edge: Edge) -> str:
    """An edge in words: from, type, to."""
    return f"{edge.source} {edge.type} {edge.target}"


def _label(mark: Node | Edge, types: Mapping[str, RelationType], language: str) -> str:
    if isinstance(mark, Node):
        return words_in(mark.label, language).replace("\n", " ")
    own = words_in(mark.label, language)
    return own or (words_in(types[mark.type].name, language) if mark.type in types else mark.type)


_CAPTION: Mapping[str, Mapping[str, str]] = {
    "en": {
        "nodes": "{drawn} elements: {said} raised in interviews ({kept} by the keep rule, {contested} contested), "
        "{law} from law only, {rest} from theory or proposal only.",
        "edges": "Links: {said} asserted by someone ({kept} kept, {assembled} assembled from different sources), "
        "{contested} contested, {grey} from law, theory or proposal only (grey).",
        "facts": "Sources: {sources}. Last coding {last_act}; codebook version {codebook}; legal frame {frame}.",
        OBSERVED: "asserted by people",
        ASSEMBLED: "assembled from different sources",
        CONTESTED: "contested",
        FAINT: "said, but too little to be kept",
        LAW: "from law only",
        THEORY: "from theory only",
        PROPOSAL: "proposal only",
        NOTHING: "no evidence",
    },
    "id": {
        "nodes": "{drawn} unsur: {said} muncul dalam wawancara ({kept} memenuhi aturan penyertaan, {contested} "
        "diperdebatkan), {law} hanya dari peraturan, {rest} hanya dari teori atau usulan.",
        "edges": "Hubungan: {said} dinyatakan narasumber ({kept} disertakan, {assembled} dirangkai dari sumber "
        "berbeda), {contested} diperdebatkan, {grey} hanya dari peraturan, teori, atau usulan (abu-abu).",
        "facts": "Sumber: {sources}. Pengodean terakhir {last_act}; buku kode versi {codebook}; kerangka hukum "
        "{frame}.",
        OBSERVED: "dinyatakan narasumber",
        ASSEMBLED: "dirangkai dari sumber berbeda",
        CONTESTED: "diperdebatkan",
        FAINT: "disebut, tetapi belum cukup untuk disertakan",
        LAW: "hanya dari peraturan",
        THEORY: "hanya dari teori",
        PROPOSAL: "hanya usulan",
        NOTHING: "tanpa bukti",
    },
}
