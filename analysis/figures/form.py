"""What stands in a file of keys and values, and what is wrong with its form?

Readers of such files ask for a list, a mapping, words by language; what is not as it should be is noted with its row.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from analysis.errors import Problem
from analysis.tables import Record

SEE = "See figures/README.md for the form."


class Form:
    """One file: its values by kind, and the problems found so far.

    `keys` names the keys that each kind of record may have; `languages` are all that the file uses anywhere.
    """

    def __init__(self, file: str, data: Record, keys: Mapping[str, Sequence[str]]) -> None:
        self.file = file
        self.data = data
        self.keys = keys
        self.problems: list[Problem] = []
        self.languages = sorted(set(_languages(data)))

    def say(self, row: int, rule: str, came: Any, step: str, level: Any = "error") -> None:
        """Note a problem."""
        text = str(came) if came not in (None, "") else "nothing"
        self.problems.append(Problem(self.file, row, rule, text, step, level))

    def check_keys(self, item: Record, what: str) -> None:
        """Note each key that such a record has not."""
        for key in item:
            if key not in self.keys[what]:
                self.say(item.line, f"a {what} has no key {key!r}", key, did_you_mean(key, self.keys[what]))

    def records(self, key: str, what: str, *, quiet: bool = False) -> list[Record]:
        """The records of a list of the file."""
        found = []
        for item in self.sequence(self.data, key, self.data.line, quiet=quiet):
            if isinstance(item, Record):
                found.append(item)
                if not quiet:
                    self.check_keys(item, what)
            elif not quiet:
                self.say(self.data.line, f"each {what} is written with its keys", repr(item)[:40], SEE)
        return found

    def sequence(self, item: Record, key: str, row: int, *, quiet: bool = False) -> list[Any]:
        """The list under a key; empty where there is none."""
        value = item.get(key) or []
        if isinstance(value, list):
            return value
        if not quiet:
            self.say(row, f"{key} is a list", repr(value)[:40], "Write it with - or in [ ].")
        return []

    def mapping(self, item: Record, key: str, row: int) -> Mapping[str, Any]:
        """The keys and values under a key; empty where there are none."""
        value = item.get(key) or {}
        if isinstance(value, dict):
            return value
        self.say(row, f"{key} holds keys and values", repr(value)[:40], SEE)
        return {}

    def texts(self, value: Any, what: str, row: int) -> tuple[str, ...]:
        """A list of words."""
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self.say(row, f"{what} is a list of words", repr(value)[:40], "Write [A, B], numbers in quotes.")
        return ()

    def words(self, item: Record, key: str, what: str, *, required: bool = False) -> dict[str, str]:
        """Words by language, which stand in every language of the file or in none."""
        value = self.mapping(item, key, item.line)
        wanted = self.languages or ["en"]
        lacking = [language for language in wanted if not str(value.get(language) or "").strip()]
        if lacking and (required or value):
            came = f"none in {', '.join(lacking)}"
            self.say(item.line, f"{what} has its {key} in every language of the file", came, f"Add it to {key}.")
        return {language: str(text) for language, text in value.items()}


def _languages(value: Any, key: str = "") -> Iterator[str]:
    """The languages in which titles, labels and notes are given, anywhere in the file."""
    if isinstance(value, dict):
        if key in ("title", "label", "note", "text"):
            yield from map(str, value)
            return
        for name, item in value.items():
            yield from _languages(item, str(name))
    elif isinstance(value, list):
        for item in value:
            yield from _languages(item)


def did_you_mean(came: str, known: Sequence[str]) -> str:
    """A next step for an unknown name: the known ones that look like it."""
    near = difflib.get_close_matches(came, known, n=2, cutoff=0.5)
    return f"Did you mean {' or '.join(near)}?" if near else f"Known are {', '.join(known) or 'none'}."
