"""Where does a question lead that begins in one kind of source? Following a thread through the others (F11).

Source: O'Cathain, Murphy and Nicholl (2010), BMJ 341, c4587, doi:10.1136/bmj.c4587.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from analysis.model import words_in
from analysis.triangulation.judged import Step, Thread
from analysis.triangulation.profiles import Profile

SUPPORTS, CONTRADICTS, EXTENDS, SILENT, CANNOT_KNOW = "supports", "contradicts", "extends", "silent", "cannot_know"
THREAD_COLUMNS: tuple[str, ...] = (
    "thread",
    "question",
    "theme",
    "origin",
    "sets",
    "visited",
    "share",
    "done",
    "missing",
)
STEP_COLUMNS: tuple[str, ...] = (
    "thread",
    "set",
    "query",
    "proposed",
    "decided",
    "outcome",
    "rationale",
    "segments",
    "memo",
    "by",
)


def propose_step(origin: Profile, other: Profile) -> str:
    """What may following the thread from one set into another give?

    Returns
    -------
    cannot_know (nobody able to speak), silent, contradicts or supports (both take a side), else extends: the other set
    speaks and takes no side, as a norm does. Reading decides; this is where to begin.
    """
    if not other.n:
        return CANNOT_KNOW
    if not other.k:
        return SILENT
    together = (origin.stance or 0) * (other.stance or 0)
    return CONTRADICTS if together < 0 else SUPPORTS if together > 0 else EXTENDS


def steps_frame(
    threads: Iterable[Thread],
    steps: Iterable[Step],
    profiles: Mapping[str, Mapping[str, Profile]],
    language: str = "en",
) -> pd.DataFrame:
    """What did following each thread into each other set give?

    Parameters
    ----------
    profiles : theme -> set -> profile, for the themes of the threads

    Returns
    -------
    frame, one row per thread and set other than its origin: query, proposed (by rule), decided (empty where there is
    no step yet), outcome (decided; `cannot_know` by itself where the set has no material; else empty: not visited),
    rationale, segments (references joined by `; `), memo, by
    """
    taken = {(step.thread, step.set): step for step in steps}
    rows = []
    for thread in threads:
        sets = profiles.get(thread.theme, {})
        origin = sets.get(thread.origin, Profile(0, 0))
        for name, profile in sets.items():
            if name == thread.origin:
                continue
            proposed = propose_step(origin, profile)
            step = taken.get((thread.id, name))
            if step is None:
                outcome = CANNOT_KNOW if proposed == CANNOT_KNOW else ""
                rows.append((thread.id, name, "", proposed, "", outcome, "", "", "", ""))
                continue
            said = words_in(step.rationale, language), "; ".join(step.segments), words_in(step.memo, language)
            rows.append((thread.id, name, step.query, proposed, step.decided, step.decided, *said, step.by))
    return pd.DataFrame(rows, columns=list(STEP_COLUMNS))


def threads_frame(threads: Sequence[Thread], steps: pd.DataFrame, language: str = "en") -> pd.DataFrame:
    """How far was each thread followed?

    Parameters
    ----------
    steps : as `steps_frame` gives it

    Returns
    -------
    frame, one row per thread: question, theme, origin, sets (other sets), visited (with an outcome), share (visited /
    sets, missing where there is no other set), done (all visited), missing (the sets still to visit)
    """
    rows = []
    for thread in threads:
        own = steps[steps["thread"] == thread.id]
        waiting = own.loc[own["outcome"] == "", "set"]
        n, visited = len(own), len(own) - len(waiting)
        said = (thread.id, words_in(thread.question, language), thread.theme, thread.origin)
        rows.append((*said, n, visited, visited / n if n else None, not len(waiting), ", ".join(waiting)))
    frame = pd.DataFrame(rows, columns=list(THREAD_COLUMNS))
    return frame.astype({"sets": int, "visited": int, "share": float, "done": bool})
