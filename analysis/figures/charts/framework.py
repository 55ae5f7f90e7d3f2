"""The framework matrix as tiles: what is charted, silent though asked, not asked, and still open (F04)."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.patches import Polygon

from analysis.displays.framework import CHARTED, NOT_ASKED, OPEN, SILENT, STATUSES, framework_metrics
from analysis.figures.charts.grid import draw_grid
from analysis.figures.charts.keys import Key
from analysis.figures.charts.looks import BLUE, MIDDLE, Look, tile
from analysis.figures.charts.sheet import Face, joined, need, records
from analysis.figures.numbers import places
from analysis.figures.page import Picture
from analysis.figures.style import SOFT

LOOKS: Mapping[str, Look] = {
    CHARTED: Look(MIDDLE, edge=MIDDLE),
    SILENT: Look("white", edge=BLUE),
    NOT_ASKED: Look("#e3e7ea", ink=SOFT),
    OPEN: Look("white", "///", "#868e96"),
}
CORNER = "#b85c00"
SIGNS: Mapping[str, str] = {SILENT: "○", NOT_ASKED: "–"}
WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "Framework matrix: what each source says on each theme",
        "finding": "{themes} themes by {cases} rows: {charted} of {cells} cells charted, {asked_but_silent} silent "
        "though asked, {not_asked} not asked, {not_yet_charted} open",
        CHARTED: "charted: a summary stands on segments (their number)",
        SILENT: "asked, but silent",
        NOT_ASKED: "not asked",
        OPEN: "not yet charted (number of segments that wait)",
        "decided": "a person decided otherwise than the rule proposed",
        "row": "{case}: {parts}",
        "completeness": "Completeness {share}; charted cells without a segment: {uncited}.",
    },
    "id": {
        "title": "Matriks kerangka: isi tiap sumber pada tiap tema",
        "finding": "{themes} tema pada {cases} baris: {charted} dari {cells} sel terisi, {asked_but_silent} ditanya "
        "tetapi diam, {not_asked} tidak ditanya, {not_yet_charted} masih terbuka",
        CHARTED: "terisi: ringkasan bersandar pada segmen (jumlahnya)",
        SILENT: "ditanya, tetapi diam",
        NOT_ASKED: "tidak ditanya",
        OPEN: "belum diisi (jumlah segmen yang menunggu)",
        "decided": "keputusan peneliti berbeda dari usulan aturan",
        "row": "{case}: {parts}",
        "completeness": "Kelengkapan {share}; sel terisi tanpa segmen: {uncited}.",
    },
}


def draw_framework(
    cells: pd.DataFrame, *, face: Face, cases: Mapping[str, str], themes: Mapping[str, str], part: str = "source"
) -> Picture:
    """In which state is each cell of case by theme?

    Parameters
    ----------
    cells : frame, one row per case and theme, as `framework_cells` gives it
    cases, themes : what each is called
    part : what a case is, for the names of the marks: source or person

    Returns
    -------
    Figure
        Each cell is one artist whose `gid` is `code:<theme>|<part>:<case>`. Fill, stripes and a sign tell the states
        apart. On further sheets what does not fit one.
    """
    need(len(cells), face.title)
    say = WORDS.get(face.language, WORDS["en"])
    otherwise = (cells["decided"] != "") & (cells["decided"] != cells["proposed"])
    found = {(row["case"], row["theme"]): row for row in records(cells.assign(otherwise=otherwise))}
    there = set(cells["status"])
    keys = [Key(say[status], look=LOOKS[status], sign=SIGNS.get(status, "7")) for status in STATUSES if status in there]
    keys += [Key(say["decided"], sign="◥", colour=CORNER)] if otherwise.any() else []

    def cell(case: str, theme: str, box: tuple[float, float, float, float]) -> tuple[str, list[Artist], str]:
        row = found[case, theme]
        sign = SIGNS.get(row["status"]) or (str(row["segments"]) if row["segments"] else "")
        parts = tile(box, LOOKS[row["status"]], sign)
        parts += [_corner(box[0] + box[2], box[1])] if row["otherwise"] else []
        word = say[row["status"]].split(":")[0].split(" (")[0]
        told = f"{word} ({row['segments']})" if row["segments"] else word
        return f"code:{theme}|{part}:{case}", parts, told

    rows = {str(case): cases.get(str(case), str(case)) for case in cells["case"].unique()}
    columns = {str(theme): themes.get(str(theme), str(theme)) for theme in cells["theme"].unique()}
    return draw_grid(face, rows, columns, keys, cell)


def framework_title(language: str) -> str:
    """What the matrix shows, in one line."""
    return WORDS.get(language, WORDS["en"])["title"]


def framework_finding(cells: pd.DataFrame, language: str) -> str:
    """How many cells are in each state."""
    counts = {"cases": cells["case"].nunique(), "themes": cells["theme"].nunique()}
    return WORDS.get(language, WORDS["en"])["finding"].format(**framework_metrics(cells), **counts)


def framework_note(cells: pd.DataFrame, language: str) -> str:
    """Completeness and uncited cells, as the caption says them."""
    found = framework_metrics(cells)
    share = "-" if found["completeness"] is None else places(found["completeness"], language)
    return WORDS.get(language, WORDS["en"])["completeness"].format(share=share, uncited=found["uncited"])


def framework_alternative(
    cells: pd.DataFrame, *, face: Face, cases: Mapping[str, str], themes: Mapping[str, str]
) -> str:
    """The matrix in words: the title, one line per case, the caption."""
    say = WORDS.get(face.language, WORDS["en"])
    short = {status: say[status].split(":")[0].split(" (")[0] for status in STATUSES}
    lines = []
    for case, part in cells.groupby("case", sort=False):
        parts = [f"{themes.get(t, t)} {short[s]} ({n})" for t, s, n in part[["theme", "status", "segments"]].values]
        lines.append(say["row"].format(case=cases.get(str(case), str(case)), parts=", ".join(parts)))
    return joined(face, lines)


def _corner(right: float, top: float) -> Polygon:
    """A small corner that says that a person decided otherwise than the rule."""
    points = [(right - 5, top), (right, top), (right, top + 5)]
    return Polygon(points, closed=True, facecolor=CORNER, edgecolor="white", linewidth=0.3, zorder=5)
