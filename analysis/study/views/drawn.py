"""What does a figure show, and what stands behind each mark of it?"""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

import pandas as pd
from matplotlib.figure import Figure

from analysis.claims.pool import with_attributes
from analysis.claims.strength import Strength, strength_of_evidence
from analysis.errors import FigureError, Problem, sort_problems
from analysis.figures.behind import find_evidence
from analysis.figures.evidence import compute_marks
from analysis.figures.material import STATUSES, label_of, marks_of
from analysis.figures.page import Picture
from analysis.figures.rules import unstyled
from analysis.model import FIELD_KINDS, words_in
from analysis.study.charts.registry import chart_of
from analysis.study.draw import Drawing, draw
from analysis.study.finding import check_finding, finding_of
from analysis.study.selection import select_evidence
from analysis.study.views.behind import Behind


class Drawn(Behind):
    """Figures and their evidence."""

    @property
    def figures(self) -> pd.DataFrame:
        """One row per figure: number, kind, research question, title, nodes, edges."""
        language = self.config.languages[0]
        rows = [
            {
                "figure": f.name,
                "number": f.number,
                "kind": f.kind,
                "research_question": f.research_question,
                "title": words_in(f.title, language),
                "nodes": len(f.nodes),
                "edges": len(f.edges),
            }
            for f in self._loaded.figures.values()
        ]
        columns = ["figure", "number", "kind", "research_question", "title", "nodes", "edges"]
        return pd.DataFrame(rows, columns=columns).set_index("figure")

    def figure(self, name: str, *, language: str = "", profile: str = "", width: str = "page") -> Figure:
        """The figure, drawn from the data as they stand; a notebook shows it with caption and alternative text.

        A diagram is drawn for a `page` (180 mm) or a `column` (88 mm). `<diagram>-stability` is its stability figure.
        """
        drawing = self.drawing(name, language=language, profile=profile, width=width)
        picture = drawing.figure
        return picture.tell(name, drawing.caption, drawing.alternative) if isinstance(picture, Picture) else picture

    def drawing(self, name: str, *, language: str = "", profile: str = "", width: str = "page") -> Drawing:
        """The figure with its table, caption and alternative text."""
        spec, language = self.spec(name), self._told_in(language)
        if spec.kind == "chart":
            reason = self.refused(name, profile)
            if reason:
                raise FigureError(f"figures/{spec.name}.yaml: it is not drawn: {reason}.")
            return chart_of(spec).draw(self, spec, language, profile)
        return draw(
            spec,
            material=self.material,
            marks=lambda: self.marks(name, language=language),
            config=self.config,
            matrix=self.matrix,
            class_sizes=self.class_sizes,
            classes=lambda: self.classes(profile),
            voices=lambda: self.voices(name),
            gate=self.gate(profile),
            sources=self._loaded.sources,
            last_act=self.last_act,
            mark=self.constructed_mark(language),
            language=language,
            width=width,
            finding=self.finding(name, language=language, profile=profile),
        )

    def finding(self, name: str, *, language: str = "", profile: str = "") -> str:
        """The sentence under a diagram's title: that of the claim which its file names, with the claim's strength.

        In public only a sentence of the figure's own, without a number (`analysis.study.finding`).
        """
        spec = self.spec(name)
        if not spec.finding.claim:
            return ""
        internal = self.gate(profile).internal
        return finding_of(spec, self.weighed, language or self._first_language, internal=internal)

    def all_problems(self) -> list[Problem]:
        """Everything that is wrong, sentences under the titles of figures among it."""
        found = super().all_problems()
        return found if self.errors else sort_problems([*found, *self.finding_problems()])

    def finding_problems(self) -> list[Problem]:
        """What is wrong with sentences under titles: no such claim, blocked, unfinished, weak, of another figure."""
        return [problem for spec in self._loaded.figures.values() for problem in check_finding(spec, self.weighed)]

    def refused(self, name: str, profile: str = "") -> str:
        """Why a chart may not leave in a profile, or cannot be drawn yet; nothing where it may.

        Found out once, because some can tell only by trying.
        """
        spec, key = self.spec(name), (name, self.gate(profile).profile)
        if key not in self._refusals:
            self._refusals[key] = chart_of(spec).refused(self, spec, profile)
        return self._refusals[key]

    @cached_property
    def _refusals(self) -> dict[tuple[str, str], str]:
        return {}

    def marks(self, name: str, *, language: str = "") -> pd.DataFrame:
        """How is each mark of a figure drawn, what speaks for and against it, how stable and strong is that?

        One row per mark (`analysis.figures.evidence.compute_marks`), and `strength`: what the rule of F15b proposes
        for what people say, adapted from GRADE-CERQual; empty where nobody speaks for the mark.
        """
        spec, language = self.spec(name), language or self.config.languages[0]
        if spec.kind == "chart":
            step = f"Ask for its table, which has a column mark: study.drawing({name!r}).table."
            raise FigureError(f"{name}: marks are told of diagrams and tables of codes (got a chart). {step}")
        if name not in self._marks:
            found = compute_marks(spec, self.material, language)
            spoken = found["mark"].where(found["persons"] > 0, "")
            levels = [self.mark_strength(name, mark).level if mark else "" for mark in spoken]
            self._marks[name] = found.assign(strength=levels)
        labels = [label_of(mark, self.material.types, language) for mark in marks_of(spec)]
        return self._marks[name].assign(label=labels)

    def unstyled(self) -> list[str]:
        """Which marks look as if somebody, or a law, said them, with nothing behind them (F32)? There must be none."""
        return [
            f"{name} {mark}"
            for name, spec in self._loaded.figures.items()
            if spec.nodes
            for mark in unstyled(self.marks(name))
        ]

    @cached_property
    def _marks(self) -> dict[str, pd.DataFrame]:
        return {}

    def basis(self) -> pd.DataFrame:
        """On what do the marks rest? One row per diagram, one column per status, in the order of how they are drawn."""
        counts = {
            name: self.marks(name)["status"].value_counts() for name, f in self._loaded.figures.items() if f.nodes
        }
        frame = pd.DataFrame(counts, index=list(STATUSES)).T.fillna(0).astype(int)
        frame.index.name = "figure"
        return frame

    def evidence(self, name: str, mark: str, *, profile: str = "") -> pd.DataFrame:
        """Which segments and document passages stand behind a mark, e.g. `study.evidence("model", "node:A")`?

        Words that the release profile withholds are left out, and say so; see `gated`.
        """
        spec = self.spec(name)
        if spec.chart == "stability":
            spec = self.spec(str(spec.layout.get("of") or ""))
        if spec.kind == "diagram":
            return self.gated(find_evidence(spec, mark, self.material), profile)
        found = select_evidence(
            mark,
            self.material.codings,
            self.material.documents,
            codebook=self.codebook,
            sets=self.config.sets,
            known=self._named_in_marks,
            unit=str(spec.layout.get("unit") or "segment"),
        )
        return self.gated(found, profile)

    @cached_property
    def _named_in_marks(self) -> dict[str, Collection[str]]:
        """Part of a chart's mark -> what the study has of it."""
        codings = self.material.codings
        return {
            "role": self.config.role_ids,
            "group": list(self.config.groups),
            "person": list(self._loaded.participants),
            "source": list(self._loaded.sources),
            "kind": FIELD_KINDS,
            "facet": sorted(set(codings["facet"].dropna()) - {""}),
        }

    def _drawn_marks(self) -> dict[str, pd.DataFrame]:
        return {name: self.marks(name) for name, spec in self._loaded.figures.items() if spec.nodes}

    def mark_strength(self, name: str, mark: str) -> Strength:
        """How strong is the evidence behind a mark (F15b, adapted from GRADE-CERQual)? Proposed, with its prompts."""
        found = find_evidence(self.spec(name), mark, self.material)
        scales = self._scales
        codes = found["code"].drop_duplicates()
        return strength_of_evidence(
            with_attributes(found, self.pool),
            sources=self._loaded.sources,
            gaps=scales.gaps,
            limits=scales.limits,
            case=scales.case,
            coherent=scales.coherent,
            dissonance=int(codes.map(self._dissonant).fillna(0).sum()),
        )
