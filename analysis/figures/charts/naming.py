"""How do names stand beside rows and above columns? Whole, in lines, upright where columns are narrow, never cut."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.figures.charts.sheet import SMALL, TEXT, Page, stretched
from analysis.figures.pieces import upright, words
from analysis.figures.sizes import SMALLEST
from analysis.figures.style import INK, SOFT, line_height, text_width, wrap

HIGHEST = 120.0
"""Points that upright names may be high; longer ones run on beside themselves."""

NARROW = 11.0
"""Points that a column needs for an upright name of one line and a number of two digits."""

_SIZES = (TEXT, 6.4, SMALLEST)


def name_width(names: Sequence[str], most: float, least: float = 40.0, *, bold: bool = False) -> float:
    """Points for the names of rows, with the space behind them: what the longest takes, or `most`."""
    longest = max((text_width(name.replace("\n", " "), TEXT, bold=bold) for name in names), default=0.0)
    return min(most, max(least, longest + 7))


def row_heights(
    names: Sequence[str], width: float, room: float, steps: tuple[float, float], beside: Sequence[float] = ()
) -> list[float]:
    """How high each row is: between `steps` as the room allows, or what its name, or what is beside, asks for."""
    needs = [_needs(name, width) for name in names]
    return stretched([max(pair) for pair in zip(needs, beside or [0.0] * len(needs), strict=True)], room, *steps)


def write_name(page: Page, name: str, right: float, y: float, room: float, colour: str = INK) -> None:
    """The name of a row, set against `right`; smaller, but whole, before it takes a second line."""
    lines, size = _set(name, room)
    page.add(*words((right, y), lines, size, colour, align="right"))


def _set(name: str, room: float) -> tuple[list[str], float]:
    """The lines of a name, broken where it says so if it must be broken, and their type."""
    level = name.replace("\n", " ")
    for size in _SIZES:
        if text_width(level, size) <= room:
            return [level], size
    return [line for part in name.split("\n") for line in wrap(part, room, SMALL)], SMALL


def _needs(name: str, room: float) -> float:
    lines, size = _set(name, room)
    return len(lines) * line_height(size) + 1.5 if len(lines) > 1 else 0.0


@dataclass(slots=True)
class Heads:
    """Names above columns: level where every word has room, else upright; below them, or in them, what is counted."""

    names: Sequence[str]
    step: float
    counts: Sequence[str] = ()

    def __post_init__(self) -> None:
        if any(text_width(count, SMALLEST) > self.step - 3 for count in self.counts):
            self.names = [f"{name} ({count})" for name, count in zip(self.names, self.counts, strict=True)]
            self.counts = ()

    @property
    def look(self) -> tuple[float, bool] | None:
        """The largest type in which no word is broken, and whether it is bold; None where names stand upright."""
        items = [word for name in self.names for word in name.split()]
        for bold, sizes in ((True, _SIZES), (False, _SIZES[1:])):
            for size in sizes:
                fits = all(text_width(word, size, bold=bold) <= self.step - 2 for word in items)
                if fits and max(len(self._level(name, size, bold)) for name in self.names) <= 6:
                    return size, bold
        return None

    @property
    def height(self) -> float:
        """Points that the heads take."""
        below = 9.0 if self.counts else 0.0
        if self.look:
            lines = max(len(self._level(name, *self.look)) for name in self.names)
            return line_height(self.look[0]) * lines + 5 + below
        longest = max(text_width(line, SMALL) for name in self.names for line in self._up(name))
        return longest + 7 + below

    def draw(self, page: Page, left: float, base: float) -> None:
        """Set them above `base`, the first column beginning at `left`."""
        foot = base - (9.0 if self.counts else 0.0) - 3
        for number, name in enumerate(self.names):
            middle = left + (number + 0.5) * self.step
            if self.look:
                size, bold = self.look
                lines = self._level(name, size, bold)
                y = foot - line_height(size) * len(lines) / 2
                page.add(*words((middle, y), lines, size, INK, weight="bold" if bold else "normal"))
            else:
                page.add(*upright((middle, foot), self._up(name), SMALL, INK, ha="left"))
            if self.counts:
                page.write((middle, base - 6.5), self.counts[number], SMALLEST, SOFT, align="center")

    def _level(self, name: str, size: float, bold: bool) -> list[str]:
        return wrap(name, self.step - 2, size, bold=bold)

    def _up(self, name: str) -> list[str]:
        """The lines of an upright name: as many as the column is broad, as long as they need be."""
        most = max(1, int((self.step - 1) // line_height(SMALL)))
        widths = [*range(56, int(HIGHEST), 8), HIGHEST]
        return next(
            (lines for wide in widths if len(lines := wrap(name, wide, SMALL)) <= most and _whole(lines)),
            wrap(name, HIGHEST, SMALL),
        )


def _whole(lines: Sequence[str]) -> bool:
    return not any(line.endswith("\u2010") for line in lines)


def narrowest(names: Sequence[str], least: float) -> float:
    """How narrow a column may be, so that no upright name is higher than `HIGHEST`."""
    lines = max((len(wrap(name, HIGHEST, SMALL)) for name in names), default=1)
    return max(least, lines * line_height(SMALL) + 2)


def columns_per_sheet(count: int, room: float, least: float) -> list[tuple[int, int]]:
    """Runs of columns that fit beside each other, as even as they can be."""
    most = max(1, int(room // least))
    sheets = -(-count // most)
    each = -(-count // sheets)
    return [(start, min(start + each, count)) for start in range(0, count, each)]
