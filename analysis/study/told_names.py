"""Does what people wrote about the study name somebody? Rationales, texts of claims and other words of judgement (F42).

`jenjang scrub` reads transcripts and changes them; these files are kept by hand, so what is found in them is listed
with file and row, and a person mends it there. Detectors prove nothing, and what is found may name nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.errors import TableError
from analysis.sources.identifiers import FIRST, SURE, find_identifiers, ordinary_words
from analysis.study.identify import form_id, known_names, texts_of
from analysis.study.loaded import Loaded
from analysis.tables import Record, read_csv, read_yaml

FREE = ("text", "rationale", "note", "summary", "scope", "question", "query", "name", "memo", "reason")
"""Keys under which people write freely."""
NOT_JUDGED = ("codebook.yaml", "relations.yaml", "words.yaml")
COLUMNS = ("file", "row", "form", "class", "found_by", "context")


def free_texts(root: Path) -> Iterator[tuple[str, int, str]]:
    """Every free text of the files of judgement: file, row of its record, words. What cannot be read is left out."""
    folder = root / "codebook"
    for path in sorted(p for p in folder.rglob("*") if p.suffix in (".yaml", ".csv") and p.name not in NOT_JUDGED):
        name = path.relative_to(root).as_posix()
        try:
            data: Any = read_yaml(path) if path.suffix == ".yaml" else read_csv(path)
        except TableError:
            continue
        yield from ((name, row, text) for row, text in _words(data, 1, False))


def _words(value: Any, row: int, free: bool) -> Iterator[tuple[int, str]]:
    row = getattr(value, "line", row) if isinstance(value, Record) else row
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _words(inner, row, free or key in FREE)
    elif isinstance(value, list):
        for inner in value:
            yield from _words(inner, row, free)
    elif free and isinstance(value, str):
        yield row, value


def names_in_judgements(loaded: Loaded) -> pd.DataFrame:
    """Which words of the files of judgement may name somebody?

    Returns
    -------
    frame, one row per file, record and form: file, row, form, class, found_by, context. Left out are forms that a
    person decided to keep, ids and labels of the study, first words of sentences, and words that the study's texts
    also write small.
    """
    texts = list(free_texts(loaded.root))
    spoken = [text for source in loaded.sources.values() for _, text in texts_of(source)]
    codes = loaded.codebook.codes.values()
    defined = [words for code in codes for words in (*code.name.values(), *code.brief.values())]
    ordinary = ordinary_words([*spoken, *defined, *(text for _, _, text in texts)], loaded.patterns.ordinary)
    known = known_names(loaded) | set(loaded.codebook.codes)
    kept = {form_id(form) for form in loaded.kept}
    rows: dict[tuple[str, int, str], tuple[str, int, str, str, str, str]] = {}
    for file, row, text in texts:
        for hit in find_identifiers(text, loaded.patterns, ordinary=ordinary, known=known):
            if SURE <= hit.rank < FIRST and form_id(hit.form) not in kept:
                around = " ".join(text[max(0, hit.start - 40) : hit.end + 40].split())
                entry = (file, row, hit.form, hit.cls, hit.detector, around)
                rows.setdefault((file, row, form_id(hit.form)), entry)
    return pd.DataFrame(sorted(rows.values()), columns=list(COLUMNS))


def judgement_lines(frame: pd.DataFrame) -> list[str]:
    """What `jenjang scrub` prints of it: a line per form of words, with its first place and how many more there are."""
    found = []
    for (form, cls), own in frame.groupby(["form", "class"], sort=False):
        file, row = own.iloc[0][["file", "row"]]
        more = f" and {len(own) - 1} more" if len(own) > 1 else ""
        found.append(f"{file}, line {row}{more}: {form!r} may name somebody ({cls})")
    if found:
        found.append("The files of codebook/ are kept by hand: write a label or a role where one names somebody.")
    return found
