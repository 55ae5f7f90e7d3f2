"""Who was approached, and what came of it? recruitment.csv, the log from which refusals are told (F01, COREQ 10-13)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import Problem
from analysis.model import Participant
from analysis.sources.people import read_rows
from analysis.sources.text import DATE

INTERVIEWED, DECLINED, LOST = "interviewed", "declined", "lost"
APPROACHES: tuple[str, ...] = (INTERVIEWED, DECLINED, LOST)
"""What may come of an approach."""


@dataclass(frozen=True, slots=True)
class Approach:
    """A person who was asked to take part. `approached` is a running number, never the participant's id."""

    approached: str
    role: str
    date: str = ""
    outcome: str = ""
    reason: str = ""
    how: str = ""
    line: int = 0


def read_recruitment(
    path: Path, name: str, roles: Sequence[str], people: Mapping[str, Participant]
) -> tuple[tuple[Approach, ...], list[Problem]]:
    """The log in the order of its rows, and what is wrong with it. A study without a log has none to tell from.

    Columns: approached, role, outcome; date, reason and how (by which way: a letter, a colleague) where they are kept.
    """
    if not path.is_file():
        return (), []
    rows, problems = read_rows(path, name, ("approached", "role", "outcome"))
    log = tuple(
        Approach(
            row["approached"],
            row["role"],
            row.get("date", ""),
            row["outcome"],
            row.get("reason", ""),
            row.get("how", ""),
            row.line,
        )
        for row in rows
    )
    seen: dict[str, int] = {}
    for entry in log:
        problems += _check(entry, name, roles, people)
        if entry.approached in seen:
            step = f"Number it anew; the other stands in line {seen[entry.approached]}."
            problems.append(Problem(name, entry.line, "a number of the log stands once", entry.approached, step))
        seen.setdefault(entry.approached, entry.line)
    return log, problems + (_check_counts(log, name, people) if not problems else [])


def _check(entry: Approach, name: str, roles: Sequence[str], people: Mapping[str, Participant]) -> Iterable[Problem]:
    if not entry.approached:
        yield Problem(name, entry.line, "each approach has its running number", "none", "Write R01, R02 and so on.")
    if entry.approached in people:
        rule = "a number of the log is no participant's id, so that the two tables cannot be joined"
        yield Problem(name, entry.line, rule, entry.approached, "Number the log in a series of its own.")
    if roles and entry.role not in roles:
        rule = f"a role is one of {', '.join(roles)}"
        yield Problem(name, entry.line, rule, repr(entry.role), "See roles in study.yaml.")
    if entry.outcome not in APPROACHES:
        rule = f"an outcome is one of {', '.join(APPROACHES)}"
        yield Problem(name, entry.line, rule, repr(entry.outcome), "Write one of them.")
    if entry.date and not DATE.fullmatch(entry.date):
        rule = "a date is year, year-month or year-month-day"
        yield Problem(name, entry.line, rule, entry.date, "Write it as 2022-03-14.")


def _check_counts(log: Sequence[Approach], name: str, people: Mapping[str, Participant]) -> list[Problem]:
    """Whoever was interviewed is a participant: per role, the log and participants.csv count the same."""
    said = Counter(entry.role for entry in log if entry.outcome == INTERVIEWED)
    there = Counter(person.role for person in people.values())
    return [
        Problem(
            name,
            0,
            f"{role}: as many were interviewed as there are participants",
            f"{said[role]} in the log, {there[role]} in participants.csv",
            "Add the missing row, or mend the role or outcome.",
            "warning",
        )
        for role in sorted(said.keys() | there.keys() if log else ())
        if said[role] != there[role]
    ]
