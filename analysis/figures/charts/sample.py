"""Who was heard, and when? Persons by role, sources over dates (F01)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from analysis.errors import FigureError
from analysis.figures.charts.sheet import Page, glyph, key, key_height, page_of, rule
from analysis.figures.page import MARGIN
from analysis.figures.style import INK, PALE, SOFT, settled, text_width

WIDE, NAME, COUNT, ROW = 560.0, 128.0, 66.0, 24.0
GLYPH: Mapping[str, str] = {
    "interview": "dot",
    "focus_group": "square",
    "verification": "triangle",
    "observation": "diamond",
}


def draw_sample(
    rows: pd.DataFrame,
    events: pd.DataFrame,
    *,
    title: str,
    caption: str = "",
    note: str = "",
    constructed_mark: str = "",
    language: str = "en",
) -> Figure:
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
        one artist whose `gid` is the mark. Without dates, roles and numbers alone.

    Raises
    ------
    FigureError
        There is no role.
    """
    if rows.empty:
        raise FigureError(f"{title}: a sample has roles (got none). Draw it when somebody was heard.")
    words = _WORDS.get(language, _WORDS["en"])
    found = events.assign(day=pd.Series([_day(text) for text in events["date"]], index=events.index, dtype=object))
    dated = found[found["day"].notna()]
    kinds = [kind for kind in GLYPH if kind in set(dated["kind"])]
    entries = [(GLYPH[kind], words[kind]) for kind in kinds]
    high = 30 + ROW * len(rows) + 10
    with settled():
        body = high + (key_height(entries, MARGIN, WIDE) + 8 if entries else 0)
        page = page_of(body, title=title, constructed_mark=constructed_mark, caption=caption, note=note, wide=WIDE)
        page.write((MARGIN + NAME + COUNT - 10, page.top + 12), words["persons"], 7.4, SOFT, align="right")
        left, right = MARGIN + NAME + COUNT + 10, WIDE - MARGIN - 12
        if len(dated):
            _calendar(page, dated, left, right, page.top + 24, page.top + high - 8, words)
        y = page.top + 24.0
        for row in rows.to_dict("records"):
            page.write((MARGIN, y + ROW / 2), str(row["name"]), 8.4, INK, bold=True, room=NAME)
            page.write((MARGIN + NAME + COUNT - 10, y + ROW / 2), str(row["persons"]), 8.4, INK, align="right")
            page.add(rule((left, y + ROW / 2), (right, y + ROW / 2), PALE, 0.6))
            own = dated[dated["role"] == row["role"]].sort_values(["day", "mark"])
            _events(page, own, dated, left, right, y + ROW / 2)
            y += ROW
        if entries:
            key(page, entries, MARGIN, page.top + high + 6)
        return page.figure


def _events(page: Page, own: pd.DataFrame, dated: pd.DataFrame, left: float, right: float, y: float) -> None:
    """The sources of one role; those of about one day stand side by side, their names above and below in turn."""
    last = -1e9
    for number, row in enumerate(own.to_dict("records")):
        x = max(_place(row["day"], dated, left, right), last + 9)
        last = x
        page.mark(str(row["mark"]), glyph(GLYPH.get(str(row["kind"]), "ring"), (x, y), 3.6))
        if row["name"]:
            page.write((x, y + (-8.5 if number % 2 == 0 else 8.5)), str(row["name"]), 6.2, SOFT, align="center")


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
        if not left - 14 <= x <= right + 14 or (long and day.month != 1):
            continue
        page.add(rule((x, top), (x, bottom), PALE, 0.7, dash=(1.5, 2)))
        if x - text_width(text, 7.2) / 2 > end + 4:
            page.write((x, top - 8), text, 7.2, SOFT, align="center")
            end = x + text_width(text, 7.2) / 2


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
        "interview": "interview",
        "focus_group": "focus group",
        "verification": "verification",
        "observation": "observation",
        "months": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    },
    "id": {
        "persons": "orang",
        "interview": "wawancara",
        "focus_group": "diskusi kelompok terarah",
        "verification": "verifikasi",
        "observation": "pengamatan",
        "months": "Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des",
    },
}
