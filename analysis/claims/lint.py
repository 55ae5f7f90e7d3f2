"""What would a critic point at? Every check of the ledger and of what is said about the study, run at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.claims import lint_ledger, lint_sample, lint_study, lint_text
from analysis.claims.grounds import Finding, Grounds, Rule

RULES: Mapping[str, tuple[Rule, ...]] = {
    "L01": (lint_ledger.claim_without_segment,),
    "L02": (lint_sample.sample_as_registered,),
    "L03": (lint_text.method_without_record,),
    "L04": (lint_ledger.one_voice,),
    "L05": (lint_text.vague_magnitude,),
    "L06": (lint_ledger.no_negative_cases, lint_ledger.search_that_could_not_find),
    "L07": (lint_ledger.one_story,),
    "L08": (lint_study.mark_without_evidence,),
    "L09": (lint_text.saturation_by_declaration,),
    "L10": (lint_text.agreement_out_of_place,),
    "L11": (lint_study.topic_for_theme,),
    "L12": (lint_ledger.another_case,),
    "L13": (lint_study.approach_not_stated,),
    "L14": (lint_text.quote_in_title,),
    "L15": (lint_text.cut_quote,),
    "L16": (lint_ledger.unnoticed_contradiction,),
    "L17": (lint_ledger.references_for_data,),
    "L18": (lint_text.advice_among_results,),
    "L21": (lint_ledger.older_than_definition,),
    "L22": (lint_study.least_reported,),
    "F14": (lint_ledger.unjudged_evidence,),
    "F15a": (lint_ledger.lost_evidence, lint_ledger.changed_queries),
    "F15b": (lint_ledger.decided_without_reason,),
    "F17": (lint_ledger.verdicts_without_reason,),
}
"""Check -> the functions that make it. L19 and L20 belong to the gate; F14, F15 and F17 watch what people decide."""


def run(grounds: Grounds, rules: Sequence[str] = ()) -> list[Finding]:
    """What do these checks find (all of them, by default)? Sorted by check, level, file and row."""
    chosen = rules or list(RULES)
    return sorted({finding for rule in chosen for check in RULES[rule] for finding in check(grounds)})


def question_of(rule: str) -> str:
    """What a check asks, as the first sentence of its function says."""
    return (RULES[rule][0].__doc__ or "").strip().split("\n")[0].partition(": ")[2]
