"""What was said about a file, and what it will become."""

from __future__ import annotations

from dataclasses import dataclass, field

from analysis.sources.cast import Cast
from analysis.sources.labels import Label

NOTE = "NOTE"
"""The label of headings, stage directions and what stands before the first speaker. It is no participant."""


@dataclass(frozen=True, slots=True)
class Given:
    """What a person says about the files: what holds for all of them, and the file of speakers."""

    kind: str = "interview"
    language: str = ""
    provenance: str = "recorded"
    date: str = ""
    id: str = ""
    role: str = ""
    others: str = ""
    cast: Cast = field(default_factory=Cast)


@dataclass(frozen=True, slots=True)
class Heard:
    """One label of a file as it was understood: what it became, and how many turns and words it has."""

    label: str
    id: str
    part: str
    turns: int
    words: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A source ready to be written, and what a person should see of it."""

    source: str
    text: str
    kind: str
    people: tuple[tuple[str, str], ...] = ()
    """New participants: id and role."""
    heard: tuple[Heard, ...] = ()
    rejected: tuple[Label, ...] = ()
    notes: tuple[str, ...] = ()
    passages: int = 0
    language: str = ""
    date: str = ""
    undated: bool = False
