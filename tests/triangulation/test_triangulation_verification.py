"""The verification register (F14)."""

from analysis.triangulation.judged import Verdict
from analysis.triangulation.verification import (
    VerifiedShare,
    disputes,
    verdicts_frame,
    verified_frame,
    verified_share,
)

CLAIMS = [f"C{number}" for number in range(1, 13)]
VERDICTS = [
    *(Verdict(f"C{number}", "P17", "insider", "confirms", ("S13/c1",)) for number in range(1, 8)),
    Verdict("C8", "P18", "insider", "disputes", ("S14/c1",), "revised", {"en": "Narrowed.", "id": "Dipersempit."}),
    Verdict("C9", "P01", "participant", "disputes", ("S01/c1",), "kept", {"en": "One case.", "id": "Satu kasus."}),
    Verdict("C1", "P01", "participant", "confirms_with_change", ("S01/c2",)),
    Verdict("C10", "P18", "insider", "cannot_judge"),
]


def test_nine_of_twelve() -> None:
    """F14: 12 claims, 9 judged, 2 disputed, one revised and one kept: 0.75. `cannot_judge` judges none."""
    register = verdicts_frame(VERDICTS, "id")
    table = verified_frame(register, CLAIMS)

    assert verified_share(table) == VerifiedShare(9, 12)
    assert verified_share(table).share == 0.75
    assert disputes(register)[["about", "response", "text"]].values.tolist() == [
        ["C8", "revised", "Dipersempit."],
        ["C9", "kept", "Satu kasus."],
    ]


def test_claims_one_by_one() -> None:
    """How many verdicts of each kind, by whom; a claim on which nobody was heard is not verified."""
    table = verified_frame(verdicts_frame(VERDICTS), ["C1", "C10", "C11"])

    assert table.reset_index().values.tolist() == [
        ["C1", 1, 1, 0, 0, "insider, participant", True, False],
        ["C10", 0, 0, 0, 1, "insider", False, False],
        ["C11", 0, 0, 0, 0, "", False, False],
    ]


def test_nobody_was_heard() -> None:
    """Silence confirms nothing: without a verdict no claim is verified; without a claim there is no share."""
    nobody = verdicts_frame([])

    assert verified_share(verified_frame(nobody, ["C1"])) == VerifiedShare(0, 1)
    assert verified_share(verified_frame(nobody, [])).share is None
