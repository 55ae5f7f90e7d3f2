"""Which codes go together, as ranked bars; a bar is no arrow and says nothing of what causes what (F30)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.figures.charts.looks import BLUE, Look, tile
from analysis.figures.charts.naming import name_width, row_heights, write_name
from analysis.figures.charts.sheet import LEFT, ROOM, SMALL, Face, in_sheets, joined, need, page_of, records
from analysis.figures.numbers import percent, places
from analysis.figures.page import Picture
from analysis.figures.style import SOFT, text_width

NAME, COLUMN, HEAD, NUMBER = 236.0, 46.0, 14.0, 30.0
SHOWN, LEAST = 15, 2
WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "title": "Which codes go together",
        "finding": "The {count} pairs with the largest coefficient c, of {all} pairs that go together at least twice",
        "c": "coefficient c",
        "n12": "together",
        "share_1": "of the first",
        "share_2": "of the second",
        "uneven": "≠",
        "note": "c = together / (first + second − together), over {unit}; of the first, of the second: share of "
        "those with the first (second) code that have the other too.",
        "sign": "≠ marks pairs of which one code is more than five times as frequent as the other.",
        "no effect": "Going together is no effect of one on the other.",
        "segment": "runs of overlapping segments",
        "source": "sources",
        "row": "{one} with {two}: c {c}, together {n12}; {share_1} of the first, {share_2} of the second{uneven}",
        "far": ", very unevenly frequent",
    },
    "id": {
        "title": "Kode mana yang muncul bersama",
        "finding": "{count} pasangan dengan koefisien c terbesar, dari {all} pasangan yang muncul bersama sedikitnya "
        "dua kali",
        "c": "koefisien c",
        "n12": "bersama",
        "share_1": "dari yang pertama",
        "share_2": "dari yang kedua",
        "uneven": "≠",
        "note": "c = bersama / (pertama + kedua − bersama), dihitung atas {unit}; dari yang pertama (kedua): "
        "bagian dari yang berkode pertama (kedua) yang juga memuat kode lainnya.",
        "sign": "≠ menandai pasangan yang salah satu kodenya lebih dari lima kali lebih sering.",
        "no effect": "Muncul bersama bukan berarti yang satu memengaruhi yang lain.",
        "segment": "rangkaian segmen yang bertumpang tindih",
        "source": "sumber",
        "row": "{one} dengan {two}: c {c}, bersama {n12}; {share_1} dari yang pertama, {share_2} dari yang "
        "kedua{uneven}",
        "far": ", frekuensinya sangat timpang",
    },
}


def draw_co_occurrence(pairs: pd.DataFrame, *, face: Face, codes: Mapping[str, str], shown: int = SHOWN) -> Picture:
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
    names = [f"{codes.get(r['code_1'], r['code_1'])} +\n{codes.get(r['code_2'], r['code_2'])}" for r in rows]
    width = name_width(names, NAME)
    columns = [max(COLUMN, text_width(said[key], SMALL) + 8) for key in ("n12", "share_1", "share_2")]
    columns[0] = text_width(said["n12"], SMALL) + 4
    unit = (ROOM - width - sum(columns) - NUMBER) / max(row["c"] for row in rows)
    heights = row_heights(names, width - 6, face.room() - HEAD, (13.0, 15.0))

    def draw(own: Face, part: Sequence[tuple[dict[str, Any], str, float]]) -> Picture:
        page = page_of(HEAD + sum(step for _, _, step in part), own)
        left, y = LEFT + width, page.top + HEAD
        page.write((left, y - 7), said["c"], SMALL, SOFT)
        ends = [LEFT + ROOM - sum(columns[n + 1 :]) for n in range(len(columns))]
        for end, key in zip(ends, ("n12", "share_1", "share_2"), strict=True):
            page.write((end, y - 7), said[key], SMALL, SOFT, align="right")
        for row, name, step in part:
            middle = y + step / 2
            write_name(page, name, left - 6, middle, width - 6)
            bar = tile((left, middle - 4, row["c"] * unit, 8), Look(BLUE, edge=BLUE))
            page.mark(f"pair:{row['code_1']}|{row['code_2']}", bar, _told(row, codes, said, own.language))
            sign = f" {said['uneven']}" if row["uneven"] else ""
            page.write((left + row["c"] * unit + 3, middle), places(row["c"], own.language) + sign, SMALL)
            texts = (str(row["n12"]), *(_share(row, n, own.language) for n in (1, 2)))
            for end, text in zip(ends, texts, strict=True):
                page.write((end, middle), text, SMALL, align="right")
            y += step
        return page.figure

    return in_sheets(face, list(zip(rows, names, heights, strict=True)), heights, HEAD, draw)


def ranked(pairs: pd.DataFrame, shown: int = SHOWN) -> pd.DataFrame:
    """The pairs that occur together at least twice, by c, then by how often, then by their codes."""
    held = pairs[pairs["n12"] >= LEAST].assign(c=lambda rows: rows["c"].astype(float))
    order = held.sort_values(["c", "n12", "code_1", "code_2"], ascending=[False, False, True, True], kind="stable")
    return order.head(shown).reset_index(drop=True)


def co_occurrence_title(language: str) -> str:
    """What the bars show, in one line."""
    return WORDS.get(language, WORDS["en"])["title"]


def co_occurrence_finding(pairs: pd.DataFrame, language: str, shown: int = SHOWN) -> str:
    """How many pairs are shown, of how many."""
    together = int((pairs["n12"] >= LEAST).sum())
    return WORDS.get(language, WORDS["en"])["finding"].format(count=min(shown, together), all=together)


def co_occurrence_note(pairs: pd.DataFrame, unit: str, language: str, shown: int = SHOWN) -> str:
    """How c is counted, what the sign means where there is one, and what going together does not mean."""
    said = WORDS.get(language, WORDS["en"])
    sign = said["sign"] if ranked(pairs, shown)["uneven"].astype(bool).any() else ""
    return " ".join(text for text in (said["note"].format(unit=said[unit]), sign, said["no effect"]) if text)


def co_occurrence_alternative(pairs: pd.DataFrame, *, face: Face, codes: Mapping[str, str], shown: int = SHOWN) -> str:
    """The bars in words: the title, one line per pair, the caption."""
    said = WORDS.get(face.language, WORDS["en"])
    return joined(face, [_told(row, codes, said, face.language) for row in records(ranked(pairs, shown))])


def _told(row: Mapping[str, Any], codes: Mapping[str, str], said: Mapping[str, str], language: str) -> str:
    """One pair in words."""
    return said["row"].format(
        one=codes.get(row["code_1"], row["code_1"]),
        two=codes.get(row["code_2"], row["code_2"]),
        c=places(row["c"], language),
        n12=row["n12"],
        share_1=percent(row["share_1"], language),
        share_2=percent(row["share_2"], language),
        uneven=said["far"] if row["uneven"] else "",
    )


def _share(row: Mapping[str, float], which: int, language: str) -> str:
    return f"{percent(row[f'share_{which}'], language)} ({row['n12']}/{row[f'n{which}']})"
