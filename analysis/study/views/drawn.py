"""What does a figure show, and what stands behind each mark of it?"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property

import pandas as pd
from matplotlib.figure import Figure

from analysis.errors import FigureError
from analysis.figures.behind import find_evidence
from analysis.figures.evidence import compute_marks
from analysis.figures.material import STATUSES, Material
from analysis.figures.spec import FigureSpec
from analysis.model import FIELD_KINDS, words_in
from analysis.relations import Keep, draw_sources
from analysis.retrieval import in_kinds
from analysis.study.draw import Drawing, draw
from analysis.study.views.compared import Compared

WITHHELD = "[withheld]"
"""What stands in place of words that the release profile keeps back."""


class Drawn(Compared):
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

    def figure(self, name: str, *, language: str = "", profile: str = "") -> Figure:
        """The figure, drawn from the data as they stand."""
        return self.drawing(name, language=language, profile=profile).figure

    def drawing(self, name: str, *, language: str = "", profile: str = "") -> Drawing:
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
        )

    def marks(self, name: str) -> pd.DataFrame:
        """How is each mark of a figure drawn, and what speaks for and against it? One row per mark."""
        return compute_marks(self._spec(name), self.material, self.config.languages[0])

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

        Words that the study's release profile withholds are left out, and say so.
        """
        found = find_evidence(self._spec(name), mark, self.material)
        return self.gated(found, profile)

    def gated(self, evidence: pd.DataFrame, profile: str = "", language: str = "") -> pd.DataFrame:
        """The evidence as the profile lets it through: speakers by their label, words only with consent."""
        gate, language = self.gate(profile), language or self.config.languages[0]
        people = evidence["basis"].isin(FIELD_KINDS)
        held = people & ~evidence["label"].map(gate.may_quote)
        names = [
            gate.label(label, language) if said else label
            for label, said in zip(evidence["label"], people, strict=True)
        ]
        shown = evidence.assign(label=names)
        shown.loc[held, "quote"] = WITHHELD
        if not gate.internal:
            shown.loc[people, ["role", "group", "source"]] = ""
            shown.loc[people, ["start", "end"]] = -1
        return shown

    @cached_property
    def material(self) -> Material:
        """The frames that figures draw on."""
        whole = self._material(self.codings(), self.relations())
        without = {coder: self._material(*frames) for coder, frames in self.held_without().items()}
        return replace(whole, draws=draw_sources(self._strata()), without=without)

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

    def _strata(self) -> dict[str, str]:
        """Source -> the role of who speaks first in it; sources that name nobody are a stratum of their own."""
        people = {
            source: [self._heard[p].role for p in self._loaded.sources[source].participants if p in self._heard]
            for source in self._groups_of_sources()
        }
        return {source: roles[0] if roles else "" for source, roles in people.items()}

    def _spec(self, name: str) -> FigureSpec:
        if name not in self._loaded.figures:
            have = ", ".join(self._loaded.figures) or "none"
            raise FigureError(f"figures/: the study has no figure {name!r}. It has {have}.")
        return self._loaded.figures[name]
