"""Which acts does a person's move on the desk stand for? Each function makes acts, or says why not; none writes.

A move is made for the journal as it stands: `Bench` holds what the coder's codings are at that moment.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.coding.code import add_act, check_attributes, check_code, check_speaker, place, relate_act
from analysis.coding.fold import FACET, OTHERS, State
from analysis.coding.journal import CLOSE, REOPEN
from analysis.coding.undo import UNDO, Trail, trail
from analysis.desk.passes import passes_of
from analysis.errors import CodingError
from analysis.model import MODALITIES, POLARITIES, RELATION_TYPES, Act, Anchor, Coding, Source
from analysis.study.loaded import Loaded
from analysis.tables import sha256

Args = Mapping[str, Any]
Maker = Callable[["Bench", Args], list[Act]]


@dataclass(frozen=True, slots=True)
class Bench:
    """What a move finds: the text, the coder, the codings as they stand, and the move's own key."""

    loaded: Loaded
    text: Source
    coder: str
    state: State
    moment: str
    key: str
    acts: tuple[Act, ...] = ()
    source: str = ""
    """The journal's source; empty for acts about the codebook."""

    @property
    def trail(self) -> Trail:
        """What can be undone and done again."""
        return trail(self.acts)

    def find(self, id: object) -> Coding:
        """The coding with this id; raises CodingError where it is gone."""
        found = next((c for c in self.state.codings if c.id == id), None)
        if found is None:
            raise CodingError(
                f"{self.text.id}: only a coding that stands can be changed (got {id!r}, which was removed meanwhile, "
                "here or in another window). Undo the removal, or code the words again."
            )
        return found

    def plain(self, op: str, **fields: Any) -> Act:
        """An act with who, when and where."""
        return Act(seq=0, at=self.moment, by=self.coder, op=op, source=self.source, **fields)

    def placed(self, act: Act, number: int) -> Act:
        """The act under this move's key, with an id that the same move always gets."""
        own = f"c{sha256(f'{self.coder}|{self.source}|{self.key}|{number}')[:11]}"
        new = act.op in ("add", "accept", "relate", "reject", "rule", "propose")
        return dataclasses.replace(act, batch=self.key, id=own if new else act.id)

    def anchor(self, span: Mapping[str, Any]) -> Anchor:
        """Where a span of the page stands; its words come along, so that a wrong offset is noticed."""
        try:
            start, end, quote = int(span["start"]), int(span["end"]), str(span.get("quote", ""))
        except (KeyError, TypeError, ValueError) as error:
            raise CodingError(f"{self.text.id}: a span has a start and an end (got {span!r}). Select again.") from error
        return place(self.text, start=start, end=end, quote=quote)

    def check_spans(self, args: Args) -> None:
        """Raises CodingError where one of the spans may not be coded, or there is none."""
        spans = _listed(args, "spans")
        for span in spans:
            check_speaker(self.text, self.anchor(span))
        if not spans:
            raise CodingError(f"{self.text.id}: an act names words (got none). Select them.")

    def add(self, where: Anchor, code: str, args: Args, **more: Any) -> Act:
        """An act that puts a code on a segment, with the attributes, facet and memo among the arguments."""
        return add_act(
            self.text,
            self.loaded.codebook,
            where,
            code=code,
            coder=self.coder,
            attributes=args.get("attributes") or {},
            declared=self.loaded.config.attributes,
            facet=str(args.get("facet", "")),
            memo=str(args.get("memo", "")),
            at=self.moment,
            **more,
        )


def add(bench: Bench, args: Args) -> list[Act]:
    """Codes on spans: each code on each span, as one step. What stands there already is passed over."""
    spans, codes = _listed(args, "spans"), [str(code) for code in _listed(args, "codes")]
    if not spans or not codes:
        raise CodingError(f"{bench.text.id}: an act names words and a code (got none). Select words, then a code.")
    made = [bench.add(bench.anchor(span), code, args) for span in spans for code in dict.fromkeys(codes)]
    starts = {act.start for act in made}
    there = {(c.start, c.end, c.code) for c in bench.state.codings if c.start in starts and c.relation is None}
    new = [act for act in made if (act.start, act.end, act.code) not in there]
    if not new:
        raise CodingError(f"{bench.text.id}: {codes[0]} stands on these words already. Nothing was added.")
    return new


def new_code(bench: Bench, args: Args) -> list[Act]:
    """The code that was just made, on the words that called for it."""
    return add(bench, {**args, "codes": [args.get("code")], "memo": ""})


def remove(bench: Bench, args: Args) -> list[Act]:
    """Codings away, as one step."""
    return [bench.plain("remove", id=bench.find(id).id) for id in _listed(args, "ids")]


def recode(bench: Bench, args: Args) -> list[Act]:
    """Another code, other attributes, facet or link; what is not named stays, an empty value is taken away."""
    coding, book = bench.find(args.get("id")), bench.loaded.codebook
    code = str(args.get("code", ""))
    if code:
        check_code(book, code)
    given = {str(key): str(value) for key, value in (args.get("attributes") or {}).items()}
    attributes = {**coding.attributes, **given}
    checked: dict[str, str] = check_attributes(attributes, bench.loaded.config.attributes)
    checked |= {key: "" for key, value in given.items() if not value and key in coding.attributes}
    facet = str(args["facet"]).strip() if "facet" in args else coding.facet
    if coding.facet and not facet:
        checked |= {FACET: ""}
    act = bench.plain(
        "recode",
        id=coding.id,
        code=code if coding.relation is None else "",
        codebook_version=book.version if code else 0,
        attributes=checked,
        facet=facet if facet != coding.facet else "",
        relation=_link(bench, args["relation"]) if args.get("relation") and coding.relation else {},
    )
    _refuse_twin(bench, coding, code=act.code, relation=act.relation)
    return [act]


def move(bench: Bench, args: Args) -> list[Act]:
    """A coding to another span: extended, shrunk or moved."""
    coding, where = bench.find(args.get("id")), bench.anchor(args.get("span") or {})
    if (where.segment.start, where.segment.end) == (coding.start, coding.end):
        return []
    _refuse_twin(bench, coding, start=where.segment.start, end=where.segment.end)
    return [_moved(bench, coding, where)]


def split(bench: Bench, args: Args) -> list[Act]:
    """One coding in two at an offset; both keep code, attributes, facet and memo. Space at the cut goes to neither."""
    coding, at = bench.find(args.get("id")), int(args.get("at", -1))
    if not coding.start < at < coding.end:
        raise CodingError(
            f"{bench.text.id}, offset {at}: a cut lies inside the segment {coding.start}-{coding.end}. "
            "Put the cursor between two of its words."
        )
    body = bench.text.body
    first = coding.start + len(body[coding.start : at].rstrip())
    second = coding.end - len(body[at : coding.end].lstrip())
    left, right = (
        bench.anchor({"start": coding.start, "end": first}),
        bench.anchor({"start": second, "end": coding.end}),
    )
    kept = {"attributes": coding.attributes, "facet": coding.facet, "memo": coding.memo}
    link = coding.relation
    if link is None:
        return [_moved(bench, coding, left), bench.add(right, coding.code, kept)]
    said = {"from": link.from_code, "to": link.to_code, "type": link.type}
    said |= {"polarity": link.polarity, "modality": link.modality}
    return [_moved(bench, coding, left), _relation(bench, right, {**kept, "relation": said})]


def memo(bench: Bench, args: Args) -> list[Act]:
    """A thought on a coding, or on the source where no id is given; an empty one takes the memo away."""
    id = bench.find(args["id"]).id if args.get("id") else ""
    return [bench.plain("memo", id=id, memo=str(args.get("memo", "")).strip())]


def relate(bench: Bench, args: Args) -> list[Act]:
    """Two codes linked on each span (F29)."""
    spans = _listed(args, "spans")
    if not spans:
        raise CodingError(f"{bench.text.id}: a relation stands on words (got none). Select them.")
    return [_relation(bench, bench.anchor(span), args) for span in spans]


def undo(bench: Bench, args: Args) -> list[Act]:
    """The latest step taken back, or the one that holds the act `of`."""
    wanted = str(args.get("of", ""))
    steps = [step for step in bench.trail.done if not wanted or wanted in {act.hash for act in step}]
    if not steps:
        raise CodingError(f"{bench.text.id}: nothing is left to undo.")
    return [bench.plain(UNDO, undoes=steps[-1][-1].hash)]


def redo(bench: Bench, args: Args) -> list[Act]:
    """What was taken back last, done again."""
    if not bench.trail.undone:
        raise CodingError(f"{bench.text.id}: nothing is left to do again.")
    return [bench.plain(UNDO, undoes=bench.trail.undone[-1][0].hash)]


def finish(bench: Bench, args: Args) -> list[Act]:
    """The pass is finished: the journal takes no more acts, and others may see it."""
    return [bench.plain(CLOSE, memo=str(args.get("memo", "")).strip())]


def reopen(bench: Bench, args: Args) -> list[Act]:
    """A finished pass goes on, with the reason; whose work could be seen by then is said in the act."""
    reason = str(args.get("memo", "")).strip()
    if not bench.state.done:
        raise CodingError(f"{bench.text.id}: a pass is reopened after it was finished (it is open). Go on coding.")
    if not reason:
        raise CodingError(f"{bench.text.id}: a reopened pass says why (got no reason). Write a sentence.")
    listed = bench.loaded.coders.get(bench.coder)
    judge = listed is not None and listed.role == "adjudicator"  # who compares has seen all of it anyway
    others = () if judge else passes_of(bench.loaded, bench.text.id).in_sight(bench.coder)
    return [bench.plain(REOPEN, memo=reason, attributes={OTHERS: ",".join(others)} if others else {})]


EDITS: Mapping[str, Maker] = {
    "add": add,
    "new_code": new_code,
    "remove": remove,
    "recode": recode,
    "move": move,
    "split": split,
    "memo": memo,
    "relate": relate,
    "undo": undo,
    "redo": redo,
    "finish": finish,
    "reopen": reopen,
}


def _listed(args: Args, name: str) -> Sequence[Any]:
    value = args.get(name)
    return value if isinstance(value, list | tuple) else ()


def _moved(bench: Bench, coding: Coding, where: Anchor) -> Act:
    segment = where.segment
    return bench.plain(
        "move",
        id=coding.id,
        start=segment.start,
        end=segment.end,
        quote=segment.quote,
        prefix=where.prefix,
        suffix=where.suffix,
        text_sha=where.text_sha,
    )


def _relation(bench: Bench, where: Anchor, args: Args) -> Act:
    link = _link(bench, args.get("relation") or {})
    return relate_act(
        bench.text,
        bench.loaded.codebook,
        where,
        from_code=link["from"],
        to_code=link["to"],
        type=link["type"],
        types=list(bench.loaded.types) or list(RELATION_TYPES),
        coder=bench.coder,
        polarity=link["polarity"],
        modality=link["modality"],
        attributes=args.get("attributes") or {},
        declared=bench.loaded.config.attributes,
        memo=str(args.get("memo", "")),
        at=bench.moment,
    )


def _link(bench: Bench, said: Mapping[str, Any]) -> dict[str, str]:
    """The link in the journal's words; raises CodingError for a code, type, polarity or modality that is none."""
    types = list(bench.loaded.types) or list(RELATION_TYPES)
    link = {key: str(said.get(key, "")) for key in ("from", "to", "type")}
    link |= {"polarity": str(said.get("polarity") or "+"), "modality": str(said.get("modality") or MODALITIES[0])}
    for code in (link["from"], link["to"]):
        check_code(bench.loaded.codebook, code)
    for key, allowed in (("type", types), ("polarity", POLARITIES), ("modality", MODALITIES)):
        if link[key] not in allowed:
            raise CodingError(f"{key} of a relation is one of {', '.join(allowed)} (got {link[key]!r}). Choose one.")
    return link


def _refuse_twin(
    bench: Bench,
    coding: Coding,
    *,
    code: str = "",
    start: int = -1,
    end: int = -1,
    relation: Mapping[str, str] | None = None,
) -> None:
    """Raises CodingError where the changed coding would say what another one says already."""
    if relation:
        return
    became = (start if start >= 0 else coding.start, end if end >= 0 else coding.end, code or coding.code)
    others: Iterable[Coding] = (c for c in bench.state.codings if c.id != coding.id and c.relation == coding.relation)
    if any((c.start, c.end, c.code) == became for c in others):
        raise CodingError(
            f"{bench.text.id}, offset {became[0]}: a coder puts a code on the same words once (got {became[2]!r} "
            "again). Remove one of the two instead."
        )
