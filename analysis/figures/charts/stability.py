"""How stable is each mark of a diagram, beside what its number of supporters allows at most? (F31)"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis.errors import FigureError
from analysis.figures.charts.sheet import BLUE, Page, glyph, key, key_height, page_of, rule, scale, tall
from analysis.figures.charts.tiles import records
from analysis.figures.numbers import places
from analysis.figures.page import MARGIN
from analysis.figures.style import INK, SOFT, settled

COLUMNS: tuple[str, ...] = ("mark", "name", "status", "kept", "sources", "opposers", "loo", "falls_without")
WIDE, LABEL, PLOT, ROW = 690.0, 228.0, 180.0, 15.0
FALLS = WIDE - MARGIN - (MARGIN + LABEL + 8 + PLOT + 122)
"""Room for the words that say without whom a mark falls."""
TONES: Mapping[str, str] = {"diamond": "#5d6a75"}
_SHARES = ("bootstrap", "ceiling", "bootstrap_stratified", "ceiling_stratified")


def draw_stability(
    marks: pd.DataFrame,
    *,
    title: str,
    caption: str = "",
    note: str = "",
    constructed_mark: str = "",
    language: str = "en",
) -> Figure:
    """Which marks would stay if other sources had been heard, and which hang on one?

    Parameters
    ----------
    marks : frame, one row per mark on which somebody speaks, in any order: mark, name, status, kept, sources (for it),
        opposers, loo, falls_without (who it hangs on, as text), bootstrap, ceiling, bootstrap_stratified,
        ceiling_stratified (0 to 1; missing where they are not told)

    Returns
    -------
    Figure
        Boxes first, then arrows, each sorted by the bootstrap; every row is one artist whose `gid` is the mark. Filled
        dots are kept marks, rings are not; a second ring says contested; a tick is the ceiling.

    Raises
    ------
    FigureError
        There is no row: nobody speaks of any mark.
    """
    if marks.empty:
        raise FigureError(f"{title}: nobody speaks of any mark (got no row). Draw it when there are codings.")
    words = _WORDS.get(language, _WORDS["en"])
    parts = [
        (words[kind], rows.sort_values(["bootstrap", "ceiling", "mark"], ascending=[False, False, True]))
        for kind in ("node", "edge")
        if len(rows := marks[marks["mark"].str.startswith(f"{kind}:")])
    ]
    entries = [("dot", words["kept"]), ("ring", words["faint"]), ("double", words["contested"])]
    within = bool(marks["bootstrap_stratified"].notna().any())
    entries += [("tick", words["ceiling within" if within else "ceiling"])]
    entries += [("diamond", words["stratified"])] if within else []
    steps = [[_step(row) for row in records(rows)] for _, rows in parts]
    high = 30 + sum(26 + sum(own) for own in steps) + 6
    with settled():
        body = high + key_height(entries, MARGIN, WIDE) + 12
        page = page_of(body, title=title, constructed_mark=constructed_mark, caption=caption, note=note, wide=WIDE)
        _heads(page, words, high, language)
        y = page.top + 30.0
        for (head, rows), own in zip(parts, steps, strict=True):
            page.write((MARGIN, y + 14), head, 8.5, bold=True)
            y += 26
            for row, step in zip(records(rows), own, strict=True):
                _row(page, row, y + step / 2, language)
                y += step
        key(page, entries, MARGIN, page.top + high + 8, TONES)
        return page.figure


def _step(row: Mapping[str, Any]) -> float:
    """How high the row is: as the longer of its two texts needs."""
    return max(tall([(str(row["name"]), LABEL)], 7.8, ROW), tall([(str(row["falls_without"]), FALLS)], 7.2, ROW))


def _heads(page: Page, words: Mapping[str, str], high: float, language: str) -> None:
    left, right = MARGIN + LABEL + 8, MARGIN + LABEL + 8 + PLOT
    page.write(((left + right) / 2, page.top + 3), words["share"], 7.6, SOFT, align="center")
    scale(page, left, right, page.top + 24, page.top + high - 6, [0, 0.25, 0.5, 0.75, 1], 1, language)
    for x, text, align in ((right + 60, "for", "right"), (right + 108, "loo", "right"), (right + 122, "falls", "left")):
        for number, line in enumerate(words[text].split("\n")):
            page.write((x, page.top + 5 + 10 * number), line, 7.2, SOFT, align=align)


def _row(page: Page, row: Mapping[str, Any], y: float, language: str) -> None:
    left = MARGIN + LABEL + 8
    values = {name: None if pd.isna(row[name]) else left + PLOT * float(row[name]) for name in _SHARES}
    kept, contested = bool(row["kept"]), row["status"] == "contested"
    parts: list[Any] = []
    if values["bootstrap"] is not None and values["ceiling"] is not None:
        parts += [
            rule((values["bootstrap"], y), (values["ceiling"], y), "#6f8aa2", 0.9),
            *glyph("tick", (values["ceiling"], y), 3.0),
        ]
    if values["bootstrap_stratified"] is not None and values["ceiling_stratified"] is not None:
        parts += glyph("tick", (values["ceiling_stratified"], y), 2.0, "#7b858f")
        parts += glyph("diamond", (values["bootstrap_stratified"], y), 2.5, "#5d6a75")
    if values["bootstrap"] is not None:
        parts += glyph("dot" if kept else "ring", (values["bootstrap"], y), 2.9)
        parts += glyph("ring", (values["bootstrap"], y), 5.2)[:1] if contested else []
        if contested:
            parts[-1].set_facecolor("none")
    page.mark(str(row["mark"]), parts)
    page.write((left - 8, y), str(row["name"]), 7.8, INK if kept else SOFT, align="right", room=LABEL)
    right = left + PLOT
    against = f" : {int(row['opposers'])}" if row["opposers"] else ""
    page.write((right + 60, y), f"{int(row['sources'])}{against}", 7.4, INK, align="right")
    loo = "" if pd.isna(row["loo"]) else places(float(row["loo"]), language)
    page.write((right + 108, y), loo if kept else "–", 7.4, INK if kept else SOFT, align="right")
    page.write((right + 122, y), str(row["falls_without"]), 7.2, BLUE if kept else SOFT, room=FALLS)


_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "node": "Boxes",
        "edge": "Arrows",
        "share": "share of redrawn sets of sources that keep it",
        "kept": "kept",
        "faint": "not kept by the rule",
        "contested": "contested",
        "ceiling": "ceiling: the most that so many supporters allow",
        "ceiling within": "ceiling: the most that so many supporters allow (grey: within roles)",
        "stratified": "drawn within roles",
        "for": "sources\nfor : against",
        "loo": "leave\none out",
        "falls": "kept no more\nwithout",
    },
    "id": {
        "node": "Kotak",
        "edge": "Panah",
        "share": "bagian penarikan ulang yang menyertakannya",
        "kept": "disertakan",
        "faint": "tidak memenuhi aturan penyertaan",
        "contested": "diperdebatkan",
        "ceiling": "batas atas untuk jumlah pendukung itu",
        "ceiling within": "batas atas untuk jumlah pendukung itu (abu-abu: dalam tiap peran)",
        "stratified": "ditarik dalam tiap peran",
        "for": "sumber\npro : kontra",
        "loo": "tanpa\n1 sumber",
        "falls": "gugur\ntanpa",
    },
}
