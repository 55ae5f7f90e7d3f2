"""The chain of evidence (F15a): six links, both ways, and what may be shown."""

from __future__ import annotations

import dataclasses

import pytest
from claims_kit import pool_of, source

from analysis.claims.chain import LINKS, Chain, Protocol, chain_of, frozen_changes, links_frame, study_score
from analysis.claims.pool import reach
from analysis.claims.query import Query
from analysis.claims.records import Claim

POOL = pool_of([("P1", "A", "supports")], [("ACT:1", "law", "A"), ("BOOK:1", "literature", "B")])
PROTOCOL = Protocol(
    questions=["RQ1", "RQ2"],
    belongs={"q1": "RQ1", "q2": "RQ2"},
    reaches={"RQ1": frozenset({"A"})},
    sources={
        "P1": source("P1", "P1"),
        "ACT": source("ACT", "", kind="law"),
        "BOOK": dataclasses.replace(source("BOOK", "", kind="literature"), date=""),
    },
)
CLAIM = Claim("K", research_question="RQ1", evidence=(Query(codes=("A",)),), figures=("model/node:a",))


def chain(**changes: object) -> Chain:
    claim = dataclasses.replace(CLAIM, **changes)  # type: ignore[arg-type]
    return chain_of(claim, reach(claim.evidence, POOL), PROTOCOL, {"model/node:a": True})


def broken(chain: Chain) -> list[str]:
    return [link.name for link in chain.links if not link.holds]


def test_the_worked_example() -> None:
    """14 claims, 11 complete, 2 without protocol item, 1 without segment: 0.786, and one is blocked."""
    other = PROTOCOL.belongs | {"q1": "RQ2"}
    asked_otherwise = chain_of(
        CLAIM, reach(CLAIM.evidence, POOL), dataclasses.replace(PROTOCOL, belongs=other), {"model/node:a": True}
    )
    chains = [chain()] * 11 + [asked_otherwise] * 2 + [chain(evidence=())]

    assert round(study_score(chains) or 0, 3) == 0.786
    assert [c.rendering for c in chains].count("blocked") == 1
    assert broken(asked_otherwise) == ["protocol_item"]
    assert asked_otherwise.completeness == pytest.approx(5 / 6)


@pytest.mark.parametrize(
    ("changes", "link", "reason"),
    [
        ({"research_question": "RQ9"}, "research_question", "no research question 'RQ9'"),
        ({"evidence": ("BOOK:1",)}, "source", "no date or place: BOOK"),
        ({"evidence": ("P1/c0", "P1/c9")}, "coding", "not in force: P1/c9"),
        ({"evidence": (Query(codes=("A",)), Query(codes=("B",)))}, "coding", "reaches nothing: codes B"),
        ({"figures": ()}, "sentence_or_figure", "no sentence or figure element shows it yet"),
        ({"figures": ("model/node:b",)}, "sentence_or_figure", "not there: model/node:b"),
    ],
)
def test_a_broken_link_says_why(changes: dict[str, object], link: str, reason: str) -> None:
    """Each link that does not hold tells its own reason."""
    assert (link, reason) in [(found.name, found.reason) for found in chain(**changes).links if not found.holds]


def test_documents_answer_the_same_questions() -> None:
    """A provision under a code that the research question's guide reaches has its protocol item; another has none."""
    assert "protocol_item" not in broken(chain(evidence=("ACT:1",)))
    assert "protocol_item" in broken(chain(evidence=("BOOK:1",)))


def test_a_normative_claim_is_a_view() -> None:
    """Without a segment only what is labelled as the authors' view may be shown; it is never complete."""
    view = chain(evidence=(), kind="normative")

    assert (view.rendering, view.complete) == ("authors' view", False)
    assert chain(kind="normative").rendering == "rendered"


def test_all_six_links_are_listed() -> None:
    """A row per link, in the order from the question to the sentence."""
    frame = links_frame([chain()])

    assert tuple(frame["link"]) == LINKS
    assert frame["holds"].all()


def test_a_study_without_claims_has_no_score() -> None:
    """Nothing claimed is neither complete nor incomplete."""
    assert study_score([]) is None


def test_a_query_that_grew_is_noticed() -> None:
    """It reached two when it was written and reaches one now."""
    claim = dataclasses.replace(CLAIM, evidence=(Query(codes=("A",), frozen=2),))
    counts = reach(claim.evidence, POOL).counts

    assert frozen_changes(claim, {"evidence": counts, "counter": ()}) == [(claim.evidence[0], 1)]
    same = dataclasses.replace(CLAIM, evidence=(Query(codes=("A",), frozen=1),))
    assert frozen_changes(same, {"evidence": counts, "counter": ()}) == []
