"""Guest, Namey and Chen (2020), PLoS ONE 15(5): code saturation; and our check over orders (F19)."""

import math
from itertools import permutations

import numpy as np
import pandas as pd
import pytest
import t8_kit as kit
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from analysis.displays.saturation import (
    Rule,
    assessable_by_class,
    code_saturation,
    incidence,
    new_codes,
    saturation_curve,
    saturation_orders,
)
from analysis.errors import AnalysisError

T8 = {
    **{"R1": "abcdefg", "R2": "abchi", "R3": "abdjk", "R4": "bcelm", "R5": "abcem", "R6": "abdlm"},
    **{"X1": "acno", "X2": "abcno"},
}
TABLE = incidence(kit.incidence_of(T8.items()), list(T8))


def test_the_published_illustration() -> None:
    """New 20, 9, 5, 3 | 4, 3, 1, 0: base 37, ratios 0.189, 0.108, 0.027, so "6+2" at 5 %."""
    frame = code_saturation([20, 9, 5, 3, 4, 3, 1, 0], Rule(threshold=0.05))

    assert frame.attrs["base_codes"] == 37
    assert frame["run_new"].tolist() == [None, None, None, 7, 4, 1, None, None]
    assert [round(ratio, 3) for ratio in frame["ratio"].dropna()] == [0.189, 0.108, 0.027]
    assert frame.attrs["reached"] == "6+2"


def test_the_given_order_of_t8() -> None:
    """New codes 7, 2, 2, 2, 0, 0, 2, 0, base 13, "4+2" at 0 %."""
    frame = code_saturation(new_codes(TABLE))

    assert frame["new"].tolist() == [7, 2, 2, 2, 0, 0, 2, 0]
    assert (frame.attrs["base_codes"], frame.attrs["reached"]) == (13, "4+2")


def test_all_orders_of_t8() -> None:
    """Of 40,320 orders 12.1 % reach it at 4+2, 17.3 % at 5+2, 21.4 % at 6+2, and 49.2 % never: the order was lucky."""
    frame = saturation_orders(TABLE)

    assert dict(zip(frame["outcome"], frame["orders"], strict=True)) == {
        **{"4+2": 4_896, "5+2": 6_960, "6+2": 8_640, "not reached": 19_824}
    }
    assert [f"{share:.1%}" for share in frame["share"]] == ["12.1%", "17.3%", "21.4%", "49.2%"]
    assert frame.loc[frame["given"], "outcome"].tolist() == ["4+2"]
    assert (frame.attrs["orders"], frame.attrs["all"]) == (40_320, True)


@settings(max_examples=30)
@given(st.lists(st.sets(st.sampled_from("abcdef")), min_size=4, max_size=5), st.integers(1, 2), st.integers(1, 2))
def test_all_at_once_is_one_by_one(codes: list[set[str]], base: int, run: int) -> None:
    """The count over all orders is what the rule says of each order by itself."""
    rule = Rule(base, run, 0.25)
    names = [f"S{n}" for n in range(len(codes))]
    table = incidence(kit.incidence_of(zip(names, ("".join(sorted(c)) for c in codes), strict=True)), names)
    one_by_one = [
        code_saturation(new_codes(table.iloc[list(order)]), rule).attrs["reached"]
        for order in permutations(range(len(names)))
    ]
    frame = saturation_orders(table, rule)

    assert {o: n for o, n in zip(frame["outcome"], frame["orders"], strict=True) if n} == {
        outcome: one_by_one.count(outcome) for outcome in set(one_by_one)
    }


def test_more_than_eight_are_drawn_with_a_seed() -> None:
    """Nine sources: 2,000 orders, the same ones each time; and near to what all 362,880 would give."""
    table = pd.concat([TABLE, TABLE.iloc[[1]].rename(index={"R2": "R7"})])
    once, again = saturation_orders(table), saturation_orders(table)
    whole = saturation_orders(table, exact=9)

    pd.testing.assert_frame_equal(once, again)
    assert (once.attrs["orders"], once.attrs["all"]) == (2_000, False)
    assert whole.attrs["orders"] == math.factorial(9)
    assert np.abs(once["share"].astype(float) - whole["share"].astype(float)).max() < 0.05


def test_too_few_sources() -> None:
    """Five sources where base and run want six: not assessable, in any order, and no share is made up."""
    table = TABLE.iloc[:5]
    frame = saturation_orders(table)

    assert code_saturation(new_codes(table)).attrs["reached"] == "not assessable"
    assert frame[["outcome", "share"]].values.tolist() == [["not reached", None], ["not assessable", None]]


def test_no_code_in_the_base() -> None:
    """B = 0: no ratio can be formed, so it is None and not assessable, though later sources hold codes."""
    frame = code_saturation([0, 0, 0, 0, 3, 0, 0, 0])

    assert frame["ratio"].isna().all()
    assert (frame.attrs["base_codes"], frame.attrs["reached"]) == (0, "not assessable")


def test_no_role_of_t8_is_assessable_by_itself() -> None:
    """1, 2, 3 and 2 persons where six are needed: said for each role."""
    sizes = kit.BY_ROLE.value_counts().reindex(list(kit.GROUPS))

    assert assessable_by_class(sizes).values.tolist() == [[n, 6, "not assessable"] for n in (1, 2, 3, 2)]


def test_the_curve() -> None:
    """The given order's codes add up to all 15; every order begins and ends between the same bounds."""
    curve = saturation_curve(TABLE)

    assert curve["given"].tolist() == [7, 9, 11, 13, 13, 13, 15, 15]
    assert curve.iloc[-1][["least", "low", "median", "high", "most"]].tolist() == [15] * 5
    assert curve["least"].le(curve["given"]).all() and curve["most"].ge(curve["given"]).all()
    assert curve["median"].iloc[0] == approx(5)


def test_a_source_without_codes_and_a_code_elsewhere() -> None:
    """A source that holds no code keeps its row; codes of sources that are not asked for are no columns of ours."""
    table = incidence(kit.incidence_of([("S1", "ab"), ("S3", "z")]), ["S2", "S1"])

    assert (list(table.index), list(table.columns)) == (["S2", "S1"], ["a", "b"])
    assert new_codes(table).tolist() == [0, 2]


@pytest.mark.parametrize("parts", [(0, 2, 0.0), (4, 0, 0.0), (4, 2, 1.5)])
def test_a_rule_that_is_none(parts: tuple[int, int, float]) -> None:
    """Base and run are at least 1, and the threshold is a share."""
    with pytest.raises(AnalysisError, match="saturation has a base and a run of at least 1"):
        Rule(*parts)
