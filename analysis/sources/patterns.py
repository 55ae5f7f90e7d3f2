"""By which words and forms does a country or a service name people? interviews/patterns.yaml, data of the study.

The program itself knows only what is the same everywhere: e-mail and web addresses, handles, telephone and other long
numbers, dates in digits, words with a capital letter. Titles, posts, places, months and numbers of a register are
listed there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.errors import Problem, TableError
from analysis.tables import Record, as_problem, read_csv, read_yaml

CLASSES: Mapping[str, str] = {
    "person": "P",
    "organisation": "ORG",
    "place": "PLACE",
    "date": "DATE",
    "number": "ID",
    "contact": "CONTACT",
    "post": "POST",
    "name": "NAME",
}
"""What can name somebody, and how its label begins (F41). A `name` is a capitalised word of which no more is known."""
_LISTS = (
    "titles",
    "particles",
    "posts",
    "places_after",
    "places",
    "organisations_after",
    "organisations",
    "months",
    "suffixes",
    "ordinary",
)
_SEE = "See interviews/README.md for the keys."


@dataclass(frozen=True, slots=True)
class Form:
    """A form of its own, such as the number of a register: its name, its class, and how it is written."""

    name: str
    cls: str
    match: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Patterns:
    """The words and forms by which people are named, as a study lists them. Everything may be empty."""

    titles: tuple[str, ...] = ()
    """A capitalised word after one of these is a person's name."""
    particles: tuple[str, ...] = ()
    """Small words inside a name, such as `bin` or `van`."""
    posts: tuple[str, ...] = ()
    places_after: tuple[str, ...] = ()
    """A capitalised word after one of these is a place's name."""
    places: tuple[str, ...] = ()
    organisations_after: tuple[str, ...] = ()
    """An organisation's name begins with one of these."""
    organisations: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    """What may hang on a name: `nya` in Indonesian; the English `'s` is known."""
    ordinary: tuple[str, ...] = ()
    """Words that are written with a capital and name nobody."""
    forms: tuple[Form, ...] = field(default=())


def read_patterns(path: Path, name: str) -> tuple[Patterns, list[Problem]]:
    """The patterns of a study, and what is wrong with the file; none where there is no file."""
    if not path.is_file():
        return Patterns(), []
    try:
        data = read_yaml(path)
    except TableError as error:
        return Patterns(), [as_problem(error, name)]
    if not isinstance(data, Record):
        return Patterns(), [Problem(name, 1, "patterns are lists under keys", repr(data)[:40], _SEE)]
    problems = [
        Problem(name, 1, f"a key of patterns is one of {', '.join((*_LISTS, 'forms'))}", key, _SEE)
        for key in data
        if key not in (*_LISTS, "forms")
    ]
    lists: dict[str, tuple[str, ...]] = {}
    for key in _LISTS:
        value = data.get(key) or []
        if not isinstance(value, list) or not all(isinstance(word, str) and word.strip() for word in value):
            problems.append(Problem(name, 1, f"{key} is a list of words", repr(value)[:40], "Put numbers in quotes."))
            continue
        lists[key] = tuple(" ".join(word.split()) for word in value)
    forms, found = _forms(data.get("forms") or [], name)
    return Patterns(**lists, forms=forms), [*problems, *found]


def _forms(entries: Any, name: str) -> tuple[tuple[Form, ...], list[Problem]]:
    forms: list[Form] = []
    problems: list[Problem] = []
    for entry in entries if isinstance(entries, list) else [entries]:
        line = getattr(entry, "line", 1)
        if not isinstance(entry, Record) or not all(entry.get(key) for key in ("name", "class", "match")):
            came, step = repr(entry)[:40], "Write {name: ..., class: number, match: '...'}."
            problems.append(Problem(name, line, "a form has a name, a class and a match", came, step))
            continue
        if entry["class"] not in CLASSES:
            rule = f"a class is one of {', '.join(CLASSES)}"
            problems.append(Problem(name, line, rule, str(entry["class"]), "Write one of them."))
            continue
        try:
            match = re.compile(str(entry["match"]))
        except re.error as error:
            rule, came = "a match is a regular expression", f"{entry['match']}: {error}"
            problems.append(Problem(name, line, rule, came, "Mend it, in single quotes."))
            continue
        if match.search(""):
            rule = "a match holds at least one character"
            problems.append(Problem(name, line, rule, str(entry["match"]), "Mend it."))
            continue
        forms.append(Form(str(entry["name"]), str(entry["class"]), match))
    return tuple(forms), problems


def read_kept(path: Path, name: str) -> tuple[dict[str, str], list[Problem]]:
    """Which forms did a person decide to keep, and why? Form -> reason; and what is wrong with the table."""
    if not path.is_file():
        return {}, []
    try:
        rows = read_csv(path, required=("form", "class", "reason"))
    except TableError as error:
        return {}, [as_problem(error, name)]
    step = "Write why it may be read by everyone, or delete the row."
    problems = [
        Problem(name, row.line, "what is kept has a form and a reason", row["form"], step)
        for row in rows
        if not (row["form"] and row["reason"])
    ]
    return {row["form"]: row["reason"] for row in rows if row["reason"]}, problems
