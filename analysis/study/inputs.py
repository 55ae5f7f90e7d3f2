"""From what was it made? The inputs of what is published, and which of them changed since.

`figures/inputs.csv` holds a line for each: its kind, its name, and a digest of its bytes or the version of a library.
In public the files of a kind are one line, because their names say who was heard.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from analysis.errors import TableError
from analysis.study.config import FILE
from analysis.study.stamps import LIBRARIES, digest_file, is_derived, package_digest
from analysis.tables import read_csv

NAME = "inputs.csv"
COLUMNS: tuple[str, ...] = ("kind", "name", "digest")
ALL = "all files"
CHANGED, NEW, GONE = "changed", "new", "gone"
_LENGTH = 16
"""Hexadecimal digits that are kept of a digest: enough to notice a change."""
_FOLDERS = ("interviews", "documents", "codebook", "codings", "figures")


@dataclass(frozen=True, slots=True)
class Change:
    """An input that is not what it was when the figures were published."""

    kind: str
    name: str
    what: str
    was: str = ""
    now: str = ""

    def __str__(self) -> str:
        versions = f" ({self.was} then, {self.now} now)" if self.kind == "library" and self.what == CHANGED else ""
        return f"{self.what:<8} {self.kind}: {self.name}{versions}"


def inputs_frame(root: Path, *, named: bool = True) -> pd.DataFrame:
    """From what is everything computed that is published? One row per input, sorted by kind and name.

    Parameters
    ----------
    named : one row per file; else one per kind of file

    Returns
    -------
    frame: kind (study, text, register, codebook, journal, figure file, program, library), name, and digest (of bytes;
    the version, for a library)
    """
    files = [root / FILE, *(p for folder in _FOLDERS for p in (root / folder).rglob("*"))]
    rows = []
    for path in sorted(p for p in files if p.is_file()):
        name = path.relative_to(root)
        kind = _kind(name)
        if kind:
            rows.append((kind, name.as_posix(), digest_file(path)[:_LENGTH]))
    if not named:
        together: dict[str, list[str]] = {}
        for kind, name_text, digest in rows:
            together.setdefault(kind, []).append(f"{name_text} {digest}")
        rows = [
            (kind, ALL, hashlib.sha256("\n".join(lines).encode()).hexdigest()[:_LENGTH])
            for kind, lines in together.items()
        ]
    rows.append(("program", "jenjang", package_digest()[:_LENGTH]))
    rows += [("library", name, version(name)) for name in LIBRARIES]
    return pd.DataFrame(sorted(rows), columns=list(COLUMNS))


def changed_inputs(root: Path, folder: Path) -> list[Change] | None:
    """Which inputs changed since the figures in a folder were published? Sorted; None where that was not recorded."""
    try:
        kept = {(row["kind"], row["name"]): row["digest"] for row in read_csv(folder / NAME, required=COLUMNS)}
    except (OSError, TableError):
        return None
    named = not any(name == ALL for _, name in kept)
    now = {(kind, name): digest for kind, name, digest in inputs_frame(root, named=named).itertuples(index=False)}
    found = []
    for kind, name in sorted(kept.keys() | now.keys()):
        was, then = kept.get((kind, name), ""), now.get((kind, name), "")
        if was != then:
            found.append(Change(kind, name, CHANGED if was and then else NEW if then else GONE, was, then))
    return found


def _kind(name: Path) -> str:
    """What sort of input a file of the study is; nothing for READMEs and what the program derives."""
    if is_derived(name) or name.name == "checksums.csv" or any(part.startswith(".") for part in name.parts):
        return ""
    folder = name.parts[0]
    if name.as_posix() == FILE:
        return "study"
    if folder == "figures":
        return "figure file"
    if folder == "codings":
        return {".jsonl": "journal", ".csv": "register"}.get(name.suffix, "")
    if folder == "codebook":
        return "codebook" if name.suffix in (".yaml", ".csv") else ""
    return {".md": "text", ".csv": "register", ".yaml": "register"}.get(name.suffix, "")
