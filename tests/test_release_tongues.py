"""A language that one of few speaks under a label tells who spoke: the gate keeps the words back."""

from __future__ import annotations

import pytest

from analysis.model import Participant
from analysis.release import Gate, Label, gaps
from analysis.sources.people import USES, Consent

PEOPLE = {p: Participant(p, "expert") for p in ("P1", "P2", "P3", "P4")}
LABEL = Label("expert", ("expert",), {"en": "expert"})
Pairs = list[tuple[str, str]]


def gate(spoken: Pairs, profile: str = "public") -> Gate:
    """A gate that lets everybody be quoted; one source for each person and language."""
    uses = dict.fromkeys(USES, "yes") | {"attribution": "label", "check_back_first": "no"}
    tongues = {f"S{n}": language for n, (_, language) in enumerate(spoken)}
    spoke = frozenset((person, f"S{n}") for n, (person, _) in enumerate(spoken))
    return Gate(profile, PEOPLE, {p: Consent(p, uses) for p in PEOPLE}, [LABEL], tongues=tongues, spoke=spoke)


@pytest.mark.parametrize(
    ("spoken", "telling"),
    [
        ([("P1", "id"), ("P2", "id"), ("P3", "id"), ("P4", "id")], set()),
        ([("P1", "id"), ("P2", "id"), ("P3", "id"), ("P4", "en")], {("P4", "en")}),
        ([("P1", "id"), ("P2", "id"), ("P3", "en"), ("P4", "en")], {("P1", "id"), ("P2", "id")}),
        ([("P1", "id"), ("P1", "en"), ("P2", "id")], {("P1", "en")}),
    ],
)
def test_what_few_speak_is_held_back(spoken: Pairs, telling: set[tuple[str, str]]) -> None:
    """Fewer than three of a label, and not the language of most of them; of equal ones the first by name stays."""
    assert gate(spoken).telling == telling


def test_the_gate_prints_no_such_words_and_says_why() -> None:
    """The fourth speaker's English is held back for its language, everybody's Indonesian is not; a report says so."""
    held = gate([("P1", "id"), ("P2", "id"), ("P3", "id"), ("P4", "en"), ("P4", "id")])

    assert held.held_for("interview", "P4", "S3", 0, 5) == "language"
    assert held.may_print("interview", "P4", "S4", 0, 5)
    assert gaps(held) == ["P4: words in a language that few under the label speak are not quoted"]


def test_inside_nothing_is_held_back() -> None:
    """The internal profile names the speakers anyway."""
    assert gate([("P1", "id"), ("P2", "en")], "internal").telling == frozenset()
