"""Commands that write codings and settle differences: `code`, `code-table`, `differences`, `rule-table`, and others."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from analysis.coding.code import now
from analysis.coding.writing import merge as merge_journal
from analysis.commands.app import Folder, app, out, pair
from analysis.errors import AnalysisError
from analysis.reports.booklet import booklet
from analysis.study.adopt import counted, told
from analysis.study.adopt import reanchor as adopt_text
from analysis.study.adopt import reanchor_all as adopt_all
from analysis.study.adopt import report as adoption_report
from analysis.study.handle import find_root, open_study
from analysis.study.load import load
from analysis.study.loaded import slug
from analysis.study.people import table_text
from analysis.tables import write_text


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
    values = dict(pair(item) for item in attribute or ())
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


def _print_saved(coder: str, counts: Mapping[str, int]) -> None:
    for source, count in sorted(counts.items()):
        out.print(f"saved {count} in codings/{coder}/{source}.jsonl")
    if not counts:
        out.print("nothing to save: no row of the table is filled in")
