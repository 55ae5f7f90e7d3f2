"""Commands that build and check: `build`, `check`, `suggest`, `verify`, `new`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from analysis.commands.app import Folder, app, out, print_problems, print_withdrawals, progress_bar
from analysis.commands.claims import print_lint
from analysis.errors import sort_problems
from analysis.study.build import build as build_study
from analysis.study.build import require_sound, write_suggestions
from analysis.study.handle import Study, find_root, open_study
from analysis.study.inputs import Change
from analysis.study.load import load
from analysis.study.new import new_study
from analysis.study.outgoing import check_release
from analysis.study.stamps import Stamps, program_key
from analysis.study.verify import SAME, changed_since
from analysis.study.verify import verify as verify_study


@app.command()
def build(
    profile: Annotated[str, typer.Option(help="public or internal; the study's own by default.")] = "",
    notebooks: Annotated[bool, typer.Option(help="Run the notebooks too.")] = True,
    study: Folder = None,
) -> None:
    """Check, suggest, compute, draw: tables, figures, evidence page, notebooks. What did not change is passed over."""
    root = find_root(study)
    with progress_bar() as progress:
        task = progress.add_task("check", total=None)
        done = build_study(
            root,
            profile=profile,
            notebooks=notebooks,
            on_step=lambda stage, name: progress.update(task, description=f"{stage}: {name}"),
        )
    for name, reason in done.left_out.items():
        out.print(f"not drawn  figures/{name}.yaml: {reason}")
    print_problems(done.release)
    counts = {stage: len(files) for stage, files in done.made.items()}
    for stage, count in counts.items():
        out.print(f"{stage:<10} {f'{count} files written' if count else 'up to date'}")
    if done.note:
        out.print(done.note)
    print_withdrawals(open_study(root))
    out.print(f"Figures, tables and evidence.html: {done.folder.relative_to(root).as_posix()}/")
    if done.folder != root / "figures":
        out.print("This profile is not what the study publishes; the folder is git-ignored.")


@app.command()
def check(
    claims: Annotated[
        bool, typer.Option("--claims", help="Check claims and texts by published criticisms too.")
    ] = False,
    study: Folder = None,
) -> None:
    """List everything that is wrong, all at once, with file and row. Exit code 1 where there is an error."""
    loaded = load(find_root(study))
    handle = Study(loaded)
    problems = [*loaded.problems]
    if not handle.errors:  # what is looked at next wants a sound study
        problems += [*handle.judgement_problems(), *handle.finding_problems()]
        problems += check_release(handle, loaded.config.profile)
    errors = print_problems(tuple(sort_problems(problems)))
    new = [key for key in loaded.new_sources if key in loaded.field_sources]
    if new:
        out.print(f"Not frozen yet (the next build lists their checksums): {', '.join(new)}")
    texts = (
        f"{len(loaded.field_sources)} sources, {len(loaded.documents)} documents, {len(loaded.codebook.codes)} codes"
    )
    print_withdrawals(handle)
    warnings = len(problems) - errors
    out.print(f"{texts}: {errors} errors, {warnings} warnings")
    if claims and not errors:
        errors = print_lint(Study(loaded))
    if errors:
        raise typer.Exit(1)


@app.command()
def suggest(study: Folder = None) -> None:
    """Write what the rules of the codebook suggest to codings/suggester/. Suggestions count in no finding."""
    root = find_root(study)
    handle = open_study(root)
    require_sound(handle)
    with progress_bar() as progress:
        task = progress.add_task("suggest", total=None)
        made = write_suggestions(
            handle,
            Stamps(root),
            program_key(),
            lambda stage, name: progress.update(task, description=f"{stage}: {name}"),
        )
    _print_suggestions(handle)
    out.print(f"{len(made)} of {len(handle.loaded.field_sources)} sources were written anew")


def _print_suggestions(handle: Study) -> None:
    frame = handle.suggestions()
    for source, count in frame.groupby("source").size().items():
        out.print(f"{source}: {count} suggestions")


@app.command()
def verify(study: Folder = None) -> None:
    """Rebuild aside, compare with what is published, show differences in out/verify/. Exit code 1 if any."""
    root = find_root(study)
    folder = root / "out" / "verify"
    with progress_bar() as progress:
        task = progress.add_task("verify", total=None)
        found = verify_study(
            root, show=folder, on_step=lambda name: progress.update(task, description=f"verify: {name}")
        )
    for item in found:
        if item.verdict != SAME:
            out.print(f"{item.verdict:<10} {item.file}" + (f": {item.note}" if item.note else ""))
    if any(item.verdict != SAME for item in found):
        _print_changes(changed_since(root))
    counts = Counter(item.verdict for item in found)
    out.print(", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items())) or "nothing to compare")
    if set(counts) - {SAME} or not found:
        raise typer.Exit(1)


def _print_changes(changes: list[Change] | None) -> None:
    """Which inputs are not what they were when the figures were published."""
    if changes is None:
        out.print("Which input changed cannot be told: figures/inputs.csv is missing. The next build writes it.")
    elif not changes:
        out.print("No input changed since this was published: a published file was edited, or this machine differs.")
    else:
        out.print("Inputs that are not what they were when this was published:")
        for change in changes:
            out.print(f"  {change}")


@app.command()
def new(folder: Annotated[Path, typer.Argument(help="Folder to make.")]) -> None:
    """Make an empty study that checks."""
    made = new_study(folder)
    name = folder.resolve().name
    out.print(f"{len(made)} files in {name}/; read {name}/README.md, then in that folder: jenjang check")
