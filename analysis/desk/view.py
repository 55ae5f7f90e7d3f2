"""What does the page need to know? Plain data for the desk's page; texts travel in messages, never in saved state."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from analysis.codebook import FAMILY
from analysis.coding.fold import fold
from analysis.coding.undo import in_effect
from analysis.desk.compare import Comparison
from analysis.desk.review import Hit, rule_record, verdicts
from analysis.desk.state import Desk, Saved
from analysis.model import (
    DIFFERENCES,
    MODALITIES,
    OUTCOMES,
    POLARITIES,
    RELATION_TYPES,
    STANCES,
    Act,
    Code,
    Coding,
    Passage,
    Source,
    walk_up,
    words_in,
)
from analysis.study.loaded import CODEBOOK_ACTS, may_analyse_passage
from analysis.tables import sha256

HUES = (255, 35, 145, 335, 95, 205, 300, 60, 175, 5, 120, 275)
"""One hue for each family of codes, far from its neighbours; members differ in lightness."""

Data = dict[str, Any]


def whole(desk: Desk) -> Data:
    """Everything a page shows when it opens."""
    text, lang = desk.text, desk.language
    data: Data = {
        "type": "desk",
        "mode": desk.mode,
        "coder": desk.coder,
        "study": sha256(str(desk.study.root.resolve()))[:16],  # an act that waits is sent to its own study alone
        "language": lang,
        "source": {
            "id": text.id,
            "kind": text.kind,
            "title": words_in(text.title, lang),
            "language": text.language,
            "provenance": text.provenance,
        },
        "passages": [_passage(desk, passage, at) for at, passage in enumerate(text.passages)],
        "codes": codes_data(desk),
        "attributes": {"stance": list(STANCES), **{k: list(v) for k, v in desk.study.config.attributes.items()}},
        "names": _attribute_names(desk),
        "types": _types(desk),
        "polarities": list(POLARITIES),
        "modalities": list(MODALITIES),
        "facets": _facets(desk),
    }
    if desk.hits:
        data["hits"] = [_hit(desk, hit) for hit in desk.hits]
        record = rule_record(desk.loaded, desk.coder, without=text.id)
        data["record"] = {rule: list(counts) for rule, counts in record.items()}
    if desk.comparison:
        data |= _comparison(desk.comparison)
    return data | standing(desk, desk.state.codings, ())


def changes(desk: Desk, saved: Saved) -> Data:
    """What a move changed."""
    data: Data = {"type": "saved", "key": saved.key}
    book = desk.study.codebook
    if book.version > 1 and any(c.code in book and book.codes[c.code].since == book.version for c in saved.changed):
        data["codes"] = codes_data(desk)
    return data | standing(desk, saved.changed, saved.gone)


def standing(desk: Desk, codings: Iterable[Coding], gone: Iterable[str]) -> Data:
    """Codings that are new or changed, ids that are gone, and what belongs to the journal as a whole."""
    state, steps = desk.state, desk.trail
    data: Data = {
        "codings": [coding_data(coding, desk.text) for coding in codings],
        "gone": list(gone),
        "count": len(state.codings),
        "undo": _label(steps.done[-1]) if steps.done else None,
        "redo": _label(steps.undone[-1][1]) if steps.undone else None,
        "memo": dict(state.memos).get("", ""),
        "notes": dict(desk.notes.memos),
        "proposals": [{"id": p.id, "change": p.change, "code": p.code, "name": p.name} for p in desk.notes.proposals],
        "finished": state.done,
    }
    if state.done:
        data["insight"] = list(desk.in_sight())
    if desk.hits:
        data["verdicts"] = verdicts(desk.hits, desk.journal.acts, state.codings)
    if desk.comparison:
        data["rulings"] = [
            {"id": r.id, "of": r.of, "outcome": r.outcome, "difference": r.difference, "reason": r.reason}
            for r in state.rulings
        ]
    return data


def codes_data(desk: Desk) -> list[Data]:
    """The codebook as the tree shows it."""
    return [_code(desk, code, desk.language) for code in desk.study.codebook.codes.values()]


def coding_data(coding: Coding, text: Source | None = None) -> Data:
    """One coding without its words, which the page has; with them where they do not stand in the text."""
    data: Data = {"id": coding.id, "code": coding.code, "start": coding.start, "end": coding.end}
    data |= {"attributes": dict(coding.attributes), "facet": coding.facet, "memo": coding.memo}
    link = coding.relation
    if link:
        data["relation"] = {"from": link.from_code, "to": link.to_code, "type": link.type}
        data["relation"] |= {"polarity": link.polarity, "modality": link.modality}
    edited = text is not None and text.body[coding.start : coding.end] != coding.quote
    if coding.adrift or edited:
        data |= {"adrift": coding.anchor_state if coding.adrift else "edited", "quote": coding.quote}
    return data


def history(desk: Desk, id: str) -> Data:
    """Every act on one coding, the first first, and whether it still holds."""
    acts = desk.journal.acts
    held = {act.hash for act in in_effect(acts)}
    rows = [
        {"at": a.at, "op": a.op, "code": a.code, "memo": a.memo, "attributes": dict(a.attributes), "facet": a.facet}
        | {"held": a.hash in held}
        for a in acts
        if a.id == id
    ]
    return {"type": "history", "id": id, "acts": rows}


def hue(desk: Desk, code: str) -> list[int]:
    """The hue of a code's family, and which member of it the code is."""
    codebook = desk.study.codebook
    roots = [c.id for c in codebook.codes.values() if c.parent not in codebook]
    root = list(walk_up(codebook.parents, code))[-1] if code in codebook else ""
    if root not in roots:
        return [0, 0]
    return [HUES[roots.index(root) % len(HUES)], codebook.within(root).index(code)]


def _passage(desk: Desk, passage: Passage, at: int) -> Data:
    text = desk.text
    data: Data = {"number": passage.number, "label": passage.label, "start": passage.start, "text": passage.text}
    data |= {"line": passage.line, "time": passage.time, "question": passage.question}
    if text.is_interviewer(passage.label):
        data["asks"] = True
    elif not may_analyse_passage(desk.loaded, text, passage):
        data["barred"] = True
    translated = text.translations.get(desk.language)
    if translated and desk.language != text.language and len(translated) == len(text.passages):
        data["translation"] = translated[at]
    return data


def _code(desk: Desk, code: Code, lang: str) -> Data:
    data: Data = {"id": code.id, "parent": code.parent, "hue": hue(desk, code.id), "since": code.since}
    data |= {"usable": desk.study.codebook.usable(code.id), "retired": code.retired, "family": code.tier == FAMILY}
    for field in ("name", "brief", "definition", "statement", "use_when", "not_when", "example"):
        data[field] = words_in(getattr(code, field), lang)
    return data


def _types(desk: Desk) -> list[Data]:
    types = desk.loaded.types
    if not types:
        return [{"id": name, "name": name.replace("_", " ")} for name in RELATION_TYPES]
    return [{"id": t.id, "name": words_in(t.name, desk.language) or t.id} for t in types.values()]


def _attribute_names(desk: Desk) -> dict[str, dict[str, str]]:
    """Attribute -> value -> name in the desk's language, as far as study.yaml gives one; the attribute's under ""."""
    names = desk.study.config.attribute_names
    found = {
        attribute: {value: text for value, words in entry.items() if (text := words.get(desk.language, ""))}
        for attribute, entry in names.items()
    }
    return {attribute: entry for attribute, entry in found.items() if entry}


def _facets(desk: Desk) -> dict[str, list[str]]:
    """Code -> the facets that the coder used under it in any source."""
    found: dict[str, set[str]] = {}
    for (coder, source), journal in desk.loaded.journals.items():
        if coder == desk.coder and source != CODEBOOK_ACTS:
            own = source == desk.text.id
            state = desk.state if own else fold(journal.acts, coder=coder, source=source)
            for coding in state.codings:
                if coding.facet:
                    found.setdefault(coding.code, set()).add(coding.facet)
    return {code: sorted(facets) for code, facets in sorted(found.items())}


def _hit(desk: Desk, hit: Hit) -> Data:
    suggestion = hit.suggestion
    data: Data = {"id": hit.id, "code": suggestion.code, "rule": suggestion.rule, "version": suggestion.rule_version}
    return data | {
        "words": [suggestion.start, suggestion.end],
        "start": hit.start,
        "end": hit.end,
        "negated": suggestion.negated,
    }


def _comparison(comparison: Comparison) -> Data:
    return {
        "coders": list(comparison.by_coder),
        "waiting": list(comparison.waiting),
        "others": {coder: [coding_data(c) for c in codings] for coder, codings in comparison.by_coder.items()},
        "differences": [
            {
                "of": d.of,
                "kind": d.kind,
                "coders": list(d.coders),
                "coding": coding_data(d.coding),
                "differs": {key: list(values) for key, values in d.differs.items()},
                "beside": [c.id for c in d.beside],
            }
            for d in comparison.differences
        ],
        "outcomes": list(OUTCOMES),
        "kinds": list(DIFFERENCES),
    }


def _label(step: tuple[Act, ...]) -> Data:
    """What a step was, for the button that takes it back."""
    first = step[0]
    return {"op": first.op, "code": first.code, "count": len(step), "of": step[-1].hash}
