"""Process-tracing tests (F17): the table of worked numbers, and the edges that the standard names."""

from __future__ import annotations

import pytest
from claims_kit import source

from analysis.claims import odds, rival_records, rivals
from analysis.claims.rival_records import Hypothesis, Item, Rivals
from analysis.errors import TriangulationError

#            certain unique  p1    p0    LR     post   LR-    post-
TABLE = [
    ("straw in the wind", False, False, 0.60, 0.40, 1.500, 0.600, 0.667, 0.400),
    ("hoop", True, False, 0.95, 0.60, 1.583, 0.613, 0.125, 0.111),
    ("smoking gun", False, True, 0.30, 0.05, 6.000, 0.857, 0.737, 0.424),
    ("doubly decisive", True, True, 0.95, 0.05, 19.000, 0.950, 0.053, 0.050),
]


@pytest.mark.parametrize(("name", "certain", "unique", "p1", "p0", "found", "after", "absent", "after_absent"), TABLE)
def test_the_worked_table(
    name: str,
    certain: bool,
    unique: bool,
    p1: float,
    p0: float,
    found: float,
    after: float,
    absent: float,
    after_absent: float,
) -> None:
    """Each kind of test, found and absent, with prior 0.5, to the printed decimals."""
    ratio, without = (odds.likelihood_ratio(p1, p0, found=x) for x in (True, False))

    assert rivals.kind_of_test(certain, unique) == name
    assert (round(ratio, 3), round(odds.posterior(0.5, [ratio]), 3)) == (found, after)
    assert (round(without, 3), round(odds.posterior(0.5, [without]), 3)) == (absent, after_absent)


def test_hoop_passed_and_smoking_gun_found() -> None:
    """Two independent items multiply: 0.905."""
    after = odds.posterior_range(0.5, [(0.95, 0.60, True), (0.30, 0.05, True)])

    assert round(after.value, 3) == 0.905
    assert after.low < after.value < after.high


def test_the_range_moves_both_numbers() -> None:
    """p1 0.6 and p0 0.4 lie between 0.5 to 0.5 (nothing learned) and 0.7 to 0.3."""
    after = odds.posterior_range(0.5, [(0.6, 0.4, True)])

    assert (round(after.low, 3), round(after.high, 3)) == (0.5, 0.7)


def test_an_absent_item_has_its_range_too() -> None:
    """The lowest posterior is where the item was surest to be seen."""
    after = odds.posterior_range(0.5, [(0.6, 0.4, False)])

    assert (round(after.low, 3), round(after.value, 3), round(after.high, 3)) == (0.3, 0.4, 0.5)


@pytest.mark.parametrize("p0", [0.0, 1.0])
def test_no_certainty(p0: float) -> None:
    """p0 = 0 is refused: nothing is that sure."""
    with pytest.raises(TriangulationError, match="Nothing is that sure"):
        odds.likelihood_ratio(0.9, p0, found=True)


HOOP = rival_records.Test(True, False, 0.95, 0.60)
GUN = rival_records.Test(False, True, 0.30, 0.05)
SOURCES = {s.id: s for s in (source("S1", "P1"), source("S2", "P2", depends_on=("S1",)), source("S3", "P3"))}


def ledger(*items: Item) -> Rivals:
    return Rivals("V", "", {}, {"H1": Hypothesis("H1", {}, 0.5), "H2": Hypothesis("H2")}, items)


def item(
    key: str, test: rival_records.Test, state: str = "found", refs: tuple[str, ...] = (), witness: str = ""
) -> Item:
    return Item(key, {}, state, refs, "the minutes", witness, {"H1": test})


def test_one_witness_is_one_item() -> None:
    """S2 depends on S1, so the hoop and the gun they tell of are one item: the one that says least."""
    found = rivals.verdicts_frame(ledger(item("E1", HOOP, refs=("S1/a",)), item("E2", GUN, refs=("S2/b",))), SOURCES)
    apart = rivals.verdicts_frame(ledger(item("E1", HOOP, refs=("S1/a",)), item("E2", GUN, refs=("S3/b",))), SOURCES)

    assert (found["items"][0], round(found["posterior"][0], 3), found["proposed"][0]) == (1, 0.613, "open")
    assert (apart["items"][0], round(apart["posterior"][0], 3), apart["proposed"][0]) == (
        2,
        0.905,
        "strongly_supported",
    )


def test_a_named_witness_ties_items() -> None:
    """Two minutes of one meeting, wherever they lie, are one witness where somebody says so."""
    found = rivals.verdicts_frame(ledger(item("E1", HOOP, witness="W"), item("E2", HOOP, witness="W")), SOURCES)

    assert found["items"][0] == 1


def test_not_looked_for_is_not_absent() -> None:
    """It changes nothing, neither the verdict nor the number."""
    found = rivals.verdicts_frame(ledger(item("E1", HOOP, "not_looked_for")), SOURCES)

    assert (found["proposed"][0], found["items"][0]) == ("untested", 0)
    assert found["posterior"].isna().all()


@pytest.mark.parametrize(
    ("test", "state", "verdict"),
    [
        (HOOP, "absent", "weakened"),
        (rival_records.Test(True, True), "absent", "eliminated"),
        (rival_records.Test(True, True), "found", "strongly_supported"),
        (GUN, "found", "strongly_supported"),
        (GUN, "absent", "open"),
        (HOOP, "found", "open"),
    ],
)
def test_verdicts(test: rival_records.Test, state: str, verdict: str) -> None:
    """A failed hoop weakens, a passed smoking gun supports strongly, its absence says little."""
    assert rivals.propose_verdict([(test, state)]) == verdict


def test_tests_that_conflict_say_so() -> None:
    """A failed hoop beside a smoking gun is for a person to settle."""
    assert rivals.propose_verdict([(HOOP, "absent"), (GUN, "found")]) == "conflicting"


def test_a_rival_without_a_test_is_listed() -> None:
    """H2 is tested by nothing: it has a row all the same, and its verdict says so."""
    frame = rivals.tests_frame(ledger(item("E1", HOOP, refs=("S1/a",))), SOURCES)

    assert list(frame["hypothesis"]) == ["H1", "H2"]
    assert list(frame["result"]) == ["passed", "untested"]
