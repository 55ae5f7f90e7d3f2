"""A desk on the small study, and the words to code on it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import study_kit as kit

from analysis.coding.journal import Journal, read_journal
from analysis.desk.state import Desk
from analysis.study.handle import open_study

CAFE = "I stayed for the café"
FRIEND = "A friend asked me to come"


def desk(root: Path, *, coder: str = "ben", source: str = "S01", **options: Any) -> Desk:
    """Ben's desk on the study in `root`."""
    return Desk(open_study(root), source, coder=coder, provenance="constructed", **options)


def span(at: Desk, quote: str) -> dict[str, object]:
    """Where a quote stands, as the page says it."""
    start = at.text.body.index(quote)
    return {"start": start, "end": start + len(quote), "quote": quote}


def add(at: Desk, quote: str, *codes: str, **args: Any) -> str:
    """A code put on a quote; the id of the coding."""
    return at.do("add", spans=[span(at, quote)], codes=list(codes or ["EXP.STAY"]), **args).acts[-1].id


def journal(root: Path, coder: str = "ben", source: str = "S01") -> Journal:
    """The journal as it lies on the disk."""
    return read_journal(root / f"codings/{coder}/{source}.jsonl")


def standing(at: Desk) -> list[tuple[str, str]]:
    """Code and words of each coding."""
    return [(c.code, c.quote) for c in at.state.codings]


__all__ = ["CAFE", "FRIEND", "add", "desk", "journal", "kit", "span", "standing"]
