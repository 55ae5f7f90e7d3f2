"""Where do the coders of a source differ, side by side, and which act settles one difference?

Nobody sees another's work before all have finished: that is when a journal is closed. Who looks earlier says so in the
own journal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from analysis.adjudication import Difference, differences
from analysis.coding.fold import OTHERS
from analysis.coding.journal import UNBLIND
from analysis.desk.edits import Args, Bench, Maker
from analysis.desk.passes import Passes
from analysis.errors import CodingError
from analysis.model import Act, Coding
from analysis.study.acts import ruling_act
from analysis.study.handle import Study
from analysis.study.loaded import CODERS, SUGGESTER, Loaded, slug

ADJUDICATOR = "adjudicator"
ROLES = ("coder", ADJUDICATOR)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What each coder put on a source, where they differ, and who had not finished when it was opened."""

    by_coder: Mapping[str, tuple[Coding, ...]]
    differences: tuple[Difference, ...]
    waiting: tuple[str, ...] = ()


def role_at(loaded: Loaded, coder: str, *, role: str, mode: str) -> str:
    """The part in which somebody sits down: as listed in codings/coders.csv; who is new says it.

    Raises
    ------
    CodingError
        The name is none that a coder can have; the role is none, or not the listed one; or somebody who is no
        adjudicator wants to compare.
    """
    if not slug(coder) or coder == SUGGESTER:  # said before the first word is coded, and before a page is written
        raise CodingError(
            f"a coder's name is letters, digits, '.', '_' and '-', and not {SUGGESTER!r} (got {coder!r}). "
            "Choose another."
        )
    listed = loaded.coders.get(coder)
    if role and role not in ROLES:
        raise CodingError(f"a role is one of {', '.join(ROLES)} (got {role!r}). Write one of them.")
    if listed and role and role != listed.role:
        raise CodingError(f"{CODERS}: {coder!r} is listed as {listed.role} (got {role!r}). Leave role out.")
    found = listed.role if listed else role or "coder"
    if mode == "compare" and found != ADJUDICATOR:
        raise CodingError(_no_judge(loaded, coder, listed=bool(listed)))
    return found


def _no_judge(loaded: Loaded, coder: str, *, listed: bool) -> str:
    judges = ", ".join(name for name, entry in loaded.coders.items() if entry.role == ADJUDICATOR)
    if listed:
        step = f"Ask {judges}." if judges else 'Ask somebody who did not code, and open with role="adjudicator".'
        return (
            f"{CODERS}: differences are settled by an adjudicator, who does not judge passes of their own (got "
            f"{coder!r}, a coder). {step}"
        )
    step = f" Or ask {judges}." if judges else ""
    return (
        f"{CODERS}: differences are settled by an adjudicator (got {coder!r}, who is new here). If that is the part, "
        f'say so: role="adjudicator".{step}'
    )


def compare(study: Study, passes: Passes, source: str, *, blind: bool = True) -> Comparison:
    """The coders of a source side by side. Who never began it is neither compared nor waited for.

    Raises
    ------
    CodingError
        Fewer than two coded the source; or, unless `blind` is given up, somebody has begun and not finished.
    """
    by_coder = {name: study.compared(name, source) for name in passes.coded}
    if len(by_coder) < 2:
        came = ", ".join(by_coder) or "nobody"
        raise CodingError(f"{source}: two coders are compared (got {came}). Let a second one code it.")
    if blind and passes.waiting:
        done = ", ".join(passes.finished) or "nobody yet"
        raise CodingError(
            f"{source}: coders are compared when all who began have finished (waits for {', '.join(passes.waiting)}; "
            f"finished: {done}). They press Finish at their desk. If their passes were not blind anyway, "
            "blind=False opens it now; that is recorded in your journal."
        )
    kept = str(study.config.thresholds["kept_span"])
    return Comparison(by_coder, tuple(differences(by_coder, kept_span=kept)), passes.waiting)


def unblind(waiting: tuple[str, ...], bench: Bench, args: Args) -> list[Act]:
    """Blindness given up: a comparison is opened before these have finished. What stands already is not said again."""
    said = {name for sight in bench.state.sights if sight.op == UNBLIND for name in sight.others}
    new = sorted(set(waiting) - said)
    return [bench.plain(UNBLIND, attributes={OTHERS: ",".join(new)})] if new else []


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
