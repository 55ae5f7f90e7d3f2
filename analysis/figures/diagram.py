"""Which marks does a diagram show, and how strong is the evidence for each?

The file of the figure says which boxes and arrows there are; the frame of marks says how each is drawn. Nothing is
computed here, nothing is saved, and no setting outside the figure is touched.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.errors import FigureError
from analysis.figures import chips, style
from analysis.figures.chips import Chip, place_chips
from analysis.figures.layout import Box, Layout, place
from analysis.figures.page import MARGIN, Entry, Legend, feet, heads, height_of, sheet_of, stack
from analysis.figures.pieces import Mark, arrow, at_level, chip_parts, frame, rounded, words
from analysis.figures.spec import Edge, FigureSpec, Node
from analysis.figures.style import COLUMNS, LOOKS, SOFT, Look
from analysis.figures.ways import Point
from analysis.model import words_in

WIDTH = 770.0
"""Points that a diagram may be wide: A4 lying on its side; standing, it is still read at 70 per cent."""

NARROWEST, LABEL, SMALL = 440.0, 9.5, 7.2
_HEADING, _FOOT = 96.0, 11.0
"""Room for headings beside columns, and for a line of evidence."""

BAR_TYPES = ("hinders", "contradicts")
"""Relations whose arrow ends in a bar."""


def draw_diagram(
    spec: FigureSpec, marks: pd.DataFrame, *, language: str, caption: str = "", constructed_mark: str = ""
) -> Figure:
    """Which boxes and arrows does the figure show, and on what does each stand?

    Parameters
    ----------
    spec : a figure of kind diagram
    marks : frame, one row per mark, with the columns `mark` ("node:ID" or "edge:ID") and `status` (one of `LOOKS`), and
        where known `persons_text`, `groups`, `documents`, `opposers`; other columns are not shown. A mark without a
        row has the status that the file declares, else none.
    language : for titles, labels and the figure's own words
    caption : what the figure counts and on what material, drawn below
    constructed_mark : words that say that the material is constructed, drawn under the title; empty for none

    Returns
    -------
    Figure
        Each mark is one artist (`Mark`) whose `gid` is the mark's name.

    Raises
    ------
    FigureError
        The figure is no diagram, a row names no mark of the figure or stands twice, or a status is unknown.
    """
    rows = _rows(spec, marks)
    with style.settled():
        sheet = _Sheet.of(spec, rows, language)
        return sheet.draw(caption, constructed_mark)


def _rows(spec: FigureSpec, marks: pd.DataFrame) -> dict[str, Mapping[str, Any]]:
    """One row for each mark of the figure."""
    if spec.kind != "diagram" or not spec.nodes:
        raise FigureError(
            f"{spec.name}: a diagram has kind: diagram and nodes (got {spec.kind}). Mend the figure file."
        )
    rows: dict[str, Mapping[str, Any]] = {node.mark: {"status": node.status or "none"} for node in spec.nodes}
    rows |= {edge.mark: {"status": edge.status or "none"} for edge in spec.edges}
    seen: set[str] = set()
    for row in marks.to_dict("records"):
        mark, status = str(row["mark"]), str(row["status"])
        if mark not in rows:
            raise FigureError(f"{spec.name}: each row names a mark of the figure (got {mark!r}). See the figure file.")
        if mark in seen:
            raise FigureError(f"{spec.name}: a mark has one row (got {mark!r} twice). Delete one of them.")
        if status not in LOOKS:
            raise FigureError(f"{spec.name}: {mark} has a status out of {', '.join(LOOKS)} (got {status!r}). Mend it.")
        rows[mark] = {str(key): value for key, value in row.items()}
        seen.add(mark)
    return rows


@dataclass(slots=True)
class _Sheet:
    """A diagram that is placed and ready to be drawn."""

    spec: FigureSpec
    rows: Mapping[str, Mapping[str, Any]]
    language: str
    layout: Layout
    evidence: Mapping[str, Sequence[str]]
    brevity: int
    labels: Mapping[str, Chip]
    key: Mapping[str, str]
    tones: Mapping[str, tuple[str, str]]

    @classmethod
    def of(cls, spec: FigureSpec, rows: Mapping[str, Mapping[str, Any]], language: str) -> _Sheet:
        said = _edge_words(spec, rows, language)
        channel = _channel(spec, said)
        width = _box_width(spec, channel)
        heading = _heading(spec, language, width + 8)
        evidence, brevity = _evidence(spec, rows, language, width - 10)
        lines = [style.wrap(words_in(n.label, language), width - 14, LABEL) for n in spec.nodes]
        most = max(1, min(4, max(len(each) for each in lines)))
        foot = _FOOT * max(len(each) for each in evidence.values())
        height = most * style.line_height(LABEL) + 12 + foot
        layout = place(spec, box=(width, round(height, 1)), heading=heading, channel=channel)
        labels, key = place_chips(layout, said)
        tone = {c.id: COLUMNS[n % len(COLUMNS)] for n, c in enumerate(spec.columns)}
        tones = {node.id: tone.get(node.column, COLUMNS[0]) for node in spec.nodes}
        return cls(spec, rows, language, layout, evidence, brevity, labels, key, tones)

    def look(self, mark: str) -> Look:
        return LOOKS[str(self.rows[mark]["status"])]

    def draw(self, caption: str, constructed_mark: str) -> Figure:
        wide = max(self.layout.width + 2 * MARGIN, NARROWEST)
        above = heads(words_in(self.spec.title, self.language), constructed_mark, wide)
        legend = self._legend(wide)
        below = feet(caption, words_in(self.spec.note, self.language), wide)
        top = MARGIN + height_of(above) + 6
        high = top + self.layout.height + 12 + legend.height + height_of(below) + MARGIN * 0.7
        figure, axes = sheet_of(wide, high)
        stack(axes, above, MARGIN)
        self._draw_body(axes, (wide - self.layout.width) / 2, top)
        legend.draw(axes, top + self.layout.height + 12)
        stack(axes, below, top + self.layout.height + 12 + legend.height)
        return figure

    def _draw_body(self, axes: Axes, left: float, top: float) -> None:
        """Bands, then arrows, then boxes, all moved to their place on the page."""
        move = lambda box: Box(box.x + left, box.y + top, box.width, box.height)  # noqa: E731
        for number, column in enumerate(self.spec.columns):
            dark, tint = COLUMNS[number % len(COLUMNS)]
            axes.add_patch(rounded(move(self.layout.bands[column.id]), 8, facecolor=tint, edgecolor="none", zorder=0))
            head = move(self.layout.headings[column.id])
            title = words_in(column.title, self.language)
            lines, size = style.fit(title, head.width - 12, head.height, 11.5, bold=True)
            for line in words(head.middle, lines, size, dark, weight="bold"):
                axes.add_artist(line)
        for edge in self.spec.edges:
            corners = [(x + left, y + top) for x, y in self.layout.lines[edge.id]]
            chip = self.labels.get(edge.id)
            parts = self._arrow(edge, corners) + (chip_parts(chip.text, move(chip.box)) if chip else [])
            axes.add_artist(at_level(Mark(axes, edge.mark, parts), 2.0))
        for node in self.spec.nodes:
            axes.add_artist(at_level(Mark(axes, node.mark, self._box(node, move(self.layout.boxes[node.id]))), 3.0))

    def _arrow(self, edge: Edge, line: Sequence[Point]) -> list[Artist]:
        return arrow(line, self.look(edge.mark), self.tones[edge.source][0], bar=edge.type in BAR_TYPES)

    def _box(self, node: Node, box: Box) -> list[Artist]:
        look = self.look(node.mark)
        parts = frame(box, look, self.tones[node.id][0])
        foot = self.evidence[node.mark]
        below = _FOOT * max(len(each) for each in self.evidence.values())
        room = box.height - below - 8
        lines, size = style.fit(words_in(node.label, self.language), box.width - 14, room, LABEL)
        parts += words((box.middle[0], box.y + 4 + room / 2), lines, size, look.words)
        if foot:
            small = min(style.fit(line, box.width - 8, _FOOT, SMALL)[1] for line in foot)
            parts += words((box.middle[0], box.y + box.height - below / 2 - 3), foot, small, SOFT)
        return parts

    def _legend(self, wide: float) -> Legend:
        """One entry for each status that occurs, for the bar where it occurs, and for each letter of the key."""
        nodes = {str(self.rows[node.mark]["status"]) for node in self.spec.nodes}
        edges = {str(self.rows[edge.mark]["status"]) for edge in self.spec.edges}
        entries = [
            Entry(style.word(status, self.language), status, status in nodes, status in edges)
            for status in LOOKS
            if status in nodes | edges
        ]
        if any(edge.type in BAR_TYPES for edge in self.spec.edges):
            entries.append(Entry(style.word("bar", self.language), "observed", False, True, bar=True))
        if self.brevity:
            entries.append(Entry(style.word(("short", "shorter")[self.brevity - 1], self.language)))
        entries += [Entry(text, letter=letter) for letter, text in self.key.items()]
        return Legend(entries, wide)


def _channel(spec: FigureSpec, said: Mapping[str, str]) -> Point:
    """Least room between columns and between boxes: enough for the words of arrows, where there are few columns."""
    widest = max((style.text_width(text, chips.SIZE) for text in said.values()), default=0.0)
    column = {node.id: node.column for node in spec.nodes}
    within = [edge for edge in spec.edges if column[edge.source] == column[edge.target]]
    gap = 34.0 if any(edge.id in said for edge in within) else 24.0 if within else 13.0
    few = spec.direction == "LR" and (len(spec.columns) or len(spec.nodes)) <= 4
    return (min(86.0, max(44.0, widest + 36)) if few else 44.0), gap


def _box_width(spec: FigureSpec, channel: Point) -> float:
    """As wide as the page allows, within reason."""
    probe = place(spec, box=(100.0, 40.0), channel=channel)
    count = len({round(box.x) for box in probe.boxes.values()})
    beside = _HEADING if spec.direction == "TB" and spec.columns else 0.0
    room = WIDTH - beside - (probe.width - 100 * count)
    return max(84.0, min(150.0, round(room / count)))


def _heading(spec: FigureSpec, language: str, width: float) -> float:
    """Room for the longest heading: two lines above the columns, or a margin to their left."""
    if spec.direction == "TB":
        return _HEADING
    lines = [style.wrap(words_in(column.title, language), width, 11.5, bold=True) for column in spec.columns]
    return 14.0 + style.line_height(11.5) * min(2, max((len(each) for each in lines), default=1))


def _evidence(
    spec: FigureSpec, rows: Mapping[str, Mapping[str, Any]], language: str, width: float
) -> tuple[dict[str, list[str]], int]:
    """The lines of evidence in each box, equally brief in all: in one line where that goes, else in two."""
    for brevity in (0, 1, 2):
        found = {node.mark: style.evidence_line(rows[node.mark], language, brevity=brevity) for node in spec.nodes}
        if all(style.text_width(text, SMALL) <= width for text in found.values()):
            return {mark: [text] if text else [] for mark, text in found.items()}, brevity
    return {mark: style.wrap(text, width, SMALL, at=" · ") if text else [] for mark, text in found.items()}, 2


def _edge_words(spec: FigureSpec, rows: Mapping[str, Mapping[str, Any]], language: str) -> dict[str, str]:
    """What an arrow says: its label and, where it stands on no coding, on what it stands."""
    found = {}
    for edge in spec.edges:
        status = f"tag {rows[edge.mark]['status']}"
        tag = style.word(status, language) if status in style.WORDS["en"] else ""
        label = words_in(edge.label, language)
        text = f"{label} ({tag})" if label and tag else label or tag
        if text:
            found[edge.id] = text
    return found
