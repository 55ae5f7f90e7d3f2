"""Would an element stay if others had been heard, or others had coded? (F31, the tables of T8)"""

from collections.abc import Mapping
from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from analysis.relations import (
    STABILITY_COLUMNS,
    Bundle,
    Keep,
    ceiling,
    draw_sources,
    dropped,
    exact_share,
    pillars,
    stability,
)

GROUPS: Mapping[str, str] = {
    **dict.fromkeys(("R1", "R2", "R3"), "senior"),
    **dict.fromkeys(("R4", "R5", "R6"), "supervisory"),
    **dict.fromkeys(("X1", "X2"), "external"),
}
ROLES = {"R1": "I", "R2": "II", "R3": "II", "R4": "IV", "R5": "IV", "R6": "IV", "X1": "X", "X2": "X"}


def bundle(supporters: str, opposers: str = "", groups: Mapping[str, str] = GROUPS) -> Bundle:
    """An element with these sources for and against it."""
    forth, back = supporters.split(), opposers.split()
    return Bundle(
        frozenset(forth),
        frozenset(back),
        groups=frozenset(groups[name] for name in forth),
        voices={name: frozenset({groups[name]}) for name in forth},
        against={name: frozenset({groups[name]}) for name in back},
    )


T8 = {
    "E1": bundle("R1 R2 R3 R5", "R4"),
    "E2": bundle("R2 R4 R5 R6"),
    "E3": bundle("R4 R6", "R1"),
    "E4": bundle("R3 R6 X1", "R5"),
    "E5": bundle("R1 R4"),
}


@pytest.mark.parametrize(
    ("edge", "printed"), [("E1", 0.637), ("E2", 0.637), ("E3", 0.000), ("E4", 0.746), ("E5", 0.413)]
)
def test_the_exact_bootstrap_of_t8(edge: str, printed: float) -> None:
    """F31: the column 'simple bootstrap (exact)', to the three decimals printed."""
    assert round(exact_share(T8[edge], Keep(), 8) or 0, 3) == printed


@pytest.mark.parametrize(
    ("supporters", "printed", "digits"),
    [(1, 0, 4), (2, 0.4129, 4), (3, 0.7462, 4), (4, 0.9186, 4), (5, 0.982, 3), (6, 0.998, 3)],
)
def test_the_ceilings_of_t8(supporters: int, printed: float, digits: int) -> None:
    """F31: with eight sources, what so many supporters allow at most, to the decimals printed."""
    assert round(ceiling(supporters, 8) or 0, digits) == printed


def test_a_ceiling_for_any_rule() -> None:
    """One wanted: 1 - ((n-s)/n)^n; three wanted of three: what counting all draws of three from three gives, 6/27."""
    assert ceiling(2, 8, wanted=1) == approx(1 - (6 / 8) ** 8)
    assert ceiling(3, 3, wanted=3) == approx(6 / 27)
    assert ceiling(1, 8, wanted=2) == 0
    assert ceiling(0, 0) is None


def test_stability_of_t8() -> None:
    """F31: leave one out, linchpins and exact shares as printed; resampling comes within two points of the exact."""
    frame = stability(T8, draw_sources(ROLES), GROUPS, Keep())

    assert (frame["loo"] * 8).tolist() == [7, 7, 0, 8, 6]
    assert frame["linchpins"].tolist() == ["R5", "R2", "", "", "R1;R4"]
    assert (frame["bootstrap"] - frame["bootstrap_exact"]).abs().max() < 0.02
    assert list(frame.columns) == list(STABILITY_COLUMNS)
    assert frame.attrs == {"resamples": 2000, "seed": 20225, "no_variation_by_design": ("I",)}


def test_within_strata_a_lone_source_is_always_drawn() -> None:
    """R1 is the only one of echelon I, so E5 hangs on R4 among three alone: 1 - (2/3)^3; so does its ceiling."""
    frame = stability(T8, draw_sources(ROLES, resamples=20_000), GROUPS, Keep())

    assert frame.loc["E5", "bootstrap_stratified"] == approx(1 - (2 / 3) ** 3, abs=0.01)
    assert frame.loc["E5", "ceiling_stratified"] == frame.loc["E5", "bootstrap_stratified"]
    assert draw_sources(ROLES).stratified[:, 0].all()


def test_nobody_speaks() -> None:
    """An element on which nobody speaks has no stability: missing, not 0."""
    frame = stability({"law": Bundle(), **T8}, draw_sources(ROLES), GROUPS, Keep())

    assert frame.loc["law"].isna().all()
    assert frame.drop(index="law").notna().all(axis=None)


def test_no_sources_no_share() -> None:
    """Without sources nothing can be drawn."""
    assert exact_share(T8["E5"], Keep(), 0) is None
    assert stability(T8, draw_sources({}), {}, Keep())["bootstrap"].isna().all()


def test_too_many_sources_to_count() -> None:
    """Above the limit the exact share is left out, and resampling answers."""
    groups = {f"S{n}": "a" if n % 2 else "b" for n in range(80)}
    wide = bundle("S1 S2 S3", groups=groups)
    row = stability({"wide": wide}, draw_sources(groups), groups, Keep()).loc["wide"]

    assert pd.isna(row["bootstrap_exact"]) and 0 < row["bootstrap"] < 1


def test_same_draws_whatever_the_order() -> None:
    """Sources are sorted before they are drawn, and the seed is fixed."""
    one, other = draw_sources(ROLES), draw_sources(dict(reversed(ROLES.items())))

    assert one.sources == other.sources
    assert np.array_equal(one.simple, other.simple) and np.array_equal(one.stratified, other.stratified)


def test_groups_without_which_it_falls() -> None:
    """E5 falls without senior and without supervisory; E4, of three groups, without none; E3 was never kept."""
    found = {name: pillars(T8[name], GROUPS, Keep()) for name in ("E3", "E4", "E5")}

    assert found == {"E3": (), "E4": (), "E5": ("senior", "supervisory")}


def test_an_opposing_group_that_leaves() -> None:
    """Two for, one of them alone in its group, one against: without the opposers' group the mark stays as it was."""
    assert pillars(bundle("R1 R4 X1", "X2"), GROUPS, Keep()) == ()
    assert pillars(bundle("R1 R4", "X2"), GROUPS, Keep()) == ("senior", "supervisory")


def test_a_mixed_talk_stays_with_its_other_voices() -> None:
    """A focus group of two groups still speaks with the voices of one when the other is left out."""
    mixed = Bundle(
        frozenset({"G1", "R1", "R4"}),
        groups=frozenset({"senior", "supervisory"}),
        voices={"G1": frozenset({"senior", "external"}), "R1": frozenset({"senior"}), "R4": frozenset({"supervisory"})},
    )

    assert pillars(mixed, GROUPS, Keep()) == ()


def test_coders_without_whom_it_falls() -> None:
    """Only what is kept can fall; a coder in whose absence nobody codes an element takes it along."""
    without = {"ann": {"a": True, "b": True}, "bob": {"a": False}}

    assert dropped({"a": True, "b": False, "c": True}, without) == {"a": ("bob",), "b": (), "c": ("ann", "bob")}


NAMES = ("R1", "R2", "R4", "X1")
SOME = st.sets(st.sampled_from(NAMES))


@settings(max_examples=60)
@given(SOME, SOME, st.integers(0, 3), st.integers(0, 3))
def test_counting_equals_drawing_everything(forth: set[str], back: set[str], supporters: int, groups: int) -> None:
    """For four sources all 256 draws can be made: the exact share is the share of them that the rule keeps."""
    keep = Keep(supporters, groups)
    kept = sum(
        keep.keeps(
            Bundle(
                frozenset(forth & set(draw)),
                frozenset(back & set(draw)),
                groups=frozenset(GROUPS[name] for name in forth & set(draw)),
            )
        )
        for draw in product(NAMES, repeat=4)
    )

    assert exact_share(bundle(" ".join(sorted(forth)), " ".join(sorted(back))), keep, 4) == approx(kept / 256)


@given(SOME, SOME)
def test_no_share_above_its_ceiling(forth: set[str], back: set[str]) -> None:
    """What is kept has supporters enough, so the ceiling is never passed; the same holds draw by draw."""
    element = bundle(" ".join(sorted(forth)), " ".join(sorted(back)))
    roles = {name: ROLES[name] for name in NAMES}
    row = stability({"e": element}, draw_sources(roles, resamples=50), GROUPS, Keep()).loc["e"]

    if forth or back:
        assert row["bootstrap_exact"] <= row["ceiling"] + 1e-12
        assert row["bootstrap_stratified"] <= row["ceiling_stratified"]
