"""How does each status look, what is it called, and how much room does a text take?

Line styles follow F32. Statuses differ by line, dash and word, never by colour alone; column colours are dark and
light tints after Okabe and Ito (2008), which most colour-blind readers can tell apart and which stay apart in grey.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import matplotlib as mpl
from matplotlib.colors import to_rgb
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import LoadFlags

FONT = "DejaVu Sans"
"""Shipped inside matplotlib, so that no figure depends on the fonts of a machine."""

INK, SOFT, PALE, GREY, WARN = "#1f2328", "#57606a", "#d8dde2", "#737a81", "#8f2d00"


@dataclass(frozen=True, slots=True)
class Look:
    """How the line of a status is drawn. Without a `colour` the line takes the colour of its column."""

    width: float
    dash: tuple[float, ...] = ()
    colour: str = ""
    fill: str = "#ffffff"
    double: bool = False
    words: str = INK


LOOKS: Mapping[str, Look] = {
    "observed": Look(1.5),
    "assembled": Look(1.5, (4.2, 2.4)),
    "contested": Look(3.4, double=True),
    "faint": Look(0.7, colour="#76818c", words=SOFT),
    "law": Look(1.3, (7, 2, 1.2, 2), GREY, "#f1f2f3", words="#3d4248"),
    "theory": Look(1.3, (1.2, 1.8), GREY, "#f1f2f3", words="#3d4248"),
    "proposal": Look(1.3, (9, 4), GREY, "#f1f2f3", words="#3d4248"),
    "none": Look(0.7, (1, 3.2), "#76818c", words=SOFT),
}
"""Every status that a mark may have, in the order of the legend."""

STRENGTHS = ("very_low", "low", "moderate", "high")
"""How strong evidence may be judged, weakest first: one tick to four."""

COLUMNS: tuple[tuple[str, str], ...] = (
    ("#0a4f80", "#e7f0f7"),
    ("#0b6b4d", "#e6f3ee"),
    ("#8a5100", "#fbf1e1"),
    ("#7b3b66", "#f6eaf2"),
    ("#2b6a83", "#e9f4f8"),
    ("#665f00", "#f6f4df"),
)
"""Dark and light tint of each column in turn."""


def ink_on(ground: Any) -> str:
    """The colour of words on a ground: ink or white where one of them has a contrast of 4.5 (WCAG 2.1), else black."""
    paper = _luminance(ground)
    for ink, least in ((INK, 4.6), ("#ffffff", 4.5)):  # ink a little more, for those who see colours otherwise
        low, high = sorted((_luminance(ink), paper))
        if (high + 0.05) / (low + 0.05) >= least:
            return ink
    return "#000000"


def _luminance(colour: Any) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@contextmanager
def settled(**more: Any) -> Iterator[None]:
    """Drawing with fixed settings, whatever a user's own settings are; those come back afterwards."""
    with mpl.rc_context():
        mpl.rcdefaults()
        settings: dict[Any, Any] = {"font.family": FONT, "axes.unicode_minus": False, "text.parse_math": False}
        settings["text.hinting"] = "none"  # letters are as wide at every resolution as `text_width` measures them
        settings |= more
        mpl.rcParams.update(settings)
        yield


@lru_cache(maxsize=20_000)
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide is a line of text, in points?"""
    font = get_font(findfont(FontProperties(family=FONT, weight="bold" if bold else "normal")))
    font.set_size(size, 72)
    font.set_text(text, 0.0, flags=LoadFlags.NO_HINTING)
    return float(font.get_width_height()[0]) / 64


def wrap(text: str, width: float, size: float, *, bold: bool = False, even: bool = True, at: str = " ") -> list[str]:
    """The text in lines no wider than `width`, equally long if `even`, broken at `at`; too long a word is cut."""
    lines = _fill(text, width, size, bold, at)
    tight = width
    while even and len(lines) > 1 and tight > 0.5 * width:
        closer = _fill(text, tight - 3, size, bold, at)
        if len(closer) > len(lines) or any(line.endswith("\u2010") for line in closer):
            break
        lines, tight = closer, tight - 3
    return lines


def fit(text: str, width: float, height: float, size: float, *, bold: bool = False) -> tuple[list[str], float]:
    """Lines and type size with which a text stays within `width` x `height` points; shrinks from `size` as it must."""
    while True:
        lines = wrap(text, width, size, bold=bold)
        whole = not any(line.endswith("\u2010") for line in lines)
        if (len(lines) * line_height(size) <= height and (whole or size <= 6)) or size <= 2:
            return lines, size
        size -= 0.5


def line_height(size: float) -> float:
    """From one line to the next, in points."""
    return 1.24 * size


def _fill(text: str, width: float, size: float, bold: bool, at: str) -> list[str]:
    lines: list[str] = []
    line = ""
    items = text.split() if at == " " else text.split(at)
    for piece in (part for item in items for part in _cut(item, width, size, bold)):
        longer = f"{line}{at}{piece}" if line else piece
        if line and text_width(longer, size, bold=bold) > width:
            lines.append(line)
            longer = piece
        line = longer
    return [*lines, line] if line or not lines else lines


def _cut(item: str, width: float, size: float, bold: bool) -> Sequence[str]:
    """A word in pieces that fit a line, each but the last with a hyphen."""
    if len(item) < 2 or text_width(item, size, bold=bold) <= width:
        return [item]
    own = [n for n, sign in enumerate(item[:-1], 1) if sign in "-/" and text_width(item[:n], size, bold=bold) <= width]
    if own:
        return [item[: own[-1]], *_cut(item[own[-1] :], width, size, bold)]
    most = next(
        (n for n in range(len(item) - 1, 1, -1) if text_width(item[:n] + "\u2010", size, bold=bold) <= width), 1
    )
    count = next((n for n in range(min(most, len(item) - 3), 2, -1) if _syllable(item, n)), most)
    return [item[:count] + "\u2010", *_cut(item[count:], width, size, bold)]


def _syllable(item: str, at: int) -> bool:
    """Whether a word may well be cut there: after a vowel, before one consonant and a vowel, as most syllables run."""
    vowels = "aeiou"
    before, after = item[at - 1].lower(), item[at:].lower().removeprefix("ng")
    return before in vowels and after[:1] not in vowels and (after[1:2] in vowels or after != item[at:].lower())
