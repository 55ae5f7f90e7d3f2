"""Where do the coders of a source differ, side by side, and which act settles one difference?

Nobody sees another's work before all have finished: that is when a journal is closed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from analysis.adjudication import Difference, differences
from analysis.desk.edits import Args, Bench, Maker
from analysis.errors import CodingError
from analysis.model import Act, Coding
from analysis.study.acts import ruling_act
from analysis.study.handle import Study


@dataclass(frozen=True, slots=True)
class Comparison:
    """What each coder put on a source, and where they differ."""

    by_coder: Mapping[str, tuple[Coding, ...]]
    differences: tuple[Difference, ...]


def compare(study: Study, source: str, coder: str, *, blind: bool = True) -> Comparison:
    """The coders of a source side by side.

    Raises
    ------
    CodingError
        `coder` is listed and no adjudicator; fewer than two coded the source; or, unless `blind` is given up, somebody
        has not finished.
    """
    loaded = study.loaded
    judges = {name for name, entry in loaded.coders.items() if entry.role == "adjudicator"}
    listed = loaded.coders.get(coder)
    if listed and coder not in judges:
        raise CodingError(
            f"codings/coders.csv: differences are settled by an adjudicator (got {coder!r}, a {listed.role}). "
            "Use another name."
        )
    states = {name: s for (name, of), s in loaded.states.items() if of == source and name not in judges}
    by_coder = {name: study.compared(name, source) for name, s in states.items() if s.codings or s.done}
    if len(by_coder) < 2:
        came = ", ".join(by_coder) or "nobody"
        raise CodingError(f"{source}: two coders are compared (got {came}). Let a second one code it.")
    waiting = [name for name in by_coder if not states[name].done]
    if blind and waiting:
        raise CodingError(
            f"{source}: coders are compared when all have finished (not yet: {', '.join(waiting)}). They press Finish "
            "at their desk; where the passes were not blind, open the desk with blind=False."
        )
    kept = str(study.config.thresholds["kept_span"])
    return Comparison(by_coder, tuple(differences(by_coder, kept_span=kept)))


def rule(comparison: Comparison, bench: Bench, args: Args) -> list[Act]:
    """One difference settled, with its type and reason."""
    of = str(args.get("of", ""))
    entry = next((d for d in comparison.differences if d.of == of), None)
    if entry is None:
        raise CodingError(f"{bench.text.id}: a ruling is about a difference (got {of!r}). Choose one from the list.")
    span = args.get("span") or {}
    where = bench.anchor(span).segment if span else None
    return [
        ruling_act(
            bench.loaded,
            bench.text.id,
            coder=bench.coder,
            about=entry.coding,
            outcome=str(args.get("outcome", "")),
            difference=str(args.get("difference", "")),
            reason=str(args.get("reason", "")),
            attributes=args.get("attributes") or {},
            facet=str(args.get("facet", "")),
            start=where.start if where else -1,
            end=where.end if where else -1,
            at=bench.moment,
        )
    ]


def unrule(bench: Bench, args: Args) -> list[Act]:
    """A ruling taken back."""
    id = str(args.get("id", ""))
    if id not in {ruling.id for ruling in bench.state.rulings}:
        raise CodingError(f"{bench.text.id}: a ruling that is taken back stands in the journal (got {id!r}).")
    return [bench.plain("remove", id=id)]


def rulings(comparison: Comparison) -> dict[str, Maker]:
    """The moves of an adjudicator."""
    return {"rule": partial(rule, comparison), "unrule": unrule}
