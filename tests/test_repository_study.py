"""The study of this repository: it checks, its figures answer, its case stays out of the program."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from analysis.figures.spec import DECLARED
from analysis.study.handle import Study

ROOT = Path(__file__).parent.parent
FOLDERS = ("figures", "codings", "notebooks", "documents", "interviews")
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
PROGRAM = sorted(p for p in (ROOT / "analysis").rglob("*") if p.is_file() and "cache" not in str(p.parent))
TEXT = (".csv", ".html", ".ipynb", ".jsonl", ".md", ".svg", ".txt", ".yaml")
WRITTEN = sorted(p for name in FOLDERS for p in (ROOT / name).rglob("*") if p.suffix in TEXT)

PLACES = ("IPDN", "Jakarta", "Jatinangor", "Kemendagri", "Lombok", "Mataram", "NTB", "Nusa Tenggara", "Praya")
INSTRUMENTS = ("Pergub", "Permendagri", "PermenPAN", "Perpres", "Undang-Undang")
RANKS = ("ASN", "echelon", "eselon", "PNS", "PPPK")

NAMESPACES = re.compile(
    r"http://(www\.w3\.org/(2000/svg|1999/xlink|1999/02/22-rdf-syntax-ns#|Graphics/SVG/1\.1/DTD/svg11\.dtd)"
    r"|purl\.org/dc/(elements/1\.1/|dcmitype/StillImage)|creativecommons\.org/ns#)"
)
"""The names that an SVG file gives its elements; nothing is fetched from there."""
PLACE_ON_A_DISK = re.compile(
    r"(?:^|[\s\"'(=:>,])(/(?:bin|etc|home|mnt|opt|private|root|srv|tmp|usr|Users|var|work|Volumes)/|[A-Z]:\\|~/)", re.M
)


@pytest.fixture(scope="module")
def study(repository: Study) -> Study:
    """The study as it lies in the repository."""
    return repository


def test_the_study_has_no_error(study: Study) -> None:
    """`jenjang check` ends with exit code 0."""
    assert study.errors == []


def test_every_mark_answers(study: Study) -> None:
    """Behind each box and arrow of each diagram stand segments or provisions, or it declares on what else it rests."""
    silent = []
    for spec in study.loaded.figures.values():
        declared = {mark.mark for mark in (*spec.nodes, *spec.edges) if mark.status in DECLARED}
        declared |= {edge.mark for edge in spec.edges if edge.theory}
        silent += [(spec.name, m) for m in spec.marks if m not in declared and study.evidence(spec.name, m).empty]

    assert [f.name for f in study.loaded.figures.values() if f.kind == "diagram"]
    assert silent == []


def test_the_engine_knows_no_case(study: Study) -> None:
    """No theme, role, instrument, place or rank of this study stands in the program: a second case needs no code."""
    words = sorted(
        {*study.codebook.codes, *study.config.role_ids, *study.loaded.documents, study.config.id, "UU", "PP"}
    )
    names = (*PLACES, *INSTRUMENTS, *RANKS)
    known = re.compile(rf"(?<![\w.-])({'|'.join(map(re.escape, words))})(?![\w-])")
    named = re.compile(rf"\b({'|'.join(names)})\b", re.I)
    found = []
    for path in PROGRAM:
        text = path.read_text(encoding="utf-8")
        found += [(path.relative_to(ROOT).as_posix(), m[0]) for m in (*known.finditer(text), *named.finditer(text))]

    assert len(words) > 100
    assert found == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_address_and_no_place_on_a_disk(folder: str) -> None:
    """What is read elsewhere names nothing that lies on this machine or is fetched; sources have their own column."""
    found = []
    for path in (p for p in WRITTEN if p.relative_to(ROOT).parts[0] == folder and p.stem.upper() != "README"):
        text = NAMESPACES.sub("", path.read_text(encoding="utf-8"))
        if path.suffix in (".md", ".yaml"):
            text = re.sub(r"^sources:.*$", "", text, flags=re.M)
        hits = [m[0] for m in re.finditer(r"\w+://\S{,40}", text)] + [m[1] for m in PLACE_ON_A_DISK.finditer(text)]
        hits += [str(ROOT)] if str(ROOT) in text else []
        found += [(path.relative_to(ROOT).as_posix(), hit) for hit in hits]

    assert found == []


def cells(path: Path, kind: str) -> list[dict[str, Any]]:
    """The cells of a notebook that are code, or prose."""
    return [c for c in json.loads(path.read_text(encoding="utf-8"))["cells"] if c["cell_type"] == kind]


def lines(path: Path) -> list[str]:
    """The lines of code of a notebook that are not blank."""
    return [line for c in cells(path, "code") for line in "".join(c["source"]).splitlines() if line.strip()]


notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


@notebook
def test_a_notebook_was_run_from_top_to_bottom(path: Path) -> None:
    """Its cells are numbered 1 to n, and none failed."""
    code = cells(path, "code")

    assert [c["execution_count"] for c in code] == list(range(1, len(code) + 1))
    assert [o["ename"] for c in code for o in c["outputs"] if o["output_type"] == "error"] == []


@notebook
def test_a_notebook_keeps_no_state_of_a_widget(path: Path) -> None:
    """Nothing that differs from run to run: no widget state, no times, no kernel of one machine."""
    data = json.loads(path.read_text(encoding="utf-8"))

    assert data["metadata"] == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    assert [c["id"] for c in data["cells"] if "execution" in c["metadata"]] == []
    assert "widget-view" not in path.read_text(encoding="utf-8")


@notebook
def test_a_notebook_tells_and_does_not_program(path: Path) -> None:
    """No function, class, loop or path in a cell, and ten words of prose or more for each line of code."""
    code = lines(path)
    prose = [word for c in cells(path, "markdown") for word in "".join(c["source"]).split()]

    assert [
        line for line in code if re.match(r"\s*(async |def |class |for |while |import os|from pathlib)", line)
    ] == []
    assert len(prose) >= 10 * len(code)
