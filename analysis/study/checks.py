"""Does what lies in the folder fit together? Each check takes the records and gives every problem it finds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from analysis.codebook import completeness
from analysis.coding.fold import fold
from analysis.errors import Problem
from analysis.figures.material import Material
from analysis.figures.named import check_spec
from analysis.figures.spec import FigureSpec
from analysis.model import DIFFERENCES, OUTCOMES, STANCES, Coding, Source
from analysis.relations import Keep
from analysis.study.charts.registry import CHARTS
from analysis.study.loaded import (
    CODEBOOK,
    CODEBOOK_ACTS,
    CODERS,
    GUIDE,
    PARTICIPANTS,
    WITHDRAWN,
    Loaded,
    may_analyse,
)

UNFINISHED = 4
"""A pass with so many times fewer codings than another of the same source looks unfinished."""
TIERS = ("core", "extended")
VALUES = ("persons", "segments")
_HASH = re.compile(r'"hash":"([0-9a-f]{64})"')


def check_sources(loaded: Loaded) -> Iterable[Problem]:
    """Asked questions stand in the guide, texts are the frozen ones, links resolve."""
    if not loaded.field_sources:
        step = "Put transcripts there, in the form that the README shows."
        yield Problem("interviews", 0, "a study has sources", "an empty folder", step, "warning")
    for source in loaded.sources.values():
        for passage in source.passages:
            if passage.question and loaded.guide and passage.question not in loaded.guide:
                step = "Add it to interviews/guide.yaml or mend the id."
                yield Problem(source.file, passage.line, "a question id stands in the guide", passage.question, step)
        for other in source.depends_on:
            if other not in loaded.sources and other not in loaded.withdrawn:
                yield Problem(source.file, 2, "depends_on names sources", other, "Mend the id.")
        if source.id in loaded.withdrawn:
            step = "Take the text away again, or run jenjang withdraw with --archive once more."
            came = f"{source.id}, gone since {loaded.withdrawn[source.id]}"
            yield Problem(WITHDRAWN, 0, "a text that left with its person's consent stays away", came, step, "warning")
        frozen = loaded.checksums.get(source.id)
        if frozen and frozen != source.text_sha:
            folder = source.file.split("/")[0]
            yield Problem(
                source.file,
                0,
                f"a text stays as it was frozen ({folder}/checksums.csv)",
                f"{source.text_sha[:12]} where {frozen[:12]} is listed",
                f"Put the old text back, or adopt the new one with: jenjang reanchor {source.id}",
            )


def check_speakers(loaded: Loaded) -> Iterable[Problem]:
    """Does everyone who speaks stand among the participants?"""
    for source in loaded.sources.values():
        for label in source.participants:
            if label not in loaded.participants:
                step = f"Add a row to {PARTICIPANTS} or mend the label."
                yield Problem(source.file, 2, "a speaker is a participant", label, step)


def check_figure(spec: FigureSpec, loaded: Loaded) -> Iterable[Problem]:
    """Codes, relation types and provisions that the figure names exist; a table's cases and tiers too."""
    name, nothing = f"figures/{spec.name}.yaml", pd.DataFrame()
    material = Material(
        codings=nothing,
        relations=nothing,
        documents=nothing,
        provisions=loaded.provisions,
        sources=loaded.sources,
        group_of_source={},
        codebook=loaded.codebook,
        keep=Keep(),
        types=loaded.types,
    )
    yield from check_spec(spec, name, material, ())
    if spec.kind == "chart" and spec.chart not in CHARTS:
        yield Problem(name, 1, f"chart is one of {', '.join(CHARTS)}", spec.chart, "Write one of them.")
    elif spec.kind == "chart":
        yield from _check_options(spec, name, loaded)
    tiers, value = spec.layout.get("tiers"), spec.layout.get("value", "persons")
    if spec.kind == "matrix" and value not in VALUES:
        yield Problem(name, 1, f"value is one of {', '.join(VALUES)}", repr(value)[:40], "Write one of them.")
    if spec.kind == "matrix" and tiers and not (isinstance(tiers, list) and set(map(str, tiers)) <= set(TIERS)):
        yield Problem(name, 1, f"tiers is a list of {' and '.join(TIERS)}", repr(tiers)[:40], "Write [core].")


def _check_options(spec: FigureSpec, name: str, loaded: Loaded) -> Iterable[Problem]:
    """Has the chart only options that it knows, and do they name what there is?"""
    known = CHARTS[spec.chart].options
    for option in spec.layout:
        if option not in known:
            step = f"It has {', '.join(known)}." if known else "It has none."
            yield Problem(name, 1, f"an option of the chart {spec.chart}", str(option), step)
    of = str(spec.layout.get("of") or "")
    diagrams = [key for key, other in loaded.figures.items() if other.kind == "diagram"]
    if "of" in known and (of or spec.chart == "stability") and of not in diagrams:
        yield Problem(name, 1, "of names a diagram", of, f"Write one of {', '.join(diagrams) or 'none'}.")
    for code in spec.layout.get("dimensions") or ():
        if "dimensions" in known and str(code) not in loaded.codebook:
            yield Problem(name, 1, "a dimension is a code", str(code), loaded.codebook.did_you_mean(str(code)))


def check_guide(loaded: Loaded) -> Iterable[Problem]:
    """Are the codes that the questions name in the codebook?"""
    for question in loaded.guide.values():
        for code in question.codes:
            if code not in loaded.codebook:
                step = loaded.codebook.did_you_mean(code)
                yield Problem(GUIDE, question.line, f"{question.id}: a code", code, step)


def check_codings(loaded: Loaded) -> Iterable[Problem]:
    """Each coding stands in a text that is there, on the words it quotes, under a code that exists."""
    for (coder, source_id), journal in loaded.journals.items():
        name = f"codings/{coder}/{source_id}.jsonl"
        if coder not in loaded.coders:
            step = f"Add {coder} to {CODERS} with role and provenance."
            yield Problem(name, 0, "a journal belongs to a listed coder", coder, step)
        if source_id == CODEBOOK_ACTS:
            continue
        if source_id not in loaded.sources:
            step = "Put the text back, or move the journal out of the study."
            yield Problem(name, 0, "a journal belongs to a source", source_id, step)
            continue
        lines = _lines(journal.path)
        astray = [act for act in journal.acts if act.source not in ("", source_id)]
        for act in astray:
            step = "Restore the line from a copy or from git."
            yield Problem(name, lines.get(act.hash, 0), "an act is about the journal's source", act.source, step)
        if astray:
            continue
        rows = {act.id: lines.get(act.hash, 0) for act in journal.acts if act.op != "memo"}
        source = loaded.sources[source_id]
        codings = fold(journal.acts, coder=coder, source=source_id).codings
        for coding in codings:
            yield from _check_coding(coding, source, loaded, name, rows.get(coding.id, 0))
        barred = [coding for coding in codings if not may_analyse(loaded, coding)]
        if barred:
            step = "They are left out of everything computed; see interviews/consent.csv."
            rule = "those whose words are coded allow analysis"
            yield Problem(name, rows.get(barred[0].id, 0), rule, f"{len(barred)} codings of others", step, "warning")


def check_passes(loaded: Loaded) -> Iterable[Problem]:
    """Do passes over one source look whole? What one coder marked alone is not in force."""
    judges = {name for name, coder in loaded.coders.items() if coder.role == "adjudicator"}
    sizes: dict[str, dict[str, int]] = {}
    for (coder, source), state in loaded.states.items():
        if coder not in judges and state.codings:
            sizes.setdefault(source, {})[coder] = len(state.codings)
    for source, counts in sizes.items():
        most, least = max(counts, key=lambda c: counts[c]), min(counts, key=lambda c: counts[c])
        if counts[least] * UNFINISHED <= counts[most]:
            came = f"{counts[least]} codings by {least}, {counts[most]} by {most}"
            step = (
                f"Only what all of them marked is in force. Finish the pass, or move codings/{least}/{source}.jsonl "
                "out of the study."
            )
            yield Problem(
                f"codings/{least}/{source}.jsonl", 0, "coders of one source made whole passes", came, step, "warning"
            )


def check_rulings(loaded: Loaded) -> Iterable[Problem]:
    """Is each ruling an adjudicator's, about codings that still stand, with its type and reason?"""
    states = loaded.states
    standing: dict[str, set[str]] = {}
    for (_, source), state in states.items():
        standing.setdefault(source, set()).update(c.id for c in state.codings)
    for (coder, source), state in states.items():
        name = f"codings/{coder}/{source}.jsonl"
        entry = loaded.coders.get(coder)
        if state.rulings and entry and entry.role != "adjudicator":
            step = f"Give {coder} that role in {CODERS}."
            yield Problem(name, 0, "rulings are an adjudicator's", f"{len(state.rulings)} by a {entry.role}", step)
        for ruling in state.rulings:
            if ruling.outcome not in OUTCOMES or ruling.difference not in DIFFERENCES or not ruling.reason:
                came = f"{ruling.outcome or 'no outcome'}, {ruling.difference or 'no type'}, {ruling.reason[:40]!r}"
                step = "Remove it with jenjang code --remove and rule again."
                yield Problem(name, 0, f"{ruling.id}: a ruling has an outcome, a type and a reason", came, step)
            gone = [part for part in ruling.of.split("+") if part not in standing[source]]
            if gone:
                step = "Read the place again; remove the ruling where the difference is gone."
                rule = f"{ruling.id}: a ruling is about codings that stand"
                yield Problem(name, 0, rule, ", ".join(gone), step, "warning")


def _lines(path: Path) -> dict[str, int]:
    """Hash of an act -> the line of the file on which it stands."""
    lines = path.read_bytes().split(b"\n")
    found = ((number, _HASH.search(line.decode("utf-8", "replace"))) for number, line in enumerate(lines, start=1))
    return {match[1]: number for number, match in found if match}


def _check_coding(coding: Coding, source: Source, loaded: Loaded, name: str, row: int) -> Iterable[Problem]:
    if coding.adrift:
        came = f"{coding.id} is {coding.anchor_state}: {coding.quote[:60]!r}"
        step = (
            f"It counts in nothing. See jenjang reanchor {source.id}; take the place it proposes with --accept, or "
            "remove the coding with jenjang code --remove."
        )
        yield Problem(name, row, "a coding has its place in the text", came, step, "warning")
        return
    book = loaded.codebook
    relation = coding.relation
    for code in (relation.from_code, relation.to_code) if relation else (coding.code,):
        if book.codes and code not in book:
            yield Problem(name, row, "a coding carries a code of the codebook", code, book.did_you_mean(code))
    if relation and loaded.types and relation.type not in loaded.types:
        step = "Add it to codebook/relations.yaml or relate the codes anew."
        yield Problem(name, row, "a relation has a declared type", relation.type, step)
    if not 0 <= coding.start < coding.end <= len(source.body):
        came = f"{coding.start}-{coding.end} in a text of {len(source.body)} characters"
        yield Problem(name, row, "a segment lies inside the text", came, f"Run: jenjang reanchor {source.id}")
    elif source.body[coding.start : coding.end] != coding.quote:
        came = f"{source.body[coding.start : coding.end][:40]!r} where {coding.quote[:40]!r} was coded"
        step = f"The text was edited after coding. Run: jenjang reanchor {source.id}"
        yield Problem(name, row, "a quote matches the text", came, step)
    elif source.passage_at(coding.start, coding.end) is None:
        came = f"{coding.start}-{coding.end}, {coding.quote[:40]!r}"
        step = "Take it away with jenjang code --remove and code each passage on its own."
        yield Problem(name, row, "a segment lies within one passage and touches no label", came, step)
    allowed = {"stance": STANCES, **loaded.config.attributes}
    for key, value in coding.attributes.items():
        if key not in allowed or (allowed[key] and value not in allowed[key]):
            step = "Declare it under attributes in study.yaml, or code anew."
            yield Problem(name, row, "an attribute and its value are declared", f"{key}: {value}", step, "warning")


def check_fields(loaded: Loaded) -> Iterable[Problem]:
    """Are the mandatory fields of the codebook filled (F03)?"""
    filled, wanted, share = completeness(loaded.codebook)
    if share is not None and share < 1:
        came = f"{filled} of {wanted} fields are filled"
        step = "Fill the fields that the warnings name (F03)."
        yield Problem(CODEBOOK, 0, "the codebook is complete", came, step, "warning")
