"""Which suggestions wait for a decision, how good was each rule so far, and which acts does a decision stand for?

A decision keeps the rule's id and version and the words it matched, so that a rejected hit does not come back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from analysis.coding.undo import in_effect
from analysis.desk.edits import Args, Bench, Maker
from analysis.errors import CodingError, TableError
from analysis.model import Act, Anchor, Coding, Source, Suggestion
from analysis.sources.anchors import anchor, cuts_grapheme
from analysis.study.handle import Study
from analysis.study.loaded import SUGGESTER, Loaded
from analysis.suggest.run import read_lines, suggest_all
from analysis.suggest.sentences import sentence_around
from analysis.tables import read_text, sha256

SAMPLE = 5
"""So many hits of a rule must have been read before all of it may be accepted."""
ACCEPTED, REJECTED, OTHER, THERE = "accepted", "rejected", "other", "there"


@dataclass(frozen=True, slots=True)
class Hit:
    """A suggestion with the sentence around it, which is what accepting codes unless the span is changed."""

    id: str
    suggestion: Suggestion
    words: Anchor
    start: int
    end: int


Hits = tuple[Hit, ...]


def hits_of(study: Study, text: Source) -> tuple[Hit, ...]:
    """The suggestions for a source, as they are kept, or worked out anew where they are not."""
    try:
        found = read_lines(read_text(study.root / "codings" / SUGGESTER / f"{text.id}.jsonl"), text)
    except (CodingError, TableError):
        found = suggest_all([text], study.codebook)[text.id]
    return tuple(_hit(suggestion, text) for suggestion in found if study.codebook.usable(suggestion.code))


def verdicts(hits: Iterable[Hit], acts: Iterable[Act], codings: Sequence[Coding]) -> dict[str, str]:
    """Hit -> accepted, rejected, other (another code was put there) or there (the code stood there already)."""
    decided: dict[tuple[str, str, str], list[Act]] = {}
    for act in in_effect(acts):
        if act.op in ("accept", "reject"):
            decided.setdefault(_key(act), []).append(act)
    found = {}
    for hit in hits:
        suggestion = hit.suggestion
        match = [a for a in decided.get((suggestion.rule, suggestion.code, suggestion.quote), ()) if _same(a, hit)]
        if match:
            last = match[-1]
            other = OTHER if last.rule.get("instead") else REJECTED
            found[hit.id] = ACCEPTED if last.op == "accept" else other
        elif any(
            c.code == suggestion.code and c.start < suggestion.end and suggestion.start < c.end and not c.adrift
            for c in codings
        ):
            found[hit.id] = THERE
    return found


def rule_record(loaded: Loaded, coder: str, *, without: str = "") -> dict[str, tuple[int, int]]:
    """Rule -> how many of its hits the coder accepted, and how many were decided, in all sources but one."""
    record: dict[str, tuple[int, int]] = {}
    for (name, source), journal in loaded.journals.items():
        if name == coder and source != without:
            for act in in_effect(journal.acts):
                if act.op in ("accept", "reject") and act.rule:
                    yes, all_ = record.get(_key(act)[0], (0, 0))
                    record[_key(act)[0]] = (yes + (act.op == "accept"), all_ + 1)
    return dict(sorted(record.items()))


def accept(hits: Hits, bench: Bench, args: Args) -> list[Act]:
    """The suggested code on the sentence, or on the span that was chosen."""
    hit = _find(hits, bench, args.get("hit"))
    return [_accept(bench, hit, args)]


def reject(hits: Hits, bench: Bench, args: Args) -> list[Act]:
    """The suggestion turned down, for this place."""
    return [_reject(bench, _find(hits, bench, args.get("hit")), args)]


def accept_other(hits: Hits, bench: Bench, args: Args) -> list[Act]:
    """Another code on the words: the suggestion is turned down and the other code put, as one step."""
    hit, code = _find(hits, bench, args.get("hit")), str(args.get("code", ""))
    if code == hit.suggestion.code:
        return [_accept(bench, hit, args)]
    where = bench.anchor(args.get("span") or _span(hit))
    return [_reject(bench, hit, args, instead=code), bench.add(where, code, args)]


def accept_rule(hits: Hits, bench: Bench, args: Args) -> list[Act]:
    """All open hits of a rule, as one step, after a sample of them was read."""
    rule, shown = str(args.get("rule", "")), set(args.get("shown") or ())
    decided = verdicts(hits, bench.acts, bench.state.codings)
    waiting = [hit for hit in hits if hit.suggestion.rule == rule and hit.id not in decided]
    if not waiting:
        raise CodingError(f"{bench.text.id}: rule {rule!r} has no open suggestion here.")
    need = min(SAMPLE, len(waiting))
    if len(shown & {hit.id for hit in waiting}) < need:
        raise CodingError(
            f"{bench.text.id}: all of a rule is accepted after {need} of its suggestions were read (got {len(shown)})."
        )
    acts: dict[tuple[int, int, str], Act] = {}
    for hit in waiting:
        act = _accept(bench, hit, {})
        acts.setdefault((act.start, act.end, act.code), act)
    return list(acts.values())


def decisions(hits: Hits) -> dict[str, Maker]:
    """The moves of a review of these hits."""
    moves = {"accept": accept, "reject": reject, "accept_other": accept_other, "accept_rule": accept_rule}
    return {name: partial(move, hits) for name, move in moves.items()}


def _hit(suggestion: Suggestion, text: Source) -> Hit:
    start, end = suggestion.start, suggestion.end
    passage = text.passage_at(start, end)
    if passage:
        first, last = sentence_around(passage.text, start - passage.start, end - passage.start)
        start, end = passage.start + first, passage.start + last
    while end > suggestion.end and text.body[end - 1] in ".?!…\"'”’) ":
        end -= 1
    if cuts_grapheme(text.body, start) or cuts_grapheme(text.body, end):
        start, end = suggestion.start, suggestion.end
    key = f"{suggestion.rule}|{suggestion.start}|{suggestion.end}"
    words = anchor(text, suggestion.start, suggestion.end)
    return Hit(f"h{sha256(key)[:11]}", suggestion, words, start, end)


def _find(hits: Hits, bench: Bench, id: object) -> Hit:
    found = next((hit for hit in hits if hit.id == id), None)
    if found is None:
        raise CodingError(f"{bench.text.id}: a decision is about a suggestion (got {id!r}). Open the desk again.")
    return found


def _accept(bench: Bench, hit: Hit, args: Args) -> Act:
    where = bench.anchor(args.get("span") or _span(hit))
    return bench.add(where, hit.suggestion.code, args, op="accept", rule=_rule(hit))


def _reject(bench: Bench, hit: Hit, args: Args, *, instead: str = "") -> Act:
    suggestion = hit.suggestion
    words = bench.anchor({"start": suggestion.start, "end": suggestion.end, "quote": suggestion.quote})
    rule = {**_rule(hit), **({"instead": instead} if instead else {})}
    given = {"memo": args.get("memo", "")}
    return bench.add(words, suggestion.code, given, op="reject", rule=rule)


def _span(hit: Hit) -> dict[str, int]:
    return {"start": hit.start, "end": hit.end}


def _rule(hit: Hit) -> dict[str, Any]:
    """What the journal keeps of the rule: id, version, the words it matched and where."""
    suggestion = hit.suggestion
    return {
        "id": suggestion.rule,
        "version": suggestion.rule_version,
        "quote": suggestion.quote,
        "start": suggestion.start,
    }


def _key(act: Act) -> tuple[str, str, str]:
    return (str(act.rule.get("id", "")), act.code, str(act.rule.get("quote", act.quote)))


def _same(act: Act, hit: Hit) -> bool:
    """Whether a decision was about this hit: the same place; after an edit of the text, the same surroundings."""
    words = hit.words
    if act.text_sha == words.text_sha:
        return int(act.rule.get("start", act.start)) == words.segment.start
    return act.op == "reject" and (act.prefix == words.prefix or act.suffix == words.suffix)
