"""Code saturation over the orders of the sources: the given order's curve, and what others say (F19)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.displays.saturation import NOT_ASSESSABLE, NOT_REACHED
from analysis.figures.charts.tiles import DARK, HATCH, Face, Look, need, records, say, sheet, tile
from analysis.figures.numbers import percent, thousands
from analysis.figures.page import MARGIN
from analysis.figures.style import INK, PALE, SOFT, text_width

HIGH, CURVE, GAP, BARS = 210.0, 270.0, 120.0, 190.0
WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "Code saturation in the given order: {given}, as in {share} of the orders tried",
        "seen": "codes seen so far",
        "sources": "sources, in order",
        "given": "the given order",
        "band": "from 5 % to 95 % of the orders",
        "median": "median of the orders",
        "outcomes": "saturation reached after, share of orders",
        NOT_REACHED: "not reached",
        NOT_ASSESSABLE: "not assessable",
        "note": "{orders} orders ({how}); base {base} sources, run {run}, threshold {threshold}. k+r: after k "
        "sources the next r brought no more new codes than the threshold allows. ► marks the given order.",
        "all": "all there are",
        "drawn": "drawn at random, seed {seed}",
        "row": "{outcome}: {share} of the orders",
        "curve": "Given order, codes seen after each source: {given}.",
    },
    "id": {
        "title": "Kejenuhan kode dalam urutan yang ada: {given}, seperti pada {share} dari urutan yang dicoba",
        "seen": "kode yang sudah ditemukan",
        "sources": "sumber, menurut urutan",
        "given": "urutan yang ada",
        "band": "5 % sampai 95 % dari semua urutan",
        "median": "median semua urutan",
        "outcomes": "jenuh sesudah, bagian dari urutan",
        NOT_REACHED: "tidak tercapai",
        NOT_ASSESSABLE: "tidak dapat dinilai",
        "note": "{orders} urutan ({how}); dasar {base} sumber, runtun {run}, ambang {threshold}. k+r: sesudah k "
        "sumber, r sumber berikutnya tidak membawa kode baru melebihi ambang. ► menandai urutan yang ada.",
        "all": "semua yang mungkin",
        "drawn": "diambil acak, seed {seed}",
        "row": "{outcome}: {share} dari semua urutan",
        "curve": "Urutan yang ada, kode yang ditemukan sesudah tiap sumber: {given}.",
    },
}


def draw_saturation(curve: pd.DataFrame, orders: pd.DataFrame, *, face: Face) -> Figure:
    """When do new codes become rare, and how much does that hang on the order of the sources?

    Parameters
    ----------
    curve : frame, one row per number of sources, as `saturation_curve` gives it
    orders : frame, one row per outcome, as `saturation_orders` gives it

    Returns
    -------
    Figure
        At the left the codes seen so far: the given order as a line with points, half of the orders dashed, 5 to 95 %
        of them as a band. At the right the share of orders with each outcome; each bar is one artist whose `gid` is
        `outcome:<outcome>`.
    """
    need(len(curve), face.title)
    said = WORDS.get(face.language, WORDS["en"])
    left = MARGIN + 40
    with sheet(face, 40 + CURVE + GAP + BARS + 50, HIGH + 62) as (figure, axes, top):
        wide, high = figure.get_size_inches() * 72
        box = (left / wide, 1 - (top + 14 + HIGH) / high, CURVE / wide, HIGH / high)
        chart = figure.add_axes(box)
        x = curve["sources"].to_numpy()
        chart.fill_between(x, curve["low"], curve["high"], color="#dbe4ec", linewidth=0, zorder=1)
        chart.plot(x, curve["median"], color=SOFT, linewidth=1.1, linestyle=(0, (4, 2)), zorder=2)
        chart.plot(
            x, curve["given"], color=DARK, linewidth=1.6, marker="o", markersize=3.6, zorder=3, gid="curve:given"
        )
        chart.set_ylim(0, max(1.0, float(curve["most"].max())) * 1.05)
        chart.set_xlim(0.6, len(curve) + 0.4)
        chart.set_xticks(x if len(x) <= 20 else x[:: max(1, len(x) // 10)])
        chart.tick_params(labelsize=7.2, colors=INK, length=2.5)
        for side in ("top", "right"):
            chart.spines[side].set_visible(False)
        chart.grid(axis="y", color=PALE, linewidth=0.5)
        chart.set_axisbelow(True)
        say(axes, (left - 30, top + 6), said["seen"], 7.5, SOFT, align="left")
        say(axes, (left + CURVE / 2, top + 14 + HIGH + 22), said["sources"], 7.5, SOFT)
        _keys(axes, said, left, top + 14 + HIGH + 40)
        _bars(axes, orders, face.language, left + CURVE + GAP, top)
    return figure


def saturation_title(orders: pd.DataFrame, language: str) -> str:
    """The finding in one line: what the given order says, and how many orders say the same."""
    said = WORDS.get(language, WORDS["en"])
    given = str(orders.attrs["given"])
    share = orders.loc[orders["outcome"] == given, "share"]
    known = len(share) and share.iloc[0] is not None
    return said["title"].format(
        given=said.get(given, given), share=percent(share.iloc[0], language, 1) if known else "0"
    )


def saturation_note(orders: pd.DataFrame, language: str) -> str:
    """How many orders, whether all or drawn, and by which rule."""
    said, noted = WORDS.get(language, WORDS["en"]), orders.attrs
    how = said["all"] if noted["all"] else said["drawn"].format(seed=noted["seed"])
    rule = {"base": noted["base"], "run": noted["run"], "threshold": percent(noted["threshold"], language)}
    return said["note"].format(orders=thousands(noted["orders"], language), how=how, **rule)


def saturation_alternative(curve: pd.DataFrame, orders: pd.DataFrame, *, face: Face) -> str:
    """The chart in words: the title, the curve of the given order, one line per outcome, the caption."""
    said = WORDS.get(face.language, WORDS["en"])
    given = ", ".join(str(count) for count in curve["given"])
    lines = [
        said["row"].format(
            outcome=said.get(row["outcome"], row["outcome"]), share=_percent(row["share"], face.language)
        )
        for row in records(orders)
    ]
    parts = (face.mark, face.title + ".", said["curve"].format(given=given), *lines, face.caption)
    return "\n".join(line for line in parts if line)


def _percent(share: float | None, language: str) -> str:
    return "–" if share is None else percent(share, language, 1)


def _bars(axes: Axes, orders: pd.DataFrame, language: str, left: float, top: float) -> None:
    """The share of orders with each outcome; the one of the given order is marked."""
    said = WORDS.get(language, WORDS["en"])
    say(axes, (left, top + 6), said["outcomes"], 7.5, SOFT, align="left")
    rows = records(orders)
    step = min(24.0, HIGH / max(len(rows), 1))
    most = max((row["share"] or 0 for row in rows), default=0) or 1
    for number, row in enumerate(rows):
        y = top + 18 + number * step
        name = said.get(row["outcome"], row["outcome"])
        say(axes, (left - 6, y + step / 2), f"► {name}" if row["given"] else name, 7.5, INK, align="right")
        plain = row["outcome"] not in (NOT_REACHED, NOT_ASSESSABLE)
        wide = max(BARS * (row["share"] or 0) / most, 0.5)
        look = Look(DARK) if plain else Look("white", HATCH, SOFT)
        tile(axes, f"outcome:{row['outcome']}", (left, y + 3, wide, step - 6), look)
        say(axes, (left + wide + 4, y + step / 2), _percent(row["share"], language), 7.2, align="left")


def _keys(axes: Axes, said: Mapping[str, str], left: float, y: float) -> None:
    """What the line, the dashes and the band are."""
    start = left - 30
    for key in ("given", "median", "band"):
        if key == "band":
            tile(axes, "legend:band", (start, y - 4, 18, 8), Look("#dbe4ec"))
        else:
            dash: Any = "solid" if key == "given" else (0, (4, 2))
            colour = DARK if key == "given" else SOFT
            axes.plot([start, start + 18], [y, y], color=colour, linewidth=1.4, linestyle=dash)
        say(axes, (start + 23, y), said[key], 7.2, align="left")
        start += 23 + text_width(said[key], 7.2) + 18
