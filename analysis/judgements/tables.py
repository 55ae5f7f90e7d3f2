"""How does a judgement stand in a row of a table, and how is a file of judgements written?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis.judgements.forms import Kind
from analysis.tables import normalise, read_text, to_yaml


def from_row(kind: Kind, row: Mapping[str, str], languages: Sequence[str]) -> dict[str, Any]:
    """The values of a record as a row of a table holds them: lists joined by `;`, stances as `CODE=stance`."""
    values: dict[str, Any] = {}
    for name, how in kind.fields.items():
        if how["holds"] == "words":
            by_language = {language: row.get(f"{name}_{language}", "").strip() for language in languages}
            values[name] = {k: v for k, v in by_language.items() if v}
            continue
        cell = (row.get(name) or "").strip()
        parts = [part.strip() for part in cell.split(";") if part.strip()]
        if how["holds"] in ("names", "references"):
            values[name] = parts
        elif how["holds"] == "stances":
            values[name] = {k.strip(): v.strip() for k, _, v in (part.partition("=") for part in parts)}
        else:
            values[name] = cell
    return {key: value for key, value in values.items() if value}


def to_row(kind: Kind, entry: Any, languages: Sequence[str]) -> dict[str, str]:
    """A record as a row of a table, as `from_row` reads it."""
    row: dict[str, str] = {}
    for name, how in kind.fields.items():
        value = getattr(entry, name)
        if how["holds"] == "words":
            row |= {f"{name}_{language}": value.get(language, "") for language in languages}
        elif how["holds"] == "text":
            row[name] = next(iter(value.values()), "")
        elif how["holds"] == "stances":
            row[name] = "; ".join(f"{k}={v}" for k, v in value.items())
        else:
            row[name] = value if how["holds"] == "word" else "; ".join(value)
    return row


def to_plain(kind: Kind, entry: Any, languages: Sequence[str]) -> dict[str, Any]:
    """A record as YAML holds it: empty fields are absent; a note in the first language alone stands without it."""
    found: dict[str, Any] = {}
    for name, how in kind.fields.items():
        value = getattr(entry, name)
        if value in ("", (), {}):
            continue
        if how["holds"] == "text" and list(value) == list(languages[:1]):
            value = value[languages[0]]
        found[name] = dict(value) if isinstance(value, Mapping) else list(value) if isinstance(value, tuple) else value
    return found


def file_text(path: Path, lists: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """A file of judgements as text: the comment at the head of the old file is kept, the lists are written anew."""
    old = normalise(read_text(path)).split("\n") if path.is_file() else []
    head = [line for number, line in enumerate(old) if all(x.startswith("#") for x in old[: number + 1])]
    return "".join(f"{line}\n" for line in head) + to_yaml({key: list(v) for key, v in lists.items() if v})
