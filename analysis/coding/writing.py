"""How is an act put into a journal? Written, flushed to the disk, and only then acknowledged.

A torn last line is kept aside at the next append. Who was stopped before the acknowledgement does not know whether the
act stands, and sends it again, as it was: where it stands already, it is not written twice.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from filelock import FileLock

from analysis.coding.disk import told, write_again, write_lines
from analysis.coding.journal import ONE_END, REOPEN, UNBLIND, Journal, hash_act, parse_line, read_journal, seal, to_line
from analysis.errors import CodingError
from analysis.model import Act


def append(path: Path, acts: Iterable[Act], *, lock: Path) -> list[Act]:
    """Write acts at the end of a journal, flushed to the disk, and give them back sealed (see `extend`)."""
    acts = list(acts)
    return extend(path, lambda journal: acts, lock=lock)[1]


def extend(
    path: Path, make: Callable[[Journal], Iterable[Act]], *, lock: Path, known: Journal | None = None
) -> tuple[Journal, list[Act]]:
    """Write acts at the end of a journal, flushed to the disk; the journal as it is then, and the acts sealed.

    That they are given back is the acknowledgement. `make` is given the journal as it stands while nobody else can
    write, so that what it makes fits what others wrote. The numbers `seq`, `prev` and `hash` are set here. A torn last
    line moves to `<file>.torn` first. The whole batch is written in one go: after a crash a reader finds a prefix of
    it. Acts that stand already, because they are sent again after no acknowledgement came, are flushed once more and
    given back as they stand.

    After a failed write or flush the file is cut back to what it held before. The next append, by whomever, reads the
    journal anew from the disk and tests every hash before it goes on.

    Raises
    ------
    CodingError
        The journal is broken, closed (and not reopened by these acts), or has two ends; or an act could not be read
        back (no time, an unknown operation, a value that is no text); or the disk is full, read-only or failing.
        Nothing is acknowledged then.
    """
    with told(path), _locked(lock):
        journal = read_journal(path, known=known)
        broken = [p for p in journal.problems if p.level == "error"]
        if broken:
            raise CodingError(str(broken[0]))
        acts = list(make(journal))
        standing = _standing(acts, journal)
        if standing:
            write_again(path, path.read_bytes()[: journal.size])
        fresh = acts[len(standing) :]
        if journal.closed and not _may_follow(fresh):
            raise CodingError(
                f"{path.name}: a closed journal takes no more acts (got {len(fresh)}). Reopen the pass first."
            )
        sealed: list[Act] = []
        prev, seq = journal.heads[0], max((act.seq for act in journal.acts), default=0)
        for number, act in enumerate(fresh, start=seq + 1):
            sealed.append(seal(dataclasses.replace(act, seq=number), prev))
            prev = sealed[-1].hash
        lines = "".join(f"{_readable(act, path)}\n" for act in sealed)
        if lines:
            _write(path, lines, journal)
            journal = read_journal(path, known=journal)
    return journal, [*standing, *sealed]


def _may_follow(acts: Sequence[Act]) -> bool:
    """Whether these acts may be written after a close: once it is reopened all, before that what tells of blindness."""
    first = next((act for act in acts if act.op != UNBLIND), None)
    return first is None or first.op == REOPEN


def _standing(acts: Sequence[Act], journal: Journal) -> list[Act]:
    """The first of the acts, as far as they are the journal's last word on the codings they are about."""
    about = {act.id for act in acts}
    last = [act for act in journal.acts if act.id in about]
    for count in range(min(len(acts), len(last)), 0, -1):
        if [_unsealed(act) for act in last[-count:]] == [_unsealed(act) for act in acts[:count]]:
            return last[-count:]
    return []


def _unsealed(act: Act) -> Act:
    return dataclasses.replace(act, seq=0, prev="", hash="")


@contextlib.contextmanager
def _locked(lock: Path) -> Iterator[None]:
    """One writer at a time; the lock of a process that was killed is free."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(str(lock)):
        yield


def merge(path: Path, *, by: str, at: str, lock: Path) -> Act | None:
    """Join the two ends of a journal that was written apart; None where it has one end.

    Raises
    ------
    CodingError
        The journal has more than two ends, or it is broken; or the disk is full, read-only or failing.
    """
    with told(path), _locked(lock):
        journal = read_journal(path)
        broken = [p for p in journal.problems if p.level == "error" and p.rule != ONE_END]
        if broken:
            raise CodingError(str(broken[0]))
        if len(journal.heads) == 1:
            return None
        if len(journal.heads) > 2:
            raise CodingError(
                f"{path.name}: a merge joins two ends (got {len(journal.heads)}). Bring the branches in one by one, "
                "and merge after each."
            )
        seq = max(act.seq for act in journal.acts) + 1
        first, second = journal.heads
        act = seal(Act(seq=seq, at=at, by=by, op="merge", merges=second), first)
        _write(path, f"{_readable(act, path)}\n", journal)
    return act


def _readable(act: Act, path: Path) -> str:
    """The act's line, once it is sure that it can be read back."""
    line = to_line(act)
    try:
        if hash_act(parse_line(line)) != act.hash:
            raise CodingError(f"what is read back differs (got {line[:40]})")
    except CodingError as error:
        raise CodingError(f"{path.name}: act {act.seq} ({act.op}) cannot be written: {error}. Mend the act.") from error
    return line


def _write(path: Path, lines: str, journal: Journal) -> None:
    """Put lines behind the last good one, which may lack its newline."""
    gap = "" if journal.whole else "\n"
    torn = journal.torn.encode("utf-8", "surrogateescape")
    write_lines(path, f"{gap}{lines}".encode(), size=journal.size, torn=torn)
