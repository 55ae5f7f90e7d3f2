"""Which sentence stands under the title of a figure, and may it stand there?

The file of a figure names a claim. The sentence is the claim's own, or a shorter one that the file gives for it, and is
always told with the strength of the claim's evidence; what is blocked, unfinished or not shown is never drawn. A
sentence that counts stays inside: it would give back what the figure beside it tells in words alone (F44).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from analysis.claims.chain import RENDERED
from analysis.claims.ledger import Weighed
from analysis.claims.records import FILE as CLAIMS
from analysis.claims.records import FINAL
from analysis.errors import Problem
from analysis.figures.form import did_you_mean
from analysis.figures.spec import FigureSpec
from analysis.figures.wording import word
from analysis.model import words_in

_DIGIT = re.compile(r"\d")
WEAK = ("low", "very_low")
"""Levels of strength at which a sentence is too uncertain to stand under a title."""


def finding_of(spec: FigureSpec, weighed: Mapping[str, Weighed], language: str, *, internal: bool = True) -> str:
    """The sentence under the title, with the strength of its evidence; nothing where there is none that may be shown.

    The strength is what a person decided, else what the rule proposes. Outside, only a sentence that the figure file
    writes for itself, in words without a figure: that of a claim may count a small class.
    """
    entry = weighed.get(spec.finding.claim)
    if entry is None or _barred(entry):
        return ""
    if not internal and (not spec.finding.text or any(_DIGIT.search(said) for said in spec.finding.text.values())):
        return ""
    sentence = words_in(spec.finding.text, language) or words_in(entry.claim.text, language)
    level = word(str(entry.decided or entry.proposed), language)
    return f"{' '.join(sentence.split())} ({level})"


def check_finding(spec: FigureSpec, weighed: Mapping[str, Weighed]) -> Iterator[Problem]:
    """Is there such a claim, is it final and shown, does it point at this figure, and is its evidence strong enough?"""
    claim, file, row = spec.finding.claim, f"figures/{spec.name}.yaml", spec.finding.line
    if not claim:
        return
    if claim not in weighed:
        yield Problem(file, row, "a finding names a claim of claims.yaml", claim, did_you_mean(claim, list(weighed)))
        return
    entry = weighed[claim]
    place = f"{CLAIMS}, line {entry.claim.line}"
    if reason := _barred(entry):
        step = f"It is not drawn. Mend the claim ({place}), or name another."
        yield Problem(file, row, "a finding rests on a claim that is final and shown", f"{claim}: {reason}", step)
    level = entry.decided or entry.proposed
    if level in WEAK:
        rule = "a finding rests on evidence of moderate strength or more"
        step = f"Name another claim, or find more evidence ({place})."
        yield Problem(file, row, rule, f"{claim}: {level.replace('_', ' ')}", step, "warning")
    if not any(mark.startswith(f"{spec.name}/") for mark in entry.claim.marks):
        step = f"Add a mark of it, such as {spec.name}/{spec.marks[0]}, to its figures ({place})."
        yield Problem(file, row, "the claim of a finding points at the figure", claim, step, "warning")


def _barred(entry: Weighed) -> str:
    """Why the sentence may not be drawn; nothing where it may."""
    if entry.claim.status != FINAL:
        return f"it is a {entry.claim.status}"
    if entry.chain.rendering != RENDERED:
        return f"{entry.chain.rendering}, {entry.chain.reason}" if entry.chain.reason else entry.chain.rendering
    return "" if entry.decided or entry.proposed else "its strength was not assessed"
