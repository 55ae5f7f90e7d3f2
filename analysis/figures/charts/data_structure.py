"""How do first-order concepts become themes and dimensions? (F28)"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pandas as pd
from matplotlib.artist import Artist

from analysis.figures.charts.sheet import LEFT, ROOM, Face, Page, in_sheets, need, page_of, records, rule
from analysis.figures.layout import Box
from analysis.figures.page import Picture
from analysis.figures.pieces import rounded, words
from analysis.figures.sizes import SMALLEST
from analysis.figures.style import COLUMNS, INK, PALE, SOFT, line_height, text_width, wrap

CONCEPTS, THEMES, DIMENSIONS = 274.0, 110.0, 88.0
_GAP = (ROOM - CONCEPTS - THEMES - DIMENSIONS) / 2
SIZE, HEAD, PAD, APART = 6.5, 7.0, 3.0, 4.0
_LINE = line_height(SIZE)
_TOP = 14.0


@dataclass(frozen=True, slots=True)
class _Theme:
    """One theme with the lines of its concepts."""

    mark: str
    name: str
    dimension: str
    dimension_mark: str
    lines: tuple[tuple[str, str, bool], ...]
    """(mark, text, is it of a concept?) of each line; a mark of "" continues or counts the rest."""

    @property
    def height(self) -> float:
        """Points that its box of concepts takes."""
        return max(len(self.lines) * _LINE + 2 * PAD, len(_set(self.name, THEMES)[0]) * line_height(HEAD) + 8)


def draw_data_structure(frame: pd.DataFrame, *, face: Face) -> Picture:
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
        On further sheets what does not fit one.

    Raises
    ------
    FigureError
        There is no concept.
    """
    need(len(frame), face.title, "Give codings a facet, then draw it.")
    themes = _themes(frame)
    order = {mark: number for number, mark in enumerate(dict.fromkeys(t.dimension_mark for t in themes))}
    starts = [themes[n - 1].dimension_mark != theme.dimension_mark for n, theme in enumerate(themes)]
    heights = [theme.height + APART + 4 * first for theme, first in zip(themes, starts, strict=True)]

    def draw(own: Face, part: Sequence[_Theme]) -> Picture:
        runs = [list(run) for _, run in groupby(part, key=lambda theme: theme.dimension_mark)]
        page = page_of(_TOP + sum(theme.height + APART for theme in part) + 4 * len(runs) - APART, own)
        lefts = (LEFT, LEFT + CONCEPTS + _GAP, LEFT + CONCEPTS + THEMES + 2 * _GAP)
        heading = _WORDS.get(own.language, _WORDS["en"])
        for x, wide, text in zip(lefts, (CONCEPTS, THEMES, DIMENSIONS), heading, strict=True):
            page.write((x + wide / 2, page.top + 5), text, HEAD, SOFT, align="center", bold=True)
        y = page.top + _TOP
        for run in runs:
            y = _dimension(page, run, y, COLUMNS[order[run[0].dimension_mark] % len(COLUMNS)], lefts) + 4
        return page.figure

    return in_sheets(face, themes, heights, _TOP + 4, draw)


def _dimension(
    page: Page, themes: Sequence[_Theme], top: float, tones: tuple[str, str], lefts: tuple[float, float, float]
) -> float:
    """The themes of one dimension, one below the other, and the dimension in the middle beside them."""
    dark, tint = tones
    y, middles = top, []
    for theme in themes:
        middle = y + theme.height / 2
        middles.append(middle)
        page.add(rounded(Box(lefts[0], y, CONCEPTS, theme.height), 3, facecolor="white", edgecolor=PALE, linewidth=0.6))
        for number, (mark, text, named) in enumerate(theme.lines):
            at = (lefts[0] + PAD + 6, middle + _LINE * (number + 0.5 - len(theme.lines) / 2))
            parts: list[Artist] = words(at, [text], SIZE, INK if named else SOFT, align="left")
            if mark:
                page.mark(mark, parts, f"{theme.name}: {text}")
                page.write((at[0] - 6, at[1]), "•", SIZE, dark)
            else:
                page.add(*parts)
        page.add(rule((lefts[0] + CONCEPTS, middle), (lefts[1], middle), dark, 0.8))
        _box(page, theme.mark, theme.name, (lefts[1], middle, THEMES), tint, dark)
        y += theme.height + APART
    middle, joint = (middles[0] + middles[-1]) / 2, lefts[1] + THEMES + _GAP / 2
    for each in middles:
        page.add(rule((lefts[1] + THEMES, each), (joint, each), dark, 0.8))
    page.add(rule((joint, middles[0]), (joint, middles[-1]), dark, 0.8))
    page.add(rule((joint, middle), (lefts[2], middle), dark, 0.8))
    _box(page, themes[0].dimension_mark, themes[0].dimension, (lefts[2], middle, DIMENSIONS), dark, dark)
    return y


def _box(page: Page, mark: str, text: str, at: tuple[float, float, float], fill: str, edge: str) -> None:
    """A box around its words, its middle at `at`, so broad as `at` says."""
    left, middle, wide = at
    lines, size = _set(text, wide)
    high = len(lines) * line_height(size) + 6
    box = Box(left, middle - high / 2, wide, high)
    ink = "white" if fill == edge else INK
    parts: list[Artist] = [rounded(box, 3, facecolor=fill, edgecolor=edge, linewidth=0.8)]
    page.mark(mark, [*parts, *words(box.middle, lines, size, ink, weight="bold")], text)


def _set(text: str, wide: float) -> tuple[list[str], float]:
    """The lines of a name in a box of that width, in a type in which no word is broken."""
    for size in (HEAD, 6.5, SMALLEST):
        if all(text_width(word, size, bold=True) <= wide - 8 for word in text.split()):
            return wrap(text, wide - 8, size, bold=True), size
    return wrap(text, wide - 8, SMALLEST, bold=True), SMALLEST


def _themes(frame: pd.DataFrame) -> list[_Theme]:
    found = []
    for (dimension, theme), run in groupby(records(frame), key=lambda row: (row["dimension"], row["theme"])):
        own: list[Mapping[str, Any]] = list(run)
        lines: list[tuple[str, str, bool]] = []
        for row in own:
            mark = f"code:{theme}|facet:{row['concept']}" if row["concept"] else ""
            count = f" ({row['persons']})" if str(row["persons"]) else ""
            text = wrap(f"{row['shown']}{count}", CONCEPTS - 2 * PAD - 8, SIZE, even=False)
            lines += [(mark if not number else "", line, bool(mark)) for number, line in enumerate(text)]
        first = own[0]
        marks = (f"code:{theme}", f"code:{dimension}")
        found.append(_Theme(marks[0], str(first["theme_name"]), str(first["dimension_name"]), marks[1], tuple(lines)))
    return found


_WORDS: Mapping[str, tuple[str, str, str]] = {
    "en": ("First-order concepts (persons)", "Second-order themes", "Aggregate dimensions"),
    "id": ("Konsep tingkat pertama (orang)", "Tema tingkat kedua", "Dimensi agregat"),
}
