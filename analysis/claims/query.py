"""Which codings does a claim rest on, where it names them by what they are instead of one by one?

A query grows with the study: what is coded later is reached too, and `frozen` says how many were reached when it was
written, so that a change is noticed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from analysis.claims.reading import Reader
from analysis.model import MODALITIES, NORM_RELATIONS, STANCES
from analysis.tables import Record

KEYS = ("codes", "stance", "roles", "groups", "sets", "kinds", "sources", "facets", "norm", "relation", "without")
RELATION_KEYS = ("from", "to", "type", "modality")


@dataclass(frozen=True, slots=True)
class Link:
    """What relations a query wants: codes at both ends, the study's words for the link, how it is asserted."""

    from_codes: tuple[str, ...] = ()
    to_codes: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    modality: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """Codings by what they are: every condition that is given must hold, one of its values suffices.

    A code stands for those below it too. Without kinds (or sets of documents) what people say is wanted, so that a norm
    is never taken for a practice by oversight. `without` takes single references out again.
    """

    codes: tuple[str, ...] = ()
    stance: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()
    norm: tuple[str, ...] = ()
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    relation: Link | None = None
    without: tuple[str, ...] = ()
    frozen: int | None = None
    line: int = 0

    def __str__(self) -> str:
        parts = [
            f"{key} {'|'.join(getattr(self, key))}"
            for key in ("codes", "stance", "roles", "groups", "sets", "kinds", "sources", "facets", "norm", "without")
            if getattr(self, key)
        ]
        parts += [f"{key} {'|'.join(values)}" for key, values in self.attributes.items()]
        if self.relation:
            link = self.relation
            ends = f"{'|'.join(link.from_codes) or 'any'} -> {'|'.join(link.to_codes) or 'any'}"
            parts.append(" ".join(x for x in (ends, "|".join(link.types), "|".join(link.modality)) if x))
        return "; ".join(parts)


Entry = str | Query
"""One entry of a list of evidence: a reference, or a query."""


def read_query(item: Record, reader: Reader, owner: str) -> Query | None:
    """The query that a mapping states; None where it asks for nothing."""
    known = reader.known
    own = {key: values for key, values in known.attributes.items() if key not in (*KEYS, "frozen")}
    reader.check_keys(item, f"{owner}: a query", [*KEYS, "frozen", *own])
    frozen = item.get("frozen")
    if frozen is not None and (not isinstance(frozen, int) or isinstance(frozen, bool) or frozen < 0):
        reader.say(item.line, f"{owner}: frozen is a whole number from 0", frozen, "Write how many were reached.")
        frozen = None
    without = [reader.reference(ref, item.line, owner) for ref in reader.names(item, "without", owner)]
    query = Query(
        codes=reader.codes(item, "codes", owner),
        stance=reader.names(item, "stance", owner, STANCES),
        roles=reader.names(item, "roles", owner, known.roles),
        groups=reader.names(item, "groups", owner, known.groups),
        sets=reader.names(item, "sets", owner, known.set_ids),
        kinds=reader.names(item, "kinds", owner, known.kinds),
        sources=reader.names(item, "sources", owner, known.sources),
        facets=reader.names(item, "facets", owner),
        norm=reader.names(item, "norm", owner, NORM_RELATIONS),
        attributes={
            key: reader.names(item, key, owner, values) for key, values in own.items() if item.get(key) is not None
        },
        relation=_read_link(item, reader, owner),
        without=tuple(ref for ref in without if ref),
        frozen=frozen,
        line=item.line,
    )
    if not query.codes and query.relation is None:
        reader.say(item.line, f"{owner}: a query names codes or a relation", str(query), "Add codes: [...].")
        return None
    return query


def _read_link(item: Record, reader: Reader, owner: str) -> Link | None:
    link = item.get("relation")
    if link is None:
        return None
    if not isinstance(link, Record):
        reader.say(item.line, f"{owner}: a relation has from, to, type", repr(link), "Write {from: A, to: B}.")
        return None
    reader.check_keys(link, f"{owner}: a relation", RELATION_KEYS)
    return Link(
        from_codes=reader.codes(link, "from", owner),
        to_codes=reader.codes(link, "to", owner),
        types=reader.names(link, "type", owner, list(reader.known.types) or None),
        modality=reader.names(link, "modality", owner, MODALITIES),
    )


def read_evidence(item: Record, key: str, reader: Reader, owner: str) -> tuple[Entry, ...]:
    """A list of evidence: references and queries, in the order of the file."""
    listed = item.get(key) or []
    if not isinstance(listed, list):
        reader.say(item.line, f"{owner}: {key} is a list of references and queries", repr(listed), "Write it with -.")
        return ()
    found: list[Entry] = []
    for entry in listed:
        if isinstance(entry, Record):
            query = read_query(entry, reader, owner)
            found += [query] if query else []
        elif isinstance(entry, str):
            ref = reader.reference(entry, item.line, owner)
            found += [ref] if ref else []
        else:
            reader.say(item.line, f"{owner}: evidence is a reference or a query", repr(entry), "Put it in quotes.")
    return tuple(found)
