"""What an entry of evidence reaches: references, queries, and what a query never takes by oversight."""

from __future__ import annotations

import pytest
from claims_kit import codings, documents, pool_of, relations

from analysis.claims.pool import build_pool, find, reach
from analysis.claims.query import Link, Query
from analysis.codebook import Codebook
from analysis.model import Code

POOL = pool_of(
    [
        ("P1", "A", "supports", "early", "top"),
        ("P2", "A", "opposes", "", "floor"),
        ("P2", "B", "supports", "late", "floor"),
    ],
    [("ACT:1", "law", "A"), ("ACT:1", "law", "B"), ("BOOK:2", "literature", "A")],
    [("P1", "A", "limits", "B", "asserted"), ("P2", "A", "limits", "B", "denied")],
)


@pytest.mark.parametrize(
    ("query", "refs"),
    [
        (Query(codes=("A",)), ["P1/c0", "P2/c1"]),
        (Query(codes=("A", "B"), stance=("supports",)), ["P1/c0", "P2/c2"]),
        (Query(codes=("A",), groups=("floor",)), ["P2/c1"]),
        (Query(codes=("A",), sets=("top",)), ["P1/c0"]),
        (Query(codes=("A",), sets=("rules",)), ["ACT:1"]),
        (Query(codes=("A",), kinds=("law", "literature")), ["ACT:1", "BOOK:2"]),
        (Query(codes=("A",), facets=("early",)), ["P1/c0"]),
        (Query(codes=("A",), without=("P1/c0",)), ["P2/c1"]),
        (Query(codes=("A",), attributes={"mode": ("fact",)}), []),
        (Query(codes=("A",), groups=("nobody",)), []),
        (Query(relation=Link(("A",), ("B",))), ["P1/r0", "P2/r1"]),
        (Query(relation=Link(("A",), modality=("denied",))), ["P2/r1"]),
        (Query(relation=Link(("B",))), []),
        (Query(codes=("Z",)), []),
    ],
)
def test_a_query_reaches(query: Query, refs: list[str]) -> None:
    """Every condition must hold, one of its values suffices; without kinds only what people say."""
    assert list(POOL.frame.iloc[find(query, POOL)]["ref"]) == refs


def test_references_and_queries_are_one_list() -> None:
    """What two entries reach is counted once; what is lost is named."""
    found = reach(("P1/c0", Query(codes=("A",)), "P9/c9"), POOL)

    assert list(found.rows["ref"]) == ["P1/c0", "P2/c1"]
    assert (found.counts, found.lost) == ((1, 2, 0), ("P9/c9",))


def test_a_provision_counts_under_the_claims_codes() -> None:
    """ACT:1 bears on A and B; for a claim about B its row under B is taken, without codes both."""
    assert list(reach(("ACT:1",), POOL, ["B"]).rows["code"]) == ["B"]
    assert list(reach(("ACT:1",), POOL).rows["code"]) == ["A", "B"]
    assert list(reach(("BOOK:2",), POOL, ["B"]).rows["code"]) == ["A"]


def test_out_of_frame_is_reached_by_name_alone() -> None:
    """A provision that does not hold in the legal frame is no evidence for a query."""
    POOL.frame.loc[POOL.frame["ref"] == "ACT:1", "in_frame"] = False
    try:
        assert len(find(Query(codes=("A",), kinds=("law",)), POOL)) == 0
        assert len(reach(("ACT:1",), POOL, ["A"]).rows) == 1
    finally:
        POOL.frame.loc[POOL.frame["ref"] == "ACT:1", "in_frame"] = True


def test_an_agreed_coding_answers_to_each_coders_id() -> None:
    """Two coders' codings became one; the joined id and either coder's lead to it."""
    frame = codings([("P1", "A", "supports")]).assign(id="ca+cb")
    pool = build_pool(frame, relations(), documents([]), codebook=Codebook(codes={"A": Code("A")}))

    assert [len(reach((ref,), pool).rows) for ref in ("P1/ca+cb", "P1/ca", "P1/cb", "P1/cc")] == [1, 1, 1, 0]
