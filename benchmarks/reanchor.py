"""How well do codings survive the editing of a text? Seeded edits of real transcripts, and where each coding ends.

python -m benchmarks.reanchor [folder of sources]
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from analysis.coding.passages import passages_of
from analysis.coding.reanchor import HEALED, MOVED, UNCHANGED, Finder
from analysis.model import Coding, Passage, Source
from analysis.sources.anchors import anchor
from analysis.sources.text import read_source

ROOT = Path(__file__).parents[1]
LENGTHS = (12, 24, 40, 60, 80, 110, 150, 220, 320, 480)
"""Characters of a segment, about as coders cut them."""
PER_TEXT = 60
LINES = ("Sebentar, ada tamu.", "Yes, that is what I meant.", "Eh, tadi sampai mana ya.", "Ini jangan dicatat dulu.")

Marked = list[tuple[str, int]]
"""Characters, each with the offset at which it stood before; -1 for what is new."""


@dataclass(frozen=True, slots=True)
class Case:
    """A coding, and where its words stand after the edit: None where all of them are gone."""

    coding: Coding
    truth: tuple[int, int] | None
    touched: bool


def answers(source: Source) -> list[Passage]:
    """The passages of those who answer."""
    return [p for p in source.passages if not source.is_interviewer(p.label)]


def codings(source: Source, rng: random.Random) -> list[Coding]:
    """Segments of realistic length, from word to word, each within one turn of somebody who answers."""
    found = []
    passages = [p for p in answers(source) if len(p.text) >= LENGTHS[0]]
    weights = [len(p.text) for p in passages]
    for number in range(PER_TEXT):
        (passage,) = rng.choices(passages, weights)
        length = min(rng.choice(LENGTHS), len(passage.text))
        start = rng.randrange(len(passage.text) - length + 1)
        while start and not passage.text[start - 1].isspace():
            start -= 1
        end = start + length
        while end < len(passage.text) and not passage.text[end].isspace():
            end += 1
        start, end = passage.start + start, passage.start + end
        where = anchor(source, start, end - (len(source.body[start:end]) - len(source.body[start:end].rstrip())))
        piece = where.segment
        found.append(
            Coding(
                *(f"c{number}", "bench", source.id, piece.start, piece.end, piece.quote, "A"),
                text_sha=source.text_sha,
                prefix=where.prefix,
                suffix=where.suffix,
            )
        )
    return found


# Edits. Each takes the passages' characters and gives them back changed.


def typos(passages: list[Marked], rng: random.Random) -> list[Marked]:
    """One letter in about four hundred is mended."""
    return [
        [(rng.choice("aeiou"), -1) if c.isalpha() and rng.random() < 1 / 400 else (c, at) for c, at in p]
        for p in passages
    ]


def inserted(passages: list[Marked], rng: random.Random) -> list[Marked]:
    """A sentence is put in at some sentence ends."""
    return _at_sentences(passages, rng, lambda piece: [*piece, (" ", -1), *((c, -1) for c in rng.choice(LINES))])


def deleted(passages: list[Marked], rng: random.Random) -> list[Marked]:
    """Some sentences are taken out."""
    return _at_sentences(passages, rng, lambda piece: [])


def renamed(passages: list[Marked], rng: random.Random) -> list[Marked]:
    """One word in fifty becomes a label, as when names are replaced."""
    return [
        [
            char
            for piece in _split(p, " ")
            for char in ([*(("X", -1),) * 4, (" ", -1)] if rng.random() < 0.02 else piece)
        ]
        for p in passages
    ]


def wrapped(passages: list[Marked], rng: random.Random) -> list[Marked]:
    """The whole file is wrapped anew: blanks become line ends."""
    return [
        [("\n", at) if c == " " and number % 60 > 50 else (c, at) for number, (c, at) in enumerate(p)] for p in passages
    ]


def everything(passages: list[Marked], rng: random.Random) -> list[Marked]:
    """All of these at once, as when a transcript is gone over a second time."""
    for change in (typos, inserted, deleted, renamed, wrapped):
        passages = change(passages, rng)
    return passages


def untouched(passages: list[Marked], rng: random.Random) -> list[Marked]:
    """The words stay as they are."""
    return passages


Edit = Callable[[list[Marked], random.Random], list[Marked]]
EDITS: dict[str, tuple[Edit, bool]] = {
    "typos mended": (typos, False),
    "sentences inserted": (inserted, False),
    "sentences deleted": (deleted, False),
    "names replaced": (renamed, False),
    "paragraphs moved": (untouched, True),
    "wrapped anew": (wrapped, False),
    "all at once": (everything, True),
}
"""Name -> what is done to the words, and whether a tenth of the paragraphs change their place too."""


def _split(passage: Marked, ends: str) -> list[Marked]:
    pieces: list[Marked] = [[]]
    for char in passage:
        pieces[-1].append(char)
        if char[0] in ends:
            pieces.append([])
    return [piece for piece in pieces if piece]


def _at_sentences(
    passages: list[Marked], rng: random.Random, change: Callable[[Marked], Iterable[tuple[str, int]]]
) -> list[Marked]:
    out = []
    for passage in passages:
        changed = [c for piece in _split(passage, ".?!") for c in (change(piece) if rng.random() < 0.05 else piece)]
        out.append(changed if any(not c.isspace() for c, _ in changed) else passage)
    return out


# Where things are after an edit


def edit(source: Source, change: Edit, moving: bool, rng: random.Random) -> tuple[str, list[int]]:
    """The new body, and for each of its characters the offset at which it stood before."""
    heads = []
    for passage in source.passages:
        line = source.body.rfind("\n", 0, passage.start) + 1
        heads.append([(c, -1) for c in source.body[line : passage.start]])
    texts = [[(c, at) for at, c in enumerate(p.text, start=p.start)] for p in source.passages]
    turns = list(zip(heads, change(texts, rng), strict=True))
    for _ in range(max(1, len(turns) // 10) if moving else 0):
        turns.insert(rng.randrange(len(turns)), turns.pop(rng.randrange(len(turns))))
    marked: Marked = []
    for head, text in turns:
        marked += [*head, *text, ("\n", -1), ("\n", -1)]
    return "".join(c for c, _ in marked), [at for _, at in marked]


def cases(source: Source, made: list[Coding], body: str, origins: list[int]) -> list[Case]:
    """Where the words of each coding stand now."""
    now = {at: place for place, at in enumerate(origins) if at >= 0}
    found = []
    for coding in made:
        left = [now[at] for at in range(coding.start, coding.end) if at in now and not body[now[at]].isspace()]
        whole = sum(not c.isspace() for c in coding.quote)
        truth = (min(left), max(left) + 1) if len(left) * 2 >= whole else None
        same = truth is not None and "".join(body[truth[0] : truth[1]].split()) == "".join(coding.quote.split())
        found.append(Case(coding, truth, not same))
    return found


def judge(case: Case, verdict: str, start: int, end: int) -> str:
    """What became of a coding."""
    if verdict not in (UNCHANGED, MOVED, HEALED):
        return "asked" if verdict == "ask" else "orphaned"
    if case.truth is None:
        return "wrong"
    shared = min(end, case.truth[1]) - max(start, case.truth[0])
    together = max(end, case.truth[1]) - min(start, case.truth[0])
    if shared <= 0:
        return "wrong"
    return "right" if shared / together >= 0.8 else "displaced"


def offsets_only(case: Case, body: str) -> str:
    """A program that keeps offsets: nothing is asked, everything stays where it was."""
    return judge(case, UNCHANGED, case.coding.start, min(case.coding.end, len(body)))


def quote_search(case: Case, body: str) -> str:
    """A program that looks for the words and takes the first place."""
    at = body.find(case.coding.quote)
    return judge(case, MOVED if at >= 0 else "orphaned", at, at + len(case.coding.quote))


Counts = dict[tuple[str, str, bool], Counter[str]]
"""(edit, program, whether the coding's own words were touched) -> what became of the codings."""
WAYS = ("jenjang", "jenjang, old text not kept", "offsets alone", "quote alone")


def measure(paths: Iterable[Path], *, seed: int = 20221) -> tuple[Counts, float]:
    """What became of the codings of these sources after each kind of edit, and the seconds it took to find them."""
    rng, counts, seconds = random.Random(seed), Counts(), 0.0
    with tempfile.TemporaryDirectory() as work:
        for path in paths:
            source, _ = read_source(path)
            if source is None or not any(len(p.text) >= LENGTHS[0] for p in answers(source)):
                continue
            made, kept = codings(source, rng), {source.text_sha: passages_of(source)}
            front = path.read_text("utf-8").split("---\n", 2)[1]
            for name, (change, moving) in EDITS.items():
                body, origins = edit(source, change, moving, rng)
                target = Path(work) / path.name
                target.write_text(f"---\n{front}---\n{body}", "utf-8")
                new, _ = read_source(target)
                assert new is not None and new.body.rstrip() == body.rstrip(), path.name
                found = cases(source, made, body, origins)
                clock = time.process_time()
                finder = Finder(new, kept)
                places = [finder.find(case.coding) for case in found]
                seconds += time.process_time() - clock
                bare = Finder(new)
                for case, place in zip(found, places, strict=True):
                    other = bare.find(case.coding)
                    results = (
                        judge(case, place.verdict, place.start, place.end),
                        judge(case, other.verdict, other.start, other.end),
                        offsets_only(case, body),
                        quote_search(case, body),
                    )
                    for way, result in zip(WAYS, results, strict=True):
                        counts.setdefault((name, way, case.touched), Counter())[result] += 1
    return counts, seconds


def main(folder: Path) -> int:
    """Print, per kind of edit, what became of the codings; 1 where one was moved to a wrong place without asking."""
    paths = [p for p in sorted(folder.glob("*.md")) if p.name.count(".") == 1 and p.stem != "README"]
    counts, seconds = measure(paths)
    number = sum(sum(found.values()) for (_, way, _), found in counts.items() if way == WAYS[0])
    table = Table(title=f"{len(paths)} texts, {number} codings, {seconds / max(1, number) * 1000:.2f} ms each")
    outcomes = ("right", "displaced", "asked", "orphaned", "wrong")
    for column in ("edit", "program", "words", "codings", *outcomes):
        table.add_column(column, justify="left" if column in ("edit", "program", "words") else "right", no_wrap=True)
    for (name, way, touched), found in [*counts.items(), *_sums(counts).items()]:
        total = sum(found.values())
        shares = [f"{found[o] / total:.2%}" if found[o] else "0" for o in outcomes]
        table.add_row(name, way, "changed" if touched else "untouched", str(total), *shares)
    Console(width=140).print(table)
    return int(any(found["wrong"] for (_, way, _), found in counts.items() if way.startswith("jenjang")))


def _sums(counts: Counts) -> Counts:
    """What became of the codings over the six single kinds of edit."""
    sums: Counts = {}
    for (name, way, touched), found in counts.items():
        if name != "all at once":
            sums.setdefault(("the six kinds", way, touched), Counter()).update(found)
    return sums


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "interviews"))
