"""What do the signs and fills of a chart mean? One key for all charts: samples and their words, in lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.artist import Artist

from analysis.figures.charts.looks import BLUE, Look, glyph, hatched, tile
from analysis.figures.charts.sheet import LEFT, RIGHT, SMALL, Page
from analysis.figures.pieces import words
from analysis.figures.style import INK, SOFT, text_width

LINE = 11.0
"""Points from one line of a key to the next."""

_GAP = 10.0


@dataclass(frozen=True, slots=True)
class Key:
    """One explanation: a glyph, a filled tile (with a sign), a sign alone, a hatched cell or a line; its words."""

    text: str
    glyph: str = ""
    look: Look | None = None
    sign: str = ""
    colour: str = BLUE
    hatched: bool = False
    dash: tuple[float, ...] | None = None

    @property
    def lead(self) -> float:
        """Points that the sample takes before the words."""
        if self.look or self.hatched or self.dash is not None:
            return 18.0
        return 10.0 if self.glyph or self.sign else 0.0

    def sample(self, page: Page, x: float, y: float) -> list[Artist]:
        """The sample, on level with `y`."""
        if self.look:
            return tile((x, y - 3.5, 14, 7), self.look, self.sign, 6.0)
        if self.hatched:
            return [hatched(x, y - 3.5, 14, 7)]
        if self.dash is not None:
            [line] = page.axes.plot([x, x + 14], [y, y], color=self.colour, linewidth=1.2)
            if self.dash:
                line.set_linestyle((0, self.dash))
            return []
        if self.glyph:
            return glyph(self.glyph, (x + 4, y), 2.1 if self.glyph == "double" else 2.5, self.colour)
        return words((x + 4, y), [self.sign], SMALL, self.colour if self.colour != BLUE else INK, weight="bold")


def key_height(keys: Sequence[Key]) -> float:
    """Points that the key takes, with the space above it."""
    return 6 + LINE * (1 + max((line for _, _, line in _places(keys)), default=-1)) if keys else 0.0


def draw_key(page: Page, keys: Sequence[Key], top: float) -> None:
    """Set the key below the body."""
    for key, x, line in _places(keys):
        y = top + 6 + LINE * (line + 0.5)
        page.add(*key.sample(page, x, y))
        page.write((x + key.lead, y), key.text, SMALL, INK if key.lead else SOFT)


def _places(keys: Sequence[Key]) -> list[tuple[Key, float, int]]:
    """Each key with where it begins and in which line."""
    found, x, line = [], LEFT, 0
    for key in keys:
        wide = key.lead + text_width(key.text, SMALL)
        if x > LEFT and x + wide > RIGHT:
            x, line = LEFT, line + 1
        found.append((key, x, line))
        x += wide + _GAP
    return found
