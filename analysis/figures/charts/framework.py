"""The framework matrix as tiles: what is charted, silent though asked, not asked, and still open (F04)."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from analysis.displays.framework import CHARTED, NOT_ASKED, OPEN, SILENT, STATUSES, framework_metrics
from analysis.figures.charts.tiles import (
    DARK,
    EDGE,
    Face,
    Look,
    column_heads,
    head_height,
    legend,
    legend_height,
    name_width,
    need,
    records,
    row_names,
    sheet,
    tile,
)
from analysis.figures.numbers import places
from analysis.figures.page import MARGIN
from analysis.figures.style import SOFT

LOOKS: Mapping[str, Look] = {
    CHARTED: Look(DARK, ink="white"),
    SILENT: Look("white", edge=DARK),
    NOT_ASKED: Look("#e3e7ea", ink=SOFT),
    OPEN: Look("white", "///", "#868e96"),
}
CORNER = "#b85c00"
SIGNS: Mapping[str, str] = {SILENT: "○", NOT_ASKED: "–"}
WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "Framework matrix: {charted} of {cells} cells charted, {asked_but_silent} silent though asked, "
        "{not_asked} not asked, {not_yet_charted} open",
        CHARTED: "charted: a summary stands on segments (their number)",
        SILENT: "asked, but silent",
        NOT_ASKED: "not asked",
        OPEN: "not yet charted (number of segments that wait)",
        "decided": "a person decided otherwise than the rule proposed",
        "row": "{case}: {parts}",
        "completeness": "Completeness {share}; charted cells without a segment: {uncited}.",
    },
    "id": {
        "title": "Matriks kerangka: {charted} dari {cells} sel terisi, {asked_but_silent} ditanya tetapi diam, "
        "{not_asked} tidak ditanya, {not_yet_charted} masih terbuka",
        CHARTED: "terisi: ringkasan bersandar pada segmen (jumlahnya)",
        SILENT: "ditanya, tetapi diam",
        NOT_ASKED: "tidak ditanya",
        OPEN: "belum diisi (jumlah segmen yang menunggu)",
        "decided": "keputusan peneliti berbeda dari usulan aturan",
        "row": "{case}: {parts}",
        "completeness": "Kelengkapan {share}; sel terisi tanpa segmen: {uncited}.",
    },
}


def draw_framework(cells: pd.DataFrame, *, face: Face, cases: Mapping[str, str], themes: Mapping[str, str]) -> Figure:
    """In which state is each cell of case by theme?

    Parameters
    ----------
    cells : frame, one row per case and theme, as `framework_cells` gives it
    cases, themes : what each is called

    Returns
    -------
    Figure
        Each cell is one artist whose `gid` is `cell:<case>|<theme>`. Fill, stripes and a sign tell the states apart.
    """
    need(len(cells), face.title)
    say = WORDS.get(face.language, WORDS["en"])
    rows, columns = list(cells["case"].unique()), list(cells["theme"].unique())
    step = max(20.0, min(62.0, 660 / len(columns)))
    high = min(19.0, max(8.0, 640 / len(rows)))
    left = MARGIN + name_width([cases.get(row, row) for row in rows])
    names = [themes.get(column, column) for column in columns]
    head = head_height(names, step)
    wide = left - MARGIN + step * len(columns)
    samples = [(LOOKS[status], SIGNS.get(status, "7"), say[status]) for status in STATUSES]
    otherwise = (cells["decided"] != "") & (cells["decided"] != cells["proposed"])
    if otherwise.any():
        samples.append((Look("white", edge=EDGE, ink=CORNER), "◥", say["decided"]))
    texts = [text for _, _, text in samples]
    body = head + high * len(rows) + 8 + legend_height(texts, max(wide, 380))
    with sheet(face, wide, body) as (figure, axes, top):
        column_heads(axes, names, left, top + head, step)
        row_names(axes, [cases.get(row, row) for row in rows], left, top + head, high, left - MARGIN - 6)
        for cell in records(cells.assign(otherwise=otherwise)):
            case, theme, status = cell["case"], cell["theme"], cell["status"]
            x, y = left + columns.index(theme) * step, top + head + rows.index(case) * high
            sign = SIGNS.get(status) or (str(cell["segments"]) if cell["segments"] else "")
            tile(axes, f"cell:{case}|{theme}", (x + 1, y + 1, step - 2, high - 2), LOOKS[status], sign)
            if cell["otherwise"]:
                _corner(axes, x + step - 1, y + 1)
        under = top + head + high * len(rows) + 8
        legend(axes, samples, under, max(wide, 380))
    return figure


def framework_title(cells: pd.DataFrame, language: str) -> str:
    """The finding of the matrix in one line."""
    return WORDS.get(language, WORDS["en"])["title"].format(**framework_metrics(cells))


def framework_note(cells: pd.DataFrame, language: str) -> str:
    """Completeness and uncited cells, as the caption says them."""
    found = framework_metrics(cells)
    share = "-" if found["completeness"] is None else places(found["completeness"], language)
    return WORDS.get(language, WORDS["en"])["completeness"].format(share=share, uncited=found["uncited"])


def framework_alternative(
    cells: pd.DataFrame, *, face: Face, cases: Mapping[str, str], themes: Mapping[str, str]
) -> str:
    """The matrix in words: the title, one line per case, the caption."""
    say = WORDS.get(face.language, WORDS["en"])
    short = {status: say[status].split(":")[0].split(" (")[0] for status in STATUSES}
    lines = []
    for case, part in cells.groupby("case", sort=False):
        parts = [f"{themes.get(t, t)} {short[s]} ({n})" for t, s, n in part[["theme", "status", "segments"]].values]
        lines.append(say["row"].format(case=cases.get(str(case), str(case)), parts=", ".join(parts)))
    return "\n".join(line for line in (face.mark, face.title + ".", *lines, face.caption) if line)


def _corner(axes: Axes, right: float, top: float) -> None:
    """A small corner that says that a person decided otherwise than the rule."""
    points = [(right - 6, top), (right, top), (right, top + 6)]
    axes.add_patch(Polygon(points, closed=True, facecolor=CORNER, edgecolor="white", linewidth=0.4, zorder=5))
