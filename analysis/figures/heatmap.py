"""How much does each theme count in each role, and where is there nothing to count?"""

from __future__ import annotations

from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from analysis.errors import FigureError
from analysis.figures.page import MARGIN, feet, heads, height_of, sheet_of, stack
from analysis.figures.pieces import Mark, words
from analysis.figures.style import COLUMNS, INK, PALE, SOFT, fit, ink_on, line_height, settled, text_width, word, wrap

COLOURS = LinearSegmentedColormap.from_list("jenjang", ["#f5f8fb", "#a9cbe3", "#4d8fbf", "#0a4f80", "#06304f"])
"""From next to nothing to most: darker is more, in colour and in grey."""

HIDDEN = 0.15
"""The shade, as a share of the scale, of a cell whose text is a word and no number."""

TALLEST = 690.0
"""Points that the rows may take on a page of A4."""

FAMILY, LABELS, CELL = 108.0, 210.0, (54.0, 92.0)


def draw_heatmap(
    frame: pd.DataFrame,
    *,
    title: str,
    row_label: str = "",
    column_label: str = "",
    cells: pd.DataFrame | None = None,
    caption: str = "",
    constructed_mark: str = "",
    language: str = "en",
    value_label: str = "",
) -> Figure:
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
    value_label : what the colour means, beside its scale

    Returns
    -------
    Figure
        Each cell is one artist whose `gid` is `cell:<row>|<column>`, with the labels of the frame.

    Raises
    ------
    FigureError
        An empty frame, or cells of another shape.
    """
    if frame.empty:
        raise FigureError(
            f"{title}: a heat map has rows and columns (got {frame.shape[0]} x {frame.shape[1]}). Skip it."
        )
    if cells is not None and cells.shape != frame.shape:
        raise FigureError(
            f"{title}: cells have the shape of the frame {frame.shape} (got {cells.shape}). Reindex them."
        )
    with settled():
        sheet = _Sheet(frame, _texts(frame, cells))
        wide = max(sheet.left + sheet.body[0] + MARGIN + 8, 400.0)
        above = heads(title, constructed_mark, wide)
        below = feet(caption, "", wide)
        top = MARGIN + height_of(above) + 4 + (14 if column_label else 0) + sheet.head
        foot = top + sheet.body[1] + 44
        figure, axes = sheet_of(wide, foot + height_of(below) + MARGIN * 0.7)
        stack(axes, above, MARGIN)
        sheet.draw_cells(figure, axes, top)
        sheet.draw_heads(axes, top, column_label, row_label)
        sheet.draw_families(axes, top)
        sheet.draw_scale(axes, foot - 30, value_label, word("missing", language))
        stack(axes, below, foot)
        return figure


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


class _Sheet:
    """The measures of a heat map in points, and its parts."""

    def __init__(self, frame: pd.DataFrame, texts: np.ndarray) -> None:
        self.frame, self.texts = frame, texts
        self.families = [str(key[0]) for key in frame.index] if frame.index.nlevels > 1 else []
        self.themes = [str(key[-1]) if isinstance(key, tuple) else str(key) for key in frame.index]
        keys: list[Any] = list(frame.columns)
        pairs = [key if isinstance(key, tuple) else (key,) for key in keys]
        self.columns = [str(key[0]) for key in pairs]
        self.counts = [f"n = {key[1]}" if len(key) > 1 else "" for key in pairs]
        self.row = min(24.0, TALLEST / len(frame))
        self.size = min(8.5, self.row * 0.62)
        self.label = min(LABELS, max(text_width(theme, self.size) for theme in self.themes) + 2)
        self.left = MARGIN + (FAMILY if self.families else 0.0) + self.label + 6
        self.cell = min(CELL[1], max(CELL[0], (510 - self.left) / frame.shape[1]))
        self.body = (self.cell * frame.shape[1], self.row * len(frame))
        lines = max(len(wrap(column, self.cell - 4, 8.5, bold=True)) for column in self.columns)
        self.head = line_height(8.5) * min(lines, 3) + (11 if any(self.counts) else 0) + 6

    def draw_cells(self, figure: Figure, axes: Axes, top: float) -> None:
        """The map itself, on axes of its own; hatching where nothing could be counted; a mark for each cell."""
        wide, high = figure.get_size_inches() * 72
        box = (self.left / wide, 1 - (top + self.body[1]) / high, self.body[0] / wide, self.body[1] / high)
        chart = figure.add_axes(box, zorder=-1)
        plain = self.shades()
        sns.heatmap(
            plain,
            ax=chart,
            cmap=COLOURS,
            vmin=0,
            vmax=self.most,
            annot=self.texts,
            fmt="",
            annot_kws={"fontsize": min(8.0, self.row * 0.6)},
            linewidths=0.8,
            linecolor="white",
            cbar=False,
            xticklabels=False,
            yticklabels=False,
        )
        chart.set(xlabel="", ylabel="")
        for text, shade in zip(chart.texts, plain.to_numpy()[plain.notna().to_numpy()], strict=True):
            text.set_color(ink_on(COLOURS(shade / self.most if self.most else 0.0)))
        gaps = plain.isna().to_numpy()
        for r, theme in enumerate(self.themes):
            for c, column in enumerate(self.columns):
                lost = bool(gaps[r, c])
                x, y = self.left + c * self.cell, top + r * self.row
                patch = (
                    hatched(x, y, self.cell, self.row) if lost else Rectangle((x, y), self.cell, self.row, alpha=0.0)
                )
                mark = Mark(axes, f"cell:{theme}|{column}", [patch])
                mark.set_zorder(1)
                axes.add_artist(mark)

    def shades(self) -> pd.DataFrame:
        """The values as colours show them: a cell that hides its number in words hides it in its colour too."""
        values = self.frame.to_numpy(dtype=float, copy=True)
        hidden = np.vectorize(lambda text: bool(text) and not any(c.isdigit() for c in text), otypes=[bool])(self.texts)
        values[hidden & ~np.isnan(values)] = HIDDEN * self.most
        return pd.DataFrame(values)

    @property
    def most(self) -> float:
        """The end of the scale: the greatest value, or 1 where there is none above 0."""
        values = self.frame.to_numpy(dtype=float)
        return float(np.nanmax(values)) if np.isfinite(values).any() and np.nanmax(values) > 0 else 1.0

    def draw_heads(self, axes: Axes, top: float, column_label: str, row_label: str) -> None:
        """Names of columns with their n, names of rows, and what both are."""
        for number, (column, count) in enumerate(zip(self.columns, self.counts, strict=True)):
            middle = self.left + (number + 0.5) * self.cell
            room = self.head - (11 if any(self.counts) else 0) - 4
            lines, size = fit(column, self.cell - 4, room, 8.5, bold=True)
            base = top - 5 - (11 if any(self.counts) else 0) - line_height(size) * len(lines) / 2
            parts = words((middle, base), lines, size, INK, weight="bold")
            parts += words((middle, top - 9), [count], 7.2, SOFT) if count else []
            for part in parts:
                axes.add_artist(part)
        high = max(self.row, line_height(5))
        size = min(fit(theme, self.label, high, self.size)[1] for theme in self.themes)
        for number, theme in enumerate(self.themes):
            y = top + (number + 0.5) * self.row
            for line in words((self.left - 6, y), wrap(theme, self.label, size), size, INK, align="right"):
                axes.add_artist(line)
        for line in words((self.left + self.body[0] / 2, top - self.head - 7), [column_label], 8, SOFT):
            axes.add_artist(line)
        for line in words((self.left - 6, top - 9), [row_label], 8, SOFT, align="right"):
            axes.add_artist(line)

    def draw_families(self, axes: Axes, top: float) -> None:
        """A name and a bracket for each run of rows of one family, and a line between families."""
        start, runs = 0, [(family, len(list(run))) for family, run in groupby(self.families)]
        size = min((fit(f, FAMILY - 18, max(n * self.row - 1, 9), 8.5, bold=True)[1] for f, n in runs), default=8.5)
        for number, (family, count) in enumerate(runs):
            y, high = top + start * self.row, count * self.row
            dark = COLUMNS[number % len(COLUMNS)][0]
            x = MARGIN + FAMILY - 10
            axes.add_patch(Rectangle((x, y + 1), 2.4, high - 2, facecolor=dark, edgecolor="none"))
            lines = wrap(family, FAMILY - 18, size, bold=True)
            for line in words((x - 5, y + high / 2), lines, size, dark, align="right", weight="bold"):
                axes.add_artist(line)
            if start:
                axes.add_line(Line2D([MARGIN, self.left + self.body[0]], [y, y], color=PALE, linewidth=0.8, zorder=5))
            start += count

    def draw_scale(self, axes: Axes, top: float, value_label: str, missing: str) -> None:
        """What the colours mean, from 0 to the greatest value, and what the hatching means."""
        steps, wide = 40, 110.0
        for step in range(steps):
            x = self.left + step * wide / steps
            axes.add_patch(
                Rectangle((x, top), wide / steps + 0.3, 9, facecolor=COLOURS(step / (steps - 1)), linewidth=0)
            )
        texts = [
            (self.left - 5, "0", "right"),
            (self.left + wide + 5, f"{self.most:.3g}  {value_label}".strip(), "left"),
        ]
        if self.frame.isna().to_numpy().any():
            x = self.left + wide + 28 + text_width(texts[1][1], 7.5)
            axes.add_patch(hatched(x, top, 16, 9))
            texts.append((x + 21, missing, "left"))
        for at, text, align in texts:
            for line in words((at, top + 4.5), [text], 7.5, INK, align=align):
                axes.add_artist(line)


def hatched(x: float, y: float, wide: float, high: float) -> Rectangle:
    """A cell without data."""
    return Rectangle((x, y), wide, high, facecolor="white", edgecolor="#868e96", hatch="/////", linewidth=0.4)
