"""Which arrows run together, and does each stay a mark of its own?"""

from collections.abc import Sequence

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.figures.bundles import bundles_of, joined, junctions
from analysis.figures.diagram import draw_diagram
from analysis.figures.layout import place
from analysis.figures.pieces import Mark
from analysis.figures.routing import crossings
from analysis.figures.spec import Column, Edge, FigureSpec, Node

SIZE = (80.0, 34.0)


def spec_of(nodes: Sequence[tuple[str, str]], edges: Sequence[tuple[str, str]], kind: str = "") -> FigureSpec:
    return FigureSpec(
        "toy",
        title={"en": "Toy"},
        columns=tuple(Column(name, {"en": name}) for name in sorted({column for _, column in nodes})),
        nodes=tuple(Node(node, column, {"en": node}, codes=("A",)) for node, column in nodes),
        edges=tuple(Edge(f"{a}->{b}", a, b, kind) for a, b in edges),
    )


FAN = spec_of([("a", "c0"), ("b", "c0"), ("c", "c0"), ("t", "c1")], [("a", "t"), ("b", "t"), ("c", "t")])


def rows_of(spec: FigureSpec, status: str = "observed", **other: str) -> dict[str, dict[str, str]]:
    return {mark: {"mark": mark, "status": other.get(mark, status)} for mark in spec.marks}


def test_arrows_into_one_box_are_one_bundle() -> None:
    """Three arrows of one look into one box share their end."""
    assert {bundle[:2] for bundle in bundles_of(FAN, rows_of(FAN)).values()} == {("into", "t")}


@pytest.mark.parametrize(
    ("other", "more"),
    [
        ({"edge:a->t": "theory"}, {}),
        ({"edge:a->t": "contested"}, {}),
        ({}, {"labelled": ["a->t"]}),
    ],
)
def test_what_looks_otherwise_stays_alone(other: dict[str, str], more: dict[str, list[str]]) -> None:
    """Another status, a contested arrow and one with words of its own are not drawn as part of a trunk."""
    assert sorted(bundles_of(FAN, rows_of(FAN, **other), **more)) == ["b->t", "c->t"]


def test_a_bar_and_a_tip_never_share_a_trunk() -> None:
    """What hinders and what helps the same box arrive apart."""
    spec = FigureSpec("toy", columns=FAN.columns, nodes=FAN.nodes, edges=(*FAN.edges[:2], Edge("c->t", "c", "t", "no")))

    assert sorted(bundles_of(spec, rows_of(spec), hindering=["no"])) == ["a->t", "b->t"]


def test_an_arrow_is_in_one_bundle_at_most() -> None:
    """From two boxes to two boxes: a trunk never leads from several to several, so its ends can be read."""
    spec = spec_of([("a", "c0"), ("b", "c0"), ("t", "c1"), ("u", "c1")], [(x, y) for x in "ab" for y in "tu"])
    bundles = bundles_of(spec, rows_of(spec))

    for bundle in set(bundles.values()):
        end = 0 if bundle[0] == "from" else 1
        assert {edge.split("->")[end] for edge, own in bundles.items() if own == bundle} == {bundle[1]}


def test_a_trunk_saves_crossings_and_has_dots_where_it_forks() -> None:
    """Arrows of a fan end in one point, and those that join on the way have a dot where they do."""
    bundles = bundles_of(FAN, rows_of(FAN))
    layout = place(FAN, box=SIZE, bundles=bundles)

    assert len({line[-1] for line in layout.lines.values()}) < 3
    assert crossings(layout.lines) == 0
    assert junctions(layout.lines, bundles)
    assert not junctions(layout.lines, {})


def test_every_arrow_stays_a_mark() -> None:
    """Arrows of a bundle are three groups, each with its own name, title and words."""
    figure = draw_diagram(FAN, pd.DataFrame(rows_of(FAN).values()), language="en")
    marks = {str(mark.get_gid()): mark for mark in figure.findobj(Mark)}

    assert [marks[edge.mark].title for edge in FAN.edges] == ["a → t", "b → t", "c → t"]


@st.composite
def webs(draw: st.DrawFn) -> FigureSpec:
    """Small figures whose arrows share many ends."""
    count, columns = draw(st.integers(3, 9)), draw(st.integers(1, 4))
    nodes = [(f"n{n}", f"c{draw(st.integers(0, columns - 1))}") for n in range(count)]
    pairs = [(a, b) for a, _ in nodes for b, _ in nodes if a != b]
    return spec_of(nodes, draw(st.lists(st.sampled_from(pairs), max_size=14, unique=True)))


@settings(max_examples=60)
@given(webs())
def test_each_arrow_of_a_bundle_has_a_stretch_of_its_own(spec: FigureSpec) -> None:
    """Every arrow can be pointed at: some part of it, 4 points or more, is on no other arrow's line."""
    bundles = bundles_of(spec, rows_of(spec))
    lines = place(spec, box=SIZE, bundles=bundles).lines

    for edge, line in lines.items():
        taken = [pair for other in lines if other != edge for pair in zip(lines[other], lines[other][1:], strict=False)]
        assert max(_free(a, b, taken) for a, b in zip(line, line[1:], strict=False)) >= 4


@settings(max_examples=60)
@given(webs())
def test_only_arrows_of_one_bundle_lie_on_each_other(spec: FigureSpec) -> None:
    """Where two lines have a part in common, they are of one bundle."""
    bundles = bundles_of(spec, rows_of(spec))
    lines = place(spec, box=SIZE, bundles=bundles).lines

    for edge, line in lines.items():
        others = [o for o in lines if o != edge and (edge not in bundles or bundles.get(o) != bundles[edge])]
        taken = [pair for other in others for pair in zip(lines[other], lines[other][1:], strict=False)]
        for a, b in zip(line, line[1:], strict=False):
            assert _free(a, b, taken) > abs(b[0] - a[0]) + abs(b[1] - a[1]) - 0.01


def _free(a: tuple[float, float], b: tuple[float, float], taken: Sequence[tuple[tuple[float, float], ...]]) -> float:
    """How much of a stretch lies on none of the others."""
    axis = 0 if a[1] == b[1] else 1
    low, high = sorted((a[axis], b[axis]))
    parts = [(low, high)]
    for c, d in taken:
        if (0 if c[1] == d[1] else 1) == axis and abs(c[1 - axis] - a[1 - axis]) < 0.01:
            x, y = sorted((c[axis], d[axis]))
            parts = [p for s, e in parts for p in ((s, min(e, x)), (max(s, y), e)) if p[1] > p[0]]
    return sum(e - s for s, e in parts)


def test_arrows_of_a_bundle_that_never_meet_are_not_joined() -> None:
    """Two that run on one line for a while are; one that leaves the box on another side has dashes of its own."""
    lines = {
        "a": [(0.0, 0.0), (10.0, 0.0), (10.0, 9.0)],
        "b": [(5.0, 5.0), (5.0, 0.0), (10.0, 0.0), (10.0, 9.0)],
        "c": [(0.0, 20.0), (0.0, 30.0)],
        "d": [(10.0, 9.0), (20.0, 9.0)],
    }

    assert joined(lines, dict.fromkeys("abcd", ("from", "x"))) == {"a", "b"}
