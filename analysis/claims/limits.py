"""By which numbers does the ledger propose? The defaults of study.yaml `thresholds`, and what tells cases apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

DEFAULTS: Mapping[str, Any] = {
    "concern_minor": 0.1,
    "concern_moderate": 0.25,
    "concern_serious": 0.5,
    "few_witnesses": 4,
    "enough_witnesses": 6,
    "enough_groups": 2,
    "enough_quotes": 6,
    "enough_words": 90,
    "enough_facets": 2,
    "voice_share": 0.4,
    "other_cases": 0.5,
}
"""`concern_*`: the share (of sources with gaps, of opposing codings, of evidence from elsewhere) from which a component
of F15b is of minor, moderate, serious concern. `few_witnesses`: fewer than these are a serious concern for adequacy
whatever else there is, so that a claim of three witnesses is never proposed as high. `enough_*`: each count that falls
short of it is a step of concern; the defaults ask for six witnesses with a sentence of some fifteen words each. F15b
names the prompts and GRADE-CERQual gives no numbers: these are ours, on the side of caution, and a study may set its
own. `voice_share`: the share of one person's quotes from which L04 warns. `other_cases`: the share of evidence from
another case from which L12 objects."""
SHARES: tuple[str, ...] = ("concern_minor", "concern_moderate", "concern_serious", "voice_share", "other_cases")
DIRECT, PARTIAL, INDIRECT, UNTOLD = "direct", "partial", "indirect", "not told"


@dataclass(frozen=True, slots=True)
class Case:
    """What tells the study's own case from others: values of one attribute of the codings (`case:` in study.yaml).

    `direct` values are the case itself, `partial` ones hold it among others or leave it open; the rest is elsewhere.
    What does not carry the attribute is not told and counts on no side. Without an attribute everything is of the case.
    """

    attribute: str = ""
    direct: tuple[str, ...] = ()
    partial: tuple[str, ...] = ()
