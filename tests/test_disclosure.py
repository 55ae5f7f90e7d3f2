"""What would tell who somebody is: small cells and what gives them back (F44), labels whose bearers agree (F43)."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.disclosure import check_alike, check_cells, check_labels, suppress
from analysis.model import Participant
from analysis.release import Gate, Label

SIZES = {"senior": 3, "other": 5}
T8 = {f"R{i}": Participant(f"R{i}", role) for i, role in enumerate(("I", "II", "II", "IV", "IV", "IV", "X", "X"), 1)}


def gate(*labels: Label, profile: str = "public") -> Gate:
    return Gate(profile, T8, {}, labels)


def table(**row: int) -> pd.DataFrame:
    return pd.DataFrame([row], index=["theme"])


def test_the_sum_that_gives_the_hidden_cell_back() -> None:
    """Senior 3 of 3, other 2 of 5, margin 5: senior is hidden, 5 - 2 would give it back, so the margin goes too."""
    shown = suppress(table(senior=3, other=2), SIZES)

    assert shown.to_dict("records") == [{"senior": "some", "other": "2", "all": ""}]


def test_a_hidden_none_takes_no_sum_away() -> None:
    """None is told in words already: the sum gives nothing back."""
    assert suppress(table(senior=0, other=2), SIZES).to_dict("records") == [
        {"senior": "none", "other": "2", "all": "2"}
    ]


@pytest.mark.parametrize(
    ("first", "second", "total"),
    [(1, 2, "7"), (1, 1, ""), (3, 4, ""), (2, 0, "")],
    ids=["several answers", "each is one", "all of both", "one is none"],
)
def test_two_hidden_cells(first: int, second: int, total: str) -> None:
    """The sum of two hidden cells stays where it leaves several answers open, never where it leaves one."""
    shown = suppress(table(a=first, b=second, c=4), {"a": 3, "b": 4, "c": 6})

    assert shown.loc["theme", "all"] == total


def test_in_indonesian() -> None:
    """The words follow the language."""
    assert suppress(table(senior=3, other=2), SIZES, language="id").loc["theme", "senior"] == "ada"


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 9)), min_size=1, max_size=5))
def test_what_is_printed_leaves_more_than_one_answer(classes: list[tuple[int, int]]) -> None:
    """Whatever the table: from what is printed, no hidden cell that is not none follows with certainty."""
    sizes = {str(i): size for i, (size, _) in enumerate(classes)}
    counts = {str(i): min(size, n) for i, (size, n) in enumerate(classes)}
    shown = suppress(pd.DataFrame([counts]), sizes).iloc[0]
    hidden = [key for key in sizes if shown[key] == "some"]
    if not hidden or shown["all"] == "":
        return
    left = int(shown["all"]) - sum(int(shown[key]) for key in sizes if shown[key].isdigit())

    for key in hidden:
        others = [sizes[other] for other in hidden if other != key]
        answers = [n for n in range(1, sizes[key] + 1) if len(others) <= left - n <= sum(others)]
        assert len(answers) > 1


def test_a_number_of_a_small_class_is_an_error() -> None:
    """L20: a bare number of three persons, and a sum beside the one hidden cell."""
    bare = check_cells(table(senior=3, other=2), SIZES, "t.csv")
    summed = check_cells(table(senior=3, other=2).assign(senior="some", all=5), SIZES, "t.csv")

    assert [p.came for p in bare] == ["theme, senior: 3"]
    assert [p.came for p in summed] == ["theme: 5 in all, senior hidden"]
    assert {p.level for p in (*bare, *summed)} == {"error"}


def test_what_suppress_prints_passes() -> None:
    """The check finds nothing in a table that was suppressed."""
    assert check_cells(suppress(table(senior=3, other=2), SIZES), SIZES, "t.csv") == []


@pytest.mark.parametrize(
    ("labels", "came"),
    [
        (("I", "II", "IV", "X"), ["I: 1", "II: 2", "X: 2"]),
        (("I+II", "IV", "X"), ["X: 2"]),
        (("I+II", "IV"), ["2 of the roles X"]),
        (("I+II", "IV+X"), []),
        (("I+II+X", "IV"), []),
    ],
)
def test_labels_of_the_toy_study(labels: tuple[str, ...], came: list[str]) -> None:
    """The partitions of T8 at k = 3: two fail by a small label, one by elimination, two hold."""
    found = check_labels(gate(*(Label(name, tuple(name.split("+"))) for name in labels)))

    assert [p.came for p in found] == came
    assert all("L20" in p.rule for p in found)


def codings(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["person", "code", "stance"])


def test_all_say_the_same() -> None:
    """All three seniors support PAY: the label tells it of each. Two of three, or one against, tell it of nobody."""
    labels = gate(Label("senior", ("I", "II")), Label("other", ("IV", "X")))
    same = [("R1", "PAY", "supports"), ("R2", "PAY", "supports"), ("R3", "PAY", "supports")]

    assert [p.came for p in check_alike(codings(*same), labels)] == ["senior: all 3 alike on PAY"]
    assert check_alike(codings(*same[:2]), labels) == []
    assert check_alike(codings(*same, ("R3", "PAY", "opposes")), labels) == []
