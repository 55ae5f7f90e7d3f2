"""Where was looked for exceptions, and what became of each? `codebook/negative_cases.yaml`, as frozen records (F16)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from analysis.claims.query import KEYS as QUERY_KEYS
from analysis.claims.query import Query, read_query
from analysis.claims.reading import Known, Reader, nearest
from analysis.errors import Problem
from analysis.model import Words
from analysis.tables import Record

FILE = "codebook/negative_cases.yaml"
UNITS: tuple[str, ...] = ("person", "source")
ENDINGS: tuple[str, ...] = ("claim_revised", "scope_added", "kept_as_exception")
KEYS = ("claim", "unit", "condition", "outcome", "not_condition", "not_outcome", "cases", "endings", "search", "by")
CASE_KEYS = ("roles", "groups", "sets", "kinds", "ids")
SEARCH_KEYS = ("query", "sources", "by", "date")


@dataclass(frozen=True, slots=True)
class Ending:
    """What became of one negative case, and why."""

    case: str
    ending: str
    text: Words = field(default_factory=dict)
    by: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Search:
    """Where exceptions were looked for: what was asked for, and the sources read for it (`all` for every coded one)."""

    query: str
    sources: tuple[str, ...] = ()
    by: str = ""
    date: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Cases:
    """Which cases are looked at; all that were coded where nothing is named."""

    roles: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NegativeCases:
    """A claim as "where C, O", and the search for cases with C and without O.

    A case meets C (or O) where one of its codings does. Where `not_condition` or `not_outcome` is given, a case that
    meets neither the one nor its contrary is not judged; without them, silence counts as its absence.
    """

    claim: str
    unit: str = "person"
    condition: Query = field(default_factory=Query)
    outcome: Query = field(default_factory=Query)
    not_condition: Query | None = None
    not_outcome: Query | None = None
    cases: Cases = field(default_factory=Cases)
    endings: tuple[Ending, ...] = ()
    search: Search | None = None
    by: str = ""
    line: int = 0


def read_negative_cases(
    path: Path, known: Known, claims: Collection[str] | None, name: str = FILE
) -> tuple[dict[str, NegativeCases], list[Problem]]:
    """The search for negative cases by claim, and every problem with its row; none without the file.

    `claims` is None where their file cannot be read: that one problem is enough.
    """
    reader = Reader(name, known)
    found: dict[str, NegativeCases] = {}
    for item in reader.entries(path, "negative_cases"):
        claim = reader.word(item, "claim", "an entry", required=True)
        if claims is not None and claim not in claims:
            reader.say(item.line, "an entry names a claim", claim, nearest(claim, list(claims)))
        elif claim in found:
            reader.say(item.line, "a claim has one entry", claim, f"See line {found[claim].line}.")
        else:
            entry = _read_entry(claim, item, reader)
            if entry:
                found[claim] = entry
    return found, reader.problems


def _read_entry(claim: str, item: Record, reader: Reader) -> NegativeCases | None:
    reader.check_keys(item, f"{claim}: an entry", KEYS)
    parts = {key: _read_part(item, key, reader, claim) for key in KEYS[2:6]}
    condition, outcome = parts["condition"], parts["outcome"]
    for key in ("condition", "outcome"):
        if item.get(key) is None:
            reader.say(
                item.line, f"{claim}: a claim is put as where C, O", f"no {key}", f"Add {key}: {{codes: [...]}}."
            )
    if condition is None or outcome is None:
        return None
    return NegativeCases(
        claim=claim,
        unit=reader.choice(item, "unit", UNITS, claim, "person"),
        condition=condition,
        outcome=outcome,
        not_condition=parts["not_condition"],
        not_outcome=parts["not_outcome"],
        cases=_read_cases(claim, item, reader),
        endings=_read_endings(claim, item, reader),
        search=_read_search(claim, item, reader),
        by=reader.word(item, "by", claim),
        line=item.line,
    )


def _read_part(item: Record, key: str, reader: Reader, claim: str) -> Query | None:
    value = item.get(key)
    if value is None:
        return None
    if not isinstance(value, Record):
        step = f"Write {{codes: [...]}}; a query has {', '.join(QUERY_KEYS)}."
        reader.say(item.line, f"{claim}: {key} is a query", repr(value), step)
        return None
    return read_query(value, reader, f"{claim}: {key}")


def _read_cases(claim: str, item: Record, reader: Reader) -> Cases:
    value = item.get("cases")
    if value is None:
        return Cases()
    if not isinstance(value, Record):
        reader.say(item.line, f"{claim}: cases names roles, groups, sets or ids", repr(value), "Write {roles: [...]}.")
        return Cases()
    reader.check_keys(value, f"{claim}: cases", CASE_KEYS)
    known = reader.known
    return Cases(
        roles=reader.names(value, "roles", claim, known.roles),
        groups=reader.names(value, "groups", claim, known.groups),
        sets=reader.names(value, "sets", claim, known.set_ids),
        kinds=reader.names(value, "kinds", claim, known.kinds),
        ids=reader.names(value, "ids", claim, {*known.persons, *known.sources}),
    )


def _read_endings(claim: str, item: Record, reader: Reader) -> tuple[Ending, ...]:
    found: dict[str, Ending] = {}
    for entry in reader.records(item.get("endings"), item.line, f"{claim}: an ending"):
        reader.check_keys(entry, f"{claim}: an ending", ("case", "ending", "text", "by"))
        case = reader.word(entry, "case", claim, required=True)
        ending = reader.choice(entry, "ending", ENDINGS, f"{claim}: {case}")
        text = reader.words(entry, "text", f"{claim}: {case}", required=True)
        cases = {*reader.known.persons, *reader.known.sources}
        if case and case not in cases:
            reader.say(entry.line, f"{claim}: an ending is of a person or source", case, nearest(case, sorted(cases)))
        if case in found:
            reader.say(entry.line, f"{claim}: a case ends once", case, "Delete one of the two.")
        found[case] = Ending(case, ending, text, reader.word(entry, "by", claim), entry.line)
    return tuple(found.values())


def _read_search(claim: str, item: Record, reader: Reader) -> Search | None:
    value = item.get("search")
    if value is None:
        return None
    if not isinstance(value, Record):
        step = "Write {query: ..., sources: [...], by: ...}."
        reader.say(item.line, f"{claim}: a search record has query and sources", repr(value), step)
        return None
    reader.check_keys(value, f"{claim}: search", SEARCH_KEYS)
    search = Search(
        query=reader.word(value, "query", f"{claim}: search", required=True),
        sources=reader.names(value, "sources", f"{claim}: search", {"all", *reader.known.sources}),
        by=reader.word(value, "by", claim),
        date=reader.word(value, "date", claim),
        line=value.line,
    )
    if not search.sources:
        step = "List the sources read, or write sources: all."
        reader.say(value.line, f"{claim}: a search names the sources that were read", "none", step)
    return search
