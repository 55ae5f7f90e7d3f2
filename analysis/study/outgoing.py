"""What would a profile publish of people's words, and does any of it tell too much? Lint L19 and L20, F43 to F46."""

from __future__ import annotations

import pandas as pd

from analysis.disclosure import check_alike, check_cells, check_classes, check_labels
from analysis.errors import Problem, ReleaseError, sort_problems
from analysis.figures.behind import rows_behind
from analysis.model import FIELD_KINDS
from analysis.quotation import PASSES, check_original, check_quotes, decide
from analysis.retrieval import in_kinds
from analysis.study.handle import Study

COLUMNS: tuple[str, ...] = (
    *("source", "start", "end", "person", "decision", "original", "language", "method"),
    *("file", "line"),
)


def quotations(study: Study, profile: str = "public") -> pd.DataFrame:
    """Which words of people stand behind the figures, and may each be quoted?

    Returns
    -------
    frame, one row per different stretch of words: source, start, end, person; decision (passes, paraphrase, check_back,
    blocked; F45; `withheld` where a person keeps the words back, `language` where it would tell who spoke); the
    original words as far as they are shown, their language, and how the translation was made (empty where there is
    none); the file of the source, and the line in it.
    """
    gate, rows = study.gate(profile), []
    for spec in study.loaded.figures.values():
        for mark in spec.marks:
            said = rows_behind(spec, mark, study.material)[0]
            if len(said):
                rows.append(said.loc[said["kind"].isin(FIELD_KINDS), ["source", "start", "end", "person", "quote"]])
    every = pd.concat(rows) if rows else pd.DataFrame(columns=["source", "start", "end", "person", "quote"])
    every = every[every["person"] != ""].drop_duplicates(["source", "start", "end"])
    every = every.sort_values(["source", "start", "end"], ignore_index=True)
    decided = {person: decide(gate, str(person)) for person in every["person"].unique()}
    outcome = [
        "withheld" if gate.holds_back(source, start, end)
        else "language" if decided[person] == PASSES and gate.tells_by_language(person, source)
        else decided[person]
        for source, start, end, person in every[["source", "start", "end", "person"]].itertuples(index=False)
    ]  # fmt: skip
    sources = study.loaded.sources
    shown = every["quote"].where(pd.Series(outcome, every.index, dtype=object).eq("passes"), "")
    notes = [next(iter(sources[str(s)].translation_notes.values()), {}) for s in every["source"]]
    return pd.DataFrame(
        {
            **{key: every[key] for key in ("source", "start", "end", "person")},
            "decision": outcome,
            "original": shown,
            "language": [sources[str(s)].language for s in every["source"]],
            "method": [str(note.get("method") or "") for note in notes],
        },
    ).join(_places(study, every))[list(COLUMNS)]


def _places(study: Study, rows: pd.DataFrame) -> pd.DataFrame:
    """File and line of each stretch: the line on which its passage begins."""
    sources = study.loaded.sources
    found = [(sources[s], sources[s].passage_at(a, z)) for s, a, z in _stretches(rows)]
    places = [(source.file, place.line if place else 0) for source, place in found]
    return pd.DataFrame(places, columns=["file", "line"], index=rows.index)


def _stretches(rows: pd.DataFrame) -> list[tuple[str, int, int]]:
    return [(str(s), int(a), int(z)) for s, a, z in rows[["source", "start", "end"]].itertuples(index=False)]


def check_release(study: Study, profile: str) -> list[Problem]:
    """What does lint L19 and L20 find in what the profile would publish? Nothing for the internal profile.

    Warnings say what the gate holds back by itself and why, and what a person should look at; errors are what must not
    leave. Person ids may stand in them: they are for the team.
    """
    gate = study.gate(profile)
    if gate.internal:
        return []
    asked = quotations(study, profile)
    passing = asked[asked["decision"] == "passes"]
    problems = [*check_labels(gate), *check_alike(in_kinds(study.codings()), gate)]
    problems += check_classes(study.counted_classes(profile), gate.small)
    problems += check_original(passing, "interviews")
    problems += check_quotes(passing, gate, {p: c.line for p, c in study.loaded.consents.items()})
    return sort_problems(problems)


def require_released(study: Study, profile: str, tables: dict[str, pd.DataFrame], quoted: pd.DataFrame) -> None:
    """Raises ReleaseError where what was made for a profile tells too much, whoever let it through (L20).

    Parameters
    ----------
    tables : name -> table by class as it is printed, one row per theme, one column per class
    quoted : person, source, start, end of the quotations on the page
    """
    gate = study.gate(profile)
    if gate.internal:
        return
    placed = quoted.join(_places(study, quoted))
    problems = check_quotes(placed, gate, {p: c.line for p, c in study.loaded.consents.items()})
    for name, table in tables.items():
        spec = study.loaded.figures[name]
        sizes = study.class_sizes(str(spec.layout.get("by") or "role"))
        problems += check_cells(table, sizes, f"figures/{name}.csv", small=gate.small)
    if problems:
        shown = "\n".join(f"  {problem}" for problem in problems[:20])
        raise ReleaseError(f"nothing is published that tells too much ({len(problems)} problems):\n{shown}")
