"""What does a record of human judgement hold? Plain YAML under codebook/, one record per judgement.

The form of a record is a frozen dataclass whose fields say what they hold (`word`, `note`, `words`, `names`,
`references`, `stances`). From it follow the reader, which gathers every problem by row; the table to be filled in; and
the writer, which takes a table whole or not at all.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Wrong = tuple[str, str, str]
"""A rule, what came, and the next step."""
_EMPTY: Mapping[str, Any] = {"word": "", "text": {}, "words": {}, "names": (), "references": (), "stances": {}}
SEE = "See codebook/README.md."
"""Where the forms of records stand."""


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
