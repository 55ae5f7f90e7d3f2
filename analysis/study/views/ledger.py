"""What does the study claim, on what evidence, how strong, against which exceptions and rivals?"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import pandas as pd

from analysis.approach import APPROACHES
from analysis.claims.chain import Protocol, chain_frame, links_frame, study_score
from analysis.claims.grounds import Grounds, Register, findings_frame
from analysis.claims.ledger import COUNTS, Scales, Weighed, claims_frame, facts_of, strength_frame, weigh
from analysis.claims.lint import RULES, run
from analysis.claims.lint_text import titles_of
from analysis.claims.negative import COLUMNS as CASE_COLUMNS
from analysis.claims.negative import judge_cases, summarise, summary_frame
from analysis.claims.pool import Pool, build_pool
from analysis.claims.records import Claim
from analysis.claims.rivals import COLUMNS as TEST_COLUMNS
from analysis.claims.rivals import VERDICT_COLUMNS, tests_frame, verdicts_frame
from analysis.claims.strength import gaps_of
from analysis.claims.texts import (
    NOTE,
    TITLE,
    Notebook,
    Text,
    find_place,
    read_notebooks,
    read_reports,
    texts_of_claims,
    texts_of_figure,
)
from analysis.claims.words import read_words
from analysis.errors import AnalysisError
from analysis.model import FIELD_KINDS
from analysis.retrieval import in_kinds
from analysis.study.config import FILE
from analysis.study.views.compared import Compared
from analysis.triangulation import DISSONANCE

WITHHELD = "[withheld]"
"""What stands in place of words that the release profile keeps back."""


class Ledger(Compared):
    """The claims of a study."""

    def claims(self, *, language: str = "", profile: str = "") -> pd.DataFrame:
        """What does the study claim (F15)? One row per claim: evidence, chain of six links, strength, shown or blocked.

        Strength is adapted from GRADE-CERQual. In public a count from a small class is told as none or some.
        """
        frame = claims_frame(self.weighed.values(), language or self._first_language)
        gate = self.gate(profile)
        if gate.internal:
            return frame
        sizes = {key: self._class_size(entry.claim) for key, entry in self.weighed.items()}
        words = language or self._first_language
        for column in (c for c in COUNTS if c != "documents"):  # documents are public
            counts = [None if pd.isna(n) else int(n) for n in frame[column]]
            shown = [gate.count(n, sizes[key], words) for key, n in zip(frame.index, counts, strict=True)]
            frame[column] = pd.Series(shown, index=frame.index, dtype=object)
        return frame

    def claim(self, claim: str, *, language: str = "") -> pd.DataFrame:
        """One claim in full: text, scope, counts, each link, each component of strength, the record of exceptions."""
        entry = self._weighed_of(claim)
        return facts_of(entry, language or self._first_language, negative=self._negative_summary)

    def strength(self, claim: str = "", *, language: str = "") -> pd.DataFrame:
        """Why is a claim as strong as that (F15b, adapted from GRADE-CERQual)? Proposed and decided, per component."""
        chosen = [self._weighed_of(claim)] if claim else list(self.weighed.values())
        return strength_frame(chosen, language or self._first_language)

    def chain(self, claim: str, *, profile: str = "") -> pd.DataFrame:
        """The way from the research question to the sentence, a row for each piece of evidence and counter-evidence."""
        entry = self._weighed_of(claim)
        sides = {"evidence": entry.evidence.rows, "counter": entry.counter.rows}
        return self._through_gate(chain_frame(entry.claim, sides, self._protocol), sides, profile)

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
        frame, one row per claim and way: claim, as (evidence, counter, theme, protocol_item, research_question, shown)
        """
        rows = [(key, way) for key, entry in self.weighed.items() for way in self._ways(entry, reference)]
        return pd.DataFrame(rows, columns=["claim", "as"])

    def negative_cases(self, claim: str = "", *, language: str = "", profile: str = "") -> pd.DataFrame:
        """Where does a claim fail (F16)? One row per case: fit, negative, unexplained, neither; and how it ended."""
        own = [entry for key, entry in self._loaded.negative_cases.items() if claim in ("", key)]
        words = language or self._first_language
        frames = [judge_cases(entry, self.pool, self._universe, words) for entry in own]
        frame = pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=list(CASE_COLUMNS))
        gate = self.gate(profile)
        if not gate.internal:
            people = frame["case"].isin(list(self._loaded.participants))
            frame["case"] = [gate.label(c, words) if p else "" for c, p in zip(frame["case"], people, strict=True)]
            frame = frame.sort_values(list(CASE_COLUMNS), ignore_index=True)
        return frame

    def negative_summary(self) -> pd.DataFrame:
        """How far does each claim hold over cases (F16)? Counts, consistency, coverage, cases open, search record."""
        return self._negative_summary.copy()

    def process_tracing(self, rivals: str = "", *, language: str = "") -> pd.DataFrame:
        """Which tests tell competing explanations apart (F17)? One row per item of evidence and hypothesis."""
        frames = [tests_frame(r, self._loaded.sources, language or self._first_language) for r in self._rivals(rivals)]
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=list(TEST_COLUMNS))

    def verdicts_on_rivals(self, rivals: str = "", *, language: str = "") -> pd.DataFrame:
        """What do the tests leave of each explanation (F17)? Proposed and decided; numbers as ranges."""
        words = language or self._first_language
        frames = [verdicts_frame(r, self._loaded.sources, words) for r in self._rivals(rivals)]
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=list(VERDICT_COLUMNS))

    def lint(self, *rules: str) -> pd.DataFrame:
        """What would a critic point at (L01 to L18, L21, L22)? One row per finding; all checks, or those named.

        Columns: id, level, file, row, place, what, next_step.
        """
        strange = [rule for rule in rules if rule not in RULES]
        if strange:
            raise AnalysisError(f"a check is one of {', '.join(RULES)} (got {', '.join(strange)}). Name one of them.")
        return findings_frame(run(self._grounds, rules))

    # --- what they stand on -----------------------------------------------------------------------------------------

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
    def _judged(self) -> tuple[Any, ...]:
        """What people decided in the convergence matrix (codebook/convergence.yaml), where the study keeps it."""
        return tuple(getattr(getattr(self._loaded, "judgements", None), "convergence", ()))

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

    @cached_property
    def _grounds(self) -> Grounds:
        loaded, config = self._loaded, self.config
        words, _ = read_words(self.root, config.languages)
        heard = [self._heard[p] for s in loaded.field_sources.values() for p in s.participants if p in self._heard]
        roles = pd.Series({p.id: p.role for p in heard}, dtype=object)
        kinds = pd.Series([s.kind for s in loaded.field_sources.values()], dtype=object)
        years = {s.date[:4] for s in loaded.field_sources.values()} | {
            str(s.meta.get("date_to") or "")[:4] for s in loaded.field_sources.values()
        }
        texts = self._texts
        verdicts = self.verdicts_on_rivals()
        return Grounds(
            weighed=self.weighed,
            negative=self._negative_summary,
            searches=loaded.negative_cases,
            rivals=loaded.rivals,
            verdicts={(v, h): p for v, h, p in verdicts[["rivals", "hypothesis", "proposed"]].itertuples(index=False)},
            texts=texts,
            notebooks=self.notebooks,
            titles=titles_of(texts),
            words=words,
            register=Register(
                roles={role.id: role.name for role in config.roles},
                persons={str(key): int(n) for key, n in roles.value_counts().items()},
                kinds={str(key): int(n) for key, n in kinds.value_counts().items()},
                years=frozenset(int(year) for year in years if year.isdecimal()),
            ),
            sources=loaded.sources,
            codebook=self.codebook,
            marks=self._drawn_marks(),
            drifted=self._drifted(),
            converged={d.theme for d in self._judged},
            verified=bool(getattr(getattr(loaded, "judgements", None), "verdicts", ())),
            approach=config.approach,
            overrides=config.overrides,
            case=config.case,
            limits=config.thresholds,
        )

    @property
    def _texts(self) -> list[Text]:
        """Every text in which the study says something: ledger, title, figures, notebooks, reports."""
        told: list[Text] = [*texts_of_claims(self._loaded.claims.values())]
        for what, words in ((TITLE, self.config.title), (NOTE, self.config.about)):
            told += [Text(FILE, 1, what, what, text, language) for language, text in words.items()]
        for name, spec in self._loaded.figures.items():
            told += texts_of_figure(name, spec.title, spec.note)
        return [*told, *self._prose]

    def _drawn_marks(self) -> Mapping[str, pd.DataFrame]:
        """Figure -> its marks as they are drawn; the view of figures knows."""
        return {}

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

    def _through_gate(self, frame: pd.DataFrame, sides: Mapping[str, pd.DataFrame], profile: str) -> pd.DataFrame:
        """The chain as the profile lets it through: words only with consent, and no way back to one person."""
        gate = self.gate(profile)
        rows = pd.concat(list(sides.values()))
        said = rows["kind"].isin(FIELD_KINDS).to_numpy()
        held = said & ~rows["label"].map(lambda p: p not in self._loaded.participants or gate.may_quote(p)).to_numpy()
        shown = frame.assign(quote=frame["quote"].mask(held, WITHHELD))
        if not gate.internal:
            shown.loc[said, ["source", "date", "place", "ref", "protocol_item"]] = ""
            shown.loc[said, ["start", "end"]] = -1
        return shown

    def _drifted(self) -> set[str]:
        """References of codings that were made under an older definition than the one now in force (F03)."""
        old = in_kinds(self.drift())
        return set(old["source"] + "/" + old["id"]) if len(old) else set()
