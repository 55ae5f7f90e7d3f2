"""How do many like rows stand in a page in few bytes? By columns: each name once, and what repeats once.

A column is one of four, whichever is shortest: a list of values (null where a row has none); `{"v": values, "i":
numbers}` with each value once (-1 where a row has none); `{"at": rows, "v": values}` where few rows have one; and
where every value is a record with something in it, `{"of": rows by columns}`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]


def pack(rows: Sequence[Row]) -> dict[str, Any]:
    """The rows by columns, in the order in which their names are first met. No value may be None."""
    names = dict.fromkeys(name for row in rows for name in row)
    return {"n": len(rows), "c": {name: _column([row.get(name) for row in rows]) for name in names}}


def unpack(packed: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows again; the page does the same when it opens."""
    rows: list[dict[str, Any]] = [{} for _ in range(packed["n"])]
    for name, column in packed["c"].items():
        for number, value in _cells(column):
            rows[number][name] = value
    return rows


def _column(values: Sequence[Any]) -> Any:
    written = [None if value is None else _text(value) for value in values]
    once = {text: json.loads(text) for text in written if text is not None}
    number = {text: n for n, text in enumerate(once)}
    at = [n for n, text in enumerate(written) if text is not None]
    forms: list[Any] = [
        list(values),
        {"v": list(once.values()), "i": [-1 if text is None else number[text] for text in written]},
        {"at": at, "v": [values[n] for n in at]},
    ]
    if at and all(isinstance(values[n], dict) and values[n] for n in at):
        forms.append({"of": pack([values[n] or {} for n in range(len(values))])})
    return min(forms, key=lambda form: len(_text(form)))


def _cells(column: Any) -> list[tuple[int, Any]]:
    if isinstance(column, list):
        return [(n, value) for n, value in enumerate(column) if value is not None]
    if "of" in column:
        return [(n, value) for n, value in enumerate(unpack(column["of"])) if value]
    if "i" in column:
        return [(n, column["v"][k]) for n, k in enumerate(column["i"]) if k >= 0]
    return list(zip(column["at"], column["v"], strict=True))


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
