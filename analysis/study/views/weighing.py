"""What do the claims of a study stand on? Everything that weighs them, gathered once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import pandas as pd

from analysis.approach import APPROACHES
from analysis.claims.chain import Protocol
from analysis.claims.gaps import gaps_of
from analysis.claims.ledger import Scales, Weighed, weigh
from analysis.claims.negative import judge_cases, summarise, summary_frame
from analysis.claims.pool import Pool, build_pool
from analysis.claims.records import FILE as CLAIMS
from analysis.claims.texts import Notebook, Text, find_place, read_notebooks, read_reports
from analysis.errors import Problem, sort_problems
from analysis.study.views.followed import Followed
from analysis.triangulation import DISSONANCE
from analysis.triangulation.judged import Decision


class Weighing(Followed):
    """The pool of evidence, and each claim weighed."""

    @cached_property
    def pool(self) -> Pool:
        """Everything that a claim may rest on, as one frame with its ways in."""
        return build_pool(
            self.codings(),
            self.relations(),
            self.document_codings,
            codebook=self.codebook,
            sets=self.config.sets,
            attributes=list(self.config.attributes),
        )

    @cached_property
    def weighed(self) -> Mapping[str, Weighed]:
        """Claim -> what it stands on, weighed."""
        scales = self._scales
        return {key: weigh(claim, scales) for key, claim in self._loaded.claims.items()}

    def all_problems(self) -> list[Problem]:
        """Everything that is wrong, claims that name what is not in force among it (a warning; the lint tells more)."""
        found = super().all_problems()
        rule, step = "a claim names what is in force", "Mend it or take it out; see study.codings()."
        for key, entry in self.weighed.items() if not self.errors else ():
            for ref in (*entry.evidence.lost, *entry.counter.lost):
                found.append(Problem(CLAIMS, entry.claim.line, f"{key}: {rule}", ref, step, "warning"))
        return sort_problems(found)

    @cached_property
    def _scales(self) -> Scales:
        return Scales(
            pool=self.pool,
            protocol=self._protocol,
            gaps=self._gaps,
            limits=self.config.thresholds,
            case=self.config.case,
            coherent=self.config.approach in APPROACHES,
            dissonant=self._dissonant if self._loaded.claims else {},
            negative=self._negative_summary,
            places=self._places,
        )

    @cached_property
    def _protocol(self) -> Protocol:
        reaches: dict[str, set[str]] = {}
        for question in self._loaded.guide.values():
            codes = [self.codebook.resolve(code) for code in question.codes]
            below = {b for code in codes if code in self.codebook for b in self.codebook.within(code)}
            reaches.setdefault(question.research_question, set()).update(below)
        return Protocol(
            questions=list(self.config.questions),
            belongs={q.id: q.research_question for q in self._loaded.guide.values()},
            reaches={key: frozenset(codes) for key, codes in reaches.items()},
            sources=self._loaded.sources,
        )

    @cached_property
    def _gaps(self) -> pd.DataFrame:
        coders: dict[str, int] = {}
        for (coder, source), state in self._loaded.states.items():
            entry = self._loaded.coders.get(coder)
            if (state.codings or state.done) and not (entry and entry.role == "adjudicator"):
                coders[source] = coders.get(source, 0) + 1
        known = self._loaded.participants
        silent = [
            s.id
            for s in self._loaded.field_sources.values()
            if any(p in known and p not in self._heard for p in s.participants)
        ]
        return gaps_of(self._loaded.field_sources.values(), coders=coders, silent=silent)

    @cached_property
    def _dissonant(self) -> dict[str, int]:
        """Theme -> pairs of sets that differ or contradict and of which nobody has said how that ends (F08, F09)."""
        pairs = self.convergence(tiers=("core", "extended"))
        apart = pairs[(pairs["outcome"] == DISSONANCE) | pairs["contradiction"]]
        settled = {(d.theme, frozenset(d.sets)) for d in self._judged if d.ended}
        left = [
            theme
            for theme, one, other in apart[["theme", "set_1", "set_2"]].itertuples(index=False)
            if (theme, frozenset((one, other))) not in settled
        ]
        return {theme: left.count(theme) for theme in dict.fromkeys(left)}

    @property
    def _judged(self) -> tuple[Decision, ...]:
        """What stands in the convergence matrix (codebook/convergence.yaml): not what a reader decided alone."""
        return tuple(entry for entry in self.judgements.convergence if not entry.alone)

    @cached_property
    def _universe(self) -> pd.DataFrame:
        """Who and what was heard in coded sources: one row per person or source, and kind."""
        coded = {source for (_, source), state in self._loaded.states.items() if state.codings or state.done}
        rows = []
        for source in self._loaded.field_sources.values():
            if source.id not in coded:
                continue
            people = [self._heard[p] for p in source.participants if p in self._heard]
            first = people[0].role if people else ""
            rows.append(("source", source.id, first, self.config.group_of.get(first, ""), source.kind))
            rows += [("person", p.id, p.role, self.config.group_of.get(p.role, ""), source.kind) for p in people]
        return pd.DataFrame(rows, columns=["unit", "case", "role", "group", "kind"]).drop_duplicates()

    @cached_property
    def _negative_summary(self) -> pd.DataFrame:
        entries = self._loaded.negative_cases.values()
        return summary_frame(summarise(e, judge_cases(e, self.pool, self._universe)) for e in entries)

    @cached_property
    def notebooks(self) -> list[Notebook]:
        """The study's notebooks: Markdown cells and code."""
        return read_notebooks(self.root)

    @cached_property
    def _prose(self) -> list[Text]:
        """Where the study is told in sentences, outside the ledger."""
        return [*(cell for notebook in self.notebooks for cell in notebook.cells), *read_reports(self.root)]

    @cached_property
    def _places(self) -> dict[str, bool]:
        """Place of a claim -> is that mark or sentence there?"""
        marks = {f"{name}/{mark}" for name, spec in self._loaded.figures.items() for mark in spec.marks}
        places = {place for claim in self._loaded.claims.values() for place in claim.figures}
        return {p: find_place(p, self._prose) is not None if "#" in p else p in marks for p in sorted(places)}
