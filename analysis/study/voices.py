"""Who of which class is for a thing and against it, and how much of the sum may therefore be told in public? (F44)"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import pandas as pd

from analysis.model import Participant
from analysis.release import Gate
from analysis.suppression import BOTH, NEITHER, PATTERNS, SILENT, Part, Total, may_tell

PRO, CON, MAYBE = "pro", "con", "maybe"
SIDES: tuple[str, ...] = (PRO, CON, MAYBE)
"""For, against, and merely supposed."""


@dataclass(frozen=True)
class Classes:
    """The persons who were heard, by the label under which they may be named, as counts are told of them.

    `spoke` are pairs (person, source). Persons are counted; sources too, where each is one person's own.
    """

    gate: Gate
    people: Mapping[str, Participant]
    spoke: Collection[tuple[str, str]]
    group_of: Mapping[str, str] = field(default_factory=dict)

    def told(self, voices: pd.DataFrame, seen: Callable[[int, int], bool] = lambda pros, cons: True) -> str:
        """How much of the number of persons and sources may be told (`analysis.suppression.PATTERNS`)?

        Parameters
        ----------
        voices : frame, one row per voice: side, person, source
        seen : whether so many sources for it, and against it, would look as the sum does that is published
        """
        if self.gate.internal:
            return BOTH
        if len(self.people) < self.gate.small:
            return SILENT
        sides = {side: voices[voices["side"] == side] for side in (PRO, CON)}
        people = {side: frozenset(rows["person"]) & frozenset(self.people) for side, rows in sides.items()}
        sources = {side: frozenset(rows["source"]) for side, rows in sides.items()}
        by_person = may_tell(self._parts({p: p for p in self.people}, people[PRO], people[CON]))
        parts = self._parts(self._own, sources[PRO], sources[CON])
        beside = Total(
            len(sources[PRO]) - sum(part.pro for part in parts),
            len(sources[CON]) - sum(part.con for part in parts),
            seen,
        )
        by_source = may_tell(parts, beside)
        return _both_allow(by_person, by_source)

    def told_alone(self, voices: pd.DataFrame) -> bool:
        """Whether a number of persons and sources may be told that has one side alone."""
        return self.told(voices.assign(side=PRO)) == BOTH

    def within(self, people: Collection[str]) -> Classes:
        """The same classes, of these persons alone."""
        return replace(self, people={person: entry for person, entry in self.people.items() if person in people})

    def _parts(self, unit_of: Mapping[str, str], pros: Collection[str], cons: Collection[str]) -> list[Part]:
        """The small classes over units, each of which stands for one person: so many, for and against."""
        found = []
        for label in self.small:
            own = [unit for unit, person in unit_of.items() if self.labels[person] == label]
            sides = [[unit for unit in own if unit in side] for side in (pros, cons)]
            kinds = [len({self.group_of.get(self.people[unit_of[u]].role, "") for u in side}) for side in sides]
            size = max(len(own), len({*sides[0], *sides[1]}))
            # Who is on both sides, as in a source that denies a link and asserts it, is for it.
            both = len(set(sides[0]) & set(sides[1]))
            against = len(sides[1]) - both
            found.append(Part(size, len(sides[0]), against, (kinds[0], kinds[1] if against else 0)))
        return [part for part in found if part.size]

    @cached_property
    def labels(self) -> dict[str, str]:
        """Person -> the label, in English."""
        return {person: self.gate.label(person, "en") for person in self.people}

    @cached_property
    def small(self) -> list[str]:
        """The labels that fewer persons share than a published count needs."""
        sizes = pd.Series(self.labels).value_counts()
        return sorted(str(label) for label, size in sizes.items() if size < self.gate.small)

    @cached_property
    def _own(self) -> dict[str, str]:
        """Source -> its person, of those in which one person alone speaks."""
        people: dict[str, list[str]] = {}
        for person, source in sorted(self.spoke):
            if person in self.people:
                people.setdefault(source, []).append(person)
        return {source: who[0] for source, who in people.items() if len(who) == 1}


def _both_allow(one: str, other: str) -> str:
    """The most that two bounds allow together."""
    sides = {"both": {PRO, CON}, "for": {PRO}, "against": {CON}, "neither": set(), "silent": set()}
    if SILENT in (one, other):
        return SILENT
    common = sides[one] & sides[other]
    return next((pattern for pattern in PATTERNS if sides[pattern] == common), NEITHER)
