"""The displays of a study as charts that a figure file may ask for: framework, role-ordered, balance and the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.errors import AnalysisError
from analysis.figures.spec import FigureSpec
from analysis.model import words_in
from analysis.study.draw import Drawing

if TYPE_CHECKING:
    from analysis.study.views.drawn import Drawn

_LISTS = ("themes", "tiers", "kinds")
_MARKS: Mapping[str, Mapping[str, str]] = {
    "framework": {"code": "theme", "source": "case"},
    "role-ordered": {"code": "theme", "role": "class"},
    "stance-balance": {"code": "theme"},
}
"""Display -> what a row of its table selects by, and the column that holds the value."""


def display_chart(name: str) -> Callable[[Drawn, FigureSpec, str, str], Drawing]:
    """How the display of that name is drawn; `layout` holds the options that `study.display` takes."""

    def draw(study: Drawn, spec: FigureSpec, language: str, profile: str) -> Drawing:
        title, note = words_in(spec.title, language), words_in(spec.note, language)
        drawing = study.display(name, language=language, profile=profile, title=title, note=note, **_options(spec))
        internal = study.gate(profile).internal
        table = _marked(drawing.table, name, _options(spec)) if internal else drawing.table
        return Drawing(drawing.figure, table, drawing.caption, drawing.alternative)

    return draw


def not_displayed(name: str) -> Callable[[Drawn, FigureSpec, str], str]:
    """Why the display of that name may not leave in a profile, or cannot be drawn yet."""

    def refused(study: Drawn, spec: FigureSpec, profile: str) -> str:
        if study.codings().empty:
            return "nothing is coded yet"
        try:
            study.display(name, profile=profile, **_options(spec))
        except AnalysisError as error:
            return str(error).split(". ")[0].rstrip(".")
        return ""

    return refused


def _options(spec: FigureSpec) -> dict[str, Any]:
    return {key: tuple(value) if key in _LISTS else value for key, value in spec.layout.items()}


def _marked(table: pd.DataFrame, name: str, options: Mapping[str, Any]) -> pd.DataFrame:
    """The table with a column `mark`, by which the words behind a row are found."""
    parts = dict(_MARKS.get(name, {}))
    if options.get("by") == "group" and "role" in parts:
        parts["group"] = parts.pop("role")
    if options.get("rows") == "person" and "source" in parts:
        parts["person"] = parts.pop("source")
    if not parts:
        return table
    pieces = [f"{part}:" + table[column].astype(str) for part, column in parts.items()]
    marks = pieces[0]
    for piece in pieces[1:]:
        marks = marks + "|" + piece
    return table.assign(mark=marks)[["mark", *table.columns]]
