"""Where do questions lead, do methods disagree, does theory hold, who verified, and what waits for a person?"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.errors import Problem, TriangulationError, sort_problems
from analysis.model import words_in
from analysis.retrieval import in_kinds
from analysis.structure import check_namings
from analysis.study.decide import STRENGTH
from analysis.study.judging import TARGETS, interviewed, read_targets
from analysis.study.views.compared import Compared
from analysis.triangulation.cases import case_by_method, case_rows
from analysis.triangulation.checks import check_judgements
from analysis.triangulation.judged import KINDS, Case, Judgements
from analysis.triangulation.propositions import cells_frame, propositions_frame, unforeseen_codes
from analysis.triangulation.threads import steps_frame, threads_frame
from analysis.triangulation.undecided import (
    cells_table,
    convergence_table,
    convergence_table_alone,
    empty_table,
    findings_table,
    silences_table,
    steps_table,
    verdicts_table,
)
from analysis.triangulation.verification import (
    VerifiedShare,
    disputes,
    verdicts_frame,
    verified_frame,
    verified_share,
)


class Followed(Compared):
    """Threads, cases, propositions, verification, and the tables to be filled in."""

    def threads(self, *, frame: str = "") -> pd.DataFrame:
        """How far was each thread followed (F11)? One row per thread: sets, visited, share, done, missing."""
        return threads_frame(self.judgements.threads, self.thread_steps(frame=frame), self._first_language)

    def thread_steps(self, *, frame: str = "") -> pd.DataFrame:
        """What did following each thread into each set give (F11)? One row per thread and set."""
        return self._steps(self.judgements, frame)

    def _steps(self, judgements: Judgements, frame: str = "") -> pd.DataFrame:
        themes = list(dict.fromkeys(thread.theme for thread in judgements.threads))
        profiles = self._profiles_of(themes, frame)
        return steps_frame(judgements.threads, judgements.steps, profiles, self._first_language)

    def cases_by_method(self, theme: str, *, by: str = "", frame: str = "") -> pd.DataFrame:
        """Where do two ways of looking at one case take opposite sides on a theme (F12)? One row per case.

        Parameters
        ----------
        by : a column of the participants whose values make the cases; else the declared cases, else each person
        """
        said, written = self._on(theme, self.document_codings_in(frame))
        people = self.participants.loc[self.participants.index.isin(list(self._heard))]
        cases: Sequence[Case] = self.judgements.cases
        if by:
            cases = [Case(str(v), persons=tuple(map(str, who.index))) for v, who in people.groupby(by) if v]
        return case_by_method(case_rows(said, written[written["in_frame"]], cases, persons=map(str, people.index)))

    def propositions(self, *, frame: str = "") -> pd.DataFrame:
        """Does the case bear out theory (F13)? One row per proposition, a column per set; then what none foresaw."""
        cells = self.proposition_cells(frame=frame)
        found = self.judgements
        return propositions_frame(found.propositions, found.findings, cells, self.config.sets, self._first_language)

    def proposition_cells(self, *, frame: str = "") -> pd.DataFrame:
        """What does each set make of each proposition, by rule and as decided (F13)? One row per both."""
        return self._cells(self.judgements, frame)

    def _cells(self, found: Judgements, frame: str = "") -> pd.DataFrame:
        codes = list(dict.fromkeys(code for entry in found.propositions for code in entry.predicts))
        profiles = self._profiles_of(codes, frame)
        return cells_frame(found.propositions, found.cells, self.config.sets, profiles, self._first_language)

    def unforeseen(self) -> pd.DataFrame:
        """Which codes do several persons raise that no proposition predicts and no finding names yet (F13)?"""
        found, least = self.judgements, int(self.config.thresholds["keep_supporters"])
        return unforeseen_codes(self._said, found.propositions, found.findings, persons=least)

    def verification(self) -> pd.DataFrame:
        """What did each who was asked say of each claim or statement (F14)? One row per verdict."""
        return verdicts_frame(self.judgements.verdicts, self._first_language)

    def verified(self, kind: str = "") -> pd.DataFrame:
        """Which claims and statements were judged, how, and by whom (F14)? One row each, with its kind.

        `kind` is `statements` (what others said before) or `claims` (what the study says); both where none is named.
        """
        if kind not in ("", *TARGETS.values()):
            raise TriangulationError(f"what is verified is {' or '.join(TARGETS.values())} (got {kind!r}). Name one.")
        judged, targets = self.verification(), read_targets(self.root)
        if targets or kind:
            kinds = {name: target.kind for name, target in targets.items() if kind in ("", target.kind)}
        else:
            kinds = dict.fromkeys(sorted(set(judged["about"])), "")
        return verified_frame(judged, list(kinds)).assign(kind=list(kinds.values()))

    def verified_share(self, kind: str = "") -> VerifiedShare:
        """What part has a verdict other than `cannot_judge` (F14)? Of the statements, the claims, or both."""
        return verified_share(self.verified(kind))

    def disputes(self) -> pd.DataFrame:
        """Which claims and statements were disputed, and what became of it (F14)?"""
        return disputes(self.verification())

    def to_decide(self, kind: str) -> pd.DataFrame:
        """What waits for a person? A table to be filled in and given to `decide`; kinds as in codebook/README.md."""
        if kind not in KINDS:
            have = ", ".join((*KINDS, STRENGTH))
            raise TriangulationError(f"a kind of judgement is one of {have} (got {kind!r}). Name one.")
        waits = {
            "convergence": self.convergence_to_decide,
            "silences": self.silences_to_decide,
            "steps": self.steps_to_decide,
            "cells": self.cells_to_decide,
            "findings": self.findings_to_decide,
            "verdicts": self.verdicts_to_decide,
        }
        return waits[kind]() if kind in waits else empty_table(kind, self.config.languages)

    def convergence_to_decide(self, *, alone: bool = False) -> pd.DataFrame:
        """Which pairs of sets wait for a decision? Contradictions and dissonances first.

        For a reader who decides `alone` every pair, without what the rule proposes or others decided (F10).
        """
        if alone:
            return convergence_table_alone(self._pairs(("core",)), self.config.languages)
        return convergence_table(self.convergence(), self.judgements.convergence, self.config.languages)

    def silences_to_decide(self) -> pd.DataFrame:
        """Which silences did nobody judge yet, expected or surprising?"""
        return silences_table(self.silences(), self.config.languages)

    def steps_to_decide(self) -> pd.DataFrame:
        """Into which sets was no thread followed yet?"""
        return steps_table(self.thread_steps(), self.threads(), self.config.languages)

    def cells_to_decide(self) -> pd.DataFrame:
        """Which propositions did nobody hold against which data yet?"""
        return cells_table(self.proposition_cells(), self.propositions(), self.config.languages)

    def findings_to_decide(self) -> pd.DataFrame:
        """Which codes that no proposition predicts may be findings?"""
        return findings_table(self.unforeseen(), self.config.languages)

    def verdicts_to_decide(self) -> pd.DataFrame:
        """Which claims and statements did those who were asked speak of, without a verdict yet?"""
        targets = read_targets(self.root)
        return verdicts_table(
            {key: target.codes for key, target in targets.items()},
            {key: words_in(target.text, self._first_language) for key, target in targets.items()},
            in_kinds(self.codings(), ("verification", "focus_group")),
            self.judgements.verdicts,
            interviewed(self._loaded),
            self.config.languages,
        )

    def all_problems(self) -> list[Problem]:
        """Everything that is wrong: in the files by themselves and, where they are sound, what only the frames tell."""
        found = [*self.problems]
        if not self.errors:
            named = check_namings(self._loaded.namings, in_kinds(self.codings()), self.codebook)
            found += [*self.judgement_problems(), *named]
        return sort_problems(found)

    def check(self) -> pd.DataFrame:
        """What is wrong with the study? One row per problem: level, file, row, rule, came, next_step."""
        columns = ["level", "file", "row", "rule", "came", "next_step"]
        return pd.DataFrame([{c: getattr(p, c) for c in columns} for p in self.all_problems()], columns=columns)

    def judgement_problems(self, judgements: Judgements | None = None) -> list[Problem]:
        """What is wrong with the judgements (or with these) that only the frames can tell?

        References that name nothing, decisions without a rationale or an ending: one problem each, by file and row.
        """
        found = judgements or self.judgements
        if found == Judgements():
            return []
        return check_judgements(
            found,
            pairs=self._pairs(("core", "extended", "family")),
            steps=self._steps(found),
            cells=self._cells(found),
            codings=self.codings(),
            relations=self.relations(),
            documents=self.document_codings,
        )
