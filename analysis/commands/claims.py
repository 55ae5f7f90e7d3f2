"""Commands of the claim ledger: `claims`, `claim`, and what `check --claims` prints."""

from __future__ import annotations

from typing import Annotated

import typer

from analysis.claims.strength import ADAPTED
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
        decided = row["strength_decided"] or "not decided"
        out.print(f"{key}  {row['text']}")
        out.print(
            f"    {row['kind']}, {row['status']}; {row['sources']} sources, {row['persons']} persons, "
            f"{row['witnesses']} witnesses, {row['documents']} documents, {row['opposers']} opposers"
        )
        out.print(f"    chain {row['chain']}; strength proposed {row['strength_proposed']}, {decided}")
        out.print(f"    {row['rendering']}{': ' if row['reason'] else ''}{row['reason']}")
    score = handle.chain_score()
    out.print(f"{len(frame)} claims" + (f", {score:.3f} of them with all six links" if score is not None else ""))
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
