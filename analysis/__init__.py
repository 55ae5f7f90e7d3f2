"""Jenjang: qualitative case-study coding whose every figure mark can be questioned.

    from analysis import open_study
    study = open_study()

A table of contents, sorted: what a notebook needs.
"""

from analysis.codebook import Codebook
from analysis.errors import AnalysisError, Problem
from analysis.study.handle import Study, find_root, open_study

__all__ = ["AnalysisError", "Codebook", "Problem", "Study", "find_root", "open_study"]
