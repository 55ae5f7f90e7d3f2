"""The command line: `jenjang build`, `check`, `code`, `ingest`, `suggest`, `verify`, `reanchor` and others.

Exit code 0 only on success. What a person can mend is said in a sentence, without a traceback.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from analysis.coding.code import now
from analysis.coding.journal import merge as merge_journal
from analysis.errors import AnalysisError, Problem
from analysis.reports.booklet import booklet
from analysis.sources.cast import Cast, parse_voice, read_cast
from analysis.sources.key import check_outside, read_key
from analysis.sources.readers.door import Ways
from analysis.study.adopt import counted, told
from analysis.study.adopt import reanchor as adopt_text
from analysis.study.adopt import reanchor_all as adopt_all
from analysis.study.adopt import report as adoption_report
from analysis.study.asking import Interview
from analysis.study.build import build as build_study
from analysis.study.build import require_sound, write_suggestions
from analysis.study.export import IN_FORCE
from analysis.study.handle import Study, find_root, open_study
from analysis.study.ingest import REFUSED, Given, template_for
from analysis.study.ingest import ingest as ingest_files
from analysis.study.leaks import scan_outputs
from analysis.study.load import load
from analysis.study.loaded import slug
from analysis.study.new import new_study
from analysis.study.people import table_text
from analysis.study.review import write_review
from analysis.study.scrub_report import default_review, review_lines, scrub_lines
from analysis.study.stamps import Stamps, program_key
from analysis.study.swap import finish as finish_swap
from analysis.study.told import tell
from analysis.study.verify import SAME
from analysis.study.verify import verify as verify_study
from analysis.study.withdraw import withdraw as withdraw_consent
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
    if done.note:
        out.print(done.note)
    _print_withdrawals(open_study(root))
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
    _print_withdrawals(Study(loaded))
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
    _print_saved(coder, open_study(find_root(study)).code_table(table, coder=coder, provenance=provenance))


@app.command()
def differences(
    out_file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV to write; an existing file is not touched.")],
    study: Folder = None,
) -> None:
    """Write the differences between coders that wait for a ruling as a table, to be filled in for `rule-table`."""
    if out_file.exists():
        raise AnalysisError(f"{out_file.name}: the table is written to a new file (got one that exists). Name another.")
    frame = open_study(find_root(study)).rulings_to_make()
    write_text(out_file, table_text(frame))
    out.print(f"{len(frame)} differences wait in {out_file.name}; fill in outcome, difference and reason")


@app.command("rule-table")
def rule_table(
    table: Annotated[Path, typer.Argument(help="CSV as `jenjang differences` wrote it, filled in.")],
    coder: Annotated[str, typer.Option(help="Who ruled: an adjudicator.")],
    provenance: Annotated[str, typer.Option(help="Of a new adjudicator: recorded, public, constructed.")] = "recorded",
    study: Folder = None,
) -> None:
    """Write a table of rulings into an adjudicator's journals: every row that has an outcome, or none."""
    _print_saved(coder, open_study(find_root(study)).rule_table(table, coder=coder, provenance=provenance))


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
    source: Annotated[str, typer.Argument(help="Id of the source that was edited.")] = "",
    all_: Annotated[bool, typer.Option("--all", help="Every source that was edited.")] = False,
    accept: Annotated[
        list[str] | None, typer.Option(help="Take the place proposed for this id; several times.")
    ] = None,
    anyway: Annotated[bool, typer.Option(help="Adopt the text though most codings find no place in it.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would become of them, write nothing.")] = False,
    report: Annotated[Path | None, typer.Option(help="CSV to write: one row per coding, before and now.")] = None,
    study: Folder = None,
) -> None:
    """Adopt an edited text: codings follow their words; what cannot is asked about or orphaned, and counts no more."""
    root = find_root(study)
    if bool(source) == all_ or (all_ and accept):
        raise AnalysisError("reanchor takes one source, or --all without --accept (got both or neither). Choose one.")
    failed: dict[str, str] = {}
    if all_:
        done, failed = adopt_all(root, anyway=anyway, dry_run=dry_run)
    else:
        done = {source: adopt_text(root, source, accept=accept or (), anyway=anyway, dry_run=dry_run)}
    texts = load(root).sources
    frame = adoption_report(texts, done)
    for line in told(frame):
        out.print(line)
    for name, places in done.items():
        out.print(f"{name}: {counted(places)}; {'nothing written' if dry_run else 'frozen'}")
    for reason in failed.values():
        out.print(f"not adopted: {reason}")
    if all_ and not done and not failed:
        out.print("no text was edited")
    if report:
        write_text(report, table_text(frame))
    if failed:
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
        for line in review_lines(frame, path):
            out.print(line)


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


def _passphrase(*, new: bool) -> str:
    """From JENJANG_PASSPHRASE, else asked for and not shown; for a new key twice."""
    given = os.environ.get("JENJANG_PASSPHRASE")
    asked = "Passphrase of the new key" if new else "Passphrase of the key"
    return given or str(typer.prompt(asked, hide_input=True, confirmation_prompt=new, err=True))


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


def _print_saved(coder: str, counts: Mapping[str, int]) -> None:
    for source, count in sorted(counts.items()):
        out.print(f"saved {count} in codings/{coder}/{source}.jsonl")
    if not counts:
        out.print("nothing to save: no row of the table is filled in")


def _print_withdrawals(handle: Study) -> None:
    for line in handle.withdrawals():
        out.print(f"left out   {line}")


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
