"""How stable is each mark of a diagram, beside what its number of supporters allows at most? (F31)"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.figures.charts.keys import Key, draw_key, key_height
from analysis.figures.charts.looks import BLUE, glyph
from analysis.figures.charts.naming import name_width, write_name
from analysis.figures.charts.sheet import (
    LEFT,
    RIGHT,
    SMALL,
    Face,
    Page,
    in_sheets,
    need,
    page_of,
    records,
    rule,
    scale,
    stretched,
)
from analysis.figures.numbers import places
from analysis.figures.page import Picture
from analysis.figures.sizes import SMALLEST
from analysis.figures.style import INK, SOFT, line_height, wrap

COLUMNS: tuple[str, ...] = ("mark", "name", "status", "kept", "sources", "opposers", "loo", "falls_without")
NAME, FALLS, NUMBERS, HEAD, PART = 174.0, 114.0, (46.0, 36.0), 28.0, 12.0
GREY = "#5d6a75"
_SHARES = ("bootstrap", "ceiling", "bootstrap_stratified", "ceiling_stratified")


def draw_stability(marks: pd.DataFrame, *, face: Face) -> Picture:
    """Which marks would stay if other sources had been heard, and which hang on one?

    Parameters
    ----------
    marks : frame, one row per mark on which somebody speaks, in any order: mark, name, status, kept, sources (for it),
        opposers, loo, falls_without (who it hangs on, as text), bootstrap, ceiling, bootstrap_stratified,
        ceiling_stratified (0 to 1; missing where they are not told)

    Returns
    -------
    Figure
        Boxes first, then arrows, each sorted by the bootstrap; every row is one artist whose `gid` is the mark. Filled
        dots are kept marks, rings are not; a second ring says contested; a tick is the ceiling. What was drawn within
        roles stands a little lower. On further sheets what does not fit one.

    Raises
    ------
    FigureError
        There is no row: nobody speaks of any mark.
    """
    need(len(marks), face.title, "Draw it when there are codings.")
    said = _WORDS.get(face.language, _WORDS["en"])
    rows = _sorted(marks)
    width = name_width([str(row["name"]) for row in rows], NAME)
    within = bool(marks["bootstrap_stratified"].notna().any())
    keys = _keys(said, within)
    fixed = HEAD + 2 * PART + key_height(keys)
    lines = [_lines(row, width) for row in rows]
    needs = [many * line_height(SMALLEST) + 1 if many > 1 else 0.0 for many in lines]
    heights = stretched(needs, face.room() - fixed, 8.8, 13.0)

    def draw(own: Face, part: Sequence[tuple[dict[str, Any], float]]) -> Picture:
        kinds = [_kind(row) for row, _ in part]
        high = HEAD + sum(tall for _, tall in part) + PART * len(set(kinds))
        page = page_of(high + key_height(keys), own)
        left, right = LEFT + width + 4, RIGHT - FALLS - sum(NUMBERS) - 6
        _heads(page, said, (left, right), high, own.language)
        y = page.top + HEAD
        for number, (row, tall) in enumerate(part):
            if not number or kinds[number] != kinds[number - 1]:
                page.write((LEFT, y + PART / 2 + 1), said[kinds[number]], 7.0, bold=True)
                y += PART
            _row(page, row, y + tall / 2, (left, right), own.language)
            y += tall
        draw_key(page, keys, page.top + high)
        return page.figure

    return in_sheets(face, list(zip(rows, heights, strict=True)), heights, fixed, draw)


def stability_finding(marks: pd.DataFrame, language: str, *, held: int = 0) -> str:
    """How many of the boxes and arrows that people speak of are kept, and how many of these whoever is left out.

    Where some are `held` back, of those that are shown.
    """
    kept = marks[marks["kept"].astype(bool)]
    loo = kept["loo"].astype(float)
    counts = {
        f"{name} {kind}": int(frame["mark"].str.startswith(f"{kind}:").sum())
        for name, frame in (("kept", kept), ("all", marks))
        for kind in ("node", "edge")
    }
    return _WORDS.get(language, _WORDS["en"])["finding shown" if held else "finding"].format(
        kept_node=counts["kept node"],
        node=counts["all node"],
        kept_edge=counts["kept edge"],
        edge=counts["all edge"],
        firm=int((loo >= 1).sum()),
        kept=len(kept),
    )


def _kind(row: Mapping[str, Any]) -> str:
    return str(row["mark"]).split(":", 1)[0]


def _sorted(marks: pd.DataFrame) -> list[dict[str, Any]]:
    order = marks.assign(_kind=marks["mark"].str.startswith("edge:"))
    by = ["_kind", "bootstrap", "ceiling", "mark"]
    return records(order.sort_values(by, ascending=[True, False, False, True]).drop(columns="_kind"))


def _keys(said: Mapping[str, str], within: bool) -> list[Key]:
    keys = [
        Key(said["kept"], glyph="dot"),
        Key(said["faint"], glyph="ring"),
        Key(said["contested"], glyph="double"),
        Key(said["ceiling within" if within else "ceiling"], glyph="tick"),
    ]
    return [*keys, Key(said["stratified"], glyph="diamond", colour=GREY)] if within else keys


def _lines(row: Mapping[str, Any], width: float) -> int:
    """In how many lines the longer of its two texts stands."""
    return max(len(wrap(str(row["name"]), width, SMALLEST)), len(wrap(str(row["falls_without"]), FALLS - 8, SMALLEST)))


def _heads(page: Page, said: Mapping[str, str], plot: tuple[float, float], high: float, language: str) -> None:
    left, right = plot
    page.write(((left + right) / 2, page.top + 5), said["share"], SMALL, SOFT, align="center")
    scale(page, left, right, page.top + HEAD - 7, page.top + high, [0, 0.25, 0.5, 0.75, 1], 1, language)
    ends = (right + 6 + NUMBERS[0], right + 6 + sum(NUMBERS), RIGHT - FALLS + 8)
    for x, text, align in zip(ends, ("for", "loo", "falls"), ("right", "right", "left"), strict=True):
        for number, line in enumerate(said[text].split("\n")):
            page.write((x, page.top + HEAD - 20 + 8 * number), line, SMALL, SOFT, align=align)


def _row(page: Page, row: Mapping[str, Any], y: float, plot: tuple[float, float], language: str) -> None:
    left, right = plot
    kept, contested = bool(row["kept"]), row["status"] == "contested"
    at = {name: None if pd.isna(row[name]) else left + (right - left) * float(row[name]) for name in _SHARES}
    low, up = (y + 2.9, y - 1.3) if at["bootstrap_stratified"] is not None else (y, y)
    parts: list[Any] = []
    if at["bootstrap_stratified"] is not None and at["ceiling_stratified"] is not None:
        parts += glyph("tick", (at["ceiling_stratified"], low), 1.4, "#7b858f")
        parts += glyph("diamond", (at["bootstrap_stratified"], low), 1.6, GREY)
    if at["bootstrap"] is not None and at["ceiling"] is not None:
        parts += [
            rule((at["bootstrap"], up), (at["ceiling"], up), "#6f8aa2", 0.8),
            *glyph("tick", (at["ceiling"], up), 2.0),
        ]
    if at["bootstrap"] is not None:
        shape = glyph("dot" if kept else "ring", (at["bootstrap"], up), 1.9)
        parts += [*shape, *glyph("double", (at["bootstrap"], up), 1.9)[1:]] if contested else shape
    against = f" : {int(row['opposers'])}" if row["opposers"] else ""
    loo = "" if pd.isna(row["loo"]) else places(float(row["loo"]), language)
    share = "" if pd.isna(row["bootstrap"]) else f": {places(float(row['bootstrap']), language)}"
    page.mark(str(row["mark"]), parts, f"{row['name']}{share}")
    write_name(page, str(row["name"]), left - 8, y, left - 8 - LEFT, INK if kept else SOFT)
    page.write((right + 6 + NUMBERS[0], y), f"{int(row['sources'])}{against}", SMALL, align="right")
    page.write((right + 6 + sum(NUMBERS), y), loo if kept else "–", SMALL, INK if kept else SOFT, align="right")
    falls, tone = (RIGHT - FALLS + 8, y), BLUE if kept else SOFT
    page.write(falls, str(row["falls_without"]), SMALLEST, tone, room=FALLS - 8)


_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "node": "Boxes",
        "edge": "Arrows",
        "finding": "Kept: {kept_node} of {node} boxes and {kept_edge} of {edge} arrows that people speak of; {firm} of "
        "these {kept} stay kept whichever single source is left out",
        "finding shown": "Of the marks shown, kept: {kept_node} of {node} boxes and {kept_edge} of {edge} arrows; "
        "{firm} of these {kept} stay kept whichever single source is left out",
        "share": "share of redrawn sets of sources that keep it",
        "kept": "kept",
        "faint": "not kept by the rule",
        "contested": "contested",
        "ceiling": "ceiling: the most that so many supporters allow",
        "ceiling within": "ceiling: the most that so many supporters allow (grey: within roles)",
        "stratified": "drawn within roles",
        "for": "sources\nfor : against",
        "loo": "leave\none out",
        "falls": "kept no more\nwithout",
    },
    "id": {
        "node": "Kotak",
        "edge": "Panah",
        "finding": "Disertakan: {kept_node} dari {node} kotak dan {kept_edge} dari {edge} panah yang dibicarakan "
        "orang; {firm} dari {kept} itu bertahan tanpa satu sumber mana pun",
        "finding shown": "Dari unsur yang ditampilkan, disertakan: {kept_node} dari {node} kotak dan {kept_edge} dari "
        "{edge} panah; {firm} dari {kept} itu bertahan tanpa satu sumber mana pun",
        "share": "bagian penarikan ulang yang menyertakannya",
        "kept": "disertakan",
        "faint": "tidak disertakan",
        "contested": "diperdebatkan",
        "ceiling": "batas atas bagi jumlah pendukung itu",
        "ceiling within": "batas atas bagi jumlah pendukung itu (abu-abu: dalam peran)",
        "stratified": "ditarik dalam peran",
        "for": "sumber\npro : kontra",
        "loo": "tanpa\n1 sumber",
        "falls": "gugur\ntanpa",
    },
}
