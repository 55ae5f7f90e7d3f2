"""What does a figure show, and what stands behind each mark of it?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import pandas as pd
from matplotlib.figure import Figure

from analysis.balance import as_frame, balance_row, quoted, theme_balance
from analysis.claims.pool import with_attributes
from analysis.claims.strength import Strength, strength_of_evidence
from analysis.errors import FigureError, Problem, sort_problems
from analysis.figures.behind import find_evidence
from analysis.figures.evidence import compute_marks
from analysis.figures.material import STATUSES, Material, label_of, marks_of
from analysis.figures.page import Picture
from analysis.figures.rules import unstyled
from analysis.figures.spec import FigureSpec
from analysis.model import FIELD_KINDS, words_in
from analysis.relations import Bundle, Keep, bundles, bundles_frame, draw_sources, paths_frame
from analysis.retrieval import in_kinds
from analysis.structure import check_structure, concepts
from analysis.study.charts.registry import chart_of
from analysis.study.charts.stability import STABILITY, stability_of
from analysis.study.draw import Drawing, draw
from analysis.study.finding import check_finding, finding_of
from analysis.study.selection import select_evidence
from analysis.study.views.ledger import Ledger


class Drawn(Ledger):
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

    def code_links(self) -> pd.DataFrame:
        """What speaks for and against each link between codes (F29)? One row per from, to and type."""
        return bundles_frame(self._links, keep=self.material.keep, types=self._loaded.types)

    def paths(self, start: str, end: str = "", *, longest: int = 4) -> pd.DataFrame:
        """Along which paths do links lead from one code to another, or anywhere, and who tells a path whole (F29)?"""
        return paths_frame(self._links, start=start, end=end, longest=longest)

    @cached_property
    def _links(self) -> dict[tuple[str, str, str], Bundle]:
        return bundles(self.material.relations, self._loaded.sources, self._loaded.types)

    def data_structure(self) -> pd.DataFrame:
        """How do informants' terms become themes and dimensions (F28)? One row per concept (`analysis.structure`)."""
        return concepts(self.material.codings, self.codebook, self._loaded.namings)

    def check_structure(self) -> pd.DataFrame:
        """Which rules of a data structure do the concepts break (F28)? One row per finding; a person reads it."""
        return check_structure(self.data_structure())

    def quote_balance(self, of: str = "all", *, by: str = "person", profile: str = "") -> pd.DataFrame:
        """Whose words carry the account (F33)?

        Parameters
        ----------
        of : all (one row), theme (one row per core theme) or figure (one row per diagram)
        by : person or group: whose voices are counted; themes are always told by person

        Returns
        -------
        frame: quotes, voices quoted, voices heard, coverage, largest share, HHI, effective voices (missing where
        nothing is quoted), warnings. A quote is a stretch of words of a person whom the profile lets be quoted. In
        public a row whose voices would give a small class back has no numbers (F44).
        """
        gate = self.gate(profile)
        quotable = [person for person in self.heard if gate.may_quote(person)]
        if of == "theme":
            themes = {theme: self.codebook.within(theme) for theme in self.themes()}
            found = theme_balance(self.material.codings, themes, self.heard, quotable)
            codes = self.material.codings["code"]
            behind = {theme: self.material.codings[codes.isin(own)] for theme, own in themes.items()}
            return self._balance_outside(found, behind, quotable, profile)
        if of not in ("all", "figure") or by not in ("person", "group"):
            raise FigureError(
                f"a balance is of all, theme or figure, by person or group (got {of!r}, {by!r}). Write one of them."
            )
        names = [""] if of == "all" else [name for name, spec in self._loaded.figures.items() if spec.nodes]
        group_of = {p: self.config.group_of.get(self._loaded.participants[p].role, "") for p in self.heard}
        voices = {"person": self.heard, "group": list(dict.fromkeys(filter(None, group_of.values())))}[by]
        may = quotable if by == "person" else sorted({group_of[person] for person in quotable} & set(voices))
        rows = {
            name or "all": balance_row(quoted(self.quotable_segments(name), quotable), voices, may, by=by)
            for name in names
        }
        behind = {name or "all": self.quotable_segments(name) for name in names}
        return self._balance_outside(as_frame(rows, "of" if of == "all" else "figure"), behind, quotable, profile)

    def _balance_outside(
        self, frame: pd.DataFrame, behind: Mapping[str, pd.DataFrame], quotable: Sequence[str], profile: str
    ) -> pd.DataFrame:
        """The balance as the profile lets it be told: `behind` are the segments of each row."""
        classes = self.classes(profile)
        if classes.gate.internal:
            return frame
        said = {key: rows[rows["person"].isin(quotable)] for key, rows in behind.items()}
        told = [classes.told_alone(said[str(key)][["person", "source"]]) for key in frame.index]
        kept = ("heard", "warnings")
        hidden = {c: frame[c].astype(object).where(pd.Series(told, frame.index), None) for c in frame if c not in kept}
        return frame.assign(**{str(column): values for column, values in hidden.items()})

    def quotable_segments(self, figure: str = "") -> pd.DataFrame:
        """The segments whose words could be quoted: all that are coded, or those behind the marks of a figure."""
        if not figure:
            return self.material.codings
        spec = self.spec(figure)
        found = [find_evidence(spec, mark, self.material) for mark in spec.marks]
        rows = pd.concat(found, ignore_index=True)
        said = rows[rows["basis"].isin(FIELD_KINDS)]
        return said.assign(person=said["label"])

    @property
    def heard(self) -> list[str]:
        """The persons who speak in a source and may be heard, in the order of their ids."""
        spoken = {p for s in self._loaded.field_sources.values() for p in s.participants}
        return sorted(spoken & set(self._heard))

    def gated(self, evidence: pd.DataFrame, profile: str = "", language: str = "") -> pd.DataFrame:
        """Evidence, codings or references as the profile lets them through (`analysis.study.outward`).

        Labels, and words only where nothing keeps them back; `attrs["held_back"]` says what did.
        """
        return self._outward(evidence, profile, language)

    @cached_property
    def material(self) -> Material:
        """The frames that figures draw on."""
        whole = self._material(self.codings(), self.relations())
        without = {coder: self._material(*frames) for coder, frames in self.held_without().items()}
        return replace(whole, draws=draw_sources(self.strata), without=without)

    def _material(self, codings: pd.DataFrame, relations: pd.DataFrame) -> Material:
        documents = self.document_codings
        limits = self.config.thresholds
        return Material(
            codings=in_kinds(codings),
            relations=in_kinds(relations),
            documents=documents[documents["in_frame"]].reset_index(drop=True),
            provisions=self._loaded.provisions,
            sources=self._loaded.sources,
            group_of_source=self._groups_of_sources(),
            codebook=self.codebook,
            keep=Keep(int(limits["keep_supporters"]), int(limits["keep_groups"])),
            types=self._loaded.types,
        )

    @property
    def strata(self) -> dict[str, str]:
        """Source -> the role of who speaks first in it; sources that name nobody are a stratum of their own."""
        people = {
            source: [self._heard[p].role for p in self._loaded.sources[source].participants if p in self._heard]
            for source in self._groups_of_sources()
        }
        return {source: roles[0] if roles else "" for source, roles in people.items()}

    def spec(self, name: str) -> FigureSpec:
        """What a figure file asks for; of `<diagram>-stability`, what the program asks for itself.

        Raises
        ------
        FigureError
            There is no such figure.
        """
        figures = self._loaded.figures
        if not isinstance(name, str):
            raise FigureError(f"a figure is called by its name (got {name!r}). It is one of {', '.join(figures)}.")
        base = figures.get(name.removesuffix(STABILITY))
        if name not in figures and base is not None and base.kind == "diagram":
            return stability_of(base)
        if name not in figures:
            have = ", ".join(figures) or "none"
            raise FigureError(f"figures/: the study has no figure {name!r}. It has {have}.")
        return figures[name]
