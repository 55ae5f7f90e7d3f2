"""Every chart of the study and of the second case as it is printed: its size, its type, and nothing on anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from matplotlib.text import Text
from studies_kit import CASE, ROOT, drawing_of, study_at

from analysis.figures.page import Picture
from analysis.figures.pieces import Mark
from analysis.figures.save import save_figure
from analysis.figures.sizes import SMALLEST
from analysis.figures.style import settled
from analysis.study.handle import Study

ROOTS = {"study": ROOT, "case": CASE}
BROAD, HIGH = 180.0, 230.0


def study_of(where: str) -> Study:
    return study_at(ROOTS[where])


@cache
def sheets_of(where: str, name: str, language: str) -> tuple[Picture, ...]:
    """Every sheet of a chart; nothing where it cannot be drawn yet."""
    study = study_of(where)
    if study.spec(name).kind == "chart" and study.refused(name):
        return ()
    figure = drawing_of(ROOTS[where], name, language=language).figure
    assert isinstance(figure, Picture)
    return (figure, *figure.more)


def charts() -> Iterator[object]:
    for where in ROOTS:
        study = study_of(where)
        for name, spec in study.loaded.figures.items():
            shown = f"{name}-stability" if spec.kind == "diagram" else name
            for language in study.config.languages:
                yield pytest.param(where, shown, language, id=f"{where}-{shown}-{language}")


def boxes(sheet: Picture) -> tuple[list[str], np.ndarray]:
    """Each text with the ink of its letters: left, low, right, high, in points; no room above and below them."""
    with settled():
        renderer = sheet.canvas.get_renderer()
        texts = [text for text in sheet.findobj(Text) if text.get_text().strip() and text.get_visible()]
        found = []
        for text in texts:
            extent = text.get_window_extent(renderer)
            thin = 0.24 * min(extent.width, extent.height)
            across, along = (thin, 0.0) if text.get_rotation() == 90 else (0.0, thin)
            found.append((extent.x0 + across, extent.y0 + along, extent.x1 - across, extent.y1 - along))
    return [text.get_text() for text in texts], np.array(found) * 72 / sheet.dpi


@pytest.mark.parametrize(("where", "name", "language"), list(charts()))
def test_a_chart_can_be_printed(where: str, name: str, language: str, tmp_path: Path) -> None:
    """Its SVG is at most 180 mm broad and 230 mm high, and no word of it is smaller than six points."""
    for number, sheet in enumerate(sheets_of(where, name, language), 1):
        [path] = save_figure(alone(sheet), tmp_path, f"{name}.{number}", formats=("svg",))
        svg = path.read_text(encoding="utf-8")
        size = re.search(r'<svg [^>]*width="([\d.]+)pt" height="([\d.]+)pt"', svg)
        assert size is not None
        assert float(size[1]) / 72 * 25.4 <= BROAD + 0.05 and float(size[2]) / 72 * 25.4 <= HIGH + 0.05
        assert min(map(float, re.findall(r"<text style=\"font-size: ([\d.]+)px", svg)), default=0) >= SMALLEST


def alone(sheet: Picture) -> Picture:
    """The sheet without those that follow, which are looked at by themselves."""
    sheet.more = ()
    return sheet


@pytest.mark.parametrize(("where", "name", "language"), list(charts()))
def test_no_text_on_another(where: str, name: str, language: str) -> None:
    """No two texts touch, and none leaves the page."""
    for sheet in sheets_of(where, name, language):
        texts, found = boxes(sheet)
        wide, high = sheet.get_size_inches() * 72
        outside = (found[:, 0] < 0) | (found[:, 1] < 0) | (found[:, 2] > wide) | (found[:, 3] > high)
        assert [texts[n] for n in np.flatnonzero(outside)] == []
        level = (found[:, None, 0] < found[None, :, 2] - 0.2) & (found[None, :, 0] < found[:, None, 2] - 0.2)
        above = (found[:, None, 1] < found[None, :, 3] - 0.2) & (found[None, :, 1] < found[:, None, 3] - 0.2)
        pairs = np.argwhere(np.triu(level & above, 1))
        assert [(texts[a], texts[b]) for a, b in pairs] == []


@pytest.mark.parametrize(("where", "name", "language"), list(charts()))
def test_what_is_to_be_seen(where: str, name: str, language: str) -> None:
    """Below the title a line with a number, counted from the data; it is told to those who hear the picture, too."""
    for sheet in sheets_of(where, name, language):
        assert re.search(r"\d", sheet.about) and sheet.title and sheet.language == language


@pytest.mark.parametrize("name", ["themes-by-role", "role-ordered", "framework", "convergence", "stance-balance"])
def test_a_cell_leads_to_its_segments(name: str) -> None:
    """The name of a cell is what `study.evidence` takes, in both languages the same; each says what it is."""
    study = study_of("study")
    marks = {
        language: [m for s in sheets_of("study", name, language) for m in s.findobj(Mark) if isinstance(m, Mark)]
        for language in ("en", "id")
    }

    assert [m.get_gid() for m in marks["en"]] == [m.get_gid() for m in marks["id"]]
    assert all(mark.title for mark in marks["en"])
    found = [study.evidence(name, str(mark.get_gid())) for mark in marks["en"][:8]]
    assert any(len(frame) for frame in found)
