"""What do all charts share? A page of 180 mm with title, finding, mark and caption around a body; more where needed.

A chart is drawn at the size at which it is printed (`analysis.figures.sizes`): 180 mm broad, at most 230 mm high, no
word below 6 points. What does not fit goes on further sheets, each with its title, key and caption.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from analysis.errors import FigureError
from analysis.figures.numbers import decimal
from analysis.figures.page import Paragraph, Picture, feet, heads, height_of, sheet_of, stack
from analysis.figures.pieces import Mark, at_level, words
from analysis.figures.sizes import PAGE
from analysis.figures.style import INK, PALE, SOFT, settled, wrap
from analysis.figures.ways import Point

WIDE, TALL = PAGE.width, 230 / 25.4 * 72
"""Points that a sheet is broad, and that it may be high: 180 x 230 mm, a page of a journal."""

LEFT, RIGHT = PAGE.margin, PAGE.width - PAGE.margin
ROOM = RIGHT - LEFT
TEXT, SMALL = 6.8, 6.4
"""Type of names, and of numbers, axes and keys."""

T = TypeVar("T")
Plan = Callable[["Face"], Picture]
"""Draws one sheet, with what stands around it."""

_SHEET: Mapping[str, str] = {"en": "sheet {n} of {of}", "id": "lembar {n} dari {of}"}


@dataclass(frozen=True, slots=True)
class Face:
    """What stands around a chart: topic, finding, caption and note, the mark of constructed material, the language."""

    title: str
    caption: str = ""
    mark: str = ""
    language: str = "en"
    subtitle: str = ""
    note: str = ""

    def of(self, n: int, many: int) -> Face:
        """The same for one of several sheets."""
        said = _SHEET.get(self.language, _SHEET["en"]).format(n=n, of=many)
        return replace(self, title=f"{self.title} ({said})") if many > 1 else self

    def around(self) -> tuple[list[Paragraph], list[Paragraph]]:
        """What stands above the body, and below it."""
        above = heads(self.title, self.mark, WIDE, PAGE, subtitle=self.subtitle)
        return above, feet(self.caption, self.note, WIDE, PAGE)

    def room(self) -> float:
        """Points that the body may be high on one sheet."""
        above, below = self.around()
        return TALL - height_of(above) - height_of(below) - _EDGES


_EDGES = PAGE.margin * 2 + 10


@dataclass(frozen=True, slots=True)
class Page:
    """A page that is being drawn: the figure, its axes in points, and where the body begins."""

    figure: Picture
    axes: Axes
    top: float

    def write(
        self,
        at: Point,
        text: str,
        size: float = TEXT,
        colour: str = INK,
        *,
        align: str = "left",
        bold: bool = False,
        room: float = 0.0,
    ) -> None:
        """A text, on level with `at`: in one line, or where it has only so much `room`, in as many as it takes."""
        look = {"weight": "bold"} if bold else {}
        lines = wrap(text, room, size, bold=bold) if room else [text]
        self.add(*words(at, lines, size, colour, align=align, **look))

    def mark(self, gid: str, parts: Sequence[Artist], title: str = "") -> None:
        """What is drawn for one mark, as one group above lines and boxes; `title` says what it is."""
        self.axes.add_artist(at_level(Mark(self.axes, gid, parts, title=title), 4.5))

    def add(self, *parts: Artist) -> None:
        """Put artists on the page."""
        for part in parts:
            self.axes.add_artist(part)


def page_of(high: float, face: Face) -> Page:
    """A page for a body of that many points, with what stands above and below it."""
    above, below = face.around()
    top = PAGE.margin + height_of(above) + 4
    figure, axes = sheet_of(WIDE, top + high + 6 + height_of(below) + PAGE.margin)
    figure.title, figure.language = face.title, face.language
    figure.about = " ".join(text for text in (face.mark, face.subtitle, face.caption) if text)
    stack(axes, above, PAGE.margin, PAGE.margin)
    stack(axes, below, top + high + 6, PAGE.margin)
    return Page(figure, axes, top)


def in_sheets(
    face: Face, rows: Sequence[T], heights: Sequence[float], fixed: float, draw: Callable[[Face, Sequence[T]], Picture]
) -> Picture:
    """The chart on as many sheets as its rows need; the first one, which knows the others (`Picture.more`).

    Parameters
    ----------
    heights : points of each row
    fixed : points that heads and key take on every sheet
    draw : draws some of the rows
    """
    return bound(face, planned(face, rows, heights, fixed, draw))


def planned(
    face: Face,
    rows: Sequence[T],
    heights: Sequence[float],
    fixed: float,
    draw: Callable[[Face, Sequence[T]], Picture],
    *,
    several: bool = False,
) -> list[Plan]:
    """How each sheet is to be drawn once it is known how many there are; `several`: there are others beside these."""
    parts = split(heights, face.room() - fixed)
    if several or len(parts) > 1:
        parts = split(heights, face.of(99, 99).room() - fixed)
    return [partial(_drawn, draw, rows[start:end]) for start, end in parts]


def _drawn(draw: Callable[[Face, Sequence[T]], Picture], rows: Sequence[T], face: Face) -> Picture:
    return draw(face, rows)


def bound(face: Face, plans: Sequence[Plan]) -> Picture:
    """The sheets, numbered and drawn, as one picture: the first, with those that follow."""
    with settled(**{"hatch.linewidth": 0.5}):
        every = [plan(face.of(number, len(plans))) for number, plan in enumerate(plans, 1)]
    every[0].more = tuple(every[1:])
    return every[0]


def split(heights: Sequence[float], room: float) -> list[tuple[int, int]]:
    """Runs of rows that fit the room, as even as they can be."""
    count = len(_filled(heights, room))
    even = sum(heights) / max(count, 1)
    for share in (1.02, 1.05, 1.1, 1.2, 1.5):
        found = _filled(heights, min(room, even * share))
        if len(found) == count:
            return found
    return _filled(heights, room)


def _filled(heights: Sequence[float], room: float) -> list[tuple[int, int]]:
    parts, start, used = [], 0, 0.0
    for number, high in enumerate(heights):
        if number > start and used + high > room + 0.01:
            parts.append((start, number))
            start, used = number, 0.0
        used += high
    return [*parts, (start, len(heights))]


def stretched(needs: Sequence[float], room: float, least: float, most: float) -> list[float]:
    """How high each row is: what it needs, and as much as fills the room, from `least` to `most`."""
    step = most
    while step > least and sum(max(step, need) for need in needs) > room:
        step -= 0.1
    return [max(step, need) for need in needs]


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame, each as a mapping from column to value."""
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def need(rows: int, title: str, step: str = "Skip it.") -> None:
    """Raises FigureError where there is nothing to draw."""
    if not rows:
        raise FigureError(f"{title}: a chart shows at least one row (got none). {step}")


def rule(one: Point, other: Point, colour: str = PALE, width: float = 0.6, *, dash: Sequence[float] = ()) -> Line2D:
    """A straight thin line."""
    line = Line2D([one[0], other[0]], [one[1], other[1]], color=colour, linewidth=width, zorder=1)
    if dash:
        line.set_linestyle((0, tuple(dash)))
    return line


def scale(
    page: Page,
    left: float,
    right: float,
    top: float,
    bottom: float,
    ticks: Sequence[float],
    most: float,
    language: str = "en",
) -> None:
    """Thin lines at round values from 0 to `most`, with their numbers above."""
    for value in ticks:
        x = left + (right - left) * value / most
        page.add(rule((x, top), (x, bottom), PALE if value else "#9aa3ad"))
        page.write((x, top - 6), decimal(f"{value:g}", language), SMALL, SOFT, align="center")


def ticks_to(most: float) -> list[float]:
    """Some round numbers from 0 to about `most`."""
    step = next(s * 10**e for e in range(0, 9) for s in (1, 2, 5) if most <= 5 * s * 10**e)
    return [step * n for n in range(int(most // step) + 1)]


def joined(face: Face, lines: Iterable[str]) -> str:
    """The chart in words: what is constructed, topic, finding, its rows, the caption."""
    found = f"{face.subtitle}." if face.subtitle and not face.subtitle.endswith(".") else face.subtitle
    return "\n".join(line for line in (face.mark, face.title + ".", found, *lines, face.note, face.caption) if line)
