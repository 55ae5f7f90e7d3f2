"""What does each source say on each theme, and where nothing: was it asked? The framework matrix, and what lies behind.

What the other displays share stands here too: the codings of the field, the cast, the themes that are shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import pandas as pd

from analysis.displays import framework as matrix_of
from analysis.displays.summaries import UNITS, borrow, records_frame
from analysis.displays.themes import by_theme, reach_of, reaching, top_themes
from analysis.errors import AnalysisError
from analysis.model import FIELD_KINDS, words_in
from analysis.retrieval import in_kinds
from analysis.study import framework as cases_of
from analysis.study.views.coded import Coded


class Charted(Coded):
    """The framework matrix of a study.

    Where `themes` and `tiers` are not given, the families at the top of the codebook are shown; a theme includes the
    codes below it.
    """

    def themes(self, *, tiers: Sequence[str] = ("core",)) -> list[str]:
        """The codes in use of these tiers (core, extended), in the order of the codebook."""
        return [code.id for code in self.codebook.in_use if code.tier in tiers]

    def framework(
        self, *, rows: str = "source", themes: Sequence[str] = (), tiers: Sequence[str] = (), language: str = ""
    ) -> pd.DataFrame:
        """What does each source (or person) say on each theme, and where nothing: was it asked (F04)?

        One row per cell: segments, asked, proposed, why, decided, status, summary, rationale, by, uncited, moved.
        """
        chosen = self._shown(themes, tiers)
        cases = self._cases_of(rows)
        codings = self._field.rename(columns={rows: "case"})[["case", "code"]]
        asked = self._cast.merge(cases_of.questions_asked(self._loaded.field_sources.values()), on="source")
        return matrix_of.framework_cells(
            codings[codings["case"].isin(cases.index)],
            reach=reach_of(self.codebook, chosen),
            cases=cases,
            asked=asked.rename(columns={rows: "case"})[["case", "question"]].drop_duplicates(),
            reaching=reaching(self._loaded.guide.values(), self.codebook, chosen),
            records=self._written(rows, language or self._first_language),
            themes=chosen,
            guide=bool(self._loaded.guide),
        )

    def framework_table(
        self, *, value: str = "status", rows: str = "source", themes: Sequence[str] = (), tiers: Sequence[str] = ()
    ) -> pd.DataFrame:
        """The framework matrix itself: rows sources (or persons), columns themes; status, summary or segments."""
        return matrix_of.framework_table(self.framework(rows=rows, themes=themes, tiers=tiers), value=value)

    def framework_metrics(
        self, *, rows: str = "source", themes: Sequence[str] = (), tiers: Sequence[str] = ()
    ) -> dict[str, float | int | None]:
        """How far is the framework matrix filled (F04)? Cells by status, completeness, uncited (must be 0)."""
        return matrix_of.framework_metrics(self.framework(rows=rows, themes=themes, tiers=tiers))

    def framework_cell(self, case: str, theme: str, *, rows: str = "source") -> pd.DataFrame:
        """Which segments stand in one cell of the framework matrix? The codings of that source (or person)."""
        self._cases_of(rows)
        return self.cell(theme, **{rows: case})

    def framework_to_chart(
        self,
        *,
        rows: str = "source",
        themes: Sequence[str] = (),
        tiers: Sequence[str] = (),
        status: Sequence[str] = (matrix_of.OPEN,),
    ) -> pd.DataFrame:
        """Which cells of the framework matrix wait for a person? A table with their words, to fill in for `chart`."""
        cells = self.framework(rows=rows, themes=themes, tiers=tiers)
        shown = self._shown(themes, tiers)
        said = by_theme(self._field, reach_of(self.codebook, shown)).assign(case=lambda held: held[rows])
        columns = ["case", "theme", "source", "start", "end", "code", "stance", "quote"]
        waiting = matrix_of.open_cells(cells, said[columns], status=status)
        names = {code: words_in(self.codebook.code(code).name, self._first_language) for code in shown}
        return cases_of.work_table(waiting, rows, names, self.config.languages)

    def cell(self, theme: str, **where: str) -> pd.DataFrame:
        """Which segments stand behind a cell of any display, e.g. `study.cell("A", role="clerk", stance="opposes")`?

        The codings under a theme (with the codes below it), where each named column has that value.
        """
        held = by_theme(self._field, reach_of(self.codebook, self._shown([theme], ()))).drop(columns="theme")
        for column, value in where.items():
            if column not in held.columns:
                raise AnalysisError(
                    f"a cell is chosen by a column of the codings (got {column!r}). See study.codings()."
                )
            held = held[held[column] == value]
        return held.reset_index(drop=True)

    @cached_property
    def _field(self) -> pd.DataFrame:
        return in_kinds(self.codings())

    @cached_property
    def _coded_sources(self) -> set[str]:
        return {source for (_, source), state in self._loaded.states.items() if state.codings or state.done}

    @cached_property
    def _cast(self) -> pd.DataFrame:
        """One row per source in which people may be heard, and person: coded, asks, marked; by kind, role and id."""
        sources = self._loaded.field_sources.values()
        frame = cases_of.field_cases(sources, heard=self._heard, coded=self._coded_sources)
        ranks = {person: self.config.role_ids.index(p.role) for person, p in self._heard.items() if p.role}
        kinds = {s.id: FIELD_KINDS.index(s.kind) for s in sources}
        frame = frame.assign(kind=frame["source"].map(kinds), rank=frame["person"].map(ranks).fillna(len(ranks)))
        frame["first"] = frame.groupby("source")["rank"].transform("min")
        ordered = frame.sort_values(["kind", "first", "source", "rank", "person"], kind="stable", ignore_index=True)
        return ordered[["source", "person", "coded", "asks", "marked"]]

    def _cases_of(self, rows: str) -> pd.DataFrame:
        if rows not in UNITS:
            raise AnalysisError(f"a row is a {' or a '.join(UNITS)} (got {rows!r}). Write one of them.")
        return cases_of.unit_cases(self._cast, rows)

    def _written(self, rows: str, language: str) -> pd.DataFrame:
        """What people wrote into the cells; a person who alone answers in a source takes the source's cells."""
        own = records_frame(self._loaded.framework, unit=rows, language=language)
        if rows == "source":
            return own
        of_sources = records_frame(self._loaded.framework, unit="source", language=language)
        return borrow(own, of_sources, cases_of.alone_in(self._loaded.field_sources.values(), self._cast))

    def _shown(self, themes: Sequence[str], tiers: Sequence[str]) -> list[str]:
        """The themes asked for, those of the tiers, or the families."""
        for theme in themes:
            self.codebook.code(theme)
        return list(dict.fromkeys(themes)) or (self.themes(tiers=tiers) if tiers else top_themes(self.codebook))
