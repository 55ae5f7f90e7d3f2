"""What does a person read after a run of scrub? Counts, what is open, what still names somebody, what git holds."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

from analysis.study.identify import KEEP, REPLACE
from analysis.study.scrub import Scrubbed

SHOWN = 20


def default_review(root: Path) -> Path:
    """Where the table of names is written unless a person says otherwise: beside the study's folder, not in it."""
    return root.parent / f"{root.name}-private" / "review.csv"


def review_lines(frame: pd.DataFrame, path: Path) -> Iterator[str]:
    """What was found, by class, and what to do now."""
    for cls, count in frame[frame["rank"] != 3].groupby("class").size().items():
        yield f"{cls:<13} {count}"
    firsts = int((frame["rank"] == 3).sum())
    if firsts:
        yield f"{'first words':<13} {firsts} (at the beginning of sentences only; last in the table)"
    counts = Counter(frame["decision"])
    yield f"{len(frame)} forms: {counts[REPLACE]} replace, {counts[KEEP]} keep, {counts['']} open"
    yield f"Written to {path}. It names people: keep it there, and delete it when you are done."
    yield "Fill in decision (replace, or keep with a reason); add rows without an id for what was not found. Then:"
    yield f"jenjang scrub --apply {path} --key KEYFILE --archive FOLDER"


def scrub_lines(done: Scrubbed, root: Path) -> Iterator[str]:
    """What was replaced, what is open, what still names somebody, and what version history holds."""
    places = sum(done.replaced.values())
    by_class = ", ".join(f"{count} {cls}" for cls, count in done.replaced.items())
    yield f"{places} places now carry a label ({by_class})" if places else "no text held a name to replace"
    yield f"{len(done.files)} files were written anew"
    if done.archive:
        yield f"Originals and closed journals: {done.archive}"
    for where in done.memos:
        yield f"named in a memo or facet, replaced: {where}"
    if len(done.undecided):
        forms = ", ".join(map(str, done.undecided["form"].head(SHOWN)))
        more = f" and {len(done.undecided) - SHOWN} more" if len(done.undecided) > SHOWN else ""
        yield f"Open, nothing was done about them: {forms}{more}"
    for leak in done.left[:SHOWN]:
        yield f"still names a {leak.cls}: {leak.where}"
    if len(done.left) > SHOWN:
        yield f"and {len(done.left) - SHOWN} more places"
    if done.left:
        yield "Outputs are drawn anew by jenjang build; tables, notes and notebooks want a person's hand."
    if done.archive:
        yield from history_lines(root, done.files)


def history_lines(root: Path, files: Sequence[str]) -> Iterator[str]:
    """What does version history still hold, and how is that dealt with?"""
    if not any((folder / ".git").exists() for folder in (root, *root.parents)):
        yield "The folder is under no version control that the program knows; copies and backups hold the names still."
        return
    held = _commits(root, files)
    count = f"{held} commits" if held is not None else "earlier commits"
    yield f"Version history still names people: {count} hold these texts or journals as they were."
    yield "Committing this change does not take them out. Either begin a new repository from the folder as it is now,"
    yield "or rewrite the old one (git filter-repo --invert-paths --path FILE for each of them, then add the new ones);"
    yield "in both cases delete every clone, fork and hosted copy, and do not publish the old one."


def _commits(root: Path, files: Sequence[str]) -> int | None:
    """How many commits touch these files; None where git does not say."""
    command = ["git", "-C", str(root), "rev-list", "--count", "--all", "--", *files]
    try:
        said = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return int(said.stdout) if said.returncode == 0 and said.stdout.strip().isdigit() else None
