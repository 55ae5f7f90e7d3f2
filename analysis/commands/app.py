"""What all commands share: the application, where it prints, how it shows progress and problems."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from analysis.errors import AnalysisError, Problem
from analysis.study.handle import Study

app = typer.Typer(
    name="jenjang",
    help="Qualitative case-study coding whose every figure mark can be questioned.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
out = Console(soft_wrap=True, highlight=False, markup=False, emoji=False)
err = Console(stderr=True, soft_wrap=True, highlight=False, markup=False, emoji=False)

Folder = Annotated[Path | None, typer.Option("--study", help="Folder of the study; found from here by default.")]


def progress_bar(*, bar: bool = False, disable: bool = False) -> Progress:
    """What a person sees while long work runs; in nothing but a terminal it stays quiet."""
    text = TextColumn("{task.description}", markup=False)
    columns = (SpinnerColumn(), *([BarColumn()] if bar else []), text, TimeElapsedColumn())
    return Progress(*columns, console=err, transient=True, disable=disable or not err.is_terminal)


def print_problems(problems: tuple[Problem, ...]) -> int:
    """Print every problem on its line; how many of them are errors."""
    for problem in problems:
        out.print(f"{problem.level}: {problem}")
    return sum(problem.level == "error" for problem in problems)


def print_withdrawals(handle: Study) -> None:
    """Print what is left out because consent was withdrawn."""
    for line in handle.withdrawals():
        out.print(f"left out   {line}")


def pair(item: str) -> tuple[str, str]:
    """NAME=VALUE as its two parts."""
    name, sign, value = item.partition("=")
    if not sign:
        raise AnalysisError(f"an attribute is given as NAME=VALUE (got {item!r}). Write for example valence=negative.")
    return name, value
