"""Where do sets of sources agree, differ, contradict or keep silent? The convergence matrix as a figure (F08, F09)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis.errors import FigureError
from analysis.figures.charts.sheet import Page, glyph, key, key_height, page_of, rule, tall
from analysis.figures.heatmap import hatched
from analysis.figures.page import MARGIN
from analysis.figures.pieces import words
from analysis.figures.style import INK, SOFT, WARN, fit, settled, text_width, wrap

WIDE, THEME, HEAD = 664.0, 206.0, 30.0
ROW = 15.0
SIGN: Mapping[str, str] = {"agreement": "dot", "partial": "half", "dissonance": "ring"}
"""How an outcome looks: full, half full, empty."""

_STANCE = {1: "+", -1: "−", 0: "○"}


def draw_convergence(
    cells: pd.DataFrame,
    sides: pd.DataFrame,
    *,
    sets: Mapping[str, str],
    title: str,
    caption: str = "",
    note: str = "",
    constructed_mark: str = "",
    language: str = "en",
) -> Figure:
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
        dissonance, a cross for contradiction. Each cell is one artist: `code:<theme>|set:<set>`.

    Raises
    ------
    FigureError
        There is no theme or no set.
    """
    if cells.empty or not sets:
        raise FigureError(f"{title}: a convergence matrix has themes and sets (got none). Name sets in study.yaml.")
    say = _WORDS.get(language, _WORDS["en"])
    rows = [(str(t), list(own)) for t, own in groupby(_records(cells), key=lambda row: row["theme"])]
    entries = [("dot", say["agreement"]), ("half", say["partial"]), ("ring", say["dissonance"])]
    entries += [("cross", say["contradiction"])]
    pairs = not sides.empty
    wide = (WIDE - 2 * MARGIN - THEME - (118 if pairs else 0)) / len(sets)
    steps = [tall([(str(own[0]["name"]), THEME - 8)], 7.6, ROW) for _, own in rows]
    high = HEAD + sum(steps) + 14
    with settled():
        body = high + 16 + (key_height(entries, MARGIN, WIDE) if pairs else 0)
        page = page_of(body, title=title, constructed_mark=constructed_mark, caption=caption, note=note, wide=WIDE)
        left, top = MARGIN + THEME, page.top + HEAD
        _heads(page, list(sets.values()), left, wide, say, pairs)
        signs = {str(row["theme"]): row for row in _records(sides)}
        family, y = "", top
        for step, (theme, own) in zip(steps, rows, strict=True):
            if own[0]["family"] != family:
                family = str(own[0]["family"])
                page.add(rule((MARGIN, y), (WIDE - MARGIN, y), "#b9c1c9", 0.7))
            page.write((MARGIN, y + step / 2), str(own[0]["name"]), 7.6, room=THEME - 8)
            by_set = {row["set"]: row for row in own}
            for column, name in enumerate(sets):
                _cell(page, theme, by_set.get(name), name, (left + wide * column, y + (step - ROW) / 2, wide))
            if pairs and theme in signs:
                _pairs(page, signs[theme], left + wide * len(sets) + 10, y + step / 2)
            y += step
        page.add(rule((MARGIN, y), (WIDE - MARGIN, y), "#b9c1c9", 0.7))
        _foot(page, say, page.top + high + 2)
        if pairs:
            key(page, entries, MARGIN, page.top + high + 17, dict.fromkeys(SIGN.values(), INK) | {"cross": WARN})
        return page.figure


def _heads(page: Page, names: Sequence[str], left: float, wide: float, say: Mapping[str, str], pairs: bool) -> None:
    heads = [(name, left + wide * (number + 0.5), wide - 4) for number, name in enumerate(names)]
    heads += [(say["pairs"], left + wide * len(names) + 64, 104.0)] if pairs else []
    size = min(fit(name, room, HEAD - 6, 7.8, bold=True)[1] for name, _, room in heads)
    for name, middle, room in heads:
        lines = wrap(name, room, size, bold=True)
        page.add(*words((middle, page.top + HEAD - 14), lines, size, INK, weight="bold"))


def _cell(page: Page, theme: str, row: Mapping[str, Any] | None, name: str, box: tuple[float, float, float]) -> None:
    x, y, wide = box
    middle = (x + wide / 2, y + ROW / 2)
    parts: list[Artist]
    if row is None or (not row["speaks"] and row["silence"] != "asked_but_silent"):
        parts = [hatched(x + 3, y + 2, wide - 6, ROW - 4)]
    elif not row["speaks"]:
        parts = words(middle, ["·"], 9, SOFT)
    else:
        stance = None if pd.isna(row["stance"]) else int(row["stance"])
        sign = "§" if stance is None else _STANCE[stance]
        colour = WARN if stance == -1 else INK
        parts = words((middle[0] - 13, middle[1]), [sign], 8.6, colour, weight="bold")
        parts += words((middle[0] + 5, middle[1]), [str(row["text"])], 7.4, INK)
        if stance == -1:
            parts.insert(
                0, Rectangle((x + 3, y + 1.5), wide - 6, ROW - 3, facecolor="#f3e5dd", edgecolor="none", zorder=0)
            )
    page.mark(f"code:{theme}|set:{name}", parts)


def _pairs(page: Page, row: Mapping[str, Any], left: float, y: float) -> None:
    """How many pairs of sets have each outcome: a sign and a number, nothing where there are none."""
    x = left
    for outcome, sign in (*SIGN.items(), ("contradictions", "cross")):
        count = int(row[outcome])
        if count:
            page.add(*glyph(sign, (x + 4, y), 2.7 if sign != "cross" else 2.4, INK if sign != "cross" else WARN))
            page.write((x + 10, y), str(count), 7.4)
        x += 27


def _foot(page: Page, say: Mapping[str, str], y: float) -> None:
    """What signs in cells mean."""
    x = MARGIN
    for text in (say["for"], say["against"], say["open"], say["norm"], say["silent"]):
        page.write((x, y), text, 7.2)
        x += text_width(text, 7.2) + 12
    page.add(hatched(x, y - 4, 14, 8))
    page.write((x + 18, y), say["none"], 7.2)


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "pairs": "pairs of sets",
        "agreement": "pairs in agreement",
        "partial": "in part",
        "dissonance": "in dissonance",
        "contradiction": "in contradiction: opposite stances, whatever the outcome",
        "for": "+ for the statement",
        "against": "− against it",
        "open": "○ both or neither",
        "norm": "§ states norms",
        "silent": "· asked but silent",
        "none": "not asked or cannot know",
    },
    "id": {
        "pairs": "pasangan kelompok data",
        "agreement": "pasangan yang sepakat",
        "partial": "sebagian",
        "dissonance": "berbeda",
        "contradiction": "bertentangan: sikap berlawanan, apa pun hasilnya",
        "for": "+ mendukung pernyataan",
        "against": "− menentang",
        "open": "○ keduanya atau tidak memihak",
        "norm": "§ menyatakan norma",
        "silent": "· ditanya tetapi diam",
        "none": "tidak ditanya atau tidak tahu",
    },
}
