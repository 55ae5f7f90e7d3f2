"""What lies in the study's folder, and what is wrong with it? Everything is read once; all problems are gathered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from analysis.claims.negative_records import FILE as NEGATIVE_CASES
from analysis.claims.negative_records import read_negative_cases
from analysis.claims.reading import Known
from analysis.claims.records import FILE as CLAIMS
from analysis.claims.records import read_claims
from analysis.claims.rival_records import FILE as RIVALS
from analysis.claims.rival_records import read_rivals
from analysis.claims.shortcomings import FILE as LIMITS
from analysis.claims.shortcomings import read_limits
from analysis.claims.words import read_words
from analysis.codebook import read_codebook
from analysis.coding.journal import Journal, read_journal
from analysis.displays.power import read_power
from analysis.displays.summaries import read_summaries
from analysis.document_evidence import check_themes, read_literature
from analysis.errors import Level, Problem, sort_problems
from analysis.figures.spec import FigureSpec
from analysis.figures.spec_file import read_spec
from analysis.model import FIELD_KINDS, PROVENANCES, Source
from analysis.relations import read_types
from analysis.sources.consents import check_consents
from analysis.sources.patterns import read_kept, read_patterns
from analysis.sources.people import read_consents, read_guide, read_participants, read_rows
from analysis.sources.recruitment import read_recruitment
from analysis.sources.register import read_register
from analysis.sources.text import read_source, with_translation
from analysis.sources.withheld import read_withheld
from analysis.structure import FILE as CONCEPTS
from analysis.structure import read_namings
from analysis.study.checks import (
    check_codings,
    check_fields,
    check_figure,
    check_guide,
    check_passes,
    check_rulings,
    check_sources,
    check_speakers,
)
from analysis.study.config import FILE, read_config
from analysis.study.framework import check_framework
from analysis.study.judging import read_all
from analysis.study.loaded import (
    CODEBOOK,
    CODER_ROLES,
    CODERS,
    CONSENT,
    FRAMEWORK,
    GUIDE,
    KEPT,
    LITERATURE,
    PARTICIPANTS,
    PATTERNS,
    POWER,
    RECRUITMENT,
    REGISTER,
    RELATIONS,
    SUGGESTER,
    WITHDRAWN,
    WITHHELD,
    Coder,
    Loaded,
    Read,
    slug,
)
from analysis.study.statements import FILE as STATEMENTS
from analysis.study.statements import check_statements
from analysis.study.swap import is_unfinished

_IN_RULE = re.compile(r"(?:[^:]*, )?line (\d+): ")


def load(root: Path) -> Loaded:
    """Read the folder. Never raises for what a person wrote: every problem is in `problems`, sorted, with its row."""
    config, problems = read_config(root / FILE)
    if not (root / FILE).is_file():
        return Loaded(root, config, problems=tuple(problems))
    problems = list(problems)

    def keep(read: tuple[Read, list[Problem]]) -> Read:
        problems.extend(read[1])
        return read[0]

    sources = keep(read_sources(root))
    documents = {key: s for key, s in sources.items() if s.kind not in FIELD_KINDS}
    participants = keep(read_participants(root / PARTICIPANTS, PARTICIPANTS, config.role_ids))
    consents = keep(read_consents(root / CONSENT, CONSENT, participants))
    recruitment = keep(read_recruitment(root / RECRUITMENT, RECRUITMENT, config.role_ids, participants))
    guide = keep(read_guide(root / GUIDE, GUIDE, list(config.questions)))
    codebook = keep(read_codebook(root / CODEBOOK, name=CODEBOOK))
    types = keep(read_types(root / RELATIONS, RELATIONS, codebook))
    namings = keep(read_namings(root / CONCEPTS, codebook))
    provisions = keep(read_register(root / REGISTER, REGISTER, documents))
    citations = keep(read_literature(root / LITERATURE, LITERATURE, documents))
    if codebook.codes:
        problems += check_themes(provisions, citations, codebook, (REGISTER, LITERATURE))
    coders = keep(_read_coders(root))
    journals = keep(_read_journals(root))
    checksums = keep(_read_checksums(root, sources, {source for _, source in journals}))
    withdrawn = keep(_read_withdrawn(root))
    figures = keep(_read_figures(root))
    framework = keep(read_summaries(root / FRAMEWORK, FRAMEWORK))
    power = keep(read_power(root / POWER, POWER))
    patterns, kept = keep(read_patterns(root / PATTERNS, PATTERNS)), keep(read_kept(root / KEPT, KEPT))
    withheld = keep(read_withheld(root / WITHHELD, WITHHELD, sources))
    if is_unfinished(root):
        step = "Run jenjang scrub, which finishes it before anything else."
        problems.append(Problem(".jenjang/swap", 0, "a run of scrub is finished", "one that was stopped", step))
    loaded = Loaded(
        root=root,
        config=config,
        sources=sources,
        participants=participants,
        consents=consents,
        recruitment=recruitment,
        guide=guide,
        codebook=codebook,
        types=types,
        namings=namings,
        provisions=provisions,
        citations=citations,
        coders=coders,
        journals=journals,
        checksums=checksums,
        withdrawn=withdrawn,
        figures=figures,
        patterns=patterns,
        kept=kept,
        framework=framework,
        power=power,
        withheld=withheld,
    )
    loaded, found = _read_ledger(loaded)
    problems += found
    loaded = replace(loaded, judgements=keep(read_all(loaded)))
    problems += check_consents(loaded.consents, loaded.field_sources.values(), CONSENT)
    problems += [*check_sources(loaded), *check_codings(loaded), *check_passes(loaded), *check_rulings(loaded)]
    if participants or not any(p.file == PARTICIPANTS and p.level == "error" for p in problems):
        problems += check_speakers(loaded)
    if codebook.codes:  # where it cannot be read, that one problem is enough
        problems += [*check_guide(loaded), *check_fields(loaded)]
        problems += check_framework(loaded)
        problems += [problem for spec in figures.values() for problem in check_figure(spec, loaded)]
    return replace(loaded, problems=tuple(sort_problems(map(_placed, problems))))


def _read_ledger(loaded: Loaded) -> tuple[Loaded, list[Problem]]:
    """The study with its claims, negative cases and rivals, and what is wrong with their files."""
    config, root = loaded.config, loaded.root
    known = Known(
        codebook=loaded.codebook,
        attributes=config.attributes,
        roles=config.role_ids,
        groups=list(config.groups) or sorted(set(config.group_of.values())),
        sets=config.sets,
        questions=list(config.questions),
        languages=config.languages,
        types=loaded.types,
        sources=loaded.sources,
        persons=loaded.participants,
        marks={f"{name}/{mark}" for name, spec in loaded.figures.items() for mark in spec.marks},
    )
    claims, problems = read_claims(root / CLAIMS, known)
    named = None if not claims and problems else claims
    cases, found = read_negative_cases(root / NEGATIVE_CASES, known, named)
    problems += found
    rivals, found = read_rivals(root / RIVALS, known, named)
    limits, wrong = read_limits(root / LIMITS, known)
    problems += [*found, *wrong, *read_words(root)[1], *check_statements(root / STATEMENTS, known)]
    return replace(loaded, claims=claims, negative_cases=cases, rivals=rivals, limits=limits), problems


def _placed(problem: Problem) -> Problem:
    """The problem with its row, where a reader named it in the rule only."""
    row = None if problem.row else _IN_RULE.match(problem.rule)
    return replace(problem, row=int(row[1]), rule=problem.rule[row.end() :]) if row else problem


def read_sources(root: Path) -> tuple[dict[str, Source], list[Problem]]:
    """All sources of interviews/ and documents/ by id, with their translations, and what is wrong with them."""
    sources: dict[str, Source] = {}
    translations: list[Source] = []
    problems: list[Problem] = []
    for folder in ("interviews", "documents"):
        for path in sorted((root / folder).glob("*.md")):
            if path.stem.upper() == "README":
                continue
            name = f"{folder}/{path.name}"
            source, found = read_source(path, name=name)
            problems += found
            if source is None:
                continue
            if "translation_of" in source.meta:
                translations.append(source)
            elif source.id in sources:
                came = f"{source.id}, also in {sources[source.id].file}"
                problems.append(Problem(name, 2, "each source has its own id", came, "Give one of them another id."))
            else:
                sources[source.id] = source
    for translation in translations:
        original = str(translation.meta["translation_of"])
        if original not in sources:
            step = "Mend translation_of or add the original."
            problems.append(Problem(translation.file, 2, "a translation has its original beside it", original, step))
            continue
        sources[original], found = with_translation(sources[original], translation)
        problems += found
    return sources, problems


def _read_coders(root: Path) -> tuple[dict[str, Coder], list[Problem]]:
    if not (root / CODERS).is_file():
        return {}, []
    rows, problems = read_rows(root / CODERS, CODERS, ("coder", "role", "provenance"))
    coders = {}
    for row in rows:
        coders[row["coder"]] = Coder(row["coder"], row["role"], row["provenance"], row.line)
        if row["role"] not in CODER_ROLES:
            rule = f"a coder's role is one of {', '.join(CODER_ROLES)}"
            problems.append(Problem(CODERS, row.line, rule, row["role"], "Write one of them."))
        if row["provenance"] not in PROVENANCES:
            rule = f"provenance is one of {', '.join(PROVENANCES)}"
            problems.append(Problem(CODERS, row.line, rule, row["provenance"], "Write one of them."))
    return coders, problems


def _read_journals(root: Path) -> tuple[dict[tuple[str, str], Journal], list[Problem]]:
    journals: dict[tuple[str, str], Journal] = {}
    problems: list[Problem] = []
    for path in sorted((root / "codings").glob("*/*.jsonl")):
        if path.parent.name == SUGGESTER:
            continue
        journal = read_journal(path, name=f"codings/{path.parent.name}/{path.name}")
        journals[(path.parent.name, path.stem)] = journal
        problems += journal.problems
    return journals, problems


def _read_checksums(
    root: Path, sources: Mapping[str, Source], coded: Iterable[str]
) -> tuple[dict[str, str], list[Problem]]:
    """Source -> the checksum of its text as it was frozen; each listed text must still be there."""
    checksums: dict[str, str] = {}
    problems: list[Problem] = []
    for folder in ("interviews", "documents"):
        name = f"{folder}/checksums.csv"
        if (root / name).is_file():
            rows, found = read_rows(root / name, name, ("source", "sha256"))
            problems += found
            checksums |= {row["source"]: row["sha256"] for row in rows}
            for row in (row for row in rows if row["source"] not in sources):
                lost = row["source"] in coded
                step = "Put the text back." if lost else "The next build takes it off the list."
                level: Level = "error" if lost else "warning"
                problems.append(Problem(name, row.line, "a listed text is there", row["source"], step, level))
    return checksums, problems


def _read_withdrawn(root: Path) -> tuple[dict[str, str], list[Problem]]:
    if not (root / WITHDRAWN).is_file():
        return {}, []
    rows, problems = read_rows(root / WITHDRAWN, WITHDRAWN, ("file", "sha256", "source", "withdrawn_at"))
    return {row["source"]: row["withdrawn_at"] for row in rows}, problems


def _read_figures(root: Path) -> tuple[dict[str, FigureSpec], list[Problem]]:
    figures: dict[str, FigureSpec] = {}
    problems: list[Problem] = []
    for path in sorted((root / "figures").glob("*.yaml")):
        name = f"figures/{path.name}"
        spec, found = read_spec(path, name)
        problems += found
        if spec is None:
            continue
        if spec.name != path.stem or not slug(spec.name):
            step = f"Write name: {path.stem}, of letters, digits, '.', '_' and '-'."
            problems.append(Problem(name, 1, "a figure has the name of its file", spec.name, step))
            continue
        figures[spec.name] = spec
    return dict(sorted(figures.items(), key=lambda item: (item[1].number, item[0]))), problems
