"""What may leave with a build: no word without consent, no person's name, no number of a small class."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
import study_kit as kit
from build_kit import DRAWN

from analysis.study.build import build
from analysis.study.handle import open_study
from analysis.tables import write_csv

pytestmark = pytest.mark.usefixtures("coarse")

SECRET = "marzipan"
TEXTS = (".csv", ".html", ".svg", ".txt")


def texts(folder: Path) -> dict[str, str]:
    """Every file of words that was written."""
    return {p.name: p.read_text(encoding="utf-8") for p in sorted(folder.rglob("*")) if p.suffix in TEXTS}


def planted(root: Path, *, uses: Mapping[str, str]) -> Path:
    """P02, called P77, speaks of marzipan in S77, with this consent."""
    for name in ("interviews/participants.csv", "interviews/consent.csv"):
        path = root / name
        path.write_text(path.read_text(encoding="utf-8").replace("P02", "P77"), encoding="utf-8")
    (root / "interviews/S02.md").unlink()
    (root / "codings/anna/S02.jsonl").unlink()
    talk = f"P77: My mother sent me for the {SECRET}.\n\nP77: I stayed for the {SECRET} too.\n"
    kit.put(root, "interviews/S77.md", kit.interview("S77", talk))
    people = {"P01": "", "P77": "", "P03": ""}
    kit.write_consent(root, {}, people=people)
    study = open_study(root)
    for code, stance in (("EXP.FIRST", "opposes"), ("EXP.STAY", "supports")):
        quote = f"for the {SECRET}"
        memo = f"{SECRET} again"
        study.code("S77", coder="anna", code=code, quote=quote, occurrence=1, stance=stance, memo=memo, at=kit.AT)
    kit.write_consent(root, {"P77": uses}, people=people)
    return root


@pytest.mark.parametrize(
    "uses",
    [
        {"quote_verbatim": "no"},
        {"attribution": "none"},
        {"check_back_first": "yes"},
        {"analyse": "no"},
        {"withdrawn_at": "2024-06-01"},
    ],
    ids=lambda uses: next(iter(uses)),
)
def test_words_without_consent_are_not_published(tmp_path: Path, uses: Mapping[str, str]) -> None:
    """Neither in a picture nor in a table, a page or an alternative text; nor is it told whose words, or when.

    Whoever withdrew leaves two under the label of three: then nobody under it is quoted.
    """
    root = planted(kit.make_study(tmp_path / "bakery", profile="public"), uses=uses)
    build(root)

    assert [name for name, text in texts(root / "figures").items() if SECRET in text or "2024-06-01" in text] == []
    page = texts(root / "figures")["evidence.html"]
    assert "Of some persons: " in page
    assert ("A friend asked me to come" in page) is ("withdrawn_at" not in uses)
    assert "[withheld]" not in page


def test_words_with_consent_are_published(tmp_path: Path) -> None:
    """The same words with every consent stand on the page, under a label of three persons or more."""
    root = planted(kit.make_study(tmp_path / "bakery", profile="public"), uses={})
    build(root)

    assert [name for name, text in texts(root / "figures").items() if SECRET in text] == ["evidence.html"]
    assert "a bakery hand" in texts(root / "figures")["evidence.html"]


def test_no_person_and_no_interview_is_named(tmp_path: Path) -> None:
    """In public no id of a person, of an interview or of a single role's holder leaves; internally they are there."""
    root = planted(kit.make_study(tmp_path / "bakery", profile="public"), uses={})
    build(root)
    build(root, profile="internal")
    names = re.compile(r"\b([PS](01|77|03))\b")

    assert [name for name, text in texts(root / "figures").items() if names.search(text)] == []
    assert {"evidence.html", "model.csv"} <= {
        n for n, text in texts(root / "out/internal").items() if names.search(text)
    }


def test_no_small_count_leaves(tmp_path: Path) -> None:
    """Of classes below five: no number of persons in any table, no size in any heading, no count beside a mark."""
    root = kit.make_study(tmp_path / "bakery", profile="public")
    build(root)
    build(root, profile="internal")
    public, internal = texts(root / "figures"), texts(root / "out/internal")
    heading = re.compile(r"n = (?:&lt;)?\d+|\d+ segments|\d+ persons?\b|\b\d+ of \d+\b")

    assert {"n = 2", "n = 1"} <= set(heading.findall(internal["themes.en.svg"]))
    assert {found for text in public.values() for found in heading.findall(text)} == set()
    assert "themes.csv" not in public
    assert internal["themes.csv"] == "mark,baker,seller\nnode:EXP.FIRST,2,0\nnode:EXP.STAY,2,1\n"
    head, *rows = [line.split(",") for line in public["model.csv"].splitlines()]
    cells = [dict(zip(head, row, strict=True)) for row in rows]
    counted = ("groups", "witnesses", "opposers", "hypothetical")
    assert [[row["persons"], *(row[key] for key in counted)] for row in cells] == [
        ["some", "", "some", "some", "0"],
        ["some", "", "some", "some", "0"],
        ["none", "", "", "none", "0"],
        ["some", "", "some", "none", "0"],
        ["none", "", "", "none", "0"],
    ]
    assert set(head) & {"supported_by", "opposed_by", "class_size", "stays_without_one"} == set()


def test_a_large_class_is_counted(tmp_path: Path) -> None:
    """From five persons on, a class shows its size and its numbers, in public too; one of three says some or none."""
    root = kit.make_study(tmp_path / "bakery", profile="public")
    people = {**kit.ROLES, **{f"P0{n}": "baker" for n in (4, 5, 6)}, "P07": "seller", "P08": "seller"}
    rows = [{"id": person, "role": role} for person, role in people.items()]
    write_csv(root / "interviews/participants.csv", rows, ("id", "role"))
    kit.write_consent(root, {}, people=people)
    for n in (4, 5, 6, 7, 8):
        kit.put(root, f"interviews/S0{n}.md", kit.interview(f"S0{n}", f"P0{n}: By bus.\n"))
    build(root)

    found = texts(root / "figures")
    assert found["themes.csv"] == "mark,baker,seller\nnode:EXP.FIRST,2,none\nnode:EXP.STAY,2,some\n"
    assert set(re.findall(r"n (?:=|&lt;) \d+", found["themes.en.svg"])) == {"n = 5", "n &lt; 5"}


def test_a_table_by_source_stays_inside(tmp_path: Path) -> None:
    """In public such a figure is left out, and said to be; the other figures are drawn."""
    root = kit.make_study(tmp_path / "bakery")
    kit.change(root, "figures/themes.yaml", "by: role", "by: source")
    done = build(root, profile="public")

    assert done.left_out == {"themes": "a table by source names each interview"}
    assert build(root).left_out == {}
    assert {p.name for p in (root / "out/public").iterdir()} == {
        name for name in DRAWN if name.startswith("model.")
    } | {
        *("tables", "evidence.html", "inputs.csv"),
    }


def test_constructed_is_called_constructed(tmp_path: Path) -> None:
    """The mark stands in every alternative text and on the page, and goes with the last constructed source."""
    root = kit.make_study(tmp_path / "bakery")
    build(root)
    mark = "Constructed demonstration material: no person said this."
    found = texts(root / "figures")
    for key, talk in kit.TALK.items():
        kit.put(root, f"interviews/{key}.md", kit.interview(key, talk, provenance="recorded"))
    build(root)

    assert {name for name, text in found.items() if mark in text} >= {
        "evidence.html",
        "model.en.alt.txt",
        "themes.en.alt.txt",
    }
    assert [name for name, text in texts(root / "out/internal").items() if mark in text] == []
