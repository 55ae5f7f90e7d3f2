"""May these words be quoted, and is the quotation whole? Consent asked use by use (F45), two languages (F46).

Deny by default: what nobody allowed is blocked. A quotation stands in the language in which it was said; its
translation stands beside it, or the reason why not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from analysis.errors import Problem
from analysis.model import words_in
from analysis.release import WITHHELD, Gate

PASSES, PARAPHRASE, CHECK_BACK, BLOCKED = "passes", "paraphrase", "check_back", "blocked"
DECISIONS: tuple[str, ...] = (PASSES, PARAPHRASE, CHECK_BACK, BLOCKED)
CHECKED: frozenset[str] = frozenset({"second_person", "back_translated"})
"""Methods of a translation in which a second person looked at it."""
CONSENT = "interviews/consent.csv"


def decide(gate: Gate, person: str) -> str:
    """What becomes of a request to quote a person in a report (F45)?

    `passes`; `paraphrase` where only that is allowed; `check_back` where the person is to read it first; `blocked`.
    """
    consent = gate.consents.get(person)
    if consent is None or not consent.allows("analyse"):
        return BLOCKED
    named = consent.allows("attribution") and gate.label(person, "en") != words_in(WITHHELD, "en")
    if not consent.allows("quote_verbatim") or not (named or gate.internal):
        return PARAPHRASE if consent.allows("quote_paraphrase") else BLOCKED
    return CHECK_BACK if consent.uses.get("check_back_first") == "yes" else PASSES


def consent_table(people: Iterable[str], gate: Gate) -> dict[str, int]:
    """How many quotations were asked for, and what became of them (F45)? `people`: one speaker per quotation."""
    decided = [decide(gate, person) for person in people]
    return {"requested": len(decided), **{outcome: decided.count(outcome) for outcome in DECISIONS}}


@dataclass(frozen=True, slots=True)
class Shares:
    """The share of quotations whose original is shown, and whose translation was checked (F46); None of none."""

    quotes: int
    original: float | None
    checked: float | None


def language_shares(quotes: pd.DataFrame) -> Shares:
    """How well are the quotations told in two languages (F46)?

    Parameters
    ----------
    quotes : frame, one row per quotation: original (the words as said; empty where they are not shown), method (how the
        translation was made: own, second_person or back_translated)
    """
    if quotes.empty:
        return Shares(0, None, None)
    shown = quotes["original"].fillna("").ne("")
    return Shares(len(quotes), float(shown.mean()), float(quotes["method"].isin(CHECKED).mean()))


def check_original(quotes: pd.DataFrame, name: str) -> list[Problem]:
    """L19: does each quotation stand in the language in which it was said? Warnings, one per source.

    `quotes`: source, original, language.
    """
    bare = quotes[quotes["original"].fillna("").eq("") | quotes["language"].fillna("").eq("")]
    rule = "L19: a quotation stands in its original language (F46)"
    step = "Add the original words, and language: to the front matter."
    counts = bare.groupby("source").size()
    return [Problem(name, 0, rule, f"{source}: {n} without", step, "warning") for source, n in counts.items()]


def check_quotes(quotes: pd.DataFrame, gate: Gate, lines: Mapping[str, int] | None = None) -> list[Problem]:
    """L20: may each quotation that is about to leave be shown, under the label that it carries? Errors.

    Asked anew of the records, apart from the gate that chose the quotations: consent, what is owed, the class of the
    label, and the stretches that a person keeps back.

    Parameters
    ----------
    quotes : frame, one row per quotation: person, source, start, end
    lines : person -> line of consent.csv
    """
    found = []
    shares = pd.Series({person: gate.label(person, "en") for person in gate.participants}, dtype=object)
    for person, rows in quotes.groupby("person"):
        outcome = decide(gate, str(person))
        if outcome != PASSES:
            rule = "L20: only what consent allows is quoted (F45)"
            came = f"{person}: {len(rows)} quotations, {outcome.replace('_', '-')}"
            step = "Take them out, or write down what the person allows."
            found.append(Problem(CONSENT, (lines or {}).get(str(person), 0), rule, came, step))
        size = int((shares == shares.get(person)).sum())
        if size < gate.k:
            rule = f"L20: a published label covers at least {gate.k} persons (F43)"
            found.append(Problem("study.yaml", 0, rule, f"{person}: {size}", "Widen the label (release.labels)."))
    for row in quotes.to_dict("records"):
        if gate.holds_back(str(row["source"]), int(row["start"]), int(row["end"])):
            rule = "L20: words that a person keeps back are not quoted (F42)"
            came = f"{row['source']}, {row['start']}-{row['end']}"
            found.append(Problem("interviews/withheld.csv", 0, rule, came, "Take the quotation out."))
        if gate.tells_by_language(str(row["person"]), str(row["source"])):
            rule = "L20: a quotation's language does not tell who of the label spoke (F43)"
            came = f"{row['source']}, {row['start']}-{row['end']}: {gate.tongues.get(str(row['source']), '')}"
            found.append(Problem(f"interviews/{row['source']}.md", 0, rule, came, "Take the quotation out."))
    return found
