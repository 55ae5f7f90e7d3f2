"""What does a figure say in words: its caption, and its marks for readers who do not see it? (F32)"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.figures.evidence import drawn
from analysis.figures.material import (
    ASSEMBLED,
    CONTESTED,
    FAINT,
    LAW,
    NOTHING,
    OBSERVED,
    PROPOSAL,
    THEORY,
)
from analysis.figures.spec import FigureSpec
from analysis.model import words_in


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
            kept=_kept(said),
            contested=int((said["status"] == CONTESTED).sum()),
            law=int(nodes["status"].isin([LAW]).sum()),
            rest=int(nodes["status"].isin([THEORY, PROPOSAL]).sum()),
        ),
        words["edges"].format(
            said=int((edges["persons"] > 0).sum()),
            kept=_kept(edges),
            grey=int(edges["status"].isin([LAW, THEORY, PROPOSAL]).sum()),
            contested=int((edges["status"] == CONTESTED).sum()),
            assembled=int((edges["status"] == ASSEMBLED).sum()),
        ),
        words["facts"].format(**facts),
    ]
    return " ".join(parts)


def _kept(marks: pd.DataFrame) -> int | str:
    """How many marks the rule keeps; a dash where that is not told of each, so that no number gives it back."""
    return "–" if marks["kept"].isna().any() else int(marks["kept"].sum())


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


_CAPTION: Mapping[str, Mapping[str, str]] = {
    "en": {
        "nodes": "{drawn} elements: {said} raised in interviews ({kept} by the keep rule, {contested} contested), "
        "{law} from law only, {rest} from theory or proposal only.",
        "edges": "Links: {said} asserted by someone ({kept} kept, {assembled} of them assembled from different "
        "sources), {contested} contested, {grey} from law, theory or proposal only (grey).",
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
        "edges": "Hubungan: {said} dinyatakan narasumber ({kept} disertakan, {assembled} di antaranya "
        "dirangkai dari sumber berbeda), {contested} diperdebatkan, {grey} hanya dari peraturan, teori, atau usulan "
        "(abu-abu).",
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
