"""A language that one of few speaks under a label tells who spoke."""

from __future__ import annotations

import pytest

from analysis.model import Participant, Source
from analysis.release import Gate, Label
from analysis.sources.people import USES, Consent
from analysis.study.tongues import telling_tongues

PEOPLE = {p: Participant(p, "expert") for p in ("P1", "P2", "P3", "P4")}
LABEL = Label("expert", ("expert",), {"en": "expert"})


def gate(profile: str = "public", k: int = 3) -> Gate:
    """A gate that lets everybody be analysed and quoted."""
    uses = dict.fromkeys(USES, "yes") | {"attribution": "label", "check_back_first": "no"}
    return Gate(profile, PEOPLE, {p: Consent(p, uses) for p in PEOPLE}, [LABEL], k=k)


def talks(*pairs: tuple[str, str]) -> list[Source]:
    """One source for each person and language."""
    return [
        Source(f"S{n}", "interview", "", (), "", "", language, speakers={person: "respondent"})
        for n, (person, language) in enumerate(pairs)
    ]


@pytest.mark.parametrize(
    ("spoken", "telling"),
    [
        ([("P1", "id"), ("P2", "id"), ("P3", "id"), ("P4", "id")], set()),
        ([("P1", "id"), ("P2", "id"), ("P3", "id"), ("P4", "en")], {("P4", "en")}),
        ([("P1", "id"), ("P2", "id"), ("P3", "en"), ("P4", "en")], {("P1", "id"), ("P2", "id")}),
        ([("P1", "id"), ("P1", "en"), ("P2", "id")], {("P1", "en")}),
    ],
)
def test_what_few_speak_is_held_back(spoken: list[tuple[str, str]], telling: set[tuple[str, str]]) -> None:
    """Fewer than three of a label, and not the language of most of them; of equal ones the first by name stays."""
    assert telling_tongues(talks(*spoken), gate()) == telling


def test_inside_nothing_is_held_back() -> None:
    """The internal profile names the speakers anyway."""
    assert telling_tongues(talks(("P1", "id"), ("P2", "en")), gate("internal")) == frozenset()
