"""Jenjang: qualitative case-study coding whose every figure mark can be questioned.

    from analysis import open_desk, open_study
    study = open_study()
    open_desk(study, "S07", coder="me")

A table of contents, sorted: what a notebook needs.
"""

from analysis.codebook import Codebook
from analysis.desk.widget import open_desk
from analysis.errors import AnalysisError, Problem
from analysis.study.handle import Study, find_root, open_study

__all__ = ["AnalysisError", "Codebook", "Problem", "Study", "find_root", "open_desk", "open_study"]
