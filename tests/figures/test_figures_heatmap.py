"""What a heat map shows of a matrix."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text

from analysis.errors import FigureError
from analysis.figures.charts.looks import COLOURS
from analysis.figures.heatmap import HIDDEN, draw_heatmap
from analysis.figures.pieces import Mark

FRAME = pd.DataFrame(
    [[4.0, 0.0], [1.0, np.nan], [2.0, 3.0]],
    index=pd.MultiIndex.from_tuples([("Care", "asks"), ("Care", "hears"), ("Rules", "opens")]),
    columns=pd.MultiIndex.from_tuples([("Guides", 4), ("Hosts", 3)]),
)
CELLS = pd.DataFrame([["4", "0"], ["some", ""], ["some", "3"]], index=FRAME.index, columns=FRAME.columns)


def draw(**options: object):  # type: ignore[no-untyped-def]
    given = {"title": "Care first", "cells": CELLS, "caption": "Seven people.", "constructed_mark": "Constructed."}
    return draw_heatmap(FRAME, **{**given, **options})  # type: ignore[arg-type]


def said(figure) -> list[str]:  # type: ignore[no-untyped-def]
    """What the cells say, row by row."""
    return [part.get_text() for mark in figure.findobj(Mark) for part in mark.parts if isinstance(part, Text)]


def test_the_face_of_a_heat_map() -> None:
    """Title, mark, roles with their n, themes under their families, the scale, what hatching means, and the caption."""
    figure = draw(row_label="Theme", column_label="Role", value_label="persons")
    shown = [artist.get_text() for artist in figure.axes[0].texts if isinstance(artist, Text)]

    assert sorted(shown) == sorted(
        ["Care first", "Constructed.", "Guides", "n = 4", "Hosts", "n = 3", "asks", "hears", "opens", "Role", "Theme"]
        + ["Care", "Rules", "0", "4  persons", "no data", "Seven people."]
    )


def test_cells_say_what_they_may() -> None:
    """The texts given are written, row by row, and a missing cell says nothing."""
    assert said(draw()) == ["4", "0", "some", "some", "3"]
    assert said(draw(cells=None)) == ["4", "0", "1", "2", "3"]


def test_colour_does_not_tell_what_the_word_keeps_back() -> None:
    """Two cells that say `some` for 1 and for 2 have one and the same shade."""
    values = draw().axes[1].collections[0].get_array()

    assert values.filled(-1).tolist() == [[4.0, 0.0], [4 * HIDDEN, -1.0], [4 * HIDDEN, 3.0]]


def test_missing_is_hatched_and_every_cell_is_a_mark() -> None:
    """Each cell is found by its row and column; the one without data alone is hatched."""
    marks = {str(mark.get_gid()): mark.parts[0].get_hatch() for mark in draw().findobj(Mark)}

    assert marks == {
        "cell:asks|Guides": None,
        "cell:asks|Hosts": None,
        "cell:hears|Guides": None,
        "cell:hears|Hosts": "/////",
        "cell:opens|Guides": None,
        "cell:opens|Hosts": None,
    }


def test_darker_is_more_in_grey_too() -> None:
    """From step to step of the scale the colours lose brightness."""
    rgb = COLOURS(np.linspace(0, 1, 9))[:, :3]
    light = rgb @ [0.2126, 0.7152, 0.0722]

    assert (np.diff(light) < 0).all()


@pytest.mark.parametrize("rows", [1, 38, 60, 120])
def test_a_long_table_goes_on(rows: int) -> None:
    """No sheet is higher than 230 mm; each row stands once on one of them."""
    frame = pd.DataFrame({"Guides": range(rows)}, index=[f"theme {n}" for n in range(rows)], dtype=float)
    figure = draw_heatmap(frame, title="Many", caption="Many themes.")

    assert all(sheet.get_size_inches()[1] * 25.4 <= 230.1 for sheet in (figure, *figure.more))
    assert len(figure.more) == (0 if rows < 52 else rows // 52)
    assert sum(len(sheet.findobj(Mark)) for sheet in (figure, *figure.more)) == rows


def test_the_name_of_a_family_stays_beside_its_rows() -> None:
    """A family of one row makes that row high enough for its three lines; rows of others keep their height."""
    index = pd.MultiIndex.from_tuples(
        [("Directions of professional development", "Up"), *[("Plans", f"T{n}") for n in range(30)]]
    )
    picture = draw_heatmap(pd.DataFrame(1, index=index, columns=["a"]), title="T")
    cells = {mark.get_gid(): mark.parts[0].get_height() for mark in picture.findobj(Mark)}

    assert cells["cell:Up|a"] > 1.5 * cells["cell:T3|a"] > 0


def test_frames_that_do_not_fit() -> None:
    """An empty frame, and cells of another shape, are refused with both shapes."""
    with pytest.raises(FigureError, match=r"Care first: cells have the shape of the frame \(3, 2\) \(got \(2, 2\)\)"):
        draw(cells=CELLS[:2])
    with pytest.raises(FigureError, match=r"None: a heat map has rows and columns \(got 0 x 0\)"):
        draw_heatmap(pd.DataFrame(), title="None")
