"""Which marks does a diagram show, and how strong is the evidence for each?

The file of the figure says which boxes and arrows there are; the frame of marks says how each is drawn. Nothing is
computed here, nothing is saved, and no setting outside the figure is touched.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.errors import FigureError
from analysis.figures import style
from analysis.figures.bundles import INTO, Bundle, bundles_of, joined, junctions
from analysis.figures.chips import Chip, place_chips
from analysis.figures.fitting import fitted, named_inside
from analysis.figures.footing import Feet
from analysis.figures.layout import Box, Layout
from analysis.figures.page import Entry, Legend, feet, heads, height_of, sheet_of, stack
from analysis.figures.pieces import Mark, arrow, at_level, chip_parts, dot, frame, rounded, ticks, upright, words
from analysis.figures.sizes import SMALLEST, Size, size_of
from analysis.figures.spec import Column, Edge, FigureSpec, Node
from analysis.figures.style import COLUMNS, LOOKS, SOFT, STRENGTHS, Look, line_height
from analysis.figures.ways import Point
from analysis.figures.wording import evidence_line, word
from analysis.model import words_in

BAR_TYPES = ("hinders", "contradicts")
"""Relations whose arrow ends in a bar, where the study names no others."""


def draw_diagram(
    spec: FigureSpec,
    marks: pd.DataFrame,
    *,
    language: str,
    caption: str = "",
    constructed_mark: str = "",
    finding: str = "",
    width: str = "page",
    hindering: Collection[str] = BAR_TYPES,
) -> Figure:
    """Which boxes and arrows does the figure show, and on what does each stand?

    Parameters
    ----------
    spec : a figure of kind diagram
    marks : frame, one row per mark, with the columns `mark` ("node:ID" or "edge:ID") and `status` (one of `LOOKS`), and
        where known `persons_text`, `groups`, `documents`, `opposers`, `strength` (one of `STRENGTHS`, drawn as ticks)
        and `label` (what an arrow is called where it is described); other columns are not shown. A mark without a row
        has the status that the file declares, else none.
    language : for titles, labels and the figure's own words
    caption : what the figure counts and on what material, drawn below
    constructed_mark : words that say that the material is constructed, drawn under the title; empty for none
    finding : what the figure comes to, in a sentence under the title
    width : page (180 mm) or column (88 mm, groups one below the other; title, finding, caption and note are left to the
        text)
    hindering : types of relation that work against what they point at; their arrows end in a bar

    Returns
    -------
    Figure
        As wide as it is printed, wider only where boxes would become too narrow. Each mark is one artist (`Mark`)
        whose `gid` is the mark's name, and which says in words what it is and on what it stands.

    Raises
    ------
    FigureError
        The figure is no diagram, a row names no mark of the figure or stands twice, a status is unknown, or the width.
    """
    rows = _rows(spec, marks)
    with style.settled():
        sheet = _Sheet.of(spec, rows, language, size_of(width), frozenset(hindering))
        return sheet.draw(caption, constructed_mark, finding)


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
    size: Size
    hindering: frozenset[str]
    layout: Layout
    feet: Feet
    labels: Mapping[str, Chip]
    key: Mapping[str, str]
    tones: Mapping[str, tuple[str, str]]
    bundles: Mapping[str, Bundle]
    named: frozenset[str] = frozenset()
    label_size: float = SMALLEST

    def __post_init__(self) -> None:
        self.named = named_inside(self.spec, self.layout.bands)
        self.label_size = self._label_size()

    @classmethod
    def of(
        cls, spec: FigureSpec, rows: Mapping[str, Mapping[str, Any]], language: str, size: Size, bars: frozenset[str]
    ) -> _Sheet:
        said = {edge.id: words_in(edge.label, language) for edge in spec.edges if edge.label}
        bundles = bundles_of(spec, rows, hindering=bars, labelled=said)
        layout, feet = fitted(spec, rows, language, size, said, bundles)
        labels, key = place_chips(layout, said, size.small)
        tone = {c.id: COLUMNS[n % len(COLUMNS)] for n, c in enumerate(spec.columns)}
        tones = {node.id: tone.get(node.column, COLUMNS[0]) for node in spec.nodes}
        return cls(spec, rows, language, size, bars, layout, feet, labels, key, tones, bundles)

    def look(self, mark: str) -> Look:
        return LOOKS[str(self.rows[mark]["status"])]

    def draw(self, caption: str, constructed_mark: str, finding: str = "") -> Figure:
        size, title, note = self.size, words_in(self.spec.title, self.language), words_in(self.spec.note, self.language)
        wide = max(self.layout.width + 2 * size.margin, size.width)
        above = (
            heads(title, constructed_mark, wide, size, subtitle=finding)
            if size.framed
            else heads("", constructed_mark, wide, size)
        )
        legend = self._legend(wide)
        below = feet(caption, note, wide, size) if size.framed else []
        top = size.margin + height_of(above) + (2 if above else 0)
        foot = top + self.layout.height + 0.8 * size.text
        figure, axes = sheet_of(wide, foot + legend.height + height_of(below) + size.margin * 0.7)
        figure.title, figure.language = title, self.language
        figure.about = " ".join(part for part in (constructed_mark, finding, caption, note) if part)
        stack(axes, above, size.margin, size.margin)
        self._draw_body(axes, (wide - self.layout.width) / 2, top)
        legend.draw(axes, foot)
        stack(axes, below, foot + legend.height, size.margin)
        return figure

    def _draw_body(self, axes: Axes, left: float, top: float) -> None:
        """Bands, then arrows, then boxes, all moved to their place on the page."""
        for number, column in enumerate(self.spec.columns):
            if column.id in self.layout.bands:
                self._draw_band(axes, column, COLUMNS[number % len(COLUMNS)], left, top)
        names = {node.id: words_in(node.label, self.language).replace("\n", " ") for node in self.spec.nodes}
        dots = junctions(self.layout.lines, self.bundles)
        for edge in self.spec.edges:
            corners = [(x + left, y + top) for x, y in self.layout.lines[edge.id]]
            parts = self._arrow(edge, corners)
            tone = self.look(edge.mark).colour or self.tones[edge.source][0]
            parts += [dot((x + left, y + top), 1.9 * self.size.scale, tone) for x, y in dots.get(edge.id, ())]
            if chip := self.labels.get(edge.id):
                parts += chip_parts(chip.text, chip.box.moved(left, top), self.size.small)
            title = f"{names[edge.source]} \u2192 {names[edge.target]}"
            told = {"title": title, "about": self._told(edge.mark, words_in(edge.label, self.language))}
            axes.add_artist(at_level(Mark(axes, edge.mark, parts, **told), 2.0))
        for node in self.spec.nodes:
            parts = self._box(node, self.layout.boxes[node.id].moved(left, top))
            told = {"title": names[node.id], "about": self._told(node.mark, "")}
            axes.add_artist(at_level(Mark(axes, node.mark, parts, **told), 3.0))

    def _draw_band(self, axes: Axes, column: Column, tone: tuple[str, str], left: float, top: float) -> None:
        size, framed = self.size, column.role == "frame"
        look = {"edgecolor": tone[0], "linewidth": 1.0} if framed else {"edgecolor": "none"}
        band = self.layout.bands[column.id].moved(left, top)
        axes.add_patch(rounded(band, 0.7 * size.label, facecolor=tone[1], zorder=0.1 if framed else 0, **look))
        head = self.layout.headings[column.id].moved(left, top)
        title = words_in(column.title, self.language)
        room = (head.height - 6, head.width) if self.layout.upright else (head.width - 6, head.height)
        lines, type_size = style.fit(title, *room, size.heading, bold=True)
        write = upright if self.layout.upright else words
        for line in write(head.middle, lines, type_size, tone[0], weight="bold"):
            axes.add_artist(line)

    def _told(self, mark: str, label: str) -> str:
        """What a mark is and on what it stands, in words."""
        row = self.rows[mark]
        kind = label or (str(row.get("label") or "") if mark.startswith("edge:") else "")
        strength = str(row.get("strength") or "")
        parts = [kind, word(str(row["status"]), self.language), evidence_line(row, self.language)]
        parts.append(word(strength, self.language) if strength in STRENGTHS else "")
        return "; ".join(part for part in parts if part)

    def _arrow(self, edge: Edge, line: Sequence[Point]) -> list[Artist]:
        tone = self.tones[edge.source][0]
        look, bar, back = self.look(edge.mark), edge.type in self.hindering, self.bundles.get(edge.id, ("",))[0] == INTO
        joins = edge.id in joined(self.layout.lines, self.bundles)
        return arrow(line, look, tone, bar=bar, scale=self.size.scale, backwards=back, bundled=joins)

    def _room(self, node: Node) -> Box:
        """Where the label of a box may stand, from the box's corner: below its group's name, above the evidence."""
        box, size = self.layout.boxes[node.id], self.size
        above = 0.8 * size.inset + (line_height(size.small) if node.column in self.named else 0)
        below = 0.7 * size.inset + (0 if node.id in self.feet.upright else self.feet.height(size))
        return Box(size.inset, above, box.width - 2 * size.inset, box.height - above - below)

    def _label_size(self) -> float:
        """The type size in which every label fits its box, so that all of a figure are set in one size."""
        sizes = [
            style.fit(words_in(node.label, self.language), room.width, room.height, self.size.label)[1]
            for node in self.spec.nodes
            if node.id not in self.feet.upright
            for room in [self._room(node)]
        ]
        return max(min(sizes, default=self.size.label), SMALLEST)

    def _box(self, node: Node, box: Box) -> list[Artist]:
        """Border, the name of the group where it has no band, label, evidence, and ticks for its strength."""
        look, size, tone = self.look(node.mark), self.size, self.tones[node.id][0]
        parts = frame(box, look, tone, size.scale)
        room = self._room(node).moved(box.x, box.y)
        if node.column in self.named:
            title = next(words_in(c.title, self.language) for c in self.spec.columns if c.id == node.column)
            lines, type_size = style.fit(title, room.width, line_height(size.small), size.small, bold=True)
            at = (box.middle[0], room.y - line_height(size.small) / 2)
            parts += words(at, lines, type_size, tone, weight="bold")
        foot, label = self.feet.lines[node.mark], words_in(node.label, self.language)
        if node.id in self.feet.upright:
            parts += self._upright(label, foot, room, look.words)
        else:
            lines, type_size = style.fit(label, room.width, room.height, self.label_size)
            parts += words(room.middle, lines, type_size, look.words)
            if foot:
                small = min(style.fit(line, room.width, line_height(size.small), size.small)[1] for line in foot)
                middle = room.y + room.height + line_height(size.small) * self.feet.most / 2
                parts += words((box.middle[0], middle), foot, small, SOFT)
        if (strength := str(self.rows[node.mark].get("strength") or "")) in STRENGTHS:
            at = (box.middle[0], box.y + box.height - 0.7 * size.inset - 1.5)
            parts += ticks(at, 1 + STRENGTHS.index(strength), tone)
        return parts

    def _upright(self, label: str, foot: Sequence[str], room: Box, colour: str) -> list[Artist]:
        """Label and evidence from bottom to top, side by side in the middle of a narrow box."""
        small = line_height(self.size.small) * len(foot)
        lines, size = style.fit(label, room.height, room.width - small, self.label_size)
        wide = line_height(size) * len(lines)
        y, left = room.middle[1], room.middle[0] - (wide + small) / 2
        parts = upright((left + wide / 2, y), lines, size, colour)
        return parts + (upright((left + wide + small / 2, y), foot, self.size.small, SOFT) if foot else [])

    def _legend(self, wide: float) -> Legend:
        """One entry for each status that occurs, for the bar where it occurs, and for each letter of the key."""
        nodes = {str(self.rows[node.mark]["status"]) for node in self.spec.nodes}
        edges = {str(self.rows[edge.mark]["status"]) for edge in self.spec.edges}
        short = "short " if self.size.across else ""
        entries = [
            Entry(word(short + status, self.language), status, status in nodes, status in edges)
            for status in LOOKS
            if status in nodes | edges
        ]
        if any(edge.type in self.hindering for edge in self.spec.edges):
            entries.append(Entry(word(short + "bar", self.language), "observed", False, True, bar=True))
        if self.feet.ticked:
            entries.append(Entry(word("strength", self.language), ticks=True))
        if self.feet.brevity:
            entries.append(Entry(word(("short", "shorter", "numbers")[self.feet.brevity - 1], self.language)))
        entries += [Entry(text, letter=letter) for letter, text in self.key.items()]
        return Legend(entries, wide, self.size)
