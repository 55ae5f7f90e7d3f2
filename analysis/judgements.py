"""How is a human judgement written down, read and checked? One record per judgement, in plain YAML under codebook/.

The form of a record is a frozen dataclass whose fields say what they hold (`word`, `note`, `words`, `names`,
`references`, `stances`). From it follow the reader, which gathers every problem by row; the table to be filled in; and
the writer, which takes a table whole or not at all.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from analysis.errors import CodingError, Problem, TableError
from analysis.model import STANCES, Words
from analysis.references import parse_reference
from analysis.tables import Record, as_problem, normalise, read_text, read_yaml, to_yaml

Known = Mapping[str, Collection[str]]
"""What a field may name -> the names there are; a kind of name that is not listed is not looked up."""
Entries = Mapping[str, Sequence[Any]]
"""Kind of judgement -> its records, in the order of the file."""
_EMPTY: Mapping[str, Any] = {"word": "", "text": {}, "words": {}, "names": (), "references": (), "stances": {}}
_FORMS: Mapping[str, str] = {
    "word": "a word",
    "text": "words, in one language or by language",
    "words": "words by language",
    "names": "a list of names",
    "references": "a list of references",
    "stances": "a stance for each code",
}
SEE = "See codebook/README.md."


def _said(holds: str, *, of: str = "", needed: bool = False, choices: Sequence[str] = ()) -> Any:
    how = {"holds": holds, "of": of, "needed": needed, "choices": tuple(choices)}
    if holds in ("text", "words", "stances"):
        return dataclasses.field(default_factory=dict, metadata=how, hash=False)
    return dataclasses.field(default=_EMPTY[holds], metadata=how)


def word(*, of: str = "", needed: bool = False, choices: Sequence[str] = ()) -> Any:
    """A field of one word: one of `choices`, or the name of something the study has (`of`)."""
    return _said("word", of=of, needed=needed, choices=choices)


def note(*, needed: bool = False) -> Any:
    """A field of free words, in one language or by language."""
    return _said("text", needed=needed)


def words(*, needed: bool = False) -> Any:
    """A field of words in every language of the study."""
    return _said("words", needed=needed)


def names(*, of: str = "", needed: bool = False) -> Any:
    """A field of several names."""
    return _said("names", of=of, needed=needed)


def references(*, needed: bool = False) -> Any:
    """A field of references to codings, relations, provisions and passages."""
    return _said("references", needed=needed)


def stances(*, of: str, needed: bool = False) -> Any:
    """A field of a stance for each code."""
    return _said("stances", of=of, needed=needed)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of judgement: its file, the list in it, the form of a record, and the fields that tell records apart.

    Where `apart`, each who judges may have a file of his or her own, in a folder with the name of the file.
    """

    name: str
    file: str
    form: type[Any]
    key: tuple[str, ...]
    apart: bool = False

    @property
    def fields(self) -> dict[str, Mapping[str, Any]]:
        """Field -> what it holds."""
        return {f.name: f.metadata for f in dataclasses.fields(self.form) if f.metadata}

    def key_of(self, entry: Any) -> tuple[Any, ...]:
        """What tells the record from others; the order of names in a list does not."""
        values = (getattr(entry, name) for name in self.key)
        return tuple(tuple(sorted(v)) if isinstance(v, tuple) else v for v in values)

    def columns(self, languages: Sequence[str]) -> list[str]:
        """The columns of a table of such records."""
        found = []
        for name, how in self.fields.items():
            found += [f"{name}_{language}" for language in languages] if how["holds"] == "words" else [name]
        return found


def read_judgements(
    root: Path, kinds: Iterable[Kind], known: Known, languages: Sequence[str]
) -> tuple[dict[str, tuple[Any, ...]], list[Problem]]:
    """Every judgement of these kinds in a study's folder, and what is wrong; a file that is not there holds none.

    A record with a problem is left out, so that what follows may rely on what it says.
    """
    kinds, problems = list(kinds), []
    found: dict[str, list[Any]] = {kind.name: [] for kind in kinds}
    for name in sorted({name for kind in kinds for name in files_of(root, kind)}):
        here = [kind for kind in kinds if name in files_of(root, kind)]
        try:
            data = read_yaml(root / name)
        except TableError as error:
            problems.append(as_problem(error, name))
            continue
        if data is None:
            continue
        lists = [kind.name for kind in here]
        if not isinstance(data, Record):
            problems.append(Problem(name, 1, f"the file has lists: {', '.join(lists)}", repr(data)[:40], SEE))
            continue
        for key in set(data) - set(lists):
            problems.append(Problem(name, data.line, f"the file has lists: {', '.join(lists)}", key, SEE))
        for kind in here:
            entries, wrong = _entries(data, kind, name, known, languages)
            found[kind.name] += entries
            problems += wrong
    for kind in kinds:
        found[kind.name], twice = _once(kind, found[kind.name])
        problems += twice
    return {name: tuple(entries) for name, entries in found.items()}, problems


def files_of(root: Path, kind: Kind) -> list[str]:
    """The files of a kind that are there, as they are called in the study."""
    names_of = [kind.file] if (root / kind.file).is_file() else []
    folder = Path(kind.file).with_suffix("")
    return names_of + [f"{folder.as_posix()}/{p.name}" for p in sorted((root / folder).glob("*.yaml")) if kind.apart]


def _entries(
    data: Record, kind: Kind, name: str, known: Known, languages: Sequence[str]
) -> tuple[list[Any], list[Problem]]:
    listed = data.get(kind.name) or []
    if not isinstance(listed, list):
        return [], [Problem(name, data.line, f"{kind.name} is a list of records", repr(listed)[:40], SEE)]
    entries, problems = [], []
    for item in listed:
        if not isinstance(item, Record):
            problems.append(Problem(name, data.line, f"{kind.name} is a list of records", repr(item)[:40], SEE))
            continue
        if kind.apart and "by" not in item and name != kind.file:
            item["by"] = Path(name).stem
        entry, wrong = make_entry(kind, item, name, item.line, known, languages)
        problems += wrong
        entries += [entry] if entry is not None else []
    return entries, problems


def make_entry(
    kind: Kind, values: Mapping[str, Any], name: str, row: int, known: Known, languages: Sequence[str]
) -> tuple[Any, list[Problem]]:
    """The record that these values make, and what is wrong with them; None where anything is."""
    fields, problems, cells = kind.fields, [], {}
    for key in values:
        if key not in fields:
            problems.append(Problem(name, row, f"a record of {kind.name} has {', '.join(fields)}", str(key), SEE))
    for key, how in fields.items():
        value = values.get(key)
        if value in (None, "", [], {}, ()):
            if how["needed"]:
                problems.append(Problem(name, row, f"a record of {kind.name} says {key}", "nothing", SEE))
            continue
        cell, wrong = _cell(key, value, how, known, languages)
        problems += [Problem(name, row, rule, came, step) for rule, came, step in wrong]
        cells[key] = cell
    if problems:
        return None, problems
    entry = kind.form(**cells, file=name, line=row)
    problems = [Problem(name, row, *said) for said in entry.wrong()]
    return (None if problems else entry), problems


Wrong = tuple[str, str, str]
"""A rule, what came, and the next step."""


def _cell(
    key: str, value: Any, how: Mapping[str, Any], known: Known, languages: Sequence[str]
) -> tuple[Any, list[Wrong]]:
    """The value as the record holds it, and what is wrong with it."""
    holds = how["holds"]
    misfit = (f"{key} is {_FORMS[holds]}", repr(value)[:60], SEE)
    if holds == "word":
        if not isinstance(value, str | int | float):
            return "", [misfit]
        said = str(value).lower() if isinstance(value, bool) else str(value).strip()
        return said, _lost(key, [said], how, known)
    if holds in ("text", "words"):
        return _wording(key, value, holds, languages, misfit)
    if holds == "stances":
        if not isinstance(value, dict):
            return {}, [misfit]
        wrong = [(f"{key}: a stance is one of {', '.join(STANCES)}", str(v), SEE) for v in value.values()]
        wrong = [said for said in wrong if said[1] not in STANCES]
        return {str(k): str(v) for k, v in value.items()}, wrong + _lost(key, list(map(str, value)), how, known)
    if not isinstance(value, list) or not all(isinstance(item, str | int) for item in value):
        return (), [misfit]
    listed = [str(item).strip() for item in value]
    return tuple(listed), _bad_references(key, listed) if holds == "references" else _lost(key, listed, how, known)


def _wording(key: str, value: Any, holds: str, languages: Sequence[str], misfit: Wrong) -> tuple[Words, list[Wrong]]:
    if isinstance(value, dict) and all(isinstance(v, str) for v in value.values()):
        lacks = [language for language in languages if not str(value.get(language) or "").strip()]
        if holds == "words" and lacks:
            return {}, [(f"{key} is given in {', '.join(languages)}", f"none in {', '.join(lacks)}", "Write it.")]
        return dict(value), []
    if holds == "text" and isinstance(value, str):
        return {languages[0] if languages else "en": value.strip()}, []
    return {}, [misfit]


def _lost(key: str, said: Sequence[str], how: Mapping[str, Any], known: Known) -> list[Wrong]:
    """Names that are none of the choices, or that the study does not have."""
    if how["choices"]:
        rule = f"{key} is one of {', '.join(how['choices'])}"
        return [(rule, name, "Write one of them.") for name in said if name not in how["choices"]]
    if not how["of"] or how["of"] not in known:
        return []
    have = sorted(map(str, known[how["of"]]))
    found = []
    for name in said:
        if name not in known[how["of"]]:
            near = get_close_matches(name, have, n=1)
            step = f"Did you mean {near[0]!r}?" if near else f"The study has {', '.join(have[:12]) or 'none'}."
            found.append((f"{key} names {how['of']}", name, step))
    return found


def _bad_references(key: str, said: Sequence[str]) -> list[Wrong]:
    found = []
    for ref in said:
        try:
            parse_reference(ref)
        except CodingError as error:
            rule, _, step = str(error).partition(" (got ")
            found.append((f"{key}: {rule}", repr(ref), step.partition("). ")[2]))
    return found


def _once(kind: Kind, entries: Sequence[Any]) -> tuple[list[Any], list[Problem]]:
    """The first record of each key, and a problem for every later one."""
    kept: dict[tuple[Any, ...], Any] = {}
    problems = []
    for entry in entries:
        key = kind.key_of(entry)
        if key in kept:
            rule = f"{kind.name}: what has the same {', '.join(kind.key)} stands once"
            came = f"again, after {kept[key].file}, line {kept[key].line}"
            problems.append(Problem(entry.file, entry.line, rule, came, "Delete one of them."))
        else:
            kept[key] = entry
    return list(kept.values()), problems


# --- tables ---------------------------------------------------------------------------------------------------------


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
