"""How long does it take to see how stable every mark is, when sources are drawn anew 2,000 times?

python -m benchmarks.stability [number of sources, 1,000] [number of marks, 400]

Seeded marks on which between two sources and a third of them speak, for and against, in five groups and eight roles;
with few sources, where shares are also counted exactly, and with many.
"""

import random
import sys
import time

from rich.console import Console
from rich.table import Table

from analysis.relations import Bundle, Keep, draw_sources, stability

GROUPS = tuple("abcde")
ROLES = 8


def marks(count: int, sources: int) -> tuple[dict[str, Bundle], dict[str, str], dict[str, str]]:
    """Mark -> bundle; source -> group; source -> role."""
    rng = random.Random(20225)
    names = [f"S{number:04d}" for number in range(sources)]
    group_of = {name: rng.choice(GROUPS) for name in names}
    role_of = {name: f"{group_of[name]}{rng.randrange(ROLES)}" for name in names}
    made = {}
    for number in range(count):
        speaking = rng.sample(names, rng.randint(2, max(3, sources // 3)))
        cut = rng.randint(len(speaking) // 2, len(speaking))
        forth, back = speaking[:cut], speaking[cut:]
        voices = {name: frozenset({group_of[name]}) for name in speaking}
        made[f"mark{number}"] = Bundle(
            frozenset(forth),
            frozenset(back),
            groups=frozenset(group_of[name] for name in forth),
            voices={name: voices[name] for name in forth},
            against={name: voices[name] for name in back},
        )
    return made, group_of, role_of


def main(sources: int, count: int) -> None:
    """Print the table."""
    table = Table(
        "sources", "marks", "drawing: s", "stability: s", title="Stability, 2,000 resamples, simple and by role"
    )
    for many in (17, 60, sources):
        made, group_of, role_of = marks(count, many)
        start = time.process_time()
        draws = draw_sources(role_of)
        drawn = time.process_time() - start
        start = time.process_time()
        stability(made, draws, group_of, Keep())
        table.add_row(f"{many:,}", str(count), f"{drawn:.2f}", f"{time.process_time() - start:.2f}")
    Console().print(table)


if __name__ == "__main__":
    given = [int(text) for text in sys.argv[1:3]]
    main(*given, *(1000, 400)[len(given) :])
