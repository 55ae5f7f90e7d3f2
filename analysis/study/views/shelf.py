"""What every room of the handle stands on: the records as they were read, the gate, the mark of what is constructed."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from analysis.codebook import Codebook
from analysis.errors import Problem
from analysis.model import Participant, Source
from analysis.release import Gate, constructed_mark
from analysis.study import acts
from analysis.study.config import Config
from analysis.study.loaded import Loaded


class Shelf:
    """What lies in the folder, read once."""

    def __init__(self, loaded: Loaded) -> None:
        self._loaded = loaded

    def __repr__(self) -> str:
        return f"Study({self.config.id!r}, {len(self._loaded.field_sources)} sources, {len(self.codebook.codes)} codes)"

    @property
    def root(self) -> Path:
        """The study's folder."""
        return self._loaded.root

    @property
    def config(self) -> Config:
        """What study.yaml declares."""
        return self._loaded.config

    @property
    def codebook(self) -> Codebook:
        """The tree of codes; `.to_frame()`, `.code("ID")`, `.children("ID")`."""
        return self._loaded.codebook

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong, by file and row; errors keep the study from being built."""
        return self._loaded.problems

    @property
    def errors(self) -> list[Problem]:
        """The problems that keep the study from being built."""
        return [p for p in self.problems if p.level == "error"]

    @property
    def loaded(self) -> Loaded:
        """The records behind the frames."""
        return self._loaded

    def source(self, source: str) -> Source:
        """One source with its passages.

        Raises
        ------
        AnalysisError
            The study has no such source.
        """
        return acts.source_of(self._loaded, source)

    @property
    def _first_language(self) -> str:
        return self.config.languages[0] if self.config.languages else "en"

    @cached_property
    def _heard(self) -> dict[str, Participant]:
        """The participants whose words may be analysed: only they count as able to speak."""
        gate = self.gate()
        return {person: p for person, p in self._loaded.participants.items() if gate.may(person, "analyse")}

    @property
    def last_act(self) -> str:
        """The date of the last act in any journal that is in force; empty where nobody coded yet."""
        return max((a.at[:10] for j in self._loaded.journals.values() for a in j.acts), default="")

    def constructed_mark(self, language: str) -> str:
        """The sentence that says on the face of an output that its material is constructed; empty where it is not."""
        coders = self._loaded.coders
        passes = {coders[name].provenance for name, _ in self._loaded.journals if name in coders}
        return constructed_mark(self._loaded.sources.values(), language, passes=passes)

    def gate(self, profile: str = "") -> Gate:
        """The release gate for a profile; the study's own by default."""
        name = profile or self.config.profile
        if name not in self._gates:
            self._gates[name] = self._gate(name)
        return self._gates[name]

    @cached_property
    def _gates(self) -> dict[str, Gate]:
        return {}

    def _gate(self, profile: str) -> Gate:
        limits, sources = self.config.thresholds, self._loaded.field_sources
        return Gate(
            profile=profile,
            participants=self._loaded.participants,
            consents=self._loaded.consents,
            labels=self.config.labels,
            k=int(limits["label_class"]),
            small=int(limits["small_cell"]),
            held=tuple((w.source, w.start, w.end) for w in self._loaded.withheld if w.withhold),
            provenances=frozenset(s.provenance for s in sources.values()),
            tongues={key: source.language for key, source in sources.items()},
            spoke=frozenset((person, key) for key, source in sources.items() for person in source.participants),
        )
