"""Measure, and print ratios: they carry from machine to machine where seconds do not.

python -m benchmarks [number of transcripts]
"""

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import spacy
from rich.console import Console
from rich.table import Table
from spacy.matcher import PhraseMatcher

from analysis.sources.text import read_source
from analysis.study.build import build
from analysis.suggest.run import suggest_all
from benchmarks.corpus import codebook, transcript, vocabulary

ROOT = Path(__file__).parents[1]
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".jenjang", "out", "__pycache__", "tests", ".*_cache")


def timed(work: Callable[[], object]) -> tuple[float, object]:
    """Seconds of processor time that a piece of work takes, and what it gives."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def measure_corpus(count: int) -> list[tuple[str, float, str]]:
    """Reading and suggesting on generated transcripts, against a bare read and bare spaCy."""
    lexicon = vocabulary()
    book = codebook(lexicon)
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for number in range(count):
            path = Path(folder) / f"G{number:04d}.md"
            path.write_text(transcript(number, lexicon, book), "utf-8")
            paths.append(path)
        bare, texts = timed(lambda: [path.read_text("utf-8") for path in paths])
        read, sources = timed(lambda: [read_source(path)[0] for path in paths])
    stock, _ = timed(lambda: stock_spacy(texts, book))
    suggested, found = timed(lambda: suggest_all(sources, book))
    hits = sum(len(s) for s in found.values())
    size = sum(len(text.split()) for text in texts)
    return [
        (f"bare read of {count} transcripts ({size:,} words)", bare, "1"),
        ("read_source (front matter, passages, offsets, checksum)", read, f"{read / bare:.1f} x bare read"),
        ("bare spaCy: blank pipeline + PhraseMatcher(LOWER), whole texts", stock, "1"),
        (f"suggest_all ({hits:,} suggestions, by root)", suggested, f"{suggested / stock:.2f} x bare spaCy"),
    ]


def stock_spacy(texts: list[str], book: object) -> int:
    """What one would write first: spaCy's own tokenizer and matcher on the lower-cased words."""
    nlp = spacy.blank("id")
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    for code in book.codes.values():
        matcher.add(code.id, [nlp.make_doc(indicator.phrase) for indicator in code.indicators])
    return sum(len(matcher(nlp.make_doc(text))) for text in texts)


def measure_build() -> list[tuple[str, float, str]]:
    """Building a copy of the repository's study, stage by stage, and once more with nothing changed."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "study"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        first, second = build(copy), build(copy)
    total = sum(first.seconds.values())
    rows = [(f"build: {stage}", took, f"{took / total:.0%} of the build") for stage, took in first.seconds.items()]
    again = sum(second.seconds.values())
    return [*rows, ("build again, nothing changed", again, f"{again / total:.1%} of the build")]


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    table = Table("what", "seconds", "ratio", title="Jenjang: what is measured and against what")
    for what, seconds, ratio in [*measure_corpus(count), *measure_build()]:
        table.add_row(what, f"{seconds:.2f}", ratio)
    Console(width=110).print(table)


if __name__ == "__main__":
    main()
