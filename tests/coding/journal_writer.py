"""A program that does nothing but write acts and say which are saved; and how it is stopped, or its disk fails.

    python journal_writer.py ORDER      one writer (JSON)
    python journal_writer.py < orders   a list of writers (JSON) a line; each line is answered by one of exit codes

It imports the journal alone. Each writer of a list is a process of its own, forked and, where the order says so,
killed from outside after some milliseconds. A writer's `faults` say at which call to the system it dies or is refused.
"""

from __future__ import annotations

import errno
import json
import os
import random
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis.coding import disk
from analysis.coding.writing import append
from analysis.errors import CodingError
from analysis.model import Act

REFUSED = 3
"""Exit code of a writer whose act was refused."""
WATCHED = ("open", "write", "fsync", "ftruncate", "close")
WORDS = ("café", "👍🏽", "naik pangkat", "tahu-tahu sudah dilantik", "ok", "dir\nundur", "„“")


def act(who: str, number: int) -> Act:
    """The act with this number: always the same one, of some 200 to 20,000 bytes."""
    rng = random.Random(f"{who} {number}")
    quote = " ".join(rng.choices(WORDS, k=rng.choice((1, 4, 20, 900) if number % 9 == 0 else (1, 4, 20))))
    return Act(
        *(0, f"2024-05-06T07:08:09.{number:06d}Z", who, "add"),
        **{"id": f"{who}-{number}", "source": "S01", "code": "A", "quote": quote, "start": number, "end": number + 9},
    )


class FaultyDisk:
    """The system's calls as `analysis.coding.disk` makes them, some of which fail.

    A fault is `{"call": one of WATCHED or "any", "nth": from 1, "when": "before", "part" or "after", "do": ...}`;
    `part` is the share of the bytes that are written first; `do` is "kill", "short" or the name of an error.
    """

    def __init__(self, faults: Sequence[Mapping[str, Any]]) -> None:
        self.faults = faults
        self.counts = dict.fromkeys((*WATCHED, "any"), 0)

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)
        return (lambda *given: self._call(name, real, given)) if name in WATCHED else real

    def _call(self, name: str, real: Any, given: tuple[Any, ...]) -> Any:
        for key in (name, "any"):
            self.counts[key] += 1
        due = [f for f in self.faults if f["call"] in (name, "any") and f["nth"] == self.counts[f["call"]]]
        for fault in due:
            if fault.get("when") == "part" and name == "write":
                content = bytes(given[1])
                count = os.write(given[0], content[: max(1, int(len(content) * fault["part"]))])
                if fault["do"] == "short":
                    return count
            if fault.get("when") != "after":
                _strike(fault["do"])
        result = real(*given)
        for fault in due:
            _strike(fault["do"])
        return result


def _strike(do: str) -> None:
    if do == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if do != "short":
        number = getattr(errno, do)
        raise OSError(number, os.strerror(number))


def write(order: Mapping[str, Any]) -> int:
    """Append `count` acts from number `first` on, and put each hash in the file `saved` once `append` came back."""
    saved = os.open(order["saved"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    disk.os = FaultyDisk(order.get("faults", ()))
    number, last = order["first"], order["first"] + order["count"]
    while number < last:
        batch = [act(order["who"], n) for n in range(number, min(last, number + order.get("batch", 1)))]
        try:
            done = append(Path(order["journal"]), batch, lock=Path(order["lock"]))
        except CodingError as error:
            print(error, file=sys.stderr)
            return REFUSED
        os.write(saved, "".join(f"{a.hash}\n" for a in done).encode())
        number += len(batch)
    return 0


def _fork(order: Mapping[str, Any]) -> int:
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        code = write(order)
    finally:
        os._exit(code)


def _kill_in_time(children: Sequence[int], orders: Sequence[Mapping[str, Any]]) -> list[int]:
    """Kill each child that is due, once its time has come; its exit code is minus the signal, as Python says it."""
    began = time.monotonic()
    for after, child in sorted(
        (o["kill_after"], c) for o, c in zip(orders, children, strict=True) if "kill_after" in o
    ):
        time.sleep(max(0.0, began + after / 1000 - time.monotonic()))
        os.kill(child, signal.SIGKILL)
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]


def main() -> None:
    """Carry out the order, or each that comes in."""
    if len(sys.argv) > 1:
        sys.exit(write(json.loads(sys.argv[1])))
    for line in sys.stdin:
        orders = json.loads(line)
        print(json.dumps(_kill_in_time([_fork(order) for order in orders], orders)), flush=True)


if __name__ == "__main__":
    main()
