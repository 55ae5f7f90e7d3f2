"""Code saturation over the orders of the sources: the given order's curve, and what others say (F19)."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.displays.saturation import NOT_ASSESSABLE, NOT_REACHED
from analysis.figures.charts.keys import Key, draw_key, key_height
from analysis.figures.charts.looks import BLUE, HATCH, Look, tile
from analysis.figures.charts.sheet import LEFT, RIGHT, SMALL, WIDE, Face, Page, joined, need, page_of, records
from analysis.figures.numbers import percent, thousands
from analysis.figures.page import Picture
from analysis.figures.style import INK, PALE, SOFT, settled, text_width

HIGH, CURVE, AXIS, NUMBER = 150.0, 236.0, 22.0, 26.0
BAND = Look("#dbe4ec", edge="#dbe4ec")
WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "When new codes become rare, and how much that hangs on the order of the sources",
        "finding": "{codes} codes in {n} sources, the last new one in source {last} of the given order (saturation: "
        "{given}); the rule is met in {met} of {orders} orders",
        "marked": "outcome of the given order",
        "seen": "codes seen so far",
        "sources": "sources, in order",
        "given": "the given order",
        "band": "from 5% to 95% of the orders",
        "median": "median of the orders",
        "outcomes": "saturation reached after k+r sources, share of orders",
        NOT_REACHED: "not reached",
        NOT_ASSESSABLE: "not assessable",
        "note": "{orders} orders ({how}); base {base} sources, run {run}, threshold {threshold}. k+r: after k "
        "sources the next r brought no more new codes than the threshold allows.",
        "all": "all there are",
        "drawn": "drawn at random, seed {seed}",
        "row": "{outcome}: {share} of the orders",
        "curve": "Given order, codes seen after each source: {given}.",
    },
    "id": {
        "title": "Kapan kode baru menjadi jarang, dan seberapa jauh hal itu bergantung pada urutan sumber",
        "finding": "{codes} kode dalam {n} sumber, kode baru terakhir pada sumber ke-{last} dalam urutan yang ada "
        "(kejenuhan: {given}); aturan terpenuhi pada {met} dari {orders} urutan",
        "marked": "hasil urutan yang ada",
        "seen": "kode yang sudah ditemukan",
        "sources": "sumber, menurut urutan",
        "given": "urutan yang ada",
        "band": "5% sampai 95% dari semua urutan",
        "median": "median semua urutan",
        "outcomes": "jenuh sesudah k+r sumber, bagian dari urutan",
        NOT_REACHED: "tidak tercapai",
        NOT_ASSESSABLE: "tidak dapat dinilai",
        "note": "{orders} urutan ({how}); dasar {base} sumber, runtun {run}, ambang {threshold}. k+r: sesudah k "
        "sumber, r sumber berikutnya tidak membawa kode baru melebihi ambang.",
        "all": "semua yang mungkin",
        "drawn": "diambil acak, seed {seed}",
        "row": "{outcome}: {share} dari semua urutan",
        "curve": "Urutan yang ada, kode yang ditemukan sesudah tiap sumber: {given}.",
    },
}


def draw_saturation(curve: pd.DataFrame, orders: pd.DataFrame, *, face: Face) -> Picture:
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
    keys = [
        Key(said["given"], dash=()),
        Key(said["median"], dash=(4, 2), colour=SOFT),
        Key(said["band"], look=BAND),
        Key(said["marked"], sign="►"),
    ]
    rows = max(len(orders), 1)
    high = max(HIGH, 9.0 * rows)
    with settled(**{"hatch.linewidth": 0.5}):
        page = page_of(high + 33 + key_height(keys), face)
        page.write((LEFT, page.top + 5), said["seen"], SMALL, SOFT)
        page.write((LEFT + AXIS + CURVE / 2, page.top + high + 28), said["sources"], SMALL, SOFT, align="center")
        _curve(page, curve, high)
        _bars(page, orders, face.language, high)
        draw_key(page, keys, page.top + high + 33)
        return page.figure


def _curve(page: Page, curve: pd.DataFrame, tall: float) -> None:
    """The codes seen so far, over the sources, on axes of their own."""
    high = page.figure.get_size_inches()[1] * 72
    left, top = LEFT + AXIS, page.top + 12
    chart = page.figure.add_axes((left / WIDE, 1 - (top + tall) / high, CURVE / WIDE, tall / high))
    x = curve["sources"].to_numpy()
    chart.fill_between(x, curve["low"], curve["high"], color=BAND.face, linewidth=0, zorder=1)
    chart.plot(x, curve["median"], color=SOFT, linewidth=0.9, linestyle=(0, (4, 2)), zorder=2)
    point = 2.8 if len(x) <= 30 else 0
    chart.plot(x, curve["given"], color=BLUE, linewidth=1.2, marker="o", markersize=point, zorder=3, gid="curve:given")
    chart.set_ylim(0, max(1.0, float(curve["most"].max())) * 1.05)
    chart.set_xlim(0.6, len(curve) + 0.4)
    chart.set_xticks(x if len(x) <= 20 else [n for n in x if n % _every(len(x)) == 0])
    chart.tick_params(labelsize=SMALL, colors=INK, length=2, width=0.6, pad=2)
    for side in ("top", "right"):
        chart.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        chart.spines[side].set_linewidth(0.6)
    chart.grid(axis="y", color=PALE, linewidth=0.4)
    chart.set_axisbelow(True)


def _every(count: int) -> int:
    """Round steps, so that about ten numbers stand on the axis."""
    return next(step for step in (2, 5, 10, 20, 50, 100, 200, 500, 1000, 10**9) if count <= 12 * step)


def saturation_title(language: str) -> str:
    """What the chart shows, in one line."""
    return WORDS.get(language, WORDS["en"])["title"]


def saturation_finding(curve: pd.DataFrame, orders: pd.DataFrame, language: str) -> str:
    """When the last new code came in the given order, and in how many orders the rule is met."""
    said, noted = WORDS.get(language, WORDS["en"]), orders.attrs
    seen = [int(count) for count in curve["given"]]
    late = [number for number, (one, two) in enumerate(zip([0, *seen], seen, strict=False), 1) if two > one]
    met = orders.loc[~orders["outcome"].isin((NOT_REACHED, NOT_ASSESSABLE)), "share"]
    given = str(noted["given"])
    met_text = percent(float(met.sum()), language, 1) if met.notna().all() else "–"
    parts = {"codes": seen[-1], "n": len(seen), "orders": thousands(noted["orders"], language)}
    return said["finding"].format(**parts, last=max(late, default=0), given=said.get(given, given), met=met_text)


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
    return joined(face, [said["curve"].format(given=given), *lines])


def _percent(share: float | None, language: str) -> str:
    return "–" if share is None else percent(share, language, 1)


def _bars(page: Page, orders: pd.DataFrame, language: str, high: float) -> None:
    """The share of orders with each outcome; the one of the given order is marked."""
    said, rows = WORDS.get(language, WORDS["en"]), records(orders)
    names = [said.get(row["outcome"], row["outcome"]) for row in rows]
    names = [f"► {name}" if row["given"] else name for name, row in zip(names, rows, strict=True)]
    left = LEFT + AXIS + CURVE + 26 + max((text_width(name, SMALL) for name in names), default=0)
    page.write((LEFT + AXIS + CURVE + 26, page.top + 5), said["outcomes"], SMALL, SOFT)
    step = min(18.0, high / max(len(rows), 1))
    most = max((row["share"] or 0 for row in rows), default=0) or 1
    for number, (row, name) in enumerate(zip(rows, names, strict=True)):
        y = page.top + 14 + (number + 0.5) * step
        page.write((left - 4, y), name, SMALL, INK, align="right")
        plain = row["outcome"] not in (NOT_REACHED, NOT_ASSESSABLE)
        wide = max((RIGHT - NUMBER - left) * (row["share"] or 0) / most, 0.5)
        look = Look(BLUE, edge=BLUE) if plain else Look("white", HATCH, SOFT)
        share = _percent(row["share"], language)
        page.mark(
            f"outcome:{row['outcome']}", tile((left, y - 0.33 * step, wide, 0.66 * step), look), f"{name}: {share}"
        )
        page.write((left + wide + 3, y), share, SMALL)
