"""May words be quoted (F45), and in which languages do they stand (F46)? Lint L19 and L20 on quotations."""

import pandas as pd
import pytest

from analysis.model import Participant
from analysis.quotation import check_original, check_quotes, consent_table, decide, language_shares
from analysis.release import Gate, Label
from analysis.sources.people import USES, Consent

YES = dict.fromkeys(USES, "yes") | {"attribution": "label", "check_back_first": "no"}
PEOPLE = {f"P{i}": Participant(f"P{i}", "role") for i in range(1, 6)}


def consent(person: str, **changed: str) -> Consent:
    return Consent(person, YES | changed)


CONSENTS = {
    "P1": consent("P1"),
    "P2": consent("P2", quote_verbatim="no"),
    "P3": consent("P3", check_back_first="yes"),
    "P4": consent("P4", quote_verbatim="no", quote_paraphrase="no"),
    "P5": Consent("P5", YES, withdrawn_at="2022-05-01"),
}


def gate(k: int = 3, **changed: object) -> Gate:
    return Gate("public", PEOPLE, CONSENTS, [Label("all", ("role",))], k=k, **changed)  # type: ignore[arg-type]


def test_the_worked_table() -> None:
    """31 quotes requested, 24 pass, 4 paraphrased, 2 await check-back, 1 blocked."""
    asked = ["P1"] * 24 + ["P2"] * 4 + ["P3"] * 2 + ["P4"]

    assert consent_table(asked, gate()) == {
        **{"requested": 31, "passes": 24, "paraphrase": 4, "check_back": 2, "blocked": 1}
    }


def test_withdrawn_and_unknown_are_blocked() -> None:
    """Who withdrew, and who never said anything, is not even paraphrased."""
    assert [decide(gate(), person) for person in ("P5", "P9")] == ["blocked", "blocked"]


def test_a_label_that_covers_too_few() -> None:
    """Where no label is safe, words become a paraphrase at most."""
    assert decide(gate(k=9), "P1") == "paraphrase"


def quotes(*people: str) -> pd.DataFrame:
    return pd.DataFrame([(p, "S1", 10, 20) for p in people], columns=["person", "source", "start", "end"])


def test_only_what_passes_may_leave() -> None:
    """L20 names the person, how many, and why; it asks the records anew."""
    found = check_quotes(quotes("P1", "P2", "P2", "P3"), gate(), {"P2": 3})

    assert [(p.row, p.came, p.level) for p in found] == [
        (3, "P2: 2 quotations, paraphrase", "error"),
        (0, "P3: 1 quotations, check-back", "error"),
    ]
    assert check_quotes(quotes("P1"), gate()) == []


@pytest.mark.parametrize(("start", "end", "blocked"), [(0, 10, False), (0, 11, True), (19, 30, True), (20, 30, False)])
def test_words_that_are_kept_back(start: int, end: int, blocked: bool) -> None:
    """Whatever overlaps the stretch by one letter is an error; what only touches it is none."""
    held = gate(held=(("S1", start, end),))

    assert bool(check_quotes(quotes("P1"), held)) is blocked


def test_the_worked_shares() -> None:
    """24 quotes, 22 with original, 15 checked: 0.92 and 0.63."""
    frame = pd.DataFrame({"original": ["x"] * 22 + [""] * 2, "method": ["second_person"] * 15 + ["own"] * 9})
    shares = language_shares(frame)

    assert (shares.quotes, round(shares.original or 0, 2), shares.checked) == (24, 0.92, 0.625)


def test_no_quotes_no_shares() -> None:
    """Of nothing there is no share."""
    shares = language_shares(pd.DataFrame(columns=["original", "method"]))

    assert (shares.quotes, shares.original, shares.checked) == (0, None, None)


def test_a_quote_without_its_original() -> None:
    """L19 warns, source by source, of words without their original or without a language."""
    rows = [("S1", "kata", "id"), ("S1", "", "id"), ("S2", "kata", "")]
    found = check_original(pd.DataFrame(rows, columns=["source", "original", "language"]), "interviews")

    assert [(p.came, p.level) for p in found] == [("S1: 1 without", "warning"), ("S2: 1 without", "warning")]
