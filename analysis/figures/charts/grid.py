"""A table of tiles with names beside rows and above columns, on as many sheets as it needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from matplotlib.artist import Artist

from analysis.figures.charts.keys import Key, draw_key, key_height
from analysis.figures.charts.naming import (
    NARROW,
    Heads,
    columns_per_sheet,
    name_width,
    narrowest,
    row_heights,
    write_name,
)
from analysis.figures.charts.sheet import LEFT, ROOM, Face, Plan, bound, page_of, planned
from analysis.figures.page import Picture

NAME, BROAD = 112.0, 62.0

Cell = Callable[[str, str, tuple[float, float, float, float]], tuple[str, list[Artist], str]]
"""(row, column, box) -> the name of the mark, what is drawn there, and what it says in words."""


def draw_grid(
    face: Face, rows: Mapping[str, str], columns: Mapping[str, str], keys: Sequence[Key], cell: Cell
) -> Picture:
    """Tiles for each row and column, both given as id -> name in the order of display."""
    width = name_width(list(rows.values()), NAME)
    parts = columns_per_sheet(len(columns), ROOM - width, narrowest(list(columns.values()), NARROW))
    sheets: list[Plan] = []
    for start, end in parts:
        own = list(columns)[start:end]
        heads = Heads([columns[column] for column in own], min(BROAD, (ROOM - width) / len(own)))
        fixed = heads.height + key_height(keys)
        heights = row_heights(list(rows.values()), width - 6, face.room() - fixed, (11.0, 14.5))

        def draw(
            sheet: Face, part: Sequence[tuple[str, float]], own: Sequence[str] = own, heads: Heads = heads
        ) -> Picture:
            high = heads.height + sum(tall for _, tall in part)
            page = page_of(high + key_height(keys), sheet)
            left, y = LEFT + width, page.top + heads.height
            heads.draw(page, left, y)
            for row, tall in part:
                write_name(page, rows[row], left - 6, y + tall / 2, width - 6)
                for place, column in enumerate(own):
                    box = (left + place * heads.step + 0.75, y + 0.75, heads.step - 1.5, tall - 1.5)
                    gid, drawn, title = cell(row, column, box)
                    page.mark(gid, drawn, f"{rows[row]} · {columns[column]}: {title}")
                y += tall
            draw_key(page, keys, page.top + high)
            return page.figure

        lines = list(zip(rows, heights, strict=True))
        sheets += planned(face, lines, heights, fixed, draw, several=len(parts) > 1)
    return bound(face, sheets)
