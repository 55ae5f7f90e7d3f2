"""Is anything lost when the writer of a journal is killed? Seeded kills, each followed by a look at what it left.

python -m benchmarks.kills [number of kills, 10,000] [seed]

The killer and its ways are those of the tests (`tests/kill_kit.py`); the first thing found wrong ends the run.
"""

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.kill_kit import KINDS, Writers, kill

PER_SERIES = 100


def main(count: int, seed: int) -> None:
    """Print, per way to be killed, how often and what stood afterwards."""
    table = Table()
    for column in ("killed", "times", "torn, kept", "refused", "acknowledged", "standing", "seconds"):
        table.add_column(column, justify="left" if column == "killed" else "right")
    total: Counter[str] = Counter()
    began = time.perf_counter()
    for number, kind in enumerate(KINDS):
        start, seen = time.perf_counter(), Counter[str]()
        todo = count // len(KINDS) + (number < count % len(KINDS))
        while seen["killed"] < todo:
            series = min(PER_SERIES, todo - seen["killed"])
            with tempfile.TemporaryDirectory() as folder, Writers() as writers:
                seen += kill(Path(folder), writers, kind, series, seed + seen["killed"])
        took = time.perf_counter() - start
        keys = ("killed", "torn", "refused", "acknowledged", "standing")
        table.add_row(kind.__name__.replace("_", " "), *(f"{seen[key]:,}" for key in keys), f"{took:.0f}")
        total += seen
    table.title = (
        f"{total['killed']:,} kills in {time.perf_counter() - began:.0f} s; of {total['acknowledged']:,} acknowledged "
        "acts none lost, none twice, every journal readable"
    )
    Console(width=110).print(table)


if __name__ == "__main__":
    main(*(int(given) for given in (*sys.argv[1:3], *("10000", "20225")[len(sys.argv[1:3]) :])))
