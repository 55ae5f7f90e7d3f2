"""Whose words carry the account (F33)?"""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from pytest import approx

from analysis.balance import (
    EXPLAINED,
    FEW_VOICES,
    ONE_GROUP,
    ONE_VOICE,
    UNHEARD,
    Balance,
    count_quotes,
    quote_balance,
    quoted,
    theme_balance,
)

PRINTED = dict(zip("abcdefgh", (9, 1, 1, 0, 0, 1, 0, 0), strict=True))


def test_the_worked_example() -> None:
    """F33: 9,1,1,0,0,1,0,0: N = 12, coverage 0.50, max share 0.75, HHI 0.583, effective voices 1.71 of 8."""
    found = quote_balance(PRINTED)

    assert (found.total, found.heard, found.coverage, found.max_share) == (12, 8, 0.50, 0.75)
    assert (round(found.hhi or 0, 3), round(found.effective or 0, 2)) == (0.583, 1.71)
    assert found.warnings == (ONE_VOICE, FEW_VOICES)


def test_nothing_quoted() -> None:
    """F33: N = 0, and every measure is None."""
    assert quote_balance({"a": 0, "b": 0}) == Balance(0, 2)


def test_consent_explains() -> None:
    """Where three of eight may be quoted, two voices' worth are no longer too few; with two, one always has half."""
    few = quote_balance({"a": 5, "b": 5, "c": 2, **dict.fromkeys("defgh", 0)}, quotable="abc")
    two = quote_balance({"a": 6, "b": 4, "c": 0}, quotable="ab")

    assert few.warnings == (ONE_VOICE, f"{FEW_VOICES} ({EXPLAINED})")
    assert two.warnings == (f"{ONE_VOICE} ({EXPLAINED})",)
    assert quote_balance({"a": 5, "b": 5, "c": 2, **dict.fromkeys("defgh", 0)}).warnings == (ONE_VOICE, FEW_VOICES)


@given(st.dictionaries(st.text(min_size=1, max_size=2), st.integers(0, 30), min_size=1, max_size=8))
def test_laws_of_balance(quotes: dict[str, int]) -> None:
    """Effective voices lie between 1 and the voices quoted, and reach them where all are quoted alike."""
    found = quote_balance(quotes)
    if found.effective is None:
        assert not any(quotes.values())
        return
    alike = quote_balance({voice: int(count > 0) for voice, count in quotes.items()})

    assert 1 - 1e-9 <= found.effective <= found.voices + 1e-9
    assert alike.effective == approx(found.voices)
    assert quote_balance({voice: 3 * count for voice, count in quotes.items()}).hhi == approx(found.hhi)


def segments(*rows: tuple[str, str, str, str, int]) -> pd.DataFrame:
    """Codings as (person, group, code, stance, start); every person has a source of her own."""
    frame = pd.DataFrame(rows, columns=["person", "group", "code", "stance", "start"])
    return frame.assign(source="S" + frame["person"], end=frame["start"] + 5, kind="interview")


SAID = segments(
    *[("a", "old", "X", "supports", 0), ("a", "old", "Y", "supports", 0), ("a", "old", "X", "supports", 9)],
    *[("b", "new", "X", "opposes", 0), ("c", "new", "Y", "opposes", 0)],
)


def test_a_quote_is_a_stretch_of_words() -> None:
    """Two codes on the same words are one quote; who may not be quoted gives none."""
    assert count_quotes(quoted(SAID, ["a", "b"]), ["a", "b", "c"]) == {"a": 2, "b": 1, "c": 0}
    assert count_quotes(quoted(SAID, ["a", "b"]), ["old", "new"], by="group") == {"old": 2, "new": 1}


def test_themes() -> None:
    """X has voices of two groups and its exception is quoted; of Y, where c may not be quoted, neither holds."""
    frame = theme_balance(SAID, {"X": ["X"], "Y": ["Y"], "Z": ["Z"]}, ["a", "b", "c"], ["a", "b"])

    assert frame[["quotes", "groups", "exceptions", "exceptions_quoted"]].values.tolist() == [
        [3, 2, 1, 1],
        [1, 1, 1, 0],
        [0, 0, 0, 0],
    ]
    assert frame["warnings"].tolist() == ["", f"{ONE_GROUP}; {UNHEARD}", ""]
    assert frame.loc["Z", ["coverage", "max_share", "hhi", "effective"]].isna().all()
