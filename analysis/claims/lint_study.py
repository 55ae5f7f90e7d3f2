"""Published criticisms as checks on figures, codebook and records of the field: L08, L11, L13, L22."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.approach import APPROACHES
from analysis.claims.grounds import Finding, Grounds
from analysis.codebook import FAMILY
from analysis.model import FIELD_KINDS

WITHOUT_EVIDENCE = "none"
"""The status of a mark that rests on nothing and declares nothing."""
LEAST_REPORTED = ("transcript_returned", "field_notes", "prior_relationship")
"""Keys of a source's front matter for the least reported items of COREQ (23, 20, 6)."""
STATEMENT_WORDS = 3


def mark_without_evidence(grounds: Grounds) -> Iterator[Finding]:
    """L08: every element of a figure has evidence, or says on what else it rests (opaque figures)."""
    for name, marks in grounds.marks.items():
        for mark in marks.loc[marks["status"] == WITHOUT_EVIDENCE, "mark"]:
            step = "Code what it rests on, or declare its status: law, theory or proposal."
            yield Finding("L08", "error", f"figures/{name}.yaml", 1, mark, "neither evidence nor status", step)


def topic_for_theme(grounds: Grounds) -> Iterator[Finding]:
    """L11: a theme states something, beyond a topic word."""
    for code in grounds.codebook.codes.values():
        if code.tier == FAMILY or code.retired:
            continue
        short = not code.statement or any(len(text.split()) < STATEMENT_WORDS for text in code.statement.values())
        if short:
            step = "Write the statement that codings support or oppose."
            what = "a topic without a statement"
            yield Finding("L11", "warning", "codebook/codebook.yaml", code.line, code.id, what, step)


def approach_not_stated(grounds: Grounds) -> Iterator[Finding]:
    """L13: the study states its analytic approach."""
    if grounds.approach not in APPROACHES:
        step = f"Write approach: one of {', '.join(APPROACHES)} (F00)."
        yield Finding("L13", "error", "study.yaml", 1, "approach", "the approach to coding is not stated", step)


def least_reported(grounds: Grounds) -> Iterator[Finding]:
    """L22: transcript return, field notes and prior relationship are told of each source in which people speak."""
    field = [s for s in grounds.sources.values() if s.kind in FIELD_KINDS]
    for key in LEAST_REPORTED if field else ():
        silent = [s for s in field if s.meta.get(key) in (None, "")]
        if silent:
            what = f"{key} is empty in {len(silent)} of {len(field)} sources, {silent[0].id} first"
            step = f"Write {key}: in their front matter, also where the answer is no."
            yield Finding("L22", "warning", silent[0].file, 2, key, what, step)
