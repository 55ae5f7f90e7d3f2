"""Which explanation do the tests leave standing? Process-tracing tests, verdicts, and numbers as ranges (F17).

Source: Van Evera (1997), Guide to Methods for Students of Political Science; Collier (2011), PS 44(4),
doi:10.1017/S1049096511001429; Bennett and Checkel (2015), Process Tracing. Zaks (2021) criticises single numbers;
Befani (2020), doi:10.1177/1356389020958213, discusses their use.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import log

import networkx as nx
import pandas as pd

from analysis.claims.odds import likelihood_ratio, posterior_range
from analysis.claims.rival_records import (
    ABSENT,
    CONFLICTING,
    ELIMINATED,
    FOUND,
    NOT_LOOKED_FOR,
    OPEN,
    STRONGLY,
    UNTESTED,
    WEAKENED,
    Item,
    Rivals,
    Test,
)
from analysis.model import Source, words_in
from analysis.relations import components

STRAW, HOOP, SMOKING_GUN, DOUBLY = "straw in the wind", "hoop", "smoking gun", "doubly decisive"
PASSED, FAILED, SAYS_LITTLE, NO_TEST = "passed", "failed", "absence says little", "not looked for"
COLUMNS: tuple[str, ...] = (
    "rivals",
    "item",
    "text",
    "state",
    "hypothesis",
    "certain",
    "unique",
    "test",
    "result",
    "p1",
    "p0",
    "lr",
    "counted",
    "refs",
    "looked_in",
)
VERDICT_COLUMNS: tuple[str, ...] = (
    "rivals",
    "claim",
    "hypothesis",
    "text",
    "tests",
    "items",
    "proposed",
    "decided",
    "rationale",
    "prior",
    "posterior",
    "low",
    "high",
)


def kind_of_test(certain: bool, unique: bool) -> str:
    """Which of the four tests is it? Certain: seen if the hypothesis holds; unique: not seen if it does not."""
    if certain:
        return DOUBLY if unique else HOOP
    return SMOKING_GUN if unique else STRAW


def result_of(test: Test, state: str) -> str:
    """What does the test say: passed, failed, that absence says little, or nothing because nobody looked?"""
    if state == NOT_LOOKED_FOR:
        return NO_TEST
    if state == FOUND:
        return PASSED
    return FAILED if test.certain else SAYS_LITTLE


def tests_frame(ledger: Rivals, sources: Mapping[str, Source], language: str = "en") -> pd.DataFrame:
    """The process-tracing table: one row per item and hypothesis that it tests, in the order of the file.

    `counted` is false where the item is of the same witness as one that counts already for the hypothesis; `lr` is
    missing without numbers or where nobody looked. A hypothesis without any test has one row, with an empty item.
    """
    rows = []
    for name in ledger.hypotheses:
        tested = [item for item in ledger.items if name in item.tests]
        counted = {item.id for item in _independent(name, tested, sources)}
        rows += [_row(ledger, item, name, item.id in counted, language) for item in tested]
        if not tested:
            rows.append({"rivals": ledger.id, "hypothesis": name, "result": UNTESTED, "counted": False})
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    words = [c for c in COLUMNS if c not in ("certain", "unique", "p1", "p0", "lr", "counted")]
    frame[words] = frame[words].fillna("")
    return frame.astype({"p1": float, "p0": float, "lr": float})


def _row(ledger: Rivals, item: Item, name: str, counted: bool, language: str) -> dict[str, object]:
    test = item.tests[name]
    looked = item.state != NOT_LOOKED_FOR
    return {
        "rivals": ledger.id,
        "item": item.id,
        "text": words_in(item.text, language),
        "state": item.state,
        "hypothesis": name,
        "certain": test.certain,
        "unique": test.unique,
        "test": kind_of_test(test.certain, test.unique),
        "result": result_of(test, item.state),
        "p1": test.p1,
        "p0": test.p0,
        "lr": _ratio(test, item.state) if looked else None,
        "counted": counted and looked,
        "refs": ", ".join(item.refs),
        "looked_in": item.looked_in,
    }


def _ratio(test: Test, state: str) -> float | None:
    if test.p1 is None or test.p0 is None:
        return None
    return likelihood_ratio(test.p1, test.p0, found=state == FOUND)


def verdicts_frame(ledger: Rivals, sources: Mapping[str, Source], language: str = "en") -> pd.DataFrame:
    """What do the tests leave of each hypothesis? One row per hypothesis: proposed and decided, kept apart.

    tests: how many test it; items: independent ones that were looked for. The posterior and its range are missing
    where there is no prior or no number; they rest on the items that have numbers.
    """
    rows = []
    for name, hypothesis in ledger.hypotheses.items():
        tested = [item for item in ledger.items if name in item.tests]
        items = _independent(name, tested, sources)
        numbers = [
            (test.p1, test.p0, item.state == FOUND)
            for item in items
            for test in (item.tests[name],)
            if test.p1 is not None and test.p0 is not None
        ]
        after = posterior_range(hypothesis.prior, numbers) if hypothesis.prior and numbers else None
        verdict = ledger.verdicts.get(name)
        rows.append(
            {
                "rivals": ledger.id,
                "claim": ledger.claim,
                "hypothesis": name,
                "text": words_in(hypothesis.text, language),
                "tests": len(tested),
                "items": len(items),
                "proposed": propose_verdict([(item.tests[name], item.state) for item in items], bool(tested)),
                "decided": verdict.decided if verdict else "",
                "rationale": verdict.rationale if verdict else "",
                "prior": hypothesis.prior,
                "posterior": after.value if after else None,
                "low": after.low if after else None,
                "high": after.high if after else None,
            }
        )
    frame = pd.DataFrame(rows, columns=list(VERDICT_COLUMNS))
    return frame.astype({"prior": float, "posterior": float, "low": float, "high": float})


def propose_verdict(tests: Iterable[tuple[Test, str]], tested: bool = True) -> str:
    """Which verdict do the tests propose?

    A failed hoop weakens, a failed doubly decisive test eliminates, a passed smoking gun or doubly decisive test
    supports strongly; both at once conflict. A passed hoop or a straw leaves the hypothesis open, and so does an absent
    smoking gun.
    """
    results = {(kind_of_test(test.certain, test.unique), result_of(test, state)) for test, state in tests}
    against = ELIMINATED if (DOUBLY, FAILED) in results else WEAKENED if (HOOP, FAILED) in results else ""
    strongly = bool(results & {(SMOKING_GUN, PASSED), (DOUBLY, PASSED)})
    if against and strongly:
        return CONFLICTING
    return against or (STRONGLY if strongly else OPEN if results - {(k, NO_TEST) for k, _ in results} else UNTESTED)


def _independent(name: str, items: Sequence[Item], sources: Mapping[str, Source]) -> list[Item]:
    """One item for each witness, of those that were looked for: the one that says least about the hypothesis.

    Items are of one witness where they share a word under `witness`, or a source, or lead to sources that depend on one
    another (F07).
    """
    looked = [item for item in items if item.state in (FOUND, ABSENT)]
    named = {item.id: {ref.partition("/")[0].partition(":")[0] for ref in item.refs} for item in looked}
    every = {source for own in named.values() for source in own}
    together = {source: part for part in components(every, sources) for source in part}
    graph: nx.Graph[tuple[str, object]] = nx.Graph()
    graph.add_nodes_from(("item", item.id) for item in looked)
    for item in looked:
        graph.add_edges_from((("item", item.id), ("sources", together[source])) for source in named[item.id])
        if item.witness:
            graph.add_edge(("item", item.id), ("witness", item.witness))
    by_id = {item.id: item for item in looked}
    groups = [[by_id[str(n)] for kind, n in part if kind == "item"] for part in nx.connected_components(graph)]
    order = {item.id: place for place, item in enumerate(looked)}
    kept = [min(group, key=lambda i: (_weight(i, name), order[i.id])) for group in groups if group]
    return sorted(kept, key=lambda item: order[item.id])


def _weight(item: Item, name: str) -> float:
    """How much an item says about a hypothesis, either way: the logarithm of its ratio, else by the kind of test."""
    test = item.tests[name]
    ratio = _ratio(test, item.state)
    if ratio is not None:
        return abs(log(ratio)) if ratio else float("inf")
    says = (test.unique if item.state == FOUND else test.certain, test.certain and test.unique)
    return float(says[0]) + float(says[1])
