"""The approach gate (F00): which features fit the declared kind of analysis."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.approach import APPROACHES, FEATURES, SHEETS, check_feature, standing
from analysis.errors import ApproachError


@pytest.mark.parametrize(
    ("approach", "agreement", "saturation", "fields", "sheet"),
    [
        ("reflexive", "off", "off", "optional", ("RTARG", "SRQR")),
        ("codebook", "optional", "on", "required", ("COREQ", "SRQR")),
        ("coding_reliability", "required", "on", "required", ("COREQ",)),
        ("content_analysis", "required", "on", "required", ("COREQ",)),
        ("case_explanation", "optional", "on", "required", ("SRQR", "case protocol")),
    ],
)
def test_the_table(approach: str, agreement: str, saturation: str, fields: str, sheet: tuple[str, ...]) -> None:
    """F00, column by column; content analysis, which the table leaves out, stands as coding reliability does."""
    found = [standing(approach, feature) for feature in ("agreement", "saturation", "codebook_fields")]

    assert (found, SHEETS[approach]) == ([agreement, saturation, fields], sheet)


def test_reflexive_and_agreement() -> None:
    """A call for kappa in a reflexive study is refused with the reason, the alternative, and the way around."""
    with pytest.raises(ApproachError) as refused:
        check_feature("reflexive", "agreement")

    assert str(refused.value) == (
        "study.yaml: agreement does not fit the approach 'reflexive' (F00). Write second-reading memos instead: where "
        "a second reader saw something else, and what you made of it. To use it all the same, give force=True and a "
        "rationale; both are written to the study and to the report."
    )


def test_reflexive_and_saturation() -> None:
    """Instead of saturation numbers the refusal offers facets and information power."""
    with pytest.raises(ApproachError, match=r"Report facets per code and information power instead \(F20\)\."):
        check_feature("reflexive", "saturation")


@pytest.mark.parametrize("rationale", ["", "  \n"])
def test_force_wants_a_rationale(rationale: str) -> None:
    """Force alone, or with a blank reason, is refused, and the message asks for the reason."""
    with pytest.raises(ApproachError, match="A rationale is needed to force it"):
        check_feature("reflexive", "agreement", force=True, rationale=rationale)


def test_a_forced_feature_gives_its_rationale_back() -> None:
    """What the caller has to record comes back without the blanks around it; a fitting feature needs none."""
    assert check_feature("reflexive", "agreement", force=True, rationale=" the funder asks ") == "the funder asks"
    assert check_feature("codebook", "agreement", force=True, rationale="the funder asks") == ""


def test_a_rationale_without_force_opens_nothing() -> None:
    """Nobody overrides the gate by accident: a reason without force is refused."""
    with pytest.raises(ApproachError):
        check_feature("reflexive", "agreement", rationale="the funder asks")


def test_an_override_of_the_study() -> None:
    """A recorded reason opens its own feature and no other; a blank one opens nothing."""
    recorded = {"agreement": "second reader as devil's advocate", "saturation": "  "}

    assert check_feature("reflexive", "agreement", overrides=recorded) == "second reader as devil's advocate"
    with pytest.raises(ApproachError):
        check_feature("reflexive", "saturation", overrides=recorded)


def test_an_unknown_approach() -> None:
    """The message lists the approaches there are."""
    with pytest.raises(ApproachError) as refused:
        standing("grounded", "agreement")

    assert str(refused.value) == (
        "study.yaml: approach is one of reflexive, codebook, coding_reliability, content_analysis, case_explanation "
        "(got 'grounded'). Declare how you analyse (F00)."
    )


def test_an_unknown_feature() -> None:
    """The message lists the features of the gate."""
    with pytest.raises(ApproachError) as refused:
        check_feature("codebook", "kappa")

    assert str(refused.value) == (
        "a feature of the gate is one of agreement, saturation, codebook_fields (got 'kappa'). Name one of them."
    )


@given(st.sampled_from(APPROACHES), st.sampled_from(sorted(FEATURES)), st.text(max_size=3), st.text(max_size=3))
def test_what_is_off_needs_a_reason(approach: str, feature: str, recorded: str, rationale: str) -> None:
    """A feature that is off opens if and only if a reason that is not blank was recorded or given with force."""
    off = standing(approach, feature) == "off"
    reason = (recorded.strip() or rationale.strip()) if off else ""

    if off and not reason:
        with pytest.raises(ApproachError):
            check_feature(approach, feature, overrides={feature: recorded}, force=True, rationale=rationale)
    else:
        given_back = check_feature(approach, feature, overrides={feature: recorded}, force=True, rationale=rationale)
        assert given_back == reason
