"""The stability figure of a diagram: would each mark stay if others had been heard? (F31)"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.figures.charts.sheet import joined
from analysis.figures.charts.stability import draw_stability, stability_finding
from analysis.figures.evidence import drawn
from analysis.figures.material import names_of
from analysis.figures.numbers import places, thousands
from analysis.figures.rules import tally
from analysis.figures.spec import FigureSpec
from analysis.model import words_in
from analysis.release import Gate
from analysis.study.charts.common import face_of, facts, words_of
from analysis.study.charts.words import WORDS
from analysis.study.draw import Drawing
from analysis.study.public_marks import patterns_of, released
from analysis.suppression import BOTH

if TYPE_CHECKING:
    from analysis.study.views.drawn import Drawn

STABILITY = "-stability"
"""What is added to a diagram's name for the name of its stability figure."""

STABILITY_TABLE: tuple[str, ...] = (
    "mark",
    "name",
    "status",
    "kept",
    "persons",
    "sources",
    "opposers",
    "groups",
    "witnesses",
    "documents",
    "thread",
    "loo",
    "linchpins",
    "bootstrap",
    "bootstrap_exact",
    "ceiling",
    "bootstrap_stratified",
    "ceiling_stratified",
    "drop_group",
    "drop_coder",
)


def stability_of(spec: FigureSpec) -> FigureSpec:
    """The stability figure of a diagram."""
    title = {key: f"{words['stability']}: {words_in(spec.title, key)}" for key, words in WORDS.items()}
    return FigureSpec(
        name=spec.name + STABILITY,
        number=spec.number,
        kind="chart",
        chart="stability",
        research_question=spec.research_question,
        title=title,
        layout={"of": spec.name},
    )


def stability_chart(study: Drawn, spec: FigureSpec, language: str, profile: str) -> Drawing:
    """How stable is each mark of the diagram named by `layout: {of: <figure>}`? (F31)"""
    base, gate, words = study.spec(str(spec.layout.get("of") or "")), study.gate(profile), words_of(language)
    every = study.marks(base.name, language=language)
    every = every[every["mark"].isin(drawn(base, every).marks)]
    spoken = every[every["sources"] + every["opposers"] > 0]
    spoken = spoken.assign(name=spoken["mark"].map(names_of(base, language)))
    shown = released(spoken, lambda: study.voices(base.name), study.material, study.classes(profile), gate, language)
    shown = shown[shown["told"] == BOTH]
    falls = [_falls(row, study, gate, language) for row in shown.to_dict("records")]
    best = shown["bootstrap_exact"].fillna(shown["bootstrap"])
    text = f"{tally(every, language).replace('>=', '≥')} {_caption(study, gate, shown, len(spoken), language)}"
    face = face_of(study, spec, language, text, stability_finding(shown, language, held=len(spoken) - len(shown)))
    picture = draw_stability(shown.assign(bootstrap=best, falls_without=falls), face=face)
    lines = [
        f"{row['name']}: {words['kept' if row['kept'] else 'not kept']}"
        + f", {words['bootstrap']} {places(value, language)} {words['of at most']} {places(row['ceiling'], language)}"
        + (f", {words['falls without']} {hangs}" if hangs else "")
        + "."
        for row, value, hangs in zip(shown.to_dict("records"), best, falls, strict=True)
    ]
    return Drawing(picture, shown[list(STABILITY_TABLE)], text, joined(face, lines))


def _caption(study: Drawn, gate: Gate, shown: pd.DataFrame, spoken: int, language: str) -> str:
    """How often sets of sources were redrawn, how many of the spoken marks are held back, and what is fixed."""
    words, draws = words_of(language), study.material.resamples
    method = words["method" if gate.internal else "method outside"].format(
        n=thousands(len(draws.simple), language),
        exact=words["exact" if shown["bootstrap_exact"].notna().all() else "drawn"],
    )
    held = [words["marks held"].format(n=spoken - len(shown))] if spoken > len(shown) else []
    roles = [study.config.role_name(role, language) if role else words["no role"] for role in draws.fixed]
    fixed = [words["fixed"].format(strata=", ".join(roles))] if roles and gate.internal else []
    return " ".join([method, *held, *fixed, facts(study, language)])


def no_stability(study: Drawn, spec: FigureSpec, profile: str) -> str:
    """Why stability cannot be shown, or not in this profile."""
    base, gate = study.spec(str(spec.layout.get("of") or "")), study.gate(profile)
    marks = study.marks(base.name)
    if not (marks["sources"] + marks["opposers"] > 0).any():
        return "nobody speaks of a mark yet"
    if not gate.internal and (marks["class_size"] < gate.small).any():
        return f"fewer than {gate.small} persons were heard"
    spoken = marks[marks["sources"] + marks["opposers"] > 0]
    told = patterns_of(spoken, study.voices(base.name), study.material.keep, study.classes(profile)).values()
    return "" if gate.internal or BOTH in told else "every mark would tell how many of a small class there are"


def _falls(row: Mapping[Any, Any], study: Drawn, gate: Gate, language: str) -> str:
    """Without whom a mark is kept no more, in few words."""
    sources = [name for name in str(row["linchpins"] or "").split(";") if name]
    groups = [name for name in str(row["drop_group"] or "").split(";") if name]
    coders = [name for name in str(row["drop_coder"] or "").split(";") if name]
    words = words_of(language)
    if gate.internal and len(sources) > 2:
        sources = [words["sources"].format(n=len(sources))]
    if gate.internal and groups:
        named = words_in(study.config.groups.get(groups[0], {}), language) or groups[0]
        groups = [named.lower() if len(groups) == 1 else words["groups"].format(n=len(groups))]
    return "; ".join([*([", ".join(sources)] if sources else []), *groups, *coders])
