"""Who was heard, and when? Persons by role, sources over dates (F01)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from analysis.figures.charts.keys import Key, draw_key, key_height
from analysis.figures.charts.looks import glyph
from analysis.figures.charts.naming import name_width
from analysis.figures.charts.sheet import (
    LEFT,
    RIGHT,
    SMALL,
    TEXT,
    Face,
    Page,
    in_sheets,
    need,
    page_of,
    records,
    rule,
)
from analysis.figures.page import Picture
from analysis.figures.sizes import SMALLEST
from analysis.figures.style import PALE, SOFT, text_width, wrap

NAME, COUNT, HEAD, ROW = 130.0, 34.0, 22.0, 15.0
GLYPH: Mapping[str, str] = {
    "interview": "dot",
    "focus_group": "square",
    "verification": "triangle",
    "observation": "diamond",
}


def draw_sample(rows: pd.DataFrame, events: pd.DataFrame, *, face: Face) -> Picture:
    """Who is in the sample, and when was each source made?

    Parameters
    ----------
    rows : frame, one row per role in the order of display: role, name, persons (as text)
    events : frame, one row per source: mark, role (one of `rows`), kind, date (YYYY-MM-DD; others are not drawn), name
        (nothing where it may not be shown)

    Returns
    -------
    Figure
        A line for each role with its number of persons, and a sign for each source at its date, by kind; each sign is
        one artist whose `gid` is the mark. Sources of about one day stand side by side, in as many lines as they need.
        Without dates, roles and numbers alone.

    Raises
    ------
    FigureError
        There is no role.
    """
    need(len(rows), face.title, "Draw it when somebody was heard.")
    said = _WORDS.get(face.language, _WORDS["en"])
    found = events.assign(day=pd.Series([_day(text) for text in events["date"]], index=events.index, dtype=object))
    dated = found[found["day"].notna()]
    keys = [Key(said[kind], glyph=sign) for kind, sign in GLYPH.items() if kind in set(dated["kind"])]
    names = [str(name) for name in rows["name"]]
    width = name_width(names, NAME, 60, bold=True)
    left = LEFT + width + COUNT + 16
    lines = [_lines(dated[dated["role"] == role], dated, left, RIGHT - 4) for role in rows["role"]]
    alone = [max(ROW, len(wrap(name, width - 4, TEXT, bold=True)) * 9.0 + 2) for name in names]
    heights = [max(least, 13.0 * len(own) + 4) for least, own in zip(alone, lines, strict=True)]

    def draw(own: Face, part: Sequence[tuple[dict[str, Any], list[list[tuple[float, Any]]], float]]) -> Picture:
        high = HEAD + sum(step for _, _, step in part)
        page = page_of(high + key_height(keys), own)
        page.write((LEFT + width + COUNT, page.top + HEAD - 12), said["persons"], SMALL, SOFT, align="right")
        if len(dated):
            _calendar(page, dated, left, RIGHT - 4, page.top + HEAD - 6, page.top + high, said)
        y = page.top + HEAD
        for row, events_of, step in part:
            page.write((LEFT, y + step / 2), str(row["name"]), TEXT, bold=True, room=width - 4)
            page.write((LEFT + width + COUNT, y + step / 2), str(row["persons"]), TEXT, align="right")
            page.add(rule((LEFT, y), (RIGHT, y), width=0.4))
            _events(page, events_of, y + step / 2, said)
            y += step
        draw_key(page, keys, page.top + high)
        return page.figure

    return in_sheets(
        face, list(zip(records(rows), lines, heights, strict=True)), heights, HEAD + key_height(keys), draw
    )


def sample_finding(persons: int, events: pd.DataFrame, language: str) -> str:
    """How many persons in how many sources, and from which day to which; without dates nothing is said of them."""
    said = _WORDS.get(language, _WORDS["en"])
    days = sorted(day for text in events["date"] if (day := _day(text)))
    if not days:
        return said["finding persons"].format(persons=persons)
    spoken = [f"{day.day} {said['months'].split()[day.month - 1]} {day.year}" for day in (days[0], days[-1])]
    return said["finding"].format(persons=persons, sources=len(events), first=spoken[0], last=spoken[1])


def _lines(own: pd.DataFrame, dated: pd.DataFrame, left: float, right: float) -> list[list[tuple[float, Any]]]:
    """The sources of one role at their dates, in as many lines as keep signs and names apart: (x, source) each."""
    lines: list[tuple[float, list[tuple[float, Any]]]] = []
    for row in records(own.sort_values(["day", "mark"])):
        x = _place(row["day"], dated, left, right)
        wide = text_width(str(row["name"]), SMALLEST) + 4 if row["name"] else 0.0
        before = x + 4 + wide > right + 4
        start, end = (x - 4 - wide, x + 4) if before else (x - 4, x + 4 + wide)
        place = next((n for n, (last, _) in enumerate(lines) if last <= start), len(lines))
        if place == len(lines):
            lines.append((end, []))
        lines[place] = (end, [*lines[place][1], (x, row | {"before": before})])
    return [own_line for _, own_line in lines]


def _events(page: Page, lines: Sequence[Sequence[tuple[float, Any]]], middle: float, said: Mapping[str, str]) -> None:
    """The sources of one role, each with its name behind its sign."""
    for number, line in enumerate(lines):
        y = middle + 13.0 * (number - (len(lines) - 1) / 2)
        for x, row in line:
            kind = said.get(str(row["kind"]), str(row["kind"]))
            title = " · ".join(str(part) for part in (row["name"], kind, row["date"]) if part)
            page.mark(str(row["mark"]), glyph(GLYPH.get(str(row["kind"]), "ring"), (x, y), 2.6), title)
            if row["name"]:
                at, align = (x - 5, "right") if row["before"] else (x + 5, "left")
                page.write((at, y), str(row["name"]), SMALLEST, SOFT, align=align)


def _calendar(
    page: Page, dated: pd.DataFrame, left: float, right: float, top: float, bottom: float, words: Mapping[str, str]
) -> None:
    """A line at the first of each month, or of each year where there are many."""
    first, last = dated["day"].min(), dated["day"].max()
    months = [
        (first.year * 12 + first.month - 1 + n)
        for n in range((last.year - first.year) * 12 + last.month - first.month + 2)
    ]
    names = words["months"].split()
    long = len(months) > 15
    end = -1e9
    for month in months:
        day = date(month // 12, month % 12 + 1, 1)
        text = str(day.year) if long else f"{names[day.month - 1]} {day.year}"
        x = _place(day, dated, left, right)
        if not left - 14 <= x <= right + 2 or (long and day.month != 1):
            continue
        page.add(rule((x, top), (x, bottom), PALE, 0.6, dash=(1.5, 2)))
        if x - text_width(text, SMALL) / 2 > end + 4 and x + text_width(text, SMALL) / 2 <= RIGHT + 4:
            page.write((x, top - 6), text, SMALL, SOFT, align="center")
            end = x + text_width(text, SMALL) / 2


def _place(day: Any, dated: pd.DataFrame, left: float, right: float) -> float:
    first, last = dated["day"].min().replace(day=1), dated["day"].max()
    span = max((last - first).days, 1)
    return left + 8 + (right - left - 16) * (day - first).days / span


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "persons": "persons",
        "finding": "{persons} persons in {sources} sources, from {first} to {last}",
        "finding persons": "{persons} persons were heard",
        "interview": "interview",
        "focus_group": "focus group",
        "verification": "verification",
        "observation": "observation",
        "months": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    },
    "id": {
        "persons": "orang",
        "finding": "{persons} orang dalam {sources} sumber, dari {first} sampai {last}",
        "finding persons": "{persons} orang didengar",
        "interview": "wawancara",
        "focus_group": "diskusi kelompok terarah",
        "verification": "verifikasi",
        "observation": "pengamatan",
        "months": "Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des",
    },
}
