"""The balance of stances as bars from a middle line: against to the left, for to the right (F06)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.figures.charts.keys import Key, draw_key, key_height
from analysis.figures.charts.looks import SIDES, tile
from analysis.figures.charts.naming import name_width, row_heights, write_name
from analysis.figures.charts.sheet import (
    LEFT,
    ROOM,
    SMALL,
    Face,
    Page,
    in_sheets,
    joined,
    need,
    page_of,
    records,
    rule,
)
from analysis.figures.numbers import signed
from analysis.figures.page import Picture
from analysis.figures.pieces import at_level
from analysis.figures.style import INK, SOFT, text_width

NAME, HEAD, LAST, NUMBER = 172.0, 16.0, 34.0, 16.0
WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "For and against each theme's statement: {unit}",
        "finding": "Of {themes} themes, {more} have more {unit} for than against, {even} as many, {less} more against",
        "no side": "; on {n} nobody takes a side",
        "many person": "persons",
        "many source": "sources",
        "many segment": "segments",
        "person": "persons",
        "source": "sources",
        "segment": "segments",
        "supports": "support the statement",
        "opposes": "oppose it",
        "qualifies": "qualify it, or speak for and against",
        "neutral": "take no side",
        "beside": "qualify, or no side",
        "balance": "balance",
        "note": "Balance = (support − oppose) / (support + oppose).",
        "row": "{theme}: {supports} support, {opposes} oppose, {qualifies} qualify, {neutral} take no side; balance "
        "{balance}",
        "none": "none",
    },
    "id": {
        "title": "Mendukung dan menentang pernyataan tiap tema: {unit}",
        "finding": "Dari {themes} tema, pada {more} tema lebih banyak {unit} mendukung daripada menentang, pada {even} "
        "sama banyak, pada {less} lebih banyak menentang",
        "no side": "; pada {n} tema tidak ada yang memihak",
        "many person": "orang",
        "many source": "sumber",
        "many segment": "segmen",
        "person": "jumlah orang",
        "source": "jumlah sumber",
        "segment": "jumlah segmen",
        "supports": "mendukung pernyataan",
        "opposes": "menentangnya",
        "qualifies": "memberi catatan, atau mendukung sekaligus menentang",
        "neutral": "tidak memihak",
        "beside": "catatan, atau tak memihak",
        "balance": "imbangan",
        "note": "Imbangan = (mendukung − menentang) / (mendukung + menentang).",
        "row": "{theme}: {supports} mendukung, {opposes} menentang, {qualifies} memberi catatan, {neutral} tidak "
        "memihak; imbangan {balance}",
        "none": "tidak ada",
    },
}


@dataclass(frozen=True, slots=True)
class _Bars:
    """Where bars begin, and how long one person is."""

    names: float
    unit: float
    middle: float
    aside: float

    @classmethod
    def of(cls, rows: Sequence[Mapping[str, float]], names: float, said: Mapping[str, str]) -> _Bars:
        """As long as the page allows; each side as broad as its longest bar, or its head."""
        most = [max(row[side] for row in rows) for side in ("opposes", "supports")]
        most.append(max(row["qualifies"] + row["neutral"] for row in rows))
        texts = (f"◄ {said['opposes']}", f"{said['supports']} ►", said["beside"])
        heads = [text_width(text, SMALL) + 8 for text in texts]
        unit = room = ROOM - names - LAST - 8
        sides = [room, room, room]
        while sum(sides) > room and unit > 0.01:
            unit *= 0.98
            sides = [max(count * unit + NUMBER, head) for count, head in zip(most, heads, strict=True)]
        middle = LEFT + names + sides[0]
        return cls(names, unit, middle, middle + sides[1] + 4)


def draw_balance(counts: pd.DataFrame, *, face: Face, themes: Mapping[str, str]) -> Picture:
    """How many stand for and against each theme?

    Parameters
    ----------
    counts : frame, one row per theme, as `stance_balance` gives it; themes nobody speaks of are left out
    themes : what each is called

    Returns
    -------
    Figure
        Bars begin at the middle line; qualifying and neutral ones stand apart at the right, for they are on no side.
        Rows go from most in favour to most against; those without a balance come last. The bars of a theme are one
        artist whose `gid` is `code:<theme>`. On further sheets what does not fit one.
    """
    rows = records(balance_rows(counts).reset_index(names="theme"))
    need(len(rows), face.title)
    said = WORDS.get(face.language, WORDS["en"])
    names = [themes.get(row["theme"], row["theme"]) for row in rows]
    width = name_width(names, NAME)
    bars = _Bars.of(rows, width, said)
    keys = [Key(said[side], look=SIDES[side]) for side in SIDES]
    fixed = HEAD + key_height(keys)
    heights = row_heights(names, width - 6, face.room() - fixed, (11.0, 15.0))

    def draw(own: Face, part: Sequence[tuple[dict[str, float], str, float]]) -> Picture:
        high = HEAD + sum(step for _, _, step in part)
        page = page_of(high + key_height(keys), own)
        _heads(page, bars, said)
        y = page.top + HEAD
        for row, name, step in part:
            write_name(page, name, LEFT + width - 6, y + step / 2, width - 6)
            _row(page, row, name, y + step / 2, bars, said, own.language)
            y += step
        page.add(at_level(rule((bars.middle, page.top + HEAD), (bars.middle, y), INK, 0.8), 6))
        draw_key(page, keys, page.top + high)
        return page.figure

    return in_sheets(face, list(zip(rows, names, heights, strict=True)), heights, fixed, draw)


def _heads(page: Page, bars: _Bars, said: Mapping[str, str]) -> None:
    y = page.top + 7
    page.write((bars.middle - 4, y), f"◄ {said['opposes']}", SMALL, SOFT, align="right")
    page.write((bars.middle + 4, y), f"{said['supports']} ►", SMALL, SOFT)
    page.write((bars.aside, y), said["beside"], SMALL, SOFT)
    page.write((LEFT + ROOM, y), said["balance"], SMALL, SOFT, align="right")


def _row(
    page: Page, row: Mapping[str, float], name: str, y: float, bars: _Bars, said: Mapping[str, str], language: str
) -> None:
    """The bars of one theme with their counts, and its balance."""
    against, favour = row["opposes"] * bars.unit, row["supports"] * bars.unit
    half, pale = row["qualifies"] * bars.unit, row["neutral"] * bars.unit
    parts = []
    for side, x, wide in (
        ("opposes", bars.middle - against, against),
        ("supports", bars.middle, favour),
        ("qualifies", bars.aside, half),
        ("neutral", bars.aside + half, pale),
    ):
        parts += tile((x, y - 3.6, wide, 7.2), SIDES[side]) if wide else []
    balance = signed(row["balance"], language) if row["balance"] is not None else "–"
    title = said["row"].format(**{**row, "theme": name, "balance": balance})
    page.mark(f"code:{row['theme']}", parts, title)
    if row["opposes"]:
        page.write((bars.middle - against - 3, y), str(row["opposes"]), SMALL, align="right")
    if row["supports"]:
        page.write((bars.middle + favour + 3, y), str(row["supports"]), SMALL)
    if half or pale:
        page.write((bars.aside + half + pale + 3, y), str(row["qualifies"] + row["neutral"]), SMALL)
    page.write((LEFT + ROOM, y), balance, SMALL, align="right")


def balance_rows(counts: pd.DataFrame) -> pd.DataFrame:
    """The themes that anybody speaks of, from most in favour to most against, those without a balance last."""
    held = counts[counts[["supports", "opposes", "qualifies", "neutral"]].sum(axis=1) > 0]
    order = held["balance"].astype(float).sort_values(ascending=False, kind="stable", na_position="last").index
    return held.reindex(order)


def balance_title(unit: str, language: str) -> str:
    """What the bars show, in one line."""
    said = WORDS.get(language, WORDS["en"])
    return said["title"].format(unit=said[unit])


def balance_finding(counts: pd.DataFrame, unit: str, language: str) -> str:
    """How many themes have more for than against, as many, more against, and nobody on a side."""
    said, rows = WORDS.get(language, WORDS["en"]), balance_rows(counts)
    more = rows["supports"] - rows["opposes"]
    sided = rows["supports"] + rows["opposes"] > 0
    text = said["finding"].format(
        themes=len(rows),
        unit=said[f"many {unit}"],
        more=int((more > 0).sum()),
        even=int(((more == 0) & sided).sum()),
        less=int((more < 0).sum()),
    )
    return text + (said["no side"].format(n=int((~sided).sum())) if (~sided).any() else "")


def balance_note(language: str) -> str:
    """How the balance is counted."""
    return WORDS.get(language, WORDS["en"])["note"]


def balance_alternative(counts: pd.DataFrame, *, face: Face, themes: Mapping[str, str]) -> str:
    """The bars in words: the title, one line per theme, the caption."""
    said = WORDS.get(face.language, WORDS["en"])
    lines = []
    for row in records(balance_rows(counts).reset_index(names="theme")):
        balance = _signed(row["balance"], said["none"], face.language)
        lines.append(said["row"].format(**{**row, "theme": themes.get(row["theme"], row["theme"]), "balance": balance}))
    return joined(face, lines)


def _signed(balance: float | None, missing: str, language: str) -> str:
    return missing if balance is None else signed(balance, language)
