"""The role-ordered matrix: how many of each role raise a theme, and on which side they stand (F05)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.figures.charts.keys import Key, draw_key, key_height
from analysis.figures.charts.looks import SIDES, Look, tile
from analysis.figures.charts.naming import Heads, columns_per_sheet, name_width, row_heights, write_name
from analysis.figures.charts.sheet import (
    LEFT,
    ROOM,
    SMALL,
    Face,
    Page,
    Plan,
    bound,
    joined,
    need,
    page_of,
    planned,
    records,
    rule,
)
from analysis.figures.numbers import places
from analysis.figures.page import Picture
from analysis.figures.style import SOFT

ORDER: tuple[str, ...] = ("supports", "qualifies", "neutral", "opposes")
ALONE: Mapping[str, str] = {"supports": "▲", "opposes": "▼", "qualifies": "◆", "neutral": "●"}
UNSIDED = Look("white", "....", "#868e96")
UNASKED = Look("#e3e7ea")
COUNT, LAST, NAME, LEAST = 22.0, 40.0, 168.0, 38.0
STEPS = (11.0, 15.0)
WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "Who raises each theme, role by role: persons and the side on which they stand",
        "finding": "Of {themes} themes, {all} are raised in all {classes} columns; on {sides}, columns of "
        "several persons stand on opposite sides",
        "supports": "support the statement",
        "qualifies": "qualify it, or speak for and against",
        "neutral": "raise it without taking a side",
        "opposes": "oppose the statement",
        "contrast": "contrast",
        "note": "k/n: of n persons k raise the theme. Contrast: the largest share less the smallest, over the columns "
        "of more than one person, asked or not.",
        "alone": "a role of one person is a case: {signs}",
        "unsaid": "does not raise it",
        "unasked": "no question on it was put, and nobody raised it",
        "hidden": "Of classes below {small} persons it is said only whether anybody raises the theme; contrasts are "
        "over the others.",
        "some": "some",
        "none": "none",
        "reversal": "columns of several persons on opposite sides",
        "alike": "sides not counted: nearly all stand alike",
    },
    "id": {
        "title": "Siapa membicarakan tiap tema, peran demi peran: jumlah orang dan sikapnya",
        "finding": "Dari {themes} tema, {all} dibicarakan di semua {classes} kolom; pada {sides} tema ada kolom "
        "beranggota beberapa orang yang berseberangan",
        "supports": "mendukung pernyataan",
        "qualifies": "memberi catatan, atau mendukung sekaligus menentang",
        "neutral": "membicarakan tanpa memihak",
        "opposes": "menentang pernyataan",
        "contrast": "kontras",
        "note": "k/n: dari n orang, k membicarakan tema itu. Kontras: bagian terbesar dikurangi bagian terkecil di "
        "antara kolom dengan lebih dari satu orang, ditanya atau tidak.",
        "alone": "peran dengan satu orang adalah kasus: {signs}",
        "unsaid": "tidak membicarakannya",
        "unasked": "tidak ditanyakan dan tidak dibicarakan",
        "hidden": "Untuk kelompok di bawah {small} orang hanya disebut ada tidaknya yang membicarakan tema itu; "
        "kontras dihitung dari kelompok lainnya.",
        "some": "ada",
        "none": "tidak ada",
        "reversal": "kolom beranggota beberapa orang yang berseberangan",
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
    part: str = "role",
) -> Picture:
    """How many persons of each class raise each theme, and on which side do they stand?

    Parameters
    ----------
    ordered : frame, one row per theme and class, as `hide_small` gives it; where k is None a word stands for the count
    contrasts : frame, indexed by theme, as `contrasts` gives it
    classes, themes : what each is called
    part : what a class is, for the names of the marks: role, group or label

    Returns
    -------
    Figure
        Each cell is one artist whose `gid` is `code:<theme>|<part>:<class>`: a bar as long as the share of the class
        that raises the theme, parted by stance, and `k/n`. A class of one person has a sign instead of a bar. On
        further sheets what does not fit one. Grey where nobody was asked and nobody spoke.
    """
    need(len(ordered), face.title)
    rows, columns = list(ordered["theme"].unique()), list(ordered["class"].unique())
    sizes = ordered.drop_duplicates("class").set_index("class")["n"]
    width = name_width([themes.get(row, row) for row in rows], NAME)
    parts = columns_per_sheet(len(columns), ROOM - width - LAST, LEAST)
    apart = {row["theme"]: row for row in records(contrasts.reset_index(names="theme"))}
    cells = {(cell["theme"], cell["class"]): cell for cell in records(ordered)}
    sheets: list[Plan] = []
    for start, end in parts:
        own = columns[start:end]
        heads = Heads(
            [classes.get(column, column) for column in own],
            min(64.0, (ROOM - width - LAST) / len(own)),
            [f"n = {sizes[column]}".replace("= <", "< ") for column in own],
        )
        matrix = _Matrix(
            own,
            cells,
            apart,
            heads,
            width,
            themes,
            part,
            _keys(ordered, contrasts, face.language),
        )
        fixed = heads.height + key_height(matrix.keys)
        names = [themes.get(row, row) for row in rows]
        heights = row_heights(names, width - 6, face.room() - fixed, STEPS)
        lines = list(zip(rows, heights, strict=True))
        sheets += planned(face, lines, heights, fixed, matrix.draw, several=len(parts) > 1)
    return bound(face, sheets)


def _keys(ordered: pd.DataFrame, contrasts: pd.DataFrame, language: str) -> list[Key]:
    """What the signs mean that occur, and no others."""
    said = WORDS.get(language, WORDS["en"])
    counted = [cell for cell in records(ordered) if cell["k"] is not None]
    alone = [cell for cell in counted if cell["n"] == 1 and not _unasked(cell)]
    bars = [cell for cell in counted if cell["n"] != 1 and not cell["alike"]]
    keys = [Key(said[side], look=SIDES[side]) for side in ORDER if any(cell[side] for cell in bars)]
    if contrasts["reversals"].astype(bool).any():
        keys.append(Key(said["reversal"], sign="⇄"))
    if any(cell["alike"] for cell in counted):
        keys.append(Key(said["alike"], look=UNSIDED))
    if any(_unasked(cell) for cell in counted):
        keys.append(Key(said["unasked"], look=UNASKED))
    if alone:
        keys.append(Key(_alone(alone, said)))
    return keys


def role_ordered_title(language: str) -> str:
    """What the matrix shows, in one line."""
    return WORDS.get(language, WORDS["en"])["title"]


def role_ordered_finding(ordered: pd.DataFrame, contrasts: pd.DataFrame, language: str) -> str:
    """How many themes are raised in every class, and on how many stand groups on opposite sides; as it is shown."""
    raised = ordered.assign(raised=ordered["raised"].astype(bool)).groupby("theme", sort=False)["raised"]
    return WORDS.get(language, WORDS["en"])["finding"].format(
        themes=ordered["theme"].nunique(),
        all=int(raised.all().sum()),
        classes=ordered["class"].nunique(),
        sides=int(contrasts["reversals"].astype(bool).sum()),
    )


def role_ordered_note(ordered: pd.DataFrame, small: int, language: str) -> str:
    """What is said of classes whose counts are hidden; nothing where none is."""
    hidden = bool(ordered["k"].isna().any())
    return WORDS.get(language, WORDS["en"])["hidden"].format(small=small) if hidden else ""


def contrast_note(language: str) -> str:
    """What the contrast is."""
    return WORDS.get(language, WORDS["en"])["note"]


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
    return joined(face, lines)


def _told(row: Mapping[str, Any], said: Mapping[str, str]) -> str:
    if row["k"] is None:
        return said["some"] if row["raised"] else said["none"]
    if _unasked(row):
        return said["unasked"]
    sides = said["alike"] if row["alike"] else ", ".join(f"{row[side]} {said[side]}" for side in ORDER if row[side])
    return f"{row['k']}/{row['n']}" + (f" ({sides})" if sides else "")


def _unasked(cell: Mapping[str, Any]) -> bool:
    """Whether nobody of the class raises the theme, and nobody was there when a question on it was put."""
    return cell["k"] == 0 and cell["asked"] == 0


def _alone(cells: Sequence[Mapping[str, Any]], said: Mapping[str, str]) -> str:
    shown = {_side(cell) for cell in cells}
    signs = [f"{ALONE[side]} {said[side].split(',')[0]}" for side in ORDER if side in shown]
    return said["alone"].format(signs=", ".join([*signs, f"– {said['unsaid']}"] if "" in shown else signs))


def _side(cell: Mapping[str, Any]) -> str:
    """On which side the one person of a class stands; nothing for who does not raise the theme."""
    return next((side for side in ORDER if cell[side]), "")


class _Matrix:
    """Some columns of the matrix, and how their rows are drawn on a sheet."""

    def __init__(
        self,
        columns: Sequence[str],
        cells: Mapping[tuple[str, str], Mapping[str, Any]],
        contrasts: Mapping[str, Mapping[str, Any]],
        heads: Heads,
        width: float,
        themes: Mapping[str, str],
        part: str,
        keys: Sequence[Key],
    ) -> None:
        self.columns, self.cells, self.contrasts, self.heads = columns, cells, contrasts, heads
        self.width, self.themes, self.part, self.keys = width, themes, part, keys

    def draw(self, face: Face, rows: Sequence[tuple[str, float]]) -> Picture:
        """The sheet with these rows, each with its height."""
        said = WORDS.get(face.language, WORDS["en"])
        high = self.heads.height + sum(step for _, step in rows)
        page = page_of(high + key_height(self.keys), face)
        left, y = LEFT + self.width, page.top + self.heads.height
        right = left + self.heads.step * len(self.columns)
        self.heads.draw(page, left, y)
        page.write((right + LAST, y - 6.5), said["contrast"], SMALL, SOFT, align="right")
        for theme, step in rows:
            page.add(rule((LEFT, y), (right + LAST, y), width=0.4))
            write_name(page, self.themes.get(theme, theme), left - 6, y + step / 2, self.width - 6)
            for number, column in enumerate(self.columns):
                cell = self.cells.get((theme, column))
                if cell is not None:
                    self._cell(page, cell, left + number * self.heads.step, y + step / 2, said)
            _contrast(page, self.contrasts[theme], right, y + step / 2, face.language)
            y += step
        draw_key(page, self.keys, page.top + high)
        return page.figure

    def _cell(self, page: Page, cell: Mapping[str, Any], x: float, y: float, said: Mapping[str, str]) -> None:
        """The bar and the count of one cell; a word where the count is hidden, a sign where one person is the class."""
        theme, column = cell["theme"], cell["class"]
        gid = f"code:{theme}|{self.part}:{column}"
        name = self.heads.names[self.columns.index(column)]
        title = f"{self.themes.get(theme, theme)} · {name}: {_told(cell, said)}"
        if _unasked(cell):
            page.mark(gid, tile((x + 3, y - 3.2, self.heads.step - 7, 6.4), UNASKED), title)
            return
        if cell["k"] is None or cell["n"] == 1:
            word = said["some"] if cell["raised"] else said["none"]
            text = word if cell["k"] is None else ALONE.get(_side(cell), "–")
            page.mark(gid, tile((x + 3, y - 4, self.heads.step - 6, 8), Look(), text), title)
            return
        room = self.heads.step - 7 - COUNT
        parts = tile((x + 3, y - 3.2, room, 6.4), Look("white", edge="#d8dde2"))
        start = x + 3
        if cell["alike"]:
            parts += tile((start, y - 3.2, room * cell["k"] / cell["n"], 6.4), UNSIDED)
        for side in ORDER if not cell["alike"] else ():
            wide = room * cell[side] / cell["n"]
            parts += tile((start, y - 3.2, wide, 6.4), SIDES[side]) if wide else []
            start += wide
        page.mark(gid, parts, title)
        page.write((x + 3 + room + 3, y), f"{cell['k']}/{cell['n']}", SMALL)


def _contrast(page: Page, row: Mapping[str, Any], left: float, y: float, language: str) -> None:
    value = "–" if row["contrast"] is None else places(row["contrast"], language)
    page.write((left + LAST - 11, y), value, SMALL, align="right")
    if row["reversals"]:
        page.write((left + LAST, y), "⇄", SMALL, align="right")
