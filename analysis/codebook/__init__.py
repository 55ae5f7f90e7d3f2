"""Which codes exist, how are they defined and nested, and what changed?

`codebook/codebook.yaml` holds the codes and the history of their wording.
"""

from analysis.codebook.checking import completeness
from analysis.codebook.history import change, drift
from analysis.codebook.reading import read_codebook
from analysis.codebook.tree import FAMILY, MANDATORY, WORDS, Codebook, Context
from analysis.codebook.writing import codebook_text

__all__ = [
    "FAMILY",
    "MANDATORY",
    "WORDS",
    "Codebook",
    "Context",
    "change",
    "codebook_text",
    "completeness",
    "drift",
    "read_codebook",
]
