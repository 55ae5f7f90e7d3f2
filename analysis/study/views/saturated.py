"""How far has the talk been read: when do new codes and new particulars become rare? What could not be told?"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.approach import check_feature
from analysis.displays import saturation as saturation_of
from analysis.displays.facets import facet_saturation, facet_steps
from analysis.displays.power import power_frame
from analysis.displays.saturation import Rule
from analysis.displays.themes import reach_of
from analysis.model import FIELD_KINDS
from analysis.study.views.charted import Charted


class Saturated(Charted):
    """Saturation of codes and of themes, and what the sample tells."""

    def saturation(
        self,
        *,
        rule: Rule = saturation_of.PLAIN,
        kinds: Sequence[str] = ("interview",),
        force: bool = False,
        rationale: str = "",
    ) -> pd.DataFrame:
        """When do new codes become rare, in the order of the interviews' dates (F19)? `attrs["reached"]` says when."""
        noted = self._noted(kinds, force, rationale)
        table = self._incidence(kinds)
        frame = saturation_of.code_saturation(saturation_of.new_codes(table), rule)
        frame.insert(1, "source", list(table.index))
        frame.attrs |= noted
        return frame

    def saturation_orders(
        self,
        *,
        rule: Rule = saturation_of.PLAIN,
        kinds: Sequence[str] = ("interview",),
        force: bool = False,
        rationale: str = "",
    ) -> pd.DataFrame:
        """When would it have been reached, had they come in another order (F19)? All orders to n = 8, else 2,000."""
        noted = self._noted(kinds, force, rationale)
        frame = saturation_of.saturation_orders(self._incidence(kinds), rule)
        frame.attrs |= noted
        return frame

    def saturation_curve(
        self, *, kinds: Sequence[str] = ("interview",), force: bool = False, rationale: str = ""
    ) -> pd.DataFrame:
        """How many codes have been seen after each source: in the order given, and over the orders?"""
        noted = self._noted(kinds, force, rationale)
        frame = saturation_of.saturation_curve(self._incidence(kinds))
        frame.attrs |= noted
        return frame

    def saturation_by_role(
        self,
        *,
        rule: Rule = saturation_of.PLAIN,
        kinds: Sequence[str] = ("interview",),
        force: bool = False,
        rationale: str = "",
    ) -> pd.DataFrame:
        """Could saturation be judged for each role by itself (F19)? Sources, needed, assessable or not."""
        noted = self._noted(kinds, force, rationale)
        held = self._cast[self._cast["source"].isin(self._incidence(kinds).index) & (self._cast["person"] != "")]
        roles = held["person"].map(self.participants["role"])
        sizes = held.assign(role=roles).drop_duplicates(["source", "role"])["role"].value_counts()
        order = [role for role in self.config.role_ids if role in sizes.index]
        frame = saturation_of.assessable_by_class(sizes.reindex(order).rename_axis("role"), rule)
        frame.attrs |= noted
        return frame

    def facets(
        self, *, themes: Sequence[str] = (), tiers: Sequence[str] = (), kinds: Sequence[str] = FIELD_KINDS
    ) -> pd.DataFrame:
        """Does each theme still gain new particulars, source by source (F20)? facets, last_new, of, open."""
        chosen = self._shown(themes, tiers)
        reach = reach_of(self.codebook, chosen)
        return facet_saturation(self._field, reach=reach, themes=chosen, sources=self._in_order(kinds))

    def facet_steps(
        self, *, themes: Sequence[str] = (), tiers: Sequence[str] = (), kinds: Sequence[str] = FIELD_KINDS
    ) -> pd.DataFrame:
        """Which source added how many new facets to each theme? Rows themes, columns sources by date."""
        chosen = self._shown(themes, tiers)
        reach = reach_of(self.codebook, chosen)
        return facet_steps(self._field, reach=reach, themes=chosen, sources=self._in_order(kinds))

    def information_power(self, *, language: str = "") -> pd.DataFrame:
        """How much does the sample tell (F20)? Five written judgements; None where nobody judged."""
        return power_frame(self._loaded.power, language or self._first_language)

    def allows(self, feature: str, *, force: bool = False, rationale: str = "") -> str:
        """Does the declared approach allow a feature (F00)? Raises ApproachError with the alternative where not."""
        return check_feature(
            self.config.approach, feature, overrides=self.config.overrides, force=force, rationale=rationale
        )

    def _in_order(self, kinds: Sequence[str]) -> list[str]:
        """The coded sources of these kinds in which people may be heard, by date."""
        heard = set(self._cast.loc[self._cast["coded"], "source"])
        dated = [(s.date, s.id) for s in self._loaded.field_sources.values() if s.kind in kinds and s.id in heard]
        return [source for _, source in sorted(dated)]

    def _incidence(self, kinds: Sequence[str]) -> pd.DataFrame:
        return saturation_of.incidence(self._field, self._in_order(kinds))

    def _noted(self, kinds: Sequence[str], force: bool, rationale: str) -> dict[str, object]:
        """What stands beside every number on saturation; raises ApproachError where the approach has none (F00)."""
        override = self.allows("saturation", force=force, rationale=rationale)
        used = self._field["codebook_version"].loc[self._field["source"].isin(self._in_order(kinds))]
        versions = sorted(int(version) for version in used.unique())
        found = {"codebook": self.codebook.version, "coded_under": versions, "sources": self._in_order(kinds)}
        return found | ({"override": override} if override else {})
