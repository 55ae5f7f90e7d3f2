"""What did people judge, as their files have it, and what is wrong there? Every problem, by file and row."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from analysis.errors import CodingError, Problem, TableError
from analysis.judgements.forms import SEE, Kind, Wrong
from analysis.model import STANCES, Words
from analysis.references import parse_reference
from analysis.tables import Record, as_problem, read_yaml

Known = Mapping[str, Collection[str]]
"""What a field may name -> the names there are; a kind of name that is not listed is not looked up."""
_FORMS: Mapping[str, str] = {
    "word": "a word",
    "text": "words, in one language or by language",
    "words": "words by language",
    "names": "a list of names",
    "references": "a list of references",
    "stances": "a stance for each code",
}


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
