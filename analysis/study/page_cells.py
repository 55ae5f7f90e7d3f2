"""Which quotations and provisions stand behind a cell of a chart? Found by what the quotations themselves tell.

A cell is asked for by code, class, source and the like, and answered from the quotations that the page shows: in public
these tell neither role nor source, so that no cell can lead to them by one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from analysis.figures.behind import position_of
from analysis.model import walk_up
from analysis.retrieval import merged_units
from analysis.study.handle import Study
from analysis.study.page_data import Pool, Row
from analysis.triangulation import SourceSet

TOLD = ("role", "group", "label", "kind", "facet", "position")
"""What a quotation may tell of itself, beside its code and source."""


@dataclass(frozen=True)
class Cells:
    """The quotations and provisions of a page, to be found by what they tell."""

    study: Study
    pool: Pool

    def said(self, **wanted: str) -> list[int]:
        """The numbers of the quotations that tell all of this; `code` takes in the codes below it."""
        found = [self._said.get(pair, frozenset()) for pair in wanted.items()]
        return sorted(frozenset.intersection(*found)) if found else []

    def written(self, code: str, kinds: Iterable[str] = ()) -> list[int]:
        """The numbers of the provisions and passages of literature under a code, or one below it."""
        below = self.study.codebook.within(code) if code in self.study.codebook else []
        return list(dict.fromkeys(n for one in below for kind, n in self._written(one) if not kinds or kind in kinds))

    def of_set(self, entry: SourceSet, code: str) -> tuple[list[int], list[int]]:
        """What a set that triangulation compares says under a code: quotations, and provisions."""
        if not entry.of_people:
            return [], self.written(code, entry.kinds)
        groups: list[Row] = [{"group": group} for group in entry.groups] or [{}]
        kinds: list[Row] = [{"kind": kind} for kind in entry.kinds] or [{}]
        asked = [{"code": code} | group | kind for group in groups for kind in kinds]
        return sorted({n for one in asked for n in self.said(**one)}), []

    def both(self, one: str, other: str, *, unit: str) -> list[int]:
        """The quotations of two codes that stand together: on overlapping words, or in one source."""
        places = self._places(unit)
        first, second = self._only(one), self._only(other)
        shared = {places[n] for n in first if n in places} & {places[n] for n in second if n in places}
        return sorted(n for n in {*first, *second} if places.get(n) in shared)

    def _only(self, code: str) -> frozenset[int]:
        """The quotations of a code itself."""
        return self._said.get(("own", code), frozenset())

    def _places(self, unit: str) -> dict[int, object]:
        """Quotation -> where it stands, as co-occurrence counts it.

        In public, the passage that it is shown in: that two of other places come from one mouth is not told.
        """
        if not self.pool.gate.internal:
            shown = enumerate(self.pool.quotes)
            return {n: quote["p"] for n, quote in shown if unit == "segment" and "p" in quote}
        codings = self.study.material.codings
        units = codings["source"] if unit == "source" else merged_units(codings)
        placed = zip(codings["id"].astype(str), units, strict=True)
        return {self.pool.coded[key]: place for key, place in placed if key in self.pool.coded}

    @cached_property
    def _said(self) -> dict[tuple[str, str], frozenset[int]]:
        parents, first = self.study.codebook.parents, self.pool.languages[0]
        found: dict[tuple[str, str], set[int]] = {}
        for number, quote in enumerate(self.pool.quotes):
            if "rel" in quote:
                continue
            told = quote | (self.pool.passages[quote["p"]].get("who", {}) if "p" in quote else {})
            label = told.get("label", "")
            pairs = [("code", code) for code in walk_up(parents, quote["code"])] + [("own", quote["code"])]
            pairs += [(key, str(told[key])) for key in TOLD if key != "label" and told.get(key)]
            pairs += [("source", told["s"])] if "s" in told else []
            pairs += [("label", label if isinstance(label, str) else label.get(first, ""))]
            for pair in pairs:
                found.setdefault(pair, set()).add(number)
        return {pair: frozenset(numbers) for pair, numbers in found.items()}

    def _written(self, code: str) -> list[tuple[str, int]]:
        return [(str(row["kind"]), self.pool.norm(row)) for row in self._documents.get(code, [])]

    @cached_property
    def _documents(self) -> dict[str, list[Row]]:
        documents = self.study.material.documents
        placed = documents.assign(position=position_of(documents)) if len(documents) else documents
        found: dict[str, list[Row]] = {}
        for row in placed.to_dict("records"):
            found.setdefault(str(row["code"]), []).append({str(k): v for k, v in row.items()})
        return found
