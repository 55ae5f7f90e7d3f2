"""Commands of the claim ledger: `claims`, `claim`, and what `check --claims` prints."""

from __future__ import annotations

from typing import Annotated

import pandas as pd
import typer

from analysis.claims.chain import LINKS
from analysis.claims.ledger import COUNTS
from analysis.claims.strength import ADAPTED, NOT_ASSESSED
from analysis.commands.app import Folder, app, out
from analysis.study.handle import Study, find_root, open_study


@app.command()
def claims(
    profile: Annotated[str, typer.Option(help="public or internal; the study's own by default.")] = "",
    study: Folder = None,
) -> None:
    """List the claims: what speaks for and against each, the chain of six links, its strength, shown or blocked."""
    handle = open_study(find_root(study))
    frame = handle.claims(profile=profile)
    for key, row in frame.iterrows():
        out.print(f"{key}  {row['text']}")
        counts = {count: NOT_ASSESSED if pd.isna(row[count]) or row[count] == "" else row[count] for count in COUNTS}
        told = ", ".join(f"{count} {value}" for count, value in counts.items())
        out.print(f"    {row['kind']}, {row['status']}; {told}")
        strength = f"proposed by rule {row['strength_proposed'] or 'nothing'}"
        strength += f", decided {row['strength_decided'] or 'by nobody yet'}"
        out.print(f"    chain {row['chain']}; strength {strength}")
        out.print(f"    {row['rendering']}{': ' if row['reason'] else ''}{row['reason']}")
    whole = int((frame["chain"] == f"{len(LINKS)}/{len(LINKS)}").sum())
    out.print(f"{len(frame)} claims, {whole} of them with all six links")
    out.print(f"Strength is {ADAPTED['en']}.")


@app.command()
def claim(claim: Annotated[str, typer.Argument(help="Id of the claim.")], study: Folder = None) -> None:
    """Tell one claim in full: counts, every link of its chain, every component of its strength with its prompts."""
    section = ""
    for row in open_study(find_root(study)).claim(claim).itertuples():
        if row.section != section:
            section = str(row.section)
            out.print(section)
        out.print(f"    {row.item}: {row.value}")


def print_lint(handle: Study) -> int:
    """Print what a critic would point at, a line each; how many of them are errors."""
    frame = handle.lint()
    for row in frame.to_dict("records"):
        where = f"{row['file']}, line {row['row']}" if row["row"] else str(row["file"])
        out.print(f"{row['level']}: {where}, {row['place']}: {row['id']} {row['what']}. {row['next_step']}")
    errors = int((frame["level"] == "error").sum())
    out.print(f"{len(frame)} findings of the lint: {errors} errors, {len(frame) - errors} warnings")
    return errors
