"""Which codes go together, as ranked bars; a bar is no arrow and says nothing of what causes what (F30)."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.figure import Figure

from analysis.figures.charts.tiles import (
    DARK,
    SMALL,
    SOFT,
    Face,
    Look,
    name_width,
    need,
    records,
    row_names,
    say,
    sheet,
    tile,
)
from analysis.figures.numbers import percent, places
from analysis.figures.page import MARGIN

HIGH, BAR, COLUMN = 22.0, 170.0, 74.0
HEAD = 32.0
SHOWN, LEAST = 15, 2
WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "The {count} pairs of codes that most often go together, of {all} that do so at least twice",
        "c": "coefficient c",
        "n12": "together",
        "share_1": "of the first",
        "share_2": "of the second",
        "uneven": "≠",
        "note": "c = together / (first + second − together), over {unit}. ≠ marks pairs of which one code is more than "
        "five times as frequent as the other. Going together is no effect of one on the other.",
        "segment": "runs of overlapping segments",
        "source": "sources",
        "row": "{one} with {two}: c {c}, together {n12}; {share_1} of the first, {share_2} of the second{uneven}",
        "far": ", very unevenly frequent",
    },
    "id": {
        "title": "{count} pasangan kode yang paling sering muncul bersama, dari {all} yang muncul sedikitnya dua kali",
        "c": "koefisien c",
        "n12": "bersama",
        "share_1": "dari yang pertama",
        "share_2": "dari yang kedua",
        "uneven": "≠",
        "note": "c = bersama / (pertama + kedua − bersama), dihitung atas {unit}. ≠ menandai pasangan yang salah satu "
        "kodenya lebih dari lima kali lebih sering. Muncul bersama bukan berarti yang satu memengaruhi yang lain.",
        "segment": "rangkaian segmen yang bertumpang tindih",
        "source": "sumber",
        "row": "{one} dengan {two}: c {c}, bersama {n12}; {share_1} dari yang pertama, {share_2} dari yang "
        "kedua{uneven}",
        "far": ", frekuensinya sangat timpang",
    },
}


def draw_co_occurrence(pairs: pd.DataFrame, *, face: Face, codes: Mapping[str, str], shown: int = SHOWN) -> Figure:
    """Which codes go together most?

    Parameters
    ----------
    pairs : frame, one row per pair, as `co_occurrence` gives it
    codes : what each is called
    shown : so many pairs at most, by c, then by n12

    Returns
    -------
    Figure
        Each bar is one artist whose `gid` is `pair:<code_1>|<code_2>`; beside it the number together and both
        conditional shares.
    """
    rows = records(ranked(pairs, shown))
    need(len(rows), face.title)
    said = WORDS.get(face.language, WORDS["en"])
    names = [f"{codes.get(r['code_1'], r['code_1'])} + {codes.get(r['code_2'], r['code_2'])}" for r in rows]
    left = MARGIN + name_width(names, 260.0)
    wide = left - MARGIN + BAR + 34 + 3 * COLUMN
    with sheet(face, wide, HEAD + HIGH * len(rows) + 4) as (figure, axes, top):
        first, columns = top + HEAD, left + BAR + 34
        row_names(axes, names, left, first, HIGH, left - MARGIN - 6)
        say(axes, (left, first - 8), said["c"], SMALL, SOFT, align="left")
        for number, key in enumerate(("n12", "share_1", "share_2")):
            say(axes, (columns + (number + 0.5) * COLUMN, first - 8), said[key], SMALL, SOFT)
        scale = BAR / max(row["c"] for row in rows)
        for number, row in enumerate(rows):
            y = first + number * HIGH
            bar = (left, y + 4.5, row["c"] * scale, HIGH - 9)
            tile(axes, f"pair:{row['code_1']}|{row['code_2']}", bar, Look(DARK, ink="white"))
            mark = f"  {said['uneven']}" if row["uneven"] else ""
            say(
                axes,
                (left + row["c"] * scale + 4, y + HIGH / 2),
                places(row["c"], face.language) + mark,
                SMALL,
                align="left",
            )
            texts = (str(row["n12"]), *(_share(row, n, face.language) for n in (1, 2)))
            for place, text in enumerate(texts):
                say(axes, (columns + (place + 0.5) * COLUMN, y + HIGH / 2), text, SMALL)
    return figure


def ranked(pairs: pd.DataFrame, shown: int = SHOWN) -> pd.DataFrame:
    """The pairs that occur together at least twice, by c, then by how often, then by their codes."""
    held = pairs[pairs["n12"] >= LEAST].assign(c=lambda rows: rows["c"].astype(float))
    order = held.sort_values(["c", "n12", "code_1", "code_2"], ascending=[False, False, True, True], kind="stable")
    return order.head(shown).reset_index(drop=True)


def co_occurrence_title(pairs: pd.DataFrame, language: str, shown: int = SHOWN) -> str:
    """The finding in one line."""
    together = int((pairs["n12"] >= LEAST).sum())
    return WORDS.get(language, WORDS["en"])["title"].format(count=min(shown, together), all=together)


def co_occurrence_note(unit: str, language: str) -> str:
    """How c is counted, what the sign means, and what going together does not mean."""
    said = WORDS.get(language, WORDS["en"])
    return said["note"].format(unit=said[unit])


def co_occurrence_alternative(pairs: pd.DataFrame, *, face: Face, codes: Mapping[str, str], shown: int = SHOWN) -> str:
    """The bars in words: the title, one line per pair, the caption."""
    said = WORDS.get(face.language, WORDS["en"])
    lines = [
        said["row"].format(
            one=codes.get(row["code_1"], row["code_1"]),
            two=codes.get(row["code_2"], row["code_2"]),
            c=places(row["c"], face.language),
            n12=row["n12"],
            share_1=percent(row["share_1"], face.language),
            share_2=percent(row["share_2"], face.language),
            uneven=said["far"] if row["uneven"] else "",
        )
        for row in records(ranked(pairs, shown))
    ]
    return "\n".join(line for line in (face.mark, face.title + ".", *lines, face.caption) if line)


def _share(row: Mapping[str, float], which: int, language: str) -> str:
    return f"{percent(row[f'share_{which}'], language)} ({row['n12']}/{row[f'n{which}']})"
