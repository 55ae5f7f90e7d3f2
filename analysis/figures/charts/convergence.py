"""Where do sets of sources agree, differ, contradict or keep silent? The convergence matrix as a figure (F08, F09)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.patches import Rectangle

from analysis.figures.charts.keys import Key, draw_key, key_height
from analysis.figures.charts.looks import glyph, hatched
from analysis.figures.charts.naming import Heads, columns_per_sheet, name_width, row_heights, write_name
from analysis.figures.charts.sheet import (
    LEFT,
    ROOM,
    SMALL,
    Face,
    Page,
    Plan,
    bound,
    need,
    page_of,
    planned,
    records,
    rule,
)
from analysis.figures.page import Picture
from analysis.figures.pieces import words
from analysis.figures.style import INK, SOFT, WARN, text_width

NAME, LEAST, BROAD, PAIR = 164.0, 34.0, 62.0, 21.0
SIGN: Mapping[str, str] = {"agreement": "dot", "partial": "half", "dissonance": "ring"}
"""How an outcome looks: full, half full, empty."""

_STANCE = {1: "+", -1: "−", 0: "○"}
_LINE = "#b9c1c9"


def draw_convergence(cells: pd.DataFrame, sides: pd.DataFrame, *, sets: Mapping[str, str], face: Face) -> Picture:
    """What does each set say on each theme, and how do the sets stand to each other?

    Parameters
    ----------
    cells : frame, one row per theme and set, themes in the order of display: theme, name, family, set, stance (1, 0 or
        -1; missing where the set states norms), text (who speaks of who could, as it may be shown), speaks, silence
    sides : frame, one row per theme: theme, agreement, partial, dissonance, contradictions, undecided, silence (numbers
        of pairs), or nothing where pairs may not be shown
    sets : set -> its name, in the order of display

    Returns
    -------
    Figure
        A cell has a sign for the stance and how many speak; hatched where nobody was asked or could know, a dot where
        those who were asked keep silent. Beside it the pairs: full for agreement, half for partial, empty for
        dissonance, a cross for contradiction. Each cell is one artist: `code:<theme>|set:<set>`. On further sheets what
        does not fit one.

    Raises
    ------
    FigureError
        There is no theme or no set.
    """
    need(min(len(cells), len(sets)), face.title, "Name sets in study.yaml.")
    say = _WORDS.get(face.language, _WORDS["en"])
    rows = [(str(t), list(own)) for t, own in groupby(records(cells), key=lambda row: row["theme"])]
    names = [str(own[0]["name"]) for _, own in rows]
    width, beside = name_width(names, NAME), 4 * PAIR + 8 if len(sides) else 0.0
    room = ROOM - width - beside
    parts = columns_per_sheet(len(sets), room, LEAST)
    keys = _keys(say, sides)
    sheets: list[Plan] = []
    for start, end in parts:
        own = list(sets)[start:end]
        heads = Heads([sets[name] for name in own], min(BROAD, room / len(own)))
        pairs = {str(row["theme"]): row for row in records(sides)}
        matrix = _Matrix(own, sets, heads, width, pairs, keys, say)
        fixed = max(heads.height, 18.0) + key_height(keys) + 2
        heights = row_heights(names, width - 6, face.room() - fixed, (10.0, 14.0))
        lines = [(*row, step) for row, step in zip(rows, heights, strict=True)]
        sheets += planned(face, lines, heights, fixed, matrix.draw, several=len(parts) > 1)
    return bound(face, sheets)


def convergence_finding(sides: pd.DataFrame, sets: int, language: str) -> str:
    """On how many themes sets contradict, and on how many no pair differs; nothing where pairs may not be shown."""
    if sides.empty:
        return ""
    return _WORDS.get(language, _WORDS["en"])["finding"].format(
        themes=len(sides),
        sets=sets,
        against=int((sides["contradictions"] > 0).sum()),
        calm=int(((sides["dissonance"] == 0) & (sides["agreement"] + sides["partial"] > 0)).sum()),
    )


def _keys(say: Mapping[str, str], sides: pd.DataFrame) -> list[Key]:
    """What the signs mean; of the pairs, those that occur."""
    keys = [Key(say[name], sign=sign) for name, sign in (("for", "+"), ("against", "−"), ("open", "○"), ("norm", "§"))]
    keys[1] = Key(say["against"], sign="−", colour=WARN)
    keys += [Key(say["silent"], sign="·"), Key(say["none"], hatched=True)]
    if len(sides):
        occur = {outcome: sign for outcome, sign in SIGN.items() if (sides[outcome] > 0).any()}
        keys += [Key(say[outcome], glyph=sign, colour=INK) for outcome, sign in occur.items()]
    if len(sides) and (sides["contradictions"] > 0).any():
        keys.append(Key(say["contradiction"], glyph="cross", colour=WARN))
    return keys


@dataclass(frozen=True, slots=True)
class _Matrix:
    """Some columns of the matrix, and how their rows are drawn on a sheet."""

    columns: Sequence[str]
    sets: Mapping[str, str]
    heads: Heads
    width: float
    pairs: Mapping[str, Mapping[str, Any]]
    keys: Sequence[Key]
    say: Mapping[str, str]

    def draw(self, face: Face, rows: Sequence[tuple[str, list[dict[str, Any]], float]]) -> Picture:
        """The sheet with these rows, each with its cells and its height."""
        head = max(self.heads.height, 18.0)
        high = head + sum(step for _, _, step in rows)
        page = page_of(high + 2 + key_height(self.keys), face)
        left, y = LEFT + self.width, page.top + head
        right = left + self.heads.step * len(self.columns)
        end = right + (4 * PAIR + 8 if self.pairs else 0)
        self.heads.draw(page, left, y)
        if self.pairs:
            page.write((right + 10, y - 7), self.say["pairs"], SMALL, SOFT)
        family = ""
        for theme, own, step in rows:
            if own[0]["family"] != family:
                family = str(own[0]["family"])
                page.add(rule((LEFT, y), (end, y), _LINE))
            write_name(page, str(own[0]["name"]), left - 6, y + step / 2, self.width - 6)
            by_set = {row["set"]: row for row in own}
            for column, name in enumerate(self.columns):
                self._cell(page, theme, by_set.get(name), name, left + self.heads.step * column, y + step / 2)
            if theme in self.pairs:
                _pairs(page, self.pairs[theme], right + 10, y + step / 2)
            y += step
        page.add(rule((LEFT, y), (end, y), _LINE))
        draw_key(page, self.keys, y + 2)
        return page.figure

    def _cell(self, page: Page, theme: str, row: Mapping[str, Any] | None, name: str, x: float, y: float) -> None:
        wide = self.heads.step
        parts: list[Artist]
        if row is None or (not row["speaks"] and row["silence"] != "asked_but_silent"):
            parts, told = [hatched(x + 2, y - 4, wide - 4, 8)], self.say["none"]
        elif not row["speaks"]:
            parts, told = words((x + wide / 2, y), ["·"], 9, SOFT), self.say["silent"]
        else:
            parts, told = self._said(row, x, y)
        theme_name = "" if row is None else f"{row['name']} · "
        page.mark(f"code:{theme}|set:{name}", parts, f"{theme_name}{self.sets[name]}: {told}")

    def _said(self, row: Mapping[str, Any], x: float, y: float) -> tuple[list[Artist], str]:
        """A sign for the stance, and how many speak."""
        wide, text = self.heads.step, str(row["text"])
        stance = None if pd.isna(row["stance"]) else int(row["stance"])
        sign = "§" if stance is None else _STANCE[stance]
        word = self.say["norm" if stance is None else {1: "for", -1: "against", 0: "open"}[stance]]
        start = x + (wide - 9 - text_width(text, SMALL)) / 2
        parts = words((start + 2.5, y), [sign], 7.0, WARN if stance == -1 else INK, weight="bold")
        parts += words((start + 9, y), [text], SMALL, INK, align="left")
        if stance == -1:
            shade = Rectangle((x + 2, y - 4.6), wide - 4, 9.2, facecolor="#f3e5dd", edgecolor="none", zorder=0)
            parts.insert(0, shade)
        return parts, f"{word}, {text}"


def _pairs(page: Page, row: Mapping[str, Any], left: float, y: float) -> None:
    """How many pairs of sets have each outcome: a sign and a number, nothing where there are none."""
    x = left
    for outcome, sign in (*SIGN.items(), ("contradictions", "cross")):
        count = int(row[outcome])
        if count:
            page.add(*glyph(sign, (x + 3, y), 2.2 if sign != "cross" else 2.0, INK if sign != "cross" else WARN))
            page.write((x + 8, y), str(count), SMALL)
        x += PAIR


_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "pairs": "pairs of sets",
        "finding": "Of {themes} themes compared over {sets} sets, {against} hold a contradiction between two sets; on "
        "{calm} no pair is in dissonance",
        "agreement": "pairs in agreement",
        "partial": "in part",
        "dissonance": "in dissonance",
        "contradiction": "in contradiction: opposite stances, whatever the outcome",
        "for": "for the statement",
        "against": "against it",
        "open": "both or neither",
        "norm": "states norms",
        "silent": "asked but silent",
        "none": "not asked or cannot know",
    },
    "id": {
        "pairs": "pasangan kelompok",
        "finding": "Dari {themes} tema yang dibandingkan antara {sets} kelompok data, {against} memuat pertentangan "
        "antara dua kelompok; pada {calm} tema tidak ada pasangan yang berbeda",
        "agreement": "pasangan yang sepakat",
        "partial": "sebagian",
        "dissonance": "berbeda",
        "contradiction": "bertentangan: sikap berlawanan, apa pun hasilnya",
        "for": "mendukung pernyataan",
        "against": "menentang",
        "open": "keduanya atau tidak memihak",
        "norm": "menyatakan norma",
        "silent": "ditanya tetapi diam",
        "none": "tidak ditanya atau tidak tahu",
    },
}
