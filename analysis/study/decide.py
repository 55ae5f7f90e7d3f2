"""How do judgements get from a filled-in table into their file? Every row that decides something, or none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from analysis.errors import Problem, StudyError, TableError
from analysis.judgements.forms import Kind
from analysis.judgements.reading import make_entry
from analysis.judgements.tables import file_text, from_row, to_plain
from analysis.study.judging import check_links, check_types, known_names
from analysis.study.loaded import Loaded, slug
from analysis.tables import Record, read_csv, write_text
from analysis.triangulation.judged import KINDS, STAGES, Judgements
from analysis.triangulation.undecided import DECIDING, columns_of

STRENGTH = "strength"
"""The kind of judgement that stands in the claims themselves; `analysis.study.strengths` writes it."""
Deep = Callable[[Judgements], list[Problem]]
"""What only the frames can tell of judgements: the problems of each."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What came of a table: the file, how many records are new, and how many took the place of an older one."""

    file: str
    added: int
    replaced: int


def decide(loaded: Loaded, kind: str, path: Path, *, by: str, deep: Deep, alone: bool = False) -> Decided:
    """Write a table of judgements into the file of their kind.

    Parameters
    ----------
    path : CSV with the columns of `study.to_decide(kind)`, in any order, some missing; a row whose deciding column is
        empty stays open. A record with the same key takes the place of the older one.
    by : who judged, where the row does not say
    deep : the check of what only the frames can tell
    alone : of convergence: decided before the readers talk, in the reader's own file

    Raises
    ------
    StudyError
        Some rows cannot be taken, or the file as it is cannot be read whole: all problems are listed, nothing is
        written.
    TableError
        The file is no table of this kind.
    """
    form = _kind(kind, by, alone)
    entries, problems = _entries(loaded, form, _rows(loaded, form, path), path.name, by=by, alone=alone)
    name = f"{Path(form.file).with_suffix('').as_posix()}/{by}.yaml" if alone else form.file
    problems += [p for p in loaded.problems if p.file == name and p.level == "error"]
    judgements, old = _joined(loaded.judgements, form, entries)
    if not problems:
        found = [*check_links(judgements), *check_types(judgements.verdicts, loaded), *deep(judgements)]
        problems += [p for p in found if p.file == path.name]
    if problems:  # in a fresh table a reference to nothing is a slip, not a loss
        raise StudyError(f"{path.name}: some rows cannot be taken; nothing is written:", problems)
    if entries:
        write_text(loaded.root / name, _text(loaded, judgements, name, path.name))
    return Decided(name, len(entries) - old, old)


def _kind(kind: str, by: str, alone: bool) -> Kind:
    if kind not in KINDS and not (alone and kind == STRENGTH):
        have = ", ".join((*KINDS, STRENGTH))
        raise TableError(f"a kind of judgement is one of {have} (got {kind!r}). Name one of them.")
    if alone and (kind == STRENGTH or not KINDS[kind].apart):
        apart = ", ".join(name for name, form in KINDS.items() if form.apart)
        raise TableError(f"readers decide alone about {apart} (got {kind!r}). Leave --alone out.")
    if not slug(by):
        raise TableError(f"who judges has a short name of letters, digits, '.', '_' and '-' (got {by!r}). Give one.")
    return KINDS[kind]


def _rows(loaded: Loaded, form: Kind, path: Path) -> list[Record]:
    """The rows that decide something."""
    rows = read_csv(path, required=(DECIDING[form.name],))
    known = columns_of(form.name, loaded.config.languages)
    unknown = sorted({key for row in rows[:1] for key in row} - set(known))
    if unknown:
        have = ", ".join(known)
        raise TableError(f"{path.name}: a column is one of {have} (got {', '.join(unknown)}). Rename or delete it.")
    return [row for row in rows if row[DECIDING[form.name]]]


def _entries(
    loaded: Loaded, form: Kind, rows: Sequence[Record], name: str, *, by: str, alone: bool
) -> tuple[list[Any], list[Problem]]:
    known, languages = known_names(loaded), loaded.config.languages
    made: dict[tuple[Any, ...], Any] = {}
    problems: list[Problem] = []
    for row in rows:
        values = from_row(form, row, languages)
        if "by" in form.fields:
            values.setdefault("by", by)
        if alone:
            values["stage"] = STAGES[0]
        entry, wrong = make_entry(form, values, name, row.line, known, languages)
        problems += wrong
        if entry is None:
            continue
        if alone and entry.by != by:
            problems.append(
                Problem(name, row.line, "a reader who decides alone writes for nobody else", entry.by, "Mend by.")
            )
        if form.key_of(entry) in made:
            step = "Delete one of the rows."
            problems.append(Problem(name, row.line, "a table decides a thing once", "the same again", step))
        made[form.key_of(entry)] = entry
    return list(made.values()), problems


def _joined(judgements: Judgements, form: Kind, entries: Iterable[Any]) -> tuple[Judgements, int]:
    """All judgements with the new ones in the place of those they replace, and how many they replace."""
    kept = {form.key_of(entry): entry for entry in getattr(judgements, form.name)}
    fresh = {form.key_of(entry): entry for entry in entries}
    return replace(judgements, **{form.name: tuple((kept | fresh).values())}), len(kept.keys() & fresh.keys())


def _text(loaded: Loaded, judgements: Judgements, name: str, table: str) -> str:
    """The file with the records that stood in it and those of the table."""
    home = {kind: form for kind, form in KINDS.items() if form.file == name or _apart(form, name)}
    languages = loaded.config.languages
    lists = {
        kind: [to_plain(form, e, languages) for e in getattr(judgements, kind) if e.file in (name, table)]
        for kind, form in home.items()
    }
    return file_text(loaded.root / name, lists)


def _apart(form: Kind, name: str) -> bool:
    return form.apart and Path(name).parent == Path(form.file).with_suffix("")
