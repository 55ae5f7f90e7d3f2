"""What is printed after files came in: how each was understood, one line for each, and what is left to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import Console

from analysis.sources.labels import EVERYTHING
from analysis.study.ingest import TOOK, Outcome

SHOWN = 20
"""So many files are told of in full."""


def tell(outcomes: Sequence[Outcome], out: Console, *, dry_run: bool = False) -> None:
    """What was understood of each file, then a table of all, then what is left to do."""
    took = [outcome for outcome in outcomes if outcome.verdict == TOOK]
    for outcome in took[:SHOWN]:
        _tell_plan(outcome, out)
    if len(took) > SHOWN:
        out.print(f"… and {len(took) - SHOWN} more; jenjang ingest --dry-run FILE shows how one was understood")
    for outcome in outcomes if len(outcomes) > 1 else [o for o in outcomes if o.why]:
        source = f" -> {outcome.source}" if outcome.verdict == TOOK else ""
        out.print(f"{outcome.verdict:<8} {outcome.name}{source}{f': {outcome.why}' if outcome.why else ''}")
    counts = Counter(outcome.verdict for outcome in outcomes)
    total = ", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items())) or "no files"
    out.print(f"{total}{' (dry run: nothing was written)' if dry_run else ''}")
    people = [person for outcome in took if outcome.plan for person, _ in outcome.plan.people]
    if people and not dry_run:
        out.print(
            f"New in interviews/participants.csv: {_some(people)}. Complete their rows, and write what each of "
            "them allowed into interviews/consent.csv: until then nothing of theirs may be analysed or quoted."
        )
    undated = [outcome.source for outcome in took if outcome.plan and outcome.plan.undated]
    if undated and not dry_run:
        out.print(f"Without a date: {_some(undated)}. Write it into the front matter (or ingest with --date).")


def _tell_plan(outcome: Outcome, out: Console) -> None:
    made = outcome.plan
    if made is None:
        return
    said = ", ".join(part for part in (made.language, made.date) if part)
    out.print(f"{outcome.source}  {outcome.name}: {made.passages} passages{f', {said}' if said else ''}")
    for heard in made.heard:
        label = "(no label)" if heard.label == EVERYTHING else heard.label
        out.print(f"    {label} -> {heard.id} ({heard.part}): {heard.turns} turns, {heard.words} words")
    if made.rejected:
        out.print(f"    no speakers: {', '.join(f'{label.name} ({label.reason})' for label in made.rejected[:12])}")
    for note in made.notes:
        out.print(f"    {note}")


def _some(names: Sequence[str]) -> str:
    """All names, or the first and the last of many."""
    return ", ".join(names) if len(names) <= SHOWN else f"{names[0]} to {names[-1]} ({len(names)})"
