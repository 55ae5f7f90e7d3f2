"""The clustered matrix and the balance of stances (F06)."""

import pandas as pd
import pytest
import t8_kit as kit
from hypothesis import given
from hypothesis import strategies as st
from pytest import approx

from analysis.displays.clustered import TALK, clustered_matrix, clusters_reach, stance_balance
from analysis.errors import AnalysisError

TREE = kit.book("SOLO", ONE="FAM", TWO="FAM")
CLUSTERS = {"both": ["FAM", "ONE"], "alone": ["SOLO"]}
REACH = clusters_reach(TREE, CLUSTERS)


def matrix(rows: list[tuple[str, str, str]], value: str, **more: object) -> list[list[object]]:
    given = {"reach": REACH, "cases": ["R1", "R2"], "clusters": list(CLUSTERS), "value": value, **more}
    return kit.plain(clustered_matrix(kit.said(*rows), **given))  # type: ignore[arg-type]


def test_segments_in_1000_words() -> None:
    """F06: 6 segments in 9,000 words are 0.67 in 1,000, 4 in 3,000 are 1.33."""
    rows = [("R1", "ONE", "")] * 6 + [("R2", "TWO", "")] * 4
    found = matrix(rows, "per_1000_words", words=pd.Series({"R1": 9_000, "R2": 3_000}))

    assert [[round(float(str(cell)), 2) for cell in row] for row in found] == [[0.67, 0.0], [1.33, 0.0]]


def test_no_supports_and_no_opposes() -> None:
    """F06: the balance is then None, not 0; 3 for and 1 against are 0.5."""
    rows = [("R1", "ONE", "supports")] * 3 + [("R1", "TWO", "opposes"), ("R2", "ONE", "qualifies")]

    assert matrix(rows, "balance") == [[0.5, None], [None, None]]


def test_presence_is_the_default_and_a_coding_counts_once_in_a_cluster() -> None:
    """A cluster that names a family and one of its codes holds a coding once; five segments are one presence."""
    rows = [("R1", "ONE", "")] * 5

    assert matrix(rows, "segments") == [[5, 0], [0, 0]]
    assert matrix(rows, "presence") == [[1, 0], [0, 0]]
    plain = clustered_matrix(kit.said(*rows), reach=REACH, cases=["R1"], clusters=["both"])
    assert kit.plain(plain) == [[1]]


def test_segments_carry_a_warning() -> None:
    """Raw counts, by the words too, say that they count talk; presence has nothing to warn of."""
    attrs = {
        value: clustered_matrix(
            kit.said(), reach=REACH, cases=["R1"], clusters=["both"], value=value, words=pd.Series({"R1": 9})
        ).attrs.get("warning")
        for value in ("segments", "per_1000_words", "presence")
    }

    assert attrs == {"segments": TALK, "per_1000_words": TALK, "presence": None}


def test_a_focus_group_is_one_source() -> None:
    """Two who speak in one group make one row of one source with a presence of 1, and two rows of persons."""
    rows = kit.said(("R1", "ONE", ""), ("R2", "ONE", "")).assign(source="G1")
    by_source = clustered_matrix(rows, reach=REACH, cases=["G1"], clusters=["both"])
    by_person = clustered_matrix(rows, reach=REACH, by="person", cases=["R1", "R2"], clusters=["both"])

    assert (kit.plain(by_source), kit.plain(by_person)) == ([[1]], [[1], [1]])


def test_a_source_without_words() -> None:
    """Segments in 1,000 of no words are None."""
    assert matrix([("R1", "ONE", "")], "per_1000_words", words=pd.Series({"R1": 0})) == [[None, None], [None, None]]


@pytest.mark.parametrize(
    ("value", "by", "message"),
    [("colour", "source", "got 'colour' by 'source'"), ("segments", "age", "got 'segments' by 'age'"),
     ("per_1000_words", "role", "words are counted by source")],
)  # fmt: skip
def test_what_is_refused(value: str, by: str, message: str) -> None:
    """Unknown values and columns, and words of anything but a source."""
    with pytest.raises(AnalysisError, match=message):
        matrix([], value, by=by)


def test_a_cluster_of_what_is_no_code() -> None:
    """It is named, with the code that was meant."""
    with pytest.raises(AnalysisError, match=r"cluster x: a theme is a code \(got 'SOLOS'\)\. Did you mean SOLO\?"):
        clusters_reach(TREE, {"x": ["SOLOS"]})


def test_persons_on_their_side() -> None:
    """R1 speaks twice for and once against and counts once, for; R2 says both and qualifies; talk counts all."""
    rows = [("R1", "ONE", "supports"), ("R1", "ONE", "supports"), ("R1", "TWO", "opposes")]
    rows += [("R2", "ONE", "supports"), ("R2", "ONE", "opposes"), ("", "ONE", "opposes")]
    persons = stance_balance(kit.said(*rows), reach=REACH, clusters=["both", "alone"])
    talk = stance_balance(kit.said(*rows), reach=REACH, clusters=["both"], unit="segment")

    assert kit.plain(persons) == [[1, 0, 1, 0, 2, 1.0], [0, 0, 0, 0, 0, None]]
    assert kit.plain(talk) == [[3, 3, 0, 0, 6, 0.0]]


SAID = st.lists(st.tuples(st.sampled_from(["R1", "R2"]), st.just("ONE"), st.sampled_from(["supports", "opposes", ""])))


@given(SAID)
def test_the_other_way_round(rows: list[tuple[str, str, str]]) -> None:
    """Where everybody says the opposite, the balance has the other sign, and it never leaves -1 to 1."""
    turn = {"supports": "opposes", "opposes": "supports", "": ""}
    [one], [other] = (
        stance_balance(kit.said(*said), reach=REACH, clusters=["both"])["balance"].tolist()
        for said in (rows, [(p, c, turn[s]) for p, c, s in rows])
    )

    assert (one is None) == (other is None)
    assert one is None or (one == approx(-other) and -1 <= one <= 1)
