"""Which words does a person keep back from the public, whoever may be quoted? (F42, F43)

Consent and labels are decided by rule. Whether a story names somebody by what it tells is a person's judgement: each
stands in `interviews/withheld.csv` with what the rule proposed, what was decided, and why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import Problem
from analysis.model import Source
from analysis.sources.people import read_rows

COLUMNS: tuple[str, ...] = ("source", "quote", "proposed", "decided", "rationale", "by", "at")
DECISIONS: tuple[str, ...] = ("withhold", "show")


@dataclass(frozen=True, order=True, slots=True)
class Stretch:
    """Words of a source that a person looked at: `body[start:end]`, and whether they are kept back."""

    source: str
    start: int
    end: int
    withhold: bool = True


def read_withheld(path: Path, name: str, sources: Mapping[str, Source]) -> tuple[list[Stretch], list[Problem]]:
    """The stretches that a person judged, and what is wrong with the table. None without the table.

    A row whose words do not stand in its source once gives an error: what it kept back could leave unseen.
    """
    if not path.is_file():
        return [], []
    rows, problems = read_rows(path, name, COLUMNS)
    found: list[Stretch] = []
    for row in rows:
        source, quote = sources.get(row["source"]), row["quote"]
        times = source.body.count(quote) if source and quote else 0
        if source is None or times != 1:
            step = "Mend the row: give so many words that they stand in the source once."
            came = f"{row['source']}: {times} times, {quote[:40]!r}"
            problems.append(Problem(name, row.line, "words that are kept back stand in their source once", came, step))
        if row["decided"] not in DECISIONS or row["proposed"] not in DECISIONS:
            came = f"{row['proposed']!r}, {row['decided']!r}"
            rule = "proposed and decided are withhold or show"
            problems.append(Problem(name, row.line, rule, came, "Write one of them in each."))
        elif row["proposed"] != row["decided"] and not row["rationale"]:
            rule = "a decision other than the proposed one says why"
            problems.append(Problem(name, row.line, rule, "no rationale", "Write it in rationale."))
        if source is not None and times == 1:
            start = source.body.index(quote)
            found.append(Stretch(source.id, start, start + len(quote), row["decided"] != "show"))
    return sorted(found), problems
