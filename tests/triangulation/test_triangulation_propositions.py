"""Theory against data (F13)."""

import pandas as pd
import pytest

from analysis.triangulation import Profile, SourceSet
from analysis.triangulation.judged import Cell, Finding, Proposition
from analysis.triangulation.propositions import (
    cells_frame,
    count_propositions,
    is_data,
    propose_cell,
    propose_overall,
    propositions_frame,
    unforeseen_codes,
    untested,
)

SETS = [SourceSet("staff", ("staff",)), SourceSet("law", kinds=("law",)), SourceSet("notes", kinds=("document",))]
FOR, AGAINST, MIXED, NONE = Profile(3, 2, 1), Profile(3, 2, -1), Profile(3, 2, 0), Profile(3, 0)


def proposition(name: str, **predicts: str) -> Proposition:
    return Proposition(name, {"en": f"{name}.", "id": f"{name}."}, ("BOOK:1",), predicts)


def cells(propositions: list[Proposition], said: dict[str, Profile], *decided: Cell) -> pd.DataFrame:
    """Staff say what is given; law says it too, notes say nothing."""
    profiles = {
        code: {"staff": profile, "law": Profile(2, 2, 1), "notes": Profile(0, 0)} for code, profile in said.items()
    }
    return cells_frame(propositions, decided, SETS, profiles)


def test_six_propositions() -> None:
    """F13: 3 confirmed, 1 partly, 1 contradicted, 1 untested; 2 new findings."""
    said = {"A": FOR, "B": AGAINST, "C": MIXED, "D": NONE}
    six = [
        *(
            proposition("T1", A="supports"),
            proposition("T2", B="opposes"),
            proposition("T3", A="supports", B="opposes"),
        ),
        *(proposition("T4", C="supports"), proposition("T5", B="supports"), proposition("T6", D="supports")),
    ]
    new = [Finding(name, {"en": name}, (name,), ("S1/c1",), "ani") for name in ("N1", "N2")]
    table = propositions_frame(six, new, cells(six, said), SETS)

    assert count_propositions(table) == {
        **{"confirmed": 3, "partly": 1, "contradicted": 1, "no data": 1},
        "unforeseen": 2,
    }
    assert untested(table) == ["T6"]
    assert table.loc["T3"].tolist() == [
        *("T3.", "BOOK:1", "A supports, B opposes", "confirmed", "no data", "no data", "confirmed")
    ]
    assert table.loc["N1"].tolist() == ["N1", "S1/c1", "N1", "", "", "", "unforeseen"]


def test_law_confirms_nothing() -> None:
    """A proposition that law alone bears out is `no data`, whatever somebody decided."""
    frame = cells([proposition("T1", D="supports")], {"D": NONE}, Cell("T1", "law", "", "confirmed", by="ani"))

    assert frame[["set", "data", "outcome"]].values.tolist() == [
        *(["staff", True, "no data"], ["law", False, "no data"], ["notes", True, "no data"], ["all", True, "no data"])
    ]
    assert [is_data(entry) for entry in SETS] == [True, False, True]


def test_a_decision_goes_before_the_rule() -> None:
    """What was decided of a set is its outcome, and the rule's word on all of them follows it."""
    frame = cells([proposition("T1", A="supports")], {"A": FOR}, Cell("T1", "staff", "", "partly", {"en": "One."}))
    staff, overall = frame.iloc[0], frame.iloc[-1]

    assert (staff.proposed, staff.decided, staff.outcome, staff.rationale) == ("confirmed", "partly", "partly", "One.")
    assert (overall.set, overall.proposed, overall.outcome) == ("all", "partly", "partly")


@pytest.mark.parametrize(
    ("said", "cell"),
    [
        ({"A": FOR, "B": FOR}, "confirmed"),
        ({"A": FOR, "B": NONE}, "partly"),
        ({"A": FOR, "B": AGAINST}, "partly"),
        ({"A": AGAINST, "B": MIXED}, "contradicted"),
        ({"A": MIXED, "B": MIXED}, "partly"),
        ({"A": NONE, "B": NONE}, "no data"),
        ({"A": Profile(2, 2, None), "B": NONE}, "no data"),
        ({"A": FOR}, "partly"),
    ],
)
def test_what_a_set_makes_of_a_proposition(said: dict[str, Profile], cell: str) -> None:
    """Every code on the predicted side confirms, the opposite side alone contradicts; a norm is no data."""
    assert propose_cell({"A": "supports", "B": "supports"}, said) == cell


def test_all_sets_together() -> None:
    """What all data say holds; where they differ, partly; sets without data have no voice."""
    assert propose_overall(["no data", "confirmed", "confirmed"]) == "confirmed"
    assert propose_overall(["confirmed", "contradicted"]) == "partly"
    assert propose_overall(["no data"]) == propose_overall([]) == "no data"


def test_what_no_proposition_foresaw() -> None:
    """Codes that two persons raise, that no proposition predicts and no finding names; most persons first."""
    pairs = [("P1", "A"), ("P2", "A"), ("P1", "B"), ("P2", "B"), ("P2", "B"), ("", "C"), ("P1", "C"), ("P1", "D")]
    codings = pd.DataFrame([*pairs, ("P2", "D"), ("P3", "D"), ("P1", "E"), ("P2", "E")], columns=["person", "code"])
    finding = Finding("N1", {}, ("E",), ("S1/c1",), "ani")

    assert unforeseen_codes(codings, [proposition("T1", A="supports")], [finding]).values.tolist() == [
        ["D", 3, 3],
        ["B", 2, 3],
    ]
