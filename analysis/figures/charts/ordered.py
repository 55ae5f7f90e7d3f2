"""The role-ordered matrix: how many of each role raise a theme, and on which side they stand (F05)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures.charts.tiles import (
    SIDES,
    SMALL,
    Face,
    Look,
    column_heads,
    head_height,
    legend,
    legend_height,
    name_width,
    need,
    records,
    row_names,
    rule,
    say,
    sheet,
    tile,
)
from analysis.figures.numbers import places
from analysis.figures.page import MARGIN
from analysis.figures.style import SOFT

ORDER: tuple[str, ...] = ("supports", "qualifies", "neutral", "opposes")
ALONE: Mapping[str, str] = {"supports": "▲", "opposes": "▼", "qualifies": "◆", "neutral": "●"}
UNSIDED = Look("white", "....", "#9aa3ad")
STEP, HIGH, LAST = 72.0, 22.0, 58.0
WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "Who raises each theme, role by role: persons and the side on which they stand",
        "supports": "support the statement",
        "qualifies": "qualify it, or speak for and against",
        "neutral": "raise it without taking a side",
        "opposes": "oppose the statement",
        "contrast": "contrast",
        "alone": "a role of one person is a case: {signs}",
        "hidden": "Of classes below {small} persons it is said only whether anybody raises the theme; contrasts are "
        "over the others.",
        "some": "some",
        "none": "none",
        "reversal": "groups on opposite sides",
        "alike": "sides not counted: nearly all stand alike",
    },
    "id": {
        "title": "Siapa membicarakan tiap tema, peran demi peran: jumlah orang dan sikapnya",
        "supports": "mendukung pernyataan",
        "qualifies": "memberi catatan, atau mendukung sekaligus menentang",
        "neutral": "membicarakan tanpa memihak",
        "opposes": "menentang pernyataan",
        "contrast": "kontras",
        "alone": "peran dengan satu orang adalah kasus: {signs}",
        "hidden": "Untuk kelompok di bawah {small} orang hanya disebut ada tidaknya yang membicarakan tema itu; "
        "kontras dihitung dari kelompok lainnya.",
        "some": "ada",
        "none": "tidak ada",
        "reversal": "kelompok yang berseberangan",
        "alike": "sikap tidak dihitung: hampir semua sama",
    },
}


def draw_role_ordered(
    ordered: pd.DataFrame,
    contrasts: pd.DataFrame,
    *,
    face: Face,
    classes: Mapping[str, str],
    themes: Mapping[str, str],
) -> Figure:
    """How many persons of each class raise each theme, and on which side do they stand?

    Parameters
    ----------
    ordered : frame, one row per theme and class, as `hide_small` gives it; where k is None a word stands for the count
    contrasts : frame, indexed by theme, as `contrasts` gives it
    classes, themes : what each is called

    Returns
    -------
    Figure
        Each cell is one artist whose `gid` is `cell:<theme>|<class>`: a bar as long as the share of the class that
        raises the theme, parted by stance, and `k/n`. A class of one person has a sign instead of a bar.
    """
    need(len(ordered), face.title)
    said = WORDS.get(face.language, WORDS["en"])
    rows, columns = list(ordered["theme"].unique()), list(ordered["class"].unique())
    sizes = ordered.drop_duplicates("class").set_index("class")["n"]
    names = [classes.get(column, column) for column in columns]
    left = MARGIN + name_width([themes.get(row, row) for row in rows])
    counts = [f"n = {sizes[column]}".replace("= <", "< ") for column in columns]
    head = head_height(names, STEP, counts=True)
    wide = left - MARGIN + STEP * len(columns) + LAST
    samples: list[tuple[Look, str, str]] = [(SIDES[side], "", said[side]) for side in ORDER]
    if contrasts["reversals"].astype(bool).any():
        samples.append((Look("white", edge="white"), "⇄", said["reversal"]))
    if ordered["alike"].any():
        samples.append((UNSIDED, "", said["alike"]))
    if (sizes == 1).any():
        samples.append((Look("white", edge="white"), "▲", _alone(said)))
    body = head + HIGH * len(rows) + 8 + legend_height([text for _, _, text in samples], max(wide, 380))
    with sheet(face, wide, body) as (figure, axes, top):
        first = top + head
        column_heads(axes, names, left, first, STEP, counts)
        say(axes, (left + STEP * len(columns) + LAST / 2, first - 6), said["contrast"], SMALL, SOFT)
        row_names(axes, [themes.get(row, row) for row in rows], left, first, HIGH, left - MARGIN - 6)
        for number, theme in enumerate(rows):
            rule(axes, MARGIN, first + number * HIGH, wide)
            _contrast(
                axes, contrasts.loc[theme], left + STEP * len(columns), first + (number + 0.5) * HIGH, face.language
            )
        for cell in records(ordered):
            x, y = left + columns.index(cell["class"]) * STEP, first + rows.index(cell["theme"]) * HIGH
            _cell(axes, cell, x, y, said)
        legend(axes, samples, first + HIGH * len(rows) + 8, max(wide, 380))
    return figure


def role_ordered_title(language: str) -> str:
    """What the matrix shows, in one line."""
    return WORDS.get(language, WORDS["en"])["title"]


def role_ordered_note(ordered: pd.DataFrame, small: int, language: str) -> str:
    """What is said of classes whose counts are hidden; nothing where none is."""
    hidden = bool(ordered["k"].isna().any())
    return WORDS.get(language, WORDS["en"])["hidden"].format(small=small) if hidden else ""


def role_ordered_alternative(
    ordered: pd.DataFrame,
    contrasts: pd.DataFrame,
    *,
    face: Face,
    classes: Mapping[str, str],
    themes: Mapping[str, str],
) -> str:
    """The matrix in words: the title, one line per theme, the caption."""
    said = WORDS.get(face.language, WORDS["en"])
    lines = []
    for theme in ordered["theme"].unique():
        part = ordered[ordered["theme"] == theme]
        cells = [f"{classes.get(row['class'], row['class'])} {_told(row, said)}" for row in records(part)]
        contrast = contrasts.loc[theme, "contrast"]
        tail = "" if contrast is None else f"; {said['contrast']} {places(contrast, face.language)}"
        lines.append(f"{themes.get(theme, theme)}: {'; '.join(cells)}{tail}")
    return "\n".join(line for line in (face.mark, face.title + ".", *lines, face.caption) if line)


def _told(row: Mapping[str, Any], said: Mapping[str, str]) -> str:
    if row["k"] is None:
        return said["some"] if row["raised"] else said["none"]
    sides = said["alike"] if row["alike"] else ", ".join(f"{row[side]} {said[side]}" for side in ORDER if row[side])
    return f"{row['k']}/{row['n']}" + (f" ({sides})" if sides else "")


def _alone(said: Mapping[str, str]) -> str:
    short = {side: said[side].split(",")[0] for side in ORDER}
    return said["alone"].format(signs=", ".join(f"{ALONE[side]} {short[side]}" for side in ORDER))


def _cell(axes: Axes, cell: Mapping[str, Any], x: float, y: float, said: Mapping[str, str]) -> None:
    """The bar and the count of one cell; a word where the count is hidden, a sign where one person makes the class."""
    gid, middle = f"cell:{cell['theme']}|{cell['class']}", y + HIGH / 2
    if cell["k"] is None:
        tile(
            axes,
            gid,
            (x + 4, y + 4, STEP - 8, HIGH - 8),
            Look("white"),
            said["some"] if cell["raised"] else said["none"],
        )
        return
    if cell["n"] == 1:
        side = next((side for side in ORDER if cell[side]), "")
        tile(axes, gid, (x + 4, y + 4, STEP - 8, HIGH - 8), Look("white"), ALONE.get(side, "–"))
        return
    room = STEP - 34
    tile(axes, gid, (x + 4, middle - 4.5, room, 9), Look("white", edge="#d8dde2"))
    start = x + 4
    if cell["alike"]:
        tile(axes, f"{gid}/alike", (start, middle - 4.5, room * cell["k"] / cell["n"], 9), UNSIDED)
    for side in ORDER if not cell["alike"] else ():
        wide = room * cell[side] / cell["n"]
        if wide:
            tile(axes, f"{gid}/{side}", (start, middle - 4.5, wide, 9), SIDES[side])
        start += wide
    say(axes, (x + STEP - 27, middle), f"{cell['k']}/{cell['n']}", SMALL, align="left")


def _contrast(axes: Axes, row: pd.Series, x: float, y: float, language: str) -> None:
    value = "–" if row["contrast"] is None else places(row["contrast"], language)
    say(axes, (x + LAST / 2, y), value + ("  ⇄" if row["reversals"] else ""), SMALL)
