"""Strength of evidence, adapted from GRADE-CERQual (F15b): the rule to the letter, and what each component proposes."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.claims.gaps import gaps_of
from analysis.claims.limits import Case
from analysis.claims.records import COMPONENTS, Decision
from analysis.claims.strength import decided_level, overall_level, strength_of_evidence
from analysis.errors import TriangulationError
from analysis.model import Source

NONE, MINOR, MODERATE, SERIOUS = "none_or_very_minor", "minor", "moderate", "serious"


@pytest.mark.parametrize(
    ("concerns", "level"),
    [
        ((NONE, NONE, NONE, NONE), "high"),
        ((MINOR, NONE, NONE, NONE), "high"),
        ((MODERATE, MODERATE, NONE, NONE), "moderate"),
        ((SERIOUS, MINOR, NONE, NONE), "moderate"),
        ((SERIOUS, MODERATE, MODERATE, NONE), "low"),
        ((SERIOUS, SERIOUS, SERIOUS, MINOR), "very_low"),
    ],
)
def test_the_worked_levels(concerns: tuple[str, ...], level: str) -> None:
    """The six tests of F15b; the order of the components does not matter."""
    assert overall_level(concerns) == level
    assert overall_level(concerns[::-1]) == level


def test_the_floor_is_very_low() -> None:
    """Four serious concerns drop no further than there is to drop."""
    assert overall_level((SERIOUS,) * 4) == "very_low"


@pytest.mark.parametrize("concerns", [(NONE,) * 3, (NONE, NONE, NONE, "bad")])
def test_four_words_of_the_scale(concerns: tuple[str, ...]) -> None:
    """Fewer components, or a word that is none of the scale, give no level."""
    with pytest.raises(TriangulationError, match="four components"):
        overall_level(concerns)


def source(key: str, person: str, **more: object) -> Source:
    meta = {"depends_on": more.pop("depends_on", []), "recorded": True}
    speakers = {person: "respondent"}
    return Source(key, "interview", "", (), "", "", speakers=speakers, depends_on=tuple(meta["depends_on"]), meta=meta)


SOURCES = {s.id: s for s in (source("S1", "P1"), source("S2", "P2", depends_on=["S1"]), source("S3", "P3"))}


def said(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    """Source, group, facet and place of pieces of evidence, each of twenty words."""
    frame = pd.DataFrame(rows, columns=["source", "group", "facet", "place"])
    return frame.assign(kind="interview", person=frame["source"], quote="word " * 20)


WHOLE = said(("S1", "top", "a", "here"), ("S2", "floor", "b", "here"), ("S3", "floor", "b", "here"))


def proposed(evidence: pd.DataFrame, counter: pd.DataFrame | None = None, **more: object) -> dict[str, str]:
    counter = evidence.iloc[:0] if counter is None else counter
    strength = strength_of_evidence(evidence, counter, sources=SOURCES, **more)  # type: ignore[arg-type]
    return {name: strength.components[name].proposed for name in COMPONENTS}


def test_an_echo_is_one_witness() -> None:
    """S2 repeats S1: three sources are two witnesses, and so few are a serious concern."""
    strength = strength_of_evidence(WHOLE, WHOLE.iloc[:0], sources=SOURCES)

    assert strength.components["adequacy"].prompts["witnesses"] == 2
    assert strength.components["adequacy"].proposed == SERIOUS


def witnesses(count: int, **limits: int) -> tuple[str, str]:
    """Adequacy and level of so many independent persons of two groups, each with two quotes of twenty words."""
    names = [f"W{n}" for n in range(count)]
    rows = [(name, ("top", "floor")[n % 2], ("a", "b")[n % 2], "here") for n, name in enumerate(names)] * 2
    known = {name: source(name, name) for name in names}
    strength = strength_of_evidence(said(*rows), said(*rows).iloc[:0], sources=known, limits=limits)
    return strength.components["adequacy"].proposed, strength.level


@pytest.mark.parametrize(
    ("count", "concern", "level"),
    [(2, SERIOUS, "moderate"), (3, SERIOUS, "moderate"), (4, MINOR, "high"), (5, MINOR, "high"), (6, NONE, "high")],
)
def test_few_witnesses_are_never_high(count: int, concern: str, level: str) -> None:
    """Below four the level drops whatever else there is; below six it is a step; with six nothing is short."""
    assert witnesses(count) == (concern, level)


def test_a_study_sets_its_own_limits() -> None:
    """Who asks for three has enough with three; who asks for ten has too few with six."""
    assert witnesses(3, few_witnesses=2, enough_witnesses=3) == (NONE, "high")
    assert witnesses(6, few_witnesses=10) == (SERIOUS, "moderate")


def test_one_witness_is_serious() -> None:
    """However much one person says, and also where two sources are one witness."""
    assert proposed(said(*[("S1", "top", "a", "here")] * 9))["adequacy"] == SERIOUS
    assert proposed(WHOLE.iloc[:2])["adequacy"] == SERIOUS


@pytest.mark.parametrize(("against", "concern"), [(0, NONE), (1, MODERATE), (2, MODERATE), (3, SERIOUS)])
def test_opposing_codings_cost_coherence(against: int, concern: str) -> None:
    """Of three for it: 1 of 4 is 0.25, 2 of 5 is 0.4, 3 of 6 is 0.5."""
    assert proposed(WHOLE, pd.concat([WHOLE.iloc[:1]] * 4)[:against])["coherence"] == concern


def test_open_dissonance_is_a_step() -> None:
    """Unresolved dissonance or a negative case without an ending is one step worse, not more."""
    assert proposed(WHOLE, dissonance=3, negative_open=2)["coherence"] == MINOR


def test_evidence_from_elsewhere_costs_relevance() -> None:
    """One of three from another case is 0.33; what is not told counts on no side."""
    case = Case("place", ("here",), ("around",))
    other = WHOLE.assign(place=["here", "here", "there"])

    assert proposed(other, case=case)["relevance"] == MODERATE
    assert proposed(WHOLE.assign(place=["here", "here", ""]), case=case)["relevance"] == NONE


def test_gaps_of_sources_are_limitations() -> None:
    """S3 was coded by one alone: one of three sources with a gap."""
    gaps = gaps_of(SOURCES.values(), coders={"S1": 2, "S2": 2, "S3": 1})

    assert proposed(WHOLE, gaps=gaps)["methodological"] == MODERATE
    assert list(gaps.loc["S3"]) == [False, False, False, True]


def test_a_mark_brings_its_own_sides() -> None:
    """Without counter-evidence the positions tell the sides; a supposition is on neither."""
    rows = WHOLE.assign(position=["supports", "opposes", "hypothetical"])
    strength = strength_of_evidence(rows, sources=SOURCES)

    assert strength.components["coherence"].prompts["opposing"] == "1 of 2 codings"
    assert strength.components["adequacy"].prompts["quotes"] == 1


def test_documents_alone_are_weighed_as_documents() -> None:
    """Nobody speaks: what was not read at its source is the concern, and one provision may be enough."""
    rows = pd.DataFrame(
        {"source": "ACT", "kind": "law", "ref": ["ACT:1", "ACT:2"], "confidence": ["verified", "recalled"]}
    )

    assert proposed(rows)["adequacy"] == SERIOUS
    assert proposed(rows[:1])["adequacy"] == NONE


def test_it_says_that_it_is_adapted() -> None:
    """Wherever a strength is printed."""
    strength = strength_of_evidence(WHOLE, WHOLE.iloc[:0], sources=SOURCES)

    assert str(strength) == "moderate (adapted from GRADE-CERQual, for one study (Lewin et al. 2018))"


def test_nothing_is_decided_by_the_rule() -> None:
    """Three decided components leave the level open; the fourth, or a decision on the whole, settles it."""
    three = {name: Decision(SERIOUS) for name in COMPONENTS[:3]}

    assert decided_level(three) is None
    assert decided_level({**three, "relevance": Decision(MINOR)}) == "very_low"
    assert decided_level({"overall": Decision("low", "The one voice is the one who knows.")}) == "low"
