"""Which cells boxes and groups take in each form of diagram."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.figures.forms import plan
from analysis.figures.layout import Box, place
from analysis.figures.sizes import COLUMN, PAGE, Size
from analysis.figures.spec import FORMS, Column, Edge, FigureSpec, Node
from analysis.figures.ways import Point

ROLES = FORMS["pillars"]


def house_of(counts: dict[str, int], edges: Sequence[tuple[str, str]] = ()) -> FigureSpec:
    """A house with so many boxes of each role, called role and number."""
    nodes = tuple(
        Node(f"{role}{n}", role, {"en": role}, ("X",)) for role, count in counts.items() for n in range(count)
    )
    return FigureSpec(
        "house",
        title={"en": "A house"},
        columns=tuple(Column(role, {"en": role}, role) for role in counts),
        nodes=nodes,
        edges=tuple(Edge(f"{n}", a, b, pairs=(("X", "X"),)) for n, (a, b) in enumerate(edges)),
        layout={"form": "pillars"},
    )


HOUSE = {"pillar": 4, "roof": 1, "base": 2, "frame": 3, "left": 5, "right": 2}


def test_a_house() -> None:
    """Pillars side by side and three rows high, roof and base as wide as they are, frame above, sides beside."""
    made = plan(house_of(HOUSE), PAGE)

    assert [made.cells[f"pillar{n}"] for n in range(4)] == [(1, 2), (2, 2), (3, 2), (4, 2)]
    assert {made.spans[f"pillar{n}"] for n in range(4)} == {(1, 2)}
    assert (made.cells["roof0"], made.spans["roof0"]) == ((1, 1), (4, 1))
    assert [(made.cells[n], made.spans[n]) for n in ("base0", "base1")] == [((1, 4), (2, 1)), ((3, 4), (2, 1))]
    assert [made.spans[f"frame{n}"][0] for n in range(3)] == [2, 1, 1]
    assert [made.cells[f"left{n}"] for n in range(5)] == [(0, n) for n in range(5)]
    assert [made.cells[f"right{n}"] for n in range(2)] == [(5, 1), (5, 2)]
    assert made.bands == {"frame": ((1, 4), None), "left": ((0, 0), None), "right": ((5, 5), None)}


def test_a_narrow_house() -> None:
    """In a column what stands left goes above, what stands right below, two boxes side by side, within four columns."""
    made = plan(house_of(HOUSE), COLUMN)

    assert made.shape == (4, 3 + 2 + 1 + 3 + 1 + 1)
    assert [made.cells[f"left{n}"] for n in range(5)] == [(0, 0), (2, 0), (0, 1), (2, 1), (0, 2)]
    assert [made.cells[f"right{n}"] for n in range(2)] == [(0, 10), (2, 10)]
    assert made.bands["frame"] == (None, (3, 9))


def test_groups_are_stacked() -> None:
    """In a column groups lie one below the other, two boxes side by side; places of the file are kept."""
    nodes = (
        Node("a", "one", narrow=2),
        Node("b", "one", narrow=3),
        Node("c", "two"),
        Node("d", "two"),
        Node("e", "two"),
    )
    spec = FigureSpec("toy", columns=(Column("one", {}), Column("two", {})), nodes=nodes)
    made = plan(spec, COLUMN)

    assert (made.cells["a"], made.cells["b"]) == ((0, 1), (1, 0))
    assert {made.cells[node] for node in "cde"} == {(2, 0), (2, 1), (3, 0)}
    assert made.bands == {"one": ((0, 1), None), "two": ((2, 3), None)}


def test_places_side_by_side_on_a_page() -> None:
    """With `across: 3` a group's fifth place is the second of its second line, whoever else stands there or not."""
    nodes = (Node("a", "one", row=5), Node("b", "one", row=1), Node("c", "two", row=2))
    columns = (Column("one", {}), Column("two", {}))
    made = plan(FigureSpec("toy", columns=columns, nodes=nodes, layout={"direction": "TB", "across": 3}), PAGE)

    assert made.cells == {"a": (1, 1), "b": (0, 0), "c": (2, 1)}
    assert made.turned


def test_rows_of_the_file_are_kept() -> None:
    """A box with a row stands there; the others of its column take what is free."""
    nodes = (Node("a", "one", row=3), Node("b", "one"), Node("c", "two"))
    made = plan(FigureSpec("toy", columns=(Column("one", {}), Column("two", {})), nodes=nodes), PAGE)

    assert made.cells["a"] == (0, 2)
    assert made.cells["b"][0] == 0 and made.cells["b"][1] != 2


@st.composite
def houses(draw: st.DrawFn) -> FigureSpec:
    """Houses of one to five pillars, with any number of other parts and any arrows."""
    counts = {"pillar": draw(st.integers(1, 5))} | {role: draw(st.integers(0, 5)) for role in ROLES[1:]}
    names = [f"{role}{n}" for role, count in counts.items() for n in range(count)]
    pairs = st.tuples(st.sampled_from(names), st.sampled_from(names)).filter(lambda pair: pair[0] != pair[1])
    return house_of(counts, draw(st.lists(pairs, max_size=12)) if len(names) > 1 else ())


def inside(box: Box, a: Point, b: Point) -> bool:
    """Whether the straight stretch from a to b runs through the inner part of the box."""
    (x0, x1), (y0, y1) = sorted((a[0], b[0])), sorted((a[1], b[1]))
    return x0 < box.x + box.width - 0.5 and x1 > box.x + 0.5 and y0 < box.y + box.height - 0.5 and y1 > box.y + 0.5


@settings(max_examples=40)
@given(houses(), st.sampled_from([PAGE, COLUMN]))
def test_no_arrow_runs_through_a_part_of_the_house(spec: FigureSpec, size: Size) -> None:
    """Boxes of several cells do not touch either, and every arrow stays outside of all of them."""
    layout = place(spec, box=(60.0, 30.0), heading=12, size=size)
    boxes = list(layout.boxes.values())

    for number, box in enumerate(boxes):
        for other in boxes[:number]:
            apart = max(
                box.x - other.x - other.width,
                other.x - box.x - box.width,
                box.y - other.y - other.height,
                other.y - box.y - box.height,
            )
            assert apart > 0
    for line in layout.lines.values():
        for a, b in zip(line, line[1:], strict=False):
            assert not [box for box in boxes if inside(box, a, b)]


def test_arrows_between_the_sides_go_around_the_house() -> None:
    """An arrow from right to left passes nowhere within the frame, though that would be shorter."""
    layout = place(house_of(HOUSE, [("right0", "left2")]), box=(60.0, 30.0), heading=12)
    frame = layout.bands["frame"]
    [line] = layout.lines.values()

    assert not any(inside(frame, a, b) for a, b in zip(line, line[1:], strict=False))


@pytest.mark.parametrize("role", ROLES[1:])
def test_every_other_part_may_be_missing(role: str) -> None:
    """A house without roof, base, frame or a side still stands, and every box has a cell."""
    counts = {key: count for key, count in HOUSE.items() if key != role}
    for size in (PAGE, COLUMN):
        made = plan(house_of(counts), size)
        assert set(made.cells) == {f"{key}{n}" for key, count in counts.items() for n in range(count)}
