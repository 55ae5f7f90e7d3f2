"""Does a feature fit the declared analytic approach? (F00)

Agreement statistics and saturation belong to some kinds of thematic analysis and not to others; a report that mixes
them is incoherent.

Source: Braun and Clarke (2022), Qualitative Psychology 9(1), doi:10.1037/qup0000196; Braun and Clarke (2021),
doi:10.1080/2159676X.2019.1704846.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from analysis.errors import ApproachError

Standing = Literal["off", "optional", "on", "required"]

APPROACHES: tuple[str, ...] = ("reflexive", "codebook", "coding_reliability", "content_analysis", "case_explanation")
FEATURES: Mapping[str, Mapping[str, Standing]] = {
    "agreement": {
        "reflexive": "off",
        "codebook": "optional",
        "coding_reliability": "required",
        "content_analysis": "required",
        "case_explanation": "optional",
    },
    "saturation": {
        "reflexive": "off",
        "codebook": "on",
        "coding_reliability": "on",
        "content_analysis": "on",
        "case_explanation": "on",
    },
    "codebook_fields": {
        "reflexive": "optional",
        "codebook": "required",
        "coding_reliability": "required",
        "content_analysis": "required",
        "case_explanation": "required",
    },
}
INSTEAD: Mapping[str, str] = {
    "agreement": "Write second-reading memos instead: where a second reader saw something else, and what you made of "
    "it.",
    "saturation": "Report facets per code and information power instead (F20).",
}
SHEETS: Mapping[str, tuple[str, ...]] = {
    "reflexive": ("RTARG", "SRQR"),
    "codebook": ("COREQ", "SRQR"),
    "coding_reliability": ("COREQ",),
    "content_analysis": ("COREQ",),
    "case_explanation": ("SRQR", "case protocol"),
}


def standing(approach: str, feature: str) -> Standing:
    """How does the feature stand in this approach: off, optional, on or required?

    Raises
    ------
    ApproachError
        The approach or the feature is unknown.
    """
    if approach not in APPROACHES:
        raise ApproachError(
            f"study.yaml: approach is one of {', '.join(APPROACHES)} (got {approach!r}). Declare how you analyse (F00)."
        )
    if feature not in FEATURES:
        raise ApproachError(
            f"a feature of the gate is one of {', '.join(FEATURES)} (got {feature!r}). Name one of them."
        )
    return FEATURES[feature][approach]


def check_feature(
    approach: str, feature: str, *, overrides: Mapping[str, str] | None = None, force: bool = False, rationale: str = ""
) -> str:
    """May the feature be used? Returns the rationale of an override, or "" where none was needed.

    Parameters
    ----------
    overrides : feature -> rationale, as recorded in study.yaml
    force : use it all the same; wants a rationale, which the caller records

    Raises
    ------
    ApproachError
        The approach switches the feature off and nobody gave a reason to use it all the same.
    """
    if standing(approach, feature) != "off":
        return ""
    recorded = (overrides or {}).get(feature, "").strip()
    if recorded:
        return recorded
    if force and rationale.strip():
        return rationale.strip()
    step = "A rationale is needed to force it." if force else INSTEAD.get(feature, "")
    raise ApproachError(
        f"study.yaml: {feature} does not fit the approach {approach!r} (F00). {step} To use it all the same, give "
        "force=True and a rationale; both are written to the study and to the report."
    )
