"""The data structure of a study, or of some of its dimensions (F28)."""

from __future__ import annotations

from collections.abc import Collection
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
    gate, words, book = study.gate(profile), words_of(language), study.codebook
    whole = study.data_structure()
    sayable = concepts(_quotable(study, gate), book, study.loaded.namings)
    said = {(row.theme, row.concept) for row in sayable.itertuples() if row.in_vivo}
    classes = study.classes(profile)
    said_of = {} if gate.internal else dict(list(study.material.codings.groupby(["code", "facet"])))
    wanted = [str(name) for name in spec.layout.get("dimensions") or ()]
    count = int(spec.layout.get("concepts") or MOST_CONCEPTS)
    chosen = whole[whole["dimension"].isin(wanted)] if wanted else _fitting(whole, count)
    rows = []
    for theme, own in chosen.groupby("theme", sort=False):
        told = own if gate.internal else own[[_tellable(row, said) for row in own.itertuples()]]
        named = told[~told["in_vivo"] & (told["decided"] == "")].index
        ranked = pd.concat([told.drop(named), told.loc[named]])
        top = ranked.head(count)
        base = {"dimension": own["dimension"].iloc[0], "theme": theme}
        base |= {
            "dimension_name": code_name(book, base["dimension"], language),
            "theme_name": _theme_name(book, str(theme), base["dimension"], language),
        }
        for row in top.to_dict("records"):
            own_words = bool(row["in_vivo"]) and (gate.internal or (theme, row["concept"]) in said)
            gloss = _gloss(study, str(theme), str(row["concept"]), language)
            shown = (
                f"“{row['decided']}”: {gloss}" if row["decided"] and own_words else f"“{gloss}”" if own_words else gloss
            )
            size = len(study.heard) if _countable(classes, said_of.get((theme, row["concept"]))) else 0
            persons = gate.count(int(row["persons"]), size, language)
            rows.append(base | {"concept": row["concept"], "shown": shown, "in_vivo": own_words, "persons": persons})
        if len(own) > len(top):
            rest = words["more"].format(n=len(own) - len(top))
            rows.append(base | {"concept": "", "shown": rest, "in_vivo": False, "persons": ""})
    columns = ["dimension", "dimension_name", "theme", "theme_name", "concept", "shown", "in_vivo", "persons"]
    frame = pd.DataFrame(rows, columns=columns)
    share = in_vivo_share(whole)
    text = " ".join(
        [
            words["structure"].format(
                concepts=len(whole),
                in_vivo=int(whole["in_vivo"].sum()),
                share=decimal(f"{share:.2f}", language) if share is not None else "–",
                themes=whole["theme"].nunique(),
                dimensions=whole["dimension"].nunique(),
                drawn=chosen["dimension"].nunique(),
            ),
            facts(study, language),
        ]
    )
    finding = words["structure found"].format(
        drawn=chosen["theme"].nunique(), themes=whole["theme"].nunique(), of=chosen["dimension"].nunique(), most=count
    )
    face = face_of(study, spec, language, text, finding)
    picture = draw_data_structure(frame, face=face)
    lines = [
        f"{own['dimension_name'].iloc[0]} – {own['theme_name'].iloc[0]}: " + "; ".join(own["shown"]) + "."
        for _, own in frame.groupby(["dimension", "theme"], sort=False)
    ]
    table = frame[frame["concept"] != ""].assign(mark=lambda t: "code:" + t["theme"] + "|facet:" + t["concept"])
    order = ["mark", "concept", "shown", "in_vivo", "persons", "theme", "theme_name", "dimension", "dimension_name"]
    return Drawing(picture, table[order], text, joined(face, lines))


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
