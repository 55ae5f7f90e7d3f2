"""The clustered matrix as tiles: presence, segments, segments per 1,000 words, or the balance of stances (F06)."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.colors import to_hex

from analysis.errors import FigureError
from analysis.figures.charts.grid import draw_grid
from analysis.figures.charts.keys import Key
from analysis.figures.charts.looks import BLUE, COLOURS, Look, tile
from analysis.figures.charts.sheet import Face, joined, need
from analysis.figures.numbers import places, signed
from analysis.figures.page import Picture
from analysis.figures.style import ink_on

NOTHING = Look("white", edge="#d8dde2")
UNDEFINED = Look("#f6f7f8", "....", "#868e96")
WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title presence": "Which case speaks of which cluster of themes",
        "title segments": "How many segments stand under each cluster of themes",
        "title per_1000_words": "Segments in 1,000 words of the source, by cluster of themes",
        "title balance": "For and against each cluster, by segments: from -1 (all oppose) to +1 (all support)",
        "finding": "{some} of {cells} cells hold a segment; {all} of {clusters} clusters are spoken of in every row",
        "finding sides": "In {some} of {cells} cells a segment takes a side; in every row for {all} of {clusters} "
        "clusters",
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
        "finding": "{some} dari {cells} sel memuat segmen; {all} dari {clusters} gugus dibicarakan di semua baris",
        "finding sides": "Pada {some} dari {cells} sel ada segmen yang memihak; di semua baris untuk {all} dari "
        "{clusters} gugus",
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
    matrix: pd.DataFrame,
    *,
    value: str,
    face: Face,
    cases: Mapping[str, str],
    clusters: Mapping[str, str],
    part: str = "source",
) -> Picture:
    """How does each case stand to each cluster of themes?

    Parameters
    ----------
    matrix : frame, rows cases, columns clusters, as `clustered_matrix` gives it
    value : what a cell is: presence, segments, per_1000_words, balance
    cases, clusters : what each is called
    part : what a case is, for the names of the marks: source, person, role or group

    Returns
    -------
    Figure
        Each cell is one artist whose `gid` is `code:<cluster>|<part>:<case>`. More is darker; what opposes is striped,
        so that the sides stay apart in grey, and each number stands in its cell. On further sheets what does not fit.
    """
    need(len(matrix), face.title)
    said = WORDS.get(face.language, WORDS["en"])
    if f"title {value}" not in said:
        raise FigureError(f"{face.title}: a clustered matrix shows no {value!r}. Choose another value.")
    most = max((abs(float(v)) for v in matrix.to_numpy().ravel() if v is not None), default=1.0) or 1.0
    places_of = {str(row): number for number, row in enumerate(matrix.index)}
    across = {str(column): number for number, column in enumerate(matrix.columns)}

    def cell(row: str, column: str, box: tuple[float, float, float, float]) -> tuple[str, list[Artist], str]:
        held = matrix.iat[places_of[row], across[column]]
        look, text = _cell(held, value, most, face.language)
        return f"code:{column}|{part}:{row}", tile(box, look, text), _word(held, value, said, face.language)

    rows = {row: cases.get(row, row) for row in places_of}
    return draw_grid(face, rows, {c: clusters.get(c, c) for c in across}, _samples(value, said), cell)


def clustered_title(value: str, language: str) -> str:
    """What the matrix shows, in one line."""
    return WORDS.get(language, WORDS["en"])[f"title {value}"]


def clustered_finding(matrix: pd.DataFrame, value: str, language: str) -> str:
    """How many cells hold anything, and how many clusters are spoken of in every row."""
    said = WORDS.get(language, WORDS["en"])
    held = [[bool(cell) or (cell is not None and value == "balance") for cell in row] for row in matrix.to_numpy()]
    return said["finding sides" if value == "balance" else "finding"].format(
        some=sum(map(sum, held)),
        cells=matrix.size,
        all=sum(all(row[n] for row in held) for n in range(matrix.shape[1])),
        clusters=matrix.shape[1],
    )


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
    return joined(face, lines)


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
        return (Look(BLUE, ink="white"), "●") if number else (NOTHING, "")
    if not number:
        return NOTHING, "0" if value == "balance" else ""
    share = abs(number) / most
    if value == "balance" and number < 0:
        return Look("#fdf1ea" if share < 0.5 else "#f6d5c0", "//", "#a4562a"), _number(cell, value, language)
    ground = to_hex(COLOURS(0.08 + 0.72 * share))
    return Look(ground, ink=ink_on(ground)), _number(cell, value, language)


def _samples(value: str, said: Mapping[str, str]) -> list[Key]:
    if value == "presence":
        return [Key(said["present"], look=Look(BLUE, ink="white"), sign="●"), Key(said["absent"], look=NOTHING)]
    if value == "balance":
        return [
            Key(said["for"], look=Look(to_hex(COLOURS(0.6)), ink="white")),
            Key(said["against"], look=Look("#f6d5c0", "//", "#a4562a")),
            Key(said["even"], look=NOTHING, sign="0"),
            Key(said["none"], look=UNDEFINED),
        ]
    return [Key(said["more"], look=Look(to_hex(COLOURS(0.6)), ink="white")), Key(said["absent"], look=NOTHING)]
