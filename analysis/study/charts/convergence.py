"""The convergence matrix of a study (F08)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.figures.charts.convergence import convergence_finding, draw_convergence
from analysis.figures.charts.sheet import joined
from analysis.figures.numbers import decimal
from analysis.figures.spec import FigureSpec
from analysis.model import walk_up, words_in
from analysis.release import Gate
from analysis.structure import code_name
from analysis.study.charts.common import face_of, facts, words_of
from analysis.study.draw import Drawing
from analysis.triangulation import assess

if TYPE_CHECKING:
    from analysis.study.views.drawn import Drawn


def convergence_chart(study: Drawn, spec: FigureSpec, language: str, profile: str) -> Drawing:
    """What does each set of sources say on each theme, and where do they contradict? (F08) `layout`: `tiers`."""
    tiers, open_sets = _tiers(spec), study.open_sets(profile)
    cells = _cells(study, tiers, open_sets, language, profile)
    pairs = study.convergence(tiers=tiers)
    sides = assess(pairs[pairs["set_1"].isin(open_sets) & pairs["set_2"].isin(open_sets)]).reset_index()
    names = {
        entry.id: words_in(entry.name, language) or entry.id for entry in study.config.sets if entry.id in open_sets
    }
    text = _caption(study, len(names), language)
    face = face_of(study, spec, language, text, convergence_finding(sides, len(names), language))
    picture = draw_convergence(cells, sides, sets=names, face=face)
    return Drawing(picture, _table(cells, sides), text, joined(face, _lines(cells, sides, names, language)))


def _tiers(spec: FigureSpec) -> tuple[str, ...]:
    return tuple(map(str, spec.layout.get("tiers") or ("core",)))


def _cells(study: Drawn, tiers: Sequence[str], open_sets: Collection[str], language: str, profile: str) -> pd.DataFrame:
    """One row per theme and open set: its profile, what the theme and its family are called, and how many speak."""
    gate, book = study.gate(profile), study.codebook
    profiles = study.profiles(tiers=tiers)
    profiles = profiles[profiles["set"].isin(open_sets)]
    of_people = {entry.id for entry in study.config.sets if entry.of_people}
    return profiles.assign(
        name=[code_name(book, code, language) for code in profiles["theme"]],
        family=[list(walk_up(book.parents, code))[-1] for code in profiles["theme"]],
        speaks=profiles["k"] > 0,
        text=[
            _of(k, n, who not in of_people or study.set_may_be_counted(who, theme, profile), gate, language)
            for k, n, who, theme in zip(profiles["k"], profiles["n"], profiles["set"], profiles["theme"], strict=True)
        ],
    )


def _caption(study: Drawn, shown: int, language: str) -> str:
    """By which limits sets are compared, in how many pairs, and whether some are held back."""
    words, limits = words_of(language), study.config.thresholds
    told = words["convergence"].format(
        prominence=decimal(str(limits["prominence"]), language),
        examples=decimal(str(limits["examples"]), language),
        pairs=shown * (shown - 1) // 2,
    )
    held = [] if shown == len(study.config.sets) else [words["sets held"]]
    return " ".join([told, *held, facts(study, language)])


def _lines(cells: pd.DataFrame, sides: pd.DataFrame, names: Mapping[str, str], language: str) -> list[str]:
    """The matrix in words: each theme with the sets that speak of it, and how many pairs contradict each other."""
    words, lines = words_of(language), []
    for theme, own in cells.groupby("theme", sort=False):
        said = [
            f"{names[row['set']]} {_stance_word(row['stance'], words)} {row['text']}"
            for row in own.to_dict("records")
            if row["speaks"]
        ]
        count = int(sides.loc[sides["theme"] == theme, "contradictions"].iloc[0]) if len(sides) else 0
        against = f"; {words['contradictions'].format(n=count)}" if count else ""
        lines.append(f"{own['name'].iloc[0]}: {', '.join(said) or words['silence']}{against}.")
    return lines


def _table(cells: pd.DataFrame, sides: pd.DataFrame) -> pd.DataFrame:
    """One row per theme and set; how the pairs of the theme's sets stand to each other stands beside each."""
    columns = ["mark", "theme", "name", "set", "text", "stance", "silence"]
    table = cells.assign(mark="code:" + cells["theme"] + "|set:" + cells["set"])[columns]
    pairs_of = sides.drop(columns=["share", "coverage"]).rename(columns={"silence": "silent_pairs"})
    return table.merge(pairs_of, on="theme", how="left").rename(columns={"text": "speak"})


def no_convergence(study: Drawn, spec: FigureSpec, profile: str) -> str:
    """Why sets cannot be compared, or not in this profile."""
    if not study.config.sets:
        return "study.yaml names no sets to compare"
    if not study.themes(tiers=_tiers(spec)):
        return "there is no theme of these tiers"
    return "" if study.open_sets(profile) else "every set holds too few persons"


def _of(k: int, n: int, told: bool, gate: Gate, language: str) -> str:
    """How many speak of those who could; some or none where the number would give that of a small class back."""
    return f"{k}/{n}" if told else gate.count(k, 0, language)


def _stance_word(stance: Any, words: Mapping[str, str]) -> str:
    return words["norm"] if pd.isna(stance) else words[{1: "for", -1: "against", 0: "open"}[int(stance)]]
