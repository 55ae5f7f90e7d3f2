"""Which acts still hold after some were taken back, and what can be taken back or done again next?

Nothing is ever deleted: an `undo` act names what it `undoes`, by hash. To do something again is to undo its undo.
Acts of one batch are taken back together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis.model import Act

UNDO = "undo"
LASTING = ("anchor", "merge", "close", "reopen", "unblind")
"""Acts that no undo takes back: they say what happened to a text or a journal, or what somebody has seen."""


@dataclass(frozen=True, slots=True)
class Trail:
    """The steps that can be taken back, the latest last, and the undo acts that can be, the next one last.

    A step is an act, or the acts of a batch.
    """

    done: tuple[tuple[Act, ...], ...] = ()
    undone: tuple[tuple[Act, tuple[Act, ...]], ...] = ()


def in_effect(acts: Iterable[Act]) -> list[Act]:
    """The acts that hold, in their order, without the undo acts themselves."""
    acts = list(acts)
    if not any(act.op == UNDO for act in acts):
        return acts
    named = {act.hash: act for act in acts if act.hash}
    mates = _batches(acts)
    gone: set[str] = set()
    for act in reversed(acts):
        if act.op == UNDO and act.hash not in gone and act.undoes in named:
            gone.update(_together(named[act.undoes], mates))
    return [act for act in acts if act.op != UNDO and act.hash not in gone]


def trail(acts: Iterable[Act]) -> Trail:
    """What can be undone and done again, as a person expects: a new act ends the row of what can be done again."""
    acts = list(acts)
    done: dict[str, tuple[Act, ...]] = {}
    key_of: dict[str, str] = {}
    undone: dict[str, tuple[Act, tuple[Act, ...]]] = {}
    steps: dict[str, list[Act]] = {}
    for act in acts:
        if act.op in LASTING:
            continue
        if act.op != UNDO:
            key = act.batch or act.hash
            steps.setdefault(key, []).append(act)
            key_of[act.hash] = key
            done[key] = tuple(steps[key])
            undone = {}
            continue
        target = key_of.get(act.undoes, "")
        if target in done:
            undone[act.hash] = (act, done.pop(target))
        elif act.undoes in undone:
            step = undone.pop(act.undoes)[1]
            done[step[0].batch or step[0].hash] = step
    return Trail(tuple(done.values()), tuple(undone.values()))


def _batches(acts: Sequence[Act]) -> dict[str, list[str]]:
    mates: dict[str, list[str]] = {}
    for act in acts:
        if act.batch and act.op != UNDO:
            mates.setdefault(act.batch, []).append(act.hash)
    return mates


def _together(target: Act, mates: dict[str, list[str]]) -> list[str]:
    """What goes with an act: those of its batch; an undo goes alone."""
    if target.op == UNDO or not target.batch:
        return [target.hash]
    return mates[target.batch]
