"""How much does each theme count in each role, and where is there nothing to count?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.patches import Rectangle

from analysis.errors import FigureError
from analysis.figures.charts.looks import COLOURS, hatched
from analysis.figures.charts.naming import Heads, columns_per_sheet, name_width, narrowest, row_heights, write_name
from analysis.figures.charts.sheet import (
    LEFT,
    ROOM,
    SMALL,
    TEXT,
    WIDE,
    Face,
    Page,
    Plan,
    bound,
    page_of,
    planned,
    rule,
)
from analysis.figures.page import Picture
from analysis.figures.pieces import words
from analysis.figures.sizes import SMALLEST
from analysis.figures.style import COLUMNS, INK, SOFT, ink_on, settled, text_width, wrap
from analysis.figures.wording import word

HIDDEN = 0.15
"""The shade, as a share of the scale, of a cell whose text is a word and no number."""

FAMILY, LABELS, CELL, SCALE = 74.0, 180.0, (15.0, 62.0), 20.0


def draw_heatmap(
    frame: pd.DataFrame,
    *,
    title: str,
    row_label: str = "",
    column_label: str = "",
    cells: pd.DataFrame | None = None,
    marks: pd.DataFrame | None = None,
    caption: str = "",
    note: str = "",
    subtitle: str = "",
    constructed_mark: str = "",
    language: str = "en",
    value_label: str = "",
) -> Picture:
    """How much does each row count in each column?

    Parameters
    ----------
    frame : frame of numbers, one row per theme, one column per role, in the order in which they are drawn
        The index may have two levels, family and theme; rows of a family stand together under its name. The columns may
        have two levels, role and n. A missing value means that there is nothing to count, and is hatched.
    row_label, column_label : what rows and columns are
    cells : frame of the same shape with the text of each cell (so that a small number may be said as `some`); by
        default the numbers themselves. A cell whose text holds no digit has one fixed light shade, so that the colour
        does not tell what the word keeps back.
    marks : frame of the same shape with the name of each cell's mark; by default `cell:<row>|<column>`
    value_label : what the colour means, beside its scale

    Returns
    -------
    Figure
        Each cell is one artist whose `gid` is its mark. On further sheets what does not fit one.

    Raises
    ------
    FigureError
        An empty frame, or cells of another shape.
    """
    if frame.empty:
        raise FigureError(
            f"{title}: a heat map has rows and columns (got {frame.shape[0]} x {frame.shape[1]}). Skip it."
        )
    for given in (cells, marks):
        if given is not None and given.shape != frame.shape:
            raise FigureError(
                f"{title}: cells have the shape of the frame {frame.shape} (got {given.shape}). Reindex them."
            )
    face = Face(title, caption, constructed_mark, language, subtitle, note)
    with settled():
        texts = _texts(frame, cells)
        left = _lefts(frame)[1]
        least = max(CELL[0], max(text_width(text, SMALL) for row in texts for text in row) + 4)
        keys: list[Any] = list(frame.columns)
        names = [str(key[0]) if isinstance(key, tuple) else str(key) for key in keys]
        parts = columns_per_sheet(frame.shape[1], LEFT + ROOM - left, narrowest(names, least))
        sheets: list[Plan] = []
        for start, end in parts:
            own = _Map(
                language,
                frame,
                texts,
                None if marks is None else marks.astype(str).to_numpy(),
                (start, end),
                (row_label, column_label, value_label),
            )
            room = face.room() - own.head - SCALE
            heights = row_heights(own.themes, own.label - 6, room, (10.6, 15.0), _family_needs(own.families))
            lines = list(zip(range(len(frame)), heights, strict=True))
            sheets += planned(face, lines, heights, own.head + SCALE, own.draw, several=len(parts) > 1)
        return bound(face, sheets)


def _texts(frame: pd.DataFrame, cells: pd.DataFrame | None) -> np.ndarray:
    """What each cell says; nothing where the value is missing."""
    source = frame if cells is None else cells
    values = source.astype(object).to_numpy()
    lost = frame.isna().to_numpy() | pd.isna(values)
    return np.array(
        [["" if gone else _text(v) for v, gone in zip(*row, strict=True)] for row in zip(values, lost, strict=True)]
    )


def _text(value: object) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def _lefts(frame: pd.DataFrame) -> tuple[float, float]:
    """Where names of themes and where cells begin."""
    themes = [str(key[-1]) if isinstance(key, tuple) else str(key) for key in frame.index]
    family = FAMILY if frame.index.nlevels > 1 else 0.0
    return LEFT + family, LEFT + family + name_width(themes, LABELS)


class _Map:
    """The measures of a heat map in points, and its parts, for some of its columns."""

    def __init__(
        self,
        language: str,
        frame: pd.DataFrame,
        texts: np.ndarray,
        marks: np.ndarray | None,
        columns: tuple[int, int],
        labels: tuple[str, str, str],
    ) -> None:
        self.language = language
        self.frame, self.texts, self.start, self.end = frame, texts, *columns
        self.row_label, self.column_label, self.value_label = labels
        self.families = [str(key[0]) for key in frame.index] if frame.index.nlevels > 1 else [""] * len(frame)
        self.themes = [str(key[-1]) if isinstance(key, tuple) else str(key) for key in frame.index]
        keys: list[Any] = list(frame.columns)
        pairs = [key if isinstance(key, tuple) else (key,) for key in keys]
        self.columns = [str(key[0]) for key in pairs]
        self.marks = [[f"cell:{row}|{column}" for column in self.columns] for row in self.themes]
        if marks is not None:
            self.marks = marks.tolist()
        counts = [f"n = {key[1]}".replace("= <", "< ") for key in pairs if len(key) > 1]
        first, self.left = _lefts(frame)
        self.label = self.left - first
        self.cell = min(CELL[1], (LEFT + ROOM - self.left) / (self.end - self.start))
        self.most = _most(frame)
        self.shade = self._shades()
        own = slice(self.start, self.end)
        self.heads = Heads(self.columns[own], self.cell, counts[own])
        self.head = self.heads.height + (9 if self.column_label else 0)

    def draw(self, face: Face, rows: Sequence[tuple[int, float]]) -> Picture:
        """The sheet with these rows, each with its height."""
        high = self.head + sum(step for _, step in rows)
        page = page_of(high + SCALE, face)
        top, y = page.top + self.head, page.top + self.head
        right = self.left + self.cell * (self.end - self.start)
        self.heads.draw(page, self.left, top)
        page.write(((self.left + right) / 2, page.top + 4), self.column_label, SMALL, SOFT, align="center")
        page.write((self.left - 6, top - 6.5), self.row_label, SMALL, SOFT, align="right")
        self._cells(page, rows, top)
        for row, step in rows:
            write_name(page, self.themes[row], self.left - 6, y + step / 2, self.label - 6)
            self._marks(page, row, y, step)
            y += step
        self._families(page, rows, top, right)
        self._scale(page, page.top + high + 9, face.language)
        return page.figure

    def _cells(self, page: Page, rows: Sequence[tuple[int, float]], top: float) -> None:
        """The map itself, on axes of its own: one for each run of rows that are equally high."""
        high = page.figure.get_size_inches()[1] * 72
        wide = self.cell * (self.end - self.start)
        look = {"linewidths": 0, "cbar": False, "xticklabels": False, "yticklabels": False}
        shades = pd.DataFrame(self.shade)
        for step, run in groupby(rows, key=lambda row: row[1]):
            numbers = [row for row, _ in run]
            body = step * len(numbers)
            box = (self.left / WIDE, 1 - (top + body) / high, wide / WIDE, body / high)
            chart = page.figure.add_axes(box, zorder=-1)
            plain = shades.iloc[numbers, self.start : self.end]
            sns.heatmap(plain, ax=chart, cmap=COLOURS, vmin=0, vmax=self.most, **look)
            chart.set(xlabel="", ylabel="")
            top += body

    def _shades(self) -> np.ndarray:
        """The values as colours show them: a cell that hides its number in words hides it in its colour too."""
        values = self.frame.to_numpy(dtype=float, copy=True)
        words_only = np.vectorize(lambda text: bool(text) and not any(c.isdigit() for c in text), otypes=[bool])
        values[words_only(self.texts) & ~np.isnan(values)] = HIDDEN * self.most
        return values

    def _marks(self, page: Page, row: int, y: float, step: float) -> None:
        """One mark for each cell: hatched where nothing could be counted, else its text on the map."""
        shades = self.shade[row]
        for place, column in enumerate(range(self.start, self.end)):
            x, text = self.left + place * self.cell, self.texts[row][column]
            lost = bool(np.isnan(shades[column]))
            frame = Rectangle((x, y), self.cell, step, facecolor="none", edgecolor="white", linewidth=0.8)
            ink = INK if lost else ink_on(COLOURS(shades[column] / self.most))
            said = words((x + self.cell / 2, y + step / 2), [text], SMALL, ink) if text else []
            title = f"{self.themes[row]} · {self.columns[column]}: {text or word('missing', self.language)}"
            page.mark(self.marks[row][column], [hatched(x, y, self.cell, step) if lost else frame, *said], title)

    def _families(self, page: Page, rows: Sequence[tuple[int, float]], top: float, right: float) -> None:
        """A name and a bracket for each run of rows of one family, and a line between families."""
        order = {family: number for number, family in enumerate(dict.fromkeys(self.families))}
        y = top
        for family, run in groupby(rows, key=lambda row: self.families[row[0]]):
            high = sum(step for _, step in run)
            if family:
                dark = COLUMNS[order[family] % len(COLUMNS)][0]
                x = LEFT + FAMILY - 8
                page.add(Rectangle((x, y + 0.8), 2, high - 1.6, facecolor=dark, edgecolor="none"))
                lines, size = _family(family, FAMILY - 14, high)
                for number, line in enumerate(lines):
                    at = y + high / 2 + 1.2 * size * (number - (len(lines) - 1) / 2)
                    page.write((x - 4, at), line, size, dark, align="right", bold=True)
                if y > top:
                    page.add(rule((LEFT, y), (right, y)))
            y += high

    def _scale(self, page: Page, y: float, language: str) -> None:
        """What the colours mean, from 0 to the greatest value, and what the hatching means."""
        steps, wide = 24, 84.0
        for step in range(steps):
            x = self.left + step * wide / steps
            colour = COLOURS(step / (steps - 1))
            page.add(Rectangle((x, y), wide / steps + 0.2, 7, facecolor=colour, linewidth=0))
        page.write((self.left - 4, y + 3.5), "0", SMALL, align="right")
        text = f"{self.most:.3g}  {self.value_label}".strip()
        page.write((self.left + wide + 4, y + 3.5), text, SMALL)
        if self.frame.isna().to_numpy().any():
            x = self.left + wide + 20 + text_width(text, SMALL)
            page.add(hatched(x, y, 14, 7))
            page.write((x + 18, y + 3.5), word("missing", language), SMALL)


def _most(frame: pd.DataFrame) -> float:
    """The end of the scale: the greatest value, or 1 where there is none above 0."""
    values = frame.to_numpy(dtype=float)
    return float(np.nanmax(values)) if np.isfinite(values).any() and np.nanmax(values) > 0 else 1.0


def _family_needs(families: list[str]) -> list[float]:
    """How high each row must be so that the name of its family fits beside the rows of the family."""
    runs = [(family, len(list(run))) for family, run in groupby(families)]
    high = [
        len(wrap(family, FAMILY - 14, SMALLEST, bold=True)) * 1.2 * SMALLEST + 2 if family else 0.0
        for family, _ in runs
    ]
    return [tall / n for tall, (_, n) in zip(high, runs, strict=True) for _ in range(n)]


def _family(name: str, wide: float, high: float) -> tuple[list[str], float]:
    """The lines of a family's name beside its rows, in a type in which no word is broken where that is possible."""
    for size in (TEXT, SMALL, SMALLEST):
        lines = wrap(name, wide, size, bold=True)
        if not any(line.endswith("\u2010") for line in lines) and len(lines) * 1.2 * size <= high:
            return lines, size
    return wrap(name, wide, SMALLEST, bold=True), SMALLEST
