"""What stands at the foot of each box, and how much room does it take?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analysis.figures import style
from analysis.figures.sizes import Size
from analysis.figures.spec import FigureSpec
from analysis.figures.style import STRENGTHS, line_height
from analysis.figures.wording import evidence_line

TICK = 5.0
"""Points that the ticks of strength take below the evidence."""


@dataclass(frozen=True, slots=True)
class Feet:
    """The lines of evidence in each box, how brief they are, and whether ticks stand below them."""

    lines: Mapping[str, list[str]]
    brevity: int = 0
    ticked: bool = False
    upright: frozenset[str] = frozenset()
    """Boxes too narrow for their words, which therefore run from bottom to top."""

    @property
    def most(self) -> int:
        """How many lines the longest foot has."""
        return max((len(each) for each in self.lines.values()), default=0)

    def height(self, size: Size) -> float:
        """Points that every box keeps free for it."""
        return self.most * line_height(size.small) + (TICK if self.ticked else 0.0)


def evidence_lines(
    spec: FigureSpec, rows: Mapping[str, Mapping[str, Any]], language: str, size: Size, width: float
) -> Feet:
    """What stands at the foot of each box, equally brief in all: in one line where that goes, else in several."""
    ticked = any(str(rows[node.mark].get("strength") or "") in STRENGTHS for node in spec.nodes)

    def lines(brevity: int) -> dict[str, str]:
        return {node.mark: evidence_line(rows[node.mark], language, brevity=brevity) for node in spec.nodes}

    for brevity in () if size.across else (0, 1, 2):
        found = lines(brevity)
        if all(style.text_width(text, size.small) <= width for text in found.values()):
            return Feet({mark: [text] if text else [] for mark, text in found.items()}, brevity, ticked)
    wrapped = {
        mark: style.wrap(text, width, size.small, at=" \u00b7 ") if text else [] for mark, text in lines(2).items()
    }
    if not size.across and all(len(each) <= 2 for each in wrapped.values()):
        return Feet(wrapped, 2, ticked)
    counts = {n.mark: evidence_line({**rows[n.mark], "status": ""}, language, brevity=3) for n in spec.nodes}
    choices = (lines(3), lines(4), counts)
    brief = {
        mark: next((each[mark] for each in choices if style.text_width(each[mark], size.small) <= width), counts[mark])
        for mark in counts
    }
    return Feet({mark: [text] if text else [] for mark, text in brief.items()}, 3, ticked)
