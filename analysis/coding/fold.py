"""What do the acts of a journal add up to? State is the fold; undo is an act of its own that names what it undoes."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from analysis.coding.journal import CLOSE, REOPEN, UNBLIND
from analysis.coding.undo import UNDO, in_effect
from analysis.model import Act, Coding, Relation, Ruling

FACET = "facet"
"""An empty attribute of this name in a `recode` takes the facet away."""


OTHERS = "others"
"""The attribute of `reopen` and `unblind` that names whose work could be seen, joined by commas."""


@dataclasses.dataclass(frozen=True, slots=True)
class Sight:
    """After which act is a pass no longer blind, or does it go on after its end?

    `op` is `unblind` (an adjudicator opened a comparison before `others` had finished) or `reopen` (a coder went on
    with a finished pass; `others` are those whose work could be seen by then, nobody where it was still hidden).
    """

    at: str
    by: str
    op: str
    others: tuple[str, ...] = ()
    reason: str = ""

    def __str__(self) -> str:
        who, day = ", ".join(self.others), self.at[:10]
        if self.op == UNBLIND:
            return f"{self.by} compared on {day} before {who} had finished"
        return f"{self.by} reopened on {day}" + (f" when the work of {who} could be seen" if who else ", still blind")


@dataclasses.dataclass(frozen=True, slots=True, repr=False)
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
    sights: tuple[Sight, ...] = ()
    """What was seen early, and how often the pass went on after its end, in the order of the acts."""

    def __repr__(self) -> str:
        """Counts alone: a state at the end of a notebook's cell must not write participants' words into it."""
        return f"State({len(self.codings)} codings, {len(self.rulings)} rulings, done={self.done})"


def fold(acts: Iterable[Act], *, coder: str, source: str) -> State:
    """Play the acts that hold in order; what an `undo` took back is passed over.

    An act on a coding that is gone has no effect: after two branches were joined, the later act of the chain holds.
    `remove` takes back a coding, a relation, a ruling or a rejection; what was rejected and is accepted later is no
    longer rejected; an empty memo takes the memo away, and so does an empty attribute (or `facet`) in a `recode`.
    """
    return Folding(coder, source).after(tuple(acts))


class Folding:
    """A fold that goes on: where acts were only added since the last time, and none of them an undo, it plays those."""

    def __init__(self, coder: str, source: str) -> None:
        self.coder, self.source = coder, source
        self._acts: tuple[Act, ...] = ()
        self._state: State | None = None
        self._clear()

    def after(self, acts: tuple[Act, ...]) -> State:
        """The state after these acts."""
        known = len(self._acts)
        if acts is self._acts and self._state is not None:
            return self._state
        longer = known and len(acts) >= known and acts[known - 1] is self._acts[-1] and acts[0] is self._acts[0]
        new = acts[known:] if longer else acts
        if not longer or any(act.op == UNDO for act in new):
            self._clear()
            new = tuple(in_effect(acts))
        for act in new:
            self._play(act)
        self._acts = acts
        self._state = state = State(
            codings=tuple(sorted(self._codings.values(), key=lambda c: (c.start, c.end, c.code, c.id))),
            rejected=frozenset(self._rejected.values()),
            memos=tuple(sorted((about, memo) for about, memo in self._memos.items() if memo)),
            done=self._done,
            rulings=tuple(sorted(self._rulings.values(), key=lambda r: (r.of, r.id))),
            sights=tuple(self._sights),
        )
        return state

    def _clear(self) -> None:
        self._codings: dict[str, Coding] = {}
        self._rejected: dict[str, tuple[str, str, str]] = {}
        self._rejections: dict[tuple[str, str, str], set[str]] = {}
        self._memos: dict[str, str] = {}
        self._rulings: dict[str, Ruling] = {}
        self._sights: list[Sight] = []
        self._done = False

    def _play(self, act: Act) -> None:
        if act.op in ("add", "accept", "relate"):
            self._codings[act.id] = _coding(act, self.coder, self.source)
            if act.op == "accept":
                for key in self._rejections.pop(_suggested(act), ()):
                    if self._rejected.get(key) == _suggested(act):
                        del self._rejected[key]
        elif act.op == "remove":
            self._codings.pop(act.id, None)
            self._rejected.pop(act.id, None)
            self._rulings.pop(act.id, None)
        elif act.op == "reject":
            self._rejected[act.id or act.hash] = _suggested(act)
            self._rejections.setdefault(_suggested(act), set()).add(act.id or act.hash)
        elif act.op == "rule" and act.ruling:
            self._rulings[act.id] = _ruling(act, self.coder, self.source)
            if self._rulings[act.id].outcome == "kept":
                self._codings[act.id] = _coding(act, self.coder, self.source)
        elif act.op == CLOSE:
            self._done = True
        elif act.op in (REOPEN, UNBLIND):
            self._done = self._done and act.op == UNBLIND
            self._sights.append(_sight(act))
        elif act.op == "memo" and act.id not in self._codings:
            self._memos[act.id or act.code] = act.memo
        elif act.id in self._codings:
            self._codings[act.id] = _changed(self._codings[act.id], act)


def _sight(act: Act) -> Sight:
    others = tuple(name for name in act.attributes.get(OTHERS, "").split(",") if name)
    return Sight(act.at, act.by, act.op, others, act.memo)


def _ruling(act: Act, coder: str, source: str) -> Ruling:
    said = act.ruling
    outcome, difference = said.get("outcome", ""), said.get("difference", "")
    return Ruling(act.id, said.get("of", ""), outcome, difference, act.memo, coder, act.source or source)


def _suggested(act: Act) -> tuple[str, str, str]:
    return (str(act.rule.get("id", "")), act.code, str(act.rule.get("quote", act.quote)))


def _coding(act: Act, coder: str, source: str) -> Coding:
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
        relation=_relation(act),
        prefix=act.prefix,
        suffix=act.suffix,
    )


def _relation(act: Act) -> Relation | None:
    if not act.relation:
        return None
    return Relation(
        from_code=act.relation.get("from", ""),
        to_code=act.relation.get("to", ""),
        type=act.relation.get("type", ""),
        polarity=act.relation.get("polarity", "+"),
        modality=act.relation.get("modality", "asserted"),
    )


def _changed(coding: Coding, act: Act) -> Coding:
    if act.op == "recode":
        return dataclasses.replace(
            coding,
            code=act.code or coding.code,
            codebook_version=act.codebook_version or coding.codebook_version,
            attributes=_given(act) if act.attributes else coding.attributes,
            facet="" if act.attributes.get(FACET) == "" else act.facet or coding.facet,
            relation=_relation(act) or coding.relation,
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


def _given(act: Act) -> dict[str, str]:
    """The attributes that say something."""
    return {key: value for key, value in act.attributes.items() if value}
