"""Whose label stands for whom: ids for new people, the labels of those who ask."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from analysis.errors import SourceError
from analysis.sources.cast import NONE, Voice
from analysis.sources.labels import Label
from analysis.sources.people import PERSON
from analysis.sources.readers.door import Original
from analysis.sources.turns import Turn
from analysis.study.intake.plans import NOTE, Given
from analysis.study.intake.unsure import ROLE_ASKED
from analysis.study.roster import Roster

ASKING: Mapping[str, str] = {"interviewer": "INT", "moderator": "MOD", "observer": "OBSERVER"}
"""Parts that are no participants -> their labels in the text."""
MAX_SPEAKERS = 300
"""Labels of one talk."""


def identities(
    original: Original,
    voices: Mapping[str, Voice],
    labels: Mapping[str, Label],
    turns: Sequence[Turn],
    given: Given,
    roster: Roster,
) -> tuple[dict[str, str], list[tuple[str, str]], list[tuple[str, str, str]]]:
    """Label -> its label in the text; new participants with their roles; and the roles that have to be asked."""
    ids: dict[str, str] = {}
    people: dict[str, str] = {}
    questions: list[tuple[str, str, str]] = []
    for label, voice in voices.items():
        if voice.part == NONE:
            ids[label] = NOTE
            continue
        if voice.part in ASKING:
            ids[label] = voice.id or _numbered(ASKING[voice.part], ids.values())
            _check_label(ids[label], original.name)
            continue
        person = voice.id or roster.next_person(people)
        _check_person(person, roster, original.name)
        ids[label] = person
        if person not in roster.people and person not in people:
            role = voice.role or given.role or roster.only_role
            if not role:
                seen = f"(one of {', '.join(roster.roles)})" if roster.roles else ""
                questions.append((ROLE_ASKED, label, seen))
            elif roster.roles and role not in roster.roles:
                have = ", ".join(roster.roles)
                raise SourceError(f"{original.name}: a role is one of {have} (got {role!r:.40}). See study.yaml.")
            people[person] = role
    _check_parts(original.name, ids, voices)
    return ids, list(people.items()), questions


def _numbered(label: str, used: Iterable[str]) -> str:
    """The label, with the first number that is free where it is used."""
    used = set(used)
    return next(name for n in range(1, len(used) + 2) if (name := label if n == 1 else f"{label}{n}") not in used)


def _check_label(label: str, name: str) -> None:
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]{0,19}", label) or label == NOTE:
        raise SourceError(f"{name}: an id of a speaker is letters and digits (got {label!r:.40}). Write INT or P07.")


def _check_person(person: str, roster: Roster, name: str) -> None:
    match = PERSON.fullmatch(person)
    if not match or (roster.prefix and match[1] != roster.prefix):
        step = f"Write {roster.prefix or 'P'}07, or leave it out: the next free number is given."
        raise SourceError(
            f"{name}: a participant's id is {roster.prefix or 'P'} and a number (got {person!r:.40}). {step}"
        )


def _check_parts(name: str, ids: Mapping[str, str], voices: Mapping[str, Voice]) -> None:
    parts: dict[str, str] = {}
    for label, identity in ids.items():
        part = voices[label].part
        if parts.setdefault(identity, part) != part:
            came = f"{identity} is {parts[identity]} and, as {label!r:.40}, {part}"
            raise SourceError(f"{name}: a speaker has one part in a talk (got {came}). Give two ids.")
