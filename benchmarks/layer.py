"""How long does it take to fold journals and to find what is in force, where many coders share a source?

python -m benchmarks.layer [number of sources, 1,000]

Seeded codings of 40 to 400 letters, 200 to a source, by two to five coders who mark about the same places; once with 20
codes, once with a single one, where every coding may meet every other.
"""

import random
import sys
import time

from rich.console import Console
from rich.table import Table

from analysis.coding.fold import State, fold
from analysis.coding.layer import in_force
from analysis.model import Act

PER_SOURCE = 200
LENGTH = 60_000
LETTERS = "abcdefghijklmnopqrstuvwxyz" * (LENGTH // 26 + 20)


def journals(count: int, coders: int, codes: int) -> dict[tuple[str, str], list[Act]]:
    """(coder, source) -> acts: each coder marks the same places, some letters off, one in ten elsewhere."""
    rng = random.Random(20225)
    made: dict[tuple[str, str], list[Act]] = {}
    for number in range(count):
        places = [(rng.randrange(LENGTH), rng.randint(40, 400)) for _ in range(PER_SOURCE // coders)]
        for coder in range(coders):
            acts = made.setdefault((f"coder{coder}", f"S{number:04d}"), [])
            for place, (start, length) in enumerate(places):
                start = rng.randrange(LENGTH) if rng.random() < 0.1 else start + rng.randint(0, 30)
                code = f"C{place % codes:02d}"
                given = {"id": f"c{coder}-{place}", "start": start, "end": start + length, "code": code}
                acts.append(Act(place + 1, "", f"coder{coder}", "add", quote=LETTERS[start : start + length], **given))
    return made


def main(count: int) -> None:
    """Print the table."""
    table = Table(title=f"{count:,} sources, {count * PER_SOURCE:,} codings")
    for column in ("coders", "codes", "kept span", "fold: s", "in force: s", "codings in force"):
        table.add_column(column, justify="left" if column == "kept span" else "right")
    for coders, codes in ((2, 20), (3, 20), (5, 20), (2, 1), (3, 1), (5, 1)):
        made = journals(count, coders, codes)
        start = time.process_time()
        states: dict[tuple[str, str], State] = {
            key: fold(acts, coder=key[0], source=key[1]) for key, acts in made.items()
        }
        folded = time.process_time() - start
        for kept_span in ("union", "intersection"):
            start = time.process_time()
            held = in_force(states, kept_span=kept_span)
            took = time.process_time() - start
            table.add_row(str(coders), str(codes), kept_span, f"{folded:.1f}", f"{took:.1f}", f"{len(held):,}")
    Console().print(table)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
