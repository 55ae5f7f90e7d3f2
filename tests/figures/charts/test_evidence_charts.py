"""What does each chart show? Looked at by its marks and its words, not by its pixels."""

from __future__ import annotations

import io
from collections.abc import Callable

import pandas as pd
import pytest
from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.text import Text

from analysis.errors import FigureError
from analysis.figures.charts.convergence import draw_convergence
from analysis.figures.charts.data_structure import draw_data_structure
from analysis.figures.charts.quote_balance import draw_quote_balance
from analysis.figures.charts.sample import draw_sample
from analysis.figures.charts.sheet import Face, split, stretched, ticks_to
from analysis.figures.charts.stability import draw_stability, stability_finding
from analysis.figures.pieces import Mark
from analysis.figures.style import settled, text_width

MARKS = pd.DataFrame(
    [
        ("node:a", "Asking", "observed", True, 5, 0, 1.0, "", 0.95, 0.98, 1.0, 1.0),
        ("node:b", "Hearing", "contested", False, 2, 2, 0.0, "", 0.2, 0.4, 0.1, 0.5),
        ("edge:a->b", "Asking → Hearing", "observed", True, 2, 0, 0.75, "S1, S2", 0.41, 0.41, 0.7, 0.7),
    ],
    columns=["mark", "name", "status", "kept", "sources", "opposers", "loo", "falls_without"]
    + ["bootstrap", "ceiling", "bootstrap_stratified", "ceiling_stratified"],
)
CONCEPTS = pd.DataFrame(
    [
        ("D", "Dimension", "T1", "Theme one", "late", "“too late”: late", True, "3"),
        ("D", "Dimension", "T1", "Theme one", "", "and 2 more", False, ""),
        ("D", "Dimension", "T2", "Theme two", "early", "early", False, "1"),
    ],
    columns=["dimension", "dimension_name", "theme", "theme_name", "concept", "shown", "in_vivo", "persons"],
)
VOICES = pd.DataFrame(
    [
        ("person:P1", "P1", "Baker", 0, 9, "9", True),
        ("person:P2", "P2", "Baker", 0, 3, "3", True),
        ("person:P3", "P3", "Seller", 1, 0, "0", False),
    ],
    columns=["mark", "voice", "class", "order", "quotes", "text", "quotable"],
)
ROLES = pd.DataFrame([("baker", "Baker", "2"), ("seller", "Seller", "1")], columns=["role", "name", "persons"])
EVENTS = pd.DataFrame(
    [
        ("source:S1", "baker", "interview", "2024-05-06", "S1"),
        ("source:S2", "baker", "focus_group", "2024-06-07", "S2"),
        ("source:S3", "seller", "interview", "some day", "S3"),
    ],
    columns=["mark", "role", "kind", "date", "name"],
)
CELLS = pd.DataFrame(
    [
        ("X", "Bread", "F", "old", 1, "2/3", True, ""),
        ("X", "Bread", "F", "new", -1, "1/3", True, ""),
        ("Y", "Cake", "F", "old", 0, "0/3", False, "asked_but_silent"),
        ("Y", "Cake", "F", "new", 0, "0/3", False, "cannot_know"),
    ],
    columns=["theme", "name", "family", "set", "stance", "text", "speaks", "silence"],
)
SIDES = pd.DataFrame(
    [("X", 0, 0, 1, 1), ("Y", 0, 0, 0, 0)],
    columns=["theme", "agreement", "partial", "dissonance", "contradictions"],
)
SETS = {"old": "Old hands", "new": "New hands"}


def face(title: str, language: str = "en") -> Face:
    return Face(title, "Below.", "Made up.", language, "12 of 13 are seen")


def stability(**more: str) -> Figure:
    return draw_stability(MARKS, face=face("Stable?", **more))


def structure(**more: str) -> Figure:
    return draw_data_structure(CONCEPTS, face=face("From words", **more))


def balance(**more: str) -> Figure:
    return draw_quote_balance(VOICES, face=face("Whose words", **more))


def sample(**more: str) -> Figure:
    return draw_sample(ROLES, EVENTS, face=face("Who", **more))


def convergence(**more: str) -> Figure:
    return draw_convergence(CELLS, SIDES, sets=SETS, face=face("Agree?", **more))


CHARTS = (stability, structure, balance, sample, convergence)


def texts(figure: Figure) -> list[str]:
    """Every line of text of a figure, those within marks too."""
    found: list[Artist] = list(figure.axes[0].get_children())
    found += [part for artist in found if isinstance(artist, Mark) for part in artist.parts]
    return [text for artist in found if isinstance(artist, Text) and (text := artist.get_text())]


def gids(figure: Figure) -> list[str]:
    """The names of the marks, in drawing order."""
    return [str(artist.get_gid()) for artist in figure.axes[0].get_children() if isinstance(artist, Mark)]


@pytest.mark.parametrize("draw", CHARTS)
def test_title_mark_and_caption(draw: Callable[..., Figure]) -> None:
    """Every chart carries its title, what is to be seen, the words that say what is made up, and its caption."""
    said = texts(draw())

    assert {"12 of 13 are seen", "Made up.", "Below."} <= set(said)


@pytest.mark.parametrize("draw", CHARTS)
def test_the_same_picture_twice(draw: Callable[..., Figure]) -> None:
    """Equal frames are drawn as equal bytes."""
    pictures = []
    for _ in range(2):
        out = io.BytesIO()
        with settled(**{"svg.hashsalt": "test"}):
            draw().savefig(out, format="svg", metadata={"Date": None})
        pictures.append(out.getvalue())

    assert pictures[0] == pictures[1]


@pytest.mark.parametrize("draw", CHARTS)
def test_nothing_leaves_the_page(draw: Callable[..., Figure]) -> None:
    """No text passes the edge of the page, in either language."""
    for language in ("en", "id"):
        figure = draw(language=language)
        wide = figure.get_size_inches()[0] * 72
        for artist in figure.axes[0].get_children():
            if isinstance(artist, Text) and artist.get_text():
                bold = artist.get_weight() == "bold"
                room = text_width(artist.get_text(), artist.get_fontsize(), bold=bold)
                left = artist.get_position()[0] - room * {"left": 0, "center": 0.5, "right": 1}[artist.get_ha()]
                assert left >= 0 and left + room <= wide, artist.get_text()


@pytest.mark.parametrize("draw", CHARTS)
def test_another_language(draw: Callable[..., Figure]) -> None:
    """The chart's own words are Indonesian where that is asked for, and English for a language without words."""
    assert set(texts(draw(language="id"))) != set(texts(draw()))
    assert texts(draw(language="es")) == texts(draw())


def test_rows_of_stability() -> None:
    """Boxes before arrows, each sorted by the bootstrap; numbers for and against, and on whom a mark hangs."""
    figure = stability()

    assert gids(figure) == ["node:a", "node:b", "edge:a->b"]
    assert {"5", "2 : 2", "0.75", "S1, S2", "–"} <= set(texts(figure))


def test_a_contested_mark_has_a_second_ring() -> None:
    """What is contested differs by shape: one ring more than what is not."""
    parts = {m.get_gid(): len(m.parts) for m in stability().axes[0].get_children() if isinstance(m, Mark)}

    assert parts["node:b"] == parts["node:a"] + 1


def test_marks_of_a_data_structure() -> None:
    """Every concept, theme and dimension is a mark; the line of those not drawn is none."""
    assert gids(structure()) == ["code:T1|facet:late", "code:T1", "code:T2|facet:early", "code:T2", "code:D"]
    assert "and 2 more" in texts(structure())


def test_who_may_not_be_quoted() -> None:
    """The longest bar of a class comes first; a voice that may not be quoted says so and has no number."""
    assert gids(balance()) == ["person:P1", "person:P2", "person:P3"]
    assert "may not be quoted" in texts(balance()) and "0" in texts(balance())


def test_hidden_numbers_give_no_mean() -> None:
    """Where a number may not be shown there is no even share, which would give it back."""
    hidden = VOICES.assign(quotes=[9, None, 0])

    assert any("even share" in text for text in texts(balance()))
    figure = draw_quote_balance(hidden, face=face("Whose words"))
    assert not any("even share" in text for text in texts(figure))


def test_dates_of_a_sample() -> None:
    """A sign for each source with a date; one without is not drawn; without any there are roles and numbers alone."""
    assert gids(sample()) == ["source:S1", "source:S2"]
    bare = draw_sample(ROLES, EVENTS.iloc[:0], face=face("Who"))
    assert gids(bare) == [] and {"Baker", "2"} <= set(texts(bare))


def test_cells_of_convergence() -> None:
    """A sign for each stance and who speaks of whom; silence is a dot, what cannot be known is hatched."""
    figure = convergence()
    parts = {m.get_gid(): m.parts for m in figure.axes[0].get_children() if isinstance(m, Mark)}

    assert list(parts) == ["code:X|set:old", "code:X|set:new", "code:Y|set:old", "code:Y|set:new"]
    said = {gid: [p.get_text() for p in own if isinstance(p, Text)] for gid, own in parts.items()}
    assert list(said.values()) == [["+", "2/3"], ["−", "1/3"], ["·"], []]


@pytest.mark.parametrize(
    "draw",
    [
        lambda: draw_stability(MARKS.iloc[:0], face=face("t")),
        lambda: draw_data_structure(CONCEPTS.iloc[:0], face=face("t")),
        lambda: draw_quote_balance(VOICES.iloc[:0], face=face("t")),
        lambda: draw_sample(ROLES.iloc[:0], EVENTS, face=face("t")),
        lambda: draw_convergence(CELLS.iloc[:0], SIDES, sets=SETS, face=face("t")),
    ],
)
def test_nothing_to_draw(draw: Callable[[], Figure]) -> None:
    """An empty chart is refused in a sentence."""
    with pytest.raises(FigureError, match="t: "):
        draw()


def test_small_helps() -> None:
    """Round ticks up to the greatest value; rows share a room, and those that do not fit go on, evenly."""
    assert ticks_to(112) == [0, 50, 100]
    assert ticks_to(3) == [0, 1, 2, 3]
    assert stretched([0, 18, 0], 40, 10, 15) == pytest.approx([11, 18, 11], abs=0.11)
    assert stretched([0, 18, 0], 20, 10, 15) == pytest.approx([10, 18, 10], abs=0.11)
    assert split([10] * 7, 40) == [(0, 4), (4, 7)]
    assert split([50, 50], 40) == [(0, 1), (1, 2)]


def test_only_pairs_that_occur_are_explained() -> None:
    """Two sets are in dissonance and contradict; no pair agrees, and the key does not speak of agreement."""
    shown = [text.get_text() for text in convergence().findobj(Text)]

    assert "in dissonance" in shown and "pairs in agreement" not in shown and "in part" not in shown


@pytest.mark.parametrize(("held", "begins"), [(0, "Kept: "), (3, "Of the marks shown, kept: ")])
def test_what_is_held_back_is_not_passed_over(held: int, begins: str) -> None:
    """Where marks are kept back, the sentence counts those that are shown, and says so."""
    assert stability_finding(MARKS, "en", held=held).startswith(begins)
