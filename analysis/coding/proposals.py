"""What do coders think of the codebook? Memos on codes and proposals, from the journal of acts without a source.

A proposal changes nothing: whoever keeps the codebook reads it and makes the change by an operation of the codebook.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from analysis.coding.undo import in_effect
from analysis.model import Act

CREATE, REDEFINE = "create", "redefine"
CHANGES = (CREATE, REDEFINE)
COLUMNS = ("coder", "id", "change", "code", "parent", "name", "definition", "reason", "source", "quote")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A new code, or another definition of one, with the reason and the words that called for it."""

    id: str
    coder: str
    change: str
    code: str
    parent: str = ""
    name: str = ""
    definition: str = ""
    reason: str = ""
    source: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Notebook:
    """A coder's memos on codes (code -> text) and proposals, in the order in which they were made."""

    memos: Mapping[str, str] = field(default_factory=dict)
    proposals: tuple[Proposal, ...] = ()


def read_notes(acts: Iterable[Act], *, coder: str) -> Notebook:
    """Play the acts of a codebook journal: a later memo replaces an earlier one, an empty one takes it away."""
    memos: dict[str, str] = {}
    proposals: dict[str, Proposal] = {}
    for act in in_effect(acts):
        if act.op == "memo":
            memos[act.code] = act.memo
        elif act.op == "propose":
            proposals[act.id] = _proposal(act, coder)
        elif act.op == "remove":
            proposals.pop(act.id, None)
    return Notebook({code: memo for code, memo in sorted(memos.items()) if memo}, tuple(proposals.values()))


def proposals_frame(notes: Iterable[Notebook]) -> pd.DataFrame:
    """One row per proposal: coder, id, change (create, redefine), code, parent, name, definition, reason, and the
    source and words that called for it."""
    rows = [[getattr(p, column) for column in COLUMNS] for book in notes for p in book.proposals]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _proposal(act: Act, coder: str) -> Proposal:
    said = act.attributes
    return Proposal(
        id=act.id,
        coder=coder,
        change=said.get("change", ""),
        code=act.code,
        parent=said.get("parent", ""),
        name=said.get("name", ""),
        definition=said.get("definition", ""),
        reason=act.memo,
        source=said.get("source", ""),
        quote=act.quote,
    )
