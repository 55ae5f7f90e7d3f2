"""Which codes might belong to the passages of a source, and how are the suggestions kept?

A suggestion is a proposal of the machine and counts in no finding until a person accepts it. The file
codings/suggester/<source>.jsonl is derived: no times, no chain of hashes, written anew from source and codebook.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

import pandas as pd
from spacy.language import Language

from analysis.codebook import Codebook
from analysis.errors import CodingError
from analysis.model import Passage, Source, Suggestion
from analysis.suggest.component import SPANS, make_nlp
from analysis.tables import canonical_json, read_json_lines

COLUMNS = ("source", "passage", "start", "end", "quote", "code", "rule", "rule_version", "negated")


def suggest(source: Source, nlp: Language, *, skip_interviewer: bool = True) -> tuple[Suggestion, ...]:
    """Which codes might belong in this source, where, and by which rule?

    Parameters
    ----------
    nlp : a pipeline of `make_nlp`
    skip_interviewer : leave out what the interviewer says, before anything is read

    Returns
    -------
    Suggestions with offsets in the body of the source, sorted; `quote` is the matched words.
    """
    heard = (p for p in source.passages if not (skip_interviewer and source.is_interviewer(p.label)))
    found = [suggestion for passage in heard for suggestion in _suggest_in(passage, source.id, nlp)]
    return tuple(sorted(found, key=Suggestion.sort_key))


def _suggest_in(passage: Passage, source: str, nlp: Language) -> list[Suggestion]:
    """The suggestions of one passage, with offsets in the body."""
    doc = nlp(passage.text)
    return [
        Suggestion(
            source=source,
            start=passage.start + span.start_char,
            end=passage.start + span.end_char,
            quote=span.text,
            code=span.label_,
            rule=span._.rule,
            rule_version=span._.rule_version,
            negated=span._.negated,
            passage=passage.number,
        )
        for span in doc.spans[SPANS]
    ]


def suggest_all(
    sources: Iterable[Source],
    codebook: Codebook,
    *,
    on_source: Callable[[Source], None] | None = None,
) -> dict[str, tuple[Suggestion, ...]]:
    """Which codes might belong in these sources? Source id -> suggestions, sorted by id.

    `on_source` is called after each source, for a progress bar.
    """
    nlp = make_nlp(codebook)
    found: dict[str, tuple[Suggestion, ...]] = {}
    for source in sources:
        found[source.id] = suggest(source, nlp)
        if on_source:
            on_source(source)
    return dict(sorted(found.items()))


def to_frame(suggestions: Iterable[Suggestion]) -> pd.DataFrame:
    """One row per suggestion: source, passage, start, end, quote, code, rule, rule_version, negated."""
    rows = [[getattr(s, column) for column in COLUMNS] for s in sorted(suggestions, key=Suggestion.sort_key)]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype({"passage": int, "start": int, "end": int, "negated": bool}) if not rows else frame


def to_lines(suggestions: Iterable[Suggestion]) -> str:
    """The suggestions as canonical JSON, one per line, sorted; what is empty is absent."""
    return "".join(f"{canonical_json(_record(s))}\n" for s in sorted(suggestions, key=Suggestion.sort_key))


def _record(suggestion: Suggestion) -> dict[str, Any]:
    record: dict[str, Any] = {
        "source": suggestion.source,
        "start": suggestion.start,
        "end": suggestion.end,
        "quote": suggestion.quote,
        "code": suggestion.code,
        "rule": {"id": suggestion.rule, "version": suggestion.rule_version},
    }
    if suggestion.negated:
        record["negated"] = True
    if suggestion.passage:
        record["passage"] = suggestion.passage
    return record


def read_lines(text: str, source: Source) -> tuple[Suggestion, ...]:
    """The suggestions that `to_lines` wrote for this source.

    Raises
    ------
    CodingError
        A line that is no suggestion, is one of another source, or whose quote is not what the source says there.
    """
    found = []
    for number, line in read_json_lines(text):
        where = f"codings/suggester/{source.id}.jsonl, line {number}"
        try:
            suggestion = _from_record(json.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            raise CodingError(
                f"{where}: the line is no suggestion (got {line[:60]!r}). Run jenjang suggest."
            ) from error
        if suggestion.source != source.id:
            raise CodingError(
                f"{where}: a suggestion stands in the file of its source (got {suggestion.source!r}). "
                "Run jenjang suggest."
            )
        said = source.body[suggestion.start : suggestion.end]
        if said != suggestion.quote or suggestion.start < 0:
            raise CodingError(
                f"{where}: the quote is what the source says at {suggestion.start} to {suggestion.end} "
                f"(got {suggestion.quote!r}, the source says {said!r}). The text has changed: run jenjang suggest."
            )
        found.append(suggestion)
    return tuple(sorted(found, key=Suggestion.sort_key))


def _from_record(record: Any) -> Suggestion:
    return Suggestion(
        source=str(record["source"]),
        start=int(record["start"]),
        end=int(record["end"]),
        quote=str(record["quote"]),
        code=str(record["code"]),
        rule=str(record["rule"]["id"]),
        rule_version=str(record["rule"]["version"]),
        negated=bool(record.get("negated", False)),
        passage=int(record.get("passage", 0)),
    )
