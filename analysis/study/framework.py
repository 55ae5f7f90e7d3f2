"""What is known of each case of the framework matrix, and how does a person's table get into it? (F04)"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd
from filelock import FileLock

from analysis.displays.framework import CHARTED, OPEN
from analysis.displays.summaries import UNITS, Summary, check_summaries, read_summaries, summaries_text
from analysis.errors import Problem, StudyError, TableError
from analysis.model import FIELD_KINDS, Source
from analysis.study.loaded import FRAMEWORK, Loaded
from analysis.tables import Record, read_csv, write_text

WORK_COLUMNS: tuple[str, ...] = ("theme", "name", "proposed", "why", "segments", "words")
OWN_COLUMNS: tuple[str, ...] = ("decided", "rationale", "by")
State = tuple[int, str]
"""Of a cell: how many segments it has, and which status the rule proposes."""


def field_cases(sources: Iterable[Source], *, heard: Collection[str], coded: Collection[str]) -> pd.DataFrame:
    """What is known of each source in which people speak?

    Returns
    -------
    frame, one row per source and heard person in it (person empty where the source names nobody, as field notes do):
    source, person, coded, asks (does anybody ask questions there), marked (is any guide question marked there). A
    source in which nobody may be heard any more has no row.
    """
    rows = []
    for source in sources:
        people = [label for label in source.participants if label in heard]
        if source.kind not in FIELD_KINDS or (source.participants and not people):
            continue
        asks = any(source.is_interviewer(label) for label in source.speakers)
        marked = any(passage.question for passage in source.passages)
        known = {"coded": source.id in coded, "asks": asks, "marked": marked}
        rows += [{"source": source.id, "person": person, **known} for person in people or [""]]
    columns = ["source", "person", "coded", "asks", "marked"]
    return pd.DataFrame(rows, columns=columns).astype({"source": object, "person": object})


def questions_asked(sources: Iterable[Source]) -> pd.DataFrame:
    """Which questions of the guide are marked in which source? Frame, one row per source and question."""
    pairs = [(s.id, q) for s in sources for q in sorted({p.question for p in s.passages if p.question})]
    return pd.DataFrame(pairs, columns=["source", "question"], dtype=object)


def unit_cases(known: pd.DataFrame, unit: str) -> pd.DataFrame:
    """The cases of one unit: a person is coded, asked and marked where any of his or her sources is.

    `marked` of a person holds only where every source in which somebody asks is marked: else it is not on record.
    """
    rows = known[known[unit] != ""]
    groups = rows.groupby(unit, sort=False)
    marked = (rows["marked"] | ~rows["asks"]).groupby(rows[unit], sort=False).all()
    return groups[["coded", "asks"]].any().assign(marked=marked)


def alone_in(sources: Iterable[Source], known: pd.DataFrame) -> dict[str, str]:
    """Person -> the one source in which he or she speaks, where nobody else answers there."""
    single = {s.id for s in sources if len(s.participants) == 1}
    per_person = known[known["person"] != ""].groupby("person")["source"].agg(list)
    return {str(p): where[0] for p, where in per_person.items() if len(where) == 1 and where[0] in single}


def check_framework(loaded: Loaded) -> Iterable[Problem]:
    """Is each cell that a person wrote about somebody of the study, who may be analysed, and about a code?"""
    yield from check_summaries(
        loaded.framework,
        FRAMEWORK,
        sources=loaded.field_sources,
        people=loaded.participants,
        codebook=loaded.codebook,
        withdrawn=loaded.withdrawn,
    )
    heard = {person for person, consent in loaded.consents.items() if consent.allows("analyse")}
    for cell in loaded.framework:
        source = loaded.field_sources.get(cell.case) if cell.unit == "source" else None
        people = [p for p in source.participants if p in loaded.participants] if source else []
        people = [cell.case] if cell.unit == "person" and cell.case in loaded.participants else people
        if people and not heard & set(people):
            rule, step = "a cell is about somebody who allows analysis", "It shows nowhere; delete it."
            yield Problem(FRAMEWORK, cell.line, rule, f"{cell.case}, {cell.theme}", step, "warning")


def work_table(waiting: pd.DataFrame, unit: str, names: Mapping[str, str], languages: Sequence[str]) -> pd.DataFrame:
    """The open cells as a table to fill in: `summary_<language>`, decided, rationale, by are empty and wait."""
    table = waiting.rename(columns={"case": unit}).assign(name=waiting["theme"].map(names))
    empty = [*(f"summary_{language}" for language in languages), *OWN_COLUMNS]
    return table[[unit, *WORK_COLUMNS]].assign(**dict.fromkeys(empty, ""))


def chart(
    loaded: Loaded, table: pd.DataFrame | Path, cells: Mapping[str, pd.DataFrame], *, by: str = ""
) -> tuple[Loaded, int]:
    """Write a filled-in table into codebook/framework.yaml: every row that says something, or none.

    Parameters
    ----------
    table : frame or CSV with `source` or `person`, `theme`, `summary_<language>`, decided, rationale, by; other columns
        are passed over, and so are rows without summary and decision. What a row leaves empty stays as it was.
    cells : unit -> the cells of the matrix as they are now (`framework_cells`)
    by : who wrote the rows that do not say it

    Returns
    -------
    The study as it is now, and how many cells were written.

    Raises
    ------
    StudyError
        Some rows cannot be taken; all of them are listed, and nothing is written.
    TableError
        No such table.
    """
    name = table.name if isinstance(table, Path) else "the table"
    rows = _rows(table, name)
    path, locks = loaded.root / FRAMEWORK, loaded.root / ".jenjang" / "locks"
    locks.mkdir(parents=True, exist_ok=True)
    with FileLock(locks / "framework.lock"):
        kept, problems = read_summaries(path, FRAMEWORK)
        if any(problem.level == "error" for problem in problems):
            raise StudyError(f"{FRAMEWORK}: the file is mended before anything is written into it:", problems)
        held = {cell.key: cell for cell in kept}
        now = {unit: _states(frame) for unit, frame in cells.items()}
        made: dict[tuple[str, str, str], Summary] = {}
        for row in rows:
            cell = _filled(row, held, by)
            faults = _faults(cell, made, now[cell.unit], loaded)
            cell = _proposed(cell, now[cell.unit])
            faults = faults or [*cell.faults()]
            problems += [Problem(name, row.line, *fault) for fault in faults]
            made[cell.key] = cell
        if problems := [problem for problem in problems if problem.file == name]:
            wrong = len({problem.row for problem in problems})
            raise StudyError(f"{name}: {wrong} of {len(rows)} rows cannot be taken; nothing is written:", problems)
        if made:
            write_text(path, summaries_text({**held, **made}.values()))
        return replace(loaded, framework=read_summaries(path, FRAMEWORK)[0]), len(made)


def _rows(table: pd.DataFrame | Path, name: str) -> list[Record]:
    """The rows that say something; those of a frame count from 1."""
    if isinstance(table, Path):
        rows = read_csv(table, required=("theme",))
    else:
        rows = []
        for number, values in enumerate(table.to_dict("records"), start=1):
            record = Record((str(key), _text(value)) for key, value in values.items())
            record.line = number
            rows.append(record)
    columns = set(rows[0]) if rows else {"theme", UNITS[0]}
    if not {"theme", *UNITS} & columns or not set(UNITS) & columns or "theme" not in columns:
        raise TableError(
            f"{name}: a table of cells has the columns theme and {' or '.join(UNITS)} (got {', '.join(sorted(columns))}"
            "). Begin from study.framework_to_chart()."
        )
    return [row for row in rows if row.get("decided") or any(_summary(row).values())]


def _text(value: object) -> str:
    return "" if value is None or value != value else str(value).strip()


def _summary(row: Record) -> dict[str, str]:
    return {key.removeprefix("summary_"): text for key, text in row.items() if key.startswith("summary_") and text}


def _filled(row: Record, held: Mapping[tuple[str, str, str], Summary], by: str) -> Summary:
    """The cell that a row makes of what stood there before."""
    unit = next((unit for unit in UNITS if row.get(unit)), UNITS[0])
    empty = Summary(unit, row.get(unit, ""), row.get("theme", ""), by=by)
    old = held.get(empty.key, empty)
    summary = {**old.summary, **_summary(row)}
    given = {key: row[key] for key in OWN_COLUMNS if row.get(key)}
    return replace(old, summary=summary, line=row.line, **{"by": by or old.by, **given})


def _faults(
    cell: Summary, made: Collection[tuple[str, str, str]], now: Mapping[tuple[str, str], State], loaded: Loaded
) -> list[tuple[str, str, str]]:
    """What keeps the row from being a cell of this study."""
    where = f"{cell.case or 'nothing'}, {cell.theme or 'nothing'}"
    if cell.key in made:
        return [("a cell stands once in the table", where, "Delete one of the rows.")]
    if cell.theme not in loaded.codebook:
        return [("a theme is a code", cell.theme or "nothing", loaded.codebook.did_you_mean(cell.theme))]
    if (cell.case, cell.theme) not in now:
        rule = f"a {cell.unit} of the framework is one in which people may be heard"
        return [(rule, cell.case or "nothing", "Mend the id.")]
    segments, _ = now[cell.case, cell.theme]
    if not segments and cell.decided == CHARTED:
        return [("a charted cell stands on a segment", f"{where} without one", "Code the segment first.")]
    if not segments and not cell.decided:
        step = "Code the segment first, or decide the status of the cell."
        return [("a summary stands on a segment", f"{where} without one", step)]
    return []


def _proposed(cell: Summary, now: Mapping[tuple[str, str], State]) -> Summary:
    """The cell with what the rule says of it beside the decision."""
    if not cell.decided or (cell.case, cell.theme) not in now:
        return cell
    segments, before = now[cell.case, cell.theme]
    return replace(cell, proposed=(CHARTED if cell.summary else OPEN) if segments else before)


def _states(cells: pd.DataFrame) -> dict[tuple[str, str], State]:
    columns = (cells[name].tolist() for name in ("case", "theme", "segments", "proposed"))
    return {(case, theme): (segments, proposed) for case, theme, segments, proposed in zip(*columns, strict=True)}
