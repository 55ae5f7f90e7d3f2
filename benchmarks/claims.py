"""How long does it take to weigh a ledger of claims, where a study is large?

python -m benchmarks.claims [number of sources, 1,000] [claims, 200]

Seeded codings, 200 to a source, under 40 codes, by one of 1,000 persons in five groups; one relation to ten codings;
claims that each rest on three queries and five references, with counter-evidence, negative cases over persons. Printed
for a tenth of the study too, so that one sees how it grows.
"""

import random
import resource
import sys
import time

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

from analysis.claims.chain import Protocol
from analysis.claims.gaps import gaps_of
from analysis.claims.grounds import Grounds
from analysis.claims.ledger import Scales, claims_frame, strength_frame, weigh
from analysis.claims.lint import run
from analysis.claims.negative import judge_cases, summarise, summary_frame
from analysis.claims.negative_records import NegativeCases
from analysis.claims.pool import Pool, build_pool
from analysis.claims.query import Link, Query
from analysis.claims.records import Claim
from analysis.codebook import Codebook
from analysis.model import Code, Source

PER_SOURCE = 200
CODES = [f"C{n:02d}" for n in range(40)]
GROUPS = ["senior", "middle", "junior", "outside", "former"]
STANCES = ["supports", "supports", "opposes", "qualifies", "neutral"]


def codings(sources: int, per_source: int) -> pd.DataFrame:
    """Codings of sources in each of which one person speaks."""
    draw = np.random.default_rng(20225)
    count = sources * per_source
    number = np.repeat(np.arange(sources), per_source)
    start = draw.integers(0, 60_000, count)
    return pd.DataFrame(
        {
            "source": np.char.add("S", number.astype(str)),
            "kind": "interview",
            "label": np.char.add("P", number.astype(str)),
            "person": np.char.add("P", number.astype(str)),
            "role": np.array(GROUPS)[number % 5],
            "group": np.array(GROUPS)[number % 5],
            "question": np.char.add("q", draw.integers(1, 30, count).astype(str)),
            "start": start,
            "end": start + draw.integers(40, 400, count),
            "quote": np.array(["a few words", "some more words that were said", "one"])[draw.integers(0, 3, count)],
            "code": np.array(CODES)[draw.integers(0, len(CODES), count)],
            "stance": np.array(STANCES)[draw.integers(0, len(STANCES), count)],
            "mode": np.array(["fact", "norm", "wish"])[draw.integers(0, 3, count)],
            "facet": np.char.add("f", draw.integers(0, 50, count).astype(str)),
            "coder": "x",
            "id": np.char.add("c", np.arange(count).astype(str)),
        }
    )


def relations(sources: int) -> pd.DataFrame:
    """One relation to ten codings."""
    frame = codings(sources, PER_SOURCE // 10).rename(columns={"code": "from_code"})
    draw = np.random.default_rng(20226)
    to_code = np.array(CODES)[draw.integers(0, len(CODES), len(frame))]
    return frame.assign(to_code=to_code, type="limits", modality="asserted", id="r" + frame["id"])


def ledger(claims: int, sources: int) -> list[Claim]:
    """Claims of three queries and five references each."""
    rng = random.Random(20225)
    made = []
    for number in range(claims):
        one, other = rng.sample(CODES, 2)
        refs = [(n, rng.randrange(PER_SOURCE)) for n in rng.sample(range(sources), 5)]
        named = tuple(f"S{n}/c{n * PER_SOURCE + place}" for n, place in refs)
        evidence = (
            Query(codes=(one,), stance=("supports",)),
            Query(codes=(other,), groups=("senior", "middle"), attributes={"mode": ("fact",)}),
            Query(relation=Link((one,), (other,), modality=("asserted",))),
            *named,
        )
        counter = (Query(codes=(one,), stance=("opposes",)),)
        made.append(
            Claim(f"K{number}", {"en": "It is so."}, research_question="RQ1", evidence=evidence, counter=counter)
        )
    return made


def weigh_all(claims: list[Claim], pool: Pool, sources: dict[str, Source], universe: pd.DataFrame) -> Grounds:
    """Negative cases, then every claim."""
    searches = [NegativeCases(c.id, condition=c.evidence[0], outcome=c.evidence[1]) for c in claims]  # type: ignore[arg-type]
    negative = summary_frame(summarise(s, judge_cases(s, pool, universe)) for s in searches)
    protocol = Protocol(["RQ1"], {f"q{n}": "RQ1" for n in range(1, 30)}, {"RQ1": frozenset(CODES)}, sources)
    scales = Scales(pool, protocol, gaps_of(sources.values(), coders={}), negative=negative)
    weighed = {claim.id: weigh(claim, scales) for claim in claims}
    return Grounds(weighed=weighed, negative=negative, searches={s.claim: s for s in searches}, sources=sources)


def main(sources: int, claims: int) -> None:
    """Print the table."""
    table = Table(title=f"{claims} claims")
    for column in ("sources", "codings", "pool: s", "weigh, negative cases: s", "frames: s", "lint: s", "peak: MB"):
        table.add_column(column, justify="right")
    for number in (sources // 10, sources):
        said, linked = codings(number, PER_SOURCE), relations(number)
        meta = {"depends_on": [], "recorded": True, "place": "town"}
        texts = {
            f"S{n}": Source(f"S{n}", "interview", "", (), "", "", date="2022", speakers={f"P{n}": "x"}, meta=meta)
            for n in range(number)
        }
        book = Codebook(codes={code: Code(code, statement={"en": "So it is."}) for code in CODES})
        universe = pd.DataFrame({"case": [f"P{n}" for n in range(number)]})
        universe = universe.assign(unit="person", role="", group="", kind="interview")
        steps = [time.process_time()]
        pool = build_pool(said, linked, pd.DataFrame(columns=["ref", "kind"]), codebook=book, attributes=["mode"])
        steps.append(time.process_time())
        grounds = weigh_all(ledger(claims, number), pool, texts, universe)
        steps.append(time.process_time())
        claims_frame(grounds.weighed.values())
        strength_frame(grounds.weighed.values())
        steps.append(time.process_time())
        run(grounds)
        steps.append(time.process_time())
        took = [f"{b - a:.1f}" for a, b in zip(steps, steps[1:], strict=False)]
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        table.add_row(f"{number:,}", f"{len(said):,}", *took, f"{peak:,.0f}")
    Console(width=120).print(table)


if __name__ == "__main__":
    given = [int(value) for value in sys.argv[1:]]
    main(*(given + [1000, 200][len(given) :]))
