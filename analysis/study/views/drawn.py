"""What does a figure show, and what stands behind each mark of it?"""

from __future__ import annotations

from functools import cached_property

import pandas as pd
from matplotlib.figure import Figure

from analysis.claims.pool import with_attributes
from analysis.claims.strength import Strength, strength_of_evidence
from analysis.errors import FigureError
from analysis.figures import evidence as figure_evidence
from analysis.figures.spec import FigureSpec
from analysis.model import FIELD_KINDS, words_in
from analysis.relations import Keep
from analysis.retrieval import in_kinds
from analysis.study.draw import Drawing, draw
from analysis.study.views.ledger import WITHHELD, Ledger

_TRACES = ("role", "group", "source", "person", "passage", "question", "anchor", "id")
"""Columns that lead back to one person; a public profile shows none of them."""


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
        """The figure, drawn from the data as they stand; a diagram for a `page` (180 mm) or a `column` (88 mm)."""
        return self.drawing(name, language=language, profile=profile, width=width).figure

    def drawing(self, name: str, *, language: str = "", profile: str = "", width: str = "page") -> Drawing:
        """The figure with its table, caption and alternative text."""
        spec = self._spec(name)
        return draw(
            spec,
            material=self.material,
            config=self.config,
            matrix=self.matrix,
            class_sizes=self.class_sizes,
            gate=self.gate(profile),
            sources=self._loaded.sources,
            last_act=self.last_act,
            mark=self.constructed_mark(language or self.config.languages[0]),
            language=language or self.config.languages[0],
            width=width,
        )

    def marks(self, name: str) -> pd.DataFrame:
        """How is each mark of a figure drawn, and what speaks for and against it? One row per mark."""
        return figure_evidence.compute_marks(self._spec(name), self.material, self.config.languages[0])

    def basis(self) -> pd.DataFrame:
        """On what do the marks rest? One row per diagram, one column per status, in the order of how they are drawn."""
        counts = {
            name: self.marks(name)["status"].value_counts() for name, f in self._loaded.figures.items() if f.nodes
        }
        frame = pd.DataFrame(counts, index=list(figure_evidence.STATUSES)).T.fillna(0).astype(int)
        frame.index.name = "figure"
        return frame

    def evidence(self, name: str, mark: str, *, profile: str = "") -> pd.DataFrame:
        """Which segments and document passages stand behind a mark, e.g. `study.evidence("model", "node:A")`?

        Words that the study's release profile withholds are left out, and say so.
        """
        found = figure_evidence.find_evidence(self._spec(name), mark, self.material)
        return self.gated(found, profile)

    def _drawn_marks(self) -> dict[str, pd.DataFrame]:
        return {name: self.marks(name) for name, spec in self._loaded.figures.items() if spec.nodes}

    def mark_strength(self, name: str, mark: str) -> Strength:
        """How strong is the evidence behind a mark (F15b, adapted from GRADE-CERQual)? Proposed, with its prompts."""
        found = figure_evidence.find_evidence(self._spec(name), mark, self.material)
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

    def gated(self, evidence: pd.DataFrame, profile: str = "", language: str = "") -> pd.DataFrame:
        """Evidence (or codings) as the profile lets it through: speakers by their label, words only with consent."""
        gate, language = self.gate(profile), language or self.config.languages[0]
        people = evidence["basis" if "basis" in evidence else "kind"].isin(FIELD_KINDS)
        held = people & ~evidence["label"].map(gate.may_quote)
        names = [
            gate.label(label, language) if said else label
            for label, said in zip(evidence["label"], people, strict=True)
        ]
        shown = evidence.assign(label=names)
        shown.loc[held, "quote"] = WITHHELD
        if not gate.internal:
            shown.loc[people, [column for column in _TRACES if column in shown]] = ""
            shown.loc[people, ["start", "end"]] = -1
        return shown

    @cached_property
    def material(self) -> figure_evidence.Material:
        """The frames that figures draw on."""
        documents = self.document_codings
        limits = self.config.thresholds
        return figure_evidence.Material(
            codings=in_kinds(self.codings()),
            relations=in_kinds(self.relations()),
            documents=documents[documents["in_frame"]].reset_index(drop=True),
            provisions=self._loaded.provisions,
            sources=self._loaded.sources,
            group_of_source=self._groups_of_sources(),
            codebook=self.codebook,
            keep=Keep(int(limits["keep_supporters"]), int(limits["keep_groups"])),
            types=self._loaded.types,
        )

    def _spec(self, name: str) -> FigureSpec:
        if name not in self._loaded.figures:
            have = ", ".join(self._loaded.figures) or "none"
            raise FigureError(f"figures/: the study has no figure {name!r}. It has {have}.")
        return self._loaded.figures[name]
