"""Which themes are raised by whom, and on which side? Displays over the codings in force."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from analysis.codebook import FAMILY
from analysis.displays import clustered as clusters_of
from analysis.displays.ordered import contrasts, hide_small, role_ordered, with_asked
from analysis.displays.summaries import UNITS
from analysis.displays.themes import MIXED, reach_of
from analysis.errors import AnalysisError, FigureError
from analysis.release import Gate
from analysis.retrieval import co_occurrence, code_by_case, in_kinds
from analysis.study.charts import displayed as charts
from analysis.study.draw import Drawing
from analysis.study.people import sample_of
from analysis.study.views.saturated import Saturated
from analysis.study.voices import Classes
from analysis.suppression import differing
from analysis.triangulation.layers import LAYER_OF, MODE

ORDERED = "saturation"
"""The display that shows sources in their order, and no others."""


class Displays(Saturated):
    """Displays of codings.

    Where `themes` and `tiers` are not given, a display shows the families at the top of the codebook, and one that
    shows sides the core codes, because a stance is taken towards the statement of a code. A theme includes the codes
    below it.
    """

    def matrix(
        self, *, by: str = "role", value: str = "persons", tiers: Sequence[str] = ("core", "extended")
    ) -> pd.DataFrame:
        """How widely is each theme raised, case by case? Rows are codes, columns roles, groups, sources or persons."""
        codings = in_kinds(self.codings())
        cases: list[str] = []
        if by == "role":
            cases = [role for role in self.config.role_ids if role in set(self.participants["role"])]
        if by == "group":
            cases = [g for g in self.config.groups if g in set(self.participants["group"])]
        return code_by_case(codings, by=by, codes=self.themes(tiers=tiers), cases=cases, value=value)

    def role_ordered(
        self,
        *,
        by: str = "role",
        themes: Sequence[str] = (),
        tiers: Sequence[str] = (),
        layer: str = "",
        profile: str = "",
        language: str = "",
    ) -> pd.DataFrame:
        """Who raises each theme, role by role (or group), and on which side (F05)? One row per theme and class.

        `layer` counts one layer of the talk alone: `practice` (told as fact or judged), `said_norm` or `wish`.
        In a public profile the classes are the labels that may be printed (F43), and of a class below the limit it is
        said only whether anybody raises the theme (F44).
        """
        gate, chosen = self.gate(profile), self._shown(themes, tiers or ("core",))
        sample, _ = sample_of(self._loaded, gate, by=by, language=language or self._first_language)
        known = self._cast[self._cast["coded"] & (self._cast["person"] != "")]
        people = pd.Series({p: sample.class_of[p] for p in known["person"].unique()}, dtype=object)
        written = self._written("person", language or self._first_language)
        summaries = {(case, theme): text for case, theme, text in written.iloc[:, :3].itertuples(index=False)}
        frame = role_ordered(
            self._in_layer(layer),
            reach=reach_of(self.codebook, chosen),
            people=people,
            classes=list(sample.order),
            themes=chosen,
            summaries=summaries,
        )
        shown = hide_small(frame, small=0 if gate.internal else gate.small)
        return self._warned(with_asked(shown, self._put(chosen, sample.class_of)), chosen, layer)

    def _put(self, themes: Sequence[str], class_of: Mapping[str, str]) -> pd.DataFrame:
        """Theme and class of each person who was there when a question on the theme was put."""
        if not self._loaded.guide:
            return pd.DataFrame(columns=["theme", "class"])
        cells = self.framework(rows="person", themes=themes)
        put = cells.loc[cells["asked"].astype(bool), ["theme", "case"]]
        return put.assign(**{"class": put["case"].map(class_of)})

    def contrasts(
        self,
        *,
        by: str = "role",
        themes: Sequence[str] = (),
        tiers: Sequence[str] = (),
        layer: str = "",
        profile: str = "",
        language: str = "",
    ) -> pd.DataFrame:
        """How far apart are the roles (or groups) on each theme, and where on opposite sides (F05)?"""
        shown = self.role_ordered(by=by, themes=themes, tiers=tiers, layer=layer, profile=profile, language=language)
        return contrasts(shown)

    def clustered(
        self,
        *,
        by: str = "source",
        value: str = "presence",
        clusters: Mapping[str, Sequence[str]] | None = None,
    ) -> pd.DataFrame:
        """How does each case stand to each cluster of themes (F06)? Families are the clusters unless some are given.

        `by` source, person, role or group; `value` presence, segments, per_1000_words or balance.
        """
        if by not in (*UNITS, "role", "group"):
            raise AnalysisError(f"a clustered matrix is made by source, person, role or group (got {by!r}). Choose.")
        named = clusters or {theme: [theme] for theme in self._shown((), ())}
        order = {"role": self.config.role_ids, "group": list(self.config.groups)}
        have = set(self._field[by]) | set(self.class_sizes(by) if by in order else ())
        cases = [c for c in order[by] if c in have] if by in order else list(self._cases_of(by).index)
        frame = clusters_of.clustered_matrix(
            self._field,
            reach=clusters_of.clusters_reach(self.codebook, named),
            by=by,
            cases=cases,
            clusters=list(named),
            value=value,
            words=self.sources["words"],
        )
        return self._warned(frame, [t for members in named.values() for t in members]) if value == "balance" else frame

    def stance_balance(
        self,
        *,
        unit: str = "person",
        themes: Sequence[str] = (),
        tiers: Sequence[str] = (),
        clusters: Mapping[str, Sequence[str]] | None = None,
        layer: str = "",
    ) -> pd.DataFrame:
        """On which side do persons (or sources, or segments) stand on each theme or cluster? With the balance (F06)."""
        named = clusters or {theme: [theme] for theme in self._shown(themes, tiers or ("core",))}
        reach = clusters_of.clusters_reach(self.codebook, named)
        frame = clusters_of.stance_balance(self._in_layer(layer), reach=reach, clusters=list(named), unit=unit)
        return self._warned(frame, [theme for members in named.values() for theme in members], layer)

    def co_occurrence(self, *, unit: str = "source") -> pd.DataFrame:
        """Which codes go together (F30)? One row per pair; it never becomes an arrow."""
        return co_occurrence(in_kinds(self.codings()), unit=unit)

    def _told_in(self, language: str) -> str:
        """The language that was asked for, or the first; it is one of the study's."""
        have = self.config.languages
        if language and language not in have:
            rule = "a figure is told in a language of study.yaml"
            raise FigureError(f"{rule} (got {language!r}). Write one of {', '.join(have)}.")
        return language or have[0]

    def _require_options(self, name: str, options: Mapping[str, Any]) -> None:
        """Raises FigureError where the method that gives the frame of a display takes no such option."""
        methods: dict[str, Callable[..., Any]] = {
            "framework": self.framework,
            "role-ordered": self.role_ordered,
            "clustered": self.clustered,
            "stance-balance": self.stance_balance,
            "co-occurrence": self.co_occurrence,
            ORDERED: self.saturation_orders,
        }
        if name not in methods:
            return
        takes = [key for key in inspect.signature(methods[name]).parameters if key not in ("language", "profile")]
        for key in options:
            if key not in takes:
                rule = f"an option of {name} is one of {', '.join(takes)}"
                raise FigureError(f"{rule} (got {key!r}). Write one of them.")

    def display(
        self,
        name: str,
        *,
        language: str = "",
        profile: str = "",
        rows: str = "source",
        title: str = "",
        note: str = "",
        **options: Any,
    ) -> Drawing:
        """A display as a picture: `.figure`, `.table`, `.caption`, `.alternative`, in one of the study's languages.

        Parameters
        ----------
        name : framework, role-ordered, clustered, stance-balance, co-occurrence or saturation
        profile : what may leave; the study's own by default. Rows of single sources or persons leave in no public one.
        title, note : stand above and below in place of the display's own title, as a figure file says
        options : those of the method that gives the frame: themes, tiers, by, layer, value, clusters, unit, rule, kinds
        """
        language, gate = self._told_in(language), self.gate(profile)
        self._require_options(name, options)
        names = self._names(language, self._in_order(options.get("kinds", ("interview",))) if name == ORDERED else ())
        names = replace(names, title=title, note=note)
        if name == "framework":
            return charts.draw_framework(
                self.framework(rows=rows, language=language, **options), names, gate, part=rows
            )
        if name == "role-ordered":
            ordered = self.role_ordered(profile=profile, language=language, **options)
            part = str(options.get("by", "role"))
            return charts.draw_role_ordered(ordered, contrasts(ordered), names, gate, part=part)
        if name == "clustered":
            by, value = options.get("by", "source"), options.get("value", "presence")
            sizes = self.class_sizes(by) if by in ("role", "group") else {}
            frame, own = self.clustered(**options), bool(options.get("clusters"))
            return charts.draw_clustered(frame, names, gate, value=value, sizes=sizes, clusters_named=own, part=by)
        if name == "stance-balance":
            unit, counts = options.get("unit", "person"), self.stance_balance(**options)
            return charts.draw_balance(counts, names, unit=unit, hidden=self._hides(gate))
        if name == "co-occurrence":
            unit = options.get("unit", "segment")
            pairs, whole = self.co_occurrence(unit=unit), self.co_occurrence()
            return charts.draw_co_occurrence(pairs, names, gate, unit=unit, sources=whole, hidden=self._hides(gate))
        if name == ORDERED:
            curve = self.saturation_curve(**{key: value for key, value in options.items() if key != "rule"})
            return charts.draw_saturation(curve, self.saturation_orders(**options), names)
        raise charts.unknown(name)

    def classes(self, profile: str = "") -> Classes:
        """Those who were heard in coded sources, by the label under which they may be named (F43, F44)."""
        known = self._cast[self._cast["coded"] & (self._cast["person"] != "")]
        spoke = frozenset(known[["person", "source"]].itertuples(index=False, name=None))
        people = {person: self._heard[person] for person in sorted({person for person, _ in spoke})}
        return Classes(self.gate(profile), people, spoke, self.config.group_of)

    def crosses_labels(self, by: str) -> bool:
        """Whether roles or groups, counted beside the labels of a public profile, single a few persons out (F44)."""
        classes = self.classes("public")
        held: dict[str, set[str]] = {}
        for person, entry in classes.people.items():
            case = entry.role if by == "role" else self.config.group_of.get(entry.role, "")
            held.setdefault(f"case {case}", set()).add(person)
            if (label := classes.labels[person]) not in classes.small:
                held.setdefault(f"label {label}", set()).add(person)
        return bool(differing(held, classes.gate.small))

    def _hides(self, gate: Gate) -> bool:
        """Whether the gate keeps counts of a class back, so that sums over everybody would give them back."""
        sizes = pd.Series([gate.label(person, self._first_language) for person in self._heard]).value_counts()
        return not gate.internal and len(sizes) > 0 and int(sizes.min()) < gate.small

    def _names(self, language: str, only: Sequence[str] = ()) -> charts.Names:
        held = set(only or self._cast["source"])
        return charts.names_of(
            self.config,
            {code.id: code.name for code in self.codebook.codes.values()},
            [source for source in self._loaded.field_sources.values() if source.id in held],
            self._heard,
            codebook=self.codebook.version,
            last_act=self.last_act,
            mark=self.constructed_mark(language),
            language=language,
        )

    def _in_layer(self, layer: str) -> pd.DataFrame:
        """What people say in one layer: as practice, as a rule, as a wish; all of it where none is named."""
        if not layer:
            return self._field
        if layer not in LAYER_OF.values() or MODE not in self._field:
            have = ", ".join(dict.fromkeys(LAYER_OF.values())) if MODE in self._field else "none"
            raise AnalysisError(
                f"a layer of the talk is told by the attribute {MODE!r}: {have} (got {layer!r}). Choose."
            )
        return self._field[self._field[MODE].map(LAYER_OF) == layer]

    def _warned(self, frame: pd.DataFrame, themes: Sequence[str], layer: str = "") -> pd.DataFrame:
        """The frame, with its layer, and with a warning where sides of several statements are added up."""
        if layer:
            frame.attrs["layer"] = layer
        if any(self.codebook.code(theme).tier == FAMILY for theme in themes):
            frame.attrs["warning"] = MIXED
        return frame
