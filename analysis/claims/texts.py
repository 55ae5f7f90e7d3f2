"""Where does the study say something in sentences? Claims, notebooks' Markdown, titles and notes of figures."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.claims.records import FILE, Claim
from analysis.errors import TableError
from analysis.model import Words
from analysis.tables import read_text

CLAIM, NOTEBOOK, TITLE, NOTE, REPORT = "claim", "notebook", "title", "note", "report"
_SENTENCE = re.compile(r"(?<=[.!?])[\"'”’)*_]*\s+(?=[*_]{0,3}[\"'“‘(\[]?[A-ZÀ-Þ0-9])|\n\s*\n|\n(?=\s*[-*|#>])")
_FENCE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the study: where it stands, what it is, and its words. An empty language is not known."""

    file: str
    row: int
    place: str
    what: str
    text: str
    language: str = ""
    cell: str = ""
    """The id of a notebook's cell."""
    owner: str = ""
    """The claim or figure whose text it is."""
    kind: str = ""
    """The kind of a claim."""

    @property
    def prose(self) -> str:
        """The words without code in backquotes."""
        return _FENCE.sub(" ", self.text)

    @property
    def sentences(self) -> list[str]:
        """The sentences of the prose, one run of spaces as one."""
        parts = (" ".join(part.split()) for part in _SENTENCE.split(self.prose))
        return [part for part in parts if part]


@dataclass(frozen=True, slots=True)
class Notebook:
    """A notebook's Markdown cells as texts, and its code as one text."""

    file: str
    cells: tuple[Text, ...] = ()
    code: str = ""


def read_notebooks(root: Path, folder: str = "notebooks") -> list[Notebook]:
    """The notebooks of a study, by name; one that cannot be read has no cells."""
    return [_notebook(path, f"{folder}/{path.name}") for path in sorted((root / folder).glob("*.ipynb"))]


def _notebook(path: Path, name: str) -> Notebook:
    try:
        raw = read_text(path)
        cells = json.loads(raw)["cells"]
    except (TableError, ValueError, KeyError, TypeError):
        return Notebook(name)
    texts, code, place = [], [], 0
    lines = raw.split("\n")
    for number, cell in enumerate(cells if isinstance(cells, list) else (), start=1):
        text = _source(cell)
        if cell.get("cell_type") == "code":
            code.append(text)
        elif cell.get("cell_type") == "markdown" and text:
            place = _row(lines, text, place)
            texts.append(Text(name, place, f"cell {number}", NOTEBOOK, text, cell=str(cell.get("id") or "")))
    return Notebook(name, tuple(texts), "\n".join(code))


def _source(cell: Mapping[str, Any]) -> str:
    source = cell.get("source") or ""
    return "".join(source) if isinstance(source, list) else str(source)


def _row(lines: list[str], text: str, after: int) -> int:
    """The line of the file on which a cell's first line stands, after the cell before it."""
    first = json.dumps(text.split("\n")[0], ensure_ascii=False)[1:-1]
    return next((n for n in range(after + 1, len(lines) + 1) if first in lines[n - 1]), after)


def read_reports(root: Path, folders: Iterable[str] = ("reports",)) -> list[Text]:
    """Markdown files in which the study is told, each as one text."""
    paths = [path for folder in folders for path in sorted((root / folder).glob("*.md"))]
    return [Text(f"{p.parent.name}/{p.name}", 1, "the file", REPORT, read_text(p)) for p in paths]


def texts_of_claims(claims: Iterable[Claim]) -> Iterator[Text]:
    """The sentences of the ledger, by language."""
    for claim in claims:
        for language, text in claim.text.items():
            yield Text(FILE, claim.line, claim.id, CLAIM, text, language, owner=claim.id, kind=claim.kind)


def texts_of_figure(name: str, title: Words, note: Words) -> Iterator[Text]:
    """Title and note of one figure, by language."""
    for what, words in ((TITLE, title), (NOTE, note)):
        for language, text in words.items():
            yield Text(f"figures/{name}.yaml", 1, what, what, text, language, owner=name)


def find_place(place: str, texts: Iterable[Text]) -> Text | None:
    """The text that a sentence place names: `file#words`, or `file#id` of a cell; None where nothing is there."""
    file, _, anchor = place.partition("#")
    wanted = " ".join(anchor.split())
    for text in texts:
        if text.file == file and wanted and (wanted == text.cell or wanted in " ".join(text.text.split())):
            return text
    return None
