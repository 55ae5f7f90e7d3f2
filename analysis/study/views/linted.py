"""What would a critic point at, and which limits do the data tell of?"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import pandas as pd

from analysis.claims.chain import BLOCKED
from analysis.claims.grounds import Grounds, Register, findings_frame
from analysis.claims.lint import RULES, run
from analysis.claims.lint_text import titles_of
from analysis.claims.rivals import verdicts_frame
from analysis.claims.shortcomings import by_role, limits_frame
from analysis.claims.texts import NOTE, TITLE, Text, texts_of_claims, texts_of_figure
from analysis.claims.words import read_words
from analysis.errors import AnalysisError
from analysis.retrieval import in_kinds
from analysis.study.config import FILE
from analysis.study.views.weighing import Weighing
from analysis.triangulation.judged import CANNOT_JUDGE
from analysis.triangulation.propositions import untested


class Linted(Weighing):
    """Published criticisms as checks (section 13 of the standards), and limits (F35)."""

    def lint(self, *rules: str) -> pd.DataFrame:
        """What would a critic point at (L01 to L18, L21, L22)? One row per finding; all checks, or those named.

        Columns: id, level, file, row, place, what, next_step.
        """
        strange = [rule for rule in rules if rule not in RULES]
        if strange:
            raise AnalysisError(f"a check is one of {', '.join(RULES)} (got {', '.join(strange)}). Name one of them.")
        return findings_frame(run(self._grounds, rules))

    def limits(self, *, language: str = "", profile: str = "") -> pd.DataFrame:
        """Which limits do the data tell of (F35)? One row per sentence: proposed, decided, told, and why."""
        words = language or self._first_language
        names = self.gate(profile).internal
        return limits_frame(self._limit_facts(words), self._loaded.limits, words, names=names)

    def _limit_facts(self, language: str) -> dict[str, list[str]]:
        """Sentence of F35 -> what it is about."""
        heard = {(p, s.id) for s in self._loaded.field_sources.values() for p in s.participants if p in self._heard}
        spoken = pd.DataFrame(sorted(heard), columns=["person", "source"])
        spoken["role"] = [self.config.role_name(self._heard[p].role, language) for p in spoken["person"]]
        counts = spoken.groupby("role").nunique()
        persons, texts = ({str(k): int(n) for k, n in counts[c].items()} for c in ("person", "source"))
        profiles = self.profiles()
        silent = profiles[profiles["silence"] == "not_asked"]
        contested = [
            f"{name}/{mark}"
            for name, marks in self._drawn_marks().items()
            for mark in marks.loc[marks["status"] == "contested", "mark"]
            if mark.startswith("edge:")
        ]
        return by_role(persons, texts) | {
            "not_asked": list(silent["theme"] + " " + silent["set"]),
            "one_coder": [source for source, alone in self._gaps["one coder"].items() if alone],
            "untested_propositions": untested(self.propositions()) if self.judgements.propositions else [],
            "adrift": list(self.adrift["id"]),
            "translated_only": [s.id for s in self._loaded.field_sources.values() if s.meta.get("translated_from")],
            "contested_edges": contested,
            "no_consent": sorted(set(self._loaded.participants) - set(self._heard)),
            "blocked_claims": [key for key, entry in self.weighed.items() if entry.chain.rendering == BLOCKED],
            "open_negative_cases": [
                key for key, waiting in self._negative_summary["open"].items() for _ in range(int(waiting))
            ],
        }

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
        verdicts = [verdicts_frame(r, loaded.sources) for r in loaded.rivals.values()]
        return Grounds(
            weighed=self.weighed,
            negative=self._negative_summary,
            searches=loaded.negative_cases,
            rivals=loaded.rivals,
            verdicts={
                (v, h): p
                for frame in verdicts
                for v, h, p in frame[["rivals", "hypothesis", "proposed"]].itertuples(index=False)
            },
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
            verified=bool(self.judgements.verdicts),
            unjudged={
                ref: f"{verdict.who} could not judge {verdict.about}"
                for verdict in self.judgements.verdicts
                if verdict.verdict == CANNOT_JUDGE
                for ref in verdict.segments
            },
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

    def _drifted(self) -> set[str]:
        """References of codings that were made under an older definition than the one now in force (F03)."""
        old = in_kinds(self.drift())
        return set(old["source"] + "/" + old["id"]) if len(old) else set()
