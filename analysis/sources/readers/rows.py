"""Tables, one turn a row: which column holds who speaks, when, and what is said?"""

from __future__ import annotations

import csv
import datetime as dt
import io
import warnings
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from openpyxl import load_workbook

from analysis.sources.readers.container import Container
from analysis.sources.readers.form import MAX_ROWS, Block, Reading, clock, foreign, reading, refuse, seconds

NAMES: Mapping[str, tuple[str, ...]] = {
    "speaker": (
        *("speaker", "speaker name", "name", "who", "person", "participant", "respondent", "speaker label"),
        *("pembicara", "penutur", "nama", "nama pembicara", "narasumber", "informan", "responden", "partisipan"),
    ),
    "time": (
        *("time", "start", "start time", "timestamp", "time stamp", "timecode", "begin", "from", "in", "start_time"),
        *("waktu", "waktu mulai", "mulai", "awal", "jam", "menit", "pukul", "dari"),
    ),
    "end": (
        *("end", "end time", "stop", "to", "out", "end_time"),
        *("selesai", "waktu selesai", "akhir", "sampai"),
    ),
    "text": (
        *(
            "text",
            "transcript",
            "transcription",
            "utterance",
            "turn",
            "content",
            "speech",
            "sentence",
            "quote",
            "answer",
        ),
        *("teks", "transkrip", "transkripsi", "ujaran", "tuturan", "ucapan", "isi", "kalimat", "kutipan", "jawaban"),
    ),
}
"""What a column is -> the names by which it is recognised, in English and Indonesian."""
MAX_COLUMNS = 256


def read_separated(text: str, name: str, columns: Mapping[str, str]) -> Reading:
    """Rows of a table with commas, semicolons, tabs or bars between its cells."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\n")
    first = text.split("\n", 1)[0]
    delimiter = max(("\t", ";", ",", "|"), key=lambda d: (first.count(d), d == ","))
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(row)
            _bound(len(rows), name)
    except csv.Error as error:
        raise refuse(name, "the table can be read", str(error), "Mend the quotes around its cells.") from error
    return _reading("tsv" if delimiter == "\t" else "csv", rows, name, columns, [])


def read_workbook(data: bytes, name: str, columns: Mapping[str, str]) -> Reading:
    """Rows of the first sheet that holds any; other sheets are named and left out."""
    container = Container(data, name)
    for path in container.names:
        if path.endswith(".xml") and path.startswith("xl/"):
            for _ in container.events(path):  # bounds on size, entities and number of elements
                pass
    with warnings.catch_warnings(), foreign(name, "workbook"):
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheets = {sheet.title: _cells(sheet, name) for sheet in book.worksheets}
        book.close()
    filled = [title for title, rows in sheets.items() if rows]
    if not filled:
        raise refuse(name, "a workbook holds rows", "none", "See that it is the right file.")
    notes = [*container.notes(), *([f"sheets left out: {', '.join(filled[1:])}"] if filled[1:] else [])]
    return _reading("xlsx", sheets[filled[0]], name, columns, notes)


def _cells(sheet: Any, name: str) -> list[list[str]]:
    rows = []
    for row in sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS):
        cells = [_cell(value) for value in row]
        if any(cells):
            rows.append(cells)
            _bound(len(rows), name)
    return rows


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.timedelta):
        return clock(value.total_seconds())
    if isinstance(value, dt.datetime | dt.time):
        return value.strftime("%H:%M:%S")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _bound(count: int, name: str) -> None:
    if count > MAX_ROWS:
        raise refuse(name, f"a table has at most {MAX_ROWS:,} rows", "more", "Split it.")


def _reading(
    format: str, rows: Sequence[Sequence[str]], name: str, columns: Mapping[str, str], notes: list[str]
) -> Reading:
    if not rows:
        raise refuse(name, "a table holds rows", "none", "See that it is the right file.")
    header = [cell.strip() for cell in rows[0]]
    places = _places(header, columns, name)
    numbered = bool(columns) and all(value.isdigit() for value in columns.values())
    left = [title for at, title in enumerate(header) if title and at not in places.values()]
    if left and not numbered:
        notes.append(f"columns left out: {', '.join(title[:30] for title in left[:12])}")
    return reading(format, _blocks(rows if numbered else rows[1:], places), notes, layout="rows")


def _places(header: Sequence[str], columns: Mapping[str, str], name: str) -> dict[str, int]:
    """What a column is -> where it stands."""
    places: dict[str, int] = {}
    lower = [" ".join(title.lower().replace("_", " ").split()) for title in header]
    for what, given in columns.items():
        if given.isdigit() and 0 < int(given) <= MAX_COLUMNS:
            places[what] = int(given) - 1
        elif given in header:
            places[what] = header.index(given)
        else:
            have = ", ".join(title[:30] for title in header[:12])
            raise refuse(name, f"a column named in --columns is there ({what}={given})", have, "Mend the name.")
    for what, names in NAMES.items():
        found = [at for at, title in enumerate(lower) if title in names and at not in places.values()]
        if what not in places and len(found) == 1:
            places[what] = found[0]
        elif what not in places and found and what in ("text", "speaker"):
            came = ", ".join(header[at] for at in found)
            step = f"Say which with --columns {what}=NAME."
            raise refuse(name, f"one column holds the {what}", came, step)
    if "text" not in places:
        have = ", ".join(title[:30] for title in header[:12])
        step = "Name them: --columns text=NAME,speaker=NAME,time=NAME; by number where there is no header (text=2)."
        raise refuse(name, "one column holds what was said", have or "no names", step)
    return places


def _blocks(rows: Sequence[Sequence[str]], places: Mapping[str, int]) -> Iterator[Block]:
    for row in rows:
        said = {what: row[at].strip() if at < len(row) else "" for what, at in places.items()}
        start, end = _seconds(said.get("time", "")), _seconds(said.get("end", ""))
        yield Block(said["text"], speaker=said.get("speaker", ""), time=clock(start), start=start, end=end)


def _seconds(cell: str) -> float:
    found = seconds(cell.strip("[]()"))
    if found >= 0:
        return found
    try:
        number = float(cell.replace(",", "."))
    except ValueError:
        return -1.0
    return number if 0 <= number < 360_000 else -1.0
