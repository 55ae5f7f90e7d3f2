"""What a figure file says, and what can be wrong in it."""

from pathlib import Path

from analysis.errors import Problem
from analysis.figures.spec import Column, Edge, FigureSpec, Node
from analysis.figures.spec_file import read_spec

GOOD = """\
name: bridge
number: 4
kind: diagram
research_question: Q3
title: {en: A bridge, id: Jembatan}
note: {en: Drawn anew., id: Digambar ulang.}
columns:
  - {id: near, title: {en: This side, id: Sisi ini}}
  - {id: far, title: {en: That side, id: Sisi sana}}
nodes:
  - {id: A, column: near, codes: [A, A.1], label: {en: Ask, id: Tanya}}
  - {id: B, column: far, status: theory, label: {en: Hear, id: Dengar}, documents: ["BOOK:4"]}
edges:
  - {from: A, to: B, type: enables, pairs: [[A, B]], label: {en: opens, id: membuka}, theory: "4.10"}
paths:
  - [A, B]
layout: {direction: TB}
"""


def problems_of(tmp_path: Path, text: str) -> list[Problem]:
    file = tmp_path / "bridge.yaml"
    file.write_text(text, encoding="utf-8")
    return read_spec(file, "figures/bridge.yaml")[1]


def test_a_whole_file(tmp_path: Path) -> None:
    """Every key of the form arrives in the record, with lines on nodes and edges, and an id made from the ends."""
    file = tmp_path / "bridge.yaml"
    file.write_text(GOOD, encoding="utf-8")

    spec, problems = read_spec(file)

    assert problems == []
    assert spec == FigureSpec(
        name="bridge",
        number=4,
        research_question="Q3",
        title={"en": "A bridge", "id": "Jembatan"},
        note={"en": "Drawn anew.", "id": "Digambar ulang."},
        columns=(
            Column("near", {"en": "This side", "id": "Sisi ini"}),
            Column("far", {"en": "That side", "id": "Sisi sana"}),
        ),
        nodes=(
            Node("A", "near", {"en": "Ask", "id": "Tanya"}, ("A", "A.1"), line=11),
            Node("B", "far", {"en": "Hear", "id": "Dengar"}, status="theory", documents=("BOOK:4",), line=12),
        ),
        edges=(
            Edge(
                "A->B",
                "A",
                "B",
                "enables",
                {"en": "opens", "id": "membuka"},
                (("A", "B"),),
                theory="4.10",
                line=14,
            ),
        ),
        paths=(("A", "B"),),
        layout={"direction": "TB"},
    )
    assert spec.marks == ("node:A", "node:B", "edge:A->B")


def test_all_problems_at_once(tmp_path: Path) -> None:
    """A file with six slips is told all six, each with its row and a next step, and gives no figure."""
    text = (
        GOOD.replace("column: far", "column: fat")
        .replace("{en: Ask, id: Tanya}", "{en: Ask}")
        .replace("from: A, to: B", "from: A, to: BB")
        .replace("- [A, B]\nlayout", "- [B, A]\nlayout")
        .replace('theory: "4.10"', "theory: 4.10")
        .replace("direction: TB", "direction: UP")
    )
    file = tmp_path / "bridge.yaml"
    file.write_text(text, encoding="utf-8")

    spec, problems = read_spec(file, "figures/bridge.yaml")

    assert spec is None
    assert [(p.row, p.rule, p.came, p.next_step) for p in problems] == [
        (1, "direction is one of LR, TB", "UP", "Write one of them."),
        (1, "path B > A: an edge joins each step to the next", "none from B to A", "Add the edge, or mend the path."),
        (11, "node A has its label in every language of the file", "none in id", "Add it to label."),
        (12, "node B: its column is one of columns", "fat", "Did you mean far?"),
        (14, "edge A->BB: a section number is text", "4.1", "Write it in quotes, or 4.10 becomes 4.1."),
        (14, "edge A->BB: to is a node", "BB", "Did you mean B?"),
    ]
    assert {p.file for p in problems} == {"figures/bridge.yaml"}


def test_a_mark_says_what_it_stands_on(tmp_path: Path) -> None:
    """A node without codes and an edge without pairs declare a status out of three, or the file is not read."""
    text = GOOD.replace("codes: [A, A.1], ", "").replace("pairs: [[A, B]]", "status: rumour")

    assert [(p.row, p.rule, p.came) for p in problems_of(tmp_path, text)] == [
        (11, "node A: a mark has codes or a status", "neither"),
        (14, "edge A->B: status is one of law, theory, proposal", "rumour"),
    ]


def test_what_stands_twice(tmp_path: Path) -> None:
    """A second node of one id, and a second arrow between two nodes without its own id, are named with the first."""
    text = GOOD.replace(
        "edges:\n",
        "  - {id: A, column: far, codes: [A], label: {en: Again, id: Lagi}}\n"
        "edges:\n  - {from: A, to: B, type: hinders, pairs: [[A, B]]}\n",
    )

    assert [(p.row, p.rule, p.came) for p in problems_of(tmp_path, text)] == [
        (13, "node A stands once", "also on line 11"),
        (16, "edge A->B stands once", "also on line 15"),
    ]
    assert (
        problems_of(tmp_path, GOOD.replace("edges:\n", "edges:\n  - {id: no, from: A, to: B, status: proposal}\n"))
        == []
    )


def test_a_slip_in_a_key(tmp_path: Path) -> None:
    """A key that the form does not know is an error that names the nearest one."""
    [problem] = problems_of(tmp_path, GOOD.replace("number: 4", "nunber: 4"))

    assert str(problem) == (
        "figures/bridge.yaml, line 1: a figure has no key 'nunber' (got nunber). Did you mean number?"
    )


def test_a_law_names_its_provision(tmp_path: Path) -> None:
    """A node that rests on law but names no document is a warning: the figure is still read."""
    text = GOOD.replace(
        'status: theory, label: {en: Hear, id: Dengar}, documents: ["BOOK:4"]', "status: law, label: {en: Hear, id: D}"
    )
    [problem] = problems_of(tmp_path, text)

    assert (problem.row, problem.level, problem.rule) == (
        12,
        "warning",
        "node B: what rests on law names the provision",
    )
    assert read_spec(tmp_path / "bridge.yaml")[0] is not None


def test_a_matrix_keeps_its_rows_and_columns(tmp_path: Path) -> None:
    """What a matrix shows stands in its layout; it needs no nodes."""
    file = tmp_path / "m.yaml"
    file.write_text("name: m\nkind: matrix\ntitle: {en: Who}\nrows: codes\nby: role\ntiers: [core]\n", encoding="utf-8")

    spec, problems = read_spec(file)

    assert problems == []
    assert spec == FigureSpec(
        "m", kind="matrix", title={"en": "Who"}, layout={"rows": "codes", "by": "role", "tiers": ["core"]}
    )


def test_no_mapping(tmp_path: Path) -> None:
    """A file that holds a list, or no YAML, is one problem and no crash."""
    assert [p.rule for p in problems_of(tmp_path, "- a\n- b\n")] == ["a figure file is a list of keys and values"]
    assert [p.row for p in problems_of(tmp_path, "name: [open")] == [0]


HOUSE = """\
name: house
title: {en: A house}
columns:
  - {id: up, role: pillar, title: {en: Pillars}}
  - {id: top, role: roof, title: {en: Roof}}
nodes:
  - {id: A, column: up, row: 2, narrow: 1, codes: [A], label: {en: Ask}}
  - {id: B, column: up, row: 1, codes: [B], label: {en: Hear}}
  - {id: C, column: top, codes: [C], label: {en: Act}}
layout: {form: pillars}
"""


def test_a_form_and_places(tmp_path: Path) -> None:
    """A form of drawing gives each group a role; boxes may be given their place, for the page and for a column."""
    file = tmp_path / "house.yaml"
    file.write_text(HOUSE, encoding="utf-8")
    spec, problems = read_spec(file)

    assert spec is not None and problems == []
    assert [column.role for column in spec.columns] == ["pillar", "roof"]
    assert [(node.row, node.narrow) for node in spec.nodes] == [(2, 1), (1, 0), (0, 0)]


def test_a_form_that_does_not_hold(tmp_path: Path) -> None:
    """An unknown form, an unknown or idle role, no pillar, and a place given twice or not as a number are named."""

    def said(old: str, new: str) -> list[tuple[int, str, str]]:
        assert old in HOUSE
        return [(p.row, p.rule, p.came) for p in problems_of(tmp_path, HOUSE.replace(old, new))]

    assert said("form: pillars", "form: temple") == [(1, "form is one of pillars", "temple")]
    assert said("role: roof", "role: chimney") == [
        (5, "column top: role is one of pillar, roof, base, frame, left, right", "chimney")
    ]
    assert said("role: pillar", "role: base") == [(1, "form pillars has a column with role pillar", "none")]
    assert said("layout: {form: pillars}", "layout: {}")[0] == (4, "a role belongs to a form", "pillar")
    assert said(", row: 1", ", row: 2") == [(8, "node B: a row of a column holds one box", "A in row 2 too")]
    assert said(", row: 1", ", row: first") == [(8, "node B: row is a whole number from 1 to 99", "first")]
    assert said("{form: pillars}", "{form: pillars, across: 0}") == [(1, "across is a whole number from 1", "0")]
