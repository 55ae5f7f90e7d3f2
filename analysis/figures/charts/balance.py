"""The balance of stances as bars from a middle line: against to the left, for to the right (F06)."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.figures.charts.tiles import (
    INK,
    SIDES,
    SMALL,
    SOFT,
    Face,
    legend,
    legend_height,
    name_width,
    need,
    records,
    row_names,
    say,
    sheet,
    tile,
)
from analysis.figures.numbers import signed
from analysis.figures.page import MARGIN

HIGH, SIDE, LAST = 22.0, 150.0, 64.0
HEAD = 20.0
WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "For and against each theme's statement: {unit}",
        "person": "persons",
        "source": "sources",
        "segment": "segments",
        "supports": "support the statement",
        "opposes": "oppose it",
        "qualifies": "qualify it, or speak for and against",
        "neutral": "take no side",
        "beside": "others",
        "balance": "balance",
        "row": "{theme}: {supports} support, {opposes} oppose, {qualifies} qualify, {neutral} take no side; balance "
        "{balance}",
        "none": "none",
    },
    "id": {
        "title": "Mendukung dan menentang pernyataan tiap tema: {unit}",
        "person": "jumlah orang",
        "source": "jumlah sumber",
        "segment": "jumlah segmen",
        "supports": "mendukung pernyataan",
        "opposes": "menentangnya",
        "qualifies": "memberi catatan, atau mendukung sekaligus menentang",
        "neutral": "tidak memihak",
        "beside": "lainnya",
        "balance": "imbangan",
        "row": "{theme}: {supports} mendukung, {opposes} menentang, {qualifies} memberi catatan, {neutral} tidak "
        "memihak; imbangan {balance}",
        "none": "tidak ada",
    },
}


def draw_balance(counts: pd.DataFrame, *, face: Face, themes: Mapping[str, str]) -> Figure:
    """How many stand for and against each theme?

    Parameters
    ----------
    counts : frame, one row per theme, as `stance_balance` gives it; themes nobody speaks of are left out
    themes : what each is called

    Returns
    -------
    Figure
        Bars begin at the middle line; qualifying and neutral ones stand apart at the right, for they are on no side.
        Rows go from most in favour to most against; those without a balance come last. Each bar is one artist whose
        `gid` is `bar:<theme>|<stance>`.
    """
    rows = records(balance_rows(counts).reset_index(names="theme"))
    need(len(rows), face.title)
    said = WORDS.get(face.language, WORDS["en"])
    most = max(max(row["supports"], row["opposes"]) for row in rows) or 1
    aside = max(row["qualifies"] + row["neutral"] for row in rows)
    unit = SIDE / most
    left = MARGIN + name_width([themes.get(row["theme"], row["theme"]) for row in rows])
    middle, beside = left + SIDE + 18, left + 2 * SIDE + 50
    wide = beside + aside * unit + 24 + LAST - MARGIN
    texts = [said[side] for side in SIDES]
    body = HEAD + HIGH * len(rows) + 10 + legend_height(texts, wide)
    with sheet(face, wide, body) as (figure, axes, top):
        first = top + HEAD
        last = beside + aside * unit + 24 + LAST / 2
        row_names(axes, [themes.get(row["theme"], row["theme"]) for row in rows], left, first, HIGH, left - MARGIN - 6)
        for x, text in (
            (middle - SIDE / 2, f"◄ {said['opposes']}"),
            (middle + SIDE / 2, f"{said['supports']} ►"),
            (last, said["balance"]),
        ):
            say(axes, (x, top + 9), text, SMALL, SOFT)
        if aside:
            say(axes, (beside, top + 9), said["beside"], SMALL, SOFT, align="left")
        for number, row in enumerate(rows):
            y = first + number * HIGH + 4.5
            for side, way in (("supports", 1), ("opposes", -1)):
                _bar(axes, f"bar:{row['theme']}|{side}", side, middle, y, way * row[side] * unit, row[side])
            start = beside
            for side in ("qualifies", "neutral"):
                _bar(axes, f"bar:{row['theme']}|{side}", side, start, y, row[side] * unit, 0)
                start += row[side] * unit
            if row["qualifies"] + row["neutral"]:
                say(axes, (start + 4, y + 6.5), str(row["qualifies"] + row["neutral"]), SMALL, align="left")
            say(axes, (last, y + 6.5), _signed(row["balance"], "–", face.language), SMALL)
        axes.plot([middle, middle], [first, first + HIGH * len(rows)], color=INK, linewidth=0.9, zorder=6)
        legend(axes, [(SIDES[side], "", said[side]) for side in SIDES], first + HIGH * len(rows) + 10, wide)
    return figure


def balance_rows(counts: pd.DataFrame) -> pd.DataFrame:
    """The themes that anybody speaks of, from most in favour to most against, those without a balance last."""
    held = counts[counts[["supports", "opposes", "qualifies", "neutral"]].sum(axis=1) > 0]
    order = held["balance"].astype(float).sort_values(ascending=False, kind="stable", na_position="last").index
    return held.reindex(order)


def balance_title(unit: str, language: str) -> str:
    """What the bars show, in one line."""
    said = WORDS.get(language, WORDS["en"])
    return said["title"].format(unit=said[unit])


def balance_alternative(counts: pd.DataFrame, *, face: Face, themes: Mapping[str, str]) -> str:
    """The bars in words: the title, one line per theme, the caption."""
    said = WORDS.get(face.language, WORDS["en"])
    lines = []
    for row in records(balance_rows(counts).reset_index(names="theme")):
        balance = _signed(row["balance"], said["none"], face.language)
        lines.append(said["row"].format(**{**row, "theme": themes.get(row["theme"], row["theme"]), "balance": balance}))
    return "\n".join(line for line in (face.mark, face.title + ".", *lines, face.caption) if line)


def _signed(balance: float | None, missing: str, language: str) -> str:
    return missing if balance is None else signed(balance, language)


def _bar(axes: Axes, gid: str, side: str, x: float, y: float, wide: float, count: int) -> None:
    """A bar to the right or, where `wide` is below 0, to the left; its count behind its end."""
    if not wide:
        return
    tile(axes, gid, (min(x, x + wide), y, abs(wide), HIGH - 9), SIDES[side])
    if count:
        say(
            axes,
            (x + wide + (5 if wide > 0 else -5), y + 6.5),
            str(count),
            SMALL,
            align="left" if wide > 0 else "right",
        )
