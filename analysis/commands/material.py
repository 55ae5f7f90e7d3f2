"""Commands for people and their texts: `ingest`, `sample`, `withdraw`, `scrub`, `export`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from analysis.commands.app import Folder, app, out, pair, progress_bar
from analysis.errors import AnalysisError
from analysis.sources.cast import Cast, parse_voice, read_cast
from analysis.sources.key import check_outside, read_key
from analysis.sources.readers.door import Ways
from analysis.study.asking import Interview
from analysis.study.export import IN_FORCE
from analysis.study.handle import find_root, open_study
from analysis.study.ingest import REFUSED, Given, template_for
from analysis.study.ingest import ingest as ingest_files
from analysis.study.leaks import scan_outputs
from analysis.study.load import load
from analysis.study.people import table_text
from analysis.study.review import write_review
from analysis.study.scrub_report import default_review, review_lines, scrub_lines
from analysis.study.swap import finish as finish_swap
from analysis.study.told import tell
from analysis.study.told_names import judgement_lines
from analysis.study.withdraw import withdraw as withdraw_consent
from analysis.tables import write_text


@app.command()
def ingest(
    files: Annotated[list[Path], typer.Argument(help="Files and folders; folders with all that lies in them.")],
    kind: Annotated[str, typer.Option(help="interview, focus_group, verification, observation; law, document, …")] = (
        "interview"
    ),
    language: Annotated[str, typer.Option(help="Language of the files, such as id or en.")] = "",
    provenance: Annotated[str, typer.Option(help="recorded, public or constructed.")] = "recorded",
    date: Annotated[str, typer.Option(help="Date of the talk or document, where no name or head gives it.")] = "",
    id: Annotated[str, typer.Option("--id", help="Id of the source, for one file; else the next free one.")] = "",
    role: Annotated[str, typer.Option(help="Role of those who are new to the study.")] = "",
    speakers: Annotated[Path | None, typer.Option(help="File that says what each label is (YAML).")] = None,
    speaker: Annotated[list[str] | None, typer.Option(help="LABEL=PART or LABEL=PART:ID; several times.")] = None,
    others: Annotated[str, typer.Option(help="Part of labels of which nothing is said, such as respondent.")] = "",
    speakers_template: Annotated[
        Path | None, typer.Option(help="Write such a file to be completed, and take nothing in.")
    ] = None,
    encoding: Annotated[str, typer.Option(help="Of texts that are no UTF-8, such as cp1252.")] = "",
    columns: Annotated[str, typer.Option(help="Of tables: text=NAME,speaker=NAME,time=NAME.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be taken; write nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing; what is unsure is refused.")] = False,
    study: Folder = None,
) -> None:
    """Take transcripts and documents into the study, as they come from the field. The originals are not touched.

    Word, OpenDocument, RTF, PDF with text, HTML, Markdown, reStructuredText, plain text, captions (vtt, srt, sbv),
    tables with one turn a row (csv, tsv, xlsx), JSON of speech-to-text programs. Exit code 1 where a file was refused.
    """
    root = find_root(study)
    cast = read_cast(speakers) if speakers else Cast()
    cast = Cast({**cast.voices, **dict(parse_voice(item) for item in speaker or ())}, cast.files, cast.about)
    given = Given(kind, language, provenance, date, id, role, others, cast)
    ways = Ways(encoding, dict(pair(item.strip()) for item in columns.split(",") if item.strip()))
    if speakers_template:
        write_text(speakers_template, template_for(root, files, given, ways))
        out.print(f"{speakers_template.name}: complete it, then give it with --speakers. Nothing was taken in.")
        return
    asks = sys.stdin.isatty() and out.is_terminal and not yes
    answer = Interview(_ask, out.print, load(root).config.roles) if asks else None
    with progress_bar(bar=True, disable=asks) as progress:
        task = progress.add_task("ingest", total=None)
        outcomes = ingest_files(
            root,
            files,
            given,
            ways,
            dry_run=dry_run,
            answer=answer,
            on_file=lambda number, count, name: progress.update(
                task, completed=number - 1, total=count, description=f"ingest: {name}"
            ),
        )
    tell(outcomes, out, dry_run=dry_run)
    if any(outcome.verdict == REFUSED for outcome in outcomes) or not outcomes:
        raise typer.Exit(1)


@app.command()
def sample(
    language: Annotated[str, typer.Option(help="en or id; the study's first language by default.")] = "",
    by: Annotated[str, typer.Option(help="role or group.")] = "role",
    profile: Annotated[str, typer.Option(help="public or internal; the study's own by default.")] = "",
    table: Annotated[bool, typer.Option("--table", help="Print the table as CSV instead.")] = False,
    study: Folder = None,
) -> None:
    """Print the sample as the paragraph of a methods section (F01): who, how many, how recruited, how long, where."""
    handle = open_study(find_root(study))
    if table:
        typer.echo(table_text(handle.sample(by=by, profile=profile, language=language)), nl=False)
    else:
        typer.echo(handle.sample_statement(language, by=by, profile=profile))


@app.command()
def withdraw(
    person: Annotated[str, typer.Argument(help="Id of the participant.")],
    on: Annotated[str, typer.Option(help="The day of the withdrawal, as 2022-03-14.")],
    use: Annotated[
        list[str] | None, typer.Option(help="What is withdrawn; several times. All uses if left out.")
    ] = None,
    archive: Annotated[Path | None, typer.Option(help="Folder outside the tree for the person's texts.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List what would change, and write nothing.")] = False,
    study: Folder = None,
) -> None:
    """Record a withdrawal of consent in consent.csv and list all that changes; it takes effect at the next build."""
    done = withdraw_consent(find_root(study), person, on=on, uses=use or (), archive=archive, dry_run=dry_run)
    for row in done.effects.itertuples(index=False):
        out.print(f"{row.what:<12} {row.name}: {row.before} -> {row.after}")
    for item in done.archived:
        out.print(f"{'archived':<12} {item.file} {item.sha256[:12]}")
    for note in done.notes:
        out.print(note)
    uses = ", ".join(done.consent.withdrawn_uses) or "all uses"
    state = "would be recorded" if dry_run else "recorded"
    out.print(f"{state}: {person}, {uses} withdrawn {done.consent.withdrawn_at}; {len(done.effects)} things change")


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="File to write, such as out/annotations.json.")],
    format: Annotated[str, typer.Option(help="web-annotation: W3C Web Annotations, JSON-LD.")] = "web-annotation",
    coder: Annotated[str, typer.Option(help="Whose codings; in-force for what counts in the study.")] = IN_FORCE,
    profile: Annotated[str, typer.Option(help="public or internal; the study's own by default.")] = "",
    with_text: Annotated[bool, typer.Option("--with-text", help="Write the texts that positions count in.")] = False,
    study: Folder = None,
) -> None:
    """Hand the codings on to other programs, through the release gate; what does not leave is counted."""
    if format != "web-annotation":
        raise AnalysisError(f"a format is web-annotation (got {format!r}). Write it so.")
    handle = open_study(find_root(study))
    done = handle.export_annotations(file, coder=coder, profile=profile, with_text=with_text)
    for reason, count in done.left_out.items():
        out.print(f"left out   {count}: {reason}")
    out.print(f"{done.annotations} annotations and {len(done.texts)} texts written to {file.name}")


@app.command()
def scrub(
    sources: Annotated[list[str] | None, typer.Argument(help="Ids; all in which people speak, by default.")] = None,
    review: Annotated[Path | None, typer.Option(help="Where to write the table of names; outside the study.")] = None,
    apply: Annotated[Path | None, typer.Option(help="The table, filled in: put labels in the place of names.")] = None,
    key: Annotated[Path | None, typer.Option(help="The encrypted key; outside the study and of git.")] = None,
    archive: Annotated[Path | None, typer.Option(help="Folder for originals and closed journals; outside too.")] = None,
    reveal: Annotated[str, typer.Option(help="Who stands behind this label? Needs the key.")] = "",
    scan: Annotated[Path | None, typer.Option(help="Look for replaced names in this file or folder.")] = None,
    study: Folder = None,
) -> None:
    """Find what may name somebody (a table to fill in), or replace it by labels (--apply), --reveal one, or --scan."""
    root = find_root(study)
    if finish_swap(root):
        out.print("finished a run that was stopped")
    if sum(map(bool, (review, apply, reveal, scan))) > 1:
        raise AnalysisError("a run writes a review, applies one, reveals a label or scans (got several). Choose one.")
    if key is None and (apply or reveal):
        raise AnalysisError("labels are given and read with the key (got none). Add --key PATH, outside the study.")
    phrase = _passphrase(new=not key.expanduser().exists()) if key and not scan else ""
    if reveal and key:
        entity = read_key(check_outside(key, root, "the key"), phrase).entity(reveal)
        out.print(f"{entity.label} {entity.cls}: {'; '.join(form.words for form in entity.forms)}")
    elif scan:
        count, unread = scan_outputs(root, scan, key)
        out.print(f"{count} files name nobody who was replaced")
        for name in unread:
            out.print(f"not read, look yourself: {name}")
    elif apply and key:
        done = open_study(root).scrub(apply, key=key, passphrase=phrase, archive=archive, sources=sources or ())
        for line in scrub_lines(done, root):
            out.print(line)
    else:
        path = check_outside(review or default_review(root), root, "a table of names (--review PATH)")
        frame = write_review(path, open_study(root).identifiers(sources or (), key=key, passphrase=phrase))
        for line in (*review_lines(frame, path), *judgement_lines(open_study(root).named_in_judgements())):
            out.print(line)


def _passphrase(*, new: bool) -> str:
    """From JENJANG_PASSPHRASE, else asked for and not shown; for a new key twice."""
    given = os.environ.get("JENJANG_PASSPHRASE")
    asked = "Passphrase of the new key" if new else "Passphrase of the key"
    return given or str(typer.prompt(asked, hide_input=True, confirmation_prompt=new, err=True))


def _ask(question: str, answers: Sequence[str]) -> str:
    """What a person types; asked again where it is none of the answers. An empty line passes the file over."""
    shown = f"{question} [{', '.join(answers)}; empty: pass the file over]" if answers else f"{question} [empty: pass]"
    while True:
        said = str(typer.prompt(shown, default="", show_default=False)).strip()
        if not said or not answers or said in answers:
            return said
        out.print(f"    one of {', '.join(answers)}")
