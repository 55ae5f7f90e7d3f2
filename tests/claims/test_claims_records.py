"""What codebook/claims.yaml may say, and what is wrong with it, row by row."""

from __future__ import annotations

from pathlib import Path

import pytest
from claims_kit import KNOWN, put, told
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.claims.query import Link, Query
from analysis.claims.records import Claim, Decision, read_claims
from analysis.tables import to_yaml

WHOLE = """\
claims:
  - id: C01
    text: {en: It is told., id: Diberitahukan.}
    kind: causal
    layer: norm
    scope: {en: the campus, id: kampus}
    research_question: RQ1
    codes: [A.1]
    evidence:
      - S02/c730
      - "ACT-1:69(1)"
      - {codes: [A], stance: [supports], groups: top, mode: [fact], frozen: 3, without: [S01/c1]}
    counter:
      - {relation: {from: [A], to: [B], type: [limits], modality: [denied]}}
    status: final
    figures: [model/node:a, "notebooks/05.ipynb#It is told"]
    strength:
      adequacy: {decided: minor, rationale: Two speak at length.}
    by: FK
"""
LEAST = "claims:\n  - {id: C01, text: {en: x, id: x}, kind: causal, research_question: RQ1, by: FK%s}\n"


def test_every_key_is_read(tmp_path: Path) -> None:
    """References stay words, mappings become queries, decisions keep their reason."""
    claims, problems = read_claims(put(tmp_path, WHOLE), KNOWN, "claims.yaml")

    assert problems == []
    query = Query(
        codes=("A",),
        stance=("supports",),
        groups=("top",),
        attributes={"mode": ("fact",)},
        without=("S01/c1",),
        frozen=3,
        line=12,
    )
    link = Query(relation=Link(("A",), ("B",), ("limits",), ("denied",)), line=14)
    assert claims["C01"] == Claim(
        id="C01",
        text={"en": "It is told.", "id": "Diberitahukan."},
        kind="causal",
        layer="norm",
        scope={"en": "the campus", "id": "kampus"},
        research_question="RQ1",
        codes=("A.1",),
        evidence=("S02/c730", "ACT-1:69(1)", query),
        counter=(link,),
        status="final",
        figures=("model/node:a", "notebooks/05.ipynb#It is told"),
        strength={"adequacy": Decision("minor", "Two speak at length.", "", 18)},
        by="FK",
        line=2,
    )


@pytest.mark.parametrize(
    ("more", "rule", "came"),
    [
        (", evidence: [nothing]", "C01: evidence is a reference or a query", "nothing"),
        (", evidence: [{codes: [C]}]", "C01: a code", "C"),
        (", evidence: [{stance: [supports]}]", "C01: a query names codes or a relation", "stance supports"),
        (", evidence: [{codes: [A], stance: [for]}]", "C01: stance names what the study has", "for"),
        (", evidence: [{codes: [A], tone: [x]}]", "C01: a query has no key 'tone'", "tone"),
        (", evidence: [{codes: [A], mode: [dream]}]", "C01: mode names what the study has", "dream"),
        (", evidence: [{codes: [A], frozen: many}]", "C01: frozen is a whole number from 0", "many"),
        (", evidence: S01/c1", "C01: evidence is a list of references and queries", "'S01/c1'"),
        (
            ", figures: [model/node:b]",
            "C01: figures names marks (figure/mark) or sentences (file#words)",
            "model/node:b",
        ),
        (
            ", strength: {adequacy: {decided: bad}}",
            "C01: adequacy: decided is one of none_or_very_minor, minor, moderate, serious",
            "bad",
        ),
        (", strength: {depth: {decided: minor}}", "C01: strength has no key 'depth'", "depth"),
        (", status: done", "C01: status is one of draft, final", "done"),
        (", proof: x", "C01: a claim has no key 'proof'", "proof"),
    ],
)
def test_each_slip_is_named(tmp_path: Path, more: str, rule: str, came: str) -> None:
    """A slip is a problem on the row of its claim, with the rule and what came."""
    _, problems = read_claims(put(tmp_path, LEAST % more), KNOWN)

    assert (2, rule, came) in told(problems)


def test_a_claim_stands_once(tmp_path: Path) -> None:
    """The second claim of one id is refused, the first holds."""
    text = LEAST % "" + LEAST.partition("\n")[2] % ", status: final"
    claims, problems = read_claims(put(tmp_path, text), KNOWN)

    assert claims["C01"].status == "draft"
    assert told(problems) == [(3, "a claim stands once", "C01")]


@pytest.mark.parametrize("text", ["", "claims:\n", "claims: []\n"])
def test_an_empty_ledger_is_no_problem(tmp_path: Path, text: str) -> None:
    """A study may have no claims yet; nor need it have the file."""
    assert read_claims(put(tmp_path, text), KNOWN) == ({}, [])
    assert read_claims(tmp_path / "none.yaml", KNOWN) == ({}, [])


values = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.sampled_from(["A", "C01", "S01/c1", "causal", "final", "x:y"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["codes", "relation", "from", "decided", "adequacy", "en", "frozen"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)
keys = st.sampled_from(["id", "text", "kind", "evidence", "counter", "figures", "strength", "codes", "scope", "by"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=150)
@given(entries=st.lists(st.dictionaries(keys, values, max_size=6) | values, max_size=3))
def test_no_file_breaks_the_reader(tmp_path: Path, entries: list[object]) -> None:
    """Whatever stands in the file, what comes out is claims with a text and problems with a row."""
    claims, problems = read_claims(put(tmp_path, to_yaml({"claims": entries})), KNOWN)

    assert all(claim.text is not None and claim.id for claim in claims.values())
    assert len(claims) + len(problems) >= len(entries)
    assert all(problem.row > 0 for problem in problems)
