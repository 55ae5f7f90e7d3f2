"""Kill a writer of journals at seeded points, and look at what it leaves.

One `Desk` is one journal with its writers. After each kill: every act that was acknowledged stands, once and in its
order; nothing that was readable has changed; no problem but a torn last line; and what was torn is kept aside by the
next append.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from analysis.coding.journal import ORIGIN, read_journal

WRITER = Path(__file__).parent / "coding" / "journal_writer.py"
ROOT = Path(__file__).parents[1]
HERE = {**os.environ, "PYTHONPATH": str(ROOT)}
KILLED, REFUSED = -9, 3

Order = dict[str, Any]
Kind = Callable[["Desk", random.Random], None]


class Writers:
    """The program that forks writers, running as long as it is needed."""

    def __enter__(self) -> Writers:
        pipe = subprocess.PIPE
        self.program = subprocess.Popen(
            [sys.executable, WRITER], env=HERE, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True
        )
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.program.communicate()

    def run(self, *orders: Order) -> list[int]:
        """The exit codes of the writers, all at once on their orders."""
        assert self.program.stdin and self.program.stdout
        self.program.stdin.write(json.dumps(orders) + "\n")
        self.program.stdin.flush()
        return json.loads(self.program.stdout.readline())


@dataclass
class Desk:
    """One journal, who writes to it, and what was seen so far."""

    folder: Path
    writers: Writers
    raw: bytes = b""
    torn: list[bytes] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)

    @property
    def journal(self) -> Path:
        """Where the acts stand."""
        return self.folder / "codings" / "ana" / "S01.jsonl"

    def saved(self, who: str) -> list[str]:
        """Hashes of the acts that were acknowledged to a writer."""
        path = self.folder / f"saved-{who}"
        return path.read_text("utf-8").split() if path.exists() else []

    def order(self, who: str, count: int, **more: Any) -> Order:
        """An order for a writer who goes on with the first act that was not acknowledged."""
        return {
            **{"journal": str(self.journal), "lock": str(self.folder / "locks" / "S01.lock")},
            **{"saved": str(self.folder / f"saved-{who}"), "who": who, "count": count},
            **{"first": len(dict.fromkeys(self.saved(who))), **more},
        }

    def run(self, *orders: Order) -> list[int]:
        """Let writers work, then look at the journal."""
        self.folder.mkdir(parents=True, exist_ok=True)
        codes = self.writers.run(*orders)
        self.seen["killed"] += codes.count(KILLED)
        self.seen["refused"] += codes.count(REFUSED)
        assert all(code in (0, KILLED, REFUSED) for code in codes), codes
        self.look([order["who"] for order in orders])
        return codes

    def look(self, names: list[str]) -> None:
        """Whatever happened: nothing lost, nothing twice, nothing changed, and the journal can be read."""
        found = read_journal(self.journal)
        assert [p for p in found.problems if p.level == "error"] == []
        assert len(found.problems) == bool(found.torn)
        assert [act.seq for act in found.acts] == list(range(1, len(found.acts) + 1))
        assert [act.prev for act in found.acts] == [ORIGIN, *(act.hash for act in found.acts)][: len(found.acts)]
        for who in names:
            mine = [act for act in found.acts if act.by == who]
            acknowledged = list(dict.fromkeys(self.saved(who)))
            assert [act.id for act in mine] == [f"{who}-{number}" for number in range(len(mine))]
            assert [act.hash for act in mine][: len(acknowledged)] == acknowledged
        self.seen["acknowledged"] = sum(
            len(set(path.read_text("utf-8").split())) for path in self.folder.glob("saved-*")
        )
        self.seen["standing"] = len(found.acts)
        raw = self.journal.read_bytes() if self.journal.exists() else b""
        assert raw.startswith(self.raw)
        aside = self.journal.with_name("S01.jsonl.torn")
        kept = aside.read_bytes() if aside.exists() else b""
        gone = [rest for rest in self.torn if not raw[len(self.raw) :].startswith(rest)]
        assert all(rest + b"\n" in kept for rest in gone)
        self.raw = raw[: found.size]
        self.torn = [found.torn.encode("utf-8", "surrogateescape")] if found.torn else []
        self.seen["torn"] += bool(found.torn)

    def finish(self, *names: str) -> None:
        """The next append works and leaves a whole journal."""
        assert self.run(*(self.order(who, 2) for who in names or ("ana",))) == [0] * len(names or ("ana",))
        assert read_journal(self.journal).problems == ()


def _strike(call: str, nth: int, when: str = "before", **more: Any) -> Order:
    return {"call": call, "nth": nth, "when": when, "do": "kill", **more}


# Ways to be killed


def mid_line(desk: Desk, rng: random.Random) -> None:
    """After some bytes of a line."""
    fault = _strike("write", rng.randint(1, 6), "part", part=rng.random())
    desk.run(desk.order("ana", 18, batch=rng.randint(1, 3), faults=[fault]))


def between_write_and_flush(desk: Desk, rng: random.Random) -> None:
    """The bytes are with the machine, and not yet sure to be on the disk."""
    fault = _strike("write", rng.randint(1, 6), "after")
    desk.run(desk.order("ana", 12, batch=rng.randint(1, 2), faults=[fault]))


def between_flush_and_word(desk: Desk, rng: random.Random) -> None:
    """The act is on the disk, and nobody was told."""
    fault = _strike("fsync", rng.randint(1, 8), "after")
    desk.run(desk.order("ana", 8, faults=[fault]))


def at_any_call(desk: Desk, rng: random.Random) -> None:
    """Before or after any call to the system."""
    fault = _strike("any", rng.randint(1, 40), rng.choice(("before", "after")))
    desk.run(desk.order("ana", 30, batch=rng.randint(1, 3), faults=[fault]))


def in_repair(desk: Desk, rng: random.Random) -> None:
    """While the torn line of the one before is put aside, and the act written behind it."""
    desk.run(desk.order("ana", 1))  # a journal whose folders are flushed, and nothing to send again
    desk.run(desk.order("ana", 1, faults=[_strike("write", 1, "part", part=rng.random() * 0.9)]))
    fault = _strike("any", rng.randint(1, 12), rng.choice(("before", "part", "after")), part=rng.random())
    desk.run(desk.order("ana", 1, faults=[fault]))


def in_taking_back(desk: Desk, rng: random.Random) -> None:
    """While a write that failed (the fourth call is the cut) is taken back."""
    desk.run(desk.order("ana", 1))
    refused = {"call": "fsync", "nth": 1, "do": "EIO"}
    desk.run(desk.order("ana", 1, faults=[refused, _strike("any", rng.randint(4, 6), rng.choice(("before", "after")))]))


def beside_another(desk: Desk, rng: random.Random) -> None:
    """One of two who write at once, at any call; the other writes all that he or she has."""
    fault = _strike("any", rng.randint(1, 20), rng.choice(("before", "part", "after")), part=rng.random())
    codes = desk.run(desk.order("ana", 5, faults=[fault]), desk.order("ben", 5))
    assert codes[1] == 0


def while_starting(desk: Desk, rng: random.Random) -> None:
    """A program of its own, at any time from its start on."""
    desk.folder.mkdir(parents=True, exist_ok=True)
    order = json.dumps(desk.order("ana", 1000))
    program = subprocess.Popen([sys.executable, WRITER, order], env=HERE, stderr=subprocess.DEVNULL)
    try:
        code = program.wait(rng.uniform(0.05, 0.25))
        raise AssertionError(f"a writer of 1,000 acts came to an end ({code})")
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait()
    desk.seen["killed"] += 1
    desk.look(["ana"])


def from_outside(desk: Desk, rng: random.Random) -> None:
    """At any time, by somebody else."""
    desk.run(desk.order("ana", 1000, batch=rng.randint(1, 3), kill_after=rng.uniform(0, 40)))


KINDS: tuple[Kind, ...] = (
    mid_line,
    between_write_and_flush,
    between_flush_and_word,
    at_any_call,
    in_repair,
    in_taking_back,
    beside_another,
    from_outside,
    while_starting,
)


def kill(folder: Path, writers: Writers, kind: Kind, count: int, seed: int) -> Counter[str]:
    """Kill so many writers in one way; a new journal is begun for every ten, or where a kill found nobody to kill.

    What was seen: `killed`, `refused`, `torn` (last lines found torn), `acknowledged`, `standing` acts.
    """
    rng = random.Random(f"{kind.__name__} {seed}")
    seen: Counter[str] = Counter()
    number = 0
    while seen["killed"] < count:
        desk = Desk(folder / f"{kind.__name__}-{seed}-{number}", writers)
        tries = 0
        while desk.seen["killed"] < min(10, count - seen["killed"]) and tries < 20:
            kind(desk, rng)
            tries += 1
        assert desk.seen["killed"], "a kind of kill that kills nobody shows nothing"
        desk.finish("ana", "ben")
        seen += desk.seen
        number += 1
    return seen
