"""What does the lint look at? Everything it needs, gathered once, and the form of what it finds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from analysis.claims.ledger import Weighed
from analysis.claims.limits import DEFAULTS, Case
from analysis.claims.negative_records import NegativeCases
from analysis.claims.rival_records import Rivals
from analysis.claims.texts import Notebook, Text
from analysis.claims.words import WordList
from analysis.codebook import Codebook
from analysis.errors import Level
from analysis.model import Source, Words

COLUMNS: tuple[str, ...] = ("id", "level", "file", "row", "place", "what", "next_step")


@dataclass(frozen=True, order=True, slots=True)
class Finding:
    """One thing that a critic would point at: by which rule, where, what, and what to do."""

    id: str
    level: Level
    file: str
    row: int
    place: str
    what: str
    next_step: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.row}" if self.row else self.file
        return f"{self.level} {self.id}: {where}, {self.place}: {self.what}. {self.next_step}"


@dataclass(frozen=True)
class Register:
    """Who and what is in the sample, for texts that speak of it.

    roles: role -> its names by language; persons: role -> how many were heard; kinds: kind of source -> how many there
    are; years: those in which people were heard.
    """

    roles: Mapping[str, Words] = field(default_factory=dict)
    persons: Mapping[str, int] = field(default_factory=dict)
    kinds: Mapping[str, int] = field(default_factory=dict)
    years: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Grounds:
    """All that the rules look at. What is not given is empty, and the rules that need it find nothing.

    negative: the summary of F16 by claim, and searches: its records; verdicts: (ledger of rivals, hypothesis) -> what
    the tests propose; marks: figure -> its marks as they are drawn; drifted: references of codings older than their
    code's definition; converged: themes with an entry in the convergence matrix (F08); verified: whether somebody
    verified a claim (F14); unjudged: reference -> who could not judge what with these words (F14).
    """

    weighed: Mapping[str, Weighed] = field(default_factory=dict)
    negative: pd.DataFrame = field(default_factory=pd.DataFrame)
    searches: Mapping[str, NegativeCases] = field(default_factory=dict)
    rivals: Mapping[str, Rivals] = field(default_factory=dict)
    verdicts: Mapping[tuple[str, str], str] = field(default_factory=dict)
    texts: Sequence[Text] = ()
    notebooks: Sequence[Notebook] = ()
    titles: Sequence[Text] = ()
    words: Mapping[str, WordList] = field(default_factory=dict)
    register: Register = field(default_factory=Register)
    sources: Mapping[str, Source] = field(default_factory=dict)
    codebook: Codebook = field(default_factory=Codebook)
    marks: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    drifted: Collection[str] = ()
    converged: Collection[str] = ()
    verified: bool = False
    unjudged: Mapping[str, str] = field(default_factory=dict)
    approach: str = ""
    overrides: Mapping[str, str] = field(default_factory=dict)
    case: Case = field(default_factory=Case)
    limits: Mapping[str, Any] = field(default_factory=lambda: dict(DEFAULTS))

    @property
    def code(self) -> str:
        """The code of all notebooks: what is computed there is shown."""
        return "\n".join(notebook.code for notebook in self.notebooks)

    def lists_for(self, text: Text) -> list[WordList]:
        """The word lists that a text is read with: its language's, or all where its language is not known."""
        if text.language:
            return [self.words[text.language]] if text.language in self.words else []
        return list(self.words.values())


Rule = Callable[[Grounds], Iterator[Finding]]


def findings_frame(found: Iterable[Finding]) -> pd.DataFrame:
    """One row per finding, errors and warnings together, by rule, file and row."""
    ordered = sorted(set(found))
    return pd.DataFrame([[getattr(f, c) for c in COLUMNS] for f in ordered], columns=list(COLUMNS))
