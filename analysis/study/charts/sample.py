"""Who was heard, and when? The sample of a study as a chart (F01)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.figures.charts.sample import draw_sample, sample_finding
from analysis.figures.charts.sheet import joined
from analysis.figures.spec import FigureSpec
from analysis.release import Gate
from analysis.study.charts.common import face_of, facts, words_of
from analysis.study.draw import Drawing

if TYPE_CHECKING:
    from analysis.study.views.drawn import Drawn


def sample_chart(study: Drawn, spec: FigureSpec, language: str, profile: str) -> Drawing:
    """Who is in the sample, and when was each source made? (F01) In public, labels and numbers without dates."""
    gate, words = study.gate(profile), words_of(language)
    rows, events = _by_role(study, language) if gate.internal else (_by_label(study, gate, language), [])
    roles = pd.DataFrame(rows, columns=["role", "name", "persons"])
    dated = pd.DataFrame(events, columns=["mark", "role", "kind", "date", "name"])
    told = words["sample" if gate.internal else "sample labels"].format(n=len(study.heard))
    text = f"{told} {facts(study, language)}"
    face = face_of(study, spec, language, text, sample_finding(len(study.heard), dated, language))
    picture = draw_sample(roles, dated, face=face)
    lines = [
        f"{row['name']}: {row['persons']} {words['persons']}"
        + "".join(f"; {e['name']} {e['date']}" for e in dated[dated["role"] == row["role"]].to_dict("records"))
        + "."
        for row in roles.to_dict("records")
    ]
    table = _dated_table(roles, dated) if gate.internal else roles.drop(columns="role")
    return Drawing(picture, table, text, joined(face, lines))


def _by_role(study: Drawn, language: str) -> tuple[list[tuple[str, str, str]], list[tuple[str, str, str, str, str]]]:
    """Roles with how many persons each has, and every source with its day: told inside alone."""
    sizes, strata = study.class_sizes("role"), study.strata
    rows = [
        (role, study.config.role_name(role, language), str(sizes.get(role, 0)))
        for role in study.config.role_ids
        if sizes.get(role)
    ]
    rows += [("", words_of(language)["no role"], "–")] if "" in strata.values() else []
    sources = study.loaded.field_sources
    return rows, [(f"source:{key}", strata[key], s.kind, s.date, key) for key, s in sources.items() if key in strata]


def _by_label(study: Drawn, gate: Gate, language: str) -> list[tuple[str, str, str]]:
    """Public labels with their numbers of persons, as far as these may be told."""
    labels = pd.Series([gate.label(person, language) for person in study.heard], dtype=str)
    counts = labels.value_counts(sort=False)
    return [(str(name), str(name), gate.count(int(n), int(n), language)) for name, n in counts.items()]


def _dated_table(roles: pd.DataFrame, dated: pd.DataFrame) -> pd.DataFrame:
    """One row per role, then one per source with its kind and day."""
    table = roles.assign(mark="role:" + roles["role"])
    table = pd.concat([table[table["role"] != ""], dated.merge(roles[["role"]], on="role")], ignore_index=True)
    return table[["mark", "role", "name", "persons", "kind", "date"]]


def nobody(study: Drawn, spec: FigureSpec, profile: str) -> str:
    """Why there is no sample to show."""
    return "" if study.heard else "nobody was heard yet"
