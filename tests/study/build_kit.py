"""What a build of the small study makes."""

from __future__ import annotations

from pathlib import Path

import nbformat
import study_kit as kit
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from analysis.study.build import Built

PICTURES = ("alt.txt", "pdf", "png", "svg")
TABLES = ("assessment", "convergence")
INTERNAL = ("co_occurrence", "code_by_role", "coverage", "profiles")
NAMES = ("model", "model-stability", "themes")
DRAWN = {f"{name}.{kind}" for name in NAMES for kind in (*(f"en.{kind}" for kind in PICTURES), "csv")}
DRAWN |= {f"model.en.column.{kind}" for kind in PICTURES[1:]}
SUGGESTED = {f"codings/suggester/{key}.jsonl" for key in kit.TALK}
FROZEN = {"interviews/checksums.csv", "documents/checksums.csv"}


def made(folder: str, *, internal: bool) -> set[str]:
    """The files of a profile's folder."""
    tables = {f"tables/{name}.csv" for name in (*TABLES, *(INTERNAL if internal else ()))}
    drawn = {name for name in DRAWN if internal or "stability" not in name}  # three persons are too few in public
    return {f"{folder}/{name}" for name in drawn | tables | {"evidence.html", "inputs.csv"}}


def written(done: Built, root: Path) -> dict[str, set[str]]:
    """Stage -> the files that it wrote."""
    return {stage: {p.relative_to(root).as_posix() for p in paths} for stage, paths in done.made.items()}


def notebook(root: Path, name: str, *sources: str) -> Path:
    """A notebook of these code cells, with a line of prose."""
    cells = [new_markdown_cell("What was said?", id="prose")]
    cells += [new_code_cell(source, id=f"cell-{number}") for number, source in enumerate(sources)]
    return kit.put(root, f"notebooks/{name}.ipynb", nbformat.writes(new_notebook(cells=cells)) + "\n")
