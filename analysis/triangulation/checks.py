"""What is wrong with judgements that only the frames can tell?

References that name nothing any more, decisions that depart from the rule without a rationale, contradictions without
an ending, propositions confirmed by what is no data.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from analysis.errors import Problem, sort_problems
from analysis.references import check_references
from analysis.triangulation.decisions import check_decisions, due_rationale
from analysis.triangulation.judged import KINDS, Cell, Judgements, Step
from analysis.triangulation.propositions import NO_DATA


def check_judgements(
    judgements: Judgements,
    *,
    pairs: pd.DataFrame,
    steps: pd.DataFrame,
    cells: pd.DataFrame,
    codings: pd.DataFrame,
    relations: pd.DataFrame,
    documents: pd.DataFrame,
) -> list[Problem]:
    """Every problem of the records, sorted by file and row.

    Parameters
    ----------
    pairs : the convergence matrix as the rule proposes it, of all tiers; steps, cells : as `steps_frame` and
        `cells_frame` give them; codings, relations, documents : in force, for the references
    """
    problems = [
        *check_decisions(pairs, judgements.convergence),
        *_check_steps(steps, judgements.steps),
        *_check_cells(cells, judgements.cells),
    ]
    cited: dict[str, list[tuple[str, int]]] = {}
    for name, kind in KINDS.items():
        holding = [field for field, how in kind.fields.items() if how["holds"] == "references"]
        for entry in getattr(judgements, name):
            refs = [(ref, entry.line) for field in holding for ref in getattr(entry, field)]
            cited.setdefault(entry.file, []).extend(refs)
    for file, refs in cited.items():
        problems += check_references(refs, codings, relations, documents, file=file, level="warning")
    return sort_problems(problems)


def _check_steps(frame: pd.DataFrame, steps: Sequence[Step]) -> Iterator[Problem]:
    proposed = {(r.thread, r.set): r.proposed for r in frame.itertuples()}
    for step in steps:
        where = f"{step.thread}, {step.set}"
        yield from due_rationale(step, str(proposed.get((step.thread, step.set), "")), step.decided, where)


def _check_cells(frame: pd.DataFrame, cells: Sequence[Cell]) -> Iterator[Problem]:
    rows = {(r.proposition, r.set): r for r in frame.itertuples()}
    for cell in cells:
        row = rows.get((cell.proposition, cell.set))
        where = f"{cell.proposition}, {cell.set}"
        if row is not None and not row.data:
            if cell.decided != NO_DATA:
                rule = f"{where}: law and literature are no data"
                yield Problem(cell.file, cell.line, rule, cell.decided, "Write no data, or delete the record.")
            continue
        yield from due_rationale(cell, str(row.proposed) if row is not None else "", cell.decided, where)
