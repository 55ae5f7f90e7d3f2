"""Which codes might belong here? Rules from the codebook's indicator phrases, run as a spaCy pipeline component."""

from analysis.suggest.component import make_nlp
from analysis.suggest.run import read_lines, suggest, suggest_all, to_frame, to_lines
from analysis.suggest.sentences import sentence_around
from analysis.suggest.stems import propose_root

__all__ = [
    "make_nlp",
    "propose_root",
    "read_lines",
    "sentence_around",
    "suggest",
    "suggest_all",
    "to_frame",
    "to_lines",
]
