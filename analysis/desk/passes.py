"""Who has begun a source, who has finished, and whose work could be seen by now? Read from the disk as it stands."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from analysis.coding.fold import State, fold
from analysis.coding.journal import Journal, read_journal
from analysis.study.loaded import SUGGESTER, Loaded, slug

QUIET = ("anchor", "merge", "unblind")
"""Acts that begin no pass."""


@dataclass(frozen=True, slots=True)
class Passes:
    """The passes on one source by those who code, without adjudicators.

    `coded` have something standing or finished with nothing; `waiting` have begun and not finished.
    """

    coded: tuple[str, ...] = ()
    finished: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    ruled: bool = False
    """Whether an adjudicator has ruled on the source, or looked before all had finished."""

    def in_sight(self, coder: str) -> tuple[str, ...]:
        """Whose work a coder who has finished could have seen by now; nobody while it is compared by none."""
        others = tuple(name for name in (*self.coded, *self.waiting) if name != coder)
        return tuple(sorted(set(others))) if self.ruled or not self.waiting else ()


def with_passes(loaded: Loaded, source: str) -> Loaded:
    """The study with all journals of a source as they lie on the disk: another window may have written meanwhile."""
    names = sorted(path.parent.name for path in (loaded.root / "codings").glob(f"*/{source}.jsonl"))
    found: dict[tuple[str, str], Journal] = {}
    for name in names:
        if slug(name) and name != SUGGESTER:
            path = loaded.root / "codings" / name / f"{source}.jsonl"
            found[name, source] = read_journal(
                path, name=f"codings/{name}/{path.name}", known=loaded.journals.get((name, source))
            )
    if all(loaded.journals.get(key) is journal for key, journal in found.items()):
        return loaded
    return dataclasses.replace(loaded, journals=dict(sorted({**loaded.journals, **found}.items())))


def passes_of(loaded: Loaded, source: str) -> Passes:
    """The passes on a source."""
    judges = {name for name, entry in loaded.coders.items() if entry.role == "adjudicator"}
    journals = {name: journal for (name, of), journal in loaded.journals.items() if of == source}
    states = {name: fold(journal.acts, coder=name, source=source) for name, journal in journals.items()}
    begun = [name for name, j in journals.items() if name not in judges and any(a.op not in QUIET for a in j.acts)]
    return Passes(
        coded=tuple(name for name in begun if states[name].codings or states[name].done),
        finished=tuple(name for name in begun if states[name].done),
        waiting=tuple(name for name in begun if not states[name].done),
        ruled=_looked_at(states, judges),
    )


def _looked_at(states: Mapping[str, State], judges: set[str]) -> bool:
    return any(states[name].rulings or states[name].sights for name in judges & set(states))
