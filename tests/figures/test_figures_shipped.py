"""Every diagram of the study and of the second case, in every language and at both printed sizes."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest
from matplotlib.text import Text

import analysis
from analysis.figures.chips import place_chips
from analysis.figures.diagram import draw_diagram
from analysis.figures.fitting import fitted
from analysis.figures.layout import Box
from analysis.figures.sizes import SIZES, SMALLEST
from analysis.figures.spec import FigureSpec, read_spec
from analysis.figures.style import settled
from analysis.figures.ways import Point
from analysis.model import words_in

ROOT = Path(analysis.__file__).parents[1]
FILES = [*sorted((ROOT / "figures").glob("*.yaml")), *sorted((ROOT / "tests/cases").glob("*/figures/*.yaml"))]


def cases() -> Iterator[object]:
    for file in FILES:
        spec, _ = read_spec(file)
        if spec is not None and spec.kind == "diagram":
            for language in spec.title:
                for width in SIZES:
                    yield pytest.param(spec, language, width, id=f"{spec.name}-{language}-{width}")


def rows_of(spec: FigureSpec) -> dict[str, dict[str, object]]:
    """A row for each mark as evidence may make it at most: contested boxes with long counts."""
    counts = {"persons_text": "18", "groups": 5, "documents": 30, "opposers": 8}
    return {mark: {"mark": mark, "status": "contested", **counts} for mark in spec.marks}


def inside(box: Box, a: Point, b: Point) -> bool:
    """Whether the straight stretch from a to b runs through the inner part of the box."""
    (x0, x1), (y0, y1) = sorted((a[0], b[0])), sorted((a[1], b[1]))
    return x0 < box.x + box.width - 0.5 and x1 > box.x + 0.5 and y0 < box.y + box.height - 0.5 and y1 > box.y + 0.5


def overlap(one: Box, other: Box) -> bool:
    flat = one.x < other.x + other.width and other.x < one.x + one.width
    return flat and one.y < other.y + other.height and other.y < one.y + one.height


@pytest.mark.parametrize(("spec", "language", "width"), list(cases()))
def test_nothing_covers_anything(spec: FigureSpec, language: str, width: str) -> None:
    """No arrow enters a box, not even one of its own; no word on an arrow touches a box or another such word."""
    size = SIZES[width]
    said = {edge.id: words_in(edge.label, language) for edge in spec.edges if edge.label}
    with settled():
        layout, _ = fitted(spec, rows_of(spec), language, size, said)
        chips, _ = place_chips(layout, said, size.small)

    for line in layout.lines.values():
        for a, b in zip(line, line[1:], strict=False):
            assert not [node for node, box in layout.boxes.items() if inside(box, a, b)]
    assert not [(e, n) for e, chip in chips.items() for n, box in layout.boxes.items() if overlap(chip.box, box)]
    assert not [(e, h) for e, chip in chips.items() for h, head in layout.headings.items() if overlap(chip.box, head)]
    assert not [(a.text, b.text) for a, b in combinations(chips.values(), 2) if overlap(a.box, b.box)]


@pytest.mark.parametrize(("spec", "language", "width"), list(cases()))
def test_it_can_be_printed(spec: FigureSpec, language: str, width: str) -> None:
    """180 or 88 mm broad, no higher than A4 with margins of 15 mm, and no word smaller than six points."""
    figure = draw_diagram(spec, pd.DataFrame(rows_of(spec).values()), language=language, width=width)
    wide, high = (inches * 72 for inches in figure.get_size_inches())

    assert wide == pytest.approx(SIZES[width].width)
    assert high <= 267 / 25.4 * 72
    assert min(text.get_fontsize() for text in figure.findobj(Text) if text.get_text()) >= SMALLEST


def test_each_figure_has_its_own_number() -> None:
    """Two figures of the study with one number could not be cited."""
    numbers = [spec.number for file in (ROOT / "figures").glob("*.yaml") if (spec := read_spec(file)[0]) is not None]

    assert sorted(numbers) == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("language", ["en", "id"])
def test_pillars_are_read_level_on_a_page(language: str) -> None:
    """Words that fit when set a little smaller are not turned; in one column they must be."""
    spec, _ = read_spec(ROOT / "figures/ideal.yaml")
    assert spec is not None
    with settled():
        turned = {
            name: fitted(spec, rows_of(spec), language, SIZES[name], {})[1].upright for name in ("page", "column")
        }

    assert not turned["page"] and turned["column"]
