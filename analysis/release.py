"""What may leave, to whom, in which words? One gate before everything that leaves.

`public` is the default. `internal` shows all there is; it may be published only where every source is constructed or
public. First version: consent per use (F45), attribution labels and their classes (F43), small cells (F44).

Source: k-anonymity after Sweeney (2002); internal confidentiality after Tolich (2004) and Kaiser (2009).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from analysis.errors import ReleaseError
from analysis.model import FIELD_KINDS, Participant, Source, Words, words_in
from analysis.sources.people import ATTRIBUTIONS, Consent

PROFILES: tuple[str, ...] = ("public", "internal")
GENERAL: Words = {"en": "informant", "id": "informan"}
WITHHELD: Words = {"en": "withheld", "id": "tidak ditampilkan"}
SOME: Words = {"en": "some", "id": "ada"}
NONE: Words = {"en": "none", "id": "tidak ada"}
REASONS: tuple[str, ...] = ("speaker", "consent", "withheld", "language")
"""Why words are kept back: nobody of the register speaks, consent or label, a person's decision, the language."""
_OPEN: frozenset[str] = frozenset({"constructed", "public"})
"""Provenances that may be shown whole; what is not known counts as recorded."""

CONSTRUCTED: Words = {
    "en": "Constructed demonstration material: no person said this.",
    "id": "Bahan peragaan buatan: tidak ada orang yang mengatakannya.",
}
CONSTRUCTED_PASS: Words = {
    "en": "Constructed demonstration coding: no coder made this pass for a study.",
    "id": "Pengodean peragaan buatan: bukan hasil kerja pengode dalam sebuah penelitian.",
}


@dataclass(frozen=True, slots=True)
class Label:
    """A published attribution label and the roles it covers.

    `population` is the known number of such persons outside the sample too; 0 where it is not known. A role that stands
    under two labels belongs to the first. `line` is where study.yaml has it.
    """

    id: str
    roles: tuple[str, ...]
    name: Words = field(default_factory=dict)
    population: int = 0
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Gate:
    """Decides, for one profile, which words, labels and counts may be shown."""

    profile: str
    participants: Mapping[str, Participant]
    consents: Mapping[str, Consent]
    labels: Sequence[Label] = ()
    k: int = 3
    small: int = 5
    provenances: frozenset[str] = frozenset()
    held: Sequence[tuple[str, int, int]] = ()
    """Stretches (source, start, end) that a person keeps back from the public, whoever may be quoted."""
    tongues: Mapping[str, str] = field(default_factory=dict)
    """Source -> the language that is spoken in it."""
    spoke: frozenset[tuple[str, str]] = frozenset()
    """Pairs (person, source): who speaks where."""
    telling: frozenset[tuple[str, str]] = field(init=False, default=frozenset())
    """Pairs (person, language) in which words would tell who spoke, though the label does not (`_telling`)."""
    _shown: Mapping[str, Words] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        if self.profile not in PROFILES:
            raise ReleaseError(f"a profile is one of {', '.join(PROFILES)} (got {self.profile!r}). Write one of them.")
        safe = self._safe_labels()
        rest = GENERAL if sum(role not in safe for role in self._roles()) >= self.k else WITHHELD
        names = {role: label.name or {"en": label.id} for role, label in safe.items()}
        shown = {person: names.get(entry.role, rest) for person, entry in self.participants.items()}
        object.__setattr__(self, "_shown", shown | {"": rest})
        object.__setattr__(self, "telling", frozenset() if self.internal else self._telling())

    @property
    def internal(self) -> bool:
        """Whether this profile shows all there is."""
        return self.profile == "internal"

    @property
    def publishable(self) -> bool:
        """Whether what this gate lets through may stand in a public folder."""
        return not self.internal or self.provenances <= _OPEN

    def may(self, person: str, use: str) -> bool:
        """Whether the person's consent allows the use. Everything not allowed is denied."""
        consent = self.consents.get(person)
        return consent is not None and consent.allows(use)

    def may_quote(self, person: str) -> bool:
        """Whether words of this person may be shown in this profile.

        Internally, analysis must be allowed, and verbatim quotation not withdrawn. In public also verbatim quotation,
        attribution by a label at least, a label class that is large enough, and no check-back that is still owed.
        """
        if not self.may(person, "analyse"):
            return False
        consent = self.consents[person]
        if consent.withdrew("quote_verbatim"):
            return False
        if self.internal:
            return True
        attributed = consent.attribution in ATTRIBUTIONS[1:]
        owed = consent.uses.get("check_back_first") == "yes"
        return consent.allows("quote_verbatim") and attributed and not owed and self._shown_as(person) is not WITHHELD

    def holds_back(self, source: str, start: int, end: int) -> bool:
        """Whether a person decided that words of this stretch stay out of the public profile."""
        return not self.internal and any(s == source and a < end and start < z for s, a, z in self.held)

    def tells_by_language(self, person: str, source: str) -> bool:
        """Whether the language of the source would tell who of the label spoke: a second label, and too small (F43)."""
        return (person, self.tongues.get(source, "")) in self.telling

    def held_for(self, kind: str, label: str, source: str, start: int, end: int) -> str:
        """Why words under a label of a source are kept back: one of `REASONS`; nothing where they may be shown.

        A person's words go by consent, stretches that are kept back, and language; notes of an observer stay inside.
        """
        if label not in self.participants:
            return "" if self.internal and kind == "observation" else "speaker"
        if not self.may_quote(label):
            return "consent"
        if self.holds_back(source, start, end):
            return "withheld"
        return "language" if self.tells_by_language(label, source) else ""

    def may_print(self, kind: str, label: str, source: str, start: int, end: int) -> bool:
        """Whether words under a label of a source may be shown in this profile: nothing keeps them back."""
        return not self.held_for(kind, label, source, start, end)

    def may_show_around(self, person: str) -> bool:
        """Whether more of what the person said than the quoted words may stand beside them.

        Internally yes; in public what surrounds a quotation is shared text and needs that consent.
        """
        return self.may_quote(person) and (self.internal or self.may(person, "share_open"))

    def may_translate(self, person: str) -> bool:
        """Whether a translation may stand beside the words; internally it is the team's own aid."""
        return self.may_quote(person) and (self.internal or self.may(person, "translate"))

    def label(self, person: str, language: str) -> str:
        """How the speaker is named.

        The id internally; in public the label whose class is large enough, else a general one, else that it is
        withheld.
        """
        return person if self.internal else words_in(self._shown_as(person), language)

    def _shown_as(self, person: str) -> Words:
        return self._shown.get(person, self._shown[""])

    def _telling(self) -> frozenset[tuple[str, str]]:
        """In which languages would words tell who spoke?

        Of three experts, the one who spoke English stands alone: fewer persons than a label needs spoke the language
        under the person's label, and it is not the language of most of them. What most speak stays: once the rest is
        held back, it tells nobody apart; of equal ones the first by name. The rule for labels (Sweeney 2002) with the
        language as part of the label: ours.
        """
        heard: dict[str, dict[str, set[str]]] = {}
        for person, source in self.spoke:
            if person in self.participants and self.may(person, "analyse"):
                tongues = heard.setdefault(self.label(person, "en"), {})
                tongues.setdefault(self.tongues.get(source, ""), set()).add(person)
        found = set()
        for tongues in heard.values():
            most = min(tongues, key=lambda language: (-len(tongues[language]), language))
            few = {name: who for name, who in tongues.items() if len(who) < self.k and name != most}
            found |= {(person, language) for language, who in few.items() for person in who}
        return frozenset(found)

    def _safe_labels(self) -> dict[str, Label]:
        """Role -> label, for the labels that cover enough persons; who withdrew analysis hides nobody else any more.

        Roles that no safe label covers share the general one; if they are too few, no role keeps its own label.
        """
        first: dict[str, Label] = {}
        for entry in self.labels:
            first = {role: entry for role in entry.roles} | first
        safe: dict[str, Label] = {}
        for entry in self.labels:
            own = [role for role, label in first.items() if label is entry]
            size = sum(role in own for role in self._roles())
            if min(size, entry.population or size) >= self.k:
                safe |= dict.fromkeys(own, entry)
        rest = sum(role not in safe for role in self._roles())
        return {} if 0 < rest < self.k else safe

    def _roles(self) -> list[str]:
        """The role of each person in the sample, without those who withdrew analysis."""
        gone = {person for person, consent in self.consents.items() if consent.withdrew("analyse")}
        return [entry.role for person, entry in self.participants.items() if person not in gone]

    def label_classes(self) -> dict[str, int]:
        """Label -> how many persons share it in the sample, without those who withdrew analysis."""
        first: dict[str, str] = {}
        for entry in self.labels:
            first = dict.fromkeys(entry.roles, entry.id) | first
        sizes = dict.fromkeys((entry.id for entry in self.labels), 0)
        for role in self._roles():
            if role in first:
                sizes[first[role]] += 1
        return sizes

    def count(self, number: int | None, class_size: int, language: str) -> str:
        """A count as it may be printed. In public, a class below the limit shows only none or some, and never all."""
        if number is None:
            return ""
        if self.internal or class_size >= self.small:
            return str(number)
        return words_in(SOME if number else NONE, language)


def constructed_mark(sources: Iterable[Source], language: str, *, passes: Iterable[str] = ()) -> str:
    """The sentence that stands on the face of whatever is computed from constructed material; empty where none is.

    `passes`: the provenances of the coders whose journals are in the study.
    """
    if any(s.provenance == "constructed" for s in sources if s.kind in FIELD_KINDS):
        return words_in(CONSTRUCTED, language)
    return words_in(CONSTRUCTED_PASS, language) if "constructed" in passes else ""


def gaps(gate: Gate) -> list[str]:
    """What does the profile hold back, and of whom? Sentences for a report, by person."""
    out = []
    for person in sorted(gate.participants):
        consent = gate.consents.get(person)
        if consent is None:
            out.append(f"{person}: no consent on record, nothing is analysed or quoted")
        elif consent.withdrew("analyse"):
            out.append(f"{person}: consent withdrawn {consent.withdrawn_at}, nothing new is used")
        elif consent.withdrew("quote_verbatim"):
            out.append(f"{person}: verbatim quotation withdrawn {consent.withdrawn_at}, words are not quoted")
        elif not consent.allows("analyse"):
            out.append(f"{person}: analysis is not allowed, nothing is analysed or quoted")
        elif not gate.may_quote(person):
            out.append(f"{person}: words are not quoted in the {gate.profile} profile")
        elif any(who == person for who, _ in gate.telling):
            out.append(f"{person}: words in a language that few under the label speak are not quoted")
    return out
