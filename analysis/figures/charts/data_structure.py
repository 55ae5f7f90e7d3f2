"""How do first-order concepts become themes and dimensions? (F28)"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from analysis.errors import FigureError
from analysis.figures.charts.sheet import Page, page_of, rule
from analysis.figures.layout import Box
from analysis.figures.page import MARGIN
from analysis.figures.pieces import rounded, words
from analysis.figures.style import COLUMNS, INK, PALE, SOFT, fit, line_height, settled, text_width, wrap

WIDE = 640.0
CONCEPTS, THEMES, DIMENSIONS = 306.0, 140.0, 108.0
_GAP = (WIDE - 2 * MARGIN - CONCEPTS - THEMES - DIMENSIONS) / 2
SIZE, PAD, APART = 8.0, 6.0, 8.0
_LINE = line_height(SIZE)


@dataclass(frozen=True, slots=True)
class _Theme:
    """One theme with the lines of its concepts."""

    mark: str
    name: str
    dimension: str
    dimension_mark: str
    lines: tuple[tuple[str, str, bool], ...]
    """(mark, text, in the informants' words?) of each line; a mark of "" continues or counts the rest."""

    @property
    def height(self) -> float:
        """Points that its box of concepts takes."""
        return max(len(self.lines) * _LINE + 2 * PAD, 34.0)


def draw_data_structure(
    frame: pd.DataFrame,
    *,
    title: str,
    caption: str = "",
    note: str = "",
    constructed_mark: str = "",
    language: str = "en",
) -> Figure:
    """Which concepts stand behind each theme, which themes behind each dimension?

    Parameters
    ----------
    frame : frame, one row per line of a concept, in the order of drawing: dimension, dimension_name, theme, theme_name,
        concept (id), shown (its label, with quotation marks where they are due), in_vivo, persons (as text); a row
        without a concept tells of those that are not drawn

    Returns
    -------
    Figure
        Three columns, read from left to right. Labels in the informants' own words stand in quotation marks. Each
        concept, theme and dimension is one artist: `code:<theme>|facet:<concept>`, `code:<theme>`, `code:<dimension>`.

    Raises
    ------
    FigureError
        There is no concept.
    """
    if frame.empty:
        raise FigureError(f"{title}: a data structure has concepts (got none). Give codings a facet, then draw it.")
    heading = _WORDS.get(language, _WORDS["en"])
    with settled():
        themes = _themes(frame)
        high = 22 + sum(theme.height + APART for theme in themes) + 6 * len({t.dimension for t in themes})
        page = page_of(high + 8, title=title, constructed_mark=constructed_mark, caption=caption, note=note, wide=WIDE)
        lefts = (MARGIN, MARGIN + CONCEPTS + _GAP, MARGIN + CONCEPTS + THEMES + 2 * _GAP)
        for x, wide, text in zip(lefts, (CONCEPTS, THEMES, DIMENSIONS), heading, strict=True):
            page.write((x + wide / 2, page.top + 6), text, 8.5, SOFT, align="center", bold=True)
        y = page.top + 20
        for number, (_, run) in enumerate(groupby(themes, key=lambda theme: theme.dimension_mark)):
            y = _dimension(page, list(run), y, COLUMNS[number % len(COLUMNS)], lefts) + 6
        return page.figure


def _dimension(
    page: Page, themes: Sequence[_Theme], top: float, tones: tuple[str, str], lefts: tuple[float, float, float]
) -> float:
    """The themes of one dimension, one below the other, and the dimension in the middle beside them."""
    dark, tint = tones
    y, middles = top, []
    for theme in themes:
        middle = y + theme.height / 2
        middles.append(middle)
        page.add(rounded(Box(lefts[0], y, CONCEPTS, theme.height), 4, facecolor="white", edgecolor=PALE, linewidth=0.8))
        for number, (mark, text, own) in enumerate(theme.lines):
            at = (lefts[0] + PAD + 8, middle + _LINE * (number + 0.5 - len(theme.lines) / 2))
            colour = INK if own or mark else SOFT
            parts: list[Artist] = words(at, [text], SIZE, colour, align="left", style="normal")
            page.mark(mark, parts) if mark else page.add(*parts)
            if mark:
                page.write((at[0] - 8, at[1]), "•", SIZE, dark)
        page.add(rule((lefts[0] + CONCEPTS, middle), (lefts[1], middle), dark, 1.0))
        _box(page, theme.mark, theme.name, Box(lefts[1], middle - 15, THEMES, 30), tint, dark)
        y += theme.height + APART
    middle, joint = (middles[0] + middles[-1]) / 2, lefts[1] + THEMES + _GAP / 2
    for each in middles:
        page.add(rule((lefts[1] + THEMES, each), (joint, each), dark, 1.0))
    page.add(
        rule((joint, middles[0]), (joint, middles[-1]), dark, 1.0), rule((joint, middle), (lefts[2], middle), dark, 1.0)
    )
    _box(page, themes[0].dimension_mark, themes[0].dimension, Box(lefts[2], middle - 22, DIMENSIONS, 44), dark, dark)
    return y


def _box(page: Page, mark: str, text: str, box: Box, fill: str, edge: str) -> None:
    lines, size = fit(text, box.width - 10, box.height - 4, 8.6, bold=True)
    ink = "white" if fill == edge else INK
    parts: list[Artist] = [rounded(box, 4, facecolor=fill, edgecolor=edge, linewidth=1.0)]
    page.mark(mark, [*parts, *words(box.middle, lines, size, ink, weight="bold")])


def _themes(frame: pd.DataFrame) -> list[_Theme]:
    rows: list[Mapping[str, Any]] = [{str(k): v for k, v in row.items()} for row in frame.to_dict("records")]
    found = []
    for (dimension, theme), run in groupby(rows, key=lambda row: (row["dimension"], row["theme"])):
        own = list(run)
        lines: list[tuple[str, str, bool]] = []
        for row in own:
            said = bool(row["in_vivo"]) and bool(row["concept"])
            text = str(row["shown"])
            mark = f"code:{theme}|facet:{row['concept']}" if row["concept"] else ""
            count = f"  ({row['persons']})" if str(row["persons"]) else ""
            room = CONCEPTS - 2 * PAD - 10
            for number, line in enumerate(wrap(text + count, room, SIZE, even=False)):
                lines.append((mark if not number else "", line, said))
        assert all(text_width(line[1], SIZE) <= CONCEPTS for line in lines)
        first = own[0]
        marks = (f"code:{theme}", f"code:{dimension}")
        found.append(_Theme(marks[0], str(first["theme_name"]), str(first["dimension_name"]), marks[1], tuple(lines)))
    return found


_WORDS: Mapping[str, tuple[str, str, str]] = {
    "en": ("First-order concepts (persons)", "Second-order themes", "Aggregate dimensions"),
    "id": ("Konsep tingkat pertama (orang)", "Tema tingkat kedua", "Dimensi agregat"),
}
