"""Which words does a study have for a link between codes, and what does each of them say? (F29)

Each word of `codebook/relations.yaml` stands for one of six general types. They decide what a denial counts against:
who denies that one thing makes another possible denies all the more that it brings it about.

Source: Powell, Copestake and Remnant (2024), Evaluation, doi:10.1177/13563890231196601. The rule of denials is ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from analysis.codebook import Codebook
from analysis.errors import Problem, TableError
from analysis.model import RELATION_TYPES, Words
from analysis.tables import Record, as_problem, read_yaml

ENTAILS: Mapping[str, frozenset[str]] = {"causes": frozenset({"enables"})}
"""General type -> the other general types that a link of it asserts along with itself.

What brings something about also makes it possible, so `causes` says `enables` too; not the other way round. Hindering
says nothing about the helping side, and being part, coming before and contradicting say nothing but themselves.
"""

_SEE = "See codebook/README.md."
KEYS: Mapping[str, tuple[str, ...]] = {
    "types": ("id", "f29", "name", "reads", "note"),
    "expected": ("from", "type", "to", "section", "source", "note"),
}
"""The lists of the file, and the keys of a record in each."""


@dataclass(frozen=True, slots=True)
class RelationType:
    """A word of the study for a link between codes, and the type of F29 it stands for."""

    id: str
    f29: str
    name: Words
    reads: Words


def general_type(word: str, types: Mapping[str, RelationType]) -> str:
    """The general type of a study's word; a word that is itself general stands for itself, any other for nothing."""
    if word in types:
        return types[word].f29
    return word if word in RELATION_TYPES else ""


def counts_against(denied: str, asserted: str, types: Mapping[str, RelationType]) -> bool:
    """Does denying one link speak against another between the same two codes, in the same direction?

    It does where the other entails what is denied: where both have the same general type (denying *hinders* speaks
    against *limits*, if both hinder), or where the other's type asserts the denied one along with itself (`ENTAILS`):
    denying *enables* speaks against *causes*; denying *causes* leaves *enables* as it is. Words without a general
    type speak against themselves alone. Polarity plays no part: it tells by which words a link was told (news brings
    promotion; no news, no promotion), not whether it holds.
    """
    if denied == asserted:
        return True
    one, other = general_type(denied, types), general_type(asserted, types)
    return bool(one) and (one == other or one in ENTAILS.get(other, ()))


def read_types(path: Path, name: str, codebook: Codebook) -> tuple[dict[str, RelationType], list[Problem]]:
    """The relation types of a study (codebook/relations.yaml) and what is wrong with them; none without the file."""
    if not path.is_file():
        return {}, []
    try:
        data = read_yaml(path)
    except TableError as error:
        return {}, [as_problem(error, name)]
    if not isinstance(data, Record):
        return {}, [Problem(name, 1, "the file has a list named types", repr(data)[:40], _SEE)]
    problems = [
        Problem(name, 1, f"the file has the lists {' and '.join(KEYS)}", str(key), _SEE)
        for key in data
        if key not in KEYS
    ]
    types: dict[str, RelationType] = {}
    for entry in _entries(data, "types", name, problems):
        key, f29 = str(entry.get("id") or ""), str(entry.get("f29") or "")
        if not key or key in types:
            rule = "a type has an id" if not key else "a type stands once"
            problems.append(Problem(name, entry.line, rule, key or "none", "Give each its own id."))
            continue
        if f29 not in RELATION_TYPES:
            rule = f"{key}: f29 is one of {', '.join(RELATION_TYPES)}"
            problems.append(Problem(name, entry.line, rule, f29 or "nothing", "Say which kind of link the word means."))
        words = [_words(entry, part, name, problems) for part in ("name", "reads")]
        types[key] = RelationType(key, f29, *words)
    for entry in _entries(data, "expected", name, problems):
        for key in ("from", "to"):
            if codebook.codes and str(entry.get(key, "")) not in codebook:
                step = codebook.did_you_mean(str(entry.get(key, "")))
                problems.append(Problem(name, entry.line, f"{key} is a code", str(entry.get(key)), step))
        if str(entry.get("type", "")) not in types:
            step = "Add it to types or mend the word."
            problems.append(Problem(name, entry.line, "type is declared under types", str(entry.get("type")), step))
    return types, problems


def _entries(data: Record, key: str, name: str, problems: list[Problem]) -> Iterator[Record]:
    """The mappings of a list in the file; whatever else stands there is a problem."""
    listed = data.get(key) or []
    for entry in listed if isinstance(listed, list) else [listed]:
        if isinstance(entry, Record) and isinstance(listed, list):
            rule = f"a record of {key} has {', '.join(KEYS[key])}"
            problems += [Problem(name, entry.line, rule, str(k), _SEE) for k in entry if k not in KEYS[key]]
            yield entry
        else:
            problems.append(Problem(name, data.line, f"{key} is a list of keys and values", repr(entry)[:40], _SEE))


def _words(entry: Record, part: str, name: str, problems: list[Problem]) -> Words:
    words = entry.get(part) or {}
    if isinstance(words, dict):
        return dict(words)
    rule = f"{entry.get('id')}: {part} is given by language"
    problems.append(Problem(name, entry.line, rule, repr(words)[:40], "Write {en: ...}."))
    return {}
