"""Limits that the data tell of (F35): the worked sentence, and what becomes of each."""

from __future__ import annotations

from pathlib import Path

import pytest
from claims_kit import KNOWN, put

from analysis.claims.shortcomings import SENTENCES, Limit, by_role, limits_frame, read_limits

T8 = {"I": 1, "II": 2, "IV": 3, "expert": 2}


def test_the_worked_example() -> None:
    """T8: no role had enough interviews to judge saturation."""
    frame = limits_frame(by_role(T8, T8), {}).set_index("id")

    assert frame.loc["no_role_saturated", "proposed"] == "No role had enough interviews to judge saturation."
    assert frame.loc["small_roles", "proposed"] == "3 roles were heard through fewer than three persons: I, II, expert."


def test_enough_is_no_limit() -> None:
    """Six interviews of one role can be assessed; what is no limit has no sentence."""
    frame = limits_frame(by_role({"I": 6}, {"I": 6}), {})

    assert frame.empty


def test_what_a_person_decides_stands_apart() -> None:
    """What is left out tells nothing and stays on record; an edited sentence stands beside the proposed one."""
    decisions = {
        "no_role_saturated": Limit("no_role_saturated", "left_out", {}, "Saturation was not the aim.", "FK"),
        "small_roles": Limit("small_roles", "edited", {"en": "Three roles are single voices."}, "Plainer.", "FK"),
    }
    frame = limits_frame(by_role(T8, T8), decisions).set_index("id")

    assert frame.loc["no_role_saturated", ["decided", "text", "rationale"]].tolist() == [
        "left_out",
        "",
        "Saturation was not the aim.",
    ]
    assert frame.loc["small_roles", "text"] == "Three roles are single voices."
    assert frame.loc["small_roles", "proposed"].startswith("3 roles")


def test_in_public_sentences_only_count() -> None:
    """No role, source or person is named."""
    frame = limits_frame({"one_coder": ["S12", "S13"]}, {}, names=False)

    assert frame["proposed"].tolist() == ["2 sources were coded by one person alone."]


@pytest.mark.parametrize("key", list(SENTENCES))
def test_every_sentence_in_both_languages(key: str) -> None:
    """Both languages tell the same count and break a long list off."""
    for language in ("en", "id"):
        sentence = limits_frame({key: list("abcdefgh")}, {}, language)["proposed"][0]
        assert sentence.endswith(".") and "{" not in sentence
        assert ("8" in sentence) == (key != "no_role_saturated")


@pytest.mark.parametrize(
    ("entry", "rule"),
    [
        ("{id: nothing}", "a limit: id is one of"),
        ("{id: adrift, decided: left_out}", "adrift: what is edited or left out has a reason"),
        ("{id: adrift, decided: edited, rationale: x}", "adrift: text stands in every language of the study"),
        ("{id: adrift, decided: gone}", "adrift: decided is one of kept, edited, left_out"),
    ],
)
def test_slips_are_named(tmp_path: Path, entry: str, rule: str) -> None:
    """With the row of the record."""
    _, problems = read_limits(put(tmp_path, f"limits:\n  - {entry}\n"), KNOWN)

    assert problems[0].rule.startswith(rule) and problems[0].row == 2
