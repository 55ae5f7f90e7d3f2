"""A theme holds the codes below it, and a question may reach it."""

import t8_kit as kit

from analysis.codebook import Codebook
from analysis.displays.themes import by_theme, reach_of, reaching, top_themes
from analysis.model import Code, Question

TREE = kit.book("SOLO", ONE="FAM", TWO="FAM")


def test_a_theme_holds_what_is_below_it() -> None:
    """The family holds itself and both of its codes; a code holds itself; what is no code holds nothing."""
    assert reach_of(TREE, ["ONE", "FAM", "GONE"]).values.tolist() == [
        *(["ONE", "ONE"], ["FAM", "FAM"], ["FAM", "ONE"], ["FAM", "TWO"])
    ]


def test_a_coding_counts_under_each_theme_that_holds_it() -> None:
    """One coding of ONE stands under ONE and under its family; one of SOLO under neither."""
    rows = by_theme(kit.said(("R1", "ONE", ""), ("R2", "SOLO", "")), reach_of(TREE, ["FAM", "ONE"]))

    assert sorted(rows[["person", "theme"]].values.tolist()) == [["R1", "FAM"], ["R1", "ONE"]]


def test_what_a_question_may_reach() -> None:
    """A question for a code reaches its family too; one for a family, all below; one for no code, nothing."""
    guide = [Question("q1", {}, "", ("ONE",)), Question("q2", {}, "", ("FAM",)), Question("q3", {}, "", ("GONE",))]
    found = reaching(guide, TREE, ["FAM", "ONE", "TWO"])

    assert found.values.tolist() == [["q1", "FAM"], ["q1", "ONE"], *(["q2", theme] for theme in ("FAM", "ONE", "TWO"))]


def test_a_question_for_a_merged_code() -> None:
    """It reaches what the code was merged into."""
    merged = Codebook(
        codes={"OLD": Code("OLD"), "NEW": Code("NEW")}, history=({"op": "merge", "codes": ["OLD"], "into": "NEW"},)
    )

    assert reaching([Question("q1", {}, "", ("OLD",))], merged, ["NEW"]).values.tolist() == [["q1", "NEW"]]


def test_the_top_of_the_tree() -> None:
    """Families and codes without a family, without what is retired."""
    tree = Codebook(codes={**TREE.codes, "PAST": Code("PAST", retired=2)})

    assert top_themes(tree) == ["FAM", "SOLO"]
