"""What do people judge in triangulation, and in which file? The records of nine kinds of judgement.

Each judgement has what the rule proposed when it was made (`proposed`), what a person decided, and why (`rationale`,
mandatory where the two differ). `wrong` says what contradicts itself within one record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from analysis.judgements.forms import Kind, Wrong, names, note, references, stances, word, words
from analysis.model import Words

OUTCOMES = ("agreement", "partial", "silence", "dissonance", "no data")
ENDS = ("explained", "scoped", "left open")
STAGES = ("before", "after")
MARKS = ("expected", "surprising")
STEPS = ("supports", "contradicts", "extends", "silent", "cannot_know")
CELLS = ("confirmed", "partly", "contradicted", "no data")
TYPES = ("participant", "insider", "focus_group", "specialist")
CANNOT_JUDGE = "cannot_judge"
VERDICTS = ("confirms", "confirms_with_change", "disputes", CANNOT_JUDGE)
RESPONSES = ("revised", "kept")
ALL = "all"
"""In the place of a set: the judgement over all of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Where a record stands; what is wrong within it is told by `wrong`, by default nothing."""

    file: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)

    def wrong(self) -> Iterable[Wrong]:
        """Rules that the record breaks by itself."""
        return ()


@dataclass(frozen=True, slots=True)
class Decision(Judged):
    """How two sets stand to each other on a theme, as a reader decided it (F08, F10); how a dissonance ends (F09)."""

    theme: str = word(of="a code", needed=True)
    sets: tuple[str, ...] = names(of="a set", needed=True)
    by: str = word(needed=True)
    stage: str = word(choices=STAGES)
    proposed: str = word()
    decided: str = word(choices=OUTCOMES, needed=True)
    rationale: Words = note()
    ended: str = word(choices=ENDS)
    text: Words = words()
    segments: tuple[str, ...] = references()

    @property
    def alone(self) -> bool:
        """Whether the reader decided this before the readers talked."""
        return self.stage == STAGES[0]

    def wrong(self) -> Iterable[Wrong]:
        """Two sets; a dissonance that stands ends in something, with text."""
        if len(set(self.sets)) != 2 or len(self.sets) != 2:
            yield ("sets are two", ", ".join(self.sets), "Write [one, other].")
        if self.decided == "dissonance" and not self.alone and not self.ended:
            step = "Write ended, and text in each language."
            yield (f"a dissonance ends in one of {', '.join(ENDS)}", "nothing", step)
        if bool(self.ended) != bool(self.text):
            yield ("how it ends is said, and in words", "one without the other", "Write both ended and text.")


@dataclass(frozen=True, slots=True)
class SilenceMark(Judged):
    """Whether the silence of a set on a theme was to be expected (F08)."""

    theme: str = word(of="a code", needed=True)
    set: str = word(of="a set", needed=True)
    mark: str = word(choices=MARKS, needed=True)
    rationale: Words = note(needed=True)
    by: str = word(needed=True)


@dataclass(frozen=True, slots=True)
class Thread(Judged):
    """A question that begins in one set and is followed through the others (F11)."""

    id: str = word(needed=True)
    question: Words = words(needed=True)
    theme: str = word(of="a code", needed=True)
    origin: str = word(of="a set", needed=True)
    segments: tuple[str, ...] = references()
    by: str = word(needed=True)


@dataclass(frozen=True, slots=True)
class Step(Judged):
    """What following a thread into a set gave (F11)."""

    thread: str = word(of="a thread", needed=True)
    set: str = word(of="a set", needed=True)
    query: str = word(needed=True)
    proposed: str = word(choices=STEPS)
    decided: str = word(choices=STEPS, needed=True)
    rationale: Words = note()
    segments: tuple[str, ...] = references()
    memo: Words = note()
    by: str = word(needed=True)

    def wrong(self) -> Iterable[Wrong]:
        """What a set says is shown by segments."""
        if self.decided in STEPS[:3] and not self.segments:
            yield (f"a step that {self.decided} names its segments", "none", "Write segments: [SOURCE/ID].")


@dataclass(frozen=True, slots=True)
class Proposition(Judged):
    """What theory leads one to expect: a sentence, its place in the literature, a stance for each code (F13)."""

    id: str = word(needed=True)
    text: Words = words(needed=True)
    reference: tuple[str, ...] = references(needed=True)
    predicts: Mapping[str, str] = stances(of="a code", needed=True)

    def wrong(self) -> Iterable[Wrong]:
        """A prediction takes a side."""
        for code, stance in self.predicts.items():
            if stance not in ("supports", "opposes"):
                yield (f"{code}: a prediction is supports or opposes", stance, "Write one of them.")


@dataclass(frozen=True, slots=True)
class Cell(Judged):
    """What a data set makes of a proposition; with the set `all`, what all of them make of it (F13)."""

    proposition: str = word(of="a proposition", needed=True)
    set: str = word(of="a set or all", needed=True)
    proposed: str = word(choices=CELLS)
    decided: str = word(choices=CELLS, needed=True)
    rationale: Words = note()
    segments: tuple[str, ...] = references()
    by: str = word(needed=True)


@dataclass(frozen=True, slots=True)
class Finding(Judged):
    """What the data hold that no proposition foresaw (F13)."""

    id: str = word(needed=True)
    text: Words = words(needed=True)
    codes: tuple[str, ...] = names(of="a code", needed=True)
    segments: tuple[str, ...] = references(needed=True)
    by: str = word(needed=True)


@dataclass(frozen=True, slots=True)
class Verdict(Judged):
    """What somebody who was asked said of a claim or statement, and what became of a dispute (F14)."""

    about: str = word(of="a claim or statement", needed=True)
    who: str = word(of="a person or source", needed=True)
    type: str = word(choices=TYPES, needed=True)
    verdict: str = word(choices=VERDICTS, needed=True)
    segments: tuple[str, ...] = references()
    response: str = word(choices=RESPONSES)
    text: Words = words()
    rationale: Words = note()
    by: str = word(needed=True)

    def wrong(self) -> Iterable[Wrong]:
        """Words stand behind a verdict, and a dispute is answered."""
        if self.verdict != CANNOT_JUDGE and not self.segments:
            yield ("a verdict names the words it stands on", "none", "Write segments: [SOURCE/ID].")
        if self.verdict == "disputes" and not (self.response and self.text):
            step = f"Write response ({' or '.join(RESPONSES)}) and text in each language."
            yield ("a dispute is answered", "no response or no text", step)
        if self.response and self.verdict not in VERDICTS[1:3]:
            yield ("a response answers a change or a dispute", self.verdict, "Delete the response.")


@dataclass(frozen=True, slots=True)
class Case(Judged):
    """A case for comparing methods: its persons, and the documents and observations about it (F12)."""

    id: str = word(needed=True)
    name: Words = words()
    persons: tuple[str, ...] = names(of="a person")
    sources: tuple[str, ...] = names(of="a source")

    def wrong(self) -> Iterable[Wrong]:
        """A case has somebody or something."""
        if not self.persons and not self.sources:
            yield ("a case has persons or sources", "neither", "Write persons: [..] or sources: [..].")


@dataclass(frozen=True, slots=True)
class Judgements:
    """All judgements of triangulation that a study holds."""

    convergence: tuple[Decision, ...] = ()
    silences: tuple[SilenceMark, ...] = ()
    threads: tuple[Thread, ...] = ()
    steps: tuple[Step, ...] = ()
    propositions: tuple[Proposition, ...] = ()
    cells: tuple[Cell, ...] = ()
    findings: tuple[Finding, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    cases: tuple[Case, ...] = ()


_FILES = (
    ("codebook/convergence.yaml", True, {"convergence": (Decision, ("theme", "sets", "by", "stage"))}),
    ("codebook/silences.yaml", False, {"silences": (SilenceMark, ("theme", "set"))}),
    ("codebook/threads.yaml", False, {"threads": (Thread, ("id",)), "steps": (Step, ("thread", "set"))}),
    (
        "codebook/propositions.yaml",
        False,
        {
            "propositions": (Proposition, ("id",)),
            "cells": (Cell, ("proposition", "set")),
            "findings": (Finding, ("id",)),
        },
    ),
    ("codebook/verification.yaml", False, {"verdicts": (Verdict, ("about", "who"))}),
    ("codebook/cases.yaml", False, {"cases": (Case, ("id",))}),
)
KINDS: Mapping[str, Kind] = {
    name: Kind(name, file, form, key, apart) for file, apart, lists in _FILES for name, (form, key) in lists.items()
}
"""Kind of judgement -> its file and form."""
