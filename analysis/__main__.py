"""The command line: `jenjang build`, `check`, `code`, `ingest`, `suggest`, `verify`, `reanchor` and others.

Exit code 0 only on success. What a person can mend is said in a sentence, without a traceback.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from analysis.coding.code import now
from analysis.coding.journal import merge as merge_journal
from analysis.coding.reanchor import ASK
from analysis.errors import AnalysisError, Problem
from analysis.reports.booklet import booklet
from analysis.sources.cast import Cast, parse_voice, read_cast
from analysis.sources.readers.door import Ways
from analysis.study.adopt import STATES
from analysis.study.adopt import reanchor as adopt_text
from analysis.study.asking import Interview
from analysis.study.build import build as build_study
from analysis.study.build import require_sound, write_suggestions
from analysis.study.handle import Study, find_root, open_study
from analysis.study.ingest import REFUSED, Given, template_for
from analysis.study.ingest import ingest as ingest_files
from analysis.study.load import load, slug
from analysis.study.new import new_study
from analysis.study.stamps import Stamps, program_key
from analysis.study.told import tell
from analysis.study.verify import SAME
from analysis.study.verify import verify as verify_study
from analysis.tables import write_text

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


@app.command()
def build(
    profile: Annotated[str, typer.Option(help="public or internal; the study's own by default.")] = "",
    notebooks: Annotated[bool, typer.Option(help="Run the notebooks too.")] = True,
    study: Folder = None,
) -> None:
    """Check, suggest, compute, draw: tables, figures, evidence page, notebooks. What did not change is passed over."""
    root = find_root(study)
    with _progress() as progress:
        task = progress.add_task("check", total=None)
        done = build_study(
            root,
            profile=profile,
            notebooks=notebooks,
            on_step=lambda stage, name: progress.update(task, description=f"{stage}: {name}"),
        )
    for name, reason in done.left_out.items():
        out.print(f"not drawn  figures/{name}.yaml: {reason}")
    counts = {stage: len(files) for stage, files in done.made.items()}
    for stage, count in counts.items():
        out.print(f"{stage:<10} {f'{count} files written' if count else 'up to date'}")
    out.print(f"Figures, tables and evidence.html: {done.folder.relative_to(root).as_posix()}/")
    if done.folder != root / "figures":
        out.print("This profile is not what the study publishes; the folder is git-ignored.")


@app.command()
def check(study: Folder = None) -> None:
    """List everything that is wrong, all at once, with file and row. Exit code 1 where there is an error."""
    loaded = load(find_root(study))
    errors = _print_problems(loaded.problems)
    new = [key for key in loaded.new_sources if key in loaded.field_sources]
    if new:
        out.print(f"Not frozen yet (the next build lists their checksums): {', '.join(new)}")
    texts = (
        f"{len(loaded.field_sources)} sources, {len(loaded.documents)} documents, {len(loaded.codebook.codes)} codes"
    )
    warnings = len(loaded.problems) - errors
    out.print(f"{texts}: {errors} errors, {warnings} warnings")
    if errors:
        raise typer.Exit(1)


@app.command()
def code(
    source: Annotated[str, typer.Argument(help="Id of the source.")],
    coder: Annotated[str, typer.Option(help="Who codes.")],
    code: Annotated[str, typer.Option(help="The code; with --to, the code from which the link runs.")] = "",
    quote: Annotated[str, typer.Option(help="The words to code, as they stand in one passage.")] = "",
    start: Annotated[int, typer.Option(help="Offset of the first character, instead of a quote.")] = -1,
    end: Annotated[int, typer.Option(help="Offset after the last character.")] = -1,
    passage: Annotated[int, typer.Option(help="Look for the quote in this passage only, counted from 1.")] = 0,
    occurrence: Annotated[int, typer.Option(help="Which of several places, counted from 1.")] = 0,
    stance: Annotated[str, typer.Option(help="supports, opposes, qualifies or neutral towards the statement.")] = "",
    attribute: Annotated[list[str] | None, typer.Option(help="NAME=VALUE; may be given several times.")] = None,
    facet: Annotated[str, typer.Option(help="The short particular under the code.")] = "",
    memo: Annotated[str, typer.Option(help="A thought.")] = "",
    to: Annotated[str, typer.Option(help="Relate: the code to which the link runs.")] = "",
    relation: Annotated[str, typer.Option(help="Relate: the type of link.")] = "",
    polarity: Annotated[str, typer.Option(help="Relate: +, - or 0.")] = "+",
    modality: Annotated[str, typer.Option(help="Relate: asserted, denied or hypothetical.")] = "asserted",
    remove: Annotated[str, typer.Option(help="Take the coding with this id away again.")] = "",
    provenance: Annotated[str, typer.Option(help="Of a new coder: recorded, public, constructed.")] = "recorded",
    study: Folder = None,
) -> None:
    """Write one act into a coder's journal: code a segment, relate two codes on it (--to, --relation), or --remove."""
    handle = open_study(find_root(study))
    where = {"quote": quote, "start": start, "end": end, "passage": passage, "occurrence": occurrence}
    values = dict(_pair(item) for item in attribute or ())
    if remove and (code or quote or to or relation or values or stance or start >= 0):
        raise AnalysisError("an act removes a coding or makes one (got --remove and more). Write two commands.")
    if remove:
        made = handle.remove(source, coder=coder, id=remove)
    elif to or relation:
        made = handle.relate(
            source,
            coder=coder,
            from_code=code,
            to_code=to,
            type=relation,
            **where,
            polarity=polarity,
            modality=modality,
            attributes=values,
            memo=memo,
            provenance=provenance,
        )
    else:
        made = handle.code(
            source,
            coder=coder,
            code=code,
            **where,
            stance=stance,
            attributes=values,
            facet=facet,
            memo=memo,
            provenance=provenance,
        )
    out.print(f"saved {made} in codings/{coder}/{source}.jsonl")


@app.command("code-table")
def code_table(
    table: Annotated[Path, typer.Argument(help="CSV, one row per coding; the columns stand in codings/README.md.")],
    coder: Annotated[str, typer.Option(help="Who coded.")],
    provenance: Annotated[str, typer.Option(help="Of a new coder: recorded, public, constructed.")] = "recorded",
    study: Folder = None,
) -> None:
    """Write a table of codings and relations into a coder's journals: every row, or none."""
    counts = open_study(find_root(study)).code_table(table, coder=coder, provenance=provenance)
    for source, count in sorted(counts.items()):
        out.print(f"saved {count} in codings/{coder}/{source}.jsonl")


@app.command()
def codebook(
    languages: Annotated[
        str, typer.Option(help="In this order, separated by commas; those of the study if left out.")
    ] = "",
    study: Folder = None,
) -> None:
    """Print the codebook as a page for coders (Markdown): meanings and examples, without the rules of suggestions."""
    handle = open_study(find_root(study))
    chosen = [language.strip() for language in languages.split(",") if language.strip()] or handle.config.languages
    loaded = handle.loaded
    text = booklet(loaded.codebook, title=handle.config.title, languages=list(chosen), types=loaded.types.values())
    typer.echo(text, nl=False)


@app.command()
def suggest(study: Folder = None) -> None:
    """Write what the rules of the codebook suggest to codings/suggester/. Suggestions count in no finding."""
    root = find_root(study)
    handle = open_study(root)
    require_sound(handle)
    with _progress() as progress:
        task = progress.add_task("suggest", total=None)
        made = write_suggestions(
            handle,
            Stamps(root),
            program_key(),
            lambda stage, name: progress.update(task, description=f"{stage}: {name}"),
        )
    _print_suggestions(handle)
    out.print(f"{len(made)} of {len(handle.loaded.field_sources)} sources were written anew")


@app.command()
def verify(study: Folder = None) -> None:
    """Rebuild aside and compare with what is published. Exit code 1 where a file differs."""
    with _progress() as progress:
        task = progress.add_task("verify", total=None)
        found = verify_study(
            find_root(study), on_step=lambda name: progress.update(task, description=f"verify: {name}")
        )
    for item in found:
        if item.verdict != SAME:
            out.print(f"{item.verdict:<10} {item.file}")
    counts = Counter(item.verdict for item in found)
    out.print(", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items())) or "nothing to compare")
    if set(counts) - {SAME} or not found:
        raise typer.Exit(1)


@app.command()
def reanchor(
    source: Annotated[str, typer.Argument(help="Id of the source that was edited.")],
    accept: Annotated[
        list[str] | None, typer.Option(help="Take the place proposed for this id; several times.")
    ] = None,
    anyway: Annotated[bool, typer.Option(help="Adopt the text though most codings find no place in it.")] = False,
    study: Folder = None,
) -> None:
    """Adopt an edited text: codings follow their words; what cannot is asked about or orphaned, and counts no more."""
    root = find_root(study)
    places = adopt_text(root, source, accept=accept or (), anyway=anyway)
    body = open_study(root).source(source).body
    for place in places:
        if place.verdict in STATES:
            out.print(f"{STATES[place.verdict]} {place.coding.id} ({place.coding.coder}): {place.coding.quote[:70]!r}")
        if place.verdict == ASK:
            out.print(
                f"  stands best at {place.start}, score {place.score:.2f}: {body[place.start : place.end][:70]!r}"
            )
    counts = Counter(STATES.get(place.verdict, place.verdict) for place in places)
    out.print(
        f"{source}: {', '.join(f'{n} {verdict}' for verdict, n in sorted(counts.items())) or 'no codings'}; frozen"
    )


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
    ways = Ways(encoding, dict(_pair(item.strip()) for item in columns.split(",") if item.strip()))
    if speakers_template:
        write_text(speakers_template, template_for(root, files, given, ways))
        out.print(f"{speakers_template.name}: complete it, then give it with --speakers. Nothing was taken in.")
        return
    asks = sys.stdin.isatty() and out.is_terminal and not yes
    answer = Interview(_ask, out.print, load(root).config.roles) if asks else None
    with _progress(bar=True, disable=asks) as progress:
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
def merge(
    source: Annotated[str, typer.Argument(help="Id of the source.")],
    coder: Annotated[str, typer.Option(help="Whose journal.")],
    study: Folder = None,
) -> None:
    """Join the two ends of a journal that was written in two copies."""
    root = find_root(study)
    path = root / "codings" / coder / f"{source}.jsonl"
    if not (slug(coder) and slug(source) and path.is_file()):
        raise AnalysisError(f"codings/{coder}/{source}.jsonl: a merge joins the ends of a journal (got none). Mend it.")
    act = merge_journal(path, by=coder, at=now(), lock=root / ".jenjang/locks" / f"{coder}-{source}.lock")
    out.print(f"joined in act {act.seq}" if act else "the journal has one end; nothing to join")


@app.command()
def new(folder: Annotated[Path, typer.Argument(help="Folder to make.")]) -> None:
    """Make an empty study that checks."""
    made = new_study(folder)
    name = folder.resolve().name
    out.print(f"{len(made)} files in {name}/; read {name}/README.md, then in that folder: jenjang check")


def main() -> None:
    """Run a command; a mistake that the person can mend ends with a sentence and exit code 1."""
    try:
        app()
    except AnalysisError as error:
        err.print(str(error))
        sys.exit(1)
    except OSError as error:
        name = Path(str(error.filename)).name if error.filename else "the study's folder"
        err.print(f"{name}: the system refuses ({error.strerror or error}). Mend its permissions or choose another.")
        sys.exit(1)


def _progress(*, bar: bool = False, disable: bool = False) -> Progress:
    text = TextColumn("{task.description}", markup=False)
    columns = (SpinnerColumn(), *([BarColumn()] if bar else []), text, TimeElapsedColumn())
    return Progress(*columns, console=err, transient=True, disable=disable or not err.is_terminal)


def _ask(question: str, answers: Sequence[str]) -> str:
    """What a person types; asked again where it is none of the answers. An empty line passes the file over."""
    shown = f"{question} [{', '.join(answers)}; empty: pass the file over]" if answers else f"{question} [empty: pass]"
    while True:
        said = str(typer.prompt(shown, default="", show_default=False)).strip()
        if not said or not answers or said in answers:
            return said
        out.print(f"    one of {', '.join(answers)}")


def _print_problems(problems: tuple[Problem, ...]) -> int:
    for problem in problems:
        out.print(f"{problem.level}: {problem}")
    return sum(problem.level == "error" for problem in problems)


def _print_suggestions(handle: Study) -> None:
    frame = handle.suggestions()
    for source, count in frame.groupby("source").size().items():
        out.print(f"{source}: {count} suggestions")


def _pair(item: str) -> tuple[str, str]:
    name, sign, value = item.partition("=")
    if not sign:
        raise AnalysisError(f"an attribute is given as NAME=VALUE (got {item!r}). Write for example valence=negative.")
    return name, value


if __name__ == "__main__":
    main()
