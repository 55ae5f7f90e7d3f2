"""The record of consents: dates, forms, and what a quotation needs (F45)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from analysis.model import Participant, Source
from analysis.sources.consents import check_consents
from analysis.sources.people import USES, Consent, read_consents

YES = dict.fromkeys(USES, "yes") | {"attribution": "label", "check_back_first": "no"}
GOOD = Consent("P01", YES, "2024-05-06", "", "form 1", 2)
TALK = Source("S01", "interview", "", (), "", "interviews/S01.md", date="2024-05-06", speakers={"P01": "respondent"})


@pytest.mark.parametrize(
    ("changes", "levels"),
    [
        ({}, []),
        ({"valid_from": "2024-05"}, []),
        ({"valid_from": "2024-05-07"}, ["warning"]),
        ({"valid_from": "2024-5-7"}, ["error"]),
        ({"withdrawn_at": "2024-05-01"}, ["error"]),
        ({"withdrawn_at": "soon"}, ["error"]),
        ({"evidence_ref": ""}, ["warning"]),
        ({"evidence_ref": "", "withdrawn_at": "2024-06-01"}, []),
        ({"uses": YES | {"attribution": "none"}}, ["warning"]),
        (
            {"withdrawn_at": "2024-06-01", "withdrawn_uses": ("translate",), "withdrawn_on": {"translate": "x"}},
            ["error"],
        ),
    ],
    ids=[
        "sound",
        "the month of the interview",
        "the day after the interview",
        "no date",
        "withdrawn before it was given",
        "no day of withdrawal",
        "no form",
        "no form, but nothing is allowed any more",
        "a quotation without attribution",
        "no day for one use",
    ],
)
def test_what_is_wrong(changes: dict[str, object], levels: list[str]) -> None:
    """Errors keep the study from being built; warnings ask."""
    found = check_consents({"P01": replace(GOOD, **changes)}, [TALK], "consent.csv")

    assert [problem.level for problem in found] == levels
    assert all(problem.row == 2 and problem.next_step for problem in found)


def test_each_use_may_have_its_day(tmp_path: Path) -> None:
    """`use:date` stands for a use that was withdrawn on another day than the rest."""
    path = tmp_path / "consent.csv"
    cells = ",".join(YES.values())
    path.write_text(
        f"person,{','.join(YES)},valid_from,withdrawn_at,withdrawn_uses,evidence_ref\n"
        f"P01,{cells},2024-05-06,2024-07-01,quote_verbatim:2024-06-01; translate,form\n",
        encoding="utf-8",
    )
    consents, problems = read_consents(path, "consent.csv", {"P01": Participant("P01", "baker")})

    assert problems == []
    assert consents["P01"].withdrawn_uses == ("quote_verbatim", "translate")
    assert consents["P01"].withdrawn_on == {"quote_verbatim": "2024-06-01"}
    assert consents["P01"].withdrew("quote_verbatim") and consents["P01"].allows("analyse")
