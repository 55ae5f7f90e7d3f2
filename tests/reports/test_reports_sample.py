"""The sample as a table and as a paragraph, on T8 of the method standards and its edges (F01)."""

from __future__ import annotations

import dataclasses

import pytest

from analysis.model import Participant, Source
from analysis.release import Gate
from analysis.reports.sample import Sample, check_sample, sample_frame, total_hidden
from analysis.reports.sample_words import sample_statement
from analysis.sources.people import Consent
from analysis.sources.recruitment import Approach
from analysis.sources.text import parse_passages

T8 = {"R1": "I", "R2": "II", "R3": "II", "R4": "IV", "R5": "IV", "R6": "IV", "X1": "X", "X2": "X"}
PEOPLE = {person: Participant(person, role) for person, role in T8.items()}
NAMES = {"I": "echelon I", "II": "echelon II", "III": "echelon III", "IV": "echelon IV", "X": "outside expert"}
YES = {"analyse": "yes"}
META = {"place": "office", "recorded": True, "field_notes": True, "duration_min": 50, "method": "face_to_face"}
LOG = [Approach(f"A{n}", role, "2022-03-02", "interviewed") for n, role in enumerate(T8.values())]


def talk(key: str, *people: str, kind: str = "interview", **meta: object) -> Source:
    """A source in which these people say three words each."""
    body = "\n\n".join(f"{person}: Three words here" for person in people)
    passages = tuple(parse_passages(body, people)[0])
    speakers = dict.fromkeys(people, "respondent")
    known = META | {"n_persons": len(people)} | meta
    facts = {"language": "id", "provenance": "recorded", "date": "2022-03-14"}
    return Source(key, kind, body, passages, "", f"interviews/{key}.md", **facts, speakers=speakers, meta=known)


def t8(*sources: Source, log: object = (), unheard: frozenset[str] = frozenset()) -> Sample:
    """T8 by role, one interview with each person unless other sources are given."""
    made = sources or tuple(talk(f"S{n}", person) for n, person in enumerate(T8))
    return Sample(list(made), PEOPLE, T8, list(NAMES), list(log), unheard, {role: role for role in NAMES})


def gate(profile: str = "internal") -> Gate:
    return Gate(profile, PEOPLE, {person: Consent(person, YES) for person in PEOPLE})


def tell(sample: Sample, profile: str = "internal", language: str = "en") -> str:
    return sample_statement(sample, gate(profile), language=language, names=NAMES)


def test_the_worked_example() -> None:
    """T8: eight interviewees, 1 of echelon I, 2 of II, 3 of IV, 2 experts; no echelon III, for nobody is of it."""
    expected = "8 persons were heard: echelon I (1), echelon II (2), echelon IV (3), outside expert (2)."

    assert tell(t8()).startswith(expected)
    assert "echelon III " not in tell(t8())
    assert tell(t8(), language="id").startswith("8 orang didengar: echelon I (1), echelon II (2)")


def test_a_row_per_kind_and_role_and_one_for_all() -> None:
    """Numbers, minutes and words of each class; the last row counts each source and person once."""
    frame = sample_frame(
        t8(*(talk(f"S{n}", p) for n, p in enumerate(T8)), talk("G1", "R1", "R4", kind="focus_group")), gate()
    )
    rows = frame[["kind", "class", "sources", "persons", "minutes", "words"]].to_numpy().tolist()

    assert rows == [
        ["interview", "I", 1, 1, 50, 3],
        ["interview", "II", 2, 2, 100, 6],
        ["interview", "IV", 3, 3, 150, 9],
        ["interview", "X", 2, 2, 100, 6],
        ["focus_group", "I", 1, 1, 50, 3],
        ["focus_group", "IV", 1, 1, 50, 3],
        ["all", "", 9, 8, 450, 30],
    ]


def test_refusals_are_counted_once() -> None:
    """A class that was asked and came to nothing has a row of its own; columns of the log add up to the last row."""
    away = [Approach("A8", "III", "2022-03-03", "declined", "no time"), Approach("A9", "X", "2022-05-01", "lost")]
    frame = sample_frame(t8(talk("S1", "X1"), talk("V1", "X2", kind="verification"), log=[*LOG, *away]), gate())

    assert frame[["kind", "class", "invited", "declined", "lost"]].astype(object).fillna(-1).to_numpy().tolist() == [
        ["interview", "X", 3, 0, 1],
        ["verification", "X", -1, -1, -1],
        ["", "I", 1, 0, 0],
        ["", "II", 2, 0, 0],
        ["", "III", 1, 1, 0],
        ["", "IV", 3, 0, 0],
        ["all", "", 10, 1, 1],
    ]
    told = tell(t8(log=[*LOG, *away]))
    assert "10 were approached between 2022-03-02 and 2022-05-01; 8 took part, 1 declined and 1 were lost." in told
    assert "Reasons given: “no time”." in told


def test_without_a_log_it_says_so() -> None:
    """Refusals that nobody wrote down are not said to be none."""
    assert "who declined, is not on record" in tell(t8())
    assert sample_frame(t8(), gate())["declined"].isna().all()


@pytest.mark.parametrize(
    ("source", "came"),
    [
        (talk("S1", "R1", place=""), "no place"),
        (talk("S1", "R1", recorded=None), "no recorded"),
        (talk("S1", "R1", duration_min=None), "duration_min None"),
        (talk("S1", "R1", duration_min=0), "duration_min 0"),
        (dataclasses.replace(talk("S1", "R1"), date=""), "no date"),
        (talk("S1", "R9"), "R9"),
        (talk("S1", "R1", "R2", n_persons=3), "n_persons 3 where 2 are declared"),
    ],
)
def test_what_is_missing_is_named(source: Source, came: str) -> None:
    """Place, recording, length, date, role, number of persons: a sample without one of them is not told."""
    assert [problem.came for problem in check_sample(t8(source))] == [came]


def test_whoever_may_not_be_analysed_is_told_of_but_not_counted() -> None:
    """Seven are heard, one more is left out; the interview with that person is no part of the material."""
    told = tell(t8(unheard=frozenset({"R1"})))

    assert told.startswith("7 persons were heard: echelon II (2)")
    assert "The words of 1 more are left out" in told and "7 interviews" in told


SIZES = {"senior": 3, "middle": 4, "staff": 5}


def published(log: object = ()) -> tuple[Sample, Gate]:
    """Twelve persons under three labels, and the gate before the public."""
    label_of = {f"P{n:02}": label for n, label in enumerate(label for label, k in SIZES.items() for _ in range(k))}
    people = {person: Participant(person, label) for person, label in label_of.items()}
    sources = [talk(f"S{n}", person) for n, person in enumerate(people)]
    sample = Sample(sources, people, label_of, list(SIZES), list(log), frozenset(), {label: label for label in SIZES})
    return sample, Gate("public", people, {person: Consent(person, YES) for person in people})


def test_in_public_small_classes_show_no_number() -> None:
    """Classes below five read <5, months stand for days, and neither places nor reasons nor their words are told."""
    log = [Approach(f"A{n}", "staff", "2022-03-02", "interviewed") for n in range(12)]
    sample, held = published([*log, Approach("A8", "staff", "2022-03-03", "declined", "no time for officials")])
    told = sample_statement(sample, held, language="en", names={})

    assert told.startswith("12 persons were heard: senior (<5), middle (<5), staff (5).")
    assert "13 were approached between 2022-03 and 2022-03; 12 took part" in told
    assert not any(words in told for words in ("no time", "office", "2022-03-14"))
    assert "from 2022-03 to 2022-03" in told and "are not printed" in told


def test_in_public_the_table_gives_no_small_number_back() -> None:
    """Only the class of five and the row of all show numbers: three and four, or four and three, are hidden."""
    sample, held = published()
    frame = sample_frame(sample, held)

    assert list(frame["persons"]) == ["some", "some", 5, 12]
    assert list(frame["minutes"]) == ["some", "some", 250.0, 600.0]
    assert set(frame["places"]) == {""}


@pytest.mark.parametrize(
    ("sizes", "hidden"),
    [
        ({"a": 3, "b": 6}, True),
        ({"a": 3, "b": 3, "c": 6}, True),
        ({"a": 4, "b": 4, "c": 6}, True),
        ({"a": 3, "b": 4, "c": 6}, False),
        ({"a": 6, "b": 7}, False),
    ],
    ids=["one small class", "both must be 3", "both must be 4", "3 and 4, or 4 and 3", "none is small"],
)
def test_when_the_sum_would_give_a_class_back(sizes: dict[str, int], hidden: bool) -> None:
    """F44: beside one hidden class, or several that can have one value only, the number of all is hidden too."""
    assert total_hidden(sizes, gate("public")) is hidden
    assert total_hidden(sizes, gate("internal")) is False


def test_where_the_sum_is_hidden_nothing_else_tells_it() -> None:
    """Three persons in three interviews: neither persons, nor interviews, nor who was approached is numbered."""
    sample = t8(*(talk(f"S{n}", person) for n, person in enumerate(("R4", "R5", "R6"))), log=LOG)
    told = tell(sample, "public")

    assert told.startswith("People of these classes were heard: echelon IV (<5). The material is interviews,")
    assert not [word for word in told.replace("(<5)", "").replace("2022-03", "").split() if any(map(str.isdigit, word))]
