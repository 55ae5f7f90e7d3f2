"""What may a claim rest on, and what does each entry of its evidence reach? One frame for all claims of a study."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.claims.query import Entry, Link, Query
from analysis.codebook import Codebook
from analysis.model import FIELD_KINDS
from analysis.references import CODING, DOCUMENT, RELATION
from analysis.triangulation import SourceSet

Positions = npt.NDArray[np.intp]
BASE: tuple[str, ...] = (
    "ref",
    "basis",
    "source",
    "kind",
    "label",
    "person",
    "role",
    "group",
    "question",
    "code",
    "from_code",
    "to_code",
    "type",
    "modality",
    "stance",
    "facet",
    "norm",
    "confidence",
    "quote",
    "coder",
)
WORD = r"\S+"
NUMBERS: tuple[str, ...] = ("start", "end", "words")
_NONE: Positions = np.array([], dtype=np.intp)


@dataclass(frozen=True)
class Pool:
    """All codings, relations and document passages of a study as one frame, with the ways into it.

    `frame` has one row per coding, relation, or provision and code: the columns of `BASE`, the study's attributes,
    `start`, `end`, `words` (of the quote) and `in_frame`. `by_code`, `by_ref`: where the rows of each stand.
    """

    frame: pd.DataFrame
    by_code: Mapping[str, Positions]
    by_ref: Mapping[str, Positions]
    codebook: Codebook = field(default_factory=Codebook)
    sets: Sequence[SourceSet] = ()
    keys: Mapping[str, pd.Categorical] = field(default_factory=dict)

    def where(self, column: str, values: Collection[str], among: Positions) -> npt.NDArray[np.bool_]:
        """For each of these rows, whether the column holds one of the values."""
        key = self.keys[column]
        wanted = key.categories.get_indexer(pd.Index(list(values)))
        return np.isin(key.codes[among], wanted[wanted >= 0])


@dataclass(frozen=True)
class Reached:
    """What a list of evidence leads to: rows of the pool, how many each entry gave, references that name nothing."""

    rows: pd.DataFrame
    counts: tuple[int, ...]
    lost: tuple[str, ...]


def build_pool(
    codings: pd.DataFrame,
    relations: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    codebook: Codebook,
    sets: Sequence[SourceSet] = (),
    attributes: Sequence[str] = (),
) -> Pool:
    """What may a claim rest on?

    Parameters
    ----------
    codings, relations : in force, as `study.codings()` and `study.relations()` give them
    documents : one row per provision or passage and code, as `study.document_codings`; coded passages of documents
        count there and not among the codings
    attributes : the study's own, kept as columns
    """
    said = codings[codings["kind"].isin(FIELD_KINDS)]
    linked = relations[relations["kind"].isin(FIELD_KINDS)]
    parts = [_named(said, CODING), _named(linked, RELATION), documents.assign(basis=DOCUMENT)]
    columns = [*BASE, *(a for a in attributes if a not in BASE)]
    parts = [part.reindex(columns=[*columns, "start", "end", "in_frame"]) for part in parts if len(part)]
    frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=[*columns, *NUMBERS, "in_frame"])
    frame[columns] = frame[columns].astype(object).where(frame[columns].notna(), "")
    frame["in_frame"] = frame["in_frame"].eq(True) | (frame["basis"] != DOCUMENT)
    frame["words"] = frame["quote"].astype(str).str.count(WORD).astype(int)
    frame[["start", "end"]] = frame[["start", "end"]].fillna(0).astype(int)
    keys = {c: pd.Categorical(frame[c]) for c in columns if c not in ("quote", "ref", "label", "coder")}
    return Pool(frame, _by_code(frame), _by_ref(frame), codebook, tuple(sets), keys)


def _named(frame: pd.DataFrame, basis: str) -> pd.DataFrame:
    return frame.assign(ref=frame["source"].astype(str) + "/" + frame["id"].astype(str), basis=basis)


def _by_code(frame: pd.DataFrame) -> dict[str, Positions]:
    """Code -> rows under it; a relation stands under both of its ends."""
    found: dict[str, list[Positions]] = {}
    for column in ("code", "from_code", "to_code"):
        for code, rows in frame.groupby(column, sort=False).indices.items():
            if code:
                found.setdefault(str(code), []).append(np.asarray(rows, dtype=np.intp))
    return {code: np.unique(np.concatenate(parts)) for code, parts in found.items()}


def _by_ref(frame: pd.DataFrame) -> dict[str, Positions]:
    """Reference -> rows; the id of one coder's coding leads to the agreed coding that it became part of."""
    refs = frame["ref"].tolist()
    found: dict[str, list[int]] = {}
    for position, ref in enumerate(refs):
        found.setdefault(ref, []).append(position)
    for position, ref in enumerate(refs):
        source, _, parts = ref.partition("/")
        if "+" in parts:
            for part in parts.split("+"):
                found.setdefault(f"{source}/{part}", [position])
    return {ref: np.array(rows, dtype=np.intp) for ref, rows in found.items()}


def reach(entries: Sequence[Entry], pool: Pool, codes: Sequence[str] = ()) -> Reached:
    """What does a list of evidence lead to?

    Parameters
    ----------
    codes : the claim's themes; of a provision that bears on several codes, the rows under them are taken, all rows
        where none is under them
    """
    themes = _within(codes, pool.codebook)
    found, lost = [], []
    for entry in entries:
        if isinstance(entry, Query):
            found.append(find(entry, pool))
            continue
        rows = pool.by_ref.get(entry, _NONE)
        own = rows[pool.where("code", themes, rows)] if len(rows) > 1 and themes else rows
        found.append(own if len(own) else rows)
        if not len(rows):
            lost.append(entry)
    positions = np.unique(np.concatenate(found)) if found else _NONE
    return Reached(pool.frame.iloc[positions], tuple(len(rows) for rows in found), tuple(lost))


def with_attributes(evidence: pd.DataFrame, pool: Pool) -> pd.DataFrame:
    """The evidence of a figure's mark with facet, words and the study's attributes, by place and code."""
    keys = ["source", "start", "end", "code"]
    link = pool.frame["from_code"] + " " + pool.frame["type"] + " " + pool.frame["to_code"]
    known = pool.frame.assign(code=pool.frame["code"].where(pool.frame["basis"] != RELATION, link))
    more = [c for c in known.columns if c not in evidence.columns]
    return evidence.merge(known[[*keys, *more]].drop_duplicates(keys), on=keys, how="left").fillna({"in_frame": True})


def find(query: Query, pool: Pool) -> Positions:
    """The rows that a query reaches, in the order of the pool; of documents those in the legal frame alone."""
    rows = _linked(query.relation, pool) if query.relation else _under(query.codes, pool)
    if query.relation and query.codes:
        rows = np.intersect1d(rows, _under(query.codes, pool, linked=True))
    for column, values in _conditions(query).items():
        rows = rows[pool.where(column, values, rows)] if column in pool.keys else _NONE
    rows = rows[_in_sets(query, pool, rows)]
    rows = rows[pool.frame["in_frame"].to_numpy()[rows]]
    gone = [pool.by_ref[ref] for ref in query.without if ref in pool.by_ref]
    return np.setdiff1d(rows, np.concatenate(gone)) if gone else rows


def _conditions(query: Query) -> dict[str, tuple[str, ...]]:
    own = {
        "stance": query.stance,
        "role": query.roles,
        "group": query.groups,
        "kind": query.kinds,
        "source": query.sources,
        "facet": query.facets,
        "norm": query.norm,
        **query.attributes,
    }
    return {column: values for column, values in own.items() if values}


def _within(codes: Sequence[str], codebook: Codebook) -> list[str]:
    """The codes and those below them; a merged code is the one it was merged into."""
    resolved = [codebook.resolve(code) for code in codes]
    return list(dict.fromkeys(below for code in resolved for below in codebook.within(code)))


def _under(codes: Sequence[str], pool: Pool, *, linked: bool = False) -> Positions:
    """Rows under the codes: codings and documents, or (`linked`) relations."""
    parts = [pool.by_code[code] for code in _within(codes, pool.codebook) if code in pool.by_code]
    rows = np.unique(np.concatenate(parts)) if parts else _NONE
    relations = pool.where("basis", (RELATION,), rows)
    return rows[relations] if linked else rows[~relations]


def _linked(link: Link, pool: Pool) -> Positions:
    rows = pool.keys["basis"].codes == pool.keys["basis"].categories.get_indexer(pd.Index([RELATION]))[0]
    positions = np.flatnonzero(rows) if RELATION in pool.keys["basis"].categories else _NONE
    ends = {
        "from_code": _within(link.from_codes, pool.codebook),
        "to_code": _within(link.to_codes, pool.codebook),
        "type": link.types,
        "modality": link.modality,
    }
    for column, values in ends.items():
        if values:
            positions = positions[pool.where(column, values, positions)]
    return positions


def _in_sets(query: Query, pool: Pool, rows: Positions) -> npt.NDArray[np.bool_]:
    """Rows of the sets that are named; where neither sets nor kinds are, what people say and relations."""
    if not query.sets:
        every = np.ones(len(rows), dtype=bool)
        return every if query.kinds else pool.where("kind", FIELD_KINDS, rows)
    found = np.zeros(len(rows), dtype=bool)
    for entry in pool.sets:
        if entry.id in query.sets:
            kinds = entry.kinds or FIELD_KINDS
            own = pool.where("kind", kinds, rows)
            found |= own & pool.where("group", entry.groups, rows) if entry.groups else own
    return found
