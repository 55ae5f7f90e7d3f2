"""Append-only journals as they are read: one line per act, canonical JSON, chained by hash.

`codings/<coder>/<source>.jsonl`. A torn last line (the machine stopped in the middle of a write, so its newline is
missing) is passed over; any other broken line is an error. Where two branches of work met in one file, a `merge` act
names both heads; order follows `prev`, not the lines. How a journal is written stands in `analysis.coding.writing`.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import heapq
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
ONE_END = "a journal has one end"


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
                ONE_END,
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
