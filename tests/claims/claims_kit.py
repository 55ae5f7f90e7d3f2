"""Toy frames and files for the tests of the ledger."""

from __future__ import annotations

from pathlib import Path

from analysis.claims.reading import Known
from analysis.codebook import Codebook
from analysis.model import Code
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
