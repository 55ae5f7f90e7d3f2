"""Hennink, Kaiser and Marconi (2017): meaning saturation, by facets under a code (F20)."""

import pandas as pd
import t8_kit as kit
from hypothesis import given
from hypothesis import strategies as st

from analysis.displays.facets import facet_saturation, facet_steps

SOURCES = [f"S{n}" for n in range(1, 9)]
ROWS = [
    *[("S1", "BUDGET", "cut"), ("S2", "BUDGET", "late"), ("S2", "BUDGET", "diverted"), ("S5", "BUDGET", "unspent")],
    *[("S7", "BUDGET", "cut"), ("S4", "MENTOR", "senior"), ("S8", "MENTOR", "peer"), ("S3", "PLAIN", "")],
]
CODINGS = pd.DataFrame(ROWS, columns=["source", "code", "facet"], dtype=object)


def found(codings: pd.DataFrame = CODINGS, sources: list[str] = SOURCES) -> list[list[object]]:
    themes = ["BUDGET", "MENTOR", "PLAIN"]
    return kit.plain(facet_saturation(codings, reach=kit.flat(*themes), themes=themes, sources=sources))


def test_budget_mentor_and_a_code_without_facets() -> None:
    """BUDGET: 4 facets, the last new at 5 of 8. MENTOR: last new at 8, still open. Without facet tags: None."""
    assert found() == [[4, 5, 8, False], [2, 8, 8, True], [None, None, 8, None]]


def test_the_order_decides() -> None:
    """Were S5 the last source, BUDGET would be open and MENTOR not."""
    order = [s for s in SOURCES if s != "S5"] + ["S5"]

    assert [row[1:] for row in found(sources=order)[:2]] == [[8, 8, True], [7, 8, False]]


def test_which_source_added_what() -> None:
    """Each facet is counted where it came first; the second `cut` of BUDGET in S7 adds nothing."""
    steps = facet_steps(CODINGS, reach=kit.flat("BUDGET"), themes=["BUDGET"], sources=SOURCES)

    assert steps.loc["BUDGET"].tolist() == [1, 2, 0, 0, 1, 0, 0, 0]


def test_a_theme_counts_the_facets_below_it() -> None:
    """The family of both codes has six facets, the last of them in S8; a facet under both would count once."""
    tree = kit.book(BUDGET="FAM", MENTOR="FAM")
    from_both = pd.concat([CODINGS, pd.DataFrame([("S6", "MENTOR", "cut")], columns=["source", "code", "facet"])])
    frame = facet_saturation(from_both, reach=kit.reach_of(tree, ["FAM"]), themes=["FAM"], sources=SOURCES)

    assert kit.plain(frame) == [[6, 8, 8, True]]


@given(st.lists(st.tuples(st.sampled_from(SOURCES), st.just("BUDGET"), st.sampled_from("abcd"))))
def test_steps_add_up_to_facets(rows: list[tuple[str, str, str]]) -> None:
    """Over all sources as many facets are added as there are, and the last step is where the last one came."""
    codings = pd.DataFrame(rows, columns=["source", "code", "facet"], dtype=object)
    steps = facet_steps(codings, reach=kit.flat("BUDGET"), themes=["BUDGET"], sources=SOURCES).loc["BUDGET"]
    facets, last, *_ = found(codings)[0]

    assert steps.sum() == (facets or 0)
    assert last is None or steps.to_numpy().nonzero()[0].max() + 1 == last
