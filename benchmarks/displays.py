"""How long do the displays take, how much memory, and how do both grow?

python -m benchmarks.displays [number of sources, 1,000]

Seeded codings, 200 to a source, one person to a source, in eight roles; 100 codes in ten families. Each frame is made
of a tenth of the sources and of all of them: seconds, megabytes at most beyond the codings, and how often more of both.
"""

import sys
import time
import tracemalloc
from collections.abc import Callable

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

from analysis.codebook import Codebook
from analysis.displays.clustered import VALUES, clustered_matrix, clusters_reach, stance_balance
from analysis.displays.facets import facet_saturation, facet_steps
from analysis.displays.framework import framework_cells, framework_metrics, framework_table, open_cells
from analysis.displays.ordered import contrasts, hide_small, role_ordered
from analysis.displays.saturation import incidence, saturation_curve, saturation_orders
from analysis.displays.summaries import records_frame
from analysis.displays.themes import by_theme, reach_of, reaching
from analysis.model import Code, Question
from analysis.retrieval import co_occurrence, code_by_case

PER_SOURCE, FAMILIES, CODES, ROLES = 200, 10, 100, 8
BOOK = Codebook(
    codes={f"F{n}": Code(f"F{n}", tier="family") for n in range(FAMILIES)}
    | {f"C{n:02d}": Code(f"C{n:02d}", parent=f"F{n % FAMILIES}") for n in range(CODES)}
)
THEMES = list(BOOK.codes)
GUIDE = [Question(f"q{n}", {}, "RQ", (f"F{n % FAMILIES}", f"C{n:02d}")) for n in range(20)]


def material(count: int) -> dict[str, pd.DataFrame]:
    """Codings, cases and questions asked of so many sources; codes are unevenly frequent."""
    rng = np.random.default_rng(20)
    size, names = count * PER_SOURCE, np.array([f"S{n:04d}" for n in range(count)])
    owner = np.repeat(np.arange(count), PER_SOURCE)
    start = rng.integers(0, 60_000, size)
    codes = np.minimum(rng.zipf(1.4, size) - 1 + owner % 7, CODES - 1)
    codings = pd.DataFrame(
        {
            "source": names[owner],
            "start": start,
            "end": start + rng.integers(40, 400, size),
            "code": np.array([f"C{n:02d}" for n in range(CODES)])[codes],
            "stance": rng.choice(["supports", "opposes", "qualifies", "neutral", ""], size),
            "facet": np.char.add("facet ", rng.integers(0, 400, size).astype(str)),
            "quote": "words that were said",
        }
    )
    codings = codings.assign(case=codings["source"], person="P" + codings["source"].str[1:])
    codings["role"] = np.array([f"role-{n}" for n in range(ROLES)])[owner % ROLES]
    cases = pd.DataFrame({"coded": True, "asks": True, "marked": rng.random(count) < 0.9}, index=pd.Index(names))
    asked = pd.DataFrame([(case, f"q{n}") for case in names for n in range(0, 20, 2)], columns=["case", "question"])
    return {"codings": codings, "cases": cases, "asked": asked}


def displays(made: dict[str, pd.DataFrame]) -> dict[str, Callable[[], object]]:
    """Each frame by its name, ready to be made."""
    codings, cases = made["codings"], made["cases"]
    reach, sources = reach_of(BOOK, THEMES), list(cases.index)
    people = codings.drop_duplicates("person").set_index("person")["role"]
    roles = sorted(people.unique())
    clusters = clusters_reach(BOOK, {f"F{n}": [f"F{n}"] for n in range(FAMILIES)})
    whole = {"reach": reach, "themes": THEMES}
    asked = {"asked": made["asked"], "reaching": reaching(GUIDE, BOOK, THEMES)}
    records = records_frame([], unit="source", language="en")
    cells = framework_cells(codings, cases=cases, records=records, **asked, **whole)
    ordered = role_ordered(codings, people=people, classes=roles, **whole)
    table = incidence(codings, sources)
    words = pd.Series(9_000, index=sources)
    columns = ["case", "theme", "source", "start", "end", "code", "stance", "quote"]
    found: dict[str, Callable[[], object]] = {
        "F04 framework, 1 row a cell": lambda: framework_cells(codings, cases=cases, records=records, **asked, **whole),
        "F04 matrix and metrics": lambda: (framework_table(cells), framework_metrics(cells)),
        "F04 open cells with their words": lambda: open_cells(cells, by_theme(codings, reach)[columns]),
        "F05 role-ordered": lambda: role_ordered(codings, people=people, classes=roles, **whole),
        "F05 contrasts, hidden small": lambda: contrasts(hide_small(ordered, small=5)),
        "F05 code by case (matrix)": lambda: code_by_case(codings, by="source", codes=THEMES),
    }
    for value in VALUES:
        found[f"F06 clustered, {value}"] = lambda value=value: clustered_matrix(  # type: ignore[misc]
            codings,
            reach=clusters,
            cases=sources,
            clusters=[f"F{n}" for n in range(FAMILIES)],
            value=value,
            words=words,
        )
    return found | {
        "F06 stance balance, persons": lambda: stance_balance(codings, reach=reach, clusters=THEMES),
        "F19 incidence": lambda: incidence(codings, sources),
        "F19 2,000 orders": lambda: saturation_orders(table),
        "F19 curve over 2,000 orders": lambda: saturation_curve(table),
        "F20 facets": lambda: facet_saturation(codings, reach=reach, themes=THEMES, sources=sources),
        "F20 facets by source": lambda: facet_steps(codings, reach=reach, themes=THEMES, sources=sources),
        "F30 co-occurrence by source": lambda: co_occurrence(codings),
        "F30 co-occurrence by segment": lambda: co_occurrence(codings, unit="segment"),
    }


def measure(count: int) -> dict[str, tuple[float, float]]:
    """Name -> seconds of processor time, megabytes at most."""
    found = {}
    for name, work in displays(material(count)).items():
        start = time.process_time()
        work()
        took = time.process_time() - start
        tracemalloc.start()
        work()
        found[name] = (took, tracemalloc.get_traced_memory()[1] / 1e6)
        tracemalloc.stop()
    return found


def main(count: int) -> None:
    """Print the table."""
    few, many = measure(max(count // 10, 10)), measure(count)
    table = Table(title=f"{count:,} sources, {count * PER_SOURCE:,} codings, {len(THEMES)} themes; and a tenth of it")
    for column in ("frame", "a tenth: s", "all: s", "times", "a tenth: MB", "all: MB", "times"):
        table.add_column(column, justify="left" if column == "frame" else "right")
    for name, (took, size) in many.items():
        less, smaller = few[name]
        ratios = [f"{took / less:.1f}" if less > 0.002 else "-", f"{size / smaller:.1f}" if smaller > 0.1 else "-"]
        table.add_row(name, f"{less:.2f}", f"{took:.2f}", ratios[0], f"{smaller:.1f}", f"{size:.1f}", ratios[1])
    Console(width=120).print(table)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
