"""On what do figures draw, and whose words stand behind them? The material, links and paths, concepts, quotes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

import pandas as pd

from analysis.balance import as_frame, balance_row, quoted, theme_balance
from analysis.errors import FigureError
from analysis.figures.behind import find_evidence
from analysis.figures.evidence import voices_of
from analysis.figures.material import Material
from analysis.figures.spec import FigureSpec
from analysis.model import FIELD_KINDS
from analysis.relations import Bundle, Keep, bundles, bundles_frame, draw_sources, paths_frame
from analysis.retrieval import in_kinds
from analysis.structure import check_structure, concepts
from analysis.study.charts.stability import STABILITY, stability_of
from analysis.study.views.ledger import Ledger


class Behind(Ledger):
    """What stands behind figures."""

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

    def voices(self, name: str) -> pd.DataFrame:
        """Who speaks for each mark of a diagram, who against it? One row per mark, side, source and person."""
        if name not in self._voices:
            self._voices[name] = voices_of(self.spec(name), self.material)
        return self._voices[name]

    @cached_property
    def _voices(self) -> dict[str, pd.DataFrame]:
        return {}

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
