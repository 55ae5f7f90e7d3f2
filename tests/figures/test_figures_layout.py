"""Where boxes stand and which way arrows go."""

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.figures.layout import Box, Layout, place
from analysis.figures.routing import crossings, route
from analysis.figures.spec import Column, Edge, FigureSpec, Node
from analysis.figures.ways import Grid

SIZE = (100.0, 40.0)


def spec_of(
    nodes: Sequence[tuple[str, str]], edges: Sequence[tuple[str, str]], direction: str = "LR", **layout: int
) -> FigureSpec:
    """A figure from (node, column) and (from, to); parallel edges get numbers."""
    names = sorted({column for _, column in nodes if column})
    return FigureSpec(
        "toy",
        columns=tuple(Column(name, {}) for name in names),
        nodes=tuple(Node(node, column) for node, column in nodes),
        edges=tuple(Edge(f"{n}:{a}->{b}", a, b) for n, (a, b) in enumerate(edges)),
        layout={"direction": direction, **layout},
    )


def corners(layout: Layout) -> dict[str, tuple[float, float]]:
    return {node: (box.x, box.y) for node, box in layout.boxes.items()}


def inside(box: Box, a: tuple[float, float], b: tuple[float, float]) -> bool:
    """Whether the straight stretch from a to b runs through the inner part of the box."""
    (x0, x1), (y0, y1) = sorted((a[0], b[0])), sorted((a[1], b[1]))
    return x0 < box.x + box.width - 0.5 and x1 > box.x + 0.5 and y0 < box.y + box.height - 0.5 and y1 > box.y + 0.5


def on_border(box: Box, at: tuple[float, float]) -> bool:
    x, y = at
    across = box.x < x < box.x + box.width and min(abs(y - box.y), abs(y - box.y - box.height)) < 0.01
    return across or (box.y < y < box.y + box.height and min(abs(x - box.x), abs(x - box.x - box.width)) < 0.01)


@st.composite
def specs(draw: st.DrawFn) -> FigureSpec:
    """Small figures: 2 to 12 nodes, with columns or without, any edges, also parallel and backward ones."""
    count = draw(st.integers(2, 12))
    columns = draw(st.integers(0, 4))
    names = [f"n{n}" for n in range(count)]
    nodes = [(name, f"c{draw(st.integers(0, columns - 1))}" if columns else "") for name in names]
    pairs = st.tuples(st.sampled_from(names), st.sampled_from(names)).filter(lambda pair: pair[0] != pair[1])
    edges = draw(st.lists(pairs, max_size=14))
    return spec_of(nodes, edges, draw(st.sampled_from(["LR", "TB"])))


@settings(max_examples=60)
@given(specs())
def test_no_arrow_runs_through_a_box(spec: FigureSpec) -> None:
    """Every arrow is right-angled, starts and ends on the border of its boxes, and stays outside of every box."""
    layout = place(spec, box=SIZE, heading=20)

    assert set(layout.lines) == {edge.id for edge in spec.edges}
    for edge in spec.edges:
        line = layout.lines[edge.id]
        assert on_border(layout.boxes[edge.source], line[0])
        assert on_border(layout.boxes[edge.target], line[-1])
        for a, b in zip(line, line[1:], strict=False):
            assert a[0] == b[0] or a[1] == b[1]
            assert not [node for node, box in layout.boxes.items() if inside(box, a, b)]


@settings(max_examples=60)
@given(specs())
def test_no_two_arrows_lie_on_each_other(spec: FigureSpec) -> None:
    """Stretches of two arrows on one line have no part in common."""
    layout = place(spec, box=SIZE)
    found: dict[tuple[int, float], list[tuple[float, float, str]]] = {}
    for edge, line in layout.lines.items():
        for a, b in zip(line, line[1:], strict=False):
            axis = 0 if a[1] == b[1] else 1
            low, high = sorted((a[axis], b[axis]))
            found.setdefault((axis, round(a[1 - axis], 2)), []).append((low, high, edge))

    for stretches in found.values():
        stretches.sort()
        for (_, high, first), (low, _, second) in zip(stretches, stretches[1:], strict=False):
            assert first == second or high <= low


@settings(max_examples=40)
@given(specs())
def test_everything_stands_on_the_page(spec: FigureSpec) -> None:
    """Boxes do not touch each other, and boxes and arrows lie within the layout's width and height."""
    layout = place(spec, box=SIZE, heading=20)
    points = [point for line in layout.lines.values() for point in line]
    points += [(box.x, box.y) for box in layout.boxes.values()]
    points += [(box.x + box.width, box.y + box.height) for box in layout.boxes.values()]

    assert all(0 <= x <= layout.width and 0 <= y <= layout.height for x, y in points)
    boxes = list(layout.boxes.values())
    for number, box in enumerate(boxes):
        for other in boxes[:number]:
            assert abs(box.x - other.x) > SIZE[0] or abs(box.y - other.y) > SIZE[1]


def test_columns_keep_the_order_of_the_file() -> None:
    """Columns stand side by side as the file has them, though the arrows run backwards; boxes of one are aligned."""
    spec = spec_of([("a", "c0"), ("b", "c0"), ("c", "c1")], [("c", "a"), ("c", "b")])

    at = corners(place(spec, box=SIZE))

    assert at["a"][0] == at["b"][0] < at["c"][0]


def test_from_top_to_bottom_is_the_same_picture_turned() -> None:
    """With direction TB columns become bands: x and y change places."""
    nodes, edges = [("a", "c0"), ("b", "c1"), ("c", "c1")], [("a", "b"), ("a", "c"), ("c", "a")]
    level = place(spec_of(nodes, edges), box=(60.0, 60.0))
    upright = place(spec_of(nodes, edges, "TB"), box=(60.0, 60.0))

    assert {n: at[::-1] for n, at in corners(level).items()} == corners(upright)
    assert {e: tuple(p[::-1] for p in line) for e, line in level.lines.items()} == dict(upright.lines)


def test_partners_stand_opposite() -> None:
    """Where the order of the file would make arrows cross, boxes change places until none does."""
    nodes = [("a1", "c0"), ("a2", "c0"), ("a3", "c0"), ("b1", "c1"), ("b2", "c1"), ("b3", "c1")]
    layout = place(spec_of(nodes, [("a1", "b3"), ("a2", "b2"), ("a3", "b1")]), box=SIZE)

    assert crossings(layout.lines) == 0
    assert all(len(line) == 2 for line in layout.lines.values())


def test_lanes_are_untangled() -> None:
    """Two arrows that go up to one box through the same channel, the longer one outside, do not cross."""
    cells = {"b": (0, 1), "c": (0, 2), "d": (1, 0)}
    routed = route(Grid(2, 3, cells, SIZE, (44.0, 18.0)), {"1": ("c", "d"), "2": ("b", "d")})

    assert [len(line) for line in routed.lines.values()] == [4, 4]
    assert crossings(routed.lines) == 0


def test_a_long_run_is_folded() -> None:
    """Six boxes in a row, folded at three: two rows, the second one backwards, and the turn goes straight down."""
    names = "abcdef"
    spec = spec_of([(n, "") for n in names], list(zip(names, names[1:], strict=False)), fold=3)

    at = corners(place(spec, box=SIZE))

    xs, ys = sorted({x for x, _ in at.values()}), sorted({y for _, y in at.values()})
    assert [(xs.index(at[n][0]), ys.index(at[n][1])) for n in names] == [(0, 0), (1, 0), (2, 0), (2, 1), (1, 1), (0, 1)]


def test_crossings_are_counted() -> None:
    """A plus sign crosses once; lines that only touch, and bends of one arrow, do not count."""
    plus = {"a": [(0.0, 5.0), (10.0, 5.0)], "b": [(5.0, 0.0), (5.0, 10.0)]}
    touch = {"a": [(0.0, 5.0), (5.0, 5.0)], "b": [(5.0, 0.0), (5.0, 10.0)]}

    assert crossings(plus) == 1
    assert crossings(touch) == 0
    assert crossings({"a": plus["a"]}) == 0


def test_graphviz_is_quiet(capfd) -> None:  # type: ignore[no-untyped-def]
    """Nothing of what the layout libraries say about fonts reaches the user."""
    place(spec_of([("a", ""), ("b", "")], [("a", "b")]), box=SIZE)

    assert capfd.readouterr() == ("", "")
