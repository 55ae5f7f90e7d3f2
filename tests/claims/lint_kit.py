"""A ledger of one claim, three persons and one provision, in which nothing is to be found; tests change one thing."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import pandas as pd
from claims_kit import pool_of, source

from analysis.claims.chain import Protocol
from analysis.claims.gaps import gaps_of
from analysis.claims.grounds import Grounds, Register
from analysis.claims.ledger import Scales, weigh
from analysis.claims.lint import run
from analysis.claims.negative import judge_cases, summarise, summary_frame
from analysis.claims.negative_records import NegativeCases, Search
from analysis.claims.query import Query
from analysis.claims.records import COMPONENTS, Claim, Decision
from analysis.claims.texts import NOTEBOOK, Text
from analysis.claims.words import read_words
from analysis.codebook import Codebook
from analysis.model import Code

SAID: list[tuple[str, ...]] = [("P1", "A", "supports", "", "top"), ("P2", "A", "supports", "", "floor")]
SAID += [("P3", "A", "supports", "", "floor")]
WRITTEN = [("ACT:1", "law", "A"), ("BOOK:1", "literature", "A")]
SOURCES = {s.id: s for s in (source(f"P{n}", f"P{n}", field_notes=True) for n in range(1, 5))}
SOURCES = {
    k: dataclasses.replace(s, meta={**s.meta, "transcript_returned": "no", "prior_relationship": "none"})
    for k, s in SOURCES.items()
}
UNIVERSE = pd.DataFrame({"unit": "person", "case": ["P1", "P2", "P3"], "role": "", "group": "", "kind": "interview"})
DECIDED = {name: Decision("minor", "We looked.") for name in COMPONENTS}
CLAIM = Claim(
    "K1",
    text={"en": "Three of three say so."},
    research_question="RQ1",
    evidence=(Query(codes=("A",), stance=("supports",)),),
    status="final",
    strength=DECIDED,
    line=2,
)
SEARCH = NegativeCases(
    "K1",
    condition=Query(codes=("A",)),
    outcome=Query(codes=("A",), stance=("supports",)),
    search=Search("A", ("all",)),
    line=5,
)
BOOK = Codebook(codes={"A": Code("A", statement={"en": "So it is said."})})
ROLES = {
    "r1": {"en": "Rung I", "id": "Jenjang I"},
    "r2": {"en": "Rung II", "id": "Jenjang II"},
    "r4": {"en": "Rung IV", "id": "Jenjang IV"},
}
REGISTER = Register(ROLES, {"r1": 1, "r2": 2, "r4": 3}, {"interview": 6}, frozenset({2022}))
WORDS, _ = read_words()


def grounds(
    *claims: Claim,
    said: Sequence[Sequence[str]] = SAID,
    searches: Sequence[NegativeCases] = (SEARCH,),
    linked: Sequence[tuple[str, str, str, str, str]] = (),
    mode: str = "",
    **more: object,
) -> Grounds:
    """The grounds of these claims (K1 alone, by default)."""
    pool = pool_of(said, WRITTEN, linked)
    if mode:
        pool.frame["mode"] = pool.frame["mode"].where(pool.frame["basis"] != "coding", mode)
    protocol = Protocol(["RQ1"], {"q1": "RQ1"}, {"RQ1": frozenset({"A"})}, SOURCES)
    negative = summary_frame(summarise(s, judge_cases(s, pool, UNIVERSE)) for s in searches)
    scales = Scales(pool, protocol, gaps_of(SOURCES.values(), coders={}), negative=negative)
    weighed = {claim.id: weigh(claim, scales) for claim in (claims or (CLAIM,))}
    given = {"sources": SOURCES, "codebook": BOOK, "words": WORDS, "approach": "codebook", "register": REGISTER, **more}
    return Grounds(weighed=weighed, negative=negative, searches={s.claim: s for s in searches}, **given)  # type: ignore[arg-type]


def told(text: str, language: str = "en", **more: object) -> Grounds:
    """The grounds with one sentence in a notebook."""
    return grounds(texts=[Text("notebooks/1.ipynb", 7, "cell 2", NOTEBOOK, text, language)], **more)  # type: ignore[arg-type]


def found(ground: Grounds, rule: str) -> list[tuple[str, int, str]]:
    """Level, row and what of the findings of one check."""
    return [(f.level, f.row, f.what) for f in run(ground, [rule])]


def changed(**changes: object) -> Claim:
    """K1 with changes."""
    return dataclasses.replace(CLAIM, **changes)  # type: ignore[arg-type]
