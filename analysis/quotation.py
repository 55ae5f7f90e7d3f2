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

    `quotes`: source, original, language, and where known file and line. The row is that of the first quotation without.
    """
    bare = quotes[quotes["original"].fillna("").eq("") | quotes["language"].fillna("").eq("")]
    rule = "L19: a quotation stands in its original language (F46)"
    step = "Add the original words, and language: to the front matter."
    return [
        Problem(*_place(rows.iloc[0], name), rule, f"{source}: {len(rows)} without", step, "warning")
        for source, rows in bare.groupby("source")
    ]


def check_quotes(quotes: pd.DataFrame, gate: Gate, lines: Mapping[str, int] | None = None) -> list[Problem]:
    """L20: may each quotation that is about to leave be shown, under the label that it carries? Errors.

    Asked anew of the records, apart from the gate that chose the quotations: consent, what is owed, the class of the
    label, the stretches that a person keeps back, and the language in which few speak.

    Parameters
    ----------
    quotes : frame, one row per quotation: person, source, start, end, and where known file and line
    lines : person -> line of consent.csv
    """
    found = []
    shares = pd.Series({person: gate.label(person, "en") for person in gate.participants}, dtype=object)
    at = {role: label.line for label in gate.labels for role in label.roles}
    for person, rows in quotes.groupby("person"):
        outcome = decide(gate, str(person))
        if outcome != PASSES:
            rule = "L20: only what consent allows is quoted (F45)"
            came = f"{person}: {len(rows)} quotations, {outcome.replace('_', '-')}"
            step = "Take them out, or write down what the person allows."
            found.append(Problem(CONSENT, (lines or {}).get(str(person), 0), rule, came, step))
        size = int((shares == shares.get(person)).sum())
        if size < gate.k:
            entry = gate.participants.get(str(person))
            rule = f"L20: a published label covers at least {gate.k} persons (F43)"
            step = "Widen the label (release.labels)."
            found.append(Problem("study.yaml", at.get(entry.role, 0) if entry else 0, rule, f"{person}: {size}", step))
    for _, row in quotes.iterrows():
        came = f"{row['source']}, {row['start']}-{row['end']}"
        where = _place(row, "interviews")
        if gate.holds_back(str(row["source"]), int(row["start"]), int(row["end"])):
            rule = "L20: words that a person keeps back are not quoted (F42)"
            found.append(Problem(*where, rule, came, "Take the quotation out: interviews/withheld.csv keeps it back."))
        if gate.tells_by_language(str(row["person"]), str(row["source"])):
            rule = "L20: a quotation's language does not tell who of the label spoke (F43)"
            found.append(Problem(*where, rule, f"{came}: {gate.tongues[row['source']]}", "Take the quotation out."))
    return found


def _place(row: pd.Series, name: str) -> tuple[str, int]:
    """File and line of a quotation, as far as they are known."""
    return str(row.get("file") or name), int(row.get("line") or 0)
