"""What do all charts of a study say alike? What stands around them, and what they rest on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from analysis.figures.charts.sheet import Face
from analysis.figures.spec import FigureSpec
from analysis.model import words_in
from analysis.study.charts.words import WORDS
from analysis.study.draw import facts_line

if TYPE_CHECKING:
    from analysis.study.views.drawn import Drawn


def face_of(study: Drawn, spec: FigureSpec, language: str, text: str, finding: str) -> Face:
    """What stands around the chart of a figure file: its title, what is to be seen, the caption, the marks."""
    return Face(
        words_in(spec.title, language),
        text,
        study.constructed_mark(language),
        language,
        finding,
        words_in(spec.note, language),
    )


def facts(study: Drawn, language: str) -> str:
    """On which sources and which codebook the chart rests."""
    return facts_line(study.loaded.sources.values(), study.last_act, study.codebook.version, language)


def words_of(language: str) -> Mapping[str, str]:
    """The charts' own words; in English where there are none in the language."""
    return WORDS.get(language, WORDS["en"])
