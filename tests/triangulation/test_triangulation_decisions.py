"""What people decided about convergence against the rule (F08), how it ends (F09), and readers compared (F10)."""

import pandas as pd
import pytest
from pytest import approx

from analysis.triangulation import Profile, assess, convergence
from analysis.triangulation.decisions import (
    check_decisions,
    compare_readers,
    open_dissonances,
    reader_cells,
    reader_differences,
    silences,
    standing,
    with_decisions,
)
from analysis.triangulation.judged import Decision, SilenceMark

# F08, "promotion information is available", in the toy study T8.
T8 = {
    "senior": Profile(3, 3, 1, frozenset({"announce", "cat", "open"})),
    "supervisory": Profile(3, 2, -1, frozenset({"unaware"})),
    "documents": Profile(2, 2, 1, frozenset({"announce", "open"})),
    "external": Profile(2, 0, silence="not_asked"),
}
PAIRS = convergence({"info": T8})
TEXT = {"en": "They hear of it elsewhere.", "id": "Mereka tahu dari tempat lain."}


def decided(sets: str, code: str, by: str = "ani", **more: object) -> Decision:
    return Decision("info", tuple(sets.split()), by, decided=code, file="c.yaml", line=3, **more)


def row(frame: pd.DataFrame, sets: str) -> dict[str, object]:
    one, other = sets.split()
    return frame[(frame["set_1"] == one) & (frame["set_2"] == other)].iloc[0].to_dict()


def test_without_a_decision_the_rule_stands() -> None:
    """The outcome is the rule's, and the frame says so."""
    frame = with_decisions(PAIRS, [])

    assert frame["outcome"].tolist() == frame["proposed"].tolist() == PAIRS["outcome"].tolist()
    assert set(frame["basis"]) == {"rule"}
    assert (frame["decided"] == "").all() and frame.attrs == PAIRS.attrs


def test_a_decision_stands_in_place_of_the_rule() -> None:
    """What a person decided is the outcome, what the rule proposed stays to be read; the order of sets is no matter."""
    frame = with_decisions(PAIRS, [decided("documents senior", "partial", rationale={"en": "Other dates."})])
    found = row(frame, "senior documents")

    assert [found[key] for key in ("outcome", "proposed", "decided", "basis", "by", "rationale")] == [
        *("partial", "agreement", "partial", "decided", "ani", "Other dates.")
    ]
    assert assess(frame).loc["info", "share"] == approx(0.5 / 3)


def test_dissonances_without_an_ending() -> None:
    """F09: both dissonances of T8 are open; the one that is explained is not any more."""
    ended = decided("senior supervisory", "dissonance", ended="explained", text=TEXT)

    assert len(open_dissonances(with_decisions(PAIRS, []))) == 2
    frame = with_decisions(PAIRS, [ended], "id")
    assert open_dissonances(frame)[["set_1", "set_2"]].values.tolist() == [["supervisory", "documents"]]
    assert row(frame, "senior supervisory")["ending"] == "Mereka tahu dari tempat lain."


def test_a_contradiction_that_is_decided_away_still_wants_an_ending() -> None:
    """Whoever calls opposite stances partial has to say why: the pair stays open until it ends in something."""
    frame = with_decisions(PAIRS, [decided("senior supervisory", "partial", rationale={"en": "x"})])

    assert row(open_dissonances(frame), "senior supervisory")["outcome"] == "partial"


def test_what_only_the_frame_can_tell() -> None:
    """A rationale is due where the rule proposes other, an ending where stances contradict; each with file and row."""
    made = [decided("senior documents", "partial"), decided("senior supervisory", "dissonance")]
    problems = list(check_decisions(PAIRS, made))

    assert [(p.file, p.row, p.came) for p in problems] == [
        ("c.yaml", 3, "partial, proposed agreement"),
        ("c.yaml", 3, "nothing"),
    ]
    assert "departs from the rule" in problems[0].rule and "a contradiction ends in" in problems[1].rule


def test_as_proposed_needs_no_rationale() -> None:
    """Whoever decides as the rule proposes owes no reason, and one who departs and says why is fine."""
    made = [decided("senior documents", "agreement"), decided("senior external", "no data", rationale={"en": "x"})]

    assert list(check_decisions(PAIRS, made)) == []


def test_a_rule_that_says_something_else_now() -> None:
    """What was decided on another proposal wants a second look: a warning that names both."""
    problems = list(check_decisions(PAIRS, [decided("senior documents", "partial", proposed="partial")]))

    assert [(p.level, p.came) for p in problems] == [("warning", "partial then, agreement now")]


def test_a_pair_that_is_not_compared() -> None:
    """A decision about a set that the study does not compare any more stands for nothing, and is told."""
    problems = list(check_decisions(PAIRS, [decided("senior press", "partial")]))

    assert [(p.level, p.came) for p in problems] == [("warning", "info, senior and press")]


def test_silences_expected_and_surprising() -> None:
    """External experts are silent of what three sets speak of; a person finds that surprising."""
    mark = SilenceMark("info", "external", "surprising", {"en": "They sat on panels."}, "ani")

    assert silences({"info": T8}, [mark]).values.tolist() == [
        ["info", "external", 2, "not_asked", 3, "surprising", "They sat on panels.", "ani"]
    ]
    assert silences({"info": T8}, [])[["mark", "by"]].values.tolist() == [["", ""]]


# F10: ten cells, two readers.
ONE, OTHER = list("AAADSSPDAS"), list("AAPDSSPDDS")
CODES = {"A": "agreement", "P": "partial", "S": "silence", "D": "dissonance"}


def readers() -> list[Decision]:
    """Both readers alone, cell by cell, as their files hold it."""
    return [
        Decision(f"t{number}", ("senior", "law"), by, "before", decided=CODES[code])
        for by, codes in (("ani", ONE), ("budi", OTHER))
        for number, code in enumerate(codes)
    ]


def test_two_readers() -> None:
    """F10: 8 of 10 cells alike, alpha 0.741."""
    found = compare_readers(reader_cells(readers()))

    assert (found.readers, found.equal) == (("ani", "budi"), 0.8)
    assert found.alpha.value == approx(0.741, abs=0.0005)


def test_where_readers_differed() -> None:
    """The two cells on which they differed, each with both codes; what was decided after the talk stands beside."""
    talked = Decision("t2", ("senior", "law"), "ani", decided="partial", rationale={"en": "One example only."})
    frame = reader_differences([*readers(), talked])

    assert frame[["theme", "before", "after", "rationale"]].values.tolist() == [
        ["t2", "ani: agreement, budi: partial", "partial", "One example only."],
        ["t8", "ani: agreement, budi: dissonance", "", ""],
    ]


@pytest.mark.parametrize(
    ("made", "stands"),
    [
        ([("ani", "before", "partial")], "nothing yet"),
        ([("ani", "before", "partial"), ("budi", "before", "partial")], "partial"),
        ([("ani", "before", "partial"), ("budi", "before", "silence")], "readers differ"),
        ([("ani", "before", "partial"), ("budi", "before", "silence"), ("ani", "", "silence")], "silence"),
        ([("ani", "", "partial"), ("budi", "after", "silence")], "readers differ"),
        ([("ani", "", "partial")], "partial"),
    ],
)
def test_what_stands(made: list[tuple[str, str, str]], stands: str) -> None:
    """One reader alone before the talk decides nothing; readers who decided alike do; the talk goes before all."""
    found = standing(Decision("t", ("a", "b"), by, stage, decided=code) for by, stage, code in made)
    cell = found.get(("t", frozenset(("a", "b"))))
    said = "nothing yet" if cell is None else cell.decision.decided if cell.decision else "readers differ"

    assert said == stands


def test_readers_who_differ_leave_the_rule() -> None:
    """While readers differ the rule's outcome stays, and the frame says that they differ."""
    made = [decided("senior documents", "partial", "ani"), decided("senior documents", "silence", "budi")]
    found = row(with_decisions(PAIRS, made), "senior documents")

    assert [found[key] for key in ("outcome", "decided", "basis", "by")] == [
        *("agreement", "", "readers differ", "ani, budi")
    ]


def test_nobody_read() -> None:
    """Without readers there is no alpha, with the reason, and no difference."""
    assert reader_differences([]).empty
    assert compare_readers(reader_cells([])).alpha.reason.startswith("no pairable unit")
