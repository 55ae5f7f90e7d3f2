"""How is a file of human judgement read? Records with their rows; what is not as it should be is noted, all at once."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.codebook import Codebook
from analysis.errors import CodingError, Level, Problem, TableError
from analysis.model import KINDS, Words
from analysis.references import parse_reference
from analysis.relations import RelationType
from analysis.tables import Record, as_problem, read_yaml
from analysis.triangulation import SourceSet

SEE = "See codebook/README.md for the form."
SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_YES, _NO = ("yes", True), ("no", False)


@dataclass(frozen=True, slots=True)
class Known:
    """The names that a ledger may use: what the study declares and holds."""

    codebook: Codebook = field(default_factory=Codebook)
    attributes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    roles: Sequence[str] = ()
    groups: Sequence[str] = ()
    sets: Sequence[SourceSet] = ()
    questions: Sequence[str] = ()
    languages: Sequence[str] = ("en",)
    types: Mapping[str, RelationType] = field(default_factory=dict)
    sources: Collection[str] = ()
    persons: Collection[str] = ()
    marks: Collection[str] = ()
    """Every mark of every figure, as `<figure>/<mark>`."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of source."""
        return KINDS

    @property
    def set_ids(self) -> list[str]:
        """The sets that triangulation compares."""
        return [entry.id for entry in self.sets]


class Reader:
    """One file of judgements: takes values out of its records and gathers what is wrong with them."""

    def __init__(self, file: str, known: Known) -> None:
        self.file = file
        self.known = known
        self.problems: list[Problem] = []

    def say(self, row: int, rule: str, came: Any, step: str, level: Level = "error") -> None:
        """Note a problem."""
        text = str(came)[:60] if came not in (None, "") else "nothing"
        self.problems.append(Problem(self.file, row, rule, text, step, level))

    def entries(self, path: Path, key: str) -> list[Record]:
        """The records under the one list of the file; none without the file."""
        if not path.is_file():
            return []
        try:
            data = read_yaml(path)
        except TableError as error:
            self.problems.append(as_problem(error, self.file))
            return []
        if data is None:
            return []
        listed = data.get(key) if isinstance(data, Record) else None
        if not isinstance(listed, list):
            if not (isinstance(data, Record) and key in data and listed is None):
                self.say(1, f"the file has a list named {key}", repr(data), SEE)
            return []
        return self.records(listed, getattr(data, "line", 1), f"an entry of {key}")

    def records(self, listed: Any, row: int, what: str) -> list[Record]:
        """The mappings of a list; whatever else stands there is a problem."""
        if listed is None:
            return []
        if not isinstance(listed, list):
            self.say(row, f"{what} stands in a list", repr(listed), SEE)
            return []
        for entry in listed:
            if not isinstance(entry, Record):
                self.say(row, f"{what} is written with its keys", repr(entry), SEE)
        return [entry for entry in listed if isinstance(entry, Record)]

    def check_keys(self, item: Record, what: str, allowed: Iterable[str]) -> None:
        """Note each key that such a record has not."""
        names = list(allowed)
        for key in item:
            if key not in names:
                self.say(item.line, f"{what} has no key {key!r}", key, nearest(key, names))

    def identity(self, item: Record, what: str, taken: Collection[str]) -> str:
        """The id of a record, which is a short word and stands once; empty where it is not."""
        key = str(item.get("id") or "")
        if not SLUG.fullmatch(key):
            self.say(item.line, f"{what} has an id of letters, digits, '.', '_' and '-'", key, "Add it.")
            return ""
        if key in taken:
            self.say(item.line, f"{what} stands once", key, "Give it another id; ids are never used again.")
            return ""
        return key

    def word(self, item: Record, key: str, owner: str, *, required: bool = False) -> str:
        """One word or text under a key."""
        value = item.get(key)
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            return str(value).strip()
        if value is not None or required:
            self.say(item.line, f"{owner}: {key} is a text", value, "Write it.")
        return ""

    def choice(self, item: Record, key: str, allowed: Sequence[str], owner: str, default: str = "") -> str:
        """One of the allowed words; `default` where nothing is given."""
        value = self.word(item, key, owner)
        if value and value not in allowed:
            self.say(item.line, f"{owner}: {key} is one of {', '.join(allowed)}", value, nearest(value, allowed))
            return default
        if not value and not default:
            self.say(item.line, f"{owner}: {key} is one of {', '.join(allowed)}", "", "Write one of them.")
        return value or default

    def words(self, item: Record, key: str, owner: str, *, required: bool = False) -> Words:
        """Words by language; a plain text is in the study's first language."""
        value = item.get(key)
        if isinstance(value, str):
            value = {self.known.languages[0]: value}
        if value is not None and not isinstance(value, dict):
            self.say(item.line, f"{owner}: {key} is given by language", repr(value), "Write {en: ...}.")
            value = {}
        given = {str(k): str(v).strip() for k, v in (value or {}).items() if v not in (None, "")}
        lacking = [language for language in self.known.languages if not given.get(language)]
        if lacking and (required or given):
            level: Level = "error" if required and not given else "warning"
            rule = f"{owner}: {key} stands in every language of the study"
            self.say(item.line, rule, f"none in {', '.join(lacking)}", "Add it.", level)
        return given

    def names(self, item: Record, key: str, owner: str, allowed: Collection[str] | None = None) -> tuple[str, ...]:
        """A list of words (one word may stand alone), each of them allowed."""
        value = item.get(key)
        if value is None:
            return ()
        listed = value if isinstance(value, list) else [value]
        if not all(isinstance(entry, str | int) and not isinstance(entry, bool) for entry in listed):
            self.say(item.line, f"{owner}: {key} is a list of words", repr(value), "Write [A, B].")
            return ()
        names = tuple(str(entry) for entry in listed)
        for name in names if allowed is not None else ():
            if name not in (allowed or ()):
                step = nearest(name, list(allowed or ()))
                self.say(item.line, f"{owner}: {key} names what the study has", name, step)
        return names

    def codes(self, item: Record, key: str, owner: str) -> tuple[str, ...]:
        """A list of codes of the codebook."""
        names = self.names(item, key, owner)
        for name in names if self.known.codebook.codes else ():  # where it cannot be read, one problem is enough
            if name not in self.known.codebook:
                self.say(item.line, f"{owner}: a code", name, self.known.codebook.did_you_mean(name))
        return names

    def reference(self, text: str, row: int, owner: str) -> str:
        """A reference in its one form; empty where it has none."""
        try:
            return str(parse_reference(text))
        except CodingError:
            step = "Write SOURCE/ID or DOCUMENT:PASSAGE, in quotes where it holds a comma."
            self.say(row, f"{owner}: evidence is a reference or a query", text, step)
            return ""

    def yes_no(self, item: Record, key: str, owner: str) -> bool | None:
        """yes or no; None where it is neither."""
        value = item.get(key)
        if value in _YES or value in _NO:
            return value in _YES
        self.say(item.line, f"{owner}: {key} is yes or no", value, "Write yes or no.")
        return None

    def share(self, item: Record, key: str, owner: str) -> float | None:
        """A number from 0 to 1; None where nothing is given."""
        value = item.get(key)
        if value is None:
            return None
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
            return float(value)
        self.say(item.line, f"{owner}: {key} is a number from 0 to 1", value, "Write for example 0.8.")
        return None


def nearest(came: str, known: Sequence[str]) -> str:
    """A next step for an unknown name: the known ones that look like it."""
    near = difflib.get_close_matches(came, list(known), n=2, cutoff=0.5)
    if near:
        return f"Did you mean {' or '.join(near)}?"
    shown = list(known)[:12]
    more = ", ..." if len(known) > len(shown) else ""
    return f"Known are {', '.join(shown) or 'none'}{more}."
