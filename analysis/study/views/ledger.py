"""What does the study claim, on what evidence, how strong, against which exceptions and rivals?"""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.claims.chain import chain_frame, links_frame, study_score
from analysis.claims.ledger import COUNTS, Weighed, claims_frame, facts_of, strength_frame
from analysis.claims.negative import COLUMNS as CASE_COLUMNS
from analysis.claims.negative import judge_cases
from analysis.claims.records import Claim
from analysis.claims.rivals import COLUMNS as TEST_COLUMNS
from analysis.claims.rivals import VERDICT_COLUMNS, tests_frame, verdicts_frame
from analysis.errors import AnalysisError
from analysis.model import FIELD_KINDS, words_in
from analysis.release import NONE, SOME
from analysis.study.decide import STRENGTH
from analysis.study.outward import safe_kinds, through_gate
from analysis.study.strengths import strength_table
from analysis.study.views.linted import Linted
from analysis.study.voices import Classes
from analysis.suppression import BOTH, CON, NEITHER, PRO, SILENT


class Ledger(Linted):
    """The claims of a study."""

    def claims(self, *, language: str = "", profile: str = "") -> pd.DataFrame:
        """What does the study claim (F15)? One row per claim: evidence, chain of six links, strength, shown or blocked.

        Strength is adapted from GRADE-CERQual. In public a count that would give a small class back is none or some.
        """
        frame = claims_frame(self.weighed.values(), language or self._first_language)
        if self.gate(profile).internal:
            return frame
        words = language or self._first_language
        told = pd.Series({key: self._told_of(key, profile) for key in frame.index}, dtype=object)
        for column in (c for c in COUNTS if c not in ("documents", "groups")):  # documents are public, groups no number
            known = told.isin((BOTH, CON if column == "opposers" else PRO))
            shown = [
                None if pd.isna(n) else str(int(n)) if may else words_in(SOME if n else NONE, words)
                for may, n in zip(known, frame[column], strict=True)
            ]
            frame[column] = pd.Series(shown, index=frame.index, dtype=object)
        return frame.assign(groups=frame["groups"].astype(object).mask(told == SILENT, ""))

    def claim(self, claim: str, *, language: str = "", profile: str = "") -> pd.DataFrame:
        """One claim in full: text, scope, counts, each link, each component of strength, the record of exceptions."""
        entry, words = self._weighed_of(claim), language or self._first_language
        shown = self.claims(language=words, profile=profile).loc[claim]
        counts = {key: shown[key] for key in COUNTS}
        strength = self.strength(claim, language=words, profile=profile)
        return facts_of(entry, words, counts=counts, strength=strength, negative=self._negative_summary)

    def strength(self, claim: str = "", *, language: str = "", profile: str = "") -> pd.DataFrame:
        """Why is a claim as strong as that (F15b, adapted from GRADE-CERQual)? Proposed and decided, per component.

        In public, prompts and reasons that would count a small class are left out.
        """
        chosen = [self._weighed_of(claim)] if claim else list(self.weighed.values())
        frame = strength_frame(chosen, language or self._first_language)
        small = [entry.claim.id for entry in chosen if self._told_of(entry.claim.id, profile) != BOTH]
        hidden = {column: frame[column].mask(frame["claim"].isin(small), "") for column in ("prompts", "rationale")}
        return frame.assign(**hidden)

    def to_decide(self, kind: str) -> pd.DataFrame:
        """What waits for a person? A table to be filled in and given to `decide`; kinds as in codebook/README.md."""
        return self.strength_to_decide() if kind == STRENGTH else super().to_decide(kind)

    def strength_to_decide(self) -> pd.DataFrame:
        """Which components of the strength of a claim did nobody decide yet (F15b)?"""
        return strength_table(self.weighed, self._first_language)

    def chain(self, claim: str, *, profile: str = "") -> pd.DataFrame:
        """The way from the research question to the sentence, a row for each piece of evidence and counter-evidence."""
        entry = self._weighed_of(claim)
        sides = {"evidence": entry.evidence.rows, "counter": entry.counter.rows}
        frame = chain_frame(entry.claim, sides, self._protocol)
        return self._outward(frame, profile, rows=pd.concat(list(sides.values()), ignore_index=True))

    def links(self, claim: str = "") -> pd.DataFrame:
        """Which of the six links of the chain hold (F15a), and why not? One row per claim and link."""
        chosen = [self._weighed_of(claim)] if claim else self.weighed.values()
        return links_frame(entry.chain for entry in chosen)

    def chain_score(self) -> float | None:
        """The share of claims whose chain is complete, six of six; None without claims."""
        return study_score(entry.chain for entry in self.weighed.values())

    def claims_of(self, reference: str) -> pd.DataFrame:
        """Which claims does this lead to? The chain backwards.

        Parameters
        ----------
        reference : a coding or relation (`S02/c7`), a provision (`ACT-1:2`), a source, a code, a guide question, a
            research question, a mark (`model/node:A`), or a sentence place

        Returns
        -------
        frame, one row per claim and way: claim, as (evidence, counter, theme, protocol_item, research_question, shown);
        none where no claim stands on it

        Raises
        ------
        AnalysisError
            The study has nothing of this name.
        """
        if not self._is_known(reference):
            step = "Write a reference, a source, a code, a question, or a place as codebook/claims.yaml has it."
            raise AnalysisError(f"claims_of asks for what the study has (got {reference!r}). {step}")
        rows = [(key, way) for key, entry in self.weighed.items() for way in self._ways(entry, reference)]
        return pd.DataFrame(rows, columns=["claim", "as"])

    def triangulation(self, claim: str) -> pd.DataFrame:
        """Which of the four types of triangulation does a claim's evidence show (F07)? One row per type, with links."""
        refs = self._weighed_of(claim).evidence.rows["ref"]
        return self.triangulation_register(list(dict.fromkeys(refs)))

    def negative_cases(self, claim: str = "", *, language: str = "", profile: str = "") -> pd.DataFrame:
        """Where does a claim fail (F16)? One row per case: fit, negative, unexplained, neither; and how it ended."""
        own = [entry for key, entry in self._loaded.negative_cases.items() if claim in ("", key)]
        words = language or self._first_language
        frames = [judge_cases(entry, self.pool, self._universe, words) for entry in own]
        frame = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=list(CASE_COLUMNS))
        gate = self.gate(profile)
        if gate.internal:
            return frame
        return self._cases_outside(frame, self.classes(profile), words)

    def _cases_outside(self, frame: pd.DataFrame, classes: Classes, language: str) -> pd.DataFrame:
        """The cases of large classes by their label, in no order; of a small one, rows would count who fits (F44)."""
        names = classes.labels
        large = frame[[names.get(case, "") not in (*classes.small, "") for case in frame["case"]]]
        shown = large.assign(case=[classes.gate.label(case, language) for case in large["case"]], text="", by="")
        return shown.sort_values(list(CASE_COLUMNS), ignore_index=True)

    def negative_summary(self, *, profile: str = "") -> pd.DataFrame:
        """How far does each claim hold over cases (F16)? Counts, consistency, coverage, cases open, search record.

        In public there are no numbers where they would give those of a small class back.
        """
        frame = self._negative_summary.astype(object)
        small = [key for key in frame.index if not self._cases_may_be_counted(key, profile)]
        numbers = [c for c in frame.columns if c not in ("unit", "record")]
        frame.loc[small, numbers] = None
        return frame if small else self._negative_summary.copy()

    def _cases_may_be_counted(self, claim: str, profile: str) -> bool:
        """Whether numbers of cases that fit, do not, or are unexplained leave each small class a second answer."""
        if self.gate(profile).internal:
            return True
        if self._is_small(self._loaded.claims[claim], profile):
            return False
        classes = self.classes(profile)
        cases = judge_cases(self._loaded.negative_cases[claim], self.pool, self._universe)
        spoke = pd.DataFrame([(s, p) for p, s in classes.spoke] + [(p, p) for p in classes.people], columns=["c", "p"])
        people = cases[["case", "class"]].merge(spoke, left_on="case", right_on="c")
        voices = people[["class"]].assign(person=people["p"], source=people["p"])
        return all(
            classes.told(voices.assign(side=voices["class"].eq(one).map({True: "pro", False: "con"}))) == BOTH
            for one in voices["class"].unique()
        )

    def process_tracing(self, rivals: str = "", *, language: str = "") -> pd.DataFrame:
        """Which tests tell competing explanations apart (F17)? One row per item of evidence and hypothesis."""
        frames = [tests_frame(r, self._loaded.sources, language or self._first_language) for r in self._rivals(rivals)]
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=list(TEST_COLUMNS))

    def verdicts_on_rivals(self, rivals: str = "", *, language: str = "") -> pd.DataFrame:
        """What do the tests leave of each explanation (F17)? Proposed and decided; numbers as ranges."""
        words = language or self._first_language
        frames = [verdicts_frame(r, self._loaded.sources, words) for r in self._rivals(rivals)]
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=list(VERDICT_COLUMNS))

    def _weighed_of(self, claim: str) -> Weighed:
        if claim not in self.weighed:
            have = ", ".join(self.weighed) or "none"
            raise AnalysisError(f"codebook/claims.yaml: the study has no claim {claim!r}. It has {have}.")
        return self.weighed[claim]

    def _rivals(self, name: str) -> list[Any]:
        if name and name not in self._loaded.rivals:
            have = ", ".join(self._loaded.rivals) or "none"
            raise AnalysisError(f"codebook/rivals.yaml: the study has no ledger {name!r}. It has {have}.")
        return [entry for key, entry in self._loaded.rivals.items() if name in ("", key)]

    def _is_known(self, reference: str) -> bool:
        """Whether the study has anything of this name."""
        loaded = self._loaded
        places = (place for claim in loaded.claims.values() for place in claim.figures)
        marks = (f"{name}/{mark}" for name, spec in loaded.figures.items() for mark in spec.marks)
        names = (loaded.sources, self.codebook.codes, loaded.guide, self.config.questions, self.pool.by_ref)
        known = any(reference in group for group in names)
        return known or reference in (*self.pool.frame["source"].unique(), *places, *marks)

    def _ways(self, entry: Weighed, reference: str) -> list[str]:
        """In which ways a claim stands on what the reference names."""
        claim, ways = entry.claim, []
        positions = set(self.pool.by_ref.get(reference, ()))
        for side, rows in (("evidence", entry.evidence.rows), ("counter", entry.counter.rows)):
            if positions & set(rows.index) or (rows["source"] == reference).any():
                ways.append(side)
        if reference in entry.themes:
            ways.append("theme")
        if reference in self._protocol.belongs and (entry.evidence.rows["question"] == reference).any():
            ways.append("protocol_item")
        if reference == claim.research_question:
            ways.append("research_question")
        if reference in claim.figures:
            ways.append("shown")
        return ways

    def _class_size(self, claim: Claim) -> int:
        """How many were heard of those that a claim's queries name; everyone where one names no class."""
        config = self.config
        groups: set[str] = set()
        for entry in claim.evidence:
            if isinstance(entry, str):
                return len(self._heard)
            named = {config.group_of.get(role, "") for role in entry.roles} | set(entry.groups)
            named |= {group for s in config.sets if s.id in entry.sets for group in s.groups}
            if not named and not (entry.kinds and not set(entry.kinds) & set(FIELD_KINDS)):
                return len(self._heard)
            groups |= named
        return sum(config.group_of.get(p.role, "") in groups for p in self._heard.values())

    def _is_small(self, claim: Claim, profile: str) -> bool:
        """Whether what a claim rests on may not be counted in this profile (F44)."""
        gate = self.gate(profile)
        return not gate.internal and self._class_size(claim) < gate.small

    def _told_of(self, claim: str, profile: str) -> str:
        """How much of the numbers of a claim may be told in this profile (`analysis.suppression.PATTERNS`)?"""
        entry = self.weighed[claim]
        sides = [("pro", entry.evidence.rows), ("con", entry.counter.rows)]
        voices = [rows.loc[rows["kind"].isin(FIELD_KINDS), ["person", "source"]].assign(side=s) for s, rows in sides]
        told = self.classes(profile).told(pd.concat(voices, ignore_index=True))
        return NEITHER if told == BOTH and self._is_small(entry.claim, profile) else told

    def _outward(
        self, frame: pd.DataFrame, profile: str, language: str = "", rows: pd.DataFrame | None = None
    ) -> pd.DataFrame:
        """The frame through the gate of the profile."""
        gate = self.gate(profile)
        kinds = safe_kinds(self._loaded.field_sources.values(), gate)
        return through_gate(frame, gate, language or self._first_language, kinds, rows=rows)
