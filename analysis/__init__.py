"""Jenjang: qualitative case-study coding whose every figure mark can be questioned.

    from analysis import open_desk, open_study
    study = open_study()
    open_desk(study, "S07", coder="me")

A table of contents, sorted: what a notebook needs, and the room where it stands. A room is entered when one of its
names is asked for, so that a program that only writes a journal waits for no pandas and no spaCy.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.codebook import Codebook
    from analysis.desk.widget import open_desk
    from analysis.errors import AnalysisError, Problem
    from analysis.study.handle import Study, find_root, open_study

__all__ = ["AnalysisError", "Codebook", "Problem", "Study", "find_root", "open_desk", "open_study"]

if not TYPE_CHECKING:  # a type checker would take any name for one that is here
    _ROOMS = {
        "AnalysisError": "analysis.errors",
        "Codebook": "analysis.codebook",
        "Problem": "analysis.errors",
        "Study": "analysis.study.handle",
        "find_root": "analysis.study.handle",
        "open_desk": "analysis.desk.widget",
        "open_study": "analysis.study.handle",
    }

    def __getattr__(name: str) -> object:
        """The name from its room; from then on it stands here."""
        if name not in _ROOMS:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = getattr(import_module(_ROOMS[name]), name)
        return globals()[name]

    def __dir__() -> list[str]:
        """What is here already, and what can be asked for."""
        return sorted({*globals(), *__all__})
