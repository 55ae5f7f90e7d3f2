"""What stands around a figure? Title, the mark of constructed material, legend, caption and note."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from analysis.figures.layout import Box
from analysis.figures.pieces import arrow, chip_parts, frame, rounded, words
from analysis.figures.style import INK, LOOKS, SOFT, WARN, line_height, settled, text_width, wrap

MARGIN = 16.0
"""Points between the edge of the page and everything on it."""

TITLE, TEXT = 13.0, 8.0
TONE = "#0a4f80"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines of text in one type; a framed one stands in a box."""

    lines: tuple[str, ...]
    size: float
    colour: str = INK
    framed: bool = False
    look: tuple[tuple[str, str], ...] = ()

    @property
    def height(self) -> float:
        """Points that it takes, with the space below."""
        return len(self.lines) * line_height(self.size) + (14.0 if self.framed else 5.0)


def heads(title: str, constructed_mark: str, wide: float) -> list[Paragraph]:
    """Title and, where the material is constructed, the words that say so."""
    room = wide - 2 * MARGIN
    found = []
    if title:
        found.append(Paragraph(tuple(wrap(title, room, TITLE, bold=True)), TITLE, look=(("weight", "bold"),)))
    if constructed_mark:
        lines = tuple(wrap(constructed_mark, room - 16, TEXT, bold=True))
        found.append(Paragraph(lines, TEXT, WARN, True, (("weight", "bold"),)))
    return found


def feet(caption: str, note: str, wide: float) -> list[Paragraph]:
    """Caption and note, as broad as the figure."""
    room = wide - 2 * MARGIN
    return [
        Paragraph(tuple(wrap(text, room, TEXT, even=False)), TEXT, colour, look=(("style", slant),))
        for text, colour, slant in ((caption, INK, "normal"), (note, SOFT, "italic"))
        if text
    ]


def height_of(paragraphs: Sequence[Paragraph]) -> float:
    """Points that paragraphs take."""
    return sum(paragraph.height for paragraph in paragraphs)


def stack(axes: Axes, paragraphs: Sequence[Paragraph], top: float) -> None:
    """Set paragraphs one below the other, from `top` downwards."""
    for paragraph in paragraphs:
        inner = len(paragraph.lines) * line_height(paragraph.size)
        left, middle = MARGIN, top + inner / 2
        if paragraph.framed:
            longest = max(text_width(line, paragraph.size, bold=True) for line in paragraph.lines)
            box = Box(MARGIN, top + 1, longest + 16, inner + 7)
            axes.add_patch(rounded(box, 3, facecolor="#fdf1ea", edgecolor=WARN, linewidth=0.8))
            left, middle = MARGIN + 8, box.middle[1]
        look = dict(paragraph.look)
        lines = paragraph.lines
        for line in words((left, middle), lines, paragraph.size, paragraph.colour, align="left", **look):
            axes.add_artist(line)
        top += paragraph.height


@dataclass(frozen=True, slots=True)
class Entry:
    """One explanation in a legend: a sample box, a sample arrow, or a letter (or nothing), and its words."""

    text: str
    status: str = ""
    box: bool = False
    arrow: bool = False
    bar: bool = False
    letter: str = ""

    @property
    def lead(self) -> float:
        """Points that the sample takes before the words."""
        return 18.0 if self.letter else (26.0 if self.box else 0.0) + (34.0 if self.arrow else 0.0)

    @property
    def width(self) -> float:
        """Points that sample and words take."""
        return self.lead + text_width(self.text, TEXT) + 20


@dataclass(slots=True)
class Legend:
    """Entries in lines as broad as the page."""

    entries: Sequence[Entry]
    wide: float
    rows: list[list[Entry]] = field(default_factory=list)

    def __post_init__(self) -> None:
        left = self.wide
        for entry in self.entries:
            if left + entry.width - 20 > self.wide - MARGIN:
                self.rows.append([])
                left = MARGIN
            self.rows[-1].append(entry)
            left += entry.width

    @property
    def height(self) -> float:
        """Points that the legend takes."""
        return 17.0 * len(self.rows) + (7.0 if self.rows else 0.0)

    def draw(self, axes: Axes, top: float) -> None:
        """Set the legend on the page, its first line at `top`."""
        for number, row in enumerate(self.rows):
            left, y = MARGIN, top + 17.0 * number + 8
            for entry in row:
                self._sample(axes, entry, left, y)
                for line in words((left + entry.lead, y), [entry.text], TEXT, INK, align="left"):
                    axes.add_artist(line)
                left += entry.width

    def _sample(self, axes: Axes, entry: Entry, left: float, y: float) -> None:
        if entry.letter:
            parts: list[Any] = chip_parts(entry.letter, Box(left, y - 5.5, 12, 11))
        elif not entry.status:
            parts = []
        else:
            look = LOOKS[entry.status]
            parts = frame(Box(left + 0.5, y - 5.5, 19, 11), look, TONE) if entry.box else []
            start = left + (26.0 if entry.box else 0.0)
            parts += arrow([(start, y), (start + 28, y)], look, TONE, bar=entry.bar) if entry.arrow else []
        for part in parts:
            axes.add_artist(part)


class Picture(Figure):
    """A figure that a notebook shows by itself, without pyplot and its settings.

    Where it was told what it shows (`tell`), it is shown with its caption below and its alternative text for readers
    who do not see it; in a terminal it is its name.
    """

    name, caption, alternative = "", "", ""

    def tell(self, name: str, caption: str, alternative: str) -> Picture:
        """Let the figure know how it is called, and what stands below it and in its place."""
        self.name, self.caption, self.alternative = name, caption, alternative
        return self

    def __repr__(self) -> str:
        return f"Figure {self.name}".strip()

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        picture = base64.b64encode(self.png()).decode("ascii")
        if not self.alternative:
            return {"image/png": picture, "text/plain": repr(self)}
        image = f'<img src="data:image/png;base64,{picture}" alt="{escape(self.alternative)}" style="max-width:100%">'
        below = f"<figcaption>{escape(self.caption)}</figcaption>" if self.caption else ""
        return {"text/html": f"<figure>{image}{below}</figure>", "text/plain": repr(self)}

    def png(self) -> bytes:
        """The picture as a screen shows it."""
        out = io.BytesIO()
        with settled():
            self.savefig(out, format="png", metadata={"Software": None})
        return out.getvalue()


def sheet_of(wide: float, high: float) -> tuple[Figure, Axes]:
    """A white page of that many points, with axes whose unit is the point and whose y runs downwards."""
    figure = Picture(figsize=(wide / 72, high / 72), dpi=100, facecolor="white")
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, wide), ylim=(high, 0))
    axes.set_axis_off()
    return figure, axes
