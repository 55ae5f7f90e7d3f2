"""Append-only journals: one line per act, canonical JSON, chained by hash.

`codings/<coder>/<source>.jsonl`. An act is written, flushed to the disk and only then acknowledged. A torn last line
(the machine stopped in the middle of a write, so its newline is missing) is passed over and kept aside at the next
append; any other broken line is an error. Where two branches of work met in one file, a `merge` act names both heads;
order follows `prev`, not the lines.

Who was stopped before the acknowledgement does not know whether the act stands, and sends it again, as it was: where it
stands already, it is not written twice.
"""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import hashlib
import heapq
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock

from analysis.coding.disk import told, write_again, write_lines
from analysis.errors import CodingError, Problem, TableError
from analysis.model import Act
from analysis.tables import as_problem, canonical_json, sha256

ORIGIN = "0" * 64
"""What the first act of a journal names as the one before it."""
OPERATIONS = (
    "add",
    "remove",
    "recode",
    "move",
    "memo",
    "relate",
    "accept",
    "reject",
    "rule",
    "anchor",
    "merge",
    "close",
    "undo",
    "propose",
    "reopen",
    "unblind",
)
CLOSE, REOPEN, UNBLIND = "close", "reopen", "unblind"
"""A pass ends; it goes on; somebody looks at passes that have not ended."""
_TYPES = {f.name: str(f.type) for f in dataclasses.fields(Act)}
_ONE_END = "a journal has one end"


@dataclass(frozen=True, slots=True)
class Journal:
    """What a journal file holds: the acts in the order of the chain, its heads, and what is wrong with it."""

    path: Path
    acts: tuple[Act, ...] = ()
    heads: tuple[str, ...] = (ORIGIN,)
    problems: tuple[Problem, ...] = ()
    torn: str = ""
    size: int = 0
    """Bytes up to the end of the last good line."""
    whole: bool = True
    """Whether that line has its newline, or there is none."""
    digest: str = ""
    """SHA-256 of these bytes; empty where they are not to be trusted."""

    @property
    def closed(self) -> bool:
        """Whether the journal was closed and not opened again."""
        return next((act.op == CLOSE for act in reversed(self.acts) if act.op in (CLOSE, REOPEN)), False)


def to_line(act: Act) -> str:
    """The act as one line of canonical JSON; empty fields are absent."""
    return canonical_json(_content(act))


def hash_act(act: Act) -> str:
    """SHA-256 of `prev`, a newline and the line without `prev` and `hash` (F37's rule)."""
    content = {key: value for key, value in _content(act).items() if key not in ("prev", "hash")}
    return sha256(f"{act.prev}\n{canonical_json(content)}")


def seal(act: Act, prev: str) -> Act:
    """The act with its place in the chain."""
    placed = dataclasses.replace(act, prev=prev)
    return dataclasses.replace(placed, hash=hash_act(placed))


def parse_line(line: str) -> Act:
    """One line as an act.

    Raises
    ------
    CodingError
        No JSON object, a field that is unknown or of the wrong kind, an unknown operation.
    """
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise CodingError(f"a line is one JSON object ({error})") from error
    if not isinstance(data, dict):
        raise CodingError(f"a line is one JSON object (got {type(data).__name__})")
    unknown = sorted(set(data) - set(_TYPES))
    if unknown:
        raise CodingError(f"a field of an act is one of {', '.join(_TYPES)} (got {', '.join(unknown)})")
    missing = [key for key in ("seq", "at", "by", "op", "prev", "hash") if key not in data]
    if missing:
        raise CodingError(f"an act names seq, at, by, op, prev and hash (no {', '.join(missing)})")
    for key, value in data.items():
        kind: type = int if _TYPES[key] == "int" else dict if _TYPES[key].startswith("Mapping") else str
        if not isinstance(value, kind) or isinstance(value, bool):
            raise CodingError(f"{key} is {_KINDS[kind]} (got {value!r})")
        texts = value.values() if isinstance(value, dict) and _TYPES[key] == "Mapping[str, str]" else ()
        if not all(isinstance(text, str) for text in texts):
            raise CodingError(f"{key} holds texts (got {value!r})")
    if data["op"] not in OPERATIONS:
        raise CodingError(f"an operation is one of {', '.join(OPERATIONS)} (got {data['op']!r})")
    return Act(**data)


_KINDS: Mapping[type, str] = {int: "a whole number", str: "text", dict: "an object"}


def read_journal(path: Path, *, name: str = "", known: Journal | None = None) -> Journal:
    """What does the journal say? Problems are gathered; a torn last line is a warning, a broken line an error.

    `known` is the journal as it was read before: where its bytes still stand, only what came after them is read.
    """
    name = name or path.name
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return Journal(path)
    except OSError as error:
        step = "See that it is a file and may be opened."
        return Journal(path, problems=(Problem(name, 0, "a journal can be read", error.strerror or "", step),))
    longer = _read_on(raw, name, known) if known else None
    if longer:
        return longer
    try:
        text, torn = _split_torn(raw, name)
    except TableError as error:
        return Journal(path, problems=(as_problem(error, name),))
    problems: list[Problem] = []
    if torn:
        row = text.count("\n") + 1
        problems.append(
            Problem(
                name,
                row,
                "the last line is whole",
                f"{torn[:40]!r}",
                "It was never acknowledged; reading goes on without it, and the next act keeps it in "
                f"{path.name}.torn.",
                "warning",
            )
        )
    acts = _read_lines(text, name, problems)
    order, heads, lost = _chain(acts)
    problems += [
        Problem(
            name,
            0,
            "each act names the one before it",
            f"act {act.seq} ({act.op}) follows {act.prev[:12]}, which is not here",
            "Lines are missing: restore them from a copy or from git.",
        )
        for act in lost[:3]
    ]
    if len(heads) > 1 and not lost:
        problems.append(
            Problem(
                name,
                0,
                _ONE_END,
                f"{len(heads)} branches",
                "Two copies were written apart: run jenjang merge to join them.",
            )
        )
    size, whole = len(text.encode("utf-8")), not text or text.endswith("\n")
    digest = "" if any(p.level == "error" for p in problems) else hashlib.sha256(raw[:size]).hexdigest()
    return Journal(path, tuple(order), heads or (ORIGIN,), tuple(problems), torn, size, whole, digest)


def _read_on(raw: bytes, name: str, known: Journal) -> Journal | None:
    """The journal with what was added to it; None where it is not the known one with acts after its end."""
    if not known.digest or not known.whole or hashlib.sha256(raw[: known.size]).hexdigest() != known.digest:
        return None
    try:
        text, torn = _split_torn(raw[known.size :], name)
        if torn:
            return None
        added = [_tested(line.rstrip("\r")) for line in text.split("\n") if line.strip()]
    except (TableError, CodingError):
        return None
    prev = known.heads[0]
    for act, belongs in added:
        if act.prev != prev or belongs != act.hash or act.merges:
            return None
        prev = act.hash
    if not added:
        return dataclasses.replace(known, problems=(), torn="") if known.problems or known.torn else known
    acts, digest = (*known.acts, *(act for act, _ in added)), hashlib.sha256(raw).hexdigest()
    return Journal(known.path, acts, (prev,), (), "", len(raw), text.endswith("\n"), digest)


def _read_lines(text: str, name: str, problems: list[Problem]) -> dict[str, Act]:
    """The acts by hash; a line that stands twice, as after a join of two copies, counts once."""
    acts: dict[str, Act] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            act, belongs = _tested(line.rstrip("\r"))
        except CodingError as error:
            problems.append(Problem(name, number, str(error), line[:40], "Restore the line from a copy or from git."))
            continue
        if belongs != act.hash:
            came = f"{act.hash[:12]} where {belongs[:12]} belongs"
            step = "The line was changed after it was written: restore it from a copy or from git."
            problems.append(Problem(name, number, "the hash fits the line", came, step))
        acts.setdefault(act.hash, act)
    return acts


@functools.lru_cache(maxsize=2**15)
def _tested(line: str) -> tuple[Act, str]:
    """The act of a line, and the hash that belongs to it; a line that was read before is not worked out again."""
    act = parse_line(line)
    return act, hash_act(act)


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
        broken = [p for p in journal.problems if p.level == "error" and p.rule != _ONE_END]
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


def _split_torn(raw: bytes, name: str) -> tuple[str, str]:
    """The whole lines, and what a stopped write left behind them.

    A last line that is JSON without its newline is whole: no part of an object is an object.
    """
    cut = raw.rfind(b"\n") + 1
    tail = raw[cut:].decode("utf-8", "surrogateescape")
    return (_decode(raw, name), "") if not tail or _is_json(tail) else (_decode(raw[:cut], name), tail)


def _is_json(line: str) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def _decode(raw: bytes, name: str) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise TableError(
            f"{name}, line {line}: a journal is UTF-8 (got byte 0x{raw[error.start]:02x}). "
            "Restore the line from a copy or from git."
        ) from error


def _chain(acts: Mapping[str, Act]) -> tuple[list[Act], tuple[str, ...], list[Act]]:
    """The acts in order, the ends, and acts whose forerunner is missing.

    An act follows the one it names; of two branches, the earlier act comes first.
    """
    if all(act.prev == key and not act.merges for act, key in zip(acts.values(), (ORIGIN, *acts), strict=False)):
        return list(acts.values()), tuple(acts)[-1:], []  # one branch, as it was written
    lost = [
        act
        for act in acts.values()
        if (act.prev != ORIGIN and act.prev not in acts) or (act.merges and act.merges not in acts)
    ]
    followed = {act.prev for act in acts.values()} | {act.merges for act in acts.values() if act.merges}
    heads = tuple(sorted(key for key in acts if key not in followed))
    after: dict[str, list[str]] = {}
    waits: dict[str, int] = {}
    for key, act in acts.items():
        before = {name for name in (act.prev, act.merges) if name in acts}
        waits[key] = len(before)
        for name in before:
            after.setdefault(name, []).append(key)
    ready = [(acts[key].at, acts[key].seq, key) for key, count in waits.items() if not count]
    heapq.heapify(ready)
    order: list[Act] = []
    while ready:
        key = heapq.heappop(ready)[2]
        order.append(acts[key])
        for name in after.get(key, ()):
            waits[name] -= 1
            if not waits[name]:
                heapq.heappush(ready, (acts[name].at, acts[name].seq, name))
    return order, heads, lost


def _content(act: Act) -> dict[str, Any]:
    """The fields that say something."""
    data: dict[str, Any] = {}
    for key in _TYPES:
        value = getattr(act, key)
        if key in ("start", "end"):
            if value >= 0:
                data[key] = value
        elif value or key == "seq":
            data[key] = dict(value) if isinstance(value, Mapping) else value
    return data
