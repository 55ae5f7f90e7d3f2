"""What did people decide about convergence, against what the rule proposed, and how do dissonances end? (F08 to F10)

The rule proposes, a person decides; where the two differ a rationale is due. Readers decide alone first; what they
decided then is kept and compared, and does not stand until they agree.

Source: Farmer, Robinson, Elliott and Eyles (2006), doi:10.1177/1049732305285708, steps two and five.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.agreement.alpha import Alpha, nominal_alpha, share_equal
from analysis.errors import Problem
from analysis.model import Words, words_in
from analysis.triangulation.convergence import DISSONANCE
from analysis.triangulation.judged import Decision, SilenceMark
from analysis.triangulation.profiles import Profile

RULE, DECIDED, DIFFER = "rule", "decided", "readers differ"
DECISION_COLUMNS: tuple[str, ...] = ("proposed", "decided", "basis", "by", "rationale", "ended", "ending")
SILENCE_COLUMNS: tuple[str, ...] = ("theme", "set", "n", "silence", "speak", "mark", "rationale", "by")
_SAY = "Write rationale, or decide as proposed."


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands for a pair of sets on a theme: the decision, or None where readers still differ; and who decided."""

    decision: Decision | None
    readers: tuple[str, ...]


Cell = tuple[str, frozenset[str]]
"""A theme and two sets."""


def standing(decisions: Iterable[Decision]) -> dict[Cell, Standing]:
    """Which decision stands for each theme and pair of sets?

    What was decided after the talk goes before what was decided alone. Readers who decided alike stand together; where
    they do not, nothing stands. One reader's decision before the talk stands for nothing yet and has no entry.
    """
    cells: dict[Cell, list[Decision]] = {}
    for decision in decisions:
        cells.setdefault((decision.theme, frozenset(decision.sets)), []).append(decision)
    found: dict[Cell, Standing] = {}
    for cell, made in cells.items():
        after = [d for d in made if not d.alone]
        counted = sorted(after or made, key=lambda d: d.by)
        if not after and len(counted) < 2:
            continue
        alike = len({d.decided for d in counted}) == 1
        spoken = [d for d in counted if d.ended] or counted
        found[cell] = Standing(spoken[0] if alike else None, tuple(d.by for d in counted))
    return found


def with_decisions(pairs: pd.DataFrame, decisions: Iterable[Decision], language: str = "en") -> pd.DataFrame:
    """The convergence coding matrix with what people decided.

    Parameters
    ----------
    pairs : one row per theme and pair of sets, as `convergence` gives it

    Returns
    -------
    the same frame, where `outcome` is what was decided, else what the rule proposes, and the columns proposed (the
    rule's outcome), decided (empty where nothing is), basis (rule, decided, or readers differ), by, rationale, ended
    (explained, scoped, left open, or empty) and ending (how, in words)
    """
    found = standing(decisions)
    rows = []
    for theme, one, other, proposed in pairs[["theme", "set_1", "set_2", "outcome"]].itertuples(index=False):
        stands = found.get((theme, frozenset((one, other))))
        entry = stands.decision if stands else None
        basis = RULE if stands is None else DECIDED if entry else DIFFER
        by = ", ".join(stands.readers) if stands else ""
        said = [words_in(part, language) for part in (entry.rationale, entry.text)] if entry else ["", ""]
        rows.append(
            (proposed, entry.decided if entry else "", basis, by, said[0], entry.ended if entry else "", said[1])
        )
    extra = pd.DataFrame(rows, columns=list(DECISION_COLUMNS), index=pairs.index, dtype=object)
    outcome = extra["decided"].where(extra["basis"] == DECIDED, extra["proposed"])
    result = pairs.assign(outcome=outcome.where(outcome.notna(), None), **{c: extra[c] for c in DECISION_COLUMNS})
    result.attrs = dict(pairs.attrs)
    return result


def open_dissonances(pairs: pd.DataFrame) -> pd.DataFrame:
    """Which dissonances and contradictions have no ending yet? The rows of a decided matrix where `ended` is empty."""
    due = (pairs["outcome"] == DISSONANCE) | pairs["contradiction"]
    return pairs[due & (pairs["ended"] == "")].reset_index(drop=True)


def check_decisions(pairs: pd.DataFrame, decisions: Sequence[Decision]) -> Iterator[Problem]:
    """Does each decision give its reason where it departs from the rule, and an ending where sets contradict?

    A decision that stood on a proposal which is no longer the rule's wants a second look: a warning.
    """
    rows = {
        (theme, frozenset((one, other))): (proposed or "", bool(against))
        for theme, one, other, proposed, against in pairs[
            ["theme", "set_1", "set_2", "outcome", "contradiction"]
        ].itertuples(index=False)
    }
    for entry in decisions:
        where = f"{entry.theme}, {' and '.join(entry.sets)}"
        if (entry.theme, frozenset(entry.sets)) not in rows:
            step = "See study.convergence(tiers=['core', 'extended'])."
            yield Problem(entry.file, entry.line, "a decision is about a pair that is compared", where, step, "warning")
            continue
        proposed, against = rows[(entry.theme, frozenset(entry.sets))]
        if not entry.alone:  # who decides alone is not to look at the rule
            yield from due_rationale(entry, proposed, entry.decided, where)
        if against and not entry.alone and not entry.ended:
            rule = f"{where}: a contradiction ends in explained, scoped or left open"
            yield Problem(entry.file, entry.line, rule, "nothing", "Write ended, and text in each language.")


def due_rationale(entry: object, proposed: str, decided: str, where: str) -> Iterator[Problem]:
    """A rationale where what was decided is not what the rule proposed; a second look where the rule now says other.

    `entry` has file, line, proposed and rationale, as every record with a proposal has.
    """
    file, line = str(getattr(entry, "file", "")), int(getattr(entry, "line", 0))
    then, rationale = str(getattr(entry, "proposed", "")), getattr(entry, "rationale", {})
    if decided != (then or proposed) and not any(rationale.values()):
        rule = f"{where}: a decision that departs from the rule has a rationale"
        yield Problem(file, line, rule, f"{decided}, proposed {then or proposed or 'nothing'}", _SAY)
    if then and then != (proposed or "none"):
        rule = f"{where}: the rule proposes what it did when this was decided"
        step = "Read the cell again; then write what the rule proposes now into proposed."
        yield Problem(file, line, rule, f"{then} then, {proposed or 'none'} now", step, "warning")


def silences(
    profiles: Mapping[str, Mapping[str, Profile]], marks: Iterable[SilenceMark], language: str = "en"
) -> pd.DataFrame:
    """Which sets are silent on which theme, of what kind is the silence, and was it to be expected?

    A surprising silence is a lead, not a gap.

    Returns
    -------
    frame, one row per theme and silent set: n able to speak, silence (its kind), speak (how many other sets speak),
    mark (expected, surprising, or empty where nobody judged), rationale, by
    """
    marked = {(m.theme, m.set): m for m in marks}
    rows = []
    for theme, sets in profiles.items():
        speak = sum(profile.k > 0 for profile in sets.values())
        for name, profile in sets.items():
            if profile.k:
                continue
            mark = marked.get((theme, name))
            said: tuple[str, Words, str] = (mark.mark, mark.rationale, mark.by) if mark else ("", {}, "")
            row = (theme, name, profile.n, profile.silence, speak)
            rows.append((*row, said[0], words_in(said[1], language), said[2]))
    return pd.DataFrame(rows, columns=list(SILENCE_COLUMNS))


# --- researcher comparison (F10) -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReaderComparison:
    """How far readers agreed before they talked (F10): alpha for names, the part of cells alike, and who compared what.

    `alpha` has no value, and says why, where no two readers decided the same cell alone.
    """

    readers: tuple[str, ...]
    alpha: Alpha
    equal: float | None


def compare_readers(cells: pd.DataFrame) -> ReaderComparison:
    """Did readers who decided alone decide alike? (F10)

    Parameters
    ----------
    cells : frame, one row per cell, one column per reader; a code of F08, or missing
    """
    return ReaderComparison(tuple(map(str, cells.columns)), nominal_alpha(cells), share_equal(cells))


def reader_cells(decisions: Iterable[Decision], stage: str = "before") -> pd.DataFrame:
    """What did each reader decide, before the talk or after it?

    Returns
    -------
    frame, one row per theme, set_1 and set_2 (its index, sorted), one column per reader; None where a reader left the
    cell out
    """
    alone = stage == "before"
    rows = [(d.theme, *sorted(d.sets), d.by, d.decided) for d in decisions if d.alone == alone]
    keys = ["theme", "set_1", "set_2"]
    frame = pd.DataFrame(rows, columns=[*keys, "by", "decided"], dtype=object)
    table = frame.set_index([*keys, "by"])["decided"].unstack("by") if rows else frame.set_index(keys).iloc[:, :0]
    table.columns.name = None
    return table.astype(object).where(table.notna(), None)


def reader_differences(decisions: Sequence[Decision]) -> pd.DataFrame:
    """Where did readers differ before they talked, and what came of it?

    Returns
    -------
    frame, one row per cell that at least two readers decided alone and not alike: theme, set_1, set_2, before (each
    reader's code), after (what stands, or empty while they differ), rationale
    """
    stands = standing(decisions)
    cells = reader_cells(decisions)
    differ = cells[cells.nunique(axis=1) > 1] if len(cells) else cells
    rows = []
    for (theme, one, other), codes in zip(differ.index, differ.to_dict("records"), strict=True):
        now = stands.get((theme, frozenset((one, other))))
        entry = now.decision if now else None
        before = ", ".join(f"{reader}: {code}" for reader, code in codes.items() if code)
        rationale = words_in(entry.rationale, "en") if entry else ""
        rows.append((theme, one, other, before, entry.decided if entry else "", rationale))
    return pd.DataFrame(rows, columns=["theme", "set_1", "set_2", "before", "after", "rationale"])
