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
from analysis.figures.pieces import arrow, chip_parts, frame, rounded, ticks, words
from analysis.figures.sizes import SHEET, Size
from analysis.figures.style import INK, LOOKS, SOFT, WARN, line_height, settled, text_width, wrap

MARGIN = SHEET.margin
"""Points between the edge of a sheet and everything on it."""

TONE = "#0a4f80"

BOX, ARROW = 2.0, 3.0
"""How broad sample boxes and arrows of a legend are, in type sizes; an arrow leaves its box."""


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
        return len(self.lines) * line_height(self.size) + (1.75 if self.framed else 0.6) * self.size


def heads(title: str, constructed_mark: str, wide: float, size: Size = SHEET, *, subtitle: str = "") -> list[Paragraph]:
    """Title, what is to be seen, and, where the material is constructed, the words that say so."""
    room = wide - 2 * size.margin
    found = []
    if title:
        lines = tuple(wrap(title, room, size.title, bold=True))
        found.append(Paragraph(lines, size.title, look=(("weight", "bold"),)))
    if subtitle:
        found.append(Paragraph(tuple(wrap(subtitle, room, size.label, even=False)), size.label))
    if constructed_mark:
        lines = tuple(wrap(constructed_mark, room - 2 * size.text, size.text, bold=True))
        found.append(Paragraph(lines, size.text, WARN, True, (("weight", "bold"),)))
    return found


def feet(caption: str, note: str, wide: float, size: Size = SHEET) -> list[Paragraph]:
    """Caption and note, as broad as the figure."""
    room = wide - 2 * size.margin
    return [
        Paragraph(tuple(wrap(text, room, size.text, even=False)), size.text, colour, look=(("style", slant),))
        for text, colour, slant in ((caption, INK, "normal"), (note, SOFT, "italic"))
        if text
    ]


def height_of(paragraphs: Sequence[Paragraph]) -> float:
    """Points that paragraphs take."""
    return sum(paragraph.height for paragraph in paragraphs)


def stack(axes: Axes, paragraphs: Sequence[Paragraph], top: float, margin: float = MARGIN) -> None:
    """Set paragraphs one below the other, from `top` downwards."""
    for paragraph in paragraphs:
        size = paragraph.size
        inner = len(paragraph.lines) * line_height(size)
        left, middle = margin, top + inner / 2
        if paragraph.framed:
            longest = max(text_width(line, size, bold=True) for line in paragraph.lines)
            box = Box(margin, top + 1, longest + 2 * size, inner + 0.8 * size)
            axes.add_patch(rounded(box, 3, facecolor="#fdf1ea", edgecolor=WARN, linewidth=0.1 * size))
            left, middle = margin + size, box.middle[1]
        look = dict(paragraph.look)
        for line in words((left, middle), paragraph.lines, size, paragraph.colour, align="left", **look):
            axes.add_artist(line)
        top += paragraph.height


@dataclass(frozen=True, slots=True)
class Entry:
    """One explanation in a legend: a sample box, a sample arrow, a letter or ticks (or nothing), and its words."""

    text: str
    status: str = ""
    box: bool = False
    arrow: bool = False
    bar: bool = False
    letter: str = ""
    ticks: bool = False

    def lead(self, size: Size) -> float:
        """Points that the sample takes before the words."""
        if self.letter or self.ticks:
            return 2.2 * size.text
        return (BOX * self.box + ARROW * self.arrow + 0.7 * (self.box or self.arrow)) * size.text


@dataclass(slots=True)
class Legend:
    """Entries in columns, samples under samples and words under words, as many as the page is broad."""

    entries: Sequence[Entry]
    wide: float
    size: Size = SHEET
    places: list[tuple[Entry, float, int]] = field(default_factory=list)
    """Each entry with where it begins and in which line."""
    full: float = 0.0
    """Points before the words of entries with samples: boxes stand under boxes, arrows under arrows."""

    def __post_init__(self) -> None:
        size, gap = self.size, 1.6 * self.size.text
        marks = [entry for entry in self.entries if entry.status]
        self.full = (BOX * any(e.box for e in marks) + ARROW * any(e.arrow for e in marks) + 0.7) * size.text
        room, widths = self.wide - 2 * size.margin, [0.0]
        for count in range(min(4, len(marks)), 0, -1):
            texts = [[text_width(e.text, size.text) for e in marks[n::count]] for n in range(count)]
            widths = [self.full + max(each) + gap for each in texts]
            if sum(widths) - gap <= room or count == 1:
                break
        spare = max(0.0, room + gap - sum(widths)) / len(widths)
        starts = [size.margin + sum(widths[:n]) + min(spare, 2 * gap) * n for n in range(len(widths))]
        self.places = [(e, starts[n % len(starts)], n // len(starts)) for n, e in enumerate(marks)]
        line, left = -(-len(marks) // len(widths)), size.margin
        for entry in (entry for entry in self.entries if not entry.status):
            width = entry.lead(size) + text_width(entry.text, size.text)
            if left > size.margin and left + width > self.wide - size.margin:
                line, left = line + 1, size.margin
            self.places.append((entry, left, line))
            left += width + gap

    @property
    def line(self) -> float:
        """Points from one line to the next."""
        return 1.55 * self.size.text

    @property
    def height(self) -> float:
        """Points that the legend takes."""
        lines = 1 + max((line for _, _, line in self.places), default=-1)
        return self.line * lines + (0.8 * self.size.text if lines else 0.0)

    def draw(self, axes: Axes, top: float) -> None:
        """Set the legend on the page, its first line at `top`."""
        for entry, left, line in self.places:
            y = top + self.line * (line + 0.5)
            for part in self._sample(entry, left, y):
                axes.add_artist(part)
            at = (left + (self.full if entry.status else entry.lead(self.size)), y)
            for text in words(at, [entry.text], self.size.text, INK, align="left"):
                axes.add_artist(text)

    def _sample(self, entry: Entry, left: float, y: float) -> list[Any]:
        em, scale = self.size.text, self.size.scale
        if entry.letter:
            high = 1.4 * self.size.small
            return chip_parts(entry.letter, Box(left, y - high / 2, high, high), self.size.small)
        if entry.ticks:
            return ticks((left + 0.75 * em, y), 3, INK)
        if not entry.status:
            return []
        look = LOOKS[entry.status]
        parts = frame(Box(left + 0.5, y - 0.56 * em, BOX * em, 1.12 * em), look, TONE, scale) if entry.box else []
        start = left + self.full - (ARROW + 0.7) * em + 0.5
        line = [(start, y), (start + ARROW * em, y)]
        return parts + (arrow(line, look, TONE, bar=entry.bar, scale=scale) if entry.arrow else [])


class Picture(Figure):
    """A figure that a notebook shows by itself, without pyplot and its settings.

    `title`, `about` and `language` are its name, its description in words and the language of both, for those who
    hear it read. Where it was told what it shows (`tell`), it is shown with its caption below and its alternative text
    for readers who do not see it; in a terminal it is its name.
    """

    title: str = ""
    about: str = ""
    language: str = ""
    name, caption, alternative = "", "", ""
    more: tuple[Picture, ...] = ()
    """The sheets that follow, where one page is not enough."""

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
        for sheet in self.more:
            following = base64.b64encode(sheet.png()).decode("ascii")
            image += f'<img src="data:image/png;base64,{following}" alt="{escape(sheet.title)}" style="max-width:100%">'
        below = f"<figcaption>{escape(self.caption)}</figcaption>" if self.caption else ""
        return {"text/html": f"<figure>{image}{below}</figure>", "text/plain": repr(self)}

    def png(self) -> bytes:
        """The picture as a screen shows it."""
        out = io.BytesIO()
        with settled():
            self.savefig(out, format="png", metadata={"Software": None})
        return out.getvalue()


def sheet_of(wide: float, high: float) -> tuple[Picture, Axes]:
    """A white page of that many points, with axes whose unit is the point and whose y runs downwards."""
    figure = Picture(figsize=(wide / 72, high / 72), dpi=100, facecolor="white")
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, wide), ylim=(high, 0))
    axes.set_axis_off()
    return figure, axes
