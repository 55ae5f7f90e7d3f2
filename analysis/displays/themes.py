"""Which codings belong to a theme, and which questions may reach it? A theme includes the codes below it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from analysis.codebook import FAMILY, Codebook
from analysis.model import Question, walk_up

MIXED = "sides of a family add up stances towards the statements of its different codes; read them code by code"
"""What a frame with sides warns of in its attrs, where one of its themes is a family."""


def reach_of(codebook: Codebook, themes: Sequence[str]) -> pd.DataFrame:
    """Which codes count under which theme?

    Returns
    -------
    frame, one row per theme and code that counts under it (itself, and everything below it), in the order of `themes`
    and of the codebook. A theme that is no code of the codebook has no row. Themes may overlap.
    """
    parents, wanted = codebook.parents, set(themes)
    pairs = [(theme, code) for code in codebook.codes for theme in walk_up(parents, code) if theme in wanted]
    frame = pd.DataFrame(pairs, columns=["theme", "code"], dtype=object)
    rank = {theme: number for number, theme in enumerate(themes)}
    return frame.sort_values("theme", key=lambda column: column.map(rank), kind="stable", ignore_index=True)


def by_theme(codings: pd.DataFrame, reach: pd.DataFrame) -> pd.DataFrame:
    """The codings under each theme: the given rows with a column `theme`, once for every theme that holds the code."""
    return codings.merge(reach, on="code", how="inner")


def reaching(guide: Iterable[Question], codebook: Codebook, themes: Sequence[str]) -> pd.DataFrame:
    """Which questions of the guide may reach which theme?

    A question that names a family reaches the codes below it; a merged code counts as what it was merged into.

    Returns
    -------
    frame, one row per question and theme, without doubles
    """
    reach = reach_of(codebook, themes)
    holds: Mapping[str, set[str]] = {str(code): set(rows) for code, rows in reach.groupby("code")["theme"]}
    found: list[tuple[str, str]] = []
    for question in guide:
        named = {codebook.resolve(code) for code in question.codes}
        below = {c for code in named if _is_family(codebook, code) for c in codebook.within(code)}
        reached = {theme for code in named | below for theme in holds.get(code, ())}
        found += [(question.id, theme) for theme in themes if theme in reached]
    return pd.DataFrame(found, columns=["question", "theme"], dtype=object)


def top_themes(codebook: Codebook) -> list[str]:
    """The themes at the top of the tree, in the order of the codebook, without what is retired."""
    return [code.id for code in codebook.codes.values() if not code.parent and not code.retired]


def undefined(values: pd.Series) -> pd.Series:
    """The values, with None where there is none: never 0, never NaN."""
    plain = values.astype(object)
    return plain.where(values.notna(), None)


def _is_family(codebook: Codebook, code: str) -> bool:
    return code in codebook and codebook.code(code).tier == FAMILY
