"""Commands for the framework matrix: `to-chart` writes what waits, `chart` takes it back filled in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis.commands.app import Folder, app, out
from analysis.errors import AnalysisError
from analysis.study.handle import find_root, open_study
from analysis.study.loaded import FRAMEWORK
from analysis.study.people import table_text
from analysis.tables import write_text


@app.command("to-chart")
def to_chart(
    out_file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV to write; an existing file is not touched.")],
    rows: Annotated[str, typer.Option(help="source or person.")] = "source",
    theme: Annotated[list[str] | None, typer.Option(help="A code; several times. The families if left out.")] = None,
    study: Folder = None,
) -> None:
    """Write the open cells of the framework matrix with their segments as a table, to be filled in for `chart`."""
    if out_file.exists():
        raise AnalysisError(f"{out_file.name}: the table is written to a new file (got one that exists). Name another.")
    frame = open_study(find_root(study)).framework_to_chart(rows=rows, themes=theme or ())
    write_text(out_file, table_text(frame))
    out.print(f"{len(frame)} cells wait in {out_file.name}; fill in a summary, or decided and rationale, and by")


@app.command()
def chart(
    table: Annotated[Path, typer.Argument(help="CSV as `jenjang to-chart` wrote it, filled in.")],
    by: Annotated[str, typer.Option(help="Who wrote the rows that do not say it.")] = "",
    study: Folder = None,
) -> None:
    """Write a table of summaries into the framework matrix: every row that says something, or none."""
    count = open_study(find_root(study)).chart(table, by=by)
    out.print(f"saved {count} in {FRAMEWORK}" if count else "nothing to save: no row of the table is filled in")
