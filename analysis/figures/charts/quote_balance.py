"""Whose words carry the account? (F33)"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.patches import Rectangle

from analysis.figures.charts.looks import BLUE, hatched
from analysis.figures.charts.naming import name_width, row_heights, write_name
from analysis.figures.charts.sheet import (
    LEFT,
    RIGHT,
    SMALL,
    TEXT,
    Face,
    Page,
    in_sheets,
    need,
    page_of,
    records,
    rule,
    scale,
    ticks_to,
)
from analysis.figures.numbers import places
from analysis.figures.page import Picture
from analysis.figures.style import SOFT

CLASS, NAME, HEAD, FOOT, NUMBER = 118.0, 140.0, 26.0, 14.0, 26.0
GAP = 4.0
"""Points between two classes."""


def draw_quote_balance(frame: pd.DataFrame, *, face: Face) -> Picture:
    """How many quotes come from each voice, and how many would it be if all spoke alike?

    Parameters
    ----------
    frame : frame, one row per voice, in any order: mark, voice (its name), class (role, or nothing), order (of the
        class), quotes (missing where the number may not be shown), text (the number as it may be shown), quotable

    Returns
    -------
    Figure
        Bars from zero, grouped by class, the longest first; hatched where a voice may not be quoted; each is one artist
        whose `gid` is the mark. A dashed line is the even share. On further sheets what does not fit one.

    Raises
    ------
    FigureError
        There is no voice.
    """
    need(len(frame), face.title, "Draw it when somebody was heard.")
    order = frame.assign(size=frame["quotes"].astype(float).fillna(0))
    rows = records(order.sort_values(["order", "size", "voice"], ascending=[True, False, True]))
    named = [str(row["class"]) for row in rows]
    classes = name_width(named, CLASS, 0, bold=True) if any(named) else 0.0
    voices = [str(row["voice"]) for row in rows]
    width = name_width(voices, NAME, 0)
    mean = float(pd.Series([row["size"] for row in rows]).mean()) if frame["quotes"].notna().all() else None
    bars = _Bars(LEFT + classes + width, width, max(*(row["size"] for row in rows), 1.0), mean)
    first = [not n or named[n - 1] != name for n, name in enumerate(named)]
    space = face.room() - HEAD - FOOT - GAP * sum(first)
    tall = row_heights(voices, width - 6, space, (10.0, 13.0))
    heights = [step + GAP * start for step, start in zip(tall, first, strict=True)]
    return in_sheets(face, list(zip(rows, first, heights, strict=True)), heights, HEAD + FOOT, bars.draw)


@dataclass(frozen=True, slots=True)
class _Bars:
    """Where bars begin and how long they may be, and how some of them are drawn on a sheet."""

    left: float
    width: float
    """Points for the names of voices, to the left of the bars."""

    most: float
    mean: float | None
    """The even share; None where a hidden number would follow from it."""

    def draw(self, face: Face, part: Sequence[tuple[dict[str, Any], bool, float]]) -> Picture:
        """The sheet with these rows: (voice, whether its class begins, height)."""
        said = _WORDS.get(face.language, _WORDS["en"])
        left, right = self.left, RIGHT - NUMBER
        high = HEAD + sum(tall for _, _, tall in part)
        page = page_of(high + FOOT, face)
        top, bottom = page.top + HEAD, page.top + high + 2
        scale(page, left, right, top - 4, bottom, ticks_to(self.most), self.most, face.language)
        page.write((left, page.top + 6), said["axis"], SMALL, SOFT)
        y = top
        for number, (row, start, tall) in enumerate(part):
            y += GAP if start else 0
            tall -= GAP if start else 0
            if row["class"] and (start or not number):
                page.write((LEFT, y + tall / 2), str(row["class"]), TEXT, bold=True)
            _bar(page, row, (left, right), y + tall / 2, self.most, said)
            write_name(page, str(row["voice"]), left - 6, y + tall / 2, self.width - 6)
            y += tall
        if self.mean is not None:
            x = left + self.mean * (right - left) / self.most
            _even(page, x, top - 4, bottom, said["even"], face.language, self.mean)
        return page.figure


def _bar(
    page: Page, row: Mapping[str, Any], plot: tuple[float, float], y: float, most: float, said: Mapping[str, str]
) -> None:
    left, long = plot[0], row["size"] * (plot[1] - plot[0]) / most
    title = ", ".join(str(part) for part in (row["voice"], row["class"]) if part)
    if row["quotable"]:
        bar = Rectangle((left, y - 3.6), long, 7.2, facecolor=BLUE, edgecolor="none", zorder=3)
        page.mark(str(row["mark"]), [bar], f"{title}: {row['text']}")
        page.write((left + long + 3, y), str(row["text"]), SMALL)
    else:
        page.mark(str(row["mark"]), [hatched(left, y - 3.6, 18, 7.2)], f"{title}: {said['withheld']}")
        page.write((left + 22, y), said["withheld"], SMALL, SOFT)


def _even(page: Page, x: float, top: float, bottom: float, word: str, language: str, mean: float) -> None:
    """The share of everybody if all were quoted alike: dark on white, white on a bar."""
    for colour, width in (("white", 2.2), (SOFT, 0.9)):
        line = rule((x, top), (x, bottom + 2), colour, width, dash=(3, 2) if colour == SOFT else ())
        line.set_zorder(5)
        page.add(line)
    page.write((x, bottom + 8), f"{word} {places(mean, language, 1)}", SMALL, SOFT, align="center")


_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {"axis": "number of quotes", "even": "even share", "withheld": "may not be quoted"},
    "id": {"axis": "jumlah kutipan", "even": "bagian bila merata", "withheld": "tidak boleh dikutip"},
}
