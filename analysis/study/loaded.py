"""What a study's folder holds once it is read, and whose words in it may be analysed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from analysis.claims.negative_records import NegativeCases
from analysis.claims.records import Claim
from analysis.claims.rival_records import Rivals
from analysis.claims.shortcomings import Limit
from analysis.codebook import Codebook
from analysis.coding.fold import State, fold
from analysis.coding.journal import Journal
from analysis.displays.power import Judgement
from analysis.displays.summaries import Summary
from analysis.document_evidence import Citation
from analysis.errors import Problem
from analysis.figures.spec import FigureSpec
from analysis.model import FIELD_KINDS, Coding, Participant, Passage, Question, Source
from analysis.relations import RelationType
from analysis.sources.patterns import Patterns
from analysis.sources.people import Consent
from analysis.sources.recruitment import Approach
from analysis.sources.register import Provision
from analysis.sources.withheld import Stretch
from analysis.structure import Naming
from analysis.study.config import Config
from analysis.triangulation.judged import Judgements

SUGGESTER = "suggester"
CODERS = "codings/coders.csv"
CODEBOOK_ACTS = "codebook"
"""The journal of acts without a source: codings/<coder>/codebook.jsonl."""
CODER_ROLES = ("coder", "adjudicator")
PARTICIPANTS = "interviews/participants.csv"
CONSENT = "interviews/consent.csv"
RECRUITMENT = "interviews/recruitment.csv"
WITHHELD = "interviews/withheld.csv"
WITHDRAWN = "interviews/withdrawn.csv"
"""Texts and journals that left the tree with a withdrawal: names and checksums."""
GUIDE = "interviews/guide.yaml"
PATTERNS = "interviews/patterns.yaml"
KEPT = "interviews/kept.csv"
CODEBOOK = "codebook/codebook.yaml"
RELATIONS = "codebook/relations.yaml"
FRAMEWORK = "codebook/framework.yaml"
POWER = "codebook/information-power.yaml"
REGISTER = "documents/register.csv"
LITERATURE = "documents/literature.csv"
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
    namings: Mapping[tuple[str, str], Naming] = field(default_factory=dict)
    """(code, facet) -> what a person decided on the name of the concept (F28)."""
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
    framework: Sequence[Summary] = ()
    power: Sequence[Judgement] = ()
    judgements: Judgements = field(default_factory=Judgements)
    claims: Mapping[str, Claim] = field(default_factory=dict)
    negative_cases: Mapping[str, NegativeCases] = field(default_factory=dict)
    """Claim -> the search for its exceptions."""
    rivals: Mapping[str, Rivals] = field(default_factory=dict)
    limits: Mapping[str, Limit] = field(default_factory=dict)
    withheld: Sequence[Stretch] = ()
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


def slug(text: str) -> bool:
    """Whether a text may be a folder's or file's name."""
    return re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", text) is not None
