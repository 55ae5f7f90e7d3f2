"""The nouns of a study, as frozen records. No file is read here.

Offsets count Unicode code points in the body of a source (after NFC and LF), from 0, end not included.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from analysis.errors import CodingError

Kind = Literal["interview", "focus_group", "verification", "observation", "law", "document", "literature"]
KINDS: tuple[str, ...] = (
    "interview",
    "focus_group",
    "verification",
    "observation",
    "law",
    "document",
    "literature",
)
FIELD_KINDS: tuple[str, ...] = KINDS[:4]
"""Kinds in which people speak or are watched; the others are documents."""

PROVENANCES: tuple[str, ...] = ("recorded", "public", "constructed")
STANCES: tuple[str, ...] = ("supports", "opposes", "qualifies", "neutral")
ADRIFT: tuple[str, ...] = ("asked", "orphaned")
"""What a journal says of a coding that has no place in an edited text."""
DIFFERENCES: tuple[str, ...] = ("definition", "unit", "oversight", "reading")
"""Why two coders differ: the codebook leaves it open, the segment is cut otherwise, one passed over it, or they
understand the words differently."""
OUTCOMES: tuple[str, ...] = ("kept", "dropped")
NORM_RELATIONS: tuple[str, ...] = ("fulfilled", "not_fulfilled", "silent", "differs_by_group")
"""How what a code's statement reports stands to a provision."""
RELATION_TYPES: tuple[str, ...] = ("causes", "enables", "hinders", "part_of", "precedes", "contradicts")
"""The relation types of F29; a study maps its own words to them in codebook/relations.yaml."""

POLARITIES: tuple[str, ...] = ("+", "-", "0")
MODALITIES: tuple[str, ...] = ("asserted", "denied", "hypothetical")

Words = Mapping[str, str]
"""The same words in several languages: {"en": ..., "id": ...}."""


def words_in(words: Words, language: str) -> str:
    """The wording in `language`, else the first one there is, else nothing."""
    if language in words:
        return words[language]
    return next(iter(words.values()), "")


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of text under one declared label: a speaker's turn, an article, a paragraph.

    `text` is `source.body[start:end]`; the page, time, label and question id lie before `start`.
    """

    number: int
    label: str
    start: int
    end: int
    text: str
    line: int
    time: str = ""
    question: str = ""
    page: str = ""

    @property
    def locator(self) -> str:
        """Where a reader finds the passage in what was recorded or printed: page, time, both, or nothing."""
        return ", ".join(part for part in (f"p. {self.page}" if self.page else "", self.time) if part)


@dataclass(frozen=True, slots=True)
class Source:
    """A transcript or document with its text and what is known about it.

    `text_sha` is the SHA-256 of the body, so a change of front matter leaves codings in place.
    """

    id: str
    kind: str
    body: str
    passages: tuple[Passage, ...]
    text_sha: str
    file: str
    language: str = ""
    provenance: str = ""
    date: str = ""
    title: Words = field(default_factory=dict)
    speakers: Mapping[str, str] = field(default_factory=dict)
    depends_on: tuple[str, ...] = ()
    n_persons: int = 1
    meta: Mapping[str, Any] = field(default_factory=dict)
    translations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Language -> the passages' texts in that language, in the same order."""
    translation_notes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Language -> the front matter of that translation (translator, method)."""

    def passage_at(self, start: int, end: int) -> Passage | None:
        """The passage whose text covers start..end, or None where a segment touches a label or crosses."""
        for passage in self.passages:
            if passage.start <= start and end <= passage.end:
                return passage
        return None

    @property
    def participants(self) -> tuple[str, ...]:
        """Labels of those who speak for themselves (neither interviewer nor observer), in declared order."""
        return tuple(label for label, part in self.speakers.items() if part not in ("interviewer", "observer"))

    def is_interviewer(self, label: str) -> bool:
        """Whether a label asks instead of answering."""
        return self.speakers.get(label) == "interviewer"


@dataclass(frozen=True, order=True, slots=True)
class Segment:
    """A stretch of one source: `source.body[start:end]`.

    `quote` repeats the covered text, so that a changed source is noticed.
    """

    source: str
    start: int
    end: int
    quote: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise CodingError(
                f"{self.source}: a segment must have 0 <= start < end (got start={self.start}, "
                f"end={self.end}). Give the quote instead of the offsets, or mend them."
            )


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a segment stands and what stands around it (W3C position and quote selectors, F02)."""

    segment: Segment
    prefix: str
    suffix: str
    text_sha: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """A phrase that makes a code worth suggesting.

    `level`: exact (case counts), surface (the words as written), inflected (clitics and voice), root.
    `near` names a context list: the phrase counts only close to one of its words.
    `polarity`: what a negation beside it does: keep, flag, drop, require.
    """

    code: str
    language: str
    phrase: str
    level: str
    register: str = ""
    near: str = ""
    polarity: str = "flag"
    roots: Mapping[str, str] = field(default_factory=dict)
    """Word of the phrase -> its root, where the researcher overrides the proposed one."""

    @property
    def rule(self) -> str:
        """The id of the rule: code, language and phrase."""
        return f"{self.code}/{self.language}/{self.phrase}"


@dataclass(frozen=True, slots=True)
class DocumentLink:
    """A provision that regulates what a code is about.

    `norm` is how what the code's statement reports stands to it (one of `NORM_RELATIONS`), for codes where that was
    judged; a provision takes no stance of its own, for it says what ought to be.
    """

    ref: str
    norm: str = ""
    facet: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """A defined idea. `since` is the codebook version of the wording that holds now."""

    id: str
    parent: str = ""
    tier: str = "core"
    origin: str = ""
    name: Words = field(default_factory=dict)
    brief: Words = field(default_factory=dict)
    definition: Words = field(default_factory=dict)
    statement: Words = field(default_factory=dict)
    use_when: Words = field(default_factory=dict)
    not_when: Words = field(default_factory=dict)
    example: Words = field(default_factory=dict)
    borderline: Words = field(default_factory=dict)
    indicators: tuple[Indicator, ...] = ()
    documents: tuple[DocumentLink, ...] = ()
    section: str = ""
    since: int = 1
    retired: int = 0
    """Codebook version in which the code was retired or merged away; 0 while it is in use."""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Relation:
    """A link between two codes, asserted, denied or supposed on one segment (F29)."""

    from_code: str
    to_code: str
    type: str
    polarity: str = "+"
    modality: str = "asserted"


@dataclass(frozen=True, slots=True)
class Act:
    """One line of a journal: who did what to which coding. Empty fields are absent in the file."""

    seq: int
    at: str
    by: str
    op: str
    source: str = ""
    id: str = ""
    text_sha: str = ""
    start: int = -1
    end: int = -1
    quote: str = ""
    prefix: str = ""
    suffix: str = ""
    code: str = ""
    codebook_version: int = 0
    attributes: Mapping[str, str] = field(default_factory=dict)
    facet: str = ""
    memo: str = ""
    relation: Mapping[str, str] = field(default_factory=dict)
    rule: Mapping[str, Any] = field(default_factory=dict)
    ruling: Mapping[str, str] = field(default_factory=dict)
    batch: str = ""
    undoes: str = ""
    round: int = 0
    merges: str = ""
    prev: str = ""
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Coding:
    """One coder applied one code to one segment; the state that a journal folds to."""

    id: str
    coder: str
    source: str
    start: int
    end: int
    quote: str
    code: str
    text_sha: str = ""
    codebook_version: int = 0
    attributes: Mapping[str, str] = field(default_factory=dict)
    facet: str = ""
    memo: str = ""
    relation: Relation | None = None
    anchor_state: str = ""
    prefix: str = ""
    suffix: str = ""

    @property
    def adrift(self) -> bool:
        """Whether the coding has no place since its text was edited; then it counts in nothing."""
        return self.anchor_state in ADRIFT

    @property
    def stance(self) -> str:
        """The stance towards the code's statement; empty where none was given."""
        return self.attributes.get("stance", "")


@dataclass(frozen=True, slots=True)
class Ruling:
    """How an adjudicator settled one difference. `of` are the ids of the codings it is about, joined by `+`."""

    id: str
    of: str
    outcome: str
    difference: str
    reason: str = ""
    coder: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Participant:
    """A person who speaks in the material. Role, function and the rest stand here and in no id."""

    id: str
    role: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    line: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the interview guide and the codes that its answers may reach."""

    id: str
    text: Words
    research_question: str
    codes: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A code that a rule proposes for a segment. It counts in no finding until a person accepts it."""

    source: str
    start: int
    end: int
    quote: str
    code: str
    rule: str
    rule_version: str
    negated: bool = False
    passage: int = 0

    def sort_key(self) -> tuple[str, int, int, str, str]:
        """The order of suggestions: source, offset, code, rule."""
        return (self.source, self.start, self.end, self.code, self.rule)


def walk_up(parents: Mapping[str, str], code: str) -> Iterator[str]:
    """A code and its ancestors, nearest first; stops where a parent is met twice."""
    seen: set[str] = set()
    while code and code not in seen:
        seen.add(code)
        yield code
        code = parents.get(code, "")
