"""The role-ordered matrix, contrast, reversal, and what may leave of it (F05, F43, F44)."""

import pandas as pd
import pytest
import t8_kit as kit

from analysis.displays.ordered import contrasts, hide_small, role_ordered, with_asked

INFO = [(person, "INFO", "supports") for person in ("R1", "R2", "R3")] + [
    ("R4", "INFO", "opposes"),
    ("R5", "INFO", "opposes"),
    ("X1", "OTHER", "supports"),
]
"""F05, "promotion information is available": senior 3 of 3 support, supervisory 2 of 3 oppose, external nobody."""


def matrix(rows: list[tuple[str, str, str]], people: pd.Series = kit.PEOPLE, **more: object) -> pd.DataFrame:
    """The matrix of one theme, INFO, over the groups of T8."""
    order = [
        c for c in ("echelon I", "echelon II", "echelon IV", "outside expert", "senior", "supervisory", "external")
    ]
    given = {"reach": kit.flat("INFO"), "people": people, "classes": order, "themes": ["INFO"], **more}
    return role_ordered(kit.said(*rows), **given)  # type: ignore[arg-type]


def test_promotion_information_by_group() -> None:
    """F05: senior 3/3 for, supervisory 2/3 against, external 0/2: class sizes always stand beside the counts."""
    frame = matrix(INFO)

    assert kit.plain(frame.drop(columns=["theme", "summary"])) == [
        ["senior", 3, 3, 1.0, 3, 0, 0, 0, 1],
        ["supervisory", 3, 2, 2 / 3, 0, 2, 0, 0, -1],
        ["external", 2, 0, 0.0, 0, 0, 0, 0, None],
    ]


def test_contrast_and_reversal() -> None:
    """F05: prevalence runs from 1.00 to 0.00, a contrast of 1.00; senior and supervisory stand on opposite sides."""
    assert contrasts(matrix(INFO)).to_dict("records") == [
        {
            **{"persons": 5, "contrast": 1.0, "highest": "senior", "lowest": "external"},
            "reversals": "senior / supervisory",
        }
    ]


def test_a_role_of_one_person_is_a_case() -> None:
    """Echelon I is one person: no share, but what was written of the cell; it makes no contrast and no reversal."""
    rows = [("R1", "INFO", "opposes"), *(("R2", "INFO", "supports"), ("R3", "INFO", "supports"))]
    frame = matrix(rows, kit.BY_ROLE[["R1", "R2", "R3"]], summaries={("R1", "INFO"): "nobody told him"})

    assert frame[["class", "n", "share", "summary"]].values.tolist() == [
        ["echelon I", 1, None, "nobody told him"],
        ["echelon II", 2, 1.0, ""],
    ]
    assert contrasts(frame)[["contrast", "reversals"]].values.tolist() == [[None, ""]]


@pytest.mark.parametrize(
    ("stances", "side"),
    [
        (["supports", "supports", "opposes"], "supports"),
        (["supports", "opposes"], "qualifies"),
        (["qualifies", "neutral"], "qualifies"),
        (["neutral", ""], "neutral"),
        (["opposes", "qualifies"], "opposes"),
    ],
)
def test_each_person_counts_once(stances: list[str], side: str) -> None:
    """However often somebody speaks of a theme, he or she stands on one side, by the balance of what was said."""
    frame = matrix([("R4", "INFO", stance) for stance in stances]).set_index("class").loc["supervisory"]

    assert frame["k"] == 1
    assert [name for name in ("supports", "opposes", "qualifies", "neutral") if frame[name]] == [side]


def test_two_who_differ_have_no_stance() -> None:
    """One for and one against: the class raises the theme and stands at 0; nobody who raises it: None."""
    frame = matrix([("R4", "INFO", "supports"), ("R5", "INFO", "opposes")]).set_index("class")

    assert frame["stance"].to_dict() == {"senior": None, "supervisory": 0, "external": None}


def test_rows_without_a_person_count_nobody() -> None:
    """Field notes and people who were not heard raise nothing."""
    assert matrix([("", "INFO", "supports"), ("P99", "INFO", "supports")])["k"].sum() == 0


def test_small_classes_hide_counts_and_the_sum() -> None:
    """F44: senior 3 of 3, other 2 of 5. Senior is hidden; a sum of 5 less 2 would give it back, so it is hidden too."""
    labels = pd.Series({p: "senior" if g == "senior" else "other" for p, g in kit.PEOPLE.items()})
    rows = [*INFO[:3], ("R4", "INFO", "supports"), ("X1", "INFO", "supports")]
    frame = hide_small(matrix(rows, labels, classes=["senior", "other"]), small=5)

    assert frame[["class", "n", "k", "share", "raised"]].values.tolist() == [
        ["senior", "<5", None, None, True],
        ["other", 5, 2, 0.4, True],
    ]
    assert contrasts(frame)[["persons", "contrast"]].values.tolist() == [[None, None]]


def test_who_was_not_asked_is_not_silent() -> None:
    """Two of the seniors were asked, of the staff nobody; of a hidden class, or without a guide, nothing is said."""
    frame = hide_small(matrix(INFO), small=0)
    first, second = frame["class"].unique()[:2]
    put = pd.DataFrame({"theme": "INFO", "class": [first, first]})
    asked = with_asked(frame, put).set_index("class")["asked"]

    assert (asked[first], asked[second]) == (2, 0)
    assert with_asked(frame, put[:0])["asked"].isna().all()
    assert with_asked(hide_small(matrix(INFO), small=99), put)["asked"].isna().all()


def test_a_hidden_class_tells_no_side() -> None:
    """Neither stance nor side of a small class leaves, so no reversal can be read from it either."""
    frame = hide_small(matrix(INFO), small=5)

    assert frame[["supports", "opposes", "qualifies", "neutral", "stance"]].isna().all(axis=None)
    assert contrasts(frame)["reversals"].tolist() == [""]


def test_a_label_that_tells_it_of_each() -> None:
    """F43: where all members of a shown class say the same, the label reveals it for each, and the row says so."""
    everyone = pd.Series("all", index=kit.PEOPLE.index)
    alike = matrix([(p, "INFO", "supports") for p in kit.PEOPLE.index], everyone, classes=["all"])
    one_not = matrix([(p, "INFO", "supports") for p in kit.PEOPLE.index[1:]], everyone, classes=["all"])

    assert [hide_small(frame, small=5)["alike"].item() for frame in (alike, one_not)] == [True, False]
