"""The clustered matrix as tiles: presence, segments, segments per 1,000 words, or the balance of stances (F06)."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from analysis.errors import FigureError
from analysis.figures.charts.tiles import (
    DARK,
    Face,
    Look,
    column_heads,
    head_height,
    legend,
    legend_height,
    name_width,
    need,
    row_names,
    sheet,
    tile,
)
from analysis.figures.heatmap import COLOURS
from analysis.figures.numbers import places, signed
from analysis.figures.page import MARGIN
from analysis.figures.style import ink_on

NOTHING = Look("white", edge="#d8dde2")
UNDEFINED = Look("#f6f7f8", "....", "#868e96")
WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title presence": "Which case speaks of which cluster of themes",
        "title segments": "How many segments stand under each cluster of themes",
        "title per_1000_words": "Segments in 1,000 words of the source, by cluster of themes",
        "title balance": "For and against each cluster, by segments: from -1 (all oppose) to +1 (all support)",
        "present": "at least one segment",
        "absent": "no segment",
        "more": "more, the darker",
        "for": "more segments support than oppose",
        "against": "more segments oppose than support",
        "even": "as many support as oppose",
        "none": "no segment takes a side",
        "talk": "Segments count talk, not people: a long source has more of them.",
    },
    "id": {
        "title presence": "Kasus mana membicarakan gugus tema mana",
        "title segments": "Jumlah segmen pada tiap gugus tema",
        "title per_1000_words": "Jumlah segmen per 1.000 kata sumber pada tiap gugus tema",
        "title balance": "Arah segmen pada tiap gugus tema: dari -1 (semua menentang) sampai +1 (semua mendukung)",
        "present": "sedikitnya satu segmen",
        "absent": "tidak ada segmen",
        "more": "makin gelap makin banyak",
        "for": "lebih banyak segmen mendukung daripada menentang",
        "against": "lebih banyak segmen menentang daripada mendukung",
        "even": "yang mendukung dan yang menentang sama banyak",
        "none": "tidak ada segmen yang memihak",
        "talk": "Segmen menghitung pembicaraan, bukan orang: sumber yang panjang memuat lebih banyak segmen.",
    },
}


def draw_clustered(
    matrix: pd.DataFrame, *, value: str, face: Face, cases: Mapping[str, str], clusters: Mapping[str, str]
) -> Figure:
    """How does each case stand to each cluster of themes?

    Parameters
    ----------
    matrix : frame, rows cases, columns clusters, as `clustered_matrix` gives it
    value : what a cell is: presence, segments, per_1000_words, balance
    cases, clusters : what each is called

    Returns
    -------
    Figure
        Each cell is one artist whose `gid` is `cell:<case>|<cluster>`. More is darker; what opposes is striped, so that
        the sides stay apart in grey, and each number stands in its cell.
    """
    need(len(matrix), face.title)
    said = WORDS.get(face.language, WORDS["en"])
    if f"title {value}" not in said:
        raise FigureError(f"{face.title}: a clustered matrix shows no {value!r}. Choose another value.")
    rows, columns = [str(row) for row in matrix.index], [str(column) for column in matrix.columns]
    step = max(26.0, min(62.0, 660 / len(columns)))
    high = min(19.0, max(8.0, 640 / len(rows)))
    left = MARGIN + name_width([cases.get(row, row) for row in rows])
    names = [clusters.get(column, column) for column in columns]
    head = head_height(names, step)
    wide = left - MARGIN + step * len(columns)
    samples = _samples(value, said)
    under = legend_height([text for _, _, text in samples], max(wide, 380))
    with sheet(face, wide, head + high * len(rows) + 8 + under) as (figure, axes, top):
        column_heads(axes, names, left, top + head, step)
        row_names(axes, [cases.get(row, row) for row in rows], left, top + head, high, left - MARGIN - 6)
        most = max((abs(float(v)) for v in matrix.to_numpy().ravel() if v is not None), default=1.0) or 1.0
        for r, row in enumerate(rows):
            for c, column in enumerate(columns):
                box = (left + c * step + 1, top + head + r * high + 1, step - 2, high - 2)
                tile(axes, f"cell:{row}|{column}", box, *_cell(matrix.iat[r, c], value, most, face.language))
        legend(axes, samples, top + head + high * len(rows) + 8, max(wide, 380))
    return figure


def clustered_title(value: str, language: str) -> str:
    """What the matrix shows, in one line."""
    return WORDS.get(language, WORDS["en"])[f"title {value}"]


def clustered_note(value: str, language: str) -> str:
    """The warning that raw segment counts carry."""
    return WORDS.get(language, WORDS["en"])["talk"] if value in ("segments", "balance") else ""


def clustered_alternative(
    matrix: pd.DataFrame, *, value: str, face: Face, cases: Mapping[str, str], clusters: Mapping[str, str]
) -> str:
    """The matrix in words: the title, one line per case, the caption."""
    said = WORDS.get(face.language, WORDS["en"])
    lines = []
    for case, row in zip(matrix.index, matrix.to_numpy(), strict=True):
        cells = [
            f"{clusters.get(str(cluster), str(cluster))} {_word(cell, value, said, face.language)}"
            for cluster, cell in zip(matrix.columns, row, strict=True)
        ]
        lines.append(f"{cases.get(str(case), str(case))}: {', '.join(cells)}")
    return "\n".join(line for line in (face.mark, face.title + ".", *lines, face.caption) if line)


def _word(cell: object, value: str, said: Mapping[str, str], language: str) -> str:
    if value == "presence":
        return said["present"] if cell else said["absent"]
    return said["none"] if cell is None else _number(cell, value, language)


def _number(cell: object, value: str, language: str) -> str:
    number = float(str(cell))
    if value == "segments":
        return str(int(number))
    if value == "balance":
        return signed(number, language)
    return str(int(number)) if number.is_integer() else places(number, language)


def _cell(cell: object, value: str, most: float, language: str) -> tuple[Look, str]:
    """How a cell is filled, and what it says."""
    if cell is None:
        return UNDEFINED, ""
    number = float(str(cell))
    if value == "presence":
        return (Look(DARK, ink="white"), "●") if number else (NOTHING, "")
    if not number:
        return NOTHING, "0" if value == "balance" else ""
    share = abs(number) / most
    if value == "balance" and number < 0:
        return Look("#fdf1ea" if share < 0.5 else "#f6d5c0", "//", "#a4562a"), _number(cell, value, language)
    ground = to_hex(COLOURS(0.08 + 0.72 * share))
    return Look(ground, ink=ink_on(ground)), _number(cell, value, language)


def _samples(value: str, said: Mapping[str, str]) -> list[tuple[Look, str, str]]:
    if value == "presence":
        return [(Look(DARK, ink="white"), "●", said["present"]), (NOTHING, "", said["absent"])]
    if value == "balance":
        return [
            (Look(to_hex(COLOURS(0.6)), ink="white"), "", said["for"]),
            (Look("#f6d5c0", "//", "#a4562a"), "", said["against"]),
            (NOTHING, "0", said["even"]),
            (UNDEFINED, "", said["none"]),
        ]
    return [(Look(to_hex(COLOURS(0.6)), ink="white"), "", said["more"]), (NOTHING, "", said["absent"])]
