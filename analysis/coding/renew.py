"""How does a journal begin anew on a text in which labels took the place of names?

The closed journal keeps its history and leaves the study. The new one holds what stood at its end: the same codings
with their ids, attributes and memos, the same relations, rulings, memos and rejections, on the new text. Places are
computed from the replacements, never searched for.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from analysis.coding.fold import fold
from analysis.coding.journal import ORIGIN, REOPEN, UNBLIND, Journal, seal, to_line
from analysis.errors import CodingError
from analysis.model import Act, Coding, Source
from analysis.sources.anchors import CONTEXT
from analysis.sources.pseudonyms import Replacement, Replacer, moved


def renew(
    journal: Journal,
    *,
    coder: str,
    name: str,
    old: Source | None,
    new: Source | None,
    replacements: Sequence[Replacement],
    replacer: Replacer,
    batch: str,
) -> list[Act]:
    """The acts of the journal that takes the place of a closed one, chained from the beginning.

    Parameters
    ----------
    name : of the source, or of the journal of acts without a source
    old, new : the text before and after; None for acts without a source
    replacements : what was replaced in the text, in order
    replacer : replaces names in facets, memos and reasons
    batch : said by every act: from which closed journal it comes

    Raises
    ------
    CodingError
        A coding does not stand on the words that it quotes. Nothing is lost then: the old journal is still there.
    """
    state = fold(journal.acts, coder=coder, source=name)
    rulings, rejected = {r.id for r in state.rulings}, set(state.rejected)
    codings = {c.id: c for c in state.codings}
    memos = dict(state.memos)
    acts: list[Act] = []
    for act in journal.acts:
        if act.op in ("add", "accept", "relate", "rule") and (act.id in codings or act.id in rulings):
            coding = codings.pop(act.id, None)
            placed = _placed(act, coding, old, new, replacements, replacer)
            acts += _standing(placed, act, coding, replacer)
            rulings.discard(act.id)
        elif act.op == "reject" and (key := (str(act.rule.get("id", "")), act.code, act.quote)) in rejected:
            rejected.discard(key)
            acts.append(_placed(act, None, old, new, replacements, replacer))
        elif act.op == "memo" and (about := act.id or act.code) in memos:
            acts.append(dataclasses.replace(act, memo=replacer.text(memos.pop(about))))
        elif act.op in (REOPEN, UNBLIND):  # what somebody has seen stays on record
            acts.append(dataclasses.replace(act, memo=replacer.text(act.memo)))
    if state.done:
        acts.append(Act(seq=0, at=journal.acts[-1].at, by=coder, op="close", source=new.id if new else ""))
    return _chained(acts, batch)


def to_text(acts: Sequence[Act]) -> str:
    """The acts as the text of a journal file."""
    return "".join(f"{to_line(act)}\n" for act in acts)


def says(act: Act) -> tuple[str, ...]:
    """The words of an act in which somebody may be named."""
    return (act.quote, act.prefix, act.suffix, act.facet, act.memo)


def names(journal: Journal, replacer: Replacer) -> list[tuple[Act, str]]:
    """In which facets and memos of a journal does a name stand? Act and field of each."""
    return [(act, key) for act in journal.acts for key in ("facet", "memo") if replacer.find(getattr(act, key))]


def _placed(
    act: Act,
    coding: Coding | None,
    old: Source | None,
    new: Source | None,
    replacements: Sequence[Replacement],
    replacer: Replacer,
) -> Act:
    """The act that made a coding, with the coding's last place, on the new text."""
    start, end = (coding.start, coding.end) if coding else (act.start, act.end)
    quote, text_sha = (coding.quote, coding.text_sha) if coding else (act.quote, act.text_sha)
    prefix, suffix = (coding.prefix, coding.suffix) if coding else (act.prefix, act.suffix)
    fits = old is not None and 0 <= start < end <= len(old.body) and old.body[start:end] == quote
    if coding is not None and not coding.adrift and old is not None and not fits:
        raise CodingError(
            f"{old.id}, offset {start}: a coding stands on the words it quotes ({coding.id} quotes {quote[:40]!r}). "
            f"Run first: jenjang reanchor {old.id}"
        )
    if fits and new is not None:
        start, end = moved(start, end, replacements)
        quote, text_sha = new.body[start:end], new.text_sha
        prefix, suffix = new.body[max(0, start - CONTEXT) : start], new.body[end : end + CONTEXT]
    else:  # words that stand in no text any more
        quote, prefix, suffix = (replacer.text(words) for words in (quote, prefix, suffix))
    return dataclasses.replace(
        act,
        start=start,
        end=end,
        quote=quote,
        prefix=prefix,
        suffix=suffix,
        text_sha=text_sha,
        facet=replacer.text(act.facet),
        memo=replacer.text(act.memo),
    )


def _standing(act: Act, made: Act, coding: Coding | None, replacer: Replacer) -> list[Act]:
    """The act with what became of its coding since: code, attributes, facet, memo, the state of its anchor."""
    if coding is None:
        return [act]
    said = dataclasses.replace(
        act,
        code=coding.code,
        codebook_version=coding.codebook_version,
        attributes=coding.attributes,
        facet=replacer.text(coding.facet),
        memo=act.memo if act.op == "rule" else replacer.text(coding.memo),
    )
    acts = [said]
    after = Act(seq=0, at=made.at, by=made.by, op="memo", source=made.source, id=made.id)
    if act.op == "rule" and coding.memo != made.memo:
        acts.append(dataclasses.replace(after, memo=replacer.text(coding.memo)))
    if coding.anchor_state:
        acts.append(dataclasses.replace(after, op="anchor", memo=coding.anchor_state))
    return acts


def _chained(acts: Sequence[Act], batch: str) -> list[Act]:
    sealed: list[Act] = []
    prev = ORIGIN
    for number, act in enumerate(acts, start=1):
        free = dataclasses.replace(act, seq=number, undoes="", merges="", batch=batch)
        sealed.append(seal(free, prev))
        prev = sealed[-1].hash
    return sealed
