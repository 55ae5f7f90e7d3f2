"""Do the kinds of source say the same? Convergence, what people decided about it, and who says what on a theme."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

import pandas as pd

from analysis.errors import TriangulationError
from analysis.references import resolve_references
from analysis.retrieval import in_kinds
from analysis.sources.register import Frame, register_frame
from analysis.study.views.displays import Displays
from analysis.suppression import differing
from analysis.triangulation import Profile, SourceSet, assess, build_profiles, convergence, profiles_frame
from analysis.triangulation import unique_examples as unique
from analysis.triangulation.decisions import (
    ReaderComparison,
    compare_readers,
    open_dissonances,
    reader_cells,
    reader_differences,
    silences,
    with_decisions,
)
from analysis.triangulation.judged import Judgements
from analysis.triangulation.layers import LAYER_COLUMNS, count_marks, layers_frame, who_says
from analysis.triangulation.profiles import speakers
from analysis.triangulation.register import REGISTER_COLUMNS, Witnesses, count_witnesses, register


class Compared(Displays):
    """Triangulation. `frame` is one of the study's legal frames; its own where none is named."""

    @property
    def judgements(self) -> Judgements:
        """What people judged: the records of the files in codebook/."""
        return self._loaded.judgements

    def provisions_in(self, frame: str = "") -> pd.DataFrame:
        """One row per provision of the register, with `in_frame`: does it hold in this legal frame?"""
        return register_frame(self._loaded.provisions, self._legal(frame))

    def document_codings_in(self, frame: str = "") -> pd.DataFrame:
        """What do documents say under each code, in this legal frame? See `document_codings`."""
        legal = self._legal(frame)
        return self.document_codings if legal == self.config.frame else self._document_codings(legal)

    def resolve(self, references: Iterable[str], *, frame: str = "") -> pd.DataFrame:
        """Which words do these references name? One row each; see `analysis.references`."""
        return resolve_references(references, self.codings(), self.relations(), self.document_codings_in(frame))

    def profiles(self, *, tiers: Sequence[str] = ("core",), frame: str = "") -> pd.DataFrame:
        """What does each set of sources say on each theme: who can, who does, stance, examples, kind of silence?"""
        return profiles_frame(self._profiles(tiers, frame))

    def convergence(self, *, tiers: Sequence[str] = ("core",), frame: str = "", language: str = "") -> pd.DataFrame:
        """Where do the sets agree, differ, contradict or keep silent (F08)? One row per theme and pair of sets.

        `outcome` is what a person decided, else what the rule proposes; `basis` says which.
        """
        pairs = self._pairs(tiers, frame)
        return with_decisions(pairs, self.judgements.convergence, language or self._first_language)

    def assessment(self, *, tiers: Sequence[str] = ("core",), frame: str = "") -> pd.DataFrame:
        """How far do the sets converge on each theme, and on how many pairs does that rest (F09)?"""
        return assess(self.convergence(tiers=tiers, frame=frame))

    def unique_examples(self, *, tiers: Sequence[str] = ("core",), frame: str = "") -> pd.DataFrame:
        """Completeness (F09): which particulars does one set bring and no other? One row per theme and set."""
        rows = [
            (theme, name, len(examples), ", ".join(examples))
            for theme, sets in self._profiles(tiers, frame).items()
            for name, examples in unique(sets).items()
        ]
        return pd.DataFrame(rows, columns=["theme", "set", "count", "examples"])

    def open_dissonances(self, *, tiers: Sequence[str] = ("core",), frame: str = "") -> pd.DataFrame:
        """Which dissonances and contradictions does nobody explain, scope or leave open in words yet (F09)?"""
        return open_dissonances(self.convergence(tiers=tiers, frame=frame))

    def silences(self, *, tiers: Sequence[str] = ("core",), frame: str = "") -> pd.DataFrame:
        """Which sets are silent on which theme, why, and was that expected? One row per theme and silent set."""
        return silences(self._profiles(tiers, frame), self.judgements.silences, self._first_language)

    def reader_comparison(self, *, force: bool = False, rationale: str = "") -> ReaderComparison:
        """Did readers who judged convergence alone judge alike (F10)? Raises ApproachError where it does not fit."""
        self.allows("agreement", force=force, rationale=rationale)
        return compare_readers(self.reader_cells())

    def reader_cells(self, stage: str = "before") -> pd.DataFrame:
        """What did each reader decide, before the talk or after it? One row per theme and pair, a column per reader."""
        return reader_cells(self.judgements.convergence, stage)

    def reader_differences(self) -> pd.DataFrame:
        """Where did readers differ before they talked, and what stands now? One row per cell."""
        return reader_differences(self.judgements.convergence)

    def triangulation_register(self, evidence: Iterable[str], *, readings: Sequence[str] = ()) -> pd.DataFrame:
        """Which of the four types of triangulation does this evidence show (F07)? One row per type, with links."""
        found = self.resolve(evidence)
        coded_by = {source: sorted(coders) for source, coders in self._by_source.items()}
        return register(found, self._loaded.sources, coded_by=coded_by, readings=readings)[list(REGISTER_COLUMNS)]

    def witnesses(self, evidence: Iterable[str]) -> Witnesses:
        """On how many sources and independent witnesses does this evidence rest (F07)?"""
        return count_witnesses(self.resolve(evidence), self._loaded.sources)

    def who_says(self, theme: str, *, frame: str = "") -> pd.DataFrame:
        """Who supports the theme's statement, who contradicts it, who is silent and why, and which articles?

        One row per set and position; `analysis.triangulation.layers.who_says` tells the columns.
        """
        said, written = self._on(theme, self.document_codings_in(frame))
        voices = self._speakers(self.config.sets)
        heard = {
            entry.id: said[
                said["person"].isin(voices.loc[voices["set"] == entry.id, "person"])
                & (said["kind"].isin(entry.kinds) | (not entry.kinds))
            ]
            for entry in self.config.sets
        }
        marks = [mark for mark in self.judgements.silences if mark.theme == theme]
        return who_says(self.config.sets, self._profiles_of([theme], frame)[theme], heard, written, marks)

    def norm_and_practice(self, theme: str = "", *, frame: str = "") -> pd.DataFrame:
        """What does law say on a theme, what do people say it says, what do they say happens, and what do they wish?

        One row per layer and group; `analysis.triangulation.layers.layers_frame` tells the columns. Without a theme,
        one row per theme of the codebook's core, layer and group.
        """
        groups = [SourceSet(group, (group,)) for group in self._group_ids]
        voices = self._speakers(groups)
        able = {entry.id: int(voices.loc[voices["set"] == entry.id, "person"].nunique()) for entry in groups}
        written = self.document_codings_in(frame)
        frames = []
        for name in [theme] if theme else self.themes():
            found = layers_frame(*self._on(name, written), able)
            found.insert(0, "theme", name)
            frames.append(found)
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=["theme", *LAYER_COLUMNS])

    def confidence(self, *, tiers: Sequence[str] = ("core",), frame: str = "") -> pd.DataFrame:
        """How surely are the provisions known on which each theme rests? One row per theme: provisions, confidence."""
        written = self.document_codings_in(frame)
        rows = []
        for theme in self.themes(tiers=tiers):
            held = self._on(theme, written)[1]
            held = held[held["in_frame"] & (held["confidence"] != "")]
            rows.append((theme, held["ref"].nunique(), count_marks(held)))
        return pd.DataFrame(rows, columns=["theme", "provisions", "confidence"]).set_index("theme")

    def counted_classes(self, profile: str = "") -> dict[str, frozenset[str]]:
        """The classes of persons of which a public profile would tell numbers: large labels, then large sets."""
        classes = self.classes(profile)
        by_label: dict[str, set[str]] = {}
        for person, label in classes.labels.items():
            by_label.setdefault(f"label {label}", set()).add(person)
        sets = {f"set {entry.id}": self._in_set(entry) for entry in self.config.sets if entry.groups}
        return {name: frozenset(who) for name, who in (by_label | sets).items() if len(who) >= classes.gate.small}

    def open_sets(self, profile: str = "") -> list[str]:
        """The sets that may be shown: in public documents, and people enough who do not single a few out (F44)."""
        gate, found = self.gate(profile), self.counted_classes(profile)
        left: set[str] = set()
        for one, other in sorted(differing(found, gate.small)) if not gate.internal else ():
            if one not in left and other not in left:
                left.add(other if other.startswith("set ") else one)
        return [
            entry.id
            for entry in self.config.sets
            if gate.internal or not entry.groups or f"set {entry.id}" in found.keys() - left
        ]

    def set_may_be_counted(self, name: str, theme: str, profile: str = "") -> bool:
        """Whether so many of a set speak of a theme leaves every small class within it a second answer (F44)."""
        classes = self.classes(profile)
        if classes.gate.internal:
            return True
        inside = self._in_set(next(entry for entry in self.config.sets if entry.id == name))
        said = self._said[self._said["code"].isin(self.codebook.within(theme)) & self._said["person"].isin(inside)]
        return classes.within(inside).told_alone(said[["person", "source"]])

    def _in_set(self, entry: SourceSet) -> set[str]:
        """The persons heard in coded sources who belong to a set."""
        people = self.classes().people
        return {person for person, who in people.items() if self.config.group_of.get(who.role, "") in entry.groups}

    @property
    def _group_ids(self) -> list[str]:
        return list(self.config.groups) or list(dict.fromkeys(self.config.group_of.values()))

    def _legal(self, frame: str) -> Frame:
        """A legal frame of the study by name."""
        if not frame:
            return self.config.frame
        if frame not in self.config.frames:
            have = ", ".join(self.config.frames) or "none"
            raise TriangulationError(f"study.yaml: legal_frames has no {frame!r} (got {have}). Name one of them.")
        return self.config.frames[frame]

    def _on(self, theme: str, written: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
        """What people say on a theme and the codes below it, and what these documents do."""
        if theme not in self.codebook:
            raise TriangulationError(f"{theme!r} is no code of the codebook. {self.codebook.did_you_mean(theme)}")
        codes = self.codebook.within(theme)
        return self._said[self._said["code"].isin(codes)], written[written["code"].isin(codes)]

    def _speakers(self, sets: Sequence[SourceSet]) -> pd.DataFrame:
        people = [entry for entry in sets if entry.of_people]
        read = {key: s for key, s in self._loaded.sources.items() if key in self._read}
        return speakers(people, read, self._heard, self.config.group_of)

    @cached_property
    def _said(self) -> pd.DataFrame:
        """The codings in force of what people say."""
        return in_kinds(self.codings())

    @cached_property
    def _read(self) -> set[str]:
        """The sources that somebody coded, or looked through and closed."""
        return {source for (_, source), state in self._loaded.states.items() if state.codings or state.done}

    def _pairs(self, tiers: Sequence[str], frame: str = "") -> pd.DataFrame:
        """The convergence matrix as the rule proposes it."""
        limits = self.config.thresholds
        return convergence(
            self._profiles(tiers, frame), prominence=float(limits["prominence"]), examples=float(limits["examples"])
        )

    def _profiles(self, tiers: Sequence[str], frame: str = "") -> dict[str, dict[str, Profile]]:
        return self._profiles_of(self.themes(tiers=tiers), frame)

    def _profiles_of(self, themes: Sequence[str], frame: str = "") -> dict[str, dict[str, Profile]]:
        return build_profiles(
            themes,
            self.config.sets,
            codings=self._said,
            documents=self.document_codings_in(frame),
            sources=self._loaded.sources,
            participants=self._heard,
            group_of=self.config.group_of,
            guide=self._loaded.guide,
            codebook=self.codebook,
            coded=self._read,
        )
