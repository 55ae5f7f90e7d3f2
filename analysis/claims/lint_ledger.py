"""Published criticisms as checks on the ledger: L01, L04, L06, L07, L12, L16, L17, L21, and what people must settle."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import pandas as pd

from analysis.claims.chain import frozen_changes
from analysis.claims.gaps import relevance_of
from analysis.claims.grounds import Finding, Grounds
from analysis.claims.ledger import Weighed
from analysis.claims.limits import DIRECT, INDIRECT, Case
from analysis.claims.negative import LACKING
from analysis.claims.negative_records import FILE as NEGATIVE
from analysis.claims.records import CAUSAL, COMPONENTS, FILE, FINAL, NORM, NORMATIVE
from analysis.claims.rival_records import FILE as RIVALS
from analysis.claims.rival_records import UNTESTED
from analysis.document_evidence import NORM as NORM_MODE
from analysis.errors import Level
from analysis.model import FIELD_KINDS

SIDES = {"supports": 1, "opposes": -1, "asserted": 1, "denied": -1}


def _at(entry: Weighed, rule: str, level: Level, what: str, step: str) -> Finding:
    return Finding(rule, level, FILE, entry.claim.line, entry.claim.id, what, step)


def _said(entry: Weighed) -> pd.DataFrame:
    rows = entry.evidence.rows
    return rows[rows["kind"].isin(FIELD_KINDS)]


def claim_without_segment(grounds: Grounds) -> Iterator[Finding]:
    """L01: a claim rests on segments, or is normative and labelled as the authors' view (claims without data).

    A draft may wait for its evidence, or be kept to show what the data do not bear out; it is not rendered.
    """
    for entry in grounds.weighed.values():
        if entry.evidence.rows.empty and entry.claim.kind != NORMATIVE:
            level: Level = "error" if entry.claim.status == FINAL else "warning"
            step = "Name its evidence, or take it out; it is not rendered."
            yield _at(entry, "L01", level, "no segment stands behind the claim", step)


def one_voice(grounds: Grounds) -> Iterator[Finding]:
    """L04: no person holds most of the quotes, more than one group is heard, and echoes count once.

    One of two quotes is no loud voice; an echo matters where few witnesses are left.
    """
    limit, few = float(grounds.limits["voice_share"]), int(grounds.limits["few_witnesses"])
    for entry in grounds.weighed.values():
        said = _said(entry)
        if said.empty:
            continue
        people = said.loc[said["person"] != "", "person"].value_counts()
        loud = len(people) and people.iloc[0] / len(said) > limit and (people.iloc[0] > 1 or len(people) == 1)
        if loud:
            what = f"one person, {people.index[0]}, gives {people.iloc[0]} of {len(said)} quotes"
            yield _at(entry, "L04", "warning", what, "Hear others on it, or say in the scope whose voice it is.")
        groups = sorted(set(said["group"]) - {""})
        if len(groups) == 1:
            what = f"everything is said by one group, {groups[0]}"
            yield _at(entry, "L04", "warning", what, "Look what others say, or narrow the scope to this group.")
        sources, independent = said["source"].nunique(), entry.counts.get("witnesses")
        if independent is not None and independent < min(sources, few):
            what = f"{sources} sources are {independent} independent witnesses"
            yield _at(entry, "L04", "warning", what, "Count witnesses where the claim gives a number.")


def unjudged_evidence(grounds: Grounds) -> Iterator[Finding]:
    """F14: words with which somebody could not judge a statement are no evidence for or against a claim."""
    for entry in grounds.weighed.values():
        for side, rows in (("evidence", entry.evidence.rows), ("counter-evidence", entry.counter.rows)):
            for ref in sorted(set(rows["ref"]) & set(grounds.unjudged)):
                what = f"{ref} is {side}, and by it {grounds.unjudged[ref]} (cannot_judge)"
                step = "Take it out, and say in the claim that so many could not judge; or decide the verdict anew."
                yield _at(entry, "F14", "warning", what, step)


def no_negative_cases(grounds: Grounds) -> Iterator[Finding]:
    """L06: exceptions were looked for, and each that was found has its ending (no exceptions)."""
    known = grounds.negative
    for key, entry in grounds.weighed.items():
        if entry.claim.kind == NORMATIVE or entry.claim.layer == NORM:
            continue
        level: Level = "error" if entry.claim.status == FINAL else "warning"
        if key not in grounds.searches:
            step = f"Add an entry to {NEGATIVE}: the claim as where C, O."
            yield _at(entry, "L06", level, "no record of a search for negative cases", step)
            continue
        what, step, row = "", "", grounds.searches[key].line
        if known.loc[key, "record"] == LACKING:
            what = "no negative case, and no record of where it was looked for"
            step = "Add search: with the query and the sources that were read."
        elif waiting := int(known["open"].get(key, 0)):
            what = f"{waiting} negative cases without an ending"
            step = "Say for each: claim_revised, scope_added or kept_as_exception, and why."
        if what:
            yield Finding("L06", level, NEGATIVE, row, key, what, step)


def search_that_could_not_find(grounds: Grounds) -> Iterator[Finding]:
    """L06: "none found" needs a codebook in which a coding against the claim is possible."""
    for entry in grounds.weighed.values():
        codes = [grounds.codebook.codes[c] for c in entry.themes if c in grounds.codebook]
        searched = entry.claim.id in grounds.searches
        if searched and codes and not any(code.statement for code in codes):
            what = "no code of the claim has a statement that a coding could oppose or qualify"
            yield _at(entry, "L06", "error", what, "Write the statement in the codebook, then look again.")


def one_story(grounds: Grounds) -> Iterator[Finding]:
    """L07: a causal claim has a rival, and its rivals were tested (one story)."""
    tested = {ledger.claim for ledger in grounds.rivals.values()}
    for key, entry in grounds.weighed.items():
        if entry.claim.kind == CAUSAL and key not in tested:
            step = f"Add a ledger of rivals to {RIVALS} (F17)."
            yield _at(entry, "L07", "warning", "a causal claim without a rival explanation", step)
    for (ledger, hypothesis), proposed in grounds.verdicts.items():
        if proposed == UNTESTED:
            row, what = grounds.rivals[ledger].line, f"the rival {hypothesis} is tested by nothing that was looked for"
            step = "Say what would tell it apart, and look for it."
            yield Finding("L07", "warning", RIVALS, row, ledger, what, step)


def another_case(grounds: Grounds) -> Iterator[Finding]:
    """L12: evidence of another case or country is not used as the case's (drifting unit of analysis)."""
    for entry in grounds.weighed.values():
        case, rows = grounds.case, _said(entry)
        own = Case(case.attribute, (*case.direct, *entry.claim.cases), case.partial)
        counts = relevance_of(rows, own).value_counts()
        direct, indirect = int(counts.get(DIRECT, 0)), int(counts.get(INDIRECT, 0))
        if indirect and indirect / (direct + indirect) >= float(grounds.limits["other_cases"]):
            what = f"{indirect} of {direct + indirect} pieces of evidence are of another case"
            step = "Use evidence of the case, or name the other cases under cases: and in the scope."
            yield _at(entry, "L12", "error", what, step)


def unnoticed_contradiction(grounds: Grounds) -> Iterator[Finding]:
    """L16: two final claims that contradict each other have an entry in the convergence matrix."""
    sides = {key: _sides(entry) for key, entry in grounds.weighed.items() if entry.claim.status == FINAL}
    for one, other in combinations(sides, 2):
        against = sorted(t for t in sides[one].keys() & sides[other].keys() if sides[one][t] * sides[other][t] < 0)
        if against and not any(theme in grounds.converged for theme in against):
            what = f"contradicts {other} on {', '.join(against)}, both are final, and F08 has no entry"
            step = "Judge the theme in codebook/convergence.yaml, and say how the difference ends."
            yield _at(grounds.weighed[one], "L16", "error", what, step)


def _sides(entry: Weighed) -> dict[str, int]:
    """Theme (or link) -> on which side of its statement the claim's evidence stands on balance."""
    rows = entry.evidence.rows
    link = rows["from_code"] + " " + rows["type"] + " " + rows["to_code"]
    theme = rows["code"].where(rows["basis"] != "relation", link)
    sign = rows["stance"].where(rows["basis"] != "relation", rows["modality"]).map(SIDES).fillna(0)
    balance = sign.groupby(theme).sum()
    return {str(key): 1 if value > 0 else -1 for key, value in balance.items() if key and value}


def references_for_data(grounds: Grounds) -> Iterator[Finding]:
    """L17: neither literature nor a rule stands for what happens (references in place of data, norm as practice)."""
    for entry in grounds.weighed.values():
        rows, claim = entry.evidence.rows, entry.claim
        if rows.empty or claim.kind == NORMATIVE or claim.layer == NORM:
            continue
        said = _said(entry)
        if said.empty:
            kinds = ", ".join(sorted(rows["kind"].unique()))
            step = "Add what people say, or make the claim one about the norm (layer: norm)."
            yield _at(entry, "L17", "error", f"rests on {kinds} alone, as if that were field evidence", step)
        elif "mode" in said and (said["mode"] == NORM_MODE).all():
            what = "everything that is said tells what ought to be, not what happens"
            yield _at(entry, "L17", "error", what, "Add what people say happens, or write layer: norm.")


def older_than_definition(grounds: Grounds) -> Iterator[Finding]:
    """L21: no coding behind a claim is older than the definition of its code (drift)."""
    old = set(grounds.drifted)
    for entry in grounds.weighed.values() if old else ():
        count = int(entry.evidence.rows["ref"].isin(old).sum())
        if count:
            what = f"{count} of {len(entry.evidence.rows)} codings are older than their code's definition"
            yield _at(entry, "L21", "warning", what, "Read them again: study.drift() lists them.")


def lost_evidence(grounds: Grounds) -> Iterator[Finding]:
    """F15a: references are in force, queries reach something, and nothing stands on both sides."""
    for entry in grounds.weighed.values():
        for side, found in (("evidence", entry.evidence), ("counter", entry.counter)):
            for ref in found.lost:
                what = f"{side} {ref} is not in force"
                yield _at(entry, "F15a", "error", what, "Mend it or take it out; see study.codings().")
        for query, number in zip(entry.claim.evidence, entry.evidence.counts, strict=True):
            if not isinstance(query, str) and not number:
                yield _at(entry, "F15a", "error", f"a query reaches nothing: {query}", "Mend it or take it out.")
        both = sorted(set(entry.evidence.rows.index) & set(entry.counter.rows.index))
        if both:
            ref = entry.evidence.rows.loc[both[0], "ref"]
            what = f"{len(both)} pieces stand on both sides, {ref} first"
            yield _at(entry, "F15a", "warning", what, "Let them stand on one side (without: takes them out).")


def changed_queries(grounds: Grounds) -> Iterator[Finding]:
    """F15a: a query reaches what it reached when the claim was written."""
    for entry in grounds.weighed.values():
        counts = {"evidence": entry.evidence.counts, "counter": entry.counter.counts}
        for query, number in frozen_changes(entry.claim, counts):
            what = f"a query reaches {number} where {query.frozen} were reached when it was written: {query}"
            step = f"Read what changed, then write frozen: {number}."
            yield Finding("F15a", "warning", FILE, query.line, entry.claim.id, what, step)


def decided_without_reason(grounds: Grounds) -> Iterator[Finding]:
    """F15b: where a person decides otherwise than the rule proposes, there is a reason; final claims are decided."""
    for entry in grounds.weighed.values():
        for name, decision in entry.claim.strength.items():
            proposed = entry.strength.components[name].proposed if name in COMPONENTS else entry.proposed
            if decision.decided != proposed and not decision.rationale:
                what = f"{name}: decided {decision.decided} where the rule proposes {proposed}, without a rationale"
                yield Finding("F15b", "error", FILE, decision.line, entry.claim.id, what, "Write the rationale.")
        if entry.claim.status == FINAL and entry.decided is None and len(entry.evidence.rows):
            waiting = ", ".join(name for name in COMPONENTS if name not in entry.claim.strength)
            what = f"a final claim whose strength nobody decided: {waiting}"
            yield _at(entry, "F15b", "warning", what, "Decide each component; study.strength() shows the prompts.")


def verdicts_without_reason(grounds: Grounds) -> Iterator[Finding]:
    """F17: where a person's verdict is another than the tests propose, there is a reason."""
    for (key, name), proposed in grounds.verdicts.items():
        verdict = grounds.rivals[key].verdicts.get(name)
        if verdict and verdict.decided != proposed and not verdict.rationale:
            what = f"{name}: decided {verdict.decided} where the tests propose {proposed}, without a rationale"
            yield Finding("F17", "error", RIVALS, verdict.line, key, what, "Write the rationale.")
