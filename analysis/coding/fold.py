"""What do the acts of a journal add up to? State is the fold; undo is an act of its own that names what it undoes."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from analysis.model import Act, Coding, Relation, Ruling


@dataclasses.dataclass(frozen=True, slots=True)
class State:
    """The codings, relations, rejections and memos that stand after the last act."""

    codings: tuple[Coding, ...] = ()
    rejected: frozenset[tuple[str, str, str]] = frozenset()
    """(rule id, code, quote) of suggestions that a person turned down in this source."""
    memos: tuple[tuple[str, str], ...] = ()
    """(what it is tied to, text): a coding's id, a code, or "" for the source."""
    done: bool = False
    """Whether the journal is closed."""
    rulings: tuple[Ruling, ...] = ()
    """How differences between coders were settled; what a ruling keeps stands among the codings."""


def fold(acts: Iterable[Act], *, coder: str, source: str) -> State:
    """Play the acts in order.

    An act on a coding that is gone has no effect: after two branches were joined, the later act of the chain holds.
    `remove` takes back a coding, a relation, a ruling or a rejection; what was rejected and is accepted later is no
    longer rejected; an empty memo takes the memo away.
    """
    codings: dict[str, Coding] = {}
    rejected: dict[str, tuple[str, str, str]] = {}
    rejections: dict[tuple[str, str, str], set[str]] = {}
    memos: dict[str, str] = {}
    rulings: dict[str, Ruling] = {}
    done = False
    for act in acts:
        if act.op in ("add", "accept", "relate"):
            codings[act.id] = _coding(act, coder, source)
            if act.op == "accept":
                for key in rejections.pop(_suggested(act), ()):
                    if rejected.get(key) == _suggested(act):
                        del rejected[key]
        elif act.op == "remove":
            codings.pop(act.id, None)
            rejected.pop(act.id, None)
            rulings.pop(act.id, None)
        elif act.op == "reject":
            rejected[act.id or act.hash] = _suggested(act)
            rejections.setdefault(_suggested(act), set()).add(act.id or act.hash)
        elif act.op == "rule" and act.ruling:
            rulings[act.id] = _ruling(act, coder, source)
            if rulings[act.id].outcome == "kept":
                codings[act.id] = _coding(act, coder, source)
        elif act.op == "close":
            done = True
        elif act.op == "memo" and act.id not in codings:
            memos[act.id or act.code] = act.memo
        elif act.id in codings:
            codings[act.id] = _changed(codings[act.id], act)
    return State(
        codings=tuple(sorted(codings.values(), key=lambda c: (c.start, c.end, c.code, c.id))),
        rejected=frozenset(rejected.values()),
        memos=tuple(sorted((about, memo) for about, memo in memos.items() if memo)),
        done=done,
        rulings=tuple(sorted(rulings.values(), key=lambda r: (r.of, r.id))),
    )


def _ruling(act: Act, coder: str, source: str) -> Ruling:
    said = act.ruling
    outcome, difference = said.get("outcome", ""), said.get("difference", "")
    return Ruling(act.id, said.get("of", ""), outcome, difference, act.memo, coder, act.source or source)


def _suggested(act: Act) -> tuple[str, str, str]:
    return (str(act.rule.get("id", "")), act.code, act.quote)


def _coding(act: Act, coder: str, source: str) -> Coding:
    relation = None
    if act.relation:
        relation = Relation(
            from_code=act.relation.get("from", ""),
            to_code=act.relation.get("to", ""),
            type=act.relation.get("type", ""),
            polarity=act.relation.get("polarity", "+"),
            modality=act.relation.get("modality", "asserted"),
        )
    return Coding(
        id=act.id,
        coder=coder,
        source=act.source or source,
        start=act.start,
        end=act.end,
        quote=act.quote,
        code=act.code,
        text_sha=act.text_sha,
        codebook_version=act.codebook_version,
        attributes=dict(act.attributes),
        facet=act.facet,
        memo=act.memo,
        relation=relation,
        prefix=act.prefix,
        suffix=act.suffix,
    )


def _changed(coding: Coding, act: Act) -> Coding:
    if act.op == "recode":
        return dataclasses.replace(
            coding,
            code=act.code or coding.code,
            codebook_version=act.codebook_version or coding.codebook_version,
            attributes=dict(act.attributes) or coding.attributes,
            facet=act.facet or coding.facet,
        )
    if act.op in ("move", "anchor"):
        return dataclasses.replace(
            coding,
            start=act.start if act.start >= 0 else coding.start,
            end=act.end if act.end >= 0 else coding.end,
            quote=act.quote or coding.quote,
            prefix=act.prefix or coding.prefix,
            suffix=act.suffix or coding.suffix,
            text_sha=act.text_sha or coding.text_sha,
            anchor_state=act.memo if act.op == "anchor" else coding.anchor_state,
        )
    if act.op == "memo":
        return dataclasses.replace(coding, memo=act.memo)
    return coding
