"""What lies in the study's folder, and what is wrong with it? Everything is read once; all problems are gathered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import pandas as pd

from analysis.codebook import Codebook, completeness, read_codebook
from analysis.coding.fold import State, fold
from analysis.coding.journal import Journal, read_journal
from analysis.document_evidence import Citation, check_themes, read_literature
from analysis.errors import Level, Problem, sort_problems
from analysis.figures.evidence import Material, check_spec
from analysis.figures.spec import FigureSpec, read_spec
from analysis.model import (
    DIFFERENCES,
    FIELD_KINDS,
    OUTCOMES,
    PROVENANCES,
    STANCES,
    Coding,
    Participant,
    Passage,
    Question,
    Source,
)
from analysis.relations import Keep, RelationType, read_types
from analysis.sources.consents import check_consents
from analysis.sources.patterns import Patterns, read_kept, read_patterns
from analysis.sources.people import Consent, read_consents, read_guide, read_participants, read_rows
from analysis.sources.recruitment import Approach, read_recruitment
from analysis.sources.register import Provision, read_register
from analysis.sources.text import read_source, with_translation
from analysis.study.config import FILE, Config, read_config
from analysis.study.swap import is_unfinished

SUGGESTER = "suggester"
CODERS = "codings/coders.csv"
CODEBOOK_ACTS = "codebook"
"""The journal of acts without a source: codings/<coder>/codebook.jsonl."""
UNFINISHED = 4
"""A pass with so many times fewer codings than another of the same source looks unfinished."""
CODER_ROLES = ("coder", "adjudicator")
PARTICIPANTS = "interviews/participants.csv"
CONSENT = "interviews/consent.csv"
RECRUITMENT = "interviews/recruitment.csv"
WITHDRAWN = "interviews/withdrawn.csv"
"""Texts and journals that left the tree with a withdrawal: names and checksums."""
GUIDE = "interviews/guide.yaml"
PATTERNS = "interviews/patterns.yaml"
KEPT = "interviews/kept.csv"
CODEBOOK = "codebook/codebook.yaml"
RELATIONS = "codebook/relations.yaml"
REGISTER = "documents/register.csv"
LITERATURE = "documents/literature.csv"
TIERS = ("core", "extended")
VALUES = ("persons", "segments")
_IN_RULE = re.compile(r"(?:[^:]*, )?line (\d+): ")
_HASH = re.compile(r'"hash":"([0-9a-f]{64})"')
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Coder:
    """Who codes, in which part, and whether what they did is a real pass or a constructed one."""

    id: str
    role: str = "coder"
    provenance: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Loaded:
    """Everything a study's folder holds."""

    root: Path
    config: Config = field(default_factory=Config)
    sources: Mapping[str, Source] = field(default_factory=dict)
    participants: Mapping[str, Participant] = field(default_factory=dict)
    consents: Mapping[str, Consent] = field(default_factory=dict)
    recruitment: Sequence[Approach] = ()
    guide: Mapping[str, Question] = field(default_factory=dict)
    codebook: Codebook = field(default_factory=Codebook)
    types: Mapping[str, RelationType] = field(default_factory=dict)
    provisions: Sequence[Provision] = ()
    citations: Sequence[Citation] = ()
    coders: Mapping[str, Coder] = field(default_factory=dict)
    journals: Mapping[tuple[str, str], Journal] = field(default_factory=dict)
    checksums: Mapping[str, str] = field(default_factory=dict)
    withdrawn: Mapping[str, str] = field(default_factory=dict)
    """Source -> the day from which it is gone from the tree with its person's consent."""
    figures: Mapping[str, FigureSpec] = field(default_factory=dict)
    patterns: Patterns = field(default_factory=Patterns)
    kept: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def field_sources(self) -> dict[str, Source]:
        """Sources in which people speak or are watched."""
        return {key: s for key, s in self.sources.items() if s.kind in FIELD_KINDS}

    @property
    def documents(self) -> dict[str, Source]:
        """Laws, other documents and literature."""
        return {key: s for key, s in self.sources.items() if s.kind not in FIELD_KINDS}

    @property
    def states(self) -> dict[tuple[str, str], State]:
        """(coder, source) -> what the journal adds up to."""
        return {
            (coder, source): fold(journal.acts, coder=coder, source=source)
            for (coder, source), journal in self.journals.items()
            if source != CODEBOOK_ACTS
        }

    @property
    def new_sources(self) -> list[str]:
        """Sources whose checksum is not listed yet."""
        return [key for key in self.sources if key not in self.checksums]


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
    provisions = keep(read_register(root / REGISTER, REGISTER, documents))
    citations = keep(read_literature(root / LITERATURE, LITERATURE, documents))
    if codebook.codes:
        problems += check_themes(provisions, citations, codebook, (REGISTER, LITERATURE))
    coders = keep(_read_coders(root))
    journals = keep(_read_journals(root))
    checksums = keep(_read_checksums(root, sources, {source for _, source in journals}))
    withdrawn = keep(_read_withdrawn(root))
    figures = keep(_read_figures(root))
    patterns, kept = keep(read_patterns(root / PATTERNS, PATTERNS)), keep(read_kept(root / KEPT, KEPT))
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
        provisions=provisions,
        citations=citations,
        coders=coders,
        journals=journals,
        checksums=checksums,
        withdrawn=withdrawn,
        figures=figures,
        patterns=patterns,
        kept=kept,
    )
    problems += check_consents(loaded.consents, loaded.field_sources.values(), CONSENT)
    problems += [*_check_sources(loaded), *_check_codings(loaded), *_check_passes(loaded), *_check_rulings(loaded)]
    if participants or not any(p.file == PARTICIPANTS and p.level == "error" for p in problems):
        problems += _check_speakers(loaded)
    if codebook.codes:  # where it cannot be read, that one problem is enough
        problems += [*_check_guide(loaded), *_check_fields(loaded)]
        problems += [problem for spec in figures.values() for problem in _check_figure(spec, loaded)]
    return replace(loaded, problems=tuple(sort_problems(map(_placed, problems))))


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


def _check_sources(loaded: Loaded) -> Iterable[Problem]:
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


def _check_speakers(loaded: Loaded) -> Iterable[Problem]:
    for source in loaded.sources.values():
        for label in source.participants:
            if label not in loaded.participants:
                step = f"Add a row to {PARTICIPANTS} or mend the label."
                yield Problem(source.file, 2, "a speaker is a participant", label, step)


def _check_figure(spec: FigureSpec, loaded: Loaded) -> Iterable[Problem]:
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
    tiers, value = spec.layout.get("tiers"), spec.layout.get("value", "persons")
    if spec.kind == "matrix" and value not in VALUES:
        yield Problem(name, 1, f"value is one of {', '.join(VALUES)}", repr(value)[:40], "Write one of them.")
    if spec.kind == "matrix" and tiers and not (isinstance(tiers, list) and set(map(str, tiers)) <= set(TIERS)):
        yield Problem(name, 1, f"tiers is a list of {' and '.join(TIERS)}", repr(tiers)[:40], "Write [core].")


def _check_guide(loaded: Loaded) -> Iterable[Problem]:
    for question in loaded.guide.values():
        for code in question.codes:
            if code not in loaded.codebook:
                step = loaded.codebook.did_you_mean(code)
                yield Problem(GUIDE, question.line, f"{question.id}: a code", code, step)


def _check_codings(loaded: Loaded) -> Iterable[Problem]:
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


def may_analyse(loaded: Loaded, coding: Coding) -> bool:
    """Whether the speaker of a coding allows analysis (F45); documents need nobody's consent."""
    source = loaded.sources.get(coding.source)
    passage = source.passage_at(coding.start, coding.end) if source else None
    return source is None or passage is None or may_analyse_passage(loaded, source, passage)


def may_analyse_passage(loaded: Loaded, source: Source, passage: Passage) -> bool:
    """Whether a passage may be analysed: a participant's by consent; an interviewer's while one who answers allows it.

    What nobody answers for (a provision, field notes that name nobody) needs nobody's consent.
    """
    own = passage.label in loaded.participants
    people = [passage.label] if own else [p for p in source.participants if p in loaded.participants]
    consents = [loaded.consents.get(person) for person in people]
    return not people or any(consent is not None and consent.allows("analyse") for consent in consents)


def analysable(loaded: Loaded) -> dict[str, Source]:
    """The sources in which people speak, without the passages of those who allow no analysis: what a rule may read."""
    return {
        key: replace(source, passages=tuple(p for p in source.passages if may_analyse_passage(loaded, source, p)))
        for key, source in loaded.field_sources.items()
    }


def _check_passes(loaded: Loaded) -> Iterable[Problem]:
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


def _check_rulings(loaded: Loaded) -> Iterable[Problem]:
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


def _check_fields(loaded: Loaded) -> Iterable[Problem]:
    filled, wanted, share = completeness(loaded.codebook)
    if share is not None and share < 1:
        came = f"{filled} of {wanted} fields are filled"
        step = "Fill the fields that the warnings name (F03)."
        yield Problem(CODEBOOK, 0, "the codebook is complete", came, step, "warning")


def slug(text: str) -> bool:
    """Whether a text may be a folder's or file's name."""
    return re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", text) is not None
