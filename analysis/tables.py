"""How is a record read and written? CSV, YAML, JSON lines and plain text, always the same bytes.

Everything is UTF-8, LF and NFC; empty means missing. Writing is atomic: a reader finds the old file or the new one.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from analysis.errors import Problem, TableError

BOM = "\ufeff"
_ROW = re.compile(r", line (\d+)")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that no YAML may hold."""


class Record(dict[str, Any]):
    """A mapping read from a file, with the line on which it starts."""

    line: int = 0


def read_text(path: Path) -> str:
    """What does the file say? UTF-8 without byte-order mark, as it stands (line ends are kept).

    Raises
    ------
    TableError
        The bytes are no UTF-8 (with the line and the offending byte), or the file cannot be opened.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise TableError(
            f"{path.name}: the file cannot be read ({error.strerror}). See that it is there and may be opened."
        ) from error
    try:
        return raw.decode("utf-8").removeprefix(BOM)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise TableError(
            f"{path.name}, line {line}: the text is not UTF-8 (got byte 0x{raw[error.start]:02x} at byte "
            f"{error.start}). Save the file as UTF-8."
        ) from error


def as_problem(error: TableError, name: str) -> Problem:
    """The problem that an unreadable file is, called `name`, with the row and the next step of the message."""
    where, _, rest = str(error).partition(": ")
    row = _ROW.search(where)
    rule, _, step = rest.rpartition(". ")
    return Problem(name, int(row[1]) if row else 0, rule or rest, "", step if rule else "Mend the file.")


def read_list(path: Path, name: str, key: str, step: str) -> tuple[list[Any], list[Problem]]:
    """What stands in the one list of a YAML file, called `name`; nothing without the file.

    `step` is what to do where the file has no such list.
    """
    if not path.is_file():
        return [], []
    try:
        data = read_yaml(path)
    except TableError as error:
        return [], [as_problem(error, name)]
    entries = data.get(key) if isinstance(data, Record) else None
    if not isinstance(entries, list):
        return [], [Problem(name, 1, f"the file has a list named {key}", repr(data)[:40], step)]
    return entries, []


def normalise(text: str) -> str:
    """The one form in which offsets are counted: LF line ends and NFC."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def sha256(text: str) -> str:
    """SHA-256 of the text's UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def canonical_json(data: Any) -> str:
    """One way to write a value: keys sorted, no spaces, non-ASCII kept (F37)."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def write_bytes(path: Path, data: bytes) -> bool:
    """Put the bytes in place at once; a file that holds them already is left alone.

    Returns whether the file changed.
    """
    if path.is_file() and path.read_bytes() == data:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return True


def write_text(path: Path, text: str) -> bool:
    """Put the text in place at once, as UTF-8 with LF."""
    return write_bytes(path, normalise(text).encode("utf-8"))


def read_csv(path: Path, *, required: Sequence[str] = ()) -> list[Record]:
    """The rows of a table, each a record with its line; a missing column or a ragged row is an error.

    Spaces around a cell do not count, and blank lines are passed over.

    Raises
    ------
    TableError
        No header, a column missing or named twice, or a row with more or fewer cells than the header.
    """
    text = normalise(read_text(path))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Record] = []
    try:
        header = [name.strip() for name in next(reader, [])]
        if not header:
            raise TableError(f"{path.name}, line 1: the table has no header. Write the column names first.")
        twice = sorted({name for name in header if header.count(name) > 1})
        if twice:
            raise TableError(
                f"{path.name}, line 1: a column stands once (got {', '.join(twice)} twice). Rename one of them."
            )
        missing = [name for name in required if name not in header]
        if missing and len(header) == 1 and ";" in header[0]:
            raise TableError(
                f"{path.name}, line 1: columns are separated by commas (got semicolons). Save the table as CSV with "
                "commas."
            )
        if missing:
            raise TableError(
                f"{path.name}, line 1: the table lacks the column {', '.join(missing)} (got {', '.join(header)}). "
                "Add it to the header."
            )
        line = reader.line_num + 1
        for cells in reader:
            if cells:
                if len(cells) != len(header):
                    raise TableError(
                        f"{path.name}, line {line}: a row must have {len(header)} cells (got {len(cells)}). "
                        "Put a cell that holds a comma in double quotes."
                    )
                record = Record(zip(header, (cell.strip() for cell in cells), strict=True))
                record.line = line
                rows.append(record)
            line = reader.line_num + 1
    except csv.Error as error:
        raise TableError(
            f"{path.name}, line {reader.line_num}: the row cannot be read as CSV ({error}). Mend the quotes."
        ) from error
    return rows


def csv_text(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """A table as text: header, one record per line, LF; None becomes an empty cell, floats keep 6 digits."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row.get(column)) for column in columns])
    return out.getvalue()


def write_csv(path: Path, rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> bool:
    """Put a table in place at once."""
    return write_text(path, csv_text(rows, columns))


def _cell(value: Any) -> str:
    if _missing(value):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.6g}"
    return normalise(str(value))


def _missing(value: Any) -> bool:
    try:
        return value is None or bool(value != value)
    except TypeError:  # pandas' NA says neither yes nor no
        return True


def read_yaml(path: Path) -> Any:
    """The value a YAML file holds; mappings are records that know their line.

    Dates and times stay text, keys are the words as written, only `true` and `false` are booleans (`no` and `on` are
    words), and only digits are numbers (`010` and `12:30` are words).
    """
    return parse_yaml(read_text(path), path.name)


def parse_yaml(text: str, name: str, *, first_line: int = 1) -> Any:
    """Like `read_yaml`, for text that starts on line `first_line` of the file `name`."""
    text = normalise(text)
    if control := _CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + first_line
        raise TableError(
            f"{name}, line {line}: YAML holds no control characters (got {control[0]!r}). Delete it or type it anew."
        )
    loader = _Loader(text)
    loader.first_line = first_line
    try:
        return loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = (mark.line if mark else 0) + first_line
        raise TableError(
            f"{name}, line {line}: the YAML cannot be read ({error.problem or error.context}). "
            "Mend the indentation or put the value in quotes."
        ) from error
    except yaml.YAMLError as error:
        raise TableError(f"{name}: the YAML cannot be read ({error}). Mend the file.") from error
    finally:
        loader.dispose()


def to_yaml(data: Any) -> str:
    """A value as YAML text, keys in the given order."""
    return str(yaml.safe_dump(plain(data), allow_unicode=True, sort_keys=False, width=100))


def plain(value: Any) -> Any:
    """The value in lists and plain mappings, as a writer of YAML wants it."""
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML with lines on mappings; no dates, yes/no booleans, octal or sexagesimal numbers, merges or double keys."""

    first_line = 1

    def construct_record(self, node: yaml.MappingNode) -> Record:
        record = Record()
        record.line = node.start_mark.line + self.first_line
        for key_node, value_node in node.value:
            key = key_node.value
            if not isinstance(key_node, yaml.ScalarNode) or key_node.tag.endswith(":null"):
                raise yaml.constructor.ConstructorError(None, None, "a key must be a word", key_node.start_mark)
            if key in record:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key!r} stands twice", key_node.start_mark
                )
            record[key] = self.construct_object(value_node, deep=True)
        return record


_Loader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag.endswith(":null")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[-+]?(?:0|[1-9]\d*)$", re.A), list("-+0123456789"))
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"^[-+]?(?:\d+\.\d*|\.\d+)(?:[eE][-+]\d+)?$", re.A),
    list("-+.0123456789"),
)
_Loader.add_constructor("tag:yaml.org,2002:map", _Loader.construct_record)


def read_json_lines(text: str) -> list[tuple[int, str]]:
    """The lines of a JSON-lines text with their numbers; blank lines are passed over."""
    return [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
