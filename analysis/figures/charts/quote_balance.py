"""Whose words carry the account? (F33)"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis.errors import FigureError
from analysis.figures.charts.sheet import BLUE, Page, page_of, rule, scale, ticks_to
from analysis.figures.heatmap import hatched
from analysis.figures.numbers import decimal
from analysis.figures.page import MARGIN
from analysis.figures.style import INK, SOFT, settled

WIDE, CLASS, NAME, ROW = 540.0, 96.0, 36.0, 14.0


def draw_quote_balance(
    frame: pd.DataFrame,
    *,
    title: str,
    summary: str,
    caption: str = "",
    note: str = "",
    constructed_mark: str = "",
    language: str = "en",
) -> Figure:
    """How many quotes come from each voice, and how many would it be if all spoke alike?

    Parameters
    ----------
    frame : frame, one row per voice, in any order: mark, voice (its name), class (role, or nothing), order (of the
        class), quotes (missing where the number may not be shown), text (the number as it may be shown), quotable
    summary : the measures in a line, set above the bars

    Returns
    -------
    Figure
        Bars from zero, grouped by class, the longest first; hatched where a voice may not be quoted; each is one artist
        whose `gid` is the mark. A dashed line is the even share.

    Raises
    ------
    FigureError
        There is no voice.
    """
    if frame.empty:
        raise FigureError(f"{title}: quotes have voices (got none). Draw it when somebody was heard.")
    words = _WORDS.get(language, _WORDS["en"])
    rows = frame.assign(size=frame["quotes"].astype(float).fillna(0)).sort_values(
        ["order", "size", "voice"], ascending=[True, False, True]
    )
    classes = rows["class"].nunique()
    high = 44 + ROW * len(rows) + 5 * classes + 22
    with settled():
        page = page_of(high, title=title, constructed_mark=constructed_mark, caption=caption, note=note, wide=WIDE)
        page.write((MARGIN, page.top + 5), summary, 8.2, INK)
        left = MARGIN + (CLASS + NAME if rows["class"].any() else 130.0)
        room = WIDE - MARGIN - 40 - left
        most = max(float(rows["size"].max()), 1.0)
        top, bottom = page.top + 38, page.top + high - 22
        scale(page, left, left + room, top, bottom, ticks_to(most), most)
        page.write((left, page.top + 21), words["axis"], 7.4, SOFT)
        y = top + 3
        records: list[dict[str, Any]] = [{str(k): v for k, v in row.items()} for row in rows.to_dict("records")]
        for name, run in groupby(records, key=lambda row: str(row["class"])):
            own = list(run)
            if name:
                page.write((MARGIN, y + ROW / 2), name, 8, INK, bold=True, room=CLASS - 6)
            for row in own:
                _bar(page, row, left, y, room / most, words)
                y += ROW
            y += 5
        if rows["quotes"].notna().all():
            mean = float(rows["size"].mean())
            _even(page, left, room / most, mean, top, bottom, words["even"], decimal(f"{mean:.1f}", language))
        return page.figure


def _bar(page: Page, row: Mapping[str, Any], left: float, y: float, unit: float, words: Mapping[str, str]) -> None:
    long = float(row["size"]) * unit
    may = bool(row["quotable"])
    parts: list[Any] = []
    if may:
        parts.append(Rectangle((left, y + 2), long, ROW - 4, facecolor=BLUE, edgecolor="none", zorder=3))
        page.write((left + long + 4, y + ROW / 2), str(row["text"]), 7.4)
    else:
        parts.append(hatched(left, y + 2, 26, ROW - 4))
        page.write((left + 31, y + ROW / 2), words["withheld"], 7.2, SOFT)
    page.mark(str(row["mark"]), parts)
    at, room = (left - 6, y + ROW / 2), left - MARGIN - 6
    page.write(at, str(row["voice"]), 7.8, INK, align="right", room=room)


def _even(page: Page, left: float, unit: float, mean: float, top: float, bottom: float, word: str, text: str) -> None:
    x = left + mean * unit
    line = rule((x, top), (x, bottom + 3), SOFT, 1.0, dash=(3, 2))
    line.set_zorder(5)
    page.add(line)
    page.write((x, bottom + 10), f"{word} {text}", 7.2, SOFT, align="center")


_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {"axis": "quotes", "even": "even share", "withheld": "may not be quoted"},
    "id": {"axis": "kutipan", "even": "bagian rata", "withheld": "tidak boleh dikutip"},
}
