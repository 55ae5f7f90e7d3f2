"""What does the study claim? `codebook/claims.yaml`, read into frozen records (F15a, F15b)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from analysis.claims.query import Entry, Query, read_evidence
from analysis.claims.reading import Known, Reader, nearest
from analysis.errors import Problem
from analysis.model import Words
from analysis.tables import Record

FILE = "codebook/claims.yaml"
DESCRIPTIVE, COMPARATIVE, CAUSAL, NORMATIVE = "descriptive", "comparative", "causal", "normative"
CLAIM_KINDS: tuple[str, ...] = (DESCRIPTIVE, COMPARATIVE, CAUSAL, NORMATIVE)
DRAFT, FINAL = "draft", "final"
STATUSES: tuple[str, ...] = (DRAFT, FINAL)
PRACTICE, NORM = "practice", "norm"
LAYERS: tuple[str, ...] = (PRACTICE, NORM)
"""What a claim is about: what happens, or what rules require. The two are never counted as one."""
COMPONENTS: tuple[str, ...] = ("methodological", "coherence", "adequacy", "relevance")
CONCERNS: tuple[str, ...] = ("none_or_very_minor", "minor", "moderate", "serious")
"""How far a component gives cause for concern, from least to most."""
LEVELS: tuple[str, ...] = ("high", "moderate", "low", "very_low")
"""Strength of evidence, from strongest to weakest."""
OVERALL = "overall"
KEYS = (
    "id",
    "text",
    "kind",
    "layer",
    "scope",
    "research_question",
    "codes",
    "evidence",
    "counter",
    "status",
    "figures",
    "strength",
    "cases",
    "by",
    "note",
)


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided, and why. What the program proposes stands apart and is never written here."""

    decided: str
    rationale: str = ""
    by: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that the study stands for, with what it rests on and what speaks against it.

    `figures` are marks (`model/node:A`) and sentence places (`notebooks/05.ipynb#words of the sentence`). `cases` are
    values of the attribute that tells cases apart, where the claim's scope covers more than the study's own case.
    """

    id: str
    text: Words = field(default_factory=dict)
    kind: str = DESCRIPTIVE
    layer: str = PRACTICE
    scope: Words = field(default_factory=dict)
    research_question: str = ""
    codes: tuple[str, ...] = ()
    evidence: tuple[Entry, ...] = ()
    counter: tuple[Entry, ...] = ()
    status: str = DRAFT
    figures: tuple[str, ...] = ()
    strength: Mapping[str, Decision] = field(default_factory=dict)
    cases: tuple[str, ...] = ()
    by: str = ""
    note: str = ""
    line: int = 0

    @property
    def queries(self) -> list[Query]:
        """The queries among evidence and counter-evidence."""
        return [entry for entry in (*self.evidence, *self.counter) if isinstance(entry, Query)]

    @property
    def marks(self) -> list[str]:
        """The marks of figures that show the claim."""
        return [place for place in self.figures if "#" not in place]

    @property
    def sentences(self) -> list[str]:
        """The sentence places that state the claim."""
        return [place for place in self.figures if "#" in place]


def read_claims(path: Path, known: Known, name: str = FILE) -> tuple[dict[str, Claim], list[Problem]]:
    """The claims by id in the order of the file, and every problem with its row; none without the file."""
    reader = Reader(name, known)
    claims: dict[str, Claim] = {}
    for item in reader.entries(path, "claims"):
        key = reader.identity(item, "a claim", claims)
        if key:
            claims[key] = _read_claim(key, item, reader)
    return claims, reader.problems


def _read_claim(key: str, item: Record, reader: Reader) -> Claim:
    known = reader.known
    reader.check_keys(item, f"{key}: a claim", KEYS)
    question = reader.word(item, "research_question", key)
    if question not in known.questions:
        rule = f"{key}: research_question is one of the study's"
        reader.say(item.line, rule, question, nearest(question, list(known.questions)))
    if not reader.word(item, "by", key):
        reader.say(item.line, f"{key}: somebody stands for a claim", "", "Add by: with a name or initials.", "warning")
    claim = Claim(
        id=key,
        text=reader.words(item, "text", key, required=True),
        kind=reader.choice(item, "kind", CLAIM_KINDS, key),
        layer=reader.choice(item, "layer", LAYERS, key, PRACTICE),
        scope=reader.words(item, "scope", key),
        research_question=question,
        codes=reader.codes(item, "codes", key),
        evidence=read_evidence(item, "evidence", reader, key),
        counter=read_evidence(item, "counter", reader, key),
        status=reader.choice(item, "status", STATUSES, key, DRAFT),
        figures=_read_places(key, item, reader),
        strength=_read_strength(key, item, reader),
        cases=reader.names(item, "cases", key),
        by=reader.word(item, "by", key),
        note=reader.word(item, "note", key),
        line=item.line,
    )
    return claim


def _read_places(key: str, item: Record, reader: Reader) -> tuple[str, ...]:
    places = reader.names(item, "figures", key)
    for place in places:
        if "#" not in place and place not in reader.known.marks:
            rule = f"{key}: figures names marks (figure/mark) or sentences (file#words)"
            reader.say(item.line, rule, place, nearest(place, sorted(reader.known.marks)))
    return places


def _read_strength(key: str, item: Record, reader: Reader) -> dict[str, Decision]:
    given = item.get("strength")
    if given is None:
        return {}
    if not isinstance(given, Record):
        step = "Write {adequacy: {decided: minor, rationale: ...}}."
        reader.say(item.line, f"{key}: strength is given by component", repr(given), step)
        return {}
    reader.check_keys(given, f"{key}: strength", [*COMPONENTS, OVERALL])
    found: dict[str, Decision] = {}
    for component, entry in given.items():
        if component not in (*COMPONENTS, OVERALL) or entry is None:
            continue
        if not isinstance(entry, Record):
            rule = f"{key}: {component} has decided and rationale"
            reader.say(given.line, rule, repr(entry), "Write {decided: ..., rationale: ...}.")
            continue
        reader.check_keys(entry, f"{key}: {component}", ("decided", "rationale", "by"))
        allowed = LEVELS if component == OVERALL else CONCERNS
        decided = reader.choice(entry, "decided", allowed, f"{key}: {component}")
        if decided:
            rationale, by = (reader.word(entry, part, key) for part in ("rationale", "by"))
            found[component] = Decision(decided, rationale, by, entry.line)
    return found
