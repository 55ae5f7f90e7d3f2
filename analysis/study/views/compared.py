"""Do the kinds of source say the same? Triangulation over the codings in force and the documents."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.retrieval import in_kinds
from analysis.study.views.displays import Displays
from analysis.triangulation import Profile, assess, build_profiles, convergence, profiles_frame


class Compared(Displays):
    """Triangulation."""

    def profiles(self, *, tiers: Sequence[str] = ("core",)) -> pd.DataFrame:
        """What does each set of sources say on each theme: who can, who does, stance, examples, kind of silence?"""
        return profiles_frame(self._profiles(tiers))

    def convergence(self, *, tiers: Sequence[str] = ("core",)) -> pd.DataFrame:
        """Where do the sets agree, differ, contradict or keep silent (F08)? One row per theme and pair of sets."""
        limits = self.config.thresholds
        return convergence(
            self._profiles(tiers), prominence=float(limits["prominence"]), examples=float(limits["examples"])
        )

    def assessment(self, *, tiers: Sequence[str] = ("core",)) -> pd.DataFrame:
        """How far do the sets converge on each theme, and on how many pairs does that rest (F09)?"""
        return assess(self.convergence(tiers=tiers))

    def _profiles(self, tiers: Sequence[str]) -> dict[str, dict[str, Profile]]:
        return build_profiles(
            self.themes(tiers=tiers),
            self.config.sets,
            codings=in_kinds(self.codings()),
            documents=self.document_codings,
            sources=self._loaded.sources,
            participants=self._heard,
            group_of=self.config.group_of,
            guide=self._loaded.guide,
            codebook=self.codebook,
            coded={source for (_, source), state in self._loaded.states.items() if state.codings or state.done},
        )
