"""The studies that lie in the repository, opened once for all tests; nothing here may change them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from analysis.study.draw import Drawing
from analysis.study.handle import Study, open_study

ROOT = Path(__file__).parents[1]
CASE = ROOT / "tests/cases/night-handover"


@cache
def study_at(root: Path) -> Study:
    """A study, with all that it found out when it was asked before."""
    return open_study(root)


def drawing_of(root: Path, name: str, *, language: str = "en", profile: str = "internal") -> Drawing:
    """A figure of a study, drawn once for all who only look at it."""
    return _drawn(root, name, language, profile)


@cache
def _drawn(root: Path, name: str, language: str, profile: str) -> Drawing:
    return study_at(root).drawing(name, language=language, profile=profile)
