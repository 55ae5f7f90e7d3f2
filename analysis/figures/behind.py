"""Which segments and document passages stand behind one mark of a figure?"""

from __future__ import annotations

import pandas as pd

from analysis.errors import FigureError
from analysis.figures.material import Material, codes_of, edge_name, marks_of, provisions_of, relations_of
from analysis.figures.spec import Edge, FigureSpec, Node
from analysis.model import FIELD_KINDS

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
    said, written = rows_behind(spec, mark, material)
    columns = list(EVIDENCE_COLUMNS)
    found_rows = [rows.assign(mark=mark) for rows in (said, written) if len(rows)]
    parts = [rows.reindex(columns=columns, fill_value="") for rows in found_rows]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns, dtype=object)


def rows_behind(spec: FigureSpec, mark: str, material: Material) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What people said and what documents say behind a mark, with every column of the frames they stand in.

    Both with basis, code and position as `find_evidence` has them; a coding or relation keeps its `id`.

    Raises
    ------
    FigureError
        The figure has no such mark; the message lists those it has.
    """
    found = {m.mark: m for m in marks_of(spec)}
    if mark not in found:
        raise FigureError(
            f"figures/{spec.name}.yaml: the figure has no mark {mark!r}. It has {', '.join(sorted(found))}."
        )
    entry = found[mark]
    said = _node_rows(entry, material) if isinstance(entry, Node) else _edge_rows(entry, material)
    return said, _document_rows(entry, material)


def _node_rows(node: Node, material: Material) -> pd.DataFrame:
    rows = material.codings
    rows = rows[rows["code"].isin(codes_of(node, material.codebook)) & rows["kind"].isin(FIELD_KINDS)]
    return rows.assign(basis=rows["kind"], position=rows["stance"])


def _edge_rows(edge: Edge, material: Material) -> pd.DataFrame:
    rows = relations_of(edge, material)
    link = rows["from_code"] + " " + rows["type"] + " " + rows["to_code"]
    return rows.assign(basis=rows["kind"], code=link, position=rows["modality"])


def _document_rows(mark: Node | Edge, material: Material) -> pd.DataFrame:
    refs = provisions_of(mark, material)
    rows = material.documents[material.documents["ref"].isin(refs)]
    codes = codes_of(mark, material.codebook) if isinstance(mark, Node) else []
    own = rows["code"].isin(codes)
    named = ~rows["ref"].isin(rows[own]["ref"]) & ~rows.duplicated("ref")
    what = edge_name(mark) if isinstance(mark, Edge) else ""
    rows = rows.assign(code=rows["code"].where(own, what), position=position_of(rows).where(own, "states"))[own | named]
    order = {ref: i for i, ref in enumerate(refs)}
    rows = rows.sort_values("ref", key=lambda refs: refs.map(order), kind="stable")
    return rows.assign(basis="document", label=rows["article"])


def position_of(rows: pd.DataFrame) -> pd.Series:
    """What a document does: how practice stands to its norm, the stance it takes, or that it states a norm."""
    judged = "norm " + rows["norm"].str.replace("_", " ")
    return judged.where(rows["norm"] != "", rows["stance"].where(rows["stance"] != "", rows["mode"]))
