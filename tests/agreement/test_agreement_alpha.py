"""Krippendorff (2004), Content Analysis, 2nd ed., pp. 224, 227 and 230, and Hayes and Krippendorff (2007), p. 84."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from pytest import approx

from analysis.agreement.alpha import Alpha, nominal_alpha, share_equal

HAYES = (
    "112.2 1101. 2333. .00.0 000.0 000.0 102.1 1.20. 222.2 2111. .100. 0000. 1222. 33223 111.1 111.1 212.2 1233. "
    "1101. 000.0 0011. 00.00 2333. 0000. 12.22 0111. 00010 1212. 1122. 112.2 110.0 2121. 22.22 3222. 222.2 223.2 "
    "222.2 22.12 2222. 111.1"
)


def units(rows: str) -> pd.DataFrame:
    """One row per word, one column per letter of it; a dot is missing."""
    return pd.DataFrame([list(row) for row in rows.split()]).replace(".", None)


def test_two_coders_and_two_names() -> None:
    """Page 224: observed disagreement 0.400 where chance gives 0.442."""
    alpha = nominal_alpha(units("10 11 01 00 00 01 00 01 00 00"))

    assert alpha.observed == approx(0.400, abs=0.0005)
    assert alpha.expected == approx(0.442, abs=0.0005)
    assert alpha.value == approx(0.095, abs=0.0005)


def test_several_names() -> None:
    """Page 227: ten of twelve units alike where chance gives fewer."""
    assert nominal_alpha(units("aa ab bb bb bb bb bc cc cc cc cc cc")).value == approx(0.734, abs=0.0005)


def test_missing_judgements() -> None:
    """Page 230: four coders, twelve units; what one coder alone judged drops out."""
    rows = "11.1 2232 3333 3333 2222 1234 4444 1121 2222 .555 ..11 ..3."
    alpha = nominal_alpha(units(rows))

    assert (alpha.value, alpha.units, alpha.values) == (approx(0.743, abs=0.0005), 11, 40)


def test_five_coders() -> None:
    """Hayes and Krippendorff, 40 units: nominal 0.4765."""
    assert nominal_alpha(units(HAYES)).value == approx(0.4765, abs=0.00005)


def test_nothing_to_tell() -> None:
    """One name only leaves nothing to agree about; without a unit that two judged there is no value either."""
    assert nominal_alpha(units("aa aa")) == Alpha(None, 0.0, 0.0, 2, 4, "no variation: only one name was used")
    for alone in (units("a. .b"), units("").reindex(columns=["one", "other"])):
        assert nominal_alpha(alone) == Alpha(None, reason="no pairable unit: no unit was judged by two")
        assert share_equal(alone) is None


def test_share() -> None:
    """Units that all judge alike, of those that two judged."""
    assert share_equal(units("aa ab a. .b")) == 0.5


@given(st.lists(st.text("abc", min_size=3, max_size=3), min_size=1, max_size=6), st.permutations([0, 1, 2]))
def test_names_and_coders_are_exchangeable(rows: list[str], order: list[int]) -> None:
    """Neither the order of coders nor what the names are called matters."""
    frame = units(" ".join(rows))
    other = frame[order].replace({"a": "x", "b": "y", "c": "z"})

    assert nominal_alpha(frame).value == (None if (v := nominal_alpha(other).value) is None else approx(v))
