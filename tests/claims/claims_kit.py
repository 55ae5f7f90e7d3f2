"""Toy frames and files for the tests of the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

from analysis.claims.pool import Pool, build_pool
from analysis.claims.reading import Known
from analysis.codebook import Codebook
from analysis.model import Code, Source
from analysis.relations import RelationType
from analysis.tables import write_text
from analysis.triangulation import SourceSet

KNOWN = Known(
    codebook=Codebook(codes={"A": Code("A", tier="family"), "A.1": Code("A.1", parent="A"), "B": Code("B")}),
    attributes={"mode": ["fact", "norm"]},
    roles=["senior", "junior"],
    groups=["top", "floor"],
    sets=(SourceSet("top", groups=("top",)), SourceSet("rules", kinds=("law",))),
    questions=["RQ1"],
    languages=("en", "id"),
    types={"limits": RelationType("limits", "hinders", {}, {})},
    sources={"S01", "S02"},
    persons={"P01", "P02"},
    marks={"model/node:a"},
)


def put(folder: Path, text: str) -> Path:
    """The text as a file."""
    path = folder / "file.yaml"
    write_text(path, text)
    return path


def told(problems: object) -> list[tuple[int, str, str]]:
    """Row, rule and what came of each problem."""
    return [(p.row, p.rule, p.came) for p in problems]  # type: ignore[attr-defined]


def source(
    key: str, person: str, *, depends_on: tuple[str, ...] = (), kind: str = "interview", **meta: object
) -> Source:
    """A source in which one person speaks, and whose dependence was looked at."""
    known = {"depends_on": list(depends_on), "place": "town", **meta}
    speakers = {person: "respondent"} if person else {}
    return Source(key, kind, "", (), "", "", date="2022-03-01", speakers=speakers, depends_on=depends_on, meta=known)


def codings(rows: Iterable[Sequence[str]]) -> pd.DataFrame:
    """Codings of persons, each in an interview of their own: person, code, stance and, where given, facet, group."""
    full = [(*row, *("", "")[len(row) - 3 :])[:5] for row in rows]
    frame = pd.DataFrame(full, columns=["person", "code", "stance", "facet", "group"])
    numbers = [f"c{n}" for n in range(len(frame))]
    more = {"kind": "interview", "question": "q1", "quote": "a few words said", "start": 1, "end": 9, "coder": "x"}
    return frame.assign(source=frame["person"], label=frame["person"], role="", id=numbers, **more)


def documents(rows: Iterable[tuple[str, str, str]]) -> pd.DataFrame:
    """Provisions or passages: ref, kind, code."""
    frame = pd.DataFrame(list(rows), columns=["ref", "kind", "code"])
    source = frame["ref"].str.partition(":")[0] if len(frame) else frame["ref"]
    more = {"article": "1", "start": 1, "end": 5, "quote": "it is required", "mode": "norm", "in_frame": True}
    return frame.assign(source=source, confidence="verified", norm="", stance="", **more)


def relations(rows: Iterable[tuple[str, str, str, str, str]] = ()) -> pd.DataFrame:
    """Relations: person, from, type, to, modality."""
    frame = pd.DataFrame(list(rows), columns=["person", "from_code", "type", "to_code", "modality"])
    numbers = [f"r{n}" for n in range(len(frame))]
    more = {"kind": "interview", "question": "q1", "quote": "because of it", "start": 1, "end": 9, "group": ""}
    return frame.assign(source=frame["person"], label=frame["person"], role="", id=numbers, coder="x", **more)


def pool_of(
    said: Iterable[Sequence[str]],
    written: Iterable[tuple[str, str, str]] = (),
    linked: Iterable[tuple[str, str, str, str, str]] = (),
) -> Pool:
    """A pool of these codings, provisions and relations, with every code that they name in the codebook."""
    frames = codings(said), relations(linked), documents(written)
    names = {*frames[0]["code"], *frames[2]["code"], *frames[1]["from_code"], *frames[1]["to_code"]}
    book = Codebook(codes={name: Code(name) for name in sorted(names)})
    return build_pool(frames[0], frames[1], frames[2], codebook=book, sets=KNOWN.sets, attributes=["mode"])
