"""The data structure of a study, or of some of its dimensions (F28)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.codebook import Codebook
from analysis.figures.charts.data_structure import draw_data_structure
from analysis.figures.charts.sheet import joined
from analysis.figures.numbers import decimal
from analysis.figures.spec import FigureSpec
from analysis.model import words_in
from analysis.release import Gate
from analysis.structure import code_name, concepts, in_vivo_share
from analysis.study.charts.common import face_of, facts, words_of
from analysis.study.draw import Drawing
from analysis.study.voices import Classes

if TYPE_CHECKING:
    from analysis.study.views.drawn import Drawn

LINES = 66
"""Lines that fit a page, with the space between themes counted as two."""

MOST_CONCEPTS = 4
"""Concepts named under a theme, where the figure file says nothing else."""


def data_structure_chart(study: Drawn, spec: FigureSpec, language: str, profile: str) -> Drawing:
    """Which concepts stand behind which themes and dimensions? (F28)

    `layout`: `dimensions`, a list of families (those that fit a page by default), and `concepts`, how many are named
    under each theme.
    """
    whole, wanted = study.data_structure(), [str(name) for name in spec.layout.get("dimensions") or ()]
    count = int(spec.layout.get("concepts") or MOST_CONCEPTS)
    chosen = whole[whole["dimension"].isin(wanted)] if wanted else _fitting(whole, count)
    labels = _Labels.of(study, language, profile)
    rows = [row for theme, own in chosen.groupby("theme", sort=False) for row in labels.rows(str(theme), own, count)]
    frame = pd.DataFrame(rows, columns=list(_COLUMNS))
    text = _caption(study, whole, chosen["dimension"].nunique(), language)
    finding = words_of(language)["structure found"].format(
        drawn=chosen["theme"].nunique(), themes=whole["theme"].nunique(), of=chosen["dimension"].nunique(), most=count
    )
    face = face_of(study, spec, language, text, finding)
    picture = draw_data_structure(frame, face=face)
    lines = [
        f"{own['dimension_name'].iloc[0]} – {own['theme_name'].iloc[0]}: " + "; ".join(own["shown"]) + "."
        for _, own in frame.groupby(["dimension", "theme"], sort=False)
    ]
    table = frame[frame["concept"] != ""].assign(mark=lambda t: "code:" + t["theme"] + "|facet:" + t["concept"])
    return Drawing(picture, table[list(_TABLE)], text, joined(face, lines))


_COLUMNS = ("dimension", "dimension_name", "theme", "theme_name", "concept", "shown", "in_vivo", "persons")
_TABLE = ("mark", "concept", "shown", "in_vivo", "persons", "theme", "theme_name", "dimension", "dimension_name")


@dataclass(frozen=True, slots=True)
class _Labels:
    """How concepts are called, and by how many persons, as far as a profile lets either be told."""

    study: Drawn
    language: str
    gate: Gate
    classes: Classes
    said: frozenset[tuple[str, str]]
    """(theme, concept) of those whose own words may be quoted."""

    behind: Mapping[tuple[str, str], pd.DataFrame]
    """(theme, concept) -> the codings that a number of persons would count; empty inside, where all may be counted."""

    @classmethod
    def of(cls, study: Drawn, language: str, profile: str) -> _Labels:
        """The labels of a study in one language and profile."""
        gate = study.gate(profile)
        sayable = concepts(_quotable(study, gate), study.codebook, study.loaded.namings)
        said = frozenset((str(row.theme), str(row.concept)) for row in sayable.itertuples() if row.in_vivo)
        coded = [] if gate.internal else list(study.material.codings.groupby(["code", "facet"]))
        behind = {(str(code), str(facet)): rows for (code, facet), rows in coded}
        return cls(study, language, gate, study.classes(profile), said, behind)

    def rows(self, theme: str, own: pd.DataFrame, count: int) -> list[dict[str, Any]]:
        """The first concepts of a theme, and how many more there are."""
        top = self._ranked(own).head(count)
        dimension = str(own["dimension"].iloc[0])
        base = {
            "dimension": dimension,
            "dimension_name": code_name(self.study.codebook, dimension, self.language),
            "theme": theme,
            "theme_name": _theme_name(self.study.codebook, theme, dimension, self.language),
        }
        rows = [base | self._row(theme, row) for row in top.to_dict("records")]
        if len(own) > len(top):
            rest = words_of(self.language)["more"].format(n=len(own) - len(top))
            rows.append(base | {"concept": "", "shown": rest, "in_vivo": False, "persons": ""})
        return rows

    def _ranked(self, own: pd.DataFrame) -> pd.DataFrame:
        """The concepts that may be named; those without words or a name of their own at the end."""
        told = own if self.gate.internal else own[[_tellable(row, self.said) for row in own.itertuples()]]
        bare = told[~told["in_vivo"] & (told["decided"] == "")].index
        return pd.concat([told.drop(bare), told.loc[bare]])

    def _row(self, theme: str, row: Mapping[Any, Any]) -> dict[str, Any]:
        """What stands in the line of a concept."""
        key = (theme, str(row["concept"]))
        own_words = bool(row["in_vivo"]) and (self.gate.internal or key in self.said)
        shown = _gloss(self.study, *key, self.language)
        if own_words:
            shown = f"“{row['decided']}”: {shown}" if row["decided"] else f"“{shown}”"
        size = len(self.study.heard) if _countable(self.classes, self.behind.get(key)) else 0
        persons = self.gate.count(int(row["persons"]), size, self.language)
        return {"concept": row["concept"], "shown": shown, "in_vivo": own_words, "persons": persons}


def _caption(study: Drawn, whole: pd.DataFrame, drawn: int, language: str) -> str:
    """How many concepts, themes and dimensions there are, in whose words, and how many dimensions are drawn."""
    share = in_vivo_share(whole)
    told = words_of(language)["structure"].format(
        concepts=len(whole),
        in_vivo=int(whole["in_vivo"].sum()),
        share=decimal(f"{share:.2f}", language) if share is not None else "–",
        themes=whole["theme"].nunique(),
        dimensions=whole["dimension"].nunique(),
        drawn=drawn,
    )
    return f"{told} {facts(study, language)}"


def _gloss(study: Drawn, theme: str, concept: str, language: str) -> str:
    """What a concept means, in the language if anybody said so (`codebook/concepts.csv`), else as its facet has it."""
    naming = study.loaded.namings.get((theme, concept))
    return words_in(naming.glosses if naming else {}, language) or concept.replace("-", " ")


def _countable(classes: Classes, said: pd.DataFrame | None) -> bool:
    """Whether the number of persons of a concept leaves every small class a second answer (F44)."""
    return said is None or classes.told_alone(said[["person", "source"]])


def _tellable(row: Any, said: Collection[object]) -> bool:
    """Whether the concept may be named in public: not where its very name is words of those who are not quoted."""
    return not row.in_vivo or bool(row.decided) or (row.theme, row.concept) in said


def _theme_name(book: Codebook, theme: str, dimension: str, language: str) -> str:
    """The name of a theme; codings on the family itself are its theme in general."""
    name = code_name(book, theme, language)
    return words_of(language)["in general"].format(name=name) if theme == dimension and book.children(theme) else name


def no_concepts(study: Drawn, spec: FigureSpec, profile: str) -> str:
    """Why there is no data structure to show."""
    frame, wanted = study.data_structure(), [str(name) for name in spec.layout.get("dimensions") or ()]
    frame = frame[frame["dimension"].isin(wanted)] if wanted else frame
    return "" if len(frame) else "no coding has a facet yet"


def _quotable(study: Drawn, gate: Gate) -> pd.DataFrame:
    """The codings whose words may stand in a label, through the gate."""
    codings = study.codings()
    columns = ["kind", "label", "source", "start", "end"]
    may = [gate.may_print(*row) for row in codings[columns].itertuples(index=False, name=None)]
    return codings[pd.Series(may, index=codings.index, dtype=bool)]


def _fitting(frame: pd.DataFrame, count: int) -> pd.DataFrame:
    """The dimensions, in their order, whose themes fit a page; the first one always."""
    lines = frame.groupby(["dimension", "theme"], sort=False).size().clip(upper=count + 1) + 2
    high = lines.groupby("dimension", sort=False).sum().cumsum()
    keep = set(high[high <= LINES].index) | set(high.index[:1])
    return frame[frame["dimension"].isin(keep)]
