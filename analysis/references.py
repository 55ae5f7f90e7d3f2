"""How does a file of human judgement name its evidence? By references that resolve to words, and are checked.

`S02/c730750ed72b` is the coding or relation in force of source S02 with that id; `ACT-1:69(1)` is a provision or a
passage of literature, as the column `ref` of `study.document_codings` names it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import pandas as pd

from analysis.errors import CodingError, Level, Problem
from analysis.sources.register import Provision, resolve
from analysis.sources.text import ID

CODING, RELATION, DOCUMENT = "coding", "relation", "document"
COLUMNS: tuple[str, ...] = (
    "ref",
    "basis",
    "found",
    "source",
    "kind",
    "passage",
    "label",
    "person",
    "role",
    "group",
    "question",
    "code",
    "from_code",
    "to_code",
    "type",
    "f29",
    "polarity",
    "modality",
    "stance",
    "mode",
    "valence",
    "facet",
    "article",
    "start",
    "end",
    "quote",
    "norm",
    "confidence",
    "scope",
    "person_group",
    "in_frame",
    "coder",
    "id",
)
_NUMBERS = ("passage", "start", "end")
_MARKS = ("found", "in_frame")
_FORM = "a reference is SOURCE/ID of a coding or relation, or DOCUMENT:PASSAGE"
_STEP = "Take it from study.codings(), study.relations() or study.document_codings."
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]*")


@dataclass(frozen=True, order=True, slots=True)
class Reference:
    """A piece of evidence by name: a source and either the id of a coding or relation, or a passage of a document."""

    source: str
    id: str = ""
    passage: str = ""

    def __post_init__(self) -> None:
        if not ID.fullmatch(self.source) or bool(self.id) == bool(self.passage):
            raise CodingError(f"{_FORM} (got {self.source!r}, {self.id!r}, {self.passage!r}). {_STEP}")
        if self.id and not _ID.fullmatch(self.id):
            raise CodingError(f"{_FORM} (got the id {self.id!r}). {_STEP}")
        if self.passage != " ".join(self.passage.split()):
            raise CodingError(f"{_FORM} (got the passage {self.passage!r}). {_STEP}")

    def __str__(self) -> str:
        return f"{self.source}/{self.id}" if self.id else f"{self.source}:{self.passage}"


def parse_reference(text: str) -> Reference:
    """What does a reference name? The first `/` or `:` decides, for the id of a source holds neither.

    Raises
    ------
    CodingError
        The text has neither form.
    """
    source, sign, rest = re.match(r"([^/:]*)([/:]?)(.*)", str(text).strip(), re.DOTALL).groups()  # type: ignore[union-attr]
    if not sign or not rest:
        raise CodingError(f"{_FORM} (got {str(text)!r}). {_STEP}")
    return Reference(source, id=rest) if sign == "/" else Reference(source, passage=rest)


def resolve_references(
    references: Iterable[str | Reference], codings: pd.DataFrame, relations: pd.DataFrame, documents: pd.DataFrame
) -> pd.DataFrame:
    """Which words does each reference name, who said them, and how do they stand?

    Parameters
    ----------
    codings, relations : the codings and relations in force, as `study.codings()` and `study.relations()` give them
    documents : one row per provision or passage and code, as `study.document_codings`

    Returns
    -------
    frame, one row per reference, in the given order, with the columns of `COLUMNS`. `basis` is coding, relation or
    document, and empty where nothing was found. A cell that does not apply is empty; passage, start and end are
    missing there. A provision that bears on several codes has them all in `code`, joined by `, `, and likewise stance,
    facet and norm. `in_frame` holds for everything but a provision outside the legal frame and what was not found. The
    id of one coder's coding finds the agreed coding that it became part of.
    """
    wanted = [str(reference) for reference in references]
    known = pd.concat([_by_id(codings, CODING), _by_id(relations, RELATION), _by_passage(documents)], ignore_index=True)
    known = known.drop_duplicates("ref").set_index("ref")
    found = known.reindex([_trimmed(ref) for ref in wanted])
    found.insert(0, "ref", wanted)
    found["found"] = found["basis"].notna().to_numpy()
    return _typed(found.reset_index(drop=True).reindex(columns=list(COLUMNS)))


def check_references(
    references: Iterable[tuple[str, int]],
    codings: pd.DataFrame,
    relations: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    file: str,
    level: Level = "error",
) -> list[Problem]:
    """Does each reference of a file name evidence that is there?

    Parameters
    ----------
    references : each with its row in the file
    level : of a reference that names nothing; one that has no form of a reference is always an error

    Returns
    -------
    One problem per reference that names nothing, in the order of the file.
    """
    cited, problems = [], []
    for text, row in references:
        try:
            cited.append((parse_reference(text), row))
        except CodingError:
            problems.append(Problem(file, row, _FORM, repr(text), _STEP))
    frame = resolve_references([reference for reference, _ in cited], codings, relations, documents)
    lost = frame.loc[~frame["found"].astype(bool)].index
    refs = list(dict.fromkeys(documents["ref"])) if len(lost) else []
    sources = {*codings["source"], *relations["source"]} if len(lost) else set()
    for position in lost:
        reference, row = cited[position]
        problems.append(_lost(reference, file, row, level, sources, refs))
    return sorted(problems, key=lambda p: p.row)


def _lost(reference: Reference, file: str, row: int, level: Level, sources: set[str], refs: Sequence[str]) -> Problem:
    """The problem that a reference to nothing is, with the nearest step that helps."""
    if reference.id:
        rule = "a reference names a coding or relation in force"
        seen = reference.source in sources
        step = f"See study.codings() for those of {reference.source}." if seen else "See study.codings()."
        return Problem(file, row, rule, str(reference), step, level)
    rule = "a reference names a provision or passage that bears on a code"
    own = [ref for ref in refs if ref.startswith(f"{reference.source}:")]
    provisions = [Provision(reference.source, ref.partition(":")[2]) for ref in own]
    near = [p.ref for p in resolve(str(reference), provisions)] or get_close_matches(str(reference), own or refs, n=1)
    step = f"Did you mean {near[0]!r}?" if near else "See the column ref of study.document_codings."
    return Problem(file, row, rule, str(reference), step, level)


def _trimmed(text: str) -> str:
    try:
        return str(parse_reference(text))
    except CodingError:
        return text


def _by_id(frame: pd.DataFrame, basis: str) -> pd.DataFrame:
    """The rows by source and id; an agreed coding also by the id of each coder's, where that names it alone."""
    whole = frame.assign(ref=frame["source"].astype(str) + "/" + frame["id"].astype(str), basis=basis, in_frame=True)
    joined = whole[whole["id"].astype(str).str.contains("+", regex=False)]
    if joined.empty:
        return whole
    parts = joined.assign(part=joined["id"].str.split("+")).explode("part")
    parts = parts.assign(ref=parts["source"] + "/" + parts["part"]).drop(columns="part")
    return pd.concat([whole, parts[~parts["ref"].duplicated(keep=False)]], ignore_index=True)


def _by_passage(documents: pd.DataFrame) -> pd.DataFrame:
    """One row per provision or passage, with all its codes; it is in the frame where any of its rows is."""
    if documents.empty:
        return documents.assign(basis=DOCUMENT)
    several = [c for c in ("code", "stance", "facet", "norm", "mode") if c in documents]
    once = [c for c in documents.columns if c not in (*several, "ref", "in_frame")]
    how: dict[str, Any] = {**dict.fromkeys(once, "first"), **dict.fromkeys(several, _joined), "in_frame": "any"}
    grouped = documents.groupby("ref", sort=False).agg(how).reset_index()
    return grouped.assign(basis=DOCUMENT)


def _joined(values: pd.Series) -> str:
    return ", ".join(dict.fromkeys(str(value) for value in values if value))


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Words are text, empty where there are none; numbers may be missing; marks are yes or no."""
    words = [c for c in frame.columns if c not in (*_NUMBERS, *_MARKS)]
    frame[words] = frame[words].astype(object).where(frame[words].notna(), "").astype(str)
    for column in _NUMBERS:
        frame[column] = frame[column].astype("Int64")
    for column in _MARKS:
        frame[column] = frame[column].eq(True).astype(bool)
    return frame
