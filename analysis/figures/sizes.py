"""How large is a figure printed, and how large is its type?

A figure is drawn at the size at which it is printed, so that a type size here is a type size on paper. Nothing that is
meant to be read is smaller than `SMALLEST`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.errors import FigureError

SMALLEST = 6.0
"""Points: the least type size that journals commonly accept in print."""


@dataclass(frozen=True, slots=True)
class Size:
    """One printed size, all lengths in points (1/72 inch)."""

    name: str
    width: float
    """From edge to edge of the figure."""

    label: float
    small: float
    heading: float
    title: float
    text: float
    """Type sizes: in boxes, of evidence and words on arrows, of groups, of the figure, of legend and caption."""

    margin: float
    box: tuple[float, float]
    """Least and greatest width of a box."""

    pad: float
    """From a box to the border of its group's band."""

    channel: tuple[float, float]
    """Least distance between two columns and between two boxes of a column."""

    pitch: float
    """Between two arrows that run side by side."""

    clear: tuple[float, float]
    """From the outermost such arrow to a box, across and along the columns."""

    short: float
    """Between two boxes that a straight arrow joins, so that a stem is seen beside its head."""

    tallest: float
    """The height of a body, without title, legend and caption, above which another layout is sought."""

    across: int = 0
    """How many boxes of a group stand side by side where groups are stacked; 0 where they are not."""

    framed: bool = True
    """Whether title, caption and note are part of the picture. In a column of text the journal sets them below."""

    @property
    def scale(self) -> float:
        """How heavy lines and how large heads of arrows are, beside those of a figure with 9.5-point labels."""
        return self.label / 9.5

    @property
    def inset(self) -> float:
        """From the border of a box to its words."""
        return (0.54 if self.across else 0.62) * self.label


PAGE = Size("page", 510.2, 7.6, 6.2, 8.8, 10.5, 7.0, 6.0, (52.0, 108.0), 5.0, (24.0, 9.0), 5.0, (8.6, 8.0), 15.0, 480.0)
"""180 mm: across a page of a journal, or A4 standing with margins."""

COLUMN = Size(
    "column",
    width=249.4,
    label=6.8,
    small=6.0,
    heading=7.0,
    title=8.5,
    text=6.2,
    margin=3.0,
    box=(50.0, 100.0),
    pad=3.0,
    channel=(8.8, 6.0),
    pitch=4.0,
    clear=(5.2, 5.0),
    short=12.0,
    tallest=530.0,
    across=2,
    framed=False,
)
"""88 mm: one column of a journal with two."""

SHEET = Size(
    "sheet", 770.0, 9.5, 7.2, 11.5, 13.0, 8.0, 16.0, (84.0, 150.0), 10.0, (44.0, 24.0), 10.0, (17.0, 13.0), 24.0, 480.0
)
"""A4 lying on its side: tables as pictures, which choose their own width."""

SIZES: Mapping[str, Size] = {size.name: size for size in (PAGE, COLUMN)}


def size_of(name: str) -> Size:
    """Which printed size is meant? A name that is none is refused."""
    if name not in SIZES:
        raise FigureError(f"a figure is drawn for width {' or '.join(SIZES)} (got {name!r}). Write one of them.")
    return SIZES[name]
