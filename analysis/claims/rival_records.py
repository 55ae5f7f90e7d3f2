"""Which explanations compete, and what would tell them apart? `codebook/rivals.yaml`, as frozen records (F17)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from analysis.claims.reading import Known, Reader, nearest
from analysis.errors import Problem
from analysis.model import Words
from analysis.tables import Record

FILE = "codebook/rivals.yaml"
FOUND, ABSENT, NOT_LOOKED_FOR = "found", "absent", "not_looked_for"
STATES: tuple[str, ...] = (FOUND, ABSENT, NOT_LOOKED_FOR)
ELIMINATED, WEAKENED, UNTESTED, OPEN = "eliminated", "weakened", "untested", "open"
SUPPORTED, STRONGLY, CONFLICTING = "supported", "strongly_supported", "conflicting"
VERDICTS: tuple[str, ...] = (ELIMINATED, WEAKENED, OPEN, SUPPORTED, STRONGLY, CONFLICTING, UNTESTED)
HIGH, LOW = 0.8, 0.2
"""F17: from which p1 an item counts as certain, and up to which p0 as unique."""
KEYS = ("id", "claim", "question", "hypotheses", "evidence", "verdicts", "by")
ITEM_KEYS = ("id", "text", "state", "refs", "looked_in", "witness", "tests")
TEST_KEYS = ("certain", "unique", "p1", "p0", "rationale")


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One of the competing explanations; `prior` is its probability before the evidence, where numbers are used."""

    id: str
    text: Words = field(default_factory=dict)
    prior: float | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class Test:
    """What an item would tell about one hypothesis: would it be seen if the hypothesis holds, and if it does not?"""

    certain: bool
    unique: bool
    p1: float | None = None
    p0: float | None = None
    rationale: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of evidence that was found, was looked for and is absent, or was never looked for.

    Items with the same `witness`, or whose references lead to sources that depend on each other, are one item.
    """

    id: str
    text: Words = field(default_factory=dict)
    state: str = NOT_LOOKED_FOR
    refs: tuple[str, ...] = ()
    looked_in: str = ""
    witness: str = ""
    tests: Mapping[str, Test] = field(default_factory=dict)
    line: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person makes of a hypothesis after the tests, and why."""

    decided: str
    rationale: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Rivals:
    """A question, the hypotheses that answer it, and what was looked for to tell them apart."""

    id: str
    claim: str = ""
    question: Words = field(default_factory=dict)
    hypotheses: Mapping[str, Hypothesis] = field(default_factory=dict)
    items: tuple[Item, ...] = ()
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    by: str = ""
    line: int = 0


def read_rivals(
    path: Path, known: Known, claims: Collection[str] | None, name: str = FILE
) -> tuple[dict[str, Rivals], list[Problem]]:
    """The ledgers of rivals by id, and every problem with its row; none without the file.

    A ledger with fewer than two hypotheses is refused: one explanation alone is tested against nothing.
    """
    reader = Reader(name, known)
    found: dict[str, Rivals] = {}
    for item in reader.entries(path, "rivals"):
        key = reader.identity(item, "a ledger of rivals", found)
        ledger = _read_ledger(key, item, reader, claims) if key else None
        if ledger:
            found[key] = ledger
    return found, reader.problems


def _read_ledger(key: str, item: Record, reader: Reader, claims: Collection[str] | None) -> Rivals | None:
    reader.check_keys(item, f"{key}: a ledger", KEYS)
    claim = reader.word(item, "claim", key)
    if claim and claims is not None and claim not in claims:
        reader.say(item.line, f"{key}: claim names a claim", claim, nearest(claim, list(claims)))
    hypotheses = _read_hypotheses(key, item, reader)
    if len(hypotheses) < 2:
        step = "Add the explanations that a critic would name (F17)."
        reader.say(item.line, f"{key}: at least two hypotheses compete", len(hypotheses), step)
        return None
    items: dict[str, Item] = {}
    for entry in reader.records(item.get("evidence"), item.line, f"{key}: an item"):
        item_id = reader.identity(entry, f"{key}: an item", items)
        if item_id:
            items[item_id] = _read_item(f"{key} {item_id}", item_id, entry, reader, hypotheses)
    return Rivals(
        id=key,
        claim=claim,
        question=reader.words(item, "question", key, required=True),
        hypotheses=hypotheses,
        items=tuple(items.values()),
        verdicts=_read_verdicts(key, item, reader, hypotheses),
        by=reader.word(item, "by", key),
        line=item.line,
    )


def _read_hypotheses(key: str, item: Record, reader: Reader) -> dict[str, Hypothesis]:
    found: dict[str, Hypothesis] = {}
    for entry in reader.records(item.get("hypotheses"), item.line, f"{key}: a hypothesis"):
        reader.check_keys(entry, f"{key}: a hypothesis", ("id", "text", "prior"))
        name = reader.identity(entry, f"{key}: a hypothesis", found)
        if name:
            text = reader.words(entry, "text", f"{key} {name}", required=True)
            found[name] = Hypothesis(name, text, reader.share(entry, "prior", f"{key} {name}"), entry.line)
    return found


def _read_item(owner: str, key: str, entry: Record, reader: Reader, hypotheses: Mapping[str, Hypothesis]) -> Item:
    reader.check_keys(entry, f"{owner}: an item", ITEM_KEYS)
    state = reader.choice(entry, "state", STATES, owner, NOT_LOOKED_FOR)
    refs = tuple(filter(None, (reader.reference(r, entry.line, owner) for r in reader.names(entry, "refs", owner))))
    looked_in = reader.word(entry, "looked_in", owner)
    if state == FOUND and not refs:
        reader.say(entry.line, f"{owner}: what was found has references", "none", "Add refs: [SOURCE/ID].")
    if state == ABSENT and not looked_in:
        step = "Say where it was looked for; what was not looked for is not absent."
        reader.say(entry.line, f"{owner}: what is absent was looked for", "no looked_in", step)
    return Item(
        id=key,
        text=reader.words(entry, "text", owner, required=True),
        state=state,
        refs=refs,
        looked_in=looked_in,
        witness=reader.word(entry, "witness", owner),
        tests=_read_tests(owner, entry, reader, hypotheses),
        line=entry.line,
    )


def _read_tests(owner: str, entry: Record, reader: Reader, hypotheses: Mapping[str, Hypothesis]) -> dict[str, Test]:
    given = entry.get("tests")
    if not isinstance(given, Record):
        if given is not None:
            step = "Write {H1: {certain: yes, unique: no}}."
            reader.say(entry.line, f"{owner}: tests are given by hypothesis", repr(given), step)
        return {}
    found: dict[str, Test] = {}
    for name, item in given.items():
        test = _read_test(f"{owner} {name}", item, given.line, reader)
        if name not in hypotheses:
            reader.say(given.line, f"{owner}: a test is of a hypothesis", name, nearest(name, list(hypotheses)))
        elif test:
            found[name] = test
    return found


def _read_test(owner: str, test: object, row: int, reader: Reader) -> Test | None:
    if not isinstance(test, Record):
        reader.say(row, f"{owner}: a test says certain and unique", repr(test), "Write {certain: yes, unique: no}.")
        return None
    reader.check_keys(test, f"{owner}: a test", TEST_KEYS)
    certain, unique = reader.yes_no(test, "certain", owner), reader.yes_no(test, "unique", owner)
    p1, p0 = reader.share(test, "p1", owner), reader.share(test, "p0", owner)
    if certain is None or unique is None:
        return None
    if (p1 is None) != (p0 is None):
        reader.say(test.line, f"{owner}: p1 and p0 stand together or not at all", "one of them", "Add the other.")
        p1 = p0 = None
    if p1 is not None and p0 is not None:
        if p0 in (0, 1):
            step = "Nothing is that sure; write for example 0.05."
            reader.say(test.line, f"{owner}: p0 lies between 0 and 1, ends not included", p0, step)
            p1 = p0 = None
        elif (p1 >= HIGH) != certain or (p0 <= LOW) != unique:
            rule = f"{owner}: certain means p1 from {HIGH}, unique means p0 up to {LOW}"
            reader.say(test.line, rule, f"p1 {p1}, p0 {p0}", "Mend the answers or the numbers.", "warning")
    return Test(certain, unique, p1, p0, reader.word(test, "rationale", owner), test.line)


def _read_verdicts(key: str, item: Record, reader: Reader, hypotheses: Mapping[str, Hypothesis]) -> dict[str, Verdict]:
    given = item.get("verdicts")
    if given is None:
        return {}
    if not isinstance(given, Record):
        reader.say(item.line, f"{key}: verdicts are given by hypothesis", repr(given), "Write {H1: {decided: ...}}.")
        return {}
    found: dict[str, Verdict] = {}
    for name, entry in given.items():
        if name not in hypotheses:
            reader.say(given.line, f"{key}: a verdict is on a hypothesis", name, nearest(name, list(hypotheses)))
        elif not isinstance(entry, Record):
            step = "Write {decided: weakened, rationale: ...}."
            reader.say(given.line, f"{key} {name}: a verdict has decided and rationale", repr(entry), step)
        else:
            reader.check_keys(entry, f"{key} {name}: a verdict", ("decided", "rationale"))
            decided = reader.choice(entry, "decided", VERDICTS, f"{key} {name}")
            if decided:
                found[name] = Verdict(decided, reader.word(entry, "rationale", key), entry.line)
    return found
