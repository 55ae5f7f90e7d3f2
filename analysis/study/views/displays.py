"""Which themes are raised by whom? Matrices and counts over the codings in force."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.approach import check_feature
from analysis.retrieval import co_occurrence, code_by_case, in_kinds
from analysis.study.views.coded import Coded


class Displays(Coded):
    """Displays of codings."""

    def themes(self, *, tiers: Sequence[str] = ("core",)) -> list[str]:
        """The codes in use of these tiers (core, extended), in the order of the codebook."""
        return [code.id for code in self.codebook.in_use if code.tier in tiers]

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

    def co_occurrence(self, *, unit: str = "source") -> pd.DataFrame:
        """Which codes go together (F30)? One row per pair; it never becomes an arrow."""
        return co_occurrence(in_kinds(self.codings()), unit=unit)

    def allows(self, feature: str, *, force: bool = False, rationale: str = "") -> str:
        """Does the declared approach allow a feature (F00)? Raises ApproachError with the alternative where not."""
        return check_feature(
            self.config.approach, feature, overrides=self.config.overrides, force=force, rationale=rationale
        )
