"""How long do the tables of triangulation take, and how do they grow with the corpus?

python -m benchmarks.triangulation [number of sources, 1,000]

Seeded codings, 200 to a source, of 50 codes by two persons each; 300 provisions; five groups, law and literature. The
same with a tenth of the sources, so that the growth is seen: where it is 10, work grows as the corpus does.
"""

from __future__ import annotations

import sys
import time
import tracemalloc
from collections.abc import Callable

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

from analysis.codebook import Codebook
from analysis.model import Code, Participant, Passage, Question, Source
from analysis.references import resolve_references
from analysis.triangulation import SourceSet, build_profiles, convergence
from analysis.triangulation.cases import case_by_method, case_rows
from analysis.triangulation.decisions import with_decisions
from analysis.triangulation.judged import Decision
from analysis.triangulation.layers import layers_frame
from analysis.triangulation.profiles import speakers

PER_SOURCE, CODES, GROUPS, PROVISIONS, CITED = 200, 50, 5, 300, 5_000
STANCES, MODES = ["supports", "opposes", "qualifies", ""], ["fact", "norm", "wish", "evaluation"]
THEMES = [f"F{number // 10}.C{number:02d}" for number in range(CODES)]


class Corpus:
    """Sources, people and codings, always the same ones for a number of sources."""

    def __init__(self, count: int) -> None:
        rng = np.random.default_rng(20226)
        n = count * PER_SOURCE
        number = np.repeat(np.arange(count), PER_SOURCE)
        person = 2 * number + rng.integers(0, 2, n)
        self.sources = {f"S{i:04d}": self._source(i) for i in range(count)}
        self.participants = {f"P{i:04d}": Participant(f"P{i:04d}", f"g{i % GROUPS}") for i in range(2 * count)}
        self.codings = pd.DataFrame(
            {
                "source": [f"S{i:04d}" for i in number],
                "kind": "interview",
                "person": [f"P{i:04d}" for i in person],
                "group": [f"g{i % GROUPS}" for i in person],
                "code": rng.choice(THEMES, n),
                "stance": rng.choice(STANCES, n),
                "mode": rng.choice(MODES, n),
                "facet": [f"f{i}" if i < 400 else "" for i in rng.integers(0, 800, n)],
                "quote": "",
                "id": [f"c{i:07d}" for i in range(n)],
            }
        )
        article = np.arange(PROVISIONS)
        self.documents = pd.DataFrame(
            {
                "ref": [f"ACT-{i % 30}:{i}" for i in article],
                "source": [f"ACT-{i % 30}" for i in article],
                "kind": np.where(article % 5, "law", "literature"),
                "code": rng.choice(THEMES, PROVISIONS),
                "mode": np.where(article % 5, "norm", ""),
                "norm": "",
                "stance": "",
                "facet": "",
                "confidence": np.where(article % 5, "verified", ""),
                "in_frame": article % 7 > 0,
            }
        )
        families = {f"F{i}": Code(f"F{i}", tier="family") for i in range(CODES // 10)}
        self.codebook = Codebook(codes=families | {code: Code(code, parent=code[:2]) for code in THEMES})
        self.guide = {f"q{i}": Question(f"q{i}", {}, "", (code,)) for i, code in enumerate(THEMES[::2])}
        self.sets = [SourceSet(f"g{i}", (f"g{i}",)) for i in range(GROUPS)]
        self.sets += [SourceSet(kind, kinds=(kind,)) for kind in ("law", "literature")]
        self.group_of = {f"g{i}": f"g{i}" for i in range(GROUPS)}

    @staticmethod
    def _source(number: int) -> Source:
        asked = tuple(Passage(i, "INT", 0, 1, "?", i, question=f"q{i % 25}") for i in range(60))
        people = {f"P{2 * number + i:04d}": "respondent" for i in range(2)}
        return Source(f"S{number:04d}", "interview", "", asked, "", "", speakers={"INT": "interviewer"} | people)

    def profiles(self) -> object:
        """F08: every theme, every set."""
        return build_profiles(
            THEMES,
            self.sets,
            codings=self.codings,
            documents=self.documents,
            sources=self.sources,
            participants=self.participants,
            group_of=self.group_of,
            guide=self.guide,
            codebook=self.codebook,
        )

    def pairs(self) -> object:
        """F08: the convergence matrix with as many decisions as it has rows."""
        found = self.profiles()
        pairs = convergence(found)  # type: ignore[arg-type]
        made = [
            Decision(row.theme, (row.set_1, row.set_2), "x", decided="partial", rationale={"en": "r"})
            for row in pairs.itertuples()
        ]
        return with_decisions(pairs, made)

    def layers(self) -> object:
        """Norm and practice of one theme."""
        theme = THEMES[0]
        said, written = (frame[frame["code"] == theme] for frame in (self.codings, self.documents))
        return layers_frame(said, written, dict.fromkeys(self.group_of, 1))

    def voices(self) -> object:
        """Who is able to speak in which set."""
        return speakers(self.sets[:GROUPS], self.sources, self.participants, self.group_of)

    def cases(self) -> object:
        """F12: all persons on all themes at once."""
        return case_by_method(case_rows(self.codings, self.documents, [], persons=self.participants))

    def references(self) -> object:
        """Evidence of many claims."""
        cited = self.codings.iloc[:: max(1, len(self.codings) // CITED)]
        relations = self.codings.iloc[:0]
        return resolve_references(cited["source"] + "/" + cited["id"], self.codings, relations, self.documents)


def measure(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of processor time, the better of two runs, and the MB that the work holds at its height."""
    seconds = []
    for _ in range(2):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return min(seconds), peak / 1e6


def main(count: int) -> None:
    """Print seconds, MB and growth for each table."""
    small, large = Corpus(max(1, count // 10)), Corpus(count)
    table = Table(title=f"{count:,} sources, {len(large.codings):,} codings, and a tenth of it")
    for column in ("work", "tenth: s", "MB", "all: s", "MB", "growth"):
        table.add_column(column, justify="left" if column == "work" else "right")
    for name in ("profiles", "pairs", "layers", "voices", "cases", "references"):
        before, now = measure(getattr(small, name)), measure(getattr(large, name))
        growth = f"{now[0] / before[0]:.1f}" if before[0] else "-"
        table.add_row(name, f"{before[0]:.3f}", f"{before[1]:.1f}", f"{now[0]:.3f}", f"{now[1]:.1f}", growth)
    Console().print(table)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
