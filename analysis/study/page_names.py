"""What are the things called that the evidence page names? Codes and sources, in the languages of the study."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from analysis.model import FIELD_KINDS, words_in
from analysis.study.handle import Study
from analysis.study.page_data import Pool, Row, full


def codes_of(study: Study, used: Iterable[str]) -> dict[str, Row]:
    """The codes that the page names: name, definition and statement in the languages of the study, and the family."""
    book = study.codebook
    found = {}
    for code in sorted({c for c in used if c in book}):
        entry = book.code(code)
        found[code] = full(
            {"name": dict(entry.name), "is": dict(entry.definition), "says": dict(entry.statement), "up": entry.parent}
        )
    return found


def sources_of(study: Study, pool: Pool) -> dict[str, Row]:
    """The sources that the page names: kind, title, date, what their words are. In public, documents alone."""
    named = {str(entry["s"]) for entry in [*pool.quotes, *pool.norms] if "s" in entry}
    named |= {str(passage["who"]["s"]) for passage in pool.passages if "s" in passage.get("who", {})}
    found = {}
    for name in sorted(named & set(study.loaded.sources)):
        source = study.loaded.sources[name]
        notice = source.meta.get("notice")
        entry: Row = {"kind": source.kind, "title": dict(source.title), "date": source.date, "lang": source.language}
        entry |= {"provenance": source.provenance, "notice": dict(notice) if isinstance(notice, dict) else {}}
        entry |= {"by": {k: str(v.get("method") or "") for k, v in source.translation_notes.items()}}
        if source.kind in FIELD_KINDS and not pool.gate.internal:
            continue
        found[name] = full(entry)
    return found


def words(study: Study, given: Mapping[str, str]) -> dict[str, str]:
    """A wording in every language of the study."""
    return {x: words_in(given, x) for x in study.config.languages}
