"""Commands for what people judge: `undecided` writes what waits as a table, `decide` takes it back filled in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis.commands.app import Folder, app, out
from analysis.errors import AnalysisError
from analysis.study.decide import STRENGTH
from analysis.study.handle import find_root, open_study
from analysis.study.people import table_text
from analysis.tables import write_text
from analysis.triangulation.judged import KINDS
from analysis.triangulation.undecided import DECIDING

KindOf = Annotated[str, typer.Argument(metavar="KIND", help=f"One of {', '.join((*KINDS, STRENGTH))}.")]


@app.command()
def undecided(
    kind: KindOf,
    out_file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV to write; an existing file is not touched.")],
    alone: Annotated[bool, typer.Option("--alone", help="Every pair, without what rule and others say.")] = False,
    study: Folder = None,
) -> None:
    """Write what waits for a person as a table: convergence, silences, threads, theory, verification, strength."""
    if out_file.exists():
        raise AnalysisError(f"{out_file.name}: the table is written to a new file (got one that exists). Name another.")
    if alone and (kind == STRENGTH or (kind in KINDS and not KINDS[kind].apart)):
        raise AnalysisError(f"readers decide alone about convergence (got {kind!r}). Leave --alone out.")
    handle = open_study(find_root(study))
    frame = handle.convergence_to_decide(alone=True) if alone and kind in KINDS else handle.to_decide(kind)
    write_text(out_file, table_text(frame))
    column = DECIDING.get(kind, "decided")
    out.print(f"{len(frame)} rows wait in {out_file.name}; fill in {column}, and what codebook/README.md asks for")


@app.command()
def decide(
    kind: KindOf,
    table: Annotated[Path, typer.Argument(help="CSV as `jenjang undecided` wrote it, filled in.")],
    by: Annotated[str, typer.Option(help="Who judged: a short name.")],
    alone: Annotated[
        bool, typer.Option("--alone", help="Decided before the readers talk, in a file of your own.")
    ] = False,
    study: Folder = None,
) -> None:
    """Write a table of judgements into its file under codebook/: every row that decides something, or none."""
    done = open_study(find_root(study)).decide(kind, table, by=by, alone=alone)
    if not done.added and not done.replaced:
        out.print("nothing to save: no row of the table is filled in")
        return
    again = f", {done.replaced} in the place of older ones" if done.replaced else ""
    out.print(f"saved {done.added + done.replaced} in {done.file}{again}")
