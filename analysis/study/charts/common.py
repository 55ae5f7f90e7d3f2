"""What do all charts of a study say alike? What they rest on, and themselves in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from analysis.study.charts.words import WORDS
from analysis.study.draw import facts_line

if TYPE_CHECKING:
    from analysis.study.views.drawn import Drawn


def alternative(mark: str, title: str, lines: Iterable[str], text: str) -> str:
    """The chart in words: the mark of what is constructed, the title, its rows, the caption."""
    return "\n".join(line for line in [mark, f"{title}.", *lines, text] if line)


def facts(study: Drawn, language: str) -> str:
    """On which sources and which codebook the chart rests."""
    return facts_line(study.loaded.sources.values(), study.last_act, study.codebook.version, language)


def words_of(language: str) -> Mapping[str, str]:
    """The charts' own words; in English where there are none in the language."""
    return WORDS.get(language, WORDS["en"])
